"""In which units things are counted, from data/counted_nouns.txt: 群众 in 人, 企业 in 家."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

COUNTED_NOUNS = Path(__file__).parent / "data" / "counted_nouns.txt"


@lru_cache(maxsize=1)
def _units() -> dict[str, frozenset[str]]:
    units: dict[str, frozenset[str]] = {}
    for line in COUNTED_NOUNS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            measures, _, nouns = line.partition("：")
            units |= dict.fromkeys(nouns.split(), frozenset(measures.split()))
    return units


def units_of(noun: str) -> frozenset[str]:
    """Return the units that a noun, or the longest noun that it ends with, is counted in; empty where none is known."""
    return next((_units()[noun[n:]] for n in range(len(noun)) if noun[n:] in _units()), frozenset())
