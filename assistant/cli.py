"""The command line. With --json each command prints one JSON object on stdout and nothing else."""

from __future__ import annotations

import logging
import os
import re
import sys
from typing import TYPE_CHECKING

import typer

from assistant.commands import checking, documents, drafting, evaluation, questions, upkeep, users
from assistant.commands.terminal import print_json

if TYPE_CHECKING:
    from assistant.server import Compose

app = typer.Typer(
    name="cewen",
    help="策问：从本单位自己的文件里回答政策问题、查找经验、起草材料，每句话、每个数都有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# In the order in which the help lists them.
for name, command in (
    ("add", documents.add),
    ("inspect", documents.inspect),
    ("list", documents.list_documents),
    ("show", documents.show),
    ("set", documents.set_facts),
    ("move", documents.move),
    ("remove", documents.remove),
    ("search", questions.search),
    ("ask", questions.ask),
    ("themes", questions.themes),
    ("draft", drafting.draft),
    ("write", drafting.write),
    ("drafts", drafting.drafts),
    ("check", checking.check),
    ("serve", upkeep.serve),
    ("rebuild", upkeep.rebuild),
    ("backup", upkeep.backup),
    ("restore", upkeep.restore),
    ("doctor", upkeep.doctor),
    ("eval", evaluation.evaluate),
):
    app.command(name)(command)
app.add_typer(users.app)


def main(compose: Compose | None = None) -> None:
    """Run the command line; `compose` makes the pages that `cewen serve` shows."""
    upkeep.compose = compose
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
            print_json({"error": usage, "help": "请运行 cewen 命令 --help 查看用法"})
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
