"""Tell whether two figures are figures of the same thing: by the words around them, whose they are, and when.

Two figures match as far as the words near one stand near the other, each word counting by its rarity; a word that
stands only elsewhere in the sentence, in its heading or title counts less. Words that exclude each other, 小学 and
初中, near the figures part them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.pool import Pool, value_key
from assistant.checking.statements import SEVERAL, Quantity, Statement, same_place
from assistant.matching import match_strength
from corpus.figures import Figure, same_figure

ELSEWHERE = 0.7
BEYOND = 0.55
# Words of which one near a figure says that it is not the figure of another.
CONTRASTS: tuple[tuple[str, ...], ...] = (
    ("小学", "初中", "高中", "幼儿园", "中职", "学前", "大学"),
    ("城区", "农村", "乡村", "县城", "乡镇"),
    ("男生", "女生"),
    ("男", "女"),
    ("公办", "民办"),
    ("本科", "专科", "研究生", "硕士"),
    ("优秀率", "及格率", "合格率", "巩固率", "入学率", "升学率", "覆盖率", "参与率", "满意率", "满意度"),
    ("新建", "改建", "扩建", "加固", "拆除"),
    ("招聘", "培训", "交流", "退休", "调配"),
    ("教师", "学生"),
    ("累计", "每年", "年均"),
    ("上年", "去年", "今年"),
    ("中央", "省级", "市级", "县级", "区级"),
    ("一季度", "二季度", "三季度", "四季度"),
    ("上半年", "下半年"),
    ("最高", "最低", "平均"),
    ("收入", "支出"),
    ("城镇", "农村"),
    ("计划", "实际"),
)
OPPOSITES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("增加", "增长", "提高", "上升", "提升", "扩大", "新增", "增至", "升至"),
        ("减少", "下降", "降低", "缩减", "缩小", "缩短", "压减", "降至", "减至"),
    ),
    (("高于", "多于", "大于", "超过", "以上"), ("低于", "少于", "小于", "不足", "以下")),
    (("早于", "提前"), ("晚于", "推迟", "延后")),
    (("流向农村", "到农村"), ("流向县城", "流向城区")),
)
_PLAN_HEADING = re.compile(r"打算|计划|下一步|下步|今后|目标|努力方向|工作安排|对策|建议")
_PLAN = re.compile(r"计划(?!生育)|拟|力争|预计|建议|到20\d\d年(?!底?[^，。]{0,8}(?:已|共))")
# 不少于 is no 少于: what is at least and at most is told by `hedge_of`.
_NEGATED = re.compile(r"不(?:得|能|应|宜|可)?(?:再)?(?:少于|低于|小于|超过|高于|多于|大于|足)")
_ALIKE = {
    unit: group[0] for group in ("家所个处座间口项件", "台套件辆", "次场期回", "人名位", "支个队") for unit in group
}


@dataclass(frozen=True, slots=True)
class Match:
    """A figure of the library beside one of the draft.

    Attributes:
        likeness: how surely they count the same thing, 0 to 1.
        equal: same value and unit.
        ours: it is of the place that the draft's sentence speaks of, or of any place.
        shared: how much of the shorter of the two sentences the other says.
        timely: same, open, apart or other: whether it is of the year that the draft speaks of.
    """

    likeness: float
    equal: bool
    ours: bool
    timely: str
    shared: float
    document: int
    statement: Statement
    quantity: Quantity


class Matcher:
    """Match the figures of a draft with those of a pool."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def matches(self, statement: Statement, quantity: Quantity, near: Iterable[int]) -> list[Match]:
        """Return the figures that could be the same, the likest first; `near` are positions worth looking at."""
        found: list[Match] = []
        for position in dict.fromkeys([*near, *self.pool.with_value(quantity)]):
            number, other = self.pool.statements[position]
            for theirs in other.quantities:
                equal = equal_figures(quantity.figure, theirs.figure)
                if not equal and not comparable(quantity.figure, theirs.figure):
                    continue
                likeness = self.likeness(statement, quantity, other, theirs)
                if likeness < 0.2:
                    continue
                ours = self.is_ours(statement, number, other)
                timely = timeliness(statement, quantity, other, theirs)
                shared = self.shared(statement, other)
                found.append(Match(likeness, equal, ours, timely, shared, number, other, theirs))
        return sorted(found, key=lambda match: (-match.likeness, match.document, match.statement.start))

    def likeness(self, mine: Statement, quantity: Quantity, theirs: Statement, other: Quantity) -> float:
        """Return how surely two figures count the same thing."""
        forth = self._cover(quantity, other, theirs)
        back = self._cover(other, quantity, mine)
        shared = self.shared(mine, theirs)
        likeness = 0.3 * self._direct(quantity, other) + 0.28 * forth + 0.28 * back + 0.14 * shared
        for first, second in contrasts(quantity.near, other.near):
            if first not in theirs.text or second not in mine.text:
                likeness *= 0.7
            else:
                likeness *= 0.8
        if quantity.near == other.near and quantity.rank != other.rank and mine.text != theirs.text:
            likeness *= 0.93
        return likeness

    def is_ours(self, mine: Statement, number: int, theirs: Statement) -> bool:
        """Tell whether a statement speaks of a place that the draft's sentence speaks of."""
        allowed = [mine.place, *mine.places] if mine.place not in mine.places else [*mine.places]
        allowed = [name for name in allowed if name]
        if not allowed or not theirs.place or self.pool.held[number].sets_rules:
            return True
        return any(same_place(name, theirs.place) or name in theirs.places for name in allowed)

    def _direct(self, one: Quantity, other: Quantity) -> float:
        """Return how much of what stands at the one figure or at the other stands at both."""
        least = min(sum(map(self.pool.weight, one.words)), sum(map(self.pool.weight, other.words)))
        both = sum(self.pool.weight(word) * strength(word, other.near) for word in one.words)
        return min(1.0, both / least) if least else 0.5

    def _cover(self, one: Quantity, other: Quantity, around_other: Statement) -> float:
        total = covered = 0.0
        for word in one.words:
            weight = self.pool.weight(word)
            total += weight
            here = strength(word, other.near)
            if here < 1.0:
                here = max(
                    here,
                    ELSEWHERE * strength(word, around_other.text),
                    BEYOND * strength(word, around_other.around),
                )
            covered += weight * here
        return covered / total if total else 0.5

    def shared(self, mine: Statement, theirs: Statement) -> float:
        """Return how much of the shorter of two sentences the other says."""
        both = sum(self.pool.weight(word) for word in mine.words & theirs.words)
        least = min(
            sum(self.pool.weight(word) for word in mine.words), sum(self.pool.weight(word) for word in theirs.words)
        )
        return both / least if least else 0.0


