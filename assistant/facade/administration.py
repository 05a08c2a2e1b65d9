"""Calls of the administrator: who the users are, what they may read, and a copy of it all; one's own password."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.backup import write_backup
from assistant.checked import Checked
from assistant.facade.desk import Desk, Json
from assistant.history import History
from assistant.readers import ADMINISTRATOR, PUBLIC, READER
from assistant.workspace import Workspace
from corpus.errors import CewenError


class AdministrationCalls(Desk):
    """Look after the office."""

    def users(self) -> Json:
        """Return the users, the first added first."""
        self.reader.require(ADMINISTRATOR, "查看用户")
        return {"users": self._office.users.list()}

    def add_user(self, name: str, password: str, role: str = READER, collections: Sequence[str] | None = ()) -> Json:
        """Add a user; the first one takes over the conversations, drafts and checks from before anybody signed in.

        Args:
            collections: what they may read beside the public one; None for all there are.
        """
        self.reader.require(ADMINISTRATOR, "添加用户")
        first = not self._office.users
        self._office.users.add(name, password, role, _held(collections))
        if first:
            for kept in (History, Workspace, Checked):
                kept(self.settings.home, name.strip()).adopt()
        return self.users()

    def change_user(
        self, name: str, password: str = "", role: str = "", collections: Sequence[str] | str | None = "unchanged"
    ) -> Json:
        """Change what is given of a user: password, role, the collections that they may read."""
        self.reader.require(ADMINISTRATOR, "修改用户")
        held = collections if isinstance(collections, str) else _held(collections)
        self._office.users.change(name, password=password, role=role, collections=held)
        return {"changed": name}

    def remove_user(self, name: str) -> Json:
        """Remove a user; what they asked and drafted stays in the home folder, and is nobody's of the same name later."""
        self.reader.require(ADMINISTRATOR, "删除用户")
        self._office.users.remove(name)
        for kept in (History, Workspace, Checked):
            kept(self.settings.home, name).retire()
        return self.users()

    def issue_token(self, name: str, label: str = "") -> Json:
        """Return a token with which a program reads as a user does; it is shown this once."""
        if name != self.reader.name:
            self.reader.require(ADMINISTRATOR, "给别人发令牌")
        return {"name": name, "label": label, "token": self._office.users.issue_token(name, label)}

    def revoke_tokens(self, name: str, label: str | None = None) -> Json:
        """Revoke a user's tokens: those with a label, or all."""
        if name != self.reader.name:
            self.reader.require(ADMINISTRATOR, "撤销别人的令牌")
        return {"name": name, "revoked": self._office.users.revoke_tokens(name, label)}

    def change_own_password(self, old: str, new: str) -> Json:
        """Change the reader's own password; it ends their sessions, and asks for the old one.

        Raises:
            SignInError: the old password is wrong.
        """
        self._office.users.sign_in(self.reader.name, old)
        self._office.users.change(self.reader.name, password=new)
        return {"changed": self.reader.name}

    def own_tokens(self) -> Json:
        """Return the reader's own tokens: what for, and since when."""
        own = [user["tokens"] for user in self._office.users.list() if user["name"] == self.reader.name]
        return {"tokens": own[0] if own else []}

    def backup(self, path: str) -> Json:
        """Write all that cannot be made again into one .zip, as of now, and return how large it is."""
        self.reader.require(ADMINISTRATOR, "备份")
        if Path(path).suffix.lower() != ".zip":
            raise CewenError(f"备份要写成 .zip 文件，不能写成「{Path(path).name}」", "请写一个 .zip 结尾的文件名")
        return write_backup(self.settings.home, Path(path))


def _held(collections: Sequence[str] | None) -> frozenset[str] | None:
    return None if collections is None else frozenset(name.strip() for name in collections) - {PUBLIC}
