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
from corpus.loaders import office, plain
from corpus.loaders.eml import is_mail
from corpus.loaders.loaded import Announce, LoadedText, nobody_waits

__all__ = ["SUFFIXES", "load", "read", "sniff"]

# Kinds by suffix; each is a module of this package with load(bytes), imported when its first file comes.
_BY_SUFFIX = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ofd": "ofd",
    ".eml": "eml",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".bmp": "image",
    ".gif": "image",
    ".tif": "image",
    ".tiff": "image",
    ".webp": "image",
}
# These may hold scanned pages; their load takes whom to tell how many.
_SCANS = frozenset({"pdf", "ofd", "image"})
SUFFIXES = frozenset(_BY_SUFFIX) | office.SUFFIXES
_REFUSED = {
    "heic": ("这种照片（HEIC）打不开", "请另存为 .jpg 后再添加"),
    "archive": ("这种压缩包打不开", "请解压后添加其中的文件"),
    "binary": ("这不是文本，也不是能识别的文档格式", "请确认文件没有损坏，或另存为 .docx、.pdf、.txt 后再添加"),
}
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]", re.IGNORECASE)
_MIME = re.compile(
    rb"^(?:From|MIME-Version|Content-Type|Subject|Snapshot-Content-Location)\s*:", re.IGNORECASE | re.MULTILINE
)
# A report of fewer characters says nothing; it is reported, never stored.
SHORTEST_TEXT = 20


def load(data: bytes, name: str) -> str:
    """Return the text of a file, marks in it, as `read` does."""
    return read(data, name).text


def read(data: bytes, name: str, announce: Announce = nobody_waits) -> LoadedText:
    """Return the text of a file, marks in it, and notes about how it was read.

    Args:
        data: the file's bytes.
        name: the file's name; its suffix hints at the format.
        announce: told how many scanned pages are about to be recognised.

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
    if kind == "zip":
        raise UnsupportedFormat("压缩包里还有压缩包，没有再往里打开", "请解压后添加其中的文件")
    if kind == "office":
        loaded: LoadedText | str = office.load_as(data, _office_suffix(data, name))
    else:
        loader: Callable[..., LoadedText | str] = import_module(f"corpus.loaders.{kind}").load
        loaded = loader(data, announce) if kind in _SCANS else loader(data)
    if isinstance(loaded, str):
        loaded = LoadedText(loaded)
    if sum(1 for character in loaded.text if character.isalnum()) < SHORTEST_TEXT:
        raise EmptyDocument(f"文件里的文字不足 {SHORTEST_TEXT} 字", "请检查原文件是否完整")
    return loaded


def sniff(data: bytes, name: str) -> str:
    """Return the kind of a file from its first bytes, and from its suffix where bytes do not tell."""
    suffix = PurePath(name).suffix.lower()
    hint = _BY_SUFFIX.get(suffix, "plain")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, suffix)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "office"
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(b"BM") and data[6:10] == b"\x00" * 4:
        return "image"
    if data[4:12] in _HEIC:
        return "heic"
    if data.startswith(_ARCHIVES):
        return "archive"
    if is_mail(data, suffix):
        return "eml"
    head = data[:4096].replace(b"\x00", b"")
    if len(_MIME.findall(head)) >= 2 and b"text/html" in data[:65536].lower():
        return "mhtml"
    if _HTML.search(head):
        return "html"
    if not plain.is_text(data):
        return "binary"
    return hint if hint in {"plain", "markdown", "csv", "html"} else "plain"


def _zip_kind(data: bytes, suffix: str) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile("文件已损坏，打不开", "请重新复制原文件，或用 Word/WPS 修复后再添加") from error
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(member.startswith(prefix) for member in names):
            return kind
    if "mimetype" in names and "content.xml" in names:
        return "office"
    return "ofd" if "OFD.xml" in names or suffix == ".ofd" else "zip"


def _office_suffix(data: bytes, name: str) -> str:
    """Return the suffix under which LibreOffice is given a file; a lying one is put right by the content."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if suffix in office.SUFFIXES:
        return suffix
    if "Workbook".encode("utf-16-le") in data:
        return ".xls"
    return ".ppt" if "PowerPoint Document".encode("utf-16-le") in data else ".doc"
