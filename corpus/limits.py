"""How much of a file is read at most: what an office may set, so that no file fills the memory or hangs the run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limit the reading of files.

    Attributes:
        file_bytes: size of a file, and of an archive's member.
        file_seconds: time for one file.
        ocr_page_seconds: time more for each of its scanned pages.
        archive_members: files in an archive.
        archive_bytes: size of an archive's files together, unpacked.
    """

    file_bytes: int = 200 * 2**20
    file_seconds: float = 120.0
    ocr_page_seconds: float = 30.0
    archive_members: int = 2_000
    archive_bytes: int = 2**30
