"""Whose fact a sentence states and of when: other counties in a briefing, plans, versions, years of a table, parts of a question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

BRIEFING = """教育工作简报

2023年第6期（总第38期）

青栎县教育局办公室编　2023年10月20日

一、工作动态
2022年秋季，全县义务教育阶段学校专任教师1985人；截至目前，专任教师2064人。毛入学率达到93.6%，规划到2025年达到95%。
全县实有专职保安236名，三年间清退不合格保安12名。教育支出实际完成4.82亿元，生均教育支出13210元。
县第三小学扩建项目总投资4600万元，原计划2023年8月竣工，因连续降雨，预计2024年3月竣工。
9月，我们组织赴邻县考察，该县每年安排专项资金1500万元，而我县每年安排800万元。
“十三五”期间，全县新增学位14600个，其中2020年新增学位3850个。

二、他山之石

桐坡县推行教师“走教制”的做法

走教教师每人每天补助60元，统一配车12辆。

三、规范办学
局党组要求做到“三个坚决”：坚决落实学生自愿；坚决落实收费公示；坚决落实结束时间。
采用松散型模式组建教育集团。即龙头学校与成员学校均为独立法人，校际关系平等。
我们概括为“一个不变、两个统一”的，是在法人不变的前提下实行师资统一调配、教研统一组织，学区管理由此概括为“一个不变、两个统一”。

表1　青栎县教育支出情况（单位：万元）

| 项目 | 2021年决算 | 2022年决算 | 2023年预算 | 2023年决算 |
| --- | --- | --- | --- | --- |
| 一般公共预算教育支出 | 41216 | 43937 | 47600 | 46482 |
"""
RULES = """青栎县人民政府办公室关于印发《青栎县教师交流轮岗实施办法》的通知

青政办发〔2022〕18号

各乡镇人民政府：
《青栎县教师交流轮岗实施办法》已经2022年6月9日县政府第12次常务会议研究通过，现印发给你们，请认真执行。

第一条 为优化师资配置，制定本办法。
第二条 本办法所称骨干教师，是指取得市级以上学科带头人称号的教师。
第三条 对工作成绩突出的交流教师，每年表彰一次，每次表彰不超过二十名。
第四条 教师对交流决定不服的，可以自收到决定之日起10个工作日内申请复核；对复核结果不服的，可以自收到复核决定之日起20个工作日内提出申诉。
第五条 有下列情形之一的，可以暂缓交流：
（一）子女未满3周岁的女教师；
（二）任教毕业年级且临近中考的。
第六条 本办法自2022年8月1日起施行。

青栎县人民政府办公室
2022年6月15日
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    papers = {"简报.txt": BRIEFING, "办法.txt": RULES}
    with office_over(tmp_path_factory.mktemp("whose"), papers) as office:
        yield office


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("桐坡县给走教教师每人每天补助多少钱？", ["60元"]),
        ("青栎县每年安排专项资金多少万元？", ["800万元"]),
        ("青栎县2023年毛入学率达到多少？", ["93.6%"]),
        ("青栎县2020年新增学位多少个？", ["3850个"]),
        ("青栎县第三小学扩建项目什么时候竣工？", ["2024年3月"]),
        ("青栎县现在执行的教师交流轮岗实施办法是什么文号？从哪天起施行？", ["青政办发〔2022〕18号", "2022年8月1日"]),
        ("青栎县现行办法里什么样的老师才算骨干教师？", ["市级以上学科带头人"]),
        ("青栎县教师对交流决定不服，可以怎么办？", ["10个工作日", "20个工作日", "申诉"]),
        ("青栎县现行办法规定哪些情形可以暂缓交流？", ["未满3周岁", "临近中考"]),
        ("青栎县局党组要求的“三个坚决”分别是什么？", ["学生自愿", "收费公示", "结束时间"]),
        ("青栎县组建教育集团用的松散型模式是什么意思？", ["独立法人"]),
        ("青栎县2023年一般公共预算教育支出实际是多少？", ["46482"]),
    ],
)
def test_it_is_told_of_the_place_and_the_time_asked_about(office: Cewen, asked: str, told: list[str]) -> None:
    assert_told_and_cited(office, asked, told)


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("青栎县给走教教师每人每天补助多少钱？", ["60元"]),
        ("青栎县2022年当年交流了多少名教师？", ["二十名"]),
        ("青栎县走教教师里有多少是特岗教师？", ["12"]),
        ("青栎县专门学校有多少名学生？", []),
    ],
)
def test_what_is_anothers_or_no_deed_is_no_answer(office: Cewen, asked: str, never: list[str]) -> None:
    assert_refused(office, asked, never)


def test_a_quoted_row_leaves_out_other_years_and_its_citation_is_whole(office: Cewen) -> None:
    answer = office.ask("青栎县2023年一般公共预算教育支出实际是多少？")
    assert "43937" not in answer["answer"] and "47600" not in answer["answer"]
    assert "43937" in answer["citations"][0]["quote"]


def test_a_briefing_names_its_issuer_and_county_in_the_line_of_its_editor(office: Cewen) -> None:
    paper = next(paper for paper in office.list()["documents"] if paper["title"] == "教育工作简报")
    assert paper["place"] == "青栎县"
