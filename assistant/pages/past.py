"""历史对话: conversations by day, to search, open, rename, delete, and take along as Word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html import escape
from itertools import groupby
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import CLICKS, button, clicked, empty, notice
from corpus.errors import CewenError

CONVERSATION_PATH = "/cewen/conversation/{conversation_id}.docx"
RATED_PATH = "/cewen/rated.jsonl"
_WEEK = "一二三四五六日"


def parts() -> tuple[gr.Textbox, gr.HTML]:
    """Add the panel's parts to the open column."""
    words = gr.Textbox(
        "", label="搜索历史对话", show_label=False, placeholder="搜索历史对话", container=False, max_length=100
    )
    listed = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-past-list", elem_classes="cewen-pane")
    return words, listed


def bind(
    desks: Desks, reopen: Callable[[Cewen, int], Iterator[Any]], toggle: gr.Button, panel: gr.Column, words: gr.Textbox,
    listed: gr.HTML, shown: list[Any],
) -> None:  # fmt: skip
    """Bind the panel's events; `shown` are the conversation's components, the last one says which it is."""
    current = shown[-1]
    is_open, mine = gr.State(False), desks.bound

    def flip(cewen: Cewen, opened: bool, words: str, current: int) -> tuple[Any, ...]:
        return not opened, gr.Column(visible=not opened), list_html(cewen, words, current)

    def act(cewen: Cewen, words: str, current: int, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        asked = clicked(event)
        chosen = int(asked["id"])
        kept = (gr.skip(),) * len(shown)
        try:
            if asked["act"] == "open":
                for update in reopen(cewen, chosen):
                    yield list_html(cewen, words, chosen), *update
                return
            if asked["act"] == "rename":
                cewen.history.rename(chosen, asked.get("value", ""))
            elif asked["act"] == "delete":
                cewen.history.delete(chosen)
                if chosen == current:
                    yield list_html(cewen, words, 0), *next(reopen(cewen, 0))
                    return
            yield list_html(cewen, words, current), *kept
        except CewenError as error:
            yield notice(error) + list_html(cewen, words, current), *kept

    toggle.click(mine(flip), [is_open, words, current], [is_open, panel, listed], **QUIET)
    words.change(
        mine(list_html), [words, current], listed, trigger_mode="always_last",
        **QUIET,
    )  # fmt: skip
    listed.select(mine(act), [words, current], [listed, *shown], trigger_mode="multiple", **QUIET)


def list_html(cewen: Cewen, words: str, current: int) -> str:
    """Return the conversations, those of a day together."""
    try:
        found = cewen.history.conversations(words or "")
    except CewenError as error:
        return notice(error)
    if not found:
        return empty("没有找到这样的对话。" if words else "还没有对话。提过的问题会按日期列在这里。")
    days = []
    for day, group in groupby(found, key=lambda conversation: conversation["changed"][:10]):
        items = "".join(_item(conversation, conversation["conversation_id"] == current) for conversation in group)
        days.append(f"<h3>{escape(day_label(day))}</h3><ul>{items}</ul>")
    rated = f'<p><a class="cewen-button" href="{RATED_PATH[1:]}" download>导出评价（.jsonl）</a></p>'
    return "".join(days) + rated


def _item(conversation: dict[str, Any], current: bool) -> str:
    chosen, title = conversation["conversation_id"], conversation["title"]
    path = CONVERSATION_PATH[1:].format(conversation_id=chosen)
    return (
        f'<li class="{"cewen-current" if current else ""}">'
        + button(title, "open", "cewen-link", title, id=chosen)
        + f'<div class="cewen-row"><span class="cewen-meta">{conversation["turns"]} 问</span>'
        f'<a class="cewen-small" href="{path}" download>导出 Word</a>'
        + button("改名", "rename", "cewen-small", id=chosen, ask="对话的名称", value=title)
        + button("删除", "delete", "cewen-small", id=chosen, confirm=f"删除对话「{title}」？删除后不能恢复。")
        + "</div></li>"
    )


def day_label(day: str) -> str:
    """Return a day as it is spoken of: 今天, 昨天, 11月20日 星期四."""
    then = date.fromisoformat(day)
    today = datetime.now().astimezone().date()
    if then == today:
        return "今天"
    if then == today - timedelta(days=1):
        return "昨天"
    year = "" if then.year == today.year else f"{then.year}年"
    return f"{year}{then.month}月{then.day}日　星期{_WEEK[then.weekday()]}"
