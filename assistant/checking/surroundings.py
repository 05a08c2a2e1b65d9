"""What stands around a figure and says what it counts: the words before and after it in its own clause.

「招聘教师137人，其中特岗教师62人」 holds two figures; each has its own words. 「分别为2.6间、2.9间」 hands its figures
out to the things named before; 「占78%」 and 「增长5%」 speak of the figure before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.figures import Figure
from corpus.tokenizer import cut

_BREAK = re.compile(r"[，,；;。：:！？!?（）()\n|]")
_AND = re.compile(r"[、和与及]|以及|至|到|或")
_BESIDE = re.compile(r"[、和与及]|以及")
_RESPECTIVELY = re.compile(r"分别(?:达到|提高到|下降到|增加到|[为是达占有])?[^，；。]{0,4}$")
_ATTRIBUTE = re.compile(r"^(?:以上|以下|以内|及以上|左右)?的|^(?:以上|以下|以内|及以上)[\u4e00-\u9fff]")
_LEANING = re.compile(
    r"^(?:其?中?[,，]?(?:约?占(?:总数|全部|总[量额体]|\S{2,6}总数|\S{2,6}总[量额人])?(?:的)?|同?比?(?:上年|去年)?(?:增[长加]|提高|下降|减少|降低)了?|"
    r"比(?:上|去|前)[^，。]{0,6}(?:增[长加]|提高|下降|减少|降低|上升)了?|"
    r"[，,]?(?:\d{4}年)?(?:增[长加]|提[高升]|上升|扩大|减少|下降|降低?|缩[减短小]|压[减缩])?[到至为](?:\d{4}年底?的?)?|达到?|为|共|约|近|或|计|其中|完成率为?|整改率为?|参与率达?到?))?$"
)


def surroundings(text: str, figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """Return the words before and behind each figure of a sentence; figures that are dates divide nothing.

    A figure that leans on the one before it, 「占78%」, gets that one's words, too.
    """
    found: list[tuple[str, str]] = []
    run: list[int] = []
    for number, figure in enumerate(figures):
        last_end = figures[number - 1].end if number else 0
        before = text[_clause_start(text, last_end, figure.start) : figure.start]
        after = _after(text, figure.end, figures[number + 1].start if number + 1 < len(figures) else len(text))
        gap = text[last_end : figure.start]
        if number and _ATTRIBUTE.match(gap) and not _BREAK.search(gap):
            # 「不足10人的教学点19个」: the first figure is part of what the second counts.
            before = found[number - 1][0] + figures[number - 1].text + gap
        in_run = number > 0 and len(gap) <= 3 and (not gap.strip() or bool(_AND.fullmatch(gap.strip("，, "))))
        run = [*run, number] if in_run else [number]
        if in_run:
            before = found[number - 1][0]
        elif (
            number and (before.strip() or not after.strip()) and _LEANING.match(_plain(before)) and _same_sentence(gap)
        ):
            before = found[number - 1][0] + found[number - 1][1] + before
        found.append((before, after))
        if len(run) >= 2:
            _hand_out(found, run, text[: figures[run[0]].start])
    return found


def _clause_start(text: str, last_end: int, at: int) -> int:
    """Return where the clause of a figure begins: behind the last break, or behind the figure before it."""
    start = last_end
    for match in _BREAK.finditer(text, last_end, at):
        if text[match.end() : at].strip():
            start = match.end()
    if start == last_end and last_end:
        # 「12所优质学校与25所农村学校」: what stands before the 与 belongs to the figure before.
        joint = list(_BESIDE.finditer(text, last_end, at))
        if joint:
            start = joint[-1].end()
    return start


def _after(text: str, end: int, until: int) -> str:
    stop = _BREAK.search(text, end, until)
    piece = text[end : stop.start() if stop else until]
    joint = _BESIDE.search(piece) if until < len(text) and not stop else None
    return piece[: joint.start()] if joint else piece


def _plain(before: str) -> str:
    return re.sub(r"\s+", "", before)


def _same_sentence(gap: str) -> bool:
    return "。" not in gap and "；" not in gap and len(gap) <= 24


def _hand_out(found: list[tuple[str, str]], run: list[int], lead: str) -> None:
    """Give the figures of 「甲、乙分别为…、…」 the words of 甲 and of 乙."""
    pattern = _RESPECTIVELY.search(lead)
    clause = lead[: pattern.start()] if pattern else lead
    clause = clause[max((match.end() for match in re.finditer(r"[，,；;。：:]", clause)), default=0) :]
    items = [item for item in re.split(r"[、和与及]|以及", clause) if item.strip()]
    # 「小学和初中的系数为0.41、0.37」 leaves 分别 out: then there must be as many things as figures.
    if len(items) < len(run) or (not pattern and len(items) != len(run)):
        return
    items = items[-len(run) :]
    words = [word for word, _, _ in cut(items[-1].strip())]
    shared = "".join(words[1:])
    for item, number in zip([*items[:-1], words[0] if words else items[-1]], run, strict=True):
        found[number] = (f"{item} {shared}", found[number][1])
