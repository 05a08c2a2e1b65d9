"""Collections: files that set several papers apart by a row of lines of one form, and not by counted labels.

A table of contents with the body behind each title, counties' items under one mark, counted titles with a county in
the line below, titles over who spoke, or as many titles as the collection says that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import marks
from corpus.boundaries import EDITORS_NOTE, LONGEST_FOREWORD, NUMBER_OF_A_PAPER, SALUTATION, SUBTITLE
from corpus.contents import uncounted
from corpus.facts.origin import ISSUER_END
from corpus.figures import number_of
from corpus.labels import COLLECTS
from corpus.layout import ends_sentence
from corpus.persons import SURNAMES
from corpus.places import end_of_place, find_places
from corpus.titles import genre_of, looks_like_title, tidy_title

SHORTEST_PAPER, SHORTEST_TEXT = 60, 40
SHORTEST_TITLE, LONGEST_TITLE = 6, 45
LINES_OF_A_HEAD, MOST_PAPERS = 4, 12
_NUMERAL = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
# 「2.名校带动　资源共享………………………北芷区教育局（3）」
_LISTED = re.compile(
    rf"^(?:(?:{_NUMERAL})[、.．]\s*)?(?P<title>[^….．·]{{4,40}}?)\s*(?:…{{2,}}+|[.．·]{{4,}}+|[—-]{{6,}}+)[….．·—-]*+"
    r"(?P<by>[\u4e00-\u9fff]{2,20})?\s*[（(]?\d{0,3}[）)]?$"
)
_IN_BRACKETS = re.compile(r"^[【〖\[](?P<place>[^【】〖〗\[\]]{2,12})[】〗\]]\s*(?P<rest>.*)$")
_MARKED = re.compile(r"^(?P<mark>[◎●◆■★▲※☆○◇□►▶])\s*(?P<rest>\S.{4,60})$")
_COUNTED = re.compile(rf"^(?P<n>{_NUMERAL})[、.．]\s*(?P<rest>\S.{{1,58}})$")
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、")
# 「教育经验材料三则」, 「……经验材料（精选3篇）」
_DECLARES = re.compile(r"(?P<n>[二两三四五六七八九十]|\d{1,2})[篇则](?=范文|[）)_\s-]|$)")
_OF_SEVERAL = re.compile(r"选登|摘登|选编|汇编|精选|合集|经验|交流|简报|动态|他山之石|[篇则]")
# 「某镇镇长　蓝少华」, 「某区实验小学　沈静」
_SPEAKER = re.compile(
    rf"^[\u4e00-\u9fff、]{{2,24}}?(?:[局校县区市镇乡院园厂站所处科省厅村]长|书记|主任|主席|经理|代表|教师|联合会|妇联|局|委|政府|办公室|中心|协会|学校|小学|中学|幼儿园|学院)\s*[{SURNAMES}][\u4e00-\u9fff]{{1,2}}$"
)
_REPORTER = re.compile(r"^(?:本[报刊台]|特约)?(?:记者|通讯员)\s*[\u4e00-\u9fff]{0,4}$")
_DATED = re.compile(r"^[（(]?(?:会议)?(?:时间[:：])?\s*(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?[）)]?$")
_A_BYLINE = re.compile(r"^[（(]?[\u4e00-\u9fff\s：:]{4,30}[）)]?$")


@dataclass(frozen=True, slots=True)
class Cut:
    """The line with which a paper of a collection begins.

    Attributes:
        position: its place among the lines.
        title: the paper's title, as the line gives it; empty where it gives only a place.
        byline: who wrote it, or whose it is, where only the collection says so.
        text: what of the paper stands in the line itself.
    """

    position: int
    title: str
    byline: str = ""
    text: str = ""


def cuts_of(lines: Sequence[str]) -> list[Cut]:
    """Return where the papers of a collection begin; none where lines set no papers apart."""
    plain = [marks.unmarked(line).strip() for line in lines]
    for told in (_by_a_list, _by_places, _by_counted_heads, _by_bylines, _by_number):
        cuts = told(plain)
        if len(cuts) > 1 and _are_papers(plain, cuts):
            return cuts
    return []


def _are_papers(plain: Sequence[str], cuts: Sequence[Cut]) -> bool:
    """Tell whether text enough stands under each of the lines."""
    ends = [cut.position for cut in cuts[1:]] + [len(plain)]
    return all(
        len(cut.text) + sum(map(len, plain[cut.position + 1 : end])) >= SHORTEST_PAPER
        for cut, end in zip(cuts, ends, strict=True)
    )


def _by_a_list(plain: Sequence[str]) -> list[Cut]:
    """Return the papers that a table of contents lists with dots and bodies, each title again over its text."""
    listed: list[re.Match[str]] = []
    last = 0
    for position, line in enumerate(plain):
        if match := _LISTED.match(line):
            listed.append(match)
            last = position
        elif line and listed:
            break
    cuts: list[Cut] = []
    for match in listed:
        title = _bare(match["title"])
        # 「汶溪县　党建领航聚合力……」, and the same without its county over the text.
        whose = title[: end_of_place(title)]
        at = next(
            (
                n
                for n in range(last + 1, len(plain))
                if _bare(uncounted(plain[n])) in (title, title[len(whose) :].lstrip("：:"))
            ),
            None,
        )
        if at is None:
            return []
        cuts.append(Cut(at, tidy_title(uncounted(plain[at])), match["by"] or whose))
        last = at
    return cuts


def _by_places(plain: Sequence[str]) -> list[Cut]:
    """Return the items of counties: lines of one form, 「【某县】……」 or 「◎某县……」, each with another county."""
    rows: dict[str, list[Cut]] = {}
    others: set[str] = set()
    for position, line in enumerate(plain):
        if match := _IN_BRACKETS.match(line):
            if end_of_place(match["place"]) == len(match["place"]):
                rest = match["rest"]
                title = f"{match['place']}：{rest}" if looks_like_title(rest) else match["place"]
                rows.setdefault("【", []).append(
                    Cut(position, title, match["place"], "" if title.endswith(rest) else rest)
                )
        elif match := _MARKED.match(line):
            if end_of_place(match["rest"]) and looks_like_title(match["rest"]):
                rows.setdefault(match["mark"], []).append(Cut(position, tidy_title(match["rest"])))
            else:
                others.add(match["mark"])
        elif (match := _COUNTED.match(line)) and end_of_place(match["rest"]) == len(match["rest"]):
            rows.setdefault("、", []).append(Cut(position, match["rest"], match["rest"]))
    for form, cuts in rows.items():
        named = {cut.title[: end_of_place(cut.title)] for cut in cuts}
        if (
            len(cuts) > 1
            and len(named) == len(cuts)
            and form not in others
            and _heads_no_report(plain, cuts[0].position)
        ):
            return cuts
    return []


def _by_counted_heads(plain: Sequence[str]) -> list[Cut]:
    """Return the papers whose counted titles have below what only papers have there: 「——某县……纪实」, a number, an addressee."""
    collected = COLLECTS.search(next((line for line in plain if line), ""))
    cuts: list[Cut] = []
    for position, line in enumerate(plain):
        match = _COUNTED.match(line)
        if match is None or number_of(match["n"]) != len(cuts) + 1 or not looks_like_title(match["rest"]):
            continue
        below = next((text for text in plain[position + 1 :] if text), "")
        subtitle = below.lstrip("—-– ") if SUBTITLE.match(below) else ""
        if subtitle and (end_of_place(subtitle) or find_places(subtitle)):
            cuts.append(Cut(position, tidy_title(f"{match['rest']}——{subtitle}")))
        elif (
            NUMBER_OF_A_PAPER.match(below)
            or (collected and genre_of(match["rest"]) and len(below) >= SHORTEST_TEXT)
            or (SALUTATION.match(below) and genre_of(match["rest"]))
            # 「一、……实施方案」 at the very top, and 「二、……宣传工作方案」 behind who issued the first, and when.
            or (genre_of(match["rest"]) and (not any(plain[:position]) or _is_signed(plain[:position])))
        ):
            cuts.append(Cut(position, tidy_title(match["rest"])))
    return cuts


def _is_signed(above: Sequence[str]) -> bool:
    """Tell whether lines end with an office and a day."""
    last = [line for line in above if line][-2:]
    return len(last) == 2 and ISSUER_END.search(last[0]) is not None and _DATED.match(last[1]) is not None


def _by_bylines(plain: Sequence[str]) -> list[Cut]:
    """Return the speeches of a meeting: titles, each over who spoke, 「某区第五中学　蒋大勇」, and a text."""
    cuts: list[Cut] = []
    ended = True
    for position, line in enumerate(plain):
        if not line:
            continue
        below = [text for text in plain[position + 1 : position + 8] if text and not _DATED.match(text)][:2]
        spoken = len(below) == 2 and (_REPORTER.match(below[0]) or _SPEAKER.match(below[0]))
        titled = len(line) >= SHORTEST_TITLE and looks_like_title(line) and not _SPEAKER.match(line)
        if ended and titled and spoken and (len(below[1]) >= SHORTEST_TEXT or SALUTATION.match(below[1])):
            cuts.append(Cut(position, tidy_title(line), below[0]))
        ended = ends_sentence(line)
    return cuts


def _by_number(plain: Sequence[str]) -> list[Cut]:
    """Return the papers of a collection that says how many it holds, where just so many lines are like titles."""
    head = [(n, line) for n, line in enumerate(plain) if line][:LINES_OF_A_HEAD]
    declared = next(
        ((n, match) for n, line in head if looks_like_title(line) and (match := _DECLARES.search(line))), None
    )
    if declared is None:
        return []
    count = 2 if declared[1]["n"] == "两" else number_of(declared[1]["n"])
    if not 2 <= count <= MOST_PAPERS:
        return []
    counted = [
        (n, match) for n, line in enumerate(plain) if (match := _COUNTED.match(line)) and _is_a_papers(match["rest"])
    ]
    if [number_of(match["n"]) for _, match in counted] == list(range(1, count + 1)):
        return [Cut(n, tidy_title(match["rest"])) for n, match in counted]
    titles = list(_like_titles(plain, declared[0]))
    return [Cut(n, tidy_title(plain[n])) for n in titles] if len(titles) == count else []


def _is_a_papers(title: str) -> bool:
    """Tell whether a counted line is a paper's title: of its genre, and of a place."""
    named = end_of_place(title) or end_of_place(title.rpartition("——")[2]) or find_places(title)
    return looks_like_title(title) and bool(genre_of(title)) and bool(named)


