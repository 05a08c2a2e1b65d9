"""Read how an office names the folders that it has watched: 「文件夹」, or 「文件夹 | 资料集」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.readers import PUBLIC_LABEL, check_collection
from corpus.errors import SettingsError

# No name of a folder on Windows, and of no collection, holds it.
SEPARATOR = "|"
_BETWEEN = re.compile(r"[,;，；\n]")


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder to be watched; with no collection named, new files are everybody's and known ones stay where they are."""

    folder: Path
    collection: str | None = None

    def __str__(self) -> str:
        if self.collection is None:
            return str(self.folder)
        return f"{self.folder} {SEPARATOR} {self.collection or PUBLIC_LABEL}"


def read_watched(lines: Iterable[str] | str) -> tuple[str, ...]:
    """Return watched folders as they are kept, each once; a single text may hold several, between commas or semicolons.

    Raises:
        CewenError: a folder is no full path, or a collection cannot be one.
    """
    given = _BETWEEN.split(lines) if isinstance(lines, str) else [*lines]
    read = [parse_watched(line) for line in given if line.strip()]
    return tuple(str(watched) for watched in {watched.folder: watched for watched in read}.values())


def parse_watched(line: str) -> WatchedFolder:
    """Return one watched folder.

    Raises:
        CewenError: the folder is no full path, or the collection cannot be one.
    """
    name, separator, collection = line.partition(SEPARATOR)
    folder = Path(name.strip().strip('"')).expanduser()
    if not folder.is_absolute():
        raise SettingsError(
            f"「{name.strip()}」不是完整的路径", "请从盘符或 / 写起，如 D:\\公文、\\\\服务器\\共享、/data/公文"
        )
    return WatchedFolder(folder, check_collection(collection) if separator else None)
