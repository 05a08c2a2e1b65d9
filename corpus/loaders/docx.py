"""Read Word files: paragraphs and tables in reading order, headings and list numbers as Word shows them.

Tracked changes are taken as accepted, headers and footers left out, footnotes and text boxes kept.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus import marks
from corpus.errors import UnreadableFile
from corpus.loaders.tables import markdown_table
from corpus.loaders.typed_tables import mark_tables
from corpus.loaders.word_numbering import ListNumbers

# 「1.⇥建立台账」 is an item of a list, and 「一、⇥总体要求⇥1」 a line of the contents.
_COUNTED_ITEM = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[•●▪◆·-])\t")
_STYLE = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_TEXT, _TAB, _BREAK, _DELETED = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr")), qn("w:del")
_MOVED, _BOX, _FALLBACK = (
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_NOTE_MARK = qn("w:footnoteReference")


def load(data: bytes) -> str:
    """Return the text of a .docx file, headings marked, tables as Markdown rows."""
    try:
        document = Document(BytesIO(data))
        numbers = ListNumbers(document)
        lines = [
            line for block in body_blocks(document.element.body, document) for line in _block_lines(block, numbers)
        ]
        lines = [line for run in _runs_of_tabs(lines) for line in run] + _footnotes(document)
    except Exception as error:  # python-docx and lxml raise many kinds on damaged packages
        raise UnreadableFile("Word 文件已损坏或加了密码，打不开", "请用 Word 或 WPS 打开后另存一份，再添加") from error
    return "\n".join(lines)


def _runs_of_tabs(lines: list[str]) -> Iterator[list[str]]:
    """Yield lines, those that stand together and hold tabs as the table that was typed with them, if they make one."""
    for tabbed, run in itertools.groupby(lines, key=lambda line: "\t" in line):
        together = list(run)
        typed = tabbed and not any(map(_COUNTED_ITEM.match, together))
        yield mark_tables("\n".join(together)).split("\n") if typed else together


def body_blocks(element: Any, parent: Any) -> Iterator[Paragraph | Table]:
    """Yield paragraphs and tables in reading order, those in content controls among them."""
    for child in element:
        if child.tag == qn("w:p"):
            yield Paragraph(child, parent)
        elif child.tag == qn("w:tbl"):
            yield Table(child, parent)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
            yield from body_blocks(child, parent)


def _block_lines(block: Paragraph | Table, numbers: ListNumbers) -> Iterator[str]:
    if isinstance(block, Table):
        yield ""
        yield from markdown_table(_cells(block))
        yield ""
        return
    text = _text(block._p).strip()
    number = numbers.next_for(block) if text else ""
    if number and not text.startswith(number):
        text = number + text
    level = _level(block)
    yield marks.heading(text, level) if text and level is not None else text
    for box in block._p.iter(_BOX):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield from filter(None, (_text(paragraph).strip() for paragraph in box.iter(qn("w:p"))))


def _text(element: Any) -> str:
    """Return the text of a paragraph as it reads with all changes accepted, without its text boxes."""
    pieces: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag in (_DELETED, _MOVED, _FALLBACK) or (node.tag == _BOX and node is not element):
            continue
        if node.tag == _TEXT:
            pieces.append(node.text or "")
        elif node.tag == _TAB and node.getparent().tag == qn("w:r"):
            pieces.append("\t")
        elif node.tag in _BREAK:
            pieces.append("\n")
        elif node.tag == _NOTE_MARK:
            pieces.append(f"〔注{node.get(qn('w:id'))}〕")
        stack.extend(reversed(node))
    return marks.strip_control_characters("".join(pieces))


def _footnotes(document: Any) -> list[str]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            from lxml import etree

            notes = etree.fromstring(relation.target_part.blob)
            found = [(note.get(qn("w:id")), _text(note).strip()) for note in notes if note.get(qn("w:type")) is None]
            return ["", *(f"〔注{number}〕{text}" for number, text in found if text)]
    return []


def _level(paragraph: Paragraph) -> int | None:
    style: Any = paragraph.style
    name = (style.name or "") if style is not None else ""
    if name.lower() in {"title", "标题"}:
        return marks.TITLE_LEVEL
    match = _STYLE.match(name)
    return int(match[1]) if match and len(paragraph.text) <= 80 else None


def _cells(table: Table) -> list[list[str]]:
    """Return the cells of a table as a full grid: a merged cell's text stands in each place that it covers."""
    return [
        ["\n".join(filter(None, (_text(paragraph) for paragraph in cell._tc.iter(qn("w:p"))))) for cell in row.cells]
        for row in table.rows
    ]
