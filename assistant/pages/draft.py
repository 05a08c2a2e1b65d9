"""起草: what is wanted, the outline with its evidence, the cited draft with visible blanks, and the drafts kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages import drafts, editing
from assistant.pages.basket import copied
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import CLICKS, busy, clicked, empty, notice
from assistant.pages.outlines import CHANGES, changed, outline_html
from assistant.pages.papers import beside_html, links_html, paper_html
from assistant.pages.remembering import Remembered, remember
from assistant.pages.runs import FOLLOWERS, Run, Runs, Tell
from corpus.errors import CewenError

Json = dict[str, Any]
FIRST, EXAMPLE_PLACE = "汇报材料", "例如：宿城区"
_WAITING = empty("写明文种和主题，点「起草」。只用资料库里的材料，缺的内容会留空标出，不会编造。")
_SIDE = empty("待补充的地方、提示和每句话的出处会列在这里。")


def build(desks: Desks, blocks: gr.Blocks, tab: gr.Tab, kept: Remembered) -> gr.Textbox:
    """Add the page to the open Blocks; return the field of one's own material, for the basket."""
    mine, runs = desks.bound, Runs(at_once=2)
    with gr.Row():
        genre = gr.Dropdown([FIRST], value=FIRST, label="文种", scale=2, min_width=130)
        topic = gr.Textbox(
            "", label="主题", placeholder="例如：义务教育均衡发展", scale=4, elem_id="cewen-topic", max_length=80
        )
        place = gr.Textbox(
            "", label="地方", placeholder=EXAMPLE_PLACE, scale=2, min_width=130, elem_id="cewen-place",
            max_length=30,
        )  # fmt: skip
        with gr.Column(scale=1, min_width=110, elem_classes="cewen-stack"):
            button = gr.Button("起草", variant="primary", elem_id="cewen-draft")
            first = gr.Button("先看提纲", size="sm", elem_id="cewen-outline")
    more, own = _wishes(desks)
    with gr.Row(elem_classes="cewen-tools"):
        write = gr.Button("写成稿子", variant="primary", size="sm", visible=False, elem_id="cewen-write", scale=0)
        stop = gr.Button("停止", size="sm", visible=False, scale=0, elem_id="cewen-draft-stop")
        links = gr.HTML("", elem_id="cewen-word")
    form = editing.fields()
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=6, min_width=320):
            paper = gr.HTML(_WAITING, js_on_load=CLICKS, elem_id="cewen-paper", elem_classes="cewen-pane")
        with gr.Column(scale=4, min_width=300):
            beside = gr.HTML(_SIDE, elem_id="cewen-notes", elem_classes="cewen-pane")
    outline, held = gr.State(None), kept.drafted
    shown = [paper, beside, links, outline, write, stop, held]
    wanted = [genre, topic, place, *more]

    def plan(cewen: Cewen, request: gr.Request, *given: Any) -> Iterator[tuple[Any, ...]]:
        yield _busy("正在找材料、列提纲……")
        outlining = runs.start(request, lambda _: cewen.outline(*_request(*given)))
        try:
            yield from map(_busy, outlining)
            made = outlining.result()
        except CewenError as error:
            yield _failed(error)
            return
        yield outline_html(made), _SIDE, "", made, gr.Button(visible=True), gr.Button(visible=False), 0

    def compose(cewen: Cewen, request: gr.Request, *given: Any) -> Iterator[tuple[Any, ...]]:
        yield _busy("正在找材料、写稿子……")
        # The writing goes on when the page is closed; what it made is then among the kept drafts.
        yield from follow(
            cewen, runs.start(request, lambda tell: _written(cewen, cewen.outline(*_request(*given)), tell))
        )

    def finish(cewen: Cewen, request: gr.Request, made: Json) -> Iterator[tuple[Any, ...]]:
        yield _busy(f"正在写《{made['title']}》……")
        yield from follow(cewen, runs.start(request, lambda tell: _written(cewen, made, tell)))

    def follow(cewen: Cewen, writing: Run[tuple[Json, Json]]) -> Iterator[tuple[Any, ...]]:
        try:
            yield from map(_busy, writing)
            made, draft = writing.result()
        except CewenError as error:
            yield _failed(error)
            return
        yield (
            paper_html(draft, draft["draft_id"]), beside_html(cewen, draft),
            links_html(draft["draft_id"], draft["version"]), made, gr.Button(visible=False), gr.Button(visible=False),
            draft["draft_id"],
        )  # fmt: skip

    def change(made: Json | None, event: gr.EventData) -> tuple[Any, Any]:
        if made is None or clicked(event)["act"] not in CHANGES:
            return gr.skip(), gr.skip()
        try:
            made = changed(made, clicked(event))
        except CewenError as error:
            return notice(error) + outline_html(made), gr.skip()
        return outline_html(made), made

    gr.on([button.click, topic.submit], mine(compose), wanted, shown, concurrency_limit=FOLLOWERS, **QUIET)
    first.click(mine(plan), wanted, shown, concurrency_limit=FOLLOWERS, **QUIET)
    write.click(mine(finish), outline, shown, concurrency_limit=FOLLOWERS, **QUIET)
    stop.click(runs.stop, None, None, **QUIET)
    paper.select(change, outline, [paper, outline], trigger_mode="multiple", **QUIET)
    editing.bind(desks, tab, form, paper, beside, links, held)
    drafts.build(desks, tab, [paper, beside, links, write, held])
    remember(blocks, kept.draft, [topic, place, *more[:5]])
    tab.select(mine(_offered), None, [genre, place], **QUIET)
    return own


