"""The choices of the pages' filters: the places, genres and years that the library holds."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.app import Cewen

ANY = "不限"
NAMED = {"place": "不限地方", "genre": "不限文种", "year": "不限年份"}


def dropdown(name: str, label: str, **layout: Any) -> gr.Dropdown:
    """Add a filter to the open row; its choices come when the page is opened, each reader's own."""
    return gr.Dropdown([(NAMED[name], ANY)], value=ANY, label=label, container=False, **layout)


def renewed(cewen: Cewen) -> list[gr.Dropdown]:
    """Return the filters with the choices of now: what the library holds by place, genre and year."""
    documents = cewen.list()["documents"]
    found = {
        "place": sorted({document["place"] for document in documents if document["place"]}),
        "genre": sorted({document["genre"] for document in documents if document["genre"]}),
        "year": sorted({document["date"][:4] for document in documents if document["date"]}, reverse=True),
    }
    return [gr.Dropdown([(NAMED[name], ANY), *((value, value) for value in values)]) for name, values in found.items()]


def value(chosen: str | None) -> str:
    """Return a choice as a filter's value."""
    return "" if chosen in (None, ANY) else str(chosen)
