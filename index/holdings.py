"""What can be searched and read: the whole of a library, or the collections of it that one reader may see.

Both have the same engines. A limited one reads the catalog through a connection that shows nothing else
(`index.database`), every search is held to what that connection lists, and hits are looked up in it once more.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.themes import Taxonomy
from index.catalog import Catalog
from index.embeddings import TextEmbeddings
from index.engines import Engines
from index.exact import ExactVectors
from index.force import InForce
from index.lexical import LexicalIndex
from index.names import resolve
from index.pinned import Pinned
from index.query import Query
from index.records import DocumentRecord, Filters
from index.reranking import Reranker
from index.scope import Scope, Scopes
from index.vectors import VectorIndex


class Holdings:
    """Look into a library.

    Args:
        exact: all vectors of the library, to be held in memory once.
        total: the number of chunks in the whole library, where `catalog` shows a part of it.
    """

    def __init__(
        self,
        catalog: Catalog,
        engines: Engines,
        exact: ExactVectors,
        embeddings: TextEmbeddings,
        reranker: Reranker | None,
        taxonomy: Taxonomy,
        total: Callable[[], int] | None = None,
    ) -> None:
        self.catalog = catalog
        self.exact = exact
        self.embeddings = embeddings
        self.reranker = reranker
        self.taxonomy = taxonomy
        self._engines = engines
        self._in_force = InForce(catalog)
        self._scopes = Scopes(catalog, self._in_force, total)
        self._pinned = Pinned(catalog, self._in_force)
        self._duplicates: tuple[int, dict[str, str]] = (-1, {})

    @property
    def lexical(self) -> LexicalIndex:
        """Return the BM25 index, opened and up to date; it holds the whole library."""
        return self._engines.lexical

    @property
    def vectors(self) -> VectorIndex:
        """Return the Chroma index, opened, up to date and probed; it holds the whole library."""
        return self._engines.vectors

    def refill_vectors(self) -> None:
        """Throw Chroma's folder away and fill it from the catalog; nothing is embedded again."""
        self._engines.refill_vectors()

    def replaced(self, at: str = "9999-12-31") -> dict[str, str]:
        """Return which documents are replaced by which as of a date, by id."""
        return self._in_force.replaced(at)

    def amended(self) -> dict[str, tuple[str, ...]]:
        """Return by id which documents others, by their titles, amend in part."""
        return self._in_force.amended()

    def out_of_force(self, at: str = "9999-12-31") -> frozenset[str]:
        """Return the ids of versions of regulations that were replaced, or not yet in force, at a date."""
        return self._in_force.out_of_force(at)

    def duplicates(self) -> dict[str, str]:
        """Return by id which documents are duplicates, and of which others."""
        state = self.catalog.change_count()
        if self._duplicates[0] != state:
            self._duplicates = (state, self.catalog.duplicates())
        return self._duplicates[1]

    def scope(self, filters: Filters | None) -> Scope | None:
        """Return the documents that filters let through; None for all of the library."""
        return self._scopes.find(filters)

    def named(self, query: Query, scope: Scope | None = None) -> list[str]:
        """Return the ids of the chunks that a query names exactly, to go before all others."""
        return self._pinned.find(query, self.lexical, scope)

    def resolve(self, name: str) -> list[DocumentRecord]:
        """Return the documents that a doc_id, a file name, or an unambiguous beginning of either means."""
        return resolve(self.catalog.records(), name)
