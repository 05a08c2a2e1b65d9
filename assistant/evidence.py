"""Evidence: one sentence, or one row of a table, that bears on a question, and what can be told of it by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cells import Cell
from assistant.surroundings import above_in_paragraph
from corpus.figures import Figure
from corpus.layout import ends_sentence, is_numbered
from corpus.schema import SourceDocument

# How far a sentence must cover the question to be an answer, and to be worth showing beside others.
ENOUGH = 0.57
# Where it holds all that the question names, and a figure of the asked kind or the form of an answer.
ENOUGH_OF_THE_NAMED = 0.42
WORTH_SHOWING = 0.45
_PLAN_HEADING = re.compile(
    r"打算|(?<!改善)(?<!支持)(?<!雨露)计划|下一步|下步|今后|目标|努力方向|重点任务|工作安排|(?<![清新全])工作(?:思路|要点)$"
)
_TASKS_OF_A_YEAR = re.compile(r"(?P<year>20\d\d)年(?:重点工作|主要任务)$")
# In the first months of a year its tasks lie ahead.
LAST_MONTH_OF_PLANNING = "03"
# 「2022年工作总结和2023年工作安排」 heads both.
_TOLD_HEADING = re.compile(
    r"总结|回顾|完成情况|落实情况|推进情况|开展情况|进展情况|主要成效|工作成效|工作情况|基本情况"
)
_PLAN = re.compile(
    r"(?<![比较超按])(?<!改善)(?<!雨露)(?<!支持)(?<!行动)(?<!国培)计划(?!生育|书|内|外|表|单列|经济|任务|指标|数|的|和|与|、|》|”|」|完成率|[一二三四]期)(?=[^，。；、]{2})|"
    r"行动计划(?=总?投[入资])|(?<!模)(?<!虚)拟|力争|预计|务必|确保[^，。；]{0,16}前|规划(?=实施|投资|建设|新建|总)|总规划|概算|估算|"
    # 「将户籍数据与学籍数据比对」 tells of no time to come.
    r"将(?=于|在(?!校|读|籍|岗|建|职|编)|会(?!议)|继续|进一步|达|建成|新建|新增|投入使用|全面|启动(?!资金)|完成|实现|开展|举行|举办|陆续|适时|力争)|"
    r"要(?:有[^，。；]{1,16}达到|达到|实现|建成)"
)
_UNTIL = re.compile(r"(?<![降高升加少长大小缩扩减增])到(?P<year>20\d\d)年(?!底?[^，。]{0,8}(?:已|共))")
# 「2023年12月31日前接入率达到100%」
_BEFORE_A_DAY = re.compile(
    r"(?P<year>20\d\d)年(?:\d{1,2}月)?(?:底|末|\d{1,2}日)?前(?!已|就|后)[^，。；了]{0,10}(?:达到|完成|实现|建成)(?![了的])"
)
# 「来年工作打算：建成人民路小学；……参与率达到95%。」
_OPENS_A_PLAN = re.compile(
    r"^(?:[一二三四五六七八九十]、)?(?:来年|明年|下一?步|下阶段|今后|20\d\d年)?[\u4e00-\u9fff]{0,6}(?:打算|下一步|下步|计划)[：:，,]"
)
_PLANS = ("工作计划", "规划")
# 「市教育局：」 addresses a paper and announces nothing.
_ADDRESSED = re.compile(
    r"^(?!.*(?:下列|以下|如下|包括|分别|主要))[\u4e00-\u9fff、，（）]{1,40}(?:政府|局|委|委员会|办公室|厅|领导小组|单位|部门|同志们?|领导|代表|街道|公司)[:：]$"
)
_DONE = re.compile(r"同比|比上年|已(?:经)?|现有|现已|截至|完成了|达到了|20\d\d年(?:我|全|末|底)|去年|上年")
_NAMING = re.compile(
    r"(?:^由|^对|[，,]由|明确由|[:：(（]|包括|包含|涵盖|分别|即|例如|如|有|为|是|以)[^。；]*(?:、|和|及|与)|一是|[:：]一要|首先|第一[，,、]|[①1][、.．]|[:：][^。；;]{4,}[；;]$|(?:[^、，。；+＋]{1,14}[、+＋]){2,}|、[^、，。；]{2,14}等(?:\d+|[两二三四五六七八九十]+)[所个家名位条座处]|(?:[“「][^”」]{1,14}[”」]){2,}|(?:《[^《》]{2,20}》){2,}|(?:[^—–，。；]{2,14}[—–→]+){2,}|[\u4e00-\u9fff]{2,}(?:与|和)[\u4e00-\u9fff]{2,}(?:组成|组建|联合|结对)"
)


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
        names_held: the sentence or its context holds each noun of the question, and it has some.
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
    names_held: bool = False
    cells: tuple[Cell, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentence verbatim."""
        return self.document.text[self.start : self.end]


