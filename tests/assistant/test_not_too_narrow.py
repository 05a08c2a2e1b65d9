"""Vetoes and rewritings that must let right answers through: cases in which a rule was once too wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_told_and_cited, office_over

PAPERS = {
    "会议.txt": """青岚县教育工作动态

2023年5月10日，青岚县召开全县教育工作会议，传达学习了上级会议精神。
“清风行动”2023年3月8日启动，当天印发方案并传达到各乡镇。
李建国，男，1970年6月生，现任青岚县教育局局长。
享受营养餐补助的是农村义务教育阶段学生和家庭经济困难寄宿生。
新录用教师须在乡镇学校任教，最低服务期限5年。
""",
    "一中.txt": """青岚县第一中学简介

学校创办于1956年，现有教学班60个，有教师215人。
""",
    "标准.txt": """青岚县孤儿保障标准的通知

对照青民发〔2018〕5号，孤儿补助由每人每月900元提高到每人每月1180元。青民发〔2018〕5号文件同时废止。

青岚县民政局
2023年6月1日
""",
    "方案.txt": """青岚县环境整治实施方案

（一）工作安排。各乡镇抓好落实。
（二）第一阶段（2023年2月1日至3月31日）。宣传发动。
（三）第二阶段（2023年4月1日至6月30日）。集中整治。
""",
    "表.txt": """青岚县项目统计

青岚县项目情况表（单位：个、万元）
| 类别 | 项目数 | 投资额 |
| --- | --- | --- |
| 政府投资 | 12 | 880 |
| 社会投资 | 7 | 460 |
""",
    "报告.txt": """青岚县教育局2023年度工作报告

青岚县教育局　2024年1月8日

第一部分　2023年重点工作完成情况汇报
全年新建校舍3.4万平方米，招聘教师126人，组织培训42场，覆盖教师2800人次，各项任务如期完成。
第二部分　2024年重点工作及教育提升实施方案
计划新建幼儿园5所，新增学位1350个，持续推进集团化办学和城乡结对，加强教师队伍建设。
""",
    "医院.txt": """青岚县人民医院2023年工作总结

我院现有床位620张。我院与北京协和医院建立了医联体，与华为公司共建智慧病房。
设备维护每2小时巡检一次。
""",
    "教师.txt": """青岚县教师队伍建设情况

全县交流教师320人，临聘教师215人，副高级职称教师420人。全县心理健康教师58人。
目前还有12所学校没有运动场，计划2025年全部建成。
启动二级响应后，在2小时内派出工作组。高中学费每生每年1200元。
2022年青岚县发布惠企政策36条。2023年青岚县发布惠企政策52条。
柳河中学优秀率38.5%，居全县榜首。
""",
    "预警.txt": """青岚县暴雨预警处置办法

第四条　蓝色预警的，各单位加强值班；黄色预警的，停止户外作业；红色预警的，立即转移危险区全部群众。
""",
    "获奖.txt": """青岚县优质课大赛通报

授予一等奖的教师：
向远明、张丽华、李建国
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    """Return a façade over these papers; tests only read it."""
    home: Path = tmp_path_factory.mktemp("not-too-narrow")
    with office_over(home, PAPERS) as facade:
        yield facade


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("青岚县全县教育工作会议是什么时候召开的？", "2023年5月10日"),
        ("青岚县“清风行动”什么时候启动的？", "2023年3月8日"),
        ("青岚县教育局局长是谁？", "李建国"),
        ("青岚县享受营养餐补助的是哪些人？", "家庭经济困难寄宿生"),
        ("青岚县新录用教师须在乡镇学校任教满几年？", "5年"),
        ("青岚县一中有多少教师？", "215人"),
        ("青岚县孤儿补助每人每月提高到多少钱？", "1180元"),
        ("青岚县环境整治第二阶段什么时候搞？", "2023年4月1日至6月30日"),
        ("青岚县2023年新建校舍多少平方米？", "3.4万平方米"),
        ("青岚县优质课大赛获得一等奖的老师有谁？", "张丽华"),
        ("青岚县人民医院有多少张床位？", "620张"),
        ("青岚县人民医院和哪家医院建立了医联体？", "北京协和医院"),
        ("青岚县人民医院和哪家公司共建智慧病房？", "华为公司"),
        ("青岚县人民医院设备多久巡检一次？", "每2小时"),
        ("青岚县轮岗教师有多少人？", "320人"),
        ("青岚县代课老师有多少人？", "215人"),
        ("青岚县高级职称教师有多少人？", "420人"),
        ("青岚县还有多少所学校没有运动场？", "12所"),
        ("青岚县启动Ⅱ级响应后几小时内派出工作组？", "2小时"),
        ("青岚县一个高中生一年要花多少学费？", "1200元"),
        ("青岚县哪所学校优秀率最高，是多少？", "38.5%"),
    ],
)
def test_a_right_answer_passes(office: Cewen, question: str, gold: str) -> None:
    assert_told_and_cited(office, question, [gold])


def test_a_count_is_no_money(office: Cewen) -> None:
    answer = office.ask("青岚县政府投资的项目数是多少？")
    assert "12" in answer["answer"]
    assert "12万元" not in answer["answer"]


def test_a_year_of_issue_is_a_year(office: Cewen) -> None:
    answer = office.ask("2023年青岚县发布惠企政策比2022年多多少条？")
    assert "16条" in answer["answer"]


def test_one_colour_is_told_alone(office: Cewen) -> None:
    answer = office.ask("青岚县红色预警怎么处置？")
    assert "立即转移" in answer["answer"]
    assert "停止户外作业" not in answer["answer"]


def test_a_report_in_parts_stays_whole(office: Cewen) -> None:
    titles = [paper.title for paper in office.library.catalog.titled()]
    assert "青岚县教育局2023年度工作报告" in titles
    assert len(titles) == len(PAPERS)
