"""Say what could not be taken in and what to do about it, file by file and by kind: for pages, commands and programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import (
    CewenError,
    ConfidentialDocument,
    EmptyDocument,
    LockedFile,
    NeedsConverter,
    NeedsOcr,
    ReadError,
    TooLarge,
    UnreachableFile,
    UnreadableFile,
    UnsupportedFormat,
)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that fail alike and are helped alike; the first kind whose errors one belongs to is its kind."""

    name: str
    errors: tuple[type[CewenError], ...]
    label: str
    help: str


# What a remedy on this machine helps comes first, what has to be done file by file after it.
KINDS = (
    Kind(
        "converter", (NeedsConverter,), "旧版 Office 或 WPS 格式（.doc、.wps 等）",
        "请在这台电脑上安装 LibreOffice（免费），再加入一次；文件不多时，用 Word 或 WPS 另存为 .docx、.xlsx 也可以",
    ),
    Kind(
        "ocr", (NeedsOcr,), "扫描件或图片，没有文字",
        "请维护人员安装文字识别 cewen[ocr]，再加入一次；手里有文字版的，加入文字版",
    ),
    Kind("confidential", (ConfidentialDocument,), "标有密级，不予加入", "涉密文件不得存入本系统；如系误标，请更正后再加入"),
    Kind("locked", (LockedFile,), "加了密码", "请用 Word、WPS 或阅读器打开，去掉密码后另存，再加入"),
    Kind("large", (TooLarge,), "太大或太复杂，超过限额", "请拆分后再加入，或请管理员在 settings.toml 里调大限额"),
    Kind("empty", (EmptyDocument,), "没有正文", "请打开原文件看看有没有内容、是否复制完整"),
    Kind("damaged", (UnreadableFile,), "已损坏，打不开", "请重新复制原文件，或用原来的程序打开后另存，再加入"),
    Kind("format", (UnsupportedFormat,), "读不了的格式", "请另存为 .docx、.pdf 或 .txt，压缩包请先解压，再加入"),
    Kind("unreachable", (UnreachableFile, ReadError), "文件取不到", "请检查路径、权限和网络，或先复制到本机"),
    Kind("other", (CewenError,), "其他原因", "请看每个文件后面的说明"),
)  # fmt: skip


def failures_json(failed: Iterable[tuple[str, CewenError]]) -> list[Json]:
    """Return each file that failed with what happened, what to do, and of which kind it is."""
    return [
        {"file": file, "error": str(error), "reason": error.message, "kind": kind_of(error).name}
        for file, error in failed
    ]


def kind_of(error: CewenError) -> Kind:
    """Return the kind of an error."""
    return next(kind for kind in KINDS if isinstance(error, kind.errors))


def grouped(failed: Sequence[Json]) -> list[Json]:
    """Return what `failures_json` gave, by kind: label, what to do, and the files."""
    groups = []
    for kind in KINDS:
        files = [{"file": row["file"], "reason": row["reason"]} for row in failed if row["kind"] == kind.name]
        if files:
            groups.append({"kind": kind.name, "label": kind.label, "help": kind.help, "files": files})
    return groups
