"""Where one paper ends and another begins in a file: a title line is weighed by what stands before, in and after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from corpus import marks
from corpus.gazetteer import stem
from corpus.layout import COUNTS_A_PAPER, ends_sentence, opens_a_text
from corpus.persons import person_names
from corpus.places import end_of_place, find_places
from corpus.titles import genre_of, is_set_off, looks_like_title, tidy_title

# So much must speak for a line, of the weights below, to begin another paper; more where it is short and names no place.
ENOUGH, ENOUGH_FOR_SHORT = 4.0, 5.0
SHORT = 7
# A line that ends as titles of papers end weighs so much by itself.
LIKE_A_TITLE = 1.5
LONGEST_HEAD_LINE, LONGEST_SECOND_LINE = 50, 20
# How many lines, blank ones too, are looked at before and behind.
REACH_BEHIND, REACH_AHEAD = 12, 8
REACH_OF_A_HEADING = 40
SHORTEST_BODY, SHORTEST_LINE, LONG_TEXT = 100, 5, 60
LINES_OF_A_HEAD = 4
# An editor's foreword above the items of a briefing is no longer.
LONGEST_FOREWORD = 500
ENOUGH_FOR_A_NOTICE, SURELY_BEGINS, BEGINS_UNDER_A_HEADING = 3.0, 4.0, 2.0
LONGEST_NAME = 8
# A page's number stands between two papers, as a line does that counts them.
_HEAD_OF_A_PAGE = re.compile(r"第\s*\d+\s*页")
_ATTACHED = re.compile(r"^附件\s*[一二三四五六七八九十\d]*[:：]?$")
_PAGE_NUMBER = re.compile(r"^[-—－ \f]*\d{0,3}[-—－ ]*$")
_BODY = r"(?:局|委|委员会|政府|办公室|办事处|学校|中学|小学|幼儿园|中心|集团|专班|领导小组|支部|党委|关工委|医院|卫生院|教导处)"
# What stands at the very end of a paper: whom it was sent to, how many were printed, whom to ask.
_COLOPHON = re.compile(
    r"共印\s*\d+\s*份|^(?:报|送|发|主送|分送|印送|抄送|抄报)[:：]|^参考文献(?:[（(]略[）)])?$|^收稿日期[:：]|^[（(【\[]?(?:本期)?(?:联系人|联系电话|责任编辑|责编|编辑|校对|审核|签发|供稿)[:：]|^(?:出席|列席|记录)[:：]|^(?:咨询|监督|举报|联系)(?:电话|方式)[:：]|^（?完）?$|^[-—=*_]{3,}$"
)
_DATE_LINE = re.compile(r"(?:\d{4}|[xX×]{2,4}|二[〇○零一-龥]{3})年[\dxX×一-龥]{1,3}月(?:[\dxX×一-龥]{1,3}日)?[）)]?$")
# 「第三部分：先进单位发言」 heads a group of papers.
_GROUP = re.compile(
    r"^第[一二三四五六七八九十]{1,2}(?:部分|组|单元)[:：]|^[【\[（(●◆■★◇○]?\s*(?:转载|本期链接|相关链接|相关阅读|相关推荐|相关资料|参考资料|延伸阅读|下一篇|编者按|本页为|附[:：])"
)
# 「某县防汛抗旱指挥部文件」 and 「汛〔2024〕9号」 head the paper whose title stands under them.
_LETTERHEAD = re.compile(r"^[\u4e00-\u9fff]{4,30}文件$")
# What a government's site prints over a paper: 「索引号：……发布机构：……」
_INDEXED = re.compile(r"^(?:索引号|信息索引|公开目录|主题分类|信息分类)\s*[:：]")
# 「……关于印发《……》的通知」 is itself the notice that issues what it names.
ISSUES = re.compile(r"关于(?:印发|公布|发布)《(?P<of>[^《》]{4,60})》的(?:通知|公告|通告)$")
_NOTICE = re.compile(
    r"^[\u4e00-\u9fff]{2,30}(?:政府|办公室|局|委员会|委)关于.{4,60}的(?:通知|意见|决定|通告|公告|批复|函)$"
)
# What an editor says of a collection is no report of its own.
EDITORS_NOTE = re.compile(r"^[【\[（(]?(?:编者)?按(?:语)?(?:[】\])）]|[:：])")
EXPLAINS_A_PAPER = re.compile(r"《[^《》]{4,60}》.{0,10}(?:说明|解读|问答)$")
# 「现将调研情况报告如下。」, and under it a heading that names the county.
_ANNOUNCES_ITS_TEXT = re.compile(r"(?:报告|汇报|介绍|通报|说明|总结|安排|通知|公告)如下[。：:]?$")
_NEXT_YEARS = re.compile(r"(?:(?:19|20)\d{2}年|下一?年|明年)度?(?:的)?工作(?:计划|打算|安排|思路|要点|重点|设想)$")
_SPEAKER = re.compile(r"^(?:发言人|发言单位|报告人)[:：]")
_SIGNATURE = re.compile(rf"^[\u4e00-\u9fffxX×]{{2,24}}{_BODY}$")
_CLOSING = re.compile(
    r"^(?:此复|特此(?:报告|通知|函复|批复|公告|通告))|(?:妥否|当否|可否)，?请(?:批示|批复|审议)|谢谢(?:大家)?[！!。]?$|多提宝贵意见|起(?:施行|实施|执行)[，。]"
)
_BYLINE = re.compile(
    rf"{_BODY}(?:[（(]20\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?[）)])?$|^[（(].{{4,40}}(?:发言|交流|汇报|讲话|月\d{{0,2}}日?)[^（()）]*[）)]$|^(?:各位|尊敬的|同志们|老师们)"
)
_WRITTEN_BY = re.compile(
    r"^(?:作者|来源|供稿|撰稿|执笔)[:：]|^[（(](?:\d{4}年\d{1,2}月[，,、\s]*)?(?:摘自|转自|选自)|^[\u4e00-\u9fff]{2,4}\s*[（(][\u4e00-\u9fff\s]{2,20}(?:大学|学院|研究院|研究所|中学|小学|学校|局|中心)[\u4e00-\u9fff\s]{0,10}[）)]$"
)
# 「《教育治理研究》2023年第3期」, 「[内容提要]」: what stands at the head of an article
_PRINTED_IN = re.compile(
    r"^(?:原文?载于?)?《[^《》]{2,20}》(?:19|20)\d{2}年第\d{1,3}期|^[\[【]?(?:内容提要|内容摘要|摘\s*要)[\]】]?[:：]?"
)
_SAID_AT_A_MEETING = re.compile(r"会上的(?:交流)?(?:发言|讲话|汇报)(?:提纲|摘录|摘要)?(?:[（(][^（()）]*[）)])?$")
_DATED = re.compile(r"^(?:日期|时间)[:：]\s*(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?$")
# 「德兴市铜都小学程晓芬」
_BODY_AND_NAME = re.compile(rf"^[\u4e00-\u9fff]{{2,16}}{_BODY}[\u4e00-\u9fff]{{2,4}}$")
SALUTATION = re.compile(r"^[\u4e00-\u9fff、，（）()]{2,40}[:：]$")
NUMBER_OF_A_PAPER = re.compile(r"^[\u4e00-\u9fff]{1,12}[〔\[（(]\d{4}[〕\])）]\s*第?\s*\d+\s*号$")
# 「——以下为第二篇——」
_BELOW = re.compile(
    r"^[\s—–=*◆-]*以下(?:为|是)(?:第[一二三四五六七八九十]{1,3}篇|后补|补充|另一)[\u4e00-\u9fff]{0,6}[\s—–=*◆-]*$"
)
_HEADS_A_TITLE = (_LETTERHEAD, NUMBER_OF_A_PAPER)
_ISSUE = re.compile(r"^[（(]?(?:20\d\d年)?(?:总)?第\s*[\d〇零一二三四五六七八九十百]+\s*期[）)]?")
_ISSUE_ALONE = re.compile(_ISSUE.pattern + r"$")
SUBTITLE = re.compile(r"^(?:——|--|—)\s*\S")
_FIRST = re.compile(r"^(?:一、|[（(]一[）)]|1[.．、]|第一[章条]|一是)")
_FIRST_OF_ALL = re.compile(r"^(?:一、|第一[章条])")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]+[章条])")
# 「附：参阅件——松阳县……实施方案」, 「书面交流：安福县集团化办学三年回眸」
_ANNOUNCED = re.compile(
    r"^(?:[【\[]?(?:附件?\s*[一二三四五六七八九十\d]{0,2}|附录|参阅件|参阅材料|书面交流|交流材料|经验介绍|经验交流|典型经验|他山之石|外地经验|外地动态|县域动态|基层动态|延伸阅读|第?[一二三四五六七八九十\d]{1,2}篇|篇[一二三四五六七八九十\d]{1,2})[】\]]?(?:[:：]|——?|(?<=[】\]]))\s*)+"
)
_A_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,4}[县市区旗](?![级域内直])")
_WHOSE_ITEM = re.compile(r"[县市区旗州]?(?:[\u4e00-\u9fff]{0,8}[局委])?[:：]\s*\S{4}")
_LESS_OF_A_GENRE = re.compile(
    r"(?:预案|纪实|回顾|侧记|启示|思考|建议|探索|实践|制度|公约|倡议书|承诺书|讲话稿|发言稿|事迹|体会|答复|简介|概况|基本情况|启事|公\s*示|主持词|讲话提纲|发言提纲|表态发言|(?:自查|整改|清查|排查|落实|进展)情况|感谢信|慰问信|邀请函|职责|判决书|裁定书|提纲)$"
)
_OPENS = re.compile(r"^(?:我是|各位|同志们|大家|为|本学期|上半年|去年|今年|过去|当前|[xX×]{2}年)")
_INSTITUTION = re.compile(
    r"^[\u4e00-\u9fff]{2,12}?(?:学校|中学|小学|幼儿园|医院|卫生院|镇|乡(?!村)|街道|(?<![农乡])村|社区|公司)"
)
_COUNTED = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]$")
# A speaker in minutes: 「马关镇中学校长伍龙」.
_SOMEBODY = re.compile(r"(?:[局校县乡镇区市院厂园]长|主任|书记|教师|老师|同志|代表)\s*[\u4e00-\u9fff]{2,3}$")
# What is filled in or listed belongs to the paper before it.
_ATTACHMENT = re.compile(
    r"(?:名单|登记表|申请表|一览表|审批表|附表|目录|清单|统计表|情况表|分工表|任务表|说明|责任书|台账)(?:[（(][^（()）]{1,12}[）)])?$"
)
_TABLE_HEAD = re.compile(r"^(?:\||序号|姓名|附[:：表])")


@dataclass(frozen=True)
class Boundary:
    """What is known of the paper that a line may end: its lines, from `start` up to `end`, and titles of a contents list."""

    lines: list[str]
    start: int
    end: int
    contents: frozenset[str]

    @cached_property
    def said(self) -> list[str]:
        """Return the paper's lines that are not blank."""
        return _filled(self.lines[self.start : self.end])

    @cached_property
    def items(self) -> list[str]:
        """Return the lines that head counties' items; none where a report of its own stands before the first of them."""
        items: list[str] = []
        above = 0
        for text in _filled(self.lines):
            plain = bare_title(text)
            if looks_like_title(plain) and _is_an_item(plain):
                items.append(plain)
            elif not items:
                above += len(plain) if ends_sentence(plain) and not EDITORS_NOTE.match(plain) else 0
                if above > LONGEST_FOREWORD or _NUMBERED.match(plain) or SALUTATION.match(plain):
                    return []
        return items

    @property
    def days(self) -> int:
        """Return how many of its lines are days: one at its end, or one over each entry of a chronicle."""
        return sum(bool(_DATE_LINE.search(text)) for text in self.said if len(text) <= LONGEST_HEAD_LINE)

    @cached_property
    def has_a_body(self) -> bool:
        """Tell whether it has sentences, and is not only a head: 「……简报」, its number, its editor."""
        return sum(len(text) for text in self.said if ends_sentence(text)) >= SHORTEST_BODY


