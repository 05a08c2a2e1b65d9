"""The command line. With --json each command prints one JSON object on stdout and nothing else."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from corpus.errors import CewenError

if TYPE_CHECKING:
    from assistant.server import Compose

logger = logging.getLogger("cewen")
app = typer.Typer(
    name="cewen",
    help="策问：从本单位自己的文件里回答政策问题、查找经验、起草材料，每句话、每个数都有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Json = dict[str, Any]

Home = Annotated[
    Path | None, typer.Option("--home", metavar="文件夹", help="资料库文件夹；默认取 CEWEN_HOME，再默认 ~/.cewen")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


_compose: Compose | None = None


def main(compose: Compose | None = None) -> None:
    """Run the command line; `compose` makes the pages that `cewen serve` shows."""
    global _compose
    _compose = compose
    quiet_network()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    level = os.environ.get("CEWEN_LOG", "WARNING").upper()
    known = level if level in logging.getLevelNamesMapping() else "WARNING"
    logging.basicConfig(level=known, format="%(message)s", stream=sys.stderr)
    logging.getLogger("chromadb").setLevel(logging.ERROR)
    try:
        # Outside its standalone mode typer hands an exit code back.
        sys.exit(app(prog_name="cewen", standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(1)
    except typer.TyperException as error:
        usage = _usage_in_chinese(error)
        if "--json" in sys.argv:
            _print_json({"error": usage, "help": "请运行 cewen 命令 --help 查看用法"})
        else:
            print(f"错误：{usage}。请运行 cewen 命令 --help 查看用法", file=sys.stderr)
        sys.exit(1)


def _usage_in_chinese(error: typer.TyperException) -> str:
    """Return what is wrong with the command line, in Chinese, with the words that the user typed."""
    message = str(getattr(error, "message", ""))
    missing = type(error).__name__ == "MissingParameter"
    name = getattr(getattr(error, "param", None), "metavar", None) or getattr(error, "option_name", None) or ""
    typed = "、".join(re.findall(r"'([^']+)'", message))
    if missing:
        return f"缺少{'「' + name + '」' if name else '参数'}"
    if message.startswith("No such command"):
        return f"没有「{typed}」这个命令"
    if message.startswith("No such option"):
        return f"没有「{typed or name}」这个选项"
    if "greater than" in message or "less than" in message:
        return "选项的数超出范围"
    return f"命令写得不对：{typed or message}"


def quiet_network() -> None:
    """Tell libraries, before they are imported, that nothing may leave this machine."""
    os.environ.update(
        {
            "ANONYMIZED_TELEMETRY": "False",
            "GRADIO_ANALYTICS_ENABLED": "False",
            "HF_HUB_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "ORT_DISABLE_TELEMETRY": "1",
            "ORT_TELEMETRY_DISABLED": "1",
            "DO_NOT_TRACK": "1",
            "TOKENIZERS_PARALLELISM": "true",
        }
    )


@contextmanager
def _errors_told(as_json: bool) -> Iterator[None]:
    """Turn errors into one clear Chinese line, or one JSON object, and exit code 1."""
    try:
        yield
    except CewenError as error:
        _tell(error.message, error.help, as_json)
    except KeyboardInterrupt:
        _tell("已中断", "已完成的部分都已保存，可以再运行一次接着做", as_json)
    except (typer.Exit, SystemExit, BrokenPipeError):
        raise
    except Exception as error:
        # The command line's edge: whatever was not foreseen is logged whole and told in one line.
        logger.debug("unforeseen error", exc_info=True)
        _tell(
            f"程序出错：{type(error).__name__}: {error}", "请设 CEWEN_LOG=DEBUG 再运行一次，把输出交给维护人员", as_json
        )


def _tell(message: str, help: str, as_json: bool) -> None:
    if as_json:
        _print_json({"error": message, "help": help})
    else:
        line = " ".join(f"{message}。{help}".split())
        print(f"错误：{line}", file=sys.stderr)
    raise typer.Exit(1)


def _print_json(value: Json) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def _client(home: Path | None, *, rebuilding: bool = False) -> Iterator[Any]:
    from assistant.app import Cewen
    from assistant.remote import connect
    from assistant.settings import load_settings

    settings = load_settings(home)
    client = connect(settings, lambda: Cewen(settings, rebuilding=rebuilding))
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _progress(what: str, shown: bool) -> Iterator[Callable[[Any], None] | None]:
    """Show a progress bar on stderr while long work runs."""
    console = Console(stderr=True)
    if not shown or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"),
        console=console, transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=None)
        yield lambda step: bar.update(task, completed=step.done, total=step.total, description=step.what)


@app.command()
def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="文件或文件夹...", help="要加入资料库的文件或文件夹（含子文件夹）")
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把文件和文件夹加入资料库。有文件读不出时退出码为 1，其余照常加入。"""
    with _errors_told(as_json):
        with _client(home) as client, _progress("加入", not as_json) as progress:
            report = client.add(paths, progress)
        if as_json:
            _print_json(report)
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


