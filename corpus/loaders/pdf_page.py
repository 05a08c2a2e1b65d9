"""Take from a page of a PDF what stands on it: lines of text, ruled tables, and whether it is a scan."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus import marks
from corpus.loaders.page_lines import PageLine, PageTable, gather
from corpus.loaders.rulings import NEAR, Character, Grid, Ruling, find_grids

Matrix = tuple[float, float, float, float, float, float]
# A page of more objects or path points is a drawing or hostile: rulings are looked for among the first ones only.
MOST_OBJECTS, MOST_POINTS, MOST_NESTED = 20_000, 40_000, 4
# Fewer characters than these over a picture are a scanner's stamp, such as 「扫描全能王 创建」.
FEWEST_CHARACTERS = 20
LEAST_PICTURE_SHARE = 0.4
LEAST_PICTURE, FEWEST_POINTS = 0.05, 500
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page beside text: rulings, how many points paths have, and
    the share that the largest picture covers."""

    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    picture_share: float = 0.0
    points: int = 0


class PdfPage:
    """Look at one page of an open document; close it when done."""

    def __init__(self, document: pdfium.PdfDocument, number: int) -> None:
        self._page = document[number]
        self._text = self._page.get_textpage()
        self._width, self._height = self._page.get_width(), self._page.get_height()
        self._turned = self._page.get_rotation()
        self._left, self._bottom = self._page.get_bbox()[:2]
        self._drawn = Drawn()
        self._look(raw.FPDFPage_CountObjects(self._page), self._page, raw.FPDFPage_GetObject, _PLAIN, 0)

    def close(self) -> None:
        """Give the page back."""
        self._text.close()
        self._page.close()

    def is_scan(self) -> bool:
        """Tell whether the page shows something and has no text layer, or only a scanner's stamp."""
        characters = sum(character.isalnum() for character in self._text.get_text_range())
        if characters == 0:
            # Text drawn as outlines takes many points; a blank page with a frame takes few.
            return self._drawn.picture_share >= LEAST_PICTURE or self._drawn.points >= FEWEST_POINTS
        return characters < FEWEST_CHARACTERS and self._drawn.picture_share >= LEAST_PICTURE_SHARE

    def render(self, dots_per_inch: int, most_pixels: int) -> Any:
        """Return the page as a picture, coarser where it is huge."""
        scale = min(dots_per_inch / 72, (most_pixels / max(self._width * self._height, 1)) ** 0.5)
        return self._page.render(scale=scale).to_pil().convert("RGB")

    def items(self) -> tuple[PageLine | PageTable, ...]:
        """Return lines and tables as the file has them, a table where its first line stands."""
        grids = find_grids(self._drawn.across, self._drawn.down)
        tables = self._tables(grids) if grids else []
        items: list[PageLine | PageTable] = []
        pieces: list[PageLine] = []
        for piece in self._pieces():
            middle = (piece.left + piece.right) / 2
            table = next((table for grid, table in tables if grid.holds(middle, piece.middle)), None)
            if table is None:
                pieces.append(piece)
            elif not any(item is table for item in items):
                items += [*gather(pieces), table]
                pieces = []
        return (*items, *gather(pieces))

    def _pieces(self) -> Iterator[PageLine]:
        """Yield the runs of text in the rectangles that they are set in."""
        for index in range(self._text.count_rects()):
            box = self._text.get_rect(index)
            text = self._text.get_text_bounded(*box).replace("\ufffe", "").replace("\r", "").replace("\n", "")
            text = marks.strip_control_characters(text).strip()
            if text:
                left, bottom, right, top = self._upright(*box)
                yield PageLine(text, left, right, bottom, top)

    def _tables(self, grids: list[Grid]) -> list[tuple[Grid, PageTable]]:
        characters = list(self._characters())
        tables: list[tuple[Grid, PageTable]] = []
        for grid in grids:
            table = grid.fill(characters)
            if table:
                tables.append((grid, table))
                characters = [c for c in characters if not grid.holds(c.x, c.y)]
        return tables

    def _characters(self) -> Iterator[Character]:
        last = Character("", 0, 0, 0)
        for index in range(self._text.count_chars()):
            text = chr(raw.FPDFText_GetUnicode(self._text, index))
            if text in "\r\n" or not marks.strip_control_characters(text) or "\ud800" <= text <= "\udfff":
                continue
            if text.isspace():
                # A blank may have no place of its own; it stands with the character before it.
                yield Character(" ", last.x, last.y, last.height)
                continue
            left, bottom, right, top = self._upright(*self._text.get_charbox(index, loose=True))
            last = Character(text, (left + right) / 2, (bottom + top) / 2, top - bottom)
            yield last

    def _upright(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return a box as it stands on the page that the reader sees, which may be turned."""
        left, right, bottom, top = left - self._left, right - self._left, bottom - self._bottom, top - self._bottom
        if self._turned == 90:
            return bottom, self._height - right, top, self._height - left
        if self._turned == 180:
            return self._width - right, self._height - top, self._width - left, self._height - bottom
        if self._turned == 270:
            return self._width - top, left, self._width - bottom, right
        return left, bottom, right, top

    def _look(self, count: int, holder: Any, get: Any, matrix: Matrix, depth: int) -> None:
        """Note rulings and pictures among the objects of a page or of a form on it."""
        for index in range(min(count, MOST_OBJECTS)):
            item = get(holder, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                continue
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                (x0, y0), (x1, y1) = _turn(0, 0, placed := _times(_matrix(item), matrix)), _turn(1, 1, placed)
                share = abs((x1 - x0) * (y1 - y0)) / max(self._width * self._height, 1)
                self._drawn.picture_share = max(self._drawn.picture_share, share)
            elif kind == raw.FPDF_PAGEOBJ_PATH and self._drawn.points < MOST_POINTS:
                self._note_path(item, _times(_matrix(item), matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_NESTED:
                inner = raw.FPDFFormObj_CountObjects(item)
                self._look(inner, item, raw.FPDFFormObj_GetObject, _times(_matrix(item), matrix), depth + 1)

    def _note_path(self, path: Any, matrix: Matrix) -> None:
        """Note the straight lines of a path that is stroked, and thin boxes of one that is filled."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        outline: list[tuple[float, float]] = []
        outlines = [outline]
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(raw.FPDFPath_CountSegments(path)):
            self._drawn.points += 1
            if self._drawn.points > MOST_POINTS:
                break
            segment = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                outlines.append(outline := [])
            px, py = _turn(x.value, y.value, matrix)
            outline.append(self._upright(px, py, px, py)[:2])
            if raw.FPDFPathSegment_GetClose(segment):
                outline.append(outline[0])
        for points in outlines:
            if stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._note_box(x0, y0, x1, y1)
            elif fill.value and points:
                xs, ys = zip(*points, strict=True)
                self._note_box(min(xs), min(ys), max(xs), max(ys))

    def _note_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= NEAR and width > height:
            self._drawn.across.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif width <= NEAR and height > width:
            self._drawn.down.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies one matrix and then another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _turn(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
