"""第一次使用: place and name of the office, a folder to begin with, and what of it could not be read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.failures import failures_html
from assistant.pages.markup import busy, done, meta, notice
from assistant.pages.own_place import hinted, own_fields
from assistant.readers import ADMINISTRATOR
from corpus.errors import CewenError

Json = dict[str, Any]
SECONDS_BETWEEN = 0.4
KINDS_SHOWN = 6
_HEAD = (
    "<h2>第一次使用</h2><p>写下本单位在哪里、叫什么，再指给它一个放文件的文件夹，就可以用了。都可以先空着，以后在「设置」里改；"
    "单个文件随时可以拖进「资料库」。</p>"
)


def build(desks: Desks, blocks: gr.Blocks) -> None:
    """Add the guide to the open Blocks; it is shown to who needs it, and while a folder is being added."""
    mine = desks.bound
    with gr.Column(visible=False, elem_classes="cewen-section", elem_id="cewen-guide") as guide:
        gr.HTML(_HEAD)
        with gr.Column() as form:
            with gr.Row():
                place, office = own_fields("cewen-guide")
                folder = gr.Textbox(
                    "", label="放文件的文件夹（在这台电脑上，或共享盘）", placeholder="例如：D:\\公文", max_length=500, min_width=260, scale=2,
                    elem_id="cewen-guide-folder",
                )  # fmt: skip
            hinted(place, "cewen-guide-hints")
        told = gr.HTML("", elem_id="cewen-guide-told")
        watch = gr.Checkbox(
            True, label="以后这个文件夹里有新文件，自动加入", visible=False, elem_id="cewen-guide-watch"
        )
        with gr.Row(elem_classes="cewen-tools"):
            onward = gr.Button("下一步", variant="primary", size="sm", elem_id="cewen-guide-next")
            begin = gr.Button("加入资料库", variant="primary", size="sm", visible=False, elem_id="cewen-guide-begin")
            back = gr.Button("换一个文件夹", size="sm", visible=False, elem_id="cewen-guide-back")
            stop = gr.Button("停止", size="sm", visible=False, elem_id="cewen-guide-stop")
            finish = gr.Button("完成", variant="primary", size="sm", visible=False, elem_id="cewen-guide-finish")
            never = gr.Button("不用引导", size="sm", elem_id="cewen-guide-never")
    shown = [form, told, watch, onward, begin, back, stop, finish, never]

    def opened(cewen: Cewen) -> gr.Column:
        running = cewen.reader.may(ADMINISTRATOR) and cewen.scanning()["running"]
        return gr.Column(visible=running or cewen.first_start())

    def followed(cewen: Cewen) -> Iterator[tuple[Any, ...]]:
        """Show how a folder comes in that somebody began to add, here or before the page was opened anew."""
        if cewen.reader.may(ADMINISTRATOR) and cewen.scanning()["running"]:
            yield from _following(cewen)
        else:
            yield (gr.skip(),) * len(shown)

    def checked(cewen: Cewen, place: str, office: str, folder: str) -> Iterator[tuple[Any, ...]]:
        # Counting a share may take a while.
        yield gr.skip(), busy("正在看……"), *(gr.skip(),) * (len(shown) - 2)
        try:
            if place.strip() or office.strip():
                cewen.change_settings({"place": place, "office": office})
            if folder.strip():
                yield _counted(cewen.count_folder(folder))
            elif place.strip():
                yield _finished(done("已保存。下一步：到「资料库」拖入文件，或者直接用样例资料试试提问。"))
            else:
                yield _form(notice("请写本单位所在地，或者写一个文件夹。"))
        except CewenError as error:
            yield _form(notice(error))

    def begun(cewen: Cewen, folder: str, watch: bool) -> Iterator[tuple[Any, ...]]:
        try:
            cewen.scan(folder)
            if watch:
                cewen.change_settings({"watch": [*cewen.settings.watch, folder.strip().strip('"')]})
        except CewenError as error:
            yield _form(notice(error))
            return
        yield from _following(cewen)

    def dismissed(cewen: Cewen) -> tuple[Any, Any]:
        try:
            cewen.change_settings({"guide": False})
        except CewenError as error:
            return gr.skip(), notice(error)
        return gr.Column(visible=False), ""

    def stopped(cewen: Cewen) -> None:
        cewen.stop_scan()

    gr.on([onward.click, folder.submit], mine(checked), [place, office, folder], shown, **QUIET)
    back.click(lambda: _form(""), None, shown, **QUIET)
    begin.click(mine(begun), [folder, watch], shown, concurrency_limit=4, **QUIET)
    stop.click(mine(stopped), None, None, **QUIET)
    finish.click(lambda: gr.Column(visible=False), None, guide, **QUIET)
    never.click(mine(dismissed), None, [guide, told], **QUIET)
    blocks.load(mine(opened), None, guide, **QUIET).then(mine(followed), None, shown, concurrency_limit=4, **QUIET)


def _following(cewen: Cewen) -> Iterator[tuple[Any, ...]]:
    while (status := cewen.scanning())["running"]:
        yield _step(progress_html(status), stop=True)
        time.sleep(SECONDS_BETWEEN)
    yield _finished(summary_html(status))


def _step(told: str, **visible: bool) -> tuple[Any, ...]:
    """Return the guide without its form, with some of its buttons."""
    buttons = (gr.Button(visible=visible.get(name, False)) for name in ("begin", "back", "stop", "finish"))
    return (
        gr.Column(visible=False), told, gr.Checkbox(visible=visible.get("watch", False)), gr.Button(visible=False),
        *buttons, gr.Button(visible=False),
    )  # fmt: skip


def _form(told: str) -> tuple[Any, ...]:
    hidden = [gr.Button(visible=False) for _ in range(4)]
    return (
        gr.Column(visible=True),
        told,
        gr.Checkbox(visible=False),
        gr.Button(visible=True),
        *hidden,
        gr.Button(visible=True),
    )


def _finished(told: str) -> tuple[Any, ...]:
    return _step(told, finish=True)


def _counted(counted: Json) -> tuple[Any, ...]:
    """Return the step at which a folder is added, or the form again where there is nothing to add."""
    if not counted["files"]:
        return _form(notice("这个文件夹里没有能读的文件，请换一个。"))
    kinds = [*counted["suffixes"].items()]
    said = "、".join(f"{suffix} {count:,} 个" for suffix, count in kinds[:KINDS_SHOWN])
    left = sum(count for _, count in kinds[KINDS_SHOWN:])
    more = f"、其他 {left:,} 个" if left else ""
    told = (
        f'<p role="status"><b>{escape(counted["folder"])}</b> 里有 <b>{counted["files"]:,}</b> 个文件：{escape(said + more)}。</p>'
        + meta("原文件不动。加入时可以停止，也可以关掉页面，它会接着做。加入的资料，能打开网页的人都能查到。")
    )
    return _step(told, begin=True, back=True, watch=True)


def progress_html(status: Json) -> str:
    """Return how far a folder has come in."""
    total, number = status["total"], status["done"]
    if not total:
        return busy("正在列出文件……")
    return (
        f'<p role="status"><b>正在加入 {number:,}/{total:,}</b> <progress max="{total}" value="{number}" aria-label="进度"></progress></p>'
        + meta(status["what"], f"已新增 {status['added']:,} 个", f"未能加入 {len(status['failed']):,} 个" if status["failed"] else "")
    )  # fmt: skip


def summary_html(status: Json) -> str:
    """Return what became of a folder that was added: the numbers, and by kind what could not be read."""
    if status["error"]:
        return notice(status["error"])
    failed = status["failed"]
    numbers = f"新增 {status['added']:,} 个文件" + "".join(
        f"，{label} {count:,} 个"
        for label, count in (("更新", status["updated"]), ("已在库中", status["unchanged"]), ("未能加入", len(failed)))
        if count
    )
    head = "已停止，加入的都留着" if status["stopped"] else "加入完成"
    return done(f"{head}：{numbers}。") + failures_html(failed)
