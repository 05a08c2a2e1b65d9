"""核过的稿子: the reports that are kept, to open again, to download with comments, to delete."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.app import Cewen
from assistant.pages.english import said
from assistant.pages.markup import button, empty, local_time, notice
from corpus.errors import CewenError

Json = dict[str, Any]
WORD_PATH = "/cewen/checked/{check_id}.docx"


def word_link(report: Json, element_id: str = "") -> str:
    """Return the link that downloads the Word file with the comments of a kept report; empty where there is none."""
    if not report["word"]:
        return ""
    path = WORD_PATH[1:].format(check_id=report["check_id"])
    named = f' id="{element_id}"' if element_id else ""
    return f'<a class="cewen-button"{named} href="{path}" download>{said("下载带批注的 Word")}</a>'


def list_html(cewen: Cewen) -> str:
    """Return the kept reports, the last first."""
    try:
        kept = cewen.checks()["checks"]
    except CewenError as error:
        return notice(error)
    if not kept:
        return empty("还没有核过稿子。核过的会自动留在这里。")
    return f'<ul class="cewen-kept">{"".join(map(_item, kept))}</ul>'


def _item(report: Json) -> str:
    number = report["check_id"]
    return (
        f"<li>{button(report['name'], 'open', 'cewen-link', id=number)}"
        f'<div class="cewen-row"><span class="cewen-meta">{local_time(report["checked"])}　{escape(str(report["findings"]))} 条</span>'
        + word_link(report)
        + button("删除", "remove", "cewen-small", id=number, confirm=f"删除《{report['name']}》的核稿记录？")
        + "</div></li>"
    )
