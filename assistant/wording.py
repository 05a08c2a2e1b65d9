"""Put evidence into words: the direct answer to a point question, quotations, quotations by document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answer
from assistant.cells import cells_of, split_row
from assistant.citations import MARK, Citation, place_label
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.short_answer import short_answer

_YEAR_OF_A_COLUMN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_PLANNED = re.compile(r"计划|目标|预算|任务")
_LEFT_OUT = "…"
# 「《……办法》自2023-05-01起施行，已替代2018-08-01的版本。」
_OF_A_VERSION = re.compile(r"^《.+》.*(?:已替代.*的版本|已被新的版本替代，仅供对照)。$")


def direct(question: Question, piece: Evidence, n: int, several: bool) -> str:
    """Return the short answer to a point question: whose, and the figure as written.

    Where several documents of one place answer, each answer names its document.
    """
    facts = piece.document.facts
    title = f"《{facts.title}》"
    whose = place_label(piece.place) or title
    dated = facts.effective or facts.date
    where = f"（{title}{'，' + dated if dated else ''}）" if several and whose != title else ""
    return f"{whose}：{short_answer(question, piece)}{where}。[{n}]"


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
    standing: list[str] = []
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
        for part, kept in ((told, lines), (quoted_behind, quotations)):
            for line in part.split("\n"):
                (standing if _OF_A_VERSION.search(line) else kept).append(line)
    lines = _said_once(lines)
    while lines and not lines[-1]:
        lines.pop()
    lines += [f"「{_as_asked(question, part)}」：资料中没有找到。" for part in missing]
    if quotations := [line for line in dict.fromkeys(quotations) if line and line not in lines]:
        lines += ["", "原文：", *quotations]
    if standing:
        lines += ["", *dict.fromkeys(standing)]
    told_share = 1 - len(missing) / len(answers)
    confidence = round(min(answer.confidence for answer in answers if not answer.refused) * told_share, 2)
    return Answer(question, "\n".join(lines), False, confidence, "extractive", tuple(citations))


def _as_asked(question: str, part: str) -> str:
    """Return a part of a question in the words of the asker, without what was put before it to make it whole."""
    pieces = [piece.strip() for piece in re.split(r"[，,；;？?。]", question) if piece.strip()]
    return next((piece for piece in pieces if part.endswith(piece)), part)


def _said_once(lines: Sequence[str]) -> list[str]:
    """Leave out a line that another says, too: what answers two parts of a question, or is a piece of what does."""
    kept: list[str] = []
    for n, line in enumerate(lines):
        bare = _bare(line)
        others = [*kept, *lines[n + 1 :]]
        if line and (line in kept or any(bare != _bare(other) and _is_said_in(line, other) for other in others)):
            continue
        kept.append(line)
    return _without_empty_heads(kept)


def _is_said_in(line: str, other: str) -> bool:
    """Tell whether another line of the same place, citing the same source, holds what a line says."""
    whose, _, said = line.partition("：")
    whose_other, _, told = other.partition("：")
    same = whose == whose_other and MARK.findall(line) == MARK.findall(other) != []
    bare = re.escape(MARK.sub("", said).strip("。"))
    return same and re.search(rf"(?<![\d.]){bare}(?![\d.]\d?)", told) is not None


def _bare(line: str) -> str:
    return MARK.sub("", line)


def _without_empty_heads(lines: Sequence[str]) -> list[str]:
    """Leave out the name of a document under which nothing is left to quote."""
    return [
        line
        for n, line in enumerate(lines)
        if not line.endswith("》：") or (n + 1 < len(lines) and lines[n + 1].startswith(("“", "表中")))
    ]
