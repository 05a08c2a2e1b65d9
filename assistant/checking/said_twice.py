"""Find one quantity that a draft gives twice, with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checking.derived import Proven
from assistant.checking.findings import ERROR, Finding
from assistant.checking.statements import Quantity, Statement, same_place

_PLAN = re.compile(r"计划|拟|力争|预计|将|目标|打算|到20\d\d年")


def said_twice(statements: Sequence[Statement], proven: Proven) -> Iterator[Finding]:
    """Flag one quantity with two values in one draft: 「专任教师2874人」 and later 「专任教师2784人」."""
    said: list[tuple[Statement, Quantity]] = []
    for statement in statements:
        for quantity in statement.quantities:
            if quantity.generic or quantity.figure.value is None or statement.text.startswith("|"):
                continue
            for earlier, other in said:
                if not _same_quantity(earlier, other, statement, quantity):
                    continue
                if quantity.figure.key == other.figure.key:
                    break
                wrong, right = quantity.figure, other.figure
                if (wrong.start, wrong.end) in proven and (right.start, right.end) in proven:
                    break
                if (wrong.start, wrong.end) in proven:
                    wrong, right = right, wrong
                message = f"同一件事前后两个数：“{other.figure.text}”与“{quantity.figure.text}”"
                yield Finding(ERROR, "前后不一", wrong.start, wrong.end, message, right.text)
                break
            said.append((statement, quantity))


def _same_quantity(one: Statement, first: Quantity, other: Statement, second: Quantity) -> bool:
    """Tell whether two figures of a draft are beyond doubt of the same thing: same words, unit, place, time."""
    if one is other or first.figure.unit != second.figure.unit or first.figure.kind != second.figure.kind:
        return False
    if first.figure.high is not None or second.figure.high is not None or first.figure.kind == "number":
        return False
    mine, theirs = _core(first), _core(second)
    if mine != theirs or len(mine) < 3:
        return False
    years = (first.years or one.years, second.years or other.years)
    if years[0] != years[1] or not same_place(one.place or "－", other.place or "－"):
        return False
    if bool(_PLAN.search(one.text)) != bool(_PLAN.search(other.text)) or (
        one.section[:1] != other.section[:1]
        and (any(_PLAN.search(heading) for heading in (*one.section, *other.section)))
    ):
        return False
    return not re.search(
        r"每|又|再|另|先后|其余",
        one.text[: first.figure.end - one.start][-14:] + other.text[: second.figure.end - other.start][-14:],
    )


def _core(quantity: Quantity) -> str:
    plain = re.sub(
        r"(?:19|20)\d{2}年?(?:[-—–至到](?:19|20)\d{2}年)?|全[县市区省]|我[县市区]|本[县市区]|现有|共有?|已有?|达到?|有|为|累计|目前|[\W_]+",
        "",
        quantity.near,
    )
    return plain if len(quantity.words) >= 1 else ""
