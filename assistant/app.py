"""The façade: everything that the command line and the pages can ask of an office's library.

Each call returns plain values ready for JSON, so that a second process can make the same calls over the wire.
"""

from __future__ import annotations

import builtins
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any

from assistant.briefing import Brief, BriefWriter
from assistant.chat_models import make_chat_model
from assistant.export import export_brief
from assistant.genres import load_genres
from assistant.qa import Answer, QuestionAnswerer
from assistant.results import answer_json, brief_json, document_json, passage_json
from assistant.settings import Settings
from corpus.errors import AmbiguousDocument, CewenError, DocumentNotFound, DraftError
from corpus.gazetteer import region_of
from corpus.reading import ReadingOptions
from corpus.schema import SourceDocument
from index.embeddings import load_embeddings
from index.library import Library, ProgressCallback
from index.presenting import extended
from index.records import Filters
from index.reranking import Reranker
from index.retriever import HybridRetriever, Mode
from index.trial import run_trial

Json = dict[str, Any]
SAMPLES = "samples"
LONGEST_TOPIC = 80
CORRECTABLE = ("title", "place", "genre", "date", "issuer", "document_number")


class Cewen:
    """Open an office's library and work with it; close it when done, or use it in a with statement."""

    def __init__(self, settings: Settings, *, rebuilding: bool = False) -> None:
        self.settings = settings
        self.library = open_library(settings, rebuilding=rebuilding)
        self._answerer = QuestionAnswerer(self.library, make_chat_model(settings))

    def __enter__(self) -> Cewen:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    # ---- documents

    def add(self, paths: Sequence[str], progress: ProgressCallback | None = None) -> Json:
        """Add files and folders and account for each."""
        report = self.library.add([Path(path) for path in paths], progress)
        return {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "skipped": report.skipped,
            "failed": [{"file": file, "error": str(error)} for file, error in report.failed],
            "documents": report.documents,
            "chunks": report.chunks,
            "seconds": report.seconds,
        }

    def keep_upload(self, path: str, name: str) -> str:
        """Copy an uploaded file into the home folder and return where it is kept; add it from there."""
        folder = self.settings.home / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        plain = folder / (re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "_", PurePath(name).name).lstrip(".") or "未命名")
        kept, number = plain, 1
        while kept.exists() and kept.read_bytes() != Path(path).read_bytes():
            # Another file of the same name: neither may take the other's place.
            number += 1
            kept = plain.with_stem(f"{plain.stem}（{number}）")
        shutil.copyfile(path, kept)
        return str(kept)

    def list(self) -> Json:
        """Return what the library holds."""
        replaced = self.library.replaced()
        return {
            "documents": [
                document_json(record, replaced.get(record.doc_id, "")) for record in self.library.catalog.records()
            ]
        }

    def show(self, name: str) -> Json:
        """Return one document whole; of a file with several, the first and the ids of all."""
        records = self.library.resolve(name)
        document = self.library.catalog.document(records[0].doc_id)
        if document is None:
            raise DocumentNotFound(f"资料库里没有「{name}」", "请用 cewen list 查看编号和文件名")
        return document_json(records[0]) | {
            "text": document.text,
            "sections": [asdict(section) for section in document.sections],
            "removed": [asdict(removal) for removal in document.removed],
            "page_starts": list(document.page_starts),
            "same_file": [record.doc_id for record in records],
        }

    def correct(self, name: str, facts: dict[str, str]) -> Json:
        """Correct facts of one document: title, place, genre, date, issuer or document_number."""
        records = self.library.resolve(name)
        if len(records) > 1:
            listed = "；".join(f"{record.doc_id} {record.facts.title}" for record in records[:8])
            raise AmbiguousDocument(f"「{name}」里有 {len(records)} 份文档：{listed}", "请写其中一份的编号")
        unknown = set(facts) - set(CORRECTABLE)
        if unknown or not facts:
            raise CewenError(f"不能更正「{'、'.join(sorted(unknown)) or '空'}」", "可以更正：" + "、".join(CORRECTABLE))
        if "date" in facts and facts["date"] and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", facts["date"]):
            raise CewenError(f"日期「{facts['date']}」写法不对", "请写成 2024、2024-03 或 2024-03-05")
        if "place" in facts:
            facts = facts | {"region": region_of(facts["place"])}
        self.library.correct(records[0].doc_id, facts)
        return document_json(self.library.catalog.records([records[0].doc_id])[0])

    def remove(self, names: Sequence[str]) -> Json:
        """Remove documents by id, beginning of an id, or file name."""
        removed: list[str] = []
        missing: list[str] = []
        for name in names:
            try:
                ids = [record.doc_id for record in self.library.resolve(name)]
            except DocumentNotFound:
                missing.append(name)
                continue
            removed += [doc_id for doc_id in ids if doc_id not in removed]
        self.library.remove(removed)
        return {"removed": removed, "missing": missing}

    # ---- questions

    def search(
        self, query: str, k: int = 10, genre: str = "", place: str = "", year: str = "", in_force: bool = False
    ) -> Json:
        """Return the passages that bear on a query, best first, each said once.

        Phrases in 「」 or “” must stand in each passage; with `in_force`, replaced versions are left out.
        """
        if not query.strip():
            raise CewenError("没有写检索词", "请写出要查的词")
        retriever = HybridRetriever(library=self.library, verbatim=True, collapse=True)
        replaced = self.library.replaced()
        found = retriever.search(query, k, Filters(place=place, genre=genre, year=year, in_force=in_force))
        passages = extended(found, self.library.catalog)
        hits = [passage_json(p, rank, replaced.get(p.chunk.doc_id, "")) for rank, p in enumerate(passages, 1)]
        return {"query": query, "hits": hits}

    def ask(self, question: str, history: Sequence[str] = ()) -> Json:
        """Answer a question."""
        if not question.strip():
            raise CewenError("没有写问题", "请写出要问的话")
        return answer_json(self._answerer.answer(question, history))

    def ask_stream(
        self, question: str, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Yield an answer as it grows."""
        return self._answerer.stream(question, history, filters)

    # ---- drafts

    def draft(self, genre: str, topic: str, place: str = "", output: str = "") -> Json:
        """Draft a document, and write it to a .docx or .md file where one is named."""
        if not topic.strip():
            raise CewenError("没有写主题", "请写出稿子的主题，如 义务教育均衡发展")
        brief = self.brief(genre, topic, place)
        if output:
            export_brief(brief, Path(output), self.settings)
        return brief_json(brief)

    def brief(self, genre: str, topic: str, place: str = "") -> Brief:
        """Draft a document as a value."""
        topic = re.sub(r"[\x00-\x1f\x7f]+", " ", topic).strip()
        if len(topic) > LONGEST_TOPIC:
            raise DraftError(f"主题有 {len(topic)} 字，太长", f"请压缩到 {LONGEST_TOPIC} 字以内，细节写进材料里")
        return BriefWriter(self.library).write(genre, topic, place or self.settings.place)

    def genres(self) -> builtins.list[str]:
        """Return the names of the genres that can be drafted."""
        return [*load_genres()]

    # ---- upkeep

    def rebuild(self, progress: ProgressCallback | None = None) -> Json:
        """Read, split, embed and index everything anew."""
        self.library.rebuild(progress)
        documents, chunks = self.library.catalog.counts()
        return {"documents": documents, "chunks": chunks}

    def document(self, doc_id: str) -> SourceDocument | None:
        """Return a whole document."""
        return self.library.catalog.document(doc_id)

    def add_samples(self) -> Json:
        """Add the sample corpus from its place in the package."""
        import corpus

        return self.add([str(Path(corpus.__file__).parent / SAMPLES)])


def open_library(settings: Settings, *, rebuilding: bool = False) -> Library:
    """Open the library that settings describe."""
    return Library(
        settings.home,
        load_embeddings(settings.embedding_model, settings.dense_weight),
        chroma_url=settings.chroma_url,
        reranker=Reranker(settings.reranker_model) if settings.reranker_model else None,
        reading=ReadingOptions(settings.mask_personal, settings.allow_confidential),
        largest_file=settings.largest_file_mb * 2**20,
        seconds_per_file=settings.seconds_per_file,
        rebuilding=rebuilding,
    )


def evaluate(
    settings: Settings, folder: Path, mode: Mode = "hybrid", k: int = 100, progress: ProgressCallback | None = None
) -> Json:
    """Measure retrieval on a BEIR folder, in the home folder of these settings, which holds nothing else."""
    # An office's Chroma server is left alone: what is measured stays in its own folder.
    library = open_library(settings.model_copy(update={"chroma_url": ""}))
    try:
        return run_trial(library, folder, mode, k, progress)
    finally:
        library.close()
