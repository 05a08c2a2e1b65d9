"""The dense half: Chroma holds the vectors that the catalog holds, and finds the nearest.

Vectors are written through chromadb, because langchain-chroma would embed again; they are read through
langchain-chroma. Chroma is derived: a broken folder is thrown away and filled again from the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from langchain_chroma import Chroma

Hit = tuple[str, float]
COLLECTION = "cewen"
# Chroma takes at most 5,461 records a call; batches of 1,000 were the quickest.
BATCH = 1_000
# Candidates that HNSW keeps while it searches: with Chroma's 100, 92% of the nearest 100 were found, with 200 97.5%.
EF_SEARCH = 200


class VectorIndex:
    """Hold one vector a chunk under cosine distance; scores are cosine similarities."""

    name = "vectors"

    def __init__(
        self, folder: Path, embeddings: Embeddings, url: str = "", *, owner: str = "", fresh: bool = False
    ) -> None:
        from langchain_chroma import Chroma

        name = f"{COLLECTION}-{owner}" if owner else COLLECTION

        self._folder = folder
        self._url = url
        self._client = self._connect()
        if fresh and name in {collection.name for collection in self._client.list_collections()}:
            self._client.delete_collection(name)
        self._store: Chroma = Chroma(
            collection_name=name,
            embedding_function=embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
        )

    def _connect(self) -> ClientAPI:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url:
            from urllib.parse import urlsplit

            parts = urlsplit(self._url)
            return chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or 8000,
                ssl=parts.scheme == "https",
                settings=settings,
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(self._folder), settings=settings)

    @property
    def _collection(self) -> Any:
        return self._store._collection

    def apply(self, deleted: Iterable[str], added: Mapping[str, np.ndarray]) -> None:
        """Delete chunks by id and add vectors by chunk id; adding again replaces."""
        for ids in _batches([*deleted, *added]):
            self._collection.delete(ids=ids)
        for ids in _batches([*added]):
            self._collection.add(
                ids=ids,
                embeddings=np.stack([added[chunk_id] for chunk_id in ids]),
                # Texts and facts stay in the catalog alone, which decides what a filter lets through: what is
                # deleted there is gone, and Chroma takes vectors half as fast again.
                documents=[""] * len(ids),
            )

    def search(self, query: Sequence[float], limit: int) -> list[Hit]:
        """Return the nearest chunks for a query's vector, nearest first."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(list(query), k=limit)
        return [(document.id or "", 1.0 - float(distance)) for document, distance in found]

    def count(self) -> int:
        """Return how many vectors are held."""
        return int(self._collection.count())

    def probe(self, chunk_id: str, vector: np.ndarray) -> bool:
        """Tell whether a known vector finds itself, as it does not in a broken folder."""
        found = self._collection.query(query_embeddings=[vector.tolist()], n_results=5)
        return chunk_id in found["ids"][0]

    def close(self) -> None:
        """Let go of the files, so that the folder can be moved or opened again."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()


def _batches(rows: Sequence[str]) -> list[list[str]]:
    return [list(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]
