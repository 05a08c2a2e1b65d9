"""Check the policies that a draft names: in force, replaced, named otherwise, or not in the library."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from assistant.checking.draft import Draft
from assistant.checking.findings import DOUBT, ERROR, HINT, Finding, Source
from assistant.checking.pool import Held, Pool
from assistant.checking.quotations import smallest_difference
from corpus.gazetteer import is_within
from corpus.places import find_places
from corpus.versions import FORMER, regulation_key

_TITLE = re.compile(r"《(?P<title>[^《》\n]{3,60})》(?P<year>[（(](?:19|20)\d{2}[^（()）]{0,8}[）)])?")
NEARLY = 0.8
SAME_END = 8
MOST_UNKNOWN = 6


def check_policies(draft: Draft, pool: Pool) -> list[Finding]:
    """Return the findings on every 《…》 of a draft, each title once."""
    findings: list[Finding] = []
    seen: set[str] = set()
    mentioned = _mentioned(pool)
    unknown = 0
    own = {_plain(draft.facts.title)}
    for match in _TITLE.finditer(draft.plain):
        title = match["title"]
        if _plain(title) in seen or _plain(title) in own:
            continue
        seen.add(_plain(title))
        year = re.search(r"(?:19|20)\d{2}", (match["year"] or "") + title[-12:])
        key = regulation_key(title)
        held = [one for one in pool.held if key and regulation_key(one.document.facts.title) == key and _is_rule(one)]
        around = draft.plain[max(0, match.start() - 16) : match.end() + 40]
        if held:
            findings += _versions(match, held, year[0] if year else "", around, pool)
            continue
        if _plain(title) in mentioned:
            continue
        near = _nearly(title, mentioned) or _of_another_place(draft, title, pool)
        if near is not None:
            other, source = near
            difference = smallest_difference(title, other)
            if difference is None:
                continue
            start, end, _right = difference
            start, end = match.start("title") + start, match.start("title") + end
            if start == end:
                start, end = max(match.start("title"), start - 1), min(match.end("title"), end + 1)
            message = f"文件名称与资料不一致：资料里是《{other}》"
            findings.append(Finding(DOUBT, "文件名称", start, end, message, other, (source,)))
        elif unknown < MOST_UNKNOWN and key:
            unknown += 1
            message = f"资料库里没有《{title}》，无法核对是否现行、引用是否准确"
            findings.append(
                Finding(HINT, "文件", match.start("title"), match.end("title"), message, "请加入原文件后再核对")
            )
    return findings


def _is_rule(one: Held) -> bool:
    return one.sets_rules or one.document.facts.genre in ("", "实施方案", "规划")


def _versions(match: re.Match[str], held: list[Held], year: str, around: str, pool: Pool) -> list[Finding]:
    """Return a finding where the version named, or the only one held, is replaced."""
    if FORMER.search(around):
        return []
    current = [one for one in held if not one.replaced_by]
    named = [
        one
        for one in held
        if year
        and year
        in (one.document.facts.title + one.document.facts.date + one.document.facts.effective + one.document.source)
    ]
    wrong = named[0] if named and named[0].replaced_by else None
    if wrong is None and not current:
        wrong = held[0]
    if wrong is None:
        return []
    new = next((one for one in pool.held if one.document.doc_id == wrong.replaced_by), None)
    source = [_source(one) for one in (new, wrong) if one is not None]
    name = new.document.facts.title if new else ""
    since = (new.document.facts.effective or new.document.facts.date) if new else ""
    message = f"引用的是旧版，已被《{name}》（{since}起施行）替代" if new else "引用的版本已被替代"
    inside = re.search(r"[（(][^（()）]*(?:19|20)\d{2}[^（()）]*[）)]$", match["title"])
    start, end = match.span("title")
    if match["year"] and year in match["year"]:
        start, end = match.span("year")
    elif inside and len(inside[0]) < len(match["title"]):
        start += inside.start()
    return [Finding(ERROR, "旧版", start, end, message, f"《{name}》" if name else "", tuple(source))]


def _source(one: Held) -> Source:
    facts = one.document.facts
    file = re.split(r"[/\\]", one.document.source)[-1]
    said = next((s for s in one.statements if "施行" in s.text or "废止" in s.text), None)
    quote = said.text if said else facts.title
    start = said.start if said else max(0, one.document.text.find(facts.title))
    return Source(one.document.doc_id, facts.title, file, facts.place, facts.date, quote, start, start + len(quote))


def _mentioned(pool: Pool) -> dict[str, tuple[str, Source]]:
    """Return the titles that the library holds or names, by their letters."""
    found: dict[str, tuple[str, Source]] = {}
    for number, one in enumerate(pool.held):
        facts = one.document.facts
        if one.statements:
            first = pool.source(number, one.statements[0])
            found.setdefault(_plain(facts.title), (facts.title, first))
        for statement in one.statements:
            if "《" in statement.text:
                for title in re.findall(r"《([^《》\n]{3,60})》", statement.text):
                    found.setdefault(_plain(title), (title, pool.source(number, statement)))
    return found


def _nearly(title: str, mentioned: dict[str, tuple[str, Source]]) -> tuple[str, Source] | None:
    best: tuple[float, tuple[str, Source]] | None = None
    plain = _plain(title)
    for key, value in mentioned.items():
        if abs(len(key) - len(plain)) > 4 or len(key) < 5:
            continue
        matcher = SequenceMatcher(None, plain, key, autojunk=False)
        ratio = matcher.ratio()
        if ratio >= NEARLY and _place_of(title) == _place_of(value[0]) and (best is None or ratio > best[0]):
            best = (ratio, value)
    return best[1] if best else None


def _place_of(title: str) -> str:
    """Return the place that a title begins with: 《甘肃省……办法》 and 《河南省……办法》 are two papers."""
    return next((mention.name for mention in find_places(title) if mention.start == 0), "")


def _of_another_place(draft: Draft, title: str, pool: Pool) -> tuple[str, Source] | None:
    """Return the rule in force that a title names but for its place: 《甲县义务教育学校管理办法》 for 乙市's."""
    names = find_places(title, draft.known_places)
    if not names or names[0].start > 0 or is_within(draft.place, names[0].name):
        return None
    rest = _plain(title[names[0].end :])
    for number, one in enumerate(pool.held):
        other = one.document.facts.title
        if len(rest) >= SAME_END and _is_rule(one) and not one.replaced_by and _plain(other).endswith(rest):
            return other, pool.source(number, one.statements[0])
    return None


def _plain(title: str) -> str:
    return re.sub(r"^中华人民共和国|[\W_]+", "", title)
