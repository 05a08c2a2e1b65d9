"""Find tables that were typed into plain text: cells parted by tabs, bars or columns of blanks, or a cell a line."""

from __future__ import annotations

import re

from corpus.loaders.tables import markdown_table

# So many rows of so many cells each are a table; columns of blanks must be surer than tabs and bars.
LEAST_ROWS, LEAST_ROWS_OF_BLANKS, LEAST_ROWS_OF_SINGLE_BLANKS = 2, 3, 4
LEAST_CELLS = 3
LONGEST_CELL, MOST_CELLS, LONGEST_WORD = 80, 12, 24
_SERIAL = frozenset(["序号", "编号", "项次", "No", "No.", "NO."])
_RULE = re.compile(r"^[\s|｜│+:=_-]+$")
_PROSE = re.compile(r"[。；;]")
_HEADING = re.compile(r"第[一二三四五六七八九十]+[章节编条]|[一二三四五六七八九十]+、")
_FIGURE = re.compile(r"[-—－/]|[-+]?\d[\d,，.:：/]*(?:%|％|人|所|名|个|元|万元|亿元|亩|户|天|家|件|公里)?")
_BLANKS = re.compile(r"[ \u3000]{2,}|\u3000")


def mark_tables(text: str) -> str:
    """Write tables that were typed into a text as Markdown, the form in which all loaders hand tables on."""
    lines = text.split("\n")
    kept: list[str] = []
    position = 0
    while position < len(lines):
        rows, used = _table_at(lines, position)
        if not rows:
            rows, used = _cell_by_cell(lines, position)
        if rows:
            kept += markdown_table(rows)
            position += used
        else:
            kept.append(lines[position])
            position += 1
    return "\n".join(kept)


def _table_at(lines: list[str], start: int) -> tuple[list[list[str]], int]:
    """Return the rows of the table that begins at a line, and how many lines it takes; none where none does."""
    for cells_of, least in (
        (_by_bars, LEAST_ROWS),
        (_by_tabs, LEAST_ROWS),
        (_by_blanks, LEAST_ROWS_OF_BLANKS),
        (_by_single_blanks, LEAST_ROWS_OF_SINGLE_BLANKS),
    ):
        rows: list[list[str]] = []
        position = start
        while position < len(lines):
            if rows and cells_of is _by_bars and _RULE.match(lines[position]) and "-" in lines[position]:
                position += 1
                continue
            cells = cells_of(lines[position])
            if not cells or (rows and len(cells) != len(rows[0])):
                break
            rows.append(cells)
            position += 1
        if len(rows) >= least and (cells_of is not _by_single_blanks or _has_a_column_of_figures(rows)):
            return rows, position - start
    return [], 0


def _cell_by_cell(lines: list[str], start: int) -> tuple[list[list[str]], int]:
    """Return the rows of a table each of whose cells came to stand on a line of its own, its rows numbered from 1.

    序号 is its first head: the lines up to 「1」 are the head, and as many lines on stands 「2」.
    """
    if lines[start].strip() not in _SERIAL:
        return [], 0
    width = next((n for n in range(LEAST_CELLS, MOST_CELLS) if _line(lines, start + n) == "1"), 0)
    if not width:
        return [], 0
    rows = [[line.strip() for line in lines[start : start + width]]]
    position = start + width
    while _line(lines, position) == str(len(rows)):
        cells = [_line(lines, n) for n in range(position, position + width)]
        if any(len(cell) > LONGEST_CELL for cell in cells) or not all(cells[1:2]):
            break
        rows.append(cells)
        position += width
    return (rows, position - start) if len(rows) > LEAST_ROWS else ([], 0)


def _line(lines: list[str], number: int) -> str:
    return lines[number].strip() if number < len(lines) else ""


def _by_bars(line: str) -> list[str]:
    bare = line.strip()
    if not re.search(r"[|｜│]", bare):
        return []
    if bare[:1] in "|｜│":
        bare = bare[1:]
        bare = bare[:-1] if bare[-1:] in "|｜│" else bare
    return _cells(re.split(r"[|｜│]", bare))


def _by_tabs(line: str) -> list[str]:
    return _cells(line.strip(" \u3000\r").split("\t")) if "\t" in line else []


def _by_blanks(line: str) -> list[str]:
    return _cells(_BLANKS.split(line.strip())) if _BLANKS.search(line.strip()) else []


def _by_single_blanks(line: str) -> list[str]:
    cells = line.strip().split()
    return _cells(cells) if max(map(len, cells), default=0) <= LONGEST_WORD and not _PROSE.search(line) else []


def _has_a_column_of_figures(rows: list[list[str]]) -> bool:
    """Tell whether rows, under a head of words, have a column of figures: single blanks also stand between names.

    A first column of figures may be serial numbers or hours; rows that begin as headings do are a list of these.
    """
    if any(map(_FIGURE.fullmatch, rows[0])) or any(_HEADING.match(row[0]) for row in rows[1:]):
        return False
    return any(all(_FIGURE.fullmatch(row[column]) for row in rows[1:]) for column in range(1, len(rows[0])))


def _cells(cells: list[str]) -> list[str]:
    """Return the cells of a row; none where they are too few, all empty but one, or as long as prose."""
    plain = [cell.strip() for cell in cells]
    fits = len(plain) >= LEAST_CELLS and sum(map(bool, plain)) >= 2 and max(map(len, plain)) <= LONGEST_CELL
    return plain if fits else []
