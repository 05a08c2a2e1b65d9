"""Themes of passages, against labels by hand on the sample corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.settings import Settings
from corpus.errors import SettingsError
from corpus.schema import Chunk
from corpus.themes import Taxonomy, Theme, load_taxonomy
from index.embeddings import load_embeddings
from index.themes import ThemeTagger

LABELS = Path(__file__).parent / "theme_labels.tsv"


def labels() -> dict[str, set[str]]:
    rows = [line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {quote: set(filter(None, themes.split(","))) for quote, themes in rows}


def measured(cewen: Cewen) -> tuple[float, float]:
    """Return precision and recall of the stored themes."""
    right = given = wanted = 0
    catalog = cewen.library.catalog
    chunks = [*catalog.chunks(catalog.chunk_ids()).values()]
    for quote, themes in labels().items():
        chunk = next(chunk for chunk in chunks if quote in chunk.text)
        found = set(chunk.themes)
        right, given, wanted = right + len(found & themes), given + len(found), wanted + len(themes)
    return right / given, right / wanted


def test_labels_name_themes_of_the_taxonomy() -> None:
    names = set(load_taxonomy().names)
    assert all(themes <= names for themes in labels().values())


def test_themes_of_the_sample_corpus(samples: Cewen) -> None:
    precision, recall = measured(samples)
    assert precision >= 0.72, precision
    assert recall >= 0.8, recall


def test_an_offices_own_theme_takes_hold_at_the_next_start_without_embedding(settings: Settings, monkeypatch) -> None:
    with Cewen(settings) as cewen:
        cewen.add_samples()
        assert "校园足球" not in cewen.themes()["themes"]
    own = '[[theme]]\nname = "学位"\nterms = ["学位"]\n\n[[theme]]\nname = "学生资助"\nterms = []\n'
    (settings.home / "themes.toml").write_text(own, encoding="utf-8")
    embedded: list[int] = []
    with Cewen(settings) as cewen:
        original = type(cewen.library.embeddings).embed_array
        monkeypatch.setattr(
            type(cewen.library.embeddings),
            "embed_array",
            lambda s, texts: embedded.append(len(texts)) or original(s, texts),
        )
        found = cewen.themes()
        assert "学位" in found["themes"] and "学生资助" not in found["themes"]
        assert found["cells"]["学位"]["青岚县"] >= 2
        passages = cewen.themes("学位", "青岚县")["passages"]
        assert passages and all("学位" in passage["text"] for passage in passages)
    assert sum(embedded) < 100


@pytest.mark.parametrize(
    "written", ["[[theme]\n", '[[theme]]\nterms = ["a"]\n', '[[theme]]\nname = "甲"\nterms = "乙"\n']
)
def test_a_wrong_taxonomy_is_told_with_its_file(tmp_path: Path, written: str) -> None:
    (tmp_path / "themes.toml").write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"themes\.toml"):
        load_taxonomy(tmp_path)


def test_hints_need_a_near_meaning() -> None:
    taxonomy = Taxonomy((Theme("经费", ("教育经费",), ("投入", "万元")),))
    assert taxonomy.found("教育经费逐年增长") == {"经费": True}
    assert taxonomy.found("投入1350万元更换消防设施") == {"经费": False}
    assert taxonomy.found("投入人力") == {}
    assert taxonomy.found("逐年增长。", ("一、投入情况",)) == {"经费": False}
    tagger = ThemeTagger(taxonomy, load_embeddings())
    text = "财政投入资金三千万元，教育经费保障有力。"
    chunk = Chunk("a:b:0-20", "a", 0, len(text), text)
    assert tagger.tag([chunk], load_embeddings().embed_array([text]))[0].themes == ("经费",)


def test_a_theme_that_is_not_there_is_told(samples: Cewen) -> None:
    from corpus.errors import CewenError

    with pytest.raises(CewenError, match="没有「月球」这个主题"):
        samples.themes("月球")
