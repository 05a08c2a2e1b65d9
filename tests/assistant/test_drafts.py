"""Drafts without a model: every sentence is a source's, of our place, in its section, once."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.app import Cewen
from assistant.drafting.wording import as_sentence, dated, in_voice, tidy_punctuation, uniform
from assistant.genres import load_genres
from corpus.figures import find_figures

Json = dict[str, Any]
DRAFTS = [
    ("汇报材料", "义务教育优质均衡发展", "青岚县"),
    ("实施方案", "集团化办学", "石桥区"),
    ("工作简报", "智慧校园建设", "东屏区"),
    ("汇报材料", "教师交流轮岗", "柳溪县"),
    ("经验材料", "教师交流轮岗", "柳溪县"),
    ("情况汇报", "校园安全专项整治", "石桥区"),
    ("自查报告", "义务教育优质均衡发展", "东屏区"),
    ("调研报告", "农村小规模学校", "柳溪县"),
    ("讲话稿", "义务教育优质均衡发展", "青岚县"),
    ("工作总结", "教育工作", "青岚县"),
    ("政策解读", "云川市义务教育学校管理办法", "云川市"),
    ("名词解释", "课后服务、双减", ""),
]
COUNTIES = {"青岚县", "石桥区", "东屏区", "柳溪县"}
NUMERALS = "一二三四五六七八九十"


def text_of(brief: Json) -> str:
    return "\n".join(
        text for s in brief["sections"] for text in (s["heading"], *(p["text"] for p in s["paragraphs"])) if text
    )


def section(brief: Json, heading: str) -> str:
    """Return the text from a first-level heading to the next."""
    found: list[str] = []
    inside = False
    for part in brief["sections"]:
        if part["level"] <= 1:
            inside = heading in part["heading"]
        if inside:
            found += [part["heading"], *(p["text"] for p in part["paragraphs"])]
    return "\n".join(found)


def add(cewen: Cewen, folder: Path, name: str, text: str) -> None:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    report = cewen.add([str(path)])
    assert report["failed"] == []


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_each_sentence_is_cited_and_each_figure_is_in_its_source(
    samples: Cewen, genre: str, topic: str, place: str
) -> None:
    brief = samples.draft(genre, topic, place)
    cited = {citation["n"]: citation for citation in brief["citations"]}
    count = 0
    for part in brief["sections"]:
        for paragraph in part["paragraphs"]:
            assert "".join(s["text"] for s in paragraph["sentences"]) in ("", paragraph["text"])
            for sentence in paragraph["sentences"]:
                citation = cited[sentence["n"]] if sentence["n"] else None
                # A year may come from the title or the date, a clause from the document itself.
                source = "".join(str(citation[k]) for k in ("quote", "title", "date")) if citation else ""
                keys = {f.key for f in find_figures(source)}
                years = set(re.findall(r"(?:19|20)\d{2}", source))
                for figure in find_figures(sentence["text"]):
                    said = set(re.findall(r"(?:19|20)\d{2}", figure.text))
                    known = bool(said) and said <= years | {str(int(year) - 1) for year in years}
                    assert figure.key in keys or known, sentence
                count += bool(sentence["n"])
    assert count >= 3
    for citation in brief["citations"]:
        document = samples.document(citation["doc_id"])
        assert document is not None
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_no_other_place_speaks_in_a_draft(samples: Cewen, genre: str, topic: str, place: str) -> None:
    brief = samples.draft(genre, topic, place)
    if place:
        assert {citation["place"] for citation in brief["citations"]} == {place}
        assert not any(other in text_of(brief) for other in COUNTIES - {place})


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_headings_run_without_a_gap(samples: Cewen, genre: str, topic: str, place: str) -> None:
    brief = samples.draft(genre, topic, place)
    counts = [0, 0, 0]
    for part in brief["sections"]:
        level = part["level"]
        if not level:
            assert part["heading"] == ""
            continue
        counts[level - 1] += 1
        counts[level:] = [0] * (3 - level)
        numeral = NUMERALS[counts[level - 1] - 1]
        mark = (f"{numeral}、", f"（{numeral}）", f"{counts[2]}.")[level - 1]
        assert part["heading"].startswith(mark)
        assert level == 1 or counts[level - 2] > 0
        assert not part["heading"].endswith(("。", "：", "；"))
    headings = [part["heading"] for part in brief["sections"] if part["level"] > 1]
    lone = [h for h in headings if h.startswith("（一）")]
    assert len(lone) <= len([h for h in headings if h.startswith("（二）")])


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_sentences_stand_once_and_are_whole(samples: Cewen, genre: str, topic: str, place: str) -> None:
    brief = samples.draft(genre, topic, place)
    sentences = [s["text"] for x in brief["sections"] for p in x["paragraphs"] for s in p["sentences"]]
    assert len(sentences) == len(set(sentences))
    for text in sentences:
        assert text[-1] in "。；：！？”", text
        assert not re.search(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", text)
    for paragraph in (p["text"] for x in brief["sections"] for p in x["paragraphs"]):
        assert not re.match(r"(?:其中|同时|此外|这|该|为此|对此|二是|另外)", paragraph), paragraph
        marks = re.findall(r"(?:^|[；。：])([一二三四五六七八九十])是(?=[\u4e00-\u9fff])", paragraph)
        assert marks == list(NUMERALS[: len(marks)])
        assert len(marks) != 1 or paragraph.startswith(("一是", "二是", "三是", "四是"))


@pytest.mark.parametrize("genre", sorted(load_genres()))
def test_a_place_without_documents_gets_blanks_and_is_told(samples: Cewen, genre: str) -> None:
    if load_genres()[genre].whose == "any":
        pytest.skip("speaks of a term, not of a place")
    brief = samples.draft(genre, "义务教育优质均衡发展", "宿城区")
    assert brief["citations"] == []
    wanted = [s for s in load_genres()[genre].sections if not s.optional]
    assert len(brief["gaps"]) >= len(wanted)
    assert any("宿城区" in warning for warning in brief["warnings"])
    assert any("青岚县" in warning for warning in brief["warnings"])


def test_problems_and_plans_are_taken_from_what_says_so(samples: Cewen) -> None:
    brief = samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县")
    assert "平均班额为51人" in section(brief, "存在问题")
    assert "新增学位2700个" in section(brief, "下一步打算")
    assert "新增学位2700个" not in section(brief, "主要做法")


def test_a_plan_is_not_told_as_work_done(samples: Cewen) -> None:
    brief = samples.draft("汇报材料", "集团化办学", "石桥区")
    assert "〔待补充" in section(brief, "主要做法与成效")
    assert any("部署" in warning for warning in brief["warnings"])


def test_a_list_stays_with_what_announces_it(samples: Cewen) -> None:
    text = text_of(samples.draft("实施方案", "集团化办学", "石桥区"))
    assert "2024年先行组建6个集团：石桥一小教育集团，成员为河湾小学、北门小学和青松小学；" in text
    assert "石桥四中教育集团，成员为南湖中学和二龙路中学。" in text


def test_other_years_are_named_where_reports_of_several_years_are_used(samples: Cewen) -> None:
    text = text_of(samples.draft("工作总结", "教育工作", "青岚县"))
    assert "2023年，招聘教师137人" in text
    assert "2024年，投入1.4亿元" in text
    assert "2023年全年投入1.21亿元" in text


def test_one_theme_of_two_papers_is_one_subsection(samples: Cewen) -> None:
    brief = samples.draft("工作总结", "教育工作", "青岚县")
    aid = next(s for s in brief["sections"] if "学生资助" in s["heading"])
    assert "6980人次" in aid["paragraphs"][0]["text"]
    assert "7230人次" in aid["paragraphs"][0]["text"]


def test_a_definition_is_given_with_its_origin(samples: Cewen) -> None:
    brief = samples.draft("名词解释", "课后服务、双减")
    assert "双减：是指减轻" in section(brief, "定义")
    assert "见《〈云川市中小学课后服务管理办法〉政策解读》（2023-08-25）" in section(brief, "出处")


def test_a_policy_is_explained_from_the_version_in_force(samples: Cewen) -> None:
    brief = samples.draft("政策解读", "云川市义务教育学校管理办法", "云川市")
    assert {citation["date"] for citation in brief["citations"]} == {"2024-01-15"}
    assert "2019-08-01" in section(brief, "新旧差异")


def test_a_table_of_ours_is_a_table(samples: Cewen) -> None:
    brief = samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县")
    (table,) = [p["table"] for s in brief["sections"] for p in s["paragraphs"] if p["table"]]
    assert table[0] == ["项目", "2022年", "2023年", "2024年"]
    assert table[1] == ["财政投入（万元）", "9800", "12100", "14100"]


def test_two_values_of_one_thing_are_told_with_sources_and_dates(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "甲",
        "白云县养老服务工作汇报\n\n一、主要做法\n白云县养老服务稳步推进，全县建成养老服务中心9个。\n\n白云县民政局\n2024年3月1日\n",
    )
    add(
        cewen,
        tmp_path,
        "乙",
        "白云县养老服务工作总结\n\n一、主要做法\n白云县养老服务扎实开展，全县建成养老服务中心12个。\n\n白云县民政局\n2024年5月1日\n",
    )
    brief = cewen.draft("汇报材料", "养老服务", "白云县")
    (warning,) = [w for w in brief["warnings"] if "两个数" in w]
    assert all(part in warning for part in ("9个", "12个", "2024-03-01", "2024-05-01", "汇报", "总结"))


def test_other_years_of_one_thing_are_no_conflict(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "甲",
        "白云县2022年养老服务工作总结\n\n一、主要做法\n白云县养老服务稳步推进，全县建成养老服务中心9个。\n",
    )
    add(
        cewen,
        tmp_path,
        "乙",
        "白云县2023年养老服务工作总结\n\n一、主要做法\n白云县养老服务扎实开展，全县建成养老服务中心12个。\n",
    )
    brief = cewen.draft("汇报材料", "养老服务", "白云县")
    assert not any("两个数" in warning for warning in brief["warnings"])


def test_near_repetitions_are_said_once(cewen: Cewen, tmp_path: Path) -> None:
    said = "白云县新建社区养老服务中心9个，护理型床位占比达到55%，惠及老人1.2万人。"
    add(cewen, tmp_path, "甲", f"白云县养老服务工作汇报\n\n一、主要做法\n{said}白云县培训护理员300人。\n")
    add(
        cewen, tmp_path, "乙", f"白云县养老服务工作简报\n\n一、主要做法\n{said.replace('白云县新建', '白云县共新建')}\n"
    )
    assert text_of(cewen.draft("汇报材料", "养老服务", "白云县")).count("护理型床位占比") == 1


def test_a_sentence_torn_from_what_it_speaks_of_is_left_out(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "甲",
        "白云县养老服务工作汇报\n\n一、主要做法\n其中护理型床位占比达到55%，高于全省平均水平。白云县建成养老服务中心9个，覆盖全部街道。\n",
    )
    text = text_of(cewen.draft("汇报材料", "养老服务", "白云县"))
    assert "护理型床位" not in text
    assert "养老服务中心9个" in text


def test_an_authors_name_and_run_in_heads_are_told_from_the_text(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "甲",
        "推动养老服务均衡发展工作简报\n\n关国庆近年来，白云县坚持养老服务优先发展，格局初步形成。\n\n倾斜：养老服务均衡发展\n\n"
        "白云县民政局紧扣倾斜做文章，努力缩小城乡差距。领导力量倾斜。该局把全县划分为13个片区，每片1名片长；"
        "经费投入倾斜。白云县投入资金5.16亿元，新建养老院面积5.6万平米，改善了条件。\n",
    )
    brief = cewen.draft("工作简报", "养老服务", "白云县")
    text = text_of(brief)
    assert text.startswith("近年来，白云县坚持养老服务优先发展")
    assert "白云县民政局把全县划分为13个片区，每片1名片长。" in text
    assert "5.6万平方米" in text
    headings = [s["heading"] for s in brief["sections"] if s["heading"]]
    assert headings == ["一、领导力量倾斜", "二、经费投入倾斜", "三、取得成效"]


def test_blotted_years_are_visible_blanks(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "a",
        "高台县养老服务实施方案\n\n一、工作目标\nXXXX年，高台县建成养老服务中心9个，护理型床位占比达到55%。高台县健全服务体系。\n",
    )
    brief = cewen.draft("实施方案", "养老服务", "高台县")
    assert "〔待补充：年份〕年，高台县建成养老服务中心9个" in text_of(brief)
    assert "年份" in brief["gaps"]


def test_what_must_be_covered_and_is_not_is_a_blank_of_its_own(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "a",
        "高台县养老服务实施方案\n\n一、保障措施\n高台县成立养老服务工作领导小组，由分管副县长任组长，统筹推进各项工作。\n",
    )
    brief = cewen.draft("实施方案", "养老服务", "高台县")
    kept = section(brief, "保障措施")
    assert "领导小组" in kept
    assert "经费保障的安排（来源、数额）" in brief["gaps"]
    assert not any("组织领导" in gap for gap in brief["gaps"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("投入1,250元,建成5所;完成(试点)", "投入1,250元，建成5所；完成（试点）"),
        ("生机比8:1,达标", "生机比8:1，达标"),
        ("坚持 “五同”", "坚持“五同”"),
        ("好!真的吗?是:对", "好！真的吗？是：对"),
    ],
)
def test_punctuation_is_full_width_outside_figures(before: str, after: str) -> None:
    assert tidy_punctuation(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("新建5.6万平米", "新建5.6万平方米"),
        ("2013-2015年", "2013—2015年"),
        ("2018-02-09", "2018年2月9日"),
        ("建设1-2所学校", "建设1—2所学校"),
        ("2024年03月05日", "2024年3月5日"),
    ],
)
def test_units_and_dates_have_one_form_and_keep_their_value(before: str, after: str) -> None:
    assert uniform(before) == after
    assert [f.key for f in find_figures(before)] == [f.key for f in find_figures(after)]


def test_the_place_calls_itself_as_the_genre_does() -> None:
    assert in_voice("该县坚持，我省支持", "柳溪县", "我") == "我县坚持，我省支持"
    assert in_voice("根据我县实际，该县级标准", "柳溪县", "地名") == "根据柳溪县实际，该县级标准"
    assert in_voice("根据我市实际", "柳溪县", "地名") == "根据我市实际"


def test_relative_years_are_named_or_blank() -> None:
    assert dated("今年新建5所。", "2024") == "2024年新建5所。"
    assert dated("去年新建5所。", "2024") == "2023年新建5所。"
    assert dated("今年新建5所。", "") == "今年（〔待补充：年份〕）新建5所。"
    assert dated("近五年投入3亿元。", "") == "近五年（〔待补充：起止年份〕）投入3亿元。"


def test_words_of_reporting_are_taken_off() -> None:
    assert as_sentence("近三年来,坚持优先发展,现将有关工作汇报如下。") == "近三年来，坚持优先发展。"


def test_length_is_shared_and_kept(samples: Cewen) -> None:
    sizes = [
        len(text_of(samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县", more={"length": length})))
        for length in (200, 400, 3000)
    ]
    assert all(one <= other for one, other in itertools.pairwise(sizes))
    assert sizes[0] < sizes[-1]
    short = samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县", more={"length": 300})
    assert all(section(short, heading) for heading in ("基本情况", "主要做法与成效", "存在问题", "下一步打算"))


def test_an_opening_must_fit_its_genre(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "a",
        "白云县养老服务自查工作方案\n\n根据《省养老服务评估办法》等文件要求，特制定本方案。\n\n一、工作目标\n到2026年，白云县建成养老服务中心9个。\n",
    )
    assert "制定本方案" in text_of(cewen.draft("实施方案", "养老服务", "白云县"))
    report = text_of(cewen.draft("自查报告", "养老服务", "白云县"))
    assert "制定本方案" not in report
    assert report.startswith("根据〔待补充：要求自查的文件名称和文号〕")


def test_a_heading_that_swallowed_its_first_item_is_parted(cewen: Cewen, tmp_path: Path) -> None:
    add(
        cewen,
        tmp_path,
        "a",
        "白云县养老服务工作总结\n\n一、全面推进养老服务改革1.加大养老投入。\n白云县投入资金350万元，建成中心12个，覆盖城乡。\n2.培训护理人员。\n白云县举办培训9期，培训护理员300人。\n二、狠抓养老服务监管\n白云县检查养老机构60家，发现问题85处，全部整改。\n",
    )
    headings = [s["heading"] for s in cewen.draft("工作总结", "养老服务", "白云县")["sections"]]
    assert "（一）全面推进养老服务改革" in headings
    assert [h for h in headings if h[0].isdigit()] == ["1.加大养老投入", "2.培训护理人员"]


def test_a_lone_chapters_heading_leads_in_unless_it_states_a_figure(cewen: Cewen, tmp_path: Path) -> None:
    for name, chapter in (("甲", "立足均衡，狠抓养老服务重点"), ("乙", "立足均衡，狠抓养老服务“五项重点”")):
        add(
            cewen,
            tmp_path,
            name,
            f"白云县养老服务工作简报\n\n一、{chapter}\n（一）加大养老服务投入\n白云县投入养老服务资金350万元，建成中心12个。\n"
            "（二）培训护理人员\n白云县举办护理培训9期，培训护理员300人。\n",
        )
        text = text_of(cewen.draft("汇报材料", "养老服务", "白云县"))
        cewen.remove([f"{name}.txt"])
        assert ("五项" in text, "狠抓养老服务重点。" in text) == (False, name == "甲")
        assert "（一）加大养老服务投入" in text
