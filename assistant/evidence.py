"""From passages to the sentences that bear on a question, and whether they suffice to answer it.

A sentence is weighed by how much of the question it covers, each word counting by its rarity in the library;
for a question that asks how much or when, a figure of that kind must stand close to the words asked about.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.question import Question
from corpus.figures import Figure, find_figures
from corpus.gazetteer import is_within, stem
from corpus.places import find_places, is_redacted
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import Sentence, split_sentences
from corpus.synonyms import synonyms_of
from corpus.tokenizer import fold, person_names
from index.passage import Passage

# How far a sentence must cover the question to be an answer, and to be worth showing beside others.
ENOUGH = 0.57
WORTH_SHOWING = 0.45
ENOUGH_FOR_FIGURE = 0.45
# A sentence that itself says less of what is asked only stands near the subject.
LEAST_INSIDE = 0.1
# A figure this near to the best of its sentence answers about as well.
RIVALRY = 0.96
_FIGURE_KINDS = {
    "count": {"count", "number"},
    "money": {"money"},
    "share": {"share"},
    "date": {"date", "period"},
    "duration": {"count"},
}
_ANY_AMOUNT = {"count", "money", "share", "ratio", "number"}
# Units that staff use for one another where the thing counted is named: 「多少家卫生室」, 「卫生室238所」.
_ALIKE = {
    unit: group[0] for group in ("家所个处座间", "台套件辆", "次场期回", "名人位", "支个队", "项个件") for unit in group
}
_SAME_UNIT = {"名": "人", "位": "人", "平米": "平方米"}
_DURATIONS = frozenset("天 日 个工作日 工作日 小时 分钟 个月 年 周 学时 课时".split())
_MONEY_WORDS = frozenset(["资金", "经费", "投资", "金额", "钱", "款项", "拨款", "财政"])
_SHARE_WORDS = frozenset("比例 比重 占比 占 百分比 比 率 份额 百分点".split())
_WHO_CUE = re.compile(
    r"由|任(?!务)|牵头|负责|[组局队校院]长|主任|书记|责任(?:人|单位)|龙头|主持|挂帅|指挥|承担|局|委员会|办公室|公司|医院|学校|中心"
)
_SPAN = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—–~至到]+\s*((?:19|20)\d{2})年?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*学年|[-—–~])")
_PLAN_HEADING = re.compile(r"打算|计划|下一步|下步|今后|目标|努力方向|重点任务|工作安排")
_PLAN = re.compile(r"计划(?!生育)|拟|力争|预计|将(?!.{0,4}(?:作为|纳入|原))|到20\d\d年(?!底?[^，。]{0,8}(?:已|共))")
_FORMERLY = re.compile(r"(?:由|从)[^，；]{0,14}$")
_NOW = re.compile(r"[^，；。]{0,12}(?:至|到|为)")
_YEARLY = re.compile(r"每年|年均|每人|人均|生均|每生|每月|年平均|逐年")
_NAMING = re.compile(
    r"(?:[:：(（]|包括|包含|涵盖|分别|即|例如|如|有|为|是|以)[^。；]*(?:、|和|及|与)|一是|首先|第一[，,、]|[①1][、.．]|(?:、[^、，。；]{2,14}){2,}等"
)
_CLAUSE = re.compile(r"[，,；;。！？:：]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that bears on a question.

    Attributes:
        document: the document that it stands in; `start` and `end` are offsets in its text.
        section: headings above it.
        coverage: share of the question's words, by weight, that sentence and context hold, 0 to 1.
        figure: the figure asked for, where one was asked for and found.
        rivals: end of the last of several figures of the sentence that answer about as well; 0 where one does.
        place: whose fact it is; "" when the document does not tell.
    """

    document: SourceDocument
    start: int
    end: int
    section: tuple[str, ...]
    coverage: float
    score: float
    place: str
    figure: Figure | None = None
    rivals: int = 0

    @property
    def text(self) -> str:
        """Return the sentence verbatim."""
        return self.document.text[self.start : self.end]


