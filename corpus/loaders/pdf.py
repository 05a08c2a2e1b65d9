"""Read the text layer of PDF files page by page; running heads and page numbers are left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium

from corpus import marks
from corpus.errors import UnreadableFile
from corpus.layout import ends_sentence, is_numbered


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page and where it stands, in points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Return the height of the line, about the size of its characters."""
        return self.top - self.bottom


def load(data: bytes) -> str:
    """Return the text of a PDF file with a page mark between pages."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "加了打开密码" if "assword" in str(error) else "已损坏"
        raise UnreadableFile(f"PDF 文件{reason}，打不开", "请另存为没有密码的 PDF 后再添加") from error
    try:
        pages = [_page_lines(document, number) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件有一页已损坏，读不出来", "请用阅读器打开后重新打印成 PDF，再添加") from error
    finally:
        document.close()
    running = _running_lines([[line.text for line in page] for page in pages])
    kept = [[line for line in page if _shape(line.text) not in running] for page in pages]
    block = _text_block(kept)
    return f"\n{marks.PAGE}".join("\n".join(_join_full_lines(page, block)) for page in kept)


def _page_lines(document: pdfium.PdfDocument, number: int) -> list[PageLine]:
    """Return the lines of a page from the rectangles that its text is set in, top to bottom as the file has them."""
    page = document[number]
    text_page = page.get_textpage()
    lines: list[PageLine] = []
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        text = text_page.get_text_bounded(left, bottom, right, top)
        text = marks.strip_control_characters(text.replace("\ufffe", "").replace("\r", "").replace("\n", "")).strip()
        if not text:
            continue
        last = lines[-1] if lines else None
        middle = (bottom + top) / 2
        if last is not None and last.bottom <= middle <= last.top and left >= last.right - last.height:
            gap = " " if left - last.right > 0.8 * last.height else ""
            lines[-1] = PageLine(last.text + gap + text, last.left, right, min(bottom, last.bottom), max(top, last.top))
        else:
            lines.append(PageLine(text, left, right, bottom, top))
    text_page.close()
    page.close()
    return lines


def _text_block(pages: list[list[PageLine]]) -> tuple[float, float]:
    """Return the left and right edge that most full lines of a document keep to."""
    lines = [line for page in pages for line in page]
    if len(lines) < 5:
        return 0.0, float("inf")
    rights = sorted(line.right for line in lines)
    lefts = sorted(line.left for line in lines)
    return lefts[len(lefts) // 20], rights[int(len(rights) * 0.95)]


def _join_full_lines(lines: list[PageLine], block: tuple[float, float]) -> list[str]:
    """Join a line that reaches the right edge in mid-sentence with the next, unless that one is indented."""
    left, right = block
    joined: list[str] = []
    runs_on = False
    for line in lines:
        indented = line.left > left + 1.2 * line.height
        if runs_on and not indented and not is_numbered(line.text):
            joined[-1] += line.text
        else:
            joined.append(line.text)
        runs_on = line.right >= right - 1.5 * line.height and not ends_sentence(line.text)
    return joined


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Return the shapes of lines that stand first or last on at least half of the pages, page numbers as #."""
    numbers = {"#", "- # -", "— # —", "-#-", "—#—", "第#页", "第 # 页", "#/#", "第#页共#页"}
    if len(pages) < 3:
        return numbers
    edges = Counter(
        shape for page in pages for shape in {_shape(line) for line in page[:2] + page[-2:]} if len(shape) < 60
    )
    return {shape for shape, count in edges.items() if count * 2 >= len(pages)} | numbers
