"""Clean a loaded text: page furniture, site navigation, advertisements, stray marks, broken lines.

Pure: text in, text and what was dropped out. A line is dropped only by a named rule of
data/cleaning_rules.toml; what else changes (joined lines, split paragraphs, stray marks inside words) keeps
every word. This is the last place where text may change.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus import marks
from corpus.furniture import drop_page_frame, is_web_page
from corpus.labels import label_of
from corpus.layout import join_across_pages, join_page_cuts, join_wrapped_lines, split_long_paragraphs
from corpus.schema import Removal
from corpus.titles import genre_of, looks_like_title, mark_titles

RULES = Path(__file__).parent / "data" / "cleaning_rules.toml"

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\u00ad]")
_CJK = r"\u4e00-\u9fff"
# A ruling so long parts papers; a short one parts a head from its text.
LONG_RULING = 6
_RULING = re.compile(r"[—–―\-_=＝*]{8,}")
_STRAY = (
    # 「……办理慢”。_第3页 推行“联合图审……」
    re.compile(rf"(?:(?<=[{_CJK}。；，：！？”）])|^)[ \t]*[_＿]第\s*\d+\s*页[ \t]*(?=[{_CJK}“（])", re.MULTILINE),
    re.compile(rf"(?<=[{_CJK}])[(（]\s*[)）](?=[{_CJK}])"),
    re.compile(rf"(?<=[{_CJK}，。、；])[`｀](?=[{_CJK}])"),
)
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_CJK}，。、；：！？“”（）《》]) (?=[{_CJK}，。、；：！？“”（）《》])")
# Converters set 「2025 年」 for 「2025年」; a figure reads the same without the blank.
_SPACE_AT_FIGURE = re.compile(
    rf"(?<=[{_CJK}，。、；：“”（）《》〔]) (?=\d)|(?<=\d) (?=[年月日号时分秒个所名人元万亿千百级期项条家户次周岁天米亩吨公册台套间班届度学平余多%％〕）])"
)
_PAGE_LABEL = re.compile(r"_第\d+页\s*$")
# 「作者:某人来源:《乡村校长论坛》2018年第11期某中学坐落在……」: who wrote it and where runs on into the text.
_BYLINE_IN_TEXT = re.compile(
    r"(?P<byline>作者\s*[:：]\s*[\u4e00-\u9fff]{2,4}\s*来源\s*[:：]\s*《[^《》\n]{2,20}》\s*(?:\d{4}年)?\s*第?\s*\d{1,3}\s*期)\s*(?=[“「\u4e00-\u9fff][^\n]{6})"
)
_EMPTY_BYLINE = re.compile(r"(?:作者|日期|时间|来源)\s*[:：]\s*(?=(?:作者|日期|时间|来源)\s*[:：]|$)")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Hold the cleaned text, marks still in it, and what was dropped."""

    text: str
    removed: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class LineRule:
    """Drop a line that matches as a whole."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RunRule:
    """Drop a line that matches `start` and the short lines after it.

    A tail runs to the end of the text and only over lines that are no sentences; a block runs while its lines
    hold `must_hold`.
    """

    name: str
    start: re.Pattern[str]
    longest: int
    must_hold: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold all rules as read from the rule file."""

    lines: tuple[LineRule, ...]
    runs: tuple[RunRule, ...]


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read the rule file that is shipped with the package."""
    data: dict[str, list[dict[str, Any]]] = tomllib.loads(RULES.read_text(encoding="utf-8"))
    lines = tuple(LineRule(rule["name"], re.compile(rule["pattern"])) for rule in data["line"])
    runs = tuple(
        RunRule(
            rule["name"],
            re.compile(rule["start"]),
            int(rule["longest"]),
            re.compile(rule["must_hold"]) if "must_hold" in rule else None,
        )
        for rule in data["tail"] + data["block"]
    )
    return Rules(lines, runs)


def clean(text: str) -> CleanText:
    """Clean a loaded text; heading and page marks are carried along."""
    text = _BYLINE_IN_TEXT.sub(r"\n\g<byline>\n\n", normalize_whitespace(text))
    text, removed = drop_furniture(text)
    text, page_title = drop_page_title(text)
    removed += page_title
    if is_web_page(text, removed):
        text, frame = drop_page_frame(text)
        removed += frame
    text = join_across_pages(join_page_cuts(text))
    text = remove_stray_marks(text)
    text = split_long_paragraphs(text)
    text = tidy_inner_spaces(text)
    text, tail = drop_title_tail(text)
    text = mark_titles(re.sub(r"\n{3,}", "\n\n", text))
    text = join_wrapped_lines(text)
    return CleanText(text.strip("\n"), tuple(removed + tail))


def normalize_whitespace(text: str) -> str:
    """Unify line ends, drop invisible characters, and trim lines; runs of blanks inside a line are kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    text = _INVISIBLE.sub("", text)
    return "\n".join(line.strip(" \t\u3000\u00a0") for line in text.split("\n"))


