"""Keep conversations in the home folder: questions, answers and what readers thought of them, in one SQLite file.

A question is saved when it is asked and again when it is answered, so that a page closed in mid-answer loses nothing.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.kept import KeptFile
from corpus.errors import CewenError

Json = dict[str, Any]
FILE = "history.sqlite3"
SCHEMA_VERSION = "2"
_UPGRADES = {"1": ("2", "ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT ''")}
USEFUL, WRONG = "有用", "有误"
LONGEST_TITLE = 40
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS conversations (
    conversation_id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, changed TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS turns (
    turn_id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
    asked TEXT NOT NULL, answer TEXT, refused INTEGER NOT NULL DEFAULT 0, at TEXT NOT NULL,
    verdict TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS turns_of ON turns (conversation_id);
"""
# A turn of one's own; its parameter is the owner.
_OWN_TURN = "conversation_id IN (SELECT conversation_id FROM conversations WHERE owner = ?)"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, as `answer_json` writes it; None until it is answered."""

    turn_id: int
    asked: str
    answer: Json | None
    at: str
    verdict: str = ""
    note: str = ""


class History:
    """Save conversations and find them again, one reader's: no other's can be seen or changed.

    Args:
        owner: the reader's name; empty where nobody signs in.
    """

    def __init__(self, home: Path, owner: str = "") -> None:
        self._owner = owner
        self._file = KeptFile(
            home / FILE, _SCHEMA, SCHEMA_VERSION, "对话记录", CewenError, f"请把 {FILE} 改名存起来", _UPGRADES
        )

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._file.opened()

    def adopt(self) -> None:
        """Take over the conversations from before anybody signed in."""
        self._file.adopt("conversations", self._owner)

    def retire(self) -> None:
        """Keep the conversations of a user who is gone under a name that no user can have."""
        self._file.retire("conversations", self._owner)

    # ---- asking

    def ask(self, asked: str, conversation_id: int = 0) -> tuple[int, int]:
        """Save a question, in a new conversation by default, and return the ids of the conversation and the turn."""
        now = _now()
        with self._open() as connection:
            held = connection.execute(
                "UPDATE conversations SET changed = ? WHERE conversation_id = ? AND owner = ?",
                (now, conversation_id, self._owner),
            )
            if not held.rowcount:
                title = " ".join(asked.split())[:LONGEST_TITLE]
                new = connection.execute(
                    "INSERT INTO conversations (title, changed, owner) VALUES (?, ?, ?)", (title, now, self._owner)
                )
                conversation_id = int(new.lastrowid or 0)
            turn = connection.execute(
                "INSERT INTO turns (conversation_id, asked, at) VALUES (?, ?, ?)", (conversation_id, asked, now)
            )
            return conversation_id, int(turn.lastrowid or 0)

    def answered(self, turn_id: int, answer: Json) -> None:
        """Save the answer of a question."""
        with self._open() as connection:
            connection.execute(
                f"UPDATE turns SET answer = ?, refused = ? WHERE turn_id = ? AND {_OWN_TURN}",
                (json.dumps(answer, ensure_ascii=False), int(bool(answer.get("refused"))), turn_id, self._owner),
            )

    def rate(self, turn_id: int, verdict: str, note: str = "") -> None:
        """Save what a reader thought of an answer: 有用, 有误 or nothing, with a note."""
        if verdict not in ("", USEFUL, WRONG):
            raise CewenError(f"没有「{verdict}」这种评价", f"可以写：{USEFUL}、{WRONG}")
        with self._open() as connection:
            connection.execute(
                f"UPDATE turns SET verdict = ?, note = ? WHERE turn_id = ? AND {_OWN_TURN}",
                (verdict, note.strip(), turn_id, self._owner),
            )

    # ---- finding again

    def conversations(self, words: str = "", limit: int = 200) -> list[Json]:
        """Return conversations, the one changed last first; with words, those that hold all of them."""
        wanted = [f"%{_plain(word)}%" for word in words.split()]
        holds = " AND ".join(
            "(title LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM turns t WHERE t.conversation_id = c.conversation_id"
            " AND (t.asked LIKE ? ESCAPE '\\' OR t.answer LIKE ? ESCAPE '\\')))"
            for _ in wanted
        )
        with self._open() as connection:
            rows = connection.execute(
                "SELECT c.*, (SELECT COUNT(*) FROM turns t WHERE t.conversation_id = c.conversation_id) AS turns"
                f" FROM conversations c WHERE owner = ? {'AND ' + holds if holds else ''}"
                " ORDER BY changed DESC, conversation_id DESC LIMIT ?",
                [self._owner, *(word for word in wanted for _ in range(3)), limit],
            ).fetchall()
        return [dict(row) for row in rows]

    def title(self, conversation_id: int) -> str:
        """Return the title of a conversation.

        Raises:
            CewenError: there is no such conversation.
        """
        with self._open() as connection:
            row = connection.execute(
                "SELECT title FROM conversations WHERE conversation_id = ? AND owner = ?",
                (conversation_id, self._owner),
            ).fetchone()
        if row is None:
            raise CewenError("这个对话已经删除", "请开始新的对话")
        return str(row["title"])

    def turns(self, conversation_id: int) -> list[Turn]:
        """Return the turns of a conversation in order; none where there is no such conversation."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT turn_id, asked, answer, at, verdict, note FROM turns"
                f" WHERE conversation_id = ? AND {_OWN_TURN} ORDER BY turn_id",
                (conversation_id, self._owner),
            ).fetchall()
        return [_turn(row) for row in rows]

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        title = " ".join(title.split())[:LONGEST_TITLE]
        if not title:
            raise CewenError("没有写名称", "请写出对话的名称")
        with self._open() as connection:
            connection.execute(
                "UPDATE conversations SET title = ? WHERE conversation_id = ? AND owner = ?",
                (title, conversation_id, self._owner),
            )

    def delete(self, conversation_id: int) -> None:
        """Delete a conversation with all its turns."""
        with self._open() as connection:
            connection.execute(
                "DELETE FROM conversations WHERE conversation_id = ? AND owner = ?", (conversation_id, self._owner)
            )

    # ---- what an administrator learns from it: one reader's own questions, or everybody's

    def refused(self, limit: int = 10, *, everybody: bool = False) -> list[Json]:
        """Return the questions that were refused most often, with how often and when last."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT asked, COUNT(*) AS times, MAX(at) AS last FROM turns"
                f" WHERE refused = 1 AND (? OR {_OWN_TURN}) GROUP BY asked ORDER BY times DESC, last DESC LIMIT ?",
                (everybody, self._owner, limit),
            ).fetchall()
        return [dict(row) for row in rows]

    def counts(self, *, everybody: bool = False) -> Json:
        """Return how many questions were asked, refused, found useful and found wrong."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT COUNT(*) AS asked, COALESCE(SUM(refused), 0) AS refused, COALESCE(SUM(verdict = ?), 0) AS useful,"
                f" COALESCE(SUM(verdict = ?), 0) AS wrong FROM turns WHERE (? OR {_OWN_TURN})",
                (USEFUL, WRONG, everybody, self._owner),
            ).fetchone()
        return dict(row)

    def rated(self, *, everybody: bool = False) -> list[Json]:
        """Return rated questions in the form of `cewen eval`'s files.

        Of a useful answer, its quotations are the gold; of a wrong one, a person must write it, so `gold` is empty and
        the note says what was wrong.
        """
        with self._open() as connection:
            rows = connection.execute(
                "SELECT turn_id, asked, answer, at, verdict, note, conversation_id FROM turns WHERE verdict != ''"
                f" AND answer IS NOT NULL AND (? OR {_OWN_TURN}) ORDER BY turn_id",
                (everybody, self._owner),
            ).fetchall()
            before = {
                row["turn_id"]: [
                    earlier["asked"]
                    for earlier in connection.execute(
                        "SELECT asked FROM turns WHERE conversation_id = ? AND turn_id < ? ORDER BY turn_id",
                        (row["conversation_id"], row["turn_id"]),
                    )
                ]
                for row in rows
            }
        return [_rated(_turn(row), before[row["turn_id"]]) for row in rows]


def _rated(turn: Turn, history: list[str]) -> Json:
    answer = turn.answer or {}
    useful = turn.verdict == USEFUL
    refused = bool(answer.get("refused"))
    first = [citation["quote"] for citation in answer.get("citations", [])[:1]]
    return {
        "question": turn.asked,
        "kind": "unanswerable" if refused and useful else "answerable",
        "gold": first if useful and not refused else [],
        "must_not": [],
        "history": history,
        "type": "反馈",
        "verdict": turn.verdict,
        "note": turn.note,
        "answer": answer.get("answer", ""),
        "at": turn.at,
    }


def _turn(row: sqlite3.Row) -> Turn:
    answer = json.loads(row["answer"]) if row["answer"] else None
    return Turn(row["turn_id"], row["asked"], answer, row["at"], row["verdict"], row["note"])


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
