"""Measure how well passages are found on a test collection, and how well a library's questions are answered."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json, show_progress


class Retriever(StrEnum):
    """The halves of a search, together or one alone."""

    hybrid = "hybrid"
    lexical = "lexical"
    dense = "dense"


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="评测集文件夹", help="BEIR 格式：corpus.jsonl、queries.jsonl、qrels/test.tsv"),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="题目.jsonl", help="改为测量问答：用题目考现有的资料库")
    ] = None,
    retriever: Annotated[
        Retriever, typer.Option("--retriever", help="混合、只用关键词，或只用向量")
    ] = Retriever.hybrid,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="每个问题取前几份文档")] = 100,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """在评测集上测量检索效果；用单独的资料库，不动原有的。写 --home 则留下资料库，可中断后接着做。"""
    if answers is not None:
        _answers(answers, home, as_json)
        return
    with errors_told(as_json), tempfile.TemporaryDirectory(prefix="cewen-", ignore_cleanup_errors=True) as temporary:
        from assistant.app import evaluate as measure
        from corpus.errors import CewenError

        if folder is None:
            raise CewenError("没有写评测集文件夹", "请写 BEIR 文件夹，或用 --answers 给出题目文件")
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


def _answers(path: Path, home: Path | None, as_json: bool) -> None:
    """Ask the questions of a file and print how the library answered them."""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.evaluate_answers(str(path.absolute()))
        if as_json:
            print_json(result)
            return
        answerable, unanswerable, traps = result["answerable"], result["unanswerable"], result["traps"]
        print(
            f"能答的 {answerable['questions']} 题：答对 {answerable['right']}，引文里有答案 {answerable['cited']}，"
            f"首句就答 {answerable['in_first_line']}，误拒 {answerable['refused']}"
        )
        print(f"不能答的 {unanswerable['questions']} 题：拒答 {unanswerable['refused']}")
        print(f"陷阱 {traps['questions']} 题：误答 {traps['fallen_into']}")
        for name, kind in result["by_type"].items():
            print(f"  {name:14}{kind['right']}/{kind['questions']}")
        print(f"每题 {result['milliseconds']['median']} 毫秒（95% 在 {result['milliseconds']['p95']} 毫秒内）")
        print("若把把握低于下列值的回答都改为拒答：")
        for row in result["thresholds"]:
            print(
                f"  {row['confidence']:.1f}：回答 {row['answered']}，其中答对 {row['right']}；"
                f"不该答而答 {row['answered_without_ground']}"
            )
        for wrong in result["wrong"]:
            print(f"答错：{wrong['question']}（应为 {'、'.join(wrong['gold']) or '拒答'}）")
