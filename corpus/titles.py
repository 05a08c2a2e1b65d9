"""Find title lines, what genre they name, and the doubled ones that web pages leave."""

from __future__ import annotations

import re

from corpus import marks
from corpus.layout import is_numbered

# 文种 by the words that a title ends in; the first that fits wins, so the longer stand first.
GENRES: tuple[tuple[str, str], ...] = (
    ("汇报发言材料", "汇报材料"),
    ("汇报发言", "汇报材料"),
    ("经验交流材料", "经验材料"),
    ("经验汇报材料", "经验材料"),
    ("经验材料", "经验材料"),
    ("典型经验", "经验材料"),
    ("经验做法", "经验材料"),
    ("经验交流", "经验材料"),
    ("情况汇报", "情况汇报"),
    ("工作汇报", "汇报材料"),
    ("汇报材料", "汇报材料"),
    ("汇报", "汇报材料"),
    ("实施方案", "实施方案"),
    ("工作方案", "实施方案"),
    ("行动方案", "实施方案"),
    ("行动计划", "实施方案"),
    ("方案", "实施方案"),
    ("自查自评报告", "自查报告"),
    ("自查报告", "自查报告"),
    ("自评报告", "自查报告"),
    ("调研报告", "调研报告"),
    ("调查报告", "调研报告"),
    ("工作报告", "工作报告"),
    ("述职报告", "工作报告"),
    ("工作总结", "工作总结"),
    ("总结", "工作总结"),
    ("工作简报", "工作简报"),
    ("简报", "工作简报"),
    ("工作动态", "工作简报"),
    ("政策解读", "政策解读"),
    ("解读", "政策解读"),
    ("名词解释", "名词解释"),
    ("讲话稿", "讲话稿"),
    ("讲话", "讲话稿"),
    ("致辞", "讲话稿"),
    ("主持词", "讲话稿"),
    ("讲话提纲", "讲话稿"),
    ("表态发言", "讲话稿"),
    ("实施细则", "规范性文件"),
    ("实施办法", "规范性文件"),
    ("管理办法", "规范性文件"),
    ("暂行办法", "规范性文件"),
    ("办法", "规范性文件"),
    ("条例", "法规"),
    ("规定", "规范性文件"),
    ("规划", "规划"),
    ("工作要点", "工作计划"),
    ("工作计划", "工作计划"),
    ("计划", "工作计划"),
    ("意见", "意见"),
    ("通知", "通知"),
    ("通报", "通报"),
    ("通告", "通告"),
    ("公告", "公告"),
    ("公报", "公报"),
    ("决定", "决定"),
    ("请示", "请示"),
    ("批复", "批复"),
    ("纪要", "纪要"),
    ("议案", "议案"),
    ("报告", "报告"),
    ("函", "函"),
    ("材料", "材料"),
    ("统计表", "统计表"),
    ("情况表", "统计表"),
    ("一览表", "统计表"),
    ("台账", "统计表"),
)
_SUFFIX = re.compile(
    r"(?:[_＿\s]|[（(](?:[^（()）]*(?:篇|则|范文|精选|合集|试行|草案|暂行|修订|送审|征求)[^（()）]*|[一二三四五六七八九十\d])[）)]|范文|[一二三四五六七八九十\d]+[篇则份]|\d)+$"
)
_COLLECTION = re.compile(r"^\s*[（(](?:通用|精选|共|合集|集合|优秀|最新|推荐)*\s*\d+\s*[篇则份][^（()）]{0,6}[）)]\s*")
_HEAD_LINE = re.compile(
    r"(?:局|委|委员会|政府|办公室|学校|中学|小学|幼儿园|中心|集团|专班|领导小组|支部|党委)(?:[（(]20\d\d年\d{1,2}月(?:\d{1,2}日)?[）)])?$"
)
LONGEST_HEAD_LINE, LONGEST_TITLE = 50, 60
_OFFICE = r"(?:局|委员会|办公室|人民政府(?!办)|(?<=[县市区省州])委|部|联合会|银行)"
_OFFICE_ENDS, _ENDS_IN_AN_OFFICE = re.compile(_OFFICE), re.compile(_OFFICE + "$")
# 「题目_」; but 「姓名____」 is to be filled in.
_DOUBLED = re.compile(r"^[^_＿]*[^_＿][_＿]$")
_CONTINUES = re.compile(r"^(?:[的是，,、；;：在有要为应需已和与及将]|工作|取得|必须|成效|指|，|情况良好)")
# 「……工作汇报某县人民政府（2022年9月16日）」: who wrote it and when, run on behind a title.
_BYLINE_BEHIND = re.compile(
    r"(?P<title>.{6,}?(?:汇报|报告|材料|总结|方案|讲话|发言))[\u4e00-\u9fff]{2,16}(?:局|政府|委员会|办公室|委|学校|中学|小学)[（(]?(?:(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?)[）)]?"
)
# 「……自查报告……自查报告」: a site that prints a title twice in one line.
_TWICE = re.compile(r"(?P<title>(?![\s_＿-]).{6,120}(?<![\s_＿-]))[\s_＿-]*+(?P=title)")
_DECORATED = re.compile(r"^[☆★◆◇■□●○▲△◎※\s]+|[☆★◆◇■□●○▲△◎※\s]+$")
_SET_OFF = re.compile(r"^[☆★◆◇■□●○▲△◎※].*[☆★◆◇■□●○▲△◎※]$")
_SAYS_ITS_GENRE = re.compile(r"[（(](?P<said>[^（()）]{2,12}(?:材料|发言|讲话|汇报|报告|简报))[）)]$")
_LAW = re.compile(r"^(?:中华人民共和国)?[\u4e00-\u9fff]{2,30}法(?:（.*）)?$")


