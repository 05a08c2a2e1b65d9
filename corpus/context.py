"""What a passage needs to be understood by itself: title, place, headings, a list's lead-in, a table's caption and head."""

from __future__ import annotations

import re

from corpus.layout import is_numbered
from corpus.schema import SourceDocument
from corpus.sentences import split_sentences

_RUN_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|其[一二三四五六]|第[一二三四五六七八九十]{1,2}[，,、])")
_FIRST_ITEM = re.compile(r"一是|其一|第一[，,、]")
_TABLE = "|"
LONGEST_LEAD_IN = 80
LONGEST_CAPTION = 60
# A lead-in stands at most so many items above.
FARTHEST = 30


def is_run_item(text: str) -> bool:
    """Tell whether a sentence is an item of a run in one paragraph: 「一是……」, 「其二……」, 「第三，……」."""
    return bool(_RUN_ITEM.match(text))


def context_of(document: SourceDocument, path: tuple[str, ...], start: int) -> str:
    """Return what is embedded and indexed with the passage that begins at `start`, under the headings of `path`."""
    facts, text = document.facts, document.text
    parts = [document.full_title]
    if facts.place and facts.place not in facts.title:
        parts.append(facts.place)
    parts += [heading for heading in path if heading != facts.title]
    above = table_context(text, start) if text.startswith(_TABLE, start) else [lead_in(text, start)]
    return " ".join([*parts, *(line for line in above if line and line not in parts)])


def table_context(text: str, start: int) -> list[str]:
    """Return the caption of the table whose row begins at `start`, and its head row where that is another row."""
    rows: list[str] = []
    caption = ""
    for line in reversed(text[:start].split("\n")):
        plain = line.strip()
        if plain.startswith(_TABLE) and not caption:
            rows.append(plain)
        elif plain:
            caption = _caption(plain)
            break
    return [caption, rows[-1] if rows else ""]


def _caption(line: str) -> str:
    """Return what the line above a table says of it: a short line, or the last sentence of what leads to it."""
    if len(line) <= LONGEST_CAPTION:
        return "" if line.endswith(("。", "；", "，")) else line
    return _short(split_sentences(line, 0)[-1].text) if line.endswith(("：", ":")) else ""


def lead_in(text: str, start: int) -> str:
    """Return the sentence that introduces the list whose item begins at `start`; empty for what is no item.

    It is the sentence before 「一是」 where the items run on in one paragraph, else the line above the first item.
    """
    line_start = text.rfind("\n", 0, start) + 1
    opening = text[start : start + 12]
    if _RUN_ITEM.match(opening) and line_start < start:
        first = _FIRST_ITEM.search(text, line_start, start)
        sentences = split_sentences(text[line_start : first.start()], line_start) if first else []
        return _short(text[sentences[-1].start : sentences[-1].end]) if sentences else ""
    if not (is_numbered(opening) or _RUN_ITEM.match(opening)):
        return ""
    for line in reversed(text[:line_start].split("\n")[-FARTHEST:]):
        plain = line.strip()
        if not plain or is_numbered(plain) or _RUN_ITEM.match(plain):
            continue
        if not plain.endswith(("：", ":")):
            return ""
        sentences = split_sentences(plain, 0)
        return _short(plain[sentences[-1].start : sentences[-1].end]) if sentences else ""
    return ""


def _short(sentence: str) -> str:
    plain = sentence.strip()
    return plain if len(plain) <= LONGEST_LEAD_IN else plain[-LONGEST_LEAD_IN:]
