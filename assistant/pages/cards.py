"""HTML that several pages show: source cards, refusals' related material, drafts. Everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.answers import Answer, Related
from assistant.citations import Citation
from assistant.drafting.values import Brief, Table

EMPTY_SOURCES = '<p class="cewen-empty">回答的出处会显示在这里。</p>'


def source_cards(citations: Iterable[Citation]) -> str:
    """Return one card a citation: number, title, whose, when, where, and the sentence."""
    cards = []
    for citation in citations:
        details = [citation.place, citation.date, citation.file]
        if citation.page:
            details.append(f"第{citation.page}页")
        section = " › ".join(citation.section)
        cards.append(
            f'<article class="cewen-card" id="source-{citation.n}"><h4><span class="cewen-n">{citation.n}</span>'
            f"{escape(citation.title)}</h4>"
            f'<p class="cewen-meta">{escape("　".join(part for part in details if part))}</p>'
            + (f'<p class="cewen-meta">{escape(section)}</p>' if section else "")
            + f"<blockquote>{escape(citation.quote)}</blockquote></article>"
        )
    return "".join(cards) or EMPTY_SOURCES


def related_cards(related: Iterable[Related]) -> str:
    """Return cards of what is near and no answer."""
    cards = [
        f'<article class="cewen-card cewen-related"><h4>{escape(item.note)}</h4>'
        f'<p class="cewen-meta">{escape(item.title)}　{escape(item.file)}</p>'
        f"<blockquote>{escape(item.quote)}</blockquote></article>"
        for item in related
    ]
    return ('<h3 class="cewen-side">相关资料（不能当作答案）</h3>' + "".join(cards)) if cards else ""


def answer_sources(answer: Answer) -> str:
    """Return what stands beside an answer."""
    sure = f"{answer.confidence:.0%}"
    head = ""
    if answer.mode != "greeting":
        label = "未找到依据" if answer.refused else "把握"
        head = f'<p class="cewen-sure">{label}{"" if answer.refused else " " + sure}</p>'
    if answer.notice:
        head += f'<p class="cewen-notice">{escape(answer.notice)}</p>'
    if answer.unsupported:
        listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in answer.unsupported)
        head += f'<div class="cewen-notice">以下内容未在资料中找到依据：<ul>{listed}</ul></div>'
    cards = source_cards(answer.citations) if answer.citations or not answer.related else ""
    return head + cards + related_cards(answer.related)


def draft_text(brief: Brief) -> str:
    """Return a draft as a sheet of paper, blanks and marks visible."""
    lines = [f'<h2 class="cewen-title">{escape(brief.title)}</h2>']
    if brief.subtitle:
        lines.append(f'<p class="cewen-center">{escape(brief.subtitle)}</p>')
    lines += [f'<p class="cewen-center">{_blanks(line)}</p>' for line in brief.masthead]
    if brief.salutation:
        lines.append(f"<p>{escape(brief.salutation)}</p>")
    for section in brief.sections:
        if section.heading:
            lines.append(f'<h3 class="cewen-level{section.level}">{_blanks(section.heading)}</h3>')
        for paragraph in section.paragraphs:
            marked = "".join(
                _blanks(sentence.text) + "".join(f'<sup class="cewen-mark">[{n}]</sup>' for n in sentence.numbers)
                for sentence in paragraph.sentences
            )
            lines.append(f'<p class="cewen-body">{marked or _blanks(paragraph.text)}</p>')
            lines += [_table(paragraph.table)] if paragraph.table else []
    lines += [f"<p>{_blanks(line)}</p>" for line in brief.footer]
    return f'<div class="cewen-paper">{"".join(lines)}</div>'


def _table(rows: Table) -> str:
    cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def draft_notes(brief: Brief) -> str:
    """Return what the reader of a draft must do: blanks to fill, warnings."""
    gaps = "".join(f"<li>{escape(gap)}</li>" for gap in brief.gaps)
    told = [*brief.warnings, *([brief.notice] if brief.notice else [])]
    told += [f"未在资料中找到依据：{sentence}" for sentence in brief.unsupported]
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in told)
    return (f'<div class="cewen-notice"><b>提示</b><ul>{warnings}</ul></div>' if warnings else "") + (
        f'<div class="cewen-notice"><b>待补充 {len(brief.gaps)} 处</b><ul>{gaps}</ul></div>' if gaps else ""
    )


def _blanks(text: str) -> str:
    return (
        escape(text).replace("〔待补充", '<mark class="cewen-blank">〔待补充').replace("〕", "〕</mark>")
        if ("〔待补充" in text)
        else escape(text)
    )
