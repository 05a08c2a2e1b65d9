"""Write a page's text from where its pieces stand: rows, full lines joined, running heads left out, tables in place.

The kinds that know positions but no paragraphs, .pdf, .ofd and recognised scans, share it. Units are any, the same
for a whole document; the origin is the lower left corner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus import marks
from corpus.layout import ends_sentence, is_numbered
from corpus.loaders.tables import markdown_table

_PAGE_NUMBERS = frozenset({"#", "- # -", "— # —", "-#-", "—#—", "－#－", "第#页", "第 # 页", "#/#", "第#页共#页"})


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page, or a piece of one, and where it stands."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Return the height of the line, about the size of its characters."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Return the height at which the middle of the line stands."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of a page: its rows, how many of them are the head, and where its columns part."""

    rows: tuple[tuple[str, ...], ...]
    head: int
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines and tables of a page in reading order; `recognised` where they were read from a picture."""

    items: tuple[PageLine | PageTable, ...]
    recognised: bool = False


def gather(pieces: Iterable[PageLine]) -> list[PageLine]:
    """Join the pieces that follow one another on the same height to lines."""
    lines: list[PageLine] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and last.bottom <= piece.middle <= last.top and piece.left >= last.right - last.height:
            gap = " " if piece.left - last.right > 0.8 * last.height else ""
            bottom, top = min(piece.bottom, last.bottom), max(piece.top, last.top)
            lines[-1] = PageLine(last.text + gap + piece.text, last.left, piece.right, bottom, top)
        else:
            lines.append(piece)
    return lines


def in_reading_order(pieces: Iterable[PageLine]) -> list[PageLine]:
    """Return the lines that pieces in no order make: top to bottom, and left to right on one height."""
    rows: list[list[PageLine]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and rows[-1][0].bottom <= piece.middle <= rows[-1][0].top:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [line for row in rows for line in gather(sorted(row, key=lambda piece: piece.left))]


def write_pages(pages: Sequence[Page]) -> str:
    """Return the text of all pages with a page mark between them."""
    kept = _repeat_heads(_without_running_lines(pages))
    rights = {recognised: _right_edge(kept, recognised) for recognised in (False, True)}
    return f"\n{marks.PAGE}".join("\n".join(_page_text(page, rights[page.recognised])) for page in kept)


def _page_text(page: Page, right: float) -> Iterator[str]:
    left = _left_edge(page)
    for _, items in groupby(page.items, key=lambda item: isinstance(item, PageTable) and id(item)):
        group = list(items)
        if isinstance(group[0], PageTable):
            yield from ("", *markdown_table(group[0].rows), "")
        else:
            yield from _join_full_lines([item for item in group if isinstance(item, PageLine)], left, right)


def _left_edge(page: Page) -> float:
    """Return the left edge that most lines of a page keep to: the pages of a document may differ in their margins."""
    lefts = sorted(item.left for item in page.items if isinstance(item, PageLine))
    return lefts[len(lefts) // 20] if lefts else 0.0


def _right_edge(pages: Sequence[Page], recognised: bool) -> float:
    """Return the right edge that full lines of a document keep to: a page of short lines has none of its own."""
    items = (item for page in pages if page.recognised == recognised for item in page.items)
    rights = sorted(item.right for item in items if isinstance(item, PageLine))
    return rights[int(len(rights) * 0.95)] if len(rights) >= 5 else float("inf")


def _join_full_lines(lines: list[PageLine], left: float, right: float) -> list[str]:
    """Join a line that reaches the right edge in mid-sentence with the next, unless that one is indented."""
    joined: list[str] = []
    runs_on = False
    for line in lines:
        indented = line.left > left + 1.2 * line.height
        if runs_on and not indented and not is_numbered(line.text):
            joined[-1] += line.text
        else:
            joined.append(line.text)
        runs_on = line.right >= right - 1.5 * line.height and not ends_sentence(line.text)
    return joined


def _shape(item: PageLine | PageTable) -> str:
    return re.sub(r"\d+", "#", item.text) if isinstance(item, PageLine) else ""


def _without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """Drop page numbers, and lines that stand first or last on at least half of three or more pages."""
    edges = Counter(
        shape
        for page in pages
        for shape in {_shape(item) for item in page.items[:2] + page.items[-2:]}
        if 0 < len(shape) < 60
    )
    running = {shape for shape, count in edges.items() if count * 2 >= len(pages)} if len(pages) >= 3 else set()
    kept: list[Page] = []
    for page in pages:
        last = len(page.items) - 2
        items = [
            item
            for number, item in enumerate(page.items)
            if _shape(item) not in running and not ((number < 2 or number >= last) and _shape(item) in _PAGE_NUMBERS)
        ]
        kept.append(replace(page, items=tuple(items)))
    return kept


def _repeat_heads(pages: list[Page]) -> list[Page]:
    """Give a table that goes on at the top of the next page the head that it has on the page before."""
    above: PageTable | None = None
    repeated: list[Page] = []
    for page in pages:
        first = page.items[0] if page.items else None
        if above and isinstance(first, PageTable) and _same_columns(above, first):
            head = above.rows[: above.head]
            if first.rows[: above.head] != head:
                first = PageTable(head + first.rows, above.head, first.columns)
            page = replace(page, items=(first, *page.items[1:]))
        repeated.append(page)
        last = page.items[-1] if page.items else None
        above = last if isinstance(last, PageTable) else None
    return repeated


def _same_columns(one: PageTable, other: PageTable) -> bool:
    """Tell whether two tables part their columns at the same places, within a millimetre in points."""
    return len(one.columns) == len(other.columns) and all(
        abs(a - b) <= 3 for a, b in zip(one.columns, other.columns, strict=True)
    )
