from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from index import trial
from index.beir import read_corpus, read_queries
from index.embeddings import load_embeddings
from index.evaluation import distinct, mean_metrics, ndcg, percentile, recall, reciprocal_rank
from index.library import Library

TEXTS = {
    "d1": ("招生办法", "小学和初中按片区划分，实行免试就近入学。"),
    "d2": ("经费标准", "小学每生每年七百二十元，初中每生每年九百四十元。"),
    "d3": ("教师交流", "教师在同一学校任教满六年的，应当参加交流。" * 40),
    "d4": ("食品安全", "学校食堂应当公示食材来源，落实陪餐制度。"),
    "d:5 五": ("", "图书馆每天开放八小时。"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "评测集"
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": key, "title": title, "text": text} for key, (title, text) in TEXTS.items()]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    queries = {"q1": "孩子上学怎么划片", "q2": "老师多少年要轮岗", "q3": "没有标注的问题"}
    (folder / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": key, "text": text}, ensure_ascii=False) + "\n" for key, text in queries.items())
    )
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td3\t1\nq2\td1\t1\n"
    )
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home", load_embeddings())


def test_metrics_are_those_of_trec_eval() -> None:
    """The figures are those of pytrec_eval-terrier 0.5.11 for this ranking and these grades."""
    ranked = ["a", "x", "b", "y", "c"]
    relevant = {"a": 1, "b": 3, "c": 2, "d": 1}
    gain = 1 / math.log2(2) + 3 / math.log2(4) + 2 / math.log2(6)
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4) + 1 / math.log2(5)
    assert ndcg(ranked, relevant) == pytest.approx(gain / ideal)
    assert ndcg(ranked, relevant) == pytest.approx(0.6304637220334277)
    assert ndcg(ranked, relevant, 3) == pytest.approx(0.5250049893849101)
    assert [recall(ranked, relevant, k) for k in (1, 3, 10)] == [0.25, 0.5, 0.75]
    assert reciprocal_rank(["x", "y", "b"], relevant) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"] * 10 + ["b"], relevant) == 0.0
    assert ndcg(["x"], relevant) == 0.0


def test_metrics_are_means_over_questions() -> None:
    means = mean_metrics([(["a"], {"a": 1}), (["x", "b"], {"b": 1})])
    assert means["recall@1"] == 0.5
    assert means["mrr@10"] == 0.75
    assert means["ndcg@10"] == pytest.approx((1 + 1 / math.log2(3)) / 2)
    assert set(means) == {"recall@1", "recall@5", "recall@10", "recall@100", "mrr@10", "ndcg@10"}


def test_a_document_stands_at_its_best_passage() -> None:
    assert distinct(["a", "b", "a", "c"], 2) == ["a", "b"]
    assert (percentile([5.0, 1.0, 3.0], 0.5), percentile([1.0] * 19 + [9.0], 0.95)) == (3.0, 1.0)


def test_a_collection_is_read_with_its_grades(folder: Path) -> None:
    assert [document.id for document in read_corpus(folder)] == list(TEXTS)
    queries = {query.id: query.relevant for query in read_queries(folder)}
    assert queries == {"q1": {"d1": 2}, "q2": {"d3": 1, "d1": 1}}


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("corpus.jsonl", '{"_id": "a", "text": "甲"}\n坏\n', "第 2 行：不是 JSON"),
        ("corpus.jsonl", '{"_id": "a", "text": "甲"}\n{"_id": "a", "text": "乙"}\n', "第 2 行：编号「a」重复"),
        ("corpus.jsonl", '{"text": "甲"}\n', "第 1 行：缺少「_id」"),
        ("queries.jsonl", '["q1"]\n', "第 1 行：不是 JSON 对象"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\n", "第 2 行：应有 3 列"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq9\td1\t1\n", "第 2 行：queries.jsonl 里没有问题「q9」"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t高\n", "第 2 行：分数「高」不是整数"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t0\n", "没有一个问题"),
    ],
)
def test_a_malformed_collection_is_told_by_file_and_line(folder: Path, file: str, content: str, said: str) -> None:
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=said) as caught:
        read_queries(folder)
        list(read_corpus(folder))
    assert str(folder / file) in caught.value.message


def test_a_missing_file_and_other_encodings_are_told(folder: Path) -> None:
    (folder / "corpus.jsonl").write_bytes('{"_id": "a", "text": "甲"}\n'.encode("gbk"))
    with pytest.raises(EvaluationError, match="第 1 行：不是 UTF-8"):
        list(read_corpus(folder))
    (folder / "queries.jsonl").unlink()
    with pytest.raises(EvaluationError, match="打不开"):
        read_queries(folder)


def test_a_trial_tells_metrics_speed_and_cost(folder: Path, library: Library) -> None:
    result = trial.run_trial(library, folder)
    assert (result["queries"], result["documents"]) == (2, 5)
    assert result["metrics"]["recall@5"] == 1.0
    assert set(result) == {
        "metrics", "queries", "documents", "query_ms", "index_seconds", "chunks_per_second", "memory_mb", "disk_mb",
    }  # fmt: skip
    assert 0 < result["query_ms"]["p50"] <= result["query_ms"]["p95"]
    assert result["memory_mb"] > 50
    library.close()


def test_a_second_trial_indexes_nothing_again_and_finds_the_same(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = trial.run_trial(library, folder)
    embedded: list[str] = []
    embed = library.embeddings.embed_array
    monkeypatch.setattr(library.embeddings, "embed_array", lambda texts: (embedded.extend(texts), embed(texts))[1])
    second = trial.run_trial(library, folder)
    assert second["metrics"] == first["metrics"]
    assert second["index_seconds"] == first["index_seconds"]
    assert len(embedded) == 3  # the questions, and one to warm up
    library.close()


def test_a_changed_collection_is_followed(folder: Path, library: Library) -> None:
    trial.run_trial(library, folder)
    lines = (folder / "corpus.jsonl").read_text().splitlines()
    lines[0] = json.dumps({"_id": "d1", "title": "招生办法", "text": "改了内容"}, ensure_ascii=False)
    (folder / "corpus.jsonl").write_text("\n".join(lines[:3]) + "\n")
    assert trial.run_trial(library, folder)["documents"] == 3
    texts = [library.catalog.document(record.doc_id).text for record in library.catalog.records()]  # type: ignore[union-attr]
    assert "改了内容" in texts
    assert library.catalog.pending_count() == 0
    library.close()


def test_a_stopped_trial_goes_on(folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.library.batches", lambda texts: ([text] for text in texts))

    def stop(progress: object) -> None:
        if library.catalog.counts()[0] == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trial.run_trial(library, folder, progress=stop)
    assert library.catalog.counts()[0] == 2
    monkeypatch.undo()
    result = trial.run_trial(library, folder)
    assert result["documents"] == 5
    assert result["metrics"]["recall@5"] == 1.0
    library.close()


def test_a_library_of_other_documents_is_refused(folder: Path, library: Library, document: Path) -> None:
    library.add([document])
    with pytest.raises(EvaluationError, match="已有别的文档"):
        trial.run_trial(library, folder)
    assert library.catalog.counts()[0] == 1
    library.close()
