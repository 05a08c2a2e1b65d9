"""Put all that cannot be made again into one .zip, and a home folder back out of it.

Chroma and BM25 are left out: they are filled from the catalog when a restored home folder is first opened.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from assistant import checked, history, users, watching, workspace
from assistant.genres import FOLDER as GENRES
from assistant.settings import FILE as SETTINGS
from corpus.errors import CewenError
from corpus.themes import FILE as THEMES
from index.library import FILE as CATALOG

Json = dict[str, Any]
LABEL, FORMAT = "cewen-backup.json", 1
UPLOADS = "uploads"
# What was watched comes before the catalog: a file that is noted as added must be in it.
DATABASES = (watching.FILE, CATALOG, history.FILE, workspace.FILE, checked.FILE, users.FILE)
_FILES = (SETTINGS, THEMES)
_FOLDERS = (UPLOADS, GENRES)
# What a home folder may hold that nobody has used yet.
_TRACES = frozenset({"lock", "owner.json"})


def write_backup(home: Path, path: Path) -> Json:
    """Write a home folder to one .zip, each of its databases as of one moment; it may be in use.

    Raises:
        CewenError: the file cannot be written.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".cewen-") as folder:
            temporary.touch(mode=0o600)
            with _new_archive(temporary) as archive:
                archive.writestr(LABEL, json.dumps(_label(), ensure_ascii=False, indent=2))
                for name in DATABASES:
                    if (home / name).exists():
                        copy = Path(folder) / name
                        _copy_database(home / name, copy)
                        archive.write(copy, name)
                        copy.unlink()
                for file in _plain_files(home):
                    archive.write(file, file.relative_to(home).as_posix())
                files = len(archive.namelist()) - 1
        temporary.replace(path)
    except (OSError, sqlite3.DatabaseError) as error:
        temporary.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CewenError(f"备份 {path} 写不成：{reason}", "请检查磁盘空间和权限，或换一个文件夹") from error
    return {"path": str(path), "files": files, "bytes": path.stat().st_size}


def restore(path: Path, home: Path) -> Json:
    """Put a backup into an empty home folder.

    Raises:
        CewenError: the folder is not empty, the file is no backup of ours, or does not fit on the disk.
    """
    if home.exists() and any(entry.name not in _TRACES for entry in home.iterdir()):
        raise CewenError(
            f"资料库文件夹 {home} 里已经有东西，没有恢复", "请用 --home 另写一个空文件夹，或先把它改名存起来"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            label = _checked_label(archive, path)
            members = [entry for entry in archive.infolist() if not entry.is_dir() and entry.filename != LABEL]
            if strange := [entry.filename for entry in members if not _belongs(entry.filename)]:
                raise CewenError(f"{path} 里有不属于备份的文件「{strange[0]}」", "请用 cewen backup 写出的文件")
            home.mkdir(parents=True, exist_ok=True)
            size, free = sum(entry.file_size for entry in members), shutil.disk_usage(home).free
            if size > free:
                raise CewenError(f"恢复要 {size // 2**20} MB，磁盘只剩 {free // 2**20} MB", "请腾出空间，或换一个磁盘")
            # Made beside it and moved in: a restore that is broken off leaves no half of a library.
            with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as folder:
                for entry in members:
                    archive.extract(entry, folder)
                for item in Path(folder).iterdir():
                    item.rename(home / item.name)
    except FileNotFoundError as error:
        raise CewenError(f"没有 {path} 这个文件", "请检查路径") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise CewenError(f"{path} 不是完整的备份", "请用 cewen backup 写出的 .zip，或重新复制一份") from error
    except OSError as error:
        raise CewenError(f"恢复到 {home} 没有成功：{error.strerror}", "请检查磁盘空间和权限") from error
    for name in (users.FILE, SETTINGS):
        if (home / name).exists():
            (home / name).chmod(0o600)
    _find_uploads(home)
    return {"home": str(home), "files": len(members), "made": str(label.get("made", ""))}


def _find_uploads(home: Path) -> None:
    """Have the documents of uploaded files name them where they lie now; the backup may be of another folder."""
    if not (home / CATALOG).exists():
        return
    connection = sqlite3.connect(home / CATALOG)
    try:
        with connection:
            for table, column in (("documents", "source"), ("aliases", "source"), ("aliases", "original")):
                for (held,) in connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall():
                    if now := _uploaded(held, home):
                        connection.execute(
                            f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (str(now), held)
                        )
    finally:
        connection.close()


def _uploaded(source: str, home: Path) -> Path | None:
    """Return where an uploaded file lies in this home folder; None for a file that lies elsewhere."""
    # It may have been written down by Windows; its paths part at / as well.
    parts = PureWindowsPath(source).parts
    if UPLOADS not in parts:
        return None
    within = parts[len(parts) - parts[::-1].index(UPLOADS) :]
    path = home.absolute().joinpath(UPLOADS, *within)
    return path if path.is_file() else None


def _new_archive(path: Path) -> zipfile.ZipFile:
    # Vectors hardly shrink: more effort would cost minutes and save nothing. A file may claim to be from before 1980.
    return zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3, strict_timestamps=False)


def _label() -> Json:
    return {"format": FORMAT, "made": datetime.now().astimezone().isoformat(timespec="seconds")}


def _checked_label(archive: zipfile.ZipFile, path: Path) -> Json:
    try:
        label: Json = json.loads(archive.read(LABEL))
    except (KeyError, ValueError) as error:
        raise CewenError(f"{path} 不是策问的备份", "请用 cewen backup 写出的文件") from error
    if label.get("format") != FORMAT:
        raise CewenError(f"{path} 由另一版本的策问写出", "请用那个版本恢复，再升级")
    return label


def _belongs(name: str) -> bool:
    """Tell whether a member is one that a backup holds, and stays within the folder that it is put into."""
    parts = PurePosixPath(name).parts
    if len(parts) == 1:
        return name in (*DATABASES, *_FILES)
    return parts[0] in _FOLDERS and ".." not in parts and "\\" not in name and ":" not in name


def _copy_database(source: Path, target: Path) -> None:
    """Write a database as of one moment, without what was deleted from it; others may read and write it."""
    connection = sqlite3.connect(source, timeout=30.0)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _plain_files(home: Path) -> Iterator[Path]:
    for name in _FILES:
        if (home / name).is_file():
            yield home / name
    for name in _FOLDERS:
        yield from sorted(path for path in (home / name).rglob("*") if path.is_file())
