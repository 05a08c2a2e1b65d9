"""Passages that say the same: told by their text, or by nearly all of its characters in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from corpus import tokenizer

# Overlap of five-character shingles from which two passages are the same (Broder 1997, resemblance).
SAME = 0.9
SHINGLE = 5
# A figure or a numeral tells two papers of one pattern apart, however alike they are else.
_SIGNS = re.compile(r"[\W_]+")
_TELLING = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿零〇两]+")


class _Print:
    """What of a passage is compared; its shingles are cut only where another passage could be the same."""

    def __init__(self, text: str) -> None:
        folded = tokenizer.fold(text)
        self.text = _SIGNS.sub("", folded)
        self.figures = tuple(_TELLING.findall(folded))

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset(self.text[start : start + SHINGLE] for start in range(max(1, len(self.text) - SHINGLE + 1)))


def group_same(texts: Sequence[str], may_join: Callable[[int, int], bool]) -> list[list[int]]:
    """Return the positions of texts in groups of the same, each group and all groups in the order given.

    Args:
        texts: passages, best first.
        may_join: whether the texts at two positions may be one group, for what the texts do not show.
    """
    prints = [_Print(text) for text in texts]
    groups: list[list[int]] = []
    # Only passages with the same figures can be the same.
    by_figures: dict[tuple[str, ...], list[list[int]]] = {}
    for position, print_ in enumerate(prints):
        alike = by_figures.setdefault(print_.figures, [])
        home = next((g for g in alike if may_join(g[0], position) and _same(prints[g[0]], print_)), None)
        if home is None:
            home = []
            groups.append(home)
            alike.append(home)
        home.append(position)
    return groups


def _same(one: _Print, other: _Print) -> bool:
    if one.text == other.text:
        return True
    # Texts of quite other lengths cannot share enough.
    small, large = sorted((len(one.text), len(other.text)))
    if small < SAME * large - SHINGLE:
        return False
    shared = len(one.shingles & other.shingles)
    return shared >= SAME * (len(one.shingles) + len(other.shingles) - shared)
