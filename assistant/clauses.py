"""The clause of a sentence that a figure stands in, and the one behind it."""

from __future__ import annotations

import re

CLAUSE = re.compile(r"[，,；;。！？:：]")


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause begins and ends in which a piece of text stands."""
    left = max((match.end() for match in CLAUSE.finditer(text, 0, start)), default=0)
    right = CLAUSE.search(text, end)
    return left, right.start() if right else len(text)


def next_clause(text: str, end: int) -> str:
    """Return the clause behind one that ends at `end`."""
    behind = CLAUSE.search(text, end + 1)
    return text[end : behind.start() if behind else len(text)]
