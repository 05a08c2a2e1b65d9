"""From passages to the sentences that bear on a question, weighed.

A sentence is weighed by how much of the question it covers, each word counting by its rarity in the library;
for a question that asks how much or when, a figure of that kind must stand close to the words asked about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher

from assistant import answer_forms
from assistant.asked_figures import BY_CONTEXT, AskedFigure
from assistant.asked_words import FRAMES, MEASURES
from assistant.evidence import Evidence
from assistant.favoured_forms import form_bonus
from assistant.groups import is_of_another_group, is_of_other_insured
from assistant.matching import holds, is_said_by_its_head, match_strength, only_straddles, surely_holds
from assistant.question import Question
from assistant.ranges import parts_for
from assistant.rows import LEAST_INSIDE, RowWeigher
from assistant.speakers import INSTITUTION, speakers
from assistant.sufficing import Sufficing
from assistant.surroundings import (
    OF_THESE,
    above_in_paragraph,
    item_head,
    lead_in,
    question_above,
    refers_back,
    sentence_before,
    stands_under,
)
from assistant.whose import (
    fact_place,
    is_of_locality,
    is_of_the_whole,
    is_of_year,
    is_ours,
    told_apart,
    year_told_apart,
)
from corpus.context import table_context
from corpus.figures import Figure, find_figures
from corpus.layout import is_numbered
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import Sentence, paragraph_span, split_sentences
from corpus.synonyms import paraphrases_in, wordings_of
from corpus.tokenizer import fold, is_naming, is_nominal, is_qualifying
from corpus.versions import effective_date
from index.passage import Passage

# A word is held where so much of it is.
NAME_HELD = 0.6
# 「紧密型集团30万元」 speaks of a 教育集团 where its paper does.
BY_ITS_HEAD = 0.7
# So short is a sentence that needs its heading.
SHORT = 40
# Deeds that tell one number from another: how many schools there are answers no 「新建了多少所学校」. The asked
# verb, or a synonym, must stand with the figure; other verbs are the asker's own words as often as the paper's.
_TELLING_DEEDS = frozenset(
    "新建 新增 改建 扩建 迁建 重建 改造 拆除 撤并 撤掉 撤销 关闭 停办 拆掉 合并 招聘 引进 培训 表彰 查处 关停 取缔 资助 减少 增加 退休 辞退 流失 "
    "创建 评选 化解 帮扶 回购 转型 注销 新招 新聘 增设 确诊 获奖 录取 毕业 升学 死亡 受伤 立案 办结 落户 投产 签约 劝返".split()
)
_DEED_BEHIND = re.compile(
    r"(?:多少|几)[\u4e00-\u9fff]{1,8}?(?P<deed>重新上岗|验收|获评|命名|关停|复学|辍学|注销|退休|录取|到会|参会|出席|与会)"
)
# What is left of the coverage of a sentence that lacks what the question says of its noun.
LACKING_A_MODIFIER = 0.7
# 教育支出 is a part of 民生支出: of these the word before says which, however common it is.
_MEASURED = frozenset("支出 收入 工资 经费 产值 面积 投入 投资 补助 津贴 人数".split())
# 「调解成功多少件」
_DEED_BEFORE = re.compile(
    r"(?P<deed>成功|合格|达标|办结|销号|竣工|完工|开工|停工)(?:了|的)*[\u4e00-\u9fff]{0,3}?(?:有|达)?(?:多少|几)"
)
# 随班就读 of 「随班就读学生」: so long a word tells of whom it is said, whatever it is.
LONG = 3
# 重大隐患 are some of the 隐患.
_GRADES = frozenset("重大 较大 特大 严重 轻微 高级 中级 初级 骨干".split())
# 「追回的医保基金各是多少」
_DEED_OF_IT = re.compile(
    r"(?P<deed>追回|追缴|收缴|退还|核减)的[^，。？]{2,12}(?:各|分别|一共|总共|共)*(?:是|有|为)?多少"
)
_NO_MODIFIER = frozenset("阶段 方面 部分 时候 期间".split())
_SOME_YEARS = re.compile(r"(?:近|过去|最近)?[两二三四五六七八九十]年(?:来|间)?(?:累计|共|一共)?")
_LONG_CELL = re.compile(r"(?<=\|) *([^|\n ][^|\n]{6,}[^|\n ]) *(?=\|)")
PREDICATE_WEIGHT = 1.6
MOST_FOR_A_PHRASE = 0.1
# What counts, of the weight of a word that only says that something is measured.
OF_A_MEASURE = 0.3
_GLOSSED = re.compile(r"(?P<one>[\u4e00-\u9fff]{2,5})（(?P<other>[\u4e00-\u9fff]{2,6})）")
_IN_FORCE = re.compile(r"施行|生效|实施|执行|起用|作数")


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
        # A briefing's 他山之石 may be of a place of which the library has no paper.
        self._known_places = tuple(dict.fromkeys((*known_places, *question.places)))
        self._question = question
        self._document_of = document_of
        self._weights = {term: weight_of(term) for term in question.terms}
        if question.locality:
            self._weights[question.locality] = weight_of(question.locality)
        # 「教师人数是多少」: a paper writes 教师85人.
        measures = MEASURES | FRAMES if question.is_point else FRAMES
        self._weights |= {term: w * OF_A_MEASURE for term, w in self._weights.items() if term in measures}
        if question.predicate in self._weights:
            # 「罚了多少钱」: what was done with the sum tells it from the others.
            self._weights[question.predicate] *= PREDICATE_WEIGHT
        # 「公办幼儿园」 is written 公办园, too.
        self._abbreviated: list[tuple[tuple[str, ...], str]] = [
            (pair, short)
            for pair in itertools.pairwise(question.terms)
            for short in (*wordings_of("".join(pair)), *_shortened(*pair))
        ]
        self._abbreviated += [
            (tuple(term for term in self._weights if term in said), wording)
            for said, written in paraphrases_in(question.text)
            for wording in written
        ]
        # 「不想念书（厌学）的有多少」 says one thing twice.
        self._abbreviated += [
            (tuple(term for term in self._weights if term in said and term not in meant), meant)
            for match in _GLOSSED.finditer(question.text)
            for said, meant in ((match["one"], match["other"]), (match["other"], match["one"]))
        ]
        self._total = sum(self._weights.values()) or 1.0
        # The names of schools in the question.
        self._of_a_body = " ".join(term for term in question.terms if len(term) > 2 and INSTITUTION.search(term))
        self._asked = AskedFigure(question, self._weights)
        # A range holds the number of a case and what is counted: 「85岁」 is within 「80至89周岁」.
        self._words_of_cases = frozenset(
            term for term in self._weights if any(term in fold(case.text) for case in self._asked.cases)
        )
        # Prepared once: it is compared with each sentence.
        self._phrases = SequenceMatcher(None, "", self._asked.plain, autojunk=False)
        self._sufficing = Sufficing(question, self._asked)
        self.rows = RowWeigher(question, self._weights, known_places)

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
        self._sufficing.look_through(found.values())
        distinct: dict[str, Evidence] = {}
        for evidence in sorted(found.values(), key=lambda e: -e.score):
            distinct.setdefault(fold(evidence.text), evidence)
        return list(distinct.values())

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the words that sentences are weighed by: the question's, cut as the library has them."""
        return self._question.terms

    @property
    def weights(self) -> Mapping[str, float]:
        """Return how telling each of those words is."""
        return self._weights

    def suffices(self, evidence: Evidence) -> bool:
        """Tell whether a sentence answers the question, and does not only touch its subject."""
        return self._sufficing.suffices(evidence)

    def is_of_the_asked_place(self, document: SourceDocument, start: int, end: int) -> bool:
        """Tell whether a sentence, by its offsets, speaks of the place that the question names."""
        sentence = Sentence(start, end, document.text[start:end])
        place = self._place_of(sentence, document, path_at(document.sections, start))
        return is_ours(self._question, place, document, sentence.text)

    def _place_of(self, sentence: Sentence, document: SourceDocument, section: tuple[str, ...]) -> str:
        """Return the place of which a sentence tells; empty where that is not said."""
        paragraph = document.text[paragraph_span(document.text, sentence.start, sentence.end)[0] : sentence.start]
        return fact_place(sentence.text, document, self._known_places, paragraph, section)

    def _weigh_passage(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        chunk = passage.chunk
        weighed: list[Evidence] = []
        if chunk.text.startswith("|"):
            return self.rows.weigh(passage, document) + self._weigh_long_cells(passage, document)
        before = sentence_before(document.text, chunk.start)
        speaking = speakers(tuple(self._weights), document)
        for sentence in split_sentences(chunk.text, chunk.start):
            section = path_at(document.sections, sentence.start)
            if sentence.text == document.facts.title:
                continue
            lead = lead_in(document.text, sentence.start)
            if self._question.is_point:
                lead = f"{lead} {item_head(document.text, sentence.start)}"
            context = fold(" ".join((document.full_title, *section, lead, *speaking)))
            above = above_in_paragraph(document.text, sentence.start)
            before = question_above(document.text, sentence.start) or before
            if not above and is_numbered(sentence.text) and not before.endswith(("：", ":")):
                # What the item before says is not said of this one.
                before = ""
            evidence = self._weigh(sentence, document, section, context, fold(above or before), above, passage.score)
            if evidence is not None:
                weighed.append(evidence)
            before = sentence.text
        return weighed

    def _weigh_long_cells(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        """Weigh the cells of a table that are sentences: 「新建公办托育机构2家，新增托位300个」."""
        chunk = passage.chunk
        section = path_at(document.sections, chunk.start)
        weighed: list[Evidence] = []
        for match in _LONG_CELL.finditer(chunk.text):
            cell = Sentence(chunk.start + match.start(1), chunk.start + match.end(1), match[1])
            row_start = document.text.rfind("\n", 0, cell.start) + 1
            row = document.text[row_start : document.text.find("\n", cell.end)]
            head = fold(" ".join((document.full_title, *section, *table_context(document.text, row_start))))
            above = above_in_paragraph(document.text, cell.start)
            evidence = self._weigh(cell, document, section, head, fold(row), above, passage.score)
            if evidence is not None and evidence.figure is not None:
                weighed.append(evidence)
        return weighed

    def _weigh(
        self,
        sentence: Sentence,
        document: SourceDocument,
        section: tuple[str, ...],
        context: str,
        near: str,
        before: str,
        score: float,
    ) -> Evidence | None:
        place = self._place_of(sentence, document, section)
        if not is_ours(self._question, place, document, sentence.text):
            return None
        if not is_of_year(self._question, sentence.text, section, document, before):
            return None
        if self._question.is_point and not is_of_the_whole(self._question, sentence.text, document, section):
            return None
        if not is_of_locality(self._question, f"{sentence.text} {context}", document):
            return None
        text = fold(sentence.text)
        if self._question.asks_person:
            # 「《华人时刊·校长》」 names no head of a school.
            text = re.sub(r"《[^》]*》", "", text)
        # What a regulation rests on and since when it is in force is asked of the document, which its title names.
        whole = self._of_the_document(sentence.text)
        by_context = 1.0 if whole else 0.75
        heading = (
            fold(section[-1])
            if section
            and self._question.is_point
            and len(text) <= SHORT
            and stands_under(section[-1], document.text, sentence.start)
            else ""
        )
        by_what_is_near = refers_back(sentence.text, before or near)
        of_a_part = self._question.is_point and sentence.text.startswith("其中") and not self._names_the_part(text)
        covered = inside = 0.0
        named = [term for term in self._weights if is_naming(term) or term in self._question.focus]
        missing = not named
        abbreviated = {term for terms, short in self._abbreviated if short in text for term in terms}
        put = self._words_of_cases if parts_for(sentence.text, self._asked.cases) else frozenset()
        for term, weight in self._weights.items():
            here = 0.9 if term in abbreviated or term in put else match_strength(term, text)
            if here < BY_ITS_HEAD and is_said_by_its_head(term, text, document.text):
                here = BY_ITS_HEAD
            # 「一、行动时间」 and under it 「2024年3月1日至4月30日。」: the heading is half of what is said.
            inside += weight * max(here, match_strength(term, heading))
            above, beside = match_strength(term, context), match_strength(term, near)
            if (
                self._question.is_point
                and term in self._question.asked_nouns
                and only_straddles(term, f"{text} {context} {near}")
            ):
                here = above = beside = 0.0
            covered += weight * max(here, by_context * above, by_what_is_near * beside)
            missing = missing or (term in named and max(here, above, beside) < NAME_HELD)
        coverage, inside = covered / self._total, inside / self._total
        if (self._question.is_point and self._lacks_a_modifier(f"{text} {context} {near}")) or self._lacks_the_asked(
            f"{text} {context}"
            if self._question.is_point and by_what_is_near < OF_THESE
            else f"{text} {context} {near}",
            abbreviated,
        ):
            coverage *= LACKING_A_MODIFIER
            missing = True
        if (self._question.is_point or self._question.kind == "general") and is_of_another_group(
            self._question, self._of_a_body, text, context if self._question.kind == "share" else f"{context} {near}"
        ):
            return None
        if self._question.is_point and self._lacks_the_grade(f"{text} {near}"):
            return None
        if self._question.is_point and is_of_other_insured(self._question, text, context):
            return None
        if inside < LEAST_INSIDE and not whole:
            return None
        if self._question.kind == "date" and "废止" in text and "废止" not in self._question.text:
            # 「2019年8月1日起施行的……同时废止」 says when another was in force.
            return None
        apart = next((at for name in self._question.places if (at := told_apart(name, sentence.text))), 0)
        around = f"{near} {context}"
        figure, closeness, rivals = (
            self._asked.find(sentence.text, around, max(BY_CONTEXT, by_what_is_near), abbreviated)
            if self._question.is_point and not of_a_part and self._holds_the_deed(f"{text} {context}")
            else (None, 0.0, 0)
        )
        if apart and figure is not None and figure.start != apart:
            # Of counties side by side the figure right behind the one asked about.
            figure = next((f for f in find_figures(sentence.text) if f.start == apart and f.kind == figure.kind), None)
        if figure is None and len(self._question.years) == 1 and not of_a_part:
            figure, closeness = self._of_its_year(sentence.text, around)
        weight = (
            0.7 * coverage
            + 0.2 * inside
            + 0.1 * score
            + 0.35 * closeness
            + form_bonus(self._question, text, " ".join(section) + context)
            + self._phrase_bonus(text)
        )
        return Evidence(
            document, sentence.start, sentence.end, section, coverage, weight, place, figure, rivals, not missing
        )

    def _of_its_year(self, text: str, around: str) -> tuple[Figure | None, float]:
        """Return the figure of the year asked about where a sentence tells first what all years came to, and how close it is."""
        opens, at = year_told_apart(self._question.years[0], text)
        if not at or not self._question.is_point:
            return None, 0.0
        of_all, closeness, _ = self._asked.find(_SOME_YEARS.sub("", text[:opens]), around, BY_CONTEXT)
        its_own = (f for f in find_figures(text) if of_all is not None and f.start == at and f.unit == of_all.unit)
        return next(its_own, None), closeness

    def _names_the_part(self, text: str) -> bool:
        """Tell whether a sentence on a part of what the one before it counts has a word of the question: 「其中融资问题214个」."""
        # 「其中2016年投入2.05亿元，2017年投入3.12亿元」 names the year asked about.
        return any(year in text for year in self._question.years) or any(
            term in text for term in self._weights if len(term) > 1 and term not in MEASURES
        )

    def _holds_the_deed(self, text: str) -> bool:
        """Tell whether a text has what was done, where that tells one number from another."""
        deed = self._question.predicate
        of_it = _DEED_OF_IT.search(self._question.text)
        if of_it and not surely_holds(of_it["deed"], text, shortest=2):
            return False
        behind = _DEED_BEHIND.search(self._question.text) or _DEED_BEFORE.search(self._question.text)
        if behind and not surely_holds(behind["deed"], text, shortest=2):
            # 「有多少所学校通过了验收」
            return False
        return deed not in _TELLING_DEEDS or surely_holds(deed, text, shortest=2)

    def _lacks_a_modifier(self, text: str) -> bool:
        """Tell whether a text has a noun of the question and not what is said of it: 安全工程, but no 饮水安全工程."""
        terms = self._question.terms
        return any(
            first not in _NO_MODIFIER
            and (
                is_qualifying(first)
                or first in _GRADES
                or len(first) > LONG
                or (second in _MEASURED and is_nominal(first))
            )
            and first + second in self._question.text
            and is_nominal(second)
            and match_strength(first, text) < 0.3
            and surely_holds(second, text)
            for first, second in itertools.pairwise(terms)
        )

    def _lacks_the_grade(self, text: str) -> bool:
        """Tell whether a text has a noun of the question, 隐患, and not the grade that it is asked of: 重大隐患."""
        return any(
            first in _GRADES and first + second in self._question.text and first not in text and second in text
            for first, second in itertools.pairwise(self._question.terms)
        )

    def _lacks_the_asked(self, text: str, otherwise: Collection[str]) -> bool:
        """Tell whether a text lacks a noun that says what is asked for: 「数学老师有多少」, and no word of 数学.

        Args:
            otherwise: words that the sentence says in other words together.
        """
        nouns = [noun for noun in self._question.asked_nouns if noun in self._weights and noun not in otherwise]
        return any(not holds(noun, text) for noun in nouns)

    def _of_the_document(self, text: str) -> bool:
        """Tell whether a sentence says of its document what is asked of it: its basis, or since when it is in force."""
        if self._question.kind == "basis":
            return answer_forms.rests_on(text)
        return self._question.kind == "date" and bool(_IN_FORCE.search(self._question.text) and effective_date(text))

    def _phrase_bonus(self, text: str) -> float:
        """Favour what holds the question's own phrase: 四大问题, of four characters or more and across its words."""
        self._phrases.set_seq1(text)
        match = self._phrases.find_longest_match()
        return min(MOST_FOR_A_PHRASE, 0.02 * max(0, match.size - 3))


# How papers shorten a noun behind what qualifies it: 特色校, 村级园.
_SHORT = {"学校": "校", "幼儿园": "园", "医院": "院", "教师": "师", "学生": "生"}


def _shortened(first: str, second: str) -> list[str]:
    """Return how else two words that stand together may be written: 特色校 for 特色学校, and 特色学校 for 特色校."""
    longer = [long for long, short in _SHORT.items() if short == second]
    return [first + other for other in ([_SHORT[second]] if second in _SHORT else longer)]
