"""An answer says what was asked, and not what stands around it; a list that is asked for stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "云屏县布局调整方案.txt": """云屏县学校布局调整实施方案

为优化教育资源配置，根据《云屏县教育发展规划》，结合我县实际，制定本方案。

一、做好中小学布局调整

城区建成1所初中，将原东河初中、西河初中并入，全县保留云屏二中、城关初中、南华初中3所初中。继续推行隔年招生的办学策略，办好寄宿学校。小学不再撤并，全县小学形成3所城区小学、11所完全小学的布局。高中保持现有布局，逐步普及高中教育。

二、保障机制

建立经费保障机制。县财政每年安排专项经费600万元。建立督导评估机制。对各校实行年度考核。建立校长交流机制。每三年轮岗一次。

三、存在的问题

经过分析，我县初中存在四大问题：一是生源问题。优秀生源大量流失；二是师资问题。骨干教师偏少；三是教研问题。教研活动不够实在；四是课堂问题。课堂教学方式陈旧。

我县建成远程影像、心电、检验、病理、消毒供应五大共享中心，服务山区学校。

信息化建设方面，城乡学校全部建有计算机教室，生机比达到8∶1，师机比达到1∶1。
""",
    "云屏县特教经验.txt": """云屏县：不让一个特殊孩子掉队

近年来，云屏县认真落实特殊教育提升行动计划，现有持证适龄残疾儿童少年387人，其中送教上门37人，入学安置率97.2%。

一、摸清底数。教育、残联、民政等部门组成专家委员会，每年两次开展评估鉴定。

二、建好阵地。投入2380万元迁建县特殊教育学校，设有感统训练、言语矫治等功能室16间。

三、用心送教。组建送教小组11个，对重度残疾学生每周送教不少于1次、每次不少于3课时。送教教师每次补助150元，由县财政承担。

四、职业启蒙。与茶企合作建立校外实训基地3个，开设制茶、竹编课程。
""",
    "云屏县名词解释.txt": """义务教育发展名词解释

教育公平：指每个人都有相同的接受教育、发展自身潜能的机会。

优质均衡发展：指在基本均衡的基础上全面提升教学质量，使每个学生享受高质量的教育，从而实现教育公平。
""",
    "云屏县交流办法.txt": """云屏县教师交流轮岗管理办法

第一章　总则

第一条　为推进教师交流，根据《云屏市教师条例》，结合本县实际，制定本办法。

第二章　交流方式

第二条　交流轮岗采取以下方式：
（一）校际定期交流；
（二）学区一体化交流；
（三）优秀校长组团帮扶。

第三条　组团帮扶期不少于3学年。

第四条　云屏县教师交流轮岗办公室设在县教育局。本办法自2023年9月1日起施行。
""",
    "云屏县文旅总结.txt": """云屏县2024年上半年文化旅游工作总结

云屏县推出研学线路3条，接待游客89.6万人次，飞云楼景区门票收入1073万元。

全县投入1480万元，新建自动气象站37个。

2024年上半年支出营养膳食补助资金2190万元，惠及学生4.38万人。

建设乡村教师周转房412套，教师住得下、留得住。

全县先后有两所农村学校被评为省级先进集体。

应配备专职校医63人，实有26人，缺口37人，通过乡镇卫生院派驻方式解决。校医培训每年两次。各校设有卫生室。

年末全县常住人口68.5万人。户籍人口86.3万人。

全县设立县级河长12名、乡级河长28名、村级河长206名。
""",
    "云屏县审计整改.txt": """云屏县审计查出问题整改情况报告

一、整改情况

高标准农田项目剩余0.5公里机耕路未返工，因农户在田作物未收，计划2025年3月底前完成。

二、尚未完成整改的问题及原因

目前尚有5个问题正在推进。主要原因：一是有的问题时间跨度长；二是有的涉及司法诉讼；三是有的受季节制约。
""",
    "云屏市教育简报.txt": """云屏市教育简报

上半年各县教育督导情况（2024年1—6月）

