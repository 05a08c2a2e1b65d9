"""The frozen values of a check: sources, findings, the report.

All offsets count characters of `CheckReport.text`, the draft as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# Worst first: something is wrong; something should be looked at; something is worth knowing.
ERROR, DOUBT, HINT = "错误", "疑问", "提示"
SEVERITIES = (ERROR, DOUBT, HINT)


@dataclass(frozen=True, slots=True)
class Source:
    """One sentence of the library that a finding rests on; `quote` is the document's very text from `start` to `end`."""

    doc_id: str
    title: str
    file: str
    place: str
    date: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a draft.

    Attributes:
        severity: 错误, 疑问 or 提示.
        kind: what it is about: 数据, 年份, 地名, 引文 …
        start: with `end`, the smallest wrong span of the draft; both 0 for a finding on the whole document.
        message: what is wrong, for the one who signs.
        suggestion: what to write instead; empty where only a person can tell.
    """

    severity: str
    kind: str
    start: int
    end: int
    message: str
    suggestion: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return the order of findings: the worst first, then as they stand in the draft."""
        return SEVERITIES.index(self.severity), self.start, self.end


@dataclass(frozen=True, slots=True)
class FigureCount:
    """How many figures were looked at, how many have a source, and how many have a finding."""

    checked: int = 0
    proven: int = 0
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of a check: the draft's text, whose it is, and the findings, worst first."""

    title: str
    place: str
    text: str
    figures: FigureCount
    findings: tuple[Finding, ...] = field(default=())


def sort_findings(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings worst first, each once; of several on one span about one thing the worst is kept."""
    kept: dict[tuple[int, int, str], Finding] = {}
    for finding in sorted(findings, key=lambda finding: finding.rank):
        key = (finding.start, finding.end, finding.kind if finding.end else finding.message)
        kept.setdefault(key, finding)
    return tuple(kept.values())
