"""What the papers of one file have from each other: the place that all others speak for, the day of the issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.schema import DocumentFacts, FactSource, SourceDocument

_BRIEFING = "简报"


def with_facts_of_the_file(documents: Sequence[SourceDocument]) -> list[SourceDocument]:
    """Return a file's papers, each with what it does not tell itself and the others do.

    A county's file seldom holds a paper of no county; a briefing's items are of the day on which it was issued.
    """
    places = {document.facts.place for document in documents} - {""}
    first = documents[0].facts
    issue = first if _BRIEFING in first.genre else None
    return [_filled(document, places, issue) for document in documents]


def _filled(document: SourceDocument, places: set[str], issue: DocumentFacts | None) -> SourceDocument:
    facts, told = document.facts, list(document.fact_sources)
    if not facts.place and len(places) == 1:
        place = next(iter(places))
        facts = replace(facts, place=place)
        told.append(FactSource("place", "同一文件", place, "推测"))
    if issue is not None and not facts.genre:
        facts = replace(facts, genre=issue.genre)
        told.append(FactSource("genre", "同一文件", issue.title[:80], "推测"))
    # A collection of several counties' briefings is no issue of one day.
    of_the_issue = issue is not None and facts.place in ("", issue.place)
    if issue is not None and of_the_issue and issue.date and not facts.date and facts.genre == issue.genre:
        facts = replace(facts, date=issue.date)
        told.append(FactSource("date", "同一文件", issue.date, "推测"))
    return document if facts is document.facts else replace(document, facts=facts, fact_sources=tuple(told))
