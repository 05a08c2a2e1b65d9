"""What could not be taken in, by kind, as HTML: how many, what to do, and which files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import PurePath
from typing import Any

from assistant.failures import grouped
from assistant.pages.markup import meta

Json = dict[str, Any]
# A drive may hold thousands of scans: the first ones show what is meant.
LISTED = 100


def failures_html(failed: Sequence[Json]) -> str:
    """Return the files that failed by kind, each kind with what to do about it; nothing where none did."""
    return "".join(_group(group) for group in grouped(failed))


def _group(group: Json) -> str:
    files = group["files"]
    rows = "".join(f"<li>{escape(_short(file['file']))}{meta(file['reason'])}</li>" for file in files[:LISTED])
    more = f'<li class="cewen-meta">还有 {len(files) - LISTED:,} 个没有列出</li>' if len(files) > LISTED else ""
    return (
        f'<section class="cewen-failure" data-kind="{group["kind"]}"><p><b>{escape(group["label"])}：{len(files):,} 个</b></p>'
        f"<p>{escape(group['help'])}。</p><details><summary>看是哪些文件</summary><ul>{rows}{more}</ul></details></section>"
    )


def _short(file: str) -> str:
    """Return the name of a file with the folder, or the archive, that it is in."""
    return "/".join(PurePath(file).parts[-2:])
