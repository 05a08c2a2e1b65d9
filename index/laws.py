"""Find the law that a query means by its title, its short title, or words of its title in their order."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus import tokenizer
from corpus.versions import regulation_key
from index.query import ArticleNumber, ArticleReference, article_heading

_STATE = "中华人民共和国"
# 「中华人民共和国刑法 第一编 总则 第一条」: a document that is one article names it at its title's end.
_PARTS = re.compile(r"\s+(?=第[一二三四五六七八九十百千零〇\d]+[编章节条])")
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class LawDocument:
    """A document that is a law, or one article of it."""

    doc_id: str
    article: ArticleNumber | None


class Laws:
    """Hold the short titles of a library's documents."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        self._documents: dict[str, list[LawDocument]] = {}
        for doc_id, title in titles:
            name, *parts = _PARTS.split(title.strip())
            article = article_heading(parts[-1]) if parts else None
            self._documents.setdefault(short_title(name), []).append(LawDocument(doc_id, article))
        self._characters = {title: frozenset(title) for title in self._documents if len(title) > 1}

    def find(self, reference: ArticleReference) -> list[LawDocument]:
        """Return the documents of the law that a reference means, in all its versions; none where it is not clear."""
        name = short_title(reference.law)
        if name in self._documents:
            return self._documents[name]
        if not reference.marked:
            ending = [title for title in self._characters if name.endswith(title)]
            if ending:
                return self._documents[max(ending, key=len)]
        for written in [name] if reference.marked else _endings(name):
            fitting = self._abbreviated(written)
            if fitting:
                best = max(fitting.values())
                titles = [title for title, score in fitting.items() if score == best]
                return self._documents[titles[0]] if len(titles) == 1 else []
        return []

    def _abbreviated(self, written: str) -> dict[str, float]:
        """Return the titles that words could stand for, with the share of the title that they name."""
        if len(written) < SHORTEST:
            return {}
        used = frozenset(written)
        candidates = [t for t, characters in self._characters.items() if used <= characters and t[-1] == written[-1]]
        pieces = {title: _pieces(written, title) for title in candidates}
        return {title: len(written) / len(title) - 0.05 * count for title, count in pieces.items() if count}


@lru_cache(maxsize=65_536)
def short_title(title: str) -> str:
    """Return a law's title without the state's name, its versions and its marks; any other title without blanks."""
    return regulation_key(title) or re.sub(r"\s+", "", title).strip("《》").removeprefix(_STATE)


def _endings(tail: str) -> list[str]:
    """Return what stands at the end of running words and could be a title, longest first."""
    return [tail[start:] for _, start, end in tokenizer.cut(tail) if len(tail) - start >= SHORTEST and end > start]


def _pieces(short: str, title: str) -> int:
    """Return of how few pieces of a title, in order, a short form is made; 0 where it is not.

    Each piece begins where a word of the title begins; the last character, 法 or 例, may stand by itself.
    """
    starts = [start for _, start, _ in tokenizer.cut(title)]

    @cache
    def fewest(done: int, behind: int) -> float:
        if done >= len(short) - 1:
            return 0.0 if done == len(short) else 1.0
        best = math.inf
        for start in starts:
            if start < behind:
                continue
            length = 0
            while short[done : done + length + 1] == title[start : start + length + 1] and done + length < len(short):
                length += 1
                best = min(best, 1.0 + fewest(done + length, start + length))
        return best

    pieces = fewest(0, 0)
    return 0 if math.isinf(pieces) else int(pieces)