def names_something(evidence: Evidence) -> bool:
    """Tell whether a sentence enumerates, or announces or heads what does, and does not only count."""
    return announces(evidence) or bool(_NAMING.search(evidence.text)) or is_heading(evidence)


def announces(evidence: Evidence) -> bool:
    """Tell whether a sentence introduces the lines after it: 「这12个教育集团是：」."""
    return evidence.text.endswith(("：", ":")) and not _ADDRESSED.match(evidence.text)


def is_heading(evidence: Evidence) -> bool:
    """Tell whether a sentence is the heading of a section, or a numbered line by itself that ends no sentence."""
    if evidence.section and evidence.text.rstrip("：:。") == evidence.section[-1].rstrip("：:。"):
        return True
    return is_numbered(evidence.text) and len(evidence.text) <= 30 and not ends_sentence(evidence.text)


def repeats_title(evidence: Evidence) -> bool:
    """Tell whether a sentence only says what its paper is called: its title, a subtitle, or a part of either."""
    return evidence.text.strip("—") in evidence.document.facts.title


def passage_as_it_stands(document: SourceDocument, start: int, end: int, section: tuple[str, ...]) -> Evidence:
    """Return a piece of a document that is told for its own sake, not for the words that it shares with a question."""
    return Evidence(document, start, end, section, 1.0, 1.0, document.facts.place)


def with_its_surroundings(evidence: Evidence) -> str:
    """Return a sentence with what it stands under: its headings, its paragraph, its paper's title and issuer."""
    facts = evidence.document.facts
    above = above_in_paragraph(evidence.document.text, evidence.start)
    return " ".join((evidence.text, *evidence.section, evidence.document.full_title, facts.issuer, above))


def says_it_is_planned(text: str, written: str = "") -> bool:
    """Tell whether a text itself says that it is a plan: 「计划改厕3600座」, 「到2025年达到95%」.

    Args:
        written: the year in which it was written, where that is known: what was to be until then is past.
    """
    limits = (match["year"] for pattern in (_UNTIL, _BEFORE_A_DAY) for match in pattern.finditer(text))
    return bool(_PLAN.search(text)) or any(year >= written for year in limits)


def is_plan(evidence: Evidence) -> bool:
    """Tell whether a sentence says what is to be done, and not what was."""
    facts = evidence.document.facts
    if facts.genre in _PLANS and "总结" not in facts.title and not _DONE.search(evidence.text):
        return True
    # A report of no date was written at the end of what it speaks of, or soon behind.
    written = facts.date[:4] or facts.period[-4:]
    if _is_headed_as_plan(evidence.section, facts.date) or says_it_is_planned(evidence.text, written):
        return True
    if _OPENS_A_PLAN.match(evidence.text):
        return True
    return bool(_OPENS_A_PLAN.search(above_in_paragraph(evidence.document.text, evidence.start)))


def _is_headed_as_plan(section: Sequence[str], written: str) -> bool:
    """Tell whether the innermost heading that says whether what is under it was done or is to be says the latter."""
    for heading in reversed(section):
        tasks = _TASKS_OF_A_YEAR.search(heading)
        if tasks and (
            tasks["year"] > written[:4] or (tasks["year"] == written[:4] and written[5:7] <= LAST_MONTH_OF_PLANNING)
        ):
            return True
        planned, told = _PLAN_HEADING.search(heading), _TOLD_HEADING.search(heading)
        if bool(planned) != bool(told):
            return bool(planned)
    return False
