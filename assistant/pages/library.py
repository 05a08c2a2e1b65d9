"""资料库: upload with progress, a table of what is held, remove."""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.search import ANY, filter_choices
from corpus.errors import CewenError

COLUMNS = ["编号", "标题", "地方", "文种", "日期", "文号", "片段", "文件"]
Filters = tuple[gr.Dropdown, gr.Dropdown, gr.Dropdown]


def build(cewen: Cewen, filters: Filters) -> None:
    """Add the page to the open Blocks; `filters` are the search page's, renewed after each change."""
    with gr.Row():
        upload = gr.File(
            label="把文件拖到这里，或点击选择（Word、PDF、Excel、网页、文本）",
            file_count="multiple",
            elem_id="cewen-upload",
            scale=3,
            height=150,
        )
        report = gr.HTML('<p class="cewen-empty">加入的结果会显示在这里。</p>', elem_id="cewen-report")
    table = gr.Dataframe(
        rows(cewen), headers=COLUMNS, interactive=False, label="资料库里的文档", elem_id="cewen-documents", wrap=True, max_height=420,
        column_widths=["110px", "34%", "90px", "100px", "100px", "120px", "60px", "22%"], type="array",
    )  # fmt: skip
    with gr.Row():
        chosen = gr.Textbox(
            label="要移除的文档",
            placeholder="点表格中的一行，或填写编号",
            scale=4,
            elem_id="cewen-chosen",
            max_length=400,
        )
        remove = gr.Button("移除（原文件不动）", variant="stop", scale=1, elem_id="cewen-remove")

    def add(files: list[str] | None, progress: gr.Progress = gr.Progress()) -> tuple[Any, ...]:  # noqa: B008 - Gradio reads it
        if not files:
            return (gr.skip(),) * 6
        try:
            kept = [cewen.keep_upload(path, PurePath(path).name) for path in files]
            result = cewen.add(kept, lambda step: progress((step.done, step.total), desc=step.what))
        except CewenError as error:
            return (f'<p class="cewen-notice">{escape(str(error))}</p>', rows(cewen), None, *_renewed(cewen))
        return (report_html(result), rows(cewen), None, *_renewed(cewen))

    def choose(event: gr.SelectData) -> str:
        return str(event.row_value[0])

    def drop(names: str) -> tuple[Any, ...]:
        wanted = names.replace("，", " ").replace(",", " ").split()
        if not wanted:
            return ('<p class="cewen-notice">请先选一份文档。</p>', gr.skip(), "", *(gr.skip(),) * 3)
        try:
            result = cewen.remove(wanted)
        except CewenError as error:
            return (f'<p class="cewen-notice">{escape(str(error))}</p>', rows(cewen), names, *_renewed(cewen))
        missing = "".join(f"；没有「{escape(name)}」" for name in result["missing"])
        return (f"<p>已移除 {len(result['removed'])} 份文档{missing}。</p>", rows(cewen), "", *_renewed(cewen))

    upload.upload(add, upload, [report, table, upload, *filters], api_visibility="private")
    table.select(choose, None, chosen, api_visibility="private")
    remove.click(drop, chosen, [report, table, chosen, *filters], api_visibility="private")


def rows(cewen: Cewen) -> list[list[Any]]:
    """Return the table of documents."""
    return [
        [
            d["doc_id"],
            d["title"] + ("（已被替代）" if d["superseded_by"] else ""),
            d["place"],
            d["genre"],
            d["date"],
            d["document_number"],
            d["chunks"],
            d["file"],
        ]
        for d in cewen.list()["documents"]
    ]


def report_html(result: dict[str, Any]) -> str:
    """Return the report of an upload: counts, and each failure with its reason."""
    failures = "".join(
        f"<li>{escape(PurePath(failure['file']).name)}：{escape(failure['error'])}</li>" for failure in result["failed"]
    )
    summary = (
        f"<p>新增 {len(result['added'])} 个文件，更新 {len(result['updated'])} 个，未变 {len(result['unchanged'])} 个；"
        f"资料库现有 {result['documents']} 份文档、{result['chunks']} 个片段。</p>"
    )
    return summary + (f'<div class="cewen-notice">未能加入：<ul>{failures}</ul></div>' if failures else "")


def _renewed(cewen: Cewen) -> list[gr.Dropdown]:
    choices = filter_choices(cewen)
    return [gr.Dropdown([ANY, *choices[name]], value=ANY) for name in ("place", "genre", "year")]
