"""Versions of one regulation: when each came into force, what it repealed, which is in force at a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_EFFECTIVE = re.compile(
    r"(?:本(?:办法|规定|条例|细则|法|意见|通知|制度|规则|标准|决定)[^。；]{0,12}?|本(?:方案|预案|规划|章程))自\s*"
    r"(?P<year>(?:19|20)\d{2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日\s*起?\s*(?:正式)?(?:施行|试行|实施|执行|生效)"
)
# 「（卢教体〔2020〕47号，2020年9月1日起施行）」 under a title.
_EFFECTIVE_ABOVE = re.compile(
    r"^[（(][^（()）\n]{0,60}?(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日起(?:正式)?(?:施行|试行|实施|执行)[^（()）\n]{0,60}[）)]\s*$",
    re.MULTILINE,
)
REACH_OF_A_HEAD = 300
_REPEALED = re.compile(r"《(?P<title>[^《》]{4,60})》[^。；]{0,40}?(?:同时)?(?:废止|停止执行|不再执行)")
_AMENDMENT = re.compile(
    r"[（(][^（()）]*(?:修订|修正|修改|试行|暂行|草案|新旧|版本|\d{4}年?)[^（()）]*[）)]$|（[^（）]*令[^（）]*）$"
)
# 「……办法（试行）（已废止，仅供查考）」: whatever its page is dated, it replaces nothing.
_SAID_TO_BE_FORMER = re.compile(r"[（(【\[][^（()）】\]]*(?:废止|失效|作废)[^（()）】\]]*[）)】\]]")
_REGULATION = re.compile(r"(?:办法|规定|条例|细则|规则|准则|法|标准|章程|制度|规程|规范|意见|方案|预案)$")
FORMER = re.compile(
    r"旧版|[旧老]的?那版|老版本?|老办法|旧办法|老规定|两版|原(?:来)?的?(?:办法|规定|条例|标准)|修订前|修改前|此前的|过去的|历次|历年|新旧|前后|对比|比较|废止"
)
_FORMER_ONLY = re.compile(
    r"旧版|[旧老]的?那版|老版|[老旧](?:办法|规定|条例)|原来?的(?:办法|规定|条例|标准)|(?:修订|修改)前(?!后)|此前的|过去的"
)
_BOTH = re.compile(r"新|前后|变|对比|比较|不同|区别|两版|各是|分别")
# 「关于印发《某县……细则》的通知」, the marks often left out.
_NOTICED = re.compile(
    r"关于(?:印发|公布|发布|修订|修改)(?:《([^《》]{4,60})》|([\u4e00-\u9fff]{1,8}[县市区省州旗盟][^《》]{2,50}(?:办法|规定|细则|规则|预案)(?:[（(][^（()）]{1,10}[）)])?)的通知$)"
)
# 「关于调整《……实施方案》有关事项的通知」, 「关于印发《……规划（2021—2025年）中期调整方案》的通知」
_AMENDS = (
    re.compile(
        r"关于(?:调整|修改|变更|完善|补充)《?(?P<of>[^《》]{6,60}?)》?(?:[（(][^（()）]*[）)])?"
        r"(?:(?:部分|有关|个别|若干|相关)(?:内容|条款|事项|条文|指标|规定|目标任务|目标|任务|标准|政策)?)?的(?:通知|决定|意见|公告|通告)$"
    ),
    re.compile(
        r"关于《(?P<of>[^《》]{6,60})》(?:的)?(?:中期|部分|有关)?(?:内容|指标|事项)?(?:的)?(?:调整|修改|修订)(?:情况)?的(?:报告|通知|说明|请示)(?:[（(][^（()）]{2,6}[）)])?$"
    ),
    re.compile(r"《?(?P<of>[^《》]{6,60}?)(?:中期)?(?:调整|修改|补充)(?:方案|意见|规定)》?(?:的通知)?$"),
)
_ISSUED = re.compile(r"关于(?:印发|公布|发布)《?(?P<of>[^《》]{6,60})》?的(?:通知|公告|通告)$")
# 「关于调整……三年行动有关目标任务的通知」 of 「……三年行动实施方案」
_FORMS = ("实施方案", "方案", "工作方案", "行动方案", "规划", "计划", "办法", "实施办法", "意见")
# 「……有关事项的通知（2024年7月15日）」
_DATED = re.compile(r"[（(](?:19|20)\d{2}年[^（()）]{0,14}[）)]$")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_GENRES = frozenset(["法规", "规范性文件", "意见", "通知", ""])
# Of plans, which are made anew each year, one replaces another only where it says so: 「……实施方案（修订）」.
_REVISED = re.compile(r"[（(](?![^（()）]*(?:征求|意见|草案|讨论|送审))[^（()）]*(?:修订|修正)[^（()）]*[）)]$")


@dataclass(frozen=True, slots=True)
class Version:
    """What is needed of a document to place it among the versions of a regulation.

    Attributes:
        effective: since when it is in force, "2024-03-01"; empty where the text does not say.
        date: when it was written; stands in for `effective`.
        repeals: titles that its text repeals.
        place: whose it is; a notice that amends another paper may leave it out of that one's title.
    """

    doc_id: str
    title: str
    genre: str
    effective: str
    date: str
    repeals: tuple[str, ...] = ()
    place: str = ""

    @property
    def since(self) -> str:
        """Return the date by which versions are ordered."""
        return self.effective or self.date


def effective_date(text: str) -> str:
    """Return since when a text says that it is in force, "2024-03-01", or an empty string."""
    found = list(_EFFECTIVE.finditer(text)) or list(_EFFECTIVE_ABOVE.finditer(text[:REACH_OF_A_HEAD]))[:1]
    if not found:
        return ""
    last = found[-1]
    return f"{last['year']}-{int(last['month']):02d}-{int(last['day']):02d}"


def repealed_titles(text: str) -> tuple[str, ...]:
    """Return the titles that a text says are repealed."""
    return tuple(dict.fromkeys(match["title"] for match in _REPEALED.finditer(text)))


@lru_cache(maxsize=65_536)
def regulation_key(title: str) -> str:
    """Return what the versions of a regulation have in common in their titles; empty for other papers."""
    plain = re.sub(r"\s+", "", title).strip("《》")
    noticed = _NOTICED.search(plain)
    plain = (noticed[1] or noticed[2]) if noticed else plain
    plain = _SAID_TO_BE_FORMER.sub("", plain)
    previous = ""
    while plain != previous:
        previous, plain = plain, _AMENDMENT.sub("", plain)
    plain = re.sub(r"^中华人民共和国", "", plain)
    return plain if _REGULATION.search(plain) and "解读" not in title else ""


def superseded(versions: Iterable[Version], at: str = "9999-12-31") -> dict[str, str]:
    """Return which documents are replaced by which, by id, as of a date.

    Of versions of one title the latest that is in force at the date replaces all earlier ones; a title that
    another document repeals is replaced by that one. A document without any date replaces nothing, and is itself
    replaced where its very title is repealed.
    """
    versions = list(versions)
    said = {regulation_key(title) for version in versions for title in version.repeals}
    said |= {regulation_key(version.title) for version in versions if _REVISED.search(version.title)}
    said.discard("")
    known = [v for v in versions if v.since and (v.genre in _GENRES or v.repeals or regulation_key(v.title) in said)]
    groups = _by_key(known)
    repealing: dict[str, list[Version]] = {}
    for version in known:
        for title in version.repeals:
            repealing.setdefault(regulation_key(title), []).append(version)
    replaced: dict[str, str] = {}
    latest: dict[str, Version] = {}
    for key, group in groups.items():
        current = [version for version in group if not _SAID_TO_BE_FORMER.search(version.title)]
        in_force = [version for version in sorted(current, key=lambda v: v.since) if version.since <= at]
        if in_force:
            latest[key] = in_force[-1]
        for earlier in in_force[:-1]:
            later = (version for version in reversed(in_force) if _replaces(version, earlier, key))
            if (newest := next(later, None)) is not None:
                replaced[earlier.doc_id] = newest.doc_id
        for other in repealing.get(key, []):
            for version in group:
                # The page of an old text may be dated by the day on which it was repealed, or later where it says so.
                older = version.since <= other.since or _SAID_TO_BE_FORMER.search(version.title)
                if version.genre not in _GENRES and not _replaces(other, version, key):
                    continue
                if version.doc_id != other.doc_id and older and other.since <= at:
                    replaced.setdefault(version.doc_id, other.doc_id)
    for version in versions:
        newest = latest.get(regulation_key(version.title)) if _SAID_TO_BE_FORMER.search(version.title) else None
        if newest is not None:
            replaced.setdefault(version.doc_id, newest.doc_id)
    repealed = {_bare(title): other for other in known if other.since <= at for title in other.repeals}
    for version in versions:
        by = repealed.get(_bare(version.title))
        if by is not None and by.doc_id != version.doc_id and version.since < by.since:
            replaced.setdefault(version.doc_id, by.doc_id)
    return replaced


def _replaces(later: Version, earlier: Version, key: str) -> bool:
    """Tell whether a version replaces an earlier one: a regulation by being later, a plan only where it says so."""
    if earlier.since >= later.since:
        return False
    if later.genre in _GENRES and earlier.genre in _GENRES:
        return True
    says_so = bool(_REVISED.search(later.title)) or key in map(regulation_key, later.repeals)
    return says_so and (not (later.place and earlier.place) or later.place == earlier.place)


def amended(versions: Iterable[Version]) -> dict[str, tuple[str, ...]]:
    """Return by id which papers others amend in part, as their titles say: a plan and the notice that adjusts it."""
    titled: dict[str, list[Version]] = {}
    amending: list[tuple[Version, str]] = []
    for version in versions:
        if of := _amends(version.title):
            amending.append((version, of))
        else:
            titled.setdefault(_plain_title(version.title), []).append(version)
    found: dict[str, tuple[str, ...]] = {}
    for version, of in amending:
        names = [name + form for name in (of, version.place + of) for form in ("", *_FORMS)]
        for first in (first for name in dict.fromkeys(names) for first in titled.get(name, ())):
            if not (first.since and version.since) or first.since <= version.since:
                found[first.doc_id] = (*found.get(first.doc_id, ()), version.doc_id)
    return found


def _amends(title: str) -> str:
    """Return the plain title of the paper that another amends by its own title; empty for none."""
    written = _DATED.sub("", re.sub(r"\s", "", title))
    of = next((match["of"] for pattern in _AMENDS if (match := pattern.search(written))), "")
    return _plain_title(of) if of else ""


def _plain_title(title: str) -> str:
    """Return what a paper is called, without the notice that issued it, its years and what stands in brackets."""
    plain = re.sub(r"\s", "", title)
    issued = _ISSUED.search(plain)
    plain = issued["of"] if issued else plain
    plain = re.sub(r"^.*?关于(?:印发|公布|发布)", "", plain)
    return re.sub(r"[《》]", "", _IN_BRACKETS.sub("", plain))


def _bare(title: str) -> str:
    return re.sub(r"[\s《》（）()]", "", title)


def _by_key(versions: Iterable[Version]) -> dict[str, list[Version]]:
    groups: dict[str, list[Version]] = {}
    for version in versions:
        key = regulation_key(version.title)
        if key:
            groups.setdefault(key, []).append(version)
    return groups


def not_yet_in_force(versions: Iterable[Version], at: str) -> set[str]:
    """Return the ids of versions of regulations that came later than a date, where an earlier one was in force."""
    later: set[str] = set()
    for group in _by_key(version for version in versions if version.since).values():
        if any(version.since <= at for version in group):
            later |= {version.doc_id for version in group if version.since > at}
    return later


def asks_for_former_only(question: str) -> bool:
    """Tell whether a question is about the version before the one in force, and not about both."""
    return bool(_FORMER_ONLY.search(question)) and not _BOTH.search(question)


def asks_for_former(question: str) -> bool:
    """Tell whether a question is about earlier versions, or about what changed."""
    return bool(FORMER.search(question))