def begins_another_paper(lines: list[str], position: int, numbering_seen: bool, paper: Boundary) -> bool:
    """Tell whether the line is the title of a new paper pasted behind another.

    Args:
        lines: the file's.
        numbering_seen: the paper so far has counted its headings: 一、
        paper: the paper that would end here.
    """
    plain = marks.unmarked(lines[position]).strip().lstrip("# ")
    line = bare_title(plain, paper.contents)
    announced = line not in (plain, tidy_title(plain)) or bool(COUNTS_A_PAPER.match(plain))
    decorated = is_set_off(line)
    line = tidy_title(line) if decorated else line
    if (
        not looks_like_title(line)
        or len(line) < 4
        or (
            tidy_title(line) not in paper.contents
            and any(part.search(tidy_title(line)) for part in (_SIGNATURE, _COLOPHON, _HEAD_OF_A_PAGE))
        )
        or (_DATE_LINE.search(tidy_title(line)) and not genre_of(line))
        or (_SOMEBODY.search(line) and person_names(line))
    ):
        return False
    written = _filled(reversed(lines[max(0, position - REACH_BEHIND) : position]))
    after = _filled(lines[position + 1 : position + 1 + REACH_AHEAD])
    if not written or not after:
        return False
    # Behind a table of contents the first paper begins; behind a ruling, what stands above it is at an end.
    parted = 0.0 if lines[position].startswith(marks.SEAM) else None
    ended = 2.0 if any(title in written[0] != title for title in paper.contents) else _end_before(written)
    ended = parted if ended is None else ended
    if ended is None and _NOTICE.match(line) and _beginning_after(line, after) >= ENOUGH_FOR_A_NOTICE:
        # An office's own notice with its number or addressee begins a paper, however the one before it breaks off.
        ended = 0.0
    surely = BEGINS_UNDER_A_HEADING if marks.heading_level(lines[position]) in (0, 1) else SURELY_BEGINS
    if ended is None and _title(line, after[0]) >= 2.0 and _beginning_after(line, after) >= surely:
        # So much like the head of a report that what stands before it, a page's foot, ends however it breaks off.
        ended = 0.0
    if ended is None:
        return False
    if lines[position].startswith(marks.SEAM) and EXPLAINS_A_PAPER.search(line):
        return True
    if _SPEAKER.match(line) or (lines[position].startswith(marks.SEAM) and tidy_title(line) in paper.contents):
        return True
    if len(after) > 1 and _is_first_of_two(line, after[0]):
        line, after = line + after[0], after[1:]
    ahead = _beginning_after(line, after) + 1.0 * decorated + 1.5 * announced
    numbered = (numbering_seen and _counts_anew(lines[position + 1 :])) or _counts_items_anew(written[0], after[0])
    beside = _beside(line, after, paper)
    if lines[position].startswith(marks.SEAM) and paper.has_a_body:
        # Rulings set apart the items of one briefing, too.
        ahead += 2.5 if beside else 1.0
    weight = ended + ahead + 1.5 * numbered + beside
    title = _title(line, after[0])
    if _is_an_item(line) and not any(map(SALUTATION.match, paper.said[:LINES_OF_A_HEAD])):
        # 「龙州县：“四色台账”控辍保学」; a report of a journey tells of counties under headings, too.
        title += 1.0
    if (
        ended >= 2.0
        and _DATE_LINE.search(written[0])
        and len(after[0]) >= LONG_TEXT
        and not _SIGNATURE.match(line)
        and paper.days == 1
    ):
        # Behind a day at its end nothing more is said by a paper; what is filled in is no text.
        title = max(title, LIKE_A_TITLE)
    weight += _alone(lines, position) + title + _against(line, after, ahead, paper)
    if ahead >= 2.0 and not lines[position - 1].strip():
        weight += 0.5
    if tidy_title(line) in paper.contents:
        weight += 3.0
    if _is_an_item(line) and any(other[:2] != line[:2] for other in paper.items):
        # One of a row of counties, each with its own item.
        return True
    if title < LIKE_A_TITLE and ended + ahead < 2.5 and tidy_title(line) not in paper.contents:
        # 「凤凰县农村客运发展的前景展望」 heads a section, unless something says that a paper begins.
        return False
    # A heading of a section may end as titles end; nothing before or behind it then says that a paper begins.
    if ended + ahead + numbered + beside < 1.0 and tidy_title(line) not in paper.contents:
        return False
    return weight >= (ENOUGH_FOR_SHORT if len(line) < SHORT and not find_places(line) else ENOUGH)


