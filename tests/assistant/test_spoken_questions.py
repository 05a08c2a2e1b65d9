"""Questions in a layman's words over papers in official words: what is answered, and what is still refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.question import read_question
from corpus.counting import units_of
from corpus.tokenizer import asked_words
from tests.assistant.papers import office_of

PAPERS = {
    "水务": """云岭县农村供水工作汇报

一、基本情况
全县辖12个乡镇，建成集中供水工程64处，管网漏损率为15.2%。

二、主要做法
一是财政保障。每年安排维修养护经费210万元，村级管水员每人每月补助500元。
二是合理计价。居民生活用水每吨2.4元，收费最高不超过每吨3元。
三是快速抢修。应急抢修转移安置受影响群众，共转移86户312人，一般故障6小时内修复。
四是专项改造。县财政出资860万元，分两批更换老旧管道47公里，改造后县城供水保证率由91%提高到98.5%。

三、存在的困难
困难主要是：旱季水源不足；管护人员短缺；部分管道老化。

四、下一步计划
10月底前完成水源地围栏建设。56人以上的管护站保留9个。

云岭县水利局
2024年5月8日
""",
    "石桥镇": """石坪镇人居环境整治情况汇报

石坪镇辖8个村、1.6万人。我镇推行“三分一统”，即：分区、分类、分责，统一考核。
全镇配备保洁员42名，每人每月报酬900元；对评为“美丽庭院”的农户奖励200元。
""",
    "林坪镇": """林坪镇人居环境整治情况汇报

林坪镇辖11个村。我镇配备保洁员57名。
""",
    "方案": """云岭县乡村建设实施方案

为推进乡村建设，制定本方案。

一、实施步骤
（一）动员部署阶段（3月）。召开动员会，明确任务。
（二）集中实施阶段（4月至9月）。按计划推进。
（三）总结验收阶段（10月）。组织考核验收。

二、工作机制
全县推行“两个清单”。任务清单。由县里列出，逐项销号。问题清单。由乡镇列出，按月更新。
""",
    "清单": """云岭县2024年民生实事清单

| 序号 | 项目 | 主要内容 | 牵头单位 | 完成时限 | 投资（万元） |
| --- | --- | --- | --- | --- | --- |
| 1 | 学位扩容 | 新建学校2所，新增学位1800个 | 县教育局 | 8月底 | 6200 |
| 2 | 停车便民 | 新增公共停车泊位900个 | 县住建局 | 10月底 | 1500 |
""",
    "学校": """创建书香校园的做法

