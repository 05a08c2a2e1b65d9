"""A conversation as HTML: bubbles, numbered marks that lead to the sources, how sure the answer is, feedback."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.history import USEFUL, WRONG, Turn
from assistant.model_check import UNSUPPORTED_NOTE
from assistant.pages.english import said
from assistant.pages.markup import busy, button, notice

Json = dict[str, Any]
_MARK = re.compile(r"\[(\d{1,3})\]")
_UNSUPPORTED = re.compile(rf"[^。！？；\]\n]*{UNSUPPORTED_NOTE}(?:\[\d{{1,3}}\])*[。！？；]?")
_SURE = ((0.8, "把握大"), (0.6, "把握较大，建议核对原文"), (0.0, "把握一般，请核对原文"))


def conversation_html(turns: Sequence[Turn], waiting: int = 0) -> str:
    """Return a conversation; the turn `waiting` is being answered."""
    body = "".join(turn_html(turn, turn.turn_id == waiting) for turn in turns)
    return f'<div class="cewen-log" role="log" aria-live="polite" aria-label="对话">{body}</div>'


def welcome_html(examples: Sequence[str], documents: int) -> str:
    """Return what stands before the first question: what can be asked, from this library's own contents."""
    if not documents:
        return (
            f'<div class="cewen-log cewen-welcome"><h2>{said("资料库还是空的")}</h2>'
            f"<p>{said('请先到「资料库」把本单位的文件拖进去，再回来提问。')}</p></div>"
        )
    asked = "".join(button(example, "example", "cewen-example", value=example) for example in examples)
    return (
        f'<div class="cewen-log cewen-welcome"><h2>{said("请直接提问")}</h2>'
        f"<p>{said('只根据本单位的资料回答，每句话都有出处；资料里没有的，会直接说没有。')}</p>"
        f'<p class="cewen-meta">{documents} {said("份资料")}</p>'
        + (
            f'<p class="cewen-meta">{said("可以这样问：")}</p><div class="cewen-examples">{asked}</div>'
            if asked
            else ""
        )
        + "</div>"
    )


def turn_html(turn: Turn, waiting: bool = False) -> str:
    """Return one question with its answer."""
    question = f'<div class="cewen-asked"><p>{escape(turn.asked)}</p></div>'
    if turn.answer is None:
        body = _working("正在资料里查找……", turn) if waiting else _unanswered(turn)
        return f'<div class="cewen-turn">{question}<div class="cewen-answer">{body}</div></div>'
    answer = turn.answer
    style = " cewen-refused" if answer["refused"] else ""
    read = _read_as(turn.asked, answer)
    foot = _working("正在写……", turn) if waiting else _foot(turn, answer)
    return (
        f'<div class="cewen-turn" data-turn="{turn.turn_id}">{question}'
        f'<div class="cewen-answer{style}">{read}{_state(answer)}{answer_text(answer["answer"], turn.turn_id)}'
        f"{_notice(answer)}{foot}</div></div>"
    )


def answer_text(text: str, turn_id: int) -> str:
    """Return an answer's text, its marks as buttons, its unsupported sentences marked."""
    lines = []
    for line in text.split("\n"):
        pieces, position = [], 0
        for match in _UNSUPPORTED.finditer(line):
            pieces.append(_with_marks(line[position : match.start()], turn_id))
            pieces.append(f'<span class="cewen-unsupported">{_with_marks(match[0], turn_id)}</span>')
            position = match.end()
        pieces.append(_with_marks(line[position:], turn_id))
        lines.append("".join(pieces))
    return "".join(f"<p>{line}</p>" if line else "" for line in lines)


def _with_marks(text: str, turn_id: int) -> str:
    return _MARK.sub(
        lambda match: (
            f'<button type="button" class="cewen-cite" data-cite="{match[1]}" data-turn="{turn_id}"'
            f' aria-label="看出处 {match[1]}">{match[1]}</button>'
        ),
        escape(text),
    )


def _read_as(asked: str, answer: Json) -> str:
    read = str(answer["question"]).strip()
    if read.rstrip("？?。") == asked.strip().rstrip("？?。") or answer["mode"] == "greeting":
        return ""
    return f'<p class="cewen-read">{said("理解为：")}{escape(read)}</p>'


def _state(answer: Json) -> str:
    if answer["mode"] == "greeting":
        return ""
    if answer["refused"]:
        return f'<p class="cewen-sure cewen-none">{said("没有依据，不作回答")}</p>'
    sure = next(words for least, words in _SURE if answer["confidence"] >= least)
    style = " cewen-doubt" if answer["confidence"] < 0.6 or answer["unsupported"] else ""
    return f'<p class="cewen-sure{style}">{said(sure)}（{answer["confidence"]:.0%}）</p>'


def _notice(answer: Json) -> str:
    lines = [answer["notice"]] if answer["notice"] else []
    if answer["unsupported"]:
        lines.append(f"有 {len(answer['unsupported'])} 句没有在资料里找到依据，已在文中标出，请不要直接引用。")
    return "".join(f'<p class="cewen-notice">{escape(line)}</p>' for line in lines)


def _foot(turn: Turn, answer: Json) -> str:
    if answer["mode"] == "greeting":
        return ""
    verdict = {USEFUL: "已标为有用", WRONG: "已标为有误"}.get(turn.verdict, "")
    note = f"：{turn.note}" if turn.note else ""
    rated = f'<span class="cewen-meta" role="status">{said(verdict)}{escape(note)}</span>' if verdict else ""
    return (
        '<div class="cewen-foot">'
        + button("有用", "rate", "cewen-on" if turn.verdict == USEFUL else "", turn=turn.turn_id, verdict=USEFUL)
        + button(
            "有误", "rate", "cewen-on" if turn.verdict == WRONG else "", turn=turn.turn_id, verdict=WRONG,
            ask="哪里有误？（可以不写）", value=turn.note,
        )
        + f'<button type="button" class="cewen-button" data-copy>{said("复制")}</button>{rated}</div>'
    )  # fmt: skip


def _working(text: str, turn: Turn) -> str:
    return busy(text) + button("停止", "stop", "cewen-small", turn=turn.turn_id)


def _unanswered(turn: Turn) -> str:
    return notice("这个问题没有答完。") + button("重新提问", "example", value=turn.asked)