| 县区 | 专职督学（人） | 发现问题（个） | 整改率（%） |
| --- | --- | --- | --- |
| 舒河县 | 11 | 1526 | 94.9 |
| 金河县 | 9 | 1107 | 96.3 |
| 叶河县 | 5 | 341 | 95.6 |
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    folder: Path = tmp_path_factory.mktemp("papers")
    with office_over(folder, PAPERS) as cewen:
        yield cewen


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        # Of what stands under a heading, the sentence that is about the thing asked.
        ("云屏县布局调整后全县小学是什么格局？", ["3所城区小学、11所完全小学"], ["高中保持现有布局", "城关初中"]),
        # Of a paper's measures the one asked about.
        ("云屏县给重度残疾孩子上门送教是怎么做的？", ["每周送教不少于1次"], ["感统训练", "竹编"]),
        ("教育公平是什么意思？", ["相同的接受教育"], ["在基本均衡的基础上"]),
        ("云屏县布局调整方案依据的是什么文件？", ["《云屏县教育发展规划》"], ["高中保持现有布局"]),
        # The sentence that names as many as are asked for.
        ("云屏县建了哪五个共享中心？", ["远程影像、心电、检验、病理、消毒供应"], ["生机比"]),
        ("云屏县校医差多少人，打算怎么补上？", ["37人", "乡镇卫生院派驻"], ["校医培训", "各校设有卫生室"]),
    ],
)
def test_only_what_was_asked_is_told(office: Cewen, asked: str, told: list[str], never: list[str]) -> None:
    assert_told_and_cited(office, asked, told)
    answer = office.ask(asked)["answer"]
    assert not [words for words in never if words in answer], answer


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("云屏县布局调整的保障机制有哪些？", ["经费保障机制", "督导评估机制", "校长交流机制"]),
        ("云屏县交流轮岗办法规定了哪几种交流方式？", ["校际定期交流", "学区一体化交流", "优秀校长组团帮扶"]),
        ("云屏县初中的四大问题分别是什么？", ["生源问题", "师资问题", "教研问题", "课堂教学方式陈旧"]),
        ("云屏县还有5个审计问题没改完，原因有哪些？", ["时间跨度长", "司法诉讼", "季节制约"]),
        ("云屏县高标准农田还有半公里机耕路没返工，是什么原因，打算哪个月弄完？", ["作物未收", "2025年3月底前"]),
        ("云屏县学生和计算机的比例、教师和计算机的比例各是多少？", ["8∶1", "1∶1"]),
        ("云屏县常住人口和户籍人口各多少？", ["68.5万人", "86.3万人"]),
        ("云屏县县乡村三级河长分别有多少人？", ["12名", "28名", "206名"]),
    ],
)
def test_what_is_asked_for_is_told_whole(office: Cewen, asked: str, told: list[str]) -> None:
    assert_told_and_cited(office, asked, told)


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("云屏县飞云楼门票多少钱一张？", ["1073"]),
        ("云屏县总共有多少个自动气象站？", ["37个"]),
        ("云屏县2024年全年营养膳食补助支出多少？", ["2190"]),
        ("云屏县乡村教师周转房平均面积多大？", ["412"]),
        ("云屏县被评为省级先进集体的两所农村学校叫什么名字？", []),
    ],
)
def test_a_figure_of_something_else_is_no_answer(office: Cewen, asked: str, never: list[str]) -> None:
    assert_refused(office, asked, never)


def test_no_quotation_is_shown_twice(office: Cewen) -> None:
    answer = office.ask("云屏县送教教师每次补助多少，钱谁出？")["answer"]
    assert "150元" in answer and "县财政承担" in answer
    assert answer.count("送教教师每次补助150元，由县财政承担。") == 1


def test_a_table_of_counties_tells_each_countys_own(office: Cewen) -> None:
    first = office.ask("叶河县2024年上半年发现问题多少个？")["answer"].split("原文：")[0]
    assert first.startswith("叶河县：") and "341" in first and "云屏" not in first
    both = office.ask("2024年上半年舒河县和金河县各发现问题多少个？")["answer"].split("原文：")[0]
    assert "1526" in both and "1107" in both and both.index("舒河县") < both.index("1526")
    assert_refused(office, "叶河县聘用了多少名代办员？", ["341", "5人"])


