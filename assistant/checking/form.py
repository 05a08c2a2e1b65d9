"""Check the form of a draft by GB/T 9704: heading numbers, document numbers, dates, attachments, blanks left in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from assistant.checking.findings import DOUBT, ERROR, HINT, Finding
from corpus.figures import chinese_number

_CN = "一二三四五六七八九十百"
_HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"^[ \t\u3000]*(?P<mark>第(?P<number>[{_CN}\d]+)章)", re.MULTILINE)),
    (1, re.compile(rf"^[ \t\u3000]*(?P<mark>(?P<number>[{_CN}]{{1,3}})、)", re.MULTILINE)),
    (2, re.compile(rf"^[ \t\u3000]*(?P<mark>[（(](?P<number>[{_CN}]{{1,3}})[）)])", re.MULTILINE)),
    (3, re.compile(r"^[ \t\u3000]*(?P<mark>(?P<number>\d{1,2})[.．、](?!\d))", re.MULTILINE)),
    (4, re.compile(r"^[ \t\u3000]*(?P<mark>[（(](?P<number>\d{1,2})[）)])", re.MULTILINE)),
)
_ARTICLES = re.compile(rf"^[ \t\u3000]*(?P<mark>第(?P<number>[{_CN}\d]+)条)", re.MULTILINE)
_POINTS = re.compile(rf"(?:^|[。；;：:，,\s])(?P<mark>(?P<number>[{_CN}]{{1,3}})是)(?!否)")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff](?P<open>[〔\[［【（(﹝])(?P<year>(?:19|20)\d{2})(?P<close>[〕\]］】）)﹞])(?P<nth>第?)(?P<number>\d{1,5})号"
)
_FULL_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?")
_DAY = re.compile(r"(?<![\d年])(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_YEARS = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d{2})\s*年?\s*(?:[-—–~～]+|至|到)\s*(?P<last>(?:19|20)\d{2})\s*(?=年|学年|\D)"
)
_MONTHS = re.compile(r"(?<!\d)(?P<first>\d{1,2})\s*月\s*(?:[-—–~～]+|至|到)\s*(?P<last>\d{1,2})\s*月(?!\s*\d)")
_DAYS = re.compile(r"\d{1,2}\s*月\s*(?P<first>\d{1,2})\s*日?\s*(?:[-—–~～]+|至|到)\s*(?P<last>\d{1,2})\s*日")
_WEEKDAY = re.compile(_FULL_DATE.pattern + r"[（(，,\s]*(?:星期|周)(?P<weekday>[一二三四五六日天])")
_DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BLANK = re.compile(r"[〔【\[（(]\s*(?:待补充|待定|待核实|待填)[^〕】\]）)\n]{0,40}[〕】\]）)]|_{4,}|＿{3,}")
_BLOTTED = re.compile(r"(?<![A-Za-z])[XxＸｘ×✕]{2,6}(?![A-Za-z])")
_ATTACHMENT = re.compile(r"^[ \t\u3000]*附件(?P<colon>[:：])(?P<body>.{2,80})$", re.MULTILINE)
_RATE = re.compile(
    r"(?<![容频汇心功速利斜])(?<!分辨)(?<!容积)(?:率|占比|比例|比重)(?:约?为|达到?|是|提高到|降到|下降到|上升到|占|保持在)?(?P<number>\d{1,3}(?:\.\d+)?)(?![\d.,:：∶%％‰]|\s*[个%％‰]|成|倍|分之|万|以上的|[-—~至到])"
)
_AREA = re.compile(r"面积(?:约?为|达到?|共|累计)?(?P<number>[\d.,]+[万亿]?(?P<unit>人次|人|元|所|名|册|个))")
_MONEY = re.compile(
    r"(?:资金|经费|投资)(?:约?为|达到?|共|累计)?(?P<number>[\d.,]+[万亿]?(?P<unit>平方米|人次|人|所|名|册))"
)


def check_form(text: str) -> list[Finding]:
    """Return all findings on form."""
    return [finding for rule in RULES for finding in rule(text)]


def heading_numbers(text: str) -> Iterator[Finding]:
    """Flag headings that skip or repeat: 一、二、四、; （一）（三）; 第五条 after 第三条."""
    found = sorted(
        (match.start("mark"), level, match["number"], match["mark"], match.end("mark"))
        for level, pattern in _HEADINGS
        for match in pattern.finditer(text)
    )
    last: dict[int, int] = {}
    for start, level, written, mark, end in found:
        number = _value(written)
        for deeper in [known for known in last if known > level]:
            del last[deeper]
        before = last.get(level)
        if before is not None and number != before + 1 and (number != 1 or (before == 1 and level in (1, 2))):
            yield _misnumbered(start, end, mark, before, number)
        elif before is None and number != 1 and level in (1, 2) and number < 20 and found[0][0] != start:
            message = f"“{mark}”前面没有“{_write(1, mark)}”"
            yield Finding(DOUBT, "序号", start, end, message)
        last[level] = number
    yield from _run(_ARTICLES.finditer(text))
    for line in re.finditer(r"[^\n]+", text):
        points = list(_POINTS.finditer(line[0]))
        if points and _value(points[0]["number"]) == 1:
            yield from _run(points, line.start())


def _run(marks: Iterator[re.Match[str]] | list[re.Match[str]], offset: int = 0) -> Iterator[Finding]:
    last = 0
    for match in marks:
        number = _value(match["number"])
        if last and number != last + 1 and number != 1:
            start, end = match.span("mark")
            yield _misnumbered(offset + start, offset + end, match["mark"], last, number)
        last = number


def _misnumbered(start: int, end: int, mark: str, before: int, number: int) -> Finding:
    right = _write(before + 1, mark)
    what = "重复" if number == before else "跳号" if number > before else "倒序"
    return Finding(ERROR, "序号", start, end, f"序号{what}：上一个是“{_write(before, mark)}”，这里应为“{right}”", right)


def _value(written: str) -> int:
    value = chinese_number(written) if not written.isdigit() else int(written)
    return int(value) if value is not None else 0


def _write(number: int, mark: str) -> str:
    tens, units = divmod(number, 10)
    numerals = "零一二三四五六七八九"
    chinese = ("" if tens == 0 else "十" if tens == 1 else numerals[tens] + "十") + (numerals[units] if units else "")
    return re.sub(rf"[{_CN}]+(?=[、）)章条是])|\d+", str(number) if re.search(r"\d", mark) else chinese, mark, count=1)


def document_numbers(text: str) -> Iterator[Finding]:
    """Flag 云政发[2024]12号, 〔2024〕第12号 and 〔2024〕012号."""
    for match in _DOCUMENT_NUMBER.finditer(text):
        if match["open"] + match["close"] != "〔〕":
            right = f"〔{match['year']}〕"
            message = "发文字号的年份要用六角括号〔〕"
            yield Finding(HINT, "文号格式", match.start("open"), match.end("close"), message, right)
        if match["nth"]:
            message = "发文字号不加“第”字"
            yield Finding(HINT, "文号格式", match.start("nth"), match.end("nth"), message, f"{int(match['number'])}号")
        if match["number"].startswith("0"):
            message = "发文字号的序号不编虚位，前面不加0"
            start, end = match.span("number")
            yield Finding(HINT, "文号格式", start, end, message, match["number"].lstrip("0"))


def dates(text: str) -> Iterator[Finding]:
    """Flag dates that do not exist, and months and days padded with 0."""
    taken: set[int] = set()
    for match in [*_FULL_DATE.finditer(text), *_DAY.finditer(text)]:
        if match.start("month") in taken:
            continue
        taken.add(match.start("month"))
        month, day = int(match["month"]), match["day"]
        year = int(match["year"]) if "year" in match.re.groupindex and match["year"] else None
        if not 1 <= month <= 12:
            yield Finding(ERROR, "日期", match.start("month"), match.end(), f"没有“{month}月”")
        elif day and not 1 <= int(day) <= _longest(year, month):
            start = match.start("month")
            yield Finding(ERROR, "日期", start, match.end(), f"没有“{month}月{int(day)}日”这一天")
        elif re.search(r"年\s*0\d|月\s*0\d|^0\d", match[0]):
            right = re.sub(r"(?<=[年月])\s*0(?=\d)|^0(?=\d)", "", match[0])
            yield Finding(HINT, "日期格式", match.start(), match.end(), "日期中的月、日不编虚位", right)
    for match in re.finditer(r"(?:19|20)\d{2}\s*年度?第?([0５5-9])季度", text):
        yield Finding(ERROR, "日期", match.start(), match.end(), "一年只有四个季度")


def _longest(year: int | None, month: int) -> int:
    if month == 2 and year is not None:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return _DAYS_OF[month - 1]


def periods(text: str) -> Iterator[Finding]:
    """Flag periods that end before they begin: 2020—2018年, 7月5日至3日."""
    for match in _YEARS.finditer(text):
        if int(match["last"]) < int(match["first"]):
            message = f"结束的年份早于开始的年份：{match['first']}—{match['last']}"
            yield Finding(ERROR, "日期", match.start(), match.end(), message, f"{match['last']}—{match['first']}")
    for match in _MONTHS.finditer(text):
        across = re.search(r"学年|次年|跨年|翌年|冬|供暖|取暖", text[max(0, match.start() - 12) : match.end() + 4])
        if int(match["last"]) < int(match["first"]) and not across:
            yield Finding(DOUBT, "日期", match.start(), match.end(), "结束的月份早于开始的月份")
    for match in _DAYS.finditer(text):
        if int(match["last"]) < int(match["first"]):
            yield Finding(DOUBT, "日期", match.start(), match.end(), "结束的日子早于开始的日子")


def weekdays(text: str) -> Iterator[Finding]:
    """Flag a weekday that the date does not fall on: 2024年3月5日星期一."""
    for match in _WEEKDAY.finditer(text):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except (ValueError, TypeError):
            continue
        right = "一二三四五六日"[day.weekday()]
        if match["weekday"].replace("天", "日") != right:
            start = match.start("weekday")
            message = f"{match['year']}年{day.month}月{day.day}日是星期{right}"
            yield Finding(ERROR, "日期", start, start + 1, message, right)


def attachments(text: str) -> Iterator[Finding]:
    """Flag 附件 notes with end punctuation, a half-width colon, or 1、 for 1."""
    for match in _ATTACHMENT.finditer(text):
        if len(match["body"]) > 60 and "。" in match["body"][:-1]:
            continue
        if match["colon"] == ":":
            yield Finding(HINT, "附件格式", match.start("colon"), match.end("colon"), "“附件”后用全角冒号", "：")
        ending = re.search(r"[。；;.，,]$", match["body"].rstrip())
        if ending:
            start = match.start("body") + ending.start()
            yield Finding(HINT, "附件格式", start, start + 1, "附件名称后不加标点")
        numbered = re.match(r"\s*\d{1,2}(?P<mark>[、，,])", match["body"])
        if numbered:
            start = match.start("body") + numbered.start("mark")
            yield Finding(HINT, "附件格式", start, start + 1, "附件序号后用“.”", ".")


def blanks(text: str) -> Iterator[Finding]:
    """Flag blanks that were left in: 〔待补充：……〕, and blotted years and names, XX."""
    for match in _BLANK.finditer(text):
        yield Finding(ERROR, "待补充", match.start(), match.end(), "这里还空着，没有补充")
    blotted = list(_BLOTTED.finditer(text))
    if blotted:
        first = blotted[0]
        more = f"，全文共 {len(blotted)} 处" if len(blotted) > 1 else ""
        yield Finding(DOUBT, "待补充", first.start(), first.end(), f"这里是隐去的字（{first[0]}）{more}，请补上")


def units(text: str) -> Iterator[Finding]:
    """Flag a rate without a percent sign, an area in 人, money in 平方米."""
    for match in _RATE.finditer(text):
        start, end = match.span("number")
        number = match["number"]
        if (float(number) <= 1 and "." in number) or re.match(
            r"(?:年|月|日|时|分|元|[\u4e00-\u9fff]{0,1}[个名所人次])", text[end : end + 3]
        ):
            continue
        yield Finding(DOUBT, "单位", start, end, f"这里说的是比率，“{number}”后面没有百分号", f"{number}%")
    for pattern, what in ((_AREA, "面积"), (_MONEY, "资金")):
        for match in pattern.finditer(text):
            start, end = match.span("unit")
            yield Finding(ERROR, "单位", match.start("number"), end, f"说的是{what}，单位却是“{match['unit']}”")


RULES: tuple[Callable[[str], Iterator[Finding]], ...] = (
    heading_numbers,
    document_numbers,
    dates,
    periods,
    weekdays,
    attachments,
    blanks,
    units,
)
