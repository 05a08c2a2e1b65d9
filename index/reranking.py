"""Order the best hits anew by a cross-encoder, which reads query and passage together; off unless a model is set."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Hit = tuple[str, float]
# Hits that are read again: each costs a pass through the model, and few beyond would rise to the first ten.
DEPTH = 50
LONGEST = 512


class Reranker:
    """Load a cross-encoder by folder or hub name when it is first needed."""

    def __init__(self, model: str) -> None:
        self.name = model

    @cached_property
    def _model(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder

        try:
            model: CrossEncoder = CrossEncoder(self.name, max_length=LONGEST)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"重排模型「{self.name}」装不上：{error}".splitlines()[0],
                "请检查设置 reranker_model 是否为模型文件夹的完整路径；留空则不重排",
            ) from error
        return model

    def scores(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Return for each text how well it answers a query, between 0 and 1, shape (texts,)."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        found = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        found = np.asarray(found, dtype=np.float64)
        # A model of two classes gives two columns, of which the second is "relevant".
        raw = found[:, -1] if found.ndim == 2 else found
        inside = bool(np.all((raw >= 0.0) & (raw <= 1.0)))
        return raw if inside else 1.0 / (1.0 + np.exp(-np.clip(raw, -50.0, 50.0)))


def reranked(hits: Sequence[Hit], scores: Sequence[float]) -> list[Hit]:
    """Return hits with the first `len(scores)` in the order of these scores, and the rest below them as they were.

    The first keep scores between .5 and 1, the rest are scaled below, so that scores still fall along the list.
    """
    head, tail = hits[: len(scores)], hits[len(scores) :]
    order = sorted(range(len(head)), key=lambda i: -scores[i])
    return [
        *((head[i][0], 0.5 + 0.5 * float(scores[i])) for i in order),
        *((chunk_id, 0.5 * score) for chunk_id, score in tail),
    ]
