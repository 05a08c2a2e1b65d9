"""Write the findings of a check into a Word file as comments, each at the words concerned.

A Word draft is copied and only comments are added; for any other draft a file is made from its text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.run import Run

from assistant.checking.findings import CheckReport, Finding
from assistant.word.layout import SIZE_2, Layout, add_paragraph, new_document
from assistant.word_text import Block, read_word, runs_between
from corpus.errors import DraftError
from corpus.sections import read_sections

AUTHOR, INITIALS = "策问核稿", "策"
LONGEST_QUOTE = 200
_MARKDOWN_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+")


def write_comments(draft: Path, report: CheckReport, output: Path, layout: Layout) -> None:
    """Write a copy of a draft with the findings as comments; the folder is made if need be.

    Raises:
        DraftError: the output is no .docx file, is the draft itself, or cannot be written.
    """
    if output.suffix.lower() != ".docx":
        raise DraftError(
            f"批注只能写进 .docx 文件，不能写成「{output.suffix or output.name}」", "请把文件名写成 .docx 结尾"
        )
    if output.exists() and output.resolve() == draft.resolve():
        raise DraftError("不会改动原稿", "请给带批注的文件另起一个名字")
    is_word = draft.suffix.lower() in (".docx", ".docm")
    document = Document(str(draft)) if is_word else None
    blocks: Sequence[Block] = read_word(document).blocks if document is not None else ()
    if document is None:
        document, blocks = _document_of(report, layout)
    add_comments(document, blocks, report.findings)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        document.save(str(output))
    except OSError as error:
        raise DraftError(
            f"文件 {output} 写不进去：{error.strerror}", "请检查文件是否正被 Word 打开，或换一个文件夹"
        ) from error


def add_comments(document: WordDocument, blocks: Sequence[Block], findings: Sequence[Finding]) -> None:
    """Add a comment for each finding; one on the whole document stands at the first paragraph."""
    first = next((block for block in blocks if block.text.strip()), None)
    starts = [block.start for block in blocks]
    for finding in sorted(findings, key=lambda finding: (finding.start, finding.end)):
        runs = _runs_of(blocks, starts, finding) if finding.end else []
        if not runs and first is not None:
            runs = runs_between(first.paragraph, 0, len(first.text))
        if runs:
            document.add_comment(runs, text=comment_text(finding), author=AUTHOR, initials=INITIALS)


def comment_text(finding: Finding) -> str:
    """Return what a comment says: what is wrong, what to write, and the sentence that shows it."""
    lines = [f"【{finding.severity}·{finding.kind}】{finding.message}"]
    if finding.suggestion:
        lines.append(f"建议：{finding.suggestion}")
    for source in finding.sources[:3]:
        where = "，".join(part for part in (source.place, source.date, source.file) if part)
        quote = source.quote if len(source.quote) <= LONGEST_QUOTE else source.quote[:LONGEST_QUOTE] + "……"
        lines.append(f"出处：《{source.title}》（{where}）：{quote}")
    return "\n".join(lines)


def _runs_of(blocks: Sequence[Block], starts: Sequence[int], finding: Finding) -> list[Run]:
    """Return the runs at a span; of one that goes over several paragraphs the part in the first."""
    position = bisect_right(starts, finding.start) - 1
    while 0 <= position < len(blocks):
        block = blocks[position]
        start = max(0, finding.start - block.start)
        end = min(len(block.text), finding.end - block.start)
        if start < end:
            return runs_between(block.paragraph, start, end)
        if block.start >= finding.end:
            break
        position += 1
    return []


def _document_of(report: CheckReport, layout: Layout) -> tuple[WordDocument, list[Block]]:
    """Return a Word file with one paragraph for each line of a text, and where each begins in it.

    The # of a Markdown heading is left out.
    """
    document = new_document(layout)
    document.core_properties.title = report.title[:200]
    document.core_properties.author = ""
    headings = {section.start: section for section in read_sections(report.text, {})}
    blocks: list[Block] = []
    offset = 0
    for line in report.text.split("\n"):
        marks = _MARKDOWN_HEADING.match(line)
        start = offset + (marks.end() if marks else 0)
        tidy = line[start - offset :].replace("\t", " ")
        if tidy.strip() and tidy.strip() == report.title and offset < 200:
            paragraph = add_paragraph(
                document, tidy, font=layout.title_font, size=SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER
            )
        elif (marks or start in headings) and len(tidy) <= 40:
            first = len(marks[1]) <= 2 if marks else headings[start].level == 1
            font = layout.heading_font if first else layout.subheading_font
            paragraph = add_paragraph(document, tidy, font=font, indent=2)
        else:
            paragraph = add_paragraph(document, tidy, indent=0 if line.startswith(("|", "\u3000")) else 2)
        blocks.append(Block(paragraph, start, tidy))
        offset += len(line) + 1
    return document, blocks
