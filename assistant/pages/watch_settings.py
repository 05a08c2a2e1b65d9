"""设置, how files come in: the folders that are watched, what was last seen of them, and what is masked."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import PurePath
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.failures import failures_html
from assistant.pages.markup import busy, empty, heading, meta, notice
from assistant.pages.office_settings import kept_html
from assistant.readers import PUBLIC_LABEL
from corpus.errors import CewenError

Json = dict[str, Any]
LISTED = 50


def watch_section(desks: Desks) -> tuple[dict[str, Any], gr.HTML]:
    """Add the fields of how files come in; return them by the setting's name, and where the state is shown."""
    with gr.Column(elem_classes="cewen-section"):
        gr.HTML(
            heading(
                "监视的文件夹",
                "里面新增和改动的文件自动加入资料库；文件删了，资料库里的不会删。共享盘也可以。",
            )
        )
        folders = gr.Textbox(
            "", label="一行一个文件夹；只给部分人看的，后面加 | 资料集", lines=3, max_length=4000,
            placeholder="D:\\公文\nD:\\财务 | 财务科", elem_id="cewen-watch",
        )  # fmt: skip
        masked = gr.Checkbox(True, label="加入时遮盖身份证号、手机号、银行卡号", elem_id="cewen-mask")
        with gr.Row(elem_classes="cewen-tools"):
            save = gr.Button("保存", variant="primary", size="sm", elem_id="cewen-watch-save")
            again = gr.Button("刷新", size="sm", elem_id="cewen-watch-again")
        told = gr.HTML("", elem_id="cewen-watch-told")
        state = gr.HTML("", elem_id="cewen-watch-state")

    def keep(cewen: Cewen, folders: str, masked: bool) -> tuple[str, str]:
        told = kept_html(cewen, {"watch": (folders or "").splitlines(), "mask_personal": masked})
        return told, state_html(cewen)

    save.click(desks.bound(keep), [folders, masked], [told, state], **QUIET)
    again.click(desks.bound(state_html), None, state, **QUIET)
    return {"watch": folders, "mask_personal": masked}, state


def state_html(cewen: Cewen) -> str:
    """Return the watched folders, when they were looked into last, and what came of it."""
    try:
        state = cewen.watching()
    except CewenError as error:
        return notice(error)
    if not state["folders"]:
        return empty("没有监视的文件夹。")
    if not state["running"]:
        return empty("网页服务没有在监视，请重新启动。")
    if not state["at"]:
        return busy("正在看……")
    at = datetime.fromisoformat(state["at"]).strftime("%m月%d日 %H:%M:%S")
    told = meta(
        f"上次看：{at}", f"启动以来新增 {state['added']} 个、更新 {state['updated']} 个",
        f"{state['waiting']} 个刚发现，确定复制完了就加入" if state["waiting"] else "",
    )  # fmt: skip
    rows = "".join(_folder(folder) for folder in state["folders"])
    return (
        f'{told}<ul class="cewen-kept">{rows}</ul>'
        + _named("打不开的子文件夹", state["unentered"], "请检查权限")
        + failures_html(state["failed"])
        + _named("文件夹里已经没有、资料库里还在的文件", state["vanished"], "不再需要的，请到「资料库」移除")
    )


def _folder(folder: Json) -> str:
    collection = "" if folder["collection"] is None else f"放进「{folder['collection'] or PUBLIC_LABEL}」"
    if folder["missing"]:
        count = '<span class="cewen-tag cewen-old">现在打不开，连上后接着看</span>'
    elif folder["files"] is None:
        count = ""
    else:
        count = f'<span class="cewen-tag">{folder["files"]:,} 个文件</span>'
    return f"<li>{escape(folder['folder'])} {count}{meta(collection)}</li>"


def _named(label: str, files: list[str], help: str) -> str:
    if not files:
        return ""
    rows = "".join(f"<li>{escape('/'.join(PurePath(file).parts[-2:]))}</li>" for file in files[:LISTED])
    more = f'<li class="cewen-meta">还有 {len(files) - LISTED:,} 个</li>' if len(files) > LISTED else ""
    return (
        f'<section class="cewen-failure"><p><b>{label}：{len(files):,} 个</b></p><p>{help}。</p>'
        f"<details><summary>看是哪些</summary><ul>{rows}{more}</ul></details></section>"
    )
