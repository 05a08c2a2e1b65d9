"""Each rule flags what is wrong, at the smallest span, and leaves near examples that are right alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.checking import Finding, check_draft, make_draft
from assistant.checking import consistency as c
from assistant.checking import form as f
from assistant.checking import punctuation as p
from assistant.checking.genre_form import report, request, sections
from assistant.checking.pool import Pool
from assistant.checking.surroundings import surroundings
from assistant.checking.table_totals import tables
from corpus.figures import find_figures

Rule = Callable[[str], Iterator[Finding]]

WRONG: tuple[tuple[Rule, str, str], ...] = (
    (f.heading_numbers, "一、投入\n甲。\n二、队伍\n乙。\n四、质量\n丙。", "四、"),
    (f.heading_numbers, "一、投入\n（一）甲\n（三）乙\n", "（三）"),
    (f.heading_numbers, "一、投入\n（一）乙\n二、队伍\n（一）丙\n（一）丁\n", "（一）"),
    (f.heading_numbers, "1. 甲\n2. 乙\n2. 丙\n", "2."),
    (f.heading_numbers, "第一条 甲。\n第三条 乙。", "第三条"),
    (f.heading_numbers, "一是抓投入。二是抓队伍。四是抓质量。", "四是"),
    (f.document_numbers, "根据云政发[2024]12号文件", "[2024]"),
    (f.document_numbers, "根据云政发（2024）12号文件", "（2024）"),
    (f.document_numbers, "根据云政发〔2024〕第12号文件", "第"),
    (f.document_numbers, "根据云政发〔2024〕012号文件", "012"),
    (f.dates, "2024年2月30日召开会议", "2月30日"),
    (f.dates, "2023年2月29日召开会议", "2月29日"),
    (f.dates, "自13月5日起执行", "13月5日"),
    (f.dates, "2026年03月05日", "2026年03月05日"),
    (f.periods, "2020—2018年累计投入", "2020—2018"),
    (f.periods, "7月15日至10日报名", "7月15日至10日"),
    (f.periods, "2024年6月至4月开展", "6月至4月"),
    (f.weekdays, "2024年3月5日（星期一）上午", "一"),
    (f.attachments, "附件：1.名单。\n", "。"),
    (f.attachments, "附件:1.名单\n", ":"),
    (f.attachments, "附件：1、名单\n", "、"),
    (f.blanks, "现有学校〔待补充：学校数〕所", "〔待补充：学校数〕"),
    (f.blanks, "XX县教育局", "XX"),
    (f.units, "整改率95.2，效果明显", "95.2"),
    (f.units, "校舍面积9800人", "9800人"),
    (f.units, "投入资金350平方米", "350平方米"),
    (p.half_width, "投入增加,效果明显", ","),
    (p.half_width, "试点学校(首批)已启动", "("),
    (p.doubled_marks, "投入增加，。", "，。"),
    (p.unpaired, "实施“阳光工程，成效明显。", "“"),
    (p.unpaired, "根据《管理办法要求", "《"),
    (p.unpaired, "首批学校）已启动", "）"),
    (p.doubled_words, "教师的的待遇", "的的"),
    (p.doubled_words, "要加强加强管理", "加强"),
    (p.repeated_sentences, "全面推进义务教育均衡发展。加大投入。全面推进义务教育均衡发展。", "全面推进义务教育均衡发展。"),
    (c.parts_of_a_total, "现有学校46所，其中小学31所，初中21所", "46所"),
    (c.parts_of_a_total, "招聘教师62人，其中特岗教师137人", "137人"),
    (c.parts_of_a_total, "现有学校46所，其中小学31所，初中10所，九年一贯制学校4所", "46所"),
    (c.sum_of_parts, "有小学31所、初中11所、高中4所，合计47所", "47所"),
    (c.share_over_hundred, "学前教育覆盖率达到102%", "102%"),
    (c.shares_of_a_whole, "本科占60%、专科占25%、其他占10%", "10%"),
    (c.share_of_its_terms, "在100所学校中，有30所，占40%", "40%"),
    (c.share_of_its_terms, "共有教师346人，其中骨干教师213人，占71.6%", "71.6%"),
    (c.growth, "在校生由1000人增加到1200人，增长30%", "30%"),
    (c.growth, "在校生由1200人增加到1000人", "增加"),
    (c.growth, "开齐率由61%提高到98%，提高27个百分点", "27个百分点"),
    (report, "特此报告。妥否，请批示。", "妥否，请批示"),
)  # fmt: skip

RIGHT: tuple[tuple[Rule, str], ...] = (
    (f.heading_numbers, "一、投入\n（一）甲\n（二）乙\n二、队伍\n（一）甲\n1. 子\n2. 丑\n（二）乙\n1. 寅\n三、质量\n"),
    (f.heading_numbers, "一、二年级学生\n不考试。"),
    (f.heading_numbers, "第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 分则\n第三条 丙。"),
    (f.heading_numbers, "一是抓投入。二是抓队伍。三是抓质量。"),
    (f.document_numbers, "根据云政发〔2024〕12号文件，第3号令"),
    (f.dates, "2024年2月29日，12月31日，2026年3月5日，10月10日，2024年12月"),
    (f.periods, "2018—2020年，2024年7月至2026年6月，6月10日至20日，2023—2024学年"),
    (f.weekdays, "2024年3月5日（星期二）上午"),
    (f.attachments, "附件：1.名单\n      2.统计表\n附件1\n"),
    (f.blanks, "现有学校46所（含教学点）"),
    (f.units, "整改率95.2%，生均面积5.1平方米，投入资金350万元，综合差异系数0.41，增长率为3倍，利率2024年调整"),
    (p.half_width, "时间为10:30，共1,250元，COVID-19（见 a,b）。"),
    (p.doubled_marks, "他说：“好。”大家都同意。"),
    (p.unpaired, "实施“阳光工程”（首批），1）甲；（2）乙；根据《办法》。"),
    (p.doubled_words, "目的的确明确，干部了解情况，形形色色，一件一件办，教师在在职培训中，研究研究"),
    (p.repeated_sentences, "加大投入。加强队伍建设。加大投入。"),
    (c.parts_of_a_total, "现有学校46所，其中小学31所，初中11所，九年一贯制学校4所"),
    (c.parts_of_a_total, "现有学校46所，其中小学31所；在校学生38620人"),
    (c.parts_of_a_total, "有26所公办学校(其中小学11所、幼儿园15所),有14所民办学校(其中幼儿园12所)"),
    (c.sum_of_parts, "有小学31所、初中11所、高中4所，合计46所"),
    (c.sum_of_parts, "2023年投入120万元，三年累计投入350万元"),
    (c.share_over_hundred, "收入完成预算的102%，比上年增长120%"),
    (c.shares_of_a_whole, "本科占60%、专科占25%、其他占15%"),
    (c.share_of_its_terms, "在100所学校中，有30所，占30%"),
    (c.share_of_its_terms, "全县交流教师168人，占符合条件教师的15.2%，其中骨干教师61人"),
    (c.share_of_its_terms, "在校生总人数30884人，其中义务教育阶段学生24072人,占78%"),
    (c.growth, "在校生由1000人增加到1200人，增长20%"),
    (c.growth, "开齐率由2020年的61%提高到2024年的98%，提高37个百分点"),
    (report, "特此报告，请审阅。"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "wrong"), WRONG)
def test_what_is_wrong_is_flagged_at_its_smallest_span(rule: Rule, text: str, wrong: str) -> None:
    found = list(rule(text))
    assert [text[one.start : one.end] for one in found] == [wrong]


@pytest.mark.parametrize(("rule", "text"), RIGHT)
def test_what_is_right_is_left_alone(rule: Rule, text: str) -> None:
    assert [(one.message, text[one.start : one.end]) for one in rule(text)] == []


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (
            "| 项目 | 2022年 | 2023年 | 合计 |\n| --- | --- | --- | --- |\n| 甲 | 5 | 7 | 13 |\n| 乙 | 1 | 2 | 3 |",
            ["13"],
        ),
        ("| 县区 | 学校（所） |\n| --- | --- |\n| 甲 | 5 |\n| 乙 | 7 |\n| 合计 | 11 |", ["11"]),
        (
            "| 县区 | 学校（所） | 占比 |\n| --- | --- | --- |\n| 甲 | 5 | 42% |\n| 乙 | 7 | 58% |\n| 合计 | 12 | 100% |",
            [],
        ),
    ],
)
def test_totals_of_tables_are_reckoned_up(table: str, wrong: list[str]) -> None:
    assert [table[one.start : one.end] for one in tables(table, set())] == wrong


def findings_of(text: str, place: str = "") -> list[tuple[str, str]]:
    draft = make_draft(text, "稿.txt", "", "plain", place, [])
    return [(one.kind, text[one.start : one.end]) for one in check_draft(draft, Pool([])).findings]


def test_one_quantity_with_two_values_is_flagged() -> None:
    text = "白云县教育情况汇报\n\n一、基本情况\n全县专任教师2874人。\n二、做法\n全县专任教师2784人，素质提高。\n"
    assert ("前后不一", "2784人") in findings_of(text)
    same = text.replace("2784", "2874")
    assert findings_of(same) == []


def test_a_plan_may_differ_from_what_was_done() -> None:
    text = "白云县教育情况汇报\n\n一、做法\n新增学位1800个。\n二、下一步打算\n新增学位2000个。\n"
    assert findings_of(text) == []


@pytest.mark.parametrize(
    ("sentence", "flagged"),
    [
        ("宿城区财政每年安排经费600万元。", True),
        ("赴宿城区学习考察，借鉴他们的做法。", False),
        ("根据《宿城区教育管理办法》办理。", False),
        ("到2026年，新建县第四小学。", False),
    ],
)
def test_another_countys_name_left_over_is_flagged_unless_it_is_an_example(sentence: str, flagged: bool) -> None:
    text = f"泗洪县教育情况汇报\n\n泗洪县教育事业稳步发展。{sentence}\n"
    assert ("地名" in [kind for kind, _ in findings_of(text)]) is flagged


def test_a_request_has_one_matter_and_one_addressee() -> None:
    title = "白云县教育局关于解决校舍维修资金和招聘教师的请示"
    text = f"{title}\n\n县人民政府、县财政局：\n现请示如下。\n妥否，请批示。\n"
    assert [text[one.start : one.end] for one in request(text, title)] == [
        "县人民政府、县财政局",
        "解决校舍维修资金和招聘教师",
    ]
    good = "白云县教育局关于解决校舍维修和改造资金的请示"
    assert not list(request(f"{good}\n\n县人民政府：\n妥否，请批示。\n", good))


def test_missing_sections_of_the_genre_are_named() -> None:
    headings = ["一、基本情况", "二、主要做法", "三、下一步打算"]
    messages = [one.message for one in sections("汇报材料", headings)]
    assert len(messages) == 1
    assert "存在问题" in messages[0]
    assert not list(sections("汇报材料", ["一、基本情况"]))


@pytest.mark.parametrize(
    ("sentence", "near"),
    [
        ("招聘教师137人，其中特岗教师62人。", ["招聘教师", "其中特岗教师"]),
        ("小学、初中差异系数分别为0.41和0.37。", ["小学 差异系数", "初中 差异系数"]),
        ("义务教育学生24072人，占78%。", ["义务教育学生", "义务教育学生占"]),
        ("城区12所优质学校与25所农村学校结对。", ["城区 优质学校", "农村学校结对"]),
    ],
)
def test_each_figure_has_the_words_that_say_what_it_counts(sentence: str, near: list[str]) -> None:
    figures = [figure for figure in find_figures(sentence) if figure.value is not None]
    found = [f"{before} {after}".strip() for before, after in surroundings(sentence, figures)]
    assert found == near
