"""起草: genre, topic and place in; a cited draft with visible blanks out, as a Word file."""

from __future__ import annotations

import re
import tempfile
from html import escape
from pathlib import Path

import gradio as gr

from assistant.app import Cewen
from assistant.export import export_brief
from assistant.pages.cards import draft_notes, draft_text, source_cards
from corpus.errors import CewenError


def build(cewen: Cewen) -> None:
    """Add the page to the open Blocks."""
    genres = cewen.genres()
    with gr.Row():
        genre = gr.Dropdown(
            genres, value="汇报材料" if "汇报材料" in genres else genres[0], label="文种", scale=2, min_width=130
        )
        topic = gr.Textbox(
            label="主题", placeholder="例如：义务教育均衡发展", scale=4, elem_id="cewen-topic", max_length=80
        )
        place = gr.Textbox(
            label="地方",
            value=cewen.settings.place,
            placeholder="例如：宿城区",
            scale=2,
            min_width=130,
            elem_id="cewen-place",
            max_length=30,
        )
        button = gr.Button("起草", variant="primary", scale=1, min_width=80, elem_id="cewen-draft")
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=3, min_width=320):
            paper = gr.HTML(
                '<p class="cewen-empty">稿子会显示在这里。只用本地的材料，缺的内容留空标出。</p>', elem_id="cewen-paper"
            )
        with gr.Column(scale=2, min_width=300):
            download = gr.File(label="Word 文件", visible=False, elem_id="cewen-word")
            notes = gr.HTML(elem_id="cewen-notes")
            sources = gr.HTML(elem_id="cewen-draft-sources")

    def run(genre: str, topic: str, place: str) -> tuple[str, str, str, object]:
        if not topic.strip():
            return '<p class="cewen-notice">请先写主题。</p>', "", "", gr.File(visible=False)
        try:
            brief = cewen.brief(genre, topic, place.strip())
            name = re.sub(r"[\\/:*?\"<>|\s]+", "", brief.title)[:60] or "稿件"
            path = Path(tempfile.mkdtemp(prefix="cewen-")) / f"{name}.docx"
            export_brief(brief, path, cewen.settings)
        except CewenError as error:
            return f'<p class="cewen-notice">{escape(str(error))}</p>', "", "", gr.File(visible=False)
        return draft_text(brief), draft_notes(brief), source_cards(brief.citations), gr.File(str(path), visible=True)

    gr.on(
        [button.click, topic.submit],
        run,
        [genre, topic, place],
        [paper, notes, sources, download],
        api_visibility="private",
    )
