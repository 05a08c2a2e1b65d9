"""Read PDF files page by page: the text layer and ruled tables, and pages that are scans by recognition.

Running heads and page numbers are left out.
"""

from __future__ import annotations

import pypdfium2 as pdfium

from corpus.errors import EmptyDocument, LockedFile, NeedsOcr, UnreadableFile
from corpus.loaders import ocr
from corpus.loaders.loaded import Announce, LoadedText, nobody_waits
from corpus.loaders.page_lines import Page, write_pages
from corpus.loaders.pdf_page import PdfPage

DOTS_PER_INCH = 200


def load(data: bytes, announce: Announce = nobody_waits) -> LoadedText:
    """Return the text of a PDF file with a page mark between pages.

    Raises:
        UnreadableFile: the file is damaged.
        LockedFile: it asks for a password.
        NeedsOcr: all pages are scans, and recognition is not installed.
        EmptyDocument: all pages are scans, and recognition found nothing.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise LockedFile("PDF 文件加了打开密码，打不开", "请另存为没有密码的 PDF 后再添加") from error
        raise UnreadableFile("PDF 文件已损坏，打不开", "请重新复制原文件，或用阅读器另存后再添加") from error
    try:
        return _read(document, announce)
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件有一页已损坏，读不出来", "请用阅读器打开后重新打印成 PDF，再添加") from error
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, announce: Announce) -> LoadedText:
    pages: list[Page] = []
    scans: list[int] = []
    for number in range(len(document)):
        page = PdfPage(document, number)
        if page.is_scan():
            scans.append(number)
        pages.append(Page(page.items()))
        page.close()
    if scans and not ocr.available() and not any(page.items for n, page in enumerate(pages) if n not in scans):
        raise NeedsOcr("扫描件，没有文字层", ocr.INSTALL)
    notes = ocr.notes_on([number + 1 for number in scans])
    if ocr.available():
        scans = scans[: ocr.MOST_PAGES]
        announce(len(scans))
        for number in scans:
            page = PdfPage(document, number)
            lines = ocr.recognise(page.render(DOTS_PER_INCH, ocr.LARGEST_PAGE))
            page.close()
            pages[number] = Page(tuple(lines), recognised=True)
        if scans and not any(page.items for page in pages):
            raise EmptyDocument(ocr.NOTHING_FOUND, ocr.CHECK_SCAN)
    return LoadedText(write_pages(pages), notes)
