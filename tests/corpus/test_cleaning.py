from __future__ import annotations

import tomllib

import pytest

from corpus import marks
from corpus.cleaning import RULES, clean, line_rule_for, load_rules
from corpus.layout import join_page_cuts, join_wrapped_lines

DATA = tomllib.loads(RULES.read_text(encoding="utf-8"))
DROPS = [(rule["name"], line) for rule in DATA["line"] for line in rule["drops"]]
KEEPS = [line for rule in DATA["line"] for line in rule["keeps"]]


@pytest.mark.parametrize(("name", "line"), DROPS)
def test_rule_drops_its_examples(name: str, line: str) -> None:
    assert line_rule_for(line) is not None


@pytest.mark.parametrize("line", KEEPS)
def test_no_rule_drops_a_near_example(line: str) -> None:
    assert line_rule_for(line) is None


@pytest.mark.parametrize("kind", ["tail", "block"])
def test_run_rules_match_their_examples_only(kind: str) -> None:
    runs = {rule.name: rule for rule in load_rules().runs}
    for rule in DATA[kind]:
        assert all(runs[rule["name"]].start.fullmatch(line) for line in rule["drops"])
        assert not any(runs[rule["name"]].start.fullmatch(line) for line in rule["keeps"])


def test_each_dropped_line_is_accounted_for() -> None:
    text = "当前位置：首页 > 文件\n各乡镇要抓好落实，务求实效。\n上一篇：通知\nCopyright © 2020 某网"
    cleaned = clean(text)
    assert cleaned.text == "各乡镇要抓好落实，务求实效。"
    assert [(r.rule, r.text) for r in cleaned.removed] == [
        ("当前位置", "当前位置：首页 > 文件"),
        ("上下篇", "上一篇：通知"),
        ("版权备案", "Copyright © 2020 某网"),
    ]


def cut_pages() -> str:
    page = "本县坚持以人民为中心的发展思想，扎实推进乡村振兴各项工作，农村面貌发生了显著变化，群众的获得感幸福感安全感不断增强，"
    return f"1、{page}办好每\n\n2、一件民生实事。{page}把好\n\n3、事办好办实。{page}建成一\n\n4、批示范村。"


def test_text_cut_by_page_numbers_is_joined() -> None:
    text = clean(cut_pages()).text
    assert "办好每一件民生实事" in text.replace(marks.PAGE, "")
    assert "把好事办好办实" in text.replace(marks.PAGE, "")
    assert "4、" not in text


def test_page_cuts_leave_page_marks() -> None:
    assert clean(cut_pages()).text.count(marks.PAGE) == 3


def test_a_numbered_list_is_no_page_cut() -> None:
    text = "1、加强组织领导\n2、加大经费投入\n3、严格督导考核\n4、营造良好氛围"
    assert join_page_cuts(text) == text


def test_stray_marks_inside_words_are_removed() -> None:
    assert clean("定期互派干()部相互学习，优化师资()结构，促进基础教育的`发展，全面提高质量。").text == (
        "定期互派干部相互学习，优化师资结构，促进基础教育的发展，全面提高质量。"
    )


def test_hard_wrapped_lines_are_joined_and_headings_stay() -> None:
    text = (
        "一、工作目标\n到二〇二五年全县养老服务体系更加完善服务能力\n明显增强，老年人的获得感幸福感安全感显著\n"
        "提升，基本建成居家社区机构相协调医养康养\n相结合的养老服务体系。\n（一）加强设施建设"
    )
    lines = join_wrapped_lines(text).split("\n")
    assert lines[0] == "一、工作目标"
    assert lines[1].endswith("养老服务体系。")
    assert "服务能力明显增强" in lines[1]
    assert lines[2] == "（一）加强设施建设"


def test_short_lines_without_full_stop_are_not_joined() -> None:
    text = "组织领导\n经费保障\n督导考核"
    assert join_wrapped_lines(text) == text


def test_a_doubled_title_is_kept_once() -> None:
    text = clean(
        "某县河长制工作情况汇报材料\n\n某县河长制工作情况汇报材料近年来，我县全面推行河长制，水质明显改善。"
    ).text
    assert text.replace("\x010", "") == "某县河长制工作情况汇报材料\n\n近年来，我县全面推行河长制，水质明显改善。"


def test_a_sentence_that_begins_like_its_heading_is_no_doubled_title() -> None:
    text = "推进城乡环境综合整治\n推进城乡环境综合整治是今年的重点工作，要抓紧抓实。"
    assert clean(text).text == text


def test_related_titles_at_the_end_are_dropped_and_a_signature_is_kept() -> None:
    related = "青山县河长制实施方案\n一、目标\n水质达标率达到95%。\n\n最新青山县河长制实施方案范文\n关于河长制实施方案的通知大全"
    assert clean(related).text.endswith("95%。")
    signed = "青山县河长制实施方案\n一、目标\n水质达标率达到95%。\n\n青山县河长制办公室\n2024年3月5日"
    assert clean(signed).text.endswith("2024年3月5日")
