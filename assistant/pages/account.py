"""我的账号: who has signed in changes their own password and gives their own programs tokens."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.door import SIGN_IN_PATH
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import CLICKS, button, clicked, data, done, heading, notice
from assistant.users import SHORTEST_PASSWORD
from corpus.errors import CewenError

Json = dict[str, Any]


def account_section(desks: Desks) -> tuple[gr.Column, gr.HTML, gr.HTML]:
    """Add one's own account; return its section, its head and the list of tokens."""
    with gr.Column(visible=False, elem_classes="cewen-section", elem_id="cewen-account") as section:
        head = gr.HTML("")
        with gr.Row():
            old = gr.Textbox("", label="现在的密码", type="password", min_width=220, elem_id="cewen-password-old")
            new = gr.Textbox(
                "", label=f"新密码（至少 {SHORTEST_PASSWORD} 个字符）", type="password", min_width=220,
                elem_id="cewen-password-new",
            )  # fmt: skip
            again = gr.Textbox(
                "", label="再写一遍新密码", type="password", min_width=220, elem_id="cewen-password-again"
            )
        change = gr.Button("修改密码", variant="primary", size="sm", elem_id="cewen-password-save")
        told = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-account-told")
        tokens = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-own-tokens")

    def changed(cewen: Cewen, old: str, new: str, again: str) -> tuple[Any, ...]:
        if new != again:
            return notice("两遍新密码不一样，请重写。"), gr.skip(), "", ""
        try:
            cewen.change_own_password(old, new)
        except CewenError as error:
            return notice(error), "", gr.skip(), gr.skip()
        return done("密码已改，请用新密码重新登录。") + sign_in_link(), "", "", ""

    def act(cewen: Cewen, event: gr.EventData) -> tuple[Any, str]:
        asked = clicked(event)
        try:
            if asked["act"] == "issue":
                told = token_html(cewen.issue_token(cewen.reader.name, asked.get("value", "").strip()))
            else:
                cewen.revoke_tokens(cewen.reader.name, asked["label"])
                told = done("已作废。")
        except CewenError as error:
            return gr.skip(), notice(error)
        return own_tokens_html(cewen), told

    change.click(desks.bound(changed), [old, new, again], [told, old, new, again], **QUIET)
    tokens.select(desks.bound(act), None, [tokens, told], trigger_mode="multiple", **QUIET)
    return section, head, tokens


def shown(cewen: Cewen) -> tuple[gr.Column, str, str]:
    """Return the section, its head and the list of tokens for who asks; nothing where nobody signs in."""
    reader = cewen.reader
    if not reader.name:
        return gr.Column(visible=False), "", ""
    head = heading("我的账号", f"{reader.name}（{reader.role}）。改密码以后，各处都要重新登录。")
    return gr.Column(visible=True), head, own_tokens_html(cewen)


def sign_in_link() -> str:
    """Return where one goes on when one's session has ended."""
    return f'<a class="cewen-button" href="{SIGN_IN_PATH[1:]}">去登录</a>'


def own_tokens_html(cewen: Cewen) -> str:
    """Return the reader's tokens, and the button that gives a new one."""
    issue = button("发令牌", "issue", ask="这个令牌给什么程序用？")
    return (
        '<p class="cewen-meta">令牌：别的程序带着它，能查您能看的资料。</p>'
        f"{tokens_html(cewen.own_tokens()['tokens'], cewen.reader.name)}{issue}"
    )


def tokens_html(tokens: Sequence[Json], name: str) -> str:
    """Return tokens as a list, each to be revoked."""
    if not tokens:
        return ""
    rows = "".join(
        f"<li>{escape(token['label'] or '没有写用途')} <span class='cewen-meta'>{token['created'][:10]} 发</span> "
        + button(
            "作废", "revoke", "cewen-small", name=name, label=token["label"],
            confirm=f"作废令牌「{token['label']}」？用它的程序就查不了了。",
        )
        + "</li>"
        for token in tokens
    )  # fmt: skip
    return f'<ul class="cewen-tokens">{rows}</ul>'


def token_html(issued: Json) -> str:
    """Return a new token: it is shown this once."""
    token = issued["token"]
    return (
        f'<div class="cewen-notice" role="status">给「{escape(issued["name"])}」的新令牌，只显示这一次，请现在复制：'
        f'<p><code class="cewen-token">{escape(token)}</code></p>'
        f'<button type="button" class="cewen-button"{data(copy=token)}>复制</button></div>'
    )
