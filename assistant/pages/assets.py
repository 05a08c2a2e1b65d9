"""Gather the styles and scripts that stand beside the pages, to be sent with the first view; nothing is fetched."""

from __future__ import annotations

import json
from importlib.resources import files

from assistant.pages.english import ENGLISH

FIRST = "style.css"


def styles() -> str:
    """Return the style of all pages, the common one first."""
    return "\n".join(_read(".css"))


def head() -> str:
    """Return the scripts of all pages for the document's head, with the English for one of them."""
    english = json.dumps(ENGLISH, ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>\nwindow.cewenEnglish = {english};\n</script>\n" + "".join(
        f"<script>\n{text}</script>\n" for text in _read(".js")
    )


def _read(suffix: str) -> list[str]:
    found = [entry for entry in files("assistant.pages").iterdir() if entry.name.endswith(suffix)]
    found.sort(key=lambda entry: (entry.name != FIRST, entry.name))
    return [entry.read_text(encoding="utf-8") for entry in found]
