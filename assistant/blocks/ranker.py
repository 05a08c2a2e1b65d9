"""Rank the blocks of the papers that bear on a question by a small trained model, and say how sure the first is.

The model is two: networks that score each block, and a logistic regression that tells from the first block, and from the
best of each figure, how likely it is that the papers answer the question at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from assistant.blocks.candidates import Block, blocks_of
from assistant.blocks.features import Asked, features
from assistant.evidence import Evidence

MODEL = Path(__file__).parent / "ranker.safetensors"
# Papers of so many of the sentences that bear on the question are looked at, and so many of these papers.
BEARING, PAPERS = 30, 5
# Two blocks tell the same where so much of the shorter one is told by both.
THE_SAME = 0.6


@dataclass(frozen=True)
class Ranking:
    """The block that ranks first.

    Attributes:
        sure: the probability of it with those that tell the same, 0 to 1: that it is this block that answers.
        answerable: the probability that the papers answer the question at all, 0 to 1.
        ahead: by how much it is scored above the best block that tells what was chosen otherwise, as the logarithm of
            their odds; None where no block tells that.
    """

    block: Block
    sure: float
    answerable: float
    ahead: float | None


def blocks_for(asked: Asked) -> list[Block]:
    """Return the blocks of the papers that bear most on a question."""
    documents = {piece.document.doc_id: piece.document for piece in asked.found[:BEARING]}
    bearing: dict[str, set[int]] = {}
    for piece in asked.found:
        bearing.setdefault(piece.document.doc_id, set()).add(piece.start)
    papers = list(documents.values())[:PAPERS]
    return [block for document in papers for block in blocks_of(document, bearing[document.doc_id])]


def first_ranked(asked: Asked, chosen: Sequence[Evidence] = ()) -> Ranking | None:
    """Return the block that ranks first; None where no sentence bears on the question.

    Args:
        chosen: what was chosen otherwise, which blocks are compared with.
    """
    blocks = blocks_for(asked) if asked.found else []
    if not blocks:
        return None
    model, figures = _model(), features(asked, blocks)
    scores = model.scores(figures)
    first, sure = int(scores.argmax()), sure_of_first(blocks, scores)
    alike = [score for score, block in zip(scores, blocks, strict=True) if _likeness(block, chosen) >= THE_SAME]
    ahead = float(scores[first] - max(alike)) if alike else None
    return Ranking(blocks[first], sure, model.answerable(gate_figures(figures, scores, sure)), ahead)


def _likeness(block: Block, chosen: Sequence[Evidence]) -> float:
    """Return how much of what a block tells was chosen, and the other way round, 0 to 1: the F1 of their characters."""
    others = [(piece.start, piece.end) for piece in chosen if piece.document.doc_id == block.document.doc_id]
    both = sum(
        max(0, min(end, other_end) - max(start, other)) for start, end in block.told for other, other_end in others
    )
    size = sum(end - start for start, end in block.told) + sum(piece.end - piece.start for piece in chosen)
    return 2 * both / size if size else 0.0


def sure_of_first(blocks: Sequence[Block], scores: np.ndarray) -> float:
    """Return the probability of the first block with those that tell the same of its paper."""
    shares = _shares(scores)
    first = blocks[int(scores.argmax())]
    told = set(first.told)
    same = (n for n, block in enumerate(blocks) if block.document is first.document and _tell_the_same(told, block))
    return float(sum(shares[n] for n in same))


def _shares(scores: np.ndarray) -> np.ndarray:
    """Return the probabilities that scores stand for."""
    odds = np.exp(scores - scores.max())
    shares: np.ndarray = odds / odds.sum()
    return shares


def gate_figures(figures: np.ndarray, scores: np.ndarray, sure: float) -> np.ndarray:
    """Return what tells whether a question can be answered: the first block's figures, the best of each, how clear it is."""
    clear = [scores.max(), sure, _shares(scores).max(), np.log(len(scores))]
    return np.concatenate([figures[int(scores.argmax())], figures.max(axis=0), np.array(clear, dtype=np.float32)])


def _tell_the_same(told: Collection[tuple[int, int]], other: Block) -> bool:
    both = sum(span in told for span in other.told)
    return both >= THE_SAME * min(len(told), len(other.told))


class RankingModel:
    """Networks of one hidden layer whose scores are averaged, and the gate; trained by `assistant.blocks.training`."""

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}

    def scores(self, figures: np.ndarray) -> np.ndarray:
        """Return the scores of blocks, shape (blocks,), from their figures."""
        arrays = self._arrays
        scaled = (figures - arrays["mean"]) / arrays["spread"]
        hidden = np.maximum(0.0, np.einsum("bf,kfh->kbh", scaled, arrays["into_hidden"]) + arrays["hidden_bias"])
        scores: np.ndarray = np.einsum("kbh,kh->kb", hidden, arrays["out_of_hidden"]).mean(axis=0)
        return scores

    def answerable(self, figures: np.ndarray) -> float:
        """Return the probability that a question can be answered, from the figures of `gate_figures`."""
        arrays = self._arrays
        scaled = (figures - arrays["gate_mean"]) / arrays["gate_spread"]
        return float(1.0 / (1.0 + np.exp(-(scaled @ arrays["gate_weights"] + arrays["gate_bias"][0]))))


@cache
def _model() -> RankingModel:
    return RankingModel(load_file(MODEL))
