from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import Cewen
from index import neighbours
from index.alike import group_same
from index.embeddings import load_embeddings
from index.library import Library
from index.presenting import extended
from index.retriever import HybridRetriever

LONG = "各地要把学校食堂食品安全摆在突出位置，落实校长负责制、陪餐制和公示制，定期开展自查，发现问题立即整改，整改情况向社会公开。"
_MORE = "".join(f"对{name}要明确责任部门和完成时限，逐项销号管理。" for name in "采购验收储存加工留样配送清洗消毒")
VERSIONS = (LONG + _MORE, LONG.replace("突出", "更加突出") + _MORE)


def test_the_same_text_is_one_group_whatever_its_widths_and_marks() -> None:
    texts = [LONG, "别的内容，与此无关。", LONG.replace("，", ","), LONG.replace("突出", "更加突出"), *VERSIONS]
    assert group_same(texts, lambda one, other: True) == [[0, 2], [1], [3], [4, 5]]
    assert group_same(texts, lambda one, other: False) == [[0], [1], [2], [3], [4], [5]]


def test_another_figure_is_another_passage() -> None:
    one = LONG + "全年投入350万元，惠及学生三千人。"
    assert group_same([one, one.replace("350", "360")], lambda *_: True) == [[0], [1]]
    assert group_same([one, one.replace("三千", "二千")], lambda *_: True) == [[0], [1]]


@given(st.lists(st.text(alphabet="甲乙丙一2，。 ", max_size=12), max_size=12))
def test_groups_hold_each_passage_once_in_order(texts: list[str]) -> None:
    groups = group_same(texts, lambda *_: True)
    assert sorted(position for group in groups for position in group) == list(range(len(texts)))
    assert all(group == sorted(group) for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("same")
    for place in ("白云县", "白云县", "青山县"):
        number = len(list(folder.iterdir()))
        (folder / f"{number}.txt").write_text(
            f"{place}食品安全工作通知\n\n一、要求\n{LONG}\n\n二、时间\n第{number}批从本月起执行。\n", encoding="utf-8"
        )
    sentences = "".join(f"第{number}项任务由各部门分工负责，按月调度，按季通报，年底统一考核。" for number in range(40))
    (folder / "长.txt").write_text(f"望川县重点任务分工方案\n\n一、任务\n{sentences}\n", encoding="utf-8")
    library = Library(folder / "home", load_embeddings())
    assert library.add([folder]).failed == []
    yield library
    library.close()


def test_the_same_passage_is_given_once_for_each_place(library: Library) -> None:
    found = HybridRetriever(library=library, collapse=True).search("学校食堂食品安全陪餐制", 5)
    same = [p for p in found if LONG in p.chunk.text]
    assert sorted((p.facts.place, len(p.duplicates)) for p in same) == [("白云县", 1), ("青山县", 0)]
    plain = HybridRetriever(library=library).search("学校食堂食品安全陪餐制", 5)
    assert len([p for p in plain if LONG in p.chunk.text]) == 3


def test_a_cut_paragraph_is_given_with_what_stands_beside_it(library: Library) -> None:
    found = extended(HybridRetriever(library=library).search("重点任务按月调度", 10), library.catalog)
    cut = [p for p in found if "项任务" in p.chunk.text]
    assert len(cut) > 2
    assert any(p.before for p in cut)
    assert any(p.after for p in cut)
    for passage in cut:
        document = library.catalog.document(passage.chunk.doc_id)
        assert document is not None
        chunk = passage.chunk
        assert chunk.text == document.text[chunk.start : chunk.end]
        assert document.text[: chunk.start].endswith(passage.before)
        assert document.text[chunk.end :].startswith(passage.after)
        assert max(len(passage.before), len(passage.after)) <= neighbours.LONGEST


@pytest.mark.parametrize(
    ("left", "text", "right", "before", "after"),
    [
        ("上一段。\n", "整段。", "\n下一段。", "", ""),
        ("上一段。\n前一句。", "后一句。", "\n下一段。", "前一句。", ""),
        ("", "措施如下：", "\n一是加强领导。\n二是落实责任。", "", "\n一是加强领导。"),
        ("", "前半句，", "后半句。还有一句。\n别段", "", "后半句。还有一句。"),
        ("", "|甲|乙|", "\n|1|2|", "", ""),
        ("字" * 900, "字。", "", "字" * 350, ""),
    ],
)
def test_neighbours(left: str, text: str, right: str, before: str, after: str) -> None:
    assert (neighbours.before(text, left), neighbours.after(text, right)) == (before, after)


def test_search_tells_both_as_json(cewen: Cewen, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(
            f"白云县食品安全通知\n\n一、要求\n{LONG}\n\n二、批次\n{name}批执行。\n", encoding="utf-8"
        )
    cewen.add([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    hits = cewen.search("食堂食品安全陪餐制")["hits"]
    assert hits[0]["duplicates"][0]["doc_id"] != hits[0]["doc_id"]
    assert (hits[0]["before"], hits[0]["after"]) == ("", "")
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
