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
    SALUTATION,
    SUBTITLE,
    Boundary,
    bare_title,
    begins_another_paper,
    head_above,
)
from corpus.contents import behind_contents, contents_lines, line_behind, titles_listed, uncounted
from corpus.figures import number_of
from corpus.layout import ARTICLE, ends_sentence, opens_a_text
from corpus.places import end_of_place, find_places
from corpus.titles import genre_of, looks_like_title, tidy_title, title_over_byline

# 「简报一：」「第二篇：」「【篇三】」「范文4」「……材料之五」 alone on a line, or 「第一篇：题目」.
_LABEL = re.compile(
    r"^[【\[（(]?(?:(?P<kind>简报|(?:交流|发言|经验|汇报)?材料|范文|例文|案例|经验|方案|总结|报告|汇报|讲话|通知|文件|附文|附件|篇)\s*"
    r"(?P<first>[一二三四五六七八九十]{1,3}|\d{1,2})|[\u4e00-\u9fff]{0,24}(?:(?:材料|发言|经验|典型)|(?<![\u4e00-\u9fff]))之(?P<of>[一二三四五六七八九十]{1,3})"
    r"|[\u4e00-\u9fff]{4,30}\s*篇(?P<behind>[一二三四五六七八九十]{1,3}|\d{1,2})(?=$)"
    r"|第(?P<second>[一二三四五六七八九十]{1,3}|\d{1,2})篇)"
    r"(?P<colon>[】\]]|[）)]?\s*[:：]?)\s*[:：]?\s*(?P<title>.{0,60})$"
)
# 「篇三：某县……经验材料某县地处……」: a counted paper whose title runs on into its text.
_LABEL_IN_TEXT = re.compile(
    r"^[【\[（(]?(?:篇(?P<first>[一二三四五六七八九十]{1,3}|\d{1,2})|第(?P<second>[一二三四五六七八九十]{1,3}|\d{1,2})篇)"
    r"[】\]）)]?\s*[:：]\s*(?P<text>.{61,})$"
)
# 「第三篇 退役军人事务常用名词解释」, 「之一 柏岭县教师队伍建设情况汇报」, without a colon
_LABEL_RUN_ON = re.compile(
    r"^(?:第(?=[一二三四五六七八九十]{1,3}篇)|之)(?P<n>[一二三四五六七八九十]{1,3})篇?\s*(?P<title>[\u4e00-\u9fff][^。；：:]{5,60})$"
)
# 「————材料一————」
_DECORATED = re.compile(r"^[—–=＝*＊-]{2,}\s*(?P<label>[^—–=＝*＊-]{2,40}?)\s*[—–=＝*＊-]{2,}$")
# 「材料之四（书面交流）」
_NOTED = re.compile(
    r"(?<=[一二三四五六七八九十\d])\s*[（(](?:书面|交流|会议|大会|典型|现场|参阅|摘要|节选|续)[\u4e00-\u9fff]{0,4}[）)]$"
)
# 「第一篇静宁县：一颗苹果富一方」, 「材料二南部县：……做法」: a counted paper whose title names a place and runs on to its number.
_LABEL_OF_A_PLACE = re.compile(
    r"^[【\[（(]?(?:(?P<kind>材料|经验|案例|篇|简报|条目|典型|动态|专题)(?P<first>[一二三四五六七八九十]{1,2}|\d{1,2})|第(?P<second>[一二三四五六七八九十]{1,3}|\d{1,2})篇)[】\]）)]?\s*(?P<title>[\u4e00-\u9fff].{5,60})$"
)
# 「2、霍邱县：“教联体”的五种模式」
_COUNTED_PLACE = re.compile(
    r"^(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]\s*(?P<title>[\u4e00-\u9fff]{2,9}[县市区旗州][:：].{4,50})$"
)
# 「三、芮城县生态环境保护工作情况汇报（2024年2月）」
_COUNTED_REPORT = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>[^。；，：:]{8,50})$")
# 「二、做优“一校一品” 激活职教动能」
_COUNTED_TITLE = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>[^。；：:]{6,60})$")
_COUNTED_HEADING = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>.{4,60})$")
_SPOKEN = re.compile(r"(?:发言|讲话|汇报|交流|材料|经验|纪实|报告)(?:材料|稿)?$")
_IN_BRACKETS = re.compile(r"[（(][^（()）]{2,30}[）)]$")
# A place stands so near the beginning of its paper's title: 共青团元阳县委.
NEAR_THE_BEGINNING = 4
# 「……实施方案云政办发〔2022〕15号」: a title with its paper's number behind it.
_NUMBER_BEHIND = re.compile(
    r"(?P<title>.*?(?:方案|办法|通知|意见|规定|细则|规划|计划|决定|报告))\s*(?P<number>[\u4e00-\u9fff]{2,8}[〔\[（(]\d{4}[〕\])）]\s*\d+\s*号)$"
)
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
# 十二, 二十; and not 三一.
_COUNTING = re.compile(r"[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?")
_COUNTER = re.compile(r"[一二三四五六七八九十\d\s]+")
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
_REPORTS = ("通报", "通知", "情况通报", "督查通报")
_OF_SEVERAL = re.compile(r"新旧|[两2二]个?版|对照|汇编|合集|[（(][^（()）]*\d+\s*[篇则份][^（()）]*[）)]$")
_COLLECTED = re.compile(r"汇编|简报|精选|合集|选编|材料|经验|交流|\d+篇")
# A table of contents may say more of a paper than its title: 「……办法（试行）（2018年，已废止）」.
ALIKE = 8