def plans(statement: Statement) -> bool:
    """Tell whether a sentence says what is to be done, and not what was."""
    return bool(_PLAN_HEADING.search(" ".join(statement.section)) or _PLAN.search(statement.text))


@lru_cache(maxsize=200_000)
def strength(word: str, text: str) -> float:
    """Return how surely a text holds a word."""
    return match_strength(word, text)


@lru_cache(maxsize=50_000)
def contrasts(one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of words, one of each text, that exclude each other."""
    found: list[tuple[str, str]] = []
    for group in CONTRASTS:
        mine = {word for word in group if word in one}
        theirs = {word for word in group if word in other}
        if mine and theirs and not mine & theirs:
            found += [(min(mine), min(theirs))]
    return tuple(found)


def opposites(one: str, other: str) -> tuple[str, str] | None:
    """Return a word of each text where one says the opposite of the other: 增加 and 减少."""
    one, other = _NEGATED.sub(_same_length, one), _NEGATED.sub(_same_length, other)
    for up, down in OPPOSITES:
        for here, there in ((up, down), (down, up)):
            mine = [word for word in here if word in one]
            theirs = [word for word in there if word in other]
            if mine and theirs and not any(w in one for w in there) and not any(w in other for w in here):
                return max(mine, key=len), max(theirs, key=len)
    return None


def _same_length(match: re.Match[str]) -> str:
    return "＿" * len(match[0])


def equal_figures(one: Figure, other: Figure) -> bool:
    """Tell whether two figures say the same number of the same unit; 所, 个 and 家 count alike."""
    if same_figure(one, other):
        return True
    if one.value is None or one.value != other.value or one.high != other.high:
        return False
    if "" in (one.unit, other.unit) and one.unit != other.unit:
        return False
    return _ALIKE.get(one.unit, one.unit) == _ALIKE.get(other.unit, other.unit)


def comparable(one: Figure, other: Figure) -> bool:
    """Tell whether one figure may stand where the other should: same unit, or another unit and the same digits."""
    if one.value is None or other.value is None:
        return one.kind == other.kind
    if one.unit == other.unit or _ALIKE.get(one.unit) == _ALIKE.get(other.unit, "-"):
        return True
    telling = len(digits(one)) >= 2
    if one.value == other.value:
        return telling or "" in (one.unit, other.unit)
    return telling and digits(one) == digits(other)


def digits(figure: Figure) -> str:
    """Return the digits of a figure without its scale: those of 4.8亿元 and 4.8万元 are the same."""
    written = figure.text if figure.value is None else f"{figure.value:f}{figure.high or ''}"
    return "".join(c for c in written if c.isdigit()).strip("0") or "0"


def timeliness(mine: Statement, quantity: Quantity, theirs: Statement, other: Quantity) -> str:
    """Return whether two figures are of the same year: same, open where one does not tell, other.

    Where only the heading or title of the draft names another year they are `apart`: enough to doubt that one value
    contradicts the other, too little to say that an equal one does not prove.
    """
    wanted, given = quantity.years, other.years or theirs.years
    if plans(mine) != plans(theirs):
        return "apart"
    if SEVERAL in (wanted, given) and wanted and given:
        return "same" if wanted == given or "-" in wanted + given else "other"
    if given == SEVERAL and mine.years:
        return "apart"
    if wanted and given:
        if wanted == given:
            return "same"
        if "-" in given and not other.years:
            return "open"
        return "open" if wanted in theirs.text and not other.years else "other"
    if not wanted and mine.years and given:
        return "same" if mine.years == given else "apart"
    return "open"


__all__ = ["Match", "Matcher", "comparable", "contrasts", "digits", "equal_figures", "opposites", "value_key"]
