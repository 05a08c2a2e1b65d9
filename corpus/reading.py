"""Read a file whole: bytes → text → clean text → parts → facts and sections → documents."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from corpus import marks
from corpus.cleaning import clean
from corpus.errors import EmptyDocument
from corpus.facts import read_facts
from corpus.loaders import SHORTEST_TEXT, load
from corpus.partition import Part, partition
from corpus.schema import Removal, SourceDocument
from corpus.sections import read_sections
from corpus.versions import repealed_titles

# Part of a library's fingerprint: raise it when reading changes, so that `cewen rebuild` is asked for.
READING_VERSION = "1"


def revision_of(data: bytes) -> str:
    """Return the hash that names this content of a file."""
    return hashlib.sha256(data).hexdigest()[:12]


def document_id(source: str, part: int) -> str:
    """Return the id of a document: it depends on where it came from, not on what it says now."""
    return hashlib.sha256(f"{source}\n{part}".encode()).hexdigest()[:12]


def read_documents(data: bytes, source: str) -> list[SourceDocument]:
    """Return the documents that a file holds, at least one.

    Args:
        data: the file's bytes.
        source: where it came from; its name hints at the format and is the title of last resort.

    Raises:
        ReadError: the file cannot be read; the message says why.
    """
    cleaned = clean(load(data, PurePath(source).name))
    parts = partition(cleaned.text)
    revision = revision_of(data)
    documents = [
        _document(part, number, len(parts), source, revision, cleaned.removed) for number, part in enumerate(parts, 1)
    ]
    if sum(len(document.text) for document in documents) < SHORTEST_TEXT:
        raise EmptyDocument("去掉网页栏目和广告后没有正文", "请打开原文件看看正文是否在其中")
    return documents


def _document(
    part: Part, number: int, parts: int, source: str, revision: str, removed: tuple[Removal, ...]
) -> SourceDocument:
    final = marks.take_marks(part.text)
    notes = [removal.text for removal in removed] if number == 1 else []
    facts = read_facts(final.text, final.headings, source, title=part.title, notes=notes)
    return SourceDocument(
        doc_id=document_id(source, number),
        source=source,
        part=number,
        parts=parts,
        revision=revision,
        text=final.text,
        facts=facts,
        sections=read_sections(final.text, final.headings),
        page_starts=final.page_starts,
        removed=removed if number == 1 else (),
        repeals=repealed_titles(final.text),
    )
