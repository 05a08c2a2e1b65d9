"""Calls on drafts: outline, write, keep, change, compare."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from assistant.drafting.composing import Progress
from assistant.drafting.modelling import with_blanks
from assistant.drafting.outline import Outline, outline_json, outline_of
from assistant.drafting.request import make_request
from assistant.drafting.values import Brief, brief_json, brief_of
from assistant.export import export_brief
from assistant.facade.desk import Desk, Json
from assistant.genres import load_genres
from assistant.word.options import make_options
from assistant.workspace import BY_HAND, DRAFTED, REVISED, compare, edited, lines_of
from corpus.errors import DraftError


class DraftCalls(Desk):
    """Draft from the library."""

    def draft(
        self,
        genre: str,
        topic: str,
        place: str = "",
        output: str = "",
        more: Json | None = None,
        layout: Json | None = None,
        save: bool = False,
    ) -> Json:
        """Draft a document.

        Args:
            genre: name of a genre, or another name for it.
            topic: what it is about.
            place: whose it is; by default the office's own place.
            output: a .docx, .md or .txt file to write it to.
            more: further fields of the request, see DraftRequest.
            layout: what the file is to look like, see ExportOptions.
            save: keep it among the drafts of the home folder.
        """
        outline = self._tools.writer.outline(make_request(genre, topic, place or self.settings.place, more))
        return self._given(self._tools.writer.write(outline), output, layout, outline_json(outline) if save else None)

    def outline(self, genre: str, topic: str, place: str = "", more: Json | None = None) -> Json:
        """Return the outline of a draft: sections with numbered evidence, to be changed and then written."""
        return outline_json(self._tools.writer.outline(make_request(genre, topic, place or self.settings.place, more)))

    def write(
        self,
        outline: Json,
        output: str = "",
        layout: Json | None = None,
        save: bool = False,
        progress: Progress | None = None,
    ) -> Json:
        """Write the text of an outline.

        Args:
            progress: told the section that is being written, its number from 0 and how many there are, and again while
                a model writes it; what it raises ends the writing, and nothing is kept.

        Raises:
            DraftError: it rests on a document that is gone, or that the reader may no longer read.
        """
        planned = outline_of(outline)
        self._require_documents(planned)
        brief = self._tools.writer.write(planned, progress)
        return self._given(brief, output, layout, outline if save else None)

    def _require_documents(self, outline: Outline) -> None:
        cited = {entry.citation.doc_id for section in outline.sections for entry in section.evidence} - {""}
        if len(self.library.catalog.facts_of(cited)) < len(cited):
            raise DraftError("提纲里有的材料已移出资料库，或已不能看", "请重新列提纲")

    def brief(self, genre: str, topic: str, place: str = "", more: Json | None = None) -> Brief:
        """Draft a document as a value."""
        return self._tools.writer.write(
            self._tools.writer.outline(make_request(genre, topic, place or self.settings.place, more))
        )

    def _given(self, brief: Brief, output: str, layout: Json | None, saved: Json | None) -> Json:
        notices = self._export(brief, output, layout) if output else []
        result = brief_json(brief) | {"notices": notices}
        if saved is not None:
            version = self._workspace.save(brief, saved)
            result |= {"draft_id": version.draft_id, "version": version.version}
        return result

    def _export(self, brief: Brief, output: str, layout: Json | None) -> list[str]:
        options = make_options(
            layout, sources=self.settings.sources, template=self.settings.template, office=self.settings.office
        )
        return export_brief(brief, Path(output), self.settings, options)

    # ---- drafts that are kept

    def save_draft(self, draft: Json, draft_id: int = 0, note: str = "") -> Json:
        """Save a draft as a new one, or as the next version of the one given."""
        how = BY_HAND if draft_id else DRAFTED
        return asdict(self._workspace.save(brief_of(draft), None, draft_id, how, note))

    def drafts(self) -> Json:
        """Return what drafts are kept, the one changed last first."""
        return {"drafts": self._workspace.drafts()}

    def open_draft(self, draft_id: int, version: int = 0, output: str = "", layout: Json | None = None) -> Json:
        """Return a draft, the last version by default, its versions and its outline; write it to a file if named."""
        brief, outline, found = self._workspace.open(draft_id, version)
        notices = self._export(brief, output, layout) if output else []
        versions = [asdict(entry) for entry in self._workspace.versions(draft_id)]
        return asdict(found) | {
            "draft": brief_json(brief), "outline": outline, "versions": versions, "notices": notices
        }  # fmt: skip

    def edit_draft(self, draft_id: int, paragraph: int, text: str) -> Json:
        """Set one paragraph of a draft by hand, paragraphs counted from 1, as its next version."""
        brief, outline, _ = self._workspace.open(draft_id)
        changed = with_blanks(edited(brief, paragraph, text))
        self._workspace.save(changed, outline, draft_id, BY_HAND, f"第{paragraph}段")
        return self.open_draft(draft_id)

    def revise_draft(self, draft_id: int, instruction: str) -> Json:
        """Have the model change the one section that an instruction means, as the draft's next version."""
        brief, outline, _ = self._workspace.open(draft_id)
        self._workspace.save(self._tools.writer.revise(brief, instruction), outline, draft_id, REVISED, instruction)
        return self.open_draft(draft_id)

    def compare_drafts(self, draft_id: int, one: int = 0, other: int = 0) -> Json:
        """Return how two versions of a draft differ; by default the last from the one before."""
        versions = self._workspace.versions(draft_id)
        other = other or versions[-1].version
        one = one or max(1, other - 1)
        left, right = (lines_of(self._workspace.open(draft_id, number)[0]) for number in (one, other))
        return {"draft_id": draft_id} | compare(left, right, (f"第{one}稿", f"第{other}稿"))

    def remove_draft(self, draft_id: int) -> Json:
        """Remove a draft with all its versions."""
        self._workspace.remove(draft_id)
        return {"removed": draft_id}

    def genres(self) -> list[str]:
        """Return the names of the genres that can be drafted."""
        return [*load_genres(self.settings.home)]