# 「督导简报」 over 「2021年第3期」 is the name of a series, and the title of the only article stands under both.
_OF_A_SERIES = re.compile(r"[\u4e00-\u9fff“” 　]{0,14}(?:简报|动态|快报|专报|通讯|情况交流|教育信息)")


def names_a_series(line: str) -> bool:
    """Tell whether a line is no more than the name of a series of briefings: 「督导简报」."""
    return _OF_A_SERIES.fullmatch(line) is not None


def series_over(text: str, title: str) -> str:
    """Return the name of the series that stands over a paper's title; "" where none does."""
    first = text.split("\n", 1)[0].strip()
    return first if first != title and names_a_series(first) else ""


def genre_of(title: str) -> str:
    """Return the genre (文种) that the last words of a title name, or an empty string."""
    plain = _SUFFIX.sub("", title.strip().strip("《》“”")).strip()
    plain = re.sub(r"[（(][^（()）]*[）)]$", "", plain)
    plain = plain.removesuffix("》").removesuffix("）")
    for ending, genre in GENRES:
        if plain.endswith(ending):
            return genre
    if _LAW.match(plain):
        return "法规"
    if behind := _SAYS_ITS_GENRE.search(title.strip()):
        # 「把学校办成孩子的第二个家（经验交流材料）」
        return genre_of(behind["said"])
    for ending, genre in GENRES:
        if len(ending) >= 4 and ending in plain:
            return genre
    return ""


def is_set_off(line: str) -> bool:
    """Tell whether a line stands between ornaments: 「☆ 某县：……扮靓山乡 ☆」."""
    return _SET_OFF.match(line.strip()) is not None


def without_offices(line: str) -> str:
    """Return a long title without the several offices that issue it together: 「甲局乙局……关于印发《……》的通知」."""
    at = line.find("关于")
    if len(line) <= LONGEST_TITLE or at < 0 or len(_OFFICE_ENDS.findall(line[:at])) < 2:
        return line
    return line[at:] if _ENDS_IN_AN_OFFICE.search(line[:at].rstrip()) else line


def looks_like_title(line: str) -> bool:
    """Tell whether a line could be a title: short, no sentence, no list item."""
    plain = marks.unmarked(line).strip()
    if is_set_off(plain):
        plain = _DECORATED.sub("", plain)
    plain = without_offices(plain)
    return (
        4 <= len(plain) <= LONGEST_TITLE
        and not is_numbered(plain)
        and not re.search(r"[。！？?!；;：:，,、]$", plain)
        and plain.count("，") + plain.count(",") <= 2
        and "。" not in plain
        and not re.fullmatch(r"[\d\s年月日./:-]+|[（(][^（()）]*[）)]", plain)
    )


# 「篇二南浦县2022年……情况汇报」, whose blank was lost
_COUNTED = re.compile(
    r"^[【\[（(]?(?:篇|第(?=[一二三四五六七八九十]{1,3}篇))[一二三四五六七八九十]{1,3}篇?(?!章)[】\]）)]?\s*[:：]?\s*(?=[\u4e00-\u9fff]{2})"
)


# 「文件一某县……管理办法（试行）」
_COUNTED_FILE = re.compile(
    r"^(?:文件|材料|简报|案例|报告|方案|范文)[一二三四五六七八九十][:：、\s]*(?P<title>[\u4e00-\u9fff].{6,})$"
)


