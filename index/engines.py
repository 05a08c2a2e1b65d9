"""The two engines that a library derives from its catalog, BM25 and Chroma: opened, brought up to date, mended.

Both follow the catalog through its journal; whatever they hold can be thrown away and made again.
"""

from __future__ import annotations

import logging
import shutil
import threading
from pathlib import Path

from index.catalog import Catalog
from index.embeddings import TextEmbeddings
from index.lexical import LexicalIndex
from index.vectors import VectorIndex

logger = logging.getLogger(__name__)

# How many chunks an engine is handed at once; a kill costs at most this much work again.
SYNC_BATCH = 2_000


class Engines:
    """Open both engines when they are first needed; `writing` is held while either is changed."""

    def __init__(
        self, home: Path, catalog: Catalog, embeddings: TextEmbeddings, chroma_url: str, writing: threading.RLock
    ) -> None:
        self._home = home
        self._catalog = catalog
        self._embeddings = embeddings
        self._chroma_url = chroma_url
        self._writing = writing
        self._lexical: LexicalIndex | None = None
        self._vectors: VectorIndex | None = None

    @property
    def lexical(self) -> LexicalIndex:
        """Return the BM25 index, opened and up to date; a broken one is filled again."""
        with self._writing:
            if self._lexical is None:
                self._lexical = self._open_lexical()
                self._sync_lexical(self._lexical)
                if self._lexical.count() != self._catalog.counts()[1]:
                    logger.warning("关键词索引与资料库不一致，正在重建")
                    self._refill_lexical(self._lexical)
            return self._lexical

    @property
    def vectors(self) -> VectorIndex:
        """Return the Chroma index, opened, up to date and probed; a broken one is filled again."""
        from chromadb.errors import ChromaError

        with self._writing:
            if self._vectors is None:
                try:
                    self._vectors = self._open_vectors()
                    self._sync_vectors(self._vectors)
                    healthy = self._is_whole(self._vectors)
                except (ChromaError, ValueError, RuntimeError) as error:
                    logger.warning("向量索引打不开：%s", error)
                    healthy = False
                if not healthy:
                    return self.refill_vectors()
            assert self._vectors is not None
            return self._vectors

    def sync(self) -> None:
        """Bring both engines up to the catalog; opening one does so by itself."""
        with self._writing:
            if self._lexical is not None:
                self._sync_lexical(self._lexical)
            if self._vectors is not None:
                self._sync_vectors(self._vectors)
            _ = self.lexical, self.vectors

    def refill_all(self) -> None:
        """Throw both engines away and fill them from the catalog."""
        with self._writing:
            if self._lexical is None:
                shutil.rmtree(self._home / "bm25", ignore_errors=True)
                self._lexical = LexicalIndex(self._home / "bm25")
            self._refill_lexical(self._lexical)
            self.refill_vectors()

    def refill_vectors(self) -> VectorIndex:
        """Throw Chroma's folder away and fill it from the catalog; nothing is embedded again."""
        with self._writing:
            logger.warning("向量索引与资料库不一致，正从资料库重新填充")
            old = self._vectors_folder()
            if self._vectors is not None:
                self._vectors.close()
            # Chroma remembers within a process that a folder was broken: the new one gets a name of its own.
            self._catalog.reset_pending("vectors")
            self._catalog.set_meta("vectors_folder", str(int(old.name) + 1))
            self._vectors = self._open_vectors(fresh=True)
            self._sync_vectors(self._vectors)
            shutil.rmtree(old, ignore_errors=True)
            return self._vectors

    def close(self) -> None:
        """Let go of the files."""
        if self._lexical:
            self._lexical.close()
        if self._vectors:
            self._vectors.close()

    def _open_lexical(self) -> LexicalIndex:
        try:
            return LexicalIndex(self._home / "bm25")
        except (ValueError, OSError) as error:
            logger.warning("关键词索引打不开，正在重建：%s", error)
            shutil.rmtree(self._home / "bm25", ignore_errors=True)
            self._catalog.reset_pending("lexical")
            return LexicalIndex(self._home / "bm25")

    def _open_vectors(self, *, fresh: bool = False) -> VectorIndex:
        # On a server that several libraries use, each has a collection of its own.
        name = self._catalog.library_id() if self._chroma_url else ""
        return VectorIndex(self._vectors_folder(), self._embeddings, self._chroma_url, owner=name, fresh=fresh)

    def _vectors_folder(self) -> Path:
        return self._home / "chroma" / (self._catalog.meta("vectors_folder") or "1")

    def _refill_lexical(self, lexical: LexicalIndex) -> None:
        lexical.clear()
        self._catalog.reset_pending("lexical")
        self._sync_lexical(lexical)

    def _is_whole(self, vectors: VectorIndex) -> bool:
        if vectors.count() != self._catalog.counts()[1]:
            return False
        newest = self._catalog.any_chunk_id()
        return newest is None or vectors.probe(newest, self._catalog.vectors([newest])[newest])

    def _sync_lexical(self, lexical: LexicalIndex) -> None:
        while work := self._catalog.pending("lexical", SYNC_BATCH):
            lexical.apply(work.deleted, list(self._catalog.chunks(work.added).values()))
            self._catalog.done("lexical", work.last)

    def _sync_vectors(self, vectors: VectorIndex) -> None:
        while work := self._catalog.pending("vectors", SYNC_BATCH):
            vectors.apply(work.deleted, self._catalog.vectors(work.added))
            self._catalog.done("vectors", work.last)
