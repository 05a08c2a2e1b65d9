"""The dense half: Chroma holds the vectors that the catalog holds, and finds the nearest.

Vectors are written through chromadb, because langchain-chroma would embed again; they are read through
langchain-chroma. Chroma is derived: a broken folder is thrown away and filled again from the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


class VectorIndex:
    """Hold one vector a chunk under cosine distance; scores are cosine similarities."""

    name = "vectors"

    def __init__(self, folder: Path, embeddings: Embeddings, url: str = "", *, fresh: bool = False) -> None:
        from langchain_chroma import Chroma

        self._folder = folder
        self._url = url
        self._client = self._connect()
        if fresh and COLLECTION in {collection.name for collection in self._client.list_collections()}:
            self._client.delete_collection(COLLECTION)
        self._store: Chroma = Chroma(
            collection_name=COLLECTION,
            embedding_function=embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine"}},
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

    def apply(self, deleted: Iterable[str], added: Sequence[tuple[str, str, np.ndarray]]) -> None:
        """Delete chunks by id and add (chunk_id, doc_id, vector); adding again replaces."""
        gone = [*deleted, *(chunk_id for chunk_id, _, _ in added)]
        for ids in _batches(gone):
            self._collection.delete(ids=ids)
        for rows in _batches(added):
            self._collection.add(
                ids=[chunk_id for chunk_id, _, _ in rows],
                embeddings=np.stack([vector for _, _, vector in rows]),
                # The text stays in the catalog alone; what is deleted there is gone from here too.
                documents=[chunk_id for chunk_id, _, _ in rows],
                metadatas=[{"doc_id": doc_id} for _, doc_id, _ in rows],
            )

    def search(self, query: str, limit: int, doc_ids: Sequence[str] | None = None) -> list[Hit]:
        """Return the nearest chunks for a query, nearest first; only from these documents where they are given."""
        if doc_ids is not None and not doc_ids:
            return []
        where: dict[str, Any] | None = None if doc_ids is None else {"doc_id": {"$in": list(doc_ids)}}
        found = self._store.similarity_search_with_score(query, k=limit, filter=where)
        return [(document.page_content, 1.0 - float(distance)) for document, distance in found]

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


def _batches(rows: Sequence[Any]) -> list[list[Any]]:
    return [list(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]
