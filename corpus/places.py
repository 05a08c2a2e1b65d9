"""Find place names in a text, and the place that a document speaks for.

Names that no gazetteer knows (a new district, an imaginary county) are found by their form, where an office's
name shows them, 「青岚县教育局」, or where they stand often at a phrase's beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import tokenizer
from corpus.gazetteer import find_names, gazetteer, generic_names, lookup, places_of_short, shorts_pattern
from corpus.persons import SURNAMES

_REDACTED = re.compile(
    r"(?:(?<![A-Za-z\dXx×✕＊*某])(?:[XxＸｘ×✕]{1,4}|[＊*]{1,4}|[○〇◯]{2,4})|某某?)(?P<level>[省市县区旗州])(?!间|域|别)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_INSTITUTION = re.compile(
    r"[\u4e00-\u9fff]{0,2}(?:农商银行|农商行|农信社|银行|医院|中医院|中学|高中|一中|二中|职教中心|电视台|融媒体|火车站|客运站|高铁站|机场|大学|学院|日报|林业局|林场|开发区|工业园|高新区|经开区)"
)
_BELONGS = re.compile(r"(?:隶属于?|归属|属于|[，,]属|是)(?:[\u4e00-\u9fff]{0,6}省)?$")
_OPENS_A_PHRASE = re.compile(
    r"(?:结合|按照|根据|围绕|立足|依托|针对|经过|关于|加强|推进|推动|配合|协助|会同|通过|借助|确保)(?=[\u4e00-\u9fff]{2,3}(?:县|区|市|旗|州))"
)
# 「为加快推进芦桥县义务教育均衡发展」
_WORKED_FOR = re.compile(
    r"(?:推进|促进|推动|加快|结合|根据|按照|围绕|实现|确保|做好|提升|提高|落实|深化|贯彻)(?P<place>[\u4e00-\u9fff]{2,3}(?:自治县|县|市|旗))(?=[\u4e00-\u9fff])(?![域场间里民长级委直属内外别和与或及])"
)
# 「双桥镇中心初中地处岷阳县城北」, 「乌石桥镇是浯源县的库区镇」: where a town or school lies, or for whom one speaks.
_LIES_IN = re.compile(
    r"(?:地处|位于|坐落[于在]|隶属于?|[镇乡校园]是|我谨?代表|我们(?![赴到去在从对向和与的]))(?:[\u4e00-\u9fff]{2,3}[省市州])?(?P<place>[\u4e00-\u9fff]{2,3}(?:县|区|市|旗))(?!域|场|间|级|直|委|政府|人大|[与和及、]|交界|境内外)"
)
# 「中共岚溪县委副书记　宋长青」 under a title, 「（作者系沙洲县副县长）」 at a paper's end.
_ITS_SPEAKER = re.compile(
    rf"^[（(]?(?:中共)?(?P<place>[\u4e00-\u9fff]{{2,4}}(?:县|区|市|旗))(?:委|人民政府|政府|[\u4e00-\u9fff]{{2,8}}局)?[\u4e00-\u9fff、]{{0,8}}(?:书记|[县区市旗局]长)[\s　]*[{SURNAMES}][\s　]?[\u4e00-\u9fff]{{1,2}}[）)]?$"
)
_ITS_WRITER = re.compile(
    r"作者(?:系|为|单位)?[:：]?(?:中共)?(?P<place>[\u4e00-\u9fff]{2,4}?(?:县|区|市|旗))(?![域场间级内外])(?:(?:人民政府|政府|委)?[\u4e00-\u9fff、]{0,8}(?:书记|[县区市旗局]长)|[\u4e00-\u9fff]{2,6}局)[）)]?$"
)
# 「中共双流岭县委」, 「政协洛汭县第九届委员会」
_BY_ITS_COMMITTEE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:中共(?P<party>[\u4e00-\u9fff]{2,4}[县区市旗])委|政协(?P<place>[\u4e00-\u9fff]{2,4}[县区市旗])(?=第|委员会|十))"
)
# 「宜阳市云溪县」
_BEHIND_ITS_CITY = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}[市州](?P<place>[\u4e00-\u9fff]{2,3}(?:县|旗))(?!域|级|直|城|委|里|内)"
)
# 「2021年春天，大岭县石门乡……」
_WITH_ITS_TOWN = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=在))(?P<place>[\u4e00-\u9fff]{2}(?:县|区|旗))(?=[\u4e00-\u9fff]{2}(?:乡|镇|街道)(?!镇|村|级|中|办))"
)
_AUTONOMOUS = re.compile(r"(?<![\u4e00-\u9fff])(?P<place>[\u4e00-\u9fff]{2,6}族自治[县旗])")
_OF_A_COUNT = re.compile(r"^\s*(?:[\d一二三四五六七八九十]{1,2}[、.．])?")
# 「赴华阳山县考察学习……的报告」 is of those who went.
_VISITED = r"(?:赴|到|去){place}(?:考察|学习|参观|调研)"
_COMPARED = r"(?:与|和|同|跟|比){place}(?:相比|比起来|比较|的差距)"
# 「科教兴县」 names no 教兴县.
_BEFORE_A_STEM = r"(?:(?<![\u4e00-\u9fff])|(?<=[在让使对为将与和到把从给保我是向及于]))"
_ALSO_A_VERB, _ENDS_AN_OFFICE = frozenset(["会同县"]), frozenset("局室委部厅办府院")
_BEFORE_A_NAME = frozenset("省市州区在到从对和与及至的由向为是把将")
_OFFICE = (
    r"(?:人民政府|政府|委员会|教育体育局|教育和体育局|教体局|教育局|教育委员会|教委|财政局|卫生健康局|卫健局|卫生局|卫健委|民政局|农业农村局|"
    r"农业局|发展和改革局|发改局|发改委|人力资源和社会保障局|人社局|统计局|审计局|水利局|交通运输局|交通局|自然资源局|"
    r"住房和城乡建设局|住建局|文化和旅游局|文旅局|市场监督管理局|市场监管局|应急管理局|生态环境局|医疗保障局|医保局|"
    r"乡村振兴局|退役军人事务局|公安局|司法局|林业局|城市管理局|商务局|科技局|工业和信息化局|档案局|委办公室|府办公室|委、|委组织部|"
    r"第[一二三四五六]|人民医院|中心医院|疾控中心|妇幼保健院|实验小学|实验中学|职业)"
)
_BY_OFFICE = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[日月年]))(?:中共)?(?P<place>(?![日月年号由经在向各原对和与及])[\u4e00-\u9fff]{{2,5}}?(?:自治县|自治州|自治旗|县|区|市|旗|州)){_OFFICE}"
)
# A name by its form alone, 「青岚县」: at the beginning of a phrase, and several times or in the title.
_BY_FORM = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=\d年))(?:在|中共)?(?P<place>[\u4e00-\u9fff]{2,3}(?:自治县|县|区|市|旗))(?!民(?![政生族])|[域场间里长级委直属内外别和与或及、])"
)
# 「关于石塘县控辍保学工作开展情况的汇报材料」, 「在柏川县委农村工作会议上的讲话」
_IN_A_TITLE = re.compile(
    r"^[《“]?(?:关于(?:对)?|在|对)(?P<place>[\u4e00-\u9fff]{2,3}(?:自治县|县|区|市|旗))(?=[\u4e00-\u9fff])(?!民(?![政生族])|[域场间里长级直属内外别和与或及、])"
)
_NOT_BY_FORM = re.compile(
    r"(?:今|明|去|每|当|往|近)年|[报送经请]$|[一二三四五六七八九十几多每这那哪有无大小新老旧中是为了的在把对让使被等以于之其某个所很都也就还又]|[困点范进强标衡业试验发术景护政能济务民治都超股夜化示域功行基达优先]|^[年月日时]|[部专热]门|半年|年$|边远|农村|牧|产粮|沿海|老城|主城|城市"
)
_NOT_IN_A_NAME = re.compile(
    r"[我全各本该某两跨辖属的和与及在对向由被把将为是到从省区市县局]|[一二三四五六七八九十几多]个|人民"
)
# 宿城区 and 棠城区 are districts, 老城区 and 全县城区 are parts of a town.
_NO_PLACE = re.compile(
    r"(?:^城|[老新主旧中县市镇各全个本该]城|乡|地|校|社|园|片|学|景|库|灾|山|牧|林|矿|厂|辖|新|郊|特|小|功能|示范|开发|实验|试验|保护)区$|城市$|(?:集|乡)镇$"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,4}[条章节款项]")
_QUALIFYING = frozenset("新大小老双三五九")
# Who speaks stands in so short a line near the head.
LONGEST_BYLINE, LINES_OF_A_BYLINE = 36, 5
OPENING = 120
_SAYS_OF_WHAT_SORT = re.compile(
    r"^(?:贫困|先进|所有|重点|示范|农业|山区|试点|同类|其他|有关|部分|主要|下辖|周边|邻近|相关|城乡|少数民族|民族|各)|强[县区市]$"
)
# 「边境县」 and 「经开区」 say of what sort a place is.
_SORT_OF_PLACE = re.compile(
    r"^平原县$|(?:边境|经开|高新|山区|库区|革命|少数民族|试点|示范|重点|国贫|深度|产煤|农业|工业|人口)[县区市]$"
)
_OF_A_BODY = re.compile(r"(?:小学|中学|学校|幼儿园|教育集团|局|政府|委员会|医院|学院)[\u4e00-\u9fff\s]{2,8}$")
# 「沙洲县民生实事工作领导小组办公室　2023年11月8日」
_MASTHEAD = re.compile(r"(?:办公室|局|委员会|政府|专班|指挥部)[\s　]+(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$")
_SELF = re.compile(r"(?:我|全|本|该)(?P<level>[省市县区旗州])(?!别|分|域|间|里|场|民|长|委书记)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place name in a text; `short` when it was written without 县, 区 or 市."""

    name: str
    start: int
    end: int
    short: bool = False


