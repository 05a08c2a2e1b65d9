"""Measure search on questions whose answers no training question shares, and on texts kept out of training.

Run ``python -m tests.benchmarks.folds DATA --base FILE``, where DATA holds statutes/ and texts/; FILE (.npz) keeps the model
before tuning (`index.training`), which takes most of the time. Statutes: five folds, disjoint by gold article, the
model of each tuned on the other four. DRCD: titles kept out of training. News: pieces of sentences of texts kept
out, with words lost and a phrase of asking added, over these and as many other texts again; made-up questions, good
for comparing only. The last two are searched with the first fold's model.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from corpus import tokenizer
from corpus.schema import Chunk
from index.embeddings import BuiltInEmbeddings
from index.fusion import Hit, fuse, rank
from index.lexical import LexicalIndex
from index.rescoring import inverse_frequency, rescore
from index.retriever import CANDIDATES
from index.training.checkpoint import save_model
from index.training.data import (
    AskedQuestions,
    cut_pieces,
    folds_by_answer,
    is_held_out_news,
    is_held_out_title,
    read_asked,
    read_jsonl,
)
from index.training.options import TrainingOptions
from index.training.recipe import train_base, tune

METHODS = ("BM25 words+chars", "BM25", "dense", "hybrid", "hybrid+rescoring")
Figures = dict[str, tuple[float, float]]


def held_out_questions(texts: Path) -> AskedQuestions:
    """Read the questions on the titles that training leaves out, over all paragraphs."""
    rows = list(read_jsonl(texts / "drcd_dev.jsonl.gz"))
    places = {context: number for number, context in enumerate(dict.fromkeys(row["context"] for row in rows))}
    asked = [
        (question, (places[row["context"]],))
        for row in rows
        if is_held_out_title(row["title"])
        for question in row["questions"]
    ]
    return AskedQuestions(list(places), [question for question, _ in asked], [answers for _, answers in asked])


def news_questions(texts: Path, count: int = 600) -> AskedQuestions:
    """Make questions of pieces of held-out news."""
    rng = random.Random(7)
    news = list(dict.fromkeys(row["text"] for row in read_jsonl(texts / "news_train.jsonl.gz")))
    held = [text for text in news if is_held_out_news(text)]
    others = rng.sample([text for text in news if not is_held_out_news(text)], 3 * len(held))
    endings = ["是什么？", "有多少？", "是哪些？", "怎么样？", "是谁？", "什么时候？", "在哪里？", "如何？"]
    questions, answers = [], []
    for number in rng.sample(range(len(held)), count):
        sentences = [sentence for sentence in cut_pieces(held[number]) if 25 <= len(sentence) <= 160]
        if len(sentences) < 2:
            continue
        first, second = (tokenizer.words(sentence) for sentence in rng.sample(sentences, 2))
        if rng.random() < 0.5:
            start = rng.randrange(max(1, len(first) // 2))
            words = first[start : start + max(4, int(len(first) * rng.uniform(0.25, 0.5)))]
        else:
            words = [word for word in first if rng.random() < 0.25] + [word for word in second if rng.random() < 0.2]
        words = [word for word in words if rng.random() < 0.8]
        if len(words) >= 4:
            questions.append("".join(words) + rng.choice(endings))
            answers.append((number,))
    return AskedQuestions([text[:1_500] for text in held + others], questions, answers)


def measure(ranked: Sequence[list[int]], answers: Sequence[tuple[int, ...]]) -> tuple[float, float]:
    """Return nDCG@10 and Recall@100, in points."""
    gains, recalls = [], []
    for found, right in zip(ranked, answers, strict=True):
        gain = sum(1 / math.log2(place + 2) for place, passage in enumerate(found[:10]) if passage in right)
        gains.append(gain / sum(1 / math.log2(place + 2) for place in range(min(10, len(right)))))
        recalls.append(len(set(found[:100]) & set(right)) / len(right))
    return 100 * float(np.mean(gains)), 100 * float(np.mean(recalls))


@contextmanager
def words_and_characters() -> Iterator[None]:
    """Let BM25 count words and their characters alone, the baseline of all gains."""
    whole = tokenizer.index_terms
    tokenizer.index_terms = lambda text: [term for term in whole(text) if "+" not in term[1:-1]]
    try:
        yield
    finally:
        tokenizer.index_terms = whole


def lexical_hits(asked: AskedQuestions, folder: Path) -> tuple[LexicalIndex, list[list[Hit]]]:
    """Index the passages and search for every question; ids are the passages' numbers."""
    index = LexicalIndex(folder)
    chunks = [Chunk(str(number), f"{number:012x}", 0, len(text), text) for number, text in enumerate(asked.passages)]
    index.apply([], chunks)
    return index, [index.search(question, CANDIDATES) for question in asked.questions]


