"""Questions whose answers stand in tables: the cell, the rows of a kind, the most, the sum, and what the table lacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Cewen
from assistant.tabular.tables import table_at
from tests.assistant.papers import office_of

PAPERS = {
    "公报": """云杉县2023年教育事业统计公报

云杉县教育局2023年11月

表1 各乡镇小学和初中基本情况
单位：人
乡镇\t小学班数\t小学学生数\t初中学生数\t专任教师数\t寄宿生数
青石镇\t31\t1286\t873\t176\t402
白塔镇\t7\t143\t86\t34\t97
柳河乡\t4\t38\t0\t12\t0
金鸡瑶族乡\t5\t67\t0\t16\t41
合计\t47\t1534\t959\t238\t540

表2 分学科教师缺额
学段\t学科\t核定岗位\t实有教师\t缺额
小学\t英语\t36\t23\t13
小学\t音乐\t22\t14\t8
初中\t语文\t33\t33\t0
初中\t物理\t17\t11\t6
""",
    "台账": """云杉县2023年校舍维修台账

学校\t维修内容\t批复金额（元）\t决算金额（元）\t竣工日期\t施工单位\t现场负责人
云杉县城关小学\t教学楼屋面防水\t386000\t379420\t2023-08-19\t陇兴建筑公司\t强维东
西坡九年制学校\t旱厕改水冲厕所\t268000\t281560\t2023-09-15\t陇兴建筑公司\t赵志远
云屏小学\t采暖改造\t213000\t209640\t2023-10-21\t广金机电公司\t辛军
鱼池小学\t操场硬化\t124000\t\t\t广金机电公司\t赵志远
""",
    "分工": """云杉县推进优质均衡发展重点任务分工表

各单位要对照分工，按期完成。

序号
重点任务
牵头单位
责任单位
完成时限
1
编制学校布局规划
县教育局
县自然资源局、县住建局
2023年6月底
2
足额拨付生均公用经费
县财政局
县教育局
2023年3月底
3
开展学生近视筛查
县卫健局
县教育局
2023年11月底
4
落实教师工资待遇
县财政局
县人社局
2023年12月底

各牵头单位每季度末报送进展。
""",
    "指标": """云杉县乡镇财政收入完成情况

2021年至2023年乡镇财政收入目标与完成情况如下：
乡镇\t2022年目标\t2022年实际\t2023年目标\t2023年实际\t联系电话
青石镇\t2860\t3000\t3074\t3200\t0795-8722316
白塔镇\t1900\t1850\t2100\t1990\t0795-8722317
柳河乡\t800\t820\t900\t910\t0795-8722318
""",
    "标准": """云杉县困难群众救助标准

类别\t自理\t半失能\t失能
青石镇敬老院\t1200\t1500\t1950
白塔镇敬老院\t1100\t1400\t1850
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_of(PAPERS, tmp_path_factory.mktemp("tables")) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("云杉县青石镇的小学一共开了几个班？", ["31"]),
        ("云杉县白塔镇读初中的学生有多少？", ["86"]),
        ("云杉县哪个乡镇一个寄宿生都没有？", ["柳河乡"]),
        ("云杉县有初中的是哪几个乡镇？", ["青石镇", "白塔镇"]),
        ("云杉县全县小学生加起来有多少人？", ["1534"]),
        ("云杉县金鸡乡有多少寄宿生？", ["41"]),
        ("云杉县小学英语老师缺几个？", ["13"]),
        ("云杉县小学的英语和音乐老师分别缺几个？", ["13", "8"]),
        ("云杉县初中哪门学科的教师缺额为零？", ["语文"]),
        ("云杉县云屏小学采暖改造是哪家公司施工的？", ["广金机电公司"]),
        ("云杉县2023年校舍维修，陇兴建筑公司承建了哪几所学校的项目？", ["城关小学", "西坡九年制学校"]),
        ("云杉县2023年校舍维修中，哪所学校的决算比批复的钱多？", ["西坡九年制学校", "281560"]),
        ("云杉县批复金额超过20万元的学校有哪几所？", ["城关小学", "西坡九年制学校", "云屏小学"]),
        ("云杉县学生近视筛查由谁牵头？", ["县卫健局"]),
        ("云杉县优质均衡任务里，县财政局牵头的有哪几项？", ["生均公用经费", "教师工资待遇"]),
        ("云杉县学校布局规划什么时候编制完？", ["2023年6月底"]),
        ("云杉县哪些乡镇2023年财政收入没达到目标？", ["白塔镇", "1990"]),
        ("云杉县2022年柳河乡财政收入实际多少？", ["820"]),
        ("云杉县白塔镇的联系电话是多少？", ["0795-8722317"]),
        ("云杉县青石镇敬老院失能老人的标准是多少？", ["1950"]),
    ],
)
def test_a_table_answers(office: Cewen, asked: str, told: list[str]) -> None:
    answer = office.ask(asked)
    assert not answer["refused"]
    quotes = "".join(citation["quote"] for citation in answer["citations"])
    for words in told:
        assert words in answer["answer"]
        assert words in quotes


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        # Rows, columns and years that no table has.
        ("云杉县初中英语老师缺几个？", ["13"]),
        ("云杉县兴隆小学2023年维修花了多少钱？", ["379420", "281560", "209640", "124000"]),
        ("云杉县柳河乡小学的校长是谁？", ["强维东", "赵志远", "辛军"]),
        ("云杉县2019年青石镇小学有多少学生？", ["1286"]),
        ("云杉县青石镇大豆总产多少？", ["1286", "873"]),
        ("云杉县2025年白塔镇财政收入目标是多少？", ["2100", "1900"]),
        # The cell is there and empty.
        ("云杉县鱼池小学操场硬化的决算金额是多少？", ["124000", "209640", "281560"]),
    ],
)
def test_what_a_table_lacks_is_not_answered_from_its_neighbours(office: Cewen, asked: str, never: list[str]) -> None:
    answer = office.ask(asked)
    assert answer["refused"]
    assert not [words for words in never if words in answer["answer"]]


