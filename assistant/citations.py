"""Citations: the numbered quotations under an answer or a draft, and the check of what cites them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from assistant.cells import TOTALS
from assistant.evidence import Evidence
from corpus.figures import find_figures
from corpus.gazetteer import stem
from corpus.places import is_redacted
from corpus.sentences import split_sentences

MARK = re.compile(r"\[(\d{1,3})\]")
UNSUPPORTED_NOTE = "（未在资料中找到依据）"


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


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text after the check: unsupported sentences are marked in it and listed."""

    text: str
    unsupported: tuple[str, ...]
    cited: frozenset[int]


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
    labels = [_bare(label) for label in evidence.cells[0].labels if not (whose and whose in label)]
    label = "".join(label for label in labels if not TOTALS.match(label))
    columns = [f"{_bare(cell.head)}{cell.written}" for cell in evidence.cells]
    if label and len(columns) == 1:
        return f"{label}（{_bare(evidence.cells[0].head)}）{evidence.cells[0].written}"
    return label + "、".join(columns)


def _bare(head: str) -> str:
    """Return a head without the unit in brackets behind it."""
    return re.sub(r"[（(](?:单位\s*[:：]\s*)?[\u4e00-\u9fff%]{1,4}[）)]$", "", head).strip()


def place_label(place: str) -> str:
    """Return how a place is shown: a blotted one is said to be blotted."""
    return f"{place}（材料隐去了地名）" if place and is_redacted(place) else place


def check_text(text: str, citations: Sequence[Citation]) -> CheckedText:
    """Check a text that a model wrote against the evidence that it was given.

    Each sentence must cite numbers that exist, each of its figures must stand in a sentence that it cites, and
    its quotations and document titles must be there verbatim. What fails is marked in place and listed.
    """
    by_number = {citation.n: citation for citation in citations}
    marked: list[str] = []
    unsupported: list[str] = []
    cited: set[int] = set()
    position = 0
    for start, end in _sentence_spans(text):
        sentence = text[start:end]
        marked.append(text[position:start])
        numbers = [int(number) for number in MARK.findall(sentence)]
        known = [number for number in numbers if number in by_number]
        cited.update(known)
        sources = "\n".join(by_number[number].quote for number in known)
        if len(known) == len(numbers) and supported(sentence, sources, cites=bool(known)):
            marked.append(sentence)
        else:
            plain = MARK.sub("", sentence).strip()
            unsupported.append(plain)
            kept = "".join(f"[{number}]" for number in known)
            body = MARK.sub("", sentence).rstrip()
            closing = body[-1] if body and body[-1] in "。！？；" else ""
            marked.append(f"{body[: len(body) - len(closing)]}{UNSUPPORTED_NOTE}{kept}{closing}")
        position = end
    marked.append(text[position:])
    return CheckedText("".join(marked), tuple(unsupported), frozenset(cited))


def supported(sentence: str, sources: str, *, cites: bool) -> bool:
    """Tell whether a sentence says nothing, of what can be checked exactly, that its sources do not say."""
    plain = MARK.sub("", sentence)
    if not any(character.isalnum() for character in plain):
        return True
    if not cites:
        # A sentence that only says what is not there needs no source, as long as it states no figure.
        return bool(re.search(r"资料(?:库)?中?(?:没有|未)", plain)) and not find_figures(plain)
    keys = {figure.key for figure in find_figures(sources)}
    if any(figure.key not in keys for figure in find_figures(plain)):
        return False
    quoted = re.findall(r"[“《]([^”》]{2,60})[”》]", plain)
    return all(quotation in sources for quotation in quoted)


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences with the marks that stand behind their full stop."""
    spans: list[tuple[int, int]] = []
    for sentence in split_sentences(text):
        behind = re.match(r"(?:\[\d{1,3}\])+[。！？；]?", text[sentence.start : sentence.end])
        if behind and spans and text[spans[-1][1] : sentence.start].strip() == "":
            spans[-1] = (spans[-1][0], sentence.start + behind.end())
            rest_start = sentence.start + behind.end()
            if text[rest_start : sentence.end].strip():
                spans.append((rest_start, sentence.end))
            continue
        spans.append((sentence.start, sentence.end))
    return spans
