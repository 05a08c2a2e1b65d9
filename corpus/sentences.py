"""Cut a text into sentences with their offsets; a quotation is always the very characters of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？!?；;…]+[”’」』）)】》]*|\n+")
_OPEN, _CLOSE = "“‘「『（(《【", "”’」』）)》】"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text` is `source[start:end]`, without blanks around it."""

    start: int
    end: int
    text: str


def split_sentences(text: str, start: int = 0, *, semicolons: bool = True) -> list[Sentence]:
    """Return the sentences of a text in order; `start` is added to their offsets.

    A sentence ends at 。！？； and at a line's end, closing quotes included, and not inside quotes or brackets
    that close on the same line. With `semicolons` False, ；does not end a sentence.
    """
    sentences: list[Sentence] = []
    begin = 0
    for match in _END.finditer(text):
        mark = match[0]
        if mark[0] in "；;" and not semicolons:
            continue
        if mark[0] in ";!?" and match.end() < len(text) and text[match.end()].isascii() and text[match.end()].isalnum():
            continue
        if not mark.startswith("\n") and _inside(text, begin, match.start(), match.end()):
            continue
        _append(sentences, text, begin, match.end(), start)
        begin = match.end()
    _append(sentences, text, begin, len(text), start)
    return sentences


def paragraph_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return from where to where the line, or the lines, reach on which two offsets stand."""
    line_end = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end


def whole_sentences(text: str, start: int, end: int, longest: int) -> list[Sentence]:
    """Return the sentences of a text that begin between two offsets, whole even where the span cuts them.

    A sentence of more than `longest` characters is cut at its semicolons.
    """
    line_start, line_end = paragraph_span(text, start, end)
    found: list[Sentence] = []
    for sentence in split_sentences(text[line_start:line_end], line_start, semicolons=False):
        long = sentence.end - sentence.start > longest
        found += split_sentences(sentence.text, sentence.start) if long else [sentence]
    return [sentence for sentence in found if start <= sentence.start < end]


def _inside(text: str, begin: int, at: int, after: int) -> bool:
    """Tell whether an opened quote or bracket is still open here and closes later on this line."""
    depth: list[str] = []
    for character in text[begin:at]:
        if character in _OPEN:
            depth.append(_CLOSE[_OPEN.index(character)])
        elif depth and character == depth[-1]:
            depth.pop()
    if not depth or text[at:after].rstrip()[-1:] == depth[-1]:
        return False
    line_end = text.find("\n", after)
    rest = text[after : line_end if line_end >= 0 else len(text)]
    return depth[-1] in rest[:120]


def _append(sentences: list[Sentence], text: str, begin: int, end: int, offset: int) -> None:
    raw = text[begin:end]
    stripped = raw.strip()
    if stripped:
        lead = begin + len(raw) - len(raw.lstrip())
        sentences.append(Sentence(offset + lead, offset + lead + len(stripped), stripped))
