"""A question that asks several things: each part answered by itself, or by what the one before it is answered with."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from assistant.answers import Answer
from assistant.asked_words import MEASURES
from assistant.choosing import choose
from assistant.citations import Citation, cite, place_label
from assistant.dialogue import WHAT_IS
from assistant.evidence import ENOUGH, Evidence
from assistant.extracts import extractive_answer, standing_of
from assistant.gathering import EvidenceGatherer
from assistant.papers import from_its_head
from assistant.question import Question, read_question
from assistant.told_beside import told_beside, told_in_one
from assistant.ways import asks_for_ways
from assistant.wording import joined, quoted
from corpus.sentences import paragraph_span
from corpus.tokenizer import part_of_speech
from index.records import Filters

_DIFFER = re.compile(r"不同|区别|差别|不一样")
# One sentence that answers all parts of a question is looked for among so many.
WEIGHED_FOR_ALL = 5

# Answers one question, out of these documents only where some are named.
AnswerOne = Callable[[Question, Filters | None, Collection[str]], Answer]


_SO_MUCH_DONE = re.compile(r"[\u4e00-\u9fff]了(?:多少|几)")


def _names_nothing_of_its_own(part: Question) -> bool:
    """Tell whether a part asks of what the part before it names: 「整改了多少处」."""
    own = [term for term in part.terms if len(term) > 1 and term not in MEASURES]
    return (
        part.is_point
        and bool(_SO_MUCH_DONE.search(part.text))
        and len(own) <= 1
        and all(part_of_speech(term)[:1] == "v" for term in own)
    )


class PartsAnswerer:
    """Answer the parts of a question together.

    Args:
        gatherer: finds the evidence.
        answer_one: answers a question that has no parts.
    """

    def __init__(self, gatherer: EvidenceGatherer, answer_one: AnswerOne) -> None:
        self._gatherer = gatherer
        self._answer_one = answer_one

    def completed(self, question: Question, told: Answer) -> Answer:
        """Return what one row of a table told with what the same row tells of the other parts of the question."""
        beside = (self._told_beside(part, told, surely=True) for part in self._parts(question))
        rest = [answer for answer in beside if answer is not None]
        return joined(question.text, [told, *rest]) if rest else told

    def several(self, question: Question, filters: Filters | None) -> Answer | None:
        """Answer each part of a question, and say which part the library does not answer; None where it answers none."""
        if (apart := self._told_apart(question, filters)) is not None:
            return apart
        parts = self._parts(question)
        answers: list[Answer] = []
        told_of: frozenset[str] = frozenset()
        for part in parts:
            told = from_its_head(part, self._gatherer, filters)
            if answers and told is None:
                told = self._told_beside(part, answers[-1], surely=True) or self._beside(part, answers[-1], filters)
            answer = told or self._rest(part, filters, told_of if not part.places else frozenset())
            if answers and answers[-1].refused and _names_nothing_of_its_own(part):
                # 「重大隐患有多少处，整改了多少处」 asks twice of one thing, of which nothing is told.
                answer = replace(answer, refused=True)
            answers.append(answer)
            told_of = told_of or frozenset(c.doc_id for c in answers[-1].citations if not answers[-1].refused)
        if all(part.is_point for part in parts) and (one := self._in_one(question, parts, answers, filters)):
            return one
        if all(answer.refused for answer in answers):
            return None
        for n, part in enumerate(parts):
            beside = (self._told_beside(part, told) for told in answers if answers[n].refused)
            answers[n] = next((told for told in beside if told is not None), answers[n])
        return joined(question.text, self._by_the_same(parts, answers))

    def _told_apart(self, question: Question, filters: Filters | None) -> Answer | None:
        """Return the sentence that tells two things apart, where that is asked: 「订单班不同于冠名班，……」; None for none."""
        names = [part.removeprefix(WHAT_IS) for part in question.parts if part.startswith(WHAT_IS)]
        if len(names) < len(question.parts):
            return None
        _, found = self._gatherer.gather(replace(question, parts=()), filters)
        told = (p for p in found[:WEIGHED_FOR_ALL] if _DIFFER.search(p.text) and all(name in p.text for name in names))
        one = next(told, None)
        return extractive_answer(question, [one], self._gatherer) if one is not None else None

    def _by_the_same(self, parts: Sequence[Question], answers: Sequence[Answer]) -> list[Answer]:
        """Tell a part by the one sentence that was cited for another part, where it is among those that answer this one.

        「缺口37人，通过乡镇卫生院派驻方式解决」 answers 「差多少人，打算怎么补上」; what stands around it was not asked for.
        """
        told: list[Answer] = []
        for n, (part, answer) in enumerate(zip(parts, answers, strict=True)):
            others = {
                (c.doc_id, c.start)
                for m, other in enumerate(answers)
                if m != n and not other.refused and parts[m].is_point
                for c in other.citations
            }
            same = [c for c in answer.citations if (c.doc_id, c.start) in others]
            whole = part.is_point or part.kind == "list" or asks_for_ways(part)
            if answer.refused or whole or not same or len(same) == len(answer.citations):
                told.append(answer)
                continue
            told.append(extractive_answer(part, [self._evidence(cited) for cited in same], self._gatherer))
        return told

    def _evidence(self, cited: Citation) -> Evidence:
        document = self._gatherer.document(cited.doc_id)
        assert document is not None
        return Evidence(document, cited.start, cited.end, cited.section, 1.0, 1.0, cited.place)

    def _in_one(
        self, question: Question, parts: Sequence[Question], answers: Sequence[Answer], filters: Filters | None
    ) -> Answer | None:
        """Return the one sentence that answers all parts, where by themselves they were answered out of several."""
        cited = {(c.doc_id, c.start) for answer in answers if not answer.refused for c in answer.citations}
        if len(cited) == 1 and not any(answer.refused for answer in answers):
            return None
        _, found = self._gatherer.gather(replace(question, parts=()), filters)
        for piece in found[:WEIGHED_FOR_ALL]:
            clauses = told_in_one(parts, piece.text) if not piece.cells and piece.coverage >= ENOUGH else []
            if clauses:
                whose = place_label(piece.place) or f"《{piece.document.facts.title}》"
                lines = [f"{whose}：{'，'.join(clauses)}。[1]", "", "原文：", f"{quoted(piece)}[1]"]
                lines += ["", *standing] if (standing := standing_of([piece], self._gatherer)) else []
                confidence = round(0.9 * piece.coverage, 2)
                return Answer(question.text, "\n".join(lines), False, confidence, "extractive", (cite(1, piece),))
        return None

    def _rest(self, part: Question, filters: Filters | None, told_of: Collection[str]) -> Answer:
        """Answer a part from the papers that told of the part before it; from another only where it is the only one.

        「县实验小学有多少学生，比规定多出多少」: without a place the rest is asked of the same school.
        """
        answer = self._answer_one(part, filters, told_of)
        if told_of and answer.refused:
            elsewhere = self._answer_one(part, filters, ())
            return elsewhere if len({cited.doc_id for cited in elsewhere.citations}) == 1 else answer
        return answer

    def _parts(self, question: Question) -> list[Question]:
        known = self._gatherer.library.catalog.places()
        return [replace(read_question(text, known), parts=()) for text in question.parts]

    def _told_beside(self, part: Question, told: Answer, *, surely: bool = False) -> Answer | None:
        """Return what a sentence or row cited for another part of a question tells of this one."""
        cited = told.citations if not told.refused else ()
        beside = (told_beside(part, told, self._gatherer.document(c.doc_id), c, surely=surely) for c in cited)
        return next((answer for answer in beside if answer is not None), None)

    def _beside(self, part: Question, told: Answer, filters: Filters | None) -> Answer | None:
        """Answer a part from the paragraphs that answered the part before it: 「排查隐患137条，已整改129条」."""
        if told.refused:
            return None
        paragraphs: list[tuple[str, int, int]] = []
        for cited in told.citations:
            document = self._gatherer.document(cited.doc_id)
            if document is not None and not cited.cell:
                paragraphs.append((cited.doc_id, *paragraph_span(document.text, cited.start, cited.end)))
        finder, found = self._gatherer.gather(part, filters)
        near = [
            piece
            for piece in found
            if any(piece.document.doc_id == doc and start <= piece.start < end for doc, start, end in paragraphs)
        ]
        evidence = choose(part, finder, near)
        return extractive_answer(part, evidence, self._gatherer) if evidence else None
