"""What only looks like an answer: other groups, other limits, other grades, names that are words, repeals that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.question import read_question
from corpus.persons import person_names
from corpus.places import document_place
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "旅游.txt": """青禾县旅游工作总结

上半年，全县接待游客86万人次，实现旅游收入3.2亿元。
对排查出的C级和D级危房46栋，已全部封停。
旷课超过10节的，给予警告处分；超过20节的，给予记过处分。
前期共排查隐患1893处，已整改1527处。
全县3.2万名学生均纳入营养改善计划。
青禾县文化和旅游局
2023年12月1日
""",
    "督导.txt": """青禾县督导评估情况

附表 青禾县2018—2019学年义务教育学校校际差异系数
指标	小学	初中
综合	0.463	0.391
优质学校每学期抽调两名优秀教师到薄弱学校任教。
青禾县教育局
2019年4月20日
""",
    "资助.txt": """松岭县学生资助工作汇报

对残疾学生，实行送教上门。对残疾学生，每生每年落实公用经费6000元。对留守儿童，建立档案。
课后服务费每生每学期300元。
松岭县教育局
2023年6月1日
""",
    "食堂.txt": """松岭县学校食堂管理办法

第一条为加强学校食堂管理，制定本办法。
第二条食堂承包合同到期自动失效。
第九条本办法自2023年8月1日起施行。
松岭县教育局
2023年7月1日
""",
    "抽检.txt": """云溪县食品抽检情况通报

不合格原因有农药残留超标、微生物超标两类。不合格的单位是城南小学食堂、城北小学食堂。
龙潭小学建立的“睡眠银行”、河湾中学推行的“一三五”分层作业等做法值得推广。
云溪县市场监督管理局
2023年5月1日
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder: Path = tmp_path_factory.mktemp("narrow")
    with office_over(folder, PAPERS) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("青禾县下半年旅游收入多少？", ["3.2亿元"]),
        ("青禾县D级危房有多少栋？", ["46栋"]),
        ("青禾县排查出来的重大隐患有多少处，整改了多少处？", ["1893", "1527"]),
        ("青禾县2017—2018学年小学综合差异系数是多少？", ["0.463"]),
        ("青禾县去年交流了多少名老师？", ["两名"]),
        ("云溪县龙潭小学的“睡眠银行”具体是怎么运作的？", []),
    ],
)
def test_what_is_near_is_no_answer(office: Cewen, asked: str, never: list[str]) -> None:
    assert_refused(office, asked, never)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("青禾县旷课超过多少会给记过处分？", ["20节"]),
        ("松岭县课后服务怎么收费？", ["300元"]),
        ("松岭县对残疾学生怎么保障？", ["送教上门", "6000元"]),
        ("云溪县食品抽检不合格的是哪些单位？", ["城南小学食堂"]),
    ],
)
def test_is_still_told(office: Cewen, asked: str, told: list[str]) -> None:
    assert_told_and_cited(office, asked, told)


def test_nothing_is_repealed_that_the_paper_does_not_repeal(office: Cewen) -> None:
    answer = office.ask("松岭县学校食堂管理现在执行的是哪个文件？老的办法还管用吗")["answer"]
    assert "同时废止" not in answer


@pytest.mark.parametrize("text", ["县教育局局长为高考、中考作出部署", "局党组书记为党员讲党课12次", "书记为农户送技术"])
def test_words_are_no_names(text: str) -> None:
    assert person_names(text) == []


def test_who_holds_a_post_is_named() -> None:
    assert person_names("集团总校长为赵静宜。") == ["赵静宜"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("2023年学生比上年减少多少人", "count"),
        ("失能老人的护理配比是多少", "share"),
        ("化解了多少债务纠纷", "count"),
        ("还有多少高中建设债务", "money"),
        ("全校撤离用了多少时间", "duration"),
    ],
)
def test_kinds(asked: str, kind: str) -> None:
    assert read_question(asked).kind == kind


@pytest.mark.parametrize("asked", ["近年来着力抓了什么", "教学楼屋顶多少平方米"])
def test_words_are_not_cut_out_of_others(asked: str) -> None:
    assert not {"力", "屋"} & set(read_question(asked).terms)


BODY = "我县现有寄宿制学校26所，全县学生3.2万名，办学条件逐年改善。各级各部门把教育摆在优先位置，群众满意度不断提高。\n"


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        (
            "在全市会议上的发言",
            f"在全市会议上的发言\n中共岚溪县委副书记　宋长青\n襄平市委、市政府召开会议。{BODY}",
            "岚溪县",
        ),
        ("办学经验", f"办学经验\n{BODY}（作者系沙洲县副县长）", "沙洲县"),
        ("在全县大会上的讲话", f"在全县大会上的讲话\n云江市松岭县教育局局长　宋长青\n{BODY}", "松岭县"),
        (
            "松岭县集团化办学的经验",
            f"松岭县集团化办学的经验\n松岭县是山区县。{BODY}（作者系河西区委党校讲师）",
            "松岭县",
        ),
        (
            "在松岭县教育大会上的讲话",
            f"在松岭县教育大会上的讲话\n云江市副市长　宋长青\n松岭县的同志们：{BODY}",
            "松岭县",
        ),
    ],
)
def test_whose_a_paper_is_says_who_speaks_unless_it_says_otherwise(title: str, text: str, place: str) -> None:
    assert document_place(title, text) == place
