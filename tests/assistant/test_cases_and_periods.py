"""A case falls into one range of a rule; a part of a year, a plan, a part of a whole and another body's head are no answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Cewen
from assistant.ranges import cases_of, parts_for, ranges_in
from tests.assistant.papers import office_of

PAPERS = {
    "方案": """白桦县基本养老服务实施办法

具有本县户籍、65周岁以上的低保失能老人，每人每月发放护理补贴200元；80至89周岁高龄补贴每人每月60元，90至99周岁每人每月120元，100周岁及以上每人每月300元。
助餐点验收合格满一年后按服务人次给予运营补贴：日均就餐10至19人的每年8000元，20至39人的每年1.5万元，40人以上的每年2.4万元。
学生人数连续三年不足10人的教学点，原则上予以撤并；10人以上30人以下的，由乡镇提出意见。
""",
    "总结": """白桦县教育局2022年工作总结

一、学生资助
2021年全年发放学生资助资金6934.6万元；2022年上半年发放学生资助资金3518.4万元。

二、教学质量
高考本科上线386人，上线率43.7%，其中一本上线121人。东洛乡中心小学消防通道上锁，校长罗培源作检讨。

三、学校建设
县城小学迁建项目2022年8月20日竣工验收。新增寄宿床位1460个。

白桦县教育局
2023年1月10日
""",
    "报告": """白桦县2023年政府工作报告

2023年是关键一年。全年招商引资到位资金36亿元以上。

2023年2月16日
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_of(PAPERS, tmp_path_factory.mktemp("情形")) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        ("我爸85岁，白桦县户口，高龄补贴一个月领多少？", "60元", "120元"),
        ("白桦县93岁的老人高龄补贴每月多少钱？", "120元", "300元"),
        ("白桦县一个助餐点平均每天25个老人吃饭，一年能拿多少运营补贴？", "1.5万元", "8000元"),
    ],
)
def test_a_case_is_given_the_figure_of_its_range(office: Cewen, asked: str, told: str, never: str) -> None:
    answer = office.ask(asked)
    assert not answer["refused"]
    direct = answer["answer"].split("原文")[0]
    assert told in direct
    assert never not in direct


@pytest.mark.parametrize(
    "asked",
    [
        "白桦县70岁的老人高龄补贴每月多少钱？",  # in no range
        "白桦县2022年全年发放学生资助资金多少？",  # half a year
        "白桦县2022年发放学生资助资金多少？",
        "白桦县2022年高考一本上线率是多少？",  # the rate of 本科
        "白桦县2023年实际到位的招商引资资金是多少？",  # told in February of that year
        "白桦县一中的校长是谁？",  # the head of another school
        "白桦县县城小学迁建项目是哪一天开工的？",  # when it was done
        "白桦县现有寄宿床位总数是多少？",  # those that were added
    ],
)
def test_what_is_not_the_very_thing_is_refused(office: Cewen, asked: str) -> None:
    answer = office.ask(asked)
    assert answer["refused"], answer["answer"]


def test_the_year_that_is_told_in_full_is_answered(office: Cewen) -> None:
    assert "6934.6万元" in office.ask("白桦县2021年发放学生资助资金多少？")["answer"]
    assert "3518.4万元" in office.ask("白桦县2022年上半年发放学生资助资金多少？")["answer"]


def test_ranges_are_read_as_they_are_written() -> None:
    told = [
        (part.low, part.high, part.unit) for part in ranges_in("10人以上30人以下，年满60周岁，不足100人，八十周岁以上")
    ]
    assert [(int(low), None if high.is_infinite() else int(high), unit) for low, high, unit in told] == [
        (10, 30, "人"), (60, None, "岁"), (0, 100, "人"), (80, None, "岁"),
    ]  # fmt: skip


def test_a_case_is_no_limit_and_no_year() -> None:
    assert [case.text for case in cases_of("我妈91岁")] == ["91岁"]
    assert cases_of("80岁以上的老人每月多少钱") == ()
    assert cases_of("2023年多少人") == ()
    assert cases_of("不足10人的教学点有多少个") == ()
    assert parts_for("全县有教师85人", cases_of("我妈91岁")) is None
    assert parts_for("80至89周岁60元", cases_of("我妈91岁")) == ()


def test_limits_that_are_denied_and_go_on_are_read_as_one() -> None:
    def read(text: str) -> list[tuple[int, int | None]]:
        return [(int(part.low), None if part.high.is_infinite() else int(part.high)) for part in ranges_in(text)]

    assert read("不少于30人") == [(30, None)]
    assert read("80周岁以上不满90周岁的每月50元，90周岁以上的每月100元") == [(80, 90), (90, None)]
    text = "80周岁以上不满90周岁的每月50元，90周岁以上的每月100元"
    assert parts_for(text, cases_of("我爸60岁")) == ()
    ((start, end),) = parts_for(text, cases_of("我妈90岁")) or ()
    assert "100元" in text[start:end]
    assert "50元" not in text[start:end]
