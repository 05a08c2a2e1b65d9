"""Ask a library the questions of a test collection and measure what it finds, how fast, and what it costs."""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from corpus.reading import document_id
from index.beir import count_documents, read_corpus, read_queries
from index.evaluation import distinct, mean_metrics, percentile
from index.library import Library, Progress, ProgressCallback
from index.retriever import HybridRetriever, Mode
from index.texts import ReadyText

_SOURCE = "评测:"
_SPENT = "trial_seconds"


def run_trial(
    library: Library, folder: Path, mode: Mode = "hybrid", k: int = 100, progress: ProgressCallback | None = None
) -> dict[str, Any]:
    """Index a BEIR folder in a library of its own, ask all its judged questions, and return the figures.

    A document stands at the rank of its best passage; passages that were collapsed stand behind the one kept.
    What the library holds already of the collection is not indexed again.

    Raises:
        EvaluationError: the folder is malformed, or the library holds other documents.
    """
    queries = read_queries(folder)
    total = count_documents(folder)
    ids = _index(library, folder, total, progress)
    documents, chunks = library.catalog.counts()
    retriever = HybridRetriever(library=library, mode=mode, collapse=True)
    # So many passages that k documents are among them, where documents have several.
    passages = math.ceil(k * max(1.0, 1.5 * chunks / max(documents, 1) - 0.5))
    retriever.search("预热", passages)
    runs, seconds = [], []
    for number, query in enumerate(queries):
        if progress and number % 20 == 0:
            progress(Progress(number, len(queries), "提问"))
        started = time.perf_counter()
        found = retriever.search(query.text, passages)
        seconds.append(time.perf_counter() - started)
        ranked = distinct((ids[p.chunk.doc_id] for hit in found for p in (hit, *hit.duplicates)), k)
        runs.append((ranked, query.relevant))
    spent = float(library.catalog.meta(_SPENT) or 0.0)
    return {
        "metrics": {name: round(value, 4) for name, value in mean_metrics(runs).items()},
        "queries": len(queries),
        "documents": documents,
        "query_ms": {f"p{share}": round(1000 * percentile(seconds, share / 100), 1) for share in (50, 95)},
        "index_seconds": round(spent, 1),
        "chunks_per_second": round(chunks / spent, 1) if spent else 0.0,
        "memory_mb": round(peak_memory_mb()),
        "disk_mb": round(disk_mb(library.home)),
    }


def _index(library: Library, folder: Path, total: int, progress: ProgressCallback | None) -> dict[str, str]:
    """Bring a library up to a collection; return the collection's ids by ours."""
    sources = {f"{_SOURCE}{document.id}": document.id for document in read_corpus(folder)}
    held = library.catalog.sources()
    if foreign := [source for source in held if not source.startswith(_SOURCE)]:
        raise EvaluationError(
            f"{library.home} 里已有别的文档（如 {foreign[0]}），不能用来评测",
            "请用 --home 换一个空文件夹，或不写 --home",
        )
    ids = {document_id(source, 1): known for source, known in sources.items()}
    if gone := [document_id(source, 1) for source in held if source not in sources]:
        library.remove(gone)
    started = time.perf_counter()
    texts = (ReadyText(f"{_SOURCE}{d.id}", d.title, d.text) for d in read_corpus(folder) if d.title or d.text.strip())
    changed = 0
    try:
        changed = library.add_texts(texts, progress, total)
    finally:
        spent = float(library.catalog.meta(_SPENT) or 0.0)
        if changed or not spent:
            library.catalog.set_meta(_SPENT, json.dumps(spent + time.perf_counter() - started))
    return ids


def disk_mb(folder: Path) -> float:
    """Return what the files of a folder take."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def peak_memory_mb() -> float:
    """Return the most memory that this process has held."""
    if sys.platform == "win32":
        return _windows_peak() / 2**20
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kibibytes, macOS bytes.
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _windows_peak() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("PageFaultCount", wintypes.DWORD)] + [
            (name, ctypes.c_size_t)
            for name in ("Peak", "Current", "QuotaPeakPaged", "QuotaPaged", "QuotaPeakNon", "QuotaNon", "File", "PeakFile")
        ]  # fmt: skip

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    process = ctypes.windll.kernel32.GetCurrentProcess()  # type: ignore[attr-defined, unused-ignore]
    ctypes.windll.psapi.GetProcessMemoryInfo(  # type: ignore[attr-defined, unused-ignore]
        wintypes.HANDLE(process), ctypes.byref(counters), counters.cb
    )
    return int(counters.Peak)