class EvidenceFinder:
    """Weigh sentences of passages against one question.

    Args:
        question: the question.
        weight_of: how telling a word is: its inverse document frequency in the library.
        document_of: loads a document by id.
        known_places: places of the library that no gazetteer may know.
    """

    def __init__(
        self,
        question: Question,
        weight_of: Callable[[str], float],
        document_of: Callable[[str], SourceDocument | None],
        known_places: Sequence[str] = (),
    ) -> None:
        self._known_places = known_places
        self._question = question
        self._document_of = document_of
        self._weights = {term: weight_of(term) for term in question.terms}
        self._total = sum(self._weights.values()) or 1.0

    def find(self, passages: Sequence[Passage]) -> list[Evidence]:
        """Return the sentences of these passages, best first, none twice."""
        found: dict[tuple[str, int], Evidence] = {}
        for passage in passages:
            document = self._document_of(passage.chunk.doc_id)
            if document is None:
                continue
            for evidence in self._weigh_passage(passage, document):
                key = (document.doc_id, evidence.start)
                if key not in found or evidence.score > found[key].score:
                    found[key] = evidence
        distinct: dict[str, Evidence] = {}
        for evidence in sorted(found.values(), key=lambda e: -e.score):
            distinct.setdefault(fold(evidence.text), evidence)
        return list(distinct.values())

    def suffices(self, evidence: Evidence) -> bool:
        """Tell whether a sentence answers the question, and does not only touch its subject."""
        if evidence.coverage < ENOUGH:
            return False
        if self._question.is_point:
            return evidence.figure is not None
        if self._question.asks_person and not person_names(evidence.text):
            return False
        if self._question.kind == "who" and not _WHO_CUE.search(evidence.text):
            return False
        return not self._question.asks_names or names_something(evidence)

    def _weigh_passage(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        chunk = passage.chunk
        weighed: list[Evidence] = []
        before = _sentence_before(document.text, chunk.start)
        for sentence in split_sentences(chunk.text, chunk.start):
            section = path_at(document.sections, sentence.start)
            if sentence.text == document.facts.title:
                continue
            lead = _lead_in(document.text, sentence.start)
            context = fold(" ".join((document.facts.title, *section, lead)))
            near = fold(before)
            evidence = self._weigh(sentence, document, section, context, near, passage.score)
            if evidence is not None:
                weighed.append(evidence)
            before = sentence.text
        return weighed

    def _weigh(
        self,
        sentence: Sentence,
        document: SourceDocument,
        section: tuple[str, ...],
        context: str,
        near: str,
        score: float,
    ) -> Evidence | None:
        place = fact_place(sentence.text, document, self._known_places)
        if not self._is_ours(place, document, sentence.text):
            return None
        if not self._is_of_year(sentence.text, section, document):
            return None
        text = fold(sentence.text)
        covered = inside = 0.0
        for term, weight in self._weights.items():
            here = match_strength(term, text)
            inside += weight * here
            covered += weight * max(here, 0.75 * match_strength(term, context), 0.5 * match_strength(term, near))
        coverage, inside = covered / self._total, inside / self._total
        if inside < LEAST_INSIDE:
            return None
        around = f"{near} {context}"
        figure, closeness, rivals = self._figure(sentence.text, around) if self._question.is_point else (None, 0.0, 0)
        weight = 0.7 * coverage + 0.2 * inside + 0.1 * score + 0.2 * closeness + self._form_bonus(text)
        return Evidence(document, sentence.start, sentence.end, section, coverage, weight, place, figure, rivals)

    def _is_ours(self, place: str, document: SourceDocument, text: str) -> bool:
        """Tell whether the sentence speaks of a place that the question names, or the question names none."""
        wanted = self._question.places
        if not wanted:
            return True
        region = document.facts.region if place == document.facts.place else ""
        if self._question.is_point:
            # A district's figure is not its city's: a figure must be the very place's.
            if any(place and stem(place) == stem(name) for name in wanted):
                return True
        elif any(is_within(place, name, region) for name in wanted):
            return True
        # A document for no one place, a law or a national report, may name ours in the sentence itself.
        return not place and any(name in text for name in wanted)

    def _is_of_year(self, text: str, section: Sequence[str], document: SourceDocument) -> bool:
        """Tell whether a sentence speaks of a year asked about: by its own words, its headings, title, date."""
        years = self._question.years
        if not years:
            return True
        spans = _SPAN.findall(text)
        if any(first in years and last in years for first, last in spans):
            return True
        if spans and self._question.is_point:
            # What 2022年至2024年 come to is no single year's figure.
            text = _SPAN.sub("", text)
        elif any(int(first) <= int(year) <= int(last) for first, last in spans for year in years):
            return True
        for words in (text, *reversed(section), document.facts.title):
            named = _YEAR.findall(words)
            if named:
                return any(year in named for year in years)
        if spans and self._question.is_point:
            return False
        # A regulation holds from its first day on; versions not in force that year were left out before.
        since = document.facts.effective[:4]
        return any(document.facts.date.startswith(year) or (since and since <= year) for year in years)

    def _form_bonus(self, text: str) -> float:
        """Favour the form that the kind of question asks for."""
        question = self._question
        if question.kind == "definition":
            subject = "".join(question.terms)
            opening = text.lstrip('“"《')
            if opening.startswith(subject) and re.match(
                r"[”\"》]?\s*(?:[:：]|是指|指|是|即|[（(])", opening[len(subject) :]
            ):
                return 0.5
            if re.search(rf"(?:所谓|所称)[“\"《]?{re.escape(subject)}", text):
                return 0.5
            return 0.1 if re.search(r"是指|指的是", text) else 0.0
        if question.kind == "why":
            return 0.1 if re.search(r"因为|由于|为了|原因|导致|为", text) else 0.0
        return 0.0

    def _figure(self, text: str, around: str) -> tuple[Figure | None, float, int]:
        """Return the figure asked for, how close to the words asked about it stands, and where its rivals end.

        「小学每人每年1000元，初中每人每年1250元」 has two answers to 「标准是多少」; the first is returned.
        """
        question = self._question
        kinds = _FIGURE_KINDS.get(question.kind, _ANY_AMOUNT)
        folded = fold(text)
        fitting = [figure for figure in find_figures(text) if figure.kind in kinds and self._unit_fits(figure, folded)]
        found = [(self._closeness(figure, folded, around), figure) for figure in fitting]
        found = [(closeness, figure) for closeness, figure in found if closeness >= ENOUGH_FOR_FIGURE]
        if not found:
            return None, 0.0, 0
        best = max(closeness for closeness, _ in found)
        equal = [figure for closeness, figure in found if closeness >= RIVALRY * best]
        if len(equal) > 1 and len({figure.key for figure in equal}) > 1:
            return equal[0], best, equal[-1].end
        return next(figure for closeness, figure in found if closeness == best), best, 0

    def _unit_fits(self, figure: Figure, text: str) -> bool:
        unit = _SAME_UNIT.get(self._question.unit, self._question.unit)
        if self._question.kind == "duration":
            return figure.unit in _DURATIONS
        if unit and unit != "个" and self._question.kind in ("count", "amount"):
            start, end = _clause(text, figure.start, figure.end)
            named = any(match_strength(word, text[start:end]) >= 0.9 for word in self._question.focus[:1])
            return figure.unit == unit or (named and _ALIKE.get(figure.unit, figure.unit) == _ALIKE.get(unit, unit))
        if self._question.kind != "count":
            return True
        if not self._question.focus:
            return True
        # 「多少个片区」, 「多少教师」: the thing counted stands right behind the figure or in the clause before it.
        start, end = _clause(text, figure.start, figure.end)
        clause = text[start:end]
        # 「6个集团」 counts the 教育集团 asked about: the head of a Chinese noun is its end.
        return any(match_strength(word, clause) >= 0.6 or word[-2:] in clause for word in self._question.focus[:1])

    def _closeness(self, figure: Figure, text: str, around: str) -> float:
        """Return how much of the question stands around a figure: its own clause counts in full, others less.

        「项目总投入1386万元」 says of which project only in the title of its document.
        """
        start, end = _clause(text, figure.start, figure.end)
        if figure.kind in ("date", "period"):
            # A date stands for the whole sentence: 「2005年，……合并」.
            start, end = 0, len(text)
        before = text[max(0, start - 80) : start]
        covered = total = 0.0
        for term, weight in self._weights.items():
            total += weight
            here = match_strength(term, text[start:end])
            if (figure.kind == "money" and term in _MONEY_WORDS) or (figure.kind == "share" and term in _SHARE_WORDS):
                here = 1.0
            elsewhere = max(match_strength(term, text), match_strength(term, around))
            covered += weight * max(here, 0.75 * match_strength(term, before), 0.5 * elsewhere)
        # Among several figures of a clause the nearest to a word asked about wins.
        gaps = [_gap(text, term, figure, start, end) for term in self._weights if term in text[start:end]]
        nearness = 1.0 / (1.0 + min(gaps)) if gaps else 0.0
        focus = any(text.startswith(word, figure.end) or text.startswith(word, start) for word in self._question.focus)
        closeness = min(1.0, covered / total if total else 0.0) * 0.8 + 0.1 * nearness + 0.1 * focus
        # 每年 and 累计 are different figures of one thing: what is asked for without either is the total.
        yearly = _YEARLY.search(text[start:end])
        if yearly and not _YEARLY.search(self._question.text):
            closeness *= 0.85
        # 「由23分钟缩短至7分钟」: what is asked for is how it is now.
        if _FORMERLY.search(text[start : figure.start]) and _NOW.match(text, figure.end):
            closeness *= 0.85
        return closeness


def names_something(evidence: Evidence) -> bool:
    """Tell whether a sentence enumerates, or announces or heads what does, and does not only count."""
    return announces(evidence) or bool(_NAMING.search(evidence.text)) or is_heading(evidence)


def announces(evidence: Evidence) -> bool:
    """Tell whether a sentence introduces the lines after it: 「这12个教育集团是：」."""
    return evidence.text.endswith(("：", ":"))


def is_heading(evidence: Evidence) -> bool:
    """Tell whether a sentence is the heading of a section."""
    return bool(evidence.section) and evidence.text.rstrip("：:。") == evidence.section[-1].rstrip("：:。")


def match_strength(term: str, text: str) -> float:
    """Return how surely a text holds a word, 0 to 1: itself, a synonym, or most of its characters together."""
    if term in text:
        return 1.0
    for other in synonyms_of(term):
        if other in text:
            return 0.9
    if len(term) >= 4:
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        share = sum(pair in text for pair in pairs) / len(pairs)
        return 0.9 * share if share >= 0.5 else 0.3 * share
    if len(term) == 3 and (term[:2] in text or term[1:] in text):
        return 0.55
    if len(term) == 2 and not term.isascii() and not term.isdigit():
        if term[0] in text and re.search(rf"{re.escape(term[0])}.{{0,3}}{re.escape(term[1])}", text):
            return 0.7
        return 0.15 if term[0] in text or term[1] in text else 0.0
    return 0.0


def fact_place(text: str, document: SourceDocument, known: Sequence[str] = ()) -> str:
    """Return whose fact a sentence states: the document's place, unless the sentence opens with another.

    A sentence of a city's report that opens with one of its districts speaks of the district.
    """
    own = document.facts.place
    named = [mention for mention in find_places(text, known) if not is_redacted(mention.name)]
    quoted = [(m.start(), m.end()) for m in re.finditer(r"《[^》]*》", text)]
    named = [mention for mention in named if not any(start <= mention.start < end for start, end in quoted)]
    if not named or not own or own in text:
        return own
    first = named[0]
    return first.name if first.start <= 6 else own


def is_plan(evidence: Evidence) -> bool:
    """Tell whether a sentence says what is to be done, and not what was."""
    return bool(_PLAN_HEADING.search(" ".join(evidence.section)) or _PLAN.search(evidence.text))


def _gap(text: str, term: str, figure: Figure, start: int, end: int) -> int:
    """Return how far a word stands from a figure; across a 、 it belongs to the next figure rather."""
    gaps = []
    for spot in (m.start() for m in re.finditer(re.escape(term), text[start:end])):
        at = start + spot
        between = text[figure.end : at] if at >= figure.end else text[at + len(term) : figure.start]
        gaps.append(len(between) + (20 if "、" in between else 0))
    return min(gaps)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    right = _CLAUSE.search(text, end)
    return left, right.start() if right else len(text)


def _lead_in(text: str, start: int) -> str:
    """Return the sentence that introduces the list in which this one stands: it ends in a colon, lines above."""
    above = text[max(0, start - 1500) : start].split("\n")[:-1]
    for line in reversed(above[-25:]):
        stripped = line.strip()
        if stripped.endswith(("：", ":")):
            return stripped
        if len(stripped) > 120:
            return ""
    return ""


def _sentence_before(text: str, start: int) -> str:
    """Return the sentence before a chunk on the same line or paragraph; "" at the beginning."""
    window = text[max(0, start - 200) : start]
    if not window.strip() or window.endswith("\n\n"):
        return ""
    sentences = split_sentences(window)
    return sentences[-1].text if sentences else ""


def rarity(documents: int, holding: int) -> float:
    """Return the inverse document frequency of a word, smoothed so that a small library still tells words apart."""
    return math.log(1.0 + (documents + 1.0) / (holding + 0.5))
