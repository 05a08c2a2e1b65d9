"""Questions that gloss their own words, ask how many to how many, or name how many there are; and lists of many names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Cewen
from assistant.question import read_question
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "控辍.txt": """石岭县控辍保学工作情况汇报

今年春季学期，各校共上报疑似辍学学生94名。从学段看，94名疑似辍学学生中小学11名、初中83名，初中又以八年级最为集中，达46名；从原因看，因厌学的57名，因家庭变故的14名，因外出打工的18名，因病的5名。
石岭县教育局
2023年12月20日
""",
    "体教.txt": """石岭县体教融合简报

2023年抽测学校136所、学生27200人，体质健康合格率95.2%，优良率48.7%，分别比2022年提高1.4和5.3个百分点；其中小学优良率55.1%、初中优良率46.8%。
办好赛事，建立四级联赛，足球特色学校43所、篮球特色学校29所。
根据协议，合作企业投入设备折价860万元，学校提供场地3200平方米，首批设置光电仪器制造、工业产品设计两个专业方向。
城乡所有中小学有计算机教室，生机比达到8∶1，师机比达到1∶1。
聘请家委会代表156名担任“食安观察员”，每周进食堂1次。
实施失业保险稳岗返还，惠及企业426家、资金583万元。
各级河湖长巡河19846人次，其中县级168人次、乡级4262人次。
部分学校怕影响声誉，存在不愿报、不敢报欺凌的心理。
1．大班额、超大班额：班级学生数56—65人的为大班额，66人及以上的为超大班额。
""",
    "殡葬.txt": """移风易俗破难题
——石岭县推进殡葬改革的主要做法

去年以来，石岭县把殡葬改革作为民生工程来抓。
高位推动，压实责任。成立由县长任组长的领导小组，实行“一票通报”。
完善设施，补齐短板。投资8600万元新建县殡仪馆，占地62亩。
惠民减负，以利引导。对户籍居民免除四项基本费用，人均减免1280元。
破立并举，整治乱象。集中整治“活人墓”等违建坟墓，拆除217座。
""",
    "乡镇.md": """# 石岭县各乡镇主要指标自查情况表

| 乡镇 | 监测对象（户） | 新改建户厕（座） |
| --- | --- | --- |
| 城郊乡 | 58 | 310 |
| 大水田镇 | 77 | 260 |
| 上洞乡 | 50 | 150 |
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_over(tmp_path_factory.mktemp("glosses"), PAPERS) as office:
        yield office


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("石岭县那94个疑似辍学的，不想念书（厌学）的有多少名？", ["57名"]),
        ("石岭县2023年抽测的学生体质健康优良率是多少？", ["48.7%"]),
        ("石岭县合作企业出的设备值多少钱？", ["860万元"]),
        ("石岭县学生和电脑要达到几比几？", ["8∶1"]),
        ("石岭县请了多少名家长代表当“食安观察员”？", ["156名"]),
        ("石岭县失业保险稳岗返还给了多少家企业？", ["426家"]),
        ("石岭县各级河湖长总共巡了多少次河？", ["19846人次"]),
        ("石岭县有的学校为什么不愿意上报欺凌？", ["怕影响声誉"]),
        ("什么叫大班额和超大班额？", ["56—65人", "66人及以上"]),
        ("石岭县推进殡葬改革有哪些主要做法？", ["压实责任", "补齐短板", "以利引导", "整治乱象"]),
    ],
)
def test_is_told(office: Cewen, asked: str, told: list[str]) -> None:
    assert_told_and_cited(office, asked, told)


def test_a_number_of_households_stands_in_a_column_of_households(office: Cewen) -> None:
    answer = office.ask("石岭县哪个乡镇的监测对象户数最多，多少户？")["answer"]
    assert "大水田镇" in answer
    assert "77" in answer


def test_how_many_there_are_is_no_list_of_their_names(office: Cewen) -> None:
    assert_refused(office, "石岭县43所足球特色学校都有哪些？", [])


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("按石岭县课后服务办法，学生请假连着多少天以上可以退费？", "duration"),
        ("骨干教师的占比，石岭县和松溪县各是多少？", "share"),
        ("石岭县课后服务参与率2023年跟2021年比，从多少升到多少？", "share"),
        ("石岭县是怎么让游客留下来、多待几天的？", "how"),
        ("名词解释里“集团化办学”的定义是怎么写的？", "definition"),
        ("“时间银行”存的时间可以按什么比例兑换？", "share"),
        ("供水办法里“千吨万人工程”指的是啥样的工程？", "definition"),
    ],
)
def test_what_kind_of_thing_is_asked_for(asked: str, kind: str) -> None:
    assert read_question(asked, ["石岭县", "松溪县"]).kind == kind


def test_a_name_is_asked_for_though_a_deed_is_told_with_it() -> None:
    assert read_question("自查时牵头的那位分管副院长叫什么名字？").asks_person
    assert not read_question("自查工作由哪位副院长牵头？").asks_person
