"""Read a document's facts from its text: title, genre, issuer, document number, date and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from corpus.gazetteer import region_of
from corpus.layout import ends_sentence, is_numbered
from corpus.places import document_place, find_places
from corpus.schema import DocumentFacts
from corpus.titles import genre_of, looks_like_title, tidy_title
from corpus.versions import effective_date

_YEAR = r"(?P<year>(?:19|20)\d{2}|二[〇○零Ｏ0][〇○零一二三四五六七八九]{2})"
_DATE = re.compile(
    rf"{_YEAR}\s*[年./-]\s*(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*[月./-]\s*"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?)?)?"
)
_DATE_LINE = re.compile(rf"^[（(]?\s*{_DATE.pattern}\s*(?:印发|发布|通过|施行|起施行)?\s*[）)]?$")
_NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fffA-Za-z]{1,14}\s*[〔\[【（(﹝]\s*(?:(?:19|20)\d{2}|[XxＸ×]{2,4})\s*[〕\]】）)﹞]\s*第?\s*\d{1,5}\s*号"
    r"|(?:[\u4e00-\u9fff]{2,20}令\s*)?第\s*\d{1,4}\s*号令?)"
)
_PASSED = re.compile(rf"^[（(]\s*{_DATE.pattern}.{{0,200}}(?:通过|公布|印发|发布|施行|修正|修订)")
_ORDER = re.compile(r"((?:国务院|[\u4e00-\u9fff]{2,14}?(?:政府|委员会|部|局|厅))(?:令\s*)?第\s*\d{1,4}\s*号令?)")
_META_ISSUER = re.compile(
    r"(?:发文机关|发布机构|发布单位|信息来源|来源|印发单位|编发单位|制发机关)\s*[:：]\s*([\u4e00-\u9fff（）]{3,30})"
)
_META_NUMBER = re.compile(r"(?:发文字号|文号|文件编号)\s*[:：]\s*(\S{4,30}号)")
_ISSUER_END = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|局|厅|部|党委|县委|区委|市委|省委|领导小组|指挥部|中心|学校|学院|中学|小学|幼儿园|医院|协会|联合会|总工会|公司|研究院|街道办事处|管委会|督导室|研究室|督查室)$"
)
_CHINESE_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}


def read_facts(
    text: str, headings: dict[int, int], source: str, *, title: str = "", notes: Sequence[str] = ()
) -> DocumentFacts:
    """Read the facts of one document.

    Args:
        text: the final text, without marks.
        headings: heading level by offset, 0 for a title, as the loader and the title finder marked them.
        source: path of the file; its name is the title of last resort.
        title: the title that the partition found, used where the text shows none of its own.
        notes: lines that cleaning dropped: 「来源：…… 发布时间：……」 tells more than nothing.
    """
    found = _title(text, headings) or title or tidy_title(PurePath(source).stem)
    head, tail = _head(text), _tail(text)
    issuer = _issuer(tail, found, notes, head)
    place = document_place(found, text, issuer)
    return DocumentFacts(
        title=found,
        place=place,
        region=region_of(place, found + text) if place else "",
        genre=genre_of(found) or genre_of(title) or _genre_of_text(found, text),
        date=_date(tail, head, notes),
        issuer=issuer,
        document_number=_document_number(head, notes),
        effective=effective_date(text),
    )


def iso_date(written: str) -> str:
    """Return "2018", "2018-02" or "2018-02-09" for a date as written, 二〇一八年二月九日 too; else ""."""
    match = _DATE.search(written)
    if not match:
        return ""
    year = "".join(str(_CHINESE_DIGIT.get(c, c)) for c in match["year"])
    parts = [year]
    for name in ("month", "day"):
        value = match[name]
        if not value:
            break
        parts.append(f"{int(value) if value.isdigit() else _small_number(value):02d}")
    return "-".join(parts)


def _small_number(written: str) -> int:
    if "十" in written:
        tens, _, units = written.partition("十")
        return (_CHINESE_DIGIT[tens] if tens else 1) * 10 + (_CHINESE_DIGIT[units] if units else 0)
    return _CHINESE_DIGIT[written]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _head(text: str) -> list[str]:
    return _lines(text[:1500])[:10]


def _tail(text: str) -> list[str]:
    """Return the last lines that belong to the document itself: what stands after 附件 at a line's start does not."""
    lines = _lines(text)
    for position, line in enumerate(lines):
        if position > 3 and re.match(r"^附件\s*\d{0,2}\s*[:：]?\s*$", line):
            lines = lines[:position]
            break
    return lines[-8:]


