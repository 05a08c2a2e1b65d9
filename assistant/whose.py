"""Whose a fact is, and of which year: the place and the time that a sentence or a table's row speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from assistant.plan_periods import is_of_the_plan
from assistant.question import Question, without_places
from corpus.gazetteer import is_within, stem
from corpus.places import find_places, is_redacted, local_names
from corpus.schema import SourceDocument
from corpus.synonyms import wordings_of
from corpus.tokenizer import is_word, part_of_speech

_SPAN = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—–~至到]+\s*((?:19|20)\d{2})年?")
_REPORTED = re.compile(r"((?:19|20)\d{2})年\d{1,2}月[^。]*[，,]现(?:将[^。]{0,16})?(?:报告|汇报|通报)")
_SUMMED_UP = re.compile(r"总结(?:了)?((?:19|20)\d{2})年")
# A paper says so near its beginning of when it speaks.
OPENING = 200
_DAY = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日")
# 「除2013年方案规定的职责外，增加……」 is of no deed of that year.
_OF_A_PAPER = re.compile(
    r"(?:除|按照?|依照|根据|与|同|较|比|对|在)(?:了)?(?:原)?(?:19|20)\d{2}年(?:版|的|印发的|出台的|制定的)*(?:实施|管理|暂行)?(?:方案|办法|规定|细则|条例|意见|文件|制度)"
)
# 「受雨季影响未能完工，结转2023年」 is told of the year before.
_PUT_OFF = re.compile(r"(?:推迟|延期|延迟|顺延|延长|延续|结转|推后|拖延)[^，。；]{0,4}(?:19|20)\d{2}年")
_COMPARED = re.compile(r"(?:比|较|与)(?:19|20)\d{2}年")
_AHEAD = re.compile(r"到(20\d{2})年底?[^，。；]{0,6}(?:达到|实现|提高到|力争)")
_EXPECTED = re.compile(r"(?:预计|计划|力争|拟)(?:于|到|在)?20\d{2}年")
_BY_NOW = re.compile(r"(?:到|为)(?:目前|现在)的?")
_SINCE = re.compile(r"(?:19|20)\d{2}年以来(?=最|首次|第)")
_WHOLE = re.compile(r"全[省市州县区旗镇乡](?!域|面)")
_OF_ONE_BODY = re.compile(
    r"(?:学校|中学|小学|幼儿园|学院|医院|卫生院|公司)(?!(?:建设|布局|管理|安全|教育|发展|改造|食堂|周边))"
)
# 「全街道划分网格186个」 tells nothing of 全区.
_OF_OUR_TOWN = re.compile(r"[全我本](?:街道|镇|乡|村|社区)(?!镇|[村居]民)")
# 「该院入住老人87人」
_OF_THAT_BODY = re.compile(r"该(?P<body>[校院园村镇乡站所厂社]|公司|中心|集团|企业|街道|社区)(?![长员民委])")
_TOWN_AND_BODY = re.compile(r"(?P<town>.+?(?:街道|社区|镇|乡|村)(?![镇乡街]))(?P<body>.{2,})")
# 「东部某县推行……」
_SOMEWHERE = re.compile(r"^(?:在)?(?:[东西南北中]部)?(?:某|外|兄弟)[省市县区](?![级民籍户]|人才|客商|学生|务工)")
_OF_THOSE_ABOVE = re.compile(
    r"全[市省州国](?!第|前|首|领先|先进|一流|性|义务教育|文明|示范|[^，。]{0,12}(?:县|旗)创建)"
)
ELSEWHERE = "外地"
_NUMBER_OF_A_TABLE = re.compile(r"^(?:附?表\s*[\d一二三四五六七八九十]{0,3}\s*[：:、.．]?\s*)")
_WITH_ANOTHER = re.compile(r"[与和及、]|对口|帮扶|结对|协作|支援|援")
LONGEST_PLACE = 12
_OF_OUR_SCHOOL = re.compile(r"^(?:目前|现在)?[，,]?(?:我|本)[校园院](?!区|长|际|本)")
_A_SCHOOL = re.compile(r"校|园|小学|中学|[一二三四五六七八九]中|高中|初中|幼|院|中心|职教|特教")
_YEAR_AND_FIGURE = re.compile(
    r"(?:^|[，、；：,;:（(]|其中)(?P<year>(?:19|20)\d{2})年(?:度)?(?:为|有|是|达|共|约)?(?=\d)"
)
_COUNTY_AND_FIGURE = re.compile(r"[\u4e00-\u9fff]{1,6}[县市区旗](?:为|有|是|达|由)?\d")
_OURS = re.compile(r"[我本全][省市县区旗州](?!别|分|域|间|里|场|民|长|委书记)")
_HEADS_A_TOWN = re.compile(
    r"^[（()）一二三四五六七八九十、.\d【●◆▲]*(?P<stem>(?![各全每乡村城农])[\u4e00-\u9fff]{2,3})(?<!城)(?:镇|乡|街道)(?![镇村民一建学教融居统])"
)
_FOR_US = re.compile(r"我[县市区]|对口|帮扶|援建|支援|协作|结对|捐|援助")
_BEFORE_A_HEAD = re.compile(
    r"^(?:[^\w\s]*(?:他山之石|外地经验|经验借鉴|附|书面交流|参阅件)(?:[：:]|——)+)?[\s（）()一二三四五六七八九十\d、.．:：【】◆●☆△▲◇■★]*"
)
# A regulation tells no deeds of the years for which it holds.
_A_DEED = re.compile(r"了多少|了几|实际")
_LOOKS_BACK = re.compile(r"成绩|回顾|总结|过去|去年|上年")
# Reports on a year are given until so late in the next.
LAST_MONTH_OF_REPORTS = "03"
_LAST_YEAR = re.compile(r"去年|上年|上一年(?!级)")
# 「比去年增长」 and 「去年底」 say of which year another figure was.
# and 「去年自查列出的问题」 says which problems are meant.
_LAST_OR_THIS = re.compile(
    r"(?<![比较同与于])(?P<which>去年|上年|今年|本年|过去的?一年)(?![同比底末以度级]|[^，。；\d]{0,6}(?:自查|检查|评估|督导|督查|反馈|排查|审计)[^，。；\d]{0,6}的(?:问题|隐患|事项|线索))"
)
_SCHOOL_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—–~至到]+\s*(?:19|20)\d{2}\s*学年")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*学年|[-—–~])")


def is_ours(question: Question, place: str, document: SourceDocument, text: str) -> bool:
    """Tell whether the sentence speaks of a place that the question names, or the question names none."""
    wanted = question.places
    if not wanted:
        return True
    region = document.facts.region if place == document.facts.place else ""
    if question.is_point:
        # A district's figure is not its city's: a figure must be the very place's.
        if any(place and stem(place) == stem(name) for name in wanted):
            return True
    elif any(is_within(place, name, region) for name in wanted):
        return True
    if question.is_point and any(told_apart(name, text) for name in wanted):
        return True
    # A document for no one place, a law or a national report, may name ours in the sentence itself.
    return not place and any(name in text for name in wanted)


def told_apart(name: str, text: str) -> int:
    """Return where a sentence that sets counties side by side tells a figure of one: 「固始县640万元、息县576万元」; 0 where it does not."""
    told = re.search(rf"(?:^|[，、；：。]|其中){re.escape(stem(name))}[县市区旗]?(?:为|有|是|达|由)?(?=\d)", text)
    return told.end() if told and len(_COUNTY_AND_FIGURE.findall(text)) > 1 else 0


def year_told_apart(year: str, text: str) -> tuple[int, int]:
    """Return where a sentence that sets years side by side begins to, and where it tells the figure of one of them.

    「新增学位4860个，其中2020年1380个，2021年1620个」; (0, 0) where it does not.
    """
    row = list(_YEAR_AND_FIGURE.finditer(text))
    told = next((match for match in row if match["year"] == year), None)
    return (row[0].start(), told.end()) if told and len(row) > 1 else (0, 0)


def is_of_the_whole(question: Question, text: str, document: SourceDocument, headings: Sequence[str] = ()) -> bool:
    """Tell whether a sentence can speak of the whole place that is asked about, and not of one school or town.

    The paper may be of that school, or the heading above the sentence, 「竹园镇探索“院坝说事会”化解矛盾纠纷」.
    """
    if question.places and _OF_OUR_SCHOOL.search(text) and not _A_SCHOOL.search(question.text):
        # 「我校现有……学生386人」 tells nothing of the county.
        return False
    whole = _WHOLE.search(question.text)
    if whole and whole[0][1] in "县市区" and whole[0] not in text and any(map(_heads_a_town, headings)):
        return False
    if whole and whole[0][1] in "县市区州旗" and _OF_OUR_TOWN.search(text):
        return False
    if (of_one := _OF_THAT_BODY.match(text)) and (whole or of_one["body"] not in without_places(question)):
        return False
    return not whole or whole[0] in text or not _OF_ONE_BODY.search(document.facts.title)


def _heads_a_town(heading: str) -> bool:
    """Tell whether a heading opens with the name of a town."""
    found = _HEADS_A_TOWN.match(heading)
    # 「优化乡镇布局」 and 「推进城镇化」 name none.
    return found is not None and all(
        part_of_speech(stem)[:1] not in "vad" for stem in (found["stem"], found["stem"][:2])
    )


def is_of_locality(question: Question, text: str, document: SourceDocument) -> bool:
    """Tell whether a sentence speaks of the town or village that the question names: by name, or as its paper's own."""
    name = question.locality
    if not name or name in text:
        return True
    town, *body = town_and_body(name)
    its_body = not body or any(word in text for word in (body[0], *wordings_of(body[0])))
    if body and town in text and its_body:
        # 「崔木镇初中」 for 崔木镇初级中学
        return True
    own = re.search(r"我(?:镇|乡|街道|村|社区)|(?:本|全)(?:镇|乡|村)", document.text)
    if len(re.findall(r"[我全][县区市]", document.text)) > len(
        re.findall(r"[我本全](?:镇|乡|街道|村|社区)", document.text)
    ):
        # What a county's paper tells without a name is no town's.
        return False
    facts = document.facts
    # 「云台镇作了发言」 in a county's speech makes it no paper of that town.
    of_its_own = town in f"{facts.title}{facts.issuer}" or document.text.count(town) > 1
    # 「协调征用土地……用于中心小学扩建操场」, in the town's own paper
    is_the_town = own is not None and town.endswith(own[0][1:]) and of_its_own and _names_most(town, document.text)
    return is_the_town and its_body


