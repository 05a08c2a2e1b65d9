"""Users sign in, are locked out, give programs tokens; the server's door turns everybody else away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import ui
from assistant import users as users_module
from assistant.app import Cewen
from assistant.readers import ADMINISTRATOR, EDITOR, READER
from assistant.server import make_server
from assistant.settings import load_settings
from assistant.users import TRIES, Users
from corpus.errors import CewenError, SignInError

ROOT = Path(__file__).parent.parent.parent
PASSWORD, OTHER = "correct horse", "battery staple"


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "home")
    users.add("主任", PASSWORD, ADMINISTRATOR, None)
    users.add("小张", OTHER, READER, frozenset(["财务科"]))
    return users


def test_a_session_lasts_over_a_restart_and_ends_when_signed_out(users: Users, tmp_path: Path) -> None:
    key = users.sign_in("小张", OTHER)
    again = Users(tmp_path / "home")
    reader = again.signed_in(key)
    assert reader is not None
    assert (reader.name, reader.role, reader.readable) == ("小张", READER, frozenset(["", "财务科"]))
    again.sign_out(key)
    assert again.signed_in(key) is None
    assert key not in (tmp_path / "home" / "users.sqlite3").read_bytes().decode("latin-1")
    assert OTHER not in (tmp_path / "home" / "users.sqlite3").read_bytes().decode("latin-1")


def test_wrong_passwords_lock_a_user_for_a_while(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(TRIES):
        with pytest.raises(SignInError, match="不对"):
            users.sign_in("小张", "wrong")
    with pytest.raises(SignInError, match="锁"):
        users.sign_in("小张", OTHER)
    assert users.sign_in("主任", PASSWORD)
    later = datetime.now(UTC) + timedelta(minutes=16)
    monkeypatch.setattr(users_module, "_now", lambda: later)
    assert users.sign_in("小张", OTHER)
    with pytest.raises(SignInError, match="不对"):
        users.sign_in("没有这人", OTHER)


def test_an_unknown_name_is_locked_like_a_user(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(name: str) -> str:
        with pytest.raises(SignInError) as told:
            users.sign_in(name, "wrong")
        return str(told.value)

    assert [said("没有这人") for _ in range(TRIES + 2)] == [said("小张") for _ in range(TRIES + 2)]
    later = datetime.now(UTC) + timedelta(minutes=16)
    monkeypatch.setattr(users_module, "_now", lambda: later)
    assert "不对" in said("没有这人")
    monkeypatch.setattr(users_module, "STRANGERS", 2)
    for number in range(4):
        said(f"没有这人{number}")
    assert len(users._strangers._tries) == 2


def test_a_session_unused_for_long_ends(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    key = users.sign_in("小张", OTHER)
    for hours, alive in ((11, True), (22, True), (35, False)):
        then = datetime.now(UTC) + timedelta(hours=hours)
        monkeypatch.setattr(users_module, "_now", lambda then=then: then)
        assert (users.signed_in(key) is not None) is alive


def test_a_new_password_ends_sessions_and_a_change_of_collections_counts_at_once(users: Users) -> None:
    key = users.sign_in("小张", OTHER)
    users.change("小张", collections=frozenset(["人事科"]), role=EDITOR)
    reader = users.signed_in(key)
    assert reader is not None and reader.collections == frozenset(["人事科"]) and reader.role == EDITOR
    users.change("小张", password="another one")
    assert users.signed_in(key) is None
    assert users.sign_in("小张", "another one")


def test_what_cannot_be_is_refused(users: Users) -> None:
    for call in (
        lambda: users.add("主任", PASSWORD, READER, None),
        lambda: users.add("", PASSWORD, READER, None),
        lambda: users.add("a/b", PASSWORD, READER, None),
        lambda: users.add("小李", "short", READER, None),
        lambda: users.add("小李", PASSWORD, "局长", None),
        lambda: users.remove("主任"),
        lambda: users.change("主任", role=READER),
        lambda: users.change("没有这人", role=READER),
    ):
        with pytest.raises(CewenError):
            call()
    assert [user["name"] for user in users.list()] == ["主任", "小张"]


def test_a_first_user_is_an_administrator(tmp_path: Path) -> None:
    with pytest.raises(CewenError, match="第一个用户"):
        Users(tmp_path / "home").add("小张", OTHER, READER, None)


def test_tokens_read_as_their_user_until_revoked(users: Users, tmp_path: Path) -> None:
    token = users.issue_token("小张", "报表")
    reader = Users(tmp_path / "home").token_reader(token)
    assert reader is not None and reader.name == "小张"
    assert users.revoke_tokens("小张", "别的") == 0
    assert users.revoke_tokens("小张", "报表") == 1
    assert users.token_reader(token) is None
    gone = users.issue_token("小张")
    users.remove("小张")
    assert users.token_reader(gone) is None


def test_tries_at_once_do_not_undo_the_lock(users: Users) -> None:
    def guess() -> None:
        with pytest.raises(SignInError):
            users.sign_in("小张", "wrong")

    guessing = [threading.Thread(target=guess) for _ in range(3 * TRIES)]
    for thread in guessing:
        thread.start()
    for thread in guessing:
        thread.join()
    with pytest.raises(SignInError, match="锁"):
        users.sign_in("小张", OTHER)


@pytest.mark.parametrize(
    "change", [lambda users: users.change("小张", password="another one"), lambda users: users.remove("小张")]
)
def test_a_sign_in_under_way_brings_nothing_back(
    users: Users, monkeypatch: pytest.MonkeyPatch, change: Callable[[Users], None]
) -> None:
    hashed = users_module._hash

    def slow(password: str, salt: bytes) -> bytes:
        monkeypatch.setattr(users_module, "_hash", hashed)
        change(users)
        return hashed(password, salt)

    with pytest.raises(SignInError):
        users.sign_in("小张", "wrong")
    monkeypatch.setattr(users_module, "_hash", slow)
    with pytest.raises(SignInError):
        users.sign_in("小张", OTHER)
    with pytest.raises(SignInError):
        users.sign_in("小张", OTHER)


# ---- the door


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder = tmp_path_factory.mktemp("门")
    (folder / "总结.txt").write_text(
        "白云县2023年教育工作总结\n\n白云县新建学校4所，改造食堂12个，培训教师300人次。\n", encoding="utf-8"
    )
    (folder / "审计.txt").write_text(
        "翠屏县2023年教育经费审计报告\n\n翠屏县投入7321万元，其中拖欠工程款215万元。\n", encoding="utf-8"
    )
    with Cewen(load_settings(folder / "home", {})) as cewen:
        cewen.add([str(folder / "总结.txt")])
        cewen.add([str(folder / "审计.txt")], None, "财务科")
        cewen.history.ask("登录以前问的")
        cewen.add_user("主任", PASSWORD, ADMINISTRATOR)
        cewen.add_user("小张", OTHER, READER, [])
        yield cewen


@pytest.fixture
def client(office: Cewen) -> Iterator[TestClient]:
    with TestClient(make_server(office, ui.compose(office), "the secret"), follow_redirects=False) as client:
        yield client


def _signed_in(client: TestClient, name: str, password: str, onward: str = "/") -> TestClient:
    reply = client.post("/cewen/sign-in", data={"name": name, "password": password, "next": onward})
    assert reply.status_code == 303
    return client


def _id(office: Cewen, file: str) -> str:
    return next(str(d["doc_id"]) for d in office.list()["documents"] if d["file"] == file)


def test_without_a_session_there_is_only_the_page_to_sign_in(client: TestClient, office: Cewen) -> None:
    home = client.get("/", headers={"accept": "text/html"})
    assert (home.status_code, home.headers["location"]) == (303, "/cewen/sign-in?next=/")
    assert "密码" in client.get("/cewen/sign-in").text
    for path in ("/config", "/gradio_api/info", f"/cewen/document/{_id(office, '总结.txt')}", "/cewen/rated.jsonl"):
        assert client.get(path).status_code == 401, path
    assert client.post("/gradio_api/queue/join", json={}).status_code == 401
    assert client.post("/cewen/call", json={"method": "list", "arguments": {}}).status_code == 401
    assert client.get("/cewen/health").json() == {"status": "ok"}


def test_a_wrong_password_is_told_and_lets_nobody_in(client: TestClient) -> None:
    reply = client.post("/cewen/sign-in", data={"name": "小张", "password": "<b>"})
    assert (reply.status_code, "不对" in reply.text) == (401, True)
    assert "set-cookie" not in reply.headers


def test_a_session_opens_ones_own_documents_alone(client: TestClient, office: Cewen) -> None:
    _signed_in(client, "小张", OTHER)
    assert client.get("/", headers={"accept": "text/html"}).status_code == 200
    assert "4所" in client.get(f"/cewen/document/{_id(office, '总结.txt')}").json()["html"]
    for path in ("/cewen/document/", "/cewen/original/"):
        assert client.get(path + _id(office, "审计.txt")).status_code == 404
    assert client.get("/cewen/health").json()["documents"] == 1
    client.post("/cewen/sign-out")
    assert client.get("/config").status_code == 401


def test_signing_in_leads_nowhere_but_here(client: TestClient) -> None:
    for onward, led in (("/?a=1", "/?a=1"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/")):
        reply = client.post("/cewen/sign-in", data={"name": "主任", "password": PASSWORD, "next": onward})
        assert reply.headers["location"] == led
        assert "httponly" in reply.headers["set-cookie"].lower()


def test_a_token_opens_and_the_secret_calls(client: TestClient, office: Cewen) -> None:
    token = office.issue_token("小张")["token"]
    assert client.get("/cewen/health", headers={"Authorization": f"Bearer {token}"}).json()["documents"] == 1
    assert client.get("/config", headers={"Authorization": "Bearer wrong"}).status_code == 401
    call = {"method": "list", "arguments": {}}
    assert client.post("/cewen/call", json=call, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    listed = client.post("/cewen/call", json=call, headers={"Authorization": "Bearer the secret"}).json()["result"]
    assert len(listed["documents"]) == 2


def test_the_first_administrator_keeps_what_was_asked_before(office: Cewen) -> None:
    administrator = office.sign_in.reader("主任")
    assert administrator is not None
    assert [c["title"] for c in office.desk(administrator).history.conversations()] == ["登录以前问的"]


def test_users_on_the_command_line(tmp_path: Path) -> None:
    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"CEWEN_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-m", "ui", "user", *arguments], env=environment, cwd=tmp_path, input=typed,
            capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip

    assert "第一个用户" in run("add", "小张", typed=OTHER + "\n").stderr
    assert run("add", "主任", "--role", ADMINISTRATOR, typed=PASSWORD + "\n").returncode == 0
    assert run("add", "小张", "--collection", "财务科", typed=OTHER + "\n").returncode == 0
    assert "小张　读者　能看：公共、财务科" in run("list").stdout
    token = run("token", "小张", "--label", "报表").stdout.strip()
    reader = Users(tmp_path / "home").token_reader(token)
    assert reader is not None and reader.name == "小张"
    assert "没有写要改什么" in run("set", "小张").stderr
    assert run("set", "小张", "--role", EDITOR, "--public-only").returncode == 0
    assert "小张　编辑　能看：公共" in run("list").stdout
    assert run("remove", "小张").returncode == 0
    assert "没有用户" in run("remove", "小张").stderr


@pytest.mark.parametrize("path", ["/etc/hostname", "../../etc/hostname", "http://127.0.0.1:9/x.txt", __file__])
def test_no_request_names_a_file_that_was_not_uploaded(client: TestClient, path: str) -> None:
    _signed_in(client, "主任", PASSWORD)
    named = {"path": path, "meta": {"_type": "gradio.FileData"}}
    for data in ([named, ""], [[{"deep": [named]}]], [{"path": path, "meta": {"_type": "gradio\u002eFileData"}}]):
        for route in (
            "/gradio_api/queue/join",
            "/gradio_api/run/predict",
            "/gradio_api/call/check",
            "/gradio_api/api/ask",
        ):
            body = {"data": data, "fn_index": 0, "session_hash": "x"}
            reply = client.post(route, json=body)
            assert (reply.status_code, reply.json()["error"]) == (400, "请求里写了不是上传来的文件")
            strange = client.post(route, content=json.dumps(body), headers={"content-type": "text/plain"})
            assert strange.status_code == 400
    for served in ("/gradio_api/file=/etc/hostname", f"/gradio_api/file={path}"):
        assert client.get(served).status_code in (400, 403, 404)


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=http://192.0.2.1/x", "/gradio_api/proxy=http://192.0.2.1/x", "/gradio_api/file=%2Fetc%2Fhostname",
             "/gradio_api/file/etc/hostname", "/gradio_api/deep_link?session_hash=x"],
)  # fmt: skip
def test_no_address_is_fetched_and_no_file_sent_but_what_was_uploaded(client: TestClient, path: str) -> None:
    _signed_in(client, "小张", OTHER)
    assert client.get(path).status_code == 403


def test_a_page_is_its_readers_own(client: TestClient) -> None:
    _signed_in(client, "主任", PASSWORD)
    client.post("/gradio_api/queue/join", json={"data": [], "fn_index": 0, "session_hash": "theirs"})
    _signed_in(client, "小张", OTHER)
    assert client.get("/gradio_api/queue/data?session_hash=theirs").status_code == 403
    assert client.get("/gradio_api/heartbeat/theirs").status_code == 403
    body = {"data": [], "fn_index": 0, "session_hash": "theirs"}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 403


def test_another_site_sends_nothing(client: TestClient) -> None:
    _signed_in(client, "主任", PASSWORD)
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}, headers=elsewhere).status_code == 403
    assert client.get("/gradio_api/info", headers=elsewhere).status_code == 403
    assert client.get("/", headers=elsewhere | {"accept": "text/html"}).status_code == 200
