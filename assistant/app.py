"""The façade: everything that the command line and the pages can ask of an office's library.

Each call returns plain values ready for JSON, so that a second process can make the same calls over the wire.
"""

from __future__ import annotations

import builtins
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any

from assistant.answer_evaluation import evaluate as evaluate_questions
from assistant.answer_evaluation import read_questions, summary
from assistant.answers import Answer
from assistant.chat_models import make_chat_model
from assistant.checking import Shelf
from assistant.checking import check as check_file
from assistant.drafting.modelling import with_blanks
from assistant.drafting.outline import outline_json, outline_of
from assistant.drafting.request import make_request
from assistant.drafting.values import Brief, brief_json, brief_of
from assistant.drafting.writer import BriefWriter
from assistant.experience import theme_map
from assistant.export import export_brief, layout_of
from assistant.genres import load_genres
from assistant.history import History
from assistant.passages import around
from assistant.qa import QuestionAnswerer
from assistant.results import answer_json, check_json, document_json, passage_json
from assistant.settings import Settings, limits_of, reading_of
from assistant.word.options import make_options
from assistant.word_comments import write_comments
from assistant.workspace import BY_HAND, DRAFTED, REVISED, Workspace, compare, edited, lines_of
from corpus.errors import AmbiguousDocument, CewenError, DocumentNotFound
from corpus.gazetteer import region_of
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
CORRECTABLE = ("title", "place", "genre", "date", "issuer", "document_number", "addressee", "period")


class Cewen:
    """Open an office's library and work with it; close it when done, or use it in a with statement."""

    def __init__(self, settings: Settings, *, rebuilding: bool = False) -> None:
        self.settings = settings
        self.library = open_library(settings, rebuilding=rebuilding)
        self._shelf = Shelf(self.library)
        model = make_chat_model(settings)
        self._answerer = QuestionAnswerer(self.library, model, remove_unsupported=settings.remove_unsupported)
        self._writer = BriefWriter(self.library, settings.home, model)
        self._workspace = Workspace(settings.home)
        self.history = History(settings.home)

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
            "notes": [{"file": file, "note": note} for file, note in report.notes],
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
        return document_json(records[0], self.library.replaced().get(records[0].doc_id, "")) | {
            "text": document.text,
            "sections": [asdict(section) for section in document.sections],
            "removed": [asdict(removal) for removal in document.removed],
            "sources": [asdict(source) for source in document.fact_sources],
            "themes": self._themes_of(document.doc_id),
            "page_starts": list(document.page_starts),
            "same_file": [record.doc_id for record in records],
        }

    def around(self, doc_id: str, start: int, end: int, quote: str = "") -> Json:
        """Return the paragraph around a quotation, split at it, with what its document is and whether it is in force.

        The offsets may be of an earlier revision: the quotation is then looked for. An empty result says that the
        document is gone.
        """
        document = self.library.catalog.document(doc_id)
        if document is None:
            return {}
        return around(document, start, end, quote) | {"superseded_by": self.library.replaced().get(doc_id, "")}

    def _themes_of(self, doc_id: str) -> dict[str, int]:
        """Return the themes of a document with the number of its passages, most first."""
        return dict(
            Counter(theme for themes in self.library.catalog.themes_of(doc_id) for theme in themes).most_common()
        )

    def themes(self, theme: str = "", place: str = "") -> Json:
        """Return the map of experience: passages by theme and place; of one theme, the passages themselves by place.

        Raises:
            CewenError: the taxonomy has no such theme.
        """
        return theme_map(self.library, theme, place)

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
        if "period" in facts and facts["period"] and not re.fullmatch(r"\d{4}(-\d{4})?", facts["period"]):
            raise CewenError(f"时期「{facts['period']}」写法不对", "请写成 2023 或 2019-2023")
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

    def evaluate_answers(self, path: str) -> Json:
        """Ask the questions of a file, one JSON object a line, and return how they were answered."""
        return summary(evaluate_questions(read_questions(Path(path)), lambda asked, before: self.ask(asked, before)))

    # ---- drafts

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
        outline = self._writer.outline(make_request(genre, topic, place or self.settings.place, more))
        return self._given(self._writer.write(outline), output, layout, outline_json(outline) if save else None)

    def outline(self, genre: str, topic: str, place: str = "", more: Json | None = None) -> Json:
        """Return the outline of a draft: sections with numbered evidence, to be changed and then written."""
        return outline_json(self._writer.outline(make_request(genre, topic, place or self.settings.place, more)))

    def write(self, outline: Json, output: str = "", layout: Json | None = None, save: bool = False) -> Json:
        """Write the text of an outline."""
        return self._given(self._writer.write(outline_of(outline)), output, layout, outline if save else None)

    def brief(self, genre: str, topic: str, place: str = "", more: Json | None = None) -> Brief:
        """Draft a document as a value."""
        return self._writer.write(self._writer.outline(make_request(genre, topic, place or self.settings.place, more)))

    def _given(self, brief: Brief, output: str, layout: Json | None, saved: Json | None) -> Json:
        notices = self._export(brief, output, layout) if output else []
        result = brief_json(brief) | {"notices": notices}
        if saved is not None:
            version = self._workspace.save(brief, saved)
            result |= {"draft_id": version.draft_id, "version": version.version}
        return result

    def _export(self, brief: Brief, output: str, layout: Json | None) -> builtins.list[str]:
        options = make_options(layout, sources=self.settings.sources, template=self.settings.template)
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
        self._workspace.save(self._writer.revise(brief, instruction), outline, draft_id, REVISED, instruction)
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

    def genres(self) -> builtins.list[str]:
        """Return the names of the genres that can be drafted."""
        return [*load_genres(self.settings.home)]

    # ---- checks

    def check(self, path: str, place: str = "", output: str = "") -> Json:
        """Check a draft against the library and against itself; write a .docx with comments where one is named.

        Offsets count in the `text` that is returned: a text file's own characters with line ends as \\n, a Word file's
        paragraphs and table rows a line each, other formats as the library reads them.
        """
        report = check_file(
            Path(path),
            place or self.settings.place,
            self._shelf,
            self.library.catalog.places(),
            self.settings.seconds_per_file,
        )
        if output:
            write_comments(Path(path), report, Path(output), layout_of(self.settings))
        return check_json(report)

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
        reading=reading_of(settings),
        limits=limits_of(settings),
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
