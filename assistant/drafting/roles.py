"""What a passage of a source can serve as in a draft: 概况, 做法, 成效, 问题 …, read from prompts/roles.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# Roles that no source's heading gives: they are made by the draft itself.
MADE = ("差异", "出处", "辨析")


@dataclass(frozen=True, slots=True)
class Role:
    """One role: headings that name it, what a sentence says that has it by itself, and whether it can open a paper."""

    name: str
    headings: re.Pattern[str]
    cues: re.Pattern[str] | None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """All roles, and the one that a genre's passages have where no heading says."""

    roles: tuple[Role, ...]
    of_genre: dict[str, str]
    default: str

    def of_heading(self, heading: str) -> str:
        """Return the role that a heading without its number names; "" if it names none."""
        return next((role.name for role in self.roles if role.headings.fullmatch(heading)), "")

    def of_path(self, path: Sequence[str], genre: str) -> str:
        """Return the role of what stands under these headings: the innermost that names one decides."""
        for heading in reversed(path):
            role = self.of_heading(heading)
            if role:
                return role
        return self.of_genre.get(genre, self.default)

    def of_sentence(self, text: str, *, opening: bool = False) -> str:
        """Return the role that a sentence has by its own words, one that opens a paper if wanted; "" if none."""
        able = [role for role in self.roles if role.cues is not None and (role.opens or not opening)]
        return next((role.name for role in able if role.cues is not None and role.cues.search(text)), "")


@lru_cache(maxsize=1)
def load_roles() -> Roles:
    """Read the roles."""
    data = tomllib.loads((files("prompts") / "roles.toml").read_text(encoding="utf-8"))
    roles = tuple(
        Role(
            role["name"],
            re.compile(role["headings"]),
            re.compile(role["cues"]) if "cues" in role else None,
            role.get("opens", False),
        )
        for role in data["roles"]
    )
    return Roles(roles, data["genres"], data["default"]["role"])


def role_names() -> tuple[str, ...]:
    """Return the names that a genre file may use."""
    return (*(role.name for role in load_roles().roles), *MADE)
