"""Add, list, show, correct and remove documents."""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json, show_progress
from assistant.readers import PUBLIC, PUBLIC_LABEL


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="文件或文件夹...", help="要加入资料库的文件或文件夹（含子文件夹）")
    ],
    collection: Annotated[
        str | None,
        typer.Option(
            "--collection", metavar="资料集", help="放进这个资料集，只有能看它的用户才查得到；不写就是公共资料"
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把文件和文件夹加入资料库。有文件读不出时退出码为 1，其余照常加入。"""
    with errors_told(as_json):
        with open_client(home) as client, show_progress("加入", not as_json) as progress:
            report = client.add(paths, progress, collection)
        if as_json:
            print_json(report)
        else:
            print(
                f"新增 {len(report['added'])} 个文件，更新 {len(report['updated'])} 个，未变 {len(report['unchanged'])} 个，"
                f"失败 {len(report['failed'])} 个；资料库现有 {report['documents']} 份文档、{report['chunks']} 个片段。"
                f"用时 {report['seconds']:.1f} 秒。"
            )
            for note in report["notes"]:
                print(f"{note['file']}：{note['note']}")
            print_failures(report["failed"])
        if report["failed"]:
            raise typer.Exit(1)


def inspect(
    paths: Annotated[list[str], typer.Argument(metavar="文件或文件夹...", help="要看的文件或文件夹（含子文件夹）")],
    sources: Annotated[bool, typer.Option("--sources", help="逐项列出每个要素是从哪里读出的、有多大把握")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """先看不加：列出文件里有几篇文档，各是什么标题、文种、地方、时期、日期、文号、主题；资料库不变。"""
    with errors_told(as_json):
        from assistant.inspection import inspect_files
        from assistant.settings import load_settings

        with show_progress("读取", not as_json) as progress:
            report = inspect_files(load_settings(home), paths, progress)
        if as_json:
            print_json(report)
            return
        if sources:
            for file in report["files"]:
                for document in file["documents"]:
                    print(f"{PurePath(file['file']).name}　第 {document['part']}/{document['parts']} 篇")
                    print_facts(document)
        else:
            _print_inspected(report["files"])
        print(f"共 {len(report['files'])} 个文件、{sum(len(file['documents']) for file in report['files'])} 篇文档。")
        print_failures(report["failed"], "读不出")


def print_failures(failed: list[dict[str, Any]], what: str = "未加入") -> None:
    """Print on stderr which files failed, by kind, each kind with what to do."""
    from assistant.failures import grouped

    for group in grouped(failed):
        print(f"{what} {len(group['files'])} 个：{group['label']}。{group['help']}。", file=sys.stderr)
        for file in group["files"]:
            print(f"  {file['file']}：{file['reason']}", file=sys.stderr)


# A table of nine columns is read only where it is this wide; a narrow terminal gets lines.
WIDE = 140


def _print_inspected(files: list[dict[str, Any]]) -> None:
    from rich.table import Table

    rows: list[list[str]] = []
    for file in files:
        for document in file["documents"]:
            part = f"（第{document['part']}篇）" if document["parts"] > 1 else ""
            rows.append(
                [
                    PurePath(file["file"]).name + part, document["title"], document["genre"], document["place"],
                    document["period"], document["date"],
                    " ".join(filter(None, (document["issuer"], document["document_number"]))), document["addressee"],
                    "、".join(list(document["themes"])[:3]),
                ]
            )  # fmt: skip
    console = Console()
    if console.is_terminal and console.width < WIDE:
        for row in rows:
            print(
                f"{row[0]}\n  《{row[1]}》\n  " + " · ".join(filter(None, row[2:8])) + f"\n  主题：{row[8] or '（无）'}"
            )
        return
    table = Table(box=None, pad_edge=False)
    for column in ("文件", "标题", "文种", "地方", "时期", "日期", "发文机关和文号", "主送", "主题"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    (console if console.is_terminal else Console(width=WIDE)).print(table)


# What a user calls each fact.
FACT_NAMES = {
    "title": "标题", "place": "地方", "genre": "文种", "date": "日期", "period": "所述时期", "issuer": "发文机关",
    "document_number": "发文字号", "addressee": "主送", "effective": "施行日期", "secrecy": "密级",
}  # fmt: skip


def print_facts(document: dict[str, Any]) -> None:
    """Print the facts of a document, each with where it was read and how sure that is."""
    sources = {source["fact"]: source for source in document["sources"]}
    for fact, name in FACT_NAMES.items():
        source = sources.get(fact)
        read = f"　〔{source['where']}，{source['certainty']}〕" if source else ""
        if document[fact] or fact in ("title", "place", "genre", "date"):
            print(f"  {name}：{document[fact] or '（未写明）'}{read}")


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
            if document["collection"]:
                part += f"　〔{document['collection']}〕"
            if document["duplicate_of"]:
                part += f"　同 {document['duplicate_of'][:8]}"
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
        print_facts(shown)
        print(f"  文件：{shown['path']}")
        if shown["themes"]:
            print("  主题：" + "、".join(f"{theme}（{count}）" for theme, count in shown["themes"].items()))
        if shown["duplicate_of"]:
            print(f"  与 {shown['duplicate_of']} 基本相同，检索时只用那一份")
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
    addressee: Annotated[str | None, typer.Option("--addressee", help="主送机关")] = None,
    period: Annotated[str | None, typer.Option("--period", help="所述时期，如 2023 或 2019-2023")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """更正资料库里一份文档的要素；以后重新加入这个文件，更正仍然有效。"""
    given = {"title": title, "place": place, "genre": genre, "date": date, "issuer": issuer, "document_number": number,
             "addressee": addressee, "period": period}  # fmt: skip
    with errors_told(as_json):
        with open_client(home) as client:
            corrected = client.correct(document, {name: value for name, value in given.items() if value is not None})
        if as_json:
            print_json(corrected)
        else:
            print(f"已更正：《{corrected['title']}》{corrected['place']} {corrected['genre']} {corrected['date']}")


def move(
    documents: Annotated[list[str], typer.Argument(metavar="文档...", help="编号、编号开头的几位，或文件名")],
    to: Annotated[str, typer.Option("--to", metavar="资料集", help="移到这个资料集；写 公共 就是人人能看")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把资料库里的文档移到另一个资料集，同一个文件里的几篇一起移。"""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.move(documents, PUBLIC if to == PUBLIC_LABEL else to)
        if as_json:
            print_json(result)
            return
        print(f"已移动 {len(result['moved'])} 份文档。")
        for name in result["missing"]:
            print(f"资料库里没有「{name}」", file=sys.stderr)


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
