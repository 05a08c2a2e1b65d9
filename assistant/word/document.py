"""Write a draft as a Word file: title, addressee, text, attachments, signature, sources."""

from __future__ import annotations

from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from assistant.drafting.values import UNSUPPORTED, Brief, BriefSection, BriefSentence, Paragraph, source_line
from assistant.word.furnishing import add_imprint, add_letterhead, add_table
from assistant.word.layout import SIZE_2, SIZE_3, Layout, add_mark, add_paragraph, add_text, new_document, set_indent
from assistant.word.notes import Notes
from assistant.word.options import ExportOptions
from assistant.word.template import Template

# The list of sources is for whoever checks the draft, and small.
SIZE_SMALL_4, SOURCES_PITCH = 12.0, 20.0


def write_word(brief: Brief, path: Path, layout: Layout, options: ExportOptions | None = None) -> None:
    """Write a draft to a .docx file."""
    WordWriter(brief, layout, options or ExportOptions()).write(path)


class WordWriter:
    """Write one draft."""

    def __init__(self, brief: Brief, layout: Layout, options: ExportOptions) -> None:
        self._brief = brief
        self._layout = layout
        self._options = options
        self._template = Template(Path(options.template)) if options.template else None
        self._document = self._template.document if self._template is not None else new_document(layout)
        noted = options.sources in ("footnotes", "endnotes")
        self._notes = Notes(self._document, options.sources, layout.number_font) if noted else None
        self._by_number = {citation.n: citation for citation in brief.citations}

    def write(self, path: Path) -> None:
        """Write the file."""
        brief, options = self._brief, self._options
        self._document.core_properties.title = brief.title[:200]
        self._document.core_properties.author = ""
        filled = self._filled()
        if options.letterhead and self._template is None:
            add_letterhead(self._document, options, self._layout)
        if "标题" not in filled:
            self._head()
        if brief.salutation and "主送" not in filled:
            self._line(brief.salutation, "addressee")
        for section in brief.sections:
            self._section(section)
        self._attachments()
        if "署名" not in filled:
            self._signature()
        if options.letterhead and self._template is None:
            add_imprint(self._document, options)
        if options.sources == "appendix" and brief.citations:
            # For whoever checks the draft, and no part of the paper.
            self._sources()
        if self._notes is not None:
            self._notes.write()
        if self._template is not None:
            self._template.settle()
        self._document.save(str(path))

    # ---- parts

    def _filled(self) -> set[str]:
        if self._template is None or not self._template.fills:
            return set()
        options = self._options
        values = {
            "标题": self._brief.title,
            "主送": self._brief.salutation,
            "署名": options.signature or "〔待补充：署名〕",
            "日期": options.date or "〔待补充：成文日期〕",
            "文号": options.number,
            "签发人": options.signer,
            "抄送": options.copies,
        }
        return self._template.fill(values)

    def _head(self) -> None:
        for line in self._brief.masthead:
            self._line(line, "body", align=WD_ALIGN_PARAGRAPH.CENTER)
        if self._brief.masthead:
            add_paragraph(self._document)
        self._line(
            self._brief.title, "title", font=self._layout.title_font, size=SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER
        )
        if self._brief.subtitle:
            font = self._layout.subheading_font
            self._line(self._brief.subtitle, "subtitle", font=font, align=WD_ALIGN_PARAGRAPH.CENTER)
        if self._template is None:
            add_paragraph(self._document)

    def _section(self, section: BriefSection) -> None:
        if section.heading:
            fonts = {1: self._layout.heading_font, 2: self._layout.subheading_font}
            heading = self._line(
                section.heading, f"heading{min(section.level, 3)}", font=fonts.get(section.level, ""), indent=2
            )
            heading.paragraph_format.keep_with_next = True
        for paragraph in section.paragraphs:
            self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> None:
        body = self._line("" if paragraph.sentences else paragraph.text, "body", indent=2)
        for sentence in paragraph.sentences:
            wrong = WD_COLOR_INDEX.PINK if sentence.state == UNSUPPORTED else None
            add_text(body, sentence.text, size=None if self._template else SIZE_3, highlight=wrong)
            self._mark(body, sentence)
        if paragraph.table:
            body.paragraph_format.keep_with_next = True
            add_table(self._document, paragraph.table)

    def _mark(self, body: WordParagraph, sentence: BriefSentence) -> None:
        for n in sentence.numbers:
            if self._notes is not None:
                self._notes.add(body, source_line(self._by_number[n], number=False))
            elif self._options.sources == "appendix":
                add_mark(body, f"[{n}]")

    def _attachments(self) -> None:
        """Add the attachment note: a line below the text, two characters in, no full stop."""
        names = self._options.attachments
        if not names:
            return
        add_paragraph(self._document)
        for count, name in enumerate(names, 1):
            number = f"{count}." if len(names) > 1 else ""
            lead = "附件：" if count == 1 else ""
            line = self._line(f"{lead}{number}{name.rstrip('。')}", "body")
            # The names stand under each other, behind 「附件：」, and so do their further lines.
            hang = 3 + bool(number)
            set_indent(line, "left", 2 + hang, SIZE_3)
            set_indent(line, "hanging", hang if count == 1 else bool(number), SIZE_3)

    def _signature(self) -> None:
        if self._document.paragraphs:
            # Name and date never stand on a page without text.
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        add_paragraph(self._document).paragraph_format.keep_with_next = True
        if self._brief.footer and not self._options.issuer:
            for line in self._brief.footer:
                self._line(line, "body")
            return
        signed = (self._options.signature or "〔待补充：署名〕", self._options.date or "〔待补充：成文日期〕")
        for text in signed:
            below = self._line(text, "signature", align=WD_ALIGN_PARAGRAPH.RIGHT, right_indent=2)
            below.paragraph_format.keep_with_next = text is signed[0]

    def _sources(self) -> None:
        heading = add_paragraph(self._document)
        heading.add_run().add_break(WD_BREAK.PAGE)
        add_text(heading, "附：资料来源", font=self._layout.heading_font)
        for citation in self._brief.citations:
            line = add_paragraph(self._document, source_line(citation), size=SIZE_SMALL_4)
            line.paragraph_format.line_spacing = Pt(SOURCES_PITCH)

    def _line(
        self,
        text: str,
        role: str,
        *,
        font: str = "",
        size: float = SIZE_3,
        align: WD_ALIGN_PARAGRAPH | None = None,
        indent: int = 0,
        right_indent: int = 0,
    ) -> WordParagraph:
        """Add a line: in the template's style for its role where there is one, else by the standard."""
        if self._template is None:
            return add_paragraph(
                self._document, text, font=font, size=size, align=align, indent=indent, right_indent=right_indent
            )
        line = self._document.add_paragraph()
        styled = self._template.style(line, role)
        if not styled:
            if align is not None:
                line.alignment = align
            if indent:
                set_indent(line, "firstLine", indent, SIZE_3)
            if right_indent:
                set_indent(line, "right", right_indent, SIZE_3)
        add_text(line, text, size=None)
        return line
