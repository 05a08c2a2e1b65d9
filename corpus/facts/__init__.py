"""Read a document's facts from its text, each with where it was read and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.facts.dates import document_date, iso_date, spoken_period
from corpus.facts.origin import ISSUER_END, addressee, document_issuer, document_number
from corpus.facts.reading import Reading, filled_lines
from corpus.facts.title import document_genre, document_title
from corpus.gazetteer import region_of
from corpus.places import document_place, is_redacted
from corpus.privacy import secrecy_mark
from corpus.schema import DocumentFacts, FactSource
from corpus.versions import effective_date

__all__ = ["iso_date", "read_facts"]

_REGULATIONS = frozenset(["法规", "规范性文件", "名词解释"])


def read_facts(
    text: str, headings: dict[int, int], source: str, *, title: str = "", byline: str = "", notes: Sequence[str] = ()
) -> tuple[DocumentFacts, tuple[FactSource, ...]]:
    """Read the facts of one document, and where each of them was read.

    Args:
        text: the final text, without marks.
        headings: heading level by offset, 0 for a title, as the loader and the title finder marked them.
        source: path of the file; its name is the title of last resort.
        title: the title that the partition found, used where the text shows none of its own.
        byline: who wrote it, or whose it is, where only its collection says so.
        notes: lines that cleaning dropped: 「来源：…… 发布时间：……」 tells more than nothing.
    """
    head, tail = filled_lines(text[:1500])[:10], _tail(text)
    found = document_title(text, headings, title, source)
    genre = document_genre(found, title, text)
    issuer = document_issuer(tail, found.value, notes, head) or _by(byline)
    date = document_date(tail, head, notes)
    level = secrecy_mark(text)
    since = effective_date(text)
    readings: dict[str, Reading] = {
        "title": found,
        "place": _place(found.value, text, issuer.value)
        or _place(title, text, issuer.value)
        or _place(byline, text, issuer.value),
        "genre": genre,
        "date": date,
        "period": Reading("") if genre.value in _REGULATIONS else spoken_period(found.value, text, date.value),
        "issuer": issuer,
        "document_number": document_number(head, notes),
        "addressee": addressee(head),
        "effective": Reading(since, "正文", since, "确定") if since else Reading(""),
        "secrecy": Reading(level, "文首", level, "确定") if level else Reading(""),
    }
    values = {name: reading.value for name, reading in readings.items()}
    place = values["place"]
    facts = DocumentFacts(**values, region=region_of(place, found.value + text) if place else "")
    return facts, tuple(
        FactSource(name, reading.where, reading.quote[:80], reading.certainty)
        for name, reading in readings.items()
        if reading
    )


def _by(byline: str) -> Reading:
    """Return the office or school that a collection names as a paper's writer."""
    return Reading(byline, "目录", byline, "确定") if ISSUER_END.search(byline) else Reading("")


def _place(title: str, text: str, issuer: str) -> Reading:
    """Return the place that a document speaks for, and how plainly it says so."""
    place = document_place(title, text, issuer)
    if not place:
        return Reading("")
    if place in title:
        return Reading(place, "标题", title, "确定")
    if place in issuer:
        return Reading(place, "落款", issuer, "确定")
    first = text.find(place)
    if is_redacted(place):
        return Reading(place, "正文", place, "确定")
    if first < 0:
        # Only written short, 温江 for 温江区.
        short = place[:-1] if len(place) > 2 else place
        return Reading(place, "正文", f"{short}，全文 {text.count(short)} 次", "推测")
    start, end = max(0, first - 12), first + len(place) + 12
    quote = text[start:end].replace("\n", " ")
    return Reading(place, "文首" if first < 400 else "正文", quote, "较可能" if text.count(place) > 1 else "推测")


def _tail(text: str) -> list[str]:
    """Return the last lines that belong to the document itself: what stands after 附件 at a line's start does not."""
    lines = filled_lines(text)
    for position, line in enumerate(lines):
        if position > 3 and re.match(r"^附件\s*\d{0,2}\s*[:：]?\s*$", line):
            lines = lines[:position]
            break
    return lines[-8:]
