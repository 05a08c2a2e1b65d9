"""检索: passages as you type, narrowed by place, genre, year and theme, and a basket of sentences for a draft."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.basket import basket_html, dropped, kept
from assistant.pages.desks import QUIET, Desks
from assistant.pages.hits import beside_html, facets_html, picked_of, results_html, toggled
from assistant.pages.markup import CLICKS, clicked, empty, notice
from corpus import tokenizer
from corpus.errors import CewenError

Json = dict[str, Any]
RELEVANCE, DATE = "最相关在前", "最新在前"
# So many passages are looked through for the counts of the facets.
LOOKED_THROUGH = 100
_START = empty("输入几个字，结果随即出来。点结果里的句子，可以收进右边的素材。")


def build(desks: Desks) -> tuple[gr.Button, gr.BrowserState]:
    """Add the page to the open Blocks; return the button that hands the basket on, and the basket."""
    mine = desks.bound
    with gr.Row(elem_classes="cewen-tools"):
        box = gr.Textbox(
            "", placeholder="检索词，例如：教师交流轮岗", show_label=False, label="检索词", scale=6, elem_id="cewen-query",
            max_length=300, container=False, min_width=220,
        )  # fmt: skip
        button = gr.Button("检索", variant="primary", scale=0, min_width=72, elem_id="cewen-search")
        order = gr.Dropdown(
            [RELEVANCE, DATE],
            value=RELEVANCE,
            label="排序",
            container=False,
            scale=0,
            min_width=130,
            elem_id="cewen-order",
        )
        current = gr.Checkbox(
            False, label="只看现行有效", container=False, scale=0, min_width=150, elem_classes="cewen-tick"
        )
    chosen = gr.State({})
    basket = gr.BrowserState(list[Json](), storage_key="cewen-basket", secret="cewen")
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=2, min_width=190):
            facets = gr.HTML("", js_on_load=CLICKS, elem_id="cewen-facets", elem_classes="cewen-pane")
        with gr.Column(scale=6, min_width=320):
            results = gr.HTML(_START, js_on_load=CLICKS, elem_id="cewen-results", elem_classes="cewen-pane")
        with gr.Column(scale=3, min_width=240):
            held = gr.HTML(basket_html([]), js_on_load=CLICKS, elem_id="cewen-basket", elem_classes="cewen-pane")
            onward = gr.Button("带着素材去起草", size="sm", elem_id="cewen-onward")
    inputs = [box, chosen, order, current]

    def run(cewen: Cewen, query: str | None, chosen: dict[str, str], order: str, current: bool) -> tuple[Any, Any]:
        asked = dict(chosen)
        shown = found(cewen, (query or "").strip(), asked, order == DATE, current)
        # A facet clicked in the meantime has changed the session's choice: what was found without it comes too late.
        return shown if chosen == asked else (gr.skip(), gr.skip())

    def narrow(
        cewen: Cewen, query: str, chosen: dict[str, str], order: str, current: bool, event: gr.EventData
    ) -> tuple[dict[str, str], Any, Any]:
        asked = clicked(event)
        now = toggled(chosen, asked["facet"], asked["value"])
        # The session's own object, so that a search already under way sees the click.
        chosen.clear()
        chosen.update(now)
        return chosen, *run(cewen, query, chosen, order, current)

    def keep(cewen: Cewen, basket: list[Json] | None, event: gr.EventData) -> tuple[list[Json], str]:
        basket = kept(cewen, basket or [], clicked(event))
        return basket, basket_html(basket)

    def drop(basket: list[Json] | None, event: gr.EventData) -> tuple[list[Json], str]:
        basket = dropped(basket or [], clicked(event))
        return basket, basket_html(basket)

    gr.on([box.submit, button.click, order.change, current.change], mine(run), inputs, [facets, results], **QUIET)
    typing = box.change(mine(run), inputs, [facets, results], trigger_mode="always_last", **QUIET)
    # What was still being searched for as it was typed knows nothing of the facet.
    facets.select(mine(narrow), inputs, [chosen, facets, results], trigger_mode="multiple", cancels=[typing], **QUIET)
    results.select(mine(keep), basket, [basket, held], trigger_mode="multiple", **QUIET)
    held.select(drop, basket, [basket, held], trigger_mode="multiple", **QUIET)
    basket.change(lambda basket: basket_html(basket or []), basket, held, **QUIET)
    return onward, basket


def found(cewen: Cewen, query: str, chosen: dict[str, str], by_date: bool, current: bool) -> tuple[str, str]:
    """Return facets and results of a query."""
    if not query:
        return "", _START
    places, genre, year = picked_of(chosen, "place"), chosen.get("genre", ""), chosen.get("year", "")
    try:
        every = cewen.search(query, LOOKED_THROUGH, in_force=current)["hits"]
        hits = every
        if places or genre or year:
            hits = [
                hit
                for place in places or [""]
                for hit in cewen.search(query, LOOKED_THROUGH, genre, place, year, in_force=current)["hits"]
            ]
    except CewenError as error:
        return "", notice(error)
    every, hits = relevant(query, every), relevant(query, hits)
    if theme := chosen.get("theme"):
        hits = [hit for hit in hits if theme in hit["themes"]]
    if issuer := chosen.get("issuer"):
        hits = [hit for hit in hits if hit["issuer"] == issuer]
    shown = beside_html(query, hits, places) if len(places) > 1 else results_html(query, hits, by_date)
    return facets_html(every, chosen), shown


def relevant(query: str, hits: list[Json]) -> list[Json]:
    """Leave out passages that hold no word of the query, where others do; they would only blur the counts."""
    words = tokenizer.content_words(query)
    holding = [
        hit
        for hit in hits
        if any(word in tokenizer.fold(hit["text"] + hit["title"] + "".join(hit["section"])) for word in words)
    ]
    return holding or hits
