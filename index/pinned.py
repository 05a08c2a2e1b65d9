"""What a query names exactly, found as such: the same text, the article of a law, the paper with the number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from corpus import tokenizer
from corpus.versions import asks_for_former
from index.catalog import Catalog
from index.force import InForce
from index.laws import LawDocument, Laws
from index.lexical import LexicalIndex
from index.query import ArticleNumber, ArticleReference, DocumentNumber, Query, article_heading, document_numbers
from index.scope import Scope

# A query's text may stand in many passages, a number in many papers; more than these push out what else bears on it.
MOST = 20
# Passages looked into for a quoted phrase or a number, at first and at most.
LOOKED_INTO = (400, 6_400)


class Pinned:
    """Find the passages that a query names, in the order in which they go before all others."""

    def __init__(self, catalog: Catalog, in_force: InForce) -> None:
        self._catalog = catalog
        self._in_force = in_force
        self._state = -1
        self._laws: Laws | None = None
        self._numbers: list[tuple[str, DocumentNumber]] = []

    def find(self, query: Query, lexical: LexicalIndex, scope: Scope | None) -> list[str]:
        """Return ids of chunks: those with the query's very text, then articles, then papers by their number."""
        found = lexical.same_text(query.text, MOST, _documents(scope))
        if query.articles or query.numbers:
            self._renew()
        for reference in query.articles:
            found += self._article(reference, asks_for_former(query.text), scope)
        for number in query.numbers:
            found += self._numbered(number, query.text, lexical, scope)
        return [chunk_id for chunk_id in dict.fromkeys(found) if scope is None or scope.holds(chunk_id)]

    def _renew(self) -> None:
        state = self._catalog.change_count()
        if self._state == state:
            return
        rows = self._catalog.rows("SELECT doc_id, title, document_number FROM documents ORDER BY source, part")
        self._laws = Laws((row["doc_id"], row["title"]) for row in rows)
        self._numbers = [
            (row["doc_id"], number)
            for row in rows
            if row["document_number"]
            for number in document_numbers(row["document_number"])
        ]
        self._state = state

    # ---- articles

    def _article(self, reference: ArticleReference, former: bool, scope: Scope | None) -> list[str]:
        """Return the chunks of an article, of the version in force; of all versions where a query is about former ones."""
        assert self._laws is not None
        documents = [d for d in self._laws.find(reference) if scope is None or d.doc_id in scope.doc_ids]
        out = self._in_force.out_of_force()
        current = documents if former else [d for d in documents if d.doc_id not in out] or documents
        found: list[str] = []
        for document in sorted(current, key=lambda d: d.doc_id in out):
            found += self._chunks_of(document, reference.article)
            if len(found) >= MOST:
                break
        return found[:MOST]

    def _chunks_of(self, document: LawDocument, article: ArticleNumber) -> list[str]:
        if document.article is not None:
            return self._chunks_within(document.doc_id, 0, None) if document.article == article else []
        whole = self._catalog.document(document.doc_id)
        text = whole.text if whole else ""
        opened: int | None = None
        for match in re.finditer(r"(?m)^.*$", text):
            heading = article_heading(match[0])
            if heading == article and opened is None:
                opened = match.start()
            elif heading is not None and opened is not None:
                return self._chunks_within(document.doc_id, opened, match.start())
        return [] if opened is None else self._chunks_within(document.doc_id, opened, None)

    def _chunks_within(self, doc_id: str, start: int, end: int | None) -> list[str]:
        rows = self._catalog.rows(
            'SELECT chunk_id FROM chunks WHERE doc_id = ? AND "end" > ? AND start < ? ORDER BY start',
            (doc_id, start, 2**62 if end is None else end),
        )
        return [row["chunk_id"] for row in rows[:3]]

    # ---- document numbers

    def _numbered(
        self, number: DocumentNumber, query: str, lexical: LexicalIndex, scope: Scope | None
    ) -> list[str]:  # fmt: skip
        """Return passages of the papers that have a number, then passages that mention it."""
        own = sorted(
            (-number.likeness(other), doc_id)
            for doc_id, other in self._numbers
            if number.likeness(other) and (scope is None or doc_id in scope.doc_ids)
        )
        found: list[str] = []
        for _, doc_id in own[:MOST]:
            best = lexical.search(query, 2, [doc_id])
            found += [chunk_id for chunk_id, _ in best] or self._chunks_within(doc_id, 0, None)[:1]
        terms = [str(number.number), *([number.year] if number.year else []), *number.prefix[-2:]]
        hits = lexical.holding_all(terms, LOOKED_INTO[0], _documents(scope))
        chunks = self._catalog.chunks([chunk_id for chunk_id, _ in hits])
        mentions = sorted(
            (-max((number.likeness(other) for other in document_numbers(chunk.text)), default=0), rank, chunk_id)
            for rank, (chunk_id, _) in enumerate(hits)
            if (chunk := chunks.get(chunk_id))
        )
        return found + [chunk_id for likeness, _, chunk_id in mentions if likeness < 0][:MOST]


def holding_phrases(
    phrases: Sequence[str], wanted: int, lexical: LexicalIndex, catalog: Catalog, scope: Scope | None
) -> list[str]:
    """Return chunks whose text holds every phrase as it stands, widths and case aside; best first by their words."""
    terms = [character for phrase in phrases for character in _certain_terms(phrase)]
    folded = [tokenizer.fold(phrase) for phrase in phrases]
    limit, most = LOOKED_INTO
    while True:
        hits = [chunk_id for chunk_id, _ in lexical.holding_all(terms, limit, _documents(scope))]
        chunks = catalog.chunks(hits)
        found = [i for i in hits if i in chunks and _holds(chunks[i].text, folded)]
        if len(found) >= wanted or len(hits) < limit or limit >= most:
            return found
        limit *= 4


def _documents(scope: Scope | None) -> np.ndarray | None:
    # A scope of no documents is one, too.
    return None if scope is None else scope.numbers


def _holds(text: str, phrases: Iterable[str]) -> bool:
    plain = tokenizer.fold(text)
    return all(phrase in plain for phrase in phrases)


def _certain_terms(phrase: str) -> list[str]:
    """Return the terms that a passage with this phrase certainly has, however its words are cut."""
    characters = [c for c in tokenizer.fold(phrase) if c.isalnum() and not c.isascii()]
    return characters or tokenizer.index_terms(phrase)
