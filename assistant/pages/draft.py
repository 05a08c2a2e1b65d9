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
from assistant.word.options import make_options
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
    with gr.Accordion("更多要求", open=False):
        with gr.Row():
            period = gr.Textbox(label="时期", placeholder="例如：2019-2023", elem_id="cewen-period", max_length=20)
            audience = gr.Textbox(label="主送或称谓", elem_id="cewen-audience", max_length=60)
            length = gr.Number(label="字数", value=0, precision=0, minimum=0, elem_id="cewen-length")
            sources = gr.Dropdown(
                [("文后附来源", "appendix"), ("脚注", "footnotes"), ("尾注", "endnotes"), ("清稿，不带来源", "none")],
                value=cewen.settings.sources,
                label="来源",
            )
        points = gr.Textbox(label="必须写到的要点（一行一个）", lines=2, elem_id="cewen-points", max_length=1000)
        own = gr.Textbox(label="自己的材料和数据（注明「用户提供」）", lines=3, elem_id="cewen-own", max_length=20000)
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=3, min_width=320):
            paper = gr.HTML(
                '<p class="cewen-empty">稿子会显示在这里。只用本地的材料，缺的内容留空标出。</p>', elem_id="cewen-paper"
            )
        with gr.Column(scale=2, min_width=300):
            download = gr.File(label="Word 文件", visible=False, elem_id="cewen-word")
            notes = gr.HTML(elem_id="cewen-notes")
            cards = gr.HTML(elem_id="cewen-draft-sources")

    def run(
        genre: str,
        topic: str,
        place: str,
        period: str | None,
        audience: str | None,
        length: float | None,
        sources: str | None,
        points: str | None,
        own: str | None,
    ) -> tuple[str, str, str, object]:
        if not topic.strip():
            return '<p class="cewen-notice">请先写主题。</p>', "", "", gr.File(visible=False)
        try:
            # What stands in the closed part of the page comes as None.
            more = {
                "period": period, "audience": audience, "length": int(length or 0), "points": (points or "").splitlines(),
                "notes": own,
            }  # fmt: skip
            brief = cewen.brief(genre, topic, place.strip(), more)
            name = re.sub(r"[\\/:*?\"<>|\s]+", "", brief.title)[:60] or "稿件"
            path = Path(tempfile.mkdtemp(prefix="cewen-")) / f"{name}.docx"
            options = make_options({"sources": sources}, template=cewen.settings.template)
            export_brief(brief, path, cewen.settings, options)
        except CewenError as error:
            return f'<p class="cewen-notice">{escape(str(error))}</p>', "", "", gr.File(visible=False)
        return draft_text(brief), draft_notes(brief), source_cards(brief.citations), gr.File(str(path), visible=True)

    gr.on(
        [button.click, topic.submit],
        run,
        [genre, topic, place, period, audience, length, sources, points, own],
        [paper, notes, cards, download],
        api_visibility="private",
    )
