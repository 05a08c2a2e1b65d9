"""The types of what programs get: the façade's JSON as they may rely on it."""

from __future__ import annotations

from typing import TypedDict


class CitationResult(TypedDict):
    """One numbered quotation: `quote` stands in the document word for word, from `start` to `end`."""

    n: int
    doc_id: str
    title: str
    file: str
    section: list[str]
    place: str
    date: str
    page: int | None
    quote: str
    start: int
    end: int
    cell: str


class RelatedResult(TypedDict):
    """Something near that is no answer, named as whose it is."""

    place: str
    title: str
    doc_id: str
    file: str
    quote: str
    note: str


class AnswerResult(TypedDict):
    """An answer, its [n] the numbers of its citations; `refused` where the documents give none."""

    question: str
    answer: str
    refused: bool
    confidence: float
    mode: str
    citations: list[CitationResult]
    unsupported: list[str]
    related: list[RelatedResult]
    notice: str


class DuplicateResult(TypedDict):
    """A passage that says the same as another, in another document."""

    chunk_id: str
    doc_id: str
    title: str


class PassageResult(TypedDict):
    """A passage found; `before` and `after` are what stands directly beside it."""

    rank: int
    score: float
    chunk_id: str
    doc_id: str
    title: str
    file: str
    section: list[str]
    place: str
    genre: str
    date: str
    issuer: str
    start: int
    end: int
    text: str
    before: str
    after: str
    duplicates: list[DuplicateResult]
    effective: str
    superseded_by: str
    themes: list[str]


class SearchResult(TypedDict):
    """The passages that bear on a query, best first."""

    query: str
    hits: list[PassageResult]


class DocumentSummary(TypedDict):
    """What a list says of a document; `superseded_by` is the id of the version that replaced it."""

    doc_id: str
    title: str
    file: str
    place: str
    genre: str
    date: str
    issuer: str
    document_number: str
    effective: str
    superseded_by: str
    collection: str


class DocumentResult(DocumentSummary):
    """A document whole: its cleaned text, to whose characters all offsets refer."""

    text: str


class DraftResult(TypedDict):
    """A draft; `text` has its sections and [n], `gaps` are the blanks that nothing in the library fills."""

    title: str
    genre: str
    place: str
    text: str
    gaps: list[str]
    warnings: list[str]
    unsupported: list[str]
    citations: list[CitationResult]
    draft_id: int
    word: str


class FindingResult(TypedDict):
    """Something to look at in a draft; `text` is the draft's from `start` to `end`."""

    severity: str
    kind: str
    text: str
    start: int
    end: int
    message: str
    suggestion: str


class CheckResult(TypedDict):
    """What was found in a draft."""

    title: str
    place: str
    findings: list[FindingResult]
