"""What was done and when, and what is only to be: whether a sentence tells of the one where that is asked."""

from __future__ import annotations

import re

from assistant.clauses import clause_around
from assistant.evidence import Evidence, is_plan, with_its_surroundings
from assistant.question import Question
from assistant.repealed import tells_what_is_repealed
from assistant.surroundings import above_in_paragraph
from assistant.whose import LAST_MONTH_OF_REPORTS
from corpus.layout import ARTICLE
from corpus.versions import asks_for_former

# What was really done is not told by what was to be done.
_DONE = re.compile(r"实际|真正|已经|完成了|最终(?!定为|确定|目标)|最后|决算|结算|建成了")
_SAYS_IT_IS_DONE = re.compile(r"[^，。]{0,6}(?:已(?:经)?|完成了)(?!列入|纳入|安排|计划)")
_REALLY_DONE, _ADJUSTED = re.compile(r"实际|已经|完成了"), re.compile(r"调整(?:为|到|至)了?$")
_SET = re.compile(r"原方案|原计划|调整后|调整前|计划|目标|任务")
_SPENT_REALLY = re.compile(r"实际(?:上)?(?:一共|共)?(?:花|支出|使用|用)(?!途)")
_WAS_SPENT = re.compile(r"支出|花费|使用|用于|执行|完成投资|拨付|兑付|发放|到位")
# 「2024年打算新改建多少户」 is not told by what was built before.
_ASKS_AHEAD = re.compile(
    r"打算|(?:拖|延|延期|推迟|顺延)到(?:什么|哪|几)|(?<![需主])要(?:新?建|达到|完成|新增|实现)(?!了)(?=[^，。？]{0,4}(?:多少|几))|准备(?!金)|目标|(?<!按)(?<!改善)(?<!行动)(?<!雨露)(?<!支持)计划(?!生育|数|外|内|指标)|力争|预计|拟"
)
_SPEAKS_AHEAD = re.compile(
    r"目标|任务|计划|打算|规划|要求|预计|力争|确保|拟|争取|达到|不低于|不少于|以[上内]|控制在|左右|应当?|须|将|要|年底前|月底前"
)
_SETS_TASKS = re.compile(r"实事|清单|要点|安排|规划|方案")
# What was built is said in the clause of a figure, or so near before it in a row.
REACH_OF_A_DEED = 30
_BUILT = re.compile(r"已(?:经)?(?:新?建成|完成|新建|投用|投入使用)")

# What is told before it comes.
_ANNOUNCING = frozenset("通知 公告 通告 实施方案 工作方案 方案 规范性文件 法规 规划 工作计划".split())
_WAS_DONE = re.compile(r"了多少|了几|当年|实际")
_PART_OF_THE_YEAR = re.compile(
    r"(?P<year>20\d\d)年(?:第?(?P<part>秋(?=季)|下(?=半年)|[二三四](?=季度))|(?P<month>\d{1,2})月)"
)
_DEEDS = (
    ("完工", "建成", "竣工", "投用", "投入使用", "交付", "启用", "完成", "通车", "建好"),
    ("开工", "动工", "启动", "开建", "奠基"),
)
_PASSED_ON = re.compile(r"传达(?:学习)?|学习贯彻")
_ASKS_WHEN_SENT = re.compile(r"信|讲话|批示|指示|印发|下发|出台|发布|发出|致")
_BEGINS_OR_ENDS = re.compile(r"到位|时限|期限|日前|底前|[日月]起|正式|开始")
_WHEN_DONE = re.compile(
    rf"(?:什么时候|何时|啥时候|哪一?[年天]|几月|时间)(?:能|会|可以|才|正式|就)*(?P<deed>{'|'.join(word for group in _DEEDS for word in group)}|挂牌|揭牌|验收)"
)
# 「还有多少所」 is not told by 「力争实现74所学校全覆盖」.
_IS_THERE_NOW = re.compile(r"(?:还|现|现在|目前)有(?:多少|几)")
_IS_TO_BE = re.compile(r"力争|计划|打算|争取|确保|预计|拟|将|规划|目标")


