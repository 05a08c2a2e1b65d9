from __future__ import annotations

import pytest

from corpus.versions import (
    Version,
    asks_for_former,
    effective_date,
    not_yet_in_force,
    regulation_key,
    repealed_titles,
    superseded,
)

OLD = Version("a", "云川市学校管理办法", "规范性文件", "2019-08-01", "2019-06-20")
NEW = Version("b", "云川市学校管理办法（2024年修订）", "规范性文件", "2024-03-01", "2024-01-15")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("云川市学校管理办法（试行）", "云川市学校管理办法"),
        ("关于印发《云川市学校管理办法》的通知", "云川市学校管理办法"),
        ("中华人民共和国职业教育法(2022修订)", "职业教育法"),
        ("云川市2024年工作总结", ""),
        ("《云川市学校管理办法》政策解读", ""),
    ],
)
def test_versions_share_a_key(title: str, key: str) -> None:
    assert regulation_key(title) == key


def test_the_later_version_replaces_the_earlier() -> None:
    assert superseded([OLD, NEW]) == {"a": "b"}
    assert superseded([NEW, OLD], "2020-01-01") == {}
    assert not_yet_in_force([OLD, NEW], "2020-01-01") == {"b"}
    assert not_yet_in_force([NEW], "2020-01-01") == set()


def test_a_repeal_replaces_a_regulation_of_another_title() -> None:
    new = Version("c", "云川市教育条例", "法规", "2025-01-01", "", ("云川市学校管理办法",))
    assert superseded([OLD, new]) == {"a": "c"}


def test_papers_of_one_title_are_no_versions() -> None:
    one = Version("x", "青岚县教育工作总结", "工作总结", "", "2023-01-01")
    other = Version("y", "青岚县教育工作总结", "工作总结", "", "2024-01-01")
    assert superseded([one, other]) == {}


def test_force_and_repeal_are_read_from_the_text() -> None:
    text = "第九条 本办法自2024年3月1日起施行。2019年8月1日起施行的《云川市学校管理办法》同时废止。"
    assert effective_date(text) == "2024-03-01"
    assert repealed_titles(text) == ("云川市学校管理办法",)
    assert effective_date("本项目自2024年3月1日起施工。") == ""


def test_questions_of_what_was_before_are_told() -> None:
    assert asks_for_former("修订前小学每班不得超过多少人")
    assert not asks_for_former("小学每班不得超过多少人")


def test_a_notice_that_leaves_the_marks_out_issues_the_same_regulation() -> None:
    assert (
        regulation_key("某县人民政府办公室关于印发某县城乡医疗救助实施细则的通知")
        == regulation_key("关于印发《某县城乡医疗救助实施细则》的通知")
        == "某县城乡医疗救助实施细则"
    )


def test_an_undated_text_is_replaced_where_its_very_title_is_repealed() -> None:
    old = Version("1", "渠水县教师交流管理办法(试行)", "规范性文件", "", "")
    new = Version(
        "2", "渠水县校长教师交流管理办法", "规范性文件", "2023-09-01", "", ("渠水县教师交流管理办法（试行）",)
    )
    assert superseded([old, new]) == {"1": "2"}
    assert superseded([old, new], "2022-12-31") == {}


def test_since_when_is_told_under_the_title() -> None:
    assert effective_date("（渠教〔2020〕47号，2020年9月1日起施行）\n第一条 为规范……") == "2020-09-01"


def test_a_text_that_is_said_to_be_repealed_replaces_nothing_however_its_page_is_dated() -> None:
    old = Version("old", "渠水县低保办法（已废止）", "规范性文件", "", "2024-05-01")
    new = Version("new", "渠水县低保办法", "规范性文件", "2021-01-01", "2020-12-01", ("渠水县低保办法",))
    assert superseded([old, new]) == {"old": "new"}
    assert superseded([old, new], "2020-06-30") == {}
    part = Version("part", "渠水县低保办法（节选）", "规范性文件", "", "2023-06-01")
    assert superseded([new, part]) == {}


def test_the_day_of_a_cited_law_is_not_the_papers_own() -> None:
    assert (
        effective_date("通知\n各学校：\n根据《校车安全管理条例》（国务院令第617号，2012年4月5日起施行），现通知如下。")
        == ""
    )


def test_a_plan_replaces_another_only_where_it_says_so() -> None:
    title = "清垣县义务教育均衡发展实施方案"
    first = Version("a", title, "实施方案", "", "2013-06-18", (), "清垣县")
    revised = Version("b", f"{title}（修订）", "实施方案", "2015-10-01", "2015-09-02", (title,), "清垣县")
    assert superseded([first, revised]) == {"a": "b"}
    later = Version("c", title, "实施方案", "", "2021-03-01", (), "清垣县")
    following = Version("d", title, "实施方案", "", "2022-03-01", (), "清垣县")
    draft = Version("e", f"{title}（修订征求意见稿）", "实施方案", "", "2023-03-01", (), "清垣县")
    assert superseded([later, following, draft]) == {}
    of_another = Version("f", f"{title}（修订）", "实施方案", "", "2023-05-01", (), "白河县")
    assert superseded([later, of_another]) == {}


def test_a_plans_day_is_its_own() -> None:
    assert effective_date("本方案自2015年10月1日起施行。") == "2015-10-01"
    assert effective_date("本方案中公租房工程自2020年3月5日起正式实施。") == ""
