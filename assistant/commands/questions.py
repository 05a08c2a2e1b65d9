"""Search and ask."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json


def search(
    query: Annotated[str, typer.Argument(metavar="检索词")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="最多几条")] = 10,
    genre: Annotated[str, typer.Option("--genre", help="只看这一文种")] = "",
    place: Annotated[str, typer.Option("--place", help="只看这个地方（含其下辖）")] = "",
    year: Annotated[str, typer.Option("--year", help="只看这一年的文档")] = "",
    in_force: Annotated[bool, typer.Option("--in-force", help="不看已被替代或尚未施行的法规")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """检索资料库里的段落。引号里的话须原样出现；写文号、某法第几条，先找到它本身。"""
    with errors_told(as_json):
        with open_client(home) as client:
            found = client.search(query, k, genre, place, year, in_force)
        if as_json:
            print_json(found)
            return
        for hit in found["hits"]:
            where = " > ".join(hit["section"])
            print(f"{hit['rank']}. 《{hit['title']}》{hit['place']} {hit['date']} {where}")
            print("   " + (hit["before"] + hit["text"] + hit["after"]).replace("\n", "\n   ") + "\n")
            if hit["duplicates"]:
                print(f"   （另有 {len(hit['duplicates'])} 处相同）\n")
        if not found["hits"]:
            print("没有找到相关段落。")


def ask(
    question: Annotated[str, typer.Argument(metavar="问题")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """根据资料库回答问题，注明出处；资料里没有的，如实说没有。"""
    with errors_told(as_json):
        with open_client(home) as client:
            answer = client.ask(question)
        if as_json:
            print_json(answer)
            return
        print(answer["answer"])
        if answer["citations"]:
            print("\n出处：")
            for citation in answer["citations"]:
                details = "，".join(part for part in (citation["place"], citation["date"], citation["file"]) if part)
                print(f"  [{citation['n']}] 《{citation['title']}》（{details}）")
                if answer["refused"]:
                    # What comes nearest is no answer, and so not in its words.
                    print(f"      “{citation['quote']}”")
        if answer["related"]:
            print("\n相关资料：")
            for related in answer["related"]:
                print(f"  {related['note']}：“{related['quote']}”（《{related['title']}》）")
        if answer["unsupported"]:
            print("\n以下内容未在资料中找到依据：")
            for sentence in answer["unsupported"]:
                print(f"  {sentence}")
        if answer["notice"]:
            print(f"\n提示：{answer['notice']}", file=sys.stderr)


def themes(
    theme: Annotated[
        str, typer.Argument(metavar="主题", help="列出这个主题的全部段落；不写则列出主题和地方的对照表")
    ] = "",
    place: Annotated[str, typer.Option("--place", help="只看这个地方（含其下辖）")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """看各地在各主题上有哪些经验：各有多少段材料，都写了什么。"""
    with errors_told(as_json):
        with open_client(home) as client:
            found = client.themes(theme, place)
        if as_json:
            print_json(found)
            return
        if theme:
            for passage in found["passages"]:
                where = " > ".join(passage["section"])
                print(f"【{passage['place'] or '未写明地方'}】《{passage['title']}》{passage['date']} {where}")
                print("   " + passage["text"].replace("\n", "\n   ") + "\n")
            print(f"共 {len(found['passages'])} 段。")
            return
        for name in found["themes"]:
            cells = sorted(found["cells"][name].items(), key=lambda cell: -cell[1])
            print(f"{name}：" + "，".join(f"{where or '未写明地方'} {count}" for where, count in cells))
        if not found["themes"]:
            print("资料库里还没有能归入主题的段落。")
