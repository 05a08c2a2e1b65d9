"""经验: which place has done what, by theme; a cell opens its passages, two places stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.pages.desks import QUIET, Desks
from assistant.pages.markup import CLICKS, busy, button, clicked, empty, meta, notice, open_button
from assistant.pages.reader import passage_html
from corpus.errors import CewenError

Json = dict[str, Any]
COLUMNS, SHOWN = 12, 30
NOWHERE = "不属某地"
_START = empty("点表里的数字，看那个地方在这个主题上的做法；或者在下面选两个地方对照。")


def build(desks: Desks, tab: gr.Tab) -> None:
    """Add the page to the open Blocks; its table is made anew whenever its tab is opened."""
    mine = desks.bound
    table = gr.HTML(busy("正在汇总……"), js_on_load=CLICKS, elem_id="cewen-themes", elem_classes="cewen-pane cewen-map")
    with gr.Row(elem_classes="cewen-tools"):
        theme = gr.Dropdown([], label="主题", container=False, min_width=150, elem_id="cewen-theme")
        one = gr.Dropdown([], label="一个地方", container=False, min_width=110, elem_id="cewen-one")
        other = gr.Dropdown([], label="另一个地方", container=False, min_width=110, elem_id="cewen-other")
        compare = gr.Button("对照", variant="primary", scale=0, min_width=72, elem_id="cewen-compare")
    passages = gr.HTML(_START, elem_id="cewen-passages")

    def opened(cewen: Cewen, *chosen: str | None) -> tuple[Any, ...]:
        table = cewen.themes()
        places = [place for place in table["places"] if place]
        offered = (table["themes"], places, places)
        first = (0, 0, 1)
        return (
            table_html(table),
            *(
                gr.Dropdown(names, value=value if value in names else names[at] if len(names) > at else None)
                for names, value, at in zip(offered, chosen, first, strict=True)
            ),
        )

    def choose(cewen: Cewen, event: gr.EventData) -> tuple[Any, Any, str]:
        asked = clicked(event)
        place = asked["place"]
        return asked["theme"], place or gr.skip(), columns_html(cewen, asked["theme"], [place])

    def side_by_side(cewen: Cewen, theme: str | None, one: str | None, other: str | None) -> str:
        places = [place for place in dict.fromkeys((one, other)) if place]
        return columns_html(cewen, theme, places) if theme and places else notice("请先选主题和地方。")

    tab.select(mine(opened), [theme, one, other], [table, theme, one, other], **QUIET)
    table.select(mine(choose), None, [theme, one, passages], trigger_mode="multiple", **QUIET)
    compare.click(mine(side_by_side), [theme, one, other], passages, **QUIET)


def table_html(table: Json) -> str:
    """Return the map of experience, themes down and places across; every number opens its passages."""
    if not table["themes"]:
        return empty("资料库里还没有分出主题的材料。先到「资料库」加入文件。")
    places = table["places"][:COLUMNS]
    most = max(count for row in table["cells"].values() for count in row.values())
    head = "".join(f"<th scope=col>{escape(place or NOWHERE)}</th>" for place in places)
    rows = "".join(
        f"<tr><th scope=row>{escape(theme)}</th>"
        + "".join(_cell(theme, place, table["cells"][theme].get(place, 0), most) for place in places)
        + "</tr>"
        for theme in table["themes"]
    )
    left = len(table["places"]) - len(places)
    more = f'<p class="cewen-meta">另有 {left} 个地方没有列出，可在下面选择对照。</p>' if left > 0 else ""
    return f'<table class="cewen-table"><thead><tr><th>主题</th>{head}</tr></thead><tbody>{rows}</tbody></table>{more}'


def _cell(theme: str, place: str, count: int, most: int) -> str:
    if not count:
        return '<td class="cewen-nothing">·</td>'
    strength = min(3, 1 + 3 * count // (most + 1))
    opens = button(
        str(count), "cell", f"cewen-heat{strength}", f"{place or NOWHERE}　{theme}", theme=theme, place=place
    )
    return f"<td>{opens}</td>"


def columns_html(cewen: Cewen, theme: str, places: Sequence[str]) -> str:
    """Return the passages of a theme, a column a place."""
    try:
        passages = cewen.themes(theme)["passages"]
    except CewenError as error:
        return notice(error)
    columns = []
    for place in places:
        own = [passage for passage in passages if passage["place"] == place]
        cards = "".join(_card(passage) for passage in own[:SHOWN]) or empty("资料库里没有这个地方在这方面的材料。")
        columns.append(
            f'<section><h3 class="cewen-side">{escape(place or NOWHERE)}　{escape(theme)}（{len(own)} 段）</h3>{cards}</section>'
        )
    return f'<div class="cewen-beside">{"".join(columns)}</div>'


def _card(passage: Json) -> str:
    start, _, end = str(passage["chunk_id"]).rsplit(":", 1)[-1].partition("-")
    section = " › ".join(passage["section"])
    where = f'<p class="cewen-where">{escape(section)}</p>' if section else ""
    return (
        f'<article class="cewen-card"><h4>{escape(passage["title"])}</h4>{meta(passage["place"], passage["date"])}{where}'
        f'<div class="cewen-text">{passage_html(passage["text"])}</div>'
        f"{open_button(passage['doc_id'], int(start), int(end))}</article>"
    )
