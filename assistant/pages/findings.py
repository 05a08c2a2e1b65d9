"""A checked draft as HTML: its text with the findings' spans marked, and the findings as cards, the worst first."""

from __future__ import annotations

from html import escape
from typing import Any

from assistant.checking.findings import DOUBT, ERROR, HINT
from assistant.pages.markup import empty, local_time, meta, open_button

Json = dict[str, Any]
_STYLE = {ERROR: "error", DOUBT: "doubt", HINT: "hint"}
_MEANS = {ERROR: "错误", DOUBT: "疑问", HINT: "提示"}


def summary_html(report: Json) -> str:
    """Return the outcome of a kept check in one line: of which draft, how many of what, how many figures have a source."""
    counts = {severity: sum(f["severity"] == severity for f in report["findings"]) for severity in _STYLE}
    told = "".join(
        f'<span class="cewen-count cewen-{_STYLE[severity]}">{_MEANS[severity]} {count}</span>'
        for severity, count in counts.items()
    )
    figures = report["figures"]
    place = (
        f"按「{report['place']}」的稿子核对。" if report["place"] else "没有认出是哪个地方的稿子，可在上面填写后再核。"
    )
    comments = "" if report["word"] else "只有 Word 稿能导出带批注的文件。"
    return (
        f'<div class="cewen-summary" role="status">{told}<span>《{escape(report["name"])}》{local_time(report["checked"])}核。数据 {figures["checked"]} 处，有出处 {figures["proven"]} 处。'
        f"{escape(place)}{comments}</span></div>"
    )


def draft_html(report: Json) -> str:
    """Return the draft's text, every finding's span a button that leads to its card."""
    text: str = report["text"]
    spans = sorted(
        (finding["start"], -finding["end"], number)
        for number, finding in enumerate(report["findings"], 1)
        if finding["end"] > finding["start"]
    )
    pieces, position = [], 0
    inner: list[int] = []
    for start, negative, number in spans:
        if start < position:
            inner.append(number)
            continue
        pieces.append(escape(text[position:start]))
        style = _STYLE[report["findings"][number - 1]["severity"]]
        marked = escape(text[start:-negative])
        pieces.append(
            f'<span class="cewen-span cewen-{style}" id="span-{number}" data-finding="{number}" role="button" tabindex="0"'
            f' aria-label="第 {number} 条：{marked}">{marked}</span>'
        )
        position = -negative
    pieces.append(escape(text[position:]))
    paragraphs = "".join(f"<p>{line}</p>" for line in "".join(pieces).split("\n") if line.strip())
    return f'<div class="cewen-paper">{paragraphs}</div>'


def findings_html(report: Json) -> str:
    """Return the findings as cards, each with its sources."""
    if not report["findings"]:
        return empty("没有查出问题。仍请人工通读一遍。")
    return "".join(_card(number, finding) for number, finding in enumerate(report["findings"], 1))


def _card(number: int, finding: Json) -> str:
    style = _STYLE[finding["severity"]]
    suggestion = f"<p><b>建议：</b>{escape(finding['suggestion'])}</p>" if finding["suggestion"] else ""
    words = f'<p class="cewen-words">“{escape(finding["text"][:80])}”</p>' if finding["text"] else ""
    sources = "".join(
        f"<blockquote>{escape(source['quote'])}</blockquote>{meta(source['title'], source['place'], source['date'])}"
        f"{open_button(source['doc_id'], source['start'], source['end']) if source['doc_id'] else ''}"
        for source in finding["sources"]
    )
    folded = f"<details><summary>依据 {len(finding['sources'])} 处</summary>{sources}</details>" if sources else ""
    return (
        f'<article class="cewen-card cewen-finding cewen-{style}" id="finding-{number}" data-span="{number}" tabindex="0">'
        f'<h4><span class="cewen-count cewen-{style}">{_MEANS[finding["severity"]]}</span>{number}. {escape(finding["kind"])}</h4>'
        f"{words}<p>{escape(finding['message'])}</p>{suggestion}{folded}</article>"
    )
