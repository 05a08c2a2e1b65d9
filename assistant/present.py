"""What a paper tells of this year and of the last, where one of them, or the present, is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.question import Question

# What says 今年 must answer about as well as what does not.
AS_GOOD = 0.9
_NOW = re.compile(r"今年|目前|现在|眼下|现有|如今")
_THIS_YEAR, _LAST_YEAR = re.compile(r"今年|本年"), re.compile(r"去年|上年")


def of_the_asked_time(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the figures of the year that a question names as 今年 or 去年, or of the present; none where all are of the other year.

    「现在正常运行的有多少所」 is not told by 「2022年摸底，正常运行的只有52所」.
    """
    asked = question.text
    if question.years:
        return list(evidence)
    this, last = bool(_THIS_YEAR.search(asked)), bool(_LAST_YEAR.search(asked))
    if this == last:
        now = [p for p in evidence if _NOW.search(_before_figure(p))] if _NOW.search(asked) else []
        return now if now and now[0].score >= AS_GOOD * evidence[0].score else list(evidence)
    wanted, other = (_THIS_YEAR, _LAST_YEAR) if this else (_LAST_YEAR, _THIS_YEAR)
    told = [p for p in evidence if wanted.search(_before_figure(p))]
    rest = [p for p in evidence if not other.search(_before_figure(p))]
    return told or rest


def _before_figure(piece: Evidence) -> str:
    return piece.text[: piece.figure.end] if piece.figure is not None else piece.text
