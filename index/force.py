"""Which versions of regulations a library holds are in force; worked out once for each state of the catalog."""

from __future__ import annotations

from corpus.versions import Version, not_yet_in_force, superseded
from index.catalog import Catalog


class InForce:
    """Answer which documents are replaced or not yet in force at a date."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._state = -1
        self._versions: list[Version] = []
        self._replaced: dict[str, dict[str, str]] = {}
        self._out: dict[str, frozenset[str]] = {}

    def replaced(self, at: str = "9999-12-31") -> dict[str, str]:
        """Return which documents are replaced by which as of a date, by id."""
        self._renew()
        if at not in self._replaced:
            self._replaced[at] = superseded(self._versions, at)
        return self._replaced[at]

    def out_of_force(self, at: str = "9999-12-31") -> frozenset[str]:
        """Return the ids of versions of regulations that were replaced, or not yet in force, at a date."""
        self._renew()
        if at not in self._out:
            self._out[at] = frozenset(self.replaced(at)) | not_yet_in_force(self._versions, at)
        return self._out[at]

    def _renew(self) -> None:
        state = self._catalog.change_count()
        if self._state != state:
            self._state, self._versions = state, self._catalog.versions()
            self._replaced, self._out = {}, {}
