"""Give passages their themes: by the terms of the taxonomy, and where these leave it open, by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from corpus.schema import Chunk
from corpus.themes import Taxonomy
from index.embeddings import TextEmbeddings

# Cosines of a passage and a theme's words: what decides where words leave it open, and what does by itself. On
# the labels of tests/index/theme_labels.tsv terms alone gave precision .80 and recall .72, cosine alone .81 and .35
# at .5; both together .76 and .84, most of what is wrong being a near theme (2026-11-21).
NEAR = 0.35
ALONE = 0.5


class ThemeTagger:
    """Tag chunks with the themes of one taxonomy."""

    def __init__(self, taxonomy: Taxonomy, embeddings: TextEmbeddings) -> None:
        self.taxonomy = taxonomy
        self._embeddings = embeddings

    @cached_property
    def _vectors(self) -> np.ndarray:
        return self._embeddings.embed_array(
            [f"{theme.name} {' '.join((*theme.terms, *theme.hints))}" for theme in self.taxonomy.themes]
        )

    def tag(self, chunks: Sequence[Chunk], vectors: np.ndarray) -> list[Chunk]:
        """Return the chunks with their themes; `vectors` are theirs, shape (chunks, dimensions)."""
        return [
            replace(chunk, themes=self.themes_of(chunk, vector)) for chunk, vector in zip(chunks, vectors, strict=True)
        ]

    def themes_of(self, chunk: Chunk, vector: np.ndarray) -> tuple[str, ...]:
        """Return the themes of one chunk in the order of the taxonomy."""
        found = self.taxonomy.found(chunk.text, chunk.section)
        near = dict(zip(self.taxonomy.names, self._vectors @ vector, strict=True))
        return tuple(
            name
            for name, nearness in near.items()
            if nearness >= ALONE or (name in found and (found[name] or nearness >= NEAR))
        )
