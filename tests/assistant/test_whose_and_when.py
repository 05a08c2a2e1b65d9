"""Whose a figure is, of which year, and whether it is a plan: what an office must not sign wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.settings import load_settings


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder = tmp_path_factory.mktemp("文件")
    (folder / "市总结.txt").write_text(
        "宿迁市2024年教育工作总结\n\n一、办学条件\n宿城区改扩建学校5所，新增学位1200个。泗阳县改扩建学校3所。"
        "沭阳县投入资金2.3亿元，改善办学条件。\n全市共有教师3.1万人。\n\n宿迁市教育局\n2025年1月6日\n",
        encoding="utf-8",
    )
    (folder / "县总结.txt").write_text(
        "白云县2023年教育工作总结\n\n一、工作成绩\n白云县全年招聘教师137人，收费标准不超过每生每月100元。\n\n"
        "二、2024年工作打算\n白云县招聘教师150人以上，新增学位2000个。\n\n白云县教育局\n2024年1月8日\n",
        encoding="utf-8",
    )
    (folder / "表.md").write_text(
        "# 白云县教育经费统计表\n\n| 县区 | 教育经费（万元） |\n| --- | --- |\n| 白云县 | 9800 |\n\n单位：万元\n",
        encoding="utf-8",
    )
    with Cewen(load_settings(tmp_path_factory.mktemp("库") / "home", {})) as facade:
        assert facade.add([str(folder)])["failed"] == []
        yield facade


def direct(assistant: Cewen, question: str) -> str:
    answer = assistant.ask(question)
    return "" if answer["refused"] else answer["answer"].split("原文：")[0]


def test_a_districts_figure_is_not_its_citys(assistant: Cewen) -> None:
    assert "5所" not in direct(assistant, "宿迁市改扩建学校多少所？")
    assert "2.3亿元" not in direct(assistant, "宿迁市投入资金多少？")
    assert "3.1万人" in direct(assistant, "宿迁市共有教师多少人？")


def test_a_district_is_answered_from_its_citys_report(assistant: Cewen) -> None:
    assert direct(assistant, "宿城区改扩建学校多少所？").startswith("宿城区：5所")
    assert assistant.ask("沭阳县改扩建学校多少所？")["refused"]


def test_a_plan_is_not_given_for_what_was_done(assistant: Cewen) -> None:
    assert "137人" in direct(assistant, "白云县2023年招聘教师多少人？")
    assert "150人" not in direct(assistant, "白云县2023年招聘教师多少人？")
    assert assistant.ask("白云县2023年新增学位多少个？")["refused"]


def test_a_plan_is_called_one_and_keeps_its_limits(assistant: Cewen) -> None:
    answer = direct(assistant, "白云县2024年计划招聘教师多少人？")
    assert "150人以上（计划）" in answer
    assert "不超过" in direct(assistant, "白云县收费标准是多少？") or "每生每月100元" in direct(
        assistant, "白云县收费标准是多少？"
    )


def test_a_bare_unit_is_no_figure(assistant: Cewen) -> None:
    assert "：万元" not in direct(assistant, "白云县教育经费是多少？")


@pytest.mark.parametrize("call", ["ask", "search"])
def test_empty_input_is_told(assistant: Cewen, call: str) -> None:
    with pytest.raises(Exception, match="没有写"):
        getattr(assistant, call)("  ")


def test_two_uploads_of_one_name_are_two_files(assistant: Cewen, tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.write_text("东山县总结", encoding="utf-8")
    second.write_text("西山县总结", encoding="utf-8")
    kept = [assistant.keep_upload(str(path), "工作总结.txt") for path in (first, second, first)]
    assert kept[0] == kept[2] != kept[1]
    assert Path(kept[1]).read_text(encoding="utf-8") == "西山县总结"


def test_a_draft_without_a_place_is_all_blanks(assistant: Cewen) -> None:
    brief = assistant.draft("汇报材料", "教育工作")
    assert brief["citations"] == []
    assert any("没有指定地方" in warning for warning in brief["warnings"])


def test_an_overlong_topic_is_refused(assistant: Cewen) -> None:
    with pytest.raises(Exception, match="太长"):
        assistant.draft("汇报材料", "教育" * 200, "白云县")
