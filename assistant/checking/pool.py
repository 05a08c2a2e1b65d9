"""The part of the library that bears on a draft, read as statements: what a draft is checked against.

A small library is taken whole; of a large one the documents of the places concerned and those that a search
finds for the draft's sentences. What was read is kept for the next check until the library changes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import PurePath

from assistant.checking.draft import Draft
from assistant.checking.findings import Source
from assistant.checking.statements import Quantity, Statement, read_statements
from assistant.matching import rarity
from corpus.schema import SourceDocument
from corpus.tokenizer import fold, telling
from corpus.versions import regulation_key
from index.halves import lexical_hits
from index.holdings import Holdings
from index.records import Filters

# Above so many documents a search chooses.
WHOLE = 60
MOST = 90
OWN = 60
HITS = 12
# So many documents are kept read.
KEPT = 500
MOST_SIMILAR = 24
# 文种 whose rules hold for places below: a county's report may quote its city's 办法.
RULES = frozenset(["法规", "规范性文件", "通知", "意见", "决定", "政策解读", "规划", "名词解释"])


@dataclass(frozen=True, slots=True)
class Held:
    """One document with its statements; `replaced_by` names the version in force where it is not."""

    document: SourceDocument
    statements: tuple[Statement, ...]
    squeezed: str
    replaced_by: str = ""

    @property
    def sets_rules(self) -> bool:
        """Tell whether other places' papers may quote it as theirs."""
        return self.document.facts.genre in RULES


class Shelf:
    """Keep documents read as statements."""

    def __init__(self, library: Holdings) -> None:
        self._library = library
        self._read: dict[str, tuple[SourceDocument, tuple[Statement, ...], str]] = {}
        self._at = -1

    def pool_for(self, draft: Draft, still: Callable[[], None]) -> Pool:
        """Return what of the library bears on a draft; the draft itself is left out. `still` is called at each step."""
        catalog = self._library.catalog
        if self._at != catalog.change_count() or len(self._read) > KEPT:
            self._read.clear()
            self._at = catalog.change_count()
        replaced = self._library.replaced()
        itself = squeeze(draft.text)
        held: list[Held] = []
        for doc_id in self._choose(draft, replaced, still):
            still()
            document, statements, squeezed = self._statements(doc_id)
            if document is None or document.revision == draft.revision or squeezed == itself:
                continue
            held.append(Held(document, statements, squeezed, replaced.get(doc_id, "")))
        return Pool(held)

    def document(self, doc_id: str) -> SourceDocument | None:
        """Return a whole document."""
        return self._library.catalog.document(doc_id)

    def _choose(self, draft: Draft, replaced: dict[str, str], still: Callable[[], None]) -> list[str]:
        """Return the ids of the documents to check against."""
        catalog = self._library.catalog
        versions = catalog.versions()
        if len(versions) <= WHOLE:
            return [version.doc_id for version in versions]
        scores: dict[str, float] = defaultdict(float)
        scope = self._library.scope(Filters(place=draft.place)) if draft.place else None
        own = sorted(scope.doc_ids) if scope is not None else []
        everything = self._library.scope(None)
        for statement in draft.statements:
            still()
            if len(statement.text) < 6:
                continue
            searches = [lexical_hits(self._library, statement.text, HITS, everything)]
            if own and statement.quantities:
                searches.append(self._library.lexical.search(statement.text, HITS, own))
            for hits in searches:
                best = hits[0][1] if hits else 1.0
                for chunk_id, score in hits:
                    scores[chunk_id.split(":")[0]] += score / best
        named = {regulation_key(title) for title in re.findall(r"《([^《》]{4,60})》", draft.text)} - {""}
        chosen = [version.doc_id for version in versions if regulation_key(version.title) in named]
        chosen += own if len(own) <= OWN else sorted(own, key=lambda doc_id: -scores[doc_id])[:OWN]
        chosen += sorted(scores, key=lambda doc_id: -scores[doc_id])[:MOST]
        chosen += [replaced[doc_id] for doc_id in chosen if doc_id in replaced]
        return list(dict.fromkeys(chosen))

    def _statements(self, doc_id: str) -> tuple[SourceDocument | None, tuple[Statement, ...], str]:
        if doc_id not in self._read:
            document = self._library.catalog.document(doc_id)
            if document is None:
                return None, (), ""
            facts = document.facts
            statements = read_statements(
                document.text, facts.title, facts.place, facts.date, document.sections, self._library.catalog.places()
            )
            self._read[doc_id] = (document, tuple(statements), squeeze(document.text))
        return self._read[doc_id]


class Pool:
    """Find statements by what they say and by their figures.

    Attributes:
        held: the documents.
        statements: every statement with the number of its document.
    """

    def __init__(self, held: Sequence[Held]) -> None:
        self.held = tuple(held)
        self.statements: list[tuple[int, Statement]] = [
            (number, statement) for number, one in enumerate(held) for statement in one.statements
        ]
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._by_value: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for position, (_, statement) in enumerate(self.statements):
            for word in statement.words:
                self._holding[word].append(position)
            for quantity in statement.quantities:
                self._by_value[value_key(quantity)].append(position)
        self._weights: dict[str, float] = {}
        self._similar: dict[frozenset[str], list[tuple[int, float]]] = {}

    def weight(self, word: str) -> float:
        """Return how telling a word is among these documents."""
        known = self._weights.get(word)
        if known is None:
            known = rarity(len(self.statements), len(self._holding.get(word, ()))) * telling(word)
            self._weights[word] = known
        return known

    def similar(self, words: frozenset[str], limit: int) -> list[tuple[int, float]]:
        """Return the positions of the statements that share most with these words, best first, with their share."""
        if words not in self._similar:
            scores: dict[int, float] = defaultdict(float)
            total = 0.0
            for word in words:
                weight = self.weight(word)
                total += weight
                for position in self._holding.get(word, ()):
                    scores[position] += weight
            best = nlargest(MOST_SIMILAR, scores.items(), key=lambda item: (item[1], -item[0]))
            self._similar[words] = [(position, score / total) for position, score in best]
        return self._similar[words][:limit]

    def with_value(self, quantity: Quantity, limit: int = 60) -> list[int]:
        """Return the positions of statements that hold a figure of the same number."""
        return self._by_value.get(value_key(quantity), [])[:limit]

    def source(self, number: int, statement: Statement) -> Source:
        """Return a statement as the source of a finding."""
        document = self.held[number].document
        return Source(
            document.doc_id,
            document.facts.title,
            PurePath(document.source).name,
            statement.place,
            document.facts.date,
            document.text[statement.start : statement.end],
            statement.start,
            statement.end,
        )


def value_key(quantity: Quantity) -> tuple[object, ...]:
    """Return the number of a quantity without its unit."""
    figure = quantity.figure
    if figure.value is None:
        return figure.key
    return (figure.value.normalize(), figure.high.normalize() if figure.high is not None else None)


def squeeze(text: str) -> str:
    """Return a text's letters and digits alone, for telling the same text from another."""
    return re.sub(r"[\W_]+", "", fold(text))
