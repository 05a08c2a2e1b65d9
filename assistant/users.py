"""The users of an office's library: who they are, how they sign in, and the tokens of their programs.

Kept in the home folder in one SQLite file. Passwords are hashed by scrypt; of sessions and tokens only hashes are kept.
The process that owns the home folder alone reads and writes it, so that what was read once is held in memory.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.kept import KeptFile
from assistant.readers import ADMINISTRATOR, Reader, check_role
from corpus.errors import CewenError, SignInError

Json = dict[str, Any]
FILE = "users.sqlite3"
SHORTEST_PASSWORD, LONGEST_NAME = 8, 30
# Hashing takes 32 MB and a tenth of a second.
HASHED_AT_ONCE = 2
TRIES, LOCKED_FOR = 5, timedelta(minutes=15)
# Unknown names whose tries are remembered, until the program ends.
STRANGERS = 10_000
# A session ends so long after it was last used.
SESSION = timedelta(hours=12)
TOKEN_PREFIX = "cewen-"
_SCRYPT: Json = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, collections TEXT NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL,
    created TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, locked_until TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES users ON DELETE CASCADE, expires TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES users ON DELETE CASCADE, label TEXT NOT NULL,
    created TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class _User:
    reader: Reader
    salt: bytes
    hash: bytes
    created: str
    failures: int = 0
    locked_until: str = ""


@dataclass
class _Session:
    name: str
    expires: datetime


class Users:
    """Keep users and tell who signs in; with no users there is no sign-in."""

    def __init__(self, home: Path) -> None:
        self._file = KeptFile(
            home / FILE, _SCHEMA, "1", "用户表", CewenError, f"请把 {FILE} 改名存起来，再用 cewen user add 添加用户"
        )
        self._lock = threading.RLock()
        self._hashing = threading.Semaphore(HASHED_AT_ONCE)
        self._users: dict[str, _User] = {}
        self._sessions: dict[str, _Session] = {}
        self._tokens: dict[str, tuple[str, str, str]] = {}
        self._strangers = _Strangers()
        if self._file.path.exists():
            self._load()

    def _load(self) -> None:
        with self._file.opened() as connection:
            for row in connection.execute("SELECT * FROM users ORDER BY created, name"):
                held = json.loads(row["collections"])
                reader = Reader(row["name"], row["role"], None if held is None else frozenset(held))
                self._users[reader.name] = _User(
                    reader, row["salt"], row["hash"], row["created"], row["failures"], row["locked_until"]
                )
            for row in connection.execute("SELECT * FROM sessions"):
                self._sessions[row["hash"]] = _Session(row["name"], datetime.fromisoformat(row["expires"]))
            for row in connection.execute("SELECT * FROM tokens ORDER BY created"):
                self._tokens[row["hash"]] = (row["name"], row["label"], row["created"])

    def __bool__(self) -> bool:
        """Tell whether there are users, and so a sign-in."""
        return bool(self._users)

    # ---- who there is

    def list(self) -> list[Json]:
        """Return the users, the first added first, without their secrets."""
        now = _now()
        return [
            {
                "name": user.reader.name,
                "role": user.reader.role,
                "collections": sorted(user.reader.collections or ()),
                "all_collections": user.reader.collections is None,
                "created": user.created,
                "locked": user.locked_until > now.isoformat(),
                "tokens": [
                    {"label": label, "created": created}
                    for name, label, created in self._tokens.values()
                    if name == user.reader.name
                ],
            }
            for user in self._users.values()
        ]

    def add(self, name: str, password: str, role: str, collections: frozenset[str] | None) -> None:
        """Add a user.

        Args:
            collections: what they may read beside the public one; None for all. An administrator reads all.

        Raises:
            CewenError: the name is taken or unfit, the password too short, the role unknown, or the first user would
                be no administrator.
        """
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable() or set(name) & set("/\\:"):
            raise CewenError(f"「{name}」不能作用户名", f"请写 1 到 {LONGEST_NAME} 个字，不带 / \\ :")
        with self._lock:
            if name in self._users:
                raise CewenError(f"已经有用户「{name}」", "请换一个名字，或用 cewen user set 修改")
            if not self._users and role != ADMINISTRATOR:
                raise CewenError("第一个用户要是管理员", f"请加上 --role {ADMINISTRATOR}")
            self._save(_new(name, password, check_role(role), collections))

    def change(
        self, name: str, *, password: str = "", role: str = "", collections: frozenset[str] | str | None = "unchanged"
    ) -> None:
        """Change what is given of a user; a new password ends their sessions and any lock-out.

        Raises:
            CewenError: there is no such user, a value is unfit, or no administrator would be left.
        """
        with self._lock:
            user = self._get(name)
            if role and check_role(role) != ADMINISTRATOR:
                self._require_another_administrator(user)
            role = role or user.reader.role
            held = user.reader.collections if isinstance(collections, str) else collections
            if password:
                self._end_sessions(name)
                self._save(replace(_new(name, password, role, held), created=user.created))
            else:
                self._save(replace(user, reader=_reader(name, role, held)))

    def remove(self, name: str) -> None:
        """Remove a user with their sessions and tokens; what they drafted and asked stays in the home folder.

        Raises:
            CewenError: there is no such user, or no administrator would be left.
        """
        with self._lock:
            self._require_another_administrator(self._get(name))
            with self._file.opened() as connection:
                connection.execute("DELETE FROM users WHERE name = ?", (name,))
            del self._users[name]
            self._sessions = {key: held for key, held in self._sessions.items() if held.name != name}
            self._tokens = {key: held for key, held in self._tokens.items() if held[0] != name}

    def reader(self, name: str) -> Reader | None:
        """Return a user as a reader, or None."""
        user = self._users.get(name)
        return user.reader if user else None

    # ---- signing in

    def sign_in(self, name: str, password: str) -> str:
        """Return the key of a new session.

        Raises:
            SignInError: the name or the password is wrong, or there were too many wrong ones.
        """
        # An unknown name takes as long as a wrong password, and few take long at a time.
        known = self._users.get(name.strip(), _NOBODY)
        with self._hashing:
            right = hmac.compare_digest(_hash(password, known.salt), known.hash)
        with self._lock:
            # Much may have happened meanwhile: other tries, another password, the user gone.
            user = self._users.get(name.strip())
            if user and user.locked_until > _now().isoformat():
                raise _locked()
            if user is None and self._strangers.locked(name.strip(), _now()):
                raise _locked()
            if user is None or not right or user.hash != known.hash:
                if user:
                    self._note_failure(user.reader.name)
                else:
                    self._strangers.failed(name.strip(), _now())
                raise SignInError("用户名或密码不对", f"请再试一次；连错 {TRIES} 次会锁住一刻钟")
            if user.failures:
                self._save(replace(user, failures=0, locked_until=""))
            key = secrets.token_urlsafe(32)
            self._sessions[_digest(key)] = _Session(user.reader.name, _now() + SESSION)
            self._sessions = {hash: held for hash, held in self._sessions.items() if held.expires >= _now()}
            with self._file.opened() as connection:
                connection.execute("DELETE FROM sessions WHERE expires < ?", (_now().isoformat(),))
                connection.execute(
                    "INSERT INTO sessions VALUES (?, ?, ?)",
                    (_digest(key), user.reader.name, (_now() + SESSION).isoformat()),
                )
            return key

    def signed_in(self, key: str) -> Reader | None:
        """Return who a session is of, or None; its time begins anew."""
        with self._lock:
            session = self._sessions.get(_digest(key))
            if session is None or session.expires < _now():
                return None
            # Written down once an hour at most: a restart may cost a session that much.
            if session.expires < _now() + SESSION - timedelta(hours=1):
                session.expires = _now() + SESSION
                with self._file.opened() as connection:
                    connection.execute(
                        "UPDATE sessions SET expires = ? WHERE hash = ?", (session.expires.isoformat(), _digest(key))
                    )
            return self.reader(session.name)

    def sign_out(self, key: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_digest(key), None)
            with self._file.opened() as connection:
                connection.execute("DELETE FROM sessions WHERE hash = ?", (_digest(key),))

    # ---- programs

    def issue_token(self, name: str, label: str = "") -> str:
        """Return a new token with which a program reads as a user does; it cannot be shown again.

        Raises:
            CewenError: there is no such user.
        """
        with self._lock:
            self._get(name)
            token, created = TOKEN_PREFIX + secrets.token_urlsafe(32), _now().isoformat(timespec="seconds")
            with self._file.opened() as connection:
                connection.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (_digest(token), name, label, created))
            self._tokens[_digest(token)] = (name, label, created)
            return token

    def token_reader(self, token: str) -> Reader | None:
        """Return whose token it is, or None."""
        held = self._tokens.get(_digest(token))
        return self.reader(held[0]) if held else None

    def revoke_tokens(self, name: str, label: str | None = None) -> int:
        """Revoke a user's tokens, those with a label or all, and return how many."""
        with self._lock:
            self._get(name)
            gone = [key for key, held in self._tokens.items() if held[0] == name and label in (None, held[1])]
            with self._file.opened() as connection:
                connection.executemany("DELETE FROM tokens WHERE hash = ?", [(key,) for key in gone])
            for key in gone:
                del self._tokens[key]
            return len(gone)

    # ---- keeping

    def _get(self, name: str) -> _User:
        if name not in self._users:
            raise CewenError(f"没有用户「{name}」", "请用 cewen user list 查看")
        return self._users[name]

    def _require_another_administrator(self, user: _User) -> None:
        others = [u for u in self._users.values() if u.reader.role == ADMINISTRATOR and u is not user]
        if user.reader.role == ADMINISTRATOR and not others:
            raise CewenError("至少要留一个管理员", "请先把另一个用户设为管理员")

    def _note_failure(self, name: str) -> None:
        user = self._users[name]
        failures = user.failures + 1
        locked = (_now() + LOCKED_FOR).isoformat() if failures >= TRIES else ""
        self._save(replace(user, failures=0 if locked else failures, locked_until=locked))

    def _end_sessions(self, name: str) -> None:
        self._sessions = {key: held for key, held in self._sessions.items() if held.name != name}
        with self._file.opened() as connection:
            connection.execute("DELETE FROM sessions WHERE name = ?", (name,))

    def _save(self, user: _User) -> None:
        held = user.reader.collections
        with self._file.opened() as connection:
            connection.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET role = excluded.role,"
                " collections = excluded.collections, salt = excluded.salt, hash = excluded.hash,"
                " failures = excluded.failures, locked_until = excluded.locked_until",
                (
                    user.reader.name, user.reader.role,
                    json.dumps(None if held is None else sorted(held), ensure_ascii=False), user.salt, user.hash,
                    user.created, user.failures, user.locked_until,
                ),
            )  # fmt: skip
        self._file.path.chmod(0o600)
        self._users[user.reader.name] = user


