"""Read Word files: paragraphs and tables in reading order, headings marked by their style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus import marks
from corpus.errors import UnreadableFile
from corpus.loaders.tables import markdown_table

_STYLE = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


def load(data: bytes) -> str:
    """Return the text of a .docx file, headings marked, tables as Markdown rows."""
    try:
        document = Document(BytesIO(data))
        lines = [line for block in document.iter_inner_content() for line in _block_lines(block)]
    except Exception as error:  # python-docx and lxml raise many kinds on damaged packages
        raise UnreadableFile("Word 文件已损坏或加了密码，打不开", "请用 Word 或 WPS 打开后另存一份，再添加") from error
    return "\n".join(lines)


def _block_lines(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Table):
        yield ""
        yield from markdown_table(_cells(block))
        yield ""
        return
    text = marks.strip_control_characters(block.text).strip()
    level = _level(block)
    yield marks.heading(text, level) if text and level is not None else text


def _level(paragraph: Paragraph) -> int | None:
    style: Any = paragraph.style
    name = (style.name or "") if style is not None else ""
    if name.lower() in {"title", "标题"}:
        return marks.TITLE_LEVEL
    match = _STYLE.match(name)
    return int(match[1]) if match and len(paragraph.text) <= 80 else None


def _cells(table: Table) -> list[list[str]]:
    return [[marks.strip_control_characters(cell.text) for cell in row.cells] for row in table.rows]
