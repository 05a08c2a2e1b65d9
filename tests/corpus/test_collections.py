"""Files that set several papers apart by rows of lines of one form, and whose each of them is."""

from __future__ import annotations

import pytest

from corpus.reading import read_documents
from corpus.schema import SourceDocument

TEXT = "近年来，全县上下把教育摆在优先位置，先后新建学校六所、改造食堂十二个，招聘教师二百余名，群众的满意度连年提高，乡村学校的面貌有了很大变化。"


def _papers(text: str) -> list[SourceDocument]:
    return read_documents(text.encode(), "甲.txt")


def _titles(text: str) -> list[str]:
    return [paper.facts.title for paper in _papers(text)]


def _places(text: str) -> list[str]:
    return [paper.facts.place for paper in _papers(text)]


@pytest.mark.parametrize(
    "labels",
    [
        ("经验材料(一):", "经验材料(二):", "经验材料(三):"),
        ("〔收文1号〕", "〔收文2号〕", "〔收文3号〕"),
        ("典型发言一", "典型发言二", "典型发言三"),
        ("第1篇  科学谋划  高位推进", "第2篇  名校带动  共享资源", "第3篇  真情留人  真心用人"),
    ],
)
def test_labels_count_papers(labels: tuple[str, ...]) -> None:
    text = "教育经验材料\n\n" + "\n\n".join(f"{label}\n{TEXT}\n{TEXT}" for label in labels)
    assert len(_papers(text)) == 3


def test_parts_of_one_report_are_no_papers() -> None:
    text = (
        "抚泉县义务教育均衡发展复查自评报告\n\n"
        f"第一篇  发展概况\n{TEXT}\n\n第二篇  巩固提高情况\n{TEXT}\n\n第三篇  问题与对策\n{TEXT}\n"
    )
    assert _titles(text) == ["抚泉县义务教育均衡发展复查自评报告"]


def test_a_plans_chapters_are_no_papers() -> None:
    text = (
        "抚泉县教育发展规划\n\n"
        f"第一篇  发展环境与总体要求\n第一章  发展基础\n{TEXT}\n\n第二篇  主要任务与重点工程\n第二章  主要任务\n{TEXT}\n"
    )
    assert len(_papers(text)) == 1


def test_a_table_of_contents_tells_whose_each_paper_is() -> None:
    text = (
        "石泷市义务教育均衡发展现场推进会交流材料\n（2015年6月18日）\n目  录\n"
        "1.强化责任  推动均衡…………………洛浦县人民政府\n2.名校带动  资源共享…………………北芷区教育局\n\n"
        f"强化责任  推动均衡\n{TEXT}\n{TEXT}\n\n名校带动  资源共享\n{TEXT.replace('全县', '全区')}\n{TEXT.replace('全县', '全区')}\n"
    )
    papers = _papers(text)
    assert [paper.facts.place for paper in papers] == ["洛浦县", "北芷区"]
    assert [paper.facts.issuer for paper in papers] == ["洛浦县人民政府", "北芷区教育局"]
    assert [paper.facts.date for paper in papers] == ["2015-06-18", "2015-06-18"]


@pytest.mark.parametrize(
    "heads",
    [
        ("【沅宁县】建立城乡教师流动机制", "【望江县】以学区制破解择校难题"),
        ("◎沅宁县五个统一管好小规模学校", "◎望江县关口前移防辍学"),
        ("一、沅宁县", "二、望江县"),
    ],
)
def test_items_of_counties_are_each_a_paper(heads: tuple[str, str]) -> None:
    text = "各地经验选登\n\n" + "\n\n".join(f"{head}\n{TEXT}\n{TEXT}" for head in heads)
    assert _places(text) == ["沅宁县", "望江县"]


def test_findings_by_county_stay_in_their_report() -> None:
    text = f"关于全市控辍保学督查情况的通报\n\n督查组走访了两个县。{TEXT}\n\n一、沅宁县\n{TEXT}\n二、望江县\n{TEXT}\n"
    assert len(_papers(text)) == 1


def test_counted_titles_over_the_head_of_a_paper() -> None:
    text = (
        f"经验选登\n\n1.因地制宜调布局\n——白石县优化中小学布局的做法\n{TEXT}\n\n"
        f"2.一根网线连城乡\n——平川县教育信息化工作侧记\n{TEXT}\n"
    )
    assert _places(text) == ["白石县", "平川县"]


def test_speeches_are_told_apart_by_their_speakers() -> None:
    text = (
        f"办一所有温度的学校\n天目湖区实验小学  沈静\n\n各位同仁：\n{TEXT}\n谢谢大家！\n\n"
        f"从守摊子到闯路子\n天目湖区第五中学  蒋大勇\n\n{TEXT}\n"
    )
    assert _titles(text) == ["办一所有温度的学校", "从守摊子到闯路子"]


def test_as_many_papers_as_the_collection_declares() -> None:
    text = (
        f"教育经验材料两则\n\n凝聚合力办教育\n兰滩县位于滩河中游。{TEXT}\n{TEXT}\n\n"
        f"从有学上到上好学\n五年前，宁埠市城区学校一位难求。{TEXT}\n{TEXT}\n"
    )
    assert _titles(text) == ["凝聚合力办教育", "从有学上到上好学"]


