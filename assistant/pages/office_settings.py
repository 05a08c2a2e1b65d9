"""设置, the office itself: where it is, what it is called, and the language model that it uses, with a trial."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import busy, done, heading, notice
from assistant.pages.own_place import hinted, own_fields
from corpus.errors import CewenError

Json = dict[str, Any]
_CHAT = ("chat_base_url", "chat_model", "chat_api_key", "chat_timeout", "remove_unsupported")


def office_section(desks: Desks) -> dict[str, Any]:
    """Add the fields of the office; return them by the setting's name."""
    with gr.Column(elem_classes="cewen-section"):
        gr.HTML(heading("单位", "起草时默认写这个地方的材料；写成 Word 时，没有另写署名就署单位名称。"))
        with gr.Row():
            place, office = own_fields("cewen-own")
        hinted(place, "cewen-own-hints")
        save = gr.Button("保存", variant="primary", size="sm", elem_id="cewen-office-save")
        told = gr.HTML("", elem_id="cewen-office-told")

    def keep(cewen: Cewen, place: str, office: str) -> str:
        return kept_html(cewen, {"place": place, "office": office})

    gr.on([save.click, office.submit], desks.bound(keep), [place, office], told, **QUIET)
    return {"place": place, "office": office}


def chat_section(desks: Desks) -> dict[str, Any]:
    """Add the fields of the chat server; return them by the setting's name."""
    with gr.Column(elem_classes="cewen-section"):
        gr.HTML(
            heading(
                "大模型",
                "不设也能用：摘录原句来回答。接上后由它改写，每句话仍逐句核对出处。地址和模型名称请向维护人员要。",
            )
        )
        with gr.Row():
            address = gr.Textbox(
                "", label="服务地址", placeholder="例如：http://127.0.0.1:8000/v1", max_length=300, min_width=220, scale=3,
                elem_id="cewen-chat-address",
            )  # fmt: skip
            name = gr.Textbox(
                "",
                label="模型名称",
                placeholder="例如：qwen3-32b",
                max_length=200,
                min_width=150,
                scale=2,
                elem_id="cewen-chat-name",
            )
        with gr.Row():
            key = gr.Textbox(
                "",
                label="密钥（没有就不填）",
                type="password",
                max_length=500,
                min_width=220,
                scale=3,
                elem_id="cewen-chat-key",
            )
            seconds = gr.Number(
                60, label="最多等多少秒", minimum=1, min_width=150, scale=2, elem_id="cewen-chat-seconds"
            )
        strict = gr.Checkbox(False, label="没有依据的话直接删去（不勾选：留着并标明）", elem_id="cewen-chat-strict")
        forget = gr.Checkbox(False, label="删除已存的密钥", visible=False, elem_id="cewen-chat-forget")
        with gr.Row(elem_classes="cewen-tools"):
            save = gr.Button("保存", variant="primary", size="sm", elem_id="cewen-chat-save")
            trial = gr.Button("测试连接", size="sm", elem_id="cewen-chat-try")
        told = gr.HTML("", elem_id="cewen-chat-told")
    fields = [address, name, key, seconds, strict]
    given = [*fields, forget]

    def keep(cewen: Cewen, *values: Any) -> tuple[Any, ...]:
        return kept_html(cewen, _chat(*values)), *_shown_key(cewen)

    def tried(cewen: Cewen, *values: Any) -> Iterator[str]:
        yield busy("正在问一句话……")
        try:
            result = cewen.try_chat(_chat(*values))
        except CewenError as error:
            yield notice(error)
            return
        yield done(f"接通了：{result['model']} 用 {result['seconds']} 秒回答「{result['reply']}」。记得点「保存」。")

    save.click(desks.bound(keep), given, [told, key, forget], **QUIET)
    trial.click(desks.bound(tried), given, told, concurrency_limit=2, **QUIET)
    return dict(zip((*_CHAT, "forget"), given, strict=True))


def _chat(address: str, name: str, key: str, seconds: float | None, strict: bool, forget: bool) -> Json:
    values = (address, name, None if forget else key, seconds, strict)
    return dict(zip(_CHAT, values, strict=True))


def _shown_key(cewen: Cewen) -> tuple[gr.Textbox, gr.Checkbox]:
    """Return the field of the key, empty, and the box that takes the key away, where there is one."""
    shown = cewen.settings_view()["settings"]["chat_api_key"]
    held = bool(shown["value"])
    free = not shown["fixed"]
    hint = "已存有密钥，留空就不改" if held else ""
    return gr.Textbox("", placeholder=hint, interactive=free), gr.Checkbox(False, visible=held and free)


def shown(cewen: Cewen, fields: dict[str, Any]) -> list[Any]:
    """Return the fields as the settings are now; what the environment gives cannot be changed."""
    settings = cewen.settings_view()["settings"]
    key, forget = _shown_key(cewen)
    special = {"chat_api_key": key, "forget": forget}
    updates: list[Any] = []
    for name, component in fields.items():
        if name in special:
            updates.append(special[name])
            continue
        value, fixed = settings[name]["value"], settings[name]["fixed"]
        info = f"由环境变量 CEWEN_{name.upper()} 给出，这里改不了" if fixed else None
        if isinstance(value, list):
            value = "\n".join(value)
        updates.append(type(component)(value=value, interactive=not fixed, info=info))
    return updates


def kept_html(cewen: Cewen, changes: Json) -> str:
    """Change settings and return what came of it."""
    try:
        changed = cewen.change_settings(changes)["changed"]
    except CewenError as error:
        return notice(error)
    return done("已保存，马上生效。" if changed else "没有改动。")
