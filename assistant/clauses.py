"""The clauses of a sentence: all of them, the one that a figure stands in, and the one behind it."""

from __future__ import annotations

import re

CLAUSE = re.compile(r"[，,；;。！？:：]")
_ENDS_CLAUSE = frozenset("，,；;。：:！？")
_OPENS, _CLOSES = "（(《“「『【〔[", "）)》”」』】〕]"


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause begins and ends in which a piece of text stands."""
    left = max((match.end() for match in CLAUSE.finditer(text, 0, start)), default=0)
    right = CLAUSE.search(text, end)
    return left, right.start() if right else len(text)


def next_clause(text: str, end: int) -> str:
    """Return the clause behind one that ends at `end`."""
    behind = CLAUSE.search(text, end + 1)
    return text[end : behind.start() if behind else len(text)]


def clauses_of(text: str) -> list[tuple[int, int]]:
    """Return where the clauses of a sentence stand, what is in brackets or quotation marks taken whole."""
    spans: list[tuple[int, int]] = []
    start = depth = 0
    for n, character in enumerate(text):
        if character in _OPENS and _CLOSES[_OPENS.index(character)] in text[n:]:
            # What is never closed opens nothing.
            depth += 1
        elif character in _CLOSES:
            depth = max(0, depth - 1)
        elif character in _ENDS_CLAUSE and not depth and not _within_a_figure(text, n):
            spans.append((start, n))
            start = n + 1
    spans.append((start, len(text)))
    return [span for span in spans if span[0] < span[1]]


def clauses_in(text: str) -> list[str]:
    """Return the clauses of a sentence as they are written."""
    return [text[start:end].strip() for start, end in clauses_of(text)]


def _within_a_figure(text: str, n: int) -> bool:
    """Tell whether a mark stands between two digits: 4:6, 1,200."""
    return text[n - 1 : n].isdigit() and text[n + 1 : n + 2].isdigit()
