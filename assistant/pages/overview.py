"""概览: what the library holds, by place, year and genre; what came last; what it could not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.english import said
from assistant.pages.markup import busy, empty, meta, notice, open_button
from assistant.readers import ADMINISTRATOR
from corpus.errors import CewenError

Json = dict[str, Any]
BARS, LATEST = 12, 8


def build(desks: Desks, tab: gr.Tab) -> None:
    """Add the page to the open Blocks; it is made anew whenever its tab is opened."""
    page = gr.HTML(busy("正在统计……"), elem_id="cewen-overview")
    tab.select(desks.bound(overview_html), None, page, **QUIET)


def overview_html(cewen: Cewen) -> str:
    """Return the whole page."""
    try:
        # An administrator sees what everybody asks, so as to know what to collect.
        everybody = cewen.reader.may(ADMINISTRATOR)
        counts, refused = cewen.history.counts(everybody=everybody), cewen.history.refused(everybody=everybody)
        documents = cewen.list()["documents"]
    except CewenError as error:
        return notice(error)
    if not documents:
        return empty("资料库还是空的。先到「资料库」加入文件。")
    chunks = sum(document["chunks"] for document in documents)
    characters = sum(document["characters"] for document in documents)
    told = {
        "份文档": f"{len(documents):,}", "个地方": f"{len({d['place'] for d in documents if d['place']}):,}",
        "万字": f"{characters / 10_000:,.1f}", "个片段": f"{chunks:,}", "次提问": f"{counts['asked']:,}",
        "次没有依据": f"{counts['refused']:,}", "次有用": f"{counts['useful']:,}", "次有误": f"{counts['wrong']:,}",
    }  # fmt: skip
    numbers = "".join(f"<div><b>{value}</b>{label}</div>" for label, value in told.items())
    years = Counter(document["date"][:4] or "日期不详" for document in documents)
    return (
        f'<div class="cewen-numbers">{numbers}</div><div class="cewen-beside">'
        + bars_html("按地方", Counter(d["place"] or "地方不详" for d in documents).most_common())
        + bars_html("按文种", Counter(d["genre"] or "文种不详" for d in documents).most_common())
        + bars_html("按年份", sorted(years.items(), reverse=True))
        + _latest(documents)
        + _refused(refused)
        + "</div>"
    )


def bars_html(title: str, counted: Sequence[tuple[str, int]]) -> str:
    """Return a bar chart as a list, each bar with its number in words for screen readers."""
    most = max((count for _, count in counted), default=1)
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="cewen-bar-line"><i style="width:{100 * count / most:.0f}%"></i></span>'
        f"<b>{count}</b></li>"
        for name, count in counted[:BARS]
    )
    left = sum(count for _, count in counted[BARS:])
    more = f"<li><span>其余</span><span></span><b>{left}</b></li>" if left else ""
    return f'<section class="cewen-card"><h4>{said(title)}</h4><ul class="cewen-bars">{rows}{more}</ul></section>'


def _latest(documents: Sequence[Json]) -> str:
    latest = sorted(documents, key=lambda document: document["added"], reverse=True)[:LATEST]
    rows = "".join(
        f"<li>{escape(d['title'])} {open_button(d['doc_id'], label='看')}{meta(d['added'][:10], d['place'], d['genre'])}</li>"
        for d in latest
    )
    return f'<section class="cewen-card"><h4>最近加入</h4><ul class="cewen-kept">{rows}</ul></section>'


def _refused(refused: Sequence[Json]) -> str:
    rows = "".join(
        f"<li>{escape(row['asked'])}{meta(str(row['times']) + ' 次', '最近 ' + row['last'][:10])}</li>"
        for row in refused
    )
    body = f'<ul class="cewen-kept">{rows}</ul>' if rows else empty("还没有答不上的问题。")
    return f'<section class="cewen-card"><h4>最常答不上的问题（可据此补充资料）</h4>{body}</section>'
