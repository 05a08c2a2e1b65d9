"""Read the figures of tables, written as Markdown rows, each with the head of its column and the label of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.figures import Figure, find_figures

_UNIT = re.compile(
    r"(?:单位[:：]\s*|[（(])(?P<unit>[百千]?[万亿]?(?:元|美元|人次|人|名|户|个|所|家|处|间|班|套|台|册|件|项|场|次|亩|公顷|平方米|平方公里|公里|米|吨|公斤|%|％|‰|百分点|年|月|天|学时|课时|小时))[）)、，,/]?"
)
_SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8), "千": Decimal(1000), "百": Decimal(100)}
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table; `head` is its column's head, `column` its number."""

    figure: Figure
    head: str
    column: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `caption` is the line above the table, `table` the offset at which the table begins."""

    start: int
    end: int
    label: str
    caption: str
    table: int
    cells: tuple[Cell, ...]


def is_table_row(line: str) -> bool:
    """Tell whether a line is a row of a Markdown table."""
    return line.startswith("|") and line.count("|") >= 2


def table_rows(text: str) -> Iterator[Row]:
    """Yield the rows of all tables that hold figures, the head left out."""
    offset, heads, caption, table = 0, [""], "", -1
    for line in text.split("\n"):
        stripped = line.strip()
        if is_table_row(stripped):
            cells = _split(line, offset)
            if table < 0:
                table, heads = offset, [cell for cell, _ in cells]
            elif not re.fullmatch(r"[|\s:-]+", stripped):
                label = next((cell for cell, _ in cells if cell and not _NUMBER.fullmatch(cell)), "")
                found = tuple(_cells(cells, heads, caption, label))
                lead = len(line) - len(line.lstrip())
                yield Row(offset + lead, offset + lead + len(stripped), label, caption, table, found)
        elif stripped:
            caption, table = stripped[:80], -1
        offset += len(line) + 1


def _split(line: str, offset: int) -> list[tuple[str, int]]:
    """Return the cells of a row with their offsets."""
    found: list[tuple[str, int]] = []
    position = line.index("|") + 1
    for piece in line[position:].rstrip().removesuffix("|").split("|"):
        lead = len(piece) - len(piece.lstrip())
        found.append((piece.strip(), offset + position + lead))
        position += len(piece) + 1
    return found


def _cells(cells: list[tuple[str, int]], heads: list[str], caption: str, label: str) -> Iterator[Cell]:
    for column, (written, start) in enumerate(cells):
        head = heads[column] if column < len(heads) else ""
        if _NUMBER.fullmatch(written):
            unit = _unit(head) or _unit(label) or _unit(caption)
            yield Cell(_figure(written, start, unit), head, column)
            continue
        figures = find_figures(written)
        if len(figures) == 1 and figures[0].value is not None and len(figures[0].text) >= len(written) - 2:
            one = figures[0]
            figure = Figure(
                one.text, start + one.start, start + one.end, one.kind, one.value, one.high, one.unit, one.about
            )
            yield Cell(figure, head, column)


def _unit(written: str) -> str:
    match = _UNIT.search(written)
    return match["unit"].replace("％", "%") if match else ""


def _figure(written: str, start: int, unit: str) -> Figure:
    value = Decimal(written.replace(",", ""))
    if unit == "%":
        return Figure(written, start, start + len(written), "share", value, None, "%")
    scale = _SCALE.get(unit[:1], Decimal(1)) if len(unit) > 1 else Decimal(1)
    base = unit[1:] if scale != 1 else unit
    base = {"名": "人", "位": "人"}.get(base, base)
    kind = "money" if base in ("元", "美元") else "count" if base else "number"
    return Figure(written, start, start + len(written), kind, value * scale, None, base)
