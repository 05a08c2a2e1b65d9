"""From passages to the sentences that bear on a question, and whether they suffice to answer it.

A sentence is weighed by how much of the question it covers, each word counting by its rarity in the library;
for a question that asks how much or when, a figure of that kind must stand close to the words asked about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from assistant.asked_figures import AskedFigure
from assistant.asked_words import FRAMES, MEASURES
from assistant.evidence import ENOUGH, ENOUGH_OF_THE_NAMED, Evidence, announces, is_heading, is_plan, names_something
from assistant.figure_cues import limit_asked
from assistant.listing import opens_a_run
from assistant.matching import match_strength
from assistant.question import Question, without_places
from assistant.rows import LEAST_INSIDE, RowWeigher
from assistant.surroundings import above_in_paragraph, item_head, lead_in, sentence_before
from assistant.whose import fact_place, is_of_locality, is_of_year, is_ours
from corpus.context import table_context
from corpus.figures import find_figures
from corpus.layout import ends_sentence, is_numbered
from corpus.persons import person_names
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import Sentence, split_sentences
from corpus.synonyms import synonyms_of
from corpus.tokenizer import fold, is_naming, is_qualifying, is_word, part_of_speech
from corpus.versions import effective_date
from index.passage import Passage

# Where the very thing counted stands in the figure's clause, in the unit asked for: 「多少座庄寨」, 「庄寨152座」.
ENOUGH_FOR_COUNTED = 0.4
# A word is held where so much of it is.
NAME_HELD = 0.6
# Deeds that tell one number from another: how many schools there are answers no 「新建了多少所学校」. Of the asked verb,
# or a synonym, so much must stand with the figure; other verbs are the asker's own words as often as the paper's.
DEED_HELD = 0.6
_TELLING_DEEDS = frozenset(
    "新建 新增 改建 扩建 迁建 重建 改造 拆除 撤并 撤掉 撤销 关闭 停办 拆掉 合并 招聘 引进 培训 表彰 查处 关停 取缔 资助 减少 增加 退休 辞退 流失 "
    "创建 评选 化解 帮扶 回购 转型 注销 新招 新聘 增设 确诊 获奖 录取 毕业 升学 死亡 受伤 立案 办结 落户 投产 签约 劝返".split()
)
# What is left of the coverage of a sentence that lacks what the question says of its noun.
LACKING_A_MODIFIER = 0.7
_LONG_CELL = re.compile(r"(?<=\|) *([^|\n ][^|\n]{6,}[^|\n ]) *(?=\|)")
PREDICATE_WEIGHT = 1.6
MOST_FOR_A_PHRASE = 0.1
# What counts, of the weight of a word that only says that something is measured.
OF_A_MEASURE = 0.3
_WHO_CUE = re.compile(
    r"由|任(?!务)|牵头|负责|[组局队校院]长|主任|书记|责任(?:人|单位)|龙头|主持|挂帅|指挥|承担|局|委员会|办公室|公司|医院|学校|中心|联系|电话"
)
_BASIS = re.compile(
    r"(?:根据|依据|按照?|依照|遵照|参照|为贯彻落实|贯彻)[^。；]{0,60}?(?:《[^》]+》|(?:法|办法|条例|规定)第)"
)
# Papers of an institution name it once and say 我校 from there on.
_SELF = {
    "学校": "我校", "小学": "我校", "中学": "我校", "大学": "我校", "幼儿园": "我园", "学院": "我院", "医院": "我院", "卫生院": "我院",
    "局": "我局", "镇": "我镇", "乡": "我乡", "村": "我村", "街道": "我街道", "社区": "我社区", "公司": "我公司", "中心": "我中心",
}  # fmt: skip
_INSTITUTION = re.compile(rf"(?<=[\u4e00-\u9fff])(?:{'|'.join(_SELF)})$")
# What was really done is not told by what was to be done.
_DONE = re.compile(r"实际|真正|已经|完成了|最终|建成了")
# Of so many names that are asked for a sentence must hold so many, to be a list of them.
FEW_NAMES = 3
_SO_MANY = re.compile(r"(?:那|这|哪|的)(?P<n>\d{1,3}|[三四五六七八九十])[个所家项条名位字种类步件]")
_LISTED_NOUN = re.compile(r"哪(?:些|几[个所家项条名位种类])(?P<noun>[\u4e00-\u9fff]{2,4}?)(?=[？?，。！!]|$)")
_ASKS_NUMBER = re.compile(r"(?:电话|热线|号码|联系方式|传真|手机)(?:号码?)?(?:是|为)?(?:多少|什么|几号|[？?]|$)")
_ASKS_PAPERS = re.compile(r"(?:提交|提供|准备|携带|递交|交|带)(?:哪些|什么)(?:材料|资料|手续|证件)")
_WHICH_BODY = re.compile(r"(?:哪(?:家|个|所|一家|一个|一所)|什么)(?P<kind>公司|企业|大学|高校|医院|银行)")
_BODIES = {
    "公司": "公司|集团|企业|厂", "企业": "公司|集团|企业|厂", "大学": "大学|学院", "高校": "大学|学院", "医院": "医院|卫生院|中心", "银行": "银行|信用社|农商行",
}  # fmt: skip
_LOCATES = re.compile(
    r"位于|地处|坐落|选址|设在|建在|落户|毗邻|[东西南北]侧|(?:到|往|向|在|去|至)[^，。；]{0,12}(?:学校|乡镇|农村|村|基层|县|区|镇|乡|街道|社区|中心|局|厅|院|园|站)|"
    r"[\u4e00-\u9fff]{2}(?:路|街|大道|镇|乡|村|社区|园区|新区|街道|片区|园|场|站|店|厂|公司|企业|广场|小区|大厦|中心)"
)
_NUMBERED_NAME = re.compile(r"第[一二三四五六七八九十]+(?:实验)?(?:小学|中学|初级中学|高级中学|幼儿园|人民医院)")
_SPENT_REALLY = re.compile(r"实际(?:上)?(?:一共|共)?(?:花|支出|使用|用)(?!途)")
_WAS_SPENT = re.compile(r"支出|花费|使用|用于|执行|完成投资|拨付|兑付|发放|到位")
_DUTY = re.compile(
    r"哪(?:家|个|一家|一个)(?:单位|公司|企业|部门|机构)(?:来)?(?P<does>施工|承建|设计|监理|运营|承办|主办|审批|验收|评估|组织|监督|管理)"
)
_THE_MOST = re.compile(r"哪[^，。？]{0,12}最[多少高低大小快慢好差]")
_IS_THE_MOST = re.compile(r"最|首位|居首|第一|末位|倒数")
_WHICH_PLACE = re.compile(r"哪(?:个|一个|些|几个)(?P<kind>乡镇|街道|镇|乡|村|社区)")
_NO_NAME_OF_A_PLACE = re.compile(r"农村|乡村|城镇|村镇|[各个等的]|每|全")
_RANK = re.compile(
    r"第[一二三四五六七八九十\d]+(?=组|[类档批个项位名])|(?<=排在)第[一二三四五六七八九十\d]+|(?<=排)第[一二三四五六七八九十\d]+"
)
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
        self._known_places = known_places
        self._question = question
        self._document_of = document_of
        self._weights = {term: weight_of(term) for term in question.terms}
        if question.locality:
            self._weights[question.locality] = weight_of(question.locality)
        # 「教师人数是多少」: a paper writes 教师85人.
        measures = MEASURES if question.is_point else FRAMES
        self._weights |= {term: w * OF_A_MEASURE for term, w in self._weights.items() if term in measures}
        if question.predicate in self._weights:
            # 「罚了多少钱」: what was done with the sum tells it from the others.
            self._weights[question.predicate] *= PREDICATE_WEIGHT
        # 「公办幼儿园」 is written 公办园, too.
        self._abbreviated = [
            (pair, short)
            for pair in itertools.pairwise(question.terms)
            for short in (*synonyms_of("".join(pair)), *_shortened(*pair))
        ]
        self._plain = fold(without_places(question))
        self._total = sum(self._weights.values()) or 1.0
        self._asked = AskedFigure(question, self._weights)
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
        distinct: dict[str, Evidence] = {}
        for evidence in sorted(found.values(), key=lambda e: -e.score):
            distinct.setdefault(fold(evidence.text), evidence)
        return list(distinct.values())

    def suffices(self, evidence: Evidence) -> bool:
        """Tell whether a sentence answers the question, and does not only touch its subject."""
        if evidence.coverage < self._enough(evidence) or not self._of_the_same_rank(evidence):
            return False
        if not self._touches_the_nearest(evidence):
            return False
        if not self._names_the_kind(evidence):
            return False
        if self._question.is_point:
            done = not (_DONE.search(self._question.text) and is_plan(evidence))
            if _SPENT_REALLY.search(self._question.text) and not _WAS_SPENT.search(evidence.text):
                return False
            return evidence.figure is not None and done and self._asked.of_the_same_limits(evidence)
        if self._question.kind == "definition" and not self._defines(evidence.text):
            return False
        if self._question.asks_person and not person_names(evidence.text):
            return False
        if self._question.kind == "basis" and not _BASIS.search(evidence.text):
            return False
        if self._question.kind == "who" and not (_WHO_CUE.search(evidence.text) and self._has_the_duty(evidence)):
            return False
        if _THE_MOST.search(self._question.text) and not _tells_the_most(evidence.text):
            return False
        if self._question.kind == "where" and not self._tells_where(evidence):
            return False
        if not self._question.asks_names:
            return True
        return names_something(evidence) and self._names_so_many(evidence) and self._names_the_listed(evidence)

    def _names_the_listed(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or its heading, has the noun that is listed, and not only within the question's names.

        「职业中等专业学校开设了哪些专业」 is not answered by a list in which 中等专业学校 stands.
        """
        asked = _LISTED_NOUN.search(self._question.text)
        noun = asked["noun"] if asked else ""
        if asked and not is_word(noun) and not is_naming(noun) and len(noun) == 2:
            # 股室 is in no dictionary: what lists some has the word, or one of its characters in each.
            return noun in evidence.text or sum(evidence.text.count(character) for character in noun) >= 2
        if not asked or not is_naming(noun) or noun not in self._weights:
            return True
        name = self._question.text[: asked.start()]
        match = SequenceMatcher(None, name, evidence.text, autojunk=False).find_longest_match()
        masked = evidence.text.replace(name[match.a : match.a + match.size], "，") if match.size >= 4 else evidence.text
        lead = lead_in(evidence.document.text, evidence.start)
        told = fold(" ".join((masked, *evidence.section, lead)))
        return noun not in evidence.text or match_strength(noun, told) >= 0.5

    def _names_so_many(self, evidence: Evidence) -> bool:
        """Tell whether a sentence can be the list that a question gives a number: 「那7所学校的名单」.

        What the question itself sets side by side, 「新建、扩建、改造」, is no answer to it.
        """
        number = _SO_MANY.search(self._question.text)
        if not number or announces(evidence) or is_heading(evidence) or opens_a_run(evidence.text):
            return True
        listed = [
            item for item in re.split(r"[、，；。：:,;]", evidence.text) if item and item not in self._question.text
        ]
        runs = max((len(run.split("、")) for run in re.split(r"[，；。：:,;]", evidence.text)), default=0)
        own = sum(item in self._question.text for item in re.split(r"[、，；。：:,;]", evidence.text) if item)
        return bool(listed) and runs - own >= min(FEW_NAMES, int(number["n"]) if number["n"].isdigit() else 2)

    def _has_the_duty(self, evidence: Evidence) -> bool:
        """Tell whether a sentence has what the body asked for does: 施工 of 「由哪家单位施工」."""
        duty = _DUTY.search(self._question.text)
        return not duty or match_strength(duty["does"], fold(evidence.text)) >= 0.5

    def _names_the_kind(self, evidence: Evidence) -> bool:
        """Tell whether a sentence names a body of the kind asked for, 「哪家公司」, or a number that can be dialled."""
        if _ASKS_PAPERS.search(self._question.text):
            return bool(re.search(r"[证表书]|原件|复印件|材料|凭证|发票|照片|合同", evidence.text))
        if _ASKS_NUMBER.search(self._question.text):
            return bool(re.search(r"\d{5,}|\d{3,4}[-—]\d{3,}", evidence.text))
        kind = _WHICH_BODY.search(self._question.text)
        if not kind:
            return True
        named = re.compile(rf"[\u4e00-\u9fff]{{2,12}}?(?:{_BODIES[kind['kind']]})")
        return any(match[0] not in self._question.text for match in named.finditer(evidence.text))

    def _tells_where(self, evidence: Evidence) -> bool:
        """Tell whether a sentence names a place of the kind asked for: 「建在哪个乡镇」 wants a town's name."""
        kind = _WHICH_PLACE.search(self._question.text)
        if not kind:
            return any(match[0] not in self._question.text for match in _LOCATES.finditer(evidence.text))
        suffix = kind["kind"].replace("乡镇", "[乡镇]").replace("街镇", "街道|镇")
        named = re.compile(rf"(?<![全各每本该某城农])[\u4e00-\u9fff]{{2}}(?:{suffix})(?![级里上内委])")
        return any(not _NO_NAME_OF_A_PLACE.search(match[0]) for match in named.finditer(evidence.text))

    def _of_the_same_rank(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or its heading, is of the group or item that the question gives a number: 第三组."""
        told = " ".join((evidence.text, *evidence.section))
        if not all(rank in told for rank in _RANK.findall(self._question.text)):
            return False
        # 「第一小学」 is one school: what all schools have is not its own.
        named = _NUMBERED_NAME.findall(self._question.text)
        document = evidence.document
        around = (
            f"{told} {document.facts.title} {document.facts.issuer} {above_in_paragraph(document.text, evidence.start)}"
        )
        return all(any(name in around for name in (one, *synonyms_of(one))) for one in named)

    def _touches_the_nearest(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, has any word of what stands right before the question word.

        「近视防控有哪些措施」 is not answered by what only speaks of the same pupils.
        """
        nearest = [word for word in self._question.nearest if word in self._weights and word not in MEASURES]
        document = evidence.document
        told = fold(
            " ".join(
                (evidence.text, *evidence.section, document.facts.title, lead_in(document.text, evidence.start),
                 above_in_paragraph(document.text, evidence.start))
            )
        )  # fmt: skip
        return not nearest or any(match_strength(word, told) >= 0.5 for word in nearest)

    def _enough(self, evidence: Evidence) -> float:
        """Return how far a sentence must cover the question, less where it holds all that the question names."""
        if self._asked.counts_the_very_thing(evidence):
            return ENOUGH_FOR_COUNTED
        return ENOUGH_OF_THE_NAMED if evidence.names_held else ENOUGH

    def _weigh_passage(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        chunk = passage.chunk
        weighed: list[Evidence] = []
        if chunk.text.startswith("|"):
            return self.rows.weigh(passage, document) + self._weigh_long_cells(passage, document)
        before = sentence_before(document.text, chunk.start)
        for sentence in split_sentences(chunk.text, chunk.start):
            section = path_at(document.sections, sentence.start)
            if sentence.text == document.facts.title:
                continue
            lead = lead_in(document.text, sentence.start)
            if self._question.is_point:
                lead = f"{lead} {item_head(document.text, sentence.start)}"
            context = fold(" ".join((document.facts.title, *section, lead, *self._speakers(document))))
            near = fold(above_in_paragraph(document.text, sentence.start) or before)
            evidence = self._weigh(sentence, document, section, context, near, passage.score)
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
            head = fold(" ".join((document.facts.title, *section, *table_context(document.text, row_start))))
            evidence = self._weigh(cell, document, section, head, fold(row), passage.score)
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
        score: float,
    ) -> Evidence | None:
        place = fact_place(sentence.text, document, self._known_places)
        if not is_ours(self._question, place, document, sentence.text):
            return None
        if not is_of_year(self._question, sentence.text, section, document):
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
        covered = inside = 0.0
        named = [term for term in self._weights if is_naming(term) or term in self._question.focus]
        missing = not named
        abbreviated = {term for terms, short in self._abbreviated if short in text for term in terms}
        for term, weight in self._weights.items():
            here = 0.9 if term in abbreviated else match_strength(term, text)
            inside += weight * here
            above, beside = match_strength(term, context), match_strength(term, near)
            covered += weight * max(here, by_context * above, 0.5 * beside)
            missing = missing or (term in named and max(here, above, beside) < NAME_HELD)
        coverage, inside = covered / self._total, inside / self._total
        if (self._question.is_point and self._lacks_a_modifier(f"{text} {context} {near}")) or self._lacks_the_asked(
            f"{text} {context}" if self._question.is_point else f"{text} {context} {near}"
        ):
            coverage *= LACKING_A_MODIFIER
            missing = True
        if inside < LEAST_INSIDE and not whole:
            return None
        if self._question.kind == "date" and "废止" in text and "废止" not in self._question.text:
            # 「2019年8月1日起施行的……同时废止」 says when another was in force.
            return None
        around = f"{near} {context}"
        figure, closeness, rivals = (
            self._asked.find(sentence.text, around)
            if self._question.is_point and self._holds_the_deed(f"{text} {context}")
            else (None, 0.0, 0)
        )
        weight = (
            0.7 * coverage
            + 0.2 * inside
            + 0.1 * score
            + 0.35 * closeness
            + self._form_bonus(text, " ".join(section) + context)
            + self._phrase_bonus(text)
        )
        return Evidence(
            document, sentence.start, sentence.end, section, coverage, weight, place, figure, rivals, not missing
        )

    def _holds_the_deed(self, text: str) -> bool:
        """Tell whether a text has what was done, where that tells one number from another."""
        deed = self._question.predicate
        return deed not in _TELLING_DEEDS or match_strength(deed, text, shortest=2) >= DEED_HELD

    def _lacks_a_modifier(self, text: str) -> bool:
        """Tell whether a text has a noun of the question and not what is said of it: 安全工程, but no 饮水安全工程."""
        terms = self._question.terms
        return any(
            is_qualifying(first)
            and first + second in self._question.text
            and (is_naming(second) or part_of_speech(second) == "vn")
            and match_strength(first, text) < 0.3
            and match_strength(second, text) >= 0.6
            for first, second in itertools.pairwise(terms)
        )

    def _lacks_the_asked(self, text: str) -> bool:
        """Tell whether a text lacks a noun that says what is asked for: 「数学老师有多少」, and no word of 数学."""
        return any(noun in self._weights and match_strength(noun, text) < 0.5 for noun in self._question.asked_nouns)

    def _speakers(self, document: SourceDocument) -> list[str]:
        """Return the institutions of the question for which a document speaks: it names them and says 我校, 我院."""
        return [
            term
            for term in self._weights
            if (own := _INSTITUTION.search(term)) and term in document.text and _SELF[own[0]] in document.text
        ]

    def _of_the_document(self, text: str) -> bool:
        """Tell whether a sentence says of its document what is asked of it: its basis, or since when it is in force."""
        if self._question.kind == "basis":
            return bool(_BASIS.search(text))
        return self._question.kind == "date" and bool(_IN_FORCE.search(self._question.text) and effective_date(text))

    def _defines(self, text: str) -> bool:
        """Tell whether a sentence says what the thing asked about is: 「课后服务：是指……」, 「本办法所称……，是指……」."""
        subject = fold("".join(self._question.terms))
        plain = fold(text)
        opening = re.sub(r"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*|[“\"《]|-\s*)+", "", plain)
        if opening.startswith(subject) and re.match(
            r"[”\"》]?\s*(?:[:：]|是指|指|是|即|就是|为|[（(])", opening[len(subject) :]
        ):
            return True
        if re.search(rf"(?:所谓|所称|这里的)[“\"《]?{re.escape(subject)}", plain):
            return True
        about = all(match_strength(term, plain) >= 0.85 for term in self._question.terms)
        return about and bool(re.search(r"是指|指的是|系指|的简称|[，,（(]即|即[:：“\"]|[:：](?:是|指)", plain))

    def _phrase_bonus(self, text: str) -> float:
        """Favour what holds the question's own phrase: 四大问题, of four characters or more and across its words."""
        match = SequenceMatcher(None, self._plain, text, autojunk=False).find_longest_match()
        return min(MOST_FOR_A_PHRASE, 0.02 * max(0, match.size - 3))

    def _form_bonus(self, text: str, lead: str) -> float:
        """Favour the form that the kind of question asks for."""
        question = self._question
        if question.is_point and (limit := limit_asked(question.text)) and limit.search(text):
            return 0.1
        if question.kind == "definition":
            if self._defines(text):
                return 0.5
            return 0.1 if re.search(r"是指|指的是", text) else 0.0
        if question.kind == "list" and question.listed and match_strength(question.listed, f"{text}{lead}") < 0.85:
            return -0.2
        if question.kind == "list" and len(text) <= 30 and any(match_strength(t, text) >= 0.9 for t in question.terms):
            # 「存在的主要问题」 by itself heads the list asked for.
            return 0.25 if is_numbered(text) and not ends_sentence(text) else 0.0
        if question.kind == "basis":
            return 0.3 if _BASIS.search(text) else 0.0
        if question.kind == "why":
            return 0.1 if re.search(r"因为|由于|为了|原因|导致|为", text) else 0.0
        return 0.0


def _tells_the_most(text: str) -> bool:
    """Tell whether a sentence says what is most or least, or has figures of one unit for three things or more."""
    units = [figure.unit for figure in find_figures(text) if figure.kind in ("count", "money", "share")]
    return bool(_IS_THE_MOST.search(text)) or any(units.count(unit) >= 3 for unit in units)


# How papers shorten a noun behind what qualifies it: 特色校, 村级园.
_SHORT = {"学校": "校", "幼儿园": "园", "医院": "院", "教师": "师", "学生": "生"}


def _shortened(first: str, second: str) -> list[str]:
    """Return how else two words that stand together may be written: 特色校 for 特色学校, and 特色学校 for 特色校."""
    longer = [long for long, short in _SHORT.items() if short == second]
    return [first + other for other in ([_SHORT[second]] if second in _SHORT else longer)]
