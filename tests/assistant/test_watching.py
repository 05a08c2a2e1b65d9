"""Folders are watched: what is new or changed is added once it has come to rest, and nothing is removed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.app import Cewen
from assistant.settings import load_settings
from assistant.watched import read_watched
from corpus.errors import CewenError, UnreachableFile

EVERY = 0.1
TEXT = "{place}2023年教育工作总结\n\n{place}新建学校{n}所，招聘教师85人，其中特岗教师30人。\n"


def put(folder: Path, place: str, n: int = 4) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{place}.txt"
    path.write_text(TEXT.format(place=place, n=n), encoding="utf-8")
    return path


def look(cewen: Cewen) -> dict[str, Any]:
    """Look once, so long after the last look that a file may have come to rest."""
    time.sleep(EVERY)
    cewen._office.watching.look()
    return cewen.watching()


def held(cewen: Cewen) -> dict[str, str]:
    return {document["file"]: document["collection"] for document in cewen.list()["documents"]}


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "共享 盘"
    put(folder, "白云县")
    return folder


@pytest.fixture
def watcher(tmp_path: Path, share: Path) -> Iterator[Cewen]:
    with Cewen(load_settings(tmp_path / "home", {"CEWEN_WATCH_SECONDS": str(EVERY)})) as cewen:
        cewen.change_settings({"watch": [str(share)]})
        yield cewen


def test_a_new_file_is_added_when_it_has_come_to_rest(watcher: Cewen, share: Path) -> None:
    assert look(watcher)["waiting"] == 1
    assert held(watcher) == {}
    status = look(watcher)
    assert (status["added"], status["waiting"], held(watcher)) == (1, 0, {"白云县.txt": ""})
    put(share / "下级" / "2024", "青山县")
    assert look(watcher)["waiting"] == 1
    assert (look(watcher)["added"], len(held(watcher))) == (2, 2)
    put(share, "白云县", 9)
    look(watcher)
    status = look(watcher)
    assert (status["added"], status["updated"]) == (2, 1)
    assert "9所" in watcher.ask("白云县新建学校多少所？")["answer"]
    assert status["folders"][0]["files"] == 2


def test_a_file_that_is_still_being_copied_waits(watcher: Cewen, share: Path) -> None:
    path = share / "长.txt"
    whole = TEXT.format(place="长河县", n=7).encode()
    for end in (20, 60, len(whole)):
        path.write_bytes(whole[:end])
        look(watcher)
        assert "长.txt" not in held(watcher)
    look(watcher)
    assert "7所" in watcher.ask("长河县新建学校多少所？")["answer"]


def test_two_looks_in_a_row_do_not_pass_for_rest(watcher: Cewen, share: Path) -> None:
    watcher._office.watching.look()
    watcher._office.watching.look()
    assert held(watcher) == {}


def test_nothing_is_removed_and_what_vanished_is_told(watcher: Cewen, share: Path) -> None:
    look(watcher), look(watcher)
    (share / "白云县.txt").unlink()
    status = look(watcher)
    assert [Path(name).name for name in status["vanished"]] == ["白云县.txt"]
    assert held(watcher) == {"白云县.txt": ""}
    watcher.remove(["白云县.txt"])
    assert look(watcher)["vanished"] == []


def test_a_document_removed_by_hand_stays_removed_over_a_restart(tmp_path: Path, share: Path, watcher: Cewen) -> None:
    look(watcher), look(watcher)
    watcher.remove(["白云县.txt"])
    assert look(watcher)["added"] == 1
    watcher.close()
    with Cewen(load_settings(tmp_path / "home", {"CEWEN_WATCH_SECONDS": str(EVERY)})) as again:
        look(again), look(again)
        assert held(again) == {}
        put(share, "白云县", 11)
        look(again), look(again)
        assert held(again) == {"白云县.txt": ""}


def test_a_missing_folder_is_told_once_and_found_again(
    watcher: Cewen, share: Path, caplog: pytest.LogCaptureFixture
) -> None:
    look(watcher), look(watcher)
    away = share.with_name("拔掉了")
    share.rename(away)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            status = look(watcher)
    assert len([record for record in caplog.records if "打不开" in record.getMessage()]) == 1
    assert (status["folders"][0]["missing"], status["vanished"]) == (True, [])
    away.rename(share)
    status = look(watcher)
    assert (status["folders"][0]["missing"], status["added"]) == (False, 1)


def test_what_fails_is_told_and_not_tried_again_until_it_changes(watcher: Cewen, share: Path) -> None:
    bad = share / "坏.docx"
    bad.write_bytes(b"PK\x03\x04broken")
    look(watcher)
    for _ in range(2):
        failed = look(watcher)["failed"]
        assert [(Path(row["file"]).name, row["kind"]) for row in failed] == [("坏.docx", "damaged")]
    bad.write_text(TEXT.format(place="青山县", n=2), encoding="utf-8")
    look(watcher)
    assert look(watcher)["failed"] == []
    assert "坏.docx" in held(watcher)


def test_a_folder_belongs_to_its_collection_and_the_inner_one_wins(watcher: Cewen, share: Path) -> None:
    put(share / "财务", "青山县")
    watcher.change_settings({"watch": [str(share), f"{share / '财务'} | 财务科"]})
    look(watcher), look(watcher)
    assert held(watcher) == {"白云县.txt": "", "青山县.txt": "财务科"}
    watcher.change_settings({"watch": [f"{share} | 人事科", f"{share / '财务'} | 财务科"]})
    look(watcher), look(watcher)
    assert held(watcher) == {"白云县.txt": "人事科", "青山县.txt": "财务科"}


def test_the_home_folder_within_a_watched_one_is_left_alone(watcher: Cewen, tmp_path: Path, document: Path) -> None:
    watcher.keep_upload(str(document), "上传.txt")
    watcher.change_settings({"watch": [str(tmp_path)]})
    look(watcher), look(watcher)
    assert "上传.txt" not in held(watcher)
    assert "白云县.txt" in held(watcher)


def test_the_thread_follows_the_settings_and_ends_with_the_library(watcher: Cewen, share: Path, tmp_path: Path) -> None:
    watcher.watch()
    deadline = time.monotonic() + 30
    while not held(watcher) and time.monotonic() < deadline:
        time.sleep(EVERY)
    assert watcher.watching()["running"]
    other = tmp_path / "另一个"
    put(other, "青山县")
    watcher.change_settings({"watch": [str(share), str(other)]})
    while len(held(watcher)) < 2 and time.monotonic() < deadline:
        time.sleep(EVERY)
    assert len(held(watcher)) == 2
    watcher.close()
    assert not watcher._office.watching.status()["running"]


def test_watched_folders_are_written_plainly() -> None:
    assert read_watched("/a, /b；/c | 财务科;/a") == ("/a", "/b", "/c | 财务科")
    assert read_watched(["/a,b", ' "/c d" | 公共 ', ""]) == ("/a,b", "/c d | 公共")
    for wrong in ("公文", "/a | 财务/科"):
        with pytest.raises(CewenError):
            read_watched([wrong])


# ---- a folder added while somebody waits


def _finished(cewen: Cewen) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while (status := cewen.scanning())["running"] and time.monotonic() < deadline:
        time.sleep(0.05)
    return status


def test_a_folder_is_counted_added_and_accounted_for(cewen: Cewen, share: Path) -> None:
    (share / "坏.docx").write_bytes(b"PK\x03\x04broken")
    (share / "程序.py").write_text("x = 1")
    assert cewen.count_folder(str(share)) == {"folder": str(share), "files": 2, "suffixes": {".docx": 1, ".txt": 1}}
    assert cewen.scanning()["folder"] == ""
    cewen.scan(f'"{share}"')
    status = _finished(cewen)
    assert (status["added"], status["skipped"], status["error"], status["stopped"]) == (1, 1, "", False)
    assert (status["done"], status["total"]) == (2, 2)
    assert [row["kind"] for row in status["failed"]] == ["damaged"]


def test_a_stopped_scan_keeps_what_it_has(cewen: Cewen, share: Path) -> None:
    for number in range(40):
        put(share, f"第{number}号县", number)
    cewen.scan(str(share))
    with pytest.raises(CewenError, match="正在加入"):
        cewen.scan(str(share))
    while not cewen.scanning()["done"]:
        time.sleep(0.01)
    cewen.stop_scan()
    status = _finished(cewen)
    assert status["stopped"]
    assert 0 < len(cewen.list()["documents"]) < 41
    assert cewen.search("新建学校")["hits"]


@pytest.mark.parametrize("folder", ["", "公文", "/没有/这个", "{file}"])
def test_what_is_no_folder_is_told(cewen: Cewen, share: Path, folder: str) -> None:
    with pytest.raises(UnreachableFile) as caught:
        cewen.scan(folder.format(file=share / "白云县.txt"))
    assert caught.value.help


def test_the_first_start_is_over_when_the_office_has_a_place_or_documents(cewen: Cewen, share: Path) -> None:
    assert cewen.first_start()
    cewen.change_settings({"place": "白云县"})
    assert not cewen.first_start()
    cewen.change_settings({"place": ""})
    cewen.add([str(share)])
    assert not cewen.first_start()
    cewen.remove(["白云县.txt"])
    cewen.change_settings({"guide": False})
    assert not cewen.first_start()


def test_samples_are_not_the_offices_own(samples: Cewen) -> None:
    assert samples.first_start()
