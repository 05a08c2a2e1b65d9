"""Read the title of a paper, and its genre (文种) from title and text."""

from __future__ import annotations

import re
from pathlib import PurePath

from corpus.facts.dates import DATE_LINE
from corpus.facts.origin import ISSUER_END, NUMBER
from corpus.facts.reading import NOTHING, Reading, filled_lines
from corpus.layout import ends_sentence, is_numbered
from corpus.titles import genre_of, looks_like_title, names_a_series, tidy_title, without_offices

# 「某县校安办　第11期　2011年10月12日」 and 「某局　2023年1月9日」 say who issued a paper and when.
_MASTHEAD = re.compile(
    r"(?:局|办公室|政府|委员会|[县市区]委|[\u4e00-\u9fff]{2}委(?=[\s　])|办|编印?)[\s　]*(?:编印?|主办)?[\s　]*(?:第\s*\d+\s*期)?[\s　]*[（(]?(?:(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)[）)*]*$"
)
# 「某县教育局局长　张某」 says who spoke.
_SPEAKER = re.compile(
    r"(?:[局校县乡镇区市院厂园]长|主任|书记)(?:[\s\u3000]+[\u4e00-\u9fff]{2,3}|[\s\u3000]*[\u4e00-\u9fff]?[XxＸ×某]{1,3})$"
)
_ONLY_A_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,14}(?:街道|镇|乡|社区|村|局|学校|中学|小学|幼儿园|办公室|委员会|政府|医院|卫生院)"
)
_COUNTS_ONE = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[（(]?[\d一二三四五六七八九十]{1,2}[）)]?")
_GENRE_IN_BRACKETS = re.compile(r"[（(](?P<genre>[\u4e00-\u9fff]{2,10})[）)]")
_ISSUE = re.compile(r"[（(]?(?:(?:19|20)\d{2}年)?[（(]?总?第[\s　]*[\d一二三四五六七八九十百]{1,4}[\s　]*期")
_CONTENTS = re.compile(r"^[【\[]?(?:本期|目[\s　]*录|要目|导读)")
_EDITORS_NOTE = re.compile(r"^[【\[（(]?(?:编者)?按[:：】]|^※|签发人|^[\u4e00-\u9fff]{0,4}要[闻目]$")
_WHO_AND_WHEN = re.compile(r"\d{1,2}月\d{1,2}日$|(?:局|办公室|办|委|中心|政府|科)[\s　]*(?:编|编印|主办|印)$")
LINES_OF_A_HEAD, LINES_OF_A_MASTHEAD = 4, 8
# A briefing of several articles has so many more titles in it, each over so long a text.
FEWEST_ARTICLES, SHORTEST_TEXT = 2, 40
_OF_THE_COLLECTION = re.compile(r"（[^（）]*[一二三四五六七八九十\d]）$|第\s*\d+\s*期|简报|^[—–-]")
_COLLECTS = re.compile(r"[+＋]|合集|汇编|[（(][^（()）]*[篇则份][^（()）]*[）)]$")
# 「第38卷第4期 西部基础教育研究 Vol.38 No.4」, 「文章编号：……」 stand over an article's title.
_OF_A_JOURNAL = re.compile(
    r"第\s*\d+\s*卷\s*第\s*\d+\s*期|\bVol\.?\s*\d|\bJournal\b|^(?:文章编号|DOI|中图分类号|ISSN)", re.IGNORECASE
)


def document_title(text: str, headings: dict[int, int], part_title: str, source: str) -> Reading:
    """Return the title that a paper shows, else the one that its file's cut gave it, else the file's name."""
    shown = _shown_title(text, headings)
    first = [tidy_title(line) for line in filled_lines(text)[:2]]
    if part_title and shown.certainty != "确定" and first == [part_title, shown.value]:
        # 「办一所有温度的学校」 ends as a school's name does; under it stands who spoke.
        return Reading(part_title, "分篇标题", part_title, "较可能")
    # A short line that may be a title gives way to a part's own, not to the collection's with its number.
    own = bool(genre_of(part_title)) and not _OF_THE_COLLECTION.search(part_title)
    if part_title and shown.certainty != "确定" and _ONLY_A_BODY.fullmatch(shown.value):
        # 「【材料3】用好“三本账”破解老旧小区治理难」, and 「柏原县城关街道」 under it.
        return Reading(part_title, "分篇标题", part_title, "较可能")
    if shown and not (own and shown.certainty != "确定" and not genre_of(shown.value)):
        return shown
    if part_title:
        return Reading(part_title, "分篇标题", part_title, "较可能")
    return Reading(tidy_title(PurePath(source).stem), "文件名", PurePath(source).name, "推测")


def document_genre(title: Reading, part_title: str, text: str) -> Reading:
    """Return what kind of paper it is, by the title's last words, else by how the text begins."""
    named = genre_of(title.value)
    if named:
        return Reading(named, title.where, title.quote, "确定" if title.certainty == "确定" else "较可能")
    if part_title and (named := genre_of(part_title)):
        return Reading(named, "分篇标题", part_title, "较可能")
    for line in filled_lines(text)[:LINES_OF_A_HEAD]:
        # 「（经验交流材料）」 under a title that is a slogan.
        if (said := _GENRE_IN_BRACKETS.fullmatch(line)) and (named := genre_of(said["genre"])):
            return Reading(named, "文首", line, "确定")
    return _genre_of_text(title.value, text)


