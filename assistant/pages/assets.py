"""Gather the styles and scripts that stand beside the pages, to be sent with the first view; nothing is fetched."""

from __future__ import annotations

from importlib.resources import files

FIRST = "style.css"


def styles() -> str:
    """Return the style of all pages, the common one first."""
    return "\n".join(_read(".css"))


def head() -> str:
    """Return the scripts of all pages for the document's head."""
    return "".join(f"<script>\n{text}</script>\n" for text in _read(".js"))


def _read(suffix: str) -> list[str]:
    found = [entry for entry in files("assistant.pages").iterdir() if entry.name.endswith(suffix)]
    found.sort(key=lambda entry: (entry.name != FIRST, entry.name))
    return [entry.read_text(encoding="utf-8") for entry in found]
