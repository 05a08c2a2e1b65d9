"""Find, among the figures of a sentence, the one that a question asks for: of its kind and unit, close to its words."""

from __future__ import annotations

import re

from assistant.asked_words import says_something
from assistant.evidence import Evidence
from assistant.figure_cues import (
    by_the_same_measure,
    formerly,
    limit_asked,
    of_the_contrary,
    period_agreement,
    spent_on,
    turned_round,
)
from assistant.matching import match_strength
from assistant.question import Question, without_places
from corpus.counting import units_of
from corpus.figures import Figure, find_figures
from corpus.tokenizer import cut_by_dictionary, fold, is_naming, part_of_speech

ENOUGH_FOR_FIGURE = 0.42
ENOUGH_AFTER_NAMES = 0.34
# A figure this near to the best of its sentence answers about as well.
RIVALRY = 0.96
# What a word of the question counts that stands elsewhere in the sentence, behind the figure's clause.
ELSEWHERE = 0.4
FIGURE_KINDS = {
    "count": {"count", "number"},
    "money": {"money"},
    "share": {"share"},
    "date": {"date", "period"},
    "duration": {"count"},
}
_ANY_AMOUNT = {"count", "money", "share", "ratio", "number"}
# Units that staff use for one another where the thing counted is named: 「多少家卫生室」, 「卫生室238所」.
_ALIKE = (
    "家所个处座间",
    "台套件辆部",
    "次场期回趟",
    "种类",
    "名人位",
    "支个队",
    "项个件起宗例",
    "项个件大",
    "栋幢座",
    "户家",
    "天日",
)
SAME_UNIT = {"名": "人", "位": "人", "平米": "平方米"}
_DURATIONS = frozenset("天 日 个工作日 工作日 小时 分钟 个月 月 年 周 学时 课时".split())
_MONEY_WORDS = frozenset(["资金", "经费", "投资", "金额", "钱", "款项", "拨款", "财政"])
_SHARE_WORDS = frozenset("比例 比重 占比 占 百分比 比 率 份额 百分点".split())
# 「比2020年增长」 says of which year another figure was.
_YEAR_OF = re.compile(r"(?<![比较与于\d])((?:19|20)\d{2})年(?!版|印发|修订)(?!.{0,2}基础)")
_SIDE_BY_SIDE = re.compile(r"(?P<one>[A-Za-z\u4e00-\u9fff]{1,4})、(?P<other>[A-Za-z\u4e00-\u9fff]{1,4})")
_ASKS_DAY = re.compile(r"几号|哪一?天|几月几日|哪一?日")
_ASKS_MONTH = re.compile(r"几月|哪个月")
_CLAUSE = re.compile(r"[，,；;。！？:：]")


def alike(one: str, other: str) -> bool:
    """Tell whether staff use two units for one another."""
    return one == other or any(one and other and one in group and other in group for group in _ALIKE)


