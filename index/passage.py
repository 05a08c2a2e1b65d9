"""A passage: what a search hands out."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.schema import Chunk, DocumentFacts


@dataclass(frozen=True, slots=True)
class Passage:
    """One found chunk with what its document is; `score` is between 0 and 1 and compares within one search.

    Attributes:
        before: what stands directly before the chunk, where its paragraph began earlier.
        after: what stands directly after it, where its paragraph or sentence runs on.
        duplicates: other passages that say the same; only in a search that collapses them.
    """

    chunk: Chunk
    facts: DocumentFacts
    source: str
    score: float
    lexical: float = 0.0
    dense: float = 0.0
    before: str = ""
    after: str = ""
    duplicates: tuple[Passage, ...] = ()
