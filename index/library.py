"""The library: an office's documents in one home folder, kept consistent whatever happens.

The catalog is the truth; Chroma and BM25 follow it through the catalog's journal. One process owns the folder.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus import tokenizer
from corpus.errors import (
    AmbiguousDocument,
    DocumentNotFound,
    LibraryBusy,
    LibraryError,
    LibraryMismatch,
    ReadError,
)
from corpus.limits import Limits
from corpus.reading import NOTED, READING_VERSION, ReadingOptions, revision_of
from corpus.schema import SourceDocument
from corpus.splitter import CHUNK_SIZE, VERSION, PolicyTextSplitter
from corpus.themes import Taxonomy, load_taxonomy
from corpus.versions import Version, not_yet_in_force, superseded
from corpus.worker import ReadingWorker
from index.catalog import SCHEMA_VERSION, Catalog, DocumentRecord, set_aside_other_schema
from index.duplicates import link_duplicate
from index.embeddings import TextEmbeddings
from index.intake import INSIDE, AddReport, contents, find_files
from index.lexical import LexicalIndex
from index.themes import ThemeTagger
from index.vectors import VectorIndex

logger = logging.getLogger(__name__)

# How many chunks an engine is handed at once; a kill costs at most this much work again.
SYNC_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Progress:
    """Tell a caller how far long work has come: `done` of `total`, and what is being worked on."""

    done: int
    total: int
    what: str


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a home folder; `url` is empty unless it is a server."""

    pid: int
    url: str


def read_owner(home: Path) -> Owner | None:
    """Return who last took the home folder, or None."""
    try:
        data = json.loads((home / "owner.json").read_text(encoding="utf-8"))
        return Owner(int(data["pid"]), str(data["url"]))
    except (OSError, ValueError, KeyError):
        return None


