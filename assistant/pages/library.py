"""资料库: files dragged in, each with what was recognised; the documents held, their facts to put right, removal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import gradio as gr

from assistant.app import CORRECTABLE, Cewen
from assistant.pages import choices
from assistant.pages.desks import QUIET, Desks
from assistant.pages.holdings import FAILED, READING, WAITING, detail_html, left_out, report_html, table_html
from assistant.pages.markup import CLICKS, clicked, empty, notice
from assistant.pages.runs import FOLLOWERS, Runs, Tell
from assistant.readers import ADMINISTRATOR, EDITOR, PUBLIC, PUBLIC_LABEL
from corpus.errors import CewenError, Stopped

Json = dict[str, Any]
LABELS = {
    "title": "标题", "place": "地方", "genre": "文种", "date": "日期（2024-03-05）", "issuer": "发文机关",
    "document_number": "发文字号", "addressee": "主送机关", "period": "时期（2019-2023）",
}  # fmt: skip
# So many documents of one uploaded file are told of.
DOCUMENTS_SHOWN = 20
_CHOOSE = empty("点左边的标题，看这份文档认出了什么，认错的可以在这里更正。")


def build(desks: Desks, tab: gr.Tab) -> None:
    """Add the page to the open Blocks; its table is made anew whenever its tab is opened."""
    mine, runs = desks.bound, Runs(at_once=1)
    with gr.Row(elem_classes="cewen-columns") as adding_row:
        with gr.Column(scale=3, min_width=260):
            upload = gr.File(
                label="把文件拖到这里，或点击选择（可一次选多个）",
                file_count="multiple",
                elem_id="cewen-upload",
                height=130,
            )
            into = gr.Dropdown(
                [(PUBLIC_LABEL, PUBLIC)], value=PUBLIC, label="放进资料集（只有能看它的人才查得到）", visible=False,
                elem_id="cewen-into",
            )  # fmt: skip
            with gr.Row():
                folder = gr.UploadButton("选一个文件夹", file_count="directory", size="sm", elem_id="cewen-folder")
                retry = gr.Button("重试没加入的", size="sm", visible=False, elem_id="cewen-retry")
                stop = gr.Button("停止加入", size="sm", visible=False)
        with gr.Column(scale=6, min_width=320):
            report = gr.HTML(
                empty("Word、PDF、Excel、PPT、网页和文本都可以。加入的结果会显示在这里，原文件不动。"), elem_id="cewen-report",
                elem_classes="cewen-pane cewen-short",
            )  # fmt: skip
    with gr.Row(elem_classes="cewen-tools"):
        words = gr.Textbox(
            "", label="按标题或文件名找", placeholder="按标题、文号或文件名找", container=False, scale=3, min_width=180, max_length=80,
            elem_id="cewen-find",
        )  # fmt: skip
        place = choices.dropdown("place", "地方", min_width=96, scale=1)
        genre = choices.dropdown("genre", "文种", min_width=96, scale=1)
        year = choices.dropdown("year", "年份", min_width=96, scale=1)
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=6, min_width=320):
            table = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-documents", elem_classes="cewen-pane")
        with gr.Column(scale=4, min_width=300, elem_id="cewen-document"):
            detail = gr.HTML(_CHOOSE, js_on_load=CLICKS, elem_id="cewen-detail")
            with gr.Accordion("更正", open=False, visible=False, elem_id="cewen-correct") as form:
                fields = [
                    gr.Textbox("", label=LABELS[name], max_length=200, elem_id=f"cewen-fact-{name}")
                    for name in CORRECTABLE
                ]
                home = gr.Dropdown([(PUBLIC_LABEL, PUBLIC)], value=PUBLIC, label="资料集", visible=False)
                save = gr.Button("保存更正", variant="primary", size="sm", elem_id="cewen-save")
    chosen = gr.State("")
    filters = [words, place, genre, year]
    about = [detail, form, *fields, home, chosen]

    def add(
        cewen: Cewen, request: gr.Request, files: list[str] | None, into: str | None, *narrowed: Any
    ) -> Iterator[tuple[Any, ...]]:
        if not files:
            return
        rows = [{"file": PurePath(path).name, "state": WAITING} for path in files]
        yield report_html(rows), gr.skip(), gr.skip(), gr.Button(visible=True), [], gr.Button(visible=False)
        # All files are one piece of work: it goes on when the page is closed.
        adding = runs.start(request, lambda tell: _add_each(cewen, files, into or PUBLIC, rows, tell))
        for _ in adding:
            yield report_html(rows), *(gr.skip(),) * 5
        try:
            adding.result()
            told = report_html(rows)
        except Stopped:
            told = notice("已停止。已经加入的文件留在资料库里。") + report_html(left_out(rows))
        except CewenError as error:
            told = notice(error) + report_html(left_out(rows))
        again = [path for path, row in zip(files, rows, strict=True) if row["state"] in (FAILED, WAITING, READING)]
        shown = gr.Button(visible=bool(again))
        yield told, table_html(cewen, *narrowed), None, gr.Button(visible=False), again, shown

    def choose(cewen: Cewen, event: gr.EventData) -> tuple[Any, ...]:
        asked = clicked(event)
        return _about(cewen, asked["id"]) if asked["act"] == "show" else (gr.skip(),) * len(about)

    def more(cewen: Cewen, event: gr.EventData, words: str, place: str, genre: str, year: str) -> Any:
        asked = clicked(event)
        if asked["act"] != "more":
            return gr.skip()
        return table_html(cewen, words, place, genre, year, int(asked["listed"]))

    def correct(cewen: Cewen, doc_id: str, home: str | None, *values: str) -> tuple[Any, ...]:
        try:
            before = cewen.show(doc_id)
            given = dict(zip(CORRECTABLE, values, strict=True))
            new = {name: value.strip() for name, value in given.items() if value.strip() != before[name]}
            if new:
                cewen.correct(doc_id, new)
            if (home or PUBLIC) != before["collection"]:
                cewen.move([doc_id], home or PUBLIC)
        except CewenError as error:
            return notice(error), *(gr.skip(),) * (len(about) - 1)
        return _about(cewen, doc_id)

    def drop(cewen: Cewen, event: gr.EventData) -> tuple[Any, ...]:
        try:
            cewen.remove([clicked(event)["id"]])
        except CewenError as error:
            return notice(error), *(gr.skip(),) * (len(about) - 1)
        return empty("已移除这份文档，原文件没有动。"), gr.Accordion(visible=False), *("",) * len(fields), gr.skip(), ""

    listed = mine(table_html)
    left = gr.State(list[str]())
    told = [report, table, upload, stop, left, retry]
    for event, files in ((upload.upload, upload), (folder.upload, folder), (retry.click, left)):
        event(
            mine(add), [files, into, *filters], told, concurrency_limit=FOLLOWERS, **QUIET,
        ).then(mine(choices.renewed), None, [place, genre, year], **QUIET)  # fmt: skip
    stop.click(runs.stop, None, None, **QUIET)
    words.change(listed, filters, table, trigger_mode="always_last", **QUIET)
    gr.on([place.change, genre.change, year.change], listed, filters, table, **QUIET)
    table.select(mine(choose), None, about, trigger_mode="multiple", **QUIET)
    table.select(mine(more), filters, table, trigger_mode="multiple", **QUIET)
    save.click(mine(correct), [chosen, home, *fields], about, **QUIET).then(listed, filters, table, **QUIET)
    detail.select(mine(drop), None, about, **QUIET).then(listed, filters, table, **QUIET)
    tab.select(mine(choices.renewed), None, [place, genre, year], **QUIET)
    tab.select(listed, filters, table, **QUIET)
    tab.select(mine(_allowed), None, [adding_row, into, home], **QUIET)


def _allowed(cewen: Cewen) -> tuple[gr.Row, gr.Dropdown, gr.Dropdown]:
    """Return the row of the upload for those who may add, and the collections where there are users to keep things from."""
    collections = [(name or PUBLIC_LABEL, name) for name in cewen.collections()]
    several = bool(cewen.sign_in) and cewen.reader.may(EDITOR)
    own = cewen.reader.may(ADMINISTRATOR)
    into, home = (gr.Dropdown(collections, visible=several, allow_custom_value=own) for _ in range(2))
    return gr.Row(visible=cewen.reader.may(EDITOR)), into, home


def _add_each(cewen: Cewen, paths: list[str], collection: str, rows: list[Json], tell: Tell) -> None:
    """Add uploaded files one after the other; each one's row is told what becomes of it."""
    for number, (path, row) in enumerate(zip(paths, rows, strict=True)):
        tell(str(number))
        row["state"] = READING
        row |= _added(cewen, path, collection, tell)