def is_redacted(name: str) -> bool:
    """Tell whether a place's name was blotted out: 「XX区」, 「某县」."""
    return bool(_REDACTED.fullmatch(name))


def local_names(title: str, text: str, least: int = 2) -> set[str]:
    """Return names that only their form shows to be places: in the title, or often at a phrase's start.

    `least` says how often: once is enough where a person looks at what is found.
    """
    counts: dict[str, int] = {}
    for match in _BY_FORM.finditer(text):
        counts[match["place"]] = counts.get(match["place"], 0) + 1
    surely: set[str] = set()
    for pattern in (_BY_ITS_COMMITTEE, _BEHIND_ITS_CITY, _AUTONOMOUS, _WITH_ITS_TOWN):
        surely |= {next(filter(None, match.groups())) for match in pattern.finditer(f"{title}\n{text}")}
    opening = _BY_FORM.match(title.lstrip("“《—- ")) or _BY_FORM.match(title.rpartition("——")[2])
    for named in _BY_FORM.finditer(title):
        # 「关于调整《临溪区……实施方案》有关事项的通知」
        counts[named["place"]] = counts.get(named["place"], 0) + 2
    if in_title := _IN_A_TITLE.match(title):
        counts[in_title["place"]] = counts.get(in_title["place"], 0) + 2
    # 新港区 and 大河县 are names where a title opens with them, 新 and 大 else only qualify: 新校区, 大城市.
    opened = opening["place"] if opening and counts[opening["place"]] > 2 and opening["place"][0] in _QUALIFYING else ""
    # 「宜阳市贫困县」 names none.
    surely = {name for name in surely if not _SAYS_OF_WHAT_SORT.search(name)}
    formed = {
        name
        for name, count in counts.items()
        if count >= least and not _NOT_BY_FORM.search(name[1:-1] if name == opened else name[:-1])
    }
    return {name for name in formed | surely if not _is_no_name(name) and not _SORT_OF_PLACE.search(name)}