青禾中学近年来重视阅读。我校从三个方面入手，可能存在的问题也有三个：一是时间问题。课后作业偏多。二是场地问题。阅览室面积不足。三是书籍问题。新书偏少。
""",
}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_of(PAPERS, tmp_path_factory.mktemp("spoken")) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("云岭县转移了多少群众？", "312人"),
        ("云岭县管水员一个月给多少补助？", "500元"),
        ("云岭县自来水一吨多少钱？", "2.4元"),
        ("云岭县用水收费最高多少钱？", "3元"),
        ("云岭县换老旧管道花了多少钱？", "860万元"),
        ("云岭县管网漏水率有多高？", "15.2%"),
        ("云岭县供水保证率现在是多少？", "98.5%"),
        ("云岭县水源地围栏什么时候建好？", "10月底"),
        ("云岭县56人以上的管护站还有多少个？", "9个"),
        ("石坪镇有多少保洁员？", "42名"),
        ("云岭县要新增多少个学位？", "1800个"),
        ("云岭县学位扩容什么时候完成？", "8月底"),
        ("石坪镇有多少人？", "1.6万人"),
    ],
)
def test_a_figure_asked_for_in_other_words_is_given_first(offices: Cewen, question: str, gold: str) -> None:
    answer = offices.ask(question)
    first = answer["answer"].splitlines()[0]
    assert gold in first, answer["answer"]
    assert len(first) <= 80
    assert any(gold in citation["quote"] for citation in answer["citations"])


@pytest.mark.parametrize(
    "question",
    [
        "石坪镇保洁员每人每月缴费多少元？",  # paid to them, not by them
        "云岭县燃气管道更换了多少公里？",  # 管道, but of water
        "云岭县去年转移了多少户？",
        "云岭县矿泉水每瓶卖多少钱？",
        "白坪镇有多少保洁员？",
    ],
)
def test_what_only_looks_alike_is_refused(offices: Cewen, question: str) -> None:
    answer = offices.ask(question)
    assert answer["refused"], answer["answer"]


def test_one_towns_figure_is_never_anothers(offices: Cewen) -> None:
    assert offices.ask("林坪镇评为美丽庭院的奖励多少？")["refused"]
    assert "57名" in offices.ask("林坪镇有几个保洁员？")["answer"]


@pytest.mark.parametrize(
    ("question", "golds"),
    [
        ("石坪镇的“三分一统”是什么？", ["分区、分类、分责"]),
        ("云岭县推行的“两个清单”是哪两个？", ["任务清单", "问题清单"]),
        ("云岭县乡村建设分几个阶段？", ["动员部署阶段", "集中实施阶段", "总结验收阶段"]),
        ("云岭县农村供水有哪些困难？", ["水源不足", "人员短缺", "管道老化"]),
        ("青禾中学存在哪些问题？", ["时间问题", "场地问题", "书籍问题"]),
    ],
)
def test_a_list_is_given_whole(offices: Cewen, question: str, golds: list[str]) -> None:
    answer = offices.ask(question)
    for gold in golds:
        assert gold in answer["answer"], answer["answer"]
        assert any(gold in citation["quote"] for citation in answer["citations"])


def test_a_row_says_in_any_of_its_cells_what_its_office_is_in_charge_of(offices: Cewen) -> None:
    answer = offices.ask("云岭县新增停车位归哪个局管？")["answer"]
    assert "县住建局" in answer
    assert "县教育局" not in answer


def test_an_item_of_a_run_is_told_with_its_own_words_only(offices: Cewen) -> None:
    answer = offices.ask("云岭县在财政保障上采取了哪些措施？")["answer"]
    assert "210万元" in answer
    assert "6小时" not in answer


def test_guessed_words_are_cut_at_what_only_asks() -> None:
    assert asked_words("最多能奖多少")[-2:] == ["奖", "多少"]
    assert "要" in asked_words("几天内要修好")
    assert asked_words("校安工程有多少") == ["校安工程", "有", "多少"]


def test_a_question_is_read_for_what_it_counts() -> None:
    asked = read_question("青岚县罚了多少钱？", ["青岚县"])
    assert (asked.kind, asked.predicate) == ("money", "罚")
    asked = read_question("青岚县有多少人员？", ["青岚县"])
    assert (asked.unit, asked.focus) == ("", ("人员",))
    assert read_question("松坪镇有几个村？").locality == "松坪镇"
    assert not read_question("哪个乡镇有养老院？").locality
    assert not read_question("农村公路有多少公里？").locality


def test_nouns_are_counted_in_units_of_their_class() -> None:
    assert "人" in units_of("受灾群众")
    assert "家" in units_of("龙头企业")
    assert not units_of("理念")


def test_a_number_of_what_there_is_is_no_number_of_what_was_done(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "白云县情况汇报.txt"
    path.write_text(
        "白云县教育资源满覆盖情况汇报\n\n白云县现有公办学校26所，其中九年一贯制学校10所、单设初中11所。\n\n"
        "白云县教育局\n2024年1月8日\n",
        encoding="utf-8",
    )
    cewen.add([str(path)])
    assert "26所" in cewen.ask("白云县有多少所公办学校？")["answer"]
    assert cewen.ask("白云县新建了多少所学校？")["refused"]
    assert cewen.ask("白云县撤并了多少所学校？")["refused"]


def test_a_survey_leaves_out_what_only_has_the_words_apart(cewen: Cewen, tmp_path: Path) -> None:
    for place, text in (
        ("白云县", "白云县建立教师交流制度，每年选派骨干教师45人到农村学校任教。"),
        ("青石县", "青石县改进教师的教学方式，倡导学生主动参与、合作探究、互相交流的学习方法。"),
    ):
        path = tmp_path / f"{place}.txt"
        path.write_text(f"{place}教育工作总结\n\n{text}\n\n{place}教育局\n2024年1月8日\n", encoding="utf-8")
        cewen.add([str(path)])
    told = cewen.ask("各地在教师交流方面有哪些做法？")["answer"]
    assert "45人" in told and "青石县" not in told


def test_points_under_headings_are_told_and_not_only_named(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "白云县方案.txt"
    path.write_text(
        "白云县养老服务实施方案\n\n一、工作目标\n（一）总体目标\n到2026年，全县养老服务设施实现乡镇全覆盖。\n（二）年度目标\n"
        "2025年，建成养老服务中心12个。\n\n二、工作措施\n加强领导，落实经费。\n\n白云县人民政府\n2024年1月8日\n",
        encoding="utf-8",
    )
    cewen.add([str(path)])
    told = cewen.ask("白云县养老服务的工作目标是什么？")["answer"]
    assert "乡镇全覆盖" in told and "12个" in told
