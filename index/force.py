"""Which versions of regulations a library holds are in force; worked out once for each state of the catalog."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.versions import Version, amended, not_yet_in_force, superseded
from index.catalog import Catalog


@dataclass(frozen=True, slots=True)
class _State:
    """The versions at one state of the catalog, and what was worked out of them; nothing of another state gets in."""

    at: int
    versions: tuple[Version, ...]
    replaced: dict[str, dict[str, str]] = field(default_factory=dict)
    out: dict[str, frozenset[str]] = field(default_factory=dict)
    amended: dict[str, tuple[str, ...]] = field(default_factory=dict)


class InForce:
    """Answer which documents are replaced or not yet in force at a date."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._state = _State(-1, ())

    def replaced(self, at: str = "9999-12-31") -> dict[str, str]:
        """Return which documents are replaced by which as of a date, by id."""
        return self._replaced(self._renewed(), at)

    def out_of_force(self, at: str = "9999-12-31") -> frozenset[str]:
        """Return the ids of versions of regulations that were replaced, or not yet in force, at a date."""
        state = self._renewed()
        if at not in state.out:
            state.out[at] = frozenset(self._replaced(state, at)) | not_yet_in_force(state.versions, at)
        return state.out[at]

    def amended(self) -> dict[str, tuple[str, ...]]:
        """Return which documents are amended in part by which, by id."""
        return self._renewed().amended

    def _replaced(self, state: _State, at: str) -> dict[str, str]:
        if at not in state.replaced:
            state.replaced[at] = superseded(state.versions, at)
        return state.replaced[at]

    def _renewed(self) -> _State:
        now = self._catalog.change_count()
        if self._state.at != now:
            versions = tuple(self._catalog.versions())
            self._state = _State(now, versions, amended=amended(versions))
        return self._state