def town_and_body(locality: str) -> tuple[str, ...]:
    """Return the town of a locality and, where it is a school or home of one, what that is: 崔木镇 and 初级中学."""
    parted = _TOWN_AND_BODY.fullmatch(locality)
    return (parted["town"], parted["body"]) if parted else (locality,)


def _names_most(name: str, text: str) -> bool:
    """Tell whether a paper names this town, and none of its kind more often."""
    kind = re.escape(name[-2:] if name.endswith(("街道", "社区")) else name[-1])
    named = Counter(re.findall(rf"[\u4e00-\u9fff]{{{len(name) - len(kind)}}}{kind}", text))
    return named[name] > 0 and named[name] >= max(named.values()) / 2


def is_of_year(
    question: Question, text: str, section: Sequence[str], document: SourceDocument, above: str = ""
) -> bool:
    """Tell whether a sentence speaks of a year asked about: by its own words, its headings, title, date.

    Args:
        above: what stands before the sentence in its paragraph.
    """
    years = question.years
    if any(f"{year}年度" in question.text and f"{year}年度" in document.facts.title for year in years):
        # 「2024年度集中缴费期」 lies in 2023.
        return True
    if not is_of_the_plan(question.text, text, section, above) or _is_of_another_school_year(question, text, section):
        return False
    text = _OF_A_PAPER.sub("", _PUT_OFF.sub("", text))
    if question.is_point:
        # 「比2016年提高1.9个百分点」, 「为1998年以来最高」: of these years the figure is not.
        text = _COMPARED.sub("", text)
        text = text if "以来" in question.text else _SINCE.sub("", text)
        # 「毛入学率达到93.6%，规划确定到2025年达到95%」
        text = _AHEAD.sub(lambda match: match[0] if match[1] in years else "", text)
    if not years:
        return not _LAST_YEAR.search(question.text) or _speaks_of_last_year(text, section, document, above)
    if question.kind == "why" and not question.is_point:
        # 「用地报批未完成，预计2025年6月完工」
        text = _EXPECTED.sub("", text)
    spans = _SPAN.findall(text)
    within = any(int(first) <= int(year) <= int(last) for first, last in spans for year in years)
    if within and "分别" in text:
        # 「2019年至2021年，支出分别为6.83亿元、7.41亿元、8.12亿元」: of which year each is, its place in the row says.
        return True
    if any(first in years and last in years for first, last in spans):
        return True
    if spans and question.is_point:
        # What 2022年至2024年 come to is no single year's figure.
        text = _SPAN.sub("", text)
    elif within:
        return True
    # 「……情况的报告——2018年1月9日在……会议上」 tells when it was given, not of which year it speaks.
    if _BY_NOW.search(text) and document.facts.date[:4] in years:
        # 「由2019年的1985人增加到目前的2064人」
        return True
    for words in (text, *reversed(section), _DAY.sub("", document.facts.title)):
        named = _YEAR.findall(words)
        if named:
            return any(year in named for year in years)
        if words is text and (told := _told_of_years(text, above, document)):
            # 「去年……危桥改造7座」 in a speech of 2024
            return bool(told & set(years))
        if words is text and _last_year_above(above) in years:
            # 「2018年11月，督导团进行了评估验收。小学综合差异系数为0.472」
            return True
    if spans and question.is_point:
        return False
    # A regulation holds from its first day on; versions not in force that year were left out before.
    since = "" if question.is_point and _A_DEED.search(question.text) else document.facts.effective[:4]
    spoken = re.fullmatch(r"((?:19|20)\d{2})-((?:19|20)\d{2})", document.facts.period)
    if spoken and not question.is_point and not document.facts.date:
        # 「从通报看，……」 of a paper on 2022 and 2023
        return any(spoken[1] <= year <= spoken[2] for year in years)
    opening = document.text[:OPENING]
    if {*_REPORTED.findall(opening), *_SUMMED_UP.findall(opening)} == set(years):
        # 「2024年10月，督导室……进行了“回头看”，现报告如下。」, 「主要任务是总结2023年工作」
        return True
    return any(document.facts.date.startswith(year) or (since and since <= year) for year in years)


