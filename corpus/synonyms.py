"""Words of the field that mean the same, from data/synonyms.txt: one group a line; and from data/abbreviations.txt."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[list[str]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for words in _lines("synonyms.txt"):
        for word in words:
            groups.setdefault(word, set()).update(words)
    for short, *full in _lines("abbreviations.txt"):
        # What an abbreviation stands for may be several things, which are not one another.
        groups.setdefault(short, set()).update(full)
        for word in full:
            groups.setdefault(word, set()).add(short)
    return {word: frozenset(others - {word}) for word, others in groups.items()}


@lru_cache(maxsize=1)
def _whole_words() -> frozenset[str]:
    synonyms = {word for words in _lines("synonyms.txt") for word in words}
    return frozenset(synonyms | {short for short, *_ in _lines("abbreviations.txt")})


@lru_cache(maxsize=1)
def _paraphrases() -> dict[str, frozenset[str]]:
    return {asked: frozenset(written) for asked, *written in _lines("paraphrases.txt")}


@lru_cache(maxsize=1)
def spoken_words() -> tuple[tuple[str, str], ...]:
    """Return how people speak, each with how papers write it, in the order in which they are replaced; "" for what is left out."""
    return tuple((spoken, "".join(written)) for spoken, *written in _lines("spoken_words.txt"))


def synonyms_of(word: str) -> frozenset[str]:
    """Return the other words of the groups that a word belongs to; empty for most words."""
    return _groups().get(word, frozenset())


@lru_cache(maxsize=4096)
def wordings_of(word: str) -> frozenset[str]:
    """Return how documents may write a word of a question: its synonyms, and what people say otherwise than papers."""
    return synonyms_of(word) | _paraphrases().get(word, frozenset())


def paraphrases_in(text: str) -> list[tuple[str, frozenset[str]]]:
    """Return what a question says otherwise than papers, as it says it, each with how papers write it."""
    longest = max(map(len, _paraphrases()), default=0)
    pieces = {text[i : i + n] for n in range(2, longest + 1) for i in range(len(text) - n + 1)}
    return [(piece, _paraphrases()[piece]) for piece in sorted(pieces & _paraphrases().keys())]


def is_whole(word: str) -> bool:
    """Tell whether a word of the lists is one word, and not, as 教师培训 for 师训, what an abbreviation stands for."""
    return word in _whole_words()
