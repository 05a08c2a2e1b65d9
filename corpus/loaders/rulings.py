"""Find tables by their ruling lines: rulings that touch make a grid, cells without a line between them are one.

Written here instead of taken from pdfplumber, whose finder leaves merged cells empty and needs the page parsed a
second time by pdfminer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.loaders.page_lines import PageTable

# Ends and positions of rulings this near, in points, are meant to be the same.
NEAR = 3.0
# A page with more rulings is a drawing.
MOST_RULINGS = 600
MOST_CELLS = 20_000
# A long text that spans several cells stands in the first only; a short one is a head and stands over each.
LONGEST_SPANNING = 40


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line: the place where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Tell whether the line passes a place."""
        return self.start - NEAR <= place <= self.end + NEAR


@dataclass(frozen=True, slots=True)
class Character:
    """A character and where its middle stands."""

    text: str
    x: float
    y: float
    height: float


class Grid:
    """The cells between rulings that touch; columns from left to right, rows from the top."""

    def __init__(self, across: Sequence[Ruling], down: Sequence[Ruling]) -> None:
        self.columns = _places([r.at for r in down], [e for r in across for e in (r.start, r.end)])
        self.rows = _places([r.at for r in across], [e for r in down for e in (r.start, r.end)])
        self._owner = self._merge(across, down)

    @property
    def size(self) -> tuple[int, int]:
        """Return the number of rows and of columns."""
        return len(self.rows) - 1, len(self.columns) - 1

    @property
    def area(self) -> float:
        """Return the area that the grid covers."""
        return (self.columns[-1] - self.columns[0]) * (self.rows[-1] - self.rows[0])

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies within the grid."""
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]

    def _merge(self, across: Sequence[Ruling], down: Sequence[Ruling]) -> list[list[int]]:
        """Return for each place of the grid the number of the cell that covers it."""
        rows, columns = self.size
        parent = list(range(rows * columns))

        def find(cell: int) -> int:
            while parent[cell] != cell:
                parent[cell] = parent[parent[cell]]
                cell = parent[cell]
            return cell

        beside = [[r for r in down if abs(r.at - place) <= NEAR] for place in self.columns]
        below = [[r for r in across if abs(r.at - place) <= NEAR] for place in self.rows]
        for row in range(rows):
            low, high = self.rows[rows - row - 1], self.rows[rows - row]
            for column in range(columns):
                left, right = self.columns[column], self.columns[column + 1]
                here = row * columns + column
                if column + 1 < columns and not any(r.covers((low + high) / 2) for r in beside[column + 1]):
                    parent[find(here + 1)] = find(here)
                if row + 1 < rows and not any(r.covers((left + right) / 2) for r in below[rows - row - 1]):
                    parent[find(here + columns)] = find(here)
        return [[find(row * columns + column) for column in range(columns)] for row in range(rows)]

    def fill(self, characters: Iterable[Character]) -> PageTable | None:
        """Return the table that the characters within the grid make, or None where it is no table."""
        rows, columns = self.size
        cells: dict[int, list[Character]] = {}
        for character in characters:
            if self.holds(character.x, character.y):
                row = rows - 1 - min(bisect_right(self.rows, character.y) - 1, rows - 1)
                column = min(bisect_right(self.columns, character.x) - 1, columns - 1)
                cells.setdefault(self._owner[row][column], []).append(character)
        texts = {cell: _cell_text(held) for cell, held in cells.items()}
        filled = {cell for cell, text in texts.items() if text}
        if len(filled) < 3 or not any(len(filled.intersection(row)) > 1 for row in self._owner):
            return None
        written: set[int] = set()
        table: list[tuple[str, ...]] = []
        for owners in self._owner:
            line: list[str] = []
            for cell in owners:
                text = texts.get(cell, "")
                line.append("" if cell in written and len(text) > LONGEST_SPANNING else text)
                written.add(cell)
            table.append(tuple(line))
        return PageTable(tuple(table), self._head(), tuple(self.columns))

    def _head(self) -> int:
        """Return how many rows the head has: a caption over the whole width, and what the next row's cells reach."""
        top = next((number for number, owners in enumerate(self._owner) if len(set(owners)) > 1), 0)
        first = set(self._owner[top])
        reach = max(number for number, owners in enumerate(self._owner, 1) if first.intersection(owners))
        return reach if reach < len(self._owner) else 1


def find_grids(across: Iterable[Ruling], down: Iterable[Ruling]) -> list[Grid]:
    """Return the grids of two rows and columns or more that horizontal and vertical rulings make."""
    horizontal, vertical = _joined(across), _joined(down)
    if not 2 <= len(horizontal) <= MOST_RULINGS or not 1 <= len(vertical) <= MOST_RULINGS:
        return []
    groups: list[tuple[set[int], set[int]]] = []
    for number, line in enumerate(horizontal):
        merged = ({number}, {n for n, r in enumerate(vertical) if line.covers(r.at) and r.covers(line.at)})
        apart = []
        for group in groups:
            if group[1] & merged[1]:
                merged = (group[0] | merged[0], group[1] | merged[1])
            else:
                apart.append(group)
        groups = [*apart, merged]
    touching = [([horizontal[n] for n in sorted(a)], [vertical[n] for n in sorted(d)]) for a, d in groups]
    grids = [Grid(a, d) for a, d in touching if len(a) >= 2 and d and len(a) * len(d) <= MOST_CELLS]
    # A table inside a cell takes its characters before the one around it does.
    return sorted((grid for grid in grids if min(grid.size) >= 2), key=lambda grid: grid.area)


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the rulings with those that go on in one another made one."""
    lines: list[Ruling] = []
    near: list[Ruling] = []
    for ruling in sorted(rulings, key=lambda r: r.at):
        if near and ruling.at - near[0].at > NEAR:
            lines += _end_to_end(near)
            near = []
        near.append(ruling)
    lines += _end_to_end(near)
    return [line for line in lines if line.end - line.start > 2 * NEAR]


def _end_to_end(rulings: list[Ruling]) -> list[Ruling]:
    joined: list[Ruling] = []
    for ruling in sorted(rulings, key=lambda r: r.start):
        if joined and ruling.start <= joined[-1].end + NEAR:
            joined[-1] = Ruling(joined[-1].at, joined[-1].start, max(joined[-1].end, ruling.end))
        else:
            joined.append(ruling)
    return joined


def _places(rulings: Iterable[float], ends: Sequence[float]) -> list[float]:
    """Return where cells part: at rulings, and where the crossing ones end, for a table that is open at its sides."""
    places: list[float] = []
    for place in sorted(rulings):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    if min(ends) < places[0] - 2 * NEAR:
        places.insert(0, min(ends))
    if max(ends) > places[-1] + 2 * NEAR:
        places.append(max(ends))
    return places


def _cell_text(characters: Sequence[Character]) -> str:
    """Return the text of a cell, its lines joined as Chinese is: without a blank, unless Latin words meet."""
    if not characters:
        return ""
    text = characters[0].text
    for before, after in pairwise(characters):
        wrapped = before.y - after.y > 0.5 * before.height
        text += (" " if wrapped and re.search(r"[A-Za-z,.;]$", text) and after.text.isascii() else "") + after.text
    return re.sub(r"\s+", " ", text).strip()