def _is_of_another_school_year(question: Question, text: str, section: Sequence[str]) -> bool:
    """Tell whether a text, or what it stands under, is of 2018—2019学年, where 2017—2018学年 is asked about."""
    asked = set(_SCHOOL_YEAR.findall(question.text))
    if not asked:
        return False
    told = next((set(found) for words in (text, *reversed(section)) if (found := _SCHOOL_YEAR.findall(words))), asked)
    return not asked & told


def _last_year_above(above: str) -> str:
    """Return the year that the text before a sentence named last; empty for none."""
    named = _YEAR.findall(_COMPARED.sub("", above))
    return str(named[-1]) if named else ""


def _told_of_years(text: str, above: str, document: SourceDocument) -> set[str]:
    """Return the years that a sentence names as 去年 or 今年, or that the text before it does; none where its paper has no date."""
    written = document.facts.date[:4]
    if not written:
        return set()
    named = [text] if _LAST_OR_THIS.search(text) else [above]
    told = [match["which"] for words in named for match in _LAST_OR_THIS.finditer(words)]
    told = told if named == [text] else told[-1:]
    # 「过去一年」 of a speech of February is the year before, of one of December that year.
    early = document.facts.date[5:7] <= LAST_MONTH_OF_REPORTS
    this = ("今年", "本年") if early else ("今年", "本年", "过去一年", "过去的一年")
    return {written if which in this else str(int(written) - 1) for which in told}


