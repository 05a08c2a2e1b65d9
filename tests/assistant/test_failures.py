"""What could not be taken in is told by kind, each kind with what to do about it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.failures import KINDS, grouped, kind_of
from assistant.settings import load_settings
from corpus import errors
from corpus.loaders import ocr, office
from tests.corpus.pdfs import page_picture, scanned_pdf

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def test_every_error_of_reading_has_a_kind_of_its_own() -> None:
    classes = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.ReadError)
    ]
    named = {kind_of(kind("坏")).name for kind in classes}
    assert named == {kind.name for kind in KINDS} - {"other"}
    assert kind_of(errors.LibraryError("坏")).name == "other"


def test_files_are_grouped_by_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
    for name, data in {
        "旧.doc": old, "旧.wps": old, "密码.docx": ENCRYPTED,
        "空.txt": b"", "坏.docx": b"PK\x03\x04broken", "大.txt": "字".encode() * 400_000, "程序.txt": bytes(range(256)) * 20,
        "密.txt": "秘密★3年\n\n白云县关于教育工作的报告\n\n白云县新建学校4所，招聘教师85人。\n".encode(),
    }.items():  # fmt: skip
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("里面.doc", old)
    # Reading goes on in a process of its own: where PATH is empty it finds no LibreOffice.
    monkeypatch.setenv("PATH", "")
    with Cewen(load_settings(tmp_path / "home", {"CEWEN_LARGEST_FILE_MB": "1"})) as cewen:
        failed = cewen.add([str(folder)])["failed"]
    groups = {group["kind"]: sorted(Path(file["file"]).name for file in group["files"]) for group in grouped(failed)}
    assert groups["converter"] == ["旧.doc", "旧.wps", "里面.doc"]
    assert groups["locked"] == ["密码.docx"]
    assert (groups["empty"], groups["damaged"], groups["large"]) == (["空.txt"], ["坏.docx"], ["大.txt"])
    assert (groups["confidential"], groups["format"]) == (["密.txt"], ["程序.txt"])
    assert all(group["help"] for group in grouped(failed))


def test_what_is_not_installed_is_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    monkeypatch.setattr(office, "find_office", lambda: None)
    from corpus.loaders import load

    for name, data, kind in (
        ("扫描.pdf", scanned_pdf([page_picture(0, 72)]), "ocr"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "converter"),
    ):
        with pytest.raises(errors.ReadError) as caught:
            load(data, name)
        assert kind_of(caught.value).name == kind