def test_next_years_plan_closes_a_summary() -> None:
    text = f"三穗县招生办公室2013年工作总结\n\n{TEXT}\n一、领导重视\n{TEXT}\n\n2014年工作计划\n\n{TEXT}\n三穗县招生办公室\n二〇一三年十二月二十五日\n"
    assert len(_papers(text)) == 1


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("双桥镇中心初中工作汇报\n\n双桥镇中心初中地处岷阳县城北，现有学生612人。", "岷阳县"),
        ("关于开展工作的意见\n\n中共双流岭县委\n\n现就加快推进我县教育发展提出以下意见。", "双流岭县"),
        ("工作专题会议纪要\n\n宜阳市云溪县人民政府\n\n会议研究全县教育工作。", "云溪县"),
        ("教育均衡发展工作汇报\n\n莲峒瑶族自治县地处五岭之间，全县有学校84所。", "莲峒瑶族自治县"),
        (
            "学先进找差距——赴华阳山县考察学习的报告\n\n与华阳山县相比，我们湄水县差距明显。我县将奋起直追。\n湄水县教育局",
            "湄水县",
        ),
        ("以工代赈的故事\n\n2021年春天，大岭县石门乡红石村要修一条路，全县干部都来帮忙。", "大岭县"),
    ],
)
def test_where_a_place_is_told(head: str, place: str) -> None:
    assert _places(f"{head}\n{TEXT}\n") == [place]


def test_a_verb_names_no_county() -> None:
    text = f"关于研究城区学校建设有关问题的会议纪要\n\n会议要求各校提前报送区教育局备案。{TEXT}\n"
    assert _places(text) == [""]


def test_a_paper_that_names_another_county_is_not_its_neighbours() -> None:
    text = (
        f"工作材料汇编\n\n篇一：石盘县教育工作情况汇报\n石盘县现有学校84所。{TEXT}\n\n"
        f"篇二：金台乡教育工作汇报\n金台乡的乡村教师大多来自虞陵县，家长多在外务工。{TEXT}\n\n"
        "篇三：虞陵县控辍保学工作汇报\n虞陵县现有学校52所。" + TEXT
    )
    assert _places(text)[1] != "石盘县"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("澜坪县控辍保学工作领导小组办公室          2018年9月30日", "2018-09-30"),
        ("（临溪市教育局  2012年9月）", "2012-09"),
        ("（会议时间：2012年3月29日）", "2012-03-29"),
    ],
)
def test_a_day_under_the_head(line: str, date: str) -> None:
    assert [paper.facts.date for paper in _papers(f"控辍保学工作简报\n第7期\n{line}\n\n{TEXT}\n{TEXT}\n")] == [date]


@pytest.mark.parametrize(
    "head",
    [
        "双溪小学教师外出学习总结\n\n今年5月，我校组织12名教师走进青岚县实验小学跟岗学习，收获很大。",
        "教育脱贫攻坚工作总结\n\n2020年，宜阳市贫困县全部摘帽，我县也顺利退出贫困县序列。",
        "教育工作经验材料\n\n近年来，先后荣获国家级荣誉3项，宜阳市教育强县、宜阳市先进县称号。",
        "教育工作汇报\n\n近年来，云江市所有县均通过验收，我县也在其中。",
        "关于民族教育工作的汇报\n\n少数民族自治县享受专项转移支付，我县作为其中之一。",
        "教育工作汇报\n\n2022年下半年县财政投入600万元，2023年上半年县财政投入800万元。",
    ],
)
def test_common_phrases_and_visits_name_no_county(head: str) -> None:
    assert not [place for place in _places(f"{head}\n{TEXT}\n") if place.endswith("县")]


@pytest.mark.parametrize(
    "text",
    [
        (
            "云江市2023年教育对口帮扶工作总结\n\n2023年，全市三个县积极开展对口帮扶工作。现将各县情况总结如下。\n\n"
            f"【青岚县】选派支教教师86名，{TEXT}\n【石泓县】选派支教教师72名，{TEXT}\n\n下一步，全市将继续加大帮扶力度。\n"
        ),
        (
            "石泓县写好乡村教育振兴三篇文章\n\n近年来，石泓县把教育摆在优先发展位置。\n\n"
            f"建强教师队伍，写好强师文章\n{TEXT}\n\n改善办学条件，写好固本文章\n{TEXT}\n\n提升育人质量，写好提质文章\n{TEXT}\n"
        ),
        (
            "石泓县教育局关于师德失范典型案例的通报\n\n各中小学校：\n为严肃师德纪律，现将两起典型案例通报如下。\n\n"
            f"案例一 城关小学教师王某有偿补课问题\n{TEXT}\n\n案例二 河口中学教师李某体罚学生问题\n{TEXT}\n\n各学校要引以为戒。\n"
        ),
        (
            "石泓县教育大事记\n\n2023年3月5日\n县委教育工作会议召开\n"
            + TEXT
            + "\n\n2023年5月8日\n全县校园安全专项检查启动\n"
            f"{TEXT}\n\n2023年9月10日\n庆祝教师节表彰大会举行\n{TEXT}\n"
        ),
    ],
)
def test_one_paper_stays_one(text: str) -> None:
    assert len(_papers(text)) == 1


def test_another_papers_day_is_not_its_own() -> None:
    text = f"石泓县教育局关于控辍保学的汇报\n（依据《石泓县控辍保学工作方案》，县教育局2019年5月）\n\n我县劝返学生86人。{TEXT}\n"
    assert [paper.facts.date for paper in _papers(text)] == [""]
