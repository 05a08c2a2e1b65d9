"""The text of a Word file with the place of every character in it, so that a comment can stand at exact words.

Paragraphs in reading order, one a line; a table is a row a line, written `| a | b |`. Deleted text, text boxes,
headers and footers are left out, inserted text and links are in.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from corpus.loaders.docx import body_blocks

_SKIPPED = frozenset([qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pict"), qn("w:drawing")])
_STYLE = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a Word file; its text begins at `start`, `level` is that of a heading, 0 of a title."""

    paragraph: Paragraph
    start: int
    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class WordText:
    """The text of a Word file and its paragraphs."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> dict[int, int]:
        """Return the level of each heading by its offset."""
        return {block.start: block.level for block in self.blocks if block.level is not None and block.text.strip()}


def read_word(document: WordDocument) -> WordText:
    """Return the text of a Word file."""
    lines: list[str] = []
    blocks: list[Block] = []
    length = 0
    for element in body_blocks(document.element.body, document):
        if isinstance(element, Paragraph):
            text = paragraph_text(element)
            blocks.append(Block(element, length, text, _level(element)))
            lines.append(text)
            length += len(text) + 1
            continue
        for row in element.rows:
            line, found = _row(row, length)
            blocks += found
            lines.append(line)
            length += len(line) + 1
    return WordText("\n".join(lines), tuple(blocks))


def paragraph_text(paragraph: Paragraph) -> str:
    """Return the text of a paragraph as its runs hold it; breaks and tabs are one blank each."""
    return "".join(run_text(run) for run in text_runs(paragraph._p))


def text_runs(element: Any) -> Iterator[Any]:
    """Yield the runs of a paragraph that a reader sees, in order."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag not in _SKIPPED and child.tag != qn("w:p"):
            yield from text_runs(child)


def run_text(run: Any) -> str:
    """Return the text of one run."""
    return "".join(_unit(child) for child in run)


def runs_between(paragraph: Paragraph, start: int, end: int) -> list[Run]:
    """Return the runs that hold exactly these characters of a paragraph, cutting runs where need be."""
    for offset in (start, end):
        position = 0
        for run in list(text_runs(paragraph._p)):
            length = len(run_text(run))
            if position < offset < position + length:
                _cut(run, offset - position)
                break
            position += length
    found: list[Run] = []
    position = 0
    for run in text_runs(paragraph._p):
        length = len(run_text(run))
        if length and start <= position and position + length <= end:
            found.append(Run(run, paragraph))
        position += length
    return found


def _unit(child: Any) -> str:
    if child.tag == qn("w:t"):
        return re.sub(r"[\n\t]", " ", child.text or "")
    return " " if child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")) else ""


def _cut(run: Any, at: int) -> None:
    """Cut a run in two after so many characters; both keep its properties."""
    second = copy.deepcopy(run)
    position = 0
    for first_child, second_child in zip(list(run), list(second), strict=True):
        length = len(_unit(first_child))
        if first_child.tag == qn("w:rPr"):
            continue
        if position + length <= at:
            second.remove(second_child)
        elif position >= at:
            run.remove(first_child)
        else:
            text = first_child.text or ""
            for child, piece in ((first_child, text[: at - position]), (second_child, text[at - position :])):
                child.text = piece
                child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        position += length
    run.addnext(second)


def _row(row: Any, start: int) -> tuple[str, list[Block]]:
    """Return a row as a line; a cell that spans columns has its text in the first of them."""
    line = "|"
    blocks: list[Block] = []
    before: Any = None
    for cell in row.cells:
        line += " "
        if cell._tc is not before:
            for number, paragraph in enumerate(cell.paragraphs):
                line += " " if number else ""
                text = paragraph_text(paragraph).replace("|", "｜")
                blocks.append(Block(paragraph, start + len(line), text))
                line += text
        before = cell._tc
        line += " |"
    return line, blocks


def _level(paragraph: Paragraph) -> int | None:
    style: Any = paragraph.style
    name = (style.name or "") if style is not None else ""
    if name.lower() in {"title", "标题"}:
        return 0
    match = _STYLE.match(name)
    return int(match[1]) if match and len(paragraph.text) <= 80 else None
