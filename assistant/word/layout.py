"""The page of GB/T 9704-2012 in python-docx: margins, grid, fonts by element, page numbers.

Sizes in points, lengths in millimetres. At 16 pt, 28 characters need 158 mm, so characters stand .3 pt closer;
with a line grid and an exact pitch of 28.95 pt a page holds 22 lines of 28 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22.0, 16.0, 14.0, 10.5
TEXT_WIDTH = 156
LATIN = "Times New Roman"
# Licensed fonts are named, never bundled; a machine without them takes the second.
ALTERNATIVES = {
    "方正小标宋简体": "宋体",
    "方正小标宋_GBK": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_BLANK = re.compile(r"(〔待补充：[^〕]*〕)")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a bureau's own rule may set otherwise."""

    line_pitch: float = 28.95
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋_GB2312"
    heading_font: str = "黑体"
    subheading_font: str = "楷体_GB2312"
    number_font: str = "宋体"


def new_document(layout: Layout) -> WordDocument:
    """Return an empty document with page, grid, body style and page numbers set."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(26)
    grid: Any = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(layout.line_pitch * 20)))
    style = document.styles["Normal"]
    style.font.size = Pt(SIZE_3)
    set_fonts(style.element.get_or_add_rPr(), layout.body_font)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(layout.line_pitch)
    style.paragraph_format.widow_control = False
    _name_alternatives(document)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, layout)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, layout)
    return document


def add_paragraph(
    document: WordDocument,
    text: str = "",
    *,
    font: str = "",
    size: float = SIZE_3,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: int = 0,
    right_indent: int = 0,
    bold: bool = False,
) -> Paragraph:
    """Add a paragraph; indents count characters, blanks in the text are highlighted."""
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    if indent:
        set_indent(paragraph, "firstLine", indent, size)
    if right_indent:
        set_indent(paragraph, "right", right_indent, size)
    add_text(paragraph, text, font=font, size=size, bold=bold)
    return paragraph


def add_text(
    paragraph: Paragraph,
    text: str,
    *,
    font: str = "",
    size: float | None = SIZE_3,
    bold: bool = False,
    highlight: WD_COLOR_INDEX | None = None,
) -> None:
    """Add text to a paragraph in runs, blanks highlighted; without a size it looks as its style says."""
    for piece in _BLANK.split(text):
        if not piece:
            continue
        run = paragraph.add_run(piece)
        if size is not None:
            _style_run(run, font, size, bold)
        if _BLANK.fullmatch(piece):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif highlight is not None:
            run.font.highlight_color = highlight


def add_mark(paragraph: Paragraph, text: str) -> None:
    """Add a superscript citation mark."""
    run = paragraph.add_run(text)
    run.font.superscript = True
    run.font.size = Pt(SIZE_4)


def _style_run(run: Run, font: str, size: float, bold: bool) -> None:
    run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    properties: Any = run._r.get_or_add_rPr()
    if font:
        set_fonts(properties, font)
    if size == SIZE_3:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-6")
        properties.append(spacing)


def set_fonts(properties: Any, east_asian: str) -> None:
    """Set the fonts of a run or style: this one for Chinese, Times New Roman for Latin."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")
    if properties.find(qn("w:lang")) is None:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        properties.append(language)


def set_indent(paragraph: Paragraph, side: str, characters: int, size: float) -> None:
    """Indent a paragraph by characters of a size; side is firstLine, left, right or hanging."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(characters * 100))
    indent.set(qn(f"w:{side}"), str(round(characters * size * 20)))


def _page_number(footer: _Footer, align: WD_ALIGN_PARAGRAPH, layout: Layout) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    side = "right" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left"
    set_indent(paragraph, side, 1, SIZE_4)
    for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = paragraph.add_run(text)
        run.font.size = Pt(SIZE_4)
        set_fonts(run._r.get_or_add_rPr(), layout.number_font)
        run._r.get_or_add_rPr().find(qn("w:rFonts")).set(qn("w:ascii"), layout.number_font)
        if field:
            for kind in ("begin", "instruction", "end"):
                run._r.append(_field(kind, field))


def _field(kind: str, code: str) -> Any:
    if kind == "instruction":
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = f" {code} "
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _name_alternatives(document: WordDocument) -> None:
    """Write the fall-back fonts into the file's font table, where Word and LibreOffice look for them."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part = relation.target_part
            entries = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
                for name, other in ALTERNATIVES.items()
            )
            part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
