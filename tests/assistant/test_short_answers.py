"""The first words of an answer: a figure where it speaks for itself, else the clauses that tell what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import office_over

PAPERS = {
    "云屏县民政工作总结.txt": """云屏县2023年民政工作总结

2023年，云屏县民政局认真履行职责，各项工作取得新成效。

一、主要工作

全区有养老护理员965人，其中持证人员718人。年初计划改造敬老院24所，实际完成26所。

农村卫生厕所普及率由2022年的74.6%提高到82.4%，群众满意。

设立中小企业转贷资金，单户企业使用额度不超过1000万元，使用期限不超过15天。

在城关镇新建福利院1所，总投资1.36亿元，设床位240张，可供620名老人入住。

生活补助按三档发放，标准分别为小学每人每年1000元，初中每人每年1250元。

专职调解员实行以案定补，全年共调解纠纷3126件。“云屏鹅”“云屏茶”“朱红橘”三个品牌综合产值28.4亿元，其中朱红橘一项11.7亿元。

2021年办理案件61件，2022年84件，2023年112件。

全年安排村卫生室补助经费，每个村卫生室补助12万元，其中省级6万元、县级4万元、乡镇2万元。

选派23名社工到苏州市吴江区跟岗学习，时间为30天。

全县改造校舍，聘请了教师，二年级学生人数有所增加。

云屏县民政局
2024年1月6日
""",
    "云屏县干部名册.txt": """云屏县2024年整改任务表

| 问题 | 责任单位 | 责任人 | 整改时限 | 涉及户数（户） | 未完成户数（户） |
| --- | --- | --- | --- | --- | --- |
| 垃圾清运不及时 | 县城管局 | 罗启明 | 2024年6月底 | 1462 | 31 |
| 河道采砂 | 县水利局 | 魏志强 | 2024年9月底 | 806 | 9 |
""",
    "云屏县信访件统计.txt": """云屏县2023年督察信访件统计表

| 污染类型 | 件数 | 罚款（万元） |
| --- | --- | --- |
| 大气 | 29 | 52.6 |
| 水 | 21 | 48.3 |
| 合计 | 50 | 100.9 |
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder: Path = tmp_path_factory.mktemp("papers")
    with office_over(folder, PAPERS) as cewen:
        yield cewen


def before_the_quotations(office: Cewen, asked: str) -> str:
    answer = office.ask(asked)
    assert not answer["refused"], answer["answer"]
    return str(answer["answer"]).split("原文：")[0]


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        # What a modifier singles out stands behind the whole: both are told.
        ("云屏县有证的养老护理员有多少人？", ["其中持证人员718人"], []),
        ("云屏县2023年实际改造了多少所敬老院？", ["实际完成26所"], []),
        ("云屏县农村卫生厕所普及率2022年和2023年各是多少？", ["由2022年的74.6%提高到82.4%"], ["未找到"]),
        ("云屏县转贷资金一家企业最多能用多少、能用几天？", ["不超过1000万元", "不超过15天"], []),
        ("云屏县城关镇福利院花了多少钱建的，能住多少老人？", ["1.36亿元", "620名"], ["没有找到", "965"]),
        ("云屏县生活补助标准是多少？", ["1000元", "1250元"], []),
        ("云屏县朱红橘的产值是多少？", ["朱红橘一项11.7亿元"], []),
        ("云屏县2021年、2022年、2023年办理的案件分别是多少？", ["61件", "84件", "112件"], ["未找到"]),
        ("云屏县每个村卫生室补助多少钱，省县乡各出多少？", ["12万元", "省级6万元、县级4万元、乡镇2万元"], ["没有找到"]),
        ("云屏县选派社工到苏州市吴江区学习，派了几名、学多少天？", ["23名", "30天"], ["未找到"]),
    ],
)
def test_the_first_words_hold_all_that_is_asked(office: Cewen, asked: str, told: list[str], never: list[str]) -> None:
    first = before_the_quotations(office, asked)
    assert not [words for words in told if words not in first], first
    assert not [words for words in never if words in first], first


