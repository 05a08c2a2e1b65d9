"""Keep what was checked in the home folder: the report, and the Word file with comments, until they are deleted.

Of each reader the last reports are kept; an older one makes room for the next.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.kept import KeptFile
from corpus.errors import CewenError

Json = dict[str, Any]
FILE = "checked.sqlite3"
MOST_KEPT = 50
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS checked (
    check_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, checked TEXT NOT NULL, findings INTEGER NOT NULL,
    report TEXT NOT NULL, word BLOB, owner TEXT NOT NULL
);
"""


class Checked:
    """Keep the reports of one reader; no other's can be seen.

    Args:
        owner: the reader's name; empty where nobody signs in.
    """

    def __init__(self, home: Path, owner: str = "") -> None:
        self._owner = owner
        help = f"请用那个版本打开，或把 {home / FILE} 改名存起来"
        self._file = KeptFile(home / FILE, _SCHEMA, "1", "核稿记录", CewenError, help)

    def adopt(self) -> None:
        """Take over the reports from before anybody signed in."""
        self._file.adopt("checked", self._owner)

    def retire(self) -> None:
        """Keep the reports of a user who is gone under a name that no user can have."""
        self._file.retire("checked", self._owner)

    def keep(self, name: str, report: Json, word: bytes | None) -> int:
        """Keep a report and return its number.

        Args:
            word: the Word file with comments, where there is one.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = json.dumps(report, ensure_ascii=False)
        with self._file.opened() as connection:
            cursor = connection.execute(
                "INSERT INTO checked (name, checked, findings, report, word, owner) VALUES (?, ?, ?, ?, ?, ?)",
                (name, now, len(report["findings"]), told, word, self._owner),
            )
            connection.execute(
                "DELETE FROM checked WHERE owner = ? AND check_id NOT IN"
                " (SELECT check_id FROM checked WHERE owner = ? ORDER BY check_id DESC LIMIT ?)",
                (self._owner, self._owner, MOST_KEPT),
            )
            return int(cursor.lastrowid or 0)

    def list(self) -> list[Json]:
        """Return the reports, the last first: the draft's file name, when checked, findings, if there is a Word file."""
        with self._file.opened() as connection:
            rows = connection.execute(
                "SELECT check_id, name, checked, findings, word IS NOT NULL AS word FROM checked WHERE owner = ?"
                " ORDER BY check_id DESC",
                (self._owner,),
            ).fetchall()
        return [dict(row) | {"word": bool(row["word"])} for row in rows]

    def open(self, check_id: int) -> tuple[Json, bytes | None]:
        """Return what a report says, with its name and time, and its Word file.

        Raises:
            CewenError: there is no such report.
        """
        with self._file.opened() as connection:
            row = connection.execute(
                "SELECT name, checked, report, word FROM checked WHERE check_id = ? AND owner = ?",
                (check_id, self._owner),
            ).fetchone()
        if row is None:
            raise _not_kept(check_id)
        told = {"check_id": check_id, "name": row["name"], "checked": row["checked"], "word": row["word"] is not None}
        return json.loads(row["report"]) | told, row["word"]

    def remove(self, check_id: int) -> None:
        """Remove a report.

        Raises:
            CewenError: there is no such report.
        """
        with self._file.opened() as connection:
            if not connection.execute(
                "DELETE FROM checked WHERE check_id = ? AND owner = ?", (check_id, self._owner)
            ).rowcount:
                raise _not_kept(check_id)


def _not_kept(check_id: int) -> CewenError:
    return CewenError(f"没有编号为 {check_id} 的核稿记录", "它可能已经删除，请重新核一次")
