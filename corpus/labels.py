"""Lines by which a file counts its papers: 「【篇二】」, 「第三篇：题目」, 「二、某县……情况汇报」 over an addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus import marks
from corpus.boundaries import SALUTATION, SUBTITLE
from corpus.figures import number_of
from corpus.places import end_of_place, find_places
from corpus.titles import genre_of, looks_like_title

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
# 「篇三　“三全”资助育人　让每一名学子都有人生出彩机会」
_LABEL_OF_A_SLOGAN = re.compile(
    r"^(?:(?:篇|之)(?=[一二三四五六七八九十]{1,3}(?:\s+[\u4e00-\u9fff]|\s*[“《]))|之(?=[二三四五六七八九十]))"
    r"(?P<n>[一二三四五六七八九十]{1,3})\s*(?P<title>[^。；：:]{8,60})$"
)
# 「第2篇　以人为本　内外兼修　打造示范学校」; 「第一篇文章讲的是……。」 is a sentence.
_LABEL_OF_AN_ARTICLE = re.compile(
    r"^[【\[（(]?(?:第(?=[一二三四五六七八九十\d]{1,3}篇)|(?:材料|报告|汇报|总结|文件)(?![一二三四五六七八九十](?:是|般|经|旦|直|个|些|次|类|种|项|方面)))(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})篇?[】\]）)]?\s*(?!篇)(?P<title>[^。；：:，,].{6,58}[^。；：:，,、])$"
)
# 「案例三　让专业的人教专业的课——某县体育美育“县管走教”案例」
_LABEL_OF_A_CASE = re.compile(
    r"^[【\[（(]?案例(?P<n>[一二三四五六七八九十]|十[一二三四五六七八九]|\d{1,2})[】\]）)]?[\s:：]*(?P<title>[^。；]{4,40}——[^。；]{4,40}(?:案例|实践|经验|做法|探索|纪实))$"
)
# 「经验材料（一）：」, 「典型发言二」, 「〔收文3号〕」
_LABEL_LOOSELY = re.compile(
    r"^[【\[（(〔]?(?P<kind>[\u4e00-\u9fff]{0,6}(?:简报|材料|范文|案例|经验|发言|讲话|报告|汇报|总结|方案|收文|来文|发文|篇))(?:之(?=[一二三四五六七八九十])|[（(](?=[一二三四五六七八九十\d]{1,3}[）)]))?"
    r"(?P<n>[一二三四五六七八九十]{1,3}|(?<=文)\d{1,2}|(?<=[（(])\d{1,2})[）)]?号?[】\]）)〕]?\s*[:：]?\s*(?:[（(][^（()）]{2,14}[期号登载录编][）)])?$"
)
# 「————材料一————」
_DECORATED = re.compile(r"^[—–=＝*＊-]{2,}\s*(?P<label>[^—–=＝*＊-]{2,40}?)\s*[—–=＝*＊-]{2,}$")
# 「材料之四（书面交流）」
_NOTED = re.compile(
    r"(?<=[一二三四五六七八九十\d])\s*[（(](?:书面|交流|会议|大会|典型|现场|参阅|摘要|节选|续)[\u4e00-\u9fff]{0,4}[）)]$"
)
# 「第一篇静宁县：一颗苹果富一方」, 「材料二南部县：……做法」: a counted paper whose title names a place and runs on to its number.
_LABEL_OF_A_PLACE = re.compile(
    r"^[【\[（(]?(?:(?P<kind>材料|经验|案例|篇|简报|条目|典型|动态|专题)(?P<first>[一二三四五六七八九十]{1,2}|\d{1,2})|第(?P<second>[一二三四五六七八九十]{1,3}|\d{1,2})篇)[】\]）)]?\s*(?P<title>[\u4e00-\u9fffXxＸ×].{5,60})$"
)
# 「2、霍邱县：“教联体”的五种模式」
_COUNTED_PLACE = re.compile(
    r"^(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]\s*(?P<title>[\u4e00-\u9fff]{2,9}[县市区旗州][:：].{4,50})$"
)
# 「第一部分　医保业务常用名词解释」, 「第二部分　某局……自查报告」
_LABEL_OF_A_PART = re.compile(r"^第(?P<n>[一二三四五六七八九十]{1,2})部分[\s:：]*(?P<title>\S[^。；：:]{9,60})$")
_PARTS_OF_A_FILE = frozenset(
    "名词解释 政策解读 自查报告 规范性文件 情况汇报 汇报材料 经验材料 实施方案 讲话稿 调研报告".split()
)
# 「三、政策解读：《某县……办法》」
_COUNTED_EXPLANATION = re.compile(
    r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>(?:政策)?(?:解读|问答|起草说明)[:：]\s*《[^《》]{4,60}》.{0,40})$"
)
# 「三、芮城县生态环境保护工作情况汇报（2024年2月）」
_COUNTED_REPORT = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>[^。；，：:]{8,50})$")
# 「二、做优“一校一品” 激活职教动能」
_COUNTED_TITLE = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>[^。；：:]{6,60})$")
_COUNT_ALONE = re.compile(r"^[（(]?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})[、.．）)]$")
# The title of a collection says so.
COLLECTS = re.compile(r"汇编|选编|精选|汇集|集锦|合集|第\s*\d+\s*[辑集]")
_COUNTED_HEADING = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、\s*(?P<title>.{4,60})$")
_SPOKEN = re.compile(r"(?:发言|讲话|汇报|交流|材料|经验|纪实|报告)(?:材料|稿)?$")
_IN_BRACKETS = re.compile(r"[（(][^（()）]{2,30}[）)]$")
_BLOTTED = re.compile(r"(?:[XxＸ×]{1,4}|某)[省市县区旗州镇乡][:：]")
# A place stands so near the beginning of its paper's title: 共青团元阳县委.
NEAR_THE_BEGINNING = 4
# 「……实施方案云政办发〔2022〕15号」: a title with its paper's number behind it.
_NUMBER_BEHIND = re.compile(
    r"(?P<title>.*?(?:方案|办法|通知|意见|规定|细则|规划|计划|决定|报告))\s*(?P<number>[\u4e00-\u9fff]{2,8}[〔\[（(]\d{4}[〕\])）]\s*\d+\s*号)$"
)
# 十二, 二十; and not 三一.
_COUNTING = re.compile(r"[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?")
_COUNTER = re.compile(r"[一二三四五六七八九十\d\s]+")


@dataclass(frozen=True, slots=True)
class Label:
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
    def counts_parts(self) -> bool:
        """Tell whether it counts parts, 第一部分, which one report under its own title has, too."""
        return self.name.endswith("部分")

    @property
    def kind(self) -> str:
        """Return what is counted: 材料, 篇."""
        return _COUNTER.sub("", self.name)


def label_of(line: str) -> Label | None:
    """Return the label that a line is, or begins with; None where it is none."""
    line = _DECORATED.sub(r"\g<label>", line)
    if match := _LABEL_IN_TEXT.match(line):
        written = match["first"] or match["second"]
        if written.isdigit() or _COUNTING.fullmatch(written):
            title, text = _title_and_text(match["text"])
            return Label(f"篇{written}", number_of(written), title, text)
        return None
    if (case := _LABEL_OF_A_CASE.match(line)) is not None:
        return Label(f"案例{case['n']}", number_of(case["n"]), case["title"], "")
    if (of_a_place := _of_a_place(line)) is not None:
        return of_a_place
    run_on = _LABEL_RUN_ON.match(line) or _LABEL_OF_A_SLOGAN.match(line)
    if run_on and (genre_of(run_on["title"]) or _LABEL_OF_A_SLOGAN.match(line)) and _COUNTING.fullmatch(run_on["n"]):
        return Label(f"篇{run_on['n']}", number_of(run_on["n"]), run_on["title"], "")
    article = _LABEL_OF_AN_ARTICLE.match(line)
    if article and (article["n"].isdigit() or _COUNTING.fullmatch(article["n"])):
        return Label(f"篇{article['n']}", number_of(article["n"]), article["title"], "")
    part = _LABEL_OF_A_PART.match(line)
    if part and genre_of(part["title"]) in _PARTS_OF_A_FILE:
        return Label(f"第{part['n']}部分", number_of(part["n"]), part["title"], "")
    if explains := _COUNTED_EXPLANATION.match(line):
        return Label(explains["n"], number_of(explains["n"]), explains["title"], "", of_a_place=True)
    if loose := _LABEL_LOOSELY.match(line):
        # 「简报（三）」, 「简报之二」 and 「简报一（第7期）」 count one collection.
        return Label(f"{loose['kind']}{loose['n']}", number_of(loose["n"]), "", "")
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
        return Label(f"篇{written}", number_of(written), "", "", common=line[: match.start("behind")])
    name = re.split(r"[:：】\]]", line.strip().strip("【】[]（）():："))[0]
    behind = _NUMBER_BEHIND.fullmatch(title)
    title, number = (behind["title"], behind["number"]) if behind else (title, "")
    return Label(name, number_of(written), title, number, bool(match["of"]), match["kind"] == "附件")


def _of_a_place(line: str) -> Label | None:
    """Return the label of a paper that is counted and opens with its place; None where a line is none."""
    if line.endswith(("。", "；", "，", "：", ":")):
        return None
    for pattern in (_LABEL_OF_A_PLACE, _COUNTED_PLACE):
        match = pattern.match(line)
        if match is None:
            continue
        named = match.groupdict()
        written = named.get("n") or named.get("first") or named.get("second") or ""
        # 「简报四　XX区：给教育集团“画像”」, its place blotted out
        placed = end_of_place(named["title"]) or _BLOTTED.match(named["title"])
        if placed and (written.isdigit() or _COUNTING.fullmatch(written)):
            kind = named.get("kind") or ("篇" if named.get("second") else "")
            return Label(f"{kind}{written}", number_of(written), named["title"], "", of_a_place=True)
    match = _COUNTED_REPORT.match(line)
    if match is not None and genre_of(match["title"]) and _COUNTING.fullmatch(match["n"]):
        places = find_places(match["title"])
        if (places and places[0].start <= NEAR_THE_BEGINNING) or end_of_place(match["title"]):
            return Label(match["n"], number_of(match["n"]), match["title"], "", of_a_place=True)
    return None


def counted_over_a_head(lines: list[str], position: int) -> Label | None:
    """Return the label of a paper whose counted title stands over what only papers have there; None where a line is none.

    「二、关于校园安全督查情况的通报」 over 「各学校：」, 「二、做优“一校一品”」 over 「——某中心经验交流发言」.
    """
    # 「（一）松垣县教育经费投入与使用情况的汇报」
    line = re.sub(r"^[（(]([一二三四五六七八九十]{1,3})[）)]\s*", r"\1、", marks.unmarked(lines[position]).strip())
    match = _COUNTED_TITLE.match(line)
    if (alone := _COUNT_ALONE.match(line)) and _heads_a_title(lines, position):
        return Label(alone["n"], number_of(alone["n"]), "", "")
    if match is None or not _COUNTING.fullmatch(match["n"]):
        return None
    if genre_of(match["title"]) and COLLECTS.search(next((line for line in lines if line.strip()), "")):
        # 「一、某街道办事处发言材料」 in 「……发言材料汇编」
        return Label(match["n"], number_of(match["n"]), match["title"], "", of_a_place=True)
    below = next(filled_below(lines, position), "")
    addressed = SALUTATION.match(below) and genre_of(_IN_BRACKETS.sub("", match["title"]))
    spoken = SUBTITLE.match(below) and _SPOKEN.search(below)
    if not addressed and not spoken:
        return None
    title = f"{match['title']}{below}" if spoken else match["title"]
    return Label(match["n"], number_of(match["n"]), title, "", of_a_place=True)


def _heads_a_title(lines: list[str], position: int) -> bool:
    """Tell whether the next two lines that hold anything are a title and what stands under one: a subtitle, a number, a text."""
    title, under_it = [*islice(filled_below(lines, position), 2), "", ""][:2]
    return looks_like_title(title) and bool(under_it)


def filled_below(lines: list[str], position: int) -> Iterator[str]:
    """Yield the lines below one that hold anything, without marks."""
    return (plain for line in islice(lines, position + 1, None) if (plain := marks.unmarked(line).strip()))


def counted_beside(lines: list[str], labels: list[Label], end: int, after: Label) -> Label | None:
    """Return the label between two that count papers as headings of one level: 「二、经验交流：……」; None where there is none."""
    level = marks.heading_level(lines[end])
    if not labels or level is None or after.kind:
        return None
    for position in range(labels[-1].position + 1, end):
        match = _COUNTED_HEADING.match(marks.unmarked(lines[position]).strip())
        if match and marks.heading_level(lines[position]) == level and number_of(match["n"]) == after.number - 1:
            return Label(match["n"], number_of(match["n"]), match["title"], "", position=position, of_a_place=True)
    return None


def _title_and_text(line: str) -> tuple[str, str]:
    """Return the title with which a line begins and the text behind it, which begins with the same place; no title where none does."""
    for end in range(8, min(60, len(line) - 2)):
        if line[end : end + 2] == line[:2] and genre_of(line[:end]):
            return line[:end], line[end:]
    return "", line
