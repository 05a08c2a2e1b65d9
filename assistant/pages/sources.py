"""出处: the source cards of answers and drafts, each quotation highlighted in its passage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from assistant.app import Cewen
from assistant.pages.english import said
from assistant.pages.markup import empty, meta, notice, open_button

Json = dict[str, Any]
EMPTY_SOURCES = empty("回答的出处会显示在这里。点回答里的数字，看是哪份文件的哪一句。")


def answer_sources(cewen: Cewen, turn_id: int, answer: Json) -> str:
    """Return what stands beside an answer: its cards, or what is near and no answer."""
    cards = "".join(source_card(cewen, citation, turn_id) for citation in answer["citations"])
    return f'<section class="cewen-group" data-turn="{turn_id}">{cards}{related_cards(answer["related"])}</section>'


def source_card(cewen: Cewen, citation: Json, group: object = 0) -> str:
    """Return one card: number, title, whose, when, in force or not, where, and the sentence in its passage."""
    if not citation["doc_id"]:
        body = f"<blockquote><mark>{escape(citation['quote'])}</mark></blockquote>"
        return _card(citation, group, body)
    found = cewen.around(citation["doc_id"], citation["start"], citation["end"], citation["quote"])
    page = f"第{citation['page']}页" if citation["page"] else ""
    where = " › ".join(citation["section"])
    body = meta(citation["place"], citation["date"], page, citation["file"])
    body += f'<p class="cewen-where">{escape(where)}</p>' if where else ""
    if not found:
        kept = f"<blockquote><mark>{escape(citation['quote'])}</mark></blockquote>"
        return _card(citation, group, body + kept + notice("这份文档已从资料库移除，只留下当时引用的原句。"))
    body = _force(found) + body + passage(citation, found)
    return _card(citation, group, body + open_button(citation["doc_id"], found["start"], found["end"]))


def passage(citation: Json, found: Json) -> str:
    """Return the quotation highlighted in its passage; of a table's row its cells under their heads."""
    if found["cells"]:
        return _cells(citation, found["cells"])
    if not found["found"]:
        return f"<blockquote><mark>{escape(citation['quote'])}</mark></blockquote>"
    before, quote, behind = (escape(found[name]) for name in ("before", "quote", "behind"))
    return f"<blockquote>{before}<mark>{quote}</mark>{behind}</blockquote>"


def _cells(citation: Json, cells: Sequence[Json]) -> str:
    label = "　".join(cells[0]["labels"])
    said = citation.get("cell") or ""
    rows = "".join(
        f"<tr{' class=cewen-here' if _told(cell, said) else ''}><th>{escape(cell['head'])}</th>"
        f"<td>{escape(cell['value'] + (cell['unit'] if cell['value'][-1:].isdigit() else ''))}</td></tr>"
        for cell in cells
    )
    told = f'<p class="cewen-cell">读到的单元格：{escape(said)}</p>' if said else ""
    return (
        f'<p class="cewen-tag-line"><span class="cewen-tag">表中一行</span> {escape(label)}</p>'
        f'<div class="cewen-scroll"><table>{rows}</table></div>{told}'
    )


def _told(cell: Json, said: str) -> bool:
    return bool(said) and cell["value"] in said


def _force(found: Json) -> str:
    if found["superseded_by"]:
        return f'<p class="cewen-tag-line"><span class="cewen-tag cewen-old">{said("已被替代")}</span></p>'
    if found["effective"]:
        since = escape(found["effective"])
        return f'<p class="cewen-tag-line"><span class="cewen-tag">{said("现行有效")}</span> 自{since}起施行</p>'
    return ""


def _card(citation: Json, group: object, body: str) -> str:
    n = citation["n"]
    return (
        f'<article class="cewen-card" id="source-{group}-{n}" tabindex="-1" aria-label="出处 {n}">'
        f'<h4><span class="cewen-n">{n}</span>{escape(citation["title"])}</h4>{body}</article>'
    )


def related_cards(related: Iterable[Json]) -> str:
    """Return cards of what is near and no answer."""
    cards = [
        f'<article class="cewen-card cewen-related"><h4>{escape(item["note"])}</h4>'
        f"{meta(item['title'], item['file'])}<blockquote>{escape(item['quote'])}</blockquote>"
        f"{open_button(item['doc_id'])}</article>"
        for item in related
    ]
    return ('<h3 class="cewen-side">' + said("相关资料（不能当作答案）") + "</h3>" + "".join(cards)) if cards else ""
