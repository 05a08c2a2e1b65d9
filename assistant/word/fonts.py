"""Tell which fonts of a layout this machine lacks, so that the user is told before printing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

# How Windows names the files of the fonts that offices use.
_FILES = {
    "仿宋_gb2312": ("simfang_gb2312", "fs_gb2312", "仿宋_gb2312"),
    "楷体_gb2312": ("simkai_gb2312", "kt_gb2312", "楷体_gb2312"),
    "方正小标宋简体": ("fzxbsjw", "fzxbs"),
    "方正小标宋_gbk": ("fzxbsk",),
    "仿宋": ("simfang",),
    "楷体": ("simkai",),
    "黑体": ("simhei",),
    "宋体": ("simsun",),
}


@lru_cache(maxsize=1)
def _installed() -> frozenset[str] | None:
    """Return the names of families, on Windows of files, in small letters; None where they cannot be told."""
    if sys.platform == "win32":
        folders = [Path("C:/Windows/Fonts"), Path.home() / "AppData/Local/Microsoft/Windows/Fonts"]
        return frozenset(f.stem.lower() for folder in folders if folder.is_dir() for f in folder.iterdir())
    if shutil.which("fc-list") is None:
        return None
    found = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False, timeout=20)
    return frozenset(name.strip().lower() for line in found.stdout.splitlines() for name in line.split(","))


def missing_fonts(names: tuple[str, ...]) -> list[str]:
    """Return those of these fonts that this machine does not have; empty where that cannot be told."""
    installed = _installed()
    if installed is None:
        return []
    return [name for name in dict.fromkeys(names) if not _has(name.lower(), installed)]


def _has(name: str, installed: frozenset[str]) -> bool:
    return name in installed or any(stem.startswith(file) for file in _FILES.get(name, ()) for stem in installed)
