from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.app import Cewen
from index.fusion import fuse
from index.records import Filters
from index.retriever import HybridRetriever


@pytest.fixture(scope="module")
def retriever(samples: Cewen) -> HybridRetriever:
    return HybridRetriever(library=samples.library, k=5)


def test_it_is_a_langchain_retriever(retriever: HybridRetriever) -> None:
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("教师交流轮岗")
    assert len(documents) == 5
    assert all(isinstance(document, Document) and document.metadata["doc_id"] for document in documents)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("青岚县划分了几个片区", "9个片区"),
        ("教师在同一学校任教几年要交流", "任教满六年"),
        ("课后服务收费标准", "每生每月不超过100元"),
        ("小规模学校教师老龄化", "五十岁以上教师占58%"),
        ("校园安全隐患排查整改", "整改率95.2%"),
    ],
)
def test_the_passage_is_among_the_first_three(retriever: HybridRetriever, query: str, words: str) -> None:
    assert any(words in passage.chunk.text for passage in retriever.search(query, 3))


def test_identical_text_comes_first(retriever: HybridRetriever) -> None:
    text = "设立乡村教师岗位津贴，按边远程度每人每月发放300元至900元。"
    assert text in retriever.search(text, 3)[0].chunk.text


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_filters_hold_in_each_mode(samples: Cewen, mode: str) -> None:
    retriever = HybridRetriever(library=samples.library, mode=mode)
    for filters, fits in [
        (Filters(place="柳溪县"), lambda p: p.facts.place == "柳溪县"),
        (Filters(genre="实施方案"), lambda p: p.facts.genre == "实施方案"),
        (Filters(year="2024"), lambda p: p.facts.date[:4] == "2024" or (not p.facts.date and "2024" in p.facts.title)),
        (Filters(place="石桥区", genre="工作简报"), lambda p: (p.facts.place, p.facts.genre) == ("石桥区", "工作简报")),
    ]:
        passages = retriever.search("学校教师", 20, filters)
        assert passages
        assert all(map(fits, passages))
    assert retriever.search("学校教师", 20, Filters(place="没有这个县")) == []


@pytest.mark.parametrize("query", ["", "   ", "（）！", "(", "a" * 2000, "《", "\x00", "OR AND NOT", "😀"])
def test_odd_queries_do_no_harm(retriever: HybridRetriever, query: str) -> None:
    assert isinstance(retriever.search(query, 5), list)


def test_scores_fall_and_lie_between_zero_and_one(retriever: HybridRetriever) -> None:
    scores = [passage.score for passage in retriever.search("教育经费投入", 20)]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 < score <= 1.0 for score in scores)


def test_fusion_weighs_the_halves() -> None:
    lexical, dense = [("a", 10.0), ("b", 5.0)], [("b", 0.9), ("c", 0.1)]
    assert [hit for hit, _ in fuse(lexical, dense, 0.0)][:2] == ["a", "b"]
    assert next(hit for hit, _ in fuse(lexical, dense, 1.0)) == "b"
    assert fuse([], [], 0.3) == []
    assert fuse([("a", 3.0)], [], 0.25) == [("a", 0.75)]
