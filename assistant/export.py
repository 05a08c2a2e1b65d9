"""Write a draft to a file: Word in the layout of GB/T 9704 or a bureau's template, Markdown, or plain text."""

from __future__ import annotations

from pathlib import Path

from assistant.drafting.values import Brief, Paragraph, Table, source_line
from assistant.settings import Settings
from assistant.word.document import write_word
from assistant.word.fonts import missing_fonts
from assistant.word.layout import Layout
from assistant.word.options import ExportOptions, make_options
from corpus.errors import DraftError

SUFFIXES = (".docx", ".md", ".txt")


def export_brief(brief: Brief, path: Path, settings: Settings, options: ExportOptions | None = None) -> list[str]:
    """Write a draft to a file, by its suffix, and return notices; the folder is made if need be.

    Raises:
        DraftError: the suffix is none of these, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise DraftError(f"不会写「{path.suffix or path.name}」这种文件", f"请把文件名写成 {'、'.join(SUFFIXES)} 结尾")
    options = options or make_options(sources=settings.sources, template=settings.template, office=settings.office)
    layout = layout_of(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".docx":
            write_word(brief, path, layout, options)
        else:
            write = to_markdown if suffix == ".md" else to_text
            path.write_text(write(brief, sources=options.sources != "none"), encoding="utf-8")
    except OSError as error:
        raise DraftError(
            f"文件 {path} 写不进去：{error.strerror}", "请检查文件是否正被 Word 打开，或换一个文件夹"
        ) from error
    return _font_notice(layout) if suffix == ".docx" and not options.template else []


def layout_of(settings: Settings) -> Layout:
    """Return the layout that the settings ask for."""
    return Layout(
        settings.line_pitch, settings.title_font, settings.body_font, settings.heading_font, settings.subheading_font
    )


def _font_notice(layout: Layout) -> list[str]:
    missing = missing_fonts((layout.title_font, layout.body_font, layout.heading_font, layout.subheading_font))
    if not missing:
        return []
    return [
        f"这台机器没有字体 {'、'.join(missing)}，打开时会用别的字体代替；文件里写的字体名不变，换到有这些字体的机器上打印即可"
    ]


def to_markdown(brief: Brief, *, sources: bool = True) -> str:
    """Return a draft as Markdown, marks [n] behind each sentence and the sources at the end."""
    lines = [f"# {brief.title}", ""]
    lines += [brief.subtitle, ""] if brief.subtitle else []
    lines += [line + "  " for line in brief.masthead] + ([""] if brief.masthead else [])
    if brief.salutation:
        lines += [brief.salutation, ""]
    for section in brief.sections:
        if section.heading:
            lines += [f"{'#' * (section.level + 1)} {section.heading}", ""]
        for paragraph in section.paragraphs:
            lines += [_marked(paragraph) if sources else paragraph.text, ""]
            lines += [*_table(paragraph.table), ""] if paragraph.table else []
    lines += [line + "  " for line in brief.footer] + ([""] if brief.footer else [])
    if brief.warnings and sources:
        lines += ["---", ""] + [f"> 提示：{warning}" for warning in brief.warnings] + [""]
    if brief.citations and sources:
        lines += ["## 资料来源", ""] + [source_line(citation) + "  " for citation in brief.citations]
    return "\n".join(lines).rstrip() + "\n"


def to_text(brief: Brief, *, sources: bool = True) -> str:
    """Return a draft as plain text, paragraphs indented by two characters."""
    lines = [brief.title, *([brief.subtitle] if brief.subtitle else []), *brief.masthead, ""]
    lines += [brief.salutation] if brief.salutation else []
    for section in brief.sections:
        lines += [f"　　{section.heading}"] if section.heading else []
        for paragraph in section.paragraphs:
            lines.append("　　" + (_marked(paragraph) if sources else paragraph.text))
            lines += ["\t".join(row) for row in paragraph.table]
    lines += ["", *brief.footer] if brief.footer else []
    if brief.citations and sources:
        lines += ["", "资料来源：", *(source_line(citation) for citation in brief.citations)]
    return "\n".join(lines).rstrip() + "\n"


def _marked(paragraph: Paragraph) -> str:
    marked = "".join(s.text + "".join(f"[{n}]" for n in s.numbers) for s in paragraph.sentences)
    return marked or paragraph.text


def _table(rows: Table) -> list[str]:
    columns = max(len(row) for row in rows)
    full = [(*row, *("",) * (columns - len(row))) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in full]
    return [lines[0], "|" + " --- |" * columns, *lines[1:]]
