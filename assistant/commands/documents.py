"""Add, list, show, correct and remove documents."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json, show_progress


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="文件或文件夹...", help="要加入资料库的文件或文件夹（含子文件夹）")
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把文件和文件夹加入资料库。有文件读不出时退出码为 1，其余照常加入。"""
    with errors_told(as_json):
        with open_client(home) as client, show_progress("加入", not as_json) as progress:
            report = client.add(paths, progress)
        if as_json:
            print_json(report)
        else:
            print(
                f"新增 {len(report['added'])} 个文件，更新 {len(report['updated'])} 个，未变 {len(report['unchanged'])} 个，"
                f"失败 {len(report['failed'])} 个；资料库现有 {report['documents']} 份文档、{report['chunks']} 个片段。"
                f"用时 {report['seconds']:.1f} 秒。"
            )
            for failure in report["failed"]:
                print(f"未加入：{failure['file']}：{failure['error']}", file=sys.stderr)
        if report["failed"]:
            raise typer.Exit(1)


def list_documents(
    versions: Annotated[bool, typer.Option("--versions", help="只列有几个版本的法规，标明现行和已被替代的")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出资料库里的文档。"""
    with errors_told(as_json):
        with open_client(home) as client:
            listed = client.list()
        if versions:
            newer = {document["superseded_by"] for document in listed["documents"]} - {""}
            listed["documents"] = [d for d in listed["documents"] if d["superseded_by"] or d["doc_id"] in newer]
        if as_json:
            print_json(listed)
            return
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        for column in ("编号", "标题", "地方", "文种", "日期", "片段", "文件"):
            table.add_column(column, overflow="fold")
        for document in listed["documents"]:
            part = f"（第{document['part']}篇）" if document["part"] > 1 else ""
            if versions:
                part += f"　已被 {document['superseded_by'][:8]} 替代" if document["superseded_by"] else "　现行"
            table.add_row(
                document["doc_id"][:8], document["title"], document["place"], document["genre"], document["date"],
                str(document["chunks"]), document["file"] + part,
            )  # fmt: skip
        Console().print(table)
        print(f"共 {len(listed['documents'])} 份文档。")


def show(
    document: Annotated[str, typer.Argument(metavar="文档", help="编号、编号开头的几位，或文件名")],
    removed: Annotated[bool, typer.Option("--removed", help="列出清洗时删去的内容和依据的规则")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """显示一份文档的正文、章节和要素。"""
    with errors_told(as_json):
        with open_client(home) as client:
            shown = client.show(document)
        if as_json:
            print_json(shown)
            return
        for name, key in (("标题", "title"), ("地方", "place"), ("文种", "genre"), ("日期", "date"), ("发文机关", "issuer"),
                          ("发文字号", "document_number"), ("文件", "path")):  # fmt: skip
            print(f"{name}：{shown[key] or '（未写明）'}")
        if removed:
            print("\n清洗时删去：")
            for removal in shown["removed"]:
                print(f"  〔{removal['rule']}〕{removal['text']}")
        print("\n" + shown["text"])
        others = [doc_id for doc_id in shown["same_file"] if doc_id != shown["doc_id"]]
        if others:
            print("\n同一文件中的其他文档：" + "、".join(others))


def set_facts(
    document: Annotated[str, typer.Argument(metavar="文档", help="编号、编号开头的几位，或文件名")],
    title: Annotated[str | None, typer.Option("--title", help="标题")] = None,
    place: Annotated[str | None, typer.Option("--place", help="地方")] = None,
    genre: Annotated[str | None, typer.Option("--genre", help="文种")] = None,
    date: Annotated[str | None, typer.Option("--date", help="成文日期，如 2024-03-05")] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="发文机关")] = None,
    number: Annotated[str | None, typer.Option("--number", help="发文字号")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """更正资料库里一份文档的要素；以后重新加入这个文件，更正仍然有效。"""
    given = {"title": title, "place": place, "genre": genre, "date": date, "issuer": issuer, "document_number": number}
    with errors_told(as_json):
        with open_client(home) as client:
            corrected = client.correct(document, {name: value for name, value in given.items() if value is not None})
        if as_json:
            print_json(corrected)
        else:
            print(f"已更正：《{corrected['title']}》{corrected['place']} {corrected['genre']} {corrected['date']}")


def remove(
    documents: Annotated[list[str], typer.Argument(metavar="文档...", help="编号、编号开头的几位，或文件名")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从资料库移除文档；原文件不动。"""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.remove(documents)
        if as_json:
            print_json(result)
            return
        print(f"已移除 {len(result['removed'])} 份文档。")
        for name in result["missing"]:
            print(f"资料库里没有「{name}」", file=sys.stderr)
