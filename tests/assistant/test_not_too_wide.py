"""What a second reader found too wide or too narrow: each of these was once refused, or told of another thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from corpus.places import document_place
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "通知.txt": """青禾县人民政府办公室关于清理规范性文件的通知
青政办发〔2023〕8号

一、《青禾县校车安全管理办法》（青政办发〔2016〕17号）自本通知印发之日起废止。
二、《青禾县学校食堂管理办法》（青政办发〔2018〕21号）继续有效，不列入废止范围。
青禾县人民政府办公室
2023年5月8日
""",
    "就业.txt": """石泓县外出务工情况统计表

全县外出务工情况按年度统计如下，单位：人。

年度	本县	省内县外	广州市	深圳市
2021	3410	2180	1290	870
2022	3560	2240	1380	920
""",
    "帮扶.txt": """石泓县2023年教育帮扶工作总结

2023年，我县主动对接青禾区，教育帮扶工作扎实推进，全县乡镇学校办学条件明显改善。现将有关情况总结如下。

表1 青禾区对口帮扶项目情况表
乡镇	项目数（个）	资金（万元）
河口镇	6	320
柳林镇	8	460
合计	14	780
""",
    "教育.txt": """石泓县教育工作情况汇报

全县现有在校学生36418人。五十岁以上教师较多，机关干部带头参与“代理家长”行动，组织“代理家长”1320人与留守儿童结对，机关干部带头参与，共有412人。
每个教学点配备教师2名，28个教学点全部实现专任教师全覆盖。
每名首席教师联系2所学校，36名首席教师全年送教180场。
开展群众满意度测评，发放问卷3200份，走访家庭560户。
2023年全县跨校交流教师186人，乡镇间交流校长18人。
住房和城乡建设局牵头改造县城老旧小区36个。
统筹城乡规划资金860万元用于乡村振兴示范村建设。
2021年全县原有村级阅览室46个，经过两年优化，2023年调整为28个。
由平安产险承保学生意外险，每生每年6元。
大班额为什么难消除？一方面，城区学位建设滞后于人口增长。另一方面，农村学校吸引力弱，学生不断向县城集中。
""",
    "破解.txt": """石泓县着力破解大班额问题工作汇报

一、着力破解大班额问题
一是新建扩建学校，新增学位2700个。二是规范招生，实行阳光分班。三是加强农村学校，引导学生回流。
二、主要做法
（一）拓宽渠道。每年公开招聘乡村教师不少于80人。
（二）提高待遇。落实乡村教师生活补助每月400元。
（三）强化培训。每年培训乡村教师1200人次。
（四）需要帮助解决的问题。教师编制总量不足，代课教师较多，恳请上级支持。
""",
    "队伍.txt": """柏川县乡村教师队伍建设的主要做法

拓宽渠道补充教师。一是公开招聘，二是定向培养，三是银龄讲学，三年补充教师538人。
提高待遇留住教师。乡村教师生活补助每月提高到400元。
强化培训提升教师。每年培训乡村教师1200人次。
关心关爱温暖教师。每年组织乡村教师健康体检一次。
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder: Path = tmp_path_factory.mktemp("wide")
    with office_over(folder, PAPERS) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("question", "golds"),
    [
        ("石泓县2022年到广州市务工多少人？", ["1380"]),
        ("石泓县河口镇帮扶资金是多少万元？", ["320"]),
        ("石泓县柳林镇有多少个帮扶项目？", ["8"]),
        ("石泓县有多少个教学点？", ["28个"]),
        ("石泓县首席教师有多少名？", ["36名"]),
        ("石泓县群众满意度测评发了多少份问卷？", ["3200份"]),
        ("石泓县“代理家长”中机关干部有多少人？", ["412人"]),
        ("石泓县学校交流教师有多少人？", ["186人"]),
        ("石泓县跨乡镇交流的校长有多少人？", ["18人"]),
        ("石泓县县城改造了多少个老旧小区？", ["36个"]),
        ("石泓县乡村振兴示范村建设用了多少资金？", ["860万元"]),
        ("石泓县2021年有多少个村级阅览室？", ["46个"]),
        ("石泓县学生意外险由哪家保险公司承保？", ["平安产险"]),
        ("石泓县大班额为什么难消除？", ["学位建设滞后", "吸引力弱"]),
        ("石泓县怎么破解大班额？", ["新建扩建学校", "阳光分班"]),
        ("柏川县乡村教师队伍建设有哪些做法？", ["提高待遇", "强化培训", "关心关爱"]),
    ],
)
def test_what_a_paper_plainly_says_is_told(office: Cewen, question: str, golds: list[str]) -> None:
    assert_told_and_cited(office, question, golds)


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("青政办发〔2018〕21号还有效吗？", "不再有效"),
        ("石泓县石政办发〔2016〕17号文还有效吗？", "不再有效"),
        ("石泓县怎么加强乡村教师队伍建设的？", "恳请上级支持"),
    ],
)
def test_what_is_not_so_is_not_told(office: Cewen, question: str, never: str) -> None:
    assert never not in office.ask(question)["answer"]


def test_of_another_year_is_refused(office: Cewen) -> None:
    assert_refused(office, "石泓县2019年有多少名首席教师？", ["36名"])


@pytest.mark.parametrize(
    "text",
    [
        "我县认真贯彻科教兴国战略，深入实施科教兴县战略，全县教师稳定。",
        "我县以质量兴县为抓手，质量兴企成效明显，全县企业稳步发展。",
        "为加快推进核心区建设，我区投入资金2亿元，全区面貌一新。",
        "作为产煤县，产煤乡镇转型任务重，我县多措并举。",
    ],
)
def test_a_slogan_and_a_zone_are_no_place(text: str) -> None:
    assert document_place("工作总结", text) == ""
