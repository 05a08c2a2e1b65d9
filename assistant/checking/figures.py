"""Check every figure of a draft against the library: proven, another value, another place, another year, not found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.checking.derived import derived_spans
from assistant.checking.draft import Draft
from assistant.checking.findings import DOUBT, ERROR, HINT, Finding, Source
from assistant.checking.matching import Match, Matcher, digits, opposites
from assistant.checking.statements import Quantity, Statement, hedge_span, same_place
from corpus.figures import Figure
from corpus.places import is_redacted

# How like the words around two figures must be: for an equal and telling value, for an equal small one,
# to say that the library has another value, and to say so as a doubt.
PROVES_TELLING = 0.24
PROVES_SHORT = 0.32
PROVES = 0.42
CONTRADICTS = 0.68
RESEMBLES = 0.5
# By how much another value must fit better than the equal one to speak against it.
OUTDOES = 0.2
SWAPPED = 0.07
# How much of the shorter sentence the other must say, before its figure may speak against one.
SHARES = 0.3
SURELY_SHARES = 0.4
CANDIDATES = 24
_HEDGES = {"over": "余（多、超过）", "near": "近（约、左右）", "least": "以上（不少于）", "most": "以内（不超过）"}


@dataclass(slots=True)
class FigureOutcome:
    """What became of the figures of a draft.

    Attributes:
        proven: spans of figures that have a source.
        support: for each statement, by its start, the positions of the pool's statements that prove its figures.
    """

    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    proven: set[tuple[int, int]] = field(default_factory=set)
    support: dict[int, list[Match]] = field(default_factory=dict)


def check_figures(draft: Draft, matcher: Matcher, still: Callable[[], None]) -> FigureOutcome:
    """Return the findings on a draft's figures and what proves the others; `still` is called at each sentence."""
    outcome = FigureOutcome()
    reckoned = derived_spans(draft.plain, draft.statements)
    paragraphs: dict[int, dict[int, list[Match]]] = {}
    for statement in draft.statements:
        still()
        near = [position for position, _ in matcher.pool.similar(statement.words, CANDIDATES)]
        line = draft.plain.rfind("\n", 0, statement.start)
        for quantity in statement.quantities:
            found = matcher.matches(statement, quantity, near)
            paragraphs.setdefault(line, {})[quantity.figure.start] = found
    for statement in draft.statements:
        matches = paragraphs.get(draft.plain.rfind("\n", 0, statement.start), {})
        for quantity in statement.quantities:
            span = (quantity.figure.start, quantity.figure.end)
            if span in reckoned and not any(m.equal and m.ours for m in matches[span[0]]):
                # It follows from figures beside it, which are checked themselves.
                outcome.checked += 1
                outcome.proven.add(span)
                continue
            _judge(draft, matcher, statement, quantity, matches, outcome)
    return outcome


