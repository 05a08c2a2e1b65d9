"""Calls on documents: add, list, show, put right, move, remove; and the map of experience over them."""

from __future__ import annotations

import builtins
import hashlib
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePath

from assistant.experience import theme_map
from assistant.facade.desk import Desk, Json
from assistant.failures import failures_json
from assistant.passages import around
from assistant.readers import ADMINISTRATOR, EDITOR, PUBLIC, check_collection
from assistant.results import document_json
from corpus.errors import AmbiguousDocument, CewenError, DocumentNotFound, NotAllowed
from corpus.gazetteer import region_of
from corpus.schema import SourceDocument
from index.intake import source_name
from index.library import ProgressCallback

SAMPLES = "samples"
CORRECTABLE = ("title", "place", "genre", "date", "issuer", "document_number", "addressee", "period")


class DocumentCalls(Desk):
    """Work with the documents of the library."""

    def add(
        self, paths: Sequence[str], progress: ProgressCallback | None = None, collection: str | None = None
    ) -> Json:
        """Add files and folders and account for each.

        Args:
            collection: the collection that they go into, the empty one being everybody's; None leaves files that are
                known where they are.
        """
        self.reader.require(EDITOR, "添加文件")
        if collection is not None:
            collection = check_collection(collection)
            self.reader.require_collection(collection)
        for path in paths if self.reader.readable is not None else ():
            kept = Path(path).resolve()
            if not kept.is_relative_to((self.settings.home / "uploads").resolve()) or self._is_closed(kept):
                raise NotAllowed("只能加入自己上传的文件", "请在「资料库」页面上传")
        report = self._office.library.add([Path(path) for path in paths], progress, collection)
        documents, chunks = self.library.catalog.counts()
        return {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "skipped": report.skipped,
            "notes": [{"file": file, "note": note} for file, note in report.notes],
            "failed": failures_json(report.failed),
            "documents": documents,
            "chunks": chunks,
            "seconds": report.seconds,
        }

    def keep_upload(self, path: str, name: str, collection: str = PUBLIC) -> str:
        """Copy an uploaded file into the home folder and return where it is kept; add it from there."""
        self.reader.require(EDITOR, "添加文件")
        # Each collection has a folder: the same file in two of them is two documents with other readers. Each content
        # has one, too: of two files of one name neither takes the other's place, nor tells that the other is there.
        folder = self.settings.home / "uploads" / check_collection(collection)
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
        plain = re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "_", PurePath(name).name).lstrip(".") or "未命名"
        kept = folder / digest / plain
        if self._is_closed(kept):
            # It was moved to a collection that the reader may not see; there it stays.
            kept = folder / f"{digest}-{secrets.token_hex(4)}" / plain
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, kept)
        return str(kept)

    def _is_closed(self, path: Path) -> bool:
        """Tell whether a file's documents are in a collection that the reader may not see."""
        held, readable = self._office.library.catalog.collection_of(source_name(path)), self.reader.readable
        return held is not None and readable is not None and held not in readable

    def list(self) -> Json:
        """Return what the library holds."""
        replaced = self.library.replaced()
        return {
            "documents": [
                document_json(record, replaced.get(record.doc_id, "")) for record in self.library.catalog.records()
            ]
        }

    def documents_of(self, path: str) -> builtins.list[Json]:
        """Return the documents that were read from a file, or from the members of an archive, with their themes."""
        catalog, replaced = self.library.catalog, self.library.replaced()
        return [
            document_json(record, replaced.get(record.doc_id, "")) | {"themes": self._themes_of(record.doc_id)}
            for record in catalog.records(catalog.ids_of_file(source_name(Path(path))))
        ]

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
            "page_starts": [*document.page_starts],
            "same_file": [record.doc_id for record in records],
        }

    def document(self, doc_id: str) -> SourceDocument | None:
        """Return a whole document."""
        return self.library.catalog.document(doc_id)

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
        self.reader.require(EDITOR, "更正文档")
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
        self._office.library.correct(records[0].doc_id, facts)
        return document_json(self.library.catalog.records([records[0].doc_id])[0])

    def move(self, names: Sequence[str], collection: str) -> Json:
        """Move documents, with all others of their files, into a collection; the empty one is everybody's."""
        self.reader.require(EDITOR, "调整资料集")
        collection = check_collection(collection)
        self.reader.require_collection(collection)
        moved, missing = self._found(names)
        self._office.library.move(moved, collection)
        return {"moved": moved, "missing": missing}

    def remove(self, names: Sequence[str]) -> Json:
        """Remove documents by id, beginning of an id, or file name."""
        self.reader.require(EDITOR, "移除文档")
        removed, missing = self._found(names)
        self._office.library.remove(removed)
        return {"removed": removed, "missing": missing}

    def _found(self, names: Sequence[str]) -> tuple[builtins.list[str], builtins.list[str]]:
        """Return the ids of the documents that names mean, each once, and the names that mean none."""
        found: dict[str, None] = {}
        missing: builtins.list[str] = []
        for name in names:
            try:
                found |= dict.fromkeys(record.doc_id for record in self.library.resolve(name))
            except DocumentNotFound:
                missing.append(name)
        return [*found], missing

    def collections(self) -> builtins.list[str]:
        """Return the collections that the reader may put documents into, the public one first."""
        readable = self.reader.readable
        held = {*self.library.catalog.collections(), *(readable or ())} - {PUBLIC}
        if readable is None:
            held |= {name for user in self._office.users.list() for name in user["collections"]}
        return [PUBLIC, *sorted(held)]

    def rebuild(self, progress: ProgressCallback | None = None) -> Json:
        """Read, split, embed and index everything anew."""
        self.reader.require(ADMINISTRATOR, "重建资料库")
        self._office.library.rebuild(progress)
        documents, chunks = self.library.catalog.counts()
        return {"documents": documents, "chunks": chunks}

    def add_samples(self) -> Json:
        """Add the sample corpus from its place in the package."""
        import corpus

        return self.add([str(Path(corpus.__file__).parent / SAMPLES)])
