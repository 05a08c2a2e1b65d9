"""Citations: the numbered quotations under an answer or a draft, and the check of what cites them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from assistant.cells import TOTALS
from assistant.evidence import Evidence
from corpus.gazetteer import stem
from corpus.places import is_redacted

MARK = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered quotation: `quote` is the very text of the document from `start` to `end`.

    Attributes:
        cell: of a table's row, what was read from it, with row and column heads and unit; else empty.
    """

    n: int
    doc_id: str
    title: str
    file: str
    section: tuple[str, ...]
    place: str
    date: str
    page: int | None
    quote: str
    start: int
    end: int
    cell: str = ""


def cite(n: int, evidence: Evidence) -> Citation:
    """Return a piece of evidence as the citation number n."""
    document = evidence.document
    return Citation(
        n=n,
        doc_id=document.doc_id,
        title=document.facts.title,
        file=PurePath(document.source).name,
        section=evidence.section,
        place=evidence.place,
        date=document.facts.date,
        page=document.page_at(evidence.start),
        quote=evidence.text,
        start=evidence.start,
        end=evidence.end,
        cell=cells_written(evidence),
    )


def cells_written(evidence: Evidence) -> str:
    """Return the cells that answer, each with the heads of its row and column: 招聘教师（2023年）137人."""
    if not evidence.cells:
        return ""
    whose = stem(evidence.place) if evidence.place else ""
    labels = [bare_head(label) for label in evidence.cells[0].labels if not (whose and whose in label)]
    label = "".join(label for label in labels if not TOTALS.match(label))
    columns = [f"{bare_head(cell.head)}{cell.written}" for cell in evidence.cells]
    if label and len(columns) == 1:
        return f"{label}（{bare_head(evidence.cells[0].head)}）{evidence.cells[0].written}"
    return label + "、".join(columns)


def bare_head(head: str) -> str:
    """Return a head without the unit in brackets behind it."""
    return re.sub(r"[（(](?:单位\s*[:：]\s*)?[\u4e00-\u9fff%]{1,4}[）)]$", "", head).strip()


def place_label(place: str) -> str:
    """Return how a place is shown: a blotted one is said to be blotted."""
    return f"{place}（材料隐去了地名）" if place and is_redacted(place) else place
