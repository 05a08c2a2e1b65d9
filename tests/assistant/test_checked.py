"""A report is kept for whoever had the draft checked, with its Word file, until it is deleted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient

import ui
from assistant import checked
from assistant.app import Cewen
from assistant.checked import Checked
from assistant.readers import ADMINISTRATOR, READER
from assistant.server import make_server
from assistant.settings import load_settings
from corpus.errors import CewenError
from tests.conftest import SAMPLES

PASSWORD = "correct horse"
DRAFT = "青岚县把全县学校划分为8个片区，每个片区由一名局领导担任片长。"


@pytest.fixture
def cewen(tmp_path: Path) -> Iterator[Cewen]:
    with Cewen(load_settings(tmp_path / "home", {})) as opened:
        opened.add([str(SAMPLES)])
        yield opened


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "汇报稿.docx"
    document = Document()
    document.add_paragraph("青岚县义务教育优质均衡发展工作汇报")
    document.add_paragraph(DRAFT)
    document.save(str(path))
    return path


def test_a_report_is_kept_with_its_comments_over_a_restart(cewen: Cewen, draft: Path) -> None:
    report = cewen.check_and_keep(str(draft), "青岚县")
    draft.unlink()
    home = cewen.settings.home
    cewen.close()
    with Cewen(load_settings(home, {})) as again:
        assert again.checks()["checks"] == [
            {
                "check_id": report["check_id"], "name": "汇报稿.docx", "checked": report["checked"],
                "findings": len(report["findings"]), "word": True,
            }
        ]  # fmt: skip
        assert again.open_check(report["check_id"]) == report
        word = again.commented_word(report["check_id"])
        assert word is not None
        assert [*Document(io.BytesIO(word)).comments]
        page = TestClient(make_server(again, ui.compose(again)))
        given = page.get(f"/cewen/checked/{report['check_id']}.docx")
        assert given.content == word
        assert page.get("/cewen/checked/99.docx").status_code == 404
        again.remove_check(report["check_id"])
        assert again.checks() == {"checks": []}
        with pytest.raises(CewenError, match="没有编号为"):
            again.open_check(report["check_id"])


def test_a_text_has_no_word_file(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "汇报稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    report = cewen.check_and_keep(str(path), "青岚县")
    assert report["word"] is False
    assert cewen.commented_word(report["check_id"]) is None
    page = TestClient(make_server(cewen, ui.compose(cewen)))
    assert page.get(f"/cewen/checked/{report['check_id']}.docx").status_code == 404


def test_a_report_is_its_readers_own(cewen: Cewen, draft: Path) -> None:
    before = cewen.check_and_keep(str(draft))["check_id"]
    cewen.add_user("主任", PASSWORD, ADMINISTRATOR)
    cewen.add_user("小张", PASSWORD, READER)
    desks = {name: cewen.desk(reader) for name in ("主任", "小张") if (reader := cewen.sign_in.reader(name))}
    assert [kept["check_id"] for kept in desks["主任"].checks()["checks"]] == [before]
    own = desks["小张"].check_and_keep(str(draft))["check_id"]
    for act in (desks["主任"].open_check, desks["主任"].remove_check, desks["主任"].commented_word):
        with pytest.raises(CewenError, match="没有编号为"):
            act(own)
    desks["主任"].remove_user("小张")
    desks["主任"].add_user("小张", PASSWORD, READER)
    assert desks["小张"].checks() == {"checks": []}


def test_the_last_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "MOST_KEPT", 3)
    mine, other = Checked(tmp_path, "小张"), Checked(tmp_path, "小李")
    other.keep("别人的.txt", {"findings": []}, None)
    for number in range(5):
        mine.keep(f"{number}.txt", {"findings": []}, None)
    assert [kept["name"] for kept in mine.list()] == ["4.txt", "3.txt", "2.txt"]
    assert [kept["name"] for kept in other.list()] == ["别人的.txt"]
