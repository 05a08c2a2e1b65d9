"""Read the lines of a source: item marks, headings that text was glued to, subheads that run into a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CN = "一二三四五六七八九十"
# Marks by level; between 1 and 9 stand the headings without marks that the section tree knows.
MARKS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"第[{_CN}\d]{{1,4}}[章编节]\s*"), 10),
    (re.compile(rf"[{_CN}]{{1,3}}[、.．]\s*"), 20),
    (re.compile(rf"[（(][{_CN}]{{1,3}}[）)]\s*"), 30),
    (re.compile(r"\d{1,2}[、.．](?!\d)\s*"), 40),
    (re.compile(r"[（(]\d{1,2}[）)]\s*"), 50),
    (re.compile(rf"[{_CN}]{{1,3}}是(?=[\u4e00-\u9fff“])|第[{_CN}]{{1,3}}[，,、]\s*|其[{_CN}][，,、]\s*"), 60),
    (re.compile(r"[▲●◆■★•①-⑩]\s*|[-*·] +"), 70),
)
RUN_IN = 65
_FIRST_INSIDE = re.compile(
    r"(?<=[\u4e00-\u9fff”》）)])(?=一是[\u4e00-\u9fff“])|(?<=[\u4e00-\u9fff:：”》）)])(?=1[、.．](?!\d))"
)
_GLUED_ROLE = re.compile(
    rf"^[{_CN}]{{1,3}}、(?:指导思想|总体思路|总体要求|工作目标|实施步骤|保障措施)(?=[以为按坚根深全])"
)
_RUN_IN = re.compile(r"(?:^|(?<=[。；;]))\s*([^，,。；;：:、“”\d]{4,14})。(?=.)")
LONGEST_HEAD = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one part of a line that stands for itself; offsets in the document.

    Attributes:
        level: of its item mark; 0 without one.
        head: the heading that it opens with or is; "" for text only.
        start, end: the text behind mark and heading; empty for a heading alone.
        opens: where the line begins, mark and heading counted in.
        number: which line of the document it is; parts of one line share it.
    """

    level: int
    head: str
    start: int
    end: int
    opens: int
    number: int
    table: bool = False


def item_level(text: str) -> tuple[int, int]:
    """Return the level of the item mark that a text opens with, and the mark's length; 0, 0 without one."""
    for pattern, level in MARKS:
        match = pattern.match(text)
        if match:
            return level, match.end()
    return 0, 0


def bare(heading: str) -> str:
    """Return a heading without its number and final mark."""
    _, length = item_level(heading)
    return heading[length:].strip().rstrip("。；;：:")


def read_lines(text: str, headings: dict[int, str]) -> Iterator[Line]:
    """Yield the lines of a text.

    Args:
        text: a document's text.
        headings: what the section tree knows as headings, by their offset.
    """
    spans = [match.span() for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    pieces = [(number, *piece) for number, span in enumerate(spans) for piece in _pieces(text, *span)]
    for position, (number, start, end) in enumerate(pieces):
        following = pieces[position + 1][1:] if position + 1 < len(pieces) else (len(text), len(text))
        yield _line(text, number, start, end, text[slice(*following)].strip(), headings.get(start))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line: at headings that lost their line end, and at subheads that run in."""
    line = text[start:end]
    cuts: list[int] = []
    glued = _GLUED_ROLE.match(line)
    if glued:
        cuts.append(glued.end())
    level, length = item_level(line)
    inside = _FIRST_INSIDE.search(line, length + 4) if 20 <= level <= 30 else None
    if inside and "。" not in line[: inside.start()] and inside.start() <= LONGEST_HEAD:
        cuts.append(inside.start())
    cuts += [match.start(1) for match in run_in_heads(line) if match.start(1) > 0]
    for cut, after in zip([0, *cuts], [*cuts, len(line)], strict=True):
        part = line[cut:after]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            yield start + cut + lead, start + cut + len(part.rstrip())


def run_in_heads(line: str) -> list[re.Match[str]]:
    """Return the subheads inside a paragraph, two or more alike: 「办学经费倾斜。…教学研究倾斜。…」."""
    found = [match for match in _RUN_IN.finditer(line) if not re.search(r"[了已将]|是|有", match[1])]
    return [
        match
        for match in found
        if any(o is not match and (o[1][:2] == match[1][:2] or o[1][-2:] == match[1][-2:]) for o in found)
    ]


def _line(text: str, number: int, start: int, end: int, following: str, known: str | None) -> Line:
    line = text[start:end]
    if line.startswith("|"):
        return Line(0, "", start, end, start, number, table=True)
    level, length = item_level(line)
    if not level:
        run_in = _RUN_IN.match(line)
        if known is not None and len(line) <= LONGEST_HEAD and not line.endswith(("。", "；")):
            return Line(1, line.rstrip("：:"), end, end, start, number)
        # 「领导力量倾斜。」 was cut off its paragraph, where another like it stands.
        around = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", start) + 1 or len(text) + 1) - 1]
        if run_in and any(match[1] == run_in[1] for match in run_in_heads(around)):
            return Line(RUN_IN, run_in[1], start + run_in.end(), end, start, number)
        return Line(0, "", start, end, start, number)
    head, used = _head(line[length:], level, following)
    return Line(level, head, start + length + used, end, start, number)


def _head(body: str, level: int, following: str) -> tuple[str, int]:
    """Return the heading that an item opens with and how much of it that is; "" where the item is all text."""
    first = re.match(r"[^。；;]{2,60}?(?:。|[：:](?!$))", body)
    if first and first.end() < len(body):
        head = first[0][:-1]
        rest = body[first.end() :].strip()
        short = len(head) <= (LONGEST_HEAD if first[0][-1] == "。" else 24)
        counted = re.search(r"\d", re.sub(r"[（(][^（）()]*[）)]", "", head))
        # 「一是生源减少。二是……」 is a list inside one paragraph.
        listed = level == 60 and re.match(rf"[{_CN}]{{1,3}}是", rest)
        if short and not counted and not listed and not re.search(r"“[^”]*$", head):
            return head, first.end()
        return "", 0
    if body.endswith(("；", ";", "，")):
        return "", 0
    plain = body.rstrip("。：:")
    if len(plain) > LONGEST_HEAD:
        return "", 0
    if not body.endswith("。"):
        return plain, len(body)
    next_level, _ = item_level(following)
    is_head = bool(following) and (not next_level or next_level > level) and not following.startswith("|")
    if is_head and not re.search(r"\d", plain) and len(following) > 12:
        return plain, len(body)
    return "", 0