def line_rule_for(line: str) -> str | None:
    """Return the name of the rule that drops this line, or None."""
    plain = marks.unmarked(line).strip()
    if not plain or len(plain) > 400:
        return None
    for rule in load_rules().lines:
        if rule.pattern.fullmatch(plain):
            return rule.name
    return None


def drop_furniture(text: str) -> tuple[str, list[Removal]]:
    """Drop the lines that a rule names; page marks of dropped lines stay."""
    removed: list[Removal] = []
    kept: list[str] = []
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        line = lines[position]
        run = _run_length(lines, position)
        if run is not None:
            name, length = run
            removed += [
                Removal(name, marks.unmarked(dropped)) for dropped in lines[position : position + length] if dropped
            ]
            kept += [marks.PAGE] * "".join(lines[position : position + length]).count(marks.PAGE)
            position += length
            continue
        name_of_rule = line_rule_for(line)
        counted = _without_page_label(line) if name_of_rule else ""
        if counted and counted not in kept:
            # 「篇二：某县工作总结_第3页」 heads the second paper.
            removed.append(Removal(str(name_of_rule), marks.unmarked(line)[len(marks.unmarked(counted)) :]))
            kept.append(counted)
        elif name_of_rule:
            removed.append(Removal(name_of_rule, marks.unmarked(line)))
            # A printed page number stands where a page ended.
            kept += [marks.PAGE] * max(line.count(marks.PAGE), int(name_of_rule == "页码"))
            if name_of_rule == "无正文符号行" and len(line) >= LONG_RULING:
                _mark_seam(lines, position + 1)
            elif name_of_rule == "网页信息栏":
                _mark_seam(kept, len(kept) - 1, backwards=True)
        else:
            kept.append(line)
        position += 1
    return "\n".join(kept), removed


def _without_page_label(line: str) -> str:
    """Return a line that counts papers, 「篇一：……」, without the site's number of the page behind it; empty for others."""
    page = _PAGE_LABEL.search(line)
    return line[: page.start()] if page and label_of(marks.unmarked(line[: page.start()]).strip()) else ""


def _mark_seam(lines: list[str], position: int, *, backwards: bool = False) -> None:
    """Mark the nearest line, blank ones aside, as one that a ruling or a line of information sets apart, if it looks like a title."""
    step = -1 if backwards else 1
    while 0 <= position < len(lines) and not lines[position].strip():
        position += step
    if (
        0 <= position < len(lines)
        and looks_like_title(lines[position])
        and marks.heading_level(lines[position]) is None
    ):
        lines[position] = marks.SEAM + lines[position].lstrip(marks.SEAM)


_SEPARATOR = re.compile(r"\s*[-_|｜–—·]\s*\S")


_SLOGAN = re.compile(r"[^\s。，；：:]{2,10}\s*(?:\s[-–—|｜┊]\s|[-–—|｜┊]{1,2})\s*[^。；]{2,30}")


