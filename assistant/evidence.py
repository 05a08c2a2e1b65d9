"""From passages to the sentences that bear on a question, and whether they suffice to answer it.

A sentence is weighed by how much of the question it covers, each word counting by its rarity in the library;
for a question that asks how much or when, a figure of that kind must stand close to the words asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.cells import TOTALS, Cell, cells_of, is_row
from assistant.matching import match_strength
from assistant.question import Question
from corpus.context import table_context
from corpus.figures import Figure, find_figures
from corpus.gazetteer import is_within, stem
from corpus.layout import ends_sentence, is_numbered
from corpus.places import find_places, is_redacted
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import Sentence, split_sentences
from corpus.tokenizer import content_words, fold, person_names
from corpus.versions import effective_date
from index.passage import Passage

# How far a sentence must cover the question to be an answer, and to be worth showing beside others.
ENOUGH = 0.57
WORTH_SHOWING = 0.45
ENOUGH_FOR_FIGURE = 0.45
# Where the very thing counted stands in the figure's clause, in the unit asked for: 「多少座庄寨」, 「庄寨152座」.
ENOUGH_FOR_COUNTED = 0.4
# A cell whose row and whose column the question names covers it at least so far.
ROW_AND_COLUMN = 0.75
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
_PLAN = re.compile(
    r"计划(?=[在于用到投新建招改扩完实组引安通再利每力年\d])|拟|力争|预计|将(?!.{0,4}(?:作为|纳入|原))|到20\d\d年(?!底?[^，。]{0,8}(?:已|共))"
)
_FORMERLY = re.compile(r"(?:由|从)[^，；]{0,14}$")
_NOW = re.compile(r"[^，；。]{0,12}(?:至|到|为)")
_YEARLY = re.compile(r"每年|年均|每人|人均|生均|每生|每月|年平均|逐年")
_NAMING = re.compile(
    r"(?:[:：(（]|包括|包含|涵盖|分别|即|例如|如|有|为|是|以)[^。；]*(?:、|和|及|与)|一是|首先|第一[，,、]|[①1][、.．]|(?:、[^、，。；]{2,14}){2,}等"
)
# In which columns a table says who, where and when.
_HEADS = {
    "who": re.compile(r"单位|部门|机构|负责|责任|牵头|校长|姓名|联系人|人员"),
    "where": re.compile(r"地点|地址|位置|所在"),
    "date": re.compile(r"时间|时限|日期|期限|年月"),
    "list": re.compile(r"内容|任务|措施|名单|成员|名称|范围|项目"),
}
_BASIS = re.compile(
    r"(?:根据|依据|按照?|依照|遵照|参照|为贯彻落实|贯彻)[^。；]{0,60}?(?:《[^》]+》|(?:法|办法|条例|规定)第)"
)
_IN_FORCE = re.compile(r"施行|生效|实施|执行|起用|作数")
_RATE = re.compile(r"率|比例|占比|比重|百分比")
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
        cells: of a table's row, the cells that answer.
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
    cells: tuple[Cell, ...] = ()

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
        self._limits = [f.key for f in find_figures(question.text) if f.kind in ("count", "share", "money")]

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
        if evidence.coverage < (ENOUGH_FOR_COUNTED if self._counts_the_very_thing(evidence) else ENOUGH):
            return False
        if self._question.is_point:
            return evidence.figure is not None and self._of_the_same_limits(evidence)
        if self._question.asks_person and not person_names(evidence.text):
            return False
        if self._question.kind == "basis" and not _BASIS.search(evidence.text):
            return False
        if self._question.kind == "who" and not _WHO_CUE.search(evidence.text):
            return False
        return not self._question.asks_names or names_something(evidence)

    def _of_the_same_limits(self, evidence: Evidence) -> bool:
        """Tell whether a sentence holds the figures that the question itself names: 五十岁以上, 不足10人."""
        if evidence.cells:
            return True
        held = {figure.key for figure in find_figures(evidence.text)}
        return all(key in held for key in self._limits)

    def _counts_the_very_thing(self, evidence: Evidence) -> bool:
        question, figure = self._question, evidence.figure
        if figure is None or evidence.cells or not (question.unit and question.focus) or figure.unit != question.unit:
            return False
        start, end = _clause(evidence.text, figure.start, figure.end)
        return question.focus[0] in evidence.text[start:end]

    def _weigh_passage(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        chunk = passage.chunk
        weighed: list[Evidence] = []
        if chunk.text.startswith("|"):
            return self._weigh_rows(passage, document)
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
        # What a regulation rests on and since when it is in force is asked of the document, which its title names.
        whole = self._of_the_document(sentence.text)
        by_context = 1.0 if whole else 0.75
        covered = inside = 0.0
        for term, weight in self._weights.items():
            here = match_strength(term, text)
            inside += weight * here
            covered += weight * max(here, by_context * match_strength(term, context), 0.5 * match_strength(term, near))
        coverage, inside = covered / self._total, inside / self._total
        if inside < LEAST_INSIDE and not whole:
            return None
        if self._question.kind == "date" and "废止" in text and "废止" not in self._question.text:
            # 「2019年8月1日起施行的……同时废止」 says when another was in force.
            return None
        around = f"{near} {context}"
        figure, closeness, rivals = self._figure(sentence.text, around) if self._question.is_point else (None, 0.0, 0)
        weight = 0.7 * coverage + 0.2 * inside + 0.1 * score + 0.2 * closeness + self._form_bonus(text)
        return Evidence(document, sentence.start, sentence.end, section, coverage, weight, place, figure, rivals)

    def _weigh_rows(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        """Weigh the rows of a table, each cell by what its row and its column are about."""
        chunk = passage.chunk
        section = path_at(document.sections, chunk.start)
        caption = table_context(document.text, chunk.start)[0]
        weighed: list[Evidence] = []
        start = chunk.start
        for line in chunk.text.split("\n"):
            end = start + len(line)
            if is_row(line):
                evidence = self._weigh_row(document, start, end, section, caption, passage.score)
                if evidence is not None:
                    weighed.append(evidence)
            start = end + 1
        return weighed

    def _weigh_row(
        self, document: SourceDocument, start: int, end: int, section: tuple[str, ...], caption: str, score: float
    ) -> Evidence | None:
        cells = cells_of(document, start, end)
        if not cells:
            return None
        labels = cells[0].labels
        place = row_place(labels, document, self._known_places)
        if not self._is_ours(place, document, document.text[start:end]):
            return None
        context = fold(" ".join((caption, document.facts.title, *section)))
        covered = [(self._covered_by(cell, context), cell) for cell in cells]
        fitting = [
            (coverage, cell)
            for (coverage, inside), cell in covered
            if inside >= LEAST_INSIDE
            and self._cell_fits(cell, place)
            and self._is_of_year(f"{' '.join(labels)} {cell.head}", (*section, caption), document)
        ]
        if not fitting:
            return None
        of_year = [
            pair for pair in fitting if any(y in f"{''.join(labels)}{pair[1].head}" for y in self._question.years)
        ]
        # A column of the very year outdoes the sum of three years that its table is of.
        fitting = of_year or fitting
        best = max(coverage for coverage, _ in fitting)
        chosen = tuple(cell for coverage, cell in fitting if coverage >= RIVALRY * best)
        figures = find_figures(chosen[0].written) if self._question.is_point else []
        figure = figures[0] if figures else None
        named = all(self._asked_for(words) for words in (*labels, chosen[0].head))
        # A table's own cell for what is asked outdoes a sentence that mentions a figure of it in passing.
        weight = 0.9 * best + 0.1 * score + 0.2 * (best if figure else 0.0) + (0.1 if named else 0.0)
        return Evidence(document, start, end, section, best, weight, place, figure, cells=chosen)

    def rows_of(self, passage: Passage, document: SourceDocument) -> list[tuple[float, int, Decimal, Evidence]]:
        """Return every figure of a table's rows but its sums: coverage by its column, table, value, and the cell.

        A table is known by where it begins; rows of a place that the question does not name are left out.
        """
        chunk = passage.chunk
        section = path_at(document.sections, chunk.start)
        context = fold(" ".join((table_context(document.text, chunk.start)[0], document.facts.title, *section)))
        found: list[tuple[float, int, Decimal, Evidence]] = []
        start = chunk.start
        for line in chunk.text.split("\n"):
            end = start + len(line)
            for cell in cells_of(document, start, end) if is_row(line) else []:
                figures = find_figures(cell.written) if cell.numeric else []
                if not figures or figures[0].value is None or any(TOTALS.match(label) for label in cell.labels):
                    continue
                if not self._is_ours(document.facts.place, document, line):
                    continue
                if self._question.years and not self._is_of_year(cell.head, section, document):
                    continue
                coverage, _ = self._covered(fold(cell.head), context)
                place = row_place(cell.labels, document, self._known_places)
                piece = Evidence(document, start, end, section, coverage, coverage, place, figures[0], cells=(cell,))
                found.append((coverage, _table_start(document.text, start), figures[0].value, piece))
            start = end + 1
        return found

    def _covered_by(self, cell: Cell, context: str) -> tuple[float, float]:
        """Return how much of the question a cell covers; one whose row and column are both asked for answers it."""
        coverage, inside = self._covered(fold(" ".join((*cell.labels, cell.head))), context)
        if all(self._asked_for(words) for words in (cell.head, *cell.labels)):
            coverage = max(coverage, ROW_AND_COLUMN)
        return coverage, inside

    def _asked_for(self, head: str) -> bool:
        """Tell whether the question names a row or a column: every word of its head but units and years."""
        asked = fold(self._question.text)
        if any(year in head for year in self._question.years) or any(
            stem(place) in head for place in self._question.places
        ):
            return True
        words = content_words(re.sub(r"[（(][^（）()]*[）)]", "", head))
        return bool(words) and all(match_strength(word, asked) >= 0.85 for word in words)

    def _covered(self, here: str, context: str) -> tuple[float, float]:
        """Return how much of the question words and their context cover, and how much the words by themselves."""
        covered = inside = 0.0
        for term, weight in self._weights.items():
            strength = match_strength(term, here)
            inside += weight * strength
            covered += weight * max(strength, 0.8 * match_strength(term, context))
        # A row that only its place and its year tell from others says nothing more of the question's words itself.
        return covered / self._total, max(
            inside / self._total, LEAST_INSIDE if self._question.places or self._question.years else 0.0
        )

    def _cell_fits(self, cell: Cell, place: str) -> bool:
        """Tell whether a cell holds the kind of thing asked for, of the row asked for."""
        question = self._question
        if not question.is_point:
            wanted = _HEADS.get(question.kind)
            return bool(wanted and wanted.search(cell.head)) and not cell.numeric
        own = [label for label in cell.labels if not TOTALS.match(label) and not (place and stem(place) in label)]
        if own and not any(match_strength(term, fold(" ".join(own))) >= 0.6 for term in question.terms):
            return False
        if question.kind in ("date", "duration"):
            return bool(find_figures(cell.value)) and find_figures(cell.value)[0].kind in _FIGURE_KINDS[question.kind]
        if not cell.numeric:
            return False
        rate = cell.written.endswith(("%", "％", "‰")) or bool(_RATE.search(cell.head + "".join(cell.labels)))
        if question.kind == "share":
            return rate
        if question.kind == "money":
            return "元" in cell.unit
        unit = _SAME_UNIT.get(question.unit, question.unit)
        if question.kind == "count" and unit and cell.unit:
            return not rate and (cell.unit.endswith(unit) or _ALIKE.get(cell.unit, cell.unit) == _ALIKE.get(unit, unit))
        return question.kind == "amount" or not (rate or "元" in cell.unit)

    def _of_the_document(self, text: str) -> bool:
        """Tell whether a sentence says of its document what is asked of it: its basis, or since when it is in force."""
        if self._question.kind == "basis":
            return bool(_BASIS.search(text))
        return self._question.kind == "date" and bool(_IN_FORCE.search(self._question.text) and effective_date(text))

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
        if question.kind == "list" and len(text) <= 30 and any(match_strength(t, text) >= 0.9 for t in question.terms):
            # 「存在的主要问题」 by itself heads the list asked for.
            return 0.25 if is_numbered(text) and not ends_sentence(text) else 0.0
        if question.kind == "basis":
            return 0.3 if _BASIS.search(text) else 0.0
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
    """Tell whether a sentence is the heading of a section, or a numbered line by itself that ends no sentence."""
    if evidence.section and evidence.text.rstrip("：:。") == evidence.section[-1].rstrip("：:。"):
        return True
    return is_numbered(evidence.text) and len(evidence.text) <= 30 and not ends_sentence(evidence.text)


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


def _table_start(text: str, start: int) -> int:
    """Return where the table begins in which a row stands."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if above >= start or not text.startswith("|", above):
            return start
        start = above
    return start


def row_place(labels: Sequence[str], document: SourceDocument, known: Sequence[str] = ()) -> str:
    """Return whose figures a table's row holds: a place that labels it, else the document's."""
    for label in labels:
        named = [mention for mention in find_places(label, known) if not is_redacted(mention.name)]
        if named:
            return named[0].name
        short = [name for name in known if stem(name) == label]
        if short:
            return short[0]
    return document.facts.place


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
