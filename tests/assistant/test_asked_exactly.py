"""Questions that touch what a paper says and ask for something else: another group, year, kind, or what was only planned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Cewen
from assistant.question import read_question
from corpus.persons import person_names
from tests.assistant.papers import office_of

PAPERS = {
    "总结": """丹桂县教育局2023年工作总结

一、师资队伍
优质学校每学期选派骨干教师36名。薄弱学校每学期各学科平均分提高两个百分点。
2022年交流教师315人，2023年计划交流教师380人，交流校长、教师合计402人次。
学生家长满意率达到96.4%，有27.4%的家长担心课后服务影响休息。县第三中学校长周敏获评省级名校长。

二、学校建设
全县现有学校86所，其中小学62所。县第五小学已开工，新建校舍1.8万平方米。
2024年1月1日起实施长期护理保险制度。全年教师培训安排资金240万元。
排查校舍1240栋，鉴定为C、D级危房46栋。

三、体教融合
全县建成足球特色学校22所，配备专职教练58名。推行“四个一”，即每天一次大课间、每周一节足球课、每月一场班级赛、每年一次联赛。

四、服务群众
近视防控宣传覆盖全县。开通24小时咨询热线，全年接听电话2460个。
县农村公路总里程2864公里，其中县道412公里、村道1689公里。改造方案应当经三分之二以上业主同意。
""",
    "问答": """丹桂县课后服务政策问答

为什么要在农村学校开设社团？
农村留守儿童多，放学后无人看管，把孩子留在学校既安全又能发展兴趣。

谁来负责课后服务？
由学校校长负责，县教育局基础教育股牵头。
""",
    "学校": """丹桂县城南学校心理健康工作总结

2023年5月，学校对三至九年级1960名学生进行心理测评，筛查出需要重点关注的学生73人。
""",
    "清单": """丹桂县2023年产业发展情况

2023年全县产业情况如下：
乡镇\t主导产业\t种植面积（亩）\t产值（万元）
青木镇\t中药材\t7600\t5320
石门镇\t高山蔬菜\t12400\t8680
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with office_of(PAPERS, tmp_path_factory.mktemp("问得准")) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("丹桂县2022年交流了多少名教师？", "315人"),
        ("丹桂县有多少家长担心孩子休息不好？", "27.4%"),
        ("丹桂县足球特色校有几所", "22所"),
        ("丹桂县长护险哪天开始实施？", "2024年1月1日"),
        ("丹桂县的村道有多长？", "1689公里"),
        ("丹桂县家长满意率", "96.4%"),
        ("丹桂县改造方案要多大比例的业主同意？", "三分之二"),
        ("丹桂县第三中学校长叫什么名字？", "周敏"),
        ("丹桂县为什么让农村学校办社团？", "留守儿童"),
        ("2023年石门镇的产值是多少？", "8680"),
        ("丹桂县现在学校共有多少所,小学呢", "86所"),
        ("丹桂县足球“四个一”是指什么", "每月一场班级赛"),
    ],
)
def test_what_is_asked_in_other_words_is_answered(office: Cewen, question: str, gold: str) -> None:
    answer = office.ask(question)
    assert not answer["refused"], answer["answer"]
    assert gold in answer["answer"].replace(",", "")
    assert any(gold in citation["quote"] or gold in citation["cell"] for citation in answer["citations"])


@pytest.mark.parametrize(
    "question",
    [
        "丹桂县优质学校各学科平均分提高了几个百分点？",  # of the weak ones only
        "丹桂县2023年实际交流了多少名教师？",  # planned only
        "丹桂县2021年交流教师多少人？",
        "丹桂县交流校长有多少人次？",  # together with the teachers
        "丹桂县D级危房有多少栋？",  # together with C
        "丹桂县教师培训实际花了多少钱？",  # set aside, not spent
        "丹桂县第五小学由哪家单位施工？",
        "丹桂县第二小学有多少学生？",
        "丹桂县第五小学校长叫什么名字？",
        "丹桂县全县劳动教育有哪些做法？",
        "丹桂县咨询热线的电话号码是多少？",
        "丹桂县城南学校建在哪个乡镇？",
        "丹桂县哪所学校满意率最低？",
        "丹桂县全县需要重点关注的学生有多少人？",  # of one school
        "丹桂县数学教师有多少人？",
        "丹桂县农机补贴要提交哪些材料？",
        "丹桂县近视防控宣传周几号开始？",
    ],
)
def test_what_the_papers_do_not_say_is_refused(office: Cewen, question: str) -> None:
    answer = office.ask(question)
    assert answer["refused"], answer["answer"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("家庭医生签约比例", "share"),
        ("老旧小区改造任务量", "amount"),
        ("应急避难场所的具体地址", "where"),
        ("村道有多长", "amount"),
        ("审核时限是多长", "duration"),
        ("校长每学期要做哪些事", "how"),
        ("检查重点有几项，分别是什么", "list"),
        ("能报百分之多少", "share"),
        ("2016年打算投多少", "money"),
        ("这几年招了多少老师", "count"),
    ],
)
def test_what_kind_of_thing_is_asked(text: str, kind: str) -> None:
    assert read_question(text).kind == kind


def test_latin_punctuation_parts_a_question_and_no_number() -> None:
    assert read_question("隐患还有多少,什么原因").text == "隐患还有多少，什么原因"
    assert "1,200" in read_question("投入1,200万元的项目是哪个").text
    assert read_question("课后服务的学校2021和2022年各多少").years == ("2021", "2022")


def test_the_nouns_that_are_asked_for_are_those_right_before_the_question_word() -> None:
    assert read_question("苹果种植面积多少亩").asked_nouns == ("苹果", "面积")
    assert read_question("近视防控有哪些措施").nearest == ("近视", "防控")


def test_persons_are_named_behind_their_posts() -> None:
    assert person_names("由分管副县长刘志远兼任办公室主任") == ["刘志远"]
    assert person_names("村党支部书记罗建华带头") == ["罗建华"]
    assert person_names("中小学校党组织领导的校长负责制") == []
