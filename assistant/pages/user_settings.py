"""设置, the users: who they are and what they may read, their tokens; added, changed and removed."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.account import sign_in_link, token_html, tokens_html
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import CLICKS, button, clicked, done, empty, heading, notice
from assistant.readers import ADMINISTRATOR, PUBLIC_LABEL, READER, ROLES
from assistant.users import SHORTEST_PASSWORD
from corpus.errors import CewenError

Json = dict[str, Any]
_MAY = "读者只看；编辑还能加入、更正、移除文件；管理员还能改设置、管用户。"
_NOBODY = "还没有用户：只有这台电脑能打开网页，不用登录。添加用户以后，打开网页就要登录；别的电脑要用，请维护人员以 cewen serve --host 0.0.0.0 启动。"
_FIRST = "已添加第一个用户。从现在起要登录才能用：请用这个名字和密码登录。以前的对话和稿件归这个用户。"


def users_section(desks: Desks) -> gr.HTML:
    """Add the users; return their table."""
    mine = desks.bound
    with gr.Column(elem_classes="cewen-section"):
        gr.HTML(heading("用户", _MAY))
        table = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-users")
        new = gr.Button("添加用户", size="sm", elem_id="cewen-user-new")
        with gr.Column(visible=False, elem_classes="cewen-form", elem_id="cewen-user-form") as form:
            title = gr.HTML("")
            with gr.Row():
                name = gr.Textbox("", label="用户名", max_length=30, min_width=220, elem_id="cewen-user-name")
                password = gr.Textbox("", label="密码", type="password", min_width=220, elem_id="cewen-user-password")
            role = gr.Radio([*ROLES], value=READER, label="身份", elem_id="cewen-user-role")
            everything = gr.Checkbox(False, label="能看全部资料集", elem_id="cewen-user-all")
            collections = gr.Dropdown(
                [], value=[], label=f"除{PUBLIC_LABEL}资料外，还能看的资料集（可直接写新的）", multiselect=True,
                allow_custom_value=True, elem_id="cewen-user-collections",
            )  # fmt: skip
            with gr.Row(elem_classes="cewen-tools"):
                save = gr.Button("保存", variant="primary", size="sm", elem_id="cewen-user-save")
                cancel = gr.Button("取消", size="sm", elem_id="cewen-user-cancel")
        told = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-users-told")
    editing = gr.State("")
    fields = [form, title, name, password, role, everything, collections, editing]
    hidden = (gr.Column(visible=False), *(gr.skip(),) * (len(fields) - 1))

    def fresh(cewen: Cewen) -> tuple[Any, ...]:
        first = not cewen.users()["users"]
        choices = gr.Dropdown(choices=cewen.collections()[1:], value=[])
        return (
            gr.Column(visible=True), _title("添加第一个用户（管理员）" if first else "添加用户"),
            gr.Textbox("", interactive=True), gr.Textbox("", label=f"密码（至少 {SHORTEST_PASSWORD} 个字符）"),
            ADMINISTRATOR if first else READER, False, choices, "",
        )  # fmt: skip

    def act(cewen: Cewen, event: gr.EventData) -> tuple[Any, ...]:
        asked = clicked(event)
        who = asked["name"]
        try:
            if asked["act"] == "change":
                return gr.skip(), "", *_filled(cewen, who)
            if asked["act"] == "issue":
                told = token_html(cewen.issue_token(who, asked.get("value", "").strip()))
            elif asked["act"] == "revoke":
                cewen.revoke_tokens(who, asked["label"])
                told = done("已作废。")
            else:
                cewen.remove_user(who)
                told = done(f"已删除「{who}」。")
        except CewenError as error:
            return gr.skip(), notice(error), *hidden
        return table_html(cewen), told, *hidden

    def keep(
        cewen: Cewen, who: str, name: str, password: str, role: str, everything: bool, collections: list[str] | None
    ) -> tuple[Any, ...]:
        held = None if everything else collections or []
        first = not cewen.users()["users"]
        try:
            if who:
                cewen.change_user(who, password, role, held)
            else:
                cewen.add_user(name, password, role, held)
        except CewenError as error:
            return gr.skip(), notice(error), *(gr.skip(),) * len(fields)
        told = _FIRST if first else f"已修改「{who}」。" if who else f"已添加{role}「{name.strip()}」。"
        return table_html(cewen), done(told) + (sign_in_link() if first else ""), *hidden

    shown = [table, told, *fields]
    new.click(mine(fresh), None, fields, **QUIET)
    table.select(mine(act), None, shown, trigger_mode="multiple", **QUIET)
    save.click(mine(keep), [editing, name, password, role, everything, collections], shown, **QUIET)
    cancel.click(lambda: gr.Column(visible=False), None, form, **QUIET)
    return table


def _filled(cewen: Cewen, who: str) -> tuple[Any, ...]:
    """Return the form filled with what a user is now."""
    user = next((user for user in cewen.users()["users"] if user["name"] == who), None)
    if user is None:
        raise CewenError(f"没有用户「{who}」", "请刷新页面")
    choices = gr.Dropdown(choices=cewen.collections()[1:], value=user["collections"])
    return (
        gr.Column(visible=True), _title(f"修改「{who}」"), gr.Textbox(who, interactive=False),
        gr.Textbox("", label="新密码（不改就留空；重设也解除锁定）"), user["role"], user["all_collections"], choices, who,
    )  # fmt: skip


def _title(text: str) -> str:
    return f'<h4 class="cewen-side">{escape(text)}</h4>'


def table_html(cewen: Cewen) -> str:
    """Return the users as a table, each with what can be done."""
    try:
        users = cewen.users()["users"]
    except CewenError as error:
        return notice(error)
    if not users:
        return empty(_NOBODY)
    rows = "".join(_row(user) for user in users)
    return (
        '<table class="cewen-table cewen-users"><thead><tr><th>用户名</th><th>身份</th><th>能看</th><th></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(user: Json) -> str:
    name = user["name"]
    held = "全部资料" if user["all_collections"] else "、".join([PUBLIC_LABEL, *user["collections"]])
    locked = ' <span class="cewen-tag cewen-old">已锁住</span>' if user["locked"] else ""
    tools = (
        button("修改", "change", name=name)
        + button("发令牌", "issue", name=name, ask="这个令牌给什么程序用？")
        + button("删除", "remove", name=name, confirm=f"删除用户「{name}」？其令牌一并作废，对话和稿件留在资料库里。")
    )
    return (
        f"<tr><td>{escape(name)}{locked}{tokens_html(user['tokens'], name)}</td><td>{escape(user['role'])}</td>"
        f'<td class="cewen-held">{escape(held)}</td><td><div class="cewen-row">{tools}</div></td></tr>'
    )