RUNS = {
    "是 and 要": "一是加强师德建设。二要抓好培训。三是推进交流。四是提高待遇。",
    "a number twice": "一是加强师德建设。二是抓好培训。二是推进交流。三是提高待遇。",
    "sub-items within a sentence": "一是加强师德建设。主要做法：（1）签订承诺书。（2）设立举报电话。二是抓好培训。三是推进交流。四是提高待遇。",
    "sub-items behind a colon": "一是加强师德建设，具体是：（1）签订承诺书。（2）设立举报电话。二是抓好培训。三是推进交流。四是提高待遇。",
}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS.keys())
def test_a_run_is_told_to_its_end(tmp_path: Path, run: str) -> None:
    paper = f"云屏县教师工作总结\n\n我县加强教师队伍建设的措施：{run}\n\n云屏县食堂管理。（一）采购管理。一是统一招标。二是统一配送。\n"
    with office_over(tmp_path, {"总结.txt": paper}) as cewen:
        answer = cewen.ask("云屏县加强教师队伍建设的措施有哪些？")["answer"]
        assert all(words in answer for words in ("师德建设", "抓好培训", "推进交流", "提高待遇")), answer
        assert "统一招标" not in answer


def test_a_long_run_with_a_gap_ends_no_program(tmp_path: Path) -> None:
    paper = "云屏县教师工作总结\n\n我县加强教师队伍建设的措施：一是加强师德。二是抓好培训。三是推进交流。二十一是提高待遇。\n"
    with office_over(tmp_path, {"总结.txt": paper}) as cewen:
        assert "提高待遇" in cewen.ask("云屏县加强教师队伍建设的措施有哪些？")["answer"]


@pytest.mark.parametrize(
    ("paper", "asked", "told"),
    [
        ("城乡居民医保个人缴费标准为380元。", "云屏县居民医保个人缴费多少钱一年？", "380元"),
        ("护林员日工资150元。", "云屏县护林员工资多少钱一天？", "150元"),
        ("居民用水水价3.2元/立方米。", "云屏县居民用水水价多少钱一吨？", "3.2元"),
        ("2023年，全县接待游客120万人次，其中上半年54万人次。", "云屏县2023年全年接待游客多少？", "120万人次"),
        ("全县现有改造后的标准化食堂41个。", "云屏县现有标准化食堂多少个？", "41个"),
        ("新改建后全县公厕总数达到210座。", "云屏县公厕总数是多少座？", "210座"),
        ("全县有三家企业入驻：云屏茶业、大山食品、绿源农牧。", "云屏县哪些企业入驻？", "云屏茶业、大山食品、绿源农牧"),
        ("城区建有阳光、东方、北苑三个学区。农村建有青山、白水、石门、大坪四个学区。", "云屏县建有哪些学区？", "大坪"),
    ],
)
def test_what_only_looks_like_something_else_is_told(tmp_path: Path, paper: str, asked: str, told: str) -> None:
    with office_over(tmp_path, {"总结.txt": f"云屏县2023年工作总结\n\n云屏县扎实开展各项工作。{paper}\n"}) as cewen:
        assert_told_and_cited(cewen, asked, [told])


COUNTIES = """云岭市各县控辍保学情况表（2023年）

| 县区 | 辍学学生（人） | 劝返（人） | 劝返率（%） | 人均补助（元） |
| --- | --- | --- | --- | --- |
| 云屏县 | 20 | 18 | 90 | 300 |
| 青川县 | 48 | 48 | 100 | 260 |
| 平武县 | 39 | 30 | 76.9 | 280 |
| 剑阁县 | 0 | 0 | — | 250 |
"""


