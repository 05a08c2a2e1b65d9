"""Filters let the same through whichever way a search goes about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.gazetteer import is_within
from corpus.schema import DocumentFacts
from corpus.splitter import PolicyTextSplitter
from index import halves, pinned
from index.embeddings import load_embeddings
from index.library import Library
from index.records import Filters
from index.retriever import HybridRetriever
from index.texts import ReadyText, text_document

PLACES = ["宿城区", "宿迁市", "贵溪市", ""]
GENRES = ["法规", "意见", ""]
SUBJECTS = ["教师交流轮岗", "学校食堂安全", "养老服务中心", "农村公路养护", "水库移民安置"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library of 1,200 short documents of many places, genres and years."""
    library = Library(tmp_path_factory.mktemp("scope") / "home", load_embeddings())
    documents = []
    for number in range(1200):
        subject = SUBJECTS[number % 5]
        ready = ReadyText(
            f"文:{number}", f"{subject}材料{number}", f"{subject}情况第{number}号，投入{number * 7}万元。"
        )
        place = PLACES[number % 4]
        facts = DocumentFacts(
            title=ready.title, place=place, region={"宿城区": "江苏省宿迁市宿城区"}.get(place, place),
            genre=GENRES[number % 3], date=f"{2015 + number % 8}-03-01" if number % 10 else "",
        )  # fmt: skip
        documents.append(replace(text_document(ready), facts=facts))
    chunks = [chunk for document in documents for chunk in PolicyTextSplitter().split_document(document)]
    vectors = library.embeddings.embed_array([chunk.index_text for chunk in chunks])
    library.catalog.replace_files([document.source for document in documents], documents, chunks, vectors)
    library.sync()
    yield library
    library.close()


filters = st.builds(
    Filters,
    place=st.sampled_from(["", "宿城区", "宿迁市", "江苏省", "没有这里"]),
    genre=st.sampled_from(["", "法规", "意见"]),
    year=st.sampled_from(["", "2016", "2020"]),
    in_force=st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    narrowed=filters,
    subject=st.sampled_from(SUBJECTS),
    few=st.sampled_from([0, 300, 10_000]),
    wide=st.sampled_from([0.0, 0.1, 2.0]),
)
def test_sifting_and_comparing_find_the_same(
    library: Library, narrowed: Filters, subject: str, few: int, wide: float
) -> None:
    scope = library.scope(narrowed)
    if scope is None:
        return
    vector = library.embeddings.embed_query(subject)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(halves, "FEW", few)
        patch.setattr(halves, "WIDE", wide)
        lexical = halves.lexical_hits(library, subject, 30, scope)
        dense = halves.dense_hits(library, vector, 30, scope)
    assert all(scope.holds(chunk_id) for chunk_id, _ in lexical + dense)
    exact = library.exact.nearest(vector, 30, scope)
    assert len(dense) == len(exact) == min(30, len(scope))
    # HNSW may miss some; its scores are those of the comparison.
    np.testing.assert_allclose([s for _, s in dense][:5], [s for _, s in exact][:5], atol=0.05)
    listed = library.lexical.search(subject, 30, scope.doc_ids)
    np.testing.assert_allclose([s for _, s in lexical], [s for _, s in listed], rtol=1e-5)


@given(narrowed=filters)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_passage_fits_its_filters(library: Library, narrowed: Filters) -> None:
    for passage in HybridRetriever(library=library).search("学校投入情况", 20, narrowed):
        facts = passage.facts
        assert narrowed.genre in ("", facts.genre)
        assert not narrowed.place or is_within(facts.place, narrowed.place, facts.region)
        dated = facts.date.startswith(narrowed.year) if facts.date else narrowed.year in facts.title
        assert not narrowed.year or dated


def test_a_scope_is_worked_out_once_and_anew_after_a_change(library: Library) -> None:
    narrowed = Filters(genre="意见")
    scope = library.scope(narrowed)
    assert scope is library.scope(Filters(genre="意见"))
    library.catalog.set_meta("某事", "变了")
    assert library.scope(narrowed) is not scope
    assert library.scope(Filters()) is None


def test_only_what_is_in_force_today_is_let_through(tmp_path: Path) -> None:
    library = Library(tmp_path / "home", load_embeddings())
    this_year = date.today().year
    for name, since in (("旧", this_year - 5), ("今", this_year - 1), ("新", this_year + 2)):
        (tmp_path / f"{name}.txt").write_text(
            f"云川市学校食堂管理办法\n（{since}年1月5日云川市人民政府第{since - 2000}号令公布）\n\n"
            f"第一条 {name}办法规定，学校食堂实行明厨亮灶。\n\n第二条 本办法自{since}年3月1日起施行。\n",
            encoding="utf-8",
        )
        assert library.add([tmp_path / f"{name}.txt"]).failed == []
    retriever = HybridRetriever(library=library)
    everything = "".join(p.chunk.text for p in retriever.search("学校食堂明厨亮灶", 20))
    assert all(f"{name}办法" in everything for name in "旧今新")
    current = "".join(p.chunk.text for p in retriever.search("学校食堂明厨亮灶", 20, Filters(in_force=True)))
    assert [name for name in "旧今新" if f"{name}办法" in current] == ["今"]
    library.close()


def test_filters_hold_after_documents_change(library: Library) -> None:
    """Vectors held for comparing are those of the catalog after documents were removed."""
    scope = library.scope(Filters(place="贵溪市", year="2017"))
    assert scope is not None
    gone = sorted(scope.doc_ids)[:2]
    library.remove(gone)
    narrowed = library.scope(Filters(place="贵溪市", year="2017"))
    assert narrowed is not None
    found = halves.dense_hits(library, library.embeddings.embed_query("食堂"), 500, narrowed)
    assert len(found) == len(narrowed) == len(scope) - 2
    assert not {chunk_id.split(":")[0] for chunk_id, _ in found} & set(gone)


def test_a_quotation_is_found_behind_many_papers_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cap on what is looked into counts what the reader may read, not what lies before it."""
    monkeypatch.setattr(pinned, "LOOKED_INTO", (2, 4))
    library = Library(tmp_path / "home", load_embeddings())
    for number, collection in enumerate(["内部"] * 10 + [""]):
        path = tmp_path / f"{number}.txt"
        path.write_text(
            f"第{number}中心校通知\n\n各校要完成食堂燃气安全自查。{'另有要求。' * number}\n", encoding="utf-8"
        )
        assert library.add([path], collection=collection).failed == []
    limited = HybridRetriever(library=library.limited(frozenset({""})), verbatim=True)
    assert len(limited.search("「食堂燃气安全自查」", 5)) == 1
    library.close()
