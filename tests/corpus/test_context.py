"""What goes with a passage: lead-ins of lists, captions and heads of tables."""

from __future__ import annotations

import pytest

from corpus.context import lead_in, table_context
from corpus.reading import read_documents
from corpus.splitter import PolicyTextSplitter

LIST = "学校要做好以下三项工作：\n1. 排查隐患。\n2. 组织演练。\n3. 配齐保安。\n以上工作年底前完成。"
RUN = "我县多措并举。主要抓了三个方面：一是增加投入，新建校舍。二是充实队伍，招聘教师。三是加强管理，落实责任。"


@pytest.mark.parametrize("item", ["1. 排查", "2. 组织", "3. 配齐"])
def test_an_item_keeps_the_line_that_leads_to_it(item: str) -> None:
    assert lead_in(LIST, LIST.index(item)) == "学校要做好以下三项工作："


@pytest.mark.parametrize("item", ["二是", "三是"])
def test_an_item_of_a_run_keeps_the_sentence_that_leads_to_it(item: str) -> None:
    assert lead_in(RUN, RUN.index(item)) == "主要抓了三个方面："


@pytest.mark.parametrize("piece", ["以上工作", "学校要做好"])
def test_running_text_has_no_lead_in(piece: str) -> None:
    assert lead_in(LIST, LIST.index(piece)) == ""


def test_items_without_a_lead_in_have_none() -> None:
    text = "全县工作取得进展。\n1. 排查隐患。\n2. 组织演练。"
    assert lead_in(text, text.index("2.")) == ""


def test_every_piece_of_a_table_carries_caption_and_head() -> None:
    rows = "\n".join(f"| 第{n}小学 | {n * 100} | {n * 3} |" for n in range(1, 60))
    text = f"青岚县学校统计\n\n表一：各校在校学生（单位：人）\n\n| 学校 | 学生 | 教师 |\n| --- | --- | --- |\n{rows}\n\n说明：数据截至九月底，由县教育局统计。"
    document = read_documents(text.encode(), "表.md")[0]
    pieces = [c for c in PolicyTextSplitter().split_document(document) if c.text.startswith("|")]
    assert len(pieces) > 3
    for piece in pieces:
        assert "表一：各校在校学生（单位：人）" in piece.context
        assert "| 学校 | 学生 | 教师 |" in piece.index_text


def test_a_sentence_above_a_table_is_no_caption() -> None:
    text = "全县情况见下。\n| 学校 | 学生 |\n| --- | --- |\n| 一小 | 100 |"
    assert table_context(text, text.index("| 一小")) == ["", "| 学校 | 学生 |"]
