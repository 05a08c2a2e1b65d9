"""素材: sentences put aside while searching, each with its source, to be copied or taken into a draft."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.app import Cewen
from assistant.pages.english import said
from assistant.pages.markup import button, data, empty, open_button

Json = dict[str, Any]
MOST = 60


def kept(cewen: Cewen, basket: Sequence[Json], asked: dict[str, str]) -> list[Json]:
    """Return the basket with the sentence that was clicked, once."""
    document = cewen.document(asked["doc"])
    start, end = int(asked["start"]), int(asked["end"])
    if document is None or not document.text[start:end].strip():
        return [*basket]
    facts = document.facts
    item = {
        "text": document.text[start:end].strip(), "title": facts.title, "place": facts.place, "date": facts.date,
        "doc_id": document.doc_id, "start": start, "end": end,
    }  # fmt: skip
    return [*basket, item][:MOST] if item not in basket else [*basket]


def dropped(basket: Sequence[Json], asked: dict[str, str]) -> list[Json]:
    """Return the basket without the item that was clicked, or empty."""
    if asked["act"] == "empty":
        return []
    return [item for number, item in enumerate(basket) if number != int(asked["number"])]


def copied(item: Json) -> str:
    """Return a sentence as it is copied: with its source behind it."""
    source = "，".join(part for part in (f"《{item['title'].strip('《》')}》", item["place"], item["date"]) if part)
    return f"{item['text']}（{source}）"


def basket_html(basket: Sequence[Json]) -> str:
    """Return the basket as a list."""
    head = f'<h3 class="cewen-side">{said("素材")}</h3>'
    if not basket:
        return head + empty("还没有素材。点检索结果里的句子，就收到这里。")
    every = "\n".join(copied(item) for item in basket)
    tools = (
        f'<div class="cewen-row"><button type="button" class="cewen-button"{data(copy=every)}>{said("复制")}</button>'
        + button("清空", "empty", confirm="清空全部素材？")
        + f'<span class="cewen-meta" role="status">共 {len(basket)} 条</span></div>'
    )
    return head + tools + "".join(_item(number, item) for number, item in enumerate(basket))


def _item(number: int, item: Json) -> str:
    source = "　".join(part for part in (item["title"], item["place"], item["date"]) if part)
    return (
        f'<article class="cewen-card"><p class="cewen-passage">{escape(item["text"])}</p>'
        f'<p class="cewen-meta">{escape(source)}</p><div class="cewen-row">'
        f'<button type="button" class="cewen-button"{data(copy=copied(item))}>{said("复制")}</button>'
        f"{open_button(item['doc_id'], item['start'], item['end'], '原文')}{button('移出', 'drop', number=number)}</div></article>"
    )
