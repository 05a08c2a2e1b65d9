"""Link a document of the library to the one of nearly the same text that was there before it."""

from __future__ import annotations

from corpus.duplicates import SHARED, nearly_same, sketch
from corpus.schema import SourceDocument
from index.catalog import Catalog

# So many of the likest documents are compared whole.
COMPARED = 5


def link_duplicate(catalog: Catalog, document: SourceDocument) -> None:
    """Remember a document's sketch, and which other it repeats; the other is searched in its place."""
    hashes = sketch(document.text)
    known = catalog.duplicates()
    original = ""
    for doc_id in catalog.alike(hashes, SHARED)[:COMPARED]:
        candidate = catalog.document(doc_id) if doc_id != document.doc_id else None
        if candidate is not None and nearly_same(document, candidate):
            original = known.get(doc_id, doc_id)
            break
    catalog.link_duplicate(document.doc_id, hashes, original)
