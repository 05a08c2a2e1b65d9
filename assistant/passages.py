"""A quotation in its passage: the words around it, of a table's row its cells with their heads."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.cells import cells_of, is_row
from corpus.schema import SourceDocument
from corpus.sections import path_at

Json = dict[str, Any]
# So many characters are shown before and behind a quotation, as far as its paragraph reaches.
WIDTH = 160


def around(document: SourceDocument, start: int, end: int, quote: str = "") -> Json:
    """Return the passage around a quotation in three pieces, with where it stands."""
    text = document.text
    if quote and text[start:end] != quote:
        start = text.find(quote)
        end = start + len(quote)
    found = 0 <= start < end <= len(text)
    row = found and is_row(text[start:end].strip())
    before, behind = ("", "") if not found or row else (_before(text, start), _behind(text, end))
    return {
        "found": found,
        "start": max(start, 0),
        "end": max(end, 0),
        "before": before,
        "quote": text[start:end] if found else quote,
        "behind": behind,
        "cells": [asdict(cell) for cell in cells_of(document, start, end)] if row else [],
        "section": list(path_at(document.sections, start)) if found else [],
        "page": document.page_at(start) if found else None,
        "title": document.facts.title,
        "effective": document.facts.effective,
        "document_number": document.facts.document_number,
    }


def _before(text: str, start: int) -> str:
    piece = text[max(0, start - WIDTH) : start]
    cut = piece.rfind("\n")
    return piece[cut + 1 :] if cut >= 0 else ("…" if start > WIDTH else "") + piece


def _behind(text: str, end: int) -> str:
    piece = text[end : end + WIDTH]
    cut = piece.find("\n")
    return piece[:cut] if cut >= 0 else piece + ("…" if end + WIDTH < len(text) else "")
