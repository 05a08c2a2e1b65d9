from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parent.parent.parent
CEWEN = [sys.executable, "-m", "ui"]


def run(*arguments: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CEWEN_HOME": str(home), "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)} | more
    return subprocess.run(
        [*CEWEN, *arguments], capture_output=True, text=True, env=environment, cwd=home.parent, timeout=120
    )


def json_of(*arguments: str, home: Path, code: int = 0) -> Any:
    result = run(*arguments, "--json", home=home)
    assert result.returncode == code, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("命令行 测试")
    files = folder / "文件"
    files.mkdir()
    for place, number in (("白云县", 350), ("青山县", 480)):
        (files / f"{place}总结.txt").write_text(
            f"{place}2023年养老服务工作总结\n\n一、投入\n{place}投入资金{number}万元，建成养老服务中心12个，惠及老人3.2万人。\n\n{place}民政局\n2024年1月8日\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    home = folder / "home"
    report = json_of("add", str(folder / "文件"), home=home)
    assert (len(report["added"]), report["documents"], report["failed"]) == (2, 2, [])
    return home


def test_add_reports_each_file_and_fails_when_one_failed(folder: Path, home: Path, tmp_path: Path) -> None:
    again = json_of("add", str(folder / "文件"), home=home)
    assert len(again["unchanged"]) == 2
    assert set(again) == {
        "added",
        "updated",
        "unchanged",
        "failed",
        "skipped",
        "notes",
        "documents",
        "chunks",
        "seconds",
    }
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04x")
    failed = json_of("add", str(bad), home=home, code=1)
    assert failed["failed"][0]["file"] == str(bad)
    assert "损坏" in failed["failed"][0]["error"]
    spoken = run("add", str(bad), home=home)
    assert (spoken.returncode, "坏.docx" in spoken.stderr, "Traceback" in spoken.stderr) == (1, True, False)


def test_list_and_show_have_their_shapes(home: Path) -> None:
    documents = json_of("list", home=home)["documents"]
    keys = {
        "doc_id",
        "title",
        "file",
        "part",
        "place",
        "genre",
        "date",
        "issuer",
        "document_number",
        "collection",
        "chunks",
        "characters",
    }
    assert all(keys <= set(document) for document in documents)
    shown = json_of("show", documents[0]["doc_id"][:6], home=home)
    assert keys | {"text", "sections"} <= set(shown)
    assert shown["text"].startswith(shown["title"])
    assert json_of("show", documents[0]["file"], home=home)["doc_id"] == documents[0]["doc_id"]


def test_search_has_its_shape_and_filters(home: Path) -> None:
    found = json_of(
        "search", "养老服务中心", "-k", "5", "--place", "青山县", "--year", "2024", "--genre", "工作总结", home=home
    )
    keys = {
        "rank",
        "score",
        "chunk_id",
        "doc_id",
        "title",
        "file",
        "section",
        "place",
        "genre",
        "date",
        "start",
        "end",
        "text",
    }
    assert found["query"] == "养老服务中心"
    assert found["hits"]
    assert all(keys <= set(hit) and hit["place"] == "青山县" for hit in found["hits"])


def test_ask_answers_and_refuses_with_exit_code_zero(home: Path) -> None:
    answer = json_of("ask", "青山县养老服务投入资金多少？", home=home)
    keys = {"question", "answer", "refused", "confidence", "mode", "citations", "unsupported", "related"}
    assert keys <= set(answer)
    assert "480万元" in answer["answer"]
    assert {"n", "doc_id", "title", "file", "section", "place", "quote", "start", "end"} <= set(answer["citations"][0])
    refused = json_of("ask", "白云县投入多少资金修地铁？", home=home)
    assert refused["refused"]


def test_draft_writes_its_file(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "新 文件夹" / "稿.docx"
    brief = json_of("draft", "汇报材料", "养老服务", "--place", "白云县", "-o", str(path), home=home)
    assert {"genre", "title", "sections", "citations", "gaps", "warnings"} <= set(brief)
    assert path.stat().st_size > 5000


def test_errors_are_one_chinese_line_or_one_object(home: Path) -> None:
    spoken = run("show", "没有这份", home=home)
    assert spoken.returncode == 1
    assert spoken.stderr.strip().count("\n") == 0
    assert spoken.stderr.startswith("错误：")
    assert json_of("show", "没有这份", home=home, code=1).keys() == {"error", "help"}
    wrong = run("list", "--json", home=home, CEWEN_PORT="abc")
    assert wrong.returncode == 1
    assert "port" in json.loads(wrong.stdout)["error"]


def test_a_correction_survives_adding_the_edited_file(folder: Path, tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "总结.txt"
    path.write_bytes((folder / "文件" / "白云县总结.txt").read_bytes())
    json_of("add", str(path), home=home)
    corrected = json_of("set", "总结.txt", "--place", "白云山县", "--date", "2024-02-01", home=home)
    assert (corrected["place"], corrected["date"]) == ("白云山县", "2024-02-01")
    path.write_text(path.read_text(encoding="utf-8").replace("350万元", "360万元"), encoding="utf-8")
    assert json_of("add", str(path), home=home)["updated"] == [str(path)]
    (document,) = json_of("list", home=home)["documents"]
    assert (document["place"], document["date"]) == ("白云山县", "2024-02-01")
    assert json_of("search", "养老服务", "--place", "白云山县", home=home)["hits"]
    assert json_of("set", "总结.txt", "--date", "去年", home=home, code=1)["error"]


@pytest.mark.parametrize(
    "words", [["add"], ["bogus"], ["search", "x", "-k", "0"], ["ask", "x", "--nope"], ["ask", " "]]
)
def test_wrong_usage_is_one_chinese_line_or_one_object(home: Path, words: list[str]) -> None:
    spoken = run(*words, home=home)
    assert (spoken.returncode, spoken.stderr[:3], spoken.stderr.count("\n")) == (1, "错误：", 1)
    assert json_of(*words, home=home, code=1).keys() == {"error", "help"}


def test_the_log_level_is_no_setting(home: Path) -> None:
    assert run("list", home=home, CEWEN_LOG="DEBUG").returncode == 0
    assert run("list", home=home, CEWEN_LOG="bogus").returncode == 0


def test_remove_tells_what_was_missing(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    json_of("add", str(folder / "文件" / "白云县总结.txt"), home=home)
    result = json_of("remove", "白云县总结.txt", "没有", home=home)
    assert (len(result["removed"]), result["missing"]) == (1, ["没有"])
    assert json_of("list", home=home)["documents"] == []


def test_rebuild_and_doctor_work(home: Path) -> None:
    assert json_of("rebuild", home=home)["documents"] == 2
    report = json_of("doctor", home=home)
    assert report["home"] == str(home)
    assert any("大模型" in line for line in report["missing"])


@pytest.mark.parametrize(
    "command",
    [
        "add",
        "list",
        "show",
        "set",
        "remove",
        "search",
        "ask",
        "draft",
        "write",
        "drafts",
        "serve",
        "rebuild",
        "doctor",
        "eval",
    ],
)
def test_every_command_has_chinese_help(home: Path, command: str) -> None:
    result = run(command, "--help", home=home)
    assert result.returncode == 0
    assert "资料库" in result.stdout


def test_a_second_command_goes_through_the_running_server(folder: Path, tmp_path: Path) -> None:
    home, port = tmp_path / "home", 17860
    environment = os.environ | {"CEWEN_HOME": str(home), "PYTHONPATH": str(ROOT), "http_proxy": "http://127.0.0.1:9"}
    server = subprocess.Popen([*CEWEN, "serve", "--port", str(port), "--no-browser"], env=environment, cwd=tmp_path)
    try:
        health = f"http://127.0.0.1:{port}/cewen/health"
        for _ in range(120):
            try:
                if httpx.get(health, trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.5)
        report = json_of("add", str(folder / "文件"), home=home)
        assert report["documents"] == 2
        assert "480万元" in json_of("ask", "青山县养老服务投入资金多少？", home=home)["answer"]
        assert json_of("show", "没有这份", home=home, code=1)["error"]
        draft = tmp_path / "青山县养老服务情况汇报.txt"
        draft.write_text("青山县养老服务情况汇报\n\n青山县投入资金840万元，建成养老服务中心12个。\n", encoding="utf-8")
        report = json_of("check", str(draft), "-o", str(tmp_path / "批注.docx"), home=home)
        assert [(f["text"], f["suggestion"]) for f in report["findings"]] == [("840万元", "480万元")]
        assert (tmp_path / "批注.docx").exists()
        assert httpx.get(health, trust_env=False).json()["documents"] == 2
        strange = httpx.get(health, headers={"Host": "evil.example"}, trust_env=False)
        assert strange.status_code == 400
        busy = run("serve", "--port", str(port + 1), home=home)
        assert (busy.returncode, "正被" in busy.stderr) == (1, True)
        # A second double click on the starter: the pages that are there already are opened.
        opened = tmp_path / "opened"
        opener = f"{shlex.quote(sys.executable)} -c \"open('{opened}', 'w').write('%s')\""
        again = run("serve", "--port", str(port), "--browser", home=home, BROWSER=opener)
        assert (again.returncode, "已经在运行" in again.stdout) == (0, True)
        assert opened.read_text() == f"http://127.0.0.1:{port}"
        taken = run("serve", "--port", str(port), "--browser", home=tmp_path / "另一个")
        assert (taken.returncode, f"port = {port + 1}" in taken.stderr) == (1, True)
    finally:
        server.terminate()
        server.wait(20)
    assert len(json_of("list", home=home)["documents"]) == 2


def test_eval_measures_in_a_library_of_its_own(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "评测集"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(
        '{"_id": "a", "title": "养老", "text": "建成养老服务中心12个。"}\n', encoding="utf-8"
    )
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "养老服务中心有几个"}\n', encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n", encoding="utf-8")
    before = json_of("list", home=home)
    result = json_of("eval", str(folder), "--retriever", "lexical", "-k", "10", home=home)
    assert result["metrics"]["ndcg@10"] == 1.0
    assert json_of("eval", str(folder), "--home", str(tmp_path / "留下"), home=home)["documents"] == 1
    assert (tmp_path / "留下" / "catalog.sqlite3").exists()
    assert json_of("list", home=home) == before
    assert "打不开" in json_of("eval", str(tmp_path / "没有"), home=home, code=1)["error"]


def test_a_check_prints_the_words_and_their_source(home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "稿 子.txt"
    draft.write_text("白云县养老服务情况汇报\n\n白云县惠及老人2.3万人，建成养老服务中心12个。\n", encoding="utf-8")
    result = run("check", str(draft), home=home)
    assert result.returncode == 0, result.stderr
    assert "【2.3万人】" in result.stdout
    assert "建议：3.2万人" in result.stdout
    assert "白云县总结.txt" in result.stdout
    assert run("check", str(tmp_path / "没有.txt"), home=home).returncode == 1


def test_serving_other_machines_is_refused(home: Path) -> None:
    result = run("serve", "--host", "0.0.0.0", home=home)
    assert (result.returncode, "还没有用户" in result.stderr) == (1, True)
