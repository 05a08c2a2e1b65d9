"""Check drafts against the sample library: what is wrong is found at its span, what is true is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from assistant.app import Cewen
from assistant.remote import CALLS
from corpus.errors import DraftError, EmptyDocument, UnreadableFile
from corpus.figures import find_figures
from tests.assistant.retold import RETOLD
from tests.benchmarks.planted_errors import FACTUAL, measure

Json = dict[str, Any]


def checked(cewen: Cewen, folder: Path, text: str, place: str = "", name: str = "稿.txt") -> Json:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    report = cewen.check(str(path), place)
    for finding in report["findings"]:
        assert report["text"][finding["start"] : finding["end"]] == finding["text"]
    return report


def spans(report: Json, *kinds: str) -> list[str]:
    return [f["text"] for f in report["findings"] if f["kind"] in (kinds or FACTUAL)]


def about(report: Json, text: str) -> Json:
    return next(f for f in report["findings"] if f["text"] == text)


# ---- figures


def test_another_value_is_an_error_with_the_right_one_and_its_source(samples: Cewen, tmp_path: Path) -> None:
    report = checked(samples, tmp_path, "青岚县教育情况汇报\n\n全县在校学生38260人，专任教师2874人。\n")
    assert spans(report) == ["38260人"]
    finding = about(report, "38260人")
    assert (finding["severity"], finding["suggestion"]) == ("错误", "38620人")
    source = finding["sources"][0]
    assert source["place"] == "青岚县"
    document = samples.document(source["doc_id"])
    assert document is not None
    assert source["quote"] in document.text
    assert report["figures"] == {"checked": 2, "proven": 1, "flagged": 1}


@pytest.mark.parametrize(
    "sentence",
    [
        "三年来县财政累计投入36000万元，新建、改扩建学校十四所。",
        "教师交流不少于应交流人数的百分之十二。",
        "在校学生3.862万人，专任教师2,874人。",
        "三方面工作：一是抓投入，二是抓队伍，三是抓质量。",
    ],
)
def test_a_true_figure_written_another_way_is_proven(samples: Cewen, tmp_path: Path, sentence: str) -> None:
    assert spans(checked(samples, tmp_path, f"青岚县教育情况汇报\n\n{sentence}\n")) == []


@pytest.mark.parametrize(
    ("sentence", "wrong", "suggestion"),
    [
        ("县财政累计投入3.6万元，新增学位5400个。", "3.6万元", "3.6亿元"),
        ("新增校舍面积9.8平方米，新增学位5400个。", "9.8平方米", "9.8万平方米"),
        ("2024年共资助学生7230人，发放资金618.4万元。", "7230人", "7230人次"),
        ("招聘教师186人，其中特岗教师412人。", "186人", "412人"),
        ("2023年共资助学生7230人次，发放资金618.4万元。", "2023年", "2024年"),
        ("全县中考优秀率为31.5%，比上年降低2.3个百分点。", "降低", "提高"),
    ],
)
def test_wrong_units_swaps_years_and_directions(
    samples: Cewen, tmp_path: Path, sentence: str, wrong: str, suggestion: str
) -> None:
    report = checked(samples, tmp_path, f"青岚县教育情况汇报\n\n{sentence}\n")
    assert wrong in spans(report)
    assert about(report, wrong)["suggestion"] == suggestion


def test_another_places_figure_is_named_as_that_places(samples: Cewen, tmp_path: Path) -> None:
    text = "教育情况汇报\n\n跨校调配教师346人，其中从县城流向农村213人。\n"
    report = checked(samples, tmp_path, text, place="青岚县")
    assert "柳溪县" in about(report, "346人")["message"]
    assert spans(checked(samples, tmp_path, text, place="柳溪县")) == []


def test_a_place_left_over_from_another_paper_is_flagged(samples: Cewen, tmp_path: Path) -> None:
    report = checked(samples, tmp_path, "柳溪县教育情况汇报\n\n石桥区三年来跨校调配教师346人，流向农村213人。\n")
    assert spans(report) == ["石桥区"]
    assert about(report, "石桥区")["suggestion"] == "柳溪县"


def test_another_place_named_as_an_example_keeps_its_own_figures(samples: Cewen, tmp_path: Path) -> None:
    text = "柳溪县教育情况汇报\n\n学习青岚县经验，青岚县新建、改扩建学校14所，新增学位5400个。\n"
    assert spans(checked(samples, tmp_path, text)) == []


def test_totals_and_shares_that_the_draft_reckons_itself_are_no_findings(samples: Cewen, tmp_path: Path) -> None:
    table = "| 项目 | 2022年 | 2023年 | 合计 |\n| --- | --- | --- | --- |\n| 招聘教师（人） | 118 | 137 | 255 |\n"
    text = f"青岚县教育情况汇报\n\n公开招聘教师412人，其中特岗教师186人，占45.1%。\n\n{table}"
    assert spans(checked(samples, tmp_path, text)) == []


# ---- rules, quotations, numbers


def test_a_version_no_longer_in_force_is_told(samples: Cewen, tmp_path: Path) -> None:
    text = "石桥区情况汇报\n\n根据《云川市义务教育学校管理办法（2019）》，生均公用经费标准为小学每生每年650元。\n"
    report = checked(samples, tmp_path, text)
    assert about(report, "650元")["suggestion"] == "720元"
    assert {f["kind"] for f in report["findings"] if f["severity"] == "错误"} == {"旧版"}
    assert spans(checked(samples, tmp_path, text.replace("（2019）", "").replace("650", "720"))) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("建成“云端东屏”专递课堂。", "端"),
        ("根据云教督〔2025〕5号文件开展自查。", "5"),
        ("《云川市义务教育学校管理办法》第五条规定，小学每班不得超过45人，初中每班不得超过50人。", "第五条"),
        ("《云川市义务教育学校管理条例》要求就近入学。", "条例"),
        ("成员为河湾小学、北山小学和青松小学。", "北山小学"),
    ],
)
def test_altered_quotations_numbers_titles_and_names(samples: Cewen, tmp_path: Path, sentence: str, wrong: str) -> None:
    place = "石桥区" if "河湾" in sentence else "东屏区"
    report = checked(samples, tmp_path, f"{place}情况汇报\n\n{sentence}\n")
    assert wrong in spans(report)


# ---- the draft itself


def test_a_draft_does_not_prove_itself(cewen: Cewen, tmp_path: Path, document: Path) -> None:
    cewen.add([str(document)])
    report = cewen.check(str(document))
    assert report["figures"]["proven"] == 0
    copy = tmp_path / "另存.txt"
    copy.write_text(document.read_text(encoding="utf-8").replace("，", "， "), encoding="utf-8")
    assert cewen.check(str(copy))["figures"]["proven"] == 0


def test_one_wrong_figure_in_a_copy_of_a_document_is_found(cewen: Cewen, tmp_path: Path, document: Path) -> None:
    cewen.add([str(document)])
    text = document.read_text(encoding="utf-8").replace("85人", "58人")
    assert spans(checked(cewen, tmp_path, text)) == ["58人"]


def test_without_a_library_a_draft_is_checked_against_itself(cewen: Cewen, tmp_path: Path) -> None:
    text = "白云县教育情况汇报\n\n现有学校46所，其中小学31所，初中21所。\n2024年2月30日召开会议。\n"
    report = checked(cewen, tmp_path, text)
    assert spans(report) == ["46所", "2月30日"]
    assert report["figures"]["proven"] == 0


def test_findings_come_worst_first_and_are_json(samples: Cewen, tmp_path: Path) -> None:
    text = "青岚县教育情况汇报\n\n全县在校学生38260人,专任教师2874人。〔待补充：署名〕\n"
    report = checked(samples, tmp_path, text)
    ranks = ["错误疑问提示".index(f["severity"]) for f in report["findings"]]
    assert ranks == sorted(ranks)
    assert json.loads(json.dumps(report, ensure_ascii=False)) == report
    assert "check" in CALLS


@pytest.mark.parametrize("name", ["稿.txt", "稿.md"])
def test_offsets_count_in_the_file_as_it_stands(samples: Cewen, tmp_path: Path, name: str) -> None:
    text = "# 青岚县教育情况汇报\n\n网站首页 > 教育\n\n**全县**在校学生 38260 人，专任教师2874人。\n"
    report = checked(samples, tmp_path, text, name=name)
    assert report["text"] == text
    assert "38260 人" in spans(report)


def test_what_cannot_be_read_is_told(samples: Cewen, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_text("\n\n", encoding="utf-8")
    with pytest.raises(EmptyDocument):
        samples.check(str(empty))
    with pytest.raises(UnreadableFile):
        samples.check(str(tmp_path / "没有.docx"))


# ---- comments in Word


def comments_of(path: Path) -> dict[str, str]:
    """Return the comments of a Word file by the words at which they stand."""
    document = Document(str(path))
    texts = {comment.comment_id: comment.text for comment in document.comments}
    found: dict[str, str] = {}
    open_: dict[int, str] = {}
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_[int(element.get(qn("w:id")))] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            number = int(element.get(qn("w:id")))
            found[open_.pop(number)] = texts[number]
        elif element.tag == qn("w:t"):
            open_ = {number: text + element.text for number, text in open_.items()}
    return found


def word_draft(path: Path) -> None:
    document = Document()
    document.add_paragraph("青岚县教育情况汇报", style="Title")
    paragraph = document.add_paragraph("全县在校学生")
    paragraph.add_run("38").bold = True
    paragraph.add_run("260人，专任教").italic = True
    paragraph.add_run("师2874人。")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("项目", "2024年"), ("招聘教师（人）", "175")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.save(str(path))


def test_comments_stand_at_exactly_the_wrong_words_in_tables_too(samples: Cewen, tmp_path: Path) -> None:
    draft, output = tmp_path / "稿.docx", tmp_path / "批注 稿" / "批注.docx"
    word_draft(draft)
    before = draft.read_bytes()
    report = samples.check(str(draft), output=str(output))
    comments = comments_of(output)
    assert draft.read_bytes() == before
    assert "38620人" in comments["38260人"]
    assert "157" in comments["175"]
    assert len(comments) == len(report["findings"])
    document = Document(str(output))
    runs = document.paragraphs[1].runs
    assert "".join(run.text for run in runs) == "全县在校学生38260人，专任教师2874人。"
    assert [run.text for run in runs if run.bold] == ["38"]
    assert {comment.author for comment in document.comments} == {"策问核稿"}


def test_a_text_file_gets_a_word_file_with_comments(samples: Cewen, tmp_path: Path) -> None:
    draft, output = tmp_path / "稿.md", tmp_path / "批注.docx"
    draft.write_text(
        "# 青岚县教育工作汇报材料\n\n一、基本情况\n全县在校学生38260人。\n二、做法\n三、打算\n", encoding="utf-8"
    )
    samples.check(str(draft), output=str(output))
    comments = comments_of(output)
    assert "38260人" in comments
    assert any("结构" in text for words, text in comments.items() if words == "青岚县教育工作汇报材料")


def test_the_draft_itself_is_never_written_over(samples: Cewen, tmp_path: Path) -> None:
    draft = tmp_path / "稿.docx"
    word_draft(draft)
    with pytest.raises(DraftError, match="原稿"):
        samples.check(str(draft), output=str(draft))
    with pytest.raises(DraftError, match=r"\.docx"):
        samples.check(str(draft), output=str(tmp_path / "批注.pdf"))


def test_our_own_draft_with_its_sources_raises_no_alarm_over_them(samples: Cewen, tmp_path: Path) -> None:
    draft = tmp_path / "汇报.docx"
    samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县", str(draft))
    report = samples.check(str(draft), "青岚县")
    assert report["figures"]["proven"] >= 10
    assert [f["text"] for f in report["findings"] if f["kind"] in FACTUAL] == []


# ---- the mark


@pytest.mark.parametrize(("place", "sentence", "errors"), RETOLD)
def test_sentences_told_in_other_words(
    samples: Cewen, tmp_path: Path, place: str, sentence: str, errors: tuple[tuple[str, str], ...]
) -> None:
    heading = f"{place}有关工作情况汇报\n\n"
    for wrong, right in errors:
        text = heading + sentence.replace(right, wrong, 1) + "\n"
        start = len(heading) + sentence.index(right)
        report = checked(samples, tmp_path, text)
        hits = [f for f in report["findings"] if f["kind"] in FACTUAL and f["end"] > start]
        assert any(f["start"] < start + len(wrong) and f["end"] - f["start"] <= 12 for f in hits), (wrong, right)


def test_true_sentences_told_in_other_words_raise_few_alarms(samples: Cewen, tmp_path: Path) -> None:
    alarms = figures = 0
    for place, sentence, _ in RETOLD:
        report = checked(samples, tmp_path, f"{place}有关工作情况汇报\n\n{sentence}\n")
        figures += len(find_figures(sentence))
        alarms += len(spans(report))
    assert alarms * 100 <= 3 * figures


def test_planted_errors_are_found_and_true_figures_left_alone(samples: Cewen) -> None:
    tally = measure(samples, seed=3, drafts=16)
    assert sum(tally.planted.values()) >= 70
    assert tally.share_found >= 0.95, tally.missed
    assert tally.alarm_rate <= 0.02, tally.false
