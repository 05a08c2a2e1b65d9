"""Whether a figure is of the part that is asked about: of the funds, the deed, the kind of school, the part of a whole."""

from __future__ import annotations

import re

from assistant.asked_words import MEASURES, QUOTED
from assistant.evidence import Evidence, with_its_surroundings
from assistant.matching import holds
from assistant.question import Question
from assistant.surroundings import above_in_paragraph, lead_in
from corpus.figures import Figure, find_figures
from corpus.synonyms import paraphrases_in, wordings_of
from corpus.tokenizer import fold, is_naming

_ROW = re.compile(r"[^，,。；;]*、[^，,。；;]*")
# 「“代理家长”中机关干部有多少人」
_PART_ASKED = re.compile(
    r"(?:里[面头]?|(?<![初高])中|当中)(?:的)?[，,]?(?P<part>[^，。？]{2,10}?)(?:一共|总共|共)?(?:有|是|占)(?:多少|几)(?:人|名|个|位|所|家|户|例|起|宗|件|处|份|册|台|条|项|次)"
)
_OPENS_WIDER = re.compile(r"(?:全[县市区镇乡校]|农村|乡村|城乡|义务教育|中小学)")
_FUNDS = re.compile(r"(?P<of>直达|专项|配套|债券|衔接|彩票|奖补|上级|中央|省级)资金")
_SPENT_ON = re.compile(
    r"(?P<of>招录|招聘|引进|培训|表彰|慰问|采购|维修|整治|绿化|宣传)[^，。？]{0,8}?(?:一共|总共|共)?(?:花|投|用)(?:了|掉)"
)
_KIND_OF_SCHOOL = re.compile(
    r"(?P<of>村小|教学点|小规模学校|中心校|寄宿制学校|特殊教育学校|民办学校|民办园|公办园|民办幼儿园|公办幼儿园|职业学校|职高|幼儿园)(?:的)?(?:在岗|专任|在职|在编)?(?:教师|老师|学生|教职工)"
)
_PART_OF_A_WHOLE = re.compile(r"(?P<of>[^，。？]{2,16})(?:里面?|中|当中)[，,]?[^，。？]{2,10}占(?:了)?(?:多少|几)")


def is_of_the_part(question: Question, evidence: Evidence, clause: str) -> bool:
    """Tell whether a figure is of the part of a thing that a question asks about; `clause` is the figure's own."""
    if not _is_of_the_quoted(question, clause):
        return False
    # What a cell is of, its row and column say.
    return bool(evidence.cells) or (
        _is_of_the_funds(question, evidence)
        and _is_of_the_kind_of_school(question, evidence)
        and _is_a_part_of_its_whole(question, evidence)
        and _is_told_of_the_part(question, evidence, clause)
    )


def _is_of_the_funds(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, has the funds or the deed of which the cost is asked: 直达资金, 招录."""
    spent = _SPENT_ON.search(question.text) if question.kind == "money" else None
    asked = [match["of"] for match in (_FUNDS.search(question.text), spent) if match]
    return not asked or all(holds(word, fold(with_its_surroundings(evidence)), shortest=2) for word in asked)


def _since_the_last_figure(text: str, figure: Figure) -> str:
    """Return what stands before a figure since the last other one of its sentence: 「机关干部带头参与，共有」 before 412人."""
    start = max(text.rfind(mark, 0, figure.start) for mark in "。；;") + 1
    ends = [
        other.end for other in find_figures(text[: figure.start]) if other.end > start and other.kind == figure.kind
    ]
    # 「机关干部、教师和妇女干部与留守儿童结对」 counts nobody of a row by itself.
    return _ROW.sub("", text[max([start, *ends]) : figure.start])


def _is_of_the_kind_of_school(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, has the kind of school whose people are asked about: 村小 of 「村小教师」."""
    kind = _KIND_OF_SCHOOL.search(question.text)
    if kind is None:
        return True
    # A 教学点 is no 村小, whatever search takes for one.
    names = (kind["of"], *(wordings_of(kind["of"]) - {"教学点", "村小"}))
    document = evidence.document
    told = fold(
        " ".join((evidence.text, *evidence.section, document.facts.title, lead_in(document.text, evidence.start)))
    )
    if not any(name in told for name in names) and not _OPENS_WIDER.match(evidence.text):
        # 「现有村小36所。……」, and behind it 「教师……」; 「农村在岗教师……」 is of more.
        told = fold(above_in_paragraph(document.text, evidence.start))
    return any(name in told for name in names)


def _is_a_part_of_its_whole(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or its heading, has the whole of which a part is asked: 校舍 of 「校舍里，农村学校占多少平米」."""
    whole = _PART_OF_A_WHOLE.search(question.text)
    if whole is None:
        return True
    nouns = [term for term in question.terms if term in whole["of"] and is_naming(term)]
    above = above_in_paragraph(evidence.document.text, evidence.start)
    said = re.split("[。；;]", above.rstrip("。；;"))[-1] if not evidence.text.startswith("其中") else above
    told = fold(" ".join((evidence.text, *evidence.section, said)))
    return not nouns or holds(nouns[-1], told)


def _is_told_of_the_part(question: Question, evidence: Evidence, clause: str) -> bool:
    """Tell whether a figure's own clause has the part that is asked of a whole: 机关干部 of 「“代理家长”中机关干部有多少人」."""
    asked = _PART_ASKED.search(question.text)
    if asked is None:
        return True
    words = [term for term in question.terms if term in asked["part"] and len(term) > 1 and term not in MEASURES]
    if evidence.figure is not None and evidence.figure.kind == "share":
        # 「创建校中有7所边远学校，占创建校的64%」
        clause = re.split("[；;。]", evidence.text[: evidence.figure.end])[-1]
    elif evidence.figure is not None:
        clause = _since_the_last_figure(evidence.text, evidence.figure) + clause
    # 「找到工作的」 is written 就业.
    others = [other for _, written in paraphrases_in(asked["part"]) for other in written]
    said = fold(clause)
    return not words or any(holds(word, said) for word in words) or any(o in said for o in others)


def _is_of_the_quoted(question: Question, clause: str) -> bool:
    """Tell whether a figure's clause does not name another thing in quotation marks: “菇农贷”, and “果农贷” is asked about."""
    asked, told = QUOTED.findall(question.text), QUOTED.findall(clause)
    alike = [name for name in told for one in asked if name != one and name[-2:] == one[-2:]]
    return not alike or any(one in clause for one in asked)
