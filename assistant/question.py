"""Read a question: whose fact it asks for, of which year, what kind of thing, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.asked_words import (
    QUOTED,
    asked_nouns,
    counted,
    is_telling,
    listed_of,
    nearest_words,
    predicate_of,
    terms_of,
)
from assistant.dialogue import complete, parts_of
from assistant.figure_cues import asks_change
from assistant.question_kinds import POINT_KINDS, Kind, kind_of
from assistant.spoken import plainly
from corpus import gazetteer, places
from corpus.tokenizer import is_word

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*[-—~至到]|\s*学年|\s*[和与、及]\s*(?:19|20)\d{2})")
_LOOSE_PLACE = re.compile(
    r"^(?:请问|那么?|在|按照?|根据|依据)?《?(?P<name>[\u4e00-\u9fff]{2,4}?(?:自治县|县|区|市|旗|州|省))(?!别|域|场|民|里|间|长|级|委|属|内|外|政府|直)"
)
_NOT_LOOSE = re.compile(
    r"[我全各本该某两跨几多哪什么的了在有是和与被把将对从个给为]|地区|校区|社区|园区|^城区|[老新主旧中县市镇]城区|片区|学区|景区|灌区|库区|林区|矿区|园区|辖区|新区$|市区|县区|区县|县市|省市"
)
_BLOTTED = re.compile(r"(?<![\u4e00-\u9fff])某(?P<level>[县市区旗])(?![域场民里间长级委属])")
_LOCALITY = re.compile(
    r"^(?:请问|那么?|在|，)*(?P<name>[\u4e00-\u9fff]{2,3}?(?:街道|社区|片区|镇|乡(?!镇)|村))(?!小)(?![镇村民委级里上道路的]?(?:振兴|卫生(?!厕|院|室|所)|教师|学校|医生|公路))"
)
_BODY_OF_A_LOCALITY = re.compile(
    r"(?!村级)(?:(?:(?![的那这哪里几有多办建各全开])[\u4e00-\u9fff]){0,3}?(?:中心)?(?:小学|中学|初级中学|学校|幼儿园|幼儿院|卫生院|敬老院|福利院|幸福院))(?![教校学])"
)
_NO_LOCALITY = re.compile(
    r"为了|让|使|给|怎么|如何|[我全各每本该哪某个多几所有对在把和与及等按最高低]|[城行建自中重示范][乡镇政制然心点]|农村|乡村|乡镇|^[大小中]?村镇|[政制然心点]村|贫困|老旧|[新旧]村|中心|[返下入回]乡|^[份篇]"
)
_PERSON = re.compile(
    r"叫什么|叫啥|名字|姓名|姓什么|姓啥|贵姓|哪位|(?:书记|主任|[局县区市镇乡科处所站校园院队会片河林路街楼链]长|领导(?:同志)?|主席|部长|经理)(?:现在|目前|都|分别|各|各自)*的?(?:是|由)谁"
)
_BY_NAME = re.compile(r"长(?:同志)?(?:叫什么|姓什么|姓啥|贵姓|的?名字|的?姓名)")
# 「重点课题叫什么名字」 asks for no person.
_THING_WITH_A_NAME = re.compile(
    r"(?:课题|项目|平台|模式|活动|工程|机制|品牌|制度|会议|机构|公司|企业|单位|系统|小程序|软件|栏目|合作社|基地|学校|集团|计划|行动|专业|课程|方案|基金|奖项|称号|办法|做法|产品|景区|园区|节目|比赛|大赛|政策|服务|贷款|保险|热线|专班|联盟|社团)(?:的|现在|都|分别)?(?:叫|名字|名称)"
)
# 「并掉哪几所初中？名字都报一下」
_WHICH_BODIES = re.compile(r"哪(?:些|几|[一二三四五六七八九十\d]+)(?:[所家个座条]|乡镇|街道|学校|企业|单位)")
_WRITTEN = {",": "，", ";": "；", "?": "？", ":": "：", "!": "！"}
# What is typed with a Latin keyboard; not 1,200 nor 8:30.
_PUNCTUATION = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;?!]")
_FROM_WHERE_THE_MONEY = re.compile(r"钱(?:都|是)?从哪(?:里|儿|几[块方面个渠道]*)?(?:出|来)的?")
# 「……多少？别跟2015年的弄混」
_NOT_TO_BE_MIXED_UP = re.compile(
    r"[，。？；](?:可|请)?(?:别|不要|不是)(?:跟|和|与|把|拿)[^，。？；]*(?:混|弄错|搞错)[^，。？；]{0,3}[。？]?$"
)
# 「2013年印发的办法」, 「2023年修订版」: a version named by its year.
VERSION_OF = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?(?:度)?[^，。？年]{0,4}?(?:新)?(?:修订|修改|印发|出台|制定|发布|公布|颁布|下发|那[份个版]|版|的?新?(?:办法|规定|细则|条例|方案|制度))"
)
# The same, where a kind of paper stands behind and no other year beside: 「2023年发布了多少条」 names no version.
_VERSION_NAMED = re.compile(
    r"(?<![、和与至到比跟~～—–-])(?P<year>(?:19|20)\d{2})年?(?:度)?(?![、和与至到比跟~～—–-])[^，。？年]{0,4}?(?:那[份个版]|版|(?:(?:修订|修改|印发|出台|制定|发布|公布|颁布|下发)的)?[^，。？年了]{0,10}(?<!什么)(?<!哪些)(?:办法|规定|细则|条例|方案|规划(?![实建新布投总])|制度))"
)
_BEFORE_A_PLACE = re.compile(
    r"^(?:请|帮我|麻烦)?(?:列出|列举|列一下|说说|说一下|介绍(?:一下)?|讲讲|查一下|概括|归纳|总结)(?=[\u4e00-\u9fff]{2,3}[县市区旗])"
)
_GREETING = re.compile(
    r"^(?:你好|您好|嗨|hi|hello|早上好|下午好|晚上好|谢谢|多谢|感谢|再见|辛苦了|在吗|你是谁|你能做什么|你会什么|怎么用你?)[呀啊吗呢！!。.？?~]*$",
    re.IGNORECASE,
)
_OFF_TOPIC = re.compile(
    r"^(?:给我)?(?:讲|说)(?:一?个|点)?(?:笑话|故事)|^(?:写|作)(?:一?首|一?篇)?(?:诗|情书|小说)|(?:今天|明天|现在)(?:的)?(?:天气|几点|星期几|股票)|"
    r"^(?:唱|放)(?:一?首|一?支)?歌|彩票|算命|你(?:几岁|多大|是男|是女|叫什么|喜欢)"
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, read.

    Attributes:
        text: the question that is answered; a follow-up has been completed from the one before it.
        asked: the words of the user.
        places: places it names, full names where the library or the gazetteer knows them.
        years: years it names.
        locality: the town, street or village that it opens with, or the school of one; empty where it names none.
        unit: the unit after 多少, such as 所; empty where none is named.
        focus: content words right after 多少, which the figure must count.
        predicate: the verb right before 多少: 罚 in 「罚了多少钱」; empty for none.
        asked_head: the last of the nouns before 多少, which a figure counts: 学生 of 「住校的学生有多少」.
        nearest: the content words right before the question word of a question that asks for no single fact.
        asked_nouns: the nouns that say what is asked for: 数学 and 老师 of 「数学老师有多少」.
        listed: the noun whose items a list is asked of: 困难 in 「有哪些困难」.
        terms: content words without places, years and question words.
        parts: the questions that this one is made of, where it asks several things.
        paper: the paper that it is asked of by name, which its text then lacks; empty where it names none.
        greeting: it is a greeting and asks nothing.
        off_topic: it asks for what no office's documents answer: the weather, a joke.
    """

    text: str
    asked: str
    kind: Kind
    places: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    locality: str = ""
    unit: str = ""
    focus: tuple[str, ...] = ()
    predicate: str = ""
    asked_head: str = ""
    nearest: tuple[str, ...] = ()
    asked_nouns: tuple[str, ...] = ()
    listed: str = ""
    terms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    paper: str = ""
    greeting: bool = False
    off_topic: bool = False

    @property
    def asks_names(self) -> bool:
        """Tell whether the names of several things are asked for, which their number does not answer."""
        return self.kind == "list" and not re.search(r"哪些(?:地方|县|区|市|单位|材料|文件)|有什么", self.text)

    @property
    def asks_person(self) -> bool:
        """Tell whether a person's name is asked for, which a post by itself does not answer."""
        return (
            bool(_PERSON.search(self.text))
            and (
                _BY_NAME.search(self.text)
                or not re.search(r"牵头|负责(?!人叫)|组长是|主持|由谁来?(?:当|任|担任)", self.text)
            )
            and not _THING_WITH_A_NAME.search(self.text)
            and not _WHICH_BODIES.search(self.text)
        )

    @property
    def is_point(self) -> bool:
        """Tell whether a single fact is asked for."""
        return self.kind in POINT_KINDS


