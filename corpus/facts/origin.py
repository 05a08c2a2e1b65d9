"""Read where a paper comes from and whom it goes to: issuer, document number, addressee."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.facts.reading import NOTHING, Reading
from corpus.layout import is_numbered
from corpus.places import find_places, local_names

NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fffA-Za-z]{1,14}\s*[〔\[【（(﹝]\s*(?:(?:19|20)\d{2}|[XxＸ×]{2,4})\s*[〕\]】）)﹞]\s*第?\s*\d{1,5}\s*号"
    r"|(?:[\u4e00-\u9fff]{2,20}令\s*)?第\s*\d{1,4}\s*号令?)"
)
# 「（2020年12月26日……通过　国务院令第819号公布）」 under a law's title.
_PASSED = re.compile(r"^[（(]\s*(?:19|20)\d{2}.{0,230}(?:通过|公布|印发|发布|施行|修正|修订)")
_ORDER = re.compile(r"((?:国务院|[\u4e00-\u9fff]{2,14}?(?:政府|委员会|部|局|厅))(?:令\s*)?第\s*\d{1,4}\s*号令?)")
_META_ISSUER = re.compile(
    r"(?:发文机关|发布机构|发布单位|信息来源|来源|印发单位|编发单位|制发机关)\s*[:：]\s*([\u4e00-\u9fff（）]{3,30})"
)
_META_NUMBER = re.compile(r"(?:发文字号|文号|字号|文件编号)\s*[:：]\s*(\S{4,30}号)")
ISSUER_END = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|局|厅|部|党委|县委|区委|市委|省委|纪委|监委|领导小组|指挥部|中心|学校|学院|中学|小学|幼儿园|医院|协会|联合会|总工会|公司|研究院|街道办事处|管委会|督导室|研究室|督查室|(?:考察|调研|督导|检查|工作)组)$"
)
# 「……领导小组办公室编　2023年10月16日」
_BESIDE_AN_ISSUER = re.compile(r"文件$|\s*(?:主办|编印|编发|编|印发?)?\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?$")
# 「简报第9期　2023年4月28日　某区城市管理局」
_ISSUE_BEFORE = re.compile(r"^.{0,14}?第\s*\d+\s*期\s*(?:[（(][^（()）]*[）)])?\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?\s*")
LONGEST_LETTERHEAD = 80
_CITES = re.compile(r"按照|根据|依据|依照|遵照|贯彻|落实|转发|[，。；]")
_ADDRESSEE = re.compile(
    r"^(?P<to>(?!来源|发布|发文|主办|编发|报送?|送|抄|作者|单位|联系|地址|附|注)[^。；:：]{1,90}?"
    r"(?:政府|局|厅|委员会|委|办公室|办|部|部门|单位|学校|中小学|幼儿园|中学|小学|学院|院校|企业|公司|街道|乡镇|[镇乡县区市]|"
    r"领导|同志们?|代表|来宾|嘉宾|老师们?|同仁|朋友们?|家长)[）)]?)[:：]$"
)


def document_issuer(tail: list[str], title: str, notes: Sequence[str], head: list[str]) -> Reading:
    """Return who issued a paper (发文机关): from its signature, title, letterhead or web page."""
    for line in reversed(tail):
        if (
            3 <= len(line) <= 40
            and ISSUER_END.search(line)
            and not is_numbered(line)
            and not re.search(r"[，,：:]", line)
        ):
            return Reading(re.sub(r"\s+", "", line), "落款", line, "确定")
    match = re.match(r"^([\u4e00-\u9fff]{3,30}?)关于", title)
    if match and ISSUER_END.search(match[1]):
        return Reading(match[1], "标题", title, "确定")
    for line in head[:4]:
        name = _ISSUE_BEFORE.sub("", _BESIDE_AN_ISSUER.sub("", line[:LONGEST_LETTERHEAD])).lstrip("—- ")
        if 4 <= len(name) <= 30 and ISSUER_END.search(name) and (find_places(name) or local_names("", name, 1)):
            return Reading(name, "文首", line, "较可能")
    for note in notes:
        found = _META_ISSUER.search(note)
        if found and ISSUER_END.search(found[1]):
            return Reading(found[1], "网页信息栏", found[0], "较可能")
    return NOTHING


def document_number(head: list[str], notes: Sequence[str]) -> Reading:
    """Return the number under which a paper was issued (发文字号), 云教发〔2025〕8号 or 国务院令第819号."""
    for note in (*notes, *head):
        found = _META_NUMBER.search(note)
        if found:
            return Reading(found[1], "网页信息栏", found[0], "确定")
    for line in head[:8]:
        if _PASSED.match(line) and (orders := _ORDER.findall(line)):
            return Reading(re.sub(r"\s+|^.*[年月日]", "", orders[-1]), "题注", line, "确定")
        match = NUMBER.search(line)
        # 「按照云政发〔2024〕12号要求」 names another paper's number.
        # 「（云政规〔2022〕3号，2022年3月11日……审议通过，自2022年5月1日起施行）」
        opens = match is not None and match.start() == 1 and line[0] in "（("
        if (
            match
            and not _CITES.search(line[: match.end()])
            and (opens or len(line) <= len(match[0]) + 26)
            and "《" not in line
            and not re.search(r"第\s*\d+\s*期", line)
        ):
            return Reading(re.sub(r"\s+", "", match["number"]), "文首", line, "确定")
    return NOTHING


def addressee(head: list[str]) -> Reading:
    """Return to whom a paper is addressed (主送机关), or whom a speech addresses (称谓)."""
    for line in head:
        found = _ADDRESSEE.match(line)
        if found and not is_numbered(line):
            spoken = bool(re.search(r"领导|同志|代表|来宾|嘉宾|老师|同仁|朋友|家长", found["to"]))
            return Reading(re.sub(r"\s+", "", found["to"]), "称谓行" if spoken else "主送行", line, "确定")
    return NOTHING
