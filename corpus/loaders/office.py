"""Read old and other office formats (.doc, .wps, .et, .xls, .rtf, .odt …) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path

from corpus.errors import LockedFile, NeedsConverter, UnreadableFile

# What each kind is turned into, and which loader of ours reads that.
_TARGETS = {"writer": ("docx", "docx"), "calc": ("xlsx", "xlsx"), "impress": ("pptx", "pptx")}
_KINDS = {
    ".doc": "writer", ".dot": "writer", ".wps": "writer", ".wpt": "writer", ".rtf": "writer", ".odt": "writer",
    ".xls": "calc", ".xlt": "calc", ".et": "calc", ".ett": "calc", ".ods": "calc",
    ".ppt": "impress", ".dps": "impress", ".odp": "impress",
}  # fmt: skip
SUFFIXES = frozenset(_KINDS)
SECONDS = 90
# The stream that a .docx, .xlsx or .pptx becomes when a password is set on it.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def find_office() -> str | None:
    """Return the LibreOffice program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def load_as(data: bytes, suffix: str) -> str:
    """Return the text of a file that only LibreOffice can open.

    Raises:
        NeedsConverter: LibreOffice is not installed.
        LockedFile: the file asks for a password.
        UnreadableFile: LibreOffice could not open the file, or took too long.
    """
    if _ENCRYPTED in data:
        raise LockedFile("文件加了打开密码，打不开", "请用 Word 或 WPS 打开，去掉密码后另存，再添加")
    program = find_office()
    if program is None:
        raise NeedsConverter(
            "旧版或 WPS 格式的文件要靠 LibreOffice 打开，本机没有安装",
            "请安装 LibreOffice，或用 Word、WPS 另存为 .docx、.xlsx 后再添加",
        )
    target, loader = _TARGETS[_KINDS.get(suffix, "writer")]
    with tempfile.TemporaryDirectory(prefix="cewen-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", target, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile("LibreOffice 打开这个文件超时", "请用 Word 或 WPS 另存为新格式后再添加") from error
        converted = source.with_suffix(f".{target}")
        if not converted.exists():
            raise UnreadableFile(
                "LibreOffice 打不开这个文件，可能已损坏或加了密码", "请用 Word 或 WPS 打开后另存为新格式，再添加"
            )
        text: str = import_module(f"corpus.loaders.{loader}").load(converted.read_bytes())
        return text
