"""The answer in the documents' own words: what is told, the quotations, and since when a regulation among them holds."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer
from assistant.citations import cite
from assistant.evidence import Evidence
from assistant.gathering import EvidenceGatherer
from assistant.question import Question
from assistant.wording import direct, grouped, in_reading_order, quoted


def extractive_answer(question: Question, evidence: Sequence[Evidence], gatherer: EvidenceGatherer) -> Answer:
    """Return the answer that is made of the sentences themselves.

    Args:
        evidence: what was chosen, best first; at least one piece.
    """
    # A reason answers 「哪个月弄完，是什么原因」, too, and has no figure to begin with.
    is_point = question.is_point and all(piece.figure or piece.cells for piece in evidence)
    if not is_point:
        evidence = in_reading_order(evidence)
    citations = tuple(cite(n, piece) for n, piece in enumerate(evidence, 1))
    if is_point:
        several = len({piece.place for piece in evidence}) < len(evidence)
        told = [direct(question, piece, n, several) for n, piece in enumerate(evidence, 1)]
        lines = [*told, "", "原文：", *(f"{quoted(piece)}[{n}]" for n, piece in enumerate(evidence, 1))]
    else:
        lines = grouped(evidence)
    if held := standing_of(evidence, gatherer):
        lines += ["", *held]
    confidence = min(0.99, round(max(piece.coverage for piece in evidence) * (0.95 if is_point else 0.9), 2))
    return Answer(question.text, "\n".join(lines), False, confidence, "extractive", citations)


def standing_of(evidence: Sequence[Evidence], gatherer: EvidenceGatherer) -> list[str]:
    """Return since when the regulations that are quoted are in force, what they replaced, and what amends a quoted plan."""
    replaced, amended = gatherer.library.replaced(), gatherer.library.amended()
    cited = {piece.document.doc_id for piece in evidence}
    lines: list[str] = []
    for document in {piece.document.doc_id: piece.document for piece in evidence}.values():
        facts = document.facts
        former = [gatherer.document(old) for old, new in replaced.items() if new == document.doc_id]
        dates = "、".join(sorted(old.facts.effective or old.facts.date for old in former if old))
        since = f"自{facts.effective}起施行" if facts.effective else ""
        if document.doc_id in replaced:
            lines.append(f"《{facts.title}》（{facts.effective or facts.date}）已被新的版本替代，仅供对照。")
        elif former:
            lines.append(f"《{facts.title}》{since + '，' if since else ''}已替代{dates}的版本。")
        later = [gatherer.document(by) for by in amended.get(document.doc_id, ()) if by not in cited]
        for other in filter(None, later):
            lines.append(f"《{facts.title}》的部分内容后来由《{other.facts.title}》调整，请对照使用。")
        for first in (gatherer.document(first) for first, by in amended.items() if document.doc_id in by):
            if first is not None and first.doc_id not in cited:
                lines.append(f"《{facts.title}》调整了《{first.facts.title}》的部分内容。")
    return lines
