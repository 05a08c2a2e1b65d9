"""Cut a file that holds several documents into its documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus import marks
from corpus.boundaries import (
    EDITORS_NOTE,
    EXPLAINS_A_PAPER,
    ISSUES,
    LONGEST_FOREWORD,
    Boundary,
    bare_title,
    begins_another_paper,
    head_above,
)
from corpus.collected import cuts_of
from corpus.contents import behind_contents, contents_lines, line_behind, titles_listed, uncounted
from corpus.figures import number_of
from corpus.labels import Label, counted_beside, counted_over_a_head, filled_below, label_of
from corpus.layout import ARTICLE, ends_sentence, opens_a_text
from corpus.places import end_of_place, find_places
from corpus.titles import genre_of, looks_like_title, tidy_title, title_over_byline

# 「2019年10月18日吉水县河长制工作自查报告」: the date of one paper and the title of the next in one line.
_DATED_TITLE = re.compile(r"^(?P<date>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)\s*(?P<title>[\u4e00-\u9fff].{5,40})$")
# 「某县探索……新路子（2021年11月）近年来，……」
_TITLE_AND_DATE = re.compile(
    r"(?P<title>[^。；，,;]{8,45})[（(](?P<date>(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?)[）)](?P<text>.{40,})$"
)
_GENRE_END = re.compile(
    r"(?:自查|自评|工作|情况|调研|评估)(?:报告|汇报|总结)|(?:实施|工作|行动)方案|(?:经验|汇报|交流)材料|情况通报|工作(?:简报|要点)"
)
_NO_TITLE = re.compile(r"[，。；：,:;]|听取|制定|形成|提交|完善|印发|提出|坚持|撰写|报送|审议")
_HEADS_A_PAPER = re.compile(
    r"^(?:相关|下一篇|推荐|【|目\s*录|\d{4}年\d{1,2}月)|.*(?:\d{1,2}[日月])$|.{2,20}(?:局|政府|委员会|办公室)$"
)
LONG_LINE, LONGEST_TITLE = 80, 50
_CHAPTER = re.compile(r"第[一二三四五六七八九十]{1,3}章")
_STOPS = ("。", "！", "？", "；")
_DASHES = ("——", "--", "—")
_LATER_ARTICLE = re.compile(r"^第(?!一条|二条)[一二三四五六七八九十百]{1,4}条")
_REGULATION = re.compile(
    r"(?:办法|细则|规定|条例|规则|制度|意见|方案)(?:[（(][^（()）]{1,20}[）)]){0,2}$|关于(?:印发|公布|发布|修订).{4,60}的(?:通知|公告)$"
)
# A notice and its first article stand no more lines apart.
REACH_OF_AN_ARTICLE = 40
SHORTEST_PART = 60
_COUNTED_PAPER = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_LISTED = re.compile(
    r"^(?:之|篇|第)?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})(?:篇)?[、.．:：]?\s*(?P<entry>[\u4e00-\u9fff].{3,60})$"
)
_REPORTS = ("通报", "通知", "情况通报", "督查通报")
_OF_SEVERAL = re.compile(r"新旧|[两2二]个?版|对照|汇编|合集|[（(][^（()）]*\d+\s*[篇则份][^（()）]*[）)]$")
_COLLECTED = re.compile(r"汇编|简报|精选|合集|选编|材料|经验|交流|\d+篇")
# A table of contents may say more of a paper than its title: 「……办法（试行）（2018年，已废止）」.
ALIKE = 8

# 「督导评估自查报告（两篇）」
_OF_TWO = re.compile(r"[（(]?(?:两|二|2)\s*篇[）)]?")
LINES_OF_A_HEAD = 8


@dataclass(frozen=True, slots=True)
class Part:
    """Hold the text of one document of a file, marks still in it.

    Attributes:
        label: how the file itself counts it, 「简报二」; empty where it does not.
        title: the title that the cut found; empty where facts must find it.
        byline: who wrote it, or whose it is, where only the collection says so.
    """

    text: str
    label: str = ""
    title: str = ""
    byline: str = ""


def partition(text: str) -> list[Part]:
    """Return the documents of a cleaned text in order: one, unless labels or titles cut it."""
    before = ""
    lines: list[str] = []
    for line in text.split("\n"):
        # What stands in mid-paragraph begins no paper.
        lines.append(_parted(line) if not before or ends_sentence(before) or _HEADS_A_PAPER.match(before) else line)
        before = marks.unmarked(line).strip() or before
    text = "\n".join(lines)
    return _by_labels(text) or _by_rows(text) or _by_contents(text) or _by_titles(text) or [Part(text)]


def _parted(line: str) -> str:
    """Return a line with a break behind a date, or a title, that the next title, or the text, runs on to."""
    match = _DATED_TITLE.match(line)
    if match and looks_like_title(match["title"]) and genre_of(match["title"]):
        return f"{match['date']}\n{match['title']}"
    if len(line) < LONG_LINE or not (places := find_places(line[:LONGEST_TITLE])) or places[0].start:
        return line
    if (match := _TITLE_AND_DATE.match(line)) and opens_a_text(match["text"]):
        return f"{match['title']}\n（{match['date']}）\n{match['text']}"
    for ending in _GENRE_END.finditer(line, 8, LONGEST_TITLE):
        title = line[: ending.end()]
        if opens_a_text(line[ending.end() :]) and not _NO_TITLE.search(title):
            return f"{title}\n{line[ending.end() :]}"
    return line


def _by_labels(text: str) -> list[Part]:
    lines = text.split("\n")
    labels: list[Label] = []
    counted = 0
    for position, line in enumerate(lines):
        label = label_of(marks.unmarked(line)) or counted_over_a_head(lines, position)
        if label is None:
            continue
        # 「材料之七」 is taken out of a longer collection, as are attachments with which a file begins; others count
        # from the first.
        first_of_all = not any(map(str.strip, lines[:position]))
        taken_out = label.taken_out or first_of_all or (labels and label.attached)
        if label.attached and not taken_out:
            continue
        if label.number == 1 and len(labels) > 1 and _are_listed(lines, labels):
            # A table of contents counted them first.
            labels, counted = [], 0
        if (
            label.number == 1
            and counted > 1
            and label.kind != labels[-1].kind
            and _counts_on(lines[position + 1 :], label)
        ):
            # A second collection in the same file: 「材料三」, and 「篇一：」 behind it.
            counted = 0
        counts_papers = label.name.endswith("篇") or label.name.startswith(("第", "简报", "篇", "材料"))
        if labels and label.number > 1 and bool(label.kind) != bool(labels[-1].kind) and not counts_papers:
            # 「二、……整改报告」 goes on with no 「简报一」.
            continue
        if not labels and label.number == 2 and _begins_unlabelled(lines, position, label):
            # The first label was lost with the head of a saved page.
            labels.append(replace(label, name=f"{label.name[:-1]}一", number=1, title="", text="", position=-1))
            counted = 1
        if label.number == counted + 2 and (between := counted_beside(lines, labels, position, label)) is not None:
            labels.append(between)
            counted += 1
        if label.number == counted + 1 or (taken_out and label.number > counted):
            counted = label.number
            labels.append(replace(label, position=position))
    commons = sorted({label.common for label in labels if label.common}, key=len)
    # 「农业产业……汇报材料 篇三」, and 「汇报材料 篇四」 behind it.
    if len(labels) < 2 or any(not common.endswith(commons[0]) for common in commons):
        return []
    if labels[0].of_a_place and _are_of_one_paper(lines, labels):
        return []
    if any(_heads_chapters(lines, label.position) for label in labels):
        # 「第一篇　发展环境」, and 「第一章……」 under it: a plan's own parts.
        return []
    if labels[0].counts_parts and any(marks.unmarked(line).strip() for line in lines[: labels[0].position]):
        # Under a report's own title or date its parts are no papers.
        return []
    above = lines[: max(0, labels[0].position)]
    head = [line for line in above if line.strip()]
    common = tidy_title(head[0]) if head else ""
    parts: list[Part] = []
    shared = len({label.title for label in labels}) == 1
    for label, end in zip(labels, [label.position for label in labels[1:]] + [len(lines)], strict=True):
        body = "\n".join([*filter(None, [label.text]), *lines[label.position + 1 : end]]).strip("\n")
        if label.title and body.startswith(_DASHES):
            # 「第二篇：……的一本明白账」, and 「——某县……经验材料」 under it.
            body = f"{label.title}\n{body}"
        first = next((line.strip() for line in body.split("\n") if line.strip()), "")
        # 「【篇一】……汇报材料」, 「【篇二】……汇报材料」: what they share is the title of none that has its own.
        named = label.title and not (shared and looks_like_title(marks.unmarked(first)))
        title = tidy_title(label.title) if named else title_over_byline(body.split("\n"))
        if not title and common and not ISSUES.search(marks.unmarked(first)):
            # A notice that issues a regulation says itself what it is called.
            title = f"{common}（{label.name}）"
        parts.append(Part(body, label.name, title))
    if any(len(marks.unmarked(part.text)) < SHORTEST_PART for part in parts):
        return []
    listed = _listed_above(above)
    if len(listed) == len(parts):
        parts = [replace(part, byline=entry) for part, entry in zip(parts, listed, strict=True)]
    return _with_what_stands_above(above, parts)


def _listed_above(above: list[str]) -> list[str]:
    """Return what a table of contents above the first label lists, counted from one: 「之一　剑阁县：校长职级制改革」."""
    listed: list[str] = []
    for line in above:
        match = _LISTED.match(marks.unmarked(line).strip())
        if match and number_of(match["n"]) == len(listed) + 1:
            listed.append(match["entry"])
    return listed


def _begins_unlabelled(lines: list[str], position: int, second: Label) -> bool:
    """Tell whether a paper stands before the label 「简报二」, which 「简报三」 follows."""
    third = any(
        label.number == 3 and label.name[:-1] == second.name[:-1]
        for line in lines[position + 1 :]
        if (label := label_of(marks.unmarked(line))) is not None
    )
    of_two = any(_OF_TWO.search(marks.unmarked(line)) for line in lines[:LINES_OF_A_HEAD])
    return (third or of_two) and not second.of_a_place and not second.attached and _body_before(lines, position)


def _are_of_one_paper(lines: list[str], labels: list[Label]) -> bool:
    """Tell whether places head sections of one report: behind its own text or headings, or counted on without a place.

    「二、存在问题」, and 「1、芮城县：食堂索证索票不齐全」 under it.
    """
    above = [marks.unmarked(line).strip() for line in lines[: labels[0].position]]
    above = [line for line in above if not EDITORS_NOTE.match(line)]
    if any(_COUNTED_PAPER.match(line) and label_of(line) is None for line in above):
        return True
    title = next((line for line in above if looks_like_title(line)), "")
    if not labels[0].kind and genre_of(title) in _REPORTS and not _COLLECTED.search(title):
        # 「……督导情况通报」, and 「一、云屏县：……」 under it.
        return True
    foreword = LONGEST_FOREWORD if labels[0].kind else SHORTEST_PART
    if sum(len(line) for line in above if ends_sentence(line)) >= foreword:
        return True
    if len({label.title[: end_of_place(label.title) or 2] for label in labels}) < 2:
        return True
    # 「三、资金安排」, after 「二、平陆县……方案」, where no 「一、」 began anew.
    behind = [marks.unmarked(line).strip() for line in lines[labels[-1].position + 1 :]]
    counted = next((line for line in behind if _COUNTED_PAPER.match(line)), "")
    if labels[-1].kind or not counted or labels[-1].name.isdigit():
        return False
    return number_of(counted.split("、")[0]) == labels[-1].number + 1


def _heads_chapters(lines: list[str], position: int) -> bool:
    """Tell whether the next line that holds anything is a chapter: 「第一章……」."""
    return bool(_CHAPTER.match(next(filled_below(lines, position), "")))


def _counts_on(lines: list[str], first: Label) -> bool:
    """Tell whether lines go on to count papers as a first label does."""
    return any(
        label.kind == first.kind and label.number == 2 for line in lines if (label := label_of(marks.unmarked(line)))
    )


def _are_listed(lines: list[str], labels: list[Label]) -> bool:
    """Tell whether labels stand one under the other, with nothing between them: in a table of contents."""
    filled = sum(bool(line.strip()) for line in lines[labels[0].position : labels[-1].position + 1])
    return filled == len(labels)


def _by_rows(text: str) -> list[Part]:
    """Return the papers that a collection sets apart by a row of lines of one form."""
    lines = text.split("\n")
    cuts = cuts_of(lines)
    if not cuts:
        return []
    parts = [
        Part("\n".join(filter(None, [cut.title, cut.text, *lines[cut.position + 1 : end]])).strip("\n"), "", cut.title, cut.byline)
        for cut, end in zip(cuts, [*(cut.position for cut in cuts[1:]), len(lines)], strict=True)
    ]  # fmt: skip
    return _with_what_stands_above(lines[: cuts[0].position], parts)


def _by_contents(text: str) -> list[Part]:
    """Return the papers that a table of contents counts, 「一、……办法（试行）」, each under the line that counts it again."""
    lines = text.split("\n")
    listed = [line for line in contents_lines(lines) if _COUNTED_PAPER.match(line)]
    if len(listed) < 2 or sum(bool(genre_of(uncounted(line))) for line in listed) < len(listed) - 1:
        return []
    starts: list[int] = []
    from_line = line_behind(lines, listed)
    for paper in listed:
        counted, title = paper[: -len(uncounted(paper))], uncounted(paper)[:ALIKE]
        found = (
            n
            for n in range(from_line, len(lines))
            if marks.unmarked(lines[n]).strip().startswith(counted + title)
            and not lines[n].rstrip().endswith(("。", "；"))
        )
        at = next(found, None)
        if at is None:
            return []
        starts.append(at)
        from_line = at + 1
    parts = [
        Part(
            "\n".join(lines[start + 1 : end]).strip("\n"),
            "",
            tidy_title(uncounted(marks.unmarked(lines[start]).strip())),
        )
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    if any(len(marks.unmarked(part.text)) < SHORTEST_PART for part in parts):
        return []
    return _with_what_stands_above(lines[: starts[0]], parts)


def _by_titles(text: str) -> list[Part]:
    lines = text.split("\n")
    starts: list[int] = []
    contents = titles_listed(lines)
    numbering_seen = articles_seen = False
    opening = behind_contents(lines)
    for position, line in enumerate(lines):
        if position < opening:
            # What a table of contents lists begins further on.
            continue
        if _LATER_ARTICLE.match(line):
            articles_seen = True
        if articles_seen and _heads_a_regulation(lines, position):
            starts.append(head_above(lines, position))
            numbering_seen = articles_seen = False
            continue
        if starts and marks.heading_level(line) is not None and EXPLAINS_A_PAPER.search(bare_title(line)):
            # 「附件2：《管理办法（修订）》政策解读」, behind the text that it replaced.
            starts.append(position)
            numbering_seen = articles_seen = False
            continue
        marked = marks.heading_level(line) == marks.TITLE_LEVEL
        begun = starts[-1] if starts else 0
        paper = Boundary(lines, begun, position, contents)
        # What ends here must have been a paper.
        # The cheap question first: a sheet of many thousand lines is read here line by line.
        another = (
            not marked
            and looks_like_title(bare_title(line, contents))
            and _body(lines, begun, position)
            and begins_another_paper(lines, position, numbering_seen, paper)
        )
        if marked or (another and (starts or contents or _body_before(lines, position))):
            starts.append(position if marked else head_above(lines, position))
            numbering_seen = articles_seen = False
        elif line.startswith(("一、", "第一章", "第一条")):
            numbering_seen = True
    if starts and _body_before(lines[opening:], starts[0] - opening):
        starts.insert(0, opening)
    cuts = [start for start in starts if start == starts[-1] or _body(lines, start, _after(starts, start))]
    if len(cuts) < 2:
        return []
    # What stands above the first title is its head.
    cuts[0] = opening
    parts: list[Part] = []
    for start, end in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        first = next((plain for line in lines[start:end] if (plain := marks.unmarked(line).strip())), "")
        bare = bare_title(first, contents)
        announced = tidy_title(bare) if bare != first else ""
        if not parts and _OF_SEVERAL.search(first) and (own := _regulation_within(lines[start:end])):
            # 「……管理办法（新旧两个版本）」 is the title of both, and of neither.
            announced = own
            body = "\n".join(line for line in lines[start:end] if marks.unmarked(line).strip() != first)
            parts.append(Part(body.strip("\n"), "", announced))
            continue
        parts.append(Part("\n".join(lines[start:end]).strip("\n"), "", _first_title(lines[start:end]) or announced))
    if len(marks.unmarked(parts[-1].text)) < SHORTEST_PART:
        last = parts.pop()
        parts[-1] = Part(parts[-1].text + "\n\n" + last.text, parts[-1].label, parts[-1].title)
    return _with_what_stands_above(lines[:opening], parts) if len(parts) > 1 else []


def _with_what_stands_above(above: list[str], parts: list[Part]) -> list[Part]:
    """Return parts with the sentences that stand above the first: by themselves where they are many, else behind its text.

    A table of contents, and the titles and names above it, are told again by the papers themselves.
    """
    listed = set(contents_lines(above)) | {
        line.strip() for line in above if (label := label_of(marks.unmarked(line))) and not label.title
    }
    said = [
        line
        for line in above
        if line.strip() not in listed and (line.rstrip().endswith(_STOPS) or len(line.strip()) > LONG_LINE)
    ]
    if not said:
        return parts
    text = "\n".join(line for line in above if line.strip() not in listed).strip("\n")
    if sum(map(len, said)) >= SHORTEST_PART:
        return [*partition(text), *parts]
    return [replace(parts[0], text=parts[0].text + "\n\n" + "\n".join(said)), *parts[1:]]


def _heads_a_regulation(lines: list[str], position: int) -> bool:
    """Tell whether a line is the title of a regulation, or the notice that issues it, whose articles count from the first again."""
    line = bare_title(lines[position])
    if not _REGULATION.search(line) or not looks_like_title(line):
        return False
    articles = (
        match for text in lines[position + 1 : position + 1 + REACH_OF_AN_ARTICLE] if (match := ARTICLE.match(text))
    )
    first = next(articles, None)
    return first is not None and first["n"] == "一"


def _regulation_within(lines: list[str]) -> str:
    """Return the title of the first regulation, or of the notice that issues it, below a collection's own; empty for none."""
    found = next((n for n in range(1, len(lines)) if _heads_a_regulation(lines, n)), None)
    return tidy_title(bare_title(lines[found])) if found is not None else ""


def _first_title(lines: list[str]) -> str:
    for line in lines:
        if marks.heading_level(line) == marks.TITLE_LEVEL:
            return tidy_title(line)
    return ""


def _after(starts: list[int], start: int) -> int:
    return starts[starts.index(start) + 1]


def _body(lines: list[str], start: int, end: int) -> bool:
    length = 0
    for line in lines[start + 1 : end]:
        length += len(marks.unmarked(line))
        if length >= SHORTEST_PART:
            return True
    return False


def _body_before(lines: list[str], position: int) -> bool:
    return sum(len(line) for line in lines[:position] if len(line) > 15) >= 2 * SHORTEST_PART
