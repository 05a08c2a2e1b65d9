"""Make found passages fit to be read: each thing said once, and whole sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from index import neighbours
from index.alike import group_same
from index.catalog import Catalog
from index.passage import Passage


def collapsed(passages: Sequence[Passage], out_of_force: Collection[str] = ()) -> list[Passage]:
    """Return passages, best first, those that say the same once; of them the best that is in force is kept.

    Passages that speak for different places are never one: 「我县投入350万元」 is another fact in each.
    """

    def same_place(one: int, other: int) -> bool:
        return passages[one].facts.place == passages[other].facts.place

    found: list[Passage] = []
    for group in group_same([passage.chunk.text for passage in passages], same_place):
        members = sorted((passages[position] for position in group), key=lambda p: p.chunk.doc_id in out_of_force)
        best = passages[group[0]].score
        found.append(replace(members[0], score=best, duplicates=tuple(members[1:])))
    return found


def extended(passages: Sequence[Passage], catalog: Catalog) -> list[Passage]:
    """Return passages with what stands directly before and after them where a paragraph or a sentence runs on."""
    around = catalog.surroundings([p.chunk.chunk_id for p in passages], neighbours.LONGEST + 100)
    found: list[Passage] = []
    for passage in passages:
        left, right = around.get(passage.chunk.chunk_id, ("", ""))
        text = passage.chunk.text
        found.append(replace(passage, before=neighbours.before(text, left), after=neighbours.after(text, right)))
    return found
