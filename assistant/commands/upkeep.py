"""Serve the pages, rebuild, back up and restore the library, tell what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json, show_progress
from corpus.errors import CewenError, LibraryBusy

if TYPE_CHECKING:
    from assistant.server import Compose

# Set by the entry point: the package itself knows no pages.
compose: Compose | None = None


def serve(
    host: Annotated[str, typer.Option("--host", help="监听地址；本机以外的地址先要有用户")] = "",
    port: Annotated[int, typer.Option("--port", help="监听端口", min=0, max=65535)] = 0,
    samples: Annotated[bool, typer.Option("--samples", help="资料库为空时先加入样例")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="启动后打开浏览器")] = False,
    home: Home = None,
) -> None:
    """打开网页：问答、检索、起草、资料库。"""
    with errors_told(False):
        import webbrowser

        from assistant.server import run_server
        from assistant.settings import load_settings
        from index.ownership import read_owner

        settings = load_settings(home)
        if compose is None:
            raise CewenError("这里没有网页", "请用 cewen serve 启动，不要用 python -m assistant.cli")
        try:
            run_server(
                settings,
                host or settings.host,
                port or settings.port,
                compose=compose,
                samples=samples,
                browser=browser,
            )
        except LibraryBusy:
            # A second double click on the starter wants the pages that are there.
            owner = read_owner(settings.home)
            if not browser or owner is None or not owner.url:
                raise
            print(f"策问已经在运行：{owner.url}")
            webbrowser.open(owner.url)


def rebuild(home: Home = None, as_json: AsJson = False) -> None:
    """按现在的规则和模型重建资料库；原文件还在的重新读，不在的用库里的文本。"""
    with errors_told(as_json):
        with open_client(home, rebuilding=True) as client, show_progress("重建", not as_json) as progress:
            result = client.rebuild(progress)
        if as_json:
            print_json(result)
        else:
            print(f"重建完成：{result['documents']} 份文档、{result['chunks']} 个片段。")


def backup(
    file: Annotated[str, typer.Argument(metavar="文件.zip", help="写到这个 .zip 文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把资料库、对话、稿件、用户、设置和上传的文件备份成一个 .zip；网页开着也可以。"""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.backup(file)
        if as_json:
            print_json(result)
        else:
            print(f"已备份到 {result['path']}（{result['bytes'] / 2**20:.1f} MB）。里面有密码摘要和密钥，请妥善保管。")


def restore(
    file: Annotated[Path, typer.Argument(metavar="文件.zip", help="cewen backup 写出的文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从备份恢复到空的资料库文件夹；检索用的索引第一次打开时自动重建。"""
    with errors_told(as_json):
        from assistant.backup import restore as restore_backup
        from assistant.settings import load_settings

        result = restore_backup(file, load_settings(home).home)
        if as_json:
            print_json(result)
        else:
            print(f"已恢复 {result['made'][:16].replace('T', ' ')} 的备份到 {result['home']}。")


def doctor(home: Home = None, as_json: AsJson = False) -> None:
    """检查版本、模型、路径，列出缺什么、怎么补。"""
    with errors_told(as_json):
        from assistant.diagnosis import examine
        from assistant.settings import load_settings

        report = examine(load_settings(home))
        if as_json:
            print_json(report)
            return
        for name, key in (("策问", "version"), ("Python", "python"), ("系统", "system"), ("资料库", "home"),
                          ("嵌入模型", "embedding_model"), ("切词", "tokenizer"), ("剩余磁盘（MB）", "free_disk_mb")):  # fmt: skip
            print(f"{name}：{report[key]}")
        print("软件包：" + "，".join(f"{name} {number}" for name, number in report["packages"].items()))
        print("设置：" + "，".join(f"{name}={value}" for name, value in report["settings"].items() if value))
        for missing in report["missing"]:
            print(f"可补充 {missing}")
