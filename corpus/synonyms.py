"""Words of the field that mean the same, from data/synonyms.txt: one group a line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

SYNONYMS = Path(__file__).parent / "data" / "synonyms.txt"


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words = line.split()
        for word in words:
            groups.setdefault(word, set()).update(words)
    return {word: frozenset(others - {word}) for word, others in groups.items()}


def synonyms_of(word: str) -> frozenset[str]:
    """Return the other words of the groups that a word belongs to; empty for most words."""
    return _groups().get(word, frozenset())
