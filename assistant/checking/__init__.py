"""核稿: check a draft against the library and against itself; `check` reads, `check_draft` is given the draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from assistant.checking.claims import check_claims
from assistant.checking.consistency import check_consistency
from assistant.checking.draft import Draft, make_draft, read_draft
from assistant.checking.figures import check_figures
from assistant.checking.findings import ERROR, HINT, CheckReport, FigureCount, Finding, Source, sort_findings
from assistant.checking.form import check_form
from assistant.checking.genre_form import check_genre_form
from assistant.checking.matching import Matcher
from assistant.checking.periods import check_periods
from assistant.checking.policies import check_policies
from assistant.checking.pool import Pool, Shelf
from assistant.checking.punctuation import check_punctuation
from assistant.checking.quotations import check_quotations
from assistant.checking.wording import check_wording

Tell = Callable[[str], None]
_FORMAL = frozenset(["标点", "文号格式", "日期格式", "附件格式"])
_RECKONED = frozenset(["合计", "比例", "增减", "前后不一"])

__all__ = ["CheckReport", "Draft", "Finding", "Shelf", "Source", "Tell", "check", "check_draft", "make_draft"]


def _told_to_nobody(_: str) -> None:
    """Go on."""


def check(
    path: Path, place: str, shelf: Shelf, known_places: list[str], seconds: float, tell: Tell = _told_to_nobody
) -> CheckReport:
    """Check a file and return the report; without any document in the library it is checked against itself.

    Args:
        tell: told what is being done, often; what it raises ends the check.

    Raises:
        ReadError: the file cannot be read.
    """
    tell("正在读稿子……")
    draft = read_draft(path, place, known_places, seconds, partial(tell, "正在读稿子……"))
    return check_draft(draft, shelf.pool_for(draft, partial(tell, "正在找有关的资料……")), tell)


def check_draft(draft: Draft, pool: Pool, tell: Tell = _told_to_nobody) -> CheckReport:
    """Check a draft against a part of the library."""
    tell("正在核对数据……")
    matcher = Matcher(pool)
    findings: list[Finding] = []
    outcome = check_figures(draft, matcher, partial(tell, "正在核对数据……"))
    if pool.held:
        findings += outcome.findings
        tell("正在核对引文和政策……")
        findings += check_quotations(draft, pool)
        findings += check_policies(draft, pool)
        tell("正在核对年份和说法……")
        findings += check_periods(draft, matcher, outcome)
        findings += check_claims(draft, matcher)
    tell("正在核对前后是否一致……")
    findings += check_wording(draft, matcher, outcome)
    findings += check_consistency(draft.plain, draft.statements, outcome.proven)
    findings += check_form(draft.plain)
    findings += check_punctuation(draft.plain)
    findings += check_genre_form(draft)
    kept = sort_findings(_without_shadowed(findings))
    figures = [q.figure for s in draft.statements for q in s.quantities if not q.generic]
    flagged = sum(any(f.start < g.end and g.start < f.end for f in kept) for g in figures)
    proven = sum((g.start, g.end) in outcome.proven for g in figures)
    count = FigureCount(len(figures), proven if pool.held else 0, flagged)
    return CheckReport(draft.facts.title, draft.place, draft.text, count, kept)


def _without_shadowed(findings: list[Finding]) -> list[Finding]:
    """Leave out the hints on spans of which a graver finding tells more, and sums of which the library tells what is wrong."""
    grave = [f for f in findings if f.severity != HINT and f.end]
    known = {(f.start, f.end) for f in findings if f.kind == "数据" and f.severity == ERROR}
    return [
        f
        for f in findings
        if not (f.kind in _RECKONED and (f.start, f.end) in known)
        and (f.severity != HINT or not f.end or f.kind in _FORMAL or not any(_overlap(f, g) for g in grave))
    ]


def _overlap(one: Finding, other: Finding) -> bool:
    return other.start < one.end and one.start < other.end