def read_question(text: str, known_places: Iterable[str] = (), before: Question | None = None) -> Question:
    """Read a question; `known_places` are the library's own, `before` is the question asked before it."""
    asked = text.strip()
    text = _PUNCTUATION.sub(lambda match: _WRITTEN[match[0]], asked)
    text = _FROM_WHERE_THE_MONEY.sub("资金来源有哪些", text)
    text = _NOT_TO_BE_MIXED_UP.sub("", text)
    # 「照某县现行办法」 and 「按某县现行办法」 are one.
    text = re.sub(r"^照(?=[\u4e00-\u9fff]{2,5}[县市区旗州])", "按", text)
    # 「列出松陂县教育局……」 names no county 列出松陂县.
    text = _BEFORE_A_PLACE.sub(r"\g<0>，", text)
    known = tuple(known_places)
    named_at_all = _helped(text, _places(text, known))
    named = _without_superiors(text, named_at_all)
    if before is not None and before.terms:
        own = terms_of(_without(text, named), "general")
        text = complete(asked, named, before.text, before.places, before.years, before.terms, own)
        if text != asked:
            named = named_at_all = _places(text, known)
    if _GREETING.match(text):
        return Question(text, asked, "general", greeting=True)
    if _OFF_TOPIC.search(text):
        return Question(text, asked, "general", off_topic=True)
    plain = _without(text, named_at_all)
    locality = _locality(plain)
    plain = plainly(plain.replace(locality, "，") if locality else plain)
    kind = kind_of(plain)
    terms = terms_of(plain, kind)
    unit, focus = counted(plain) if kind in ("count", "amount", "money", "share") else ("", ())
    nouns = asked_nouns(plain)
    years = tuple(dict.fromkeys(_YEAR.findall(text)))
    if len(years) == 1 and asks_change(text) and re.search(rf"[比较]{years[0]}", text):
        # 「比2015年多多少」 asks of no fact of 2015.
        years = ()
    versions = _VERSION_NAMED.findall(text)
    if len(years) > 1 and len(versions) == 1 >= len(VERSION_OF.findall(text)):
        # 「2013年那版方案里，2014年计划建多少所」 asks of 2014.
        years = tuple(year for year in years if year != versions[0])
    if len(years) == 1 and re.search(
        rf"(?:为什么|为啥|为何|原因)[^，。？]*(?:修订|修改|改|重新制定|废止)[^，。？]*{years[0]}年", text
    ):
        # 「为什么要修订2017年的办法」 is told by what revised it.
        years = ()
    return Question(
        text, asked, kind, tuple(dict.fromkeys(name for _, name in named)), years, locality, unit, focus, predicate_of(plain) if kind in POINT_KINDS else "",
        nouns[-1] if nouns else "",
        () if kind in POINT_KINDS else nearest_words(plain),
        () if kind == "basis" else tuple(noun for noun in nouns if is_telling(noun)),
        listed_of(plain),
        terms or (("人口",) if unit == "人" else ()),
        tuple(parts_of(text, named, years)),
    )  # fmt: skip


