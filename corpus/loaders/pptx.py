"""Read presentations: slide titles as headings, texts and tables from top to bottom, speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pptx import Presentation

from corpus import marks
from corpus.errors import UnreadableFile
from corpus.loaders.tables import markdown_table


def load(data: bytes) -> str:
    """Return the text of a .pptx file with a page mark between slides."""
    try:
        slides = [list(_slide_lines(slide)) for slide in Presentation(BytesIO(data)).slides]
    except Exception as error:  # python-pptx and lxml raise many kinds on damaged packages
        raise UnreadableFile(
            "演示文稿已损坏或加了密码，打不开", "请用 PowerPoint 或 WPS 打开后另存一份，再添加"
        ) from error
    return f"\n\n{marks.PAGE}".join("\n".join(lines) for lines in slides)


def _slide_lines(slide: Any) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and title.has_text_frame and title.text_frame.text.strip():
        yield marks.heading(_line(title.text_frame.text), 1)
    shapes = [
        shape for shape in _flat(slide.shapes) if shape.shape_id != (title.shape_id if title is not None else None)
    ]
    for shape in sorted(shapes, key=lambda s: (s.top or 0, s.left or 0)):
        if shape.has_text_frame:
            yield from (text for p in shape.text_frame.paragraphs if (text := _line("".join(r.text for r in p.runs))))
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from markdown_table([[cell.text for cell in row.cells] for row in shape.table.rows])
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = _line(slide.notes_slide.notes_text_frame.text)
        if notes:
            yield f"备注：{notes}"


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _line(text: str) -> str:
    return " ".join(marks.strip_control_characters(text.replace("\v", "\n")).split())
