"""The choices of the pages' filters: the places, genres and years that the library holds."""

from __future__ import annotations

import gradio as gr

from assistant.app import Cewen

ANY = "不限"
NAMED = {"place": "不限地方", "genre": "不限文种", "year": "不限年份"}
Choices = dict[str, list[tuple[str, str]]]


def of(cewen: Cewen) -> Choices:
    """Return what the library holds by place, genre and year, with the choice that narrows nothing first."""
    documents = cewen.list()["documents"]
    found = {
        "place": sorted({document["place"] for document in documents if document["place"]}),
        "genre": sorted({document["genre"] for document in documents if document["genre"]}),
        "year": sorted({document["date"][:4] for document in documents if document["date"]}, reverse=True),
    }
    return {name: [(NAMED[name], ANY), *((value, value) for value in values)] for name, values in found.items()}


def renewed(cewen: Cewen) -> list[gr.Dropdown]:
    """Return the filters with the choices of now."""
    found = of(cewen)
    return [gr.Dropdown(found[name]) for name in ("place", "genre", "year")]


def value(chosen: str | None) -> str:
    """Return a choice as a filter's value."""
    return "" if chosen in (None, ANY) else str(chosen)
