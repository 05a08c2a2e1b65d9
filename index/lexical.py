"""BM25 over jieba words and their characters, held by tantivy in a folder of its own.

Derived from the catalog: whatever stands here can be thrown away and made again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy

from corpus import tokenizer
from corpus.schema import Chunk

Hit = tuple[str, float]
_HEAP = 64_000_000


class LexicalIndex:
    """Hold the terms of every chunk; ids are chunk ids, scores are BM25 (tantivy: k1 1.2, b .75)."""

    name = "lexical"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open()

    def _open(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("doc_id", stored=False, tokenizer_name="raw", index_option="basic")
        # The document's number in a column: thousands of hits are told apart by document without being fetched.
        builder.add_integer_field("document", stored=False, fast=True)
        builder.add_text_field("digest", stored=False, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(self._folder))

    def apply(self, deleted: Iterable[str], added: Sequence[Chunk]) -> None:
        """Delete chunks by id and add chunks, then commit; adding again replaces."""
        writer = self._index.writer(_HEAP, 1)
        for chunk_id in (*deleted, *(chunk.chunk_id for chunk in added)):
            writer.delete_documents_by_term("chunk_id", chunk_id)
        for chunk in added:
            writer.add_document(
                tantivy.Document(
                    chunk_id=chunk.chunk_id,
                    doc_id=chunk.doc_id,
                    document=document_number(chunk.doc_id),
                    digest=digest(chunk.text),
                    body=" ".join(tokenizer.index_terms(chunk.index_text)),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(
        self, query: str, limit: int, doc_ids: Collection[str] | None = None, chunk_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """Return the best chunks for a query, best first; only from these documents or chunks where they are given."""
        any_of = self._any_of(query)
        field, ids = ("doc_id", doc_ids) if chunk_ids is None else ("chunk_id", chunk_ids)
        if any_of is None or (ids is not None and not ids):
            return []
        if ids is not None:
            within = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, list(ids)), 0.0)
            any_of = tantivy.Query.boolean_query([(tantivy.Occur.Must, any_of), (tantivy.Occur.Must, within)])
        return self._hits(any_of, limit)

    def sifted(self, query: str, limit: int, documents: np.ndarray, at_first: int) -> list[Hit]:
        """Return the best chunks of many documents, best first, sifted from the best `at_first` chunks or more.

        Args:
            query: what is looked for.
            limit: how many chunks are wanted.
            documents: the `document_number` of each document, in ascending order.
            at_first: how many chunks of all documents to begin with; four times as many until enough are found.
        """
        any_of = self._any_of(query)
        return [] if any_of is None else self._sifted(any_of, limit, documents, at_first)

    def _sifted(self, query: tantivy.Query, limit: int, documents: np.ndarray, at_first: int) -> list[Hit]:
        if not len(documents):
            return []
        searcher = self._index.searcher()
        while True:
            hits = searcher.search(query, at_first, count=False).hits
            owners = np.array(searcher.fast_field_values("document", [address for _, address in hits]), dtype=np.int64)
            places = np.minimum(np.searchsorted(documents, owners), len(documents) - 1)
            inside = np.flatnonzero(documents[places] == owners)[:limit]
            if len(inside) >= limit or len(hits) < at_first:
                return [(searcher.doc(hits[i][1])["chunk_id"][0], float(hits[i][0])) for i in inside]
            at_first *= 4

    def _any_of(self, query: str) -> tantivy.Query | None:
        terms = dict.fromkeys(tokenizer.index_terms(query))
        if not terms:
            return None
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term("body", term)) for term in terms])

    def holding_all(self, terms: Iterable[str], limit: int, documents: np.ndarray | None = None) -> list[Hit]:
        """Return chunks that hold each of these terms, best first; of all documents or, as in `sifted`, of some."""
        all_of = [(tantivy.Occur.Must, self._term("body", term)) for term in dict.fromkeys(terms)]
        return self._found(tantivy.Query.boolean_query(all_of), limit, documents) if all_of else []

    def same_text(self, text: str, limit: int, documents: np.ndarray | None = None) -> list[str]:
        """Return the chunks whose text, but for widths, case and blanks, is this one; documents as in `sifted`."""
        return [chunk_id for chunk_id, _ in self._found(self._term("digest", digest(text)), limit, documents)]

    def _found(self, query: tantivy.Query, limit: int, documents: np.ndarray | None) -> list[Hit]:
        return self._hits(query, limit) if documents is None else self._sifted(query, limit, documents, limit)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq" if field == "body" else "basic")

    def _hits(self, query: tantivy.Query, limit: int) -> list[Hit]:
        searcher = self._index.searcher()
        found = searcher.search(query, limit, count=False)
        return [(searcher.doc(address)["chunk_id"][0], float(score)) for score, address in found.hits]

    def holding(self, term: str) -> int:
        """Return how many chunks hold a word as the tokenizer cuts it."""
        return int(self._index.searcher().doc_freq("body", term))

    def count(self) -> int:
        """Return how many chunks are held."""
        return int(self._index.searcher().num_docs)

    def clear(self) -> None:
        """Throw everything away and begin anew."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

    def close(self) -> None:
        """Let go of the files."""


def digest(text: str) -> str:
    """Return what two texts have in common that differ in widths, case and blanks only."""
    return hashlib.sha256("".join(tokenizer.fold(text).split()).encode()).hexdigest()[:24]


def document_number(doc_id: str) -> int:
    """Return a document's id, hexadecimal as `corpus.reading` makes them, as a number."""
    return int(doc_id, 16)
