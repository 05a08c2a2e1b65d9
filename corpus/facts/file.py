"""What the papers of one file have from each other: the place that all others speak for, the day of the issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.facts.dates import document_date
from corpus.facts.reading import Reading, filled_lines
from corpus.places import document_place, find_places, names_another, self_level
from corpus.schema import DocumentFacts, FactSource, SourceDocument
from corpus.titles import looks_like_title

_BRIEFING = "简报"
_OF_NO_DAY = frozenset(["法规", "规范性文件", "名词解释"])


def with_facts_of_the_file(documents: Sequence[SourceDocument], head: str = "") -> list[SourceDocument]:
    """Return a file's papers, each with what it does not tell itself and the others do.

    A county's file seldom holds a paper of no county; a briefing's items are of the day on which it was issued.

    Args:
        documents: the papers of the file, in order.
        head: what stands above the first of them: 「沅平市教育局办公室编」 over several counties' and the city's own.
    """
    issuing = {mention.name for mention in find_places(head)}
    places = {document.facts.place for document in documents} - {""}
    title = next((line for line in filled_lines(head) if looks_like_title(line)), "")
    if not places and (whole := document_place(title, title)):
        # 「临沔县2018年……交流材料汇编」 of its towns and schools
        places = {whole}
    first = documents[0].facts
    issue = first if _BRIEFING in first.genre else None
    # 「（2015年6月18日）」 under the title of a meeting's papers
    collected = document_date([], filled_lines(head), [])
    filled = [_filled(document, places, issuing, issue) for document in documents]
    if first.title and first.title in collected.quote:
        # The day in the first paper's own title, 「……讲话（2024年2月27日）」, is none of the others'.
        return [_dated(filled[0], collected), *filled[1:]]
    return [_dated(document, collected) for document in filled]


def _dated(document: SourceDocument, collected: Reading) -> SourceDocument:
    """Return a paper with the day of its collection, where it tells none itself."""
    if document.facts.date or not collected or document.facts.genre in _OF_NO_DAY:
        return document
    told = FactSource("date", "同一文件", collected.quote[:80], "推测")
    return replace(
        document, facts=replace(document.facts, date=collected.value), fact_sources=(*document.fact_sources, told)
    )


def _filled(
    document: SourceDocument, places: set[str], issuing: set[str], issue: DocumentFacts | None
) -> SourceDocument:
    facts, told = document.facts, list(document.fact_sources)
    # 「我市」 under the head of a city's office is that city.
    of_the_issuer = {name for name in issuing if name[-1] == self_level(document.text)[0]}
    whose = of_the_issuer or places
    place = next(iter(whose)) if len(whose) == 1 else ""
    if not facts.place and place and not names_another(document.text, place):
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
