"""Find the files that an office hands in: walk its folders, name what is found, account for what is not."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus import archives
from corpus.errors import CewenError, ReadError, TooLarge, UnreachableFile
from corpus.limits import Limits

# Stands between an archive's path and a member's.
INSIDE = "!/"
CODE_SUFFIXES = frozenset(
    ".py .pyc .js .ts .css .java .c .h .cpp .go .rs .sh .bat .ps1 .exe .dll .so .bin .dat .db .sqlite .sqlite3 .log .json .jsonl "
    ".yaml .yml .toml .ini .cfg .conf .env .lock .xml .sql .ipynb .ttf .otf .woff .mp3 .mp4 .avi .mov .wav .iso .lnk .url .tmp .bak".split()
)
_SKIPPED_NAMES = {"thumbs.db", "desktop.ini"}


@dataclass(slots=True)
class AddReport:
    """Account for every file of one `add`: paths, and (path, error) where reading failed."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[tuple[str, CewenError]] = field(default_factory=list)
    documents: int = 0
    chunks: int = 0
    seconds: float = 0.0
    # Files of a folder that are no office's documents: programs, settings, logs.
    skipped: list[str] = field(default_factory=list)
    # What an office should know of files that went in: (path, what was masked, or read by OCR).
    notes: list[tuple[str, str]] = field(default_factory=list)


def source_name(path: Path) -> str:
    """Return a path as text that can be stored; a name that Windows wrote in GBK is read as GBK."""
    name = str(path)
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def find_files(paths: Iterable[Path], home: Path, report: AddReport) -> list[Path]:
    """Return the files that paths stand for, each once; what is no file or cannot be entered goes to the report."""
    files: dict[Path, None] = {}
    for path in paths:
        try:
            if str(path) in ("", ".") and not path.name:
                report.failed.append((str(path), UnreachableFile("没有写文件或文件夹", "请写出路径")))
            elif path.is_dir():
                files |= dict.fromkeys(_walk(path, home, report))
            elif path.is_file():
                files[path.resolve()] = None
            elif path.exists():
                report.failed.append((source_name(path), UnreachableFile("这不是普通文件", "请选择文档或文件夹")))
            else:
                report.failed.append((source_name(path), UnreachableFile("没有这个文件或文件夹", "请检查路径是否写对")))
        except OSError as error:
            reason = UnreachableFile(f"路径打不开：{error.strerror}", "请检查路径和权限")
            report.failed.append((source_name(path), reason))
    return list(files)


def contents(path: Path, limits: Limits) -> Iterator[tuple[str, bytes | ReadError]]:
    """Yield (source, bytes) of a file, or of each file in an archive, 「共享.zip!/目录/文件.docx」; or why it is not read."""
    source = source_name(path)
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            reason = f"文件有 {size // 2**20} MB，超过 {limits.file_bytes // 2**20} MB 的限制"
            yield source, TooLarge(reason, "请拆分，或调大设置 largest_file_mb")
            return
        data = path.read_bytes()
    except OSError as error:
        yield source, UnreachableFile(f"文件读不出来：{error.strerror}", "请检查权限，或先复制到本机")
        return
    try:
        if not archives.is_archive(data):
            yield source, data
            return
        for member in archives.members(data, limits):
            yield f"{source}{INSIDE}{member.name}", member.error or member.data
    except ReadError as error:
        yield source, error


def stamps(folder: Path, apart: Container[Path], unentered: list[str]) -> dict[str, tuple[Path, tuple[int, int]]]:
    """Return the documents in a folder by source name, with when each was changed (nanoseconds) and its size.

    Nothing is opened, and links are not followed: on a network share this is as little as can be asked.

    Args:
        apart: folders that are not entered.
        unentered: gets the subfolders that could not be.

    Raises:
        OSError: the folder itself cannot be entered.
    """
    found: dict[str, tuple[Path, tuple[int, int]]] = {}
    inside: list[Path] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and path not in apart:
                        inside.append(path)
                elif entry.is_file(follow_symlinks=False) and not _is_passed_over(entry.name):
                    status = entry.stat(follow_symlinks=False)
                    if path.suffix.lower() not in CODE_SUFFIXES:
                        found[source_name(path)] = (path, (status.st_mtime_ns, status.st_size))
            except OSError:
                # Gone since it was listed: it will not be there at the next look, either.
                continue
    for path in sorted(inside):
        try:
            found |= stamps(path, apart, unentered)
        except OSError:
            unentered.append(source_name(path))
    return found


def _is_passed_over(name: str) -> bool:
    """Tell what every folder holds and nobody means: hidden files, what Word keeps of an open one, what Windows leaves."""
    return name.startswith((".", "~$")) or name.lower() in _SKIPPED_NAMES


def _walk(folder: Path, home: Path, report: AddReport) -> Iterator[Path]:
    """Yield the documents in a folder, sorted; what cannot be entered is reported, what is none is skipped."""

    def unreadable(error: OSError) -> None:
        name = source_name(Path(error.filename))
        report.failed.append((name, UnreachableFile(f"文件夹打不开：{error.strerror}", "请检查权限，或先复制到本机")))

    home = home.resolve()
    uploads = home / "uploads"
    for root, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = (Path(root) / name).resolve()
            if _is_passed_over(name):
                continue
            if (home in path.parents and uploads not in path.parents) or not path.is_file():
                continue
            if path.suffix.lower() in CODE_SUFFIXES:
                report.skipped.append(source_name(path))
            else:
                yield path
