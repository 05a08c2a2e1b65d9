"""Write small PDF files by hand: Chinese text in a font that every reader knows by name, lines, and scans."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

SAMPLE = Path(__file__).parent.parent.parent / "corpus" / "samples" / "云川市2025年招生工作通知.pdf"
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    " /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880]"
    " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
)


def text_at(x: float, y: float, text: str, size: int = 12) -> str:
    """Return the operators that set a text."""
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def ruled(xs: list[float], ys: list[float]) -> str:
    """Return the operators that rule a full grid."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    down = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return "\n".join(across + down)


def table_at(xs: list[float], top: float, rows: list[list[str]], height: float = 24) -> str:
    """Return the operators of a ruled table with its texts."""
    ys = [top - height * number for number in range(len(rows) + 1)]
    cells = [
        text_at(xs[column] + 4, ys[row] - height + 8, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    return "\n".join([ruled(xs, ys), *cells])


def written_pdf(pages: list[str], rotate: int = 0, size: tuple[int, int] = (595, 842)) -> bytes:
    """Return a PDF with a page for each content stream."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT]
    kids = []
    for content in pages:
        body = content.encode("latin-1").decode("latin-1")
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotate} /Contents"
            f" {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}").encode("latin-1")


def page_picture(number: int = 0, dots_per_inch: int = 150) -> Image.Image:
    """Return a page of the sample notice as a scanner gives it."""
    document = pdfium.PdfDocument(SAMPLE.read_bytes())
    picture: Image.Image = document[number].render(scale=dots_per_inch / 72).to_pil().convert("RGB")
    document.close()
    return picture


def scanned_pdf(pictures: list[Image.Image], dots_per_inch: int = 150) -> bytes:
    """Return a PDF of pictures without any text."""
    buffer = BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=dots_per_inch)
    return buffer.getvalue()


def joined_pdf(*files: bytes) -> bytes:
    """Return one PDF with the pages of several."""
    joined, buffer = pdfium.PdfDocument.new(), BytesIO()
    for data in files:
        joined.import_pages(pdfium.PdfDocument(data))
    joined.save(buffer)
    return buffer.getvalue()
