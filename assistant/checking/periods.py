"""Check the years and dates of a draft against the sentences that its figures and words come from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.draft import Draft
from assistant.checking.figures import FigureOutcome
from assistant.checking.findings import DOUBT, ERROR, Finding
from assistant.checking.matching import Matcher, equal_figures, strength
from assistant.checking.pool import Pool
from assistant.checking.statements import Statement, years_of
from corpus.figures import Figure, find_figures

# How much of the shorter of two sentences the other must say to speak of the same.
ALIGNED = 0.62
_SINCE = re.compile(r"自[^，。]{4,16}起[^，。]{0,4}(?:施行|执行|实施|生效)")
_SHAPES = (
    ("span", re.compile(r"\d{4}.*(?:[-—–~～]|至|到).*\d{4}")),
    ("day", re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}")),
    ("month", re.compile(r"\d{4}年\d{1,2}月")),
    ("month day", re.compile(r"\d{1,2}月\d{1,2}日")),
    ("year", re.compile(r"(?:19|20)\d{2}|[二一][〇零九][〇零一二三四五六七八九]{2}")),
    ("plan", re.compile(r"十[一二三四五]五|十[一二三四五][”\"]五")),
    ("relative", re.compile(r"近|前|后|过去|未来|今后|连续")),
)


def check_periods(draft: Draft, matcher: Matcher, outcome: FigureOutcome) -> list[Finding]:
    """Return findings on dates that the sentences they come from give otherwise."""
    findings: list[Finding] = []
    flagged = {(f.start, f.end) for f in outcome.findings}
    for statement in draft.statements:
        if not statement.dates or len(statement.words) < 3:
            continue
        aligned = _aligned(matcher, statement, outcome)
        if not aligned:
            continue
        for date in statement.dates:
            if (date.start, date.end) in flagged:
                continue
            finding = _check(matcher.pool, statement, date, aligned)
            if finding is not None:
                findings.append(finding)
    return findings


def _aligned(matcher: Matcher, statement: Statement, outcome: FigureOutcome) -> list[tuple[int, Statement, float]]:
    """Return the statements of the library that say what this one says: those that prove its figures, and alike ones."""
    found: dict[tuple[int, int], tuple[int, Statement, float]] = {}
    for match in outcome.support.get(statement.start, []):
        if match.likeness >= 0.45:
            found[(match.document, match.statement.start)] = (match.document, match.statement, match.likeness)
    for position, _ in matcher.pool.similar(statement.words, 8):
        number, other = matcher.pool.statements[position]
        if matcher.pool.held[number].replaced_by or not matcher.is_ours(statement, number, other):
            continue
        covered = coverage(matcher, statement, other)
        if covered >= ALIGNED:
            found.setdefault((number, other.start), (number, other, covered))
    if _SINCE.search(statement.text):
        for title in re.findall(r"《([^《》]{4,60})》", statement.text):
            for number, held in enumerate(matcher.pool.held):
                if title not in held.document.facts.title or held.replaced_by:
                    continue
                for other in held.statements:
                    if _SINCE.search(other.text):
                        found.setdefault((number, other.start), (number, other, ALIGNED))
    return sorted(found.values(), key=lambda item: -item[2])


def coverage(matcher: Matcher, statement: Statement, other: Statement) -> float:
    """Return how much of a draft's sentence another says, by weight of words; half from its surroundings."""
    total = covered = 0.0
    for word in statement.words:
        weight = matcher.pool.weight(word)
        total += weight
        covered += weight * max(strength(word, other.text), 0.4 * strength(word, other.around))
    return covered / total if total else 0.0


def _check(
    pool: Pool, statement: Statement, date: Figure, aligned: Sequence[tuple[int, Statement, float]]
) -> Finding | None:
    for number, other, _ in aligned:
        if _says(pool, number, other, date):
            return None
    shape = shape_of(date.text)
    if statement.quantities:
        # Where the figures are others the year may well be another, too.
        aligned = [one for one in aligned if _same_figures(statement, one[1])]
        if not aligned:
            return None
    number, best, likeness = next((one for one in aligned if _otherwise(statement, one[1], shape)), aligned[0])
    inside = _otherwise(statement, best, shape)
    source = pool.source(number, best)
    if inside:
        right = min(inside, key=lambda other: _distance(other.text, date.text))
        message = f"与资料不一致：稿中是“{date.text}”，资料里是“{right.text}”"
        severity = ERROR if likeness >= 0.6 else DOUBT
        return Finding(
            severity,
            "年份" if shape in ("year", "span") else "日期",
            date.start,
            date.end,
            message,
            right.text,
            (source,),
        )
    year = best.years
    if shape == "year" and year and "-" not in year and not best.dates and years_of(date.text + "年") != year:
        message = f"资料里这件事是{year}年的（见《{pool.held[number].document.facts.title}》），稿中写作“{date.text}”"
        return Finding(
            ERROR if likeness >= 0.6 else DOUBT, "年份", date.start, date.end, message, f"{year}年", (source,)
        )
    if shape == "year" and not best.dates and not year:
        written = pool.held[number].document.facts.date[:4]
        mine = years_of(date.text + "年")
        if written and mine and mine > written and not re.search(r"到20|前|底|目标|计划|拟", statement.text):
            message = f"资料写于{written}年，稿中说的是“{date.text}”"
            return Finding(DOUBT, "年份", date.start, date.end, message, "", (source,))
    return None


def _otherwise(statement: Statement, other: Statement, shape: str) -> list[Figure]:
    """Return the dates of this shape that another statement has and this one has not."""
    return [date for date in other.dates if shape_of(date.text) == shape and not _in(statement, date)]


def _same_figures(statement: Statement, other: Statement) -> bool:
    """Tell whether two sentences have a figure in common, or the other has none."""
    return not other.quantities or any(
        equal_figures(mine.figure, theirs.figure) for mine in statement.quantities for theirs in other.quantities
    )


def _says(pool: Pool, number: int, other: Statement, date: Figure) -> bool:
    """Tell whether a statement, its heading, its title or its document's date names a date."""
    facts = pool.held[number].document.facts
    key = date.key
    if any(found.key == key for found in other.dates):
        return True
    year = years_of(date.text + "年")
    shape = shape_of(date.text)
    if shape == "year":
        named = re.findall(r"(?:19|20)\d{2}", " ".join((other.text, other.around, other.years)))
        if not named and not other.years:
            return facts.date.startswith(year)
        return year in named or (not re.search(r"(?:19|20)\d{2}", other.text) and year == other.years)
    around = " ".join((other.around, facts.title))
    return any(found.key == key for found in find_figures(around) if found.kind in ("date", "period"))


def _in(statement: Statement, date: Figure) -> bool:
    return any(mine.key == date.key for mine in statement.dates)


def _distance(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def shape_of(written: str) -> str:
    """Return what kind of date this is: span, day, month, month day, year, plan or relative."""
    for name, pattern in _SHAPES:
        if pattern.search(written):
            return name
    return "other"