def bare_title(line: str, contents: frozenset[str] = frozenset()) -> str:
    """Return a title without marks and without what announces it, 「附：参阅件——」, where it names a place.

    What a table of contents lists loses its bullet, too: 「●松阳县构建“家校社”协同育人新样态」.
    """
    plain = marks.unmarked(line).strip().lstrip("# ")
    if contents and tidy_title(plain) in contents:
        return tidy_title(plain)
    bare = _ANNOUNCED.sub("", plain)
    if bare == plain:
        return plain
    return bare if find_places(bare) or _A_COUNTY.match(bare) or bare.startswith("《") else plain


def _is_an_item(line: str) -> bool:
    """Tell whether a line heads a county's item of a briefing: 「龙州县：“四色台账”控辍保学」."""
    end = end_of_place(line)
    return end > 0 and bool(_WHOSE_ITEM.match(line[end:]))


def _filled(lines: Iterable[str]) -> list[str]:
    """Return lines that are not blank, without a seam's mark."""
    return [text for line in lines if (text := line.replace(marks.SEAM, "").strip())]


def head_above(lines: list[str], position: int) -> int:
    """Return where a title begins: at its letterhead or number, or at the office above it that wrote it, behind a date."""
    above = position - 1
    while above > 0 and (not lines[above].strip() or any(part.match(lines[above].strip()) for part in _HEADS_A_TITLE)):
        above -= 1
    headed = [n for n in range(above + 1, position) if lines[n].strip()]
    if headed:
        return headed[0]
    if position < 2 or not _SIGNATURE.match(lines[position - 1].strip()) or not lines[position].startswith("关于"):
        return position
    before = next((text.strip() for text in reversed(lines[: position - 1]) if text.strip()), "")
    return position - 1 if _DATE_LINE.search(before) or ends_sentence(before) else position


