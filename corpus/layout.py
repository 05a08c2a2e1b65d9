"""Mend what conversion did to lines: page numbers in mid-sentence, hard wraps, paragraphs run into one line."""

from __future__ import annotations

import itertools
import re

from corpus import marks

_SENTENCE_END = "。！？；：!?;:”’』」》）)…．."
_CUT = re.compile(r"^(\d{1,3})、(?=\S)")
_NUMBERED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．]|第[一二三四五六七八九十百零\d]{1,5}[编章节条款项篇部分]"
    r"|[（(]?\d{1,3}[）)、.．](?!\d)|[①-⑳❶-❿]|[▲●◆■★☆○◇□△•·➢✓]|NO\.?\s?\d|附件|附[:：]|注[:：]|[-*+] |>|\|)",
    re.IGNORECASE,
)
# 「第十二条」, with which an article of a regulation begins.
ARTICLE = re.compile(r"^第(?P<n>[一二三四五六七八九十百]{1,4})条")
# A line by itself that counts papers: 「【篇二】」, 「材料三：」.
COUNTS_A_PAPER = re.compile(
    r"^[【\[（(〔]?(?:第[一二三四五六七八九十\d]{1,3}篇|[\u4e00-\u9fff]{0,6}?(?:篇|材料|范文|例文|简报|案例|经验|发言|讲话|报告|汇报|总结|方案|收文|来文|发文)[之（(]?\s*[一二三四五六七八九十\d]{1,3}[）)]?号?)"
    r"(?:[】\]）)〕]\s*[:：]?.{0,60}|\s*[:：].{0,60})?$"
)
_INLINE_HEADING = re.compile(
    r"(?<=[。！？；：!?;:）)”])[ \u3000]*"
    r"(?=(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[\u4e00-\u9fff“《])"
)
_BLANK_RUN = re.compile(r"(?:[ \t]*\u3000[ \t\u3000]*|[ \t\u00a0]{2,})")
_OPENING = re.compile(
    r"^(?:近年来|近几年|近期|今年以来|多年来|长期以来|为(?:了|进一步|深入|认真|全面|切实|贯彻|落实|加快|推进|规范|加强)"
    r"|根据|按照|依据|遵照|尊敬的|各位|同志们|老师们|各(?:镇|乡|县|区|市|街道|学校|单位|科室|有关)|时光|随着|在.{2,20}领导下"
    r"|一年来|\d{4}年(?:以来|[，,度初])|截至|自\d{4}年|我[县区市校镇局]|全[县区市])"
)

# A title, a document number or an addressee ends its line, however wide.
_OWN_LINE = re.compile(
    r"(?:的?(?:通知|意见|方案|办法|报告|请示|批复|函|决定|通报|公告|通告|细则|规定|条例|简报|总结|纪要|材料|汇报)|[〔\[]\d{4}[〕\]]\s*\d+\s*号)$"
)
# 「(《督导简报》2022年第9期)」 and 「(2022年9月5日在……会上)」 stand under a title.
_SAYS_WHENCE = re.compile(r"[（(](?:《|(?:19|20)\d{2}年)")
# 「某县教师发展中心　2023年11月30日」 heads a briefing.
_WHO_AND_WHEN = re.compile(
    r"^[^，。；：]{4,40}(?:局|委|办|室|中心|政府|委员会|协会|学校|编|印发?|主办|[期）)])\s*(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$"
)
# 「——某镇留守儿童关爱活动侧记」; but 「——坚持公益普惠。……」 is an item that runs on.
_SUBTITLE = re.compile(r"^——[^，。；：]{4,30}(?:材料|记|经验|汇报|报告|发言|讲话|做法|实践|调查|探索|思考|纪实)$")
_CONNECTIVE = re.compile(r"^(?:首先|其次|再次|最后|同时|此外|另外|总之|因此|然而|但是)[，,]")


def is_numbered(line: str) -> bool:
    """Tell whether a line begins as a heading or list item: 一、（一）1. 第三条 ▲ and the like."""
    return bool(_NUMBERED.match(line))


def opens_a_text(line: str) -> bool:
    """Tell whether a line begins as official papers begin: 近年来……, 根据……, 尊敬的……."""
    return bool(_OPENING.match(line))


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends where a sentence, a clause list or a quotation may end."""
    stripped = marks.unmarked(line).rstrip()
    # 「资金2.」 at a page's end is half a figure, no full stop.
    return bool(stripped) and stripped[-1] in _SENTENCE_END and not re.search(r"\d[.．]$", stripped)


def join_page_cuts(text: str) -> str:
    """Join a text that a site cut into numbered pages: 「…培养好每」「2、一名学生…」.

    The numbers run 1, 2, 3 … at line starts, the pages are long, and at least half of the cuts, two at the
    least, fall in mid-sentence: that is no list of items.
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    cuts: list[int] = []
    for number in filled:
        match = _CUT.match(lines[number])
        if match and int(match[1]) == len(cuts) + 1:
            cuts.append(number)
    before = {number: filled[i - 1] for i, number in enumerate(filled) if i}
    inner = [number for number in cuts[1:] if len(lines[before[number]]) >= 60]
    broken = [number for number in inner if not ends_sentence(lines[before[number]])]
    if len(broken) < 2 or len(broken) * 2 < len(cuts) - 1:
        return text
    # Where paragraphs are set apart by runs of blanks inside the pages, a page that begins without one goes on.
    blank_set = sum(bool(_BLANK_RUN.search(lines[number].strip())) for number in cuts) * 2 >= len(cuts)
    joined: list[str] = []
    for number, line in enumerate(lines):
        if number not in cuts:
            joined.append(line)
            continue
        body = _CUT.sub("", line)
        if number in broken or (blank_set and number in inner and not re.match(r"\s", body)):
            while joined and not joined[-1].strip():
                joined.pop()
            joined[-1] += marks.PAGE + body
        else:
            joined.append(body if number == cuts[0] else marks.PAGE + body)
    return "\n".join(joined)