def _may_be_a_place(name: str) -> bool:
    """Tell whether what has a county's form may be its name, and is no common phrase: 边远县, 下半年县."""
    return not (_NOT_BY_FORM.search(name[:-1]) or _is_no_name(name) or _SORT_OF_PLACE.search(name))


def _is_no_name(name: str) -> bool:
    stem = name[:-1]
    if _ARTICLE.match(name):
        # 「第七条县民政局……」
        return True
    said = tokenizer.words(stem.removesuffix("自治")) if len(stem) > 2 else []
    if any(len(word) > 1 and tokenizer.part_of_speech(word)[:1] == "v" for word in said):
        # 「提前报送区教育局」 names no 提前报送区.
        return True
    if tokenizer.is_word(stem) and tokenizer.part_of_speech(stem)[:1] in "vdpcr":
        # 「选取县第二小学」 names no 选取县.
        return True
    return name in generic_names() or bool(_NOT_IN_A_NAME.search(name[:-1]) or _NO_PLACE.search(name))


def find_places(text: str, known: Iterable[str] = ()) -> list[Mention]:
    """Return full place names in a text, in order; `known` adds names that the gazetteer lacks.

    The longest name at a position wins; a name found only inside a longer Chinese word that is a name itself
    (「江南市场」) is left out when 区 or 市 begins 市场, 区域 and the like.
    """
    found: list[Mention] = []
    taken = 0
    extra = sorted({name for name in known if len(name) >= 2}, key=len, reverse=True)
    candidates = [
        Mention(text[start:end], start, end)
        for start, end in find_names(text)
        # 「岚县」 inside 「青岚县」 is another county's name.
        # 「教育局会同县财政局」 is no county's.
        if (text[start:end] not in _ALSO_A_VERB or text[start - 1 : start] not in _ENDS_AN_OFFICE)
        and (end - start > 2 or start == 0 or not _HAN.match(text[start - 1]) or text[start - 1] in _BEFORE_A_NAME)
        and not _is_the_end_of_another(text, start, text[start:end])
    ]
    for name in extra:
        candidates += [Mention(name, m.start(), m.end()) for m in re.finditer(re.escape(name), text)]
    for m in _BY_OFFICE.finditer(text):
        # 「结合棠溪区第三小学实际」
        start = m.start("place") + len(opening[0] if (opening := _OPENS_A_PHRASE.match(m["place"])) else "")
        name = text[start : m.end("place")]
        if not _is_no_name(name) or name in gazetteer():
            candidates.append(Mention(name, start, m.end("place")))
    for mention in sorted(candidates, key=lambda m: (m.start, -m.end)):
        following = text[mention.end : mention.end + 1]
        # 「区民」 and 「市场」 are words; a 民政局 is an office of the place before it.
        begins_a_word = (
            following and following in "场域民间容" and not text.startswith(("民政", "民生", "民族"), mention.end)
        )
        # 「一区一策」 names no 一区.
        counted = mention.name[0] in "一每各" and len(mention.name) == 2
        if counted or mention.start < taken or (mention.name[-1] in "市区县" and begins_a_word):
            continue
        if found and mention.start == taken and mention.name[0] in "和与" and mention.name[1:] in extra:
            # 「巫溪县和康县」 names no 和康县.
            continue
        found.append(mention)
        taken = mention.end
    return found


