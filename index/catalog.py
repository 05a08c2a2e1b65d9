"""The catalog: one SQLite file that holds documents, chunks and their vectors, and is the one truth.

Every change to the library is one transaction here. It also writes down, in `pending`, what the derived
indexes have yet to do; that is crossed out once they have done it, so that a killed process loses nothing.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.errors import LibraryError, LibraryMismatch
from corpus.schema import Chunk, DocumentFacts, FactSource, Removal, Section, SourceDocument
from corpus.versions import Version

SCHEMA_VERSION = "3"
_FACTS = tuple(field.name for field in fields(DocumentFacts))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    doc_id TEXT PRIMARY KEY, source TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL,
    revision TEXT NOT NULL, collection TEXT NOT NULL DEFAULT '', added TEXT NOT NULL,
    {", ".join(f"{name} TEXT NOT NULL" for name in _FACTS)}, fact_sources TEXT NOT NULL, repeals TEXT NOT NULL,
    text TEXT NOT NULL, sections TEXT NOT NULL, page_starts TEXT NOT NULL, removed TEXT NOT NULL,
    duplicate_of TEXT NOT NULL DEFAULT '',
    UNIQUE (source, part)
);
CREATE INDEX IF NOT EXISTS documents_by_revision ON documents (revision);
CREATE TABLE IF NOT EXISTS aliases (source TEXT PRIMARY KEY, original TEXT NOT NULL, revision TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (
    doc_id TEXT NOT NULL, fact TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (doc_id, fact)
);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY, chunk_id TEXT NOT NULL UNIQUE, doc_id TEXT NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, section TEXT NOT NULL, context TEXT NOT NULL, themes TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks (doc_id);
CREATE TABLE IF NOT EXISTS sketches (hash INTEGER NOT NULL, doc_id TEXT NOT NULL, PRIMARY KEY (hash, doc_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sketches_by_document ON sketches (doc_id);
CREATE TABLE IF NOT EXISTS pending (
    number INTEGER PRIMARY KEY, engine TEXT NOT NULL, action TEXT NOT NULL, chunk_id TEXT NOT NULL
);
"""
ENGINES = ("lexical", "vectors")


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
class Filters:
    """Narrow a search: empty fields do not. `place` takes what lies in it, too; `year` is a document's year."""

    place: str = ""
    genre: str = ""
    year: str = ""
    doc_ids: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing is narrowed."""
        return not (self.place or self.genre or self.year or self.doc_ids)


@dataclass(frozen=True, slots=True)
class PendingWork:
    """What a derived index has yet to do, up to and with the journal's row `last`."""

    last: int
    deleted: tuple[str, ...]
    added: tuple[str, ...]


