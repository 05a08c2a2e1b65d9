from __future__ import annotations

import pytest

from corpus.loaders.typed_tables import mark_tables

HEAD = ["| 乡镇 | 面积（亩） | 产值 |", "| --- | --- | --- |"]
ROWS = ["| 青木镇 | 7600 | 5320 |", "| 石门镇 |  | 8680 |"]


@pytest.mark.parametrize(
    "typed",
    [
        "乡镇\t面积（亩）\t产值\n青木镇\t7600\t5320\n石门镇\t\t8680",
        "乡镇 | 面积（亩） | 产值\n青木镇 | 7600 | 5320\n石门镇 |  | 8680",
        "| 乡镇 | 面积（亩） | 产值 |\n|---|---|---|\n| 青木镇 | 7600 | 5320 |\n| 石门镇 |  | 8680 |",
        "│乡镇│面积（亩）│产值│\n│青木镇│7600│5320│\n│石门镇││8680│",
    ],
)
def test_tables_typed_with_tabs_and_bars_are_tables(typed: str) -> None:
    assert mark_tables(f"情况如下：\n{typed}\n以上。").split("\n") == ["情况如下：", *HEAD, *ROWS, "以上。"]


def test_columns_of_blanks_are_a_table_from_three_rows_on() -> None:
    typed = "乡镇    面积    产值\n青木镇  7600    5320\n石门镇  12400   8680"
    assert mark_tables(typed).split("\n")[2] == "| 青木镇 | 7600 | 5320 |"
    assert mark_tables("局长  张三  李四\n副局长  王五  赵六") == "局长  张三  李四\n副局长  王五  赵六"


@pytest.mark.parametrize(
    "text",
    [
        "一、\t总体要求\n二、\t主要任务",
        "联系人：张三\t电话：123\n\n正文没有表格。",
        "第一段很长" * 20 + "\t" + "第二段也很长" * 20 + "\t第三段\n" + "甲\t乙\t丙丁",
        "　　各位领导：\n　　同志们：\n　　现汇报如下：",
    ],
)
def test_prose_stays_prose(text: str) -> None:
    assert mark_tables(text) == text