def _speaks_of_last_year(text: str, section: Sequence[str], document: SourceDocument, above: str) -> bool:
    """Tell whether a sentence may speak of the year before its paper's: by 去年 in or before it, or by a year that it names."""
    written = document.facts.date[:4]
    named = [match["which"] for match in _LAST_OR_THIS.finditer(text)] or [
        match["which"] for match in _LAST_OR_THIS.finditer(above)
    ][-1:]
    if named and not {"去年", "上年"} & set(named):
        # 「今年全市中考……6A率9.24%」 is not of the last year, whenever it was written.
        return False
    if _LAST_YEAR.search(text) or not written:
        return True
    if not _LAST_OR_THIS.search(text) and (told := _told_of_years(text, above, document)):
        return written not in told
    for words in (text, *reversed(section), document.facts.title):
        named = _YEAR.findall(words)
        if named:
            return any(int(year) < int(written) for year in named)
    if document.facts.period:
        return document.facts.period[:4] < written
    # Under 「一、成绩要看够」 a speech of March tells of the year that is over.
    early = "" < document.facts.date[5:7] <= LAST_MONTH_OF_REPORTS
    return early and any(_LOOKS_BACK.search(heading) for heading in section)


def fact_place(
    text: str, document: SourceDocument, known: Sequence[str] = (), above: str = "", headings: Sequence[str] = ()
) -> str:
    """Return whose fact a sentence states: the document's place, unless it opens with another, or stands under one.

    A sentence of a city's report that opens with one of its districts speaks of the district, and so do those
    behind it in the paragraph; what a briefing tells of 「他山之石」 is another county's.

    Args:
        above: what stands before the sentence in its paragraph.
        headings: those above it, the outermost first.
    """
    own = document.facts.place
    if not own or own in text:
        return own
    if _SOMEWHERE.match(text) and not is_redacted(own):
        return ELSEWHERE
    if own[-1] in "县旗" and _OF_THOSE_ABOVE.match(text) and not re.search(r"我[县旗]|[全本][县旗]", text):
        # 「全市组建教育集团216个」, in a county's paper.
        return ELSEWHERE
    if opening := _opens_with(text, known):
        return opening
    ours = _OURS.findall(text)
    for words in (above, *reversed(headings)):
        if _FOR_US.search(words):
            # 「佛山市对口帮扶我县以来，……」 is told of ours.
            continue
        other = _heads(words, known)
        if not other or other in document.facts.region or is_within(own, other):
            continue
        if (
            any(told[0] == "我" for told in ours)
            or own in words
            or any(told[1] == own[-1] != other[-1] for told in ours)
        ):
            return own
        return other
    return own