class _Strangers:
    """Lock names that are nobody's like those of users: whether a name is known is not to be told from it."""

    def __init__(self) -> None:
        self._tries: dict[str, tuple[int, datetime]] = {}

    def locked(self, name: str, now: datetime) -> bool:
        return self._tries.get(_digest(name), (0, now))[1] > now

    def failed(self, name: str, now: datetime) -> None:
        key = _digest(name)
        failures = self._tries.pop(key, (0, now))[0] + 1
        # As for a user, the tries count anew once the name is locked.
        self._tries[key] = (0, now + LOCKED_FOR) if failures >= TRIES else (failures, now)
        while len(self._tries) > STRANGERS:
            del self._tries[next(iter(self._tries))]


def _locked() -> SignInError:
    return SignInError("密码错得太多次，这个用户暂时锁住了", "请过一刻钟再试，或请管理员重设密码")


def _new(name: str, password: str, role: str, collections: frozenset[str] | None) -> _User:
    if len(password) < SHORTEST_PASSWORD:
        raise CewenError("密码太短", f"至少 {SHORTEST_PASSWORD} 个字符")
    salt = secrets.token_bytes(16)
    created = _now().isoformat(timespec="seconds")
    return _User(_reader(name, role, collections), salt, _hash(password, salt), created)


def _reader(name: str, role: str, collections: frozenset[str] | None) -> Reader:
    return Reader(name, role, None if role == ADMINISTRATOR else collections)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


_NOBODY = _User(Reader(""), b"\0" * 16, b"\0" * 64, "")
