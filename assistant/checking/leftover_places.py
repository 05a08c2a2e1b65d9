"""Find names of other places that were left in a draft from the text that it was copied from."""

from __future__ import annotations

import re

from assistant.checking.draft import Draft
from assistant.checking.figures import FigureOutcome
from assistant.checking.findings import DOUBT, ERROR, Finding
from assistant.checking.matching import Matcher
from assistant.checking.statements import Statement, same_place
from corpus.gazetteer import is_within, lookup
from corpus.places import is_redacted, local_names
from corpus.tokenizer import telling

_EXAMPLE = re.compile(
    r"学习|借鉴|考察|赴|参照|参观|相比|对比|对口|援助|支援|结对|帮扶|来自|毗邻|接壤|周边|兄弟|例如|比如|外地|流入|转入|迁|籍|隶属|直辖|全国|经验"
)
# How far around a name such a word must stand.
_REACH = 14


def wrong_place(
    draft: Draft,
    matcher: Matcher,
    statement: Statement,
    aligned: list[tuple[int, Statement, float]],
    outcome: FigureOutcome,
) -> list[Finding]:
    """Return findings on places that the sentence's facts do not belong to."""
    own = draft.place
    findings: list[Finding] = []
    for name in statement.places:
        if not own or same_place(name, own) or is_within(own, name) or is_within(name, own):
            continue
        if _above(matcher, name) or name in own or own in name or statement.text.startswith("|"):
            continue
        known = any(same_place(one.document.facts.place, own) and name in one.squeezed for one in matcher.pool.held)
        start = draft.plain.find(name, statement.start, statement.end)
        if start < 0:
            continue
        support = [(m.document, m.statement) for m in outcome.support.get(statement.start, [])]
        support += [(number, other) for number, other, covered in aligned if covered >= 0.7]
        theirs = [one for one in support if same_place(one[1].place, name) or name in one[1].text]
        if theirs:
            continue
        ours = [one for one in support if same_place(one[1].place, own)]
        if ours:
            message = f"资料里这是{own}的事，稿中写成了{name}"
            source = matcher.pool.source(*ours[0])
            findings.append(Finding(ERROR, "地名", start, start + len(name), message, own, (source,)))
        elif (
            not known
            and not is_redacted(own)
            and not _may_be_ours(own, name)
            and not _EXAMPLE.search(_around(draft.plain, start, start + len(name)))
            and name not in draft.facts.title
        ):
            message = f"本稿写的是{own}，这里出现了{name}，可能是从别处材料带来的"
            findings.append(Finding(DOUBT, "地名", start, start + len(name), message, own))
    return findings


def strange_place(
    draft: Draft, matcher: Matcher, statement: Statement, aligned: list[tuple[int, Statement, float]]
) -> list[Finding]:
    """Return findings on names in mid-phrase, known to nobody, where the library's sentence has ours or none: 让某县……."""
    own = draft.place
    ours = [one for one in aligned if one[2] >= 0.7 and same_place(one[1].place, own)]
    if not ours or not own:
        return []
    for match in re.finditer(
        r"(?=(?P<name>[\u4e00-\u9fff]{2}[县区市旗]))(?!...[级委长内域直外情民场别])", statement.text
    ):
        name = match["name"]
        if name in own or own in name or name in statement.places or name not in local_names("", name, 1):
            continue
        if any(name in one.squeezed for one in matcher.pool.held) or telling(name[:-1]) < 1.0:
            continue
        start = statement.start + match.start()
        message = f"资料里这是{own}的事，稿中写成了{name}"
        return [Finding(DOUBT, "地名", start, start + len(name), message, own, (matcher.pool.source(*ours[0][:2]),))]
    return []


def _may_be_ours(own: str, name: str) -> bool:
    """Tell whether a name could be a district of our city, for all that the gazetteer knows."""
    ours = lookup(own)
    city = own[-1] in "市省州" and (not ours or ours[0].level != "county")
    return city and name[-1] in "县区旗" and not lookup(name)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _REACH) : end + _REACH]


def _above(matcher: Matcher, name: str) -> bool:
    """Tell whether a place sets rules for others in the library, as a city does for its counties."""
    return any(one.sets_rules and same_place(one.document.facts.place, name) for one in matcher.pool.held)
