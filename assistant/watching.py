"""Watch folders: look into them every so often, and add what is new or changed; nothing is ever removed.

Folders are polled, because network shares tell of no changes. What was added is kept by path, time and size in the home
folder, so that a restart reads nothing again, and a document that was removed by hand does not come back with its file.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.adding import add_in_batches
from assistant.failures import failures_json
from assistant.kept import KeptFile
from assistant.settings import Settings
from assistant.watched import WatchedFolder, parse_watched
from corpus.errors import CewenError, UnreachableFile
from index.intake import INSIDE, stamps
from index.library import Library

logger = logging.getLogger(__name__)
Json = dict[str, Any]
FILE = "watched.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS seen (
    source TEXT PRIMARY KEY, modified INTEGER NOT NULL, size INTEGER NOT NULL, collection TEXT
);
"""
# Time of the last change in nanoseconds, size, and the collection that the file goes into.
Stamp = tuple[int, int, str | None]


@dataclass(frozen=True)
class Look:
    """What the last look came to; what was added and updated counts from the start of the program on."""

    at: str = ""
    added: int = 0
    updated: int = 0
    waiting: int = 0
    files: dict[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unentered: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()


class Watching:
    """Look into the folders that the settings of now name."""

    def __init__(self, library: Library, settings: Callable[[], Settings], busy: Callable[[], bool]) -> None:
        self._library = library
        self._settings = settings
        # While somebody has a folder added, which may be one of these, files are not read a second time beside it.
        self._busy = busy
        self._kept = KeptFile(library.home / FILE, _SCHEMA, "1", "监视记录", CewenError, f"请把 {FILE} 改名存起来")
        # Each file as it was found at the look before, and when it was first found so.
        self._before: dict[str, tuple[Stamp, float]] = {}
        self._failed: dict[str, tuple[Stamp, list[tuple[str, CewenError]]]] = {}
        self._look = Look()
        self._stop, self._wake = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    # ---- the thread

    def start(self) -> None:
        """Begin to look, every so many seconds."""
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look at once: the folders may be others."""
        self._wake.set()

    def stop(self) -> None:
        """Stop after the file that is being read."""
        self._stop.set()
        self._wake.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended, so long at most."""
        if self._thread is not None:
            self._thread.join(seconds)

    def status(self) -> Json:
        """Return the watched folders, when they were looked into last, and what came of it."""
        look = self._look
        return {
            "running": self._thread is not None and self._thread.is_alive(),
            "every": self._settings().watch_seconds,
            "folders": [
                {
                    "folder": str(watched.folder),
                    "collection": watched.collection,
                    "files": look.files.get(str(watched.folder)),
                    "missing": str(watched.folder) in look.missing,
                }
                for watched in self._folders()
            ],
            "at": look.at,
            "added": look.added,
            "updated": look.updated,
            "waiting": look.waiting,
            "unentered": list(look.unentered),
            "vanished": list(look.vanished),
            "failed": failures_json(failure for _, failed in [*self._failed.values()] for failure in failed),
        }

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                if not self._busy():
                    self.look()
            except Exception:
                # The thread's edge: the next look may succeed; on the way out files are closed under it.
                if not self._stop.is_set():
                    logger.exception("looking into the watched folders failed")
            if not self._stop.is_set():
                self._wake.wait(self._settings().watch_seconds)

    # ---- one look

    def look(self) -> None:
        """Look into every folder once, and add the files that have not changed since an earlier look."""
        folders, now = self._folders(), time.monotonic()
        found: dict[str, tuple[Path, Stamp]] = {}
        files: dict[str, int] = {}
        missing: list[str] = []
        unentered: list[str] = []
        apart = {self._library.home.resolve(), *(watched.folder.resolve() for watched in folders)}
        for watched in folders:
            try:
                held = stamps(watched.folder.resolve(), apart, unentered)
            except OSError as error:
                missing.append(str(watched.folder))
                if str(watched.folder) not in self._look.missing:
                    logger.warning("监视的文件夹 %s 打不开：%s", watched.folder, error.strerror)
                continue
            files[str(watched.folder)] = len(held)
            found |= {name: (path, (*stamp, watched.collection)) for name, (path, stamp) in held.items()}
        seen = self._seen() if folders else {}
        self._failed = {name: failed for name, failed in self._failed.items() if self._still_fails(name, found)}
        new = {name: at for name, at in found.items() if seen.get(name) != at[1] and name not in self._failed}
        self._before = {
            name: before if (before := self._before.get(name)) and before[0] == at[1] else (at[1], now)
            for name, at in new.items()
        }
        # Woken in between, two looks may follow each other too closely to tell that a file is still being copied.
        settled = now - self._settings().watch_seconds / 2
        ready = {name: at for name, at in new.items() if self._before[name][1] <= settled}
        reached = [watched.folder.resolve() for watched in folders if str(watched.folder) not in missing]
        left_out = [*unentered, *(str(Path(folder).resolve()) for folder in missing)]
        gone = [name for name in seen if name not in found and _is_in(Path(name), reached, left_out)]
        self._look = replace(
            self._look,
            at=datetime.now().astimezone().isoformat(timespec="seconds"),
            waiting=len(new) - len(ready),
            files=files,
            missing=tuple(missing),
            unentered=tuple(unentered),
            vanished=tuple(self._held(gone)),
        )
        self._add(ready)

    def _add(self, ready: dict[str, tuple[Path, Stamp]]) -> None:
        for collection in sorted({stamp[2] for _, stamp in ready.values()}, key=str):
            names = {path: name for name, (path, stamp) in ready.items() if stamp[2] == collection}
            for batch, report in add_in_batches(self._library, [*names], collection, self._stop):
                for path in batch:
                    name, stamp = names[path], ready[names[path]][1]
                    if failed := [(s, error) for s, error in report.failed if s.partition(INSIDE)[0] == name]:
                        self._failed[name] = (stamp, failed)
                    else:
                        self._note(name, stamp)
                look = self._look
                self._look = replace(
                    look, added=look.added + len(report.added), updated=look.updated + len(report.updated)
                )

    def _still_fails(self, name: str, found: dict[str, tuple[Path, Stamp]]) -> bool:
        """Tell whether a file that failed is to be left alone: it is as it was, and it could at least be opened."""
        stamp, failed = self._failed[name]
        return name in found and found[name][1] == stamp and not any(isinstance(e, UnreachableFile) for _, e in failed)

    def _held(self, gone: list[str]) -> list[str]:
        """Return those of the files that are gone whose documents the library holds; forget the others."""
        if not gone:
            return []
        held = {record.source.partition(INSIDE)[0] for record in self._library.catalog.records()}
        self._forget([name for name in gone if name not in held])
        return [name for name in gone if name in held]

    def _folders(self) -> list[WatchedFolder]:
        return [parse_watched(line) for line in self._settings().watch]

    # ---- what was seen, over a restart

    def _seen(self) -> dict[str, Stamp]:
        with self._kept.opened() as connection:
            return {
                row["source"]: (row["modified"], row["size"], row["collection"])
                for row in connection.execute("SELECT * FROM seen")
            }

    def _note(self, name: str, stamp: Stamp) -> None:
        with self._kept.opened() as connection:
            connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", (name, *stamp))

    def _forget(self, names: list[str]) -> None:
        with self._kept.opened() as connection:
            connection.executemany("DELETE FROM seen WHERE source = ?", [(name,) for name in names])


def _is_in(path: Path, folders: list[Path], left_out: list[str]) -> bool:
    """Tell whether a file would have been found if it were there."""
    return any(folder in path.parents for folder in folders) and not any(
        Path(folder) in path.parents for folder in left_out
    )
