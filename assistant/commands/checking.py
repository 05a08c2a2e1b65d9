"""Check a draft."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json

MARKS = {"错误": "✗", "疑问": "？", "提示": "·"}
MOST_HINTS = 20
AROUND = 14


def check(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要核对的稿子：.docx、.pdf、.md、.txt 等")],
    place: Annotated[
        str, typer.Option("--place", help="哪里的稿子；默认取设置中的本单位所在地，再取稿子自己写的")
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="另存一份带批注的 .docx")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """核稿：稿子里的数、引文、文号、政策逐个对资料库，前后矛盾和格式问题一并指出。"""
    with errors_told(as_json):
        with open_client(home) as client:
            report = client.check(str(file), place, output)
        if as_json:
            print_json(report)
            return
        _print(report)
        if output:
            print(f"\n已写入 {output}", file=sys.stderr)


def _print(report: dict[str, Any]) -> None:
    figures = report["figures"]
    whose = f"（{report['place']}）" if report["place"] else ""
    print(f"{report['title']}{whose}")
    print(
        f"核对数据 {figures['checked']} 个：有出处 {figures['proven']} 个，有问题或没找到出处 {figures['flagged']} 个。"
    )
    counts = {name: sum(f["severity"] == name for f in report["findings"]) for name in MARKS}
    print("，".join(f"{name} {count} 处" for name, count in counts.items()) + "。")
    hints = 0
    for finding in report["findings"]:
        if finding["severity"] == "提示":
            hints += 1
            if hints > MOST_HINTS:
                continue
        _print_finding(finding, report["text"])
    if hints > MOST_HINTS:
        print(f"\n另有提示 {hints - MOST_HINTS} 处，加 --json 或 -o 可看全部。")
    if not report["findings"]:
        print("\n没有发现问题。")


def _print_finding(finding: dict[str, Any], text: str) -> None:
    print(f"\n{MARKS[finding['severity']]} {finding['severity']}｜{finding['kind']}｜{finding['message']}")
    if finding["end"]:
        start, end = finding["start"], finding["end"]
        line = text.rfind("\n", 0, start) + 1
        before = text[max(line, start - AROUND) : start]
        after = text[end : end + AROUND].split("\n")[0]
        words = finding["text"] if len(finding["text"]) <= 60 else finding["text"][:60] + "……"
        print(f"  第 {text.count(chr(10), 0, start) + 1} 行：…{before}【{words}】{after}…")
    if finding["suggestion"]:
        print(f"  建议：{finding['suggestion']}")
    for source in finding["sources"][:2]:
        where = "，".join(part for part in (source["place"], source["date"], source["file"]) if part)
        print(f"  出处：《{source['title']}》（{where}）：{source['quote'][:120]}")
