"""Measure how well passages are found, on a test collection."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, print_json, show_progress


class Retriever(StrEnum):
    """The halves of a search, together or one alone."""

    hybrid = "hybrid"
    lexical = "lexical"
    dense = "dense"


def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="评测集文件夹", help="BEIR 格式：corpus.jsonl、queries.jsonl、qrels/test.tsv")
    ],
    retriever: Annotated[
        Retriever, typer.Option("--retriever", help="混合、只用关键词，或只用向量")
    ] = Retriever.hybrid,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="每个问题取前几份文档")] = 100,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """在评测集上测量检索效果；用单独的资料库，不动原有的。写 --home 则留下资料库，可中断后接着做。"""
    with errors_told(as_json), tempfile.TemporaryDirectory(prefix="cewen-", ignore_cleanup_errors=True) as temporary:
        from assistant.app import evaluate as measure
        from assistant.settings import load_settings

        settings = load_settings(home).model_copy(update={"home": home or Path(temporary)})
        with show_progress("评测", True) as progress:
            result = measure(settings, folder, retriever.value, k, progress)
        if as_json:
            print_json(result)
            return
        for name, value in result["metrics"].items():
            print(f"{name:12}{value:.4f}")
        print(
            f"{result['queries']} 个问题，{result['documents']} 份文档；"
            f"每问 {result['query_ms']['p50']} 毫秒（95% 在 {result['query_ms']['p95']} 毫秒内）；"
            f"建库 {result['index_seconds']} 秒，每秒 {result['chunks_per_second']} 个片段；"
            f"内存 {result['memory_mb']} MB，磁盘 {result['disk_mb']} MB"
        )
