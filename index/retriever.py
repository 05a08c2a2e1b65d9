"""HybridRetriever: BM25 and dense vectors, fused by weighted scores, as a LangChain BaseRetriever.

The halves are put into one order by `index.fusion`; with the built-in model the first passages are then looked at
again (`index.rescoring`), with a cross-encoder its order counts (`index.reranking`).
"""

from __future__ import annotations

from typing import Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.fusion import fuse, rank
from index.halves import Hit, dense_hits, lexical_hits
from index.holdings import Holdings
from index.passage import Passage
from index.pinned import holding_phrases
from index.presenting import collapsed
from index.query import Query, read_query
from index.records import Filters
from index.reranking import DEPTH, Reranker, reranked
from index.rescoring import inverse_frequency, rescore
from index.scope import Scope

Mode = Literal["hybrid", "lexical", "dense"]
CANDIDATES = 100
# Hits beyond those asked for that are looked up, in place of what the catalog no longer lists or is said twice.
SPARE = 30


class HybridRetriever(BaseRetriever):
    """Find the passages of a library, or of what a reader may see of it, that bear on a query.

    Attributes:
        verbatim: phrases in quotation marks must stand in each passage.
        collapse: give passages that say the same once, with the others as `duplicates`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Holdings
    k: int = 10
    filters: Filters = Filters()
    mode: Mode = "hybrid"
    verbatim: bool = False
    collapse: bool = False

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's interface
    ) -> list[Document]:
        return [
            Document(
                id=passage.chunk.chunk_id,
                page_content=passage.chunk.text,
                metadata={
                    "doc_id": passage.chunk.doc_id,
                    "title": passage.facts.title,
                    "place": passage.facts.place,
                    "section": list(passage.chunk.section),
                    "source": passage.source,
                    "score": passage.score,
                },
            )
            for passage in self.search(query, self.k, self.filters)
        ]

    def search(self, query: str, k: int, filters: Filters | None = None) -> list[Passage]:
        """Return the k best passages, best first; what the catalog does not list is never among them."""
        if not query.strip() or k < 1:
            return []
        reading = read_query(query)
        scope = self.library.scope(filters)
        limit = max(CANDIDATES, 2 * k)
        lexical, dense = self._halves(reading, limit, scope)
        fused = self._fused(reading.text, lexical, dense)
        if self.library.reranker is not None:
            fused = self._reranked(self.library.reranker, query, fused)
        fused = self._without_duplicates(first(self._named(reading, scope, dict(fused)), fused), scope)
        # Of passages that say the same only one counts: some more are looked at.
        some = k + min(k, SPARE) if self.collapse else k
        passages = self._passages(fused, dict(lexical), dict(dense), some)
        return collapsed(passages, self.library.out_of_force())[:k] if self.collapse else passages

    def _without_duplicates(self, fused: list[Hit], scope: Scope | None) -> list[Hit]:
        """Leave out passages of a document whose text another holds that is searched, too."""
        duplicates = self.library.duplicates()
        if not duplicates:
            return fused
        hidden = {one for one, original in duplicates.items() if scope is None or original in scope.doc_ids}
        return [hit for hit in fused if hit[0].split(":", 1)[0] not in hidden]

    def _dense_weight(self) -> float:
        return {"lexical": 0.0, "dense": 1.0}.get(self.mode, self.library.embeddings.dense_weight)

    def _halves(self, query: Query, limit: int, scope: Scope | None) -> tuple[list[Hit], list[Hit]]:
        vector = self.library.embeddings.embed_query(query.text) if self.mode != "lexical" else []
        if self.verbatim and query.phrases:
            holding = holding_phrases(query.phrases, limit, self.library.lexical, self.library.catalog, scope)
            return (
                self.library.lexical.search(query.text, limit, chunk_ids=holding) if self.mode != "dense" else [],
                self.library.exact.among(vector, holding)[:limit] if self.mode != "lexical" else [],
            )
        return (
            lexical_hits(self.library, query.text, limit, scope) if self.mode != "dense" else [],
            dense_hits(self.library, vector, limit, scope) if self.mode != "lexical" else [],
        )

    def _reranked(self, reranker: Reranker, query: str, fused: list[Hit]) -> list[Hit]:
        chunks = self.library.catalog.chunks([chunk_id for chunk_id, _ in fused[:DEPTH]])
        listed = [hit for hit in fused if hit[0] in chunks][:DEPTH]
        scores = reranker.scores(query, [chunks[chunk_id].index_text for chunk_id, _ in listed])
        return reranked([*listed, *(hit for hit in fused if hit[0] not in chunks)], scores.tolist())

    def _named(self, query: Query, scope: Scope | None, fused: dict[str, float]) -> list[str]:
        named = self.library.named(query, scope)
        return [i for i in named if i in fused] if self.verbatim and query.phrases else named

    def _fused(self, query: str, lexical: list[Hit], dense: list[Hit]) -> list[Hit]:
        """Return the hits of both halves, best first; the first of a static model's are looked at again."""
        if self.mode != "hybrid" or not self.library.embeddings.rescored:
            return fuse(lexical, dense, self._dense_weight())
        return rank(lexical, dense, self._dense_weight(), lambda first: self._rescored(query, first))

    def _rescored(self, query: str, first: list[Hit]) -> list[Hit]:
        chunks = self.library.catalog.chunks([chunk_id for chunk_id, _ in first])
        listed = [(chunk_id, score) for chunk_id, score in first if chunk_id in chunks]
        total, holding = self.library.lexical.count(), self.library.lexical.holding
        scores = rescore(
            query,
            [chunks[chunk_id].index_text for chunk_id, _ in listed],
            [score for _, score in listed],
            lambda term: inverse_frequency(total, holding(term)),
            self.library.embeddings.word_vectors,
        )
        return [(chunk_id, score) for (chunk_id, _), score in zip(listed, scores, strict=True)]

    def _passages(self, fused: list[Hit], lexical: dict[str, float], dense: dict[str, float], k: int) -> list[Passage]:
        chunks = self.library.catalog.chunks([chunk_id for chunk_id, _ in fused[: k + SPARE]])
        listed = [(chunks[chunk_id], score) for chunk_id, score in fused if chunk_id in chunks][:k]
        facts = self.library.catalog.facts_of({chunk.doc_id for chunk, _ in listed})
        return [
            Passage(
                chunk, *facts[chunk.doc_id], score, lexical.get(chunk.chunk_id, 0.0), dense.get(chunk.chunk_id, 0.0)
            )
            for chunk, score in listed
        ]


def first(named: list[str], fused: list[Hit]) -> list[Hit]:
    """Return hits with those that the query names before all others, as good as can be."""
    before = dict.fromkeys(named, 1.0)
    return [*before.items(), *(hit for hit in fused if hit[0] not in before)]
