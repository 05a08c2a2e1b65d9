from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SettingsError
from index.embeddings import BUILT_IN, BuiltInEmbeddings, load_embeddings

TEXTS = ["贵溪市把全市学校划分为13个片区", "投入5000余万元", "ABC 2013年", "", "𠮷", "义务教育" * 300]


@pytest.fixture(scope="module")
def built_in() -> BuiltInEmbeddings:
    return BuiltInEmbeddings()


def test_sentence_transformers_reads_the_same_vectors(built_in: BuiltInEmbeddings) -> None:
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformer(str(BUILT_IN)).encode(TEXTS, show_progress_bar=False)
    np.testing.assert_allclose(built_in.embed_array(TEXTS), other, atol=2e-6)


def test_model2vec_reads_the_same_vectors(built_in: BuiltInEmbeddings) -> None:
    from model2vec import StaticModel

    other = StaticModel.from_pretrained(BUILT_IN).encode(TEXTS, use_multiprocessing=False)
    np.testing.assert_allclose(built_in.embed_array(TEXTS), other, atol=2e-6)


def test_vectors_are_unit_length_or_zero(built_in: BuiltInEmbeddings) -> None:
    norms = np.linalg.norm(built_in.embed_array(TEXTS), axis=1)
    assert norms[3] == 0.0
    np.testing.assert_allclose(norms[[0, 1, 2, 5]], 1.0, atol=1e-5)


def test_a_passage_on_the_subject_is_nearer(built_in: BuiltInEmbeddings) -> None:
    question, near, far = built_in.embed_array(["教师交流轮岗", "推动校长和教师在城乡之间合理流动", "强化食品安全监管"])
    assert question @ near > question @ far


def test_checkpoint_is_small_and_its_checksum_true() -> None:
    assert sum(p.stat().st_size for p in BUILT_IN.rglob("*") if p.is_file()) <= 40 * 10**6
    data = (BUILT_IN / "model.safetensors").read_bytes() + (BUILT_IN / "tokenizer.json").read_bytes()
    config = json.loads((BUILT_IN / "config.json").read_text())
    assert config["checksum"] == hashlib.sha256(data).hexdigest()[:16]


def test_another_model_is_loaded_from_its_folder(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(BUILT_IN / "tokenizer.json"))
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8), Normalize()])
    model.prompts = {"query": "查询：", "document": ""}
    model.save(str(tmp_path / "模型"))
    other = load_embeddings(str(tmp_path / "模型"))
    assert other.embed_array(["政策"]).shape == (1, 8)
    assert other.fingerprint.endswith(":8")
    # The model's own query instruction is used for queries only.
    assert not np.allclose(other.embed_query("政策"), other.embed_documents(["政策"])[0])


def test_a_missing_model_is_told_in_chinese() -> None:
    with pytest.raises(SettingsError, match="装不上"):
        load_embeddings("/没有/这个/模型").embed_array(["政策"])