@dataclass(frozen=True, slots=True)
class _Label:
    """One line by which a file counts its papers.

    Attributes:
        text: what of its paper stands in the same line, behind the title.
        taken_out: it counts papers of a longer collection, of which this file need not hold the first.
        attached: it counts attachments.
        of_a_place: it counts papers by their places only, which sections and findings of one report do, too.
        common: the title that all papers share, before their number; headings of one paper differ in theirs.
    """

    name: str
    number: int
    title: str
    text: str
    taken_out: bool = False
    attached: bool = False
    position: int = 0
    of_a_place: bool = False
    common: str = ""

    @property
    def kind(self) -> str:
        """Return what is counted: 材料, 篇."""
        return _COUNTER.sub("", self.name)


@dataclass(frozen=True, slots=True)
class Part:
    """Hold the text of one document of a file, marks still in it.

    Attributes:
        label: how the file itself counts it, 「简报二」; empty where it does not.
        title: the title that the cut found; empty where facts must find it.
    """

    text: str
    label: str = ""
    title: str = ""


def partition(text: str) -> list[Part]:
    """Return the documents of a cleaned text in order: one, unless labels or titles cut it."""
    before = ""
    lines: list[str] = []
    for line in text.split("\n"):
        # What stands in mid-paragraph begins no paper.
        lines.append(_parted(line) if not before or ends_sentence(before) or _HEADS_A_PAPER.match(before) else line)
        before = marks.unmarked(line).strip() or before
    text = "\n".join(lines)
    return _by_labels(text) or _by_contents(text) or _by_titles(text) or [Part(text)]


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


def _label(line: str) -> _Label | None:
    """Return the label that a line is, or begins with; None where it is none."""
    line = _DECORATED.sub(r"\g<label>", line)
    if match := _LABEL_IN_TEXT.match(line):
        written = match["first"] or match["second"]
        if written.isdigit() or _COUNTING.fullmatch(written):
            title, text = _title_and_text(match["text"])
            return _Label(f"篇{written}", number_of(written), title, text)
        return None
    if (of_a_place := _of_a_place(line)) is not None:
        return of_a_place
    run_on = _LABEL_RUN_ON.match(line)
    if run_on and genre_of(run_on["title"]) and _COUNTING.fullmatch(run_on["n"]):
        return _Label(f"篇{run_on['n']}", number_of(run_on["n"]), run_on["title"], "")
    match = _LABEL.match(_NOTED.sub("", line))
    if match is None:
        return None
    title = match["title"].strip()
    colon = match["colon"].strip("）) ")
    if colon in ("】", "]") and match["kind"] not in (None, "篇", "材料", "简报", "范文", "例文"):
        # 「【经验一】坚持党建引领」 heads a section.
        colon = ""
    if title and (not colon or title.endswith(("。", "；", "，"))):
        return None
    written = match["first"] or match["second"] or match["of"] or match["behind"]
    if not written.isdigit() and not _COUNTING.fullmatch(written):
        return None
    if match["behind"]:
        # 「……经验材料 篇3」: what stands before it is the title of none of them.
        return _Label(f"篇{written}", number_of(written), "", "", common=line[: match.start("behind")])
    name = re.split(r"[:：】\]]", line.strip().strip("【】[]（）():："))[0]
    behind = _NUMBER_BEHIND.fullmatch(title)
    title, number = (behind["title"], behind["number"]) if behind else (title, "")
    return _Label(name, number_of(written), title, number, bool(match["of"]), match["kind"] == "附件")


def _of_a_place(line: str) -> _Label | None:
    """Return the label of a paper that is counted and opens with its place; None where a line is none."""
    if line.endswith(("。", "；", "，", "：", ":")):
        return None
    for pattern in (_LABEL_OF_A_PLACE, _COUNTED_PLACE):
        match = pattern.match(line)
        if match is None:
            continue
        named = match.groupdict()
        written = named.get("n") or named.get("first") or named.get("second") or ""
        if end_of_place(named["title"]) and (written.isdigit() or _COUNTING.fullmatch(written)):
            kind = named.get("kind") or ("篇" if named.get("second") else "")
            return _Label(f"{kind}{written}", number_of(written), named["title"], "", of_a_place=True)
    match = _COUNTED_REPORT.match(line)
    if match is not None and genre_of(match["title"]) and _COUNTING.fullmatch(match["n"]):
        places = find_places(match["title"])
        if (places and places[0].start <= NEAR_THE_BEGINNING) or end_of_place(match["title"]):
            return _Label(match["n"], number_of(match["n"]), match["title"], "", of_a_place=True)
    return None