def test_the_very_column_of_a_table_of_counties(tmp_path: Path) -> None:
    with office_over(tmp_path, {"情况表.txt": COUNTIES}) as cewen:
        assert "100%" in (rate := cewen.ask("青川县2023年劝返率是多少？")["answer"].split("原文：")[0]), rate
        assert "48" not in rate
        assert "39" not in cewen.ask("平武县2023年劝返学生多少人？")["answer"].split("原文：")[0]
        assert cewen.ask("剑阁县2023年劝返率是多少？")["refused"]
        assert "300元" not in cewen.ask("云屏县代课教师每月补多少钱？")["answer"]


def test_a_citys_table_does_not_replace_the_countys_own_report(tmp_path: Path) -> None:
    table = COUNTIES.replace("人均补助（元）", "教育经费（万元）").replace("300", "56700")
    own = "云屏县2023年教育工作总结\n\n云屏县2023年投入教育经费5.6亿元，同比增长5%。\n"
    with office_over(tmp_path, {"情况表.txt": table, "总结.txt": own}) as cewen:
        assert "5.6亿元" in cewen.ask("云屏县2023年教育经费是多少？")["answer"]


REPORT = """云屏县2024年营商环境工作情况汇报

围绕三大产业推出“菇农贷”“果农贷”，其中“菇农贷”今年1—11月发放3.27亿元，加权平均利率4.05%。去年全年“菇农贷”发放2.61亿元，加权平均利率4.62%。

2022年县里摸底，互助幸福院中正常运行的只有52所。到今年8月底，正常运行的互助幸福院达到96所。

专职网格员报酬为每人每月2400元。全县配备兼职网格员1647名。

校车监控平台全年纠正违规237次，扣罚校车驾驶员安全奖4.6万元。

认定因病致贫重病患者须同时符合下列条件：具有本县户籍；医疗费用超过家庭收入的60%；家庭财产符合规定。认定由乡镇受理。

为什么小广场议事能议得成，主要有三点：一是议题小；二是人头熟；三是有钱办。

云屏二中是托管学校，托管前中考排名第37位。

云屏县公路养护办法

第一条　有下列情形之一的，应当纳入养护工程项目库：
（一）路面技术状况评定为次等的；
（二）桥梁、隧道评定为四类的；
（三）急弯路段安全防护设施缺失的。

第二条　纸质档案保存期限不少于10年；电子档案保存期限不少于30年。
"""


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        ("云屏县“菇农贷”的平均利率，去年和今年分别是多少？", ["4.62%", "4.05%"], []),
        ("云屏县现在正常运行的互助幸福院有多少所？", ["96所"], ["52所"]),
        ("云屏县什么样的人能认定为因病致贫重病患者？", ["本县户籍", "60%", "财产符合规定"], ["乡镇受理"]),
        ("云屏县小广场议事为什么议得成？", ["议题小", "人头熟", "有钱办"], []),
        ("云屏县哪些桥梁和路段要纳入养护工程项目库？", ["次等", "四类", "防护设施缺失"], ["保存期限"]),
        ("云屏县纸质档案和电子档案各保存多久？", ["不少于10年", "不少于30年"], []),
    ],
)
def test_of_the_asked_time_and_to_the_end(tmp_path: Path, asked: str, told: list[str], never: list[str]) -> None:
    with office_over(tmp_path, {"汇报.txt": REPORT}) as cewen:
        answer = cewen.ask(asked)["answer"]
        assert not [words for words in told if words not in answer], answer
        assert not [words for words in never if words in answer], answer


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("云屏县“果农贷”今年发放了多少钱？", ["3.27"]),
        ("云屏县兼职网格员每个月拿多少报酬？", ["2400"]),
        ("云屏县校车司机一个月工资多少？", ["4.6"]),
        ("云屏二中是由哪所核心校托管的？", []),
    ],
)
def test_a_sum_of_another_kind_is_no_answer(tmp_path: Path, asked: str, never: list[str]) -> None:
    with office_over(tmp_path, {"汇报.txt": REPORT}) as cewen:
        assert_refused(cewen, asked, never)
