"""Check what a genre (文种) asks for: its sections, one matter and one addressee of a 请示, no request in a 报告."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.draft import Draft
from assistant.checking.findings import DOUBT, ERROR, HINT, Finding
from assistant.drafting.roles import load_roles
from assistant.genres import GenreSection, load_genres

_REPORTS = frozenset(["报告", "工作报告", "自查报告", "调研报告"])
_ACCOUNTS = frozenset(["情况汇报", "汇报材料", "工作总结", "工作简报", "经验材料"])
_REQUEST = re.compile(
    r"(?:以上.{0,8})?(?:妥否|当否|可否|是否妥当)[，,]?\s*(?:敬?请|恳请)?(?:予以?)?(?:批[示复准]|审[批定]|指示)|请(?:予以?)?批[准复](?=[。！]|$)|(?:恳请|特请|请求)[^。；\n]{0,30}(?:批准|拨付|解决|支持|批复)"
)
_ASK = re.compile(r"(?:妥否|当否|可否)[，,]?\s*请|请(?:予)?(?:批示|批复|批准|审批)")
_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|#+)\s*")
_ADDRESSEE = re.compile(r"^[ \t\u3000]*(?P<names>[^\n。，：:]{2,60})[：:][ \t]*$", re.MULTILINE)
_VERBS = (
    "解决|拨付|批准|增加|设立|成立|调整|申请|划拨|购置|新建|改建|扩建|开展|举办|追加|安排|核定|招聘|组建|建设|更换|变更"
)
_TWO_MATTERS = re.compile(
    rf"关于(?P<first>[^《》]*?(?:{_VERBS})[^《》]*?)(?P<joint>以及|及|和|并|与|、)(?P<second>(?:{_VERBS})[^《》]*?)的请示"
)


def check_genre_form(draft: Draft) -> list[Finding]:
    """Return the findings on what the draft's genre asks for."""
    genre = draft.facts.genre
    findings: list[Finding] = []
    if genre == "请示":
        findings += request(draft.plain, draft.facts.title)
    if genre in _REPORTS or genre in _ACCOUNTS:
        findings += report(draft.plain, ERROR if genre in _REPORTS else DOUBT)
    findings += sections(genre, [section.heading for section in draft.sections])
    return findings


def request(text: str, title: str) -> Iterator[Finding]:
    """Flag a 请示 with several addressees, with two matters, or without its closing words."""
    for match in _ADDRESSEE.finditer(text[:600]):
        names = match["names"]
        if re.search(r"[局府委会厅部省市县区长导]$", names) and re.search(r"、|和|，", names):
            message = "请示只写一个主送机关，需要同时送其他机关的用抄送"
            yield Finding(ERROR, "文种", match.start("names"), match.end("names"), message)
        break
    two = _TWO_MATTERS.search(title)
    if two:
        start = max(0, text.find(two["first"]))
        whole = two["first"] + two["joint"] + two["second"]
        found = text.find(whole)
        span = (found, found + len(whole)) if found >= 0 else (start, start + len(two["first"]))
        yield Finding(ERROR, "文种", *span, "请示应当一文一事，这里写了两件事", "请分两份行文")
    if not _ASK.search(text):
        yield Finding(HINT, "文种", 0, 0, "请示末尾没有“妥否，请批示”一类的结语")


def report(text: str, severity: str = ERROR) -> Iterator[Finding]:
    """Flag a request in a 报告: 妥否，请批示."""
    for match in _REQUEST.finditer(text):
        message = "报告不得夹带请示事项，不写“妥否，请批示”一类的话"
        yield Finding(severity, "文种", match.start(), match.end(), message, "请删去，或另写请示")


def sections(genre: str, headings: list[str]) -> Iterator[Finding]:
    """Flag sections of the genre that no heading of the draft covers, where the draft has headings at all."""
    known = load_genres().get(genre)
    if known is None or len(headings) < 3:
        return
    missing = [
        part.heading
        for part in known.sections
        if part.heading and not part.optional and not any(_covers(part, heading) for heading in headings)
    ]
    if missing and len(missing) <= max(2, len(known.sections) - 2):
        listed = "、".join(f"“{heading}”" for heading in missing)
        yield Finding(HINT, "结构", 0, 0, f"按{genre}的一般写法，没有看到{listed}", "如确不需要，可不补")


def _covers(part: GenreSection, heading: str) -> bool:
    """Tell whether a draft's heading stands for a section of the genre: its own words, or the role that it names."""
    plain = _NUMBER.sub("", heading).strip()
    return part.heading in plain or plain in part.heading or load_roles().of_heading(plain) in part.evidence