def _is_the_end_of_another(text: str, start: int, name: str) -> bool:
    """Tell whether a name always stands behind one and the same character: 阳山县 in a paper on 华阳山县."""
    before = text[start - 1 : start]
    if not before or not _HAN.match(before) or before in _BEFORE_A_NAME or text.count(name) < 2:
        return False
    return text.count(before + name) == text.count(name)


def find_short_names(text: str) -> list[Mention]:
    """Return names written without their last character, such as 温江 for 温江区; weak evidence by itself."""
    # 「通城」 in 「开通城乡公交」 is no name: a name begins where a word begins.
    words = {start for _, start, _ in tokenizer.cut(text)}
    return [
        Mention(m[0], m.start(), m.end(), short=True) for m in shorts_pattern().finditer(text) if m.start() in words
    ]


def self_level(text: str) -> tuple[str, float]:
    """Return how a text calls its own place, 县, 区, 市 … by 我县 and 全县, and how strongly; "" if it does not."""
    counts: dict[str, float] = {}
    for match in _SELF.finditer(text):
        counts[match["level"]] = counts.get(match["level"], 0.0) + (3.0 if match[0][0] in "我本" else 1.0)
    level = max(counts, key=lambda name: counts[name]) if counts else ""
    return level, counts.get(level, 0.0)


def end_of_place(line: str) -> int:
    """Return where the place ends that a line opens with, by the gazetteer or by its form; 0 for none.

    「福建省古田县：」 is one place.
    """
    end = 0
    for mention in find_places(line):
        if mention.start != end:
            break
        end = mention.end
    if end:
        return end
    formed = _BY_FORM.match(line)
    return formed.end() if formed else 0


