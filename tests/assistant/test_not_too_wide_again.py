"""What a reader of new rules found too wide: each of these was told before, and refused or told otherwise for a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.question import read_question
from tests.assistant.told import assert_told_and_cited, office_over

PAPERS = {
    "教育.txt": """石泓县教育工作情况汇报

申请转学的，须提交书面申请、户籍证明和学籍表。
全县共有书法特色学校3所，分别是城关小学、河口小学、柳林中学。
全县2015年前建成的校舍共有36栋。
县一中教学楼建设顺利推进，已通过竣工验收（总投资4800万元）。
教师每学期集中培训和全年自学不少于72学时。
2022年，全县脱贫3200人。
石泓县教育局
2023年12月20日
""",
    "计划.txt": """石泓县“十三五”教育发展情况总结

“十三五”期间，全县教育事业快速发展。
学校总数比2010年增加12所，达到86所。
高中阶段毛入学率由2014年的82%提高到93%。
""",
    "校舍.txt": """石泓县2023年校舍建设情况表

乡镇	新建学校数（所）	新建面积（平方米）	投资（万元）
河口镇	2	8600	1900
柳林镇	1	5200	1100
合计	3	13800	3000
""",
    "职教.md": """# 职业教育常用名词解释

订单班：指学校按协议确定培养规格、毕业生由企业优先录用的班级。订单班不同于冠名班，冠名班可以只以企业名称命名而不含就业约定。

现代学徒制：指学校与企业联合招生、联合培养的制度。
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_over(Path(tmp_path_factory.mktemp("wide")), PAPERS) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("石泓县转学需要提交什么书面材料？", ["户籍证明"]),
        ("石泓县有哪些书法特色学校？", ["城关小学", "柳林中学"]),
        ("石泓县“十三五”末学校达到多少所？", ["86所"]),
        ("石泓县“十三五”期间高中阶段毛入学率提高到多少？", ["93%"]),
        ("石泓县县一中教学楼总投资是多少万元？", ["4800万元"]),
        ("石泓县教师每年培训多少学时？", ["72学时"]),
        ("石泓县2022年脱贫了多少人口？", ["3200人"]),
        ("石泓县2023年新建校舍总面积是多少平方米？", ["13800"]),
        ("订单班和冠名班有啥不一样？", ["不含就业约定"]),
    ],
)
def test_it_is_told_again(office: Cewen, asked: str, told: list[str]) -> None:
    assert_told_and_cited(office, asked, told)


def test_what_was_built_is_no_plan(office: Cewen) -> None:
    assert "计划" not in office.ask("石泓县2015年前建成的校舍有多少栋？")["answer"]


def test_a_county_that_is_asked_about_is_kept() -> None:
    asked = read_question("根据青岚县教育局和石泓县的协议，支教教师多少人？", ("石泓县", "青岚县"))
    assert set(asked.places) == {"石泓县", "青岚县"}
