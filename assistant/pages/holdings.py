"""The library's documents as HTML: the table, what an upload brought, and all that is known of one document."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.app import Cewen
from assistant.pages import choices
from assistant.pages.english import said
from assistant.pages.failures import failures_html
from assistant.pages.markup import button, empty, meta, open_button
from assistant.readers import EDITOR

Json = dict[str, Any]
LISTED = 100
THEMES_SHOWN = 4
# What becomes of an uploaded file.
WAITING, READING, FAILED, LEFT_OUT = "等待", "正在读", "未能加入", "没有加入"
FACTS = {
    "place": "地方", "genre": "文种", "date": "日期", "issuer": "发文机关", "document_number": "发文字号", "effective": "施行日期",
    "addressee": "主送机关", "period": "时期",
}  # fmt: skip


def table_html(cewen: Cewen, words: str | None, place: str, genre: str, year: str, listed: int = LISTED) -> str:
    """Return the documents that the filters let through, the ones added last first, so many of them and a button for more."""
    documents = cewen.list()["documents"]
    if not documents:
        return empty("资料库还是空的。把本单位的文件拖到上面，就可以提问、检索和起草了。")
    wanted = (words or "").split()
    found = [
        document
        for document in documents
        if all(word in document["title"] + document["document_number"] + document["file"] for word in wanted)
        and choices.value(place) in ("", document["place"])
        and choices.value(genre) in ("", document["genre"])
        and document["date"].startswith(choices.value(year))
    ]
    if not found:
        return empty("没有这样的文档。放宽筛选条件试试。")
    found.sort(key=lambda document: document["added"], reverse=True)
    rows = "".join(_row(document) for document in found[:listed])
    left = len(found) - listed
    told = f"，先列 {listed} 份" if left > 0 else ""
    more = button(f"再列 {min(left, LISTED)} 份", "more", listed=listed + LISTED) if left > 0 else ""
    return (
        f'<p class="cewen-meta" role="status">{len(found)} 份文档{told}</p><table class="cewen-table"><thead><tr><th>标题</th><th>地方</th>'
        f"<th>文种</th><th>日期</th></tr></thead><tbody>{rows}</tbody></table>{more}"
    )


def _row(document: Json) -> str:
    old = ' <span class="cewen-tag cewen-old">' + said("已被替代") + "</span>" if document["superseded_by"] else ""
    twin = ' <span class="cewen-tag">重复</span>' if document["duplicate_of"] else ""
    closed = f' <span class="cewen-tag">{escape(document["collection"])}</span>' if document["collection"] else ""
    title = button(document["title"], "show", "cewen-link cewen-wrap", document["file"], id=document["doc_id"])
    cells = "".join(f"<td>{escape(document[name])}</td>" for name in ("place", "genre", "date"))
    return f"<tr><td>{title}{old}{twin}{closed}</td>{cells}</tr>"


def report_html(rows: Sequence[Json]) -> str:
    """Return what became of each file of an upload."""
    done = sum(row["state"] not in (WAITING, READING) for row in rows)
    added = sum(row["state"] == "新增" for row in rows)
    failed = sum(row["state"] == FAILED for row in rows)
    told = f"新增 {added} 个文件" + (f"，未能加入 {failed} 个" if failed else "")
    head = told if done == len(rows) else f"正在加入 {done + 1}/{len(rows)}……"
    bar = f'<progress max="{len(rows)}" value="{done}" aria-label="进度"></progress>' if done < len(rows) else ""
    groups = failures_html([failure for row in rows for failure in row.get("failed", [])]) if done == len(rows) else ""
    return f'<p role="status"><b>{head}</b> {bar}</p>{groups}' + "".join(_file(row) for row in rows)


def left_out(rows: Sequence[Json]) -> list[Json]:
    """Return the rows of an upload that was stopped: what was not read yet is not in the library."""
    return [row | {"state": LEFT_OUT} if row["state"] in (WAITING, READING) else row for row in rows]


def _file(row: Json) -> str:
    style = " cewen-error" if row["state"] == FAILED else ""
    error = f'<p class="cewen-meta">{escape(row["error"])}</p>' if row.get("error") else ""
    notes = "".join(meta(note) for note in row.get("notes", []))
    found = "".join(
        meta(
            "认出：" + document["title"], document["genre"], document["place"] or "地方不详", document["date"] or "日期不详",
            "、".join([*document["themes"]][:THEMES_SHOWN]),
        )
        for document in row.get("documents", [])
    )  # fmt: skip
    return f'<div class="cewen-file"><span class="cewen-count{style}">{row["state"]}</span>{escape(row["file"])}{error}{notes}{found}</div>'


def detail_html(cewen: Cewen, shown: Json) -> str:
    """Return what is known of one document, where each fact was read, and what was cleaned away."""
    doc_id = shown["doc_id"]
    read = {source["fact"]: source for source in shown["sources"]}
    rows = "".join(_fact(label, shown[name], read.get(name)) for name, label in FACTS.items() if shown[name])
    themes = "、".join(f"{theme} {count}" for theme, count in shown["themes"].items())
    tools = open_button(doc_id)
    if cewen.reader.may(EDITOR):
        told = f"从资料库移除《{shown['title']}》？原文件不动，以后可以再加入。"
        tools += button("移除", "drop", id=doc_id, confirm=told)
    about = meta(shown["file"], f"{shown['characters']} 字")
    return (
        f'<article class="cewen-card"><h4>{escape(shown["title"])}</h4>{about}'
        f'<div class="cewen-row">{tools}</div><table class="cewen-facts">{rows}</table>'
        + (f'<p class="cewen-meta">主题：{escape(themes)}</p>' if themes else "")
        + _versions(cewen, shown)
        + _removed(shown["removed"])
        + "</article>"
    )


def _fact(label: str, value: str, source: Json | None) -> str:
    where = f"{source['certainty']}，见{source['where']}" if source else ""
    return f'<tr><th>{label}</th><td>{escape(value)}<br><span class="cewen-meta">{escape(where)}</span></td></tr>'


def _versions(cewen: Cewen, shown: Json) -> str:
    documents = {document["doc_id"]: document for document in cewen.list()["documents"]}
    newer = documents.get(shown["superseded_by"])
    older = [d for d in documents.values() if d["superseded_by"] == shown["doc_id"]]
    same = [documents[doc_id] for doc_id in shown["same_file"] if doc_id != shown["doc_id"] and doc_id in documents]
    lines = [("已被替代，现行版本：", newer)] if newer else []
    lines += [("替代了：", document) for document in older]
    lines += [("同一个文件里还有：", document) for document in same]
    return "".join(
        f'<p class="cewen-tag-line">{label}{escape(document["title"])}（{escape(document["effective"] or document["date"])}）'
        f"{open_button(document['doc_id'], label='看')}</p>"
        for label, document in lines
        if document
    )


def _removed(removed: Sequence[Json]) -> str:
    if not removed:
        return ""
    lines = "".join(
        f"<li>{escape(removal['text'][:120])} <span class='cewen-meta'>{escape(removal['rule'])}</span></li>"
        for removal in removed[:60]
    )
    return f"<details><summary>清理掉的内容 {len(removed)} 处（页码、广告、导航等）</summary><ul>{lines}</ul></details>"