def _judge(
    draft: Draft,
    matcher: Matcher,
    statement: Statement,
    quantity: Quantity,
    matches: dict[int, list[Match]],
    outcome: FigureOutcome,
) -> None:
    found = matches[quantity.figure.start]
    figure = quantity.figure
    outcome.checked += not quantity.generic
    in_force = [match for match in found if not matcher.pool.held[match.document].replaced_by]
    equal = [m for m in in_force if m.equal and m.ours and m.timely != "other" and m.likeness >= _needed(quantity)]
    others = [m for m in in_force if not m.equal and m.ours and m.timely not in ("other", "apart")]
    others = [m for m in others if m.shared >= SHARES or _slip(figure, m.quantity.figure)]
    others = [
        m for m in others if _bounded(quantity) == _bounded(m.quantity) or matcher.pool.held[m.document].sets_rules
    ]
    best = max(others, key=lambda match: match.likeness, default=None)
    slip = max(others, key=lambda match: match.likeness + _slip(figure, match.quantity.figure), default=None)
    if equal:
        outdoing = _outdone(equal[0], others, matches)
        if outdoing is None:
            _proven(draft, matcher, statement, quantity, equal, outcome)
        else:
            outcome.findings.append(_other_value(matcher, quantity, outdoing, ERROR))
        return
    former = [m for m in found if m.equal and m.ours and matcher.pool.held[m.document].replaced_by]
    if former and former[0].likeness >= PROVES and (best is None or best.likeness <= former[0].likeness + 0.1):
        outcome.findings.append(_superseded(matcher, quantity, former[0], best))
        return
    elsewhere = [m for m in in_force if m.equal and (not m.ours or m.timely == "other")]
    least = RESEMBLES if len(digits(figure)) >= 2 else CONTRADICTS + 0.12
    elsewhere = [m for m in elsewhere if m.likeness >= least and not is_redacted(m.statement.place)]
    if elsewhere and quantity.generic:
        return
    if elsewhere and (best is None or best.likeness < elsewhere[0].likeness + OUTDOES):
        _misplaced(draft, matcher, statement, quantity, elsewhere, best, matches, outcome)
        return
    if quantity.generic and statement.text.startswith("|"):
        return  # the total of a table, which is reckoned up
    if slip is not None and not quantity.generic and slip.likeness + _slip(figure, slip.quantity.figure) >= RESEMBLES:
        sure = slip.likeness + _slip(figure, slip.quantity.figure) >= CONTRADICTS and _is_sure(matcher, statement, slip)
        outcome.findings.append(_other_value(matcher, quantity, slip, ERROR if sure else DOUBT))
    elif best is not None and best.likeness >= (CONTRADICTS + 0.07 if quantity.generic else RESEMBLES):
        sure = best.likeness >= CONTRADICTS and _is_sure(matcher, statement, best)
        outcome.findings.append(_other_value(matcher, quantity, best, ERROR if sure else DOUBT))
    elif not quantity.generic:
        near = (matcher.pool.source(best.document, best.statement),) if best and best.likeness >= 0.4 else ()
        message = f"资料库里没有找到“{figure.text}”的出处" + ("，相近的说法见所附原句" if near else "")
        outcome.findings.append(Finding(HINT, "数据", figure.start, figure.end, message, "请核对来源", near))


def _needed(quantity: Quantity) -> float:
    """Return how like the words must be for an equal value to prove: a telling number needs less than a small one."""
    length = len(digits(quantity.figure)) + (quantity.figure.high is not None)
    if quantity.generic or length < 2:
        return PROVES
    return PROVES_TELLING if length >= 3 else PROVES_SHORT


def _bounded(quantity: Quantity) -> bool:
    """Tell whether a figure is a bound, 56人以上的班, and not how many there are."""
    return quantity.hedge in ("least", "most")


def _is_sure(matcher: Matcher, statement: Statement, match: Match) -> bool:
    """Tell whether another value must be wrong: a rule of another place's is a standard, and no county's own figure."""
    if match.shared < SURELY_SHARES and len(match.quantity.words) < 3:
        return False
    held = matcher.pool.held[match.document]
    ruled = held.sets_rules and not same_place(held.document.facts.place, statement.place)
    return not ruled or bool(re.search(r"《|规定|按照|根据", statement.text))


def _slip(written: Figure, right: Figure) -> float:
    """Return how much likelier a figure is a slip of the pen for another: one digit off, two turned round, another unit."""
    one, other = digits(written), digits(right)
    if len(one) < 2 or (written.high is not None and right.high is None):
        return 0.0
    if one == other or (len(one) > 1 and sorted(one) == sorted(other)):
        return 0.2
    if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return 0.15
    return 0.0


def _outdone(equal: Match, others: Sequence[Match], matches: dict[int, list[Match]]) -> Match | None:
    """Return another value that fits these words so much better that the equal one is another thing's, or None."""
    best = max(others, key=lambda match: match.likeness, default=None)
    telling = len(digits(equal.quantity.figure)) >= 3
    if best is not None and not telling and best.likeness >= max(CONTRADICTS, equal.likeness + OUTDOES):
        return best
    # 「招聘62人，其中特岗教师137人」: what belongs here stands at another figure, and the other way round.
    for other in others:
        if other.likeness < equal.likeness + SWAPPED or other.document != equal.document:
            continue
        for found in matches.values():
            there = [m for m in found if m.quantity is other.quantity and m.equal]
            here = [m for m in found if m.quantity is equal.quantity and not m.equal]
            straight = equal.likeness + (there[0].likeness if there else 0.0)
            if there and here and other.likeness + here[0].likeness > straight + SWAPPED:
                return other
    return None