@dataclass(frozen=True, slots=True)
class LexicalSide:
    """Hold what no model changes: the index, its hits, and the baseline's."""

    index: LexicalIndex
    hits: list[list[Hit]]
    baseline: list[list[Hit]]


def lexical_side(asked: AskedQuestions, folder: Path) -> LexicalSide:
    """Build both indexes of a set."""
    with words_and_characters():
        _, baseline = lexical_hits(asked, folder / "baseline")
    return LexicalSide(*lexical_hits(asked, folder / "bm25"), baseline)


def compare(asked: AskedQuestions, chosen: list[int], side: LexicalSide, embeddings: BuiltInEmbeddings) -> Figures:
    """Return the figures of each method for the chosen questions."""
    vectors = embeddings.embed_array(asked.passages)
    similar = embeddings.embed_array([asked.questions[number] for number in chosen]) @ vectors.T
    total = len(asked.passages)
    ranked: dict[str, list[list[int]]] = {method: [] for method in METHODS}

    def look_again(number: int, first: list[Hit]) -> list[Hit]:
        scores = rescore(
            asked.questions[number],
            [asked.passages[int(passage)] for passage, _ in first],
            [score for _, score in first],
            lambda term: inverse_frequency(total, side.index.holding(term)),
            embeddings.word_vectors,
        )
        return [(passage, score) for (passage, _), score in zip(first, scores, strict=True)]

    for row, number in enumerate(chosen):
        nearest = np.argsort(-similar[row])[:CANDIDATES]
        dense = [(str(passage), float(similar[row, passage])) for passage in nearest]
        fused = fuse(side.hits[number], dense, embeddings.dense_weight)
        again = rank(side.hits[number], dense, embeddings.dense_weight, partial(look_again, number))
        lists = (side.baseline[number], side.hits[number], dense, fused, again)
        for method, hits in zip(METHODS, lists, strict=True):
            ranked[method].append([int(passage) for passage, _ in hits])
    return {method: measure(ranked[method], [asked.answers[number] for number in chosen]) for method in METHODS}


def show(name: str, figures: Figures) -> None:
    """Print one row of the table: nDCG@10 / Recall@100."""
    cells = (f"{gain:.1f} / {recall:.1f}" for gain, recall in (figures[method] for method in METHODS))
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Tune a model a fold and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder that holds statutes/ and texts/")
    parser.add_argument("--base", type=Path, help="read the model before tuning from this .npz file, or write it")
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = TrainingOptions()
    statutes = read_asked(arguments.data / "statutes")
    others = {
        "DRCD, titles kept out": held_out_questions(arguments.data / "texts"),
        "news kept out, made-up questions": news_questions(arguments.data / "texts"),
    }
    parts = folds_by_answer(statutes.answers, arguments.folds)
    base = train_base(arguments.data, options, arguments.base)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        side = lexical_side(statutes, folder / "statutes")
        print(f"| nDCG@10 / Recall@100 | {' | '.join(METHODS)} |\n|---|{'---|' * len(METHODS)}")
        rows: list[tuple[int, Figures]] = []
        for number, part in enumerate(parts):
            taught = [question for other in parts if other is not part for question in other]
            save_model(tune(base, statutes, taught, options), base.tokenizer, folder / "model")
            embeddings = BuiltInEmbeddings(folder / "model")
            rows.append((len(part), compare(statutes, part, side, embeddings)))
            show(f"statutes, fold {number + 1} ({len(part)})", rows[-1][1])
            if number == 0:
                for name, asked in others.items():
                    everything = list(range(len(asked.questions)))
                    figures = compare(asked, everything, lexical_side(asked, folder / name), embeddings)
                    show(f"{name} ({len(everything)})", figures)
        size = sum(count for count, _ in rows)
        mean = {
            method: (
                sum(count * figures[method][0] for count, figures in rows) / size,
                sum(count * figures[method][1] for count, figures in rows) / size,
            )
            for method in METHODS
        }
        show(f"statutes, all folds ({size})", mean)


if __name__ == "__main__":
    main()