def _like_titles(plain: Sequence[str], above: int) -> Iterator[int]:
    """Yield where lines below the head are like titles: behind an end, over a text, or over a subtitle or byline and a text."""
    ended = True
    for position in range(above + 1, len(plain)):
        line = plain[position]
        if not line:
            continue
        below = [text for text in plain[position + 1 : position + 6] if text][:2]
        opens = bool(below) and (
            len(below[0]) >= SHORTEST_TEXT
            or (len(below) > 1 and len(below[1]) >= SHORTEST_TEXT and bool(SUBTITLE.match(below[0]) or _A_BYLINE.match(below[0])))
        )  # fmt: skip
        if (
            ended
            and opens
            and SHORTEST_TITLE <= len(line) <= LONGEST_TITLE
            and looks_like_title(line)
            and not SUBTITLE.match(line)
        ):
            yield position
        ended = ends_sentence(line) or line.endswith(("）", ")", "”"))


def _heads_no_report(plain: Sequence[str], position: int) -> bool:
    """Tell whether what stands above the first item is a collection's head and foreword, and no report that counts them."""
    above = [line for line in plain[:position] if line and not EDITORS_NOTE.match(line)]
    title = next((line for line in above if looks_like_title(line)), "")
    if any(_HEADING.match(line) for line in above) or (genre_of(title) and not _OF_SEVERAL.search(title)):
        return False
    if end_of_place(title):
        # 「云江市各县区……典型做法」 is the city's own.
        return False
    return sum(len(line) for line in above if ends_sentence(line)) <= LONGEST_FOREWORD


def _bare(title: str) -> str:
    return re.sub(r"[\s　]", "", title)