def set_aside_other_schema(path: Path) -> list[str]:
    """Rename a catalog of another version of the program, and return the files that it was made from."""
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        version = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        if version is None or version[0] == SCHEMA_VERSION:
            return []
        sources = [str(row[0]) for row in connection.execute("SELECT DISTINCT source FROM documents ORDER BY source")]
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"资料库文件 {path} 已损坏：{error}", "请把它改名存起来，再用 cewen add 重新加入原来的文件夹"
        ) from error
    finally:
        connection.close()
    path.rename(path.with_name(f"catalog-{version[0]}-{datetime.now(UTC):%Y%m%d%H%M%S}.sqlite3"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return sources


class Catalog:
    """Read and write the SQLite file; safe to use from several threads of one process."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise LibraryError(
                f"资料库文件 {path} 已损坏：{error}", "请把它改名存起来，再用 cewen add 重新加入原来的文件夹"
            ) from error
        found = self.meta("schema")
        if found is None:
            self.set_meta("schema", SCHEMA_VERSION)
        elif found != SCHEMA_VERSION:
            raise LibraryMismatch(
                f"资料库由另一版本的策问建立（库 {found}，程序 {SCHEMA_VERSION}）",
                "请运行 cewen rebuild 重建，原文件不受影响",
            )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    # ---- meta

    def meta(self, key: str) -> str | None:
        """Return one remembered value."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0]["value"]) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Remember one value."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # ---- writing

    def replace_file(
        self, source: str, documents: Sequence[SourceDocument], chunks: Sequence[Chunk], vectors: np.ndarray
    ) -> None:
        """Put these documents in the place of whatever this source held before; one transaction."""
        with self._transaction() as connection:
            self._delete_documents(connection, self._ids_of(connection, source))
            # Whoever held the same bytes under another name holds other bytes now, and will be read by itself.
            connection.execute("DELETE FROM aliases WHERE source = ? OR original = ?", (source, source))
            now = datetime.now(UTC).isoformat(timespec="seconds")
            for document in documents:
                row = {
                    "doc_id": document.doc_id, "source": document.source, "part": document.part, "parts": document.parts,
                    "revision": document.revision, "collection": document.collection, "added": now,
                    **{name: getattr(document.facts, name) for name in _FACTS},
                    "fact_sources": _json([asdict(source) for source in document.fact_sources]),
                    "repeals": _json(document.repeals), "text": document.text,
                    "sections": _json([asdict(section) for section in document.sections]),
                    "page_starts": _json(document.page_starts),
                    "removed": _json([asdict(removal) for removal in document.removed]),
                }  # fmt: skip
                connection.execute(
                    f"INSERT INTO documents ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()]
                )
            connection.executemany(
                "INSERT INTO chunks (chunk_id, doc_id, start, end, section, context, themes, vector)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        c.chunk_id,
                        c.doc_id,
                        c.start,
                        c.end,
                        _json(c.section),
                        c.context,
                        _json(c.themes),
                        vector.astype(np.float16).tobytes(),
                    )
                    for c, vector in zip(chunks, vectors, strict=True)
                ],
            )
            self._note(connection, "add", [chunk.chunk_id for chunk in chunks])

    def add_alias(self, source: str, original: str, revision: str) -> None:
        """Remember that this path holds the same bytes as another; what it held before is dropped."""
        with self._transaction() as connection:
            self._delete_documents(connection, self._ids_of(connection, source))
            connection.execute("DELETE FROM aliases WHERE original = ?", (source,))
            connection.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", (source, original, revision))

    def remove(self, doc_ids: Sequence[str]) -> None:
        """Remove documents with their chunks and other names; one transaction."""
        with self._transaction() as connection:
            sources = {
                row["source"]
                for doc_id in doc_ids
                for row in connection.execute("SELECT source FROM documents WHERE doc_id = ?", (doc_id,))
            }
            self._delete_documents(connection, doc_ids)
            for source in sources:
                if not self._ids_of(connection, source):
                    connection.execute("DELETE FROM aliases WHERE original = ?", (source,))

    def _ids_of(self, connection: sqlite3.Connection, source: str) -> list[str]:
        return [row["doc_id"] for row in connection.execute("SELECT doc_id FROM documents WHERE source = ?", (source,))]

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
            "SELECT doc_id FROM documents WHERE duplicate_of = ? ORDER BY rowid", (gone,)
        ).fetchall()
        if rows:
            first = rows[0]["doc_id"]
            connection.execute("UPDATE documents SET duplicate_of = ? WHERE duplicate_of = ?", (first, gone))
            connection.execute("UPDATE documents SET duplicate_of = '' WHERE doc_id = ?", (first,))

    def _note(self, connection: sqlite3.Connection, action: str, chunk_ids: Sequence[str]) -> None:
        connection.executemany(
            "INSERT INTO pending (engine, action, chunk_id) VALUES (?, ?, ?)",
            [(engine, action, chunk_id) for engine in ENGINES for chunk_id in chunk_ids],
        )

    def corrected(self, document: SourceDocument) -> SourceDocument:
        """Return a document with the user's corrections of its facts."""
        rows = self._rows("SELECT fact, value FROM corrections WHERE doc_id = ?", (document.doc_id,))
        values = {str(row["fact"]): str(row["value"]) for row in rows}
        kept = [source for source in document.fact_sources if source.fact not in values]
        put_right = [FactSource(fact, "更正", "", "确定") for fact in values if fact != "region"]
        return replace(document, facts=replace(document.facts, **values), fact_sources=tuple(kept + put_right))

    def correct(self, doc_id: str, facts: dict[str, str]) -> None:
        """Remember a user's corrections of a document's facts; they outlive any later reading of the file."""
        with self._transaction() as connection:
            for fact, value in facts.items():
                if fact not in _FACTS:
                    raise ValueError(fact)
                connection.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", (doc_id, fact, value))

    # ---- documents of nearly the same text

    def alike(self, sketch: Sequence[int], shared: int) -> list[str]:
        """Return the ids of documents that share at least so many of a sketch's hashes, the likest first."""
        rows = self._rows(
            f"SELECT doc_id, count(*) AS n FROM sketches WHERE hash IN ({','.join('?' * len(sketch))})"
            " GROUP BY doc_id HAVING n >= ? ORDER BY n DESC, doc_id",
            [*sketch, min(shared, len(sketch))],
        )
        return [str(row["doc_id"]) for row in rows]

    def link_duplicate(self, doc_id: str, sketch: Sequence[int], original: str) -> None:
        """Remember a document's sketch, and of which other it is a duplicate; an empty name for none."""
        with self._transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO sketches VALUES (?, ?)", [(h, doc_id) for h in sketch])
            connection.execute("UPDATE documents SET duplicate_of = ? WHERE doc_id = ?", (original, doc_id))

    def duplicates(self) -> dict[str, str]:
        """Return by id which documents are duplicates, and of which others."""
        rows = self._rows("SELECT doc_id, duplicate_of FROM documents WHERE duplicate_of != ''")
        return {row["doc_id"]: row["duplicate_of"] for row in rows}

    # ---- themes

    def set_themes(self, themes: dict[str, tuple[str, ...]]) -> None:
        """Put other themes to chunks, by id."""
        with self._transaction() as connection:
            connection.executemany(
                "UPDATE chunks SET themes = ? WHERE chunk_id = ?",
                [(_json(names), chunk_id) for chunk_id, names in themes.items()],
            )

    def chunk_ids(self) -> list[str]:
        """Return the ids of all chunks, oldest first."""
        return [row["chunk_id"] for row in self._rows("SELECT chunk_id FROM chunks ORDER BY number")]

    def themed(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return (chunk_id, doc_id, themes) of every chunk that has a theme, duplicates left out, in text order."""
        rows = self._rows(
            "SELECT c.chunk_id, c.doc_id, c.themes FROM chunks c JOIN documents d USING (doc_id)"
            " WHERE c.themes != '[]' AND d.duplicate_of = '' ORDER BY d.source, d.part, c.start"
        )
        return [(row["chunk_id"], row["doc_id"], tuple(json.loads(row["themes"]))) for row in rows]

    # ---- what the derived indexes have yet to do

    def pending(self, engine: str, limit: int) -> PendingWork | None:
        """Return the next piece of work for an engine, or None; later entries for a chunk outdo earlier ones."""
        rows = self._rows(
            "SELECT number, action, chunk_id FROM pending WHERE engine = ? ORDER BY number LIMIT ?", (engine, limit)
        )
        if not rows:
            return None
        last = {row["chunk_id"]: row["action"] for row in rows}
        return PendingWork(
            int(rows[-1]["number"]),
            tuple(chunk_id for chunk_id, action in last.items() if action == "delete"),
            tuple(chunk_id for chunk_id, action in last.items() if action == "add"),
        )

    def done(self, engine: str, last: int) -> None:
        """Cross out an engine's work up to this entry."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM pending WHERE engine = ? AND number <= ?", (engine, last))

    def reset_pending(self, engine: str) -> None:
        """Write down that an engine, emptied, has every chunk to add."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM pending WHERE engine = ?", (engine,))
            connection.execute(
                "INSERT INTO pending (engine, action, chunk_id) SELECT ?, 'add', chunk_id FROM chunks ORDER BY number",
                (engine,),
            )

    def pending_count(self) -> int:
        """Return how much work all engines have left."""
        return int(self._rows("SELECT count(*) AS n FROM pending")[0]["n"])

    # ---- reading

    def counts(self) -> tuple[int, int]:
        """Return the number of documents and of chunks."""
        row = self._rows("SELECT (SELECT count(*) FROM documents) AS d, (SELECT count(*) FROM chunks) AS c")[0]
        return int(row["d"]), int(row["c"])

    def change_count(self) -> int:
        """Return a number that grows with every change, for caches."""
        return int(self._rows("SELECT total_changes() AS n")[0]["n"])

    def file_revision(self, source: str) -> str | None:
        """Return the revision that a path was last read at, or None if it is not known."""
        rows = self._rows(
            "SELECT revision FROM documents WHERE source = ? UNION SELECT revision FROM aliases WHERE source = ?",
            (source, source),
        )
        return str(rows[0]["revision"]) if rows else None

    def source_of_revision(self, revision: str) -> str | None:
        """Return the path whose documents were read from these very bytes, or None."""
        rows = self._rows("SELECT source FROM documents WHERE revision = ? LIMIT 1", (revision,))
        return str(rows[0]["source"]) if rows else None

    def records(self, doc_ids: Iterable[str] | None = None) -> list[DocumentRecord]:
        """Return what a list shows, in the order of source and part; all documents or these."""
        counts = {r["doc_id"]: r["n"] for r in self._rows("SELECT doc_id, count(*) AS n FROM chunks GROUP BY doc_id")}
        aliases: dict[str, list[str]] = {}
        for row in self._rows("SELECT source, original FROM aliases ORDER BY source"):
            aliases.setdefault(row["original"], []).append(row["source"])
        wanted = None if doc_ids is None else set(doc_ids)
        rows = self._rows(
            f"SELECT doc_id, source, part, parts, revision, collection, added, {', '.join(_FACTS)}, duplicate_of,"
            " length(text) AS characters FROM documents ORDER BY source, part"
        )
        return [
            DocumentRecord(
                row["doc_id"], row["source"], row["part"], row["parts"], row["revision"], row["collection"],
                DocumentFacts(**{name: row[name] for name in _FACTS}), row["characters"], counts.get(row["doc_id"], 0),
                row["added"], tuple(aliases.get(row["source"], ())), row["duplicate_of"],
            )
            for row in rows
            if wanted is None or row["doc_id"] in wanted
        ]  # fmt: skip

    def document(self, doc_id: str) -> SourceDocument | None:
        """Return a whole document, or None."""
        rows = self._rows("SELECT * FROM documents WHERE doc_id = ?", (doc_id,))
        if not rows:
            return None
        row = rows[0]
        return SourceDocument(
            row["doc_id"], row["source"], row["part"], row["parts"], row["revision"], row["text"],
            DocumentFacts(**{name: row[name] for name in _FACTS}),
            tuple(Section(**(section | {"path": tuple(section["path"])})) for section in json.loads(row["sections"])),
            tuple(json.loads(row["page_starts"])),
            tuple(Removal(**removal) for removal in json.loads(row["removed"])),
            row["collection"], tuple(json.loads(row["repeals"])),
            tuple(FactSource(**source) for source in json.loads(row["fact_sources"])),
        )  # fmt: skip

    def versions(self) -> list[Version]:
        """Return what is needed of every document to tell which replaces which."""
        rows = self._rows("SELECT doc_id, title, genre, effective, date, repeals FROM documents")
        return [
            Version(
                row["doc_id"],
                row["title"],
                row["genre"],
                row["effective"],
                row["date"],
                tuple(json.loads(row["repeals"])),
            )
            for row in rows
        ]

    def documents_where(self, filters: Filters) -> list[str]:
        """Return the ids of the documents that the filters let through."""
        from corpus.gazetteer import is_within

        found: list[str] = []
        for row in self._rows("SELECT doc_id, place, region, genre, date, title FROM documents ORDER BY source, part"):
            if filters.doc_ids and row["doc_id"] not in filters.doc_ids:
                continue
            if filters.place and not is_within(row["place"], filters.place, row["region"]):
                continue
            if filters.genre and row["genre"] != filters.genre:
                continue
            if filters.year and not (
                row["date"][:4] == filters.year or (not row["date"] and filters.year in row["title"])
            ):
                continue
            found.append(row["doc_id"])
        return found

    def facts_of(self, doc_ids: Iterable[str]) -> dict[str, tuple[DocumentFacts, str]]:
        """Return facts and source path of documents by id."""
        wanted = list(doc_ids)
        rows = self._rows(
            f"SELECT doc_id, source, {', '.join(_FACTS)} FROM documents WHERE doc_id IN ({','.join('?' * len(wanted))})",
            wanted,
        )
        return {row["doc_id"]: (DocumentFacts(**{name: row[name] for name in _FACTS}), row["source"]) for row in rows}

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Return chunks by id; what the catalog does not list is missing from the answer."""
        found: dict[str, Chunk] = {}
        for start in range(0, len(chunk_ids), 500):
            some = chunk_ids[start : start + 500]
            rows = self._rows(
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

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the vectors of chunks by id, float32."""
        found: dict[str, np.ndarray] = {}
        for start in range(0, len(chunk_ids), 500):
            some = chunk_ids[start : start + 500]
            for row in self._rows(
                f"SELECT chunk_id, vector FROM chunks WHERE chunk_id IN ({','.join('?' * len(some))})", some
            ):
                found[row["chunk_id"]] = np.frombuffer(row["vector"], dtype=np.float16).astype(np.float32)
        return found

    def any_chunk_id(self) -> str | None:
        """Return the id of the newest chunk, for probing an index."""
        rows = self._rows("SELECT chunk_id FROM chunks ORDER BY number DESC LIMIT 1")
        return str(rows[0]["chunk_id"]) if rows else None

    def places(self) -> list[str]:
        """Return the places that documents speak for."""
        return [row["place"] for row in self._rows("SELECT DISTINCT place FROM documents WHERE place != '' ORDER BY 1")]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
