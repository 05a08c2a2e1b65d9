"""The outline of a draft as HTML, each section with its evidence, and the changes that its buttons make."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.drafting.outline import (
    BODY,
    CHOSEN,
    PINNED,
    REJECTED,
    dropped,
    marked,
    outline_json,
    outline_of,
    renamed,
    reordered,
)
from assistant.pages.markup import button, meta, open_button

Json = dict[str, Any]
CHANGES = frozenset(["use", "leave", "head", "cut", "up"])


def changed(outline: Json, asked: dict[str, str]) -> Json:
    """Return the outline after the change that a button asks for.

    Raises:
        DraftError: the outline has no such section or evidence.
    """
    value = outline_of(outline)
    number = int(asked["number"])
    body = sum(section.kind == BODY for section in value.sections)
    if asked["act"] == "use":
        value = marked(value, [number], PINNED)
    elif asked["act"] == "leave":
        value = marked(value, [number], REJECTED)
    elif asked["act"] == "head":
        value = renamed(value, number, asked.get("value", "")[:60])
    elif asked["act"] == "cut":
        value = dropped(value, number)
    elif asked["act"] == "up" and 1 < number <= body:
        order = [*range(1, body + 1)]
        order[number - 2], order[number - 1] = order[number - 1], order[number - 2]
        value = reordered(value, order)
    return outline_json(value)


def outline_html(outline: Json) -> str:
    """Return an outline to look at and change."""
    parts, number = [], 0
    for section in outline["sections"]:
        number += section["kind"] == BODY
        parts.append(_section(section, number))
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in outline["warnings"])
    told = f'<div class="cewen-notice"><ul>{warnings}</ul></div>' if warnings else ""
    hint = '<p class="cewen-meta">可以改标题、调顺序、删去一部分，也可以逐句决定用不用；改好后点「写成稿子」。</p>'
    return f'<div class="cewen-outline"><h2 class="cewen-title">{escape(outline["title"])}</h2>{hint}{told}{"".join(parts)}</div>'


def _section(section: Json, number: int) -> str:
    used = [piece for piece in section["evidence"] if piece["state"] in (CHOSEN, PINNED)]
    spare = [piece for piece in section["evidence"] if piece["state"] not in (CHOSEN, PINNED)]
    if section["kind"] != BODY:
        return f'<p class="cewen-meta">{escape(section["text"])}</p>' if section["text"] else ""
    heading = section["heading"] or "（无标题）"
    tools = (
        button("改标题", "head", "cewen-small", number=number, ask="这一部分的标题", value=section["heading"])
        + (button("上移", "up", "cewen-small", number=number) if number > 1 else "")
        + button("删去", "cut", "cewen-small", number=number, confirm=f"删去「{heading}」这一部分？")
    )
    gap = (
        f'<p class="cewen-notice">缺材料，稿中会留空：{escape(section["missing"])}</p>'
        if not used and section["missing"]
        else ""
    )
    more = (
        f"<details><summary>没有用上的材料 {len(spare)} 句</summary>{''.join(map(_piece, spare))}</details>"
        if spare
        else ""
    )
    return (
        f'<section class="cewen-card"><h4>{escape(heading)}</h4><div class="cewen-row"><span class="cewen-meta">材料 {len(used)} 句</span>{tools}</div>'
        f"{gap}<details{' open' if number == 1 else ''}><summary>看材料</summary>{''.join(map(_piece, used))}</details>{more}</section>"
    )


def _piece(piece: Json) -> str:
    cited = piece["citation"]
    used = piece["state"] in (CHOSEN, PINNED)
    act = (
        button("不用", "leave", "cewen-small", number=cited["n"])
        if used
        else button("用上", "use", "cewen-small", number=cited["n"])
    )
    source = open_button(cited["doc_id"], cited["start"], cited["end"], "原文") if cited["doc_id"] else ""
    return (
        f'<div class="cewen-hit"><p class="cewen-passage">{escape(cited["quote"])}</p>'
        f'{meta(cited["title"], cited["place"], cited["date"])}<div class="cewen-row">{act}{source}</div></div>'
    )
