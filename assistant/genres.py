"""The genres of documents that can be drafted, read from prompts/genres: sections, cues and standing phrases."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus.errors import DraftError


@dataclass(frozen=True, slots=True)
class GenreSection:
    """One section of a genre.

    Attributes:
        sources: what the headings of a source say when the text under them belongs here.
        cues: what a sentence that belongs here says.
        missing: what the blank says where nothing is found.
        most: how many sentences at most.
        required: take only sentences that plainly belong; a blank is better than a stray sentence.
        themed: give each group of sentences a heading of its own.
        theme: which heading of a source that is; the nearest where the pattern is None.
    """

    heading: str
    sources: re.Pattern[str]
    cues: re.Pattern[str]
    missing: str
    most: int
    required: bool = False
    themed: bool = False
    theme: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre; texts may hold {place} and {topic}."""

    name: str
    aliases: tuple[str, ...]
    title: str
    salutation: str
    opening: str
    sections: tuple[GenreSection, ...]
    masthead: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_genres() -> dict[str, Genre]:
    """Return the genres by name."""
    genres = [
        _genre(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted((files("prompts") / "genres").iterdir(), key=lambda entry: entry.name)
        if file.name.endswith(".toml")
    ]
    return {genre.name: genre for genre in genres}


def find_genre(name: str) -> Genre:
    """Return a genre by its name or another name for it.

    Raises:
        DraftError: there is no such genre; the help lists those that there are.
    """
    genres = load_genres()
    for genre in genres.values():
        if name == genre.name or name in genre.aliases:
            return genre
    raise DraftError(f"还不会起草「{name}」", "可以起草：" + "、".join(genres))


def _genre(data: dict[str, Any]) -> Genre:
    sections = tuple(
        GenreSection(
            section["heading"],
            re.compile(section["sources"]),
            re.compile(section["cues"]),
            section["missing"],
            int(section["most"]),
            bool(section.get("required", False)),
            bool(section.get("themed", False)),
            re.compile(section["theme"]) if "theme" in section else None,
        )
        for section in data["sections"]
    )
    return Genre(
        data["name"],
        tuple(data["aliases"]),
        data["title"],
        data["salutation"],
        data["opening"],
        sections,
        tuple(data.get("masthead", ())),
        tuple(data.get("footer", ())),
    )
