"""An administrator changes settings, which outlive a restart; makes a backup, and gets the library back out of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from assistant import users
from assistant.app import Cewen
from assistant.backup import DATABASES, restore
from assistant.readers import ADMINISTRATOR, EDITOR, READER, Reader
from assistant.settings import Settings, load_settings
from corpus.errors import CewenError, ChatModelError, NotAllowed, SettingsError, SignInError
from tests.assistant.chat_server import Script, chat_server

PASSWORD, OTHER = "correct horse", "battery staple"
TOML = '# 本单位\nplace = "青岚县"  # 起草用\n\nport = 7001\n# 大模型\nchat_api_key = "秘密"\n'


def _file(cewen: Cewen) -> str:
    return (cewen.settings.home / "settings.toml").read_text(encoding="utf-8")


# ---- settings


def test_changed_settings_count_at_once_and_are_read_again_with_comments_kept(settings: Settings) -> None:
    settings.home.mkdir(parents=True)
    (settings.home / "settings.toml").write_text(TOML, encoding="utf-8")
    with Cewen(load_settings(settings.home, {})) as cewen:
        result = cewen.change_settings({"place": "柳溪县", "office": " 柳溪县教育局 ", "mask_personal": False})
        assert result["changed"] == ["place", "office", "mask_personal"]
        assert (cewen.settings.place, cewen.settings.office) == ("柳溪县", "柳溪县教育局")
        assert _file(cewen) == TOML.replace("青岚县", "柳溪县") + 'office = "柳溪县教育局"\nmask_personal = false\n'
        assert (settings.home / "settings.toml").stat().st_mode & 0o777 == 0o600
    again = load_settings(settings.home, {})
    assert (again.place, again.office, again.port, again.chat_api_key) == ("柳溪县", "柳溪县教育局", 7001, "秘密")


def test_what_is_not_masked_from_now_on_is_not_masked_in_the_next_file(cewen: Cewen, tmp_path: Path) -> None:
    number = "13912345678"
    for name in ("遮", "不遮"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"白云县工作通知\n\n{name}：请各乡镇联系人与县局联系，电话{number}。\n", encoding="utf-8")
        cewen.add([str(path)])
        cewen.change_settings({"mask_personal": False})
    assert number not in cewen.show("遮.txt")["text"]
    assert number in cewen.show("不遮.txt")["text"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"chat_timeout": 0}, "要大于 0"),
        ({"chat_timeout": "很久"}, "要写数字"),
        ({"chat_base_url": "127.0.0.1:8000", "chat_model": "m"}, "http"),
        ({"chat_model": "m"}, "一半"),
        ({"watch": ["公文"]}, "完整的路径"),
        ({"watch": ["/data/公文 | 财务/科"]}, "资料集"),
        ({"port": 1}, "不能在这里改"),
        ({"office": "局" * 61}, "最多 60 个字"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_written(
    cewen: Cewen, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(CewenError, match=said):
        cewen.change_settings({"place": "柳溪县"} | changes)
    assert not (cewen.settings.home / "settings.toml").exists()
    assert cewen.settings.place == ""


def test_a_broken_file_is_told_and_left_as_it_is(cewen: Cewen) -> None:
    (cewen.settings.home / "settings.toml").write_text("place = [", encoding="utf-8")
    with pytest.raises(SettingsError, match="写错了"):
        cewen.change_settings({"place": "柳溪县"})
    assert _file(cewen) == "place = ["


def test_the_key_is_never_given_back_and_an_empty_field_leaves_it(cewen: Cewen) -> None:
    cewen.change_settings({"chat_api_key": "sk-secret"})
    for view in (cewen.settings_view(), cewen.change_settings({"chat_api_key": "", "place": "柳溪县"})):
        assert "sk-secret" not in json.dumps(view)
        assert view["settings"]["chat_api_key"]["value"] is True
    assert cewen.settings.chat_api_key == "sk-secret"
    assert cewen.change_settings({"chat_api_key": None})["settings"]["chat_api_key"]["value"] is False
    assert "sk-secret" not in _file(cewen)


def test_what_the_environment_gives_is_shown_as_fixed(tmp_path: Path) -> None:
    with Cewen(load_settings(tmp_path / "home", {"CEWEN_PLACE": "青岚县", "CEWEN_WATCH": "/a,/b | 财务科"})) as cewen:
        shown = cewen.settings_view()["settings"]
        assert (shown["place"]["fixed"], shown["office"]["fixed"]) == (True, False)
        assert shown["watch"]["value"] == ["/a", "/b | 财务科"]
        with pytest.raises(SettingsError, match="CEWEN_PLACE"):
            cewen.change_settings({"place": "柳溪县"})
        assert cewen.change_settings({"place": "青岚县", "office": "教育局"})["changed"] == ["office"]


def test_only_administrators_look_at_the_office(cewen: Cewen, tmp_path: Path) -> None:
    editor = cewen.desk(Reader("某", EDITOR, frozenset()))
    for call in (
        lambda: editor.settings_view(),
        lambda: editor.change_settings({"place": "柳溪县"}),
        lambda: editor.try_chat(),
        lambda: editor.backup(str(tmp_path / "a.zip")),
        lambda: editor.watching(),
        lambda: editor.count_folder(str(tmp_path)),
        lambda: editor.scan(str(tmp_path)),
        lambda: editor.scanning(),
        lambda: editor.stop_scan(),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert not editor.first_start()


def test_a_chat_server_is_tried_before_it_is_kept(cewen: Cewen) -> None:
    with pytest.raises(SettingsError, match="没有设大模型"):
        cewen.try_chat()
    script = Script(reply="<think>想</think>你好")
    with chat_server(script) as url:
        given = {"chat_base_url": url, "chat_model": "scripted", "chat_timeout": 5}
        tried = cewen.try_chat(given)
        assert tried["reply"] == "你好"
        assert 0 < tried["seconds"] < 30
        for status, said in ((401, "密钥不对"), (404, "模型名称"), (500, "服务自己出了错")):
            script.status = status
            with pytest.raises(ChatModelError, match=said) as caught:
                cewen.try_chat(given)
            assert caught.value.help
    with pytest.raises(ChatModelError, match="连不上"):
        cewen.try_chat(given)
    assert cewen.settings.chat_model == ""


def test_the_office_signs_where_no_issuer_is_given(samples: Cewen, tmp_path: Path) -> None:
    from docx import Document

    with Cewen(load_settings(tmp_path / "home", {"CEWEN_OFFICE": "青岚县教育局"})) as cewen:
        cewen.add_samples()
        signed = {}
        for name, layout in (
            ("默认", {}),
            ("写明", {"issuer": "青岚县人民政府"}),
            ("别家", {"letterhead": "柳溪县教育局"}),
        ):
            path = tmp_path / f"{name}.docx"
            cewen.draft("汇报材料", "义务教育优质均衡发展", "青岚县", str(path), layout={"sources": "none"} | layout)
            signed[name] = [paragraph.text for paragraph in Document(str(path)).paragraphs]
        assert "青岚县教育局" in signed["默认"]
        assert "青岚县人民政府" in signed["写明"]
        assert "〔待补充：署名〕" in signed["别家"]


# ---- one's own account


def test_ones_own_password_is_changed_by_who_knows_the_old_one(cewen: Cewen) -> None:
    cewen.add_user("主任", PASSWORD, ADMINISTRATOR)
    cewen.add_user("小张", OTHER, READER)
    own = cewen.desk(cewen.sign_in.reader("小张"))  # type: ignore[arg-type]
    with pytest.raises(SignInError):
        own.change_own_password("wrong one", "a new password")
    own.change_own_password(OTHER, "a new password")
    assert cewen.sign_in.sign_in("小张", "a new password")
    assert own.own_tokens() == {"tokens": []}
    own.issue_token("小张", "报表")
    assert [token["label"] for token in own.own_tokens()["tokens"]] == ["报表"]


# ---- backup


def test_a_backup_holds_the_office_and_gives_it_back(cewen: Cewen, document: Path, tmp_path: Path) -> None:
    cewen.change_settings({"place": "白云县"})
    cewen.add([cewen.keep_upload(str(document), document.name)])
    cewen.history.ask("以前问的")
    cewen.add_user("主任", PASSWORD, ADMINISTRATOR)
    made = cewen.backup(str(tmp_path / "备份" / "一.zip"))
    # The library goes on while it is written, and afterwards.
    cewen.change_settings({"place": "柳溪县"})
    names = zipfile.ZipFile(made["path"]).namelist()
    assert {"catalog.sqlite3", "history.sqlite3", "users.sqlite3", "settings.toml"} <= set(names)
    assert [name for name in names if name.startswith("uploads/") and name.endswith("/白云县教育总结.txt")]
    assert not [name for name in names if name.startswith(("chroma", "bm25", "lock", "owner"))]
    assert sorted(path.name for path in Path(made["path"]).parent.iterdir()) == ["一.zip"]
    home = tmp_path / "新的"
    assert restore(Path(made["path"]), home)["home"] == str(home)
    with Cewen(load_settings(home, {})) as back:
        assert back.settings.place == "白云县"
        assert "85人" in back.ask("白云县招聘教师多少人？")["answer"]
        assert {hit["title"] for hit in back.search("新建学校")["hits"]} == {"白云县2023年教育工作总结"}
        shown = back.show(back.list()["documents"][0]["doc_id"])
        assert Path(shown["path"]).is_relative_to(home)
        assert Path(shown["path"]).is_file()
        assert back.add([shown["path"]])["unchanged"]
        assert back.sign_in.sign_in("主任", PASSWORD)
        administrator = back.sign_in.reader("主任")
        assert administrator is not None
        assert [c["title"] for c in back.desk(administrator).history.conversations()] == ["以前问的"]
    assert (home / users.FILE).stat().st_mode & 0o777 == 0o600


def test_a_backup_forgets_what_was_deleted(cewen: Cewen, document: Path, tmp_path: Path) -> None:
    cewen.add([str(document)])
    cewen.remove([document.name])
    made = cewen.backup(str(tmp_path / "一.zip"))
    with zipfile.ZipFile(made["path"]) as archive:
        assert "特岗教师".encode() not in archive.read("catalog.sqlite3")


def test_a_restore_overwrites_nothing_and_takes_only_what_is_ours(cewen: Cewen, tmp_path: Path) -> None:
    made = Path(cewen.backup(str(tmp_path / "一.zip"))["path"])
    with pytest.raises(CewenError, match="已经有东西"):
        restore(made, cewen.settings.home)
    with pytest.raises(CewenError, match="没有"):
        restore(tmp_path / "没有.zip", tmp_path / "a")
    with pytest.raises(CewenError, match=r"\.zip"):
        cewen.backup(str(tmp_path / "一.tar"))
    for name, said in (("../evil.txt", "不属于"), ("uploads/../../evil.txt", "不属于"), ("evil.py", "不属于")):
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr(name, "x")
        with pytest.raises(CewenError, match=said):
            restore(made, tmp_path / "b")
        made = Path(cewen.backup(str(made))["path"])
    half = tmp_path / "半.zip"
    half.write_bytes(made.read_bytes()[:-200])
    with pytest.raises(CewenError, match="完整"):
        restore(half, tmp_path / "c")
    with zipfile.ZipFile(half, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(CewenError, match="不是策问的备份"):
        restore(half, tmp_path / "c")
    assert not (tmp_path / "evil.txt").exists()


def test_a_backup_names_every_database_that_a_home_folder_holds(cewen: Cewen, document: Path) -> None:
    cewen.add([str(document)])
    cewen.history.ask("问")
    cewen.drafts()
    cewen.add_user("主任", PASSWORD, ADMINISTRATOR)
    held = {path.name for path in cewen.settings.home.glob("*.sqlite3")}
    assert len(held) == 5
    assert held <= set(DATABASES)
