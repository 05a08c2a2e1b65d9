"""检索: passages of past materials, filtered by place, genre and year."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from corpus import tokenizer
from corpus.errors import CewenError

ANY = "不限"


def build(cewen: Cewen) -> tuple[gr.Dropdown, gr.Dropdown, gr.Dropdown]:
    """Add the page to the open Blocks; return its filters, so that the library page can renew their choices."""
    with gr.Row():
        box = gr.Textbox(
            placeholder="检索词，例如：教师交流轮岗",
            show_label=False,
            label="检索词",
            scale=6,
            elem_id="cewen-query",
            max_length=300,
        )
        button = gr.Button("检索", variant="primary", scale=1, min_width=72, elem_id="cewen-search")
    choices = filter_choices(cewen)
    with gr.Row():
        place = gr.Dropdown([ANY, *choices["place"]], value=ANY, label="地方", min_width=120)
        genre = gr.Dropdown([ANY, *choices["genre"]], value=ANY, label="文种", min_width=120)
        year = gr.Dropdown([ANY, *choices["year"]], value=ANY, label="年份", min_width=120)
    results = gr.HTML('<p class="cewen-empty">检索结果会显示在这里。</p>', elem_id="cewen-results")

    def run(query: str, place: str, genre: str, year: str) -> str:
        if not query.strip():
            return '<p class="cewen-empty">请输入检索词。</p>'
        genre, place, year = ("" if value == ANY else value for value in (genre, place, year))
        try:
            found = cewen.search(query.strip(), 20, genre, place, year)
        except CewenError as error:
            return f'<p class="cewen-notice">{escape(str(error))}</p>'
        return hits_html(query, found["hits"])

    gr.on([box.submit, button.click], run, [box, place, genre, year], results, api_visibility="private")
    return place, genre, year


def filter_choices(cewen: Cewen) -> dict[str, list[str]]:
    """Return the places, genres and years that the library holds."""
    documents = cewen.list()["documents"]
    return {
        "place": sorted({document["place"] for document in documents if document["place"]}),
        "genre": sorted({document["genre"] for document in documents if document["genre"]}),
        "year": sorted({document["date"][:4] for document in documents if document["date"]}, reverse=True),
    }


def hits_html(query: str, hits: list[dict[str, Any]]) -> str:
    """Return found passages as cards, the words of the query marked."""
    if not hits:
        return '<p class="cewen-empty">没有找到相关段落。换个说法，或放宽筛选条件试试。</p>'
    words = sorted(tokenizer.content_words(query), key=len, reverse=True)
    cards = []
    for hit in hits:
        meta = "　".join(part for part in (hit["place"], hit["genre"], hit["date"], hit["file"]) if part)
        section = " › ".join(hit["section"])
        cards.append(
            f'<article class="cewen-card"><h4><span class="cewen-n">{hit["rank"]}</span>{escape(hit["title"])}</h4>'
            f'<p class="cewen-meta">{escape(meta)}</p>'
            + (f'<p class="cewen-meta">{escape(section)}</p>' if section else "")
            + f'<p class="cewen-passage">{marked(hit["text"], words)}</p></article>'
        )
    return "".join(cards)


def marked(text: str, words: list[str]) -> str:
    """Return escaped text with the words marked, wherever they stand in either width or case."""
    folded = tokenizer.fold(text)
    spots = [False] * len(text)
    for word in words:
        start = folded.find(word)
        while start >= 0:
            spots[start : start + len(word)] = [True] * len(word)
            start = folded.find(word, start + len(word))
    pieces: list[str] = []
    for position, character in enumerate(text):
        if spots[position] and not (position and spots[position - 1]):
            pieces.append("<mark>")
        pieces.append(escape(character))
        if spots[position] and not (position + 1 < len(text) and spots[position + 1]):
            pieces.append("</mark>")
    return "".join(pieces).replace("\n", "<br>")
