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

    def respond(question: str, messages: Messages) -> Iterator[tuple[str, Messages, str]]:
        question = question.strip()
        if not question:
            yield "", messages, EMPTY_SOURCES
            return
        asked = [text for message in messages if message["role"] == "user" for text in [_text(message["content"])]]
        messages = [*messages, {"role": "user", "content": question}, {"role": "assistant", "content": "正在查找……"}]
        yield "", messages, EMPTY_SOURCES
        try:
            for answer in cewen.ask_stream(question, asked):
                messages = [*messages[:-1], {"role": "assistant", "content": as_markdown(answer.answer)}]
                yield "", messages, answer_sources(answer)
        except CewenError as error:
            logger.exception("question failed")
            yield "", [*messages[:-1], {"role": "assistant", "content": f"没有答成：{error}"}], EMPTY_SOURCES

    inputs, outputs = [box, chat], [box, chat, sources]
    gr.on([box.submit, send.click], respond, inputs, outputs, api_visibility="private", show_progress="hidden")
    clear.click(lambda: ("", [], EMPTY_SOURCES), None, outputs, api_visibility="private")


def as_markdown(text: str) -> str:
    """Return an answer for the chat: its line breaks kept, Markdown signs of the documents shown as they are."""
    escaped = "".join("\\" + character if character in "\\`*_#<>|~$" else character for character in text)
    return escaped.replace("\n", "  \n")


def _text(content: Any) -> str:
    """Return the text of a message, which the chat hands back as text or as a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(_text(part) for part in content)
    return str(content.get("text", "")) if isinstance(content, dict) else ""
