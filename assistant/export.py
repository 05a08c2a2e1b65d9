"""Write a draft as a Word file in the layout of GB/T 9704, or as Markdown, with its sources attached."""

from __future__ import annotations

from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from assistant.citations import Citation
from assistant.drafting.values import Brief
from assistant.settings import Settings
from assistant.word_layout import SIZE_2, Layout, add_mark, add_paragraph, add_text, new_document
from corpus.errors import DraftError


def export_brief(brief: Brief, path: Path, settings: Settings) -> None:
    """Write a draft to a .docx or .md file; the folder is made if need be.

    Raises:
        DraftError: the suffix is neither, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in {".docx", ".md"}:
        raise DraftError(f"不会写「{path.suffix or path.name}」这种文件", "请把文件名写成 .docx 或 .md 结尾")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".md":
            path.write_text(to_markdown(brief), encoding="utf-8")
        else:
            write_word(brief, path, layout_of(settings))
    except OSError as error:
        raise DraftError(
            f"文件 {path} 写不进去：{error.strerror}", "请检查文件是否正被 Word 打开，或换一个文件夹"
        ) from error


def layout_of(settings: Settings) -> Layout:
    """Return the layout that the settings ask for."""
    return Layout(
        settings.line_pitch, settings.title_font, settings.body_font, settings.heading_font, settings.subheading_font
    )


def source_line(citation: Citation) -> str:
    """Return how a source is listed: number, title, whose, when, where in which file, and the words."""
    details = [part for part in (citation.place, citation.date, citation.file) if part]
    if citation.page:
        details.append(f"第{citation.page}页")
    return f"[{citation.n}] 《{citation.title}》（{'，'.join(details)}）：“{citation.quote}”"


def to_markdown(brief: Brief) -> str:
    """Return a draft as Markdown, marks [n] behind each sentence and the sources at the end."""
    lines = [f"# {brief.title}", ""]
    lines += [line + "  " for line in brief.masthead] + ([""] if brief.masthead else [])
    if brief.salutation:
        lines += [brief.salutation, ""]
    for section in brief.sections:
        if section.heading:
            lines += [f"{'#' * (section.level + 1)} {section.heading}", ""]
        for paragraph in section.paragraphs:
            marked = "".join(s.text + (f"[{s.n}]" if s.n else "") for s in paragraph.sentences)
            lines += [marked or paragraph.text, ""]
    lines += [line + "  " for line in brief.footer] + ([""] if brief.footer else [])
    if brief.warnings:
        lines += ["---", ""] + [f"> 提示：{warning}" for warning in brief.warnings] + [""]
    if brief.citations:
        lines += ["## 资料来源", ""] + [source_line(citation) + "  " for citation in brief.citations]
    return "\n".join(lines).rstrip() + "\n"


def write_word(brief: Brief, path: Path, layout: Layout) -> None:
    """Write a draft as a Word file."""
    document = new_document(layout)
    document.core_properties.title = brief.title[:200]
    document.core_properties.author = ""
    for line in brief.masthead:
        add_paragraph(document, line, align=WD_ALIGN_PARAGRAPH.CENTER)
    add_paragraph(document, brief.title, font=layout.title_font, size=SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER)
    add_paragraph(document)
    if brief.salutation:
        add_paragraph(document, brief.salutation)
    for section in brief.sections:
        if section.heading:
            font = layout.heading_font if section.level == 1 else layout.subheading_font
            add_paragraph(document, section.heading, font=font, indent=2).paragraph_format.keep_with_next = True
        for paragraph in section.paragraphs:
            body = add_paragraph(document, indent=2)
            if not paragraph.sentences:
                add_text(body, paragraph.text)
            for sentence in paragraph.sentences:
                add_text(body, sentence.text)
                if sentence.n:
                    add_mark(body, f"[{sentence.n}]")
    add_paragraph(document)
    for line in brief.footer or ("〔待补充：署名〕", "〔待补充：成文日期〕"):
        if brief.footer:
            add_paragraph(document, line)
        else:
            add_paragraph(document, line, align=WD_ALIGN_PARAGRAPH.RIGHT, right_indent=2)
    if brief.citations:
        heading = add_paragraph(document)
        heading.add_run().add_break(WD_BREAK.PAGE)
        add_text(heading, "附：资料来源", font=layout.heading_font)
        for citation in brief.citations:
            add_paragraph(document, source_line(citation), indent=2)
    document.save(str(path))
