"""设置: the office, its language model, watched folders, users and backup, for administrators; one's own account."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages import account, office_settings
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import heading
from assistant.pages.office_settings import chat_section, office_section
from assistant.pages.user_settings import table_html, users_section
from assistant.pages.watch_settings import state_html, watch_section
from assistant.readers import ADMINISTRATOR

BACKUP_PATH = "/cewen/backup"
_BACKUP = (
    "下载一个文件，里面有资料库、对话、稿件、用户、设置和上传的文件；恢复请维护人员运行 cewen restore。"
    "里面有密码摘要和密钥，请妥善保管。"
)


def build(desks: Desks, tab: gr.Tab) -> None:
    """Add the page to the open Blocks; it shows what the settings are whenever its tab is opened."""
    with gr.Column(visible=False, elem_id="cewen-settings") as administration:
        with gr.Row(elem_classes="cewen-columns"):
            with gr.Column(min_width=320):
                fields = office_section(desks) | chat_section(desks)
            with gr.Column(min_width=320):
                files, state = watch_section(desks)
                with gr.Column(elem_classes="cewen-section"):
                    gr.HTML(
                        heading("备份", _BACKUP)
                        + f'<a class="cewen-button" href="{BACKUP_PATH[1:]}" download>下载备份</a>',
                        elem_id="cewen-backup",
                    )
        users = users_section(desks)
    section, head, tokens = account.account_section(desks)
    fields |= files

    def opened(cewen: Cewen) -> tuple[Any, ...]:
        own = account.shown(cewen)
        if not cewen.reader.may(ADMINISTRATOR):
            return gr.Column(visible=False), gr.skip(), gr.skip(), *(gr.skip(),) * len(fields), *own
        filled = office_settings.shown(cewen, fields)
        return gr.Column(visible=True), state_html(cewen), table_html(cewen), *filled, *own

    tab.select(
        desks.bound(opened), None, [administration, state, users, *fields.values(), section, head, tokens],
        **QUIET,
    )  # fmt: skip