def test_a_list_from_a_table_says_how_many_rows_there_are_and_cites_each(office: Cewen) -> None:
    answer = office.ask("云杉县有初中的是哪几个乡镇？")
    assert "符合的有 2 行" in answer["answer"]
    assert [citation["n"] for citation in answer["citations"]] == [1, 2]


def test_heads_of_two_rows_are_read_together_and_lines_across_are_none(office: Cewen) -> None:
    text = (
        "收支预算\n| 编制单位：教育局 | | | | 单位：万元 |\n| --- | --- | --- | --- | --- |\n"
        "| 单位名称 | 收入 | | 支出 | |\n| | 拨款 | 结转 | 人员 | 公用 |\n| 一、机关 | | | | |\n"
        "| 县教育局 | 486.2 | 35.6 | 318.5 | 62.3 |\n| 合计 | 486.2 | 35.6 | 318.5 | 62.3 |\n"
    )
    document = office._office.library.catalog.document(office.list()["documents"][0]["doc_id"])
    assert document is not None
    from dataclasses import replace

    table = table_at(replace(document, text=text, sections=()), text.index("| 县教育局"))
    assert table is not None
    assert table.heads == ("单位名称", "收入 拨款", "收入 结转", "支出 人员", "支出 公用")
    assert table.unit == "万元"
    assert [(table.name(row), row.group, row.total) for row in table.rows] == [
        ("县教育局", "一、机关", False),
        ("合计", "一、机关", True),
    ]


SCHOOLS = {
    "学校": """云杉县2024年学校情况

学校\t学生人数\t实有户数\t计划户数\t增长率\t名次
甲校\t900\t10\t12\t-5.2%\t3
乙校\t1000\t20\t20\t2.1%\t1
丙校\t1500\t30\t25\t3.0%\t2

各学段情况如下：
学段\t班数\t教师数
小学小计\t17\t52
初中小计\t9\t31
合计\t26\t83

台账如下：
序号\t设备编号
1\tA-01
2\tA-02
""",
}


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_of(SCHOOLS, tmp_path_factory.mktemp("schools")) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("云杉县学生人数超过1000人的学校有哪些？", ["丙校"]),
        ("云杉县学生人数不超过1000人的学校有哪些？", ["甲校", "乙校"]),
        ("云杉县学生人数不少于1000人的学校有哪些？", ["乙校", "丙校"]),
        ("云杉县学生人数不足1000人的学校有哪些？", ["甲校"]),
        ("云杉县哪所学校增长率最低？", ["甲校"]),
        ("云杉县哪所学校名次最好？", ["乙校"]),
        ("云杉县哪所学校实有户数超过计划户数？", ["丙校"]),
    ],
)
def test_limits_and_extremes_are_those_that_are_said(schools: Cewen, asked: str, listed: list[str]) -> None:
    told = schools.ask(asked)["answer"].split("原文")[0]
    assert [school for school in ("甲校", "乙校", "丙校") if school in told] == listed


def test_a_sum_is_that_of_all_and_no_part_of_it(schools: Cewen) -> None:
    assert "83" in schools.ask("云杉县各学段教师总共有多少人？")["answer"].split("原文")[0]


def test_a_table_of_numbers_alone_names_nothing_and_breaks_nothing(schools: Cewen) -> None:
    assert schools.ask("云杉县设备编号A-07在哪里？")["refused"]
