"""Put evidence into words: the direct answer to a point question, quotations, quotations by document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answer
from assistant.cells import cells_of, split_row
from assistant.citations import Citation, cells_written, place_label
from assistant.clauses import clause_around
from assistant.evidence import Evidence, is_plan
from assistant.question import Question

_BEFORE_FIGURE = re.compile(
    r"(?:(?:不(?:得)?(?:超过|少于|低于|高于)|至少|最多|最高|最低|超过|高于|低于|近|约|逾|达)(?:每[\u4e00-\u9fff]{1,6})?|每[\u4e00-\u9fff]{1,6})$"
)
_YEAR_OF_A_COLUMN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_PLANNED = re.compile(r"计划|目标|预算|任务")
_LEFT_OUT = "…"
_DONE = re.compile(r"实际|已(?:经)?|完成了")
_BEHIND_FIGURE = re.compile(
    r"^(?:以上|以下|以内|之内|内|左右|前|(?:至|—|-|～|到)[^，。；]{1,10}[日元%人]|[/／][^，。；]{1,6})"
)


def direct(question: Question, piece: Evidence, n: int, several: bool) -> str:
    """Return the short answer to a point question: whose, and the figure as written.

    Where several documents of one place answer, each answer names its document.
    """
    facts = piece.document.facts
    title = f"《{facts.title}》"
    whose = place_label(piece.place) or title
    dated = facts.effective or facts.date
    where = f"（{title}{'，' + dated if dated else ''}）" if several and whose != title else ""
    return f"{whose}：{figure_written(question, piece)}{where}。[{n}]"


def figure_written(question: Question, piece: Evidence) -> str:
    """Return the figure that answers, with its limits and what it counts: 不超过每生每月100元."""
    if piece.cells:
        return cells_written(piece)
    assert piece.figure is not None
    if piece.rivals:
        start = max((m.end() for m in re.finditer(r"[，,；;。：:]", piece.text[: piece.figure.start])), default=0)
        after = _BEHIND_FIGURE.search(piece.text[piece.rivals :])
        return piece.text[start : piece.rivals + (after.end() if after else 0)]
    counted = ""
    behind = piece.text[piece.figure.end :]
    for word in question.focus:
        if behind.startswith(word):
            counted += word
            behind = behind[len(word) :]
    before = _BEFORE_FIGURE.search(piece.text[: piece.figure.start])
    after = _BEHIND_FIGURE.search(behind)
    limits = (before[0] if before else "", after[0] if after else "")
    start, end = clause_around(piece.text, piece.figure.start, piece.figure.end)
    # 「年初计划改厕3600座，实际完成3150座」
    done = _DONE.search(piece.text[start:end])
    planned = "（计划）" if is_plan(piece) and not done else ""
    return f"{limits[0]}{piece.figure.text}{counted}{limits[1]}{planned}"


def quoted(piece: Evidence) -> str:
    """Return a sentence in quotation marks, a table's row as its cells."""
    if piece.text.startswith("|"):
        other = _of_other_years(piece)
        cells = [_LEFT_OUT if cell in other else cell for cell in split_row(piece.text)]
        return "表中一行：" + " ｜ ".join(
            cell for n, cell in enumerate(cells) if cell != _LEFT_OUT or cells[n - 1 : n] != [_LEFT_OUT]
        )
    return f"“{piece.text}”"


def _of_other_years(piece: Evidence) -> frozenset[str]:
    """Return what a row says of other years, or as a plan, than the cells that answer: that was not asked for."""
    heads = "".join(cell.head for cell in piece.cells)
    years = _YEAR_OF_A_COLUMN.findall(heads)
    if not years:
        return frozenset()
    kept = {cell.value for cell in piece.cells}
    return frozenset(
        cell.value
        for cell in cells_of(piece.document, piece.start, piece.end)
        if cell.value not in kept
        and (named := _YEAR_OF_A_COLUMN.findall(cell.head))
        and (not set(named) & set(years) or (_PLANNED.search(cell.head) and not _PLANNED.search(heads)))
    )


def in_reading_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence by document, the best document first, and as it stands within each."""
    order = {doc_id: rank for rank, doc_id in enumerate(dict.fromkeys(piece.document.doc_id for piece in evidence))}
    return sorted(evidence, key=lambda piece: (order[piece.document.doc_id], piece.start))


def grouped(evidence: Sequence[Evidence]) -> list[str]:
    """Return the sentences with their numbers, under the name of the document that they come from."""
    lines: list[str] = []
    groups: dict[str, list[tuple[int, Evidence]]] = {}
    for n, piece in enumerate(evidence, 1):
        groups.setdefault(piece.document.doc_id, []).append((n, piece))
    for pieces in groups.values():
        document = pieces[0][1].document
        whose = place_label(pieces[0][1].place)
        lines.append(f"{whose + '，' if whose else ''}《{document.facts.title}》：")
        lines += [f"{quoted(piece)}[{n}]" for n, piece in sorted(pieces, key=lambda pair: pair[1].start)]
        lines.append("")
    return lines[:-1]


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """Return the answers of a question's parts as one: what is told, then what is missing, then the quotations."""
    lines: list[str] = []
    quotations: list[str] = []
    missing: list[str] = []
    citations: list[Citation] = []
    for answer in answers:
        if answer.refused:
            missing.append(answer.question)
            continue
        numbers: dict[int, int] = {}
        for citation in answer.citations:
            # A row of a table that answers two parts is cited once.
            same = (c.n for c in citations if (c.doc_id, c.start) == (citation.doc_id, citation.start))
            numbers[citation.n] = next(same, len(citations) + 1)
            at = numbers[citation.n] - 1
            if at == len(citations):
                citations.append(replace(citation, n=at + 1))
            elif citation.cell not in citations[at].cell:
                citations[at] = replace(citations[at], cell=f"{citations[at].cell}、{citation.cell}")
        text = re.sub(r"\[(\d{1,3})\]", lambda m, to=numbers: f"[{to[int(m[1])]}]", answer.answer)  # type: ignore[misc]
        told, _, quoted_behind = text.partition("\n\n原文：\n")
        lines.append(told)
        quotations += quoted_behind.split("\n") if quoted_behind else []
    lines += [f"「{part}」：资料中没有写明。" for part in missing]
    if quotations:
        lines += ["", "原文：", *dict.fromkeys(quotations)]
    told_share = 1 - len(missing) / len(answers)
    confidence = round(min(answer.confidence for answer in answers if not answer.refused) * told_share, 2)
    return Answer(question, "\n".join(lines), False, confidence, "extractive", tuple(citations))
