"""`cewen inspect`: parts and facts of a folder, without taking anything in."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from assistant import cli
from assistant.inspection import inspect_files
from assistant.settings import Settings
from tests.conftest import SAMPLES
from tests.corpus.test_facts import SAMPLES as FACTS


def test_parts_and_facts_of_the_sample_corpus(settings: Settings) -> None:
    report = inspect_files(settings, [str(SAMPLES)])
    found = {
        (Path(file["file"]).name, d["part"]): (d["title"], d["place"], d["genre"], d["date"], d["document_number"])
        for file in report["files"]
        for d in file["documents"]
    }
    assert found == FACTS
    assert not report["failed"]
    assert not (settings.home / "catalog.sqlite3").exists()


def test_what_cannot_be_read_is_told_and_the_rest_is_shown(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "盘"
    folder.mkdir()
    shutil.copy(SAMPLES / "青岚县2023年教育工作总结.txt", folder)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04broken")
    (folder / "空.txt").write_bytes(b"")
    with zipfile.ZipFile(folder / "打包.zip", "w") as archive:
        archive.write(SAMPLES / "柳溪县教师交流经验材料.txt", "内/经验.txt")
    report = inspect_files(settings, [str(folder)])
    assert {Path(file["file"]).name for file in report["files"]} == {"青岚县2023年教育工作总结.txt", "经验.txt"}
    assert {Path(failure["file"]).name for failure in report["failed"]} == {"坏.docx", "空.txt"}


@pytest.mark.parametrize("option", [[], ["--sources"], ["--json"]])
def test_the_command_prints_each_part(option: list[str], tmp_path: Path, monkeypatch, capsys) -> None:
    file = str(SAMPLES / "校园安全与课后服务简报两则.txt")
    monkeypatch.setattr("sys.argv", ["cewen", "inspect", file, "--home", str(tmp_path), *option])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 0
    printed = capsys.readouterr().out
    assert "石桥区" in printed and "柳溪县" in printed
    if option == ["--json"]:
        assert [d["part"] for d in json.loads(printed)["files"][0]["documents"]] == [1, 2]
    if option == ["--sources"]:
        assert "日期：2024-10-15　〔落款，确定〕" in printed