def tidy_title(line: str) -> str:
    """Return a title without what sites and editors put around it: 「_」, 「(通用6篇)」, 「最新」."""
    plain = _COUNTED.sub("", without_offices(marks.unmarked(line).strip().strip("_＿ ")))
    if (counted := _COUNTED_FILE.match(plain)) and genre_of(counted["title"]):
        plain = counted["title"]
    plain = re.sub(r"\.(?:docx?|wps|pdf|txt|rtf)$", "", plain, flags=re.IGNORECASE)
    # 「（旧）某县校车安全管理办法（试行）」
    plain = re.sub(r"^[（(【\[](?:新|旧|原|老|新版|旧版|现行|修订[前后])[）)】\]]\s*", "", plain)
    if twice := _TWICE.fullmatch(plain):
        plain = twice["title"]
    if byline := _BYLINE_BEHIND.fullmatch(plain):
        plain = byline["title"]
    plain = re.sub(
        r"^\[[A-Za-z]{2,5}\]\s*|[（(](?:最新|完整版?|收藏版|下载版|精品版?|精选|推荐|\d+字)[）)]$", "", plain
    )
    plain = re.sub(r"^(?:\d{8}|\d{0,4}年最新|最新|\[?精品\]?|【[^】]{1,6}】)", "", plain)
    plain = _COLLECTION.sub("", plain)
    shortened = re.sub(
        r"[（(](?:通用|精选|共|合集|集合|优秀|最新|推荐)*\s*\d+\s*[篇则份][^（()）]{0,6}[）)]$", "", plain
    )
    shortened = re.sub(r"[（(][一二三四五六七八九十]{1,3}[）)]$", "", shortened)
    shortened = shortened.strip("_＿ ")
    if twice := _TWICE.fullmatch(shortened):
        shortened = twice["title"]
    return _DECORATED.sub("", shortened) or plain


def mark_titles(text: str) -> str:
    """Mark the line of each doubled title as a title, and take the repetition out.

    A doubled title is a short line whose words begin the next line once more, as document sites print it:
    the next line is the same, or runs straight on into the text.
    """
    lines = text.split("\n")
    kept: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if looks_like_title(line):
            title = tidy_title(line)
            doubled = bool(_DOUBLED.search(line))
            following = _next_filled(lines, position)
            while following is not None and (rest := _without_title(lines[following], title)) is not None:
                doubled = True
                lines[following] = rest
                position = following
                following = None if rest else _next_filled(lines, following)
            if doubled:
                kept.append(marks.heading(title, marks.TITLE_LEVEL))
                if position < len(lines) and lines[position].strip():
                    kept.append("")
                continue
        kept.append(line)
    return "\n".join(kept)


def _next_filled(lines: list[str], position: int) -> int | None:
    for following in range(position, min(position + 4, len(lines))):
        if lines[following].strip():
            return following
    return None


def _without_title(line: str, title: str) -> str | None:
    """Return a line without the title, and its repetitions, that it begins with; None if it does not."""
    plain = line.replace(marks.SEAM, "").strip()
    main = re.split(r"——|--", title)[0]
    if not plain.startswith(title) and len(main) >= 10 and plain.startswith(main) and title in plain[: 4 * len(title)]:
        # 「题目——副题」 is first repeated without its subtitle.
        plain = plain[plain.index(title) :]
    if len(title) < 6 or not plain.startswith(title):
        return None
    rest = plain[len(title) :]
    if not rest:
        return ""
    if tidy_title(plain) == title:
        return ""
    if len(title) < 8 or _CONTINUES.match(rest):
        return None
    # Further repetitions stand close by: 「题目作者：日期：题目-某论文题目近年来……」.
    reach = rest[: 4 * len(title) + 40]
    last = 0
    found = reach.find(title)
    while found >= 0 and found - last <= 20:
        last = found + len(title)
        found = reach.find(title, last)
    rest = rest[last:]
    rest = _COLLECTION.sub("", rest)
    rest = re.sub(r"^(?:第[一1]篇[:：]\s*)" + re.escape(title) + r"(?:[（(][^（()）]{0,6}[）)])?", "", rest)
    while rest.startswith(title):
        rest = rest[len(title) :]
    return re.sub(r"^\d(?=[^\d年月.．、%])", "", rest).strip(" \u3000_-")


def title_over_byline(lines: list[str]) -> str:
    """Return the title that lines begin with, where the very next says who wrote it; empty where they do not."""
    filled = [line for line in lines if line.strip()][:2]
    if len(filled) < 2 or not looks_like_title(filled[0]) or len(filled[1]) > LONGEST_HEAD_LINE:
        return ""
    return tidy_title(filled[0]) if _HEAD_LINE.search(filled[1].strip()) else ""