class AskedFigure:
    """Find the figure that one question asks for; `weights` are its terms' weights."""

    def __init__(self, question: Question, weights: dict[str, float]) -> None:
        self._question = question
        self._weights = weights
        # 「提高了几个百分点」 asks for points, which are no share.
        self._in_points = question.kind == "share" and "百分点" in question.text
        self._plain = fold(without_places(question))
        self._limits = [
            f.key
            for f in find_figures(question.text)
            if f.kind in ("count", "share", "money")
            and (f.unit != "年" or question.text[max(0, f.start - 1) : f.start] == "满")
            and not f.text.startswith("两")
        ]

    def find(self, text: str, around: str) -> tuple[Figure | None, float, int]:
        """Return the figure asked for, how close to the words asked about it stands, and where its rivals end.

        「小学每人每年1000元，初中每人每年1250元」 has two answers to 「标准是多少」; the first is returned.
        """
        question = self._question
        kinds = {"count"} if self._in_points else FIGURE_KINDS.get(question.kind, _ANY_AMOUNT)
        folded = fold(text)
        fitting = [
            figure
            for figure in find_figures(text)
            if (figure.kind in kinds or self._is_share_of(figure, folded))
            and figure.key not in self._limits
            and not _numbers_an_item(figure, folded)
            and self._unit_fits(figure, folded)
            and self._of_the_year(figure, folded)
            and self._as_exact_as_asked(figure)
        ]
        found = [(self._closeness(figure, folded, around), figure) for figure in fitting]
        found = [(closeness, figure) for closeness, figure in found if closeness >= self._enough(figure, folded)]
        if not found:
            return None, 0.0, 0
        best, nearest = max(found, key=lambda pair: pair[0])
        if self._of_several(nearest, folded):
            return None, 0.0, 0
        equal = [figure for closeness, figure in found if closeness >= RIVALRY * best]
        if len(equal) > 1 and len({figure.key for figure in equal}) > 1:
            return equal[0], best, equal[-1].end
        return next(figure for closeness, figure in found if closeness == best), best, 0

    def _of_the_year(self, figure: Figure, text: str) -> bool:
        """Tell whether the last year named before a figure is one asked about: 「2022年315户，2023年计划380户」."""
        if not self._question.years or figure.kind in ("date", "period"):
            return True
        named = [match[1] for match in _YEAR_OF.finditer(text, 0, figure.start)]
        return not named or named[-1] in self._question.years

    def _as_exact_as_asked(self, figure: Figure) -> bool:
        """Tell whether a date says as much as is asked: 「几号开学」 is not answered by 2024年, nor by the year asked about."""
        if self._question.kind != "date" or figure.kind not in ("date", "period"):
            return True
        if _ASKS_DAY.search(self._question.text) and not re.search(r"[日号]", figure.text):
            return False
        if _ASKS_MONTH.search(self._question.text) and "月" not in figure.text:
            return False
        return figure.text.strip("年度 ") not in self._question.years

    def _is_share_of(self, figure: Figure, text: str) -> bool:
        """Tell whether a share tells how many: 「27.4%的家长担心」 for 「有多少家长担心」."""
        focus = self._question.focus[-1:]
        return (
            self._question.kind == "count"
            and figure.kind == "share"
            and bool(focus)
            and text.startswith(f"的{focus[0]}", figure.end)
        )

    def _of_several(self, figure: Figure, text: str) -> bool:
        """Tell whether a figure is of two things together of which one is asked about: 「C、D级危房46栋」."""
        start, _ = _clause(text, figure.start, figure.end)
        before = text[start : figure.start]
        if (
            figure.kind not in ("count", "money")
            or re.search(r"分别|各|均|都", text)
            or any(f.kind == figure.kind for f in find_figures(before))
        ):
            return False
        for match in _SIDE_BY_SIDE.finditer(before):
            one, other = re.sub(r"^[为对给向把将由和与的]", "", match["one"]), match["other"]
            if match_strength(one, self._plain) >= 0.6:
                return match_strength(other, self._plain) < 0.3
            if any(other.startswith(word) for word in self._weights if len(word) > 1 or word.isascii()):
                return True
        return False

    def _counts_in(self, figure: Figure) -> bool:
        """Tell whether a figure has a unit in which the noun before 多少 is counted: 「住校的学生有多少」 in 人."""
        if self._question.unit or self._question.focus or figure.kind != "count":
            return True
        units = units_of(self._question.asked_head)
        return not units or figure.unit in units

    def _counts_another(self, figure: Figure, text: str) -> bool:
        """Tell whether the noun right behind a figure is another than the one asked about: 文件 of 「三个决定性文件」."""
        head = counted_noun(text[figure.end :])
        if not head or not self._question.focus:
            return False
        focus = self._question.focus[-1]
        return match_strength(focus, head) < 0.5 and match_strength(head, focus) < 0.5 and focus[-2:] not in head

    def _enough(self, figure: Figure, text: str) -> float:
        """Return how close a figure must stand: less where all that the question names comes before it."""
        _, end = _clause(text, figure.start, figure.end)
        names = [term for term in self._weights if is_naming(term)]
        held = names and all(match_strength(term, text[:end]) >= 0.85 for term in names)
        return ENOUGH_AFTER_NAMES if held else ENOUGH_FOR_FIGURE

    def _unit_fits(self, figure: Figure, text: str) -> bool:
        if self._in_points:
            return "百分点" in figure.unit
        unit = SAME_UNIT.get(self._question.unit, self._question.unit)
        if self._question.kind == "duration":
            return figure.unit in _DURATIONS
        if unit and unit != "个" and self._question.kind in ("count", "amount"):
            start, end = _clause(text, figure.start, figure.end)
            clause = re.sub(r"《[^》]*》", "", text[start:end])
            named = any(match_strength(word, clause) >= 0.9 for word in self._question.focus[-1:])
            named = named and not self._counts_another(figure, text)
            # 「转移了多少人」 is answered by 「转移1.08万人次」, too.
            if figure.unit == unit or (unit, figure.unit) == ("人", "人次"):
                return True
            return named and alike(figure.unit, unit)
        if not self._counts_in(figure):
            return False
        if self._question.kind != "count":
            return True
        if not self._question.focus:
            return True
        # 「多少个片区」, 「多少教师」: the thing counted stands right behind the figure or in the clause before it.
        start, end = _clause(text, figure.start, figure.end)
        clause = text[start:end]
        # 「6个集团」 counts the 教育集团 asked about: the head of a Chinese noun is its end.
        focus = self._question.focus[-1]
        if match_strength(focus, clause) >= 0.6 or focus[-2:] in clause:
            return True
        # 「转移了多少群众」, 「共转移6812人」: the unit tells that people were counted, another word which.
        if figure.unit not in units_of(focus):
            return False
        return any(match_strength(word, clause) >= 0.6 for word in self._question.terms if word != focus)

    def _closeness(self, figure: Figure, text: str, around: str) -> float:
        """Return how much of the question stands around a figure: its own clause counts in full, others less.

        「项目总投入1386万元」 says of which project only in the title of its document.
        """
        start, end = _clause(text, figure.start, figure.end)
        if figure.kind in ("date", "period"):
            # A date stands for the whole sentence: 「2005年，……合并」.
            start, end = 0, len(text)
        before = text[max(0, start - 80) : start]
        behind = _next_clause(text, end) if figure.kind == "money" and spent_on(text, figure.start) else ""
        covered = total = 0.0
        for term, weight in self._weights.items():
            total += weight
            here = match_strength(term, text[start:end])
            if (figure.kind == "money" and term in _MONEY_WORDS) or (figure.kind == "share" and term in _SHARE_WORDS):
                here = 1.0
            # What comes only behind the figure's clause is rarely what it counts, but it is what money was spent on.
            covered += weight * max(
                here,
                0.75 * match_strength(term, before),
                0.6 * match_strength(term, around),
                ELSEWHERE * match_strength(term, text),
                0.75 * match_strength(term, behind),
            )
        # Among several figures of a clause the nearest to a word asked about wins.
        gaps = [_gap(text, term, figure, start, end) for term in self._weights if term in text[start:end]]
        nearness = 1.0 / (1.0 + min(gaps)) if gaps else 0.0
        focus = any(text.startswith(word, figure.end) or text.startswith(word, start) for word in self._question.focus)
        closeness = min(1.0, covered / total if total else 0.0) * 0.8 + 0.1 * nearness + 0.1 * focus
        if not by_the_same_measure(self._question.text, text[start:end]):
            return 0.0
        if of_the_contrary(self._plain, text[start:end], before):
            return 0.0
        if figure.kind == "money" and turned_round(self._question.text, text[start:end]):
            return 0.0
        if self._question.kind == "share" and "占" in self._question.text and "占" in text[start:end]:
            closeness += 0.1
        clause = text[start:end]
        if (predicate := self._question.predicate) and match_strength(predicate, before + clause) >= 0.6:
            closeness += 0.1
        # 每年 and 累计 are different figures of one thing: what is asked for without either is the total.
        agreement = period_agreement(self._question.text, clause)
        closeness = closeness + 0.05 if agreement > 0 else closeness * 0.85 if agreement < 0 else closeness
        if (limit := limit_asked(self._question.text)) and limit.search(text[max(start, figure.start - 12) : end]):
            closeness += 0.25
        # What is asked for is how it is now.
        return closeness * 0.85 if formerly(text, start, figure.start, figure.end) else closeness

    def counts_the_very_thing(self, evidence: Evidence) -> bool:
        """Tell whether the very word asked about stands in the figure's clause, in the very unit: 庄寨152座."""
        question, figure = self._question, evidence.figure
        if figure is None or evidence.cells or not (question.unit and question.focus) or figure.unit != question.unit:
            return False
        start, end = _clause(evidence.text, figure.start, figure.end)
        return all(word in evidence.text[start:end] for word in question.focus)

    def of_the_same_limits(self, evidence: Evidence) -> bool:
        """Tell whether a sentence holds the figures that the question itself names: 五十岁以上, 不足10人."""
        if evidence.cells:
            return True
        held = {figure.key for figure in find_figures(evidence.text)}
        return all(key in held for key in self._limits)


