"""In-band marks that loaders leave in a text and that cleaning carries along until the text is final.

A loader knows where a page ended and which line was a heading; an offset would not survive cleaning, a
character does. No loaded text holds these characters otherwise: `strip_control_characters` sees to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PAGE = "\f"
# Before a line that looks like a title: a ruling or a site's line of information stood between it and what is before.
SEAM = "\x02"
_HEADING = "\x01"
_MARKED_LINE = re.compile(r"^\x01(\d)[ \t]*", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufeff\ufffe\uffff]")
TITLE_LEVEL = 0


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Hold the final text with the marks taken out: page starts, and heading level by line offset."""

    text: str
    page_starts: tuple[int, ...]
    headings: dict[int, int]


def heading(text: str, level: int) -> str:
    """Return a line marked as a heading; level 0 marks the title of a document."""
    return f"{_HEADING}{min(level, 9)}{text}"


def heading_level(line: str) -> int | None:
    """Return the level that a line is marked with, or None."""
    match = _MARKED_LINE.match(line)
    return int(match[1]) if match else None


def unmarked(line: str) -> str:
    """Return a line or text without its marks."""
    return _MARKED_LINE.sub("", line.replace(SEAM, "")).replace(PAGE, "")


def strip_control_characters(text: str) -> str:
    """Drop what no document means to hold, the mark characters among it."""
    return _CONTROL.sub("", text)


def take_marks(text: str) -> MarkedText:
    """Take the marks out of a cleaned text."""
    pages: list[int] = []
    headings: dict[int, int] = {}
    kept: list[str] = []
    length = 0
    for line in text.replace(SEAM, "").split("\n"):
        level = heading_level(line)
        line = _MARKED_LINE.sub("", line)
        pieces = line.split(PAGE)
        if level is not None:
            headings[length] = level
        for piece in pieces[:-1]:
            length += len(piece)
            pages.append(length)
        length += len(pieces[-1]) + 1
        kept.append("".join(pieces))
    return MarkedText("\n".join(kept), tuple(pages), headings)
