"""Measure how latency, memory and disk grow with a library: at 10,000, 58,000 and 150,000 passages.

Run ``python -m tests.benchmarks.scale LAWS``, where LAWS is a laws.jsonl.gz of name, date and articles. One library
grows; at each size 200 sentences of its articles, a third of their words left out, are asked for 10 passages,
without a filter, of one year, and of what is in force.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from corpus import tokenizer
from corpus.schema import DocumentFacts, SourceDocument
from corpus.splitter import PolicyTextSplitter
from index.embeddings import load_embeddings
from index.evaluation import percentile
from index.library import Library
from index.records import Filters
from index.retriever import HybridRetriever
from index.texts import ReadyText, text_document
from index.trial import disk_mb, peak_memory_mb

SIZES = (10_000, 58_000, 150_000)
QUERIES = 200
BATCH = 1_000


def articles(path: Path) -> Iterator[SourceDocument]:
    """Yield each article of each law as a document with title, genre and date."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for law in map(json.loads, lines):
            for number, (chapter, article, text) in enumerate(law["arts"]):
                ready = ReadyText(f"{law['path']}#{number}", f"{law['name']} {chapter} {article}", text)
                facts = DocumentFacts(title=ready.title, genre="法规", date=law["date"])
                yield replace(text_document(ready), facts=facts)


def queries(library: Library, count: int) -> list[str]:
    """Return sentences of the library's passages with a third of their words left out."""
    chooser = random.Random(20261121)
    ids = [row["chunk_id"] for row in library.catalog.rows("SELECT chunk_id FROM chunks")]
    chunks = library.catalog.chunks(chooser.sample(ids, 2 * count)).values()
    sentences = [max(chunk.text.split("。"), key=len)[:60] for chunk in chunks]
    words = [[word for word in tokenizer.words(sentence) if chooser.random() > 0.33] for sentence in sentences]
    return [" ".join(some) for some in words if len(some) > 2][:count]


def timed(ask: Callable[[str], object], questions: list[str]) -> str:
    """Return p50 and p95 of asking, in milliseconds."""
    ask(questions[0])
    seconds = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - started)
    return f"{1000 * percentile(seconds, 0.5):.0f} / {1000 * percentile(seconds, 0.95):.0f}"


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("laws", type=Path)
    path = parser.parse_args().laws
    print(f"{date.today()}, {load_embeddings().name} model; p50 / p95 in ms for 10 passages")
    print("| passages | indexed a second | no filter | one year | in force | memory MB | disk MB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "home", load_embeddings())
        splitter, documents = PolicyTextSplitter(), articles(path)
        spent, held = 0.0, 0
        for size in SIZES:
            started = time.perf_counter()
            while held < size:
                batch = [document for document, _ in zip(documents, range(BATCH), strict=False)]
                if not batch:
                    break
                chunks = [chunk for document in batch for chunk in splitter.split_document(document)]
                vectors = library.embeddings.embed_array([chunk.index_text for chunk in chunks])
                library.catalog.replace_files([document.source for document in batch], batch, chunks, vectors)
                library.sync()
                held += len(chunks)
            spent += time.perf_counter() - started
            retriever, questions = HybridRetriever(library=library, collapse=True), queries(library, QUERIES)
            year = library.catalog.rows(
                "SELECT substr(date, 1, 4) AS y FROM documents GROUP BY 1 ORDER BY count(*) DESC"
            )
            asked = [None, Filters(year=year[2]["y"]), Filters(in_force=True)]
            times = [timed(partial(retriever.search, k=10, filters=filters), questions) for filters in asked]
            print(
                f"| {held:,} | {held / spent:.0f} | {' | '.join(times)} | {peak_memory_mb():.0f} | {disk_mb(library.home):.0f} |",
                flush=True,
            )
        library.close()


if __name__ == "__main__":
    main()
