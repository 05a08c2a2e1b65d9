"""Open a small SQLite file of the home folder: its schema made or brought up to date, one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from corpus.errors import CewenError


@dataclass(frozen=True)
class KeptFile:
    """Say what a file is.

    Attributes:
        schema: statements that make the tables of `version`, where they are not there; `meta (key, value)` among them.
        what: what the file holds, in Chinese, for errors.
        other_version_help: what to do with a file of a version that nothing leads on from.
        upgrades: by version, the next one and the statements that lead there.
    """

    path: Path
    schema: str
    version: str
    what: str
    error: type[CewenError]
    other_version_help: str
    upgrades: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection for one transaction; it is closed behind it.

        Raises:
            error: the file is of another version, or cannot be read or written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=10.0)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            self._bring_up_to_date(connection)
            with connection:
                yield connection
        except sqlite3.DatabaseError as failure:
            raise self.error(
                f"{self.what} {self.path} 读写出错：{failure}", "请检查磁盘空间；若已损坏，把它改名存起来"
            ) from failure
        finally:
            connection.close()

    def adopt(self, table: str, owner: str) -> None:
        """Give a user what was kept in a table before anybody signed in."""
        with self.opened() as connection:
            connection.execute(f"UPDATE {table} SET owner = ? WHERE owner = ''", (owner,))

    def retire(self, table: str, owner: str) -> None:
        """Keep what a user who is gone has in a table, under a name that no user can have."""
        with self.opened() as connection:
            gone = f"{owner}/{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"
            connection.execute(f"UPDATE {table} SET owner = ? WHERE owner = ?", (gone, owner))

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        if not _version(connection):
            connection.executescript(
                f"BEGIN IMMEDIATE; {self.schema} INSERT OR IGNORE INTO meta VALUES ('schema', '{self.version}'); COMMIT;"
            )
        while (found := _version(connection)) != self.version:
            if found not in self.upgrades:
                raise self.error(f"{self.what}由另一版本的策问建立（{found}）", self.other_version_help)
            following, statements = self.upgrades[found]
            connection.executescript(
                f"BEGIN IMMEDIATE; {statements}; UPDATE meta SET value = '{following}' WHERE key = 'schema'; COMMIT;"
            )


def _version(connection: sqlite3.Connection) -> str:
    """Return the version of a file's tables; empty for a file without."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return ""
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return str(row["value"]) if row else ""