def _proven(
    draft: Draft,
    matcher: Matcher,
    statement: Statement,
    quantity: Quantity,
    equal: Sequence[Match],
    outcome: FigureOutcome,
) -> None:
    figure = quantity.figure
    outcome.proven.add((figure.start, figure.end))
    outcome.support.setdefault(statement.start, []).extend(equal[:3])
    best = equal[0]
    peers = [match for match in equal if match.likeness >= best.likeness - 0.12]
    hedge = _hedge(draft, matcher, quantity, peers)
    if hedge:
        outcome.findings.append(hedge)
    turned = [opposites(quantity.near, match.quantity.near) for match in peers]
    pair = turned[0] if turned and all(turned) else None
    if pair and best.likeness >= RESEMBLES:
        spot = _spot(draft.plain, pair[0], figure)
        if spot is not None:
            message = f"资料里是“{pair[1]}”，稿中写成了“{pair[0]}”"
            source = matcher.pool.source(best.document, best.statement)
            outcome.findings.append(Finding(ERROR, "表述", spot, spot + len(pair[0]), message, pair[1], (source,)))


def _hedge(draft: Draft, matcher: Matcher, quantity: Quantity, peers: Sequence[Match]) -> Finding | None:
    """Return a finding where 余, 近, 以上 and the like were dropped, added or changed."""
    figure = quantity.figure
    if any(_same_hedge(quantity.hedge, match.quantity.hedge) for match in peers):
        return None
    best = peers[0]
    given, wanted = quantity.hedge, best.quantity.hedge
    if best.likeness < (PROVES_SHORT if {given, wanted} == {"least", "most"} else RESEMBLES):
        return None
    source = matcher.pool.source(best.document, best.statement)
    text = best.statement.text
    start = best.quantity.figure.start - best.statement.start
    written = text[max(0, start - 4) : start + len(best.quantity.figure.text) + 3].strip("，。；、")
    if not wanted:
        message = f"资料里是确数“{best.quantity.figure.text}”，稿中多了“{_HEDGES[given]}”一类的字"
    elif not given:
        message = f"资料里不是确数，原文是“…{written}…”，稿中去掉了“{_HEDGES[wanted]}”一类的字"
    else:
        message = f"资料里的原文是“…{written}…”，稿中的说法与它不同"
    severity = ERROR if {given, wanted} == {"least", "most"} else DOUBT
    span = hedge_span(draft.plain, figure) if given else (figure.start, figure.end)
    return Finding(severity, "约数", *span, message, best.quantity.figure.text, (source,))


def _same_hedge(one: str, other: str) -> bool:
    loose = {frozenset(["over", "least"])}
    return one == other or frozenset([one, other]) in loose


def _spot(text: str, word: str, figure: Figure) -> int | None:
    """Return where a word stands near a figure."""
    before = text.rfind(word, max(0, figure.start - 40), figure.start)
    if before >= 0:
        return before
    after = text.find(word, figure.end, figure.end + 20)
    return after if after >= 0 else None


def _other_value(matcher: Matcher, quantity: Quantity, best: Match, severity: str) -> Finding:
    figure, right = quantity.figure, best.quantity.figure
    source = matcher.pool.source(best.document, best.statement)
    if right.value == figure.value and right.unit != figure.unit:
        problem = f"单位与资料不同：稿中是“{figure.text}”，资料里是“{right.text}”"
    elif digits(right) == digits(figure) and right.unit == figure.unit and right.value != figure.value:
        problem = f"数量级与资料不同：稿中是“{figure.text}”，资料里是“{right.text}”"
    elif severity == ERROR:
        problem = f"与资料不一致：稿中是“{figure.text}”，资料里是“{right.text}”"
    else:
        problem = f"没有找到“{figure.text}”的出处；资料里相近的说法是“{right.text}”"
    # What only resembles may be another thing: its value is shown, not proposed, unless it looks like a slip of the pen.
    proposed = right.text if severity == ERROR or _slip(figure, right) else "请核对是不是同一件事"
    return Finding(severity, "数据", figure.start, figure.end, problem, proposed, (source,))


