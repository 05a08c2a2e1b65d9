"""Open a small SQLite file of the home folder: its schema made, its version checked, one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import CewenError


@contextmanager
def opened(
    path: Path, schema: str, version: str, what: str, error: type[CewenError], other_version_help: str
) -> Iterator[sqlite3.Connection]:
    """Yield a connection for one transaction; it is closed behind it.

    Args:
        schema: statements that make the tables, `meta (key, value)` among them, where they are not there.
        what: what the file holds, in Chinese, for errors.
        other_version_help: what to do with a file of another version of the program.

    Raises:
        error: the file is of another version, or cannot be read or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10.0)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(schema)
        connection.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (version,))
        found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()["value"]
        if found != version:
            raise error(f"{what}由另一版本的策问建立（{found}）", other_version_help)
        with connection:
            yield connection
    except sqlite3.DatabaseError as failure:
        raise error(f"{what} {path} 读写出错：{failure}", "请检查磁盘空间；若已损坏，把它改名存起来") from failure
    finally:
        connection.close()
