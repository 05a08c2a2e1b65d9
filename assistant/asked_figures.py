"""Find, among the figures of a sentence, the one that a question asks for: of its kind and unit, close to its words."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.asked_words import QUOTED
from assistant.clauses import clause_around, next_clause
from assistant.evidence import Evidence
from assistant.figure_cues import (
    AREA,
    ASKS_AREA,
    asks_change,
    by_the_same_measure,
    formerly,
    is_the_change,
    limit_asked,
    of_the_contrary,
    period_agreement,
    spent_on,
    turned_round,
)
from assistant.fitting_figures import (
    counts_another,
    counts_in,
    is_of_several,
    is_share_of,
    may_answer,
)
from assistant.matching import match_strength, surely_holds, wholly_holds
from assistant.question import Question, without_places
from assistant.question_kinds import RANK
from assistant.ranges import cases_of, parts_for
from corpus.counting import units_of
from corpus.figures import Figure, find_figures
from corpus.synonyms import paraphrases_in
from corpus.tokenizer import fold, is_naming

ENOUGH_FOR_FIGURE = 0.42
ENOUGH_AFTER_NAMES = 0.34
# A figure this near to the best of its sentence answers about as well.
RIVALRY = 0.96
# Where several are asked for, one that stands in a row with it.
SIDE_BY_SIDE = 0.8
_OF_PEOPLE = frozenset(("个", "对", "人次", "批", "支", "例", "户"))
_REALLY = re.compile(r"实际|真正|到底|最后|最终")
_RATE_ASKED = re.compile(r"(?:补助|补贴|资助|奖励|奖补|收费|保障|救助|津贴|低保)标准(?:各|分别)?(?:是|为|有|达到)?多少")
_TELLS_RATES = re.compile(r"标准|每|档|人均|生均|一次性|(?:给予|奖励|补助|补贴|资助)\d|\d+元[/／]")
_ADDED = re.compile(r"新增[\u4e00-\u9fff]{0,6}$")
_PART_OF_THEM = re.compile(r"(?:里|中|里面|当中|其中)有?多少(?:个|名|人|位|所)?是")
_EACH = re.compile(r"分别|各(?:是|为|有|多少|几)")
IN_THE_RANGE = 0.2
# 「比上年多了多少」 is answered by 「增加2100万元」 before 「4.37亿元」.
BY_ITS_CHANGE = 0.3
BY_ITS_ITEM = 0.1
# What a word of the question counts that stands elsewhere in the sentence, behind the figure's clause.
ELSEWHERE = 0.4
# What one counts that stands only around the sentence.
BY_CONTEXT = 0.6
FIGURE_KINDS = {
    "count": {"count", "number"},
    "money": {"money"},
    "share": {"share"},
    "date": {"date", "period"},
    "duration": {"count"},
    "rank": {"ordinal"},
}
# 「学生和计算机的比例」 is written 8∶1.
_OF_ONE_TO_THE_OTHER = re.compile(r"[和与跟][^，。、？]{1,8}比|[生师人床医护][机生员护患]比|配比")
SHORTEST_MEASURE = 3
_MOVED = re.compile(r"脱贫|减贫|搬迁|转移|迁[入出移]|流[入出动]|返贫|受灾|安置")
_POPULATION = re.compile(r"人口|户籍|常住|居民|[户口人]数|户|总人")
_MEASURE = re.compile(
    r"(?P<of>[A-Za-z0-9\u4e00-\u9fff]{1,4}(?:率|满意度|知晓度|系数|指数))(?:是|为|达到?了?|有)*(?:多少|几|多[高大])"
)
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
_NO_RANK = re.compile(r"[条款项章节期届批次轮季]$|个$|阶段$")
_DURATIONS = frozenset("秒 天 日 个工作日 工作日 小时 分钟 个月 月 年 周 学时 课时".split())
_MONEY_WORDS = frozenset(["资金", "经费", "投资", "金额", "钱", "款项", "拨款", "财政"])
_SHARE_WORDS = frozenset("比例 比重 占比 占 百分比 比 率 份额 百分点".split())


def alike(one: str, other: str) -> bool:
    """Tell whether staff use two units for one another."""
    return one == other or any(one and other and one in group and other in group for group in _ALIKE)


class AskedFigure:
    """Find the figure that one question asks for; `weights` are its terms' weights."""

    def __init__(self, question: Question, weights: dict[str, float]) -> None:
        self._question = question
        self._weights = weights
        self._names = [term for term in weights if is_naming(term)]
        # 「提高了几个百分点」 asks for points, which are no share.
        self._in_points = question.kind == "share" and "百分点" in question.text
        self._asks_change = asks_change(question.text)
        self.cases = cases_of(question.text)
        # The question's text, folded, without its places.
        self.plain = fold(without_places(question))
        self._ratios = {name for _, names in paraphrases_in(question.text) for name in names if name.endswith("比")}
        self._limits = [
            f.key
            # A number within a name, 「“五字诀”」, limits nothing.
            for f in find_figures(QUOTED.sub("，", question.text))
            if f.kind in ("count", "share", "money")
            # 「三种类型」 limits nothing.
            and f.unit not in ("种", "类")
            # 「县乡村三级」 names the levels.
            and f.text != "三级"
            and (f.unit != "年" or question.text[max(0, f.start - 1) : f.start] == "满")
            and not f.text.startswith("两")
            # 「那94个孩子里」 says again how many there are.
            and question.text[max(0, f.start - 1) : f.start] not in ("那", "这")
        ]

    def find(
        self, text: str, around: str, by_context: float = BY_CONTEXT, otherwise: Collection[str] = ()
    ) -> tuple[Figure | None, float, int]:
        """Return the figure asked for, how close to the words asked about it stands, and where its rivals end.

        Words of the question that the sentence says in other words are `otherwise`: 食堂从业人员 for 做饭的师傅.

        「小学每人每年1000元，初中每人每年1250元」 has two answers to 「标准是多少」; the first is returned.
        """
        question = self._question
        kinds = {"count"} if self._in_points else FIGURE_KINDS.get(question.kind, _ANY_AMOUNT)
        if question.kind == "share" and _OF_ONE_TO_THE_OTHER.search(question.text):
            kinds = kinds | {"ratio"}
        folded = fold(text)
        parts = parts_for(text, self.cases)
        fitting = [
            figure
            for figure in find_figures(text)
            if (figure.kind in kinds or is_share_of(question, figure, folded))
            and figure.key not in self._limits
            and (parts is None or any(start <= figure.start < end for start, end in parts))
            and not _numbers_an_item(figure, folded)
            and self._unit_fits(figure, folded)
            and may_answer(question, figure, folded, around)
        ]
        # A range that the case falls into says of which figure it speaks, however little of the question stands there.
        said = f"{folded} {around}"
        sure = IN_THE_RANGE if parts and all(surely_holds(term, said) for term in self._names) else 0.0
        found = [
            (
                self._closeness(figure, folded, around, by_context, otherwise)
                + max(sure, self._by_its_name(figure, folded)),
                figure,
            )
            for figure in fitting
        ]
        found = [(closeness, figure) for closeness, figure in found if closeness >= self._enough(figure, folded)]
        if not found:
            return None, 0.0, 0
        best, nearest = max(found, key=lambda pair: pair[0])
        if is_of_several(question, self.plain, nearest, folded):
            return None, 0.0, 0
        # 「三种类型……分别是多少」: 「融合型每年50万元、共建型每年30万元、协作型每年10万元」
        near = SIDE_BY_SIDE if _EACH.search(question.text) and "、" in text else RIVALRY
        equal = [f for closeness, f in found if closeness >= near * best and f.unit == nearest.unit]
        if len(equal) > 1 and len({figure.key for figure in equal}) > 1:
            return equal[0], best, equal[-1].end
        return next(figure for closeness, figure in found if closeness == best), best, 0

    def _by_its_name(self, figure: Figure, text: str) -> float:
        """Return how much surer a ratio is that has its name before it, 生机比, where its two things are asked about."""
        start, _ = clause_around(text, figure.start, figure.end)
        named = any(name in text[start : figure.start] for name in self._ratios)
        if figure.kind == "ratio" and named:
            return IN_THE_RANGE
        # 「共发放问卷6200份，满意度为93.2%」
        return IN_THE_RANGE if self._stands_behind_its_measure(figure, text) else 0.0

    def _enough(self, figure: Figure, text: str) -> float:
        """Return how close a figure must stand: less where all that the question names comes before it."""
        _, end = clause_around(text, figure.start, figure.end)
        held = self._names and all(wholly_holds(term, text[:end]) for term in self._names)
        return ENOUGH_AFTER_NAMES if held else ENOUGH_FOR_FIGURE

    def _unit_fits(self, figure: Figure, text: str) -> bool:
        if self._in_points:
            return "百分点" in figure.unit
        if self._question.kind == "rank":
            asked = RANK.search(self._question.text)
            unit = asked["unit"] if asked else ""
            # 「居全市第3名」 for 第几位
            return figure.text.endswith(unit) if unit in ("批", "届", "轮") else not _NO_RANK.search(figure.text)
        if self._question.kind == "amount" and ASKS_AREA.search(self._question.text):
            return bool(AREA.search(figure.unit))
        unit = SAME_UNIT.get(self._question.unit, self._question.unit)
        if self._question.kind == "duration":
            return figure.unit in _DURATIONS
        if unit and unit != "个" and self._question.kind in ("count", "amount"):
            start, end = clause_around(text, figure.start, figure.end)
            clause = re.sub(r"《[^》]*》", "", text[start:end])
            named = any(match_strength(word, clause) >= 0.9 for word in self._question.focus[-1:])
            named = named and not counts_another(self._question, figure, text)
            # 「转移了多少人」 is answered by 「转移1.08万人次」, too.
            if figure.unit == unit or ((unit, figure.unit) == ("人", "人次") and (named or not self._question.focus)):
                return True
            if (unit, figure.unit) == ("次", "人次") and self._question.predicate in text[start : figure.start]:
                # 「巡了多少次河」: 「各级河湖长巡河19846人次」
                return bool(self._question.predicate)
            return named and alike(figure.unit, unit)
        if not counts_in(self._question, figure):
            return False
        if _RATE_ASKED.search(self._question.text) and not _TELLS_RATES.search(text):
            # 「资助标准是多少」 is not answered by how many were helped, nor by what it all came to.
            return False
        if self._question.kind == "count" and self._question.focus and figure.unit:
            # 「交流了多少教师」 is not answered by 「不少于2年」, nor 「有多少学生」 by 「专门学校1所」.
            units = units_of(self._question.focus[-1])
            if "人" in units and not (figure.unit in units or alike(figure.unit, "人") or figure.unit in _OF_PEOPLE):
                # 「有多少教职工」 is not answered by 「教师进修学校1所」.
                return False
            if units and not any(alike(figure.unit, unit) for unit in (*units, "个")) and figure.unit != "人次":
                return False
        if self._question.kind != "count":
            return True
        if not self._question.focus:
            return True
        if _PART_OF_THEM.search(self._question.text) and not surely_holds(self._question.focus[-1], text):
            # 「走教教师里有多少是特岗教师」 is not answered by how many 走教教师 there are.
            return False
        # 「多少个片区」, 「多少教师」: the thing counted stands right behind the figure or in the clause before it.
        start, end = clause_around(text, figure.start, figure.end)
        clause = text[start:end]
        if (
            self._question.focus[-1] == "人口"
            and not _MOVED.search(self._question.text)
            and not _POPULATION.search(clause)
        ):
            # 「全镇共配备保洁员102名」 counts no inhabitants.
            return False
        # 「6个集团」 counts the 教育集团 asked about: the head of a Chinese noun is its end.
        focus = self._question.focus[-1]
        if surely_holds(focus, clause) or focus[-2:] in clause:
            return True
        # 「转移了多少群众」, 「共转移6812人」: the unit tells that people were counted, another word which.
        if figure.unit not in units_of(focus):
            return False
        return any(surely_holds(word, clause) for word in self._question.terms if word != focus)

    def _closeness(
        self, figure: Figure, text: str, around: str, by_context: float, otherwise: Collection[str] = ()
    ) -> float:
        """Return how much of the question stands around a figure: its own clause counts in full, others less.

        「项目总投入1386万元」 says of which project only in the title of its document.
        """
        start, end = clause_around(text, figure.start, figure.end)
        if figure.kind in ("date", "period"):
            # A date stands for the whole sentence: 「2005年，……合并」.
            start, end = 0, len(text)
        before = text[max(0, start - 80) : start]
        behind = next_clause(text, end) if figure.kind == "money" and spent_on(text, figure.start) else ""
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
                by_context * match_strength(term, around),
                BY_CONTEXT if term in otherwise else ELSEWHERE * match_strength(term, text),
                0.75 * match_strength(term, behind),
            )
        # Among several figures of a clause the nearest to a word asked about wins.
        gaps = [_gap(text, term, figure, start, end) for term in self._weights if term in text[start:end]]
        nearness = 1.0 / (1.0 + min(gaps)) if gaps else 0.0
        focus = any(text.startswith(word, figure.end) or text.startswith(word, start) for word in self._question.focus)
        closeness = min(1.0, covered / total if total else 0.0) * 0.8 + 0.1 * nearness + 0.1 * focus
        if not by_the_same_measure(self._question.text, text[start:end]):
            return 0.0
        if of_the_contrary(self.plain, text[start:end], before):
            return 0.0
        if figure.kind == "money" and turned_round(self._question.text, text[start:end]):
            return 0.0
        if self._question.kind == "share" and "占" in self._question.text and "占" in text[start:end]:
            closeness += 0.1
        clause = text[start:end]
        if (predicate := self._question.predicate) and surely_holds(predicate, before + clause):
            closeness += 0.1
        # 每年 and 累计 are different figures of one thing: what is asked for without either is the total.
        agreement = period_agreement(self._question.text, clause)
        closeness = closeness + 0.05 if agreement > 0 else closeness * 0.85 if agreement < 0 else closeness
        if (limit := limit_asked(self._question.text)) and limit.search(text[max(start, figure.start - 12) : end]):
            closeness += 0.25
        if self._asks_change:
            closeness += BY_ITS_CHANGE if is_the_change(text, figure.start) else 0.0
        if self._stands_with_its_own(figure, text, start, end):
            closeness += 0.1
        closeness += BY_ITS_ITEM * self._share_of_its_item(figure, text, start, end)
        if _REALLY.search(self._question.text) and "实际" in clause:
            closeness += BY_ITS_CHANGE
        if _ADDED.search(text[max(start, figure.start - 10) : figure.start]) and "新" not in self._question.text:
            # 「新增校车4辆，全市校车达47辆」
            closeness *= 0.85
        # What is asked for is how it is now.
        return closeness * 0.85 if formerly(text, start, figure.start, figure.end) else closeness

    def _stands_with_its_own(self, figure: Figure, text: str, start: int, end: int) -> bool:
        """Tell whether, of a row set apart by 、, the figure's own item has the noun before 多少: 「随礼不超过100元」."""
        noun = self._question.asked_head
        item_start, item_end = _item_around(figure, text, start, end)
        item = text[item_start:item_end]
        return bool(noun) and len(item) < end - start and noun in item and text.count(noun, start, end) == 1

    def _share_of_its_item(self, figure: Figure, text: str, start: int, end: int) -> float:
        """Return how much of what a clause holds of the question stands in the figure's own item of a row.

        「城市社区养老服务站13个、农村互助养老点71个」 has 农村, 互助 and 养老 in the second.
        """
        item_start, item_end = _item_around(figure, text, start, end)
        in_clause = sum(weight for term, weight in self._weights.items() if term in text[start:end])
        if item_end - item_start == end - start or not in_clause:
            return 0.0
        return sum(weight for term, weight in self._weights.items() if term in text[item_start:item_end]) / in_clause

    def counts_the_very_thing(self, evidence: Evidence) -> bool:
        """Tell whether the very word asked about stands in the figure's clause, in the very unit: 庄寨152座."""
        question, figure = self._question, evidence.figure
        if figure is None or evidence.cells:
            return False
        if self._stands_behind_its_measure(figure, fold(evidence.text)):
            return True
        if not (question.unit and question.focus) or figure.unit != question.unit:
            return False
        start, end = clause_around(evidence.text, figure.start, figure.end)
        return all(word in evidence.text[start:end] for word in question.focus)

    def _stands_behind_its_measure(self, figure: Figure, text: str) -> bool:
        """Tell whether the very measure asked for stands right before a figure: 「总体满意度为89.6%」, 「6A率9.24%」."""
        measure = _MEASURE.search(self.plain) if self._question.kind in ("share", "amount") else None
        if measure is None:
            return False
        before = re.sub(r"(?:分别)?(?:为|是|达到?了?|有)?$", "", text[: figure.start])
        return any(before.endswith(measure["of"][n:]) for n in range(len(measure["of"]) - SHORTEST_MEASURE + 1))

    def of_the_same_limits(self, evidence: Evidence) -> bool:
        """Tell whether a sentence holds the figures that the question itself names: 五十岁以上, 不足10人."""
        if evidence.cells:
            return True
        # 80岁 is said 80周岁, too.
        said = {evidence.text, evidence.text.replace("周岁", "岁")}
        held = {figure.key for text in said for figure in find_figures(text)}
        if parts_for(evidence.text, self.cases):
            # The range that a case falls into stands for it.
            held |= {case.key for case in self.cases}
        return all(key in held for key in self._limits)


