"""Read pictures, such as photographs of papers, screenshots and scans of several pages, by recognition."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from corpus.errors import EmptyDocument, NeedsOcr, TooLarge, UnreadableFile
from corpus.loaders import ocr
from corpus.loaders.loaded import Announce, LoadedText, nobody_waits
from corpus.loaders.page_lines import Page, write_pages
from corpus.schema import Removal

# A0 at 200 dots per inch; decoded, it takes 180 MB.
LARGEST = 60_000_000
_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "WEBP", "GIF")


def load(data: bytes, announce: Announce = nobody_waits) -> LoadedText:
    """Return the text of a picture with a page mark between the pages of a TIFF.

    Raises:
        NeedsOcr: recognition is not installed.
        UnreadableFile: the picture is damaged.
        TooLarge: it has too many pixels.
        EmptyDocument: no text was found on it.
    """
    if not ocr.available():
        raise NeedsOcr("图片，没有文字层", ocr.INSTALL)
    try:
        pages = [Page(tuple(ocr.recognise(picture)), recognised=True) for picture in pictures(data, announce)]
    except Image.DecompressionBombError as error:
        raise _too_large("") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        raise UnreadableFile("图片已损坏，打不开", "请重新复制原文件，或用看图软件另存后再添加") from error
    if not any(page.items for page in pages):
        raise EmptyDocument(ocr.NOTHING_FOUND, ocr.CHECK_SCAN)
    return LoadedText(write_pages(pages), (Removal(ocr.RULE, f"图片上的{ocr.FROM_PICTURE}"),))


def pictures(data: bytes, announce: Announce = nobody_waits) -> Iterator[Any]:
    """Yield the pages of a picture file upright and in RGB, none larger than recognition needs."""
    with warnings.catch_warnings():
        # Size is checked below, before a pixel is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(BytesIO(data), formats=_FORMATS)
    frames = min(getattr(picture, "n_frames", 1), ocr.MOST_PAGES) if picture.format == "TIFF" else 1
    announce(frames)
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number == frames:
            return
        width, height = frame.size
        if width * height > LARGEST:
            raise _too_large(f"（{width}×{height}）")
        upright = ImageOps.exif_transpose(frame)
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA"))
        yield upright.convert("RGB")


def _too_large(size: str) -> TooLarge:
    return TooLarge(f"图片的像素{size}超过 {LARGEST // 10_000} 万的限制", "请用看图软件缩小后再添加")
