"""Measure which chunk size finds answers best, on question–paragraph data joined into documents.

Run ``python -m tests.benchmarks.chunk_size TEXTS``, where TEXTS holds drcd_dev.jsonl.gz. Paragraphs of one title
are joined into one document; a question is found when a passage among those that fit into 1,500 characters,
best first, holds its paragraph's most telling sentence: what a reader, or a model, gets to see is the same for
every size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from datetime import date
from pathlib import Path

import numpy as np

from corpus.reading import read_documents
from corpus.splitter import PolicyTextSplitter
from index.embeddings import load_embeddings
from index.fusion import fuse
from index.lexical import LexicalIndex

BUDGET = 1_500
SIZES = (100, 150, 200, 250, 300, 350, 400, 500, 650, 800)


def load(path: Path) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return documents by title, and (question, title, paragraph)."""
    documents: dict[str, str] = {}
    questions: list[tuple[str, str, str]] = []
    with gzip.open(path / "drcd_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            documents[row["title"]] = documents.get(row["title"], "") + row["context"] + "\n"
            questions += [(question, row["title"], row["context"]) for question in row["questions"]]
    return documents, questions[::3]


def answer_sentence(question: str, paragraph: str) -> str:
    """Return the sentence of a paragraph that shares most characters with the question."""
    sentences = [s for s in paragraph.replace("。", "。\n").split("\n") if s.strip()]
    return max(sentences, key=lambda s: len(set(s) & set(question)) / (len(s) + 20) ** 0.5).strip()


def measure(size: int, documents: dict[str, str], questions: list[tuple[str, str, str]]) -> tuple[float, int]:
    """Return the share of questions found within the budget, and the number of chunks."""
    splitter, embeddings = PolicyTextSplitter(size), load_embeddings()
    chunks = [
        chunk
        for title, text in documents.items()
        for document in read_documents(f"{title}\n\n{text}".encode(), f"{title}.txt")
        for chunk in splitter.split_document(document)
    ]
    texts = {chunk.chunk_id: chunk.text for chunk in chunks}
    vectors = embeddings.embed_array([chunk.index_text for chunk in chunks])
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        lexical = LexicalIndex(Path(folder))
        lexical.apply([], chunks)
        for question, _, paragraph in questions:
            scores = vectors @ np.asarray(embeddings.embed_query(question), dtype=np.float32)
            nearest = np.argsort(-scores)[:100]
            dense = [(chunks[i].chunk_id, float(scores[i])) for i in nearest]
            wanted, room, seen = answer_sentence(question, paragraph), BUDGET, ""
            for chunk_id, _ in fuse(lexical.search(question, 100), dense, embeddings.dense_weight):
                room -= len(texts[chunk_id])
                if room < 0:
                    break
                seen += texts[chunk_id] + "\n"
            found += wanted in seen
    return found / len(questions), len(chunks)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    documents, questions = load(parser.parse_args().texts)
    print(f"{date.today()}, {len(documents)} documents, {len(questions)} questions, {BUDGET} characters shown")
    print("| characters a chunk | found | chunks |\n|---|---|---|")
    for size in SIZES:
        share, chunks = measure(size, documents, questions)
        print(f"| {size} | {share:.1%} | {chunks} |", flush=True)


if __name__ == "__main__":
    main()
