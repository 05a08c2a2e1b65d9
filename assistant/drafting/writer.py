"""Draft documents from one library: first the outline with its evidence, then the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafting.composing import Composer, Progress
from assistant.drafting.modelling import revise, write_with_model
from assistant.drafting.outline import Outline
from assistant.drafting.planning import OutlineMaker
from assistant.drafting.request import DraftRequest
from assistant.drafting.selection import MaterialFinder
from assistant.drafting.values import Brief
from assistant.genres import find_genre
from corpus.errors import DocumentNotFound, DraftError
from corpus.schema import SourceDocument
from index.holdings import Holdings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class BriefWriter:
    """Write drafts from one library.

    Args:
        library: where the evidence comes from.
        home: where the office keeps genres of its own.
        model: writes the sentences out; without one they are the sources' own.
    """

    def __init__(self, library: Holdings, home: Path | None = None, model: BaseChatModel | None = None) -> None:
        self._library = library
        self._home = home
        self._model = model

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
        """Return the text of an outline, by the model where there is one; `progress` is told each section."""
        genre = find_genre(outline.genre, self._home)
        if self._model is None:
            return Composer(outline, genre).compose(progress)
        return write_with_model(outline, genre, self._model, progress, self._library.catalog.places())

    def revise(self, brief: Brief, instruction: str) -> Brief:
        """Return a draft with the one section changed that an instruction means.

        Raises:
            DraftError: there is no model, or the instruction does not say which section.
            ChatModelError: the server failed.
        """
        if not instruction.strip():
            raise DraftError("没有写修改意见", "例如：第二部分压缩到三百字")
        return revise(
            brief, instruction.strip(), find_genre(brief.genre, self._home), self._model, self._library.catalog.places()
        )

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