def _locality(text: str) -> str:
    """Return the town or village that a question opens with, 「松坪镇有多少人」, or its school; 「哪个乡镇」 and 「农村」 are none."""
    found = _LOCALITY.match(text)
    if found is None or "的" in found["name"] or _NO_LOCALITY.search(found["name"]) or is_word(found["name"]):
        return ""
    # 「池淮镇中心小学」 is one school, and its town is not asked about.
    body = _BODY_OF_A_LOCALITY.match(text, found.end())
    return found["name"] + (body[0] if body else "")


def _helped(text: str, named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return, of a place that helps another, only the one that is helped: 洛南 of 「江宁区援助了洛南教育多少资金」."""
    if len(named) != 2:
        return named
    for (helper, _), helped in ((named[0], named[1]), (named[1], named[0])):
        one, other = re.escape(helper), re.escape(helped[0])
        if re.search(rf"{one}[^，。？]{{0,12}}(?:援助|支援|帮扶|援建|捐|给|帮助|支持)[^，。？]{{0,3}}{other}", text):
            return [helped]
    return named


def _without_superiors(text: str, named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return places without those whose office's paper is carried out: 成都市 of 「落实的是成都市教育局哪个文件」."""
    if not any(name[-1] in "县区旗" for _, name in named):
        return named
    carried_out = r"(?:落实|贯彻|根据|依据|按照?|执行)(?:的是|了|的)?"
    return [
        (written, name)
        for written, name in named
        if name[-1] not in "市省州"
        or not re.search(rf"{carried_out}{re.escape(written)}[\u4e00-\u9fff]{{0,8}}(?:局|委|厅|政府|办)", text)
    ]


def _without(text: str, named: list[tuple[str, str]]) -> str:
    if not named:
        return text
    places_named = re.compile("|".join(re.escape(written) for written, _ in named))
    # What stands in quotation marks stays whole.
    return re.sub(
        f"{QUOTED.pattern}|{places_named.pattern}",
        lambda match: match[0] if match[1] else "，",
        text,
    )


def _places(text: str, known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return places as written and as named in full."""
    # 「安吉游戏」 in quotation marks is one name, and no question about 安吉县.
    text = QUOTED.sub("，", text)
    found = [(mention.name, mention.name) for mention in places.find_places(text, known)]
    covered = "".join(written for written, _ in found)
    for name in sorted(known, key=len, reverse=True):
        short = gazetteer.stem(name)
        if len(short) >= 2 and short in text and short not in covered and not places.is_redacted(name):
            # 「巍山县」 for 巍山彝族回族自治县 is taken out whole.
            written = re.search(re.escape(short) + r"[县区市旗州]?", text)
            found.append((written[0] if written else short, name))
            covered += short
    blotted = _BLOTTED.search(text) if not found else None
    if blotted:
        # 「某区……」 of a library that holds one paper of a 「XX区」
        own = [name for name in known if places.is_redacted(name) and name[-1] == blotted["level"]]
        found += [(blotted[0], own[0])] if len(own) == 1 else []
    if not found and (loose := _LOOSE_PLACE.match(text)) and not _NOT_LOOSE.search(loose["name"]):
        found.append((loose["name"], loose["name"]))
    return found


def about(question: Question, place: str) -> Question:
    """Return the question asked of another place, or of any for an empty name."""
    return replace(question, places=(place,) if place else ())


def without_places(question: Question) -> str:
    """Return the text of a question without the places that it names, in full or short."""
    text = question.text
    for place in question.places:
        text = text.replace(place, "，").replace(gazetteer.stem(place), "，")
    return text
