"""The two halves of a search, held to a scope: many hits sifted where it lets much through, few compared where little."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence

from index.holdings import Holdings
from index.scope import Scope

logger = logging.getLogger(__name__)

Hit = tuple[str, float]
# Up to so many documents BM25 is given their list; of more, hits are sifted.
FEW = 300
# From this share of the chunks on, Chroma's hits are sifted; below, each allowed chunk is compared (index/exact).
WIDE = 0.25


def lexical_hits(library: Holdings, query: str, limit: int, scope: Scope | None) -> list[Hit]:
    """Return the best chunks by BM25, best first."""
    if scope is None:
        return library.lexical.search(query, limit)
    if len(scope) <= FEW:
        return library.lexical.search(query, limit, scope.doc_ids)
    return library.lexical.sifted(query, limit, scope.numbers, _enough(limit, scope))


def dense_hits(library: Holdings, vector: Sequence[float], limit: int, scope: Scope | None) -> list[Hit]:
    """Return the nearest chunks, nearest first; a broken Chroma folder is filled again."""
    if scope is None:
        return _nearest(library, vector, limit)
    if scope.share >= WIDE:
        # What is near a question is seldom spread as the scope is: a second, wider look costs far less than comparing all.
        for wider in (1, 4):
            found = _nearest(library, vector, wider * _enough(limit, scope))
            within = [hit for hit in found if scope.holds(hit[0])]
            if len(within) >= limit:
                return within[:limit]
    return library.exact.nearest(vector, limit, scope)


def _enough(limit: int, scope: Scope) -> int:
    """Return among how many hits of all documents `limit` of a scope are likely to be."""
    return math.ceil(1.3 * limit / max(scope.share, 1e-3)) + 20


def _nearest(library: Holdings, vector: Sequence[float], limit: int) -> list[Hit]:
    from chromadb.errors import ChromaError

    try:
        return library.vectors.search(vector, limit)
    except ChromaError as error:
        logger.warning("向量检索出错，重建后再试：%s", error)
        library.refill_vectors()
        return library.vectors.search(vector, limit)
