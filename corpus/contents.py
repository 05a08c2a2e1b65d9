"""A table of contents at the head of a file: the papers that it lists, and where it ends."""

from __future__ import annotations

import re

from corpus import marks
from corpus.titles import looks_like_title, tidy_title

_CONTENTS = re.compile(r"^[【\[]?(?:本期)?(?:目\s*录|要\s*目|导\s*读|本期内容)[】\]]?[:：]?$")
# 「【本期目录】岳西县：让山里娃吃上热乎饭　龙州县：“四色台账”控辍保学」
_CONTENTS_IN_LINE = re.compile(r"^[【\[]?(?:本期)?(?:目\s*录|要\s*目|导\s*读)[】\]:：]+\s*(?P<listed>\S.{8,})$")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十]{1,3}[章节编部]")
_PAGE_BEHIND = re.compile(r"[.．·…\s]*\d*$")
# A table of contents stands among the first lines.
REACH_OF_CONTENTS = 6
LINES_ABOVE_CONTENTS = 4
SHORTEST_TITLE, SHORTEST_TEXT = 6, 40


def titles_listed(lines: list[str]) -> frozenset[str]:
    """Return the titles that a table of contents at the head of a file lists."""
    listed = frozenset(tidy_title(_PAGE_BEHIND.sub("", uncounted(line))) for line in contents_lines(lines))
    return listed or _titles_in_line(lines)


def _titles_in_line(lines: list[str]) -> frozenset[str]:
    """Return the titles that a table of contents in one line lists, each of them a line again."""
    filled = [marks.unmarked(line).strip() for line in lines if line.strip()]
    inline = next((match for line in filled[:REACH_OF_CONTENTS] if (match := _CONTENTS_IN_LINE.match(line))), None)
    if inline is None:
        return frozenset()
    # Cleaning may have run the titles together.
    return frozenset(
        title
        for line in filled
        if looks_like_title(line) and len(title := tidy_title(line)) >= SHORTEST_TITLE and title in inline["listed"]
    )


def contents_lines(lines: list[str]) -> list[str]:
    """Return the lines of a table of contents at the head of a file: those counted, with a page, or told again as headings."""
    filled = [line.strip() for line in lines if line.strip()]
    plain = [marks.unmarked(line).strip() for line in filled]
    at = next((n for n, line in enumerate(plain[:REACH_OF_CONTENTS]) if _CONTENTS.match(line)), None)
    if at is None:
        return []
    listed: list[str] = []
    for n in range(at + 1, len(plain)):
        line, title = plain[n], uncounted(plain[n])
        if listed and (title == uncounted(listed[0]) or marks.heading_level(filled[n]) is not None):
            break
        # 「新县：给企业减负从“少跑一次”做起」, and the same line again over its text.
        again = not _CHAPTER.match(line) and not _is_text(plain, n + 1) and _is_told_again(plain, n)
        if not again and _PAGE_BEHIND.sub("", title) == line:
            break
        listed.append(line)
    return listed


def _is_text(plain: list[str], n: int) -> bool:
    return n < len(plain) and len(plain[n]) >= SHORTEST_TEXT


def _is_told_again(plain: list[str], n: int) -> bool:
    """Tell whether a line stands again further on, with text under it."""
    return any(other == plain[n] and _is_text(plain, m + 1) for m, other in enumerate(plain[n + 1 :], n + 1))


def uncounted(line: str) -> str:
    """Return a line of a table of contents without what counts it."""
    return re.sub(r"^[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*(?:附[:：]\s*)?", "", line)


def line_behind(lines: list[str], listed: list[str]) -> int:
    """Return the line behind the last of the lines that a table of contents has."""
    return next(n for n, line in enumerate(lines) if marks.unmarked(line).strip() == listed[-1]) + 1


def behind_contents(lines: list[str]) -> int:
    """Return the line behind a table of contents that heads a file; 0 where none does, or more stands above it."""
    listed = contents_lines(lines)
    if not listed:
        return 0
    behind = line_behind(lines, listed)
    return behind if sum(bool(line.strip()) for line in lines[:behind]) <= len(listed) + LINES_ABOVE_CONTENTS else 0
