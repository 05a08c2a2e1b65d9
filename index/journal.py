"""What the derived indexes have yet to do, written down in the transaction that made it necessary.

It is crossed out once an engine has done it, so that a killed process loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.database import Database

ENGINES = ("lexical", "vectors")


@dataclass(frozen=True, slots=True)
class PendingWork:
    """What a derived index has yet to do, up to and with the journal's row `last`."""

    last: int
    deleted: tuple[str, ...]
    added: tuple[str, ...]


class Journal(Database):
    """Keep the list of what each engine has yet to do; `chunk_changes` grows with every chunk added or deleted."""

    chunk_changes = 0

    def _note(self, connection: sqlite3.Connection, action: str, chunk_ids: Sequence[str]) -> None:
        self.chunk_changes += len(chunk_ids)
        connection.executemany(
            "INSERT INTO pending (engine, action, chunk_id) VALUES (?, ?, ?)",
            [(engine, action, chunk_id) for engine in ENGINES for chunk_id in chunk_ids],
        )

    def pending(self, engine: str, limit: int) -> PendingWork | None:
        """Return the next piece of work for an engine, or None; later entries for a chunk outdo earlier ones."""
        rows = self.rows(
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
        with self.transaction() as connection:
            connection.execute("DELETE FROM pending WHERE engine = ? AND number <= ?", (engine, last))

    def reset_pending(self, engine: str) -> None:
        """Write down that an engine, emptied, has every chunk to add."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM pending WHERE engine = ?", (engine,))
            connection.execute(
                "INSERT INTO pending (engine, action, chunk_id) SELECT ?, 'add', chunk_id FROM chunks ORDER BY number",
                (engine,),
            )

    def pending_count(self) -> int:
        """Return how much work all engines have left."""
        return int(self.rows("SELECT count(*) AS n FROM pending")[0]["n"])