def _end_before(written: list[str]) -> float | None:
    """Return how surely a paper has ended, the lines before given last first; None where it goes on."""
    weight = 0.0
    while written and any(
        part.match(written[0])
        for part in (_ATTACHED, _GROUP, _BELOW, COUNTS_A_PAPER, _PAGE_NUMBER, _INDEXED, _ISSUE_ALONE, *_HEADS_A_TITLE)
    ):
        weight = max(weight, 1.0 if _PAGE_NUMBER.match(written[0]) else 2.0)
        written = written[1:]
    if not written:
        return None
    before = written[0]
    if len(written) > 1 and len(before) <= SHORTEST_LINE and looks_like_title(before) and ends_sentence(written[1]):
        # 「续传文档」: a site's own word between two papers.
        before = written[1]
    if _ANNOUNCES_ITS_TEXT.search(before):
        return None
    if _COLOPHON.search(before) or _CLOSING.search(before):
        return weight + 2.0
    if _DATE_LINE.search(before) and len(before) <= LONGEST_HEAD_LINE:
        return weight + 2.0
    if _SIGNATURE.match(before):
        return weight + 1.5
    return weight if ends_sentence(before) or before.startswith("|") else None


def _beginning_after(line: str, after: list[str]) -> float:
    """Return how surely what follows a line begins a paper."""
    head: list[str] = []
    for text in after[:4]:
        if len(text) > LONGEST_HEAD_LINE:
            break
        head.append(text)
    weight = 0.0
    if any(_ISSUE.search(text) or NUMBER_OF_A_PAPER.match(text) for text in head[:3]):
        weight += 2.0
    if head and SUBTITLE.match(head[0]):
        weight += 2.5 + (1.0 if find_places(head[0]) else 0.0)
    if head and _WRITTEN_BY.match(head[0]):
        weight += 3.0
    elif any(_BYLINE.search(text) or _BODY_AND_NAME.match(text) for text in head[:2]):
        weight += 2.0
        if len(after) > 1 and any(stem(mention.name) in after[1][:12] for mention in find_places(head[0])):
            # 「河南省嵩县人民政府」, and 「嵩县9.8万名农村学生……」 under it.
            weight += 1.0
    if any(_PRINTED_IN.match(text) for text in after[:2]):
        weight += 2.0
    if head and _DATED.match(head[0]):
        weight += 1.5
    if any(SALUTATION.match(text) for text in head[:2]):
        weight += 2.0
    if any(opens_a_text(text) or _OPENS.match(text) for text in after[:2]) and max(map(len, after)) >= 30:
        weight += 1.5
    # 「蓬溪县……经验做法」, and 「蓬溪县围绕……」 under it.
    if len(after[0]) >= 40 and after[0][:2] == line[:2]:
        weight += 1.5
    return weight + (0.5 if any(_FIRST.match(text) for text in after[:3]) else 0.0)