def drop_page_title(text: str) -> tuple[str, list[Removal]]:
    """Drop the browser's title line, 「题目 - 栏目 - 站名」, that stands above the title itself."""
    lines = text.split("\n")
    filled = [n for n, line in enumerate(lines[:20]) if line.strip() and not line.startswith("|")]
    for position, number in enumerate(filled[:3]):
        line = marks.unmarked(lines[number])
        if number == filled[0] and len(filled) > 3 and _SLOGAN.fullmatch(line) and " - " in line:
            # 「某某文档 - 让知识更有价值」: the site's name and motto head the page.
            del lines[number]
            return "\n".join(lines), [Removal("网站标语", line)]
        for other in filled[position + 1 : position + 6]:
            title = marks.unmarked(lines[other]).strip()
            after = line.startswith(title) and _SEPARATOR.match(line[len(title) :])
            before = line.endswith(title) and _SEPARATOR.match(line[: -len(title)][::-1])
            if len(title) >= 6 and (after or before):
                del lines[number]
                return "\n".join(lines), [Removal("网页标题", line)]
        site = re.fullmatch(r"(.{4,60}?)\s*(_[^_\s]{2,10})", line)
        if number == filled[0] and site and not genre_of(site[2].strip("_")):
            lines[number] = lines[number].replace(site[2], "")
            return "\n".join(lines), [Removal("网页标题", site[2])]
    return text, []


def _run_length(lines: list[str], start: int) -> tuple[str, int] | None:
    first = marks.unmarked(lines[start]).strip()
    if not first:
        return None
    for rule in load_rules().runs:
        if not rule.start.fullmatch(first):
            continue
        end = start + 1
        if rule.must_hold is None:
            while end < len(lines) and len(lines[end]) <= rule.longest and not lines[end].endswith(("。", "；")):
                end += 1
            if end > start + 1 and all(not line.strip() or line_rule_for(line) for line in lines[end:]):
                return rule.name, end - start
            continue
        misses = 0
        last = start
        while end < len(lines) and len(lines[end]) <= rule.longest and misses < 2:
            if rule.must_hold.search(lines[end]):
                last, misses = end, 0
            elif lines[end].strip():
                misses += 1
            end += 1
        if last > start:
            return rule.name, last - start + 1
    return None


def remove_stray_marks(text: str) -> str:
    """Remove rulings, empty brackets and back-ticks that copying left between Chinese characters."""
    text = _RULING.sub(" ", text)
    text = "\n".join(_EMPTY_BYLINE.sub("", line) if "：" in line or ":" in line else line for line in text.split("\n"))
    for pattern in _STRAY:
        text = pattern.sub("", text)
    return text


_SENTENCE_LIKE = re.compile(r"[。；！？.;!?”）)]$")
_SIGNATURE = re.compile(
    r"(?:局|厅|部|委|委员会|政府|办公室|办|会|中心|学校|学院|院|处|科|组|队|公司|小学|中学|幼儿园|集团)$"
    r"|\d+\s*月\s*\d+\s*日$|^附件|^附[:：]|^抄送|^主送|^报[:：送]|^送[:：]|^发[:：]|^印发|^签发|^\d|^[（(一二三四五六七八九十第]|年$|日$"
)


def drop_title_tail(text: str) -> tuple[str, list[Removal]]:
    """Drop a list of other papers' titles that a site printed after the text without naming it.

    Two or more short lines at the very end that are no sentences, no signature and no list items, at least half
    of which share a phrase of five characters with the first lines, where the title stands.
    """
    lines = text.split("\n")
    end = len(lines)
    start = end
    while start > 0:
        line = marks.unmarked(lines[start - 1]).strip()
        if line and (
            len(line) > 60
            or len(line) < 8
            or _SENTENCE_LIKE.search(line)
            or _SIGNATURE.search(line)
            or line.startswith("|")
        ):
            break
        start -= 1
    tail = [line for line in lines[start:] if line.strip()]
    head = "".join(line for line in lines[: min(start, 12)] if len(line) <= 60)
    related = [line for line in tail if any(line[i : i + 5] in head for i in range(len(line) - 4))]
    if start == 0 or len(tail) < 2 or len(related) * 2 < len(tail):
        return text, []
    return "\n".join(lines[:start]), [Removal("相关文章", marks.unmarked(line)) for line in tail]


def tidy_inner_spaces(text: str) -> str:
    """Collapse runs of blanks and drop the single ones between Chinese characters, and between them and figures."""
    return _SPACE_AT_FIGURE.sub("", _SPACE_IN_CHINESE.sub("", _SPACES.sub(" ", text)))
