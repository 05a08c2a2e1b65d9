"""核稿: a draft in; its text with findings marked, the findings beside it, and the Word file with comments out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages import checked
from assistant.pages.desks import QUIET, Desks
from assistant.pages.findings import draft_html, findings_html, summary_html
from assistant.pages.markup import CLICKS, busy, clicked, empty, notice
from assistant.pages.remembering import Remembered, remember
from assistant.pages.runs import FOLLOWERS, Run, Runs
from corpus.errors import CewenError, Stopped

Json = dict[str, Any]
Shown = tuple[Any, ...]
SUFFIXES = [".docx", ".pdf", ".md", ".txt"]
AT_ONCE = 2
_WAITING = empty("稿子的正文会显示在这里，有疑问的地方会标出来。")
_FINDINGS = empty("查出的问题会列在这里：数据有没有出处、引文是否一字不差、政策是否现行、前后是否一致。")
_CHECKING = "正在核对数据、引文和政策……长稿子要几十秒"


def build(desks: Desks, blocks: gr.Blocks, tab: gr.Tab, kept: Remembered) -> None:
    """Add the page to the open Blocks."""
    mine, runs = desks.bound, Runs(AT_ONCE)
    with gr.Row(elem_classes="cewen-tools"):
        upload = gr.File(
            label="把稿子拖到这里，或点击选择（Word、PDF、文本）", elem_id="cewen-check-file", file_types=SUFFIXES, height=110,
            scale=4, min_width=260,
        )  # fmt: skip
        place = gr.Textbox(
            "", label="这份稿子写的是哪个地方", placeholder="可以不填，从稿子里认", max_length=30, scale=2,
            min_width=180, elem_id="cewen-check-place",
        )  # fmt: skip
        with gr.Column(scale=1, min_width=110):
            start = gr.Button("核稿", variant="primary", elem_id="cewen-check-start")
            stop = gr.Button("停止", size="sm")
    summary = gr.HTML("", elem_id="cewen-check-summary")
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=6, min_width=320):
            text = gr.HTML(_WAITING, elem_id="cewen-check-text", elem_classes="cewen-pane")
        with gr.Column(scale=4, min_width=300):
            word = gr.HTML("")
            found = gr.HTML(_FINDINGS, elem_id="cewen-findings", elem_classes="cewen-pane")
    with gr.Accordion("核过的稿子", open=False, elem_id="cewen-checked") as before:
        listed = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-checked-list")
    opened = gr.State(False)
    shown = [summary, text, found, word]

    def run(cewen: Cewen, request: gr.Request, path: str | None, place: str | None) -> Iterator[Shown]:
        told = _unfit(path)
        if told or path is None:
            yield notice(told), _WAITING, _FINDINGS, "", True
            return
        # The check goes on when the page is closed; its report is then among those kept.
        checking = runs.start(
            request, lambda tell: cewen.check_and_keep(path, (place or "").strip(), tell), cewen.reader.name
        )
        yield from follow(checking)

    def follow(checking: Run[Json]) -> Iterator[Shown]:
        yield busy(_CHECKING), _WAITING, _FINDINGS, "", True
        skipped = (gr.skip(),) * 4
        try:
            for told in checking:
                yield busy(told or _CHECKING), *skipped
            report = checking.result()
        except Stopped:
            yield notice("已停止核稿。"), *skipped
            return
        except CewenError as error:
            yield notice(error), *skipped
            return
        yield *_report(report), True

    def reopen(cewen: Cewen, request: gr.Request, opened: bool) -> Iterator[Shown]:
        if opened:
            return
        if checking := runs.taken_up(request, cewen.reader.name):
            yield from follow(checking)
            return
        try:
            if last := cewen.checks()["checks"][:1]:
                yield *_report(cewen.open_check(last[0]["check_id"])), True
        except CewenError as error:
            yield notice(error), *(gr.skip(),) * 4

    def act(cewen: Cewen, event: gr.EventData) -> Shown:
        asked = clicked(event)
        try:
            if asked["act"] == "open":
                return gr.skip(), *_report(cewen.open_check(int(asked["id"])))
            cewen.remove_check(int(asked["id"]))
        except CewenError as error:
            return notice(error) + checked.list_html(cewen), *(gr.skip(),) * 4
        return checked.list_html(cewen), *(gr.skip(),) * 4

    gr.on(
        [start.click, upload.upload], mine(run), [upload, place], [*shown, opened], **QUIET, concurrency_limit=FOLLOWERS,
    ).then(mine(checked.list_html), None, listed, **QUIET)  # fmt: skip
    stop.click(runs.stop, None, None, **QUIET)
    tab.select(mine(reopen), opened, [*shown, opened], **QUIET, concurrency_limit=FOLLOWERS)
    before.expand(mine(checked.list_html), None, listed, **QUIET)
    listed.select(mine(act), None, [listed, *shown], trigger_mode="multiple", **QUIET)
    remember(blocks, kept.check, [place])


def _unfit(path: str | None) -> str:
    """Return why a file is not checked; empty where it is."""
    if not path:
        return "请先选一份稿子。"
    if PurePath(path).suffix.lower() not in SUFFIXES:
        return "只能核 Word（.docx）、PDF 和文本文件。旧的 .doc 请先另存为 .docx。"
    return ""


def _report(report: Json) -> Shown:
    return (
        summary_html(report),
        draft_html(report),
        findings_html(report),
        checked.word_link(report, "cewen-check-word"),
    )