def is_of_the_deed(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence has what is asked when it is done: 完工, and not only another day of the same works."""
    if question.kind != "date":
        return True
    if _is_of_what_was_passed_on(question, evidence):
        return False
    deed = _WHEN_DONE.search(question.text)
    if deed is None:
        return True
    said = f"{evidence.text} {' '.join(cell.head for cell in evidence.cells)} {' '.join(evidence.section)}"
    group = next((group for group in _DEEDS if deed["deed"] in group), (deed["deed"],))
    contrary = any(word in said for other in _DEEDS if other is not group for word in other)
    # 「11月1日起正式供热」 says when it was started in its own words; 「2026年接受督导评估」 says neither.
    its_own = len(group) > 1 and not contrary and _BEGINS_OR_ENDS.search(said) is not None
    return its_own or any(word in said for word in group)


def _is_of_what_was_passed_on(question: Question, evidence: Evidence) -> bool:
    """Tell whether a date is that of a meeting at which a letter was studied, where it is asked when that was sent."""
    asked, figure = question.text, evidence.figure
    if figure is None or not _ASKS_WHEN_SENT.search(asked) or _PASSED_ON.search(asked):
        return False
    return _PASSED_ON.search(evidence.text, figure.end) is not None


def is_done(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence says what was done, or spent, where that is asked and not what was planned."""
    above = above_in_paragraph(evidence.document.text, evidence.start)
    if _WAS_DONE.search(question.text) and (ARTICLE.match(evidence.text) or ARTICLE.match(above)):
        # A regulation tells no deeds.
        return False
    if _comes_later(question, evidence):
        return False
    if not asks_for_former(question.text) and tells_what_is_repealed(evidence):
        # 「2018年印发的《……办法》规定……15日内整改，该办法自2021年9月1日起停止执行」
        return False
    if _IS_THERE_NOW.search(question.text) and is_plan(evidence) and _is_to_be(evidence):
        return False
    if _REALLY_DONE.search(question.text) and _is_of_a_plan_adjusted(evidence):
        return False
    if _DONE.search(question.text):
        if is_plan(evidence) and "实际" not in evidence.text and not _is_said_to_be_done(evidence):
            return False
        if _lies_ahead(question, evidence):
            return False
    return not _SPENT_REALLY.search(question.text) or bool(_WAS_SPENT.search(evidence.text))


def _is_of_a_plan_adjusted(evidence: Evidence) -> bool:
    """Tell whether a figure is what a plan was, or is adjusted to: 「由520套调整为600套」, cells under 原方案 and 调整后."""
    if evidence.cells:
        return all(_SET.search(cell.head) for cell in evidence.cells)
    return evidence.figure is not None and _ADJUSTED.search(evidence.text[: evidence.figure.start]) is not None


def _is_to_be(evidence: Evidence) -> bool:
    """Tell whether a figure's own clause says that it is to be: 「力争实现74所学校全覆盖」."""
    return _IS_TO_BE.search(_own_clause(evidence)) is not None


def _is_said_to_be_done(evidence: Evidence) -> bool:
    """Tell whether a figure's own clause says that it is done: 「已整改44个，剩余2个……计划2023年6月完成」."""
    return _SAYS_IT_IS_DONE.match(_own_clause(evidence)) is not None


def _own_clause(evidence: Evidence) -> str:
    """Return the clause of a sentence's figure; empty where it has none, or is told by cells."""
    if evidence.figure is None or evidence.cells:
        return ""
    start, end = clause_around(evidence.text, evidence.figure.start, evidence.figure.end)
    return evidence.text[start:end]


def lies_ahead_where_asked(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, speaks of what is to come, where a plan or target is asked for."""
    if not _ASKS_AHEAD.search(question.text) or evidence.cells:
        return True
    if evidence.figure is not None:
        start, end = clause_around(evidence.text, evidence.figure.start, evidence.figure.end)
        said = evidence.text[max(0, start - REACH_OF_A_DEED) : end]
        if _BUILT.search(said) and not _SPEAKS_AHEAD.search(evidence.text[start:end]):
            return False
    if is_plan(evidence):
        return True
    title = evidence.document.facts.title
    return bool(_SPEAKS_AHEAD.search(" ".join((evidence.text, *evidence.section))) or _SETS_TASKS.search(title))


def _lies_ahead(question: Question, evidence: Evidence) -> bool:
    """Tell whether the year asked about had hardly begun when the paper was written: no paper reports what comes."""
    written, years = evidence.document.facts.date, question.years
    if not years or not written:
        return False
    return max(years) > written[:4] or (max(years) == written[:4] and "" < written[5:7] <= LAST_MONTH_OF_REPORTS)


def _comes_later(question: Question, evidence: Evidence) -> bool:
    """Tell whether the part of a year that is asked about lies behind the paper's own date: 「2023年秋季」 in April."""
    facts = evidence.document.facts
    asked, written = _PART_OF_THE_YEAR.search(question.text), facts.date
    if asked is None or len(written) < 7 or is_plan(evidence) or facts.genre in _ANNOUNCING:
        return False
    if question.kind in ("date", "duration") or "标准" in question.text:
        return False
    if asked["part"] and f"{asked['part']}季度" in with_its_surroundings(evidence):
        # A paper on 三季度 may be written before that is over.
        return False
    first = {"秋": 9, "下": 7, "二": 5, "三": 8, "四": 11}.get(asked["part"] or "", 0) or int(asked["month"] or 0)
    return written[:4] == asked["year"] and 0 < int(written[5:7]) < first
