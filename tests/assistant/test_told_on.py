"""What stands behind the sentence that only names a thing, lists counted in other words, and papers by number or article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "走教.txt": """岚溪县乡村教师工作经验材料

岚溪县地处山区，辖11个乡镇。

**一、提高待遇。** 建立“两补一奖”制度。“两补”，就是边远生活补助和交通补助，每人每月分别为300元、150元。“一奖”，就是任教年限奖，每满五年奖励2000元。
**二、办好小校。** 河心小学只有31名学生。我们没有一撤了之。坚持混龄编班，打破年级开展学习。坚持教师走岛，每周选派4名教师乘船上岛。

三、我县实施“四大工程”，成效明显。

——实施强基工程。改造校舍3.2万平方米。

——实施强师工程。招聘教师118人。

——实施智教工程。开通同步课堂64间。

——实施暖心工程。新建周转房90套。

成立了由县长任组长的领导小组，由教育局局长向远明兼任办公室主任。
""",
    "清单.txt": """桐溪区社会救助工作总结

全年实施临时救助1764人次，支出资金318.5万元。
二、机制不断完善。（1）建立“三张清单”。即需求清单、政策清单、服务清单，在平台自动匹配。（2）组建“铁脚板”队伍。由网格员组成主动发现队伍。（3）推行先行救助。急难情形24小时内救助。

今年要办好三件实事：第一件，新建日间照料中心6家，年底前建成；第二件，开通助餐配送线路12条；第三件，为独居老人安装报警器900套。

对省里反馈的46个问题逐项整改，已整改44个，剩余2个计划2025年6月完成。

近三年救助数据表（单位：人次、万元）
| 项目 | 2022年 | 2023年 |
| --- | --- | --- |
| 临时救助人次 | 1502 | 1764 |
| 临时救助资金 | 270.4 | 318.5 |
""",
    "办法.txt": """桐溪区教师交流轮岗管理办法
桐教发〔2023〕12号

第一条　为规范教师交流，制定本办法。
第二条　教师在同一学校连续任教满六年的，应当交流。
第三条　有下列情形之一的，不列入交流：（一）距退休不足五年的；（二）处于孕期哺乳期的；（三）患重大疾病的。
第四条　本办法自2023年9月1日起施行，有效期五年。《桐溪区教师交流轮岗管理办法（试行）》（桐教发〔2018〕5号）同时废止。

桐溪区教育局
2023年7月3日
""",
    "旧办法.txt": """桐溪区教师交流轮岗管理办法（试行）【已废止】
桐教发〔2018〕5号

第一条　为规范教师交流，制定本办法。
第二条　教师在同一学校连续任教满九年的，应当交流。
第三条　本办法自2018年9月1日起施行。

桐溪区教育局
2018年7月3日
""",
    "论文.txt": """第38卷第4期　西部乡村教育　Vol.38 No.4

山区县教师编制“总量达标、结构缺失”的困境

陆怀远1，苏砚2
（1. 某师范学院教育学院；2. 某县教师发展中心）

摘  要：以三个山区县的调查数据为依据，分析教师编制配置的现状。
关键词：乡村教师；教师编制
作者简介：陆怀远（1976—），男，教授；苏砚（1988—），女，一级教师。

一、调查对象
课题组发放教师问卷1580份，回收有效问卷1492份，有效回收率94.4%。
""",
    "支出.txt": """青溪县教育经费投入情况汇报

2021年至2023年，全县一般公共预算教育支出分别为6.83亿元、7.41亿元、8.12亿元。
截至8月20日，全县规划改造校舍492栋，其中加固185栋。已竣工421栋、26.9万平方米。
从今年五月份起，启动了名校集团组建工作。
组织特岗教师深入山区教学点体验生活。
县二小今年招收新生318人，全县小学招收新生4102人。
完成新建、改扩建、加固工程80余项，所有学校实现楼房化。
食堂从业人员587人，工资从县财政列支，每人每月1650元。
我们也看到，捆绑评价还有不少难处：牵头校教师负担重。今后准备从两个方面改进：一是下放干部提名权；二是单列评优指标。
""",
    "医保.txt": """云溪县城乡居民医保缴费政策解读

一、2023年度个人缴费350元，各级财政补助每人610元。
二、县级医院住院起付线400元、报销比例80%。
""",
    "名册.txt": """桐溪区作业设计大赛情况通报

全区中小学作业设计大赛共收到作品386件，评出一等奖20件、二等奖40件、三等奖60件。
石坝中学、临江初中等2所农村初中撤并后，学生全部进城就读。
食堂生均配餐标准为每生每餐6元，分管副区长任领导小组组长。
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    """Return a façade over these papers; tests only read it."""
    home: Path = tmp_path_factory.mktemp("told-on")
    with office_over(home, PAPERS) as facade:
        yield facade


