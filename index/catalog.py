"""The catalog: one SQLite file that holds documents, chunks and their vectors, and is the one truth.

Every change to the library is one transaction here, together with the journal of what the derived indexes
have yet to do.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

import numpy as np

from corpus.schema import Chunk, DocumentFacts, FactSource, Removal, Section, SourceDocument
from corpus.versions import Version
from index.database import FACTS
from index.intake import INSIDE
from index.journal import Journal
from index.records import DocumentRecord, TitledPaper

_COLUMNS = (
    f"doc_id, source, part, parts, revision, collection, added, {', '.join(FACTS)},"
    " fact_sources, repeals, text, sections, page_starts, removed"
)


# Behind every path that begins like the one it is put to.
LAST = "\U0010ffff"


class Catalog(Journal):
    """Read and write documents, chunks and vectors."""

    _places: tuple[int, list[str]] = (-1, [])
    _titled: tuple[int, list[TitledPaper]] = (-1, [])

    # ---- writing

    def replace_file(
        self, source: str, documents: Sequence[SourceDocument], chunks: Sequence[Chunk], vectors: np.ndarray
    ) -> None:
        """Put these documents in the place of whatever this source held before; one transaction."""
        self.replace_files([source], documents, chunks, vectors)

    def replace_files(
        self, sources: Sequence[str], documents: Sequence[SourceDocument], chunks: Sequence[Chunk], vectors: np.ndarray
    ) -> None:
        """Put these documents in the place of whatever these sources held before; one transaction."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.transaction() as connection:
            for source in sources:
                self._delete_documents(connection, _ids_of(connection, source))
                # Whoever held the same bytes under another name holds other bytes now, and will be read by itself.
                connection.execute("DELETE FROM aliases WHERE source = ? OR original = ?", (source, source))
            connection.executemany(
                f"INSERT INTO documents ({_COLUMNS}) VALUES ({', '.join('?' * len(_COLUMNS.split(',')))})",
                [_document_row(document, now) for document in documents],
            )
            connection.executemany(
                "INSERT INTO chunks (chunk_id, doc_id, start, end, section, context, themes, vector)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (c.chunk_id, c.doc_id, c.start, c.end, _json(c.section), c.context, _json(c.themes), row.tobytes())
                    for c, row in zip(chunks, vectors.astype(np.float16), strict=True)
                ],
            )
            self._note(connection, "add", [chunk.chunk_id for chunk in chunks])

    def add_alias(self, source: str, original: str, revision: str) -> None:
        """Remember that this path holds the same bytes as another; what it held before is dropped."""
        with self.transaction() as connection:
            self._delete_documents(connection, _ids_of(connection, source))
            connection.execute("DELETE FROM aliases WHERE original = ?", (source,))
            connection.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", (source, original, revision))

    def remove(self, doc_ids: Sequence[str]) -> None:
        """Remove documents with their chunks and other names; one transaction."""
        with self.transaction() as connection:
            sources = {
                row["source"]
                for doc_id in doc_ids
                for row in connection.execute("SELECT source FROM documents WHERE doc_id = ?", (doc_id,))
            }
            self._delete_documents(connection, doc_ids)
            for source in sources:
                if not _ids_of(connection, source):
                    connection.execute("DELETE FROM aliases WHERE original = ?", (source,))

    def move(self, doc_ids: Sequence[str], collection: str) -> None:
        """Put documents, with all others of their files, into a collection; one transaction."""
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE documents SET collection = ? WHERE source = (SELECT source FROM documents WHERE doc_id = ?)",
                [(collection, doc_id) for doc_id in doc_ids],
            )

    def _delete_documents(self, connection: sqlite3.Connection, doc_ids: Sequence[str]) -> None:
        for doc_id in doc_ids:
            chunk_ids = [
                r["chunk_id"] for r in connection.execute("SELECT chunk_id FROM chunks WHERE doc_id = ?", (doc_id,))
            ]
            self._note(connection, "delete", chunk_ids)
            for table in ("chunks", "documents", "sketches"):
                connection.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))
            self._promote_duplicates(connection, doc_id)

    def _promote_duplicates(self, connection: sqlite3.Connection, gone: str) -> None:
        """Make the first of a document's duplicates the one that is searched, once the document is gone."""
        rows = connection.execute(
            "SELECT doc_id FROM documents WHERE duplicate_of = ? AND duplicate_of != '' ORDER BY rowid", (gone,)
        ).fetchall()
        if rows:
            first = rows[0]["doc_id"]
            connection.execute("UPDATE documents SET duplicate_of = ? WHERE duplicate_of = ?", (first, gone))
            connection.execute("UPDATE documents SET duplicate_of = '' WHERE doc_id = ?", (first,))

    def corrected(self, document: SourceDocument) -> SourceDocument:
        """Return a document with the user's corrections of its facts."""
        rows = self.rows("SELECT fact, value FROM corrections WHERE doc_id = ?", (document.doc_id,))
        values = {str(row["fact"]): str(row["value"]) for row in rows}
        kept = [source for source in document.fact_sources if source.fact not in values]
        put_right = [FactSource(fact, "更正", "", "确定") for fact in values if fact != "region"]
        return replace(document, facts=replace(document.facts, **values), fact_sources=tuple(kept + put_right))

    def correct(self, doc_id: str, facts: dict[str, str]) -> None:
        """Remember a user's corrections of a document's facts; they outlive any later reading of the file."""
        with self.transaction() as connection:
            for fact, value in facts.items():
                if fact not in FACTS:
                    raise ValueError(fact)
                connection.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", (doc_id, fact, value))

    def restore_corrections(self, corrections: Iterable[tuple[str, str, str]]) -> None:
        """Remember corrections (doc_id, fact, value) that an earlier catalog had."""
        known = [row for row in corrections if row[1] in FACTS]
        with self.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO corrections VALUES (?, ?, ?)", known)

    # ---- documents of nearly the same text

    def alike(self, sketch: Sequence[int], shared: int) -> list[str]:
        """Return the ids of documents that share at least so many of a sketch's hashes, the likest first."""
        rows = self.rows(
            f"SELECT doc_id, count(*) AS n FROM sketches WHERE hash IN ({','.join('?' * len(sketch))})"
            " GROUP BY doc_id HAVING n >= ? ORDER BY n DESC, doc_id",
            [*sketch, min(shared, len(sketch))],
        )
        return [str(row["doc_id"]) for row in rows]

    def link_duplicate(self, doc_id: str, sketch: Sequence[int], original: str) -> None:
        """Remember a document's sketch, and of which other it is a duplicate; an empty name for none."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO sketches VALUES (?, ?)", [(h, doc_id) for h in sketch])
            connection.execute("UPDATE documents SET duplicate_of = ? WHERE doc_id = ?", (original, doc_id))

    def duplicates(self) -> dict[str, str]:
        """Return by id which documents are duplicates, and of which others."""
        rows = self.rows("SELECT doc_id, duplicate_of FROM documents WHERE duplicate_of != ''")
        return {row["doc_id"]: row["duplicate_of"] for row in rows}

    # ---- themes

    def set_themes(self, themes: dict[str, tuple[str, ...]]) -> None:
        """Put other themes to chunks, by id."""
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE chunks SET themes = ? WHERE chunk_id = ?",
                [(_json(names), chunk_id) for chunk_id, names in themes.items()],
            )

    def chunk_ids(self) -> list[str]:
        """Return the ids of all chunks, oldest first."""
        return [row["chunk_id"] for row in self.rows("SELECT chunk_id FROM chunks ORDER BY number")]

    def themes_of(self, doc_id: str) -> list[tuple[str, ...]]:
        """Return the themes of each chunk of a document that has any; none for a duplicate."""
        rows = self.rows(
            "SELECT c.themes FROM chunks c JOIN documents d USING (doc_id)"
            " WHERE c.doc_id = ? AND c.themes != '[]' AND d.duplicate_of = '' ORDER BY c.start",
            (doc_id,),
        )
        return [tuple(json.loads(row["themes"])) for row in rows]

    def themed(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return (chunk_id, doc_id, themes) of every chunk that has a theme, duplicates left out, in text order."""
        rows = self.rows(
            "SELECT c.chunk_id, c.doc_id, c.themes FROM chunks c JOIN documents d USING (doc_id)"
            " WHERE c.themes != '[]' AND d.duplicate_of = '' ORDER BY d.source, d.part, c.start"
        )
        return [(row["chunk_id"], row["doc_id"], tuple(json.loads(row["themes"]))) for row in rows]

    # ---- reading

    def counts(self) -> tuple[int, int]:
        """Return the number of documents and of chunks."""
        row = self.rows("SELECT (SELECT count(*) FROM documents) AS d, (SELECT count(*) FROM chunks) AS c")[0]
        return int(row["d"]), int(row["c"])

    def file_revision(self, source: str) -> str | None:
        """Return the revision that a path was last read at, or None if it is not known."""
        rows = self.rows(
            "SELECT revision FROM documents WHERE source = ? UNION SELECT revision FROM aliases WHERE source = ?",
            (source, source),
        )
        return str(rows[0]["revision"]) if rows else None

    def file_revisions(self, sources: Sequence[str]) -> dict[str, str]:
        """Return the revision that each of these paths was read at; what is not known is missing."""
        found: dict[str, str] = {}
        for start in range(0, len(sources), 500):
            some = sources[start : start + 500]
            rows = self.rows(
                f"SELECT source, revision FROM documents WHERE source IN ({','.join('?' * len(some))})", some
            )
            found |= {row["source"]: row["revision"] for row in rows}
        return found

    def sources(self) -> list[str]:
        """Return the paths that documents were read from."""
        return [row["source"] for row in self.rows("SELECT DISTINCT source FROM documents ORDER BY source")]

    def source_of_revision(self, revision: str, collection: str = "") -> str | None:
        """Return the path whose documents were read from these very bytes into a collection, or None."""
        rows = self.rows(
            "SELECT source FROM documents WHERE revision = ? AND collection = ? LIMIT 1", (revision, collection)
        )
        return str(rows[0]["source"]) if rows else None

    def collection_of(self, source: str) -> str | None:
        """Return the collection that a file's documents are in, or None where there are none."""
        rows = self.rows(
            "SELECT collection FROM documents WHERE source = ?"
            " OR source IN (SELECT original FROM aliases WHERE source = ?) LIMIT 1",
            (source, source),
        )
        return str(rows[0]["collection"]) if rows else None

    def collections(self) -> list[str]:
        """Return the names of the collections that hold documents; the empty one, everybody's, first."""
        return [row["collection"] for row in self.rows("SELECT DISTINCT collection FROM documents ORDER BY 1")]

    def records(self, doc_ids: Iterable[str] | None = None) -> list[DocumentRecord]:
        """Return what a list shows, in the order of source and part; all documents or these."""
        # The ids go as one value: there may be more than a statement has places for.
        wanted = "" if doc_ids is None else " WHERE doc_id IN (SELECT value FROM json_each(?))"
        ids = () if doc_ids is None else (_json([*doc_ids]),)
        aliases: dict[str, list[str]] = {}
        for row in self.rows("SELECT source, original FROM aliases ORDER BY source"):
            aliases.setdefault(row["original"], []).append(row["source"])
        counted = self.rows(f"SELECT doc_id, count(*) AS n FROM chunks{wanted} GROUP BY doc_id", ids)
        counts = {row["doc_id"]: row["n"] for row in counted}
        rows = self.rows(
            f"SELECT doc_id, source, part, parts, revision, collection, added, {', '.join(FACTS)}, duplicate_of,"
            f" length(text) AS characters FROM documents{wanted} ORDER BY source, part",
            ids,
        )
        return [
            DocumentRecord(
                row["doc_id"], row["source"], row["part"], row["parts"], row["revision"], row["collection"],
                DocumentFacts(**{name: row[name] for name in FACTS}), row["characters"], counts.get(row["doc_id"], 0),
                row["added"], tuple(aliases.get(row["source"], ())), row["duplicate_of"],
            )
            for row in rows
        ]  # fmt: skip

    def ids_of_file(self, source: str) -> list[str]:
        """Return the ids of a file's documents in their order; those of its members, where it is an archive.

        Where another path holds the same bytes, and was read instead, they are that one's.
        """
        here = "(source = ? OR source BETWEEN ? AND ?)"
        rows = self.rows(
            f"SELECT doc_id FROM documents WHERE {here} OR source IN (SELECT original FROM aliases WHERE {here})"
            " ORDER BY source, part",
            (source, source + INSIDE, source + INSIDE + LAST) * 2,
        )
        return [row["doc_id"] for row in rows]

    def document(self, doc_id: str) -> SourceDocument | None:
        """Return a whole document, or None."""
        rows = self.rows("SELECT * FROM documents WHERE doc_id = ?", (doc_id,))
        if not rows:
            return None
        row = rows[0]
        return SourceDocument(
            row["doc_id"], row["source"], row["part"], row["parts"], row["revision"], row["text"],
            DocumentFacts(**{name: row[name] for name in FACTS}),
            tuple(Section(**(section | {"path": tuple(section["path"])})) for section in json.loads(row["sections"])),
            tuple(json.loads(row["page_starts"])),
            tuple(Removal(**removal) for removal in json.loads(row["removed"])),
            row["collection"], tuple(json.loads(row["repeals"])),
            tuple(FactSource(**source) for source in json.loads(row["fact_sources"])),
        )  # fmt: skip

    def versions(self) -> list[Version]:
        """Return what is needed of every document to tell which replaces which."""
        rows = self.rows("SELECT doc_id, title, genre, effective, date, repeals, place FROM documents")
        return [
            Version(
                row["doc_id"],
                row["title"],
                row["genre"],
                row["effective"],
                row["date"],
                tuple(json.loads(row["repeals"])),
                row["place"],
            )
            for row in rows
        ]

    def facts_of(self, doc_ids: Iterable[str]) -> dict[str, tuple[DocumentFacts, str]]:
        """Return facts and source path of documents by id."""
        wanted = list(doc_ids)
        rows = self.rows(
            f"SELECT doc_id, source, {', '.join(FACTS)} FROM documents WHERE doc_id IN ({','.join('?' * len(wanted))})",
            wanted,
        )
        return {row["doc_id"]: (DocumentFacts(**{name: row[name] for name in FACTS}), row["source"]) for row in rows}

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Return chunks by id; what the catalog does not list is missing from the answer."""
        found: dict[str, Chunk] = {}
        for start in range(0, len(chunk_ids), 500):
            some = chunk_ids[start : start + 500]
            rows = self.rows(
                "SELECT c.chunk_id, c.doc_id, c.start, c.end, c.section, c.context, c.themes,"
                " substr(d.text, c.start + 1, c.end - c.start) AS text"
                f" FROM chunks c JOIN documents d USING (doc_id) WHERE c.chunk_id IN ({','.join('?' * len(some))})",
                some,
            )
            for row in rows:
                found[row["chunk_id"]] = Chunk(
                    row["chunk_id"], row["doc_id"], row["start"], row["end"], row["text"],
                    tuple(json.loads(row["section"])), row["context"], tuple(json.loads(row["themes"])),
                )  # fmt: skip
        return found

    def surroundings(self, chunk_ids: Sequence[str], width: int) -> dict[str, tuple[str, str]]:
        """Return by chunk id what stands directly before and after a chunk, at most `width` characters each."""
        found: dict[str, tuple[str, str]] = {}
        for start in range(0, len(chunk_ids), 500):
            some = chunk_ids[start : start + 500]
            rows = self.rows(
                "SELECT c.chunk_id, substr(d.text, max(c.start - ?, 0) + 1, min(c.start, ?)) AS left,"
                " substr(d.text, c.end + 1, ?) AS right"
                f" FROM chunks c JOIN documents d USING (doc_id) WHERE c.chunk_id IN ({','.join('?' * len(some))})",
                (width, width, width, *some),
            )
            found |= {row["chunk_id"]: (row["left"], row["right"]) for row in rows}
        return found

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the vectors of chunks by id, float32."""
        found: dict[str, np.ndarray] = {}
        for start in range(0, len(chunk_ids), 500):
            some = chunk_ids[start : start + 500]
            for row in self.rows(
                f"SELECT chunk_id, vector FROM chunks WHERE chunk_id IN ({','.join('?' * len(some))})", some
            ):
                found[row["chunk_id"]] = np.frombuffer(row["vector"], dtype=np.float16).astype(np.float32)
        return found

    def all_vectors(self) -> tuple[list[str], list[str], np.ndarray]:
        """Return the ids of all chunks, of their documents, and their vectors as stored, in the same order."""
        with self._lock:
            chunks = int(self.rows("SELECT count(*) AS n FROM chunks")[0]["n"])
            cursor = self._connection.execute("SELECT chunk_id, doc_id, vector FROM chunks ORDER BY number")
            chunk_ids: list[str] = []
            doc_ids: list[str] = []
            matrix = np.zeros((0, 0), dtype=np.float16)
            # Row by row into its place: all of them as bytes first would take twice the memory.
            for number, (chunk_id, doc_id, vector) in enumerate(cursor):
                row = np.frombuffer(vector, dtype=np.float16)
                if number == 0:
                    matrix = np.zeros((chunks, len(row)), dtype=np.float16)
                chunk_ids.append(chunk_id)
                doc_ids.append(doc_id)
                matrix[number] = row
        return chunk_ids, doc_ids, matrix

    def any_chunk_id(self) -> str | None:
        """Return the id of the newest chunk, for probing an index."""
        rows = self.rows("SELECT chunk_id FROM chunks ORDER BY number DESC LIMIT 1")
        return str(rows[0]["chunk_id"]) if rows else None

    def places(self) -> list[str]:
        """Return the places that documents speak for; asked for many times a question, so kept until a change."""
        state = self.change_count()
        if self._places[0] != state:
            rows = self.rows("SELECT DISTINCT place FROM documents WHERE place != '' ORDER BY 1")
            self._places = (state, [row["place"] for row in rows])
        return [*self._places[1]]

    def titled(self) -> list[TitledPaper]:
        """Return how every document is called; kept until a change."""
        state = self.change_count()
        if self._titled[0] != state:
            rows = self.rows("SELECT doc_id, title, place, genre FROM documents ORDER BY source, part")
            self._titled = (state, [TitledPaper(*row) for row in rows])
        return [*self._titled[1]]


def _ids_of(connection: sqlite3.Connection, source: str) -> list[str]:
    return [row["doc_id"] for row in connection.execute("SELECT doc_id FROM documents WHERE source = ?", (source,))]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _document_row(document: SourceDocument, added: str) -> tuple[object, ...]:
    return (
        document.doc_id, document.source, document.part, document.parts, document.revision, document.collection, added,
        *(getattr(document.facts, name) for name in FACTS), _json([asdict(source) for source in document.fact_sources]),
        _json(document.repeals), document.text,
        _json([asdict(section) for section in document.sections]), _json(document.page_starts),
        _json([asdict(removal) for removal in document.removed]),
    )  # fmt: skip
