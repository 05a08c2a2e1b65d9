"""Runs of marked items, 一是……二是……, （1）……（2）……, as they stand within one another in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.figures import number_of
from corpus.sentences import Sentence

_NUMERAL = "[一二三四五六七八九十]{1,3}"
# Each style with the number of its item; what opens one inside a sentence stands behind a colon or a comma.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(r"第(?P<n>[一二三四五六七八九十百]{1,4})条")),
    (
        "第",
        re.compile(
            rf"第(?P<n>{_NUMERAL})(?:[，,、]|步|阶段|[句招点件关环道笔个场块][\u4e00-\u9fff]{{0,6}}?[，,、：:是])"
        ),
    ),
    ("其", re.compile(rf"其(?P<n>{_NUMERAL})")),
    ("是", re.compile(rf"(?P<n>{_NUMERAL})(?:是|要|抓|靠)")),
    ("一、", re.compile(rf"(?P<n>{_NUMERAL})[、.．]")),
    ("（一）", re.compile(rf"[（(](?P<n>{_NUMERAL})[）)]")),
    ("（1）", re.compile(r"[（(](?P<n>\d{1,2})[）)]")),
    ("1.", re.compile(r"(?P<n>\d{1,2})[.．、](?!\d)")),
    ("①", re.compile(r"(?P<n>[①-⑳])")),
    ("首先", re.compile(r"(?P<n>首先|其次|再次|最后)")),
    ("▲", re.compile(r"(?P<n>——|[▲●◆■★☆○◇□△•·➢✓])")),
)
_OPENS_INSIDE = re.compile(
    r"(?<=[：:，,。])(?:一是|一要|一[抓靠](?=[\u4e00-\u9fff]{2})|第一[，,、]|其一|首先|①|[（(]1[）)]|[（(]一[）)]|1[.．、](?!\d))"
)
# An item so short only heads the line behind it.
LONGEST_HEAD = 40
_IN_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
# Words and signs that count nothing go on as long as they come.
_UNCOUNTED = frozenset(("首先", "▲"))


@dataclass(slots=True)
class Run:
    """Items that are marked alike; positions count the sentences of the paper.

    Attributes:
        first: the sentence that is, or holds behind its lead, the first item.
        lead: what announces them, in the first item's own sentence; empty where it stands before it, if at all.
        items: the sentences with which the items begin.
        end: the position behind the last sentence of the last item.
    """

    style: str
    first: int
    lead: str
    items: list[int] = field(default_factory=list)
    end: int = 0


def mark_of(text: str) -> tuple[str, int]:
    """Return in which style a sentence is marked as an item, and its number; ("", 0) for one that is not."""
    for style, pattern in _STYLES:
        if match := pattern.match(text):
            return style, _number(match["n"], style)
    return "", 0


def runs_in(text: str, sentences: Sequence[Sentence], headings: frozenset[int]) -> list[Run]:
    """Return the runs of at least two items that a text holds, those within others, too.

    Args:
        sentences: the sentences of the text, in order.
        headings: offsets at which sections begin; a heading without a mark ends every run.
    """
    found: list[Run] = []
    open_runs: list[Run] = []

    def close(upto: int, at: int) -> None:
        while len(open_runs) > upto:
            run = open_runs.pop()
            run.end = _end_of_last(text, sentences, run, at)
            if len(run.items) > 1:
                found.append(run)

    for n, sentence in enumerate(sentences):
        style, number = mark_of(sentence.text)
        if not style:
            if sentence.start in headings:
                close(0, n)
            if inside := _OPENS_INSIDE.search(sentence.text):
                open_runs.append(Run(mark_of(inside[0])[0], n, sentence.text[: inside.start()], [n]))
            continue
        depth = next((k for k in range(len(open_runs) - 1, -1, -1) if open_runs[k].style == style), None)
        goes_on = depth is not None and (style in _UNCOUNTED or number == _reached(sentences, open_runs[depth]) + 1)
        if depth is not None and goes_on and not (style == "首先" and number == 1):
            close(depth + 1, n)
            open_runs[depth].items.append(n)
        else:
            # A smaller number of the same style begins anew: what was open since then is over.
            close(depth if depth is not None else len(open_runs), n)
            if number == 1 or style in _UNCOUNTED:
                open_runs.append(Run(style, n, "", [n]))
        behind = sentence.text[len(style) :]
        if inside := _OPENS_INSIDE.search(behind):
            within = mark_of(inside[0])[0]
            if within != style:
                open_runs.append(Run(within, n, behind[: inside.start()], [n]))
    close(0, len(sentences))
    return sorted(found, key=lambda run: (run.first, -run.end))


def _number(written: str, style: str) -> int:
    if style in _UNCOUNTED:
        return _IN_ORDER.get(written, 1)
    return ord(written) - ord("①") + 1 if style == "①" else number_of(written)


def _reached(sentences: Sequence[Sentence], run: Run) -> int:
    """Return the number of the last item of a run; the first may be marked inside its sentence."""
    return mark_of(sentences[run.items[-1]].text)[1] if len(run.items) > 1 else 1


def _end_of_last(text: str, sentences: Sequence[Sentence], run: Run, at: int) -> int:
    """Return the position behind the last item: at its paragraph's end, or a line further where it is only a head."""
    last = run.items[-1]
    end = last + 1
    while end < at and "\n" not in text[sentences[end - 1].end : sentences[end].start]:
        end += 1
    heads_only = end == last + 1 and len(sentences[last].text) <= LONGEST_HEAD
    if heads_only and end < at:
        end += 1
        while end < at and "\n" not in text[sentences[end - 1].end : sentences[end].start]:
            end += 1
    return end
