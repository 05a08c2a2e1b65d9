"""Read the section tree of a text: Word and Markdown headings, 第X章 第X条, 一、（一）1.（1）, and plain subheads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.layout import ends_sentence
from corpus.schema import Section

_NUMERALS = "一二三四五六七八九十百零〇"
_FORMS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"^第[{_NUMERALS}\d]+编"), 1),
    (re.compile(rf"^第[{_NUMERALS}\d]+(?:章|部分)"), 2),
    (re.compile(rf"^第[{_NUMERALS}\d]+节"), 3),
    (re.compile(rf"^第[{_NUMERALS}\d]+条(?:之[{_NUMERALS}]+)?"), 4),
    (re.compile(rf"^[{_NUMERALS}]+[、.．]"), 5),
    (re.compile(rf"^[（(][{_NUMERALS}]+[）)]"), 7),
    (re.compile(r"^(?:\d{1,2}[、.．](?!\d)|NO\.?\s?\d+)", re.IGNORECASE), 8),
    (re.compile(r"^[（(]\d{1,2}[）)]"), 9),
    (re.compile(r"^[①-⑳]"), 10),
)
ARTICLE_LEVEL = 4
# 「一年来，重点做了以下工作：」 stands under 「一、工作回顾」 and above 「（一）……」.
_PLAIN_LEVELS = {"title": 0, "lead": 6, "subhead": 7}
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    level: int
    text: str


def read_sections(text: str, headings: dict[int, int]) -> tuple[Section, ...]:
    """Return the sections of a text in order, each from its heading to the next of the same or a higher level.

    Args:
        text: the final text.
        headings: offsets of lines that the loader knew as headings, with their level from 1; 0 is the title.
    """
    found = list(_headings(text, headings))
    sections: list[Section] = []
    open_path: list[_Heading] = []
    for position, current in enumerate(found):
        while open_path and open_path[-1].level >= current.level:
            open_path.pop()
        open_path.append(current)
        end = next((other.start for other in found[position + 1 :] if other.level <= current.level), len(text))
        path = tuple(heading.text for heading in open_path)
        sections.append(Section(current.text, len(open_path), current.start, end, path))
    return tuple(sections)


def path_at(sections: tuple[Section, ...], offset: int) -> tuple[str, ...]:
    """Return the headings above an offset, outermost first."""
    path: tuple[str, ...] = ()
    for section in sections:
        if section.start > offset:
            break
        if offset < section.end:
            path = section.path
    return path


def _headings(text: str, marked: dict[int, int]) -> list[_Heading]:
    found: list[_Heading] = []
    offset = 0
    lines = text.split("\n")
    styled = {level for level in marked.values() if level > 0}
    for number, line in enumerate(lines):
        stripped = line.strip()
        if stripped and not stripped.startswith("|"):
            heading = _heading_of(stripped, marked.get(offset), styled, lines, number)
            if heading:
                found.append(_Heading(offset, *heading))
        offset += len(line) + 1
    return found


def _heading_of(
    line: str, marked: int | None, styled: set[int], lines: list[str], number: int
) -> tuple[int, str] | None:
    if marked == 0:
        return None
    for pattern, level in _FORMS:
        match = pattern.match(line)
        if match:
            if marked is not None:
                return marked, line
            text = _numbered_heading(line, match.end(), level)
            return (level + (len(styled) if level > 3 else 0), text) if text else None
    if marked is not None:
        return marked, line
    kind = _plain_heading(line, lines, number)
    return (_PLAIN_LEVELS[kind] + len(styled), line.rstrip("：:")) if kind else None


def _numbered_heading(line: str, after_number: int, level: int) -> str:
    """Return the heading that a numbered line opens with: all of a short line, else its first short sentence."""
    if level == ARTICLE_LEVEL:
        title = re.match(r"\s*[【（(]([^】）)]{1,20})[】）)]", line[after_number:])
        return line[:after_number] + (f" {title[1]}" if title else "")
    if len(line) <= LONGEST_HEADING and not line.endswith(("。", "；", ";", "，")):
        return line.rstrip("：:")
    first = re.match(r"[^。；：:;]{2,36}(?=[。：:])", line[after_number:])
    if first:
        return (line[:after_number] + first[0]).strip()
    return ""


def _plain_heading(line: str, lines: list[str], number: int) -> str:
    """Tell an unnumbered heading: a short line by itself, no sentence, with text under it."""
    if number == 0 or len(line) > 30 or len(line) < 3:
        return ""
    following = next((text.strip() for text in lines[number + 1 : number + 4] if text.strip()), "")
    before = next((text.strip() for text in reversed(lines[:number]) if text.strip()), "")
    if not following or not before:
        return ""
    if re.match(r"^各.*[：:]$", line) or re.search(r"[〔\[]\d{4}[〕\]]", line):
        return ""
    if (
        line.endswith("如下")
        or (re.match(r"^[\d〇一二三四五六七八九十]{4}\s*年", following) and len(following) <= 20)
        or re.search(r"\d{4}年|\d+月\d+日|^附件|^[▲●◆■★•·\-*]|[\d%％]$", line)
        or re.search(r"(?:同志|领导|同仁|代表|来宾|朋友)们?[：:]", line)
    ):
        return ""
    if line.endswith(("：", ":")):
        return "lead" if ends_sentence(before) or len(before) < 30 else ""
    quoted = line.endswith("”") and line.count("“") == line.count("”")
    if (ends_sentence(line) and not quoted) or line.endswith(("，", ",", "、")) or "。" in line:
        return ""
    if len(following) < 12 and not following.startswith("▲"):
        return ""
    short_lines = sum(1 for text in (before, following) if len(text) <= 20 and not ends_sentence(text))
    return "subhead" if short_lines < 2 else ""
