"""What every command shares: its options, its errors in one Chinese line, its progress bar, the library it works on."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from corpus.errors import CewenError

logger = logging.getLogger("cewen")
Json = dict[str, Any]

Home = Annotated[
    Path | None, typer.Option("--home", metavar="文件夹", help="资料库文件夹；默认取 CEWEN_HOME，再默认 ~/.cewen")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


@contextmanager
def errors_told(as_json: bool) -> Iterator[None]:
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
        print_json({"error": message, "help": help})
    else:
        line = " ".join(f"{message}。{help}".split())
        print(f"错误：{line}", file=sys.stderr)
    raise typer.Exit(1)


def print_json(value: Json) -> None:
    """Print one JSON object on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def open_client(home: Path | None, *, rebuilding: bool = False) -> Iterator[Any]:
    """Open the façade of a home folder, or the server that owns it, for one command."""
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
def show_progress(what: str, shown: bool) -> Iterator[Callable[[Any], None] | None]:
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