@app.command("list")
def list_documents(
    versions: Annotated[bool, typer.Option("--versions", help="只列有几个版本的法规，标明现行和已被替代的")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出资料库里的文档。"""
    with _errors_told(as_json):
        with _client(home) as client:
            listed = client.list()
        if versions:
            newer = {document["superseded_by"] for document in listed["documents"]} - {""}
            listed["documents"] = [d for d in listed["documents"] if d["superseded_by"] or d["doc_id"] in newer]
        if as_json:
            _print_json(listed)
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


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="文档", help="编号、编号开头的几位，或文件名")],
    removed: Annotated[bool, typer.Option("--removed", help="列出清洗时删去的内容和依据的规则")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """显示一份文档的正文、章节和要素。"""
    with _errors_told(as_json):
        with _client(home) as client:
            shown = client.show(document)
        if as_json:
            _print_json(shown)
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


@app.command("set")
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
    with _errors_told(as_json):
        with _client(home) as client:
            corrected = client.correct(document, {name: value for name, value in given.items() if value is not None})
        if as_json:
            _print_json(corrected)
        else:
            print(f"已更正：《{corrected['title']}》{corrected['place']} {corrected['genre']} {corrected['date']}")


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(metavar="文档...", help="编号、编号开头的几位，或文件名")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从资料库移除文档；原文件不动。"""
    with _errors_told(as_json):
        with _client(home) as client:
            result = client.remove(documents)
        if as_json:
            _print_json(result)
            return
        print(f"已移除 {len(result['removed'])} 份文档。")
        for name in result["missing"]:
            print(f"资料库里没有「{name}」", file=sys.stderr)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="检索词")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="最多几条")] = 10,
    genre: Annotated[str, typer.Option("--genre", help="只看这一文种")] = "",
    place: Annotated[str, typer.Option("--place", help="只看这个地方（含其下辖）")] = "",
    year: Annotated[str, typer.Option("--year", help="只看这一年的文档")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """检索资料库里的段落。"""
    with _errors_told(as_json):
        with _client(home) as client:
            found = client.search(query, k, genre, place, year)
        if as_json:
            _print_json(found)
            return
        for hit in found["hits"]:
            where = " > ".join(hit["section"])
            print(f"{hit['rank']}. 《{hit['title']}》{hit['place']} {hit['date']} {where}")
            print("   " + hit["text"].replace("\n", "\n   ") + "\n")
        if not found["hits"]:
            print("没有找到相关段落。")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="问题")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """根据资料库回答问题，注明出处；资料里没有的，如实说没有。"""
    with _errors_told(as_json):
        with _client(home) as client:
            answer = client.ask(question)
        if as_json:
            _print_json(answer)
            return
        print(answer["answer"])
        if answer["citations"]:
            print("\n出处：")
            for citation in answer["citations"]:
                details = "，".join(part for part in (citation["place"], citation["date"], citation["file"]) if part)
                print(f"  [{citation['n']}] 《{citation['title']}》（{details}）")
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


@app.command()
def draft(
    genre: Annotated[str, typer.Argument(metavar="文种", help="汇报材料、实施方案、工作简报")],
    topic: Annotated[str, typer.Argument(metavar="主题")],
    place: Annotated[str, typer.Option("--place", help="哪里的稿子；默认取设置中的本单位所在地")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="文件", help="写成 .docx 或 .md 文件")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """起草材料：用本地的材料按文种的结构写成初稿，缺的内容留空标出。"""
    with _errors_told(as_json):
        with _client(home) as client:
            brief = client.draft(genre, topic, place, output)
        if as_json:
            _print_json(brief)
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


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="监听地址；只能是本机")] = "",
    port: Annotated[int, typer.Option("--port", help="监听端口", min=0, max=65535)] = 0,
    samples: Annotated[bool, typer.Option("--samples", help="资料库为空时先加入样例")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="启动后打开浏览器")] = False,
    home: Home = None,
) -> None:
    """打开网页：问答、检索、起草、资料库。"""
    with _errors_told(False):
        from assistant.server import run_server
        from assistant.settings import load_settings

        settings = load_settings(home)
        if _compose is None:
            raise CewenError("这里没有网页", "请用 cewen serve 启动，不要用 python -m assistant.cli")
        run_server(
            settings, host or settings.host, port or settings.port, compose=_compose, samples=samples, browser=browser
        )


@app.command()
def rebuild(home: Home = None, as_json: AsJson = False) -> None:
    """按现在的规则和模型重建资料库；原文件还在的重新读，不在的用库里的文本。"""
    with _errors_told(as_json):
        with _client(home, rebuilding=True) as client, _progress("重建", not as_json) as progress:
            result = client.rebuild(progress)
        if as_json:
            _print_json(result)
        else:
            print(f"重建完成：{result['documents']} 份文档、{result['chunks']} 个片段。")


@app.command()
def doctor(home: Home = None, as_json: AsJson = False) -> None:
    """检查版本、模型、路径，列出缺什么、怎么补。"""
    with _errors_told(as_json):
        from assistant.app import examine
        from assistant.settings import load_settings

        report = examine(load_settings(home))
        if as_json:
            _print_json(report)
            return
        for name, key in (("策问", "version"), ("Python", "python"), ("系统", "system"), ("资料库", "home"),
                          ("嵌入模型", "embedding_model"), ("切词", "tokenizer"), ("剩余磁盘（MB）", "free_disk_mb")):  # fmt: skip
            print(f"{name}：{report[key]}")
        print("软件包：" + "，".join(f"{name} {number}" for name, number in report["packages"].items()))
        print("设置：" + "，".join(f"{name}={value}" for name, value in report["settings"].items() if value))
        for missing in report["missing"]:
            print(f"可补充 {missing}")
