"""One suite for both homes of the vectors: Chroma embedded, and a real Chroma server on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embeddings import load_embeddings
from index.library import Library
from index.records import Filters
from index.retriever import HybridRetriever
from tests.index.chroma_server import chroma_server

Open = Callable[[], Library]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma") / "data") as url:
        yield url


@pytest.fixture(params=["embedded", "server"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens the library of this test on one of the two."""
    url = request.getfixturevalue("server") if request.param == "server" else ""
    return lambda: Library(tmp_path / "资料库", load_embeddings(), chroma_url=url)


def write(path: Path, place: str, number: int) -> Path:
    path.write_text(
        f"{place}工作总结\n\n一、投入\n{place}全年投入资金{number}万元，建设服务站点12个。\n\n二、成效\n{place}服务群众3.2万人次。\n\n"
        f"{place}教育局\n2024年1月8日\n",
        encoding="utf-8",
    )
    return path


def texts(library: Library, query: str, mode: str = "dense", filters: Filters | None = None) -> list[str]:
    return [p.chunk.text for p in HybridRetriever(library=library, mode=mode).search(query, 20, filters)]


def whole(library: Library) -> bool:
    chunks = library.catalog.counts()[1]
    return library.lexical.count() == chunks == library.vectors.count() and library.catalog.pending_count() == 0


def test_added_documents_are_found(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / "a.txt", "青山县", 350), write(tmp_path / "b.txt", "白河县", 480)])
    assert whole(library)
    for mode in ("dense", "lexical", "hybrid"):
        assert "350万元" in texts(library, "青山县投入资金多少", mode)[0], mode
    library.close()


def test_a_replaced_document_is_found_as_it_is_now(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / "a.txt", "青山县", 350)])
    library.add([write(tmp_path / "a.txt", "青山县", 777)])
    found = "".join(texts(library, "青山县投入资金"))
    assert ("777万元" in found, "350万元" in found) == (True, False)
    assert whole(library)
    library.close()


def test_a_removed_document_is_found_no_more(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / "a.txt", "青山县", 350), write(tmp_path / "b.txt", "白河县", 480)])
    library.remove([record.doc_id for record in library.resolve("a.txt")])
    found = "".join(texts(library, "投入资金"))
    assert ("480万元" in found, "350万元" in found) == (True, False)
    assert whole(library)
    library.close()


def test_filters_hold_on_few_and_on_many(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / f"{n}.txt", "白河县" if n else "青山县", 300 + n) for n in range(12)])
    for mode in ("dense", "lexical", "hybrid"):
        few = texts(library, "投入资金", mode, Filters(place="青山县"))
        assert few and all("青山县" in text for text in few)
        many = texts(library, "投入资金", mode, Filters(place="白河县"))
        assert many and all("白河县" in text for text in many)
        assert texts(library, "投入资金", mode, Filters(year="1999")) == []
    library.close()


def test_likeness_is_that_of_the_vectors(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / f"{n}.txt", "白河县", 300 + n) for n in range(8)])
    vector = library.embeddings.embed_query("服务群众")
    near = dict(library.vectors.search(vector, 100))
    exact = dict(library.exact.among(vector, list(near)))
    assert len(near) == library.catalog.counts()[1]
    assert max(abs(near[chunk_id] - exact[chunk_id]) for chunk_id in near) < 1e-3
    library.close()


def test_it_is_found_again_after_it_was_closed(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / "a.txt", "青山县", 350)])
    library.close()
    library = opened()
    assert "350万元" in "".join(texts(library, "投入资金"))
    assert whole(library)
    library.close()


def test_rebuilding_and_refilling_lose_nothing(opened: Open, tmp_path: Path) -> None:
    library = opened()
    library.add([write(tmp_path / f"{n}.txt", "白河县", 300 + n) for n in range(5)])
    before = sorted(texts(library, "投入资金"))
    library.rebuild()
    assert sorted(texts(library, "投入资金")) == before
    library.vectors.apply([row["chunk_id"] for row in library.catalog.rows("SELECT chunk_id FROM chunks")], {})
    assert library.vectors.count() == 0
    library.close()
    library = opened()
    assert sorted(texts(library, "投入资金")) == before
    assert whole(library)
    library.close()


def test_two_libraries_on_one_server_keep_apart(server: str, tmp_path: Path) -> None:
    one, two = (Library(tmp_path / name, load_embeddings(), chroma_url=server) for name in ("甲", "乙"))
    one.add([write(tmp_path / "a.txt", "青山县", 350)])
    two.add([write(tmp_path / "b.txt", "白河县", 480)])
    assert whole(one) and whole(two)
    assert not any("白河县" in text for text in texts(one, "投入资金"))
    one.close()
    two.close()
