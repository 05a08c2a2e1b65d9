"""Keep drafts in the home folder: each with its versions, in one SQLite file beside the catalog.

A version is never changed: a revision by a model, a paragraph set by hand (手改) and a saving anew each add one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import Any

from assistant.citations import MARK
from assistant.drafting.checked import marked_sentences
from assistant.drafting.values import (
    EDITED,
    Brief,
    BriefSection,
    BriefSentence,
    Paragraph,
    brief_json,
    brief_of,
    paragraph_of,
)
from assistant.kept import KeptFile
from corpus.errors import DraftError

Json = dict[str, Any]
FILE = "workspace.sqlite3"
SCHEMA_VERSION = "2"
_UPGRADES = {"1": ("2", "ALTER TABLE drafts ADD COLUMN owner TEXT NOT NULL DEFAULT ''")}
DRAFTED, REVISED, BY_HAND = "起草", "改写", "手改"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    draft_id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, genre TEXT NOT NULL, place TEXT NOT NULL,
    topic TEXT NOT NULL, created TEXT NOT NULL, owner TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS versions (
    draft_id INTEGER NOT NULL REFERENCES drafts ON DELETE CASCADE, version INTEGER NOT NULL, how TEXT NOT NULL,
    note TEXT NOT NULL, saved TEXT NOT NULL, brief TEXT NOT NULL, outline TEXT NOT NULL,
    PRIMARY KEY (draft_id, version)
);
"""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a draft; `how` it came about: 起草, 改写 or 手改."""

    draft_id: int
    version: int
    how: str
    note: str
    saved: str


class Workspace:
    """Save drafts and open them again, one reader's: no other's can be seen or changed.

    Args:
        owner: the reader's name; empty where nobody signs in.
    """

    def __init__(self, home: Path, owner: str = "") -> None:
        self._owner = owner
        help = f"请用那个版本打开，或把 {home / FILE} 改名存起来"
        self._file = KeptFile(home / FILE, _SCHEMA, SCHEMA_VERSION, "稿件库", DraftError, help, _UPGRADES)

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._file.opened()

    def adopt(self) -> None:
        """Take over the drafts from before anybody signed in."""
        self._file.adopt("drafts", self._owner)

    def retire(self) -> None:
        """Keep the drafts of a user who is gone under a name that no user can have."""
        self._file.retire("drafts", self._owner)

    def save(
        self, brief: Brief, outline: Json | None = None, draft_id: int = 0, how: str = DRAFTED, note: str = ""
    ) -> Version:
        """Save a draft as a new one, or as the next version of the one given.

        Raises:
            DraftError: there is no such draft.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open() as connection:
            if not draft_id:
                cursor = connection.execute(
                    "INSERT INTO drafts (title, genre, place, topic, created, owner) VALUES (?, ?, ?, ?, ?, ?)",
                    (brief.title, brief.genre, brief.place, brief.topic, now, self._owner),
                )
                draft_id = int(cursor.lastrowid or 0)
            else:
                changed = connection.execute(
                    "UPDATE drafts SET title = ? WHERE draft_id = ? AND owner = ?", (brief.title, draft_id, self._owner)
                )
                if not changed.rowcount:
                    raise _no_draft(draft_id)
            row = connection.execute(
                "SELECT COALESCE(MAX(version), 0) + 1 AS next FROM versions WHERE draft_id = ?", (draft_id,)
            ).fetchone()
            version = Version(draft_id, int(row["next"]), how, note, now)
            connection.execute(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    draft_id, version.version, how, note, now,
                    json.dumps(brief_json(brief), ensure_ascii=False), json.dumps(outline, ensure_ascii=False),
                ),
            )  # fmt: skip
        return version

    def drafts(self) -> list[Json]:
        """Return what drafts there are, the one changed last first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT d.*, COUNT(*) AS versions, MAX(v.saved) AS saved FROM drafts d JOIN versions v USING (draft_id)"
                " WHERE d.owner = ? GROUP BY draft_id ORDER BY saved DESC, draft_id DESC",
                (self._owner,),
            ).fetchall()
        return [dict(row) for row in rows]

    def versions(self, draft_id: int) -> list[Version]:
        """Return the versions of a draft, the first first.

        Raises:
            DraftError: there is no such draft.
        """
        with self._open() as connection:
            rows = connection.execute(
                "SELECT draft_id, version, how, note, saved FROM versions JOIN drafts USING (draft_id)"
                " WHERE draft_id = ? AND owner = ? ORDER BY version",
                (draft_id, self._owner),
            ).fetchall()
        if not rows:
            raise _no_draft(draft_id)
        return [Version(**dict(row)) for row in rows]

    def open(self, draft_id: int, version: int = 0) -> tuple[Brief, Json | None, Version]:
        """Return a draft, its outline and its version, the last one by default.

        Raises:
            DraftError: there is no such draft or version.
        """
        versions = self.versions(draft_id)
        wanted = version or versions[-1].version
        found = next((entry for entry in versions if entry.version == wanted), None)
        if found is None:
            raise DraftError(f"稿件 {draft_id} 没有第 {version} 稿", f"共有 {len(versions)} 稿")
        with self._open() as connection:
            row = connection.execute(
                "SELECT brief, outline FROM versions WHERE draft_id = ? AND version = ?", (draft_id, wanted)
            ).fetchone()
        return brief_of(json.loads(row["brief"])), json.loads(row["outline"]), found

    def remove(self, draft_id: int) -> None:
        """Remove a draft with all its versions.

        Raises:
            DraftError: there is no such draft.
        """
        with self._open() as connection:
            if not connection.execute(
                "DELETE FROM drafts WHERE draft_id = ? AND owner = ?", (draft_id, self._owner)
            ).rowcount:
                raise _no_draft(draft_id)


def _no_draft(draft_id: int) -> DraftError:
    return DraftError(f"没有编号为 {draft_id} 的稿件", "请用 cewen drafts 查看")


# ---- editing by hand


def edited(brief: Brief, number: int, text: str) -> Brief:
    """Return a draft with one paragraph's text replaced, paragraphs counted from 1 through the whole draft.

    Sentences that stay as they were keep their sources; what is new is marked as set by hand, with the citations
    that are written behind it as [n]. An empty text removes the paragraph.

    Raises:
        DraftError: there is no such paragraph, or it is a table.
    """
    places = [(s, p) for s, section in enumerate(brief.sections) for p in range(len(section.paragraphs))]
    if not 1 <= number <= len(places):
        raise DraftError(f"稿子没有第 {number} 段", f"共 {len(places)} 段")
    at, within = places[number - 1]
    section = brief.sections[at]
    old = section.paragraphs[within]
    if old.table:
        raise DraftError(f"第 {number} 段是表格，不能当文字改", "请在导出的 Word 文件里改表格")
    new = _by_hand(old, text, {citation.n for citation in brief.citations}) if text.strip() else None
    kept = [*section.paragraphs[:within], *([new] if new else []), *section.paragraphs[within + 1 :]]
    changed = replace(section, paragraphs=tuple(kept))
    return replace(brief, sections=(*brief.sections[:at], changed, *brief.sections[at + 1 :]))


def _by_hand(old: Paragraph, text: str, known: set[int]) -> Paragraph:
    before = {sentence.text: sentence for sentence in old.sentences}
    sentences: list[BriefSentence] = []
    for written in marked_sentences(text.strip(), semicolons=False):
        marks = [int(mark) for mark in MARK.findall(written) if int(mark) in known]
        plain = MARK.sub("", written).strip()
        if plain:
            sentences.append(
                before.get(plain) or BriefSentence(plain, marks[0] if marks else 0, tuple(marks[1:]), EDITED)
            )
    return paragraph_of(tuple(sentences))


# ---- comparing


def lines_of(brief: Brief) -> list[str]:
    """Return a draft line by line: title, form of address, headings, paragraphs."""
    lines = [
        brief.title,
        *([brief.subtitle] if brief.subtitle else []),
        *([brief.salutation] if brief.salutation else []),
    ]
    for section in brief.sections:
        lines += _section_lines(section)
    return lines


def _section_lines(section: BriefSection) -> list[str]:
    heading = [section.heading] if section.heading else []
    rows = [row for p in section.paragraphs for row in (p.text, *(" | ".join(cells) for cells in p.table))]
    return heading + rows


def compare(one: Sequence[str], other: Sequence[str], labels: tuple[str, str]) -> Json:
    """Return how two drafts differ: as a unified diff, and side by side, row by row."""
    rows: list[Json] = []
    for tag, start, end, low, high in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = one[start:end], other[low:high]
        for position in range(max(len(left), len(right))):
            rows.append(
                {
                    "change": "same" if tag == "equal" else tag,
                    "left": left[position] if position < len(left) else "",
                    "right": right[position] if position < len(right) else "",
                }
            )
    unified = "\n".join(unified_diff(one, other, *labels, lineterm="", n=1))
    return {"left": labels[0], "right": labels[1], "same": not unified, "unified": unified, "rows": rows}