def _alone(lines: list[str], position: int) -> float:
    before = not lines[position - 1].strip()
    behind = position + 1 < len(lines) and not lines[position + 1].strip()
    doubly = before and position > 1 and not lines[position - 2].strip()
    return 0.5 * (before and behind) + 0.5 * doubly


def _title(line: str, behind: str) -> float:
    """Return how much a line by itself is like the title of a paper."""
    weight = 2.0 if genre_of(line) or _SAID_AT_A_MEETING.search(line) else 1.5 if _LESS_OF_A_GENRE.search(line) else 0.0
    places = find_places(line)
    if places and places[0].start == 0:
        weight += 1.0
    if line.startswith("关于") and weight:
        weight += 1.0
    if SUBTITLE.match(behind) and (genre_of(behind) or _LESS_OF_A_GENRE.search(behind)):
        weight += 1.0
    return weight


def _is_first_of_two(line: str, second: str) -> bool:
    """Tell whether a title goes on in the next line: 「对市政协十届三次会议」, 「第47号提案的答复」."""
    if (
        genre_of(line)
        or len(second) > LONGEST_SECOND_LINE
        or not looks_like_title(second)
        or _SIGNATURE.match(second)
        or SUBTITLE.match(second)
    ):
        return False
    return bool(genre_of(second) or _LESS_OF_A_GENRE.search(second))


