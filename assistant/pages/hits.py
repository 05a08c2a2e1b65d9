"""Search hits as HTML: grouped by document, the query's words marked, every sentence ready for the basket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.pages.english import said
from assistant.pages.markup import button, data, empty, meta, open_button
from corpus import tokenizer
from corpus.sentences import split_sentences

Json = dict[str, Any]
FACETS = {"place": "地方", "genre": "文种", "year": "年份", "issuer": "发文机关", "theme": "主题"}
LISTED = 8
# Places chosen together are set side by side; so they stand in one value.
AND = "、"
COLUMN_PASSAGES = 6
SHOWN_DOCUMENTS, SHOWN_PASSAGES = 20, 2


def facets_html(hits: Sequence[Json], chosen: dict[str, str]) -> str:
    """Return the facets with the number of passages of each value; a chosen one is let go by another click."""
    groups = []
    for name, label in FACETS.items():
        counts = Counter(value for hit in hits for value in _values(hit, name) if value)
        values = [*counts.most_common(LISTED)]
        picked = picked_of(chosen, name)
        values = [(value, counts[value]) for value in picked if value not in dict(values)] + values
        buttons = "".join(
            f"<li>{button(f'{value}（{count}）', 'facet', 'cewen-on' if value in picked else '', facet=name, value=value)}</li>"
            for value, count in values
        )
        hint = (
            f'<p class="cewen-meta">{said("可点几个地方并排对照")}</p>' if name == "place" and len(values) > 1 else ""
        )
        groups += [f"<h3>{said(label)}</h3>{hint}<ul>{buttons}</ul>"] if buttons else []
    return f'<div class="cewen-facets">{"".join(groups)}</div>' if groups else ""


def picked_of(chosen: dict[str, str], name: str) -> list[str]:
    """Return the values of a facet that are chosen."""
    return [value for value in chosen.get(name, "").split(AND) if value]


def toggled(chosen: dict[str, str], name: str, value: str) -> dict[str, str]:
    """Return the choice after a click: another value takes the place of one, another place stands beside it."""
    picked = picked_of(chosen, name)
    if value in picked:
        picked.remove(value)
    else:
        picked = [*picked, value] if name == "place" else [value]
    return {key: held for key, held in chosen.items() if key != name} | ({name: AND.join(picked)} if picked else {})


def beside_html(query: str, hits: Sequence[Json], places: Sequence[str]) -> str:
    """Return found passages side by side, a column a place."""
    words = sorted(tokenizer.content_words(query), key=len, reverse=True)
    columns = []
    for place in places:
        own = [hit for hit in hits if hit["place"] == place]
        shown = "".join(
            f'<article class="cewen-card"><h4>{escape(hit["title"])}</h4>{meta(hit["date"], hit["file"])}{_passage(hit, words)}</article>'
            for hit in own[:COLUMN_PASSAGES]
        ) or empty("没有找到相关段落。换个说法，或放宽筛选条件试试。")
        columns.append(f'<section><h3 class="cewen-side">{escape(place)}（{len(own)}）</h3>{shown}</section>')
    return f'<div class="cewen-beside">{"".join(columns)}</div>'


def _values(hit: Json, name: str) -> list[str]:
    if name == "theme":
        return [*hit["themes"]]
    return [hit["date"][:4] if name == "year" else hit[name]]


def results_html(query: str, hits: Sequence[Json], by_date: bool) -> str:
    """Return found passages, those of a document together."""
    if not hits:
        return empty("没有找到相关段落。换个说法，或放宽筛选条件试试。")
    documents: dict[str, list[Json]] = {}
    for hit in hits:
        documents.setdefault(hit["doc_id"], []).append(hit)
    groups = [*documents.values()]
    if by_date:
        groups.sort(key=lambda group: group[0]["date"], reverse=True)
    words = sorted(tokenizer.content_words(query), key=len, reverse=True)
    told = f"{len(hits)} 段，出自 {len(groups)} 份文档" + ("，先列 20 份" if len(groups) > SHOWN_DOCUMENTS else "")
    cards = "".join(_document(number, group, words) for number, group in enumerate(groups[:SHOWN_DOCUMENTS], 1))
    return f'<p class="cewen-meta" role="status">{told}。点句子收进素材。</p>{cards}'


def _document(number: int, hits: list[Json], words: list[str]) -> str:
    first = hits[0]
    old = f'<span class="cewen-tag cewen-old">{said("已被替代")}</span>' if first["superseded_by"] else ""
    shown = "".join(_passage(hit, words) for hit in hits[:SHOWN_PASSAGES])
    more = "".join(_passage(hit, words) for hit in hits[SHOWN_PASSAGES:])
    folded = (
        f"<details><summary>同一份文档还有 {len(hits) - SHOWN_PASSAGES} 段</summary>{more}</details>" if more else ""
    )
    return (
        f'<article class="cewen-card"><h4><span class="cewen-n">{number}</span>{escape(first["title"])} {old}</h4>'
        f"{meta(first['place'], first['genre'], first['date'], first['file'])}{shown}{folded}</article>"
    )


def _passage(hit: Json, words: list[str]) -> str:
    section = " › ".join(hit["section"])
    where = f'<p class="cewen-where">{escape(section)}</p>' if section else ""
    whole = button("整段收入素材", "keep", doc=hit["doc_id"], start=hit["start"], end=hit["end"])
    return (
        f'<div class="cewen-hit">{where}<p class="cewen-passage">{_sentences(hit, words)}</p>'
        f'<div class="cewen-row">{whole}{open_button(hit["doc_id"], hit["start"], hit["end"])}</div></div>'
    )


def _sentences(hit: Json, words: list[str]) -> str:
    text, pieces, position = hit["text"], [], 0
    for sentence in split_sentences(text):
        start, end = sentence.start, sentence.end
        pieces.append(marked(text[position:start], []))
        told = data(act="keep", doc=hit["doc_id"], start=hit["start"] + start, end=hit["start"] + end)
        pieces.append(f'<span class="cewen-take" title="收入素材"{told}>{marked(text[start:end], words)}</span>')
        position = end
    return "".join(pieces) + marked(text[position:], [])


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