# What stands at the foot of an issue: 「报：……　送：……　共印120份」.
_PRINTED = re.compile(r"共印\s*\d+\s*份|^(?:报|送|发|抄送|抄报|主送)[:：]")


def join_across_pages(text: str) -> str:
    """Join a sentence that runs over a page's end; the page mark stays between its halves."""
    lines = text.split("\n")
    joined: list[str] = []
    for line in lines:
        filled = next((n for n in range(len(joined) - 1, -1, -1) if joined[n].strip(" " + marks.PAGE)), None)
        crossed = filled is not None and any(
            set(between) <= {marks.PAGE} and between for between in joined[filled + 1 :]
        )
        above = joined[filled] if filled is not None else ""
        if (
            crossed
            and line.strip(marks.PAGE)
            and len(above) >= 25
            and not ends_sentence(above)
            and not _is_structural(above)
            and not _is_structural(line)
            and not is_numbered(line)
            and not _OWN_LINE.search(above)
            and not _PRINTED.search(above)
            and not COUNTS_A_PAPER.match(line.strip())
        ):
            assert filled is not None
            pages = marks.PAGE * "".join(joined[filled + 1 :]).count(marks.PAGE)
            joined[filled:] = [above + pages + line]
        else:
            joined.append(line)
    return "\n".join(joined)


def split_long_paragraphs(text: str) -> str:
    """Give paragraphs back their lines where a converter left runs of blanks, or headings in mid-line."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) < 80 or line.startswith("|"):
            lines.append(line)
            continue
        pieces = [line]
        runs = [piece for piece in _BLANK_RUN.split(line) if piece.strip()]
        # A run of blanks is a paragraph only where what stands before it may end one: a name set as
        # 「张  某」 or a ruled blank 「共    人」 is none.
        if len(runs) > 1 and sum(map(len, runs)) / len(runs) >= 20:
            pieces = runs
        for piece in pieces:
            lines += [part.strip() for part in _INLINE_HEADING.split(piece) if part.strip()]
    return "\n".join(lines)


def join_wrapped_lines(text: str) -> str:
    """Join lines that a fixed width broke in mid-sentence.

    A line runs on when it ends in a comma, or when it ends in no mark at all and the text has at least three
    such lines of about its width, as only a hard wrap leaves them. Headings, list items, table rows and blank
    lines end a line for good.
    """
    lines = text.split("\n")
    open_widths = sorted(
        len(line)
        for line, following in itertools.pairwise(lines)
        if 18 <= len(line) <= 50 and following.strip() and not ends_sentence(line) and not _is_structural(line)
    )
    joined: list[str] = []
    previous = ""
    for line in lines:
        if joined and _runs_on(previous, joined[-1], line, open_widths):
            joined[-1] = _glue(joined[-1], line)
        else:
            joined.append(line)
        previous = line
    return "\n".join(joined)


def _is_structural(line: str) -> bool:
    plain = line.strip()
    return not plain or marks.heading_level(line) is not None or plain.startswith(("|", marks.SEAM))


def _runs_on(previous: str, paragraph: str, line: str, open_widths: list[int]) -> bool:
    if _is_structural(previous) or _is_structural(line) or is_numbered(marks.unmarked(line)):
        return False
    end = previous.rstrip(marks.PAGE)
    if end[-1:] in "，,、":
        return True
    if _SAYS_WHENCE.match(line) or COUNTS_A_PAPER.match(marks.unmarked(line)):
        return False
    if _WHO_AND_WHEN.match(end) or _SUBTITLE.match(end):
        return False
    if ends_sentence(end) or opens_a_text(line) or _OWN_LINE.search(end) or (_OWN_LINE.search(line) and len(line) < 30):
        return False
    if previous.endswith(marks.PAGE) or line.startswith(marks.PAGE):
        return len(previous) >= 18
    if previous == paragraph and is_numbered(previous) and len(previous) <= 30:
        return False
    if _CONNECTIVE.match(end):
        return True
    width = len(previous)
    return 18 <= width <= 50 and sum(abs(width - other) <= 8 for other in open_widths) >= 3


def _glue(left: str, right: str) -> str:
    plain_left, plain_right = left.rstrip(marks.PAGE), right.lstrip(marks.PAGE)
    spaced = plain_left[-1:].isascii() and plain_right[:1].isascii() and plain_left[-1:].isalnum()
    spaced = spaced and plain_right[:1].isalnum() and not (plain_left[-1:].isdigit() and plain_right[:1].isdigit())
    return f"{left} {right}" if spaced else left + right
