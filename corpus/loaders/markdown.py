"""Read Markdown: headings become marks, emphasis and links become their words, tables stay as they are."""

from __future__ import annotations

import re

from corpus import marks
from corpus.loaders import plain

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\s]|\([^()]*\))+(?:\s+\"[^\"]*\")?\)")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def load(data: bytes) -> str:
    """Return the text of a Markdown file, headings marked."""
    return from_markdown(plain.load(data))


def from_markdown(text: str) -> str:
    """Return the text that Markdown source stands for, headings marked."""
    text = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    text = _LINK.sub(lambda match: match[1], text)
    text = _EMPHASIS.sub(lambda match: match[2], text)
    return _HEADING.sub(lambda match: marks.heading(match[2], len(match[1])), text)
