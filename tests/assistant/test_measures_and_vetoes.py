"""Measures told point by point, and figures, places, days and people that are another's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Cewen
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

PAPERS = {
    "学区.txt": """打破围墙办教育——云屏区推行学区制管理的实践

2021年以来，云屏区划分学区6个，覆盖学校42所，走出了一条抱团发展的路子。

一、理顺体制，让学区“实”起来。设立学区管理委员会，由龙头学校校长任主任。
二、师资流动，让教师“动”起来。每年交流教师不少于应交流人数的15%。
三、捆绑考核，让评价“硬”起来。学区考核得分占成员学校年度考核的40%。
四、存在的问题。学区之间发展还不平衡。
""",
    "饮水.txt": """云溪县农村饮水安全问题排查整改自查报告

市水利局：
今年9月我县开展了拉网式排查。

一、排查情况
共发现问题142个，其中水量不足37个、水质29个。

二、整改做法
1.清单式管理。对142个问题逐个建档，整改一个、销号一个。
2.网格化巡查。把全县划为122个供水网格，一村一网格员。

三、存在的困难
一是小型工程维修养护经费不足，二是水费收缴率仅为76.5%。

四、下步打算
一是争取水源工程列入省级规划，二是再建千人以上工程3处。
""",
    "控辍.txt": """云溪县控辍保学工作情况汇报

云溪县辖13个镇。近五年来，全县共招聘特岗教师193人，全部到乡村学校任教。

（一）建立“四本台账”。组织教师逐户核对，建好适龄人口台账、在校学生台账、疑似失学台账、特殊群体台账，一月一销号。
（二）分类劝返。对厌学的，由班主任一对一帮扶；对外出务工的，由乡镇干部异地接回。

教师培训工作中，我县组织基本功大赛，在全市青年教师基本功大赛中团体总分列全市第二名。
消防演练用时2分48秒。
在园幼儿17420人，公办园在园幼儿占比由2020年的46.2%提高到53.8%，学前三年毛入园率96.7%。
我县探索的“四轮驱动推课改”教学模式在全县推开。
2022年中考，柳林中学普高上线率为58.3%。
""",
    "自查.txt": """云溪县2023年秋季学期校园安全工作的自查报告

云溪县人民政府：
此次共排查出各类安全隐患367处，已整改331处。

隐患排查整改情况统计表（单位：处）
| 类别 | 排查数 | 已整改 |
| --- | --- | --- |
| 消防 | 142 | 123 |
| 食品安全 | 88 | 86 |
| 校舍 | 137 | 122 |
| 合计 | 367 | 331 |

云溪县教育局
2023年12月5日
""",
    "救助.txt": """云溪县临时救助管理办法

（云政规〔2022〕3号，2022年3月11日县人民政府第9次常务会议审议通过）

第一条　为解决群众突发困难，制定本办法。
第二条　县民政局委托乡镇人民政府审核确认的单笔额度为3000元以下。
第三条　本办法所称临时救助，是指对遭遇突发事件的家庭给予的应急性、过渡性救助。
第四条　对乡村教师按离县城远近分三档发放生活补助，一档每月300元，二档每月500元，三档每月800元。
第五条　本办法自2022年5月1日起施行，有效期5年。
""",
    "走教.txt": """乡村小规模学校教师走教的现实困境

许砚秋（西江师范学院教育科学学院）
原载《县域教育研究》2021年第6期，第42—49页

摘要：本文对三县教师作了调查，收回有效问卷387份。

一、现实困境
走教教师时间耗损大，身份归属弱。
""",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    """Return a façade over these papers; tests only read it."""
    home: Path = tmp_path_factory.mktemp("measures")
    with office_over(home, PAPERS) as facade:
        yield facade


@pytest.mark.parametrize(
    ("question", "golds", "never"),
    [
        ("云屏区推行学区制管理的主要做法是什么？", ["理顺体制", "师资流动", "捆绑考核"], "发展还不平衡"),
        ("云溪县在饮水安全问题整改上有哪些做法？", ["清单式管理", "网格化巡查"], "维修养护经费不足"),
        ("云溪县饮水安全自查出问题以后打算怎么改？", ["省级规划", "千人以上工程"], "水费收缴率"),
        ("云溪县对不同原因辍学的学生是怎么分类劝返的？", ["一对一帮扶", "异地接回"], ""),
        ("云溪县建立的“四本台账”是哪四本？", ["适龄人口台账", "特殊群体台账"], ""),
    ],
)
def test_measures_are_told_whole(office: Cewen, question: str, golds: list[str], never: str) -> None:
    answer = office.ask(question)
    assert not answer["refused"]
    told = " ".join(citation["quote"] for citation in answer["citations"])
    assert all(gold in answer["answer"] and gold in told for gold in golds), answer["answer"]
    assert not never or never not in answer["answer"]


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("云溪县校园安全自查共排查出安全隐患多少处？", "367处"),
        ("云溪县青年教师基本功大赛团体总分排第几？", "第二名"),
        ("云溪县消防演练用了多长时间？", "2分48秒"),
        ("按云溪县现行办法，乡镇审核确认的临时救助单笔最多多少钱？", "3000元"),
        ("云溪县乡村教师生活补助第三档每月是多少？", "800元"),
        ("云溪县2022年的办法所称“临时救助”指哪些？", "应急性、过渡性"),
        ("《乡村小规模学校教师走教的现实困境》发表在哪个刊物哪一期？", "《县域教育研究》2021年第6期"),
        ("许砚秋那篇讲走教的论文一共收回多少份有效问卷？", "387份"),
        ("“四轮驱动推课改”是哪个县提出来的？", "云溪县"),
        ("云溪县临时救助管理办法现在有效的是哪一个文号？", "云政规〔2022〕3号"),
    ],
)
def test_what_is_asked_is_found(office: Cewen, question: str, gold: str) -> None:
    assert_told_and_cited(office, question, [gold])


@pytest.mark.parametrize(
    "question",
    [
        # What five years came to is no single year's figure.
        "云溪县今年招聘了多少名特岗教师？",
        # 「由2020年的46.2%」 is the year of the first figure behind it.
        "云溪县2020年学前三年毛入园率是多少？",
        # Another school's.
        "云溪县河口中学2022年中考普高上线率是多少？",
        # Nobody says who that is.
        "云溪县控辍保学领导小组的组长是谁？",
    ],
)
def test_what_is_anothers_is_not_told(office: Cewen, question: str) -> None:
    assert_refused(office, question, [])
