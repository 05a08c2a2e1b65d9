"""核稿: a draft in; its text with findings marked, the findings beside it, and the Word file with comments out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.findings import draft_html, findings_html, summary_html
from assistant.pages.markup import busy, empty, notice
from assistant.pages.remembering import Remembered, remember
from assistant.pages.runs import Runs
from corpus.errors import CewenError, Stopped

SUFFIXES = [".docx", ".pdf", ".md", ".txt"]
Shown = tuple[str, str, str, Any]
_WAITING = empty("稿子的正文会显示在这里，有疑问的地方会标出来。")
_FINDINGS = empty("查出的问题会列在这里：数据有没有出处、引文是否一字不差、政策是否现行、前后是否一致。")


def build(desks: Desks, blocks: gr.Blocks, kept: Remembered) -> None:
    """Add the page to the open Blocks."""
    runs = Runs()
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
            download = gr.DownloadButton("下载带批注的 Word", visible=False, elem_id="cewen-check-word")
            found = gr.HTML(_FINDINGS, elem_id="cewen-findings", elem_classes="cewen-pane")

    def run(cewen: Cewen, request: gr.Request, path: str | None, place: str | None) -> Iterator[Shown]:
        hidden = gr.DownloadButton(visible=False)
        if not path:
            yield notice("请先选一份稿子。"), _WAITING, _FINDINGS, hidden
            return
        if PurePath(path).suffix.lower() not in SUFFIXES:
            yield (
                notice("只能核 Word（.docx）、PDF 和文本文件。旧的 .doc 请先另存为 .docx。"),
                _WAITING,
                _FINDINGS,
                hidden,
            )
            return
        yield busy("正在核对数据、引文和政策……长稿子要几十秒"), _WAITING, _FINDINGS, hidden
        skipped = (gr.skip(),) * 3
        word = PurePath(path).suffix.lower() == ".docx"
        output = (
            str(Path(tempfile.mkdtemp(prefix="cewen-")) / f"{PurePath(path).stem}（核稿批注）.docx") if word else ""
        )
        checking = runs.start(request, lambda tell: cewen.check(path, (place or "").strip(), output, tell))
        try:
            for told in checking:
                yield busy(told), *skipped
            report = checking.result()
        except Stopped:
            yield notice("已停止核稿。"), *skipped
            return
        except CewenError as error:
            yield notice(error), *skipped
            return
        finally:
            # Nobody is there to read the report once the page is closed.
            checking.stop()
        given = gr.DownloadButton(value=output, visible=True) if word else hidden
        yield summary_html(report, word), draft_html(report), findings_html(report), given

    gr.on(
        [start.click, upload.upload], desks.bound(run), [upload, place], [summary, text, found, download],
        **QUIET, concurrency_limit=2,
    )  # fmt: skip
    stop.click(runs.stop, None, None, **QUIET)
    remember(blocks, kept.check, [place])
