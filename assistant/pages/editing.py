"""改稿: set a paragraph of a kept draft by hand, or have the model change a section; each makes the next version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import busy, clicked, notice
from assistant.pages.papers import beside_html, links_html, paper_html, paragraph_text
from corpus.errors import CewenError

Json = dict[str, Any]
Edited = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of editing; they stand above the paper."""

    box: gr.Group
    text: gr.Textbox
    save: gr.Button
    leave: gr.Button
    wish: gr.Textbox
    revise: gr.Button
    told: gr.HTML
    wishes: gr.Row


def fields() -> Fields:
    """Add the fields where they stand; the model's are shown where one is configured."""
    with gr.Group(visible=False, elem_id="cewen-edit") as box:
        text = gr.Textbox(
            "",
            label="改这一段（[n] 是出处的编号；清空就是删去这一段）",
            lines=4,
            max_lines=12,
            elem_id="cewen-edit-text",
        )
        with gr.Row():
            save = gr.Button("存为新一稿", variant="primary", size="sm", elem_id="cewen-edit-save")
            leave = gr.Button("不改了", size="sm")
    with gr.Row(visible=False, elem_classes="cewen-tools") as wishes:
        wish = gr.Textbox(
            "", label="修改意见", placeholder="例如：第二部分压缩到三百字", container=False, scale=5, max_length=300,
            elem_id="cewen-wish",
        )  # fmt: skip
        revise = gr.Button("请大模型改", size="sm", scale=0, min_width=110)
    return Fields(box, text, save, leave, wish, revise, gr.HTML("", elem_id="cewen-edit-told"), wishes)


def bind(
    desks: Desks, tab: gr.Tab, form: Fields, paper: gr.HTML, beside: gr.HTML, links: gr.HTML, shown: gr.BrowserState
) -> None:
    """Bind the fields' events; `shown` holds the id of the draft on the page."""
    mine = desks.bound
    target = gr.State((0, 0))
    outputs = [paper, beside, links, form.box, form.told]

    def choose(cewen: Cewen, event: gr.EventData) -> tuple[Any, ...]:
        asked = clicked(event)
        if asked["act"] != "edit":
            return (gr.skip(),) * 4
        draft_id, number = int(asked["id"]), int(asked["number"])
        try:
            found = cewen.open_draft(draft_id)
        except CewenError as error:
            return gr.skip(), gr.skip(), gr.skip(), notice(error)
        return gr.Group(visible=True), paragraph_text(found["draft"], number), (draft_id, number), ""

    def keep(cewen: Cewen, target: Edited, text: str | None) -> tuple[Any, ...]:
        try:
            return _shown(cewen, cewen.edit_draft(*target, text or ""))
        except CewenError as error:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip(), notice(error)

    def ask(cewen: Cewen, draft_id: int, wish: str | None) -> Iterator[tuple[Any, ...]]:
        if not draft_id:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), notice("请先写一份稿子，或打开一份存稿。")
            return
        yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), busy("大模型正在改，改完逐句核对……")
        try:
            yield _shown(cewen, cewen.revise_draft(draft_id, wish or ""))
        except CewenError as error:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), notice(error)

    tab.select(mine(lambda cewen: gr.Row(visible=bool(cewen.settings.chat_model))), None, form.wishes, **QUIET)
    paper.select(mine(choose), None, [form.box, form.text, target, form.told], trigger_mode="multiple", **QUIET)
    form.save.click(mine(keep), [target, form.text], outputs, **QUIET)
    form.leave.click(lambda: gr.Group(visible=False), None, form.box, **QUIET)
    gr.on([form.revise.click, form.wish.submit], mine(ask), [shown, form.wish], outputs, concurrency_limit=2, **QUIET)


def _shown(cewen: Cewen, found: Json) -> tuple[Any, ...]:
    draft, draft_id = found["draft"], found["draft_id"]
    return (
        paper_html(draft, draft_id), beside_html(cewen, draft), links_html(draft_id, found["version"]),
        gr.Group(visible=False), f'<p class="cewen-meta" role="status">已存为第 {found["version"]} 稿，原来的稿子还在「存稿」里。</p>',
    )  # fmt: skip
