from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from corpus.errors import AmbiguousDocument, DocumentNotFound, LibraryBusy, LibraryError, LibraryMismatch
from index.embeddings import load_embeddings
from index.library import Library
from index.retriever import HybridRetriever

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "资料库"


def open_library(home: Path) -> Library:
    return Library(home, load_embeddings())


def write(path: Path, place: str, number: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"{place}工作总结\n\n一、投入\n{place}全年投入资金{number}万元，建设服务站点12个。\n\n二、成效\n{place}服务群众3.2万人次。\n",
        encoding="utf-8",
    )
    return path


def found(library: Library, query: str) -> list[str]:
    return [p.chunk.text for p in HybridRetriever(library=library).search(query, 10)]


def whole(library: Library) -> bool:
    """Tell whether catalog, BM25 and Chroma hold the same chunks."""
    chunks = library.catalog.counts()[1]
    return library.lexical.count() == chunks == library.vectors.count() and library.catalog.pending_count() == 0


def test_adding_twice_changes_nothing(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "青山县", 350)
    library = open_library(home)
    first = library.add([path])
    again = library.add([path])
    assert (first.added, again.unchanged) == ([str(path)], [str(path)])
    assert (first.documents, first.chunks) == (again.documents, again.chunks)
    assert whole(library)
    library.close()


def test_an_edited_file_replaces_its_revision_and_keeps_its_id(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "青山县", 350)
    library = open_library(home)
    library.add([path])
    before = [record.doc_id for record in library.catalog.records()]
    write(path, "青山县", 777)
    assert library.add([path]).updated == [str(path)]
    assert [record.doc_id for record in library.catalog.records()] == before
    texts = "".join(found(library, "青山县投入资金"))
    assert "777万元" in texts
    assert "350万元" not in texts
    assert whole(library)
    library.close()


def test_the_same_bytes_elsewhere_are_one_document_with_two_names(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "青山县", 350)
    copy = tmp_path / "另存" / "b.txt"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    library = open_library(home)
    report = library.add([path, copy])
    assert report.documents == 1
    assert library.catalog.records()[0].aliases == (str(copy),)
    assert library.resolve("b.txt") == library.resolve("a.txt")
    library.close()


def test_a_removed_document_is_never_found(home: Path, tmp_path: Path) -> None:
    library = open_library(home)
    library.add([write(tmp_path / "a.txt", "青山县", 350), write(tmp_path / "b.txt", "白河县", 480)])
    library.remove([record.doc_id for record in library.resolve("a.txt")])
    assert not any("青山县" in text for text in found(library, "青山县投入资金"))
    assert whole(library)
    library.close()


def test_a_stale_engine_is_never_answered_from(home: Path, tmp_path: Path) -> None:
    """What the catalog does not list is left out even while Chroma and BM25 still hold it."""
    library = open_library(home)
    library.add([write(tmp_path / "a.txt", "青山县", 350)])
    library.catalog.remove([record.doc_id for record in library.catalog.records()])
    assert library.lexical.count() > 0
    assert found(library, "青山县投入资金") == []
    library.close()


def test_one_bad_file_does_not_stop_the_rest(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "共享"
    write(folder / "好.txt", "青山县", 350)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "空.txt").write_bytes(b"")
    (folder / ".隐藏.txt").write_text("隐藏文件不读", encoding="utf-8")
    (folder / "~$好.docx").write_bytes(b"lock")
    library = open_library(home)
    report = library.add([folder, tmp_path / "没有.txt"])
    assert [Path(p).name for p in report.added] == ["好.txt"]
    assert sorted(Path(p).name for p, _ in report.failed) == ["坏.docx", "没有.txt", "空.txt"]
    assert all(str(error) for _, error in report.failed)
    library.close()


def test_documents_are_found_by_id_beginning_and_file_name(home: Path, tmp_path: Path) -> None:
    library = open_library(home)
    library.add(
        [write(tmp_path / "一" / "总结.txt", "青山县", 350), write(tmp_path / "二" / "总结.txt", "白河县", 480)]
    )
    record = library.catalog.records()[0]
    assert (
        library.resolve(record.doc_id)
        == library.resolve(record.doc_id[:6])
        == library.resolve(record.source)
        == [record]
    )
    with pytest.raises(AmbiguousDocument, match=r"总结\.txt"):
        library.resolve("总结.txt")
    with pytest.raises(DocumentNotFound):
        library.resolve("无此文件")
    library.close()


