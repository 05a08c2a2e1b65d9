"""Example questions from the library's own contents; each was asked before it is shown, and answered."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from assistant.app import Cewen
from corpus.errors import CewenError

SHOWN, TRIED, READ = 4, 24, 24
SURE = 0.6
# So long a page waits for examples in the making; they are there when it is opened next.
PATIENCE = 1.5
_FIGURE = re.compile(
    r"(招聘|培训|投入|资助|新建|改造|建成|新增|划分为)([\u4e00-\u9fff]{2,8}?)(\d[\d.]*)(万元|亿元|人次|人|所|个)"
)
Candidate = tuple[str, str]


class Examples:
    """Find example questions, anew whenever the library has changed."""

    def __init__(self, cewen: Cewen) -> None:
        self._cewen = cewen
        self._lock = threading.Lock()
        self._finding: threading.Thread | None = None
        self._found: list[str] = []
        self._at = -1

    def questions(self, patience: float = PATIENCE) -> list[str]:
        """Return questions that this library answers, as far as they are found by now."""
        with self._lock:
            now = self._cewen.library.catalog.change_count()
            if now != self._at and (self._finding is None or not self._finding.is_alive()):
                self._finding = threading.Thread(target=self._find, args=(now,), daemon=True)
                self._finding.start()
        if self._finding is not None:
            self._finding.join(patience)
        # What was found before a change may be of a document that is closed or gone by now.
        return self._found if self._at == now else []

    def _find(self, at: int) -> None:
        found: list[str] = []
        for tried, (question, figure) in enumerate(candidates(self._cewen)):
            if tried >= TRIED or len(found) >= SHOWN:
                break
            if question not in found and self._answers(question, figure):
                found.append(question)
        self._found, self._at = found, at

    def _answers(self, question: str, figure: str) -> bool:
        try:
            answer = self._cewen.ask(question)
        except CewenError:
            return False
        return bool(
            not answer["refused"]
            and answer["citations"]
            and answer["confidence"] >= SURE
            and figure in answer["answer"]
        )


def candidates(cewen: Cewen) -> Iterator[Candidate]:
    """Yield questions, each with what its answer must hold: figures, a place and a theme, regulations, two places."""
    table = cewen.themes()
    documents = [d for d in cewen.list()["documents"] if not d["superseded_by"] and not d["duplicate_of"]]
    practices = [f"{place}在{theme}方面有哪些做法？" for place, theme in _strongest(table)]
    since = [f"《{d['title']}》什么时候起施行？" for d in documents if d["effective"] and "《" not in d["title"]]
    rows = ((theme, [place for place in row if place]) for theme, row in table["cells"].items())
    differences = [f"{row[0]}和{row[1]}在{theme}方面有什么不同？" for theme, row in rows if len(row) >= 2]
    plain = ([(question, "") for question in kind] for kind in (practices, since, differences))
    for group in zip_longest(_figures(cewen, documents), *plain):
        yield from filter(None, group)


def _strongest(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each place with the theme that it has most passages of, no theme twice while others are left."""
    taken: set[str] = set()
    for place in filter(None, table["places"]):
        counts = {theme: row[place] for theme, row in table["cells"].items() if place in row}
        theme = max(counts, key=lambda name: (name not in taken, counts[name]))
        taken.add(theme)
        yield place, theme


def _figures(cewen: Cewen, documents: list[dict[str, Any]]) -> Iterator[Candidate]:
    asked: set[str] = set()
    for listed in [d for d in documents if d["place"] and d["place"] not in asked][:READ]:
        document = cewen.document(listed["doc_id"])
        match = _FIGURE.search(document.text) if document and listed["place"] not in asked else None
        if match:
            asked.add(listed["place"])
            verb, what, figure, unit = match.groups()
            yield f"{listed['place']}{verb}{what}多少{unit}？", figure