def _title(text: str, headings: dict[int, int]) -> str:
    for offset in sorted(headings):
        if headings[offset] <= 1 and offset < 300:
            line = text[offset : (text + "\n").index("\n", offset)]
            if headings[offset] == 0 or (not is_numbered(line) and not _body_before(text, offset)):
                return tidy_title(line)
    candidates: list[str] = []
    for line in _lines(text)[:9]:
        if len(line) > 70 or (ends_sentence(line) and not re.search(r"[）)》”]$", line)):
            if line.endswith(("：", ":")) and len(line) < 40:
                break
            if candidates or len(line) > 25:
                break
            continue
        if is_numbered(line) or line.startswith("|"):
            break
        if _DATE_LINE.match(line) or _NUMBER.fullmatch(line) or not looks_like_title(line):
            continue
        candidates.append(line)
    if not candidates:
        return ""
    for position, line in enumerate(candidates[1:], 1):
        if re.match(r"^[—–-]{1,2}", line):
            return tidy_title(candidates[position - 1]) + "——" + tidy_title(line.lstrip("—–- "))
    for position, line in enumerate(candidates):
        joined = line + (candidates[position + 1] if position + 1 < len(candidates) else "")
        if "关于" in line and not genre_of(line) and genre_of(joined):
            return tidy_title(joined)
        if position + 1 < len(candidates) and _ISSUER_END.search(line) and candidates[position + 1].startswith("关于"):
            rest = candidates[position + 1]
            if not genre_of(rest) and position + 2 < len(candidates) and genre_of(candidates[position + 2]):
                rest += candidates[position + 2]
            return tidy_title(line + rest)
    named = [line for line in candidates if genre_of(line) and not _ISSUER_END.search(line)]
    if named:
        return tidy_title(named[-1])
    plain = [line for line in candidates if not _ISSUER_END.search(line) and not re.match(r"^第\s*\d+\s*期", line)]
    return tidy_title(plain[0]) if plain else ""


def _body_before(text: str, offset: int) -> bool:
    return any(len(line) > 60 for line in _lines(text[:offset]))


def _genre_of_text(title: str, text: str) -> str:
    head = text[:300]
    if re.search(r"^(?:[（(]?总?第\s*\d+\s*期|.{0,12}简报$)", head, re.MULTILINE):
        return "工作简报"
    if re.search(r"^第一条", text, re.MULTILINE):
        return "规范性文件"
    if re.search(r"(?:制定|制订)(?:本|如下|以下)?(?:实施)?方案", text[:600]):
        return "实施方案"
    if re.search(r"(?:汇报如下|作(?:如下|一)?汇报|向.{2,20}汇报)", text[:600]):
        return "汇报材料"
    if re.search(r"自查(?:情况)?(?:报告|汇报)如下", text[:600]):
        return "自查报告"
    if re.search(r"(?:经验|做法|之路|探索|实践|启示)", title):
        return "经验材料"
    return ""


def _issuer(tail: list[str], title: str, notes: Sequence[str], head: list[str]) -> str:
    for line in reversed(tail):
        if (
            3 <= len(line) <= 40
            and _ISSUER_END.search(line)
            and not is_numbered(line)
            and "，" not in line
            and "：" not in line
        ):
            return re.sub(r"\s+", "", line)
    match = re.match(r"^([\u4e00-\u9fff]{3,30}?)关于", title)
    if match and _ISSUER_END.search(match[1]):
        return match[1]
    for line in head[:4]:
        if 4 <= len(line) <= 30 and _ISSUER_END.search(line.removesuffix("文件")) and find_places(line):
            return line.removesuffix("文件")
    for note in notes:
        found = _META_ISSUER.search(note)
        if found and _ISSUER_END.search(found[1]):
            return found[1]
    return ""


def _date(tail: list[str], head: list[str], notes: Sequence[str]) -> str:
    for line in reversed(tail):
        if _DATE_LINE.match(line):
            return iso_date(line)
        ending = re.search(rf"({_DATE.pattern})$", line)
        if ending and ending["month"] and _ISSUER_END.search(line[: ending.start()].strip()):
            return iso_date(ending[0])
    for line in head:
        if _DATE_LINE.match(line) and re.search(r"[月./-]", line):
            return iso_date(line)
        if _PASSED.match(line):
            # The last of several is when the text took the form that it has here.
            return iso_date([m[0] for m in _DATE.finditer(line) if m["day"]][-1])
        period = re.search(rf"第\s*\d+\s*期.{{0,20}}?({_DATE.pattern})", line)
        if period:
            return iso_date(period[1])
        magazine = re.search(r"来源[:：]《[^》]+》((?:19|20)\d{2})年", line)
        if magazine:
            return magazine[1]
        ending = re.search(rf"[\s（(]({_DATE.pattern})[）)]?$", line)
        if ending and ending["day"] and len(line) <= 60:
            return iso_date(ending[1])
    for note in notes:
        # 「时间:2018-02-09」 by itself is when somebody uploaded the file, not when it was written.
        found = re.search(rf"(?:成文|发文|发布|印发|公布)(?:日期|时间)\s*[:：]\s*({_DATE.pattern})", note)
        if found:
            return iso_date(found[1])
    return ""


def _document_number(head: list[str], notes: Sequence[str]) -> str:
    for note in (*notes, *head):
        found = _META_NUMBER.search(note)
        if found:
            return found[1]
    for line in head[:8]:
        if _PASSED.match(line) and (orders := _ORDER.findall(line)):
            return re.sub(r"\s+|^.*[年月日]", "", orders[-1])
        match = _NUMBER.search(line)
        if match and len(line) <= len(match[0]) + 26 and "《" not in line and not re.search(r"第\s*\d+\s*期", line):
            return re.sub(r"\s+", "", match["number"])
    return ""
