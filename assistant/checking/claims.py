"""Check sentences that state what was done or reached without a figure: supported, partly, or not found; modest."""

from __future__ import annotations

import re

from assistant.checking.draft import Draft
from assistant.checking.findings import HINT, Finding
from assistant.checking.matching import Matcher
from assistant.checking.periods import coverage

_CLAIM = re.compile(
    r"建成|建立|成立|组建|创建|荣获|获得|被评为|被授予|通过了?.{0,12}(?:验收|评估|认定)|率先|首[个批次创]|实现|全覆盖|完成了?|出台|印发|制定|设立|开设|引进|入选|表彰|试点|达标|清零|消除"
)
_EMPTY = re.compile(r"^(?:下一步|今后|要|我们要|坚持|进一步|为了?|根据|按照|各位|尊敬的|敬请|以上|特此|请)")
SUPPORTED = 0.5
PARTLY = 0.34
MOST = 6


def check_claims(draft: Draft, matcher: Matcher) -> list[Finding]:
    """Return hints on the claims that have least support, a few at most."""
    if not matcher.pool.held:
        return []
    weighed: list[tuple[float, Finding]] = []
    for statement in draft.statements:
        text = statement.text
        if statement.quantities or len(text) < 16 or len(statement.words) < 5 or not text.endswith(("。", "；", "！")):
            continue
        if not _CLAIM.search(text) or _EMPTY.match(text):
            continue
        near = [matcher.pool.statements[position] for position, _ in matcher.pool.similar(statement.words, 12)]
        ours = [(number, other) for number, other in near if matcher.is_ours(statement, number, other)]
        best = max(ours, key=lambda one: coverage(matcher, statement, one[1]), default=None)
        covered = coverage(matcher, statement, best[1]) if best else 0.0
        if covered >= SUPPORTED:
            continue
        partly = covered >= PARTLY and best is not None
        message = "这一说法资料里只有部分依据" if partly else "这一说法在资料里没有找到依据"
        sources = (matcher.pool.source(*best),) if partly and best else ()
        weighed.append(
            (covered, Finding(HINT, "说法", statement.start, statement.end, message, "请核实或补充依据", sources))
        )
    return [finding for _, finding in sorted(weighed, key=lambda one: one[0])[:MOST]]
