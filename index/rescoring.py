"""Re-score the first passages of a search by how much of the query each holds, in its words or in like ones.

BM25 lets a passage that repeats one rare word win over one that holds all of the query; a look at the passages
themselves mends that. It costs no model call: substrings, and the vectors of words that the model ships.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import tokenizer

# A pasted page as a query has thousands of terms; the rarest tell enough.
MOST_TERMS = 48
# Words of asking say little of the subject, rare as 请问 may be in an office's documents.
STOP_WORD_WEIGHT = 0.3

WordVectors = Callable[[list[str]], "np.ndarray | None"]
Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Shares:
    """Say how much each view of a passage counts beside the fused score, which counts 1."""

    words: float = 0.4
    pairs: float = 0.4
    likeness: float = 0.4

    @property
    def total(self) -> float:
        """Return the sum with the fused score's own 1; scores divided by it stay between 0 and 1."""
        return 1.0 + self.words + self.pairs + self.likeness


SHARES = Shares()


def rescore(
    query: str,
    passages: Sequence[str],
    scores: Sequence[float],
    rarity: Rarity,
    word_vectors: WordVectors | None = None,
    shares: Shares = SHARES,
) -> list[float]:
    """Return a new score for each passage, in 0…1 where `scores` are: the weighted mean of it and three views.

    The views: which share of the query's words the passage holds, which of its pairs of neighbouring
    characters, and how near the passage's nearest word is to each word of the query; all weighed by `rarity`,
    a term's IDF. Without word vectors the third view is left out for all passages alike.
    """
    folded = [tokenizer.fold(passage) for passage in passages]
    words = _weighed(list(dict.fromkeys(tokenizer.words(query))), rarity)
    pairs = _weighed([term for term in dict.fromkeys(tokenizer.index_terms(query)) if "+" in term[1:-1]], rarity)
    total = np.asarray(scores, dtype=np.float64)
    total = total + shares.words * _held(words, folded)
    total = total + shares.pairs * _held({term.replace("+", "", 1): weight for term, weight in pairs.items()}, folded)
    total = total + shares.likeness * _likeness(words, passages, word_vectors)
    rescored: list[float] = (total / shares.total).tolist()
    return rescored


def inverse_frequency(passages: int, holding: int) -> float:
    """Return BM25's IDF of a term that `holding` of so many passages hold; never negative."""
    return math.log(1.0 + max(0.0, passages - holding + 0.5) / (holding + 0.5))


def _weighed(terms: list[str], rarity: Rarity) -> dict[str, float]:
    """Return the terms that tell most with their weights."""
    stop = tokenizer.stop_words()
    weights = {term: rarity(term) * (STOP_WORD_WEIGHT if term in stop else 1.0) for term in terms}
    return dict(sorted(weights.items(), key=lambda item: -item[1])[:MOST_TERMS])


def _held(terms: dict[str, float], folded: list[str]) -> np.ndarray:
    """Return, by passage, which share of the terms' weight it holds."""
    whole = sum(terms.values())
    if not whole:
        return np.zeros(len(folded))
    return np.array([sum(weight for term, weight in terms.items() if term in text) for text in folded]) / whole


def _likeness(words: dict[str, float], passages: Sequence[str], word_vectors: WordVectors | None) -> np.ndarray:
    """Return, by passage, the mean over the query's words of the cosine to the passage's nearest word."""
    likeness = np.zeros(len(passages))
    vectors = word_vectors(list(words)) if word_vectors and words else None
    if vectors is None or word_vectors is None:
        return likeness
    known = vectors.any(axis=1)
    weights = np.array(list(words.values()))[known]
    if not weights.sum():
        return likeness
    columns: dict[str, int] = {}
    held = [[columns.setdefault(word, len(columns)) for word in set(tokenizer.words(text))] for text in passages]
    found = word_vectors(list(columns))
    if found is None:
        return likeness
    cosines = np.maximum(vectors[known] @ found.T, 0.0)
    for number, own in enumerate(held):
        if own:
            likeness[number] = weights @ cosines[:, own].max(axis=1) / weights.sum()
    return likeness
