"""Whether a sentence speaks of the five-year plan that a question names: 「“十二五”期间」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.five_years import plans_in, years_of

_COMPARED = re.compile(r"(?:比|较|与|和|由|从|自|根据|按照?)(?:19|20)\d{2}年")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


def is_of_the_plan(asked: str, text: str, section: Sequence[str], above: str) -> bool:
    """Tell whether a sentence may be of a five-year plan that a question names.

    What names another plan is not, nor what stands behind or under one that is named, nor what is only of years of another.

    Args:
        asked: the question.
        section: headings above the sentence, outermost first.
        above: what stands before it in its paragraph.
    """
    plans = frozenset(plans_in(asked))
    if not plans:
        return True
    if named := frozenset(plans_in(text)):
        return bool(named & plans)
    # 「比2010年增加12所」; a year that the question names itself is asked about.
    said = "" if _YEAR.search(asked) else _COMPARED.sub("", text)
    if years := [int(year) for year in _YEAR.findall(said)]:
        # Of the year before it a plan tells with what it began.
        return any(year in years_of(plan) or year + 1 in years_of(plan) for plan in plans for year in years)
    for named_last in ([*plans_in(above)][-1:], *([*plans_in(heading)] for heading in reversed(section))):
        if named_last:
            return not plans.isdisjoint(named_last)
    return True
