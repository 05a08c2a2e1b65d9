"""Read the text layer of PDF files page by page; running heads and page numbers are left out."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2 as pdfium

from corpus import marks
from corpus.errors import UnreadableFile


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
    running = _running_lines(pages)
    kept = ["\n".join(line for line in page if _shape(line) not in running) for page in pages]
    return f"\n{marks.PAGE}".join(kept)


def _page_lines(document: pdfium.PdfDocument, number: int) -> list[str]:
    page = document[number]
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    page.close()
    text = text.replace("\r\n", "\n").replace("\ufffe\n", "").replace("\ufffe", "")
    lines = (marks.strip_control_characters(line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Return the shapes of lines that stand first or last on at least half of the pages, page numbers as #."""
    if len(pages) < 3:
        return {"#", "- # -", "— # —", "-#-", "—#—"}
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in page[:2] + page[-2:]} if len(shape) < 60)
    return {shape for shape, count in edges.items() if count * 2 >= len(pages)} | {"- # -", "— # —", "-#-", "—#—"}
