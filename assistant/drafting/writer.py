"""Draft documents from one library: first the outline with its evidence, then the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.drafting.composing import Composer, Progress
from assistant.drafting.outline import Outline
from assistant.drafting.planning import OutlineMaker
from assistant.drafting.request import DraftRequest
from assistant.drafting.selection import MaterialFinder
from assistant.drafting.values import Brief
from assistant.genres import find_genre
from corpus.errors import DocumentNotFound
from corpus.schema import SourceDocument
from index.library import Library


class BriefWriter:
    """Write drafts from one library.

    Args:
        library: where the evidence comes from.
        home: where the office keeps genres of its own.
    """

    def __init__(self, library: Library, home: Path | None = None) -> None:
        self._library = library
        self._home = home

    def outline(self, request: DraftRequest) -> Outline:
        """Return the outline of a request: sections with numbered evidence.

        Raises:
            DraftError: the genre is not known.
            DocumentNotFound: a document that is named is not in the library.
        """
        genre = find_genre(request.genre, self._home)
        finder = MaterialFinder(self._library)
        place, warning = finder.whose(request.place) if genre.whose != "any" else (request.place, "")
        material = finder.find(request, genre, place)
        outline = OutlineMaker(request, genre, place, material).make(self._example(request.like))
        return replace(outline, warnings=(warning, *outline.warnings)) if warning else outline

    def write(self, outline: Outline, progress: Progress | None = None) -> Brief:
        """Return the text of an outline; `progress` is told each section."""
        return Composer(outline, find_genre(outline.genre, self._home)).compose(progress)

    def _example(self, name: str) -> SourceDocument | None:
        if not name:
            return None
        titles = {record.facts.title: record.doc_id for record in self._library.catalog.records()}
        plain = name.strip("《》")
        doc_id = titles[plain] if plain in titles else self._library.resolve(name)[0].doc_id
        example = self._library.catalog.document(doc_id)
        if example is None:
            raise DocumentNotFound(f"资料库里没有「{name}」", "请用 cewen list 查看编号和文件名")
        return example
