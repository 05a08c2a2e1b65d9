"""Read files without taking them in, and tell the parts and facts that were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.failures import failures_json
from assistant.settings import Settings, limits_of, reading_of
from corpus.errors import ReadError
from corpus.schema import SourceDocument
from corpus.splitter import PolicyTextSplitter
from corpus.themes import load_taxonomy
from corpus.worker import ReadingWorker
from index.embeddings import load_embeddings
from index.intake import AddReport, contents, find_files
from index.library import Progress, ProgressCallback
from index.themes import ThemeTagger

Json = dict[str, Any]


def inspect_files(settings: Settings, paths: Sequence[str], progress: ProgressCallback | None = None) -> Json:
    """Return every file under these paths with its documents and their facts, or why it cannot be read.

    Nothing is stored; the library is not opened.
    """
    limits = limits_of(settings)
    report = AddReport()
    files = find_files([Path(path) for path in paths], settings.home, report)
    describe = _describer(settings)
    worker = ReadingWorker(limits.file_seconds, limits.ocr_page_seconds)
    read: list[Json] = []
    try:
        for number, path in enumerate(files):
            if progress:
                progress(Progress(number, len(files), path.name))
            for source, data in contents(path, limits):
                try:
                    if isinstance(data, ReadError):
                        raise data
                    documents = worker.read(data, source, reading_of(settings))
                except ReadError as error:
                    report.failed.append((source, error))
                else:
                    read.append({"file": source, "documents": [describe(document) for document in documents]})
    finally:
        worker.close()
    return {
        "files": read,
        "failed": failures_json(report.failed),
        "skipped": report.skipped,
    }


def _describer(settings: Settings) -> Callable[[SourceDocument], Json]:
    splitter = PolicyTextSplitter()
    embeddings = load_embeddings(settings.embedding_model)
    tagger = ThemeTagger(load_taxonomy(settings.home), embeddings)

    def describe(document: SourceDocument) -> Json:
        chunks = splitter.split_document(document)
        tagged = tagger.tag(chunks, embeddings.embed_array([chunk.index_text for chunk in chunks]))
        themes = Counter(theme for chunk in tagged for theme in chunk.themes)
        return {
            "part": document.part,
            "parts": document.parts,
            **asdict(document.facts),
            "sources": [asdict(source) for source in document.fact_sources],
            "themes": dict(themes.most_common()),
            "sections": [section.heading for section in document.sections],
            "characters": len(document.text),
            "chunks": len(chunks),
            "pages": len(document.page_starts) + 1 if document.page_starts else 0,
            "removed": [asdict(removal) for removal in document.removed],
        }

    return describe
