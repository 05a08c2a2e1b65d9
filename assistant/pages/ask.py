"""问答: a chat that answers from the library, its sources beside it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.cards import EMPTY_SOURCES, answer_sources
from corpus.errors import CewenError

logger = logging.getLogger(__name__)
Messages = list[dict[str, Any]]


def build(cewen: Cewen) -> None:
    """Add the page to the open Blocks."""
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=3, min_width=320):
            chat = gr.Chatbot(
                label="问答", show_label=False, height="60vh", elem_id="cewen-chat", placeholder="从本单位的资料里回答，每句话都有出处。",
                render_markdown=True, sanitize_html=True, buttons=["copy"],
            )  # fmt: skip
            with gr.Row():
                box = gr.Textbox(
                    placeholder="例如：某县投入多少资金用于校舍建设？", show_label=False, label="问题", scale=8, lines=1, max_lines=4,
                    elem_id="cewen-question", autofocus=True, max_length=500,
                )  # fmt: skip
                send = gr.Button("提问", variant="primary", scale=1, min_width=72, elem_id="cewen-send")
                clear = gr.Button("新对话", scale=1, min_width=72)
        with gr.Column(scale=2, min_width=300):
            gr.Markdown("### 出处", elem_classes="cewen-side")
            sources = gr.HTML(EMPTY_SOURCES, elem_id="cewen-sources")

    asked = gr.State([])

    def respond(question: str, messages: Messages, asked: list[str]) -> Iterator[tuple[str, Messages, str, list[str]]]:
        question = question.strip()
        if not question:
            yield "", messages, EMPTY_SOURCES, asked
            return
        shown = {"role": "user", "content": as_markdown(question)}
        messages = [*messages, shown, {"role": "assistant", "content": "正在查找……"}]
        yield "", messages, EMPTY_SOURCES, asked
        try:
            for answer in cewen.ask_stream(question, asked):
                messages = [*messages[:-1], {"role": "assistant", "content": as_markdown(answer.answer)}]
                yield "", messages, answer_sources(answer), [*asked, question]
        except CewenError as error:
            logger.exception("question failed")
            failed = {"role": "assistant", "content": f"没有答成：{as_markdown(str(error))}"}
            yield "", [*messages[:-1], failed], EMPTY_SOURCES, asked

    inputs, outputs = [box, chat, asked], [box, chat, sources, asked]
    gr.on([box.submit, send.click], respond, inputs, outputs, api_visibility="private", show_progress="hidden")
    clear.click(lambda: ("", [], EMPTY_SOURCES, []), None, outputs, api_visibility="private")


def as_markdown(text: str) -> str:
    """Return a text for the chat: its line breaks kept, Markdown and HTML signs shown as they are."""
    escaped = "".join("\\" + character if character in "\\`*_#<>|~$[]" else character for character in text)
    return escaped.replace("&", "&amp;").replace("\n", "  \n")
