"""页头: what this is, and who is signed in."""

from __future__ import annotations

from html import escape

import gradio as gr

from assistant.app import Cewen
from assistant.door import SIGN_OUT_PATH
from assistant.pages.desks import QUIET, Desks
from assistant.pages.english import said

TITLE = "<h1>策问</h1><p>从本单位的资料里回答问题、查找经验、起草和核对材料，每句话、每个数都有出处</p>"


def build(desks: Desks, blocks: gr.Blocks) -> None:
    """Add the heading to the open Blocks."""
    with gr.Row(elem_id="cewen-head"):
        gr.HTML(TITLE)
        who = gr.HTML("", elem_id="cewen-who")
    blocks.load(desks.bound(who_html), None, who, **QUIET)


def who_html(cewen: Cewen) -> str:
    """Return who is signed in, and the way out; nothing where nobody signs in."""
    reader = cewen.reader
    if not reader.name:
        return ""
    return (
        f'<form method="post" action="{SIGN_OUT_PATH[1:]}"><span class="cewen-meta">{escape(reader.name)}（{reader.role}）</span>'
        f'<button class="cewen-button" type="submit">{said("退出")}</button></form>'
    )
