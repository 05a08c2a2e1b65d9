"""The map of past experience: which place has done what, by theme, over the whole library."""

from __future__ import annotations

from collections import Counter
from typing import Any

from corpus.errors import CewenError
from corpus.gazetteer import is_within
from index.holdings import Holdings

Json = dict[str, Any]
# Passages of documents that speak for no place, laws above all, stand apart.
NOWHERE = ""


def theme_map(library: Holdings, theme: str = "", place: str = "") -> Json:
    """Return passages by theme and place.

    Returns:
        `themes` and `places` in the order of the table, `cells` as {theme: {place: passages}}; with a theme
        also `passages`, by place and in text order, each with its document.

    Raises:
        CewenError: the taxonomy has no such theme.
    """
    names = library.taxonomy.names
    if theme and theme not in names:
        near = [name for name in names if set(name) & set(theme)]
        raise CewenError(f"没有「{theme}」这个主题", "现有主题：" + "、".join(near or names))
    facts = {record.doc_id: record.facts for record in library.catalog.records()}
    cells: dict[str, Counter[str]] = {name: Counter() for name in names}
    listed: list[tuple[str, str]] = []
    for chunk_id, doc_id, themes in library.catalog.themed():
        where = facts[doc_id].place
        if place and not is_within(where, place, facts[doc_id].region):
            continue
        for name in themes:
            if name in cells and (not theme or name == theme):
                cells[name][where] += 1
                if theme:
                    listed.append((where, chunk_id))
    totals = sum(cells.values(), Counter[str]())
    places = [name for name, _ in totals.most_common() if name != NOWHERE]
    result: Json = {
        "themes": [name for name in names if cells[name]],
        "places": places + ([NOWHERE] if NOWHERE in totals else []),
        "cells": {name: dict(counts) for name, counts in cells.items() if counts},
    }
    if theme:
        result["passages"] = _passages(library, listed, places)
    return result


def _passages(library: Holdings, listed: list[tuple[str, str]], places: list[str]) -> list[Json]:
    chunks = library.catalog.chunks([chunk_id for _, chunk_id in listed])
    facts = library.catalog.facts_of({chunk.doc_id for chunk in chunks.values()})
    order = {name: number for number, name in enumerate(places)}
    passages = [
        {
            "place": where,
            "doc_id": chunks[chunk_id].doc_id,
            "chunk_id": chunk_id,
            "title": facts[chunks[chunk_id].doc_id][0].title,
            "date": facts[chunks[chunk_id].doc_id][0].date,
            "section": list(chunks[chunk_id].section),
            "text": chunks[chunk_id].text,
        }
        for where, chunk_id in listed
    ]
    return sorted(passages, key=lambda passage: order.get(str(passage["place"]), len(order)))
