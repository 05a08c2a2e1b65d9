"""Write a table's cells as Markdown rows, the form in which all loaders hand tables on."""

from __future__ import annotations

import re
from collections.abc import Sequence


def markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return Markdown lines for rows of cells; the first row with two filled cells is the head.

    Rows with one filled cell above the head are the caption and come out as plain lines.
    """
    tidy = [[re.sub(r"\s*\n\s*|\s{2,}", " ", cell).replace("|", "｜").strip() for cell in row] for row in rows]
    tidy = [row for row in tidy if any(row)]
    lines: list[str] = []
    while tidy and len({cell for cell in tidy[0] if cell}) == 1:
        lines.append(next(cell for cell in tidy.pop(0) if cell))
    if not tidy:
        return lines
    width = max(len(row) for row in tidy)
    filled = [column for column in range(width) if any(column < len(row) and row[column] for row in tidy)]
    for number, row in enumerate(tidy):
        lines.append("| " + " | ".join(row[column] if column < len(row) else "" for column in filled) + " |")
        if number == 0:
            lines.append("|" + " --- |" * len(filled))
    return lines
