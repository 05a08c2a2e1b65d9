"""Read when a paper was written (成文日期), and which years it speaks of (所述时期)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.facts.origin import ISSUER_END
from corpus.facts.reading import NOTHING, Reading
from corpus.five_years import plans_in, years_of

_YEAR = r"(?P<year>(?:19|20)\d{2}|二[〇○零Ｏ0][〇○零一二三四五六七八九]{2})"
DATE = re.compile(
    rf"{_YEAR}\s*[年./-]\s*(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*[月./-]\s*"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?)?)?"
)
DATE_LINE = re.compile(rf"^[（(]?(?:会议)?(?:时间[:：])?\s*{DATE.pattern}\s*(?:印发|发布|通过|施行|起施行)?\s*[）)]?$")
PASSED = re.compile(rf"^[（(]\s*{DATE.pattern}.{{0,200}}(?:通过|公布|印发|发布|施行|修正|修订)")
_CHINESE_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}


def iso_date(written: str) -> str:
    """Return "2018", "2018-02" or "2018-02-09" for a date as written, 二〇一八年二月九日 too; else ""."""
    match = DATE.search(written)
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


def document_date(tail: list[str], head: list[str], notes: Sequence[str]) -> Reading:
    """Return when a paper was written, from its signature, its first lines, or what its web page said of it."""
    for line in reversed(tail):
        if DATE_LINE.match(line):
            return Reading(iso_date(line), "落款", line, "确定")
        ending = re.search(rf"({DATE.pattern})$", line)
        if ending and ending["month"] and ISSUER_END.search(line[: ending.start()].strip()):
            return Reading(iso_date(ending[0]), "落款", line, "确定")
    for line in head:
        if DATE_LINE.match(line) and re.search(r"[月./-]", line):
            return Reading(iso_date(line), "文首", line, "确定")
        if PASSED.match(line):
            # The last of several is when the text took the form that it has here.
            dates = [m[0] for m in DATE.finditer(line) if m["day"] and not _ENDED.match(line, m.end())]
            if dates:
                return Reading(iso_date(dates[-1]), "题注", line, "确定")
        period = re.search(rf"第\s*\d+\s*期.{{0,20}}?({DATE.pattern})", line)
        if period:
            return Reading(iso_date(period[1]), "报头", line, "确定")
        magazine = re.search(r"来源[:：]《[^》]+》((?:19|20)\d{2})年", line)
        if magazine:
            return Reading(magazine[1], "文首", line, "较可能")
        # 「教育局办公室编2021年11月8日」 over a briefing, 「（清政发〔2013〕28号 2013年6月18日）」 under a title
        ending = re.search(rf"(?:[\s（(]|号[，,]?|[编印](?:发|制)?)({DATE.pattern})(?:印发|发布)?[）)]?$", line)
        if ending and ending["day"] and len(line) <= 60:
            return Reading(iso_date(ending[1]), "文首", line, "较可能")
        headed = re.search(rf"({DATE.pattern})[）)]?$", line)
        if (
            headed
            and headed["month"]
            and not re.search("《|依据|根据|按照", line)
            and ISSUER_END.search(line[: headed.start()].strip())
        ):
            # 「某县控辍保学工作领导小组办公室2018年9月30日」 under a briefing's number, 「（某市教育局2012年9月）」 under a title
            return Reading(iso_date(headed[1]), "文首", line, "较可能")
    for line in head:
        issue = re.match(r"^[（(]?((?:19|20)\d{2})年第\s*\d+\s*期", line)
        if issue:
            return Reading(issue[1], "报头", line, "确定")
    for line in head:
        # 「……情况汇报（2008年11月）」
        titled = re.search(rf"[（(]({DATE.pattern})[）)]$", line)
        if titled and titled["month"] and len(line) <= 60:
            return Reading(iso_date(titled[1]), "标题", line, "较可能")
    # When it was written goes before when it was published. 「时间:2018-02-09」 by itself is when somebody uploaded the file.
    for label in ("成文", "发文|印发", "发布|公布"):
        for note in notes:
            found = re.search(rf"(?:{label})(?:日期|时间)\s*[:：|]\s*({DATE.pattern})", note)
            if found:
                return Reading(iso_date(found[1]), "网页信息栏", found[0], "较可能")
    return NOTHING


_ENDED = re.compile(r"起?(?:废止|失效|停止)")
_DASH = r"(?:[-—–~～至到]{1,2})"
_SPAN = re.compile(
    rf"(?P<from>(?:19|20)\d{{2}})\s*年?(?:\d{{1,2}}月)?\s*{_DASH}\s*(?P<to>(?:19|20)\d{{2}})\s*(?=年|学年|[）)]|$)"
)
_ONE_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年(?!代)")
_NOT_SPOKEN_OF = re.compile(r"《[^《》]{1,60}》|[〔\[(（【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号")
_UNTIL = re.compile(r"(?:截[至止]|到)(?:目前的)?\s*(?P<year>(?:19|20)\d{2})\s*年(?:[底末]|\d{1,2}月)?")
OLDEST = 15


def spoken_period(title: str, text: str, date: str) -> Reading:
    """Return the years that a paper speaks of, "2023" or "2019-2023".

    The title's own years are certain. Else the years that the text names twice or more, of those up to a year
    after it was written, from the earliest to the last, or the one up to which it counts; titles of other papers
    and their numbers count for nothing.
    """
    for source, where, sure in ((title, "标题", True), (text[:400], "文首", False)):
        span = _SPAN.search(source)
        if span and span["from"] < span["to"]:
            return Reading(f"{span['from']}-{span['to']}", where, span[0], "确定" if sure else "较可能")
        plan = next(plans_in(source), None) if sure else None
        if plan:
            return Reading(f"{years_of(plan)[0]}-{years_of(plan)[-1]}", where, source, "确定")
        years = sorted({match["year"] for match in _ONE_YEAR.finditer(source)}) if sure else []
        if years:
            return Reading(_years(years), where, "、".join(f"{year}年" for year in years), "确定")
    counts = Counter(match["year"] for match in _ONE_YEAR.finditer(_NOT_SPOKEN_OF.sub("", text)))
    written = int(date[:4]) if date else 0
    near = {y: n for y, n in counts.items() if not written or written - OLDEST <= int(y) <= written + 1}
    often = sorted(year for year, count in near.items() if count >= 2)
    if not often:
        until = _UNTIL.search(text)
        return Reading(until["year"], "正文", until[0], "推测") if until and until["year"] in near else NOTHING
    return Reading(_years(often), "正文", "、".join(f"{year}年{near[year]}次" for year in often), "推测")


def _years(years: list[str]) -> str:
    return years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}"
