"""Find the figures of a draft that follow from its other figures: totals, shares and growth that it reckoned itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from assistant.checking.statements import Statement
from assistant.checking.table_cells import table_rows
from corpus.figures import Figure

Span = tuple[int, int]
# Spans of figures that have a source.
Proven = set[Span]
NOTHING: Proven = set()
_TOTAL = re.compile(r"合\s*计|总\s*计|总数|共计|小计|^全[县市区校省]$")


def derived_spans(text: str, statements: Sequence[Statement]) -> set[Span]:
    """Return the spans of figures that are sums, shares or changes of figures beside them."""
    return _table_totals(text) | {span for statement in statements for span in _reckoned(statement)}


def _table_totals(text: str) -> set[Span]:
    spans: set[Span] = set()
    for _, group in groupby(table_rows(text), key=lambda row: row.table):
        rows = list(group)
        for number, row in enumerate(rows):
            for cell in row.cells:
                if _TOTAL.search(cell.head):
                    parts = [other.figure for other in row.cells if other is not cell]
                elif _TOTAL.search(row.label):
                    parts = [c.figure for above in rows[:number] for c in above.cells if c.column == cell.column]
                else:
                    continue
                if len(parts) >= 2 and _sum(parts) == cell.figure.value:
                    spans.add((cell.figure.start, cell.figure.end))
    return spans


def _reckoned(statement: Statement) -> set[Span]:
    """Return the figures of one sentence that follow from the two or more before or after them."""
    figures = [q.figure for q in statement.quantities if q.figure.value is not None and q.figure.high is None]
    spans: set[Span] = set()
    for number, figure in enumerate(figures):
        before = figures[:number]
        words = statement.text[max(0, figure.start - statement.start - 8) : figure.start - statement.start]
        if figure.kind == "share" and re.search(r"占|率|增|降|提高|减|下降", words):
            if any(_is_share(figure, part, whole) for part in before for whole in before if part is not whole):
                spans.add((figure.start, figure.end))
        elif len(before) >= 2 and re.search(r"合计|共计?|总计|总共|相差|比|增|减|净", words):
            same = [f for f in before if f.unit == figure.unit]
            if len(same) >= 2 and (_sum(same) == figure.value or _differ(same[-2], same[-1]) == figure.value):
                spans.add((figure.start, figure.end))
    return spans


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((f.value for f in figures if f.value is not None), Decimal(0))


def _differ(one: Figure, other: Figure) -> Decimal:
    return abs((one.value or Decimal(0)) - (other.value or Decimal(0)))


def _is_share(share: Figure, part: Figure, whole: Figure) -> bool:
    """Tell whether a share is what a part is of a whole, or what a whole grew by to become the part."""
    if part.unit != whole.unit or not whole.value or part.value is None or share.value is None or part.kind == "share":
        return False
    places = len(share.text.partition(".")[2].rstrip("%％"))
    step = Decimal(10) ** -places
    ratio = part.value / whole.value * 100
    return abs(share.value - ratio) < step or abs(share.value - abs(ratio - 100)) < step


def culprit(figures: Sequence[Figure], proven: Proven, default: Figure) -> Figure:
    """Return the one figure of several that has no source, else the one that is taken to be wrong."""
    open_ = [figure for figure in figures if (figure.start, figure.end) not in proven]
    return open_[0] if len(open_) == 1 else default
