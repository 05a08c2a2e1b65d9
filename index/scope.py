"""Which documents filters let through, as a scope that both halves of a search are held to.

The facts that filters ask about are held in memory as numbers, read anew when the catalog has changed: at
58,000 documents a new filter takes some milliseconds, the same one again none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np

from corpus.gazetteer import is_within
from index.catalog import Catalog
from index.force import InForce
from index.lexical import document_number
from index.records import Filters

Value = TypeVar("Value")
# Filters of one sitting; each holds the ids of the documents that it lets through.
REMEMBERED = 32


@dataclass(frozen=True, eq=False)
class Scope:
    """The documents that a search is held to, and which share of the library's chunks they have."""

    doc_ids: frozenset[str]
    share: float

    def __len__(self) -> int:
        return len(self.doc_ids)

    @cached_property
    def numbers(self) -> np.ndarray:
        """Return the documents as numbers in ascending order, as the BM25 index holds them."""
        return np.sort(np.array([document_number(doc_id) for doc_id in self.doc_ids], dtype=np.int64))

    def holds(self, chunk_id: str) -> bool:
        """Tell whether a chunk is of one of the documents."""
        return chunk_id.partition(":")[0] in self.doc_ids


class _Facts:
    """Hold the facts of all documents as columns of numbers, one number a distinct value."""

    def __init__(self, catalog: Catalog) -> None:
        rows = catalog.rows("SELECT doc_id, place, region, genre, date, title FROM documents ORDER BY source, part")
        chunks = {r["doc_id"]: r["n"] for r in catalog.rows("SELECT doc_id, count(*) AS n FROM chunks GROUP BY doc_id")}
        self.doc_ids = [row["doc_id"] for row in rows]
        self.chunks = np.array([chunks.get(doc_id, 0) for doc_id in self.doc_ids], dtype=np.int64)
        self.places, self.place = _numbered([(row["place"], row["region"]) for row in rows])
        self.genres, self.genre = _numbered([row["genre"] for row in rows])
        # A document without a date is of the years that its title names.
        self.years, self.year = _numbered([row["date"][:4] or row["title"] for row in rows])
        self.dated = np.array([bool(row["date"]) for row in rows], dtype=bool)

    def mask(self, filters: Filters) -> np.ndarray:
        """Return which documents place, genre and year let through."""
        let_through = np.ones(len(self.doc_ids), dtype=bool)
        if filters.place:
            inside = [is_within(place, filters.place, region) for place, region in self.places]
            let_through &= np.array(inside, dtype=bool)[self.place]
        if filters.genre:
            let_through &= np.array([genre == filters.genre for genre in self.genres], dtype=bool)[self.genre]
        if filters.year:
            same = np.array([year == filters.year for year in self.years], dtype=bool)[self.year]
            named = np.array([filters.year in year for year in self.years], dtype=bool)[self.year]
            let_through &= np.where(self.dated, same, named)
        return let_through


class Scopes:
    """Find the scope of filters; where the catalog shows a part of `total` chunks, no filters are a scope, too."""

    def __init__(self, catalog: Catalog, in_force: InForce, total: Callable[[], int] | None = None) -> None:
        self._catalog = catalog
        self._in_force = in_force
        self._total = total
        self._state = -1
        self._facts: _Facts | None = None
        self._known: dict[tuple[Filters, str], Scope] = {}

    def find(self, filters: Filters | None) -> Scope | None:
        """Return the documents that filters let through; None where they narrow nothing."""
        filters = filters or Filters()
        if filters.empty and self._total is None:
            return None
        state = self._catalog.change_count()
        if self._state != state or self._facts is None:
            self._state, self._facts, self._known = state, _Facts(self._catalog), {}
        today = date.today().isoformat() if filters.in_force else ""
        facts, known = self._facts, self._known
        scope = known.get((filters, today))
        if scope is None:
            scope = self._scope(filters, facts, today)
            while len(known) >= REMEMBERED:
                known.pop(next(iter(known)), None)
            known[filters, today] = scope
        return scope

    def _scope(self, filters: Filters, facts: _Facts, today: str) -> Scope:
        let_through = facts.mask(filters)
        if filters.doc_ids:
            asked = frozenset(filters.doc_ids)
            let_through &= np.array([doc_id in asked for doc_id in facts.doc_ids], dtype=bool)
        if filters.in_force and (out := self._in_force.out_of_force(today)):
            let_through &= np.array([doc_id not in out for doc_id in facts.doc_ids], dtype=bool)
        found = frozenset(facts.doc_ids[number] for number in np.flatnonzero(let_through))
        whole = int(facts.chunks.sum()) if self._total is None else self._total()
        return Scope(found, int(facts.chunks[let_through].sum()) / whole if whole else 0.0)


def _numbered(values: list[Value]) -> tuple[list[Value], np.ndarray]:
    numbers: dict[Value, int] = {}
    column = np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
    return list(numbers), column