def document_place(title: str, text: str, issuer: str = "") -> str:
    """Return the place that a document speaks for, or an empty string.

    Names weigh by where they stand: title and issuer before first lines before the rest, names inside 《》
    least; the level must be the one that 我县 or 全市 names. Where the text blots its own place out more often
    than it names one, the blotted name is returned, and its facts are nobody's.
    """
    head = text[:400]
    local = local_names(title, text) | _in_a_byline(text) | _in_the_opening(text)
    # 「永春县：名校“领办”新校」
    heading = find_places(title, local)
    if heading and heading[0].start == 0 and title[heading[0].end : heading[0].end + 1] in (":", "："):
        return heading[0].name
    level, strength = self_level(title + text)
    its_own = "" if heading else _of_who_speaks(text)
    if its_own and (not level or strength < 3.0 or its_own[-1] == level or {its_own[-1], level} <= set("县区旗")):
        return its_own
    quoted = [(m.start(), m.end()) for m in re.finditer(r"《[^《》]{1,60}》", text)]
    scores: dict[str, float] = {}

    def add(name: str, weight: float) -> None:
        scores[name] = scores.get(name, 0.0) + weight

    for mention in find_places(title, local):
        add(mention.name, 12.0)
    for mention in find_places(issuer, local):
        add(mention.name, 8.0)
    for mention in find_places(text, local):
        inside = any(start <= mention.start < end for start, end in quoted)
        add(mention.name, 0.5 if inside else 1.0 + (2.0 if mention.start < len(head) else 0.0))
    redacted: dict[str, float] = {}
    for match in _REDACTED.finditer(title + "\n" + text):
        weight = 3.0 if match.start() < len(title) + len(head) else 1.0
        redacted[match[0]] = redacted.get(match[0], 0.0) + weight
    blotted = {name: score for name, score in redacted.items() if strength < 3.0 or name[-1] == level}
    if sum(blotted.values()) >= 3.0 and sum(blotted.values()) > max(scores.values(), default=0.0):
        return max(blotted, key=lambda name: (name[0] in "XxＸ×", blotted[name]))
    # 「我市隶属伊春市」 names what we lie in, not us.
    above = {m.name for m in find_places(text) if _BELONGS.search(text[max(0, m.start - 14) : m.start])}
    above -= {m.name for m in find_places(title + issuer, local)}
    if strength >= 3.0:
        scores = {name: score for name, score in scores.items() if name not in above}
    fitting = {name: score for name, score in scores.items() if _fits(name, level)}
    others = {name for name in fitting if _is_told_of_another(name, title, text)}
    if fitting.keys() - others:
        fitting = {name: score for name, score in fitting.items() if name not in others}
    best = max(fitting, key=lambda name: fitting[name]) if fitting else ""
    if best and fitting[best] >= 1.5:
        return best
    if not best and heading and heading[0].start == 0 and strength < 3.0:
        # 「获评全市粮食生产先进县」 speaks of the city above the county that the title opens with.
        return heading[0].name
    by_short = _by_short_name(title, text, level, scores)
    if by_short:
        return by_short
    if best:
        return best
    if not blotted and (name := _by_its_stem(text, level) or _only_one(text, level)):
        return name
    if blotted:
        return max(blotted, key=lambda name: blotted[name])
    if strength < 2.0 and scores:
        best = max(scores, key=lambda name: scores[name])
        return best if scores[best] >= 3.0 else ""
    return ""


