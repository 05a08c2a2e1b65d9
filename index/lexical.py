"""BM25 over jieba words and their characters, held by tantivy in a folder of its own.

Derived from the catalog: whatever stands here can be thrown away and made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from corpus import tokenizer

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
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(self._folder))

    def apply(self, deleted: Iterable[str], added: Sequence[tuple[str, str, str]]) -> None:
        """Delete chunks by id and add (chunk_id, doc_id, text), then commit; adding again replaces."""
        writer = self._index.writer(_HEAP, 1)
        for chunk_id in deleted:
            writer.delete_documents_by_term("chunk_id", chunk_id)
        for chunk_id, doc_id, text in added:
            writer.delete_documents_by_term("chunk_id", chunk_id)
            body = " ".join(tokenizer.index_terms(text))
            writer.add_document(tantivy.Document(chunk_id=chunk_id, doc_id=doc_id, body=body))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: str, limit: int, doc_ids: Sequence[str] | None = None) -> list[Hit]:
        """Return the best chunks for a query, best first; only from these documents where they are given."""
        terms = dict.fromkeys(tokenizer.index_terms(query))
        if not terms or (doc_ids is not None and not doc_ids):
            return []
        any_of = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "body", term, "freq")) for term in terms]
        )
        if doc_ids is not None:
            within = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._schema, "doc_id", list(doc_ids)), 0.0
            )
            any_of = tantivy.Query.boolean_query([(tantivy.Occur.Must, any_of), (tantivy.Occur.Must, within)])
        searcher = self._index.searcher()
        found = searcher.search(any_of, limit, count=False)
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
