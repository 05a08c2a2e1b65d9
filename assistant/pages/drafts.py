"""存稿: the drafts kept in the home folder, with their versions, to open, compare and delete."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import CLICKS, button, clicked, empty, local_time, notice
from assistant.pages.papers import beside_html, links_html, paper_html
from corpus.errors import CewenError

Json = dict[str, Any]


def build(desks: Desks, tab: gr.Tab, shown: list[Any]) -> None:
    """Add the list of kept drafts; the draft that was last on the page is opened again with its tab.

    `shown` are paper, side, links, the button that writes an outline, and the draft's id, which the browser keeps.
    """
    mine = desks.bound
    with gr.Accordion("存稿", open=False, elem_id="cewen-drafts") as kept:
        listed = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-drafts-list")

    def act(cewen: Cewen, event: gr.EventData) -> tuple[Any, ...]:
        asked = clicked(event)
        draft_id, version = int(asked["id"]), int(asked.get("version", 0))
        skipped = (gr.skip(),) * 5
        try:
            if asked["act"] == "open":
                return gr.skip(), *_opened(cewen, draft_id, version)
            if asked["act"] == "compare":
                return gr.skip(), compared_html(cewen.compare_drafts(draft_id)), *(gr.skip(),) * 4
            cewen.remove_draft(draft_id)
        except CewenError as error:
            return notice(error) + list_html(cewen), *skipped
        return list_html(cewen), *skipped

    def reopen(cewen: Cewen, opened: bool, draft_id: int) -> tuple[Any, ...]:
        skipped = (gr.skip(),) * len(shown)
        if opened or not draft_id:
            return True, *skipped
        try:
            return True, *_opened(cewen, draft_id)
        except CewenError:
            # It was deleted, or is another user's.
            return True, *skipped[1:], 0

    listed.select(mine(act), None, [listed, *shown], trigger_mode="multiple", **QUIET)
    kept.expand(mine(list_html), None, listed, **QUIET)
    opened = gr.State(False)
    tab.select(mine(reopen), [opened, shown[-1]], [opened, *shown], **QUIET)


def _opened(cewen: Cewen, draft_id: int, version: int = 0) -> tuple[Any, ...]:
    found = cewen.open_draft(draft_id, version)
    draft = found["draft"]
    # Only the last version is changed further.
    held = draft_id if found["version"] == found["versions"][-1]["version"] else 0
    links = links_html(draft_id, found["version"])
    return paper_html(draft, held), beside_html(cewen, draft), links, gr.Button(visible=False), held


def list_html(cewen: Cewen) -> str:
    """Return the kept drafts, the one changed last first."""
    try:
        found = cewen.drafts()["drafts"]
    except CewenError as error:
        return notice(error)
    if not found:
        return empty("还没有存稿。写成的稿子会自动存在这里。")
    return f'<ul class="cewen-kept">{"".join(_item(draft) for draft in found[:100])}</ul>'


def _item(draft: Json) -> str:
    number, versions = draft["draft_id"], draft["versions"]
    saved = local_time(draft["saved"])
    earlier = "".join(
        button(f"第{version}稿", "open", "cewen-small", id=number, version=version) for version in range(1, versions)
    )
    compare = button("与上一稿对照", "compare", "cewen-small", id=number) if versions > 1 else ""
    return (
        f"<li>{button(draft['title'], 'open', 'cewen-link', id=number)}"
        f'<div class="cewen-row"><span class="cewen-meta">{escape(draft["genre"])}　{saved}　共 {versions} 稿</span>{earlier}{compare}'
        + button("删除", "remove", "cewen-small", id=number, confirm=f"删除《{draft['title']}》的全部 {versions} 稿？")
        + "</div></li>"
    )


def compared_html(compared: Json) -> str:
    """Return two versions side by side, changed rows marked."""
    if compared["same"]:
        return empty("两稿一样。")
    rows = "".join(
        f'<tr class="cewen-{row["change"]}"><td>{escape(row["left"])}</td><td>{escape(row["right"])}</td></tr>'
        for row in compared["rows"]
    )
    return (
        f'<div class="cewen-scroll"><table class="cewen-compare"><tr><th>{escape(compared["left"])}</th>'
        f"<th>{escape(compared['right'])}</th></tr>{rows}</table></div>"
    )
