"""Five-year plans that a text names, and their years: 「“十二五”期间」 is 2011 to 2015."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.figures import number_of

# 十五 is a number, too: the tenth plan needs its marks, or what is behind it. 「“八五”普法」 is no plan of the economy.
_PLAN = re.compile(
    r"(?P<n>十[一二三四五六])五(?!普法|环)|(?<=[“\"「『])(?P<bare>十)五(?=[”\"」』](?!普法))|(?P<old>十)五(?=期间|规划|计划期|时期)"
)
_TENTH, _FIRST_OF_THE_TENTH, _YEARS = 10, 2001, 5


def plans_in(text: str) -> Iterator[int]:
    """Yield the numbers of the five-year plans that a text names, as they stand: 12 for 十二五."""
    for match in _PLAN.finditer(text):
        yield number_of(match["n"] or match["bare"] or match["old"])


def years_of(plan: int) -> range:
    """Return the years of a five-year plan by its number: 2011 to 2015 of the twelfth."""
    first = _FIRST_OF_THE_TENTH + _YEARS * (plan - _TENTH)
    return range(first, first + _YEARS)
