"""Nobody is shown, cited, counted or told of what they may not read, whichever way they ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.readers import ADMINISTRATOR, EDITOR, READER, Reader
from assistant.settings import load_settings
from corpus.errors import CewenError, DocumentNotFound, NotAllowed

FINANCE, STAFF = "财务科", "人事科"
SECRET_PLACE, SECRET_FIGURE = "翠屏县", "7321"
OPEN = "白云县2023年教育工作总结\n\n一、投入\n白云县全年投入教育经费3.2亿元，新建学校4所，改造食堂12个。\n\n白云县教育局\n2024年1月8日\n"
CLOSED = (
    "翠屏县2023年教育经费审计报告\n\n一、审计情况\n翠屏县全年投入教育经费7321万元，其中拖欠工程款215万元。\n\n"
    "二、教师工资\n翠屏县教师绩效工资总量核定为4406万元。\n\n翠屏县教育局\n2024年3月5日\n"
)
OLD = "云岭市校车管理办法\n\n第一条 校车每车限乘四十五人。\n\n第二条 本办法自2019年3月1日起施行。\n\n云岭市人民政府\n2019年2月1日\n"
NEW = (
    "云岭市校车管理办法\n\n第一条 校车每车限乘三十六人。\n\n第二条 本办法自2024年3月1日起施行，2019年2月1日印发的《云岭市校车管理办法》同时废止。\n\n"
    "云岭市人民政府\n2024年2月1日\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder = tmp_path_factory.mktemp("资料")
    for name, text in (("总结.txt", OPEN), ("审计.txt", CLOSED), ("旧办法.txt", OLD), ("新办法.txt", NEW)):
        (folder / name).write_text(text, encoding="utf-8")
    with Cewen(load_settings(folder / "home", {})) as cewen:
        cewen.add([str(folder / "总结.txt"), str(folder / "旧办法.txt")])
        cewen.add([str(folder / "审计.txt"), str(folder / "新办法.txt")], None, FINANCE)
        yield cewen


@pytest.fixture
def outsider(office: Cewen) -> Cewen:
    return office.desk(Reader("外人", READER, frozenset([STAFF])))


@pytest.fixture
def insider(office: Cewen) -> Cewen:
    return office.desk(Reader("会计", READER, frozenset([FINANCE])))


def test_every_way_of_asking_keeps_closed_what_is_closed(outsider: Cewen, insider: Cewen, tmp_path: Path) -> None:
    draft = tmp_path / "稿子.txt"
    draft.write_text("翠屏县教育情况汇报\n\n翠屏县全年投入教育经费7321万元。\n", encoding="utf-8")
    ways = {
        "list": lambda cewen: cewen.list(),
        "search": lambda cewen: cewen.search("翠屏县教育经费审计", 20),
        "quoted": lambda cewen: cewen.search("「拖欠工程款」", 20),
        "ask": lambda cewen: cewen.ask("翠屏县投入教育经费多少万元？"),
        "everywhere": lambda cewen: cewen.ask("各县投入教育经费多少？"),
        "compare": lambda cewen: cewen.ask("白云县和翠屏县投入的教育经费相差多少？"),
        "whole": lambda cewen: cewen.ask("资料库里有哪些文件？"),
        "themes": lambda cewen: cewen.themes(),
        "draft": lambda cewen: cewen.draft("工作总结", "教育经费投入", "白云县"),
        "elsewhere": lambda cewen: cewen.draft("工作总结", "教育经费投入", "翠屏县"),
    }
    words = (SECRET_FIGURE, "审计报告", "4406", "拖欠工程款215")
    for name, way in ways.items():
        said = json.dumps(way(outsider), ensure_ascii=False)
        assert not [word for word in words if word in said], name
        if name in ("list", "themes", "whole"):
            assert SECRET_PLACE not in said, name
    assert SECRET_FIGURE in insider.ask("翠屏县投入教育经费多少万元？")["answer"]
    assert not json.dumps(outsider.check(str(draft)), ensure_ascii=False).count("审计")
    assert SECRET_FIGURE in json.dumps(insider.check(str(draft))["findings"] or insider.ask("翠屏县投入教育经费多少？"))
    with pytest.raises(DocumentNotFound):
        outsider.show("审计.txt")


def test_what_is_closed_is_not_counted(outsider: Cewen, insider: Cewen, office: Cewen) -> None:
    counts = [len(desk.list()["documents"]) for desk in (outsider, insider, office)]
    assert counts == [2, 4, 4]
    assert "翠屏县" not in outsider.library.catalog.places()
    assert outsider.library.catalog.counts()[1] < office.library.catalog.counts()[1]
    closed = next(d["doc_id"] for d in office.list()["documents"] if d["file"] == "审计.txt")
    assert outsider.document(closed) is None
    assert outsider.around(closed, 0, 5) == {}


def test_a_version_that_may_not_be_read_replaces_nothing(outsider: Cewen, insider: Cewen) -> None:
    question = "云岭市校车每车限乘多少人？"
    assert "四十五人" in outsider.ask(question)["answer"]
    assert "三十六人" in insider.ask(question)["answer"]
    assert not [d for d in outsider.list()["documents"] if d["superseded_by"]]


def test_roles_may_do_what_they_may(office: Cewen, tmp_path: Path) -> None:
    reader, editor = (office.desk(Reader("某", role, frozenset([STAFF]))) for role in (READER, EDITOR))
    path = tmp_path / "新文件.txt"
    path.write_text("黄石县2023年教育工作总结\n\n黄石县新建学校9所。\n", encoding="utf-8")
    for call in (
        lambda: reader.add([str(path)]),
        lambda: reader.remove(["总结.txt"]),
        lambda: reader.correct("总结.txt", {"place": "白云区"}),
        lambda: editor.add([str(path)], None, FINANCE),
        lambda: editor.move(["总结.txt"], FINANCE),
        lambda: editor.rebuild(),
        lambda: editor.users(),
        lambda: editor.issue_token("别人"),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert editor.remove(["审计.txt"]) == {"removed": [], "missing": ["审计.txt"]}
    kept = editor.keep_upload(str(path), path.name, STAFF)
    assert editor.add([kept], None, STAFF)["added"]
    assert "9所" in editor.ask("黄石县新建学校多少所？")["answer"]
    elsewhere = office.desk(Reader("某", READER, frozenset([FINANCE])))
    assert elsewhere.ask("黄石县新建学校多少所？")["refused"]
    editor.move(["新文件.txt"], "公共")
    assert "9所" in elsewhere.ask("黄石县新建学校多少所？")["answer"]
    editor.remove(["新文件.txt"])
    assert elsewhere.ask("黄石县新建学校多少所？")["refused"]


def test_the_same_file_in_two_collections_has_the_readers_of_each(office: Cewen, tmp_path: Path) -> None:
    text = "红山县2023年教育工作总结\n\n红山县新建幼儿园6所。\n"
    for name in ("一", "二"):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    office.add([str(tmp_path / "一.txt")], None, FINANCE)
    office.add([str(tmp_path / "二.txt")], None, STAFF)
    for collection in (FINANCE, STAFF):
        desk = office.desk(Reader("某", READER, frozenset([collection])))
        assert "6所" in desk.ask("红山县新建幼儿园多少所？")["answer"]
        assert [d["duplicate_of"] for d in desk.list()["documents"] if "红山" in d["title"]] == [""]
    both = office.desk(Reader("某", READER, frozenset([FINANCE, STAFF])))
    assert len(both.ask("红山县新建幼儿园多少所？")["citations"]) == 1
    office.remove(["一.txt", "二.txt"])


def test_conversations_and_drafts_are_ones_own(office: Cewen, outsider: Cewen, insider: Cewen) -> None:
    conversation, turn = insider.history.ask("翠屏县投入多少？")
    assert outsider.history.turns(conversation) == []
    assert outsider.history.ask("另问", conversation)[0] != conversation
    outsider.history.delete(conversation)
    outsider.history.rate(turn, "有用")
    assert insider.history.turns(conversation)[0].verdict == ""
    draft = insider.draft("工作总结", "教育经费投入", "白云县", save=True)
    assert [d["draft_id"] for d in insider.drafts()["drafts"]] == [draft["draft_id"]]
    assert outsider.drafts()["drafts"] == []
    for call in (outsider.open_draft, outsider.remove_draft):
        with pytest.raises(CewenError):
            call(draft["draft_id"])
    assert office.history.counts(everybody=True)["asked"] == 2
    assert outsider.history.counts()["asked"] == 1


def test_an_upload_takes_nothing_out_of_a_collection(office: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "通报.txt"
    path.write_text("云岭市编制核减内部通报\n\n云岭市核减编制17名。\n", encoding="utf-8")
    kept = office.keep_upload(str(path), "通报.txt")
    office.add([kept], None, "")
    office.move(["通报.txt"], STAFF)
    outside = office.desk(Reader("编乙", EDITOR, frozenset([FINANCE])))
    again = outside.keep_upload(str(path), "通报.txt")
    assert again != kept
    assert outside.add([again], None, "")["added"] == [again]
    inside = office.desk(Reader("编甲", EDITOR, frozenset([STAFF])))
    assert [d["collection"] for d in inside.list()["documents"] if d["file"] == "通报.txt"] == ["", STAFF]
    for closed in (kept, str(path)):
        with pytest.raises(NotAllowed):
            outside.add([closed], None, "")
    office.remove([d["doc_id"] for d in office.list()["documents"] if d["file"] == "通报.txt"])


def test_an_outline_of_what_was_closed_since_is_not_written(office: Cewen) -> None:
    reader = office.desk(Reader("会计", READER, frozenset([FINANCE])))
    outline = reader.outline("工作总结", "教育经费投入", "翠屏县")
    assert any(section["evidence"] for section in outline["sections"])
    with pytest.raises(CewenError, match="不能看"):
        office.desk(Reader("会计", READER, frozenset())).write(outline)


def test_a_check_is_held_to_what_may_be_read(tmp_path: Path) -> None:
    with Cewen(load_settings(tmp_path / "home", {})) as office:
        for number in range(66):
            path = tmp_path / f"公开{number}.txt"
            path.write_text(
                f"白云县第{number}期交通简报\n\n白云县第{number}号线投放公交车{number + 20}辆，开通站点{number + 3}个。\n",
                "utf-8",
            )
        office.add([str(tmp_path / f"公开{number}.txt") for number in range(66)])
        desk = office.desk(Reader("小李", READER, frozenset()))
        draft = "白云县交通情况汇报\n\n白云县第30号线投放公交车99辆。\n"
        before = desk.check_text(draft)["findings"]
        for number in range(40):
            path = tmp_path / f"内部{number}.txt"
            path.write_text(
                f"白云县内部通报{number}\n\n白云县第30号线投放公交车99辆，第30号线投放公交车99辆。编号{number}。\n",
                "utf-8",
            )
        office.add([str(tmp_path / f"内部{number}.txt") for number in range(40)], None, FINANCE)
        assert desk.check_text(draft)["findings"] == before


def test_a_catalog_of_another_version_keeps_closed_what_is_closed(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "home", {})
    path = tmp_path / "审计.txt"
    path.write_text(CLOSED, encoding="utf-8")
    with Cewen(settings) as office:
        office.add([str(path)], None, FINANCE)
        office.correct("审计.txt", {"title": "改过的标题"})
        office._office.library.catalog.set_meta("schema", "0")
    with Cewen(settings, rebuilding=True) as office:
        office.rebuild()
        assert [(d["collection"], d["title"]) for d in office.list()["documents"]] == [(FINANCE, "改过的标题")]


def test_a_later_user_of_the_same_name_is_another_person(tmp_path: Path) -> None:
    with Cewen(load_settings(tmp_path / "home", {})) as office:
        office.add_user("主任", "correct horse", ADMINISTRATOR)
        office.add_user("小张", "battery staple")
        office.desk(Reader("小张", READER, frozenset())).history.ask("前一个小张问的")
        office.remove_user("小张")
        office.add_user("小张", "another one")
        desk = office.desk(Reader("小张", READER, frozenset()))
        assert desk.history.conversations() == []
        with pytest.raises(NotAllowed):
            desk.change_user("小张", password="without the old one")
        assert office.history.counts(everybody=True)["asked"] == 1


def test_an_administrator_sees_all(office: Cewen) -> None:
    desk = office.desk(Reader("主任", ADMINISTRATOR))
    assert len(desk.list()["documents"]) == 4
    assert {FINANCE, ""} <= set(desk.collections())
    with pytest.raises(CewenError, match="资料集"):
        desk.move(["总结.txt"], "../外面")