def _numbers_an_item(figure: Figure, text: str) -> bool:
    """Tell whether a number only stands before an item of a list, 「2、学校管理」, or is part of a name: 九年义务教育, 二年级, 6A."""
    if figure.unit == "年" and re.match(r"义务教育|一贯制|级", text[figure.end :]):
        return True
    if not figure.unit and re.match(r"[A-Za-z]", text[figure.end :]):
        # 「获得6A成绩」
        return True
    if figure.unit in ("人", "名") and re.match(r"[^，。；、]{0,2}(?:小组|专班|调解团)", text[figure.end :]):
        # 「组成“三人小组”」
        return True
    return figure.start <= 1 and not figure.unit and bool(re.match(r"[、.．)）](?!\d)", text[figure.end :]))


def _item_around(figure: Figure, text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the item of a row set apart by 、 begins and ends in which a figure of a clause stands."""
    item_start = text.rfind("、", start, figure.start) + 1 or start
    item_end = text.find("、", figure.end, end)
    return item_start, item_end if item_end > 0 else end


def _gap(text: str, term: str, figure: Figure, start: int, end: int) -> int:
    """Return how far a word stands from a figure; across a 、 it belongs to the next figure rather."""
    gaps = []
    for spot in (m.start() for m in re.finditer(re.escape(term), text[start:end])):
        at = start + spot
        between = text[figure.end : at] if at >= figure.end else text[at + len(term) : figure.start]
        gaps.append(len(between) + (20 if "、" in between else 0))
    return min(gaps)
