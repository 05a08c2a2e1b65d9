"""What the rest of a question finds in the very sentence, or row of a table, that answered another part of it.

「设36个班，可提供学位1620个」 answers 「能增加多少学位」 where it is cited for what the school cost. By itself so short a
clause would not be found; beside what is cited already it needs to hold only what the part asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answer
from assistant.asked_figures import FIGURE_KINDS, alike
from assistant.cells import cells_of
from assistant.citations import Citation, bare_head, place_label
from assistant.clauses import clauses_in, clauses_of
from assistant.evidence import Evidence, is_plan, says_it_is_planned
from assistant.figure_cues import limit_asked
from assistant.matching import match_strength, surely_holds
from assistant.question import Question
from corpus.counting import units_of
from corpus.figures import Figure, find_figures
from corpus.schema import SourceDocument
from corpus.tokenizer import fold, is_naming

# Which columns a question word asks for.
_COLUMNS = (
    (re.compile(r"谁|找哪"), re.compile(r"责任人|负责人|联系人|组长|校长|园长|主讲|姓名")),
    (re.compile(r"什么时候|何时|哪[一]?[年天日]|几月|最晚|多久"), re.compile(r"时限|时间|日期|期限|年月")),
    (re.compile(r"程度|进度|进展|哪一步"), re.compile(r"进度|进展|形象|状态|完成情况")),
    (re.compile(r"电话|怎么联系"), re.compile(r"电话|联系方式")),
)
NAMED = 0.8
_SHARE_ASKED = re.compile(r"比例|比重|几成|百分|率|占比|份额")
_HOW_LONG_IT_HOLDS = re.compile(r"管(?:几年|多久|多长时间|几个月)|有效(?:期)?(?:几年|多久|是多[久长])|有效期(?:是)?几")
# 「总投资9860万元，其中专项资金4200万元、县级配套2160万元」
_BY_SOURCE = re.compile(r"资金来源|各出|分别出|各承担|分别承担")
# Less sure than what was found by itself.
CONFIDENCE = 0.7


def told_beside(
    part: Question, told: Answer, document: SourceDocument | None, cited: Citation, *, surely: bool = False
) -> Answer | None:
    """Return the answer that a cited sentence or row gives to another part of the question; None where it gives none.

    Args:
        told: what was answered to the part that the sentence was cited for.
        document: the document that `cited` is of.
        surely: only what leaves no doubt, so that nothing else needs to be looked for.
    """
    # What is only quoted was not yet told as the answer to anything.
    head = told.answer.partition("\n\n原文：")[0].split("\n")
    said_before = "\n".join(line for line in head if not line.startswith("“"))
    if _BY_SOURCE.search(part.text) and not cited.cell:
        said = _sums_told(cited.quote)
    elif cited.cell:
        said = _cell_told(part, cited, document) if document is not None and len(told.citations) == 1 else ""
    elif _HOW_LONG_IT_HOLDS.search(part.text):
        said = _term_told(cited.quote)
    elif part.is_point:
        said = _figure_told(part, cited.quote, said_before, surely)
    else:
        said = "" if surely or part.kind in ("why", "how") else _clause_told(part, cited.quote, said_before)
    if not said:
        return None
    if document is not None and not cited.cell and not says_it_is_planned(said):
        piece = Evidence(document, cited.start, cited.end, cited.section, 1.0, 1.0, cited.place)
        said += "（计划）" if is_plan(piece) else ""
    citations = told.citations
    if cited.cell:
        citations = tuple(replace(one, cell=said) if one is cited else one for one in citations)
    quotation = told.answer.partition("\n\n原文：\n")[2] or f"“{cited.quote}”[{cited.n}]"
    whose = place_label(cited.place) or f"《{cited.title}》"
    text = f"{whose}：{said}。[{cited.n}]\n\n原文：\n{quotation}"
    return Answer(part.text, text, False, min(CONFIDENCE, told.confidence), "extractive", citations)


def told_in_one(parts: Sequence[Question], sentence: str) -> list[str]:
    """Return the clauses of one sentence that answer all parts of a question, each with a figure of its own; none where
    it does not answer them all.

    「自付费用超过8000元的部分，按60%的比例救助，年度限额为2万元」 for 「超过多少才有，按几成给，封顶多少」
    """
    folded = fold(sentence)
    taken: set[int] = set()
    clauses: list[tuple[int, str]] = []
    for part in parts:
        if any(match_strength(term, folded) < NAMED for term in part.terms if is_naming(term)):
            return []
        limit = limit_asked(part.text)
        if not (part.unit or limit or part.kind in ("money", "share", "duration")):
            return []
        for start, end in clauses_of(sentence):
            figures = [f for f in find_figures(sentence[start:end]) if _is_asked_for(part, f)]
            free = [start + f.start for f in figures if start + f.start not in taken]
            if free and (limit is None or limit.search(sentence[start:end])):
                taken.add(free[0])
                clauses.append((start, sentence[start:end].strip()))
                break
        else:
            return []
    return [clause for _, clause in sorted(set(clauses))]


def _figure_told(part: Question, sentence: str, said_before: str, surely: bool) -> str:
    """Return the clause whose figure the part asks for; empty where none has it.

    It holds a word that the part asks about or, where it is the only one with such a figure, the unit asked for.
    """
    told = {figure.key for figure in find_figures(said_before)}
    fitting: list[tuple[int, str]] = []
    for clause in clauses_in(sentence):
        figures = [f for f in find_figures(clause) if _is_asked_for(part, f) and f.key not in told]
        if figures:
            held = sum(surely_holds(term.strip("了"), fold(clause)) for term in part.terms)
            held += any(clause.startswith(word, figure.end) for word in part.focus for figure in figures)
            fitting.append((held, clause))
    names = [term for term in part.terms if is_naming(term)]
    if not fitting:
        return "" if surely or not names else _told_already(part, names, sentence)
    held, clause = max(fitting, key=lambda pair: pair[0])
    limit = limit_asked(part.text)
    limiting = [clause for _, clause in fitting if limit is not None and limit.search(clause)]
    if len(limiting) == 1:
        # 「按5%奖励，最高20万元」 for 「最多多少」
        return limiting[0]
    alone = len(fitting) == 1 and part.kind in ("share", "duration")
    if surely:
        told_all = all(surely_holds(name, fold(clause)) for name in names)
        return clause if held and told_all and (part.unit or part.focus) else ""
    return clause if held or alone else ""


def _told_already(part: Question, names: Sequence[str], sentence: str) -> str:
    """Return the clause that was told for another part and answers this one, too; empty where none does."""
    for clause in clauses_in(sentence):
        held = all(surely_holds(name, fold(clause)) for name in names)
        if held and any(_is_asked_for(part, figure) for figure in find_figures(clause)):
            return clause
    return ""


def _term_told(sentence: str) -> str:
    """Return the clause that says how long a regulation holds: 「有效期5年」; empty for none."""
    return next(
        (
            piece
            for piece in clauses_in(sentence)
            if re.search(r"(?:有效期|试行期|期限)[^，。]*[\d一二三四五六七八九十两]", piece)
        ),
        "",
    )


def _sums_told(sentence: str) -> str:
    """Return the clause, or the brackets, that part a sum by who pays: 「其中省级6万元、县级4万元」; empty for none."""
    bracketed = [match[1] for match in re.finditer(r"[（(]([^（）()]*)[）)]", sentence)]
    for piece in (*bracketed, *clauses_in(sentence)):
        if piece.startswith("其中") and sum(figure.kind == "money" for figure in find_figures(piece)) > 1:
            return piece
    return ""


def _is_asked_for(part: Question, figure: Figure) -> bool:
    if part.kind == "duration":
        return re.search(rf"(?:几|多少)个?(?:工作)?{figure.unit[-1:]}", part.text) is not None if figure.unit else False
    if part.kind == "share" and not _SHARE_ASKED.search(part.text):
        # 「水利设施损失占了多少」
        return figure.kind in ("share", "money", "count")
    if figure.kind not in FIGURE_KINDS.get(part.kind, {figure.kind}):
        return False
    units = (part.unit,) if part.unit else units_of(part.focus[-1]) if part.focus and part.kind == "count" else ()
    return not units or any(alike(figure.unit, unit) for unit in units)


def _clause_told(part: Question, sentence: str, said_before: str) -> str:
    """Return the clause that holds most of what the part asks about, and was not said before; empty where none does."""
    told = {figure.key for figure in find_figures(said_before)}
    best, most = "", 0
    for clause in clauses_in(sentence):
        held = sum(
            surely_holds(term, fold(clause))
            for term in part.terms
            if len(term) > 1 and not surely_holds(term, fold(said_before))
        )
        if held > most and not any(figure.key in told for figure in find_figures(clause)):
            best, most = clause, held
    return best


def _cell_told(part: Question, cited: Citation, document: SourceDocument) -> str:
    """Return the cell of a row whose column the part names: its head and what stands there; empty where it names none."""
    named = [
        cell
        for cell in cells_of(document, cited.start, cited.end)
        if any(match_strength(term, cell.head) >= NAMED for term in part.terms if len(term) > 1)
        or any(asking.search(part.text) and heads.search(cell.head) for asking, heads in _COLUMNS)
    ]
    if not named or any(f"{bare_head(c.head)}{mark}{c.written}" in cited.cell for c in named for mark in ("", "）")):
        # It is told already.
        return ""
    return f"{bare_head(named[0].head)}{named[0].written}"
