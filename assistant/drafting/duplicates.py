"""Tell sentences that say the same thing twice, and figures that two sources give differently for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.drafting.material import years_in
from corpus import tokenizer
from corpus.figures import Figure, find_figures
from corpus.tokenizer import fold

# Shared character pairs over those of the shorter sentence.
SAME = 0.8
_ANY = re.compile(r"[\W\d_]+")
_CLAUSE = re.compile(r"[，,；;。：:、]")
_COMPARED = ("count", "money", "share", "ratio")


def pairs(text: str) -> frozenset[str]:
    """Return the character pairs of a text, without punctuation and digits."""
    plain = _ANY.sub("", fold(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset([plain])


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how far the shorter of two texts is held by the longer, 0 to 1."""
    return len(one & other) / max(1, min(len(one), len(other)))


def is_repeated(text: str, seen: Sequence[tuple[frozenset[str], str]]) -> bool:
    """Tell whether a sentence was said before: the same words, and no figure that was not there."""
    own = pairs(text)
    figures = {figure.key for figure in find_figures(text)}
    for before, words in seen:
        # A short sentence inside a long one is a repetition; a long one that holds a short one says more.
        if alike(own, before) >= SAME and len(own) <= 1.3 * len(before):
            there = {figure.key for figure in find_figures(words)}
            if figures <= there or len(own & before) >= SAME * max(len(own), len(before)):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence with whose, when and where it stands, for comparing figures."""

    text: str
    title: str
    date: str
    year: str
    key: tuple[str, int]


def conflicts(used: Sequence[Stated], known: Iterable[Stated]) -> list[str]:
    """Return a warning for each quantity of a draft to which another source gives another value.

    One quantity: the same unit, the same words around the figure, the same years.
    """
    warnings: list[str] = []
    measured = {stated.key: _quantities(stated) for stated in {s.key: s for s in (*used, *known)}.values()}
    inside = {stated.key for stated in used}
    everything = list({s.key: s for s in (*used, *known)}.values())
    for one, other in combinations(everything, 2):
        if one.title == other.title or not (one.key in inside or other.key in inside):
            continue
        first, second = (one, other) if one.key in inside else (other, one)
        for words, years, figure in measured[first.key]:
            for others, when, value in measured[second.key]:
                differs = figure.key != value.key and figure.unit == value.unit
                if differs and years == when and _same_words(words, others):
                    warnings.append(
                        f"同一项数据有两个数：《{first.title}》{_dated(first)}为{figure.text}，"
                        f"《{second.title}》{_dated(second)}为{value.text}，请核实（“{_short(first.text, figure)}”）"
                    )
    return list(dict.fromkeys(warnings))


def _quantities(stated: Stated) -> list[tuple[frozenset[str], tuple[str, ...], Figure]]:
    found = []
    figures = [figure for figure in find_figures(stated.text) if figure.kind in _COMPARED and figure.value is not None]
    years = tuple(sorted(set(years_in(stated.text)))) or ((stated.year,) if stated.year else (stated.date[:4],))
    for figure in figures:
        left = max((m.end() for m in _CLAUSE.finditer(stated.text, 0, figure.start)), default=0)
        right = _CLAUSE.search(stated.text, figure.end)
        clause = stated.text[left : figure.start] + "　" + stated.text[figure.end : right.start() if right else None]
        for other in figures:
            clause = clause.replace(other.text, "")
        words = frozenset(word for word in tokenizer.content_words(clause) if not word.isdigit() and len(word) > 1)
        if len(words) >= 2 or (words and max(map(len, words)) >= 4):
            found.append((words, years, figure))
    return found


def _same_words(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.75 * max(len(one), len(other))


def _dated(stated: Stated) -> str:
    return f"（{stated.date}）" if stated.date else "（日期不详）"


def _short(text: str, figure: Figure) -> str:
    start = max((m.end() for m in re.finditer(r"[，,；;。]", text[: figure.start])), default=0)
    return text[start : figure.end + 8].split("，")[0].rstrip("。；")
