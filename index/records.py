"""What the catalog hands out and what narrows a search: values without behaviour of their own."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.schema import DocumentFacts


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What a list of the library shows of a document; `aliases` are other paths of the same file.

    `duplicate_of` is the document of nearly the same text that is searched in its place; empty for most.
    """

    doc_id: str
    source: str
    part: int
    parts: int
    revision: str
    collection: str
    facts: DocumentFacts
    characters: int
    chunks: int
    added: str
    aliases: tuple[str, ...] = ()
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class TitledPaper:
    """How a document is called, and whose it is."""

    doc_id: str
    title: str
    place: str
    genre: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow a search: empty fields do not.

    Attributes:
        place: a place; what lies in it is let through, too.
        genre: 文种.
        year: the year that a document is of.
        doc_ids: only these documents.
        in_force: leave out versions of regulations that are replaced, or not yet in force, today.
    """

    place: str = ""
    genre: str = ""
    year: str = ""
    doc_ids: tuple[str, ...] = ()
    in_force: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether nothing is narrowed."""
        return not (self.place or self.genre or self.year or self.doc_ids or self.in_force)