def test_the_documents_of_a_file_are_found_by_its_path(home: Path, tmp_path: Path) -> None:
    plain, copy, archive = write(tmp_path / "总结.txt", "青山县", 350), tmp_path / "副本.txt", tmp_path / "总结.txt.zip"
    shutil.copyfile(plain, copy)
    with zipfile.ZipFile(archive, "w") as members:
        for place in ("白云县", "碧水县"):
            members.write(write(tmp_path / f"{place}.txt", place, 420), f"{place}.txt")
    library = open_library(home)
    library.add([plain, copy, archive])
    catalog = library.catalog
    assert len(catalog.records()) == 3
    members_of = catalog.records(catalog.ids_of_file(str(archive)))
    assert {record.facts.place for record in members_of} == {"白云县", "碧水县"}
    assert [r.facts.place for r in catalog.records(catalog.ids_of_file(str(plain)))] == ["青山县"]
    assert catalog.ids_of_file(str(tmp_path / "总结")) == []
    # Of two paths of the same bytes one was read; both mean it.
    assert len(catalog.ids_of_file(str(plain))) == 1
    assert catalog.ids_of_file(str(copy)) == catalog.ids_of_file(str(plain))
    library.close()


def test_a_second_process_is_told_who_holds_the_home(home: Path) -> None:
    library = open_library(home)
    code = (
        "import sys; from pathlib import Path; from index.library import Library; from index.embeddings import load_embeddings\n"
        "from corpus.errors import LibraryBusy\n"
        "try: Library(Path(sys.argv[1]), load_embeddings())\n"
        "except LibraryBusy as error: print(error)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(home)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert f"进程 {os.getpid()}" in result.stdout
    with pytest.raises(LibraryBusy):
        open_library(home)
    library.close()
    open_library(home).close()


def test_a_library_of_other_rules_says_rebuild(home: Path, tmp_path: Path) -> None:
    library = open_library(home)
    library.add([write(tmp_path / "a.txt", "青山县", 350)])
    stored = json.loads(library.catalog.meta("fingerprint") or "")
    library.catalog.set_meta("fingerprint", json.dumps(stored | {"embeddings": "另一模型:1"}, sort_keys=True))
    library.close()
    with pytest.raises(LibraryMismatch, match="cewen rebuild") as caught:
        open_library(home)
    assert "嵌入模型" in caught.value.message
    rebuilt = Library(home, load_embeddings(), rebuilding=True)
    rebuilt.rebuild()
    rebuilt.close()
    library = open_library(home)
    assert found(library, "青山县投入资金")
    library.close()


def test_rebuild_keeps_documents_whose_file_is_gone(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "青山县", 350)
    library = open_library(home)
    library.add([path])
    path.unlink()
    library.rebuild()
    assert any("350万元" in text for text in found(library, "青山县投入资金"))
    assert whole(library)
    library.close()


@pytest.mark.parametrize("damage", ["emptied", "overwritten", "removed"])
def test_a_broken_chroma_folder_is_filled_from_the_catalog(
    home: Path, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(home)
    library.add([write(tmp_path / f"{i}.txt", f"青山{'甲乙丙丁戊'[i]}县", 300 + i) for i in range(5)])
    library.close()
    chroma = home / "chroma" / "1"
    if damage == "removed":
        shutil.rmtree(chroma)
    elif damage == "overwritten":
        (chroma / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    else:
        with sqlite3.connect(chroma / "chroma.sqlite3") as connection:
            connection.execute("DELETE FROM embeddings")
            connection.execute("DELETE FROM embeddings_queue")
    library = open_library(home)

    def never(texts: list[str]) -> None:
        raise AssertionError("nothing is embedded again")

    monkeypatch.setattr(library.embeddings, "embed_array", never)
    assert whole(library)
    monkeypatch.undo()
    assert found(library, "投入资金")
    library.close()


def test_a_broken_bm25_folder_is_filled_from_the_catalog(home: Path, tmp_path: Path) -> None:
    library = open_library(home)
    library.add([write(tmp_path / "a.txt", "青山县", 350)])
    library.close()
    for file in (home / "bm25").iterdir():
        file.write_bytes(b"broken")
    library = open_library(home)
    assert whole(library)
    assert found(library, "青山县投入资金")
    library.close()


@pytest.mark.parametrize("delay", [0.15, 0.4, 0.8, 1.3, 1.9, 2.6])
def test_a_killed_process_loses_nothing_that_was_added(home: Path, tmp_path: Path, delay: float) -> None:
    folder = tmp_path / "文件"
    for number in range(40):
        write(folder / f"{number:02}.txt", f"青山{'甲乙丙丁戊己庚辛壬癸'[number % 10]}县", 1000 + number)
    code = (
        "import sys; from pathlib import Path; from index.library import Library; from index.embeddings import load_embeddings\n"
        "library = Library(Path(sys.argv[1]), load_embeddings())\n"
        "_ = library.lexical, library.vectors\n"
        "print('ready', flush=True)\n"
        "for path in sorted(Path(sys.argv[2]).iterdir()):\n"
        "    library.add([path]); print(path.name, flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(home), str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    acknowledged = set(process.stdout.read().split())
    process.wait()
    library = open_library(home)
    held = {Path(record.source).name for record in library.catalog.records()}
    assert acknowledged <= held
    assert whole(library)
    report = library.add([folder])
    assert report.documents == 40
    assert not report.failed
    assert whole(library)
    library.close()


def test_editing_one_of_two_equal_files_loses_neither(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "盘"
    path = write(folder / "a.txt", "青山县", 350)
    shutil.copy(path, folder / "b.txt")
    library = open_library(home)
    library.add([folder])
    write(path, "青山县", 999)
    library.add([folder])
    assert {Path(record.source).name for record in library.catalog.records()} == {"a.txt", "b.txt"}
    assert any("350万元" in text for text in found(library, "青山县投入资金"))
    library.close()


def test_programs_in_a_folder_are_skipped_and_named(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "盘"
    write(folder / "a.txt", "青山县", 350)
    (folder / "x.py").write_text("print('不是文档')" * 9, encoding="utf-8")
    library = open_library(home)
    report = library.add([folder])
    assert [Path(name).name for name in report.skipped] == ["x.py"]
    assert report.documents == 1
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="文件名编码")
def test_a_file_name_in_gbk_is_read_as_gbk(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "青山县", 350)
    odd = os.fsencode(str(tmp_path)) + b"/" + "总结.txt".encode("gbk")
    path.rename(os.fsdecode(odd))
    library = open_library(home)
    report = library.add([tmp_path])
    assert [Path(name).name for name in report.added] == ["总结.txt"]
    library.close()


def test_what_is_no_file_is_reported(home: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    library = open_library(home)
    report = library.add([tmp_path / "管道", Path("x" * 5000)])
    assert len(report.failed) == 2
    library.close()


def test_one_endless_word_is_cut_into_chunks(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text("青山县总结\n" + "a" * 200_000 + "\n" + "1" * 20_000, encoding="utf-8")
    library = open_library(home)
    started = time.monotonic()
    assert library.add([path]).failed == []
    assert time.monotonic() - started < 30
    rows = library.catalog.rows("SELECT max(end - start) AS longest FROM chunks")
    assert rows[0]["longest"] <= 350
    library.close()


def test_a_library_of_an_older_schema_is_rebuilt_from_its_files(home: Path, tmp_path: Path) -> None:
    library = open_library(home)
    library.add([write(tmp_path / "a.txt", "青山县", 350)])
    library.catalog.set_meta("schema", "0")
    library.close()
    with pytest.raises(LibraryMismatch, match="cewen rebuild"):
        open_library(home)
    rebuilt = Library(home, load_embeddings(), rebuilding=True)
    rebuilt.rebuild()
    assert any("350万元" in text for text in found(rebuilt, "青山县投入资金"))
    assert whole(rebuilt)
    rebuilt.close()


def test_a_damaged_catalog_is_told(home: Path) -> None:
    home.mkdir()
    (home / "catalog.sqlite3").write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError, match="已损坏"):
        open_library(home)
