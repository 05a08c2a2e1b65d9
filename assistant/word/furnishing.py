"""What stands around the text of a paper: tables, letterhead (红头) and imprint (版记)."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.word.layout import SIZE_3, SIZE_4, TEXT_WIDTH, Layout, add_paragraph, add_text, set_indent
from assistant.word.options import ExportOptions

RED = "FF0000"
# 发文机关标志 as large as its name allows: the width of the text block over its characters, at most 初号.
LARGEST_MARK = 42.0
SHORT_TABLE = 12
# The red line stands 4 mm below the number.
LINE_BELOW = 11.3


def add_table(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    """Add a table as wide as the text: its head centred and repeated on each page, rows never torn."""
    columns = max(len(row) for row in rows)
    table: Any = document.add_table(rows=0, cols=columns)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _borders(table)
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, (*row, *("",) * (columns - len(row))), strict=True):
            cell.width = Mm(TEXT_WIDTH / columns)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            # A short table stays on one page.
            paragraph.paragraph_format.keep_with_next = len(rows) <= SHORT_TABLE and number < len(rows) - 1
            centred = number == 0 or _is_figure(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
            add_text(paragraph, text, size=SIZE_4)
        properties: Any = table.rows[-1]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _is_figure(text: str) -> bool:
    return bool(text) and all(character.isdigit() or character in ".,%％-—" for character in text.strip())


def _borders(table: Table) -> None:
    properties: Any = table._tbl.tblPr
    borders: Any = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_line(side, "4", "000000"))
    properties.append(borders)


def _line(side: str, size: str, color: str) -> Any:
    line: Any = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", color)):
        line.set(qn(f"w:{name}"), value)
    return line


def rule(paragraph: Paragraph, side: str, size: str, color: str) -> None:
    """Draw a line over or under a paragraph; its size counts eighths of a point."""
    properties: Any = paragraph._p.get_or_add_pPr()
    border: Any = OxmlElement("w:pBdr")
    border.append(_line(side, size, color))
    # The schema wants borders before spacing, indents and alignment.
    properties.insert(1 if properties.find(qn("w:pStyle")) is not None else 0, border)


def add_letterhead(document: WordDocument, options: ExportOptions, layout: Layout) -> None:
    """Add the red head: serial number, issuer in red, number and signer, the red line under them."""
    add_paragraph(document, options.serial)
    mark = add_paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER)
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    size = min(LARGEST_MARK, TEXT_WIDTH / 25.4 * 72 / (len(options.letterhead) + 1))
    add_text(mark, options.letterhead, font=layout.title_font, size=size)
    for run in mark.runs:
        run.font.color.rgb = RGBColor.from_string(RED)
    add_paragraph(document)
    number = add_paragraph(document)
    if options.signer:
        # A paper sent upwards: the number left, who signed it right, each a character in.
        set_indent(number, "left", 1, SIZE_3)
        set_indent(number, "right", 1, SIZE_3)
        number.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - 6), _right_tab())
        add_text(number, f"{options.number}\t签发人：")
        add_text(number, options.signer, font=layout.subheading_font)
    else:
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_text(number, options.number)
    line = add_paragraph(document)
    line.paragraph_format.line_spacing = Pt(LINE_BELOW)
    rule(line, "bottom", "18", RED)
    add_paragraph(document)
    add_paragraph(document)


def _right_tab() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT


def add_imprint(document: WordDocument, options: ExportOptions) -> None:
    """Add the imprint at the end: copies to whom, issued by whom and when, between black lines."""
    add_paragraph(document)
    lines = []
    if options.copies:
        lines.append(f"抄送：{options.copies.rstrip('。')}。")
    lines.append(
        f"{options.issuer or options.letterhead.removesuffix('文件')}\t{options.date or '〔待补充：印发日期〕'}印发"
    )
    for position, text in enumerate(lines):
        paragraph = add_paragraph(document)
        set_indent(paragraph, "left", 1, SIZE_4)
        set_indent(paragraph, "right", 1, SIZE_4)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - 5), _right_tab())
        paragraph.paragraph_format.line_spacing = Pt(28)
        paragraph.paragraph_format.keep_with_next = position < len(lines) - 1
        add_text(paragraph, text, size=SIZE_4)
        rule(paragraph, "top", "8" if position == 0 else "6", "000000")
        if position == len(lines) - 1:
            border: Any = paragraph._p.get_or_add_pPr().find(qn("w:pBdr"))
            border.append(_line("bottom", "8", "000000"))