def counted_noun(behind: str) -> str:
    """Return the noun that a figure counts, of the text right behind it: 文件 of 「决定性文件，采用」; empty for none."""
    head = ""
    for word in cut_by_dictionary(_CLAUSE.split(behind[:16], maxsplit=1)[0].split("、")[0]):
        if not says_something(word) or (part_of_speech(word)[:1] not in "nablj" and part_of_speech(word) != "vn"):
            break
        head = word if is_naming(word) else head
    return head


def _numbers_an_item(figure: Figure, text: str) -> bool:
    """Tell whether a number only stands before an item of a list: 「2、学校管理」."""
    return figure.start <= 1 and not figure.unit and bool(re.match(r"[、.．)）](?!\d)", text[figure.end :]))


def _gap(text: str, term: str, figure: Figure, start: int, end: int) -> int:
    """Return how far a word stands from a figure; across a 、 it belongs to the next figure rather."""
    gaps = []
    for spot in (m.start() for m in re.finditer(re.escape(term), text[start:end])):
        at = start + spot
        between = text[figure.end : at] if at >= figure.end else text[at + len(term) : figure.start]
        gaps.append(len(between) + (20 if "、" in between else 0))
    return min(gaps)


def _next_clause(text: str, end: int) -> str:
    """Return the clause behind one that ends at `end`."""
    behind = _CLAUSE.search(text, end + 1)
    return text[end : behind.start() if behind else len(text)]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    right = _CLAUSE.search(text, end)
    return left, right.start() if right else len(text)