class Library:
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
        reading: ReadingOptions | None = None,
        limits: Limits | None = None,
        rebuilding: bool = False,
    ) -> None:
        self.home = home
        self.embeddings = embeddings
        self._chroma_url = chroma_url
        self._splitter = PolicyTextSplitter()
        self._reading = reading or ReadingOptions()
        self._limits = limits or Limits()
        self._reader = ReadingWorker(self._limits.file_seconds, self._limits.ocr_page_seconds)
        self._tagger = ThemeTagger(load_taxonomy(home), embeddings)
        self._writing = threading.RLock()
        self._known_versions: tuple[int, list[Version]] = (-1, [])
        self._lexical: LexicalIndex | None = None
        self._vectors: VectorIndex | None = None
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"资料库文件夹 {home} 建不成：{error.strerror}", "请用 --home 换一个可写的文件夹"
            ) from error
        self._file_lock = FileLock(home / "lock")
        self._take_ownership()
        try:
            self._old_sources = set_aside_other_schema(home / "catalog.sqlite3") if rebuilding else []
            self.catalog = Catalog(home / "catalog.sqlite3")
            if not rebuilding:
                self._check_fingerprint()
                self._tag_anew_if_changed()
        except BaseException:
            self._file_lock.release()
            raise

    # ---- ownership

    def _take_ownership(self) -> None:
        try:
            self._file_lock.acquire(timeout=0)
        except Timeout:
            raise self._busy() from None
        except OSError as error:
            raise LibraryError(
                f"资料库文件夹 {self.home} 写不进去：{error.strerror}", "请检查权限，或用 --home 换一个文件夹"
            ) from error
        self.announce("")

    def _busy(self) -> LibraryBusy:
        owner = read_owner(self.home)
        who = f"进程 {owner.pid}" if owner else "另一个进程"
        where = f"（页面 {owner.url}）" if owner and owner.url else ""
        return LibraryBusy(f"资料库 {self.home} 正被{who}{where}使用", "请等它结束，或关闭它之后再试")

    def announce(self, url: str) -> None:
        """Write down who owns the folder, and where its server answers."""
        temporary = self.home / "owner.json.new"
        temporary.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8")
        temporary.replace(self.home / "owner.json")

    def close(self) -> None:
        """Close all files and give the folder free."""
        with self._writing:
            self._reader.close()
            if self._lexical:
                self._lexical.close()
            if self._vectors:
                self._vectors.close()
            self.catalog.close()
            (self.home / "owner.json").unlink(missing_ok=True)
            self._file_lock.release()

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

    @property
    def taxonomy(self) -> Taxonomy:
        """Return the themes that passages are tagged with."""
        return self._tagger.taxonomy

    def _tag_anew_if_changed(self) -> None:
        """Give every passage its themes again where the office has changed its taxonomy; nothing is embedded again."""
        current = self.taxonomy.fingerprint
        if self.catalog.meta("taxonomy") == current:
            return
        ids = self.catalog.chunk_ids()
        for start in range(0, len(ids), SYNC_BATCH):
            chunks, vectors = (
                self.catalog.chunks(ids[start : start + SYNC_BATCH]),
                self.catalog.vectors(ids[start : start + SYNC_BATCH]),
            )
            self.catalog.set_themes({i: self._tagger.themes_of(chunk, vectors[i]) for i, chunk in chunks.items()})
        self.catalog.set_meta("taxonomy", current)

    # ---- the derived engines

    @property
    def lexical(self) -> LexicalIndex:
        """Return the BM25 index, opened and up to date."""
        with self._writing:
            if self._lexical is None:
                self._lexical = self._open_lexical()
                self._sync_lexical()
                if self._lexical.count() != self.catalog.counts()[1]:
                    logger.warning("关键词索引与资料库不一致，正在重建")
                    self._refill_lexical()
            return self._lexical

    @property
    def vectors(self) -> VectorIndex:
        """Return the Chroma index, opened, up to date and probed; a broken one is filled again."""
        from chromadb.errors import ChromaError

        with self._writing:
            if self._vectors is None:
                try:
                    self._vectors = VectorIndex(self._vectors_folder(), self.embeddings, self._chroma_url)
                    self._sync_vectors()
                    healthy = self._vectors_are_whole()
                except (ChromaError, ValueError, RuntimeError) as error:
                    logger.warning("向量索引打不开：%s", error)
                    healthy = False
                if not healthy:
                    self.refill_vectors()
            assert self._vectors is not None
            return self._vectors

    def _open_lexical(self) -> LexicalIndex:
        try:
            return LexicalIndex(self.home / "bm25")
        except (ValueError, OSError) as error:
            logger.warning("关键词索引打不开，正在重建：%s", error)
            shutil.rmtree(self.home / "bm25", ignore_errors=True)
            self.catalog.reset_pending("lexical")
            return LexicalIndex(self.home / "bm25")

    def _refill_lexical(self) -> None:
        assert self._lexical is not None
        self._lexical.clear()
        self.catalog.reset_pending("lexical")
        self._sync_lexical()

    def _vectors_are_whole(self) -> bool:
        assert self._vectors is not None
        if self._vectors.count() != self.catalog.counts()[1]:
            return False
        newest = self.catalog.any_chunk_id()
        return newest is None or self._vectors.probe(newest, self.catalog.vectors([newest])[newest])

    def refill_vectors(self) -> None:
        """Throw Chroma's folder away and fill it from the catalog; nothing is embedded again."""
        with self._writing:
            logger.warning("向量索引与资料库不一致，正从资料库重新填充")
            old = self._vectors_folder()
            if self._vectors is not None:
                self._vectors.close()
            # Chroma remembers within a process that a folder was broken: the new one gets a name of its own.
            self.catalog.reset_pending("vectors")
            self.catalog.set_meta("vectors_folder", str(int(old.name) + 1))
            self._vectors = VectorIndex(self._vectors_folder(), self.embeddings, self._chroma_url, fresh=True)
            self._sync_vectors()
            shutil.rmtree(old, ignore_errors=True)

    def _vectors_folder(self) -> Path:
        return self.home / "chroma" / (self.catalog.meta("vectors_folder") or "1")

    def sync(self) -> None:
        """Bring both engines up to the catalog."""
        with self._writing:
            if self._lexical is not None:
                self._sync_lexical()
            if self._vectors is not None:
                self._sync_vectors()
            # Opening an engine brings it up to date by itself.
            _ = self.lexical, self.vectors

    def _sync_lexical(self) -> None:
        assert self._lexical is not None
        while work := self.catalog.pending("lexical", SYNC_BATCH):
            chunks = self.catalog.chunks(work.added)
            self._lexical.apply(work.deleted, [(c.chunk_id, c.doc_id, c.index_text) for c in chunks.values()])
            self.catalog.done("lexical", work.last)

    def _sync_vectors(self) -> None:
        assert self._vectors is not None
        while work := self.catalog.pending("vectors", SYNC_BATCH):
            vectors = self.catalog.vectors(work.added)
            self._vectors.apply(work.deleted, [(i, i.split(":", 1)[0], vector) for i, vector in vectors.items()])
            self.catalog.done("vectors", work.last)

    # ---- changing

    def add(self, paths: Iterable[Path], progress: ProgressCallback | None = None) -> AddReport:
        """Add files and folders; each file is its own transaction, and a bad one never stops the rest."""
        started = time.perf_counter()
        report = AddReport()
        files = find_files(paths, self.home, report)
        for number, path in enumerate(files):
            if progress:
                progress(Progress(number, len(files), path.name))
            self._add_file(path, report)
            if self.catalog.pending_count() > 2 * SYNC_BATCH:
                self.sync()
        if progress and files:
            progress(Progress(len(files), len(files), "建立索引"))
        self.sync()
        report.documents, report.chunks = self.catalog.counts()
        report.seconds = round(time.perf_counter() - started, 3)
        return report

    def _add_file(self, path: Path, report: AddReport) -> None:
        for source, data in contents(path, self._limits):
            if isinstance(data, ReadError):
                report.failed.append((source, data))
            else:
                self._add_bytes(data, source, report)

    def _add_bytes(self, data: bytes, source: str, report: AddReport) -> None:
        revision = revision_of(data)
        with self._writing:
            known = self.catalog.file_revision(source)
            if known == revision:
                report.unchanged.append(source)
                return
            original = self.catalog.source_of_revision(revision)
            if original is not None and original != source:
                self.catalog.add_alias(source, original, revision)
                report.unchanged.append(source)
                return
            try:
                documents = self._reader.read(data, source, self._reading)
            except ReadError as error:
                report.failed.append((source, error))
                return
            self._store(source, documents)
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

    def _store(self, source: str, documents: Sequence[SourceDocument]) -> None:
        documents = [self.catalog.corrected(document) for document in documents]
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
            source = next(record.source for record in self.catalog.records([doc_id]))
            self._store(source, self._stored(source))
            self.sync()

    def rebuild(self, progress: ProgressCallback | None = None) -> None:
        """Read every file again that still exists, split and embed all anew, and refill both engines.

        A document whose file is gone keeps the text that the catalog holds.
        """
        with self._writing:
            sources = sorted({record.source for record in self.catalog.records()} | set(self._old_sources))
            for number, source in enumerate(sources):
                if progress:
                    progress(Progress(number, len(sources), Path(source).name))
                if documents := self._read_again(source):
                    self._store(source, documents)
            self.catalog.set_meta("fingerprint", self.fingerprint())
            self.catalog.set_meta("taxonomy", self.taxonomy.fingerprint)
            if progress:
                progress(Progress(len(sources), len(sources), "建立索引"))
            if self._lexical is None:
                shutil.rmtree(self.home / "bm25", ignore_errors=True)
                self._lexical = LexicalIndex(self.home / "bm25")
            self._refill_lexical()
            self.refill_vectors()

    def _read_again(self, source: str) -> list[SourceDocument]:
        try:
            return self._reader.read(self._bytes_of(source), source, self._reading)
        except (OSError, ReadError):
            logger.warning("%s 已不在或读不出，保留库内文本", source)
        return self._stored(source)

    def _stored(self, source: str) -> list[SourceDocument]:
        """Return the documents of a file as the catalog holds them."""
        kept = [self.catalog.document(r.doc_id) for r in self.catalog.records() if r.source == source]
        return [document for document in kept if document is not None]

    # ---- versions

    def replaced(self, at: str = "9999-12-31") -> dict[str, str]:
        """Return which documents are replaced by which as of a date, by id."""
        return superseded(self._versions(), at)

    def out_of_force(self, at: str = "9999-12-31") -> set[str]:
        """Return the ids of versions of regulations that were replaced, or not yet in force, at a date."""
        return set(self.replaced(at)) | not_yet_in_force(self._versions(), at)

    def _versions(self) -> list[Version]:
        count = self.catalog.change_count()
        if self._known_versions[0] != count:
            self._known_versions = (count, self.catalog.versions())
        return self._known_versions[1]

    # ---- finding documents by name

    def resolve(self, name: str) -> list[DocumentRecord]:
        """Return the documents that a doc_id, a file name, or an unambiguous beginning of either means.

        A file name means all documents of that file.

        Raises:
            DocumentNotFound: nothing fits.
            AmbiguousDocument: several ids or several files fit.
        """
        records = self.catalog.records()
        exact = [record for record in records if record.doc_id == name]
        if exact:
            return exact
        files = {r.source for r in records if name in (r.source, Path(r.source).name, Path(r.source).stem)}
        files |= {r.source for r in records if any(name in (alias, Path(alias).name) for alias in r.aliases)}
        if len(files) == 1:
            return [record for record in records if record.source in files]
        if not files and len(name) >= 3:
            files = {r.source for r in records if Path(r.source).name.startswith(name)}
            if len(files) == 1:
                return [record for record in records if record.source in files]
        beginnings = [record for record in records if len(name) >= 3 and record.doc_id.startswith(name)]
        if len(beginnings) == 1 and not files:
            return beginnings
        choices = sorted(files) or [f"{record.doc_id} {record.facts.title}" for record in beginnings]
        if choices:
            raise AmbiguousDocument(f"「{name}」对应不止一份文档：" + "；".join(choices[:5]), "请写完整的编号或路径")
        raise DocumentNotFound(f"资料库里没有「{name}」", "请用 cewen list 查看编号和文件名")