def _beside(line: str, after: list[str], paper: Boundary) -> float:
    """Return how much a line is one of a row of papers: another place, the same body, the same title counted on."""
    said = paper.said
    weight = 0.0
    head = "，".join((line, *(text for text in after[:2] if len(text) <= LONGEST_HEAD_LINE)))
    if after[0][:2] == line[:2]:
        # 「宣恩文旅：一条河带活一座城」, and 「宣恩县以贡水河为轴线……」 under it.
        head += f"，{after[0][:LONGEST_NAME]}"
    before = "\n".join(text for text in said if tidy_title(text) not in paper.contents)
    if any(stem(mention.name) not in before for mention in find_places(head)):
        weight += 1.0
    body = _INSTITUTION.match(line)
    if body and said and (body[0] in "".join(said[:2]) or body[0] not in before):
        weight += 1.0
    if said and _COUNTED.search(line) and _COUNTED.sub("", line) == _COUNTED.sub("", said[0]) and line != said[0]:
        weight += 2.5
    return weight


def _against(line: str, after: list[str], ahead: float, paper: Boundary) -> float:
    """Return what speaks against a line: it is announced, quoted, a part of the title, or what is filled in.

    Args:
        after: the next lines.
        ahead: how surely what follows begins a paper.
    """
    plain = _bare(line)
    filled = paper.said
    before = "\n".join(filled)
    weight = 0.0
    issued = any(_ISSUE.search(text) for text in after[:2])
    if (
        filled
        and not issued
        and plain != _bare(filled[0])
        and (plain in _bare(filled[0]) or _year_and_rest(line, filled[0]))
    ):
        # 「2022年工作计划」 in a paper of 「2021年工作总结和2022年工作计划」.
        weight -= 4.0
    if filled and plain == _bare(filled[0]) and ahead < 2.0:
        # The title at the head of each page of a print.
        weight -= 5.0
    quoted = re.findall(r"《([^《》]{4,60})》", before)
    if not ISSUES.search(line) and any(_bare(name) in plain or plain in _bare(name) for name in quoted):
        # A notice issues what it names.
        weight -= 8.0 if re.search(r"印发|转发|公布|发布|下发", before) else 3.0
    if _NEXT_YEARS.match(plain) and filled and "总结" in filled[0]:
        # 「2014年工作计划」 closes what 「2013年工作总结」 opens.
        weight -= 4.0
    if re.search(rf"附(?:件)?\s*[:：]?\s*\d*[.．、]?\s*{re.escape(line)}", before):
        weight -= 4.0
    if _ATTACHMENT.search(line) or _TABLE_HEAD.match(after[0]):
        weight -= 5.0
    return weight


def _year_and_rest(line: str, title: str) -> bool:
    """Tell whether a line is a title's year and its last words: 2022年 and 工作计划."""
    match = re.match(r"(20\d\d年)(.{2,8})$", _bare(line))
    return match is not None and match[1] in title and match[2] in title


def _counts_items_anew(before: str, after: str) -> bool:
    """Tell whether items that were counted are counted from 1 again: 「5.」 before a line, 「1.」 behind it."""
    return bool(re.match(r"[2-9]\d?[.．、]", before)) and bool(re.match(r"1[.．、]", after))


def _bare(title: str) -> str:
    return re.sub(r"[《》“”\"'（）()\s]", "", tidy_title(title))


def _counts_anew(lines: list[str]) -> bool:
    """Tell whether the next numbered heading is the first of its kind: 一、 again."""
    numbered = next((line for line in lines[:REACH_OF_A_HEADING] if _NUMBERED.match(line)), "")
    return bool(_FIRST_OF_ALL.match(numbered))
