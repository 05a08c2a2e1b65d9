"""One process owns a home folder: an OS lock, and a note of who holds it and where its server answers."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import LibraryBusy, LibraryError


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a home folder; `url` is empty unless it is a server, which is called with `secret`."""

    pid: int
    url: str
    secret: str = field(default="", repr=False)


def read_owner(home: Path) -> Owner | None:
    """Return who last took the home folder, or None."""
    try:
        data = json.loads((home / "owner.json").read_text(encoding="utf-8"))
        return Owner(int(data["pid"]), str(data["url"]), str(data.get("secret", "")))
    except (OSError, ValueError, KeyError):
        return None


class Ownership:
    """Take a home folder, making it where there is none, and hold it until it is released.

    Raises:
        LibraryBusy: another process owns the folder.
        LibraryError: the folder cannot be made or written to.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"资料库文件夹 {home} 建不成：{error.strerror}", "请用 --home 换一个可写的文件夹"
            ) from error
        self._lock = FileLock(home / "lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise _busy(home) from None
        except OSError as error:
            raise LibraryError(
                f"资料库文件夹 {home} 写不进去：{error.strerror}", "请检查权限，或用 --home 换一个文件夹"
            ) from error
        self.announce("")

    def announce(self, url: str) -> str:
        """Write down who owns the folder, and where its server answers; return the secret with which it is called.

        Only who may read the home folder can read the secret.
        """
        secret = secrets.token_urlsafe(32) if url else ""
        temporary = self._home / "owner.json.new"
        temporary.touch(mode=0o600)
        temporary.write_text(json.dumps({"pid": os.getpid(), "url": url, "secret": secret}), encoding="utf-8")
        temporary.replace(self._home / "owner.json")
        return secret

    def release(self) -> None:
        """Give the folder free."""
        (self._home / "owner.json").unlink(missing_ok=True)
        self._lock.release()


def _busy(home: Path) -> LibraryBusy:
    owner = read_owner(home)
    who = f"进程 {owner.pid}" if owner else "另一个进程"
    where = f"（页面 {owner.url}）" if owner and owner.url else ""
    return LibraryBusy(f"资料库 {home} 正被{who}{where}使用", "请等它结束，或关闭它之后再试")
