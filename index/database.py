"""The SQLite file of a library: its schema, its transactions, and the few values that it remembers.

Opened for a reader of some collections only, views of the same names stand before the tables: no statement can reach
a row of another collection, however it is written.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import LibraryError, LibraryMismatch
from corpus.schema import DocumentFacts

SCHEMA_VERSION = "3"
FACTS = tuple(field.name for field in fields(DocumentFacts))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    doc_id TEXT PRIMARY KEY, source TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL,
    revision TEXT NOT NULL, collection TEXT NOT NULL DEFAULT '', added TEXT NOT NULL,
    {", ".join(f"{name} TEXT NOT NULL" for name in FACTS)}, fact_sources TEXT NOT NULL, repeals TEXT NOT NULL,
    text TEXT NOT NULL, sections TEXT NOT NULL, page_starts TEXT NOT NULL, removed TEXT NOT NULL,
    duplicate_of TEXT NOT NULL DEFAULT '',
    UNIQUE (source, part)
);
CREATE INDEX IF NOT EXISTS documents_by_revision ON documents (revision);
CREATE INDEX IF NOT EXISTS documents_by_place ON documents (place);
CREATE INDEX IF NOT EXISTS documents_twice ON documents (duplicate_of, doc_id) WHERE duplicate_of != '';
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


# SQLite looks a name up among the temporary ones first. A text that is kept twice is no duplicate to somebody who may
# not read the other.
_READABLE = f"""
CREATE TEMP TABLE readable (collection TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP VIEW documents AS SELECT
    doc_id, source, part, parts, revision, collection, added, {", ".join(FACTS)}, fact_sources, repeals, text,
    sections, page_starts, removed,
    CASE WHEN duplicate_of = '' OR EXISTS (SELECT 1 FROM main.documents o WHERE o.doc_id = d.duplicate_of
        AND o.collection IN (SELECT collection FROM readable)) THEN duplicate_of ELSE '' END AS duplicate_of
    FROM main.documents d WHERE collection IN (SELECT collection FROM readable);
CREATE TEMP VIEW chunks AS SELECT * FROM main.chunks c WHERE EXISTS (SELECT 1 FROM documents d WHERE d.doc_id = c.doc_id);
CREATE TEMP VIEW aliases AS SELECT * FROM main.aliases WHERE original IN (SELECT source FROM documents);
CREATE TEMP VIEW corrections AS SELECT * FROM main.corrections WHERE doc_id IN (SELECT doc_id FROM documents);
CREATE TEMP VIEW sketches AS SELECT * FROM main.sketches WHERE doc_id IN (SELECT doc_id FROM documents);
"""


@dataclass(frozen=True, slots=True)
class Salvage:
    """What is carried over from a catalog of another version: whose each file is, and what users put right."""

    collections: dict[str, str] = field(default_factory=dict)
    corrections: tuple[tuple[str, str, str], ...] = ()


def set_aside_other_schema(path: Path) -> Salvage:
    """Rename a catalog of another version of the program, and return what is carried over.

    Raises:
        LibraryError: it cannot be read; what is closed must not become everybody's for that.
    """
    if not path.exists():
        return Salvage()
    connection = sqlite3.connect(path)
    try:
        version = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        if version is None or version[0] == SCHEMA_VERSION:
            return Salvage()
        rows = connection.execute("SELECT DISTINCT source, collection FROM documents ORDER BY source").fetchall()
        corrections = connection.execute("SELECT doc_id, fact, value FROM corrections").fetchall()
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"资料库文件 {path} 已损坏：{error}", "请把它改名存起来，再用 cewen add 重新加入原来的文件夹"
        ) from error
    finally:
        connection.close()
    path.rename(path.with_name(f"catalog-{version[0]}-{datetime.now(UTC):%Y%m%d%H%M%S}.sqlite3"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return Salvage({str(source): str(collection) for source, collection in rows}, tuple(corrections))


class Database:
    """Open the SQLite file; safe to use from several threads of one process.

    Args:
        readable: only what is in these collections can be seen, and nothing changed; None for everything.
    """

    def __init__(self, path: Path, readable: Iterable[str] | None = None) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
            if readable is not None:
                self._connection.executescript(_READABLE)
                self._connection.executemany("INSERT INTO readable VALUES (?)", [(name,) for name in readable])
                self._connection.execute("PRAGMA query_only = ON")
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
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection for one transaction: all of it is written, or nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    # ---- meta

    def meta(self, key: str) -> str | None:
        """Return one remembered value."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0]["value"]) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Remember one value."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def change_count(self) -> int:
        """Return a number that grows with every change, by this connection or another, for caches."""
        row = self.rows("SELECT total_changes() AS own, data_version AS others FROM pragma_data_version")[0]
        return int(row["own"]) + int(row["others"])

    def library_id(self) -> str:
        """Return a name that no other library has."""
        known = self.meta("library_id")
        if known is None:
            known = secrets.token_hex(6)
            self.set_meta("library_id", known)
        return known
