"""原文: a whole cleaned document as HTML with one place highlighted; paragraphs, tables and pages are marked."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.cells import is_row
from assistant.pages.markup import meta

Json = dict[str, Any]
Span = tuple[int, int]


def document_html(shown: Json, start: int = 0, end: int = 0) -> str:
    """Return a document as `Cewen.show` gives it, the characters from `start` to `end` highlighted."""
    text: str = shown["text"]
    pages = {offset: number for number, offset in enumerate(shown["page_starts"], 2)}
    headings = {section["start"]: section["level"] for section in shown["sections"]}
    pieces: list[str] = ['<p class="cewen-page">第1页</p>'] if pages else []
    position, table = 0, list[str]()
    for line in text.split("\n"):
        stop = position + len(line)
        turned = [number for offset, number in pages.items() if position <= offset < stop + 1]
        if not line.startswith("|") and table:
            pieces.append(_table(table))
            table = []
        if turned:
            pieces.append(f'<p class="cewen-page">第{turned[-1]}页</p>')
        if line.startswith("|"):
            table.append(_row(line, bool(start < end and position < end and start < stop)))
        elif line.strip():
            level = headings.get(position)
            tag = f"h{min(level + 2, 5)}" if level else "p"
            pieces.append(f"<{tag}>{_marked(line, start - position, end - position)}</{tag}>")
        position = stop + 1
    return "".join(pieces) + (_table(table) if table else "")


def passage_html(text: str) -> str:
    """Return a passage by itself: a paragraph a line, rows of tables together."""
    return document_html({"text": text, "page_starts": [], "sections": []})


def head_html(shown: Json) -> str:
    """Return title and particulars of a document."""
    state = f"自{shown['effective']}起施行" if shown["effective"] else ""
    replaced = '<p class="cewen-notice">这一版已被新的版本替代。</p>' if shown["superseded_by"] else ""
    return (
        f"<h2>{escape(shown['title'])}</h2>"
        + meta(shown["place"], shown["genre"], shown["date"], shown["document_number"], shown["issuer"], state)
        + meta(shown["file"])
        + replaced
    )


def _marked(line: str, start: int, end: int) -> str:
    low, high = max(0, start), min(len(line), end)
    if low >= high:
        return escape(line)
    return f'{escape(line[:low])}<mark class="cewen-here">{escape(line[low:high])}</mark>{escape(line[high:])}'


def _row(line: str, here: bool) -> str:
    if not is_row(line):
        return ""
    cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in line.strip().strip("|").split("|"))
    return f"<tr{' class=cewen-here' if here else ''}>{cells}</tr>"


def _table(rows: list[str]) -> str:
    return f'<div class="cewen-scroll"><table>{"".join(rows)}</table></div>'
