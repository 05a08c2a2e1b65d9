"""Check the totals of tables, in rows and in columns, against their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from assistant.checking.derived import Proven, culprit
from assistant.checking.findings import ERROR, Finding
from assistant.checking.table_cells import Row, table_rows
from corpus.figures import Figure


def tables(text: str, proven: Proven) -> Iterator[Finding]:
    """Flag totals of tables, in rows and in columns named 合计, that their parts do not come to."""
    for _, group in groupby(table_rows(text), key=lambda row: row.table):
        rows = list(group)
        yield from _column_totals(rows, proven)
        yield from _row_totals(rows, proven)


def _column_totals(rows: Sequence[Row], proven: Proven) -> Iterator[Finding]:
    for number, row in enumerate(rows):
        if not re.search(r"合\s*计|总\s*计|^总数|^全[县市区校省]$", row.label) or number < 2:
            continue
        for cell in row.cells:
            parts = [c for above in rows[:number] for c in above.cells if c.column == cell.column]
            if len(parts) != number or cell.figure.kind == "share" or re.search(r"率|比|平均|均|%|％", cell.head):
                continue
            yield from _total_of(cell.figure, [c.figure for c in parts], f"“{cell.head}”一列", proven)


def _row_totals(rows: Sequence[Row], proven: Proven) -> Iterator[Finding]:
    for row in rows:
        totals = [cell for cell in row.cells if re.search(r"合\s*计|总\s*计|^总数", cell.head)]
        if len(totals) != 1 or any(cell.figure.kind == "share" for cell in row.cells):
            continue
        parts = [cell.figure for cell in row.cells if cell is not totals[0]]
        if len(parts) >= 2 and (totals[0] is row.cells[-1] or totals[0] is row.cells[0]):
            yield from _total_of(totals[0].figure, parts, f"“{row.label}”一行", proven)


def _total_of(total: Figure, parts: Sequence[Figure], where: str, proven: Proven) -> Iterator[Finding]:
    if total.value is None or any(f.value is None or f.unit != total.unit for f in parts):
        return
    come_to = sum((f.value for f in parts if f.value is not None), Decimal(0))
    if come_to != total.value:
        wrong = culprit([total, *parts], proven, total)
        right = total.value - (come_to - wrong.value) if wrong is not total and wrong.value is not None else come_to
        scale = (
            total.value / Decimal(total.text.replace(",", ""))
            if re.fullmatch(r"[\d,.]+", total.text) and total.value
            else Decimal(1)
        )
        message = f"表中{where}各项相加是{(come_to / scale).normalize():f}，合计写作{total.text}"
        yield Finding(ERROR, "合计", wrong.start, wrong.end, message, f"{(right / scale).normalize():f}")
