"""The commands of drafting: draft with its wishes, outline and write, the library of drafts, through a server, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.remote import CALLS, RemoteCewen
from index.ownership import Owner
from tests.assistant.test_cli import json_of, run

TEXT = (
    "白云县2023年养老服务工作总结\n\n一、主要做法\n（一）加大养老服务投入\n白云县投入养老服务资金350万元，建成养老服务中心12个。\n"
    "（二）培训护理人员\n白云县举办养老护理培训9期，培训护理员300人。\n\n二、存在问题\n护理员缺口还有120人，养老服务供给不足。\n\n"
    "白云县民政局\n2024年1月8日\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("起草 命令")
    (folder / "总结.txt").write_text(TEXT, encoding="utf-8")
    json_of("add", str(folder / "总结.txt"), home=folder / "home")
    return folder / "home"


def test_a_draft_with_wishes_is_written_and_kept(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "稿.docx"
    brief = json_of(
        "draft", "汇报材料", "养老服务", "--place", "白云县", "--period", "2023", "--audience", "县委：", "--length", "800",
        "--point", "护理培训", "--notes", "老人满意度98%，满意度逐年提高。", "--sources", "footnotes", "--issuer", "白云县民政局",
        "--date", "2024年3月5日", "--attachment", "统计表", "-o", str(path), home=home,
    )  # fmt: skip
    assert path.stat().st_size > 5000
    assert (brief["salutation"], brief["version"]) == ("县委：", 1)
    assert {c["title"] for c in brief["citations"]} == {"白云县2023年养老服务工作总结", "用户提供"}
    listed = json_of("drafts", home=home)["drafts"]
    assert brief["draft_id"] in [entry["draft_id"] for entry in listed]


def test_an_outline_is_listed_changed_and_written(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "提纲.json"
    spoken = run("draft", "汇报材料", "养老服务", "--place", "白云县", "--outline", str(path), home=home)
    assert spoken.returncode == 0, spoken.stderr
    assert "350万元" in spoken.stdout and "存在问题" in spoken.stdout
    outline = json.loads(path.read_text(encoding="utf-8"))
    number = next(
        p["citation"]["n"] for s in outline["sections"] for p in s["evidence"] if "350万元" in p["citation"]["quote"]
    )
    brief = json_of("write", str(path), "--reject", str(number), "--rename", "3=短板", "--drop", "5", home=home)
    assert "350万元" not in json.dumps(brief["sections"], ensure_ascii=False)
    headings = [s["heading"] for s in brief["sections"] if s["level"] == 1]
    assert headings == ["一、基本情况", "二、主要做法与成效", "三、短板", "四、下一步打算"]
    for wrong in (["--order", "1,2"], ["--rename", "三"], ["--pin", "999"]):
        assert run("write", str(path), *wrong, home=home).returncode == 1
    assert run("write", str(tmp_path / "没有.json"), home=home).returncode == 1


def test_drafts_are_opened_edited_compared_exported_deleted(home: Path, tmp_path: Path) -> None:
    made = json_of("draft", "汇报材料", "养老服务", "--place", "白云县", home=home)["draft_id"]
    opened = json_of("drafts", str(made), "--edit", "1", "--text", "开头改过了。", home=home)
    assert [v["how"] for v in opened["versions"]] == ["起草", "手改"]
    assert "+开头改过了。" in run("drafts", str(made), "--diff", home=home).stdout
    path = tmp_path / "稿.md"
    run("drafts", str(made), "--version", "2", "-o", str(path), "--sources", "none", home=home)
    assert "开头改过了。" in path.read_text(encoding="utf-8")
    refused = run("drafts", str(made), "--revise", "第二部分压缩到三百字", home=home)
    assert (refused.returncode, "没有接大模型" in refused.stderr) == (1, True)
    json_of("drafts", str(made), "--delete", home=home)
    assert run("drafts", str(made), home=home).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["--period", "去年"], "时期"), (["--length", "3"], "篇幅"), (["--prefer", "没有这份"], "没有这份"),
     (["--notes", "没有.txt"], "没有.txt"), (["--number", "云政发〔2026〕1号", "-o", "a.docx"], "红头")],
)  # fmt: skip
def test_a_wrong_wish_is_one_chinese_line(home: Path, arguments: list[str], word: str) -> None:
    result = run("draft", "汇报材料", "养老服务", "--place", "白云县", *arguments, home=home)
    assert result.returncode == 1
    assert word in result.stderr and "Traceback" not in result.stderr


def test_every_call_over_the_wire_is_one_of_the_facade() -> None:
    remote = RemoteCewen(Owner(0, "http://127.0.0.1:9", ""))
    for name in CALLS:
        assert callable(getattr(Cewen, name)) and callable(getattr(remote, name))
    with pytest.raises(AttributeError):
        _ = remote.desk
    with pytest.raises(TypeError):
        remote.search(words="写错的参数")


def test_a_draft_goes_through_the_running_server(samples: Cewen, tmp_path: Path) -> None:
    from fastapi.testclient import TestClient
    from gradio import Blocks

    from assistant.server import make_server

    with TestClient(make_server(samples, Blocks(), "secret"), headers={"Authorization": "Bearer secret"}) as client:
        arguments = {"genre": "汇报材料", "topic": "义务教育优质均衡发展", "place": "青岚县", "more": {"length": 500}}
        reply = client.post("/cewen/call", json={"method": "outline", "arguments": arguments}).json()["result"]
        written = client.post("/cewen/call", json={"method": "write", "arguments": {"outline": reply}}).json()["result"]
        assert written["sections"] == samples.draft(**arguments)["sections"]
        wrong = {"method": "draft", "arguments": arguments | {"more": {"period": "x"}}}
        assert client.post("/cewen/call", json=wrong).status_code == 400
