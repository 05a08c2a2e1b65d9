"""Tell when two documents are one: reprinted, reformatted, with another letterhead, but the same text and figures.

Two versions of a regulation, or two years' reports on one pattern, are not: a figure that differs inside the
text makes them two, however alike the rest.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from corpus.schema import SourceDocument

SHINGLE = 5
SKETCH = 16
# Of 16 smallest hashes two texts nine tenths alike share 14 on average, and fewer than 8 once in a million.
SHARED = 8
ALIKE = 0.9
# Letterhead, date and signature may differ: short lines at the beginning and at the end.
FIRST_LINES, LAST_LINES, LONGEST_LINE = 6, 4, 40
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)


def shingles(text: str) -> np.ndarray:
    """Return the distinct hashes of a text's runs of five letters and digits, sorted, uint64."""
    plain = re.sub(r"[\W_]+", "", text)
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < SHINGLE:
        return np.unique(codes)
    rolled = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(SHINGLE):
            rolled = rolled * np.uint64(1_000_003) + codes[place : place + len(rolled)]
        # Without mixing, the smallest would be those of the smallest characters.
        rolled = (rolled ^ (rolled >> np.uint64(31))) * _MIX
        rolled ^= rolled >> np.uint64(29)
    return np.unique(rolled)


def sketch(text: str) -> list[int]:
    """Return the 16 smallest hashes: texts nearly the same share most of them; as signed 64-bit integers."""
    return [int(value) for value in shingles(text)[:SKETCH].astype(np.int64)]


def nearly_same(one: SourceDocument, other: SourceDocument) -> bool:
    """Tell whether two documents are one text; their facts must not contradict each other."""
    for fact in ("place", "date", "document_number"):
        left, right = getattr(one.facts, fact), getattr(other.facts, fact)
        if left and right and left != right:
            return False
    first, second = shingles(one.text), shingles(other.text)
    common = len(np.intersect1d(first, second, assume_unique=True))
    if common < ALIKE * (len(first) + len(second) - common):
        return False
    return _figures_agree(one.text, other.text) and _figures_agree(other.text, one.text)


def _figures_agree(one: str, other: str) -> bool:
    """Tell whether the figures that only `one` has stand in its letterhead or signature."""
    only = Counter(_NUMBER.findall(one)) - Counter(_NUMBER.findall(other))
    return not only - Counter(_NUMBER.findall(_edges(one)))


def _edges(text: str) -> str:
    """Return the lines of letterhead, date and signature."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    edges = lines[:FIRST_LINES] + lines[FIRST_LINES:][-LAST_LINES:]
    return "\n".join(line for line in edges if len(line) <= LONGEST_LINE and line[-1] not in "。；;，,|")
