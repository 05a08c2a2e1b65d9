"""The façade: everything that the command line and the pages can ask of an office's library.

Each call returns plain values ready for JSON, so that a second process can make the same calls over the wire.
"""

from __future__ import annotations

import builtins
import platform
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import Any

from assistant.briefing import Brief, BriefWriter
from assistant.chat_models import make_chat_model
from assistant.export import export_brief
from assistant.genres import load_genres
from assistant.qa import Answer, QuestionAnswerer
from assistant.settings import Settings
from corpus.errors import AmbiguousDocument, CewenError, DocumentNotFound, DraftError
from corpus.gazetteer import region_of
from corpus.reading import ReadingOptions
from corpus.schema import SourceDocument
from index.catalog import DocumentRecord, Filters
from index.embeddings import load_embeddings
from index.library import Library, ProgressCallback
from index.retriever import HybridRetriever

Json = dict[str, Any]
SAMPLES = "samples"
LONGEST_TOPIC = 80
CORRECTABLE = ("title", "place", "genre", "date", "issuer", "document_number")


class Cewen:
    """Open an office's library and work with it; close it when done, or use it in a with statement."""

    def __init__(self, settings: Settings, *, rebuilding: bool = False) -> None:
        self.settings = settings
        self.library = Library(
            settings.home,
            load_embeddings(settings.embedding_model),
            chroma_url=settings.chroma_url,
            reading=ReadingOptions(settings.mask_personal, settings.allow_confidential),
            largest_file=settings.largest_file_mb * 2**20,
            seconds_per_file=settings.seconds_per_file,
            rebuilding=rebuilding,
        )
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
                _listed(record) | {"superseded_by": replaced.get(record.doc_id, "")}
                for record in self.library.catalog.records()
            ]
        }

    def show(self, name: str) -> Json:
        """Return one document whole; of a file with several, the first and the ids of all."""
        records = self.library.resolve(name)
        document = self.library.catalog.document(records[0].doc_id)
        if document is None:
            raise DocumentNotFound(f"资料库里没有「{name}」", "请用 cewen list 查看编号和文件名")
        return _listed(records[0]) | {
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
        return _listed(self.library.catalog.records([records[0].doc_id])[0])

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

    def search(self, query: str, k: int = 10, genre: str = "", place: str = "", year: str = "") -> Json:
        """Return the passages that bear on a query, best first."""
        if not query.strip():
            raise CewenError("没有写检索词", "请写出要查的词")
        retriever = HybridRetriever(library=self.library)
        hits = []
        replaced = self.library.replaced()
        for rank, passage in enumerate(retriever.search(query, k, Filters(place=place, genre=genre, year=year)), 1):
            chunk, facts = passage.chunk, passage.facts
            hits.append(
                {
                    "rank": rank,
                    "score": round(passage.score, 4),
                    "chunk_id": chunk.chunk_id,
                    "doc_id": chunk.doc_id,
                    "title": facts.title,
                    "file": PurePath(passage.source).name,
                    "section": list(chunk.section),
                    "place": facts.place,
                    "genre": facts.genre,
                    "date": facts.date,
                    "start": chunk.start,
                    "end": chunk.end,
                    "text": chunk.text,
                    "effective": facts.effective,
                    "superseded_by": replaced.get(chunk.doc_id, ""),
                }
            )
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


def answer_json(answer: Answer) -> Json:
    """Return an answer as the JSON that scripts rely on."""
    return {
        "question": answer.question,
        "answer": answer.answer,
        "refused": answer.refused,
        "confidence": answer.confidence,
        "mode": answer.mode,
        "citations": [asdict(c) | {"section": list(c.section)} for c in answer.citations],
        "unsupported": list(answer.unsupported),
        "related": [asdict(related) for related in answer.related],
        "notice": answer.notice,
    }


def brief_json(brief: Brief) -> Json:
    """Return a draft as the JSON that scripts rely on."""
    return {
        "genre": brief.genre,
        "title": brief.title,
        "place": brief.place,
        "topic": brief.topic,
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "paragraphs": [
                    {
                        "text": paragraph.text,
                        "citations": list(paragraph.citations),
                        "sentences": [asdict(sentence) for sentence in paragraph.sentences],
                    }
                    for paragraph in section.paragraphs
                ],
            }
            for section in brief.sections
        ],
        "citations": [asdict(c) | {"section": list(c.section)} for c in brief.citations],
        "gaps": list(brief.gaps),
        "warnings": list(brief.warnings),
    }


def _listed(record: DocumentRecord) -> Json:
    facts = record.facts
    return {
        "doc_id": record.doc_id,
        "title": facts.title,
        "file": PurePath(record.source).name,
        "part": record.part,
        "place": facts.place,
        "region": facts.region,
        "genre": facts.genre,
        "date": facts.date,
        "issuer": facts.issuer,
        "document_number": facts.document_number,
        "effective": facts.effective,
        "collection": record.collection,
        "chunks": record.chunks,
        "characters": record.characters,
        "path": record.source,
        "aliases": list(record.aliases),
        "added": record.added,
    }


def examine(settings: Settings) -> Json:
    """Return versions, paths, models and what is missing, without opening the library."""
    from corpus import tokenizer

    packages = (
        "cewen",
        "langchain-core",
        "chromadb",
        "sentence-transformers",
        "torch",
        "gradio",
        "tantivy",
        "rjieba",
        "jieba",
    )
    missing: list[str] = []
    if shutil.which("soffice") is None:
        missing.append("LibreOffice（soffice）：没有它也能写 .docx；只在需要把 Word 文件转成 PDF 时安装")
    if not settings.chat_base_url:
        missing.append("大模型：未配置，以摘录方式回答；在 settings.toml 里设 chat_base_url、chat_model 即可启用")
    if tokenizer.fingerprint().startswith("jieba"):
        missing.append("rjieba：本机没有可用的安装包，改用 jieba，建库较慢")
    home = settings.home
    return {
        "version": _version("cewen"),
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in packages[1:]},
        "home": str(home),
        "home_exists": (home / "catalog.sqlite3").exists(),
        "free_disk_mb": shutil.disk_usage(home if home.exists() else home.anchor or ".").free // 2**20,
        "embedding_model": settings.embedding_model or "内置模型",
        "tokenizer": tokenizer.fingerprint(),
        "settings": {name: str(value) for name, value in settings.model_dump(exclude={"chat_api_key"}).items()},
        "missing": missing,
    }


def error_json(error: CewenError) -> Json:
    """Return an error as the JSON that scripts rely on."""
    return {"error": error.message, "help": error.help}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "未安装"
