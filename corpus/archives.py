"""Open a .zip member by member, within limits, its names decoded as Windows in China wrote them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from corpus.errors import LockedFile, ReadError, TooLarge, UnreadableFile
from corpus.limits import Limits

# Text and office files shrink five- to twentyfold; a thousandfold is a bomb.
LARGEST_RATIO = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path inside, and its bytes or why they were not read."""

    name: str
    data: bytes
    error: ReadError | None = None


def is_archive(data: bytes) -> bool:
    """Tell whether these bytes are a .zip that holds files, and no office document."""
    from corpus.loaders import sniff

    return data.startswith(b"PK\x03\x04") and sniff(data, "a.zip") == "zip"


def check_limits(archive: zipfile.ZipFile, packed: int, limits: Limits = Limits()) -> list[zipfile.ZipInfo]:  # noqa: B008
    """Return the files in an archive of so many bytes.

    Raises:
        TooLarge: it holds more than the limits allow.
    """
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    total = sum(entry.file_size for entry in entries)
    many = len(entries) > limits.archive_members
    if many or total > limits.archive_bytes or total > LARGEST_RATIO * max(packed, 10_000):
        raise TooLarge(
            f"压缩包里有 {len(entries)} 个文件、展开后 {total // 2**20} MB，超过限制",
            "请解压后分批添加，或调大设置 archive_files、archive_mb",
        )
    return entries


def members(data: bytes, limits: Limits = Limits()) -> Iterator[Member]:  # noqa: B008 - a frozen value
    """Yield the files of an archive.

    Raises:
        TooLarge: the archive holds more than the limits allow.
    """
    archive = zipfile.ZipFile(BytesIO(data))
    for entry in check_limits(archive, len(data), limits):
        name = _name(entry)
        if name.rsplit("/", 1)[-1].startswith((".", "~$")) or "__MACOSX" in name:
            continue
        if entry.flag_bits & 0x1:
            yield Member(name, b"", LockedFile("压缩包里的文件加了密码", "请解压后添加"))
        elif entry.file_size > limits.file_bytes:
            yield Member(name, b"", TooLarge("压缩包里的文件太大", "请解压后添加"))
        else:
            try:
                yield Member(name, archive.read(entry))
            except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
                yield Member(name, b"", UnreadableFile(f"压缩包里的文件解不开：{error}", "请重新压缩或解压后添加"))


def _name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
