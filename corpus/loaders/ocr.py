"""Recognise the text of scans and pictures by RapidOCR, where the extra cewen[ocr] is installed.

Its Chinese models are in its package (32 MB), so nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from functools import cache
from math import dist
from typing import Any

from corpus import marks
from corpus.loaders.loaded import page_numbers
from corpus.loaders.page_lines import PageLine, in_reading_order
from corpus.schema import Removal

INSTALL = "安装 cewen[ocr] 后可识别，或提供文字版"
RULE = "文字识别"
FROM_PICTURE = "文字由识别得来，引用前请与原件核对"
NOTHING_FOUND = "没有识别出文字"
CHECK_SCAN = "请看原件是否清楚、是否放正，或提供文字版"
# A page takes seconds: a file of thousands of scanned pages is read in part, and a note says so.
MOST_PAGES = 500
# Pixels of a page as it is recognised, A4 at 300 dots per inch with some room: finer makes it slower, not better.
LARGEST_PAGE = 10_000_000
# The longer side that the recogniser works with; its own 2,000 blurs small print of a page at 200 dots per inch.
_LONGEST_SIDE = 2400
# Pixels of the longer side of the copy on which it is seen whether a page is askew.
_SMALL = 800
# What is higher than it is wide by more than this, such as a long screenshot, is cut into bands of that shape.
_TALLEST = 2.0


def available() -> bool:
    """Tell whether recognition is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def notes_on(pages: list[int]) -> tuple[Removal, ...]:
    """Return what the user is told about scanned pages: which were recognised, and which were not read."""
    read = pages[:MOST_PAGES] if available() else []
    unread = pages[len(read) :]
    notes = []
    if read:
        notes.append(Removal(RULE, f"{page_numbers(read)}是扫描件，{FROM_PICTURE}"))
    if unread:
        reason = f"一个文件最多识别 {MOST_PAGES} 页，请拆分后再添加" if available() else INSTALL
        notes.append(Removal("扫描页", f"{page_numbers(unread)}是扫描件，没有文字层，没有读；{reason}"))
    return tuple(notes)


def recognise(picture: Any) -> list[PageLine]:
    """Return the lines of text on an RGB picture in reading order, measured in its pixels from the lower left."""
    picture = _straightened(picture)
    width, height = picture.size
    lines: list[PageLine] = []
    for top, bottom in _bands(picture):
        found = _engine()(_pixels(picture.crop((0, top, width, bottom))))
        if found.txts:
            lines += in_reading_order(_pieces(found.txts, found.boxes, height - top))
    return lines


def _pieces(texts: Sequence[str], boxes: Sequence[Any], above: float) -> Iterator[PageLine]:
    """Yield what was found where it stands, as high as its own box and not as the upright one around it."""
    for text, box in zip(texts, boxes, strict=True):
        text = marks.strip_control_characters(text).strip()
        if text:
            a, b, c, d = [(float(x), above - float(y)) for x, y in box]
            middle, half = (a[1] + b[1] + c[1] + d[1]) / 4, (dist(a, d) + dist(b, c)) / 4
            yield PageLine(text, min(a[0], d[0]), max(b[0], c[0]), middle - half, middle + half)


def _straightened(picture: Any) -> Any:
    """Return a page that was fed in askew turned straight: the angle at which its rows of ink are sharpest.

    Close lines on a page that is .7 degrees askew were run into one another: 4.9% wrong characters, 1.3% when turned.
    """
    import numpy as np

    small = picture.convert("L")
    small.thumbnail((_SMALL, _SMALL))

    def sharpness(angle: float) -> float:
        ink = 255.0 - np.asarray(small.rotate(angle, resample=2, fillcolor=255))
        return float((np.diff(ink.sum(axis=1)) ** 2).sum())

    angle = max((step * 0.25 for step in range(-12, 13)), key=sharpness)
    if abs(angle) < 0.3 or sharpness(angle) < 1.1 * sharpness(0):
        return picture
    return picture.rotate(angle, resample=3, fillcolor="white")


def _bands(picture: Any) -> list[tuple[int, int]]:
    """Return where a very high picture is cut, between lines of text: rows of pixels that are all alike."""
    width, height = picture.size
    if height <= _TALLEST * width:
        return [(0, height)]
    grey = _pixels(picture.convert("L")).astype("int16")
    contrast = grey.max(axis=1) - grey.min(axis=1)
    bands: list[tuple[int, int]] = []
    start, step = 0, max(int(width * _TALLEST), 1)
    while height - start > step:
        low = start + step // 2
        cut = low + (step // 2 - 1) - int(contrast[low : start + step][::-1].argmin())
        bands.append((start, max(cut, start + 1)))
        start = bands[-1][1]
    return [*bands, (start, height)]


def _pixels(picture: Any) -> Any:
    import numpy as np

    return np.asarray(picture)


@cache
def _engine() -> Any:
    # Without these, onnxruntime looks up a host for its telemetry when it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ORT_TELEMETRY_DISABLED", "1")
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.max_side_len": _LONGEST_SIDE})
