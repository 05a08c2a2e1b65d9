"""The values that answering hands on: an answer or a refusal, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.citations import Citation


@dataclass(frozen=True, slots=True)
class Related:
    """Something near that is no answer: another place's fact, named as that place's, or the nearest document."""

    place: str
    title: str
    doc_id: str
    file: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal, with what it rests on.

    Attributes:
        question: the question that was answered, a follow-up completed.
        mode: "extractive", "model", "refusal" or "greeting".
        confidence: 0 to 1; of a refusal, how sure it is that the library does not hold the thing asked for.
        unsupported: sentences of a model that no cited source supports; marked in the answer.
        notice: a line to show beside the answer, such as that the model server failed.
    """

    question: str
    answer: str
    refused: bool
    confidence: float
    mode: str
    citations: tuple[Citation, ...] = ()
    unsupported: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    notice: str = ""