def _opens_with(text: str, known: Sequence[str]) -> str:
    """Return the place with which a sentence opens: first, or behind a colon, and not within 《》."""
    quoted = [(m.start(), m.end()) for m in re.finditer(r"《[^《》]*》", text)]
    for mention in find_places(text, known):
        if is_redacted(mention.name) or any(start <= mention.start < end for start, end in quoted):
            continue
        return mention.name if mention.start <= 6 or text[mention.start - 1] in "：:" else ""
    return ""


@lru_cache(maxsize=512)
def _place_at(head: str, known: tuple[str, ...]) -> str:
    at, name = 0, ""
    for mention in find_places(head, known):
        if mention.start != at or is_redacted(mention.name):
            break
        at, name = mention.end, mention.name
    # A county that no gazetteer has: 「桐坡县推行教师“走教制”的做法」.
    return name or next(
        (local for local in local_names("", head, 1) if head.startswith(local) and not is_word(local[:-1])), ""
    )


def _heads(words: str, known: Sequence[str]) -> str:
    """Return the place with which a paragraph or a heading begins, the last of 「毕节市七星关区」."""
    return _place_at(_BEFORE_A_HEAD.sub("", words)[:24], tuple(known))


def row_place(labels: Sequence[str], document: SourceDocument, known: Sequence[str] = (), caption: str = "") -> str:
    """Return whose figures a table's row holds: a place that labels it, else that of the table's caption, else the document's."""
    for label in labels:
        if name := _place_named(label, known):
            return name
        short = [name for name in known if stem(name) == label]
        if short:
            return short[0]
    return table_place(caption, document, known)


def table_place(caption: str, document: SourceDocument, known: Sequence[str] = ()) -> str:
    """Return whose figures a table holds: the place that its caption names, 「表3 松陂县……主要指标」, else its document's."""
    own = document.facts.place
    if not caption or (own and own in caption):
        return own
    head = _NUMBER_OF_A_TABLE.sub("", caption)
    name = _place_named(head[:LONGEST_PLACE], known) or next(iter(sorted(local_names("", head, 1))), "")
    # 「表1 青禾区对口帮扶项目情况表」 is of what was done for ours.
    return name if name and head.startswith(name) and not _WITH_ANOTHER.match(head, len(name)) else own


def column_place(head: str, document: SourceDocument, known: Sequence[str] = ()) -> str:
    """Return whose figures a column holds that a place heads, 「松陂县优良率」; empty where none does."""
    own = document.facts.place
    return own if own and own in head else _place_named(head, known)


def _place_named(words: str, known: Sequence[str]) -> str:
    """Return the last place that words name, 七星关区 of 「毕节市七星关区」; empty for none."""
    named = [mention.name for mention in find_places(words, known) if not is_redacted(mention.name)]
    return named[-1] if named else ""
