"""Draft, write from an outline, and work on the drafts that are kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json
from corpus.errors import DraftError

Json = dict[str, Any]

Output = Annotated[str, typer.Option("-o", "--output", metavar="文件", help="写成 .docx、.md 或 .txt 文件")]
Sources = Annotated[
    str, typer.Option("--sources", metavar="放法", help="来源：appendix 文后、footnotes 脚注、endnotes 尾注、none 清稿")
]
WordTemplate = Annotated[str, typer.Option("--template", metavar="文件", help="按本单位的 Word 模板写")]
Issuer = Annotated[str, typer.Option("--issuer", metavar="机关", help="署名")]
Date = Annotated[str, typer.Option("--date", metavar="日期", help="成文日期，如 2026年3月5日")]
Attachments = Annotated[list[str] | None, typer.Option("--attachment", metavar="名称", help="附件名称，可写多次")]
Letterhead = Annotated[str, typer.Option("--letterhead", metavar="机关", help="加红头，写发文机关标志")]
Number = Annotated[str, typer.Option("--number", metavar="文号", help="红头下的发文字号")]
Signer = Annotated[str, typer.Option("--signer", metavar="姓名", help="签发人（上行文）")]
Serial = Annotated[str, typer.Option("--serial", metavar="份号", help="份号")]
Copies = Annotated[str, typer.Option("--copies", metavar="机关", help="抄送机关")]


def draft(
    genre: Annotated[str, typer.Argument(metavar="文种", help="汇报材料、实施方案、工作简报等")],
    topic: Annotated[str, typer.Argument(metavar="主题")],
    place: Annotated[str, typer.Option("--place", help="哪里的稿子；默认取设置中的本单位所在地")] = "",
    period: Annotated[str, typer.Option("--period", metavar="年份", help="只用这些年的材料，如 2019-2023")] = "",
    audience: Annotated[str, typer.Option("--audience", metavar="对象", help="主送机关或称谓")] = "",
    length: Annotated[int, typer.Option("--length", metavar="字数", help="全文大约多少字；默认按文种")] = 0,
    point: Annotated[list[str] | None, typer.Option("--point", metavar="要点", help="必须写到的要点，可写多次")] = None,
    prefer: Annotated[list[str] | None, typer.Option("--prefer", metavar="文档", help="优先用的文档，可写多次")] = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar="文档", help="不用的文档，可写多次")] = None,
    like: Annotated[str, typer.Option("--like", metavar="文档", help="照这篇的结构写")] = "",
    notes: Annotated[
        str, typer.Option("--notes", metavar="文件或文字", help="自己的材料和数据，注明「用户提供」")
    ] = "",
    elsewhere: Annotated[bool, typer.Option("--elsewhere", help="加写外地经验借鉴（写明是哪里的）")] = False,
    outline: Annotated[str, typer.Option("--outline", metavar="文件", help="只列提纲和材料，写进 .json 文件")] = "",
    output: Output = "",
    sources: Sources = "",
    template: WordTemplate = "",
    issuer: Issuer = "",
    date: Date = "",
    attachment: Attachments = None,
    letterhead: Letterhead = "",
    number: Number = "",
    signer: Signer = "",
    serial: Serial = "",
    copies: Copies = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """起草材料：用本地的材料按文种的结构写成初稿，缺的内容留空标出，稿子存进稿件库。"""
    more = {
        "period": period, "audience": audience, "length": length, "points": point or [], "prefer": prefer or [],
        "without": without or [], "like": like, "elsewhere": elsewhere,
    }  # fmt: skip
    layout = {
        "sources": sources, "template": template, "issuer": issuer, "date": date, "attachments": attachment or [],
        "letterhead": letterhead, "number": number, "signer": signer, "serial": serial, "copies": copies,
    }  # fmt: skip
    with errors_told(as_json):
        more["notes"] = _read_notes(notes)
        with open_client(home) as client:
            if outline:
                listed = client.outline(genre, topic, place, more)
                _write_file(Path(outline), json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
                _show_outline(listed, as_json, outline)
                return
            brief = client.draft(genre, topic, place, output, more, layout, True)
        _show_draft(brief, as_json, output)


def write(
    outline: Annotated[Path, typer.Argument(metavar="提纲文件", help="cewen draft --outline 写出的 .json，可以先改")],
    order: Annotated[str, typer.Option("--order", metavar="次序", help="各部分的新次序，如 2,1,3")] = "",
    rename: Annotated[list[str] | None, typer.Option("--rename", metavar="号=标题", help="改第几部分的标题")] = None,
    drop: Annotated[list[int] | None, typer.Option("--drop", metavar="号", help="删去第几部分")] = None,
    pin: Annotated[list[int] | None, typer.Option("--pin", metavar="号", help="一定要用的材料编号")] = None,
    reject: Annotated[list[int] | None, typer.Option("--reject", metavar="号", help="不用的材料编号")] = None,
    output: Output = "",
    sources: Sources = "",
    template: WordTemplate = "",
    issuer: Issuer = "",
    date: Date = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """按改好的提纲写稿。"""
    from assistant.drafting.outline import (
        PINNED,
        REJECTED,
        dropped,
        marked,
        outline_json,
        outline_of,
        renamed,
        reordered,
    )

    with errors_told(as_json):
        try:
            changed = outline_of(json.loads(outline.read_text(encoding="utf-8-sig")))
        except (OSError, ValueError) as error:
            raise DraftError(f"提纲文件 {outline} 读不出来", "请用 cewen draft --outline 列出提纲") from error
        changed = marked(changed, pin, PINNED) if pin else changed
        changed = marked(changed, reject, REJECTED) if reject else changed
        for entry in rename or []:
            which, _, heading = entry.partition("=")
            if not which.isdigit() or not heading.strip():
                raise DraftError(f"「--rename {entry}」写法不对", "请写成 2=主要做法")
            changed = renamed(changed, int(which), heading)
        if order:
            if not all(part.strip().isdigit() for part in order.replace("，", ",").split(",")):
                raise DraftError(f"次序「{order}」写法不对", "请写成 2,1,3")
            changed = reordered(changed, [int(part) for part in order.replace("，", ",").split(",")])
        for gone in sorted(drop or [], reverse=True):
            changed = dropped(changed, gone)
        layout = {"sources": sources, "template": template, "issuer": issuer, "date": date}
        with open_client(home) as client:
            brief = client.write(outline_json(changed), output, layout, True)
        _show_draft(brief, as_json, output)


def drafts(
    draft_id: Annotated[int, typer.Argument(metavar="编号", help="稿件编号；不写则列出全部")] = 0,
    version: Annotated[int, typer.Option("--version", metavar="稿次", help="看第几稿；默认最后一稿")] = 0,
    diff: Annotated[bool, typer.Option("--diff", help="与前一稿（或 --version 那一稿）相比改了什么")] = False,
    edit: Annotated[int, typer.Option("--edit", metavar="段号", help="手改第几段，配合 --text")] = 0,
    text: Annotated[str, typer.Option("--text", metavar="新文字", help="这一段改成什么；留空删去这一段")] = "",
    revise: Annotated[
        str, typer.Option("--revise", metavar="意见", help="请大模型按意见改，如 第二部分压缩到三百字")
    ] = "",
    delete: Annotated[bool, typer.Option("--delete", help="删去这份稿件")] = False,
    output: Output = "",
    sources: Sources = "",
    template: WordTemplate = "",
    issuer: Issuer = "",
    date: Date = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """稿件库：列出、打开、比较、手改、请大模型改写，或再导出。"""
    layout = {"sources": sources, "template": template, "issuer": issuer, "date": date}
    with errors_told(as_json):
        with open_client(home) as client:
            if not draft_id:
                result = client.drafts()
            elif delete:
                result = client.remove_draft(draft_id)
            elif diff:
                result = client.compare_drafts(draft_id, version)
            else:
                if edit:
                    client.edit_draft(draft_id, edit, text)
                elif revise:
                    client.revise_draft(draft_id, revise)
                result = client.open_draft(draft_id, version, output, layout)
        if as_json:
            print_json(result)
        elif not draft_id:
            for entry in result["drafts"]:
                print(
                    f"{entry['draft_id']}. {entry['title']}（{entry['genre']}，{entry['versions']} 稿，{entry['saved']}）"
                )
            if not result["drafts"]:
                print("还没有稿件。用 cewen draft 起草。")
        elif delete:
            print(f"已删去稿件 {draft_id}。")
        elif diff:
            print(result["unified"] or "两稿相同。")
        else:
            for entry in result["versions"]:
                print(f"第{entry['version']}稿　{entry['how']}　{entry['note']}　{entry['saved']}", file=sys.stderr)
            _show_draft(result["draft"] | {"notices": result["notices"]}, False, output)


def _read_notes(notes: str) -> str:
    """Return notes as typed, or the text of the file that they name."""
    if len(notes) > 250 or "\n" in notes:
        return notes
    path = Path(notes)
    if notes and path.suffix.lower() in (".txt", ".md") and not path.is_file():
        raise DraftError(f"找不到材料文件 {notes}", "请核对路径，或直接把文字写在 --notes 后面")
    if not notes or not path.is_file():
        return notes
    from corpus.reading import read_documents

    return "\n\n".join(document.text for document in read_documents(path.read_bytes(), path.name))


def _write_file(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DraftError(f"文件 {path} 写不进去：{error.strerror}", "请换一个文件夹") from error


def _show_outline(outline: Json, as_json: bool, path: str) -> None:
    if as_json:
        print_json(outline)
        return
    print(outline["title"] + "\n")
    count = 0
    for section in outline["sections"]:
        if section["kind"] == "body":
            count += 1
            print(f"{count}. {section['heading'] or '（开头）'}　约 {section['length']} 字")
        for piece in section["evidence"]:
            mark = {"spare": "（备用）", "pinned": "（必用）", "rejected": "（不用）"}.get(piece["state"], "")
            print(
                f"   [{piece['citation']['n']}]{mark} {piece['citation']['quote']}（《{piece['citation']['title']}》）"
            )
    for warning in outline["warnings"]:
        print(f"提示：{warning}", file=sys.stderr)
    print(f"\n已写入 {path}；改好后用 cewen write {path} 写稿", file=sys.stderr)


def _show_draft(brief: Json, as_json: bool, output: str) -> None:
    if as_json:
        print_json(brief)
        return
    print("\n".join(line for line in (brief["title"], brief["subtitle"], brief["salutation"]) if line) + "\n")
    for section in brief["sections"]:
        if section["heading"]:
            print(section["heading"])
        for paragraph in section["paragraphs"]:
            marks = "".join(f"[{n}]" for n in paragraph["citations"])
            print(f"　　{paragraph['text']}{marks}")
            for row in paragraph["table"]:
                print("　　" + " | ".join(row))
    if brief["gaps"]:
        print("\n待补充：" + "；".join(brief["gaps"]))
    if brief["unsupported"]:
        print("\n以下内容未在资料中找到依据：\n" + "\n".join(f"  {sentence}" for sentence in brief["unsupported"]))
    for warning in (*brief["warnings"], *brief["notices"], *([brief["notice"]] if brief["notice"] else [])):
        print(f"提示：{warning}", file=sys.stderr)
    if "draft_id" in brief:
        print(f"\n已存为稿件 {brief['draft_id']}", file=sys.stderr)
    if output:
        print(f"已写入 {output}", file=sys.stderr)
