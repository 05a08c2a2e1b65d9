"""A table of contents at the head of a file: the papers that it lists, and where it ends."""

from __future__ import annotations

import re

from corpus.titles import tidy_title

_CONTENTS = re.compile(r"^[【\[]?目\s*录[】\]]?[:：]?$")
_PAGE_BEHIND = re.compile(r"[.．·…\s]*\d*$")
# A table of contents stands among the first lines.
REACH_OF_CONTENTS = 6
LINES_ABOVE_CONTENTS = 4


def titles_listed(lines: list[str]) -> frozenset[str]:
    """Return the titles that a table of contents at the head of a file lists."""
    return frozenset(tidy_title(_PAGE_BEHIND.sub("", uncounted(line))) for line in contents_lines(lines))


def contents_lines(lines: list[str]) -> list[str]:
    """Return the lines of a table of contents at the head of a file: those that are counted, or end with a page."""
    filled = [line.strip() for line in lines if line.strip()]
    at = next((n for n, line in enumerate(filled[:REACH_OF_CONTENTS]) if _CONTENTS.match(line)), None)
    if at is None:
        return []
    listed: list[str] = []
    for line in filled[at + 1 :]:
        title = uncounted(line)
        if _PAGE_BEHIND.sub("", title) == line or (listed and title == uncounted(listed[0])):
            break
        listed.append(line)
    return listed


def uncounted(line: str) -> str:
    """Return a line of a table of contents without what counts it."""
    return re.sub(r"^[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*(?:附[:：]\s*)?", "", line)


def line_behind(lines: list[str], listed: list[str]) -> int:
    """Return the line behind the last of the lines that a table of contents has."""
    return next(n for n, line in enumerate(lines) if line.strip() == listed[-1]) + 1


def behind_contents(lines: list[str]) -> int:
    """Return the line behind a table of contents that heads a file; 0 where none does, or more stands above it."""
    listed = contents_lines(lines)
    if not listed:
        return 0
    behind = line_behind(lines, listed)
    return behind if sum(bool(line.strip()) for line in lines[:behind]) <= len(listed) + LINES_ABOVE_CONTENTS else 0
