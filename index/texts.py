"""Texts that are ready as they are become documents: no file is parsed, nothing is cleaned or parted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.reading import document_id, revision_of
from corpus.schema import Chunk, DocumentFacts, SourceDocument
from corpus.splitter import PolicyTextSplitter
from index.catalog import Catalog
from index.embeddings import TextEmbeddings

# Texts of one transaction; a kill costs at most these again, and no more are held in memory.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class ReadyText:
    """One text with its title, known by its source."""

    source: str
    title: str
    text: str


def text_document(ready: ReadyText) -> SourceDocument:
    """Return a text as a document whose only fact is its title."""
    return SourceDocument(
        doc_id=document_id(ready.source, 1),
        source=ready.source,
        part=1,
        parts=1,
        revision=_revision(ready),
        text=ready.text,
        facts=DocumentFacts(title=ready.title),
    )


def batches(texts: Iterable[ReadyText], size: int = BATCH) -> Iterator[list[ReadyText]]:
    """Yield texts in lists of at most `size`."""
    remaining = iter(texts)
    while batch := list(itertools.islice(remaining, size)):
        yield batch


def store_texts(
    catalog: Catalog, splitter: PolicyTextSplitter, embeddings: TextEmbeddings, texts: Sequence[ReadyText]
) -> int:
    """Write into the catalog, in one transaction, those texts that it does not hold as they are; return how many."""
    known = catalog.file_revisions([text.source for text in texts])
    fresh = {text.source: text for text in texts if known.get(text.source) != _revision(text)}
    documents = [text_document(text) for text in fresh.values()]
    chunks: list[Chunk] = [chunk for document in documents for chunk in splitter.split_document(document)]
    if documents:
        vectors = embeddings.embed_array([chunk.index_text for chunk in chunks])
        catalog.replace_files(list(fresh), documents, chunks, vectors)
    return len(documents)


def _revision(ready: ReadyText) -> str:
    return revision_of(f"{ready.title}\n{ready.text}".encode())
