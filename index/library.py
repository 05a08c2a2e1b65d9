"""The library: an office's documents in one home folder, kept consistent whatever happens.

The catalog is the truth; Chroma and BM25 follow it through the catalog's journal. One process owns the folder.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus import tokenizer
from corpus.errors import LibraryMismatch, ReadError, Stopped
from corpus.limits import Limits
from corpus.reading import NOTED, READING_VERSION, ReadingOptions, revision_of
from corpus.schema import SourceDocument
from corpus.splitter import CHUNK_SIZE, VERSION, PolicyTextSplitter
from corpus.themes import load_taxonomy
from corpus.worker import ReadingWorker
from index.catalog import Catalog
from index.database import SCHEMA_VERSION, Salvage, set_aside_other_schema
from index.duplicates import link_duplicate
from index.embeddings import TextEmbeddings
from index.engines import SYNC_BATCH, Engines
from index.exact import ExactVectors
from index.holdings import Holdings
from index.intake import INSIDE, AddReport, contents, find_files
from index.ownership import Ownership
from index.reranking import Reranker
from index.texts import ReadyText, batches, store_texts
from index.themes import ThemeTagger

logger = logging.getLogger(__name__)
FILE = "catalog.sqlite3"


@dataclass(frozen=True, slots=True)
class Progress:
    """Tell a caller how far long work has come: `done` of `total`, and what is being worked on."""

    done: int
    total: int
    what: str


ProgressCallback = Callable[[Progress], None]


class Library(Holdings):
    """Open a home folder, change it and look into it; close it when done.

    Raises:
        LibraryBusy: another process owns the folder.
        LibraryMismatch: the folder was built by other rules or another model; only `rebuild` is possible.
    """

    def __init__(
        self,
        home: Path,
        embeddings: TextEmbeddings,
        *,
        chroma_url: str = "",
        reranker: Reranker | None = None,
        reading: ReadingOptions | None = None,
        limits: Limits | None = None,
        rebuilding: bool = False,
    ) -> None:
        self.home = home
        self._splitter = PolicyTextSplitter()
        # How files are read from now on; another value counts from the next file on.
        self.reading = reading or ReadingOptions()
        self._limits = limits or Limits()
        self._reader = ReadingWorker(self._limits.file_seconds, self._limits.ocr_page_seconds)
        self._tagger = ThemeTagger(load_taxonomy(home), embeddings)
        self._writing = threading.RLock()
        self._limited: dict[frozenset[str], Holdings] = {}
        self._limiting = threading.Lock()
        self._ownership = Ownership(home)
        try:
            self._salvage = set_aside_other_schema(home / FILE) if rebuilding else Salvage()
            catalog = Catalog(home / FILE)
            catalog.restore_corrections(self._salvage.corrections)
            engines = Engines(home, catalog, embeddings, chroma_url, self._writing)
            super().__init__(catalog, engines, ExactVectors(catalog), embeddings, reranker, self._tagger.taxonomy)
            if not rebuilding:
                self._check_fingerprint()
                self._tag_anew_if_changed()
        except BaseException:
            self._ownership.release()
            raise

    def limited(self, collections: frozenset[str]) -> Holdings:
        """Return what a reader of these collections may see; nothing can be changed through it."""
        with self._limiting:
            if collections not in self._limited:
                self._limited[collections] = Holdings(
                    Catalog(self.home / FILE, collections), self._engines, self.exact, self.embeddings, self.reranker,
                    self.taxonomy, lambda: self.catalog.counts()[1],
                )  # fmt: skip
            return self._limited[collections]

    def announce(self, url: str) -> str:
        """Write down where this process's server answers, and return the secret with which it is called."""
        return self._ownership.announce(url)

    def close(self) -> None:
        """Close all files and give the folder free."""
        with self._writing:
            self._reader.close()
            self._engines.close()
            for holdings in self._limited.values():
                holdings.catalog.close()
            self.catalog.close()
            self._ownership.release()

    # ---- fingerprint

    def fingerprint(self) -> str:
        """Return what must be equal for stored chunks, terms and vectors to be usable."""
        return json.dumps(
            {
                "schema": SCHEMA_VERSION,
                "reading": READING_VERSION,
                "splitter": f"{VERSION}:{CHUNK_SIZE}",
                "tokenizer": tokenizer.fingerprint(),
                "embeddings": self.embeddings.fingerprint,
            },
            sort_keys=True,
        )

    def _check_fingerprint(self) -> None:
        stored = self.catalog.meta("fingerprint")
        current = self.fingerprint()
        if stored is None:
            self.catalog.set_meta("fingerprint", current)
        elif stored != current:
            names = {
                "reading": "读取规则",
                "splitter": "切分规则",
                "tokenizer": "词典或切词器",
                "embeddings": "嵌入模型",
            }
            old, new = json.loads(stored), json.loads(current)
            changed = "、".join(names.get(key, key) for key in new if old.get(key) != new[key])
            raise LibraryMismatch(f"资料库是按另一套{changed}建立的", "请运行 cewen rebuild 重建，原文件不受影响")

    def _tag_anew_if_changed(self) -> None:
        """Give every passage its themes again where the office has changed its taxonomy; nothing is embedded again."""
        current = self.taxonomy.fingerprint
        if self.catalog.meta("taxonomy") == current:
            return
        ids = self.catalog.chunk_ids()
        for start in range(0, len(ids), SYNC_BATCH):
            some = ids[start : start + SYNC_BATCH]
            chunks, vectors = self.catalog.chunks(some), self.catalog.vectors(some)
            self.catalog.set_themes({i: self._tagger.themes_of(chunk, vectors[i]) for i, chunk in chunks.items()})
        self.catalog.set_meta("taxonomy", current)

    # ---- the derived engines

    def sync(self) -> None:
        """Bring both engines up to the catalog."""
        self._engines.sync()

    # ---- changing

    def add(
        self, paths: Iterable[Path], progress: ProgressCallback | None = None, collection: str | None = None
    ) -> AddReport:
        """Add files and folders; each file is its own transaction, and a bad one never stops the rest.

        Args:
            progress: told each file, and again while it is being read; Stopped, raised there, breaks the file off and
                ends the adding. What was added before stays.
            collection: whose documents they are; None leaves known files where they are, new ones are everybody's.
        """
        started = time.perf_counter()
        report = AddReport()
        files = find_files(paths, self.home, report)
        try:
            for number, path in enumerate(files):
                told = partial(progress, Progress(number, len(files), path.name)) if progress else None
                if told:
                    told()
                self._add_file(path, report, collection, told)
                if self.catalog.pending_count() > 2 * SYNC_BATCH:
                    self.sync()
            if progress and files:
                progress(Progress(len(files), len(files), "建立索引"))
        except Stopped:
            self.sync()
            raise
        self.sync()
        report.documents, report.chunks = self.catalog.counts()
        report.seconds = round(time.perf_counter() - started, 3)
        return report

    def add_texts(self, texts: Iterable[ReadyText], progress: ProgressCallback | None = None, total: int = 0) -> int:
        """Add texts as documents, as they are, and return how many were new or changed.

        Each batch is one transaction; called again after a stop, it goes on where it stopped.
        """
        done = changed = 0
        for batch in batches(texts):
            with self._writing:
                changed += store_texts(self.catalog, self._splitter, self.embeddings, batch)
                self.sync()
            done += len(batch)
            if progress:
                progress(Progress(done, max(total, done), ""))
        return changed

    def _add_file(
        self, path: Path, report: AddReport, collection: str | None, still: Callable[[], None] | None
    ) -> None:
        for source, data in contents(path, self._limits):
            if isinstance(data, ReadError):
                report.failed.append((source, data))
            else:
                self._add_bytes(data, source, report, collection, still)

    def _add_bytes(
        self, data: bytes, source: str, report: AddReport, collection: str | None, still: Callable[[], None] | None
    ) -> None:
        revision = revision_of(data)
        with self._writing:
            known = self.catalog.file_revision(source)
            held = self.catalog.collection_of(source)
            collection = (held or "") if collection is None else collection
            if known == revision and held == collection:
                report.unchanged.append(source)
                return
            # The same bytes in another collection are a document of their own: it has other readers.
            original = self.catalog.source_of_revision(revision, collection)
            if original is not None and original != source:
                self.catalog.add_alias(source, original, revision)
                report.unchanged.append(source)
                return
            try:
                documents = self._reader.read(data, source, self.reading, still)
            except ReadError as error:
                report.failed.append((source, error))
                return
            self._store(source, documents, collection)
            report.notes += [
                (source, removal.text) for d in documents for removal in d.removed if removal.rule in NOTED
            ]
        (report.added if known is None else report.updated).append(source)

    def _bytes_of(self, source: str) -> bytes:
        """Return the bytes of a file, or of an archive's member."""
        for name, data in contents(Path(source.partition(INSIDE)[0]), self._limits):
            if name == source and not isinstance(data, ReadError):
                return data
        raise FileNotFoundError(source)

    def _store(self, source: str, documents: Sequence[SourceDocument], collection: str) -> None:
        documents = [replace(self.catalog.corrected(document), collection=collection) for document in documents]
        chunks = [chunk for document in documents for chunk in self._splitter.split_document(document)]
        vectors = self.embeddings.embed_array([chunk.index_text for chunk in chunks])
        self.catalog.replace_file(source, documents, self._tagger.tag(chunks, vectors), vectors)
        for document in documents:
            link_duplicate(self.catalog, document)

    def remove(self, doc_ids: Sequence[str]) -> None:
        """Remove documents; from this call on they are found by no search."""
        with self._writing:
            self.catalog.remove(doc_ids)
            self.sync()

    def correct(self, doc_id: str, facts: dict[str, str]) -> None:
        """Correct facts of a document; its file's chunks are embedded and indexed again with them."""
        with self._writing:
            self.catalog.correct(doc_id, facts)
            source = self.catalog.records([doc_id])[0].source
            self._store(source, self._stored(source), self._collection_of(source))
            self.sync()

    def move(self, doc_ids: Sequence[str], collection: str) -> None:
        """Put documents, with all others of their files, into a collection; from this call on it has their readers."""
        with self._writing:
            self.catalog.move(doc_ids, collection)

    def rebuild(self, progress: ProgressCallback | None = None) -> None:
        """Read every file again that still exists, split and embed all anew, and refill both engines.

        A document whose file is gone keeps the text that the catalog holds.
        """
        with self._writing:
            sources = sorted({record.source for record in self.catalog.records()} | set(self._salvage.collections))
            for number, source in enumerate(sources):
                if progress:
                    progress(Progress(number, len(sources), Path(source).name))
                if documents := self._read_again(source):
                    self._store(source, documents, self._collection_of(source))
            self.catalog.set_meta("fingerprint", self.fingerprint())
            self.catalog.set_meta("taxonomy", self.taxonomy.fingerprint)
            if progress:
                progress(Progress(len(sources), len(sources), "建立索引"))
            self._engines.refill_all()

    def _collection_of(self, source: str) -> str:
        """Return whose a file is: as the catalog has it, or as one of another version had it."""
        held = self.catalog.collection_of(source)
        return self._salvage.collections.get(source, "") if held is None else held

    def _read_again(self, source: str) -> list[SourceDocument]:
        try:
            return self._reader.read(self._bytes_of(source), source, self.reading)
        except (OSError, ReadError):
            logger.warning("%s 已不在或读不出，保留库内文本", source)
        return self._stored(source)

    def _stored(self, source: str) -> list[SourceDocument]:
        """Return the documents of a file as the catalog holds them."""
        kept = [self.catalog.document(doc_id) for doc_id in self.catalog.ids_of_file(source)]
        return [document for document in kept if document is not None]
