"""Read a test collection in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv.

Thakur et al., BEIR, 2021: one JSON object a line with _id, title and text; judgements as query-id, corpus-id and
score, tab separated, under a header.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError

HELP = "评测集要有 corpus.jsonl、queries.jsonl 和 qrels/test.tsv（BEIR 格式）"


@dataclass(frozen=True, slots=True)
class BeirDocument:
    """One line of corpus.jsonl."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirQuery:
    """A question and what was judged of it: grade by document, only grades above 0."""

    id: str
    text: str
    relevant: dict[str, int]


def read_corpus(folder: Path) -> Iterator[BeirDocument]:
    """Yield the documents of a collection, one line at a time."""
    path = folder / "corpus.jsonl"
    seen: set[str] = set()
    for number, row in _objects(path):
        document = BeirDocument(*(_text(path, number, row, key) for key in ("_id", "title", "text")))
        if document.id in seen:
            raise _malformed(path, number, f"编号「{document.id}」重复")
        seen.add(document.id)
        yield document


def read_queries(folder: Path) -> list[BeirQuery]:
    """Return the questions that have at least one relevant document, in the order of queries.jsonl."""
    path = folder / "queries.jsonl"
    texts: dict[str, str] = {}
    for number, row in _objects(path):
        key = _text(path, number, row, "_id")
        if key in texts:
            raise _malformed(path, number, f"编号「{key}」重复")
        texts[key] = _text(path, number, row, "text")
    judged = _read_qrels(folder / "qrels" / "test.tsv", texts)
    queries = [BeirQuery(key, text, judged[key]) for key, text in texts.items() if judged.get(key)]
    if not queries:
        raise EvaluationError(f"{folder / 'qrels' / 'test.tsv'} 里没有一个问题标了相关文档", HELP)
    return queries


def count_documents(folder: Path) -> int:
    """Return how many lines corpus.jsonl has."""
    with _opened(folder / "corpus.jsonl") as lines:
        return sum(1 for line in lines if line.strip())


def _read_qrels(path: Path, texts: dict[str, str]) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    with _opened(path) as lines:
        for number, line in enumerate(_decoded(path, lines), 1):
            cells = line.rstrip("\r\n").split("\t")
            if not line.strip() or (number == 1 and cells[-1].strip() == "score"):
                continue
            if len(cells) != 3:
                raise _malformed(path, number, f"应有 3 列，用制表符隔开，实有 {len(cells)} 列")
            query, document, score = (cell.strip() for cell in cells)
            if query not in texts:
                raise _malformed(path, number, f"queries.jsonl 里没有问题「{query}」")
            try:
                grade = int(score)
            except ValueError:
                raise _malformed(path, number, f"分数「{score}」不是整数") from None
            if grade > 0:
                judged.setdefault(query, {})[document] = grade
    return judged


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with _opened(path) as lines:
        for number, line in enumerate(_decoded(path, lines), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                raise _malformed(path, number, "不是 JSON") from None
            if not isinstance(row, dict):
                raise _malformed(path, number, "不是 JSON 对象")
            yield number, row


def _text(path: Path, number: int, row: dict[str, Any], key: str) -> str:
    value = row.get(key, "" if key == "title" else None)
    if value is None or isinstance(value, (dict, list)):
        raise _malformed(path, number, f"缺少「{key}」")
    return str(value)


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise EvaluationError(f"评测集的文件 {path} 打不开：{error.strerror}", HELP) from error


def _decoded(path: Path, lines: Any) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise _malformed(path, number, "不是 UTF-8 文字") from None


def _malformed(path: Path, number: int, what: str) -> EvaluationError:
    return EvaluationError(f"评测集的文件 {path} 第 {number} 行：{what}", HELP)
