from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from corpus.errors import EmptyDocument, UnreadableFile
from corpus.reading import ReadingOptions
from corpus.worker import ReadingWorker

TEXT = "白云县养老服务工作总结\n全县共有养老机构二十一家，养老床位三千四百八十张，群众十分满意。".encode()
OPTIONS = ReadingOptions()


def test_documents_and_errors_come_back_whole() -> None:
    worker = ReadingWorker()
    assert worker.read(TEXT, "a.txt", OPTIONS)[0].facts.place == "白云县"
    with pytest.raises(EmptyDocument, match="空") as caught:
        worker.read(b"", "b.txt", OPTIONS)
    assert caught.value.help
    worker.close()


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    worker = ReadingWorker(seconds=20)
    worker.read(TEXT, "a.txt", OPTIONS)
    worker._seconds = 0.0
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="秒"):
        worker.read(TEXT * 2000, "big.txt", OPTIONS)
    assert time.monotonic() - started < 10
    worker._seconds = 60
    assert worker.read(TEXT, "a.txt", OPTIONS)
    worker.close()


def test_a_crash_is_that_files_failure() -> None:
    worker = ReadingWorker()
    worker.read(TEXT, "a.txt", OPTIONS)
    assert worker._process is not None
    assert worker._process.pid is not None
    os.kill(worker._process.pid, 9)
    # Either the dead process is noticed and replaced, or this file fails with a reason and the next is read.
    try:
        worker.read(TEXT, "a.txt", OPTIONS)
    except UnreadableFile as error:
        assert "崩溃" in error.message
    assert worker.read(TEXT, "a.txt", OPTIONS)
    worker.close()


def test_an_archive_goes_into_the_library(tmp_path: Path) -> None:
    from index.embeddings import load_embeddings
    from index.library import Library
    from tests.corpus.test_formats import archive

    path = tmp_path / "共享.zip"
    path.write_bytes(archive({"一/白云.txt": TEXT, "二/坏.docx": b"PK\x03\x04broken", "空.txt": b""}))
    library = Library(tmp_path / "home", load_embeddings())
    report = library.add([path])
    assert [Path(added).name for added in report.added] == ["白云.txt"]
    assert sorted(Path(failed).name for failed, _ in report.failed) == ["坏.docx", "空.txt"]
    library.rebuild()
    assert library.catalog.counts()[0] == 1
    library.close()