def _shown_title(text: str, headings: dict[int, int]) -> Reading:
    """Return the title that a heading mark or the first lines show."""
    for offset in sorted(headings):
        if headings[offset] <= 1 and offset < 300:
            line = text[offset : (text + "\n").index("\n", offset)]
            if headings[offset] == 0 or (not is_numbered(line) and not _body_before(text, offset)):
                line = _under_a_collection(text, headings, offset, line)
                return Reading(tidy_title(line), "标题", line, "确定")
    candidates = _candidates(text)
    title, quote = _main_title(_behind_masthead(candidates, text))
    # What ends as titles of papers end is one; another short first line only may be.
    return Reading(title, "标题", quote, "确定" if genre_of(title) else "较可能") if title else NOTHING


def _under_a_collection(text: str, headings: dict[int, int], offset: int, line: str) -> str:
    """Return the heading right under the title of a collection, 「讲话稿+经验交流材料」, which is the first paper's own."""
    behind = offset + len(line)
    below = next((at for at in sorted(headings) if at > offset), -1)
    if not _COLLECTS.search(line) or below < 0 or text[behind:below].strip():
        return line
    first = text[below : (text + "\n").index("\n", below)]
    return first if looks_like_title(first) and not is_numbered(first) else line


def _candidates(text: str) -> list[str]:
    """Return the short lines at the beginning that could be a title, or part of one."""
    candidates: list[str] = []
    for line in filled_lines(text)[:9]:
        if _OF_A_JOURNAL.search(line) and not candidates:
            continue
        if len(without_offices(line)) > 70 or (ends_sentence(line) and not re.search(r"[）)》”]$", line)):
            if line.endswith(("：", ":")) and len(line) < 40:
                break
            if candidates or len(line) > 25:
                break
            continue
        if is_numbered(line) or line.startswith("|"):
            break
        if DATE_LINE.match(line) or NUMBER.fullmatch(line) or _MASTHEAD.search(line) or not looks_like_title(line):
            continue
        candidates.append(line)
    return candidates


def _behind_masthead(candidates: list[str], text: str) -> list[str]:
    """Return the candidates behind the name of a briefing's series, where they are the title of its only article; else all."""
    head = filled_lines(text)[:LINES_OF_A_MASTHEAD]
    at = next((n for n, line in enumerate(candidates) if names_a_series(line)), None)
    numbered = any(_ISSUE.match(line) for line in head)
    if at is None or not numbered or any(_CONTENTS.match(line) for line in head) or _holds_articles(text):
        return candidates
    behind = [
        line.strip("【】")
        for line in candidates[at + 1 :]
        if not (
            _ISSUE.match(line) or ISSUER_END.search(line) or _EDITORS_NOTE.match(line) or _WHO_AND_WHEN.search(line)
        )
    ]
    return behind or candidates


def _holds_articles(text: str) -> bool:
    """Tell whether a briefing holds several articles: lines like titles, each behind an end and over a text."""
    lines = filled_lines(text)
    titled = sum(
        looks_like_title(line) and not is_numbered(line) and ends_sentence(above) and len(below) >= SHORTEST_TEXT
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
    )
    return titled >= FEWEST_ARTICLES


def _main_title(candidates: list[str]) -> tuple[str, str]:
    """Return the title among candidate lines, with its subtitle or its second line, and the lines themselves."""
    for position, line in enumerate(candidates[1:], 1):
        # 「————材料一————」 is no subtitle.
        if re.match(r"^[—–-]{1,2}(?![—–-]).*[^—–-]$", line):
            above = candidates[position - 1]
            return tidy_title(above) + "——" + tidy_title(line.lstrip("—–- ")), above + line
    for position, line in enumerate(candidates):
        joined = line + (candidates[position + 1] if position + 1 < len(candidates) else "")
        if "关于" in line and not genre_of(line) and genre_of(joined):
            return tidy_title(joined), joined
        if position + 1 < len(candidates) and ISSUER_END.search(line) and candidates[position + 1].startswith("关于"):
            rest = candidates[position + 1]
            if not genre_of(rest) and position + 2 < len(candidates) and genre_of(candidates[position + 2]):
                rest += candidates[position + 2]
            return tidy_title(line + rest), line + rest
    named = [line for line in candidates if genre_of(line) and not ISSUER_END.search(line)]
    # 「某中学……自查报告(精选3篇)」, and 「自查报告1」 under it, which only counts.
    named = [line for line in named if not _COUNTS_ONE.fullmatch(line)] or named
    if named:
        return tidy_title(named[-1]), named[-1]
    plain = [
        line
        for line in candidates
        if not (ISSUER_END.search(line) or _SPEAKER.search(line) or _MASTHEAD.search(line))
        and not re.match(r"^第\s*\d+\s*期", line)
    ]
    return (tidy_title(plain[0]), plain[0]) if plain else ("", "")


def _body_before(text: str, offset: int) -> bool:
    return any(len(line) > 60 for line in filled_lines(text[:offset]))


# How texts of a genre begin, where the title does not say it; in this order.
_OPENINGS: tuple[tuple[str, str, int], ...] = (
    ("工作简报", r"^(?:[（(]?总?第\s*\d+\s*期|.{0,12}简报$)", 300),
    ("规范性文件", r"^第一条", 0),
    ("实施方案", r"(?:制定|制订)(?:本|如下|以下)?(?:实施)?方案", 600),
    ("汇报材料", r"(?:汇报如下|作(?:如下|一)?汇报|向.{2,20}汇报)", 600),
    ("自查报告", r"自查(?:情况)?(?:报告|汇报)如下", 600),
)


def _genre_of_text(title: str, text: str) -> Reading:
    for genre, pattern, reach in _OPENINGS:
        found = re.search(pattern, text[:reach] if reach else text, re.MULTILINE)
        if found:
            return Reading(genre, "正文", found[0], "较可能")
    if re.search(r"(?:经验|做法|之路|探索|实践|启示)", title):
        return Reading("经验材料", "标题", title, "推测")
    return NOTHING
