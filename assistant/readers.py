"""Who asks: a reader's role and the collections of documents that they may see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import CewenError, NotAllowed

READER, EDITOR, ADMINISTRATOR = "读者", "编辑", "管理员"
# Each may do what those before it may.
ROLES = (READER, EDITOR, ADMINISTRATOR)
# The collection that everybody may read.
PUBLIC = ""
PUBLIC_LABEL = "公共"
LONGEST_COLLECTION = 20


@dataclass(frozen=True, slots=True)
class Reader:
    """One who asks; `collections` are those that they may read beside the public one, None for all there are."""

    name: str
    role: str = ADMINISTRATOR
    collections: frozenset[str] | None = None

    @property
    def readable(self) -> frozenset[str] | None:
        """Return the collections to be searched, the public one among them; None for all."""
        return None if self.collections is None else self.collections | {PUBLIC}

    def may(self, role: str) -> bool:
        """Tell whether they may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def require(self, role: str, what: str) -> None:
        """Let them pass who may do what a role may.

        Raises:
            NotAllowed: they may not.
        """
        if not self.may(role):
            raise NotAllowed(f"{self.role}不能{what}", f"请找{role}帮忙")

    def require_collection(self, collection: str) -> None:
        """Let them pass who may read a collection, and so put documents into it.

        Raises:
            NotAllowed: they may not.
        """
        if self.readable is not None and collection not in self.readable:
            raise NotAllowed(f"不能用「{collection}」这个资料集", "请找管理员开通")


# Who sits at the machine that holds the home folder: whoever can read the files needs no leave from us.
OWNER = Reader("")


def check_role(role: str) -> str:
    """Return a role that there is.

    Raises:
        CewenError: there is no such role.
    """
    if role not in ROLES:
        raise CewenError(f"没有「{role}」这种身份", "可以写：" + "、".join(ROLES))
    return role


def check_collection(name: str) -> str:
    """Return the name of a collection as it is kept.

    Raises:
        CewenError: it cannot be the name of a collection, and of a folder.
    """
    name = name.strip()
    if name == PUBLIC_LABEL:
        return PUBLIC
    if len(name) > LONGEST_COLLECTION or re.search(r"[\\/:*?\"<>|,，\x00-\x1f]", name) or name.startswith("."):
        raise CewenError(f"「{name}」不能作资料集的名称", f"请写不超过 {LONGEST_COLLECTION} 个字，不带标点")
    return name
