"""Turn the bytes of a file into text with page and heading marks: one module a format, chosen by content.

The suffix only hints. What cannot be read raises a ReadError that names the reason.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import PurePath

from corpus.errors import EmptyDocument, UnreadableFile, UnsupportedFormat
from corpus.loaders import plain

__all__ = ["SUFFIXES", "load", "sniff"]

# Module of this package by kind; each has load(bytes) -> str and is imported when its first file comes.
_LOADERS = {"txt": "plain", "md": "markdown", "html": "html", "docx": "docx", "pdf": "pdf", "xlsx": "xlsx"}
_BY_SUFFIX = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
SUFFIXES = frozenset(_BY_SUFFIX)
_REFUSED = {
    "ole": (
        "旧版 Office 文件（.doc、.xls、.ppt、.wps）还不能直接读",
        "请用 Word 或 WPS 另存为 .docx 或 .xlsx 后再添加",
    ),
    "rtf": ("RTF 文件还不能直接读", "请用 Word 或 WPS 另存为 .docx 后再添加"),
    "image": ("这是图片，没有文字层", "请提供文字版，或先用识别软件转成文字"),
    "pptx": ("演示文稿还不能直接读", "请另存为 .pdf 或把文字复制到 .docx 后再添加"),
    "zip": ("这是压缩包，不是文档", "请解压后添加其中的文件"),
    "binary": ("这不是文本，也不是能识别的文档格式", "请确认文件没有损坏，或另存为 .docx、.pdf、.txt 后再添加"),
}
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
# A report of fewer characters says nothing; it is reported, never stored.
SHORTEST_TEXT = 20


def load(data: bytes, name: str) -> str:
    """Return the text of a file, marks in it.

    Raises:
        UnsupportedFormat: no loader reads this kind of file.
        UnreadableFile: the file is damaged, encrypted or in no known encoding.
        EmptyDocument: the file holds fewer than 20 characters of text.
    """
    if not data:
        raise EmptyDocument("文件是空的（0 字节）", "请检查原文件是否完整")
    kind = sniff(data, name)
    if kind in _REFUSED:
        raise UnsupportedFormat(*_REFUSED[kind])
    read: Callable[[bytes], str] = import_module(f"corpus.loaders.{_LOADERS[kind]}").load
    text = read(data)
    if sum(1 for character in text if character.isalnum()) < SHORTEST_TEXT:
        raise EmptyDocument(
            "扫描件，没有文字层，读不出文字" if kind == "pdf" else f"文件里的文字不足 {SHORTEST_TEXT} 字",
            "请提供文字版，或先用识别软件转成文字" if kind == "pdf" else "请检查原文件是否完整",
        )
    return text


def sniff(data: bytes, name: str) -> str:
    """Return the kind of a file from its first bytes, and from its suffix where bytes do not tell."""
    hint = _BY_SUFFIX.get(PurePath(name).suffix.lower(), "txt")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_IMAGES) or data[8:12] == b"WEBP":
        return "image"
    head = data[:4096].replace(b"\x00", b"")
    if _HTML.search(head):
        return "html"
    if hint in {"docx", "xlsx", "pdf"}:
        return "txt" if plain.is_text(data) else "binary"
    return hint if hint == "html" or plain.is_text(data) else "binary"


def _office_kind(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile("文件已损坏，打不开", "请重新复制原文件，或用 Word/WPS 修复后再添加") from error
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(member.startswith(prefix) for member in names):
            return kind
    return "zip"