def _counted_over_a_head(lines: list[str], position: int) -> _Label | None:
    """Return the label of a paper whose counted title stands over what only papers have there; None where a line is none.

    「二、关于校园安全督查情况的通报」 over 「各学校：」, 「二、做优“一校一品”」 over 「——某中心经验交流发言」.
    """
    match = _COUNTED_TITLE.match(marks.unmarked(lines[position]).strip())
    if match is None or not _COUNTING.fullmatch(match["n"]):
        return None
    below = next((plain for line in lines[position + 1 :] if (plain := marks.unmarked(line).strip())), "")
    addressed = SALUTATION.match(below) and genre_of(_IN_BRACKETS.sub("", match["title"]))
    spoken = SUBTITLE.match(below) and _SPOKEN.search(below)
    if not addressed and not spoken:
        return None
    title = f"{match['title']}{below}" if spoken else match["title"]
    return _Label(match["n"], number_of(match["n"]), title, "", of_a_place=True)


def _counted_beside(lines: list[str], labels: list[_Label], end: int, after: _Label) -> _Label | None:
    """Return the label between two that count papers as headings of one level: 「二、经验交流：……」; None where there is none."""
    level = marks.heading_level(lines[end])
    if not labels or level is None or after.kind:
        return None
    for position in range(labels[-1].position + 1, end):
        match = _COUNTED_HEADING.match(marks.unmarked(lines[position]).strip())
        if match and marks.heading_level(lines[position]) == level and number_of(match["n"]) == after.number - 1:
            return _Label(match["n"], number_of(match["n"]), match["title"], "", position=position, of_a_place=True)
    return None


def _title_and_text(line: str) -> tuple[str, str]:
    """Return the title with which a line begins and the text behind it, which begins with the same place; no title where none does."""
    for end in range(8, min(60, len(line) - 2)):
        if line[end : end + 2] == line[:2] and genre_of(line[:end]):
            return line[:end], line[end:]
    return "", line


def _by_labels(text: str) -> list[Part]:
    lines = text.split("\n")
    labels: list[_Label] = []
    counted = 0
    for position, line in enumerate(lines):
        label = _label(marks.unmarked(line)) or _counted_over_a_head(lines, position)
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
        if labels and label.number > 1 and bool(label.kind) != bool(labels[-1].kind):
            # 「二、……整改报告」 goes on with no 「简报一」.
            continue
        if label.number == counted + 2 and (between := _counted_beside(lines, labels, position, label)) is not None:
            labels.append(between)
            counted += 1
        if label.number == counted + 1 or (taken_out and label.number > counted):
            counted = label.number
            labels.append(replace(label, position=position))
    if len(labels) < 2 or len({label.common for label in labels if label.common}) > 1:
        return []
    if labels[0].of_a_place and _are_of_one_paper(lines, labels):
        return []
    head = [line for line in lines[: labels[0].position] if line.strip()]
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
    return _with_what_stands_above(lines[: labels[0].position], parts)


def _are_of_one_paper(lines: list[str], labels: list[_Label]) -> bool:
    """Tell whether places head sections of one report: behind its own text or headings, or counted on without a place.

    「二、存在问题」, and 「1、芮城县：食堂索证索票不齐全」 under it.
    """
    above = [marks.unmarked(line).strip() for line in lines[: labels[0].position]]
    above = [line for line in above if not EDITORS_NOTE.match(line)]
    if any(_COUNTED_PAPER.match(line) and _label(line) is None for line in above):
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


def _counts_on(lines: list[str], first: _Label) -> bool:
    """Tell whether lines go on to count papers as a first label does."""
    return any(
        label.kind == first.kind and label.number == 2 for line in lines if (label := _label(marks.unmarked(line)))
    )


def _are_listed(lines: list[str], labels: list[_Label]) -> bool:
    """Tell whether labels stand one under the other, with nothing between them: in a table of contents."""
    filled = sum(bool(line.strip()) for line in lines[labels[0].position : labels[-1].position + 1])
    return filled == len(labels)


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
    listed = set(contents_lines(above)) | {line.strip() for line in above if _label(marks.unmarked(line))}
    said = [
        line
        for line in above
        if line.strip() not in listed and (line.rstrip().endswith(_STOPS) or len(line.strip()) > LONG_LINE)
    ]
    if not said:
        return parts
    text = "\n".join(line for line in above if line.strip() not in listed).strip("\n")
    if sum(map(len, said)) >= SHORTEST_PART:
        return [Part(text), *parts]
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
