"""Fill a bureau's own Word file: its page and styles stay, the draft goes to 〔正文〕's place, {{正文}}, or replaces the text."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from corpus.errors import DraftError

BODY = "{{正文}}"
# Names of styles, the bureau's own first; Word's built-in ones are in English inside the file.
STYLES = {
    "title": ("公文标题", "文件标题", "Title", "标题"),
    "subtitle": ("公文副标题", "Subtitle", "副标题"),
    "addressee": ("主送机关", "公文主送", "Salutation", "称呼"),
    "heading1": ("公文一级标题", "一级标题", "Heading 1"),
    "heading2": ("公文二级标题", "二级标题", "Heading 2"),
    "heading3": ("公文三级标题", "三级标题", "Heading 3"),
    "body": ("公文正文", "正文缩进", "Normal Indent", "Body Text", "Normal"),
    "signature": ("公文署名", "署名", "落款", "Signature"),
}


class Template:
    """One opened template.

    Attributes:
        document: the Word document; paragraphs added to it end up where the text belongs after `settle`.
        fills: whether it names places to be filled, {{标题}} and so on.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.document: WordDocument = Document(str(path))
        except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise DraftError(f"模板 {path} 打不开", "模板要是没有加密的 .docx 文件") from error
        self._styles = {style.name: style for style in self.document.styles}
        self._mark = next((p for p in self.document.paragraphs if BODY in p.text), None)
        self.fills = self._mark is not None
        if not self.fills:
            self._clear()
        self._before = len(self.document.element.body)

    def fill(self, values: dict[str, str]) -> set[str]:
        """Put values into their places, {{名称}}, and return the names that had one."""
        filled: set[str] = set()
        for paragraph in self._paragraphs():
            for name, value in values.items():
                place = "{{" + name + "}}"
                if place in paragraph.text:
                    filled.add(name)
                    _replace(paragraph, place, value)
        return filled

    def style(self, paragraph: Paragraph, role: str) -> bool:
        """Give a paragraph the template's style for a role; False where it has none."""
        for name in STYLES[role]:
            if name in self._styles:
                paragraph.style = self._styles[name]
                return name not in ("Normal", "Body Text")
        return False

    def settle(self) -> None:
        """Move what was added to where the template wants the text."""
        if self._mark is None:
            return
        body: Any = self.document.element.body
        marker: Any = self._mark._p
        # The section's properties stay last; everything new stands right before them.
        new = [element for element in list(body)[self._before - 1 :] if element.tag != qn("w:sectPr")]
        for element in new:
            marker.addprevious(element)
        body.remove(marker)

    def _paragraphs(self) -> list[Paragraph]:
        cells = [cell for table in self.document.tables for row in table.rows for cell in row.cells]
        parts = [part for section in self.document.sections for part in (section.header, section.footer)]
        inner = [paragraph for holder in (*cells, *parts) for paragraph in holder.paragraphs]
        return [*self.document.paragraphs, *inner]

    def _clear(self) -> None:
        body: Any = self.document.element.body
        for element in list(body):
            if element.tag != qn("w:sectPr"):
                body.remove(element)


def _replace(paragraph: Paragraph, place: str, value: str) -> None:
    """Replace a text that Word may have cut into several runs; the first run's looks stay."""
    for run in paragraph.runs:
        if place in run.text:
            run.text = run.text.replace(place, value)
            return
    whole = paragraph.text.replace(place, value)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = whole
