"""What is asked of a paper itself, reasons, names that are not there, and whose figure one really is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

RULES = """苍岭县人民政府办公室
关于印发苍岭县乡村客栈扶持细则的通知
苍政办规〔2023〕7号

各乡镇人民政府，县政府各部门：
现将《苍岭县乡村客栈扶持细则》印发给你们，请认真贯彻执行。

第一条 为规范乡村客栈发展，根据《旅游民宿基本要求与等级划分》和《苍岭县旅游发展规划》，制定本细则。
第二条 本细则所称“客栈集中村”，是指同一行政村内正常经营的客栈达到9家以上、客房不少于70间的村。
第三条 经营者应当自开业之日起6个月内提出申请，公示期为5天。
第四条 对河道管护考核得分90分以上的村，每年奖补6000元；80分以上不足90分的，每年奖补3500元。
第五条 客栈周边三百米范围内不得设立砂石堆场、废品收购站。
第六条 本细则自2023年10月1日起施行。《关于印发苍岭县乡村客栈扶持细则的通知》（苍政办规〔2019〕3号）同时废止。

苍岭县人民政府办公室
2023年9月4日
"""
FORMER = """苍岭县人民政府办公室
关于印发苍岭县乡村客栈扶持细则的通知
苍政办规〔2019〕3号

各乡镇人民政府，县政府各部门：
现将《苍岭县乡村客栈扶持细则》印发给你们，请认真贯彻执行。

第一条 为规范乡村客栈发展，制定本细则。
第二条 经营者应当自开业之日起3个月内提出申请，公示期为7天。
第三条 本细则自2019年5月1日起施行。

苍岭县人民政府办公室
2019年4月2日
"""
REPORT = """苍岭县教育局2023年工作总结

2023年，全县教育工作稳步推进。

一、基本情况
2023年，全县有小学31所、初级中学12所、特殊教育学校1所，在校学生38214人，教职工2906人。以6所优质学校为龙头校、19个教学点为成员，组建教育共同体。

二、主要工作
（一）控辍保学。3月，县教育局制定了《苍岭县控辍保学实施方案》（苍教发〔2023〕11号）。建立缺课三级预警制度。该制度自2023年4月起运行，累计发出预警信息187条。
（二）校舍建设。投资860万元的清溪河校区综合楼建成投用。白石河校区综合楼已完成选址。
（三）校园安全。年初计划安装护栏420处，实际完成365处，未完成的55处主要是因为冬季封冻、材料运输困难，已延期至2024年5月底前完成。共排查隐患143条，已整改131条。
（四）集团化办学。市财政对每个集团安排工作经费，紧密型集团30万元，联盟型集团20万元。全县共有教育集团8个。

三、存在的问题
一是教师老龄化。究其原因，主要是多年受编制限制，招录基本停滞，形成断层。

苍岭县教育局
2024年1月8日
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    papers = {"细则2023.txt": RULES, "细则2019.txt": FORMER, "总结.txt": REPORT}
    with office_over(tmp_path_factory.mktemp("papers"), papers) as office:
        yield office


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("苍岭县现行的乡村客栈扶持细则是什么文号？", ["苍政办规〔2023〕7号"]),
        ("苍岭县控辍保学实施方案的发文字号", ["苍教发〔2023〕11号"]),
        ("苍岭县乡村客栈扶持细则什么时候印发的？", ["2023年9月4日"]),
        ("苍岭县乡村客栈扶持细则是哪个单位印发的？", ["苍岭县人民政府办公室"]),
        ("苍岭县乡村客栈扶持细则依据省里哪个文件制定的？", ["旅游民宿基本要求与等级划分"]),
        ("苍岭县现行细则里的“客栈集中村”是如何界定的？", ["9家以上", "70间"]),
        ("苍岭县客栈经营者现在应当多长时间内提出申请？", ["6个月"]),
        ("苍岭县一个村河道管护考核打了85分，一年能拿多少奖补？", ["3500元"]),
        ("苍岭县客栈周边多远以内不让设砂石堆场？", ["三百米"]),
    ],
)
def test_what_is_asked_of_a_paper_is_told_from_it(office: Cewen, asked: str, told: list[str]) -> None:
    assert_told_and_cited(office, asked, told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("苍岭县2023年护栏安装为什么有一部分没有完成？", ["冬季封冻", "材料运输困难"]),
        ("苍岭县教师老龄化的原因是什么？", ["编制限制", "断层"]),
        ("苍岭县缺课预警制度是什么时候开始运行的？", ["2023年4月"]),
        ("苍岭县2023年排查出多少条隐患，整改了多少条？", ["143条", "131条"]),
        ("苍岭县给紧密型、联盟型教育集团的工作经费各是多少？", ["30万元", "20万元"]),
        ("苍岭县2023年实际安装护栏多少处？", ["365处"]),
    ],
)
def test_reasons_and_what_a_sentence_points_back_to(office: Cewen, asked: str, told: list[str]) -> None:
    answer = office.ask(asked)
    assert not answer["refused"], answer["answer"]
    for words in told:
        assert words in answer["answer"]


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("苍岭县担任龙头校的6所优质学校分别是哪些学校？", []),
        ("苍岭县19个教学点的名单", []),
        ("苍岭县特殊教育学校有多少名教职工？", ["2906"]),
        ("苍岭县白石河校区综合楼投资多少？", ["860"]),
        ("苍岭县教育局为什么建成清溪河校区综合楼？", []),
        ("苍岭县城市总体规划的文号是什么？", ["苍教发", "苍政办规"]),
    ],
)
def test_what_is_not_told_is_refused_and_no_near_figure_repeated(office: Cewen, asked: str, never: list[str]) -> None:
    assert_refused(office, asked, never)


def test_a_plan_is_said_to_be_one_and_its_figure_is_a_source_only(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "松岭县2024年工作要点\n\n2024年，计划改造老旧管网46公里，新建供水站3座，受益群众1.2万人。\n", encoding="utf-8"
    )
    cewen.add([str(path)])
    answer = cewen.ask("松岭县2024年实际改造了多少公里老旧管网？")
    assert answer["refused"]
    assert "只写了计划或目标" in answer["answer"]
    assert "46公里" not in answer["answer"]
    assert "46公里" in answer["citations"][0]["quote"]


@pytest.mark.parametrize(
    "asked",
    [
        "苍岭县中华老字号企业有多少家？",
        "苍岭县高龄津贴按规定由哪个部门发放？",
        "苍岭县公文正文的字号是多少？",
    ],
)
def test_what_only_sounds_like_a_question_of_a_paper_is_none(office: Cewen, asked: str) -> None:
    answer = office.ask(asked)
    assert answer["refused"], answer["answer"]


def test_both_halves_of_a_question_of_a_paper_are_answered(office: Cewen) -> None:
    answer = office.ask("苍岭县乡村客栈扶持细则的文号是多少，什么时候施行？")
    assert "苍政办规〔2023〕7号" in answer["answer"]
    assert "2023年10月1日" in answer["answer"]
