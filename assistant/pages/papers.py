"""A draft as a sheet of paper: marks that lead to the sources, blanks and warnings to go through one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.app import Cewen
from assistant.drafting.values import UNSUPPORTED
from assistant.pages.english import said
from assistant.pages.markup import button, empty
from assistant.pages.sources import source_card

Json = dict[str, Any]
GROUP = "draft"
DRAFT_PATH = "/cewen/draft/{draft_id}/{version}.docx"
_LAYOUTS = {"appendix": "文后附来源", "footnotes": "脚注", "endnotes": "尾注", "none": "清稿，不带来源"}
_BLANK = re.compile(r"〔待补充[^〕]*〕")


def paper_html(draft: Json, draft_id: int = 0) -> str:
    """Return a draft as a sheet of paper; the paragraphs of a kept one have a button to change them."""
    number = 0
    lines = [f'<h2 class="cewen-title">{blanks(draft["title"])}</h2>']
    lines += [f'<p class="cewen-center">{blanks(line)}</p>' for line in (draft["subtitle"], *draft["masthead"]) if line]
    if draft["salutation"]:
        lines.append(f'<p class="cewen-flush">{blanks(draft["salutation"])}</p>')
    for section in draft["sections"]:
        if section["heading"]:
            lines.append(f'<h3 class="cewen-level{section["level"]}">{blanks(section["heading"])}</h3>')
        for paragraph in section["paragraphs"]:
            number += 1
            lines.append(_paragraph(paragraph, draft_id, number))
    lines += [f"<p>{blanks(line)}</p>" for line in draft["footer"]]
    return f'<div class="cewen-paper">{"".join(lines)}</div>'


def _paragraph(paragraph: Json, draft_id: int, number: int) -> str:
    marked = "".join(_sentence(sentence) for sentence in paragraph["sentences"])
    if paragraph["table"]:
        return f"<p>{marked or blanks(paragraph['text'])}</p>{_table(paragraph['table'])}"
    change = (
        button("改", "edit", "cewen-small cewen-change", "改这一段", id=draft_id, number=number) if draft_id else ""
    )
    return f"<p>{marked or blanks(paragraph['text'])}{change}</p>"


def paragraph_text(draft: Json, number: int) -> str:
    """Return one paragraph to be changed by hand, counted from 1, its citations written behind the sentences as [n]."""
    paragraph = [paragraph for section in draft["sections"] for paragraph in section["paragraphs"]][number - 1]
    marked = "".join(
        sentence["text"] + "".join(f"[{n}]" for n in (sentence["n"], *sentence["also"]) if n)
        for sentence in paragraph["sentences"]
    )
    return marked or str(paragraph["text"])


def _sentence(sentence: Json) -> str:
    numbers = ([sentence["n"]] if sentence["n"] else []) + [*sentence["also"]]
    marks = "".join(
        f'<button type="button" class="cewen-cite" data-cite="{n}" data-turn="{GROUP}" aria-label="看出处 {n}">{n}</button>'
        for n in numbers
    )
    style = ' class="cewen-unsupported"' if sentence["state"] == UNSUPPORTED else ""
    return f"<span{style}>{blanks(sentence['text'])}</span>{marks}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="cewen-scroll"><table>{body}</table></div>'


def blanks(text: str) -> str:
    """Return escaped text with its blanks marked."""
    return _BLANK.sub(
        lambda match: f'<mark class="cewen-blank" tabindex="-1">{match[0]}</mark>', escape(text, quote=False)
    )


def beside_html(cewen: Cewen, draft: Json) -> str:
    """Return what stands beside a draft: blanks to fill, warnings, and the sources."""
    gaps = "".join(
        f'<li><button type="button" class="cewen-goto" data-goto="{escape(gap)}">{escape(gap)}</button></li>'
        for gap in draft["gaps"]
    )
    told = [*draft["warnings"], *([draft["notice"]] if draft["notice"] else [])]
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in told)
    unsupported = "".join(
        f'<li><button type="button" class="cewen-goto" data-goto="{escape(sentence)}">{escape(sentence)}</button></li>'
        for sentence in draft["unsupported"]
    )
    cards = "".join(source_card(cewen, citation, GROUP) for citation in draft["citations"])
    return (
        _box(f"待补充 {len(draft['gaps'])} 处，点一条跳到稿中", gaps)
        + _box("没有在资料里找到依据", unsupported)
        + _box("提示", warnings)
        + (
            f'<h3 class="cewen-side">出处 {len(draft["citations"])} 条</h3>{cards}'
            if cards
            else empty("这份稿子没有用到资料。")
        )
    )


def _box(title: str, items: str) -> str:
    return (
        f'<details class="cewen-notice" open><summary>{said(title)}</summary><ul>{items}</ul></details>'
        if items
        else ""
    )


def links_html(draft_id: int, version: int) -> str:
    """Return the links that download a kept draft as Word, one a way of giving the sources."""
    path = DRAFT_PATH[1:].format(draft_id=draft_id, version=version)
    links = "".join(
        f'<a class="cewen-button" href="{path}?sources={name}" download>{label}</a>' for name, label in _LAYOUTS.items()
    )
    return f'<div class="cewen-row"><b>下载 Word：</b>{links}</div>'
