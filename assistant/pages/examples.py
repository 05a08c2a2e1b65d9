"""Example questions from the library's own contents; each was asked before it is shown, and answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import zip_longest

from assistant.app import Cewen
from corpus.errors import CewenError

SHOWN = 4
TRIED = 16
SURE = 0.6


class Examples:
    """Find example questions, anew whenever the library has changed."""

    def __init__(self, cewen: Cewen) -> None:
        self._cewen = cewen
        self._lock = threading.Lock()
        self._found: list[str] = []
        self._at = -1

    def questions(self) -> list[str]:
        """Return questions that this library answers."""
        with self._lock:
            now = self._cewen.library.catalog.change_count()
            if now != self._at:
                self._found, self._at = self._find(), now
            return self._found

    def _find(self) -> list[str]:
        found: list[str] = []
        for tried, question in enumerate(candidates(self._cewen)):
            if tried >= TRIED or len(found) >= SHOWN:
                break
            try:
                answer = self._cewen.ask(question)
            except CewenError:
                continue
            if not answer["refused"] and answer["citations"] and answer["confidence"] >= SURE:
                found.append(question)
        return found


def candidates(cewen: Cewen) -> Iterator[str]:
    """Yield questions by kind in turn: a place and a theme, a regulation, two places, a document."""
    table = cewen.themes()
    cells = sorted(
        ((count, theme, place) for theme, row in table["cells"].items() for place, count in row.items() if place),
        key=lambda cell: -cell[0],
    )
    seen: set[str] = set()
    places = [cell for cell in cells if not (cell[2] in seen or seen.add(cell[2]))]  # type: ignore[func-returns-value]
    documents = [d for d in cewen.list()["documents"] if not d["superseded_by"] and not d["duplicate_of"]]
    kinds = (
        [f"{place}在{theme}方面有哪些做法？" for _, theme, place in places],
        [f"《{d['title']}》什么时候起施行？" for d in documents if d["effective"] and "《" not in d["title"]],
        [
            f"{row[0]}和{row[1]}在{theme}方面有什么不同？"
            for theme, row in ((theme, [p for p in row if p]) for theme, row in table["cells"].items())
            if len(row) >= 2
        ],
        [f"{place}在{theme}方面取得了哪些成效？" for _, theme, place in places],
    )
    for group in zip_longest(*kinds):
        yield from (question for question in group if question)