def _added(cewen: Cewen, path: str, collection: str, tell: Tell) -> Json:
    """Add one uploaded file and return what became of it."""
    try:
        kept = cewen.keep_upload(path, PurePath(path).name, collection)
        result = cewen.add([kept], lambda progress: tell(f"{path} {progress.what}"), collection)
    except Stopped:
        raise
    except CewenError as error:
        return {"state": FAILED, "error": str(error)}
    if result["failed"]:
        reasons = "；".join(failure["reason"] for failure in result["failed"])
        return {"state": FAILED, "error": reasons, "failed": result["failed"]}
    state = "新增" if result["added"] else "更新" if result["updated"] else "已在库中"
    found = cewen.documents_of(kept)[:DOCUMENTS_SHOWN]
    return {"state": state, "documents": found, "notes": [note["note"] for note in result["notes"]]}


def _about(cewen: Cewen, doc_id: str) -> tuple[Any, ...]:
    """Return the particulars of a document and the fields to put them right."""
    try:
        shown = cewen.show(doc_id)
    except CewenError as error:
        return notice(error), gr.Accordion(visible=False), *("",) * len(CORRECTABLE), PUBLIC, ""
    values = [str(shown[name]) for name in CORRECTABLE]
    form = gr.Accordion(visible=cewen.reader.may(EDITOR))
    return detail_html(cewen, shown), form, *values, shown["collection"], doc_id
