"""Where the office is: its fields, and under them, while it is typed, the place in full or those that may be meant."""

from __future__ import annotations

import re
from html import escape

import gradio as gr

from assistant.pages.desks import QUIET
from assistant.pages.markup import CLICKS, button, clicked
from corpus.gazetteer import lookup, suggest

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
SHOWN = 3


def own_fields(name: str) -> tuple[gr.Textbox, gr.Textbox]:
    """Add the fields of the office's place and name to the open Blocks; their ids begin with `name`."""
    place = gr.Textbox(
        "", label="本单位所在地", placeholder="例如：宿城区", max_length=30, min_width=150, elem_id=f"{name}-place"
    )
    office = gr.Textbox(
        "", label="本单位名称", placeholder="例如：宿城区教育局", max_length=60, min_width=200, elem_id=f"{name}-office"
    )
    return place, office


def hinted(place: gr.Textbox, elem_id: str) -> None:
    """Add what a place that is typed may mean to the open Blocks; a click on it fills the field."""
    hints = gr.HTML("", js_on_load=CLICKS, elem_id=elem_id)
    place.change(hints_html, place, hints, trigger_mode="always_last", **QUIET)
    hints.select(_chosen, None, [place, hints], **QUIET)


def hints_html(typed: str | None) -> str:
    """Return what the gazetteer knows of a place as far as it is typed; `select` tells which one was clicked."""
    text = (typed or "").strip()
    if not _HAN.fullmatch(text):
        # An input method passes its letters on while a word is being typed.
        return ""
    if found := lookup(text):
        regions = "、".join(dict.fromkeys(place.region for place in found[:SHOWN]))
        return f'<p class="cewen-meta">地名表里有：{escape(regions)}</p>'
    if offered := suggest(text):
        buttons = "".join(button(place.region, "place", name=place.name) for place in offered)
        return f'<div class="cewen-row"><span class="cewen-meta">是不是：</span>{buttons}</div>'
    return f'<p class="cewen-meta">地名表里没有「{escape(text)}」。新设的区县可以照用，否则请核对。</p>'


def _chosen(event: gr.EventData) -> tuple[str, str]:
    name = clicked(event)["name"]
    return name, hints_html(name)