@pytest.mark.parametrize(
    ("question", "golds"),
    [
        ("岚溪县的“两补一奖”包括哪些？", ["边远生活补助和交通补助", "任教年限奖"]),
        ("岚溪县河心小学只有31个学生，他们是怎么办学的？", ["混龄编班", "教师走岛"]),
        ("岚溪县搞的四大工程叫什么名字？", ["强基工程", "强师工程", "智教工程", "暖心工程"]),
        ("桐溪区社会救助“三张清单”包括哪些？", ["需求清单、政策清单、服务清单"]),
        ("桐溪区今年要办好的三件实事都有啥？", ["日间照料中心6家", "助餐配送线路12条", "报警器900套"]),
        ("按桐溪区现行办法，哪些情形不列入交流？", ["距退休不足五年", "孕期哺乳期", "重大疾病"]),
    ],
)
def test_what_is_named_is_told(office: Cewen, question: str, golds: list[str]) -> None:
    assert_told_and_cited(office, question, golds)


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("桐溪区对省里反馈的46个问题已经整改了多少个？", "44个"),
        ("桐溪区2022年临时救助资金是多少万元？", "270.4"),
        ("桐溪区普通老师在一个学校教满几年就得交流？", "满六年"),
        ("研究教师编制“总量达标、结构缺失”的那篇文章是谁写的？", "陆怀远"),
        ("教师编制“总量达标、结构缺失”那篇论文登在什么刊物上？", "西部乡村教育"),
        ("陆怀远那篇关于三个山区县教师编制的调查，问卷有效回收率是多少？", "94.4%"),
        ("桐溪区撤并了哪几所农村初中？名字都报一下", "石坝中学"),
        ("青溪县2022年一般公共预算教育支出是多少？", "7.41亿元"),
        ("青溪县已竣工校舍多少栋？", "421栋"),
        ("青溪县名校集团组建工作是从几月份启动的？", "五月份"),
        ("青溪县把特岗教师组织到什么地方去体验生活？", "山区教学点"),
        ("青溪县新建、改扩建、加固的工程一共做了多少项？", "80余项"),
        ("青溪县食堂做饭的师傅一个月拿多少工资？", "1650元"),
        ("青溪县觉得捆绑评价还有难处，往后打算怎么改？", "下放干部提名权"),
        ("云溪县2023年城乡居民医保自己要交多少钱？", "350元"),
    ],
)
def test_a_point_is_found(office: Cewen, question: str, gold: str) -> None:
    assert_told_and_cited(office, question, [gold])


@pytest.mark.parametrize(
    "question",
    [
        "桐教发〔2018〕5号文件现在还管用吗，被哪个文件代替了？",
        "桐溪区2018年试行的教师交流轮岗办法现在还有效吗，被哪个文号的办法废止了？",
        "桐溪区2018年那个交流轮岗试行办法现在还管用吗，新办法从哪天起执行？",
    ],
)
def test_what_replaced_a_rule_is_told_with_its_number(office: Cewen, question: str) -> None:
    assert_told_and_cited(office, question, ["桐教发〔2023〕12号", "2023年9月1日"])


def test_a_rule_marked_as_repealed_answers_nothing(office: Cewen) -> None:
    answer = office.ask("桐溪区现行的交流办法里，教师在一所学校连续教满几年应当交流？")
    assert "满六年" in answer["answer"]
    assert "满九年" not in answer["answer"]


@pytest.mark.parametrize(
    ("question", "never"),
    [
        # 向远明 is no 县长.
        ("岚溪县县长叫什么名字？", "向远明"),
        # How many got a prize tells not who.
        ("桐溪区作业设计大赛拿一等奖的老师都有谁？", ""),
        ("桐溪区领导小组组长那位分管副区长姓什么？", ""),
        # A meal's rate is no subsidy's.
        ("桐溪区特困人员每人每月的供养标准是多少？", "6元"),
        # What residents pay is not what employees pay; what all schools took in is not what one did.
        ("云溪县城镇职工在县级医院住院的起付线是多少？", "400元"),
        ("青溪县一小今年招收新生多少人？", "4102人"),
    ],
)
def test_what_is_not_told_is_refused(office: Cewen, question: str, never: str) -> None:
    assert_refused(office, question, [never] if never else [])


def test_the_larger_of_two_places_is_said_with_both_figures(tmp_path: Path) -> None:
    papers = {
        "甲.txt": "黑溪县寄宿制学校调研报告\n\n黑溪县农村寄宿制学校共有在校学生19836人，寄宿生12475人，寄宿率62.9%。\n",
        "乙.txt": "岭溪县寄宿制学校自查报告\n\n岭溪县现有寄宿制学校29所，寄宿生14208人，其中小学2865人、初中11343人。\n",
    }
    with office_over(tmp_path, papers) as office:
        answer = office.ask("黑溪县和岭溪县的寄宿生各有多少人，哪个县多？")
    assert "岭溪县多（14208人，另一处12475人）" in answer["answer"]