def _written(cewen: Cewen, made: Json, tell: Tell) -> tuple[Json, Json]:
    """Return an outline and the draft that was written from it and kept."""

    def told(heading: str, done: int, total: int) -> None:
        tell(f"正在写第 {done + 1}/{total} 部分：{heading}……")

    tell(f"正在写《{made['title']}》……")
    return made, cewen.write(made, save=True, progress=told)


def _wishes(desks: Desks) -> tuple[list[Any], gr.Textbox]:
    """Add the further fields of a request; return them in the order of `_request`, and the one of own material."""
    with gr.Accordion("更多要求（时期、字数、要点、自己的材料、指定或排除文件）", open=False) as further:
        with gr.Row():
            period = gr.Textbox("", label="时期", placeholder="例如：2019-2023", elem_id="cewen-period", max_length=20)
            audience = gr.Textbox("", label="主送或称谓", elem_id="cewen-audience", max_length=60)
            length = gr.Number(0, label="字数（0 为文种常用篇幅）", precision=0, minimum=0, elem_id="cewen-length")
        points = gr.Textbox("", label="必须写到的要点（一行一个）", lines=2, elem_id="cewen-points", max_length=1000)
        own = gr.Textbox(
            "", label="自己的材料和数据（注明「用户提供」）", lines=3, elem_id="cewen-own", max_length=20000
        )
        with gr.Row():
            prefer = gr.Dropdown([], label="优先用这些文件", multiselect=True, elem_id="cewen-prefer")
            without = gr.Dropdown([], label="不用这些文件", multiselect=True, elem_id="cewen-without")
            like = gr.Dropdown([("不照", "")], value="", label="照这篇的结构写", elem_id="cewen-like")
    # Of a large library this is much to send; most drafts are written without it.
    further.expand(desks.bound(_choices), None, [prefer, without, like], **QUIET)
    return [period, audience, length, points, own, prefer, without, like], own


def _offered(cewen: Cewen) -> tuple[gr.Dropdown, gr.Textbox]:
    """Return the genres that can be drafted, and the office's own place as what is taken where none is written."""
    own = cewen.settings.place
    return gr.Dropdown(cewen.genres()), gr.Textbox(placeholder=f"不写就是{own}" if own else EXAMPLE_PLACE)


def _choices(cewen: Cewen) -> tuple[gr.Dropdown, gr.Dropdown, gr.Dropdown]:
    """Return the documents to prefer, to leave out, to write like."""
    listed = cewen.list()["documents"]
    documents = [(f"{d['title']}（{d['place'] or '地方不详'} {d['date'][:4]}）", d["doc_id"]) for d in listed]
    return gr.Dropdown(documents), gr.Dropdown(documents), gr.Dropdown([("不照", ""), *documents])


def _request(
    genre: str, topic: str, place: str, period: str, audience: str, length: float | None, points: str, own: str,
    prefer: list[str] | None, without: list[str] | None, like: str | None,
) -> tuple[str, str, str, Json]:  # fmt: skip
    more = {
        "period": period, "audience": audience, "length": int(length or 0), "points": (points or "").splitlines(),
        "notes": own, "prefer": prefer or [], "without": without or [], "like": like or "",
    }  # fmt: skip
    return genre, topic or "", (place or "").strip(), more


def _busy(text: str) -> tuple[Any, ...]:
    return busy(text), _SIDE, "", gr.skip(), gr.Button(visible=False), gr.Button(visible=True), gr.skip()


def _failed(error: object) -> tuple[Any, ...]:
    return notice(error), _SIDE, "", None, gr.Button(visible=False), gr.Button(visible=False), 0


def notes_of(basket: list[Json] | None) -> str:
    """Return the basket as notes of a request."""
    return "\n".join(copied(item) for item in basket or [])
