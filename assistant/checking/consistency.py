"""Check the figures of a draft against one another: sums, shares, growth, the same quantity twice. No library needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checking.derived import NOTHING, Proven, culprit
from assistant.checking.findings import DOUBT, ERROR, Finding
from assistant.checking.said_twice import said_twice
from assistant.checking.statements import Statement, hedge_of
from assistant.checking.table_totals import tables
from corpus.figures import Figure, find_figures

_GROWTH = re.compile(r"(?:由|从)")
_UP = re.compile(r"增[长加]|提高|上升|增幅|涨")
_DOWN = re.compile(r"减少|下降|降低|缩减|降幅|缩短")
_TO = re.compile(r"(?:增[长加]|提高|上升|扩大|发展|减少|下降|降低|缩减|缩短|压缩|提升)?[至到为]了?$")
_NOT_SHARE = re.compile(r"增|提高|上升|达到计划|完成|超|下降|降低|减|涨|负荷|利用率|入园率|毛入|同比|环比|是.{0,8}的$")
_OWN_BASE = re.compile(r"占(?:约|到|了)?(?!总数|总量|总额|全部|全[县市区省校]|其|比)[^，。；\d]{2,}")
_TOTAL = re.compile(r"合计|总计|共计|累计|总共|一共|小计|共")
_OTHERS = re.compile(r"等|以上|左右|约|近|余|多|其他|另有|还有")


def check_consistency(text: str, statements: Sequence[Statement], proven: Proven | None = None) -> list[Finding]:
    """Return findings on figures that contradict one another; of several the one without a source is named."""
    proven = proven or set()
    findings: list[Finding] = []
    for statement in statements:
        if statement.text.startswith("|"):
            continue
        for rule in (parts_of_a_total, sum_of_parts, share_over_hundred, shares_of_a_whole, share_of_its_terms, growth):
            findings += rule(statement.text, statement.start, proven)
    findings += tables(text, proven)
    findings += said_twice(statements, proven)
    return findings


def amounts(text: str, offset: int = 0) -> list[Figure]:
    """Return the figures of a sentence that can be reckoned with, their offsets counted from `offset`."""
    return [
        Figure(f.text, f.start + offset, f.end + offset, f.kind, f.value, f.high, f.unit, f.about)
        for f in find_figures(text)
        if f.value is not None
    ]


def parts_of_a_total(text: str, offset: int = 0, proven: Proven = NOTHING) -> Iterator[Finding]:
    """Flag 「46所，其中小学31所、初中21所」: parts that come to more than their total, or just miss it."""
    for match in re.finditer(r"其中", text):
        before = [f for f in amounts(text[: match.start()]) if f.high is None]
        end = re.search(r"[。；;]|其中", text[match.end() :])
        tail = text[match.end() : match.end() + end.start() if end else len(text)]
        lead = text[: match.start()]
        if max(lead.rfind("（"), lead.rfind("(")) > max(lead.rfind("）"), lead.rfind(")")):
            # 「26所（其中小学11所），另有14所」: the parts end with the bracket.
            tail = re.split(r"[）)]", tail)[0]
        parts = [f for f in amounts(tail) if f.high is None]
        if not before or not parts:
            continue
        total = before[-1]
        if total.kind not in ("count", "money") or re.search(r"[，。；].*[，；]", text[total.end : match.start()]):
            continue
        same = [f for f in parts if f.unit == total.unit and f.kind == total.kind]
        if not same or not total.value:
            continue
        if re.search(r"每|人均|生均|平均|新增|比上|增加|减少|提高|达|%|占", _cut_to(tail, same[-1].end)):
            if max(f.value for f in same if f.value is not None) <= total.value:
                continue
            same = [f for f in same if f.value is not None and f.value > total.value]
            if re.search(r"每|平均|增|提高|达", _cut_to(tail, same[-1].end)):
                continue
        come_to = sum((f.value for f in same if f.value is not None), Decimal(0))
        figures = [_moved(f, offset + match.end()) for f in same]
        whole = _moved(total, offset)
        if come_to > total.value and not _OTHERS.search(tail[: same[-1].end]):
            if len(same) == 1:
                wrong = culprit([whole, *figures], proven, figures[0])
                message = f"其中的“{figures[0].text}”比总数“{whole.text}”还多"
            else:
                wrong = culprit([whole, *figures], proven, whole)
                message = f"各部分相加是{_written(come_to, total)}，超过总数“{whole.text}”"
            yield Finding(
                ERROR, "合计", wrong.start, wrong.end, message, _written(come_to, total) if wrong is whole else ""
            )
        elif len(same) >= 3 and len(same) == len(parts) and total.value * Decimal("0.9") <= come_to < total.value:
            if total.about or hedge_of(text, total) or any(f.about for f in same) or _OTHERS.search(tail):
                continue
            wrong = culprit([whole, *figures], proven, whole)
            message = f"各部分相加是{_written(come_to, total)}，与总数“{whole.text}”不等"
            yield Finding(
                DOUBT, "合计", wrong.start, wrong.end, message, _written(come_to, total) if wrong is whole else ""
            )


def sum_of_parts(text: str, offset: int = 0, proven: Proven = NOTHING) -> Iterator[Finding]:
    """Flag 「小学31所、初中11所、高中4所，合计47所」: a total behind its parts that they do not come to."""
    for match in re.finditer(r"(?:合计|总计|共计|总共|一共|三项相加|两项合计)(?:为|达|是|共)?", text):
        after = amounts(text[match.end() :])
        if not after or after[0].start > 6:
            continue
        total = _moved(after[0], match.end())
        start = max((m.end() for m in re.finditer(r"[。；;：:]|其中", text[: match.start()])), default=0)
        parts = [_moved(f, start) for f in amounts(text[start : match.start()])]
        if len(parts) < 2 or any(f.unit != total.unit or f.about or f.high for f in parts) or total.about:
            continue
        if re.search(r"每|平均|占|比|其中|增|减|等|累计", text[start : match.start()]):
            continue
        come_to = sum((f.value for f in parts if f.value is not None), Decimal(0))
        if total.value is not None and come_to != total.value:
            placed = [_moved(f, offset) for f in (total, *parts)]
            wrong = culprit(placed, proven, placed[0])
            message = f"各部分相加是{_written(come_to, total)}，与合计“{total.text}”不等"
            suggestion = _written(come_to, total) if wrong is placed[0] else ""
            yield Finding(ERROR, "合计", wrong.start, wrong.end, message, suggestion)


def share_over_hundred(text: str, offset: int = 0, proven: Proven = NOTHING) -> Iterator[Finding]:
    """Flag a share or a rate over 100%; growth may be more."""
    for figure in amounts(text, offset):
        if figure.kind != "share" or figure.value is None or figure.value <= 100 or figure.unit != "%":
            continue
        if (figure.start, figure.end) in proven:
            continue
        before = text[max(0, figure.start - offset - 16) : figure.start - offset]
        clause = re.split(r"[，,；;。]", before)[-1]
        if re.search(r"占|率|覆盖|比例|比重", clause) and not _NOT_SHARE.search(clause):
            yield Finding(ERROR, "比例", figure.start, figure.end, f"“{figure.text}”超过了100%，比例不可能这样")


def shares_of_a_whole(text: str, offset: int = 0, proven: Proven = NOTHING) -> Iterator[Finding]:
    """Flag parts of one whole whose shares come to more than 100%, or just miss it: 占50%、占30%、占21%."""
    shares = [
        f
        for f in amounts(text, offset)
        if f.kind == "share"
        and re.search(r"占(?:比|约|了|到|总数的)?为?$", text[max(0, f.start - offset - 5) : f.start - offset])
    ]
    if len(shares) < 3 or any(f.about or f.high for f in shares):
        return
    come_to = sum((f.value for f in shares if f.value is not None), Decimal(0))
    spread = Decimal("0.1") * len(shares)
    if abs(come_to - 100) > spread and 90 <= come_to <= 110:
        wrong = culprit(shares, proven, shares[-1])
        yield Finding(DOUBT, "比例", wrong.start, wrong.end, f"这几项占比相加是{come_to}%，不是100%")


def share_of_its_terms(text: str, offset: int = 0, proven: Proven = NOTHING) -> Iterator[Finding]:
    """Flag 「100所中的30所，占40%」: a share that does not follow from the two figures before it."""
    figures = amounts(text, offset)
    for number, share in enumerate(figures):
        if share.kind != "share" or share.value is None or share.about or share.high is not None or number < 2:
            continue
        gap = text[figures[number - 1].end - offset : share.start - offset]
        between = re.sub(r"[，,（(\s]", "", gap)
        part = figures[number - 1]
        explicit = re.fullmatch(
            r"(?:的\S{0,8})?(?:占|占比|占到|占总数的?|占全部的?|占总[量额人]\S{0,3}的?|占比为|占比达到?|约占)", between
        )
        if not explicit or _OWN_BASE.search(gap):
            continue
        wholes = [
            f
            for f in figures[: number - 1]
            if f.unit == part.unit
            and f.kind == part.kind
            and f.value
            and part.value
            and f.value >= part.value
            and f.high is None
        ]
        if not wholes or not part.value or part.about:
            continue
        if any(_fits(share, part.value / whole.value * 100) for whole in wholes if whole.value):
            continue
        linked = re.search(r"其中|中的|中有|中，|里|分别|有", text[wholes[0].end - offset : part.start - offset + 1])
        if not linked:
            continue
        whole = wholes[0] if len(wholes) == 1 else wholes[-1]
        if any(w.about for w in wholes):
            continue
        right = part.value / whole.value * 100 if whole.value else Decimal(0)
        wrong = culprit([whole, part, share], proven, share)
        message = f"“{part.text}”占“{whole.text}”的{right:.1f}%，稿中写作“{share.text}”"
        suggestion = f"{right:.1f}%" if wrong is share else ""
        yield Finding(ERROR, "比例", wrong.start, wrong.end, message, suggestion)


def growth(text: str, offset: int = 0, proven: Proven = NOTHING) -> Iterator[Finding]:
    """Flag 「由100所增加到120所，增长30%」: a growth that does not follow, and 增加到 where the figure is less."""
    for match in _GROWTH.finditer(text):
        end = re.search(r"[。；;]", text[match.end() :])
        clause_end = match.end() + end.start() if end else len(text)
        inside = amounts(text[match.end() : clause_end], offset + match.end())
        if len(inside) < 2:
            continue
        first, second = inside[0], inside[1]
        between = text[first.end - offset : second.start - offset]
        direction = re.search(
            r"(?:增[长加]|提高|上升|扩大|提升|减少|下降|降低|缩减|缩短|压缩|降|升|增)?(?:至|到|为)了?[^，,]{0,14}$",
            between,
        )
        if (
            first.unit != second.unit
            or not direction
            or first.value is None
            or second.value is None
            or "," in between
            or "，" in between
        ):
            continue
        up, down = re.search(r"增|提|升|扩", between), re.search(r"减|降|缩", between)
        if (up and not down and second.value < first.value) or (down and not up and second.value > first.value):
            word = re.search(r"增[长加]?|提[高升]|上升|扩大|减少|下降|降低?|缩[减短]|压缩|升", between)
            if word:
                start = first.end + word.start()
                message = f"由“{first.text}”到“{second.text}”不是“{word[0]}”"
                yield Finding(ERROR, "增减", start, start + len(word[0]), message)
            continue
        if len(inside) < 3 or not first.value:
            continue
        third = inside[2]
        gap = text[second.end - offset : third.start - offset]
        if (
            third.value is None
            or len(gap) > 14
            or not re.search(r"增|提高|上升|降|减|涨", gap)
            or third.about
            or first.about
            or second.about
        ):
            continue
        change = abs(second.value - first.value)
        if third.kind == "share" and first.unit != "%" and not re.search(r"年均|平均", gap):
            right = change / first.value * 100
            if not _fits(third, right):
                wrong = culprit([first, second, third], proven, third)
                message = f"由“{first.text}”到“{second.text}”，变化是{right:.1f}%，稿中写作“{third.text}”"
                yield Finding(ERROR, "增减", wrong.start, wrong.end, message, f"{right:.1f}%" if wrong is third else "")
        elif (
            (third.unit == first.unit or (third.unit in ("个百分点", "百分点") and first.unit == "%"))
            and change != third.value
            and not re.search(r"年均|平均|每", gap)
        ):
            wrong = culprit([first, second, third], proven, third)
            message = f"由“{first.text}”到“{second.text}”相差{change.normalize():f}，稿中写作“{third.text}”"
            yield Finding(ERROR, "增减", wrong.start, wrong.end, message)


def _fits(share: Figure, right: Decimal) -> bool:
    """Tell whether a share is a value rounded as it is written, or cut off."""
    if share.value is None:
        return True
    places = len(share.text.partition(".")[2].rstrip("%％个百分点"))
    step = Decimal(10) ** -places
    return abs(share.value - right) <= step


def _moved(figure: Figure, by: int) -> Figure:
    return Figure(
        figure.text,
        figure.start + by,
        figure.end + by,
        figure.kind,
        figure.value,
        figure.high,
        figure.unit,
        figure.about,
    )


def _cut_to(text: str, end: int) -> str:
    return text[: end + 1]


def _written(value: Decimal, like: Figure) -> str:
    """Return a value written with the scale and unit of another figure."""
    for scale, factor in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        if scale in like.text:
            return f"{(value / factor).normalize():f}{scale}{like.unit}"
    return f"{value.normalize():f}{like.unit}"