def _of_who_speaks(text: str) -> str:
    """Return the county or district of whoever a line under the title, or at the end, names as speaker or writer."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found = next(filter(None, map(_ITS_SPEAKER.match, lines[1:LINES_OF_A_BYLINE])), None) or next(
        filter(None, map(_ITS_WRITER.search, lines[-2:])), None
    )
    place = found["place"] if found else ""
    # 「云江市松岭县教育局局长」 speaks for the county.
    inner = re.search(r"(?<=市)[\u4e00-\u9fff]{2,3}[县旗]", found[0]) if found else None
    place = inner[0] if inner else place
    return place if place in gazetteer() or (place and _may_be_a_place(place)) else ""


def _in_a_byline(text: str) -> set[str]:
    """Return the place that only its form shows, where who speaks or issues is named with it: 「临湖市育才小学　佟桂芳」."""
    for line in text.split("\n", 4)[1:4]:
        named = _BY_FORM.match(line.strip())
        says_who = _OF_A_BODY.search(line) or _MASTHEAD.search(line)
        if named and len(line) <= LONGEST_BYLINE and says_who and not _is_no_name(named["place"]):
            return {named["place"]} if not _NOT_BY_FORM.search(named["place"][:-1]) else set()
    return set()


def _in_the_opening(text: str) -> set[str]:
    """Return the place that only its form shows, named once where a paper begins: 「上半年，澄湖区……全区」."""
    level, _ = self_level(text)
    # 「青岚县是山区县」 says of whom a paper speaks, whether it says 全县 or not.
    named = [
        match["place"]
        for match in _BY_FORM.finditer(text[:OPENING])
        if match["place"][-1] == level
        or (not level and not _OF_A_COUNT.sub("", text[: match.start()].rpartition("\n")[2]))
    ]
    named += [match["place"] for match in _WORKED_FOR.finditer(text[:OPENING]) if match["place"][-1] == level]
    named = [name for name in named if not _NOT_BY_FORM.search(name[:-1])]
    named += [match["place"] for match in _LIES_IN.finditer(text[: 2 * OPENING])]
    return set([name for name in named if not _SORT_OF_PLACE.search(name) and not _is_no_name(name)][:1])


def _fits(name: str, level: str) -> bool:
    if not level:
        return True
    if level in "县区旗":
        return name[-1] in "县区旗" or (level == "区" and name.endswith(("新区", "开发区"))) or name.endswith("自治县")
    return (
        name[-1] == level
        or (level == "州" and name.endswith("自治州"))
        or (level == "市" and any(place.level != "province" for place in lookup(name)) and name[-1] == "市")
    )


def _by_its_stem(text: str, level: str) -> str:
    """Return a place written once in full and again without its last character: 「确保石塬县……」, 「让石塬的孩子……」; empty for none."""
    if not level:
        return ""
    for match in re.finditer(rf"{_BEFORE_A_STEM}(?=(?P<stem>[\u4e00-\u9fff]{{2}}){level}(?!级|域|直|里|内|外))", text):
        stem = match["stem"]
        alone = re.search(rf"{stem}(?!{level})", text) is not None
        if alone and not tokenizer.is_word(stem) and _may_be_a_place(stem + level):
            return str(stem + level)
    return ""


def _is_told_of_another(name: str, title: str, text: str) -> bool:
    """Tell whether a paper speaks of a place as of another: it was visited, or ours is compared with it."""
    return bool(
        re.search(_VISITED.format(place=name), title) or re.search(_COMPARED.format(place=name), f"{title}\n{text}")
    )


def names_another(text: str, place: str) -> bool:
    """Tell whether a text names a county or district other than a place, of which it may then be."""
    named = {mention.name for mention in find_places(text)}
    formed = {match["place"] for pattern in (_BY_FORM, _LIES_IN) for match in pattern.finditer(text)}
    named |= set(filter(_may_be_a_place, formed))
    return place[-1] in "县区旗" and any(name[-1] in "县区旗" for name in named - {place})


def _only_one(text: str, level: str) -> str:
    """Return the only name that by its form is a place of a text's own level; empty where there are more, or none."""
    formed = {match["place"] for match in _BY_FORM.finditer(text) if level and match["place"][-1] == level}
    named = set(filter(_may_be_a_place, formed))
    only = next(iter(named), "")
    return only if len(named) == 1 and not _is_told_of_another(only, "", text) else ""


def _by_short_name(title: str, text: str, level: str, scores: dict[str, float]) -> str:
    """Find 温江区 from 温江中学 and 温江教育: written twice or more, of the right level, its city or province named."""
    if not level:
        return ""
    counts: dict[str, int] = {}
    whole = title + "\n" + text
    for mention in find_short_names(whole):
        # 「商城农商银行」 is an institution of the place itself and counts twice.
        weight = 2 if _INSTITUTION.match(whole, mention.end) else 1
        counts[mention.name] = counts.get(mention.name, 0) + weight
    found: list[tuple[int, bool, int, str]] = []
    for short, count in counts.items():
        for place in places_of_short(short):
            parents = [parent for parent in (place.city, place.province) if parent]
            named = any(parent in scores or parent[:2] in text for parent in parents)
            if count >= 2 and named and _fits(place.name, level) and place.level != "province":
                found.append((count, place.name[-1] == level, place.last, place.name))
    return max(found)[-1] if found else ""
