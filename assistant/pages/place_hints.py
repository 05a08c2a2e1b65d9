"""What stands under a field for a place while it is typed: the place in full, or the places that may be meant."""

from __future__ import annotations

import re
from html import escape

from assistant.pages.markup import button
from corpus.gazetteer import lookup, suggest

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
SHOWN = 3


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
