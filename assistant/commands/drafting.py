"""Draft."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json


def draft(
    genre: Annotated[str, typer.Argument(metavar="文种", help="汇报材料、实施方案、工作简报")],
    topic: Annotated[str, typer.Argument(metavar="主题")],
    place: Annotated[str, typer.Option("--place", help="哪里的稿子；默认取设置中的本单位所在地")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="写成 .docx 或 .md 文件")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """起草材料：用本地的材料按文种的结构写成初稿，缺的内容留空标出。"""
    with errors_told(as_json):
        with open_client(home) as client:
            brief = client.draft(genre, topic, place, output)
        if as_json:
            print_json(brief)
            return
        print(brief["title"] + "\n")
        for section in brief["sections"]:
            if section["heading"]:
                print(section["heading"])
            for paragraph in section["paragraphs"]:
                marks = "".join(f"[{n}]" for n in paragraph["citations"])
                print(f"　　{paragraph['text']}{marks}")
        if brief["gaps"]:
            print("\n待补充：" + "；".join(brief["gaps"]))
        for warning in brief["warnings"]:
            print(f"提示：{warning}", file=sys.stderr)
        if output:
            print(f"\n已写入 {output}", file=sys.stderr)