def test_a_figure_that_is_alone_is_told_alone(office: Cewen) -> None:
    assert before_the_quotations(office, "云屏县全年调解了多少件纠纷？").splitlines()[0] == "云屏县：3126件。[1]"


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        ("云屏县垃圾清运不及时由谁负责整改，什么时候完成？", ["罗启明", "2024年6月底"], ["县城管局"]),
        ("云屏县垃圾清运不及时还有多少户没完成？", ["31户"], ["1462"]),
        ("云屏县水污染罚款多少万元？", ["48.3万元"], ["100.9"]),
    ],
)
def test_the_very_columns_that_are_asked_for(office: Cewen, asked: str, told: list[str], never: list[str]) -> None:
    first = before_the_quotations(office, asked)
    assert not [words for words in told if words not in first], first
    assert not [words for words in never if words in first], first


def test_nothing_is_said_twice(office: Cewen) -> None:
    lines = before_the_quotations(office, "云屏县小学生和初中生的生活补助标准各是多少？").splitlines()
    assert len([line for line in lines if line]) == len({line for line in lines if line})


def test_a_grade_of_a_school_is_no_span_of_time(office: Cewen) -> None:
    answer = office.ask("云屏县二年级的课程要学多长时间？")
    assert "二年。" not in answer["answer"]


REVIEWED = {
    "沙原县总结.txt": """沙原县2023年民政工作总结

一、2023年重点工作

修建水渠210公里，改造水渠160公里。

检查养老机构15家，处罚养老机构5家。

确诊尘肺病患者35例。

对获得国家级荣誉的，一次性奖励5万元。

县福利院占地120亩，建筑面积2.6万平方米。

临时救助每户最高3000元，最低500元，平均1260元。

全县（含开发区有养老机构36家，床位210张，护理员310人，志愿者队伍66支。

二、下一步打算

新建儿童福利院3所，设床位600张，投资5200万元。

沙原县民政局
2024年1月6日
""",
    "红柳县总结.txt": """红柳县2023年民政工作总结

临时救助每户最高2600元，最低300元，平均1100元。

| 学校 | 班级（个） | 寄宿生（人） | 教职工（人） |
| --- | --- | --- | --- |
| 红柳中学 | 36 | 215 | 15 |
| 东湖中学 | 30 | 180 | 12 |

红柳县民政局
2024年1月6日
""",
}


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_over(tmp_path_factory.mktemp("counties"), REVIEWED) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        ("沙原县修建水渠多少公里，改造多少公里？", ["210公里", "160公里"], []),
        ("沙原县处罚养老机构多少家，检查养老机构多少家？", ["：5家", "15家"], []),
        ("红柳中学寄宿生多少，教职工多少？", ["215人", "15人"], []),
        ("红柳县和沙原县临时救助最低多少元？", ["最低300元", "最低500元"], ["相差400元"]),
        ("沙原县确诊了多少尘肺病患者？", ["35例"], ["计划"]),
        ("沙原县获得国家级荣誉的奖励标准是多少？", ["一次性奖励5万元"], []),
        ("沙原县福利院占地多少亩，操场多少平方米？", ["120亩", "「操场多少平方米」：资料中没有找到"], ["2.6万"]),
        ("沙原县福利院占地多少亩，为什么搬迁？", ["120亩", "「为什么搬迁」：资料中没有找到"], []),
        ("沙原县有多少名护理员？", ["310人"], ["。。"]),
        ("沙原县下一步打算新建多少所儿童福利院，设多少床位？", ["3所（计划）", "600张（计划）"], []),
    ],
)
def test_each_part_is_told_its_own_figure(counties: Cewen, asked: str, told: list[str], never: list[str]) -> None:
    first = before_the_quotations(counties, asked)
    assert not [words for words in told if words not in first], first
    assert not [words for words in never if words in first], first