def _superseded(matcher: Matcher, quantity: Quantity, former: Match, best: Match | None) -> Finding:
    """Return a finding for a figure that only a version no longer in force has."""
    held = matcher.pool.held[former.document]
    sources = [matcher.pool.source(former.document, former.statement)]
    title = held.document.facts.title
    message = f"“{quantity.figure.text}”是旧版《{title}》的规定，该版已被替代"
    suggestion = "请按现行规定改写"
    if best is not None and best.likeness >= RESEMBLES:
        sources.insert(0, matcher.pool.source(best.document, best.statement))
        message += f"；现行规定是“{best.quantity.figure.text}”"
        suggestion = best.quantity.figure.text
    return Finding(ERROR, "旧版", quantity.figure.start, quantity.figure.end, message, suggestion, tuple(sources))


def _misplaced(
    draft: Draft,
    matcher: Matcher,
    statement: Statement,
    quantity: Quantity,
    elsewhere: Sequence[Match],
    best: Match | None,
    matches: dict[int, list[Match]],
    outcome: FigureOutcome,
) -> None:
    """Add a finding for a figure that the library has for another place or another year only."""
    match = elsewhere[0]
    if _together(statement, quantity, match, matches):
        # All figures of the sentence stand in one other sentence: what is wrong is the year or the place.
        best = None
    figure = quantity.figure
    source = matcher.pool.source(match.document, match.statement)
    sources: tuple[Source, ...] = (source,)
    suggestion = ""
    if best is not None and best.likeness >= RESEMBLES:
        sources = (matcher.pool.source(best.document, best.statement), source)
        suggestion = best.quantity.figure.text
    if match.ours:
        year = match.quantity.years or match.statement.years
        spot = _year_spot(statement, quantity)
        outcome.support.setdefault(statement.start, []).append(match)
        outcome.proven.add((figure.start, figure.end))
        if spot is not None and not suggestion:
            message = f"资料里“{figure.text}”是{_year_text(year)}的数，稿中写作“{spot.text}”"
            outcome.findings.append(Finding(ERROR, "年份", spot.start, spot.end, message, _year_text(year), sources))
            return
        outcome.proven.discard((figure.start, figure.end))
        message = f"资料里“{figure.text}”是{_year_text(year)}的数" + (
            f"，稿中所说年份的数是“{suggestion}”" if suggestion else ""
        )
        outcome.findings.append(Finding(ERROR, "年份", figure.start, figure.end, message, suggestion, sources))
        return
    owner = match.statement.place or "别处"
    wrong = next((name for name in statement.places if not same_place(name, owner)), "")
    if wrong and same_place(owner, draft.place) and not suggestion and not quantity.generic:
        spot_start = draft.plain.find(wrong, statement.start, statement.end)
        message = f"资料里“{figure.text}”是{owner}的数，稿中写成了{wrong}"
        outcome.proven.add((figure.start, figure.end))
        outcome.findings.append(Finding(ERROR, "地名", spot_start, spot_start + len(wrong), message, owner, sources))
        return
    message = f"资料里只有{owner}有“{figure.text}”这个数，不是{statement.place or '本稿所写地方'}的"
    if suggestion:
        message += f"；{statement.place}相应的数是“{suggestion}”"
    severity = ERROR if match.likeness >= CONTRADICTS or suggestion else DOUBT
    outcome.findings.append(Finding(severity, "地方", figure.start, figure.end, message, suggestion, sources))


def _together(statement: Statement, quantity: Quantity, match: Match, matches: dict[int, list[Match]]) -> bool:
    """Tell whether the other figures of a sentence stand where this one does, and there is one other at least."""
    others = [q for q in statement.quantities if q is not quantity and not q.generic]
    return bool(others) and all(
        any(m.equal and m.statement is match.statement for m in matches[other.figure.start]) for other in others
    )


def _year_spot(statement: Statement, quantity: Quantity) -> Figure | None:
    """Return the date of the sentence that gives a figure its year."""
    named = [date for date in statement.dates if date.end <= quantity.figure.start and re.search(r"\d{4}", date.text)]
    return named[-1] if named else None


def _year_text(years: str) -> str:
    return f"{years.replace('-', '—')}年"
