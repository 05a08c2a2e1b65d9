"""Measure a retriever as trec_eval does: Recall@k, MRR@10 and nDCG@10 of the documents that it ranks.

nDCG takes the grade itself as gain and log2(rank + 1) as discount (Järvelin and Kekäläinen 2002, as in trec_eval's
ndcg_cut); each figure is the mean over the questions that have a relevant document.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

RECALL_AT = (1, 5, 10, 100)


def recall(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Return which share of the relevant documents is among the first k."""
    return sum(1 for document in ranked[:k] if relevant.get(document, 0) > 0) / _count(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Return one over the rank of the first relevant document, 0 where none is among the first k."""
    return next((1 / rank for rank, document in enumerate(ranked[:k], 1) if relevant.get(document, 0) > 0), 0.0)


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Return the discounted gain of the first k documents, as a share of what the best order would give."""
    ideal = sorted((grade for grade in relevant.values() if grade > 0), reverse=True)
    return _gain(relevant.get(document, 0) for document in ranked[:k]) / _gain(ideal[:k])


def mean_metrics(runs: Iterable[tuple[Sequence[str], Mapping[str, int]]]) -> dict[str, float]:
    """Return the mean of each metric over questions, each its ranking and its relevant documents by grade."""
    rows = [
        {f"recall@{k}": recall(ranked, relevant, k) for k in RECALL_AT}
        | {"mrr@10": reciprocal_rank(ranked, relevant), "ndcg@10": ndcg(ranked, relevant)}
        for ranked, relevant in runs
    ]
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]} if rows else {}


def distinct(documents: Iterable[str], k: int) -> list[str]:
    """Return the first k different documents: a document stands where its best passage stands."""
    return list(dict.fromkeys(documents))[:k]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _count(relevant: Mapping[str, int]) -> int:
    return sum(1 for grade in relevant.values() if grade > 0)
