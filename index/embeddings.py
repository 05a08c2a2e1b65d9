"""Embedding models behind LangChain's Embeddings interface: the built-in one, or any sentence-transformers model.

The built-in checkpoint is read without torch, by tokenizers and numpy, in a third of a second where
sentence-transformers takes eleven to import; a test shows that both give the same vectors.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.errors import SettingsError
from index.known_models import known_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

BUILT_IN = Path(__file__).parent / "model"
BUILT_IN_NAME = "builtin"


class TextEmbeddings(Embeddings):
    """An embedding model that gives unit vectors as arrays and names itself in a fingerprint."""

    name: str
    # How much the dense half of a search may weigh; a static model less than a transformer (see README).
    dense_weight: float
    # Whether the first passages gain by a second look; a transformer has looked at all their words already.
    rescored: bool = False

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Return what must be equal for vectors to be comparable."""

    @abstractmethod
    def embed_array(self, texts: list[str]) -> np.ndarray:
        """Return unit vectors, float32, shape (texts, dimensions); zeros for a text without known words."""

    def word_vectors(self, words: list[str]) -> np.ndarray | None:  # noqa: ARG002 - the built-in model has them
        """Return a unit vector a word, zeros for unknown ones; None for a model that has no vectors of words."""
        return None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        vectors: list[list[float]] = self.embed_array(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query."""
        return self.embed_documents([text])[0]


class BuiltInEmbeddings(TextEmbeddings):
    """Read the checkpoint shipped in index/model without torch: the mean of the rows of a text's tokens."""

    name = BUILT_IN_NAME
    dense_weight = 0.3
    rescored = True

    def __init__(self, folder: Path = BUILT_IN) -> None:
        self._folder = folder

    @cached_property
    def _model(self) -> tuple[Tokenizer, np.ndarray, np.ndarray]:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        weights = load_file(self._folder / "model.safetensors")
        return Tokenizer.from_file(str(self._folder / "tokenizer.json")), weights["embeddings"], weights["weights"]

    @property
    def fingerprint(self) -> str:
        """Return the checksum that training wrote beside the weights."""
        config = json.loads((self._folder / "config.json").read_text(encoding="utf-8"))
        return f"{self.name}:{config['checksum']}"

    def embed_array(self, texts: list[str]) -> np.ndarray:
        """Return unit vectors of `texts`."""
        tokenizer, rows, scales = self._model
        vectors = np.zeros((len(texts), rows.shape[1]), dtype=np.float32)
        for number, encoding in enumerate(tokenizer.encode_batch_fast(texts, add_special_tokens=False)):
            ids = encoding.ids
            if ids:
                vectors[number] = scales[ids] @ rows[ids].astype(np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms == 0.0, 1.0, norms)

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return self._model[0].get_vocab()

    def word_vectors(self, words: list[str]) -> np.ndarray:
        """Return the unit vectors of words that are entries of the vocabulary, zeros for others."""
        rows = self._model[1]
        found = np.array([self._vocabulary.get(word, 0) for word in words], dtype=np.int64)
        # The scale of a row does not change its direction; row 0 is the unknown token's, all zeros.
        vectors = rows[found].astype(np.float32)
        norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
        return vectors / np.where(norms == 0.0, 1.0, norms)


class SentenceTransformerEmbeddings(TextEmbeddings):
    """Load any sentence-transformers model by folder or hub name; its instructions for queries and passages are respected."""

    def __init__(self, model: str) -> None:
        self.name = model
        self._known = known_model(model)
        self.dense_weight = self._known.dense_weight

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(self.name)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"嵌入模型「{self.name}」装不上：{error}".splitlines()[0],
                "请检查设置 embedding_model 是否为模型文件夹的完整路径；留空则用内置模型",
            ) from error

    @property
    def fingerprint(self) -> str:
        """Return name and dimensions of the model."""
        return f"{self.name}:{self._model.get_embedding_dimension()}"

    def embed_array(self, texts: list[str]) -> np.ndarray:
        """Return unit vectors of passages, with the model's instruction for passages where it has one."""
        prompt = self._prompt(("document", "passage"), self._known.document)
        return self._encode(texts, prompt)

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query, with the model's instruction for queries where it has one."""
        prompt = self._prompt(("query", "s2p_query"), self._known.query)
        vector: list[float] = self._encode([text], prompt)[0].tolist()
        return vector

    def _prompt(self, names: tuple[str, ...], known: str) -> str:
        """Return the instruction that the model itself names, else the one that is known of it."""
        prompts: dict[str, Any] = self._model.prompts
        return next((str(prompts[name]) for name in names if prompts.get(name)), known)

    def _encode(self, texts: list[str], prompt: str) -> np.ndarray:
        # An empty prompt is no prompt; None would let a model's default prompt in.
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, prompt=prompt)
        return np.asarray(vectors, dtype=np.float32)


def load_embeddings(model: str = "", dense_weight: float | None = None) -> TextEmbeddings:
    """Return the model that a setting names; the built-in one for an empty name.

    Args:
        model: folder or hub name.
        dense_weight: how much the dense half of a search weighs, 0 to 1; by default what is known of the model.
    """
    named = model and model != BUILT_IN_NAME
    embeddings: TextEmbeddings = SentenceTransformerEmbeddings(model) if named else BuiltInEmbeddings()
    if dense_weight is not None:
        embeddings.dense_weight = dense_weight
    return embeddings
