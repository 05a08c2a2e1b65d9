"""Find the figures of a text, each with its value, unit and kind, as written and as comparable.

「5000万元」, 「0.5亿元」 and 「五千万元」 are one figure written three ways: `same_figure` tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from corpus.tokenizer import fold

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_CN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CN = "零〇一二两三四五六七八九十百千万亿"
# Bounded, so that a run of a million digits is passed over in one step a digit.
_NUM = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?(?!\d)"
_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?<!\d)(?:1[0-2]|0?[1-9])\s*月"
_DASH = r"(?:-{1,2}|~|至|到)"

UNITS = Path(__file__).parent / "data" / "units.txt"
_MONEY = ("元", "美元", "港元", "欧元", "日元", "块钱")
_UNITS = {
    "平米": "平方米", "㎡": "平方米", "平方": "平方米", "m2": "平方米", "千米": "公里", "km": "公里", "千克": "公斤", "kg": "公斤",
    "公顷": "公顷", "立方": "立方米", "个小时": "小时", "个星期": "周", "m3": "立方米", "块钱": "元", "位": "人", "名": "人", "座位": "座",
}  # fmt: skip
_SCALE = r"[十百千]?[万亿]{1,2}|[百千]"

# 一个, 一批, 一种 … count nothing; 二是, 三要 and the like are no amounts because no unit follows them.
_IDIOMS = re.compile(
    r"^(?:[一二三]本|一(?!百|千|万|亿|十).{0,2}|两(?:个|种|类|手|头|级|会|基|免|步|条|点|项|次)|[三四五六七八九十](?:个方面|个方向|个面向|个必须))$"
)


# 「有效期为一年」
_ONE_TERM = re.compile(r"一(?:学?年|个月|周|天|个?学期)")
_OF_A_TERM = re.compile(r"(?:期限?|时间|周期)(?:一般|原则上)?(?:为|是|满|不少于|不超过|不得超过|不低于)?$")

_NUMBERED_ITEM = re.compile(r"(?:^|\n)\s*\d{1,2}\.\Z")


@lru_cache(maxsize=1)
def _units() -> str:
    """Return all units as alternatives, the longest first: 人次 before 人, 平方米 before 平."""
    lines = UNITS.read_text(encoding="utf-8").splitlines()
    measures = {unit for line in lines if not line.startswith("#") for unit in line.split()} - {"万", "亿"}
    return "|".join(map(re.escape, (*_MONEY, *sorted(measures, key=len, reverse=True))))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of figures by kind; what an earlier one has taken, a later one leaves alone."""
    unit = _units()
    return (
        ("document", re.compile(rf"\[\s*(?:{_YEAR}|[xX×]{{2,4}})\s*\]\s*第?\s*\d{{1,6}}\s*号|第\s*\d{{1,6}}\s*号令?")),
        (
            "period",
            re.compile(rf"{_YEAR}\s*年?(?:\d{{1,2}}月)?\s*{_DASH}\s*{_YEAR}\s*(?:学?年度?)?(?:\d{{1,2}}月(?:底|末)?)?"),
        ),
        # 「7月至12月」, its year given, blotted out or left to the reader.
        (
            "period",
            re.compile(
                rf"(?:(?:{_YEAR}|[xX×]{{2,4}})\s*年\s*)?(?:{_MONTH}(?:\d{{1,2}}日)?|(?<![\d.])\d{{1,2}})\s*{_DASH}\s*(?:[次翌]年|(?:{_YEAR}|[xX×]{{2,4}})\s*年)?{_MONTH}(?![龄大子])(?:\d{{1,2}}日|[底末初])?"
            ),
        ),
        (
            "date",
            re.compile(
                r"每月第[一二三四]个(?:星期|周)[一二三四五六日天](?:[上下]午)?|每(?:周|个?星期)[一二三四五六日天](?![节次天个课小学名人门项场期回])(?:[上下]午)?|每月\d{1,2}日"
            ),
        ),
        (
            "date",
            re.compile(
                rf"{_YEAR}\s*年\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?|{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}|{_YEAR}\s*学?年度?(?!级)"
            ),
        ),
        (
            "date",
            re.compile(
                rf"(?<![一二三四五六七八九十百])(?:十[一二]|[一二三四五六七八九十])月(?:份|[底初末]|[上中下]旬)|(?:[xX×]{{2,4}}年\s*)?{_MONTH}(?:\s*\d{{1,2}}\s*日|[底初末份]|[上中下]旬|(?![均薪租饼嫂份龄大子]))|(?:明|清|宋|元|唐|汉)(?:代|朝)(?:[\u4e00-\u9fff]{{2}}年间)?|[明清][\u4e00-\u9fff]{{2}}年间(?<![{_CN}]年间)|民国(?:[{_CN}]{{1,3}}|\d{{1,2}})年|(?:上|[12][0-9])世纪(?:[{_CN}]{{1,2}}|\d0)年代|[{_CN}]{{4}}年(?:[{_CN}]{{1,2}}月(?:[{_CN}]{{1,3}}日)?)?"
            ),
        ),
        (
            "period",
            re.compile(
                r"(?:近|(?<![提目以之])前|后(?!\s*\d{1,2}\s*个?(?:工作)?[日月天年]内)|过去|未来|今后|连续)\s*(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:个)?(?:多)?(?:学?年|月|天)|[“\"]?十[一二三四五][”\"]?五"
            ),
        ),
        ("ratio", re.compile(r"(?<![\d.])\d{1,9}(?:\.\d{1,6})?\s*:\s*\d{1,9}(?:\.\d{1,6})?(?![\d:])")),
        ("share", re.compile(rf"(?P<low>{_NUM})\s*%?\s*{_DASH}\s*(?P<high>{_NUM})\s*%")),
        ("share", re.compile(rf"(?P<low>{_NUM})\s*(?P<mark>[%‰])|百分之(?P<cn>[{_CN}]+(?:点[{_CN}]+)?|{_NUM})")),
        (
            "share",
            re.compile(
                rf"(?P<of>[二三四五六七八九十千万]|\d{{1,3}})分之(?P<parts>[一二三四五六七八九十]|\d{{1,3}})(?![{_CN}\d])"
            ),
        ),
        (
            "share",
            re.compile(
                r"(?P<tenths>[一二三四五六七八九]|\d(?:\.\d)?)成(?P<half>半)?(?![立功员为果效长熟绩就本分品套体系文人交都名])"
            ),
        ),
        (
            "clock",
            re.compile(
                r"(?<![\d.])(?P<whole>\d{1,3})(?:(?P<of>个?小时)(?P<rest>[0-5]?\d)分(?!之)钟?|分钟?(?P<seconds>[0-5]?\d)秒)"
            ),
        ),
        # 「位居全省首位」
        ("ordinal", re.compile(r"(?<=[居列])(?:首位|榜首|末位)|(?<=[居列]全[省市县区国])(?:首位|榜首|末位)")),
        ("ordinal", re.compile(rf"第\s*(?:\d{{1,9}}|[{_CN}]+)(?:[条款项章节期届批名位次轮季]|个|阶段)?")),
        (
            "amount",
            re.compile(
                rf"(?P<low>{_NUM})\s*(?P<scale1>{_SCALE})?\s*{_DASH}\s*(?P<high>{_NUM})\s*(?P<about>余|多)?(?P<scale>{_SCALE})?(?P<about2>余|多)?\s*(?P<unit>{unit})"
            ),
        ),
        (
            "amount",
            re.compile(
                rf"(?P<low>{_NUM})\s*(?P<scale1>{_SCALE})?(?P<about>余|多|来)?(?P<scale>{_SCALE})?(?P<about2>余|多)?\s*(?P<unit>{unit})?"
            ),
        ),
        (
            "amount",
            re.compile(
                rf"(?<![{_CN}第])(?P<cn>[{_CN}]+)(?:(?P<about>余|多|来)(?P<scale>{_SCALE})?)?(?P<unit>{unit}|大(?=[\u4e00-\u9fff]{{2}}))(?![{_CN}])"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    Attributes:
        text: as written; `start` and `end` are its offsets.
        kind: money, count, share, ratio, date, period, ordinal, document or number.
        value: the number in its base unit (元, not 万元; a share as its percent); None for dates and the like.
        high: upper end of a range, else None.
        unit: base unit; empty for a bare number.
        about: written with 余, 多 or 来.
    """

    text: str
    start: int
    end: int
    kind: str
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    about: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two ways of writing the same figure have in common."""
        if self.kind == "ordinal":
            return (self.kind, re.sub(rf"[{_CN}]+", lambda m: str(chinese_number(m[0])), self.text))
        if self.value is None:
            return (self.kind, _plain(self.text))
        return ("value", self.value.normalize(), self.high.normalize() if self.high is not None else None, self.unit)


def find_figures(text: str) -> list[Figure]:
    """Return the figures of a text in order, none overlapping another."""
    folded = fold(text)
    taken = [False] * len(text)
    found: list[Figure] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(folded):
            start, end = match.span()
            if start == end or any(taken[start:end]) or _part_of_word(folded, start, end):
                continue
            figure = _figure(kind, match, text)
            if figure is None:
                continue
            taken[figure.start : figure.end] = [True] * (figure.end - figure.start)
            found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def same_figure(one: Figure, other: Figure) -> bool:
    """Tell whether two figures say the same: equal in value and unit, or the same date however written."""
    return one.key == other.key


def number_of(written: str) -> int:
    """Return the whole number that numerals or digits write: 二十一, 12; 0 where they write none."""
    return int(written) if written.isdigit() else int(chinese_number(written) or 0)


def chinese_number(written: str) -> Decimal | None:
    """Return the value of a Chinese numeral, 四千八百万 or 二〇一八 or 三点五; None where it is none."""
    whole, _, fraction = written.partition("点")
    if fraction:
        value = chinese_number(whole)
        digits = "".join(str(_CN_DIGITS[c]) for c in fraction if c in _CN_DIGITS)
        return None if value is None or len(digits) != len(fraction) else value + Decimal(f"0.{digits}")
    if not written or any(c not in _CN_DIGITS and c not in _CN_SCALES for c in written):
        return None
    if not any(c in _CN_SCALES for c in written):
        return Decimal("".join(str(_CN_DIGITS[c]) for c in written))
    total = section = digit = 0
    for character in written:
        if character in _CN_DIGITS:
            digit = _CN_DIGITS[character]
            continue
        scale = _CN_SCALES[character]
        if scale >= 10**4:
            section = (section + digit) or 1
            if scale == 10**8:
                total = (total + section) * scale
            else:
                total += section * scale
            section = digit = 0
        else:
            section += (digit or 1) * scale
            digit = 0
    return Decimal(total + section + digit)


def _part_of_word(text: str, start: int, end: int) -> bool:
    """Tell whether the match is inside a Latin word or a longer number: COVID-19, 3.2.1."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _NUMBERED_ITEM.search(text, 0, start) and text[start : start + 5].endswith("年"):
        # 「1.2023年8月底前」
        return False
    if text[start].isdigit() and (before.isdigit() or (before.isascii() and before.isalpha()) or before == "."):
        return True
    return text[end - 1].isdigit() and (after.isdigit() or (after == "." and text[end + 1 : end + 2].isdigit()))


def _figure(kind: str, match: re.Match[str], text: str) -> Figure | None:
    start, end = match.span()
    while end > start and text[end - 1] in " \u3000":
        end -= 1
    written = text[start:end]
    if kind == "share":
        return _share(match, written, start, end)
    if kind == "clock":
        # 「2分48秒」 in seconds, 「1小时30分」 in minutes
        value = int(match["whole"]) * 60 + int(match["rest"] or match["seconds"])
        return Figure(written, start, end, "count", Decimal(value), unit="分钟" if match["of"] else "秒")
    if kind != "amount":
        return Figure(written, start, end, kind)
    return _amount(match, written, start, end)


def _share(match: re.Match[str], written: str, start: int, end: int) -> Figure | None:
    groups = match.groupdict()
    high = None
    if groups.get("of"):
        whole = chinese_number(groups["of"]) or _decimal(groups["of"])
        parts = chinese_number(groups["parts"]) or _decimal(groups["parts"])
        value = (parts * 100 / whole).quantize(Decimal("0.0001"))
    elif groups.get("tenths"):
        value = (chinese_number(groups["tenths"]) or _decimal(groups["tenths"])) * 10
        value += 5 if groups.get("half") else 0
    elif groups.get("cn"):
        parsed = chinese_number(groups["cn"])
        value = _decimal(groups["cn"]) if parsed is None else parsed
    else:
        value = _decimal(groups["low"]) / (10 if groups.get("mark") == "‰" else 1)
        high = _decimal(groups["high"]) if groups.get("high") else None
    return Figure(written, start, end, "share", value, high, "%")


def _amount(match: re.Match[str], written: str, start: int, end: int) -> Figure | None:
    groups = match.groupdict()
    unit = groups.get("unit") or ""
    if match.string[start - 1 : start] == "每" and re.fullmatch(r"[十百千万]{1,2}", groups.get("cn") or ""):
        return None  # 「每千人口」
    if groups.get("cn"):
        parsed = chinese_number(groups["cn"])
        # 「单位：万元」 and 「（万元）」 name a unit, no figure.
        if (
            parsed is None
            or re.fullmatch(r"[百千万亿]+", groups["cn"])
            or (
                _IDIOMS.match(written)
                and not (_ONE_TERM.fullmatch(written) and _OF_A_TERM.search(match.string, 0, start))
            )
        ):
            return None
        low = parsed
    else:
        low = _decimal(groups["low"])
    scale = _scale(groups.get("scale1")) * _scale(groups.get("scale"))
    high = _decimal(groups["high"]) * _scale(groups.get("scale")) if groups.get("high") else None
    if high is not None:
        scale = _scale(groups.get("scale1")) if groups.get("scale1") else _scale(groups.get("scale"))
    about = bool(groups.get("about") or groups.get("about2"))
    if not unit and scale == 1 and len(written) > 1 and written.startswith("0") and "." not in written:
        return None
    base = _UNITS.get(unit, unit)
    kind = "money" if unit in _MONEY else "count" if unit else "number"
    return Figure(written, start, end, kind, low * scale, high, base, about)


def _scale(written: str | None) -> int:
    product = 1
    for character in written or "":
        product *= _CN_SCALES[character]
    return product


def _decimal(written: str) -> Decimal:
    try:
        return Decimal(written.replace(",", ""))
    except InvalidOperation as error:  # the pattern admits digits only
        raise AssertionError(written) from error


def _plain(written: str) -> str:
    """Return a date or period in one form: full-width and Chinese digits, dashes and blanks unified."""
    folded = re.sub(r"\s+", "", fold(written)).replace("年度", "年").replace("“", "").replace("”", "").replace('"', "")
    folded = "".join(str(_CN_DIGITS[c]) if c in _CN_DIGITS and "年" in folded[:5] else c for c in folded)
    folded = re.sub(r"-+|~|至|到", "-", folded)
    dated = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", folded)
    if dated:
        return f"{dated[1]}年{int(dated[2])}月{int(dated[3])}日"
    return re.sub(r"(?<=[年月])0(?=\d)", "", re.sub(r"年(?=-)|年$", "", folded))
