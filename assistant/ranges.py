"""A case that a question puts, 「我妈91岁」, and the ranges in which a rule gives each case its own figure: 「90至99周岁」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.figures import Figure, find_figures
from corpus.tokenizer import fold

_FROM = re.compile(r"(?:[（(]含[^（）()]{0,4}[）)])?(?:及|或者?)?其?以上|起(?![点步])")
_UP_TO = re.compile(r"(?:[（(]不?含[^（）()]{0,4}[）)])?(?:及|或者?)?(?:以下|以内|之内)")
_MORE_THAN = re.compile(r"(?:年满|(?<!不)满|(?<!不)超过|达到|达|不少于|不低于|至少)$")
_LESS_THAN = re.compile(r"(?:不足|不到|不满|未满|(?<!不)低于|(?<!不)少于|不超过|(?<!不)小于)$")
# 「80周岁以上不满90周岁」 is one range.
_GOES_ON = re.compile(r"[，、,且]?(?:不满|不到|不足|未满|不超过|低于|少于)?")
# Of such a limit the number itself is not within: 不足100人, 超过5公里.
_WITHOUT_IT = re.compile(r"(?:不足|不到|不满|未满|低于|少于|小于|超过)$")
# A number before or behind which this stands is no case: 「85岁以上」 names the range itself.
_NO_CASE_BEFORE = re.compile(r"[第近前后过每共达超比]$|不[足到]$|[不未]满$|[低少大高多小]于$|以[上下]$|到20\d\d年$")
_NO_CASE_BEHIND = re.compile(r"(?:以[上下内后前]|之内|及以|左右|多)")
_SAME = {"周岁": "岁", "名": "人", "位": "人", "个": "人"}
# What is counted by the year or the day, and of what a figure is the amount, is no case by itself.
_CASE_UNITS = frozenset("岁 人 年 个月 天 分 平方米 亩 公里 小时 户 头 张 件 次 所 班".split())


@dataclass(frozen=True, slots=True)
class Range:
    """A range of a rule, from `low` on, up to `high`; it stands at `start` in its text."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    open_low: bool = False
    open_high: bool = False

    def holds(self, figure: Figure) -> bool:
        """Tell whether a case falls into the range."""
        if figure.value is None or self.unit != unit_of(figure):
            return False
        above = self.low < figure.value if self.open_low else self.low <= figure.value
        return above and (figure.value < self.high if self.open_high else figure.value <= self.high)


def unit_of(figure: Figure) -> str:
    """Return the unit of a figure, the same for all by which cases are counted alike."""
    return _SAME.get(figure.unit, figure.unit)


def cases_of(question: str) -> tuple[Figure, ...]:
    """Return the figures by which a question puts a case: 85岁, 25个老人; no limit, no year, nothing that is asked."""
    return tuple(
        figure
        for figure in find_figures(question)
        if figure.kind == "count"
        and figure.high is None
        and figure.value is not None
        and unit_of(figure) in _CASE_UNITS
        and not _NO_CASE_BEFORE.search(question[: figure.start])
        and not _NO_CASE_BEHIND.match(question, figure.end)
    )


@lru_cache(maxsize=512)
def ranges_in(text: str) -> tuple[Range, ...]:
    """Return the ranges that a text names: 80至89周岁, 40人以上, 不足100人, 「10人以上30人以下」."""
    plain = fold(text)
    found: list[Range] = []
    for figure in find_figures(text):
        if figure.kind != "count" or figure.value is None:
            continue
        limits = _limits(figure, plain)
        if limits is None:
            continue
        low, high, end = limits
        without = bool(_WITHOUT_IT.search(plain[max(0, figure.start - 4) : figure.start]))
        last = found[-1] if found else None
        between = plain[last.end : figure.start] if last else ""
        goes_on = (
            last is not None and last.unit == unit_of(figure) and last.high.is_infinite() and not high.is_infinite()
        )
        if last is not None and goes_on and _GOES_ON.fullmatch(between):
            found[-1] = Range(last.start, end, last.low, high, last.unit, last.open_low, without)
        else:
            found.append(
                Range(
                    figure.start, end, low, high, unit_of(figure), without and high.is_infinite(),
                    without and not high.is_infinite(),
                )
            )  # fmt: skip
    return tuple(found)


def parts_for(text: str, cases: tuple[Figure, ...]) -> tuple[tuple[int, int], ...] | None:
    """Return from where to where a text speaks of a case, each part up to the next range.

    Empty where it parts such cases and this one falls into none; None where it parts no such cases.
    """
    for case in cases:
        ranges = [part for part in ranges_in(text) if part.unit == unit_of(case)]
        if ranges:
            ends = [*(part.start for part in ranges[1:]), len(text)]
            return tuple((part.start, end) for part, end in zip(ranges, ends, strict=True) if part.holds(case))
    return None


def _limits(figure: Figure, plain: str) -> tuple[Decimal, Decimal, int] | None:
    assert figure.value is not None
    if figure.high is not None:
        return figure.value, figure.high, figure.end
    before = plain[max(0, figure.start - 4) : figure.start]
    if match := _FROM.match(plain, figure.end):
        return figure.value, Decimal("Infinity"), match.end()
    if match := _UP_TO.match(plain, figure.end):
        return Decimal(0), figure.value, match.end()
    if _LESS_THAN.search(before):
        return Decimal(0), figure.value, figure.end
    return (figure.value, Decimal("Infinity"), figure.end) if _MORE_THAN.search(before) else None
