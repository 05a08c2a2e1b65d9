"""When two documents are one, and when they are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import Cewen
from corpus.duplicates import SHARED, nearly_same, sketch
from corpus.reading import read_documents
from corpus.schema import SourceDocument

BODY = "\n".join(
    f"{number}、全县第{number}个片区现有学校{number * 3}所，在校学生{number * 731}人，县财政投入{number * 112}万元，用于改善办学条件。"
    for number in range(1, 13)
)


def document(text: str) -> SourceDocument:
    return read_documents(text.encode(), "材料.txt")[0]


def test_a_reprint_with_another_letterhead_is_the_same() -> None:
    one = document(f"青岚县办学条件情况汇报\n\n{BODY}\n\n青岚县教育局\n2024年3月5日")
    other = document(f"青岚县办学条件情况汇报\n（2024年3月5日）\n教育情况第18期\n\n{BODY}")
    assert nearly_same(one, other) and nearly_same(other, one)
    assert len(set(sketch(one.text)) & set(sketch(other.text))) >= SHARED


@pytest.mark.parametrize(
    ("old", "new"),
    [("学校18所", "学校19所"), ("投入672万元", "投入762万元")],
)
def test_one_figure_that_differs_makes_two(old: str, new: str) -> None:
    one = document(f"青岚县办学条件情况汇报\n\n{BODY}")
    assert not nearly_same(one, document(one.text.replace(old, new)))


def test_facts_that_contradict_make_two() -> None:
    one = document(f"办学条件情况汇报\n\n{BODY}")
    here, there = (replace(one, facts=replace(one.facts, place=place)) for place in ("青岚县", "柳溪县"))
    assert not nearly_same(here, there)
    assert nearly_same(here, replace(one, facts=replace(one.facts, place="")))


@given(st.text(max_size=300))
def test_any_text_has_a_sketch(text: str) -> None:
    assert sketch(text) == sketch(text)
    assert all(-(2**63) <= value < 2**63 for value in sketch(text))


def test_a_reprint_is_linked_and_searched_once(cewen: Cewen, tmp_path: Path) -> None:
    first, second = tmp_path / "汇报.txt", tmp_path / "汇报（转载）.html"
    first.write_text(f"青岚县办学条件情况汇报\n\n{BODY}\n\n青岚县教育局\n2024年3月5日", encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    second.write_text(
        f"<html><body><article><h1>青岚县办学条件情况汇报</h1>{paragraphs}</article></body></html>", encoding="utf-8"
    )
    cewen.add([str(first)])
    cewen.add([str(second)])
    listed = {d["file"]: d for d in cewen.list()["documents"]}
    assert listed["汇报（转载）.html"]["duplicate_of"] == listed["汇报.txt"]["doc_id"]
    hits = cewen.search("第六个片区的学校和投入", 20)["hits"]
    assert hits and {hit["file"] for hit in hits} == {"汇报.txt"}
    cewen.remove([listed["汇报.txt"]["doc_id"]])
    assert [d["duplicate_of"] for d in cewen.list()["documents"]] == [""]
    assert {hit["file"] for hit in cewen.search("第六个片区的学校和投入", 20)["hits"]} == {"汇报（转载）.html"}
