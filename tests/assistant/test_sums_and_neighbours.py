"""Figures that stand near what is asked about and are of something else, and answers that stand where none was looked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "石屏县教育工作总结.txt": """石屏县2023年教育工作总结

2023年，石屏县在县委、县政府的领导下，教育工作取得新进展。

全县在校学生68214人，其中义务教育阶段41376人，普通高中14829人。与2020年相比，全县义务教育阶段学生减少了9140人，乡村学校越来越小。

县财政筹措资金6.35亿元，新建泉江小学、思源学校、瑶厦中学等5所学校，新增学位9600个。城区新建的枝阳小学、会师中学两个项目，总投资1.86亿元，已建成招生。

建成苹果交易市场1处，年交易额突破20亿元。一般公共预算教育支出4.37亿元，比2022年增加2100万元。

课后服务收费参考了周边标准，如邻近的建水县每生每学期500元，我县确定为每生每学期480元。全年共减免费用294万元。

倡导“被需求、被重视、被尊重”的教师职业情感观，组织讲座18场。教师能力评估有效期为一年。

存在的问题：

1.隐形变异培训取证难。部分培训转入居民楼、咖啡店，家长不愿配合。

推行“三轮竞聘”，第一轮校内直聘，第二轮校内竞聘，第三轮跨校竞聘，三轮均未聘上的教师进入待岗培训，期限6个月。

心理援助热线0873-6830525，由32名志愿者24小时值守。

石屏县教育局
2024年1月8日
""",
    "红河州双减通报.txt": """红河州教育体育局关于2023年“双减”工作情况的通报

2023年，全州义务教育学校课后服务覆盖率100%。

检查发现，部分县拖欠课后服务补助，其中建水县640万元、泸西县576万元、弥勒市320万元，须在年底前补发到位。
""",
    "沁源县营商环境.txt": """营商环境对照材料

上半年沁源县、武乡县两县的主要指标如下。

| 指标 | 沁源县 | 武乡县 |
| --- | --- | --- |
| 企业开办平均用时（小时） | 3.5 | 2.8 |
| 政府采购中小企业合同占比（%） | 83.4 | 79.6 |
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder: Path = tmp_path_factory.mktemp("papers")
    with office_over(folder, PAPERS) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("石屏县义务教育阶段在校生有多少？", "41376人"),
        ("石屏县2023年教育支出比上年多了多少？", "2100万元"),
        ("石屏县的教师职业情感观是什么？", "被需求、被重视、被尊重"),
        ("石屏县教师能力评估结果的有效期是多久？", "一年"),
        ("石屏县隐形变异培训为什么取证难？", "居民楼、咖啡店"),
        ("石屏县三轮都没聘上的教师怎么办？", "待岗培训，期限6个月"),
        ("石屏县心理援助热线号码是多少？", "0873-6830525"),
        ("泸西县拖欠了多少课后服务补助？", "576万元"),
        ("武乡县政府采购合同中小企业占比是多少？", "79.6"),
    ],
)
def test_what_is_asked_is_told(office: Cewen, asked: str, told: str) -> None:
    assert_told_and_cited(office, asked, [told])


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("石屏县思源学校建设花了多少钱？", "6.35亿元"),
        ("石屏县枝阳小学这一个项目投资多少？", "1.86亿元"),
        ("石屏县苹果交易市场建设花了多少钱？", "20亿元"),
        ("石屏县财政给课后服务每个学生补贴多少？", "294万元"),
    ],
)
def test_a_figure_of_something_else_is_not_told(office: Cewen, asked: str, never: str) -> None:
    answer = office.ask(asked)
    assert never not in answer["answer"]


def test_a_sum_of_several_is_refused_for_one(office: Cewen) -> None:
    assert_refused(office, "石屏县思源学校建设花了多少钱？", ["6.35亿元"])


def test_a_neighbours_figure_is_not_ours(office: Cewen) -> None:
    answer = office.ask("石屏县课后服务每生每学期收费多少元？")
    first = answer["answer"].split("\n")[0]
    assert "500元" not in first
    assert "480元" in first


def test_a_table_with_counties_side_by_side_says_whose_cell_it_is(office: Cewen) -> None:
    answer = office.ask("武乡县政府采购合同中小企业占比是多少？")
    assert answer["answer"].startswith("武乡县")
    assert "83.4" not in answer["answer"].split("\n")[0]
