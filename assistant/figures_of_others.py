"""Which figures of a folded sentence are of others than is asked about: another county, school, people, or several together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.asked_words import MEASURES
from assistant.clauses import clause_around
from assistant.matching import holds
from assistant.question import Question
from assistant.very_thing import rounds_in
from corpus.figures import Figure
from corpus.gazetteer import stem
from corpus.places import find_places
from corpus.tokenizer import cut_by_dictionary, is_naming

_TOWNS_TOGETHER = re.compile(
    r"(?:涉及|覆盖|分布在|惠及|包括)(?P<towns>(?:[\u4e00-\u9fff]{2,8}、)+[\u4e00-\u9fff]{2,8}?)(?:等)?\d+个(?:乡镇|镇|乡|街道|村)"
)
_NAMED_BODY = re.compile(r"(?<=[县市区州旗省])[\u4e00-\u9fff]{2,8}?(?:学校|中学|小学|幼儿园|敬老院|福利院|卫生院|医院)")
_TOGETHER = re.compile(
    r"(?P<things>[^，。；、]{2,24}(?:、[^，。；、]{2,20})+?)(?:等)?(?:两|[三四五六七八九]|\d{1,2})(?:个|所|处|项|条|座|家)[^，。；]{0,8}[，,](?:总|共|累计|合计)"
)
_SEVERAL_KINDS = re.compile(
    r"(?P<things>(?:[^，。；、]{2,12}、){2,}[^，。；、]{2,12}?)等?(?:[三四五六七八九十]|\d{1,2})(?:个|大|类)(?:重点)?(?:行业|领域|部门|片区|方面)"
)
_SPENT_ON_SEVERAL = re.compile(
    r"[，,](?:用于)?(?:新建|改建|扩建|新改扩建|建设|建成|改造|购置|实施)了?(?P<things>[^，。；、\d]{2,16}(?:、[^，。；、\d]{2,16}?)+)等?(?:\d{1,2}|[两三四五六七八九])[所个处项条座]"
)
_GIVEN = re.compile(r"争取|获得|接受|对口|帮扶|支援|援助|捐|协作|引进")
_OUR_TOWN = re.compile(r"^(?:我|本|全)(?:镇|乡|街道|村|社区)")
_NEIGHBOUR = re.compile(r"(?:邻近|相邻|毗邻|临近|附近)的?[\u4e00-\u9fff]{1,5}[县市区旗]|邻县")
_AS_AN_EXAMPLE = re.compile(r"如|参考|参照|借鉴|相比|对比")
_OF_A_COUNTY = re.compile(r"(?P<place>[\u4e00-\u9fff]{1,5}[县市区旗])(?:为|有|是|达)?$")
_EACH_OF_THEM = re.compile(r"分别|各|均|每")
# A thing is named by so many of its last characters: 枝阳小学 of 「城区新建的枝阳小学」.
NAME = 4
REACH_OF_AN_EXAMPLE = 20
_GRADE = re.compile(r"第?(?P<n>[一二三四五六七八九])[档类](?!人|型)")
# 「Ⅱ级响应」
_LEVEL = re.compile(r"(?P<n>[ⅠⅡⅢⅣⅤⅰⅱⅲⅳⅴ一二三四五])级(?=响应|应急|预警)")
_RANK = re.compile(r"(?P<n>正高级|副高级|高级|一级|二级|三级)(?=教师|职称|岗|工程师|农艺师|[，,。？?、；;\d]|$)")
_KIND_OF_TEACHER = re.compile(
    r"(?P<n>主讲|助教|全科|走教|特岗|支教|交流|骨干|代课|临聘|银龄|轮岗|实习|编外|备案制|资源|巡回|送教|心理(?:健康)?|保健|幼儿)(?:教师|老师)"
)
# What papers call one thing.
_ALIKE = {
    "轮岗": "交流", "代课": "临聘", "编外": "临聘", "备案制": "临聘", "巡回": "走教", "心理健康": "心理",
    **dict(zip("ⅰⅱⅲⅳⅴ", "一二三四五", strict=True)), "副高级": "高级",
}  # fmt: skip
# Within one of these and across them are set against each other.
_SET_APART = frozenset(("学区", "片区"))
_TOWN_OR_COUNTRY = re.compile(r"农村|乡村(?!振兴)|城区|城镇|县城")
_IN_A_NAME = re.compile(r"城乡(?:建设局|规划|居民|一体化|公交|建设部门)")
_RUN_BY = frozenset(("民办", "公办"))
_ACROSS = re.compile(r"跨(学区|县域?|市|校|乡镇|片区|区域|省|镇|部门)")
_IN_A_ROW = re.compile(r"率$|比例$|占比$|系数$|指数$|满意度$|标准$|面积$")
# One measure told of so many things in a row.
FEWEST_IN_A_ROW = 2
_SUBJECT = re.compile(
    r"(?P<n>语文|数学|英语|音乐|体育|美术|物理|化学|生物|历史|地理|政治|思政|心理|信息技术|书法|舞蹈)(?!馆|场|局|活动|设施|器材|器械|用房|教室|中心|公园|产业)"
)
_PEOPLE = (
    ("教师", "老师", "专任教师", "教职工", "骨干教师", "特岗教师"),
    ("工作人员", "干部", "编制人员"),
    ("学生", "在校生", "在校学生", "幼儿", "儿童", "毕业生", "新生", "考生"),
)


def is_of_another(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is none of what is asked about, for any of the reasons below."""
    return any(reason(question, figure, text) for reason in _OF_ANOTHER)


def is_of_another_listed(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a noun asked about is only counted in a row of things before a figure that is of them all.

    「其中小学39所、特殊教育学校1所，在校学生47852人」 tells no pupils of the special school.
    """
    start, _ = clause_around(text, figure.start, figure.end)
    for name in _NAMED_BODY.findall(question.text):
        in_a_row = f"、{name}" in text or f"{name}、" in text
        before = in_a_row and text.rfind(name) < figure.start and name not in text[start:]
        if before and not _EACH_OF_THEM.search(text[text.rfind(name) :]):
            return True
    if any(noun in text[start : figure.start] for noun in question.asked_nouns):
        # 「抽测学生27200人，合格率95.2%，优良率48.7%」
        return False
    for term in question.terms:
        if len(term) < 2 or term in question.focus or not (is_naming(term) or term in _RUN_BY):
            continue
        spots = list(
            re.finditer(
                # 「校园周边食品店274家」 is no number of the 校园.
                rf"(?<=[所个人名家户处条项])、[^，,、。；;]{{0,8}}{re.escape(term)}(?:学校|[校园班部院]|机构|中心|家庭)?(?:共|有|为)?\d+\D",
                text,
            )
        )
        last = text.rfind(term)
        if spots and spots[-1].start() <= last < spots[-1].end() <= figure.start:
            return bool(re.search(r"[，,；;]", text[spots[-1].end() : figure.start]))
    return False


def is_of_places_together(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of several towns together of which one is asked about: 「84.6公里，涉及甲乡、乙镇2个乡镇」."""
    if figure.kind not in ("count", "money") or _EACH_OF_THEM.search(text):
        return False
    for match in _TOWNS_TOGETHER.finditer(text, figure.end):
        if any(town in question.text for town in match["towns"].split("、")) and "涉及" not in question.text:
            return True
    return False


_TOGETHER_NAMED = re.compile(r"(?:初中、?小学|小学、?初中|中小学校?)(?:共|有|共有)?$")
_COMPOUND = re.compile(r"中小学校?(?:和|及|、)?幼儿园(?:共|有|共有)?")


def is_of_things_together(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of several things together of which one is named: 「甲小学、乙中学两个项目，总投资1.86亿元」."""
    for match in _TOGETHER.finditer(text, 0, figure.start):
        if re.search(r"[。；;]", text[match.end() : figure.start]) or figure.kind not in ("count", "money"):
            continue
        if _names_some(question, match["things"]):
            return True
    for match in _SEVERAL_KINDS.finditer(text, 0, figure.start):
        # 「聚焦危险化学品、烟花爆竹、……六个重点行业，……排查隐患3,872条」
        runs_on = not re.search(r"[。；;]", text[match.end() : figure.start])
        if runs_on and figure.kind in ("count", "money") and _names_some(question, match["things"]):
            return True
    compound = _COMPOUND.search(text, max(0, figure.start - 12), figure.start)
    both = _TOGETHER_NAMED.search(text, max(0, figure.start - 10), figure.start)
    if both and re.search(r"小学|初中", question.text) and not _TOGETHER_NAMED.search(question.text + "共"):
        named = {level for level in ("小学", "初中") if level in question.text}
        if len(named) == 1 and "中小学" not in question.text and "学校" not in question.text:
            # 「单设初中小学11所」 is no number of the 小学.
            return True
    if compound and compound.end() == figure.start and "幼儿园" in question.text and "中小学" not in question.text:
        # 「有中小学校幼儿园39所」
        return True
    # 「筹措资金6.35亿元，新建甲小学、乙学校、丙中学等5所学校」
    behind = _SPENT_ON_SEVERAL.match(text, figure.end)
    return figure.kind == "money" and behind is not None and _names_some(question, behind["things"])


def _names_some(question: Question, things: str) -> bool:
    """Tell whether a question names one of the things of a row, and not all."""
    named = [thing[-NAME:] in question.text for thing in things.split("、")]
    return any(named) and not all(named)


def is_of_another_county(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure stands right behind the name of a county that is not asked about: 「息县576万元、新县320万元」."""
    if not question.places or _GIVEN.search(text, 0, figure.start):
        # 「争取到常州市天宁区500万元」
        return False
    named = _OF_A_COUNTY.search(text, max(0, figure.start - 8), figure.start)
    if (
        named is None
        or figure.kind not in ("count", "money", "share")
        or "比" in text[max(0, named.start() - 2) : named.start()]
    ):
        return False
    found = [mention.name for mention in find_places(named["place"])]
    return bool(found) and not any(stem(name) in question.text for name in found)


def is_of_a_neighbour(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of a county that ours is compared with: 「如邻近的定沅县……500元，我县……」."""
    named = list(_NEIGHBOUR.finditer(text, 0, figure.start))
    return (
        bool(named)
        and bool(_AS_AN_EXAMPLE.search(text, max(0, named[-1].start() - REACH_OF_AN_EXAMPLE), named[-1].start()))
        and not re.search(r"[我本全][县市区]|[；;。]", text[named[-1].end() : figure.start])
        and not re.search(r"邻近|周边|相邻|邻县", question.text)
    )


def is_of_those_left_out(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is for those to whom what is asked about did not apply: 「集中缴费期未参保的，……」."""
    start, _ = clause_around(text, figure.start, figure.end)
    return bool(re.search(r"未[\u4e00-\u9fff]{1,8}的[，,]$", text[:start])) and not re.search(
        r"[未没不]", question.text
    )


def is_of_a_town(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a town tells its own figure, 「我镇辖9村」, where none is named and the county is asked about."""
    own = _OUR_TOWN.search(text, 0, figure.start)
    return (
        own is not None
        and figure.kind in ("count", "money", "share")
        and not question.locality
        and not re.search(r"[镇乡村]|街道|社区", question.text)
        and bool(question.places)
    )


def is_of_the_visited(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of a county that ours looked at: 「赴甲县考察，该县……1500万元，而我县每年仅800万元」."""
    said = text[: figure.start]
    theirs, ours = max(map(said.rfind, ("该县", "该市", "该区"))), max(map(said.rfind, ("我县", "我市", "我区")))
    both = theirs >= 0 and re.search(r"我[县市区]", text) is not None
    return both and theirs > ours and not any(place in text for place in question.places)


def _people_in(text: str) -> set[int]:
    """Return which groups of people a text speaks of: teachers, officials, pupils."""
    plain = re.sub(r"幼儿[园教]|儿童福利院|学生资助", "，", text)
    plain = re.sub(r"在读|就读|在园", "学生", re.sub(r"(?:高校|大学|师范)毕业生", "，", plain))
    return {group for group, words in enumerate(_PEOPLE) if any(word in plain for word in words)}


def is_of_other_people(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure counts pupils where teachers are asked for, or the other way round: 「在校生142人」."""
    start, end = clause_around(text, figure.start, figure.end)
    asked = {group for group, words in enumerate(_PEOPLE) if any(word in question.focus for word in words)}
    told = _people_in(text[start:end])
    if not told and "其中" in text[: figure.start]:
        # 「在校生总人数30884人，其中……，职业高中1766人」
        told = _people_in(text[: text.rfind("其中", 0, figure.start)])
    return figure.unit in ("人", "名") and bool(asked and told) and not asked & told


def is_of_another_grade(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of another grade than the one asked about: 「一档每月300元，三档每月800元」 for the third."""
    asked = _GRADE.search(question.text)
    if asked is None:
        return False
    start, _ = clause_around(text, figure.start, figure.end)
    told = list(_GRADE.finditer(text, start, figure.start))
    if re.search(r"分别|依次|各(?!类)", text[start : figure.start]):
        # 「一档、二档、三档分别为300元、500元、800元」
        return False
    return figure.unit in ("类", "档") or (bool(told) and told[-1]["n"] != asked["n"])


def _named_by(pattern: re.Pattern[str], text: str) -> set[str]:
    """Return what a text names by a pattern, things that papers call otherwise by one name."""
    names = (match["n"].lower() for match in pattern.finditer(text))
    return {_ALIKE.get(name, name) for name in names}


def is_of_schools_together(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure counts 中小学 or more together, where only the 小学 or the 中学 are asked for: 「26所公办中小学和幼儿园」."""
    start, _ = clause_around(text, figure.start, figure.end)
    behind = re.match(r"[^，,。；;、\d]{0,6}(?<!其)中小学", text[figure.end :])
    before = re.search(r"(?<!其)中小学校?(?:共|有|共有|现有|总数|达|为)*$", text[start : figure.start])
    if figure.kind != "count" or not (behind or before):
        return False
    asked = re.search(
        r"(?<!中)小学(?!生|[和与、及])|初中(?!生|[和与、及])|(?<!初级)(?<!高级)中学(?!生|[和与、及])", question.text
    )
    return asked is not None and "中小学" not in question.text


def is_of_another_level(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sentence is of another level, rank or kind of teacher than the one asked about: Ⅰ级响应 for Ⅱ级响应."""
    start, end = clause_around(text, figure.start, figure.end)
    for named, told in (
        (_LEVEL, text),
        (_RANK, text),
        (_KIND_OF_TEACHER, text[start:end]),
        (_SUBJECT, text[start:end]),
    ):
        asked, said = _named_by(named, question.text), _named_by(named, told)
        if asked and said and not asked & said:
            return True
    return False


def is_of_another_in_a_row(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure stands in a row of one measure of several things, and none of them is asked about.

    「幼儿园覆盖率达到85%，义务教育学校覆盖率达到85%，普通高中覆盖率达到100%」 tells nothing of the 职业学校.
    """
    measure = question.asked_head
    if not _IN_A_ROW.search(measure) or text.count(measure) < FEWEST_IN_A_ROW:
        return False
    start, end = clause_around(text, figure.start, figure.end)
    first = text.find(measure)
    lead = text[: clause_around(text, first, first)[0]]
    told = f"{lead} {text[start:end]}"
    others = f"{text[:start]} {text[end:]}"
    names = [term for term in question.terms if is_naming(term) and len(term) > 1]
    # 「义务教育和普通高中分别要达到多少」 names both.
    its_own = any(holds(name, text[start:end]) and not holds(name, others) for name in names)
    before = text[start : max(start, text.find(measure, start, end))]
    return (
        # 「目前入学率为97.8%」 is of what was named before.
        any(is_naming(word) for word in cut_by_dictionary(before) if len(word) > 1)
        and not its_own
        and any(holds(name, text) and not holds(name, told) for name in names)
    )


def is_of_another_item(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether the noun asked about stands in another item of a row: 「42所村级小学、适当保留教学点」 counts no 教学点."""
    noun = question.focus[-1] if question.focus else question.asked_head
    if figure.kind != "count" or len(noun) < 3:
        return False
    start, end = clause_around(text, figure.start, figure.end)
    items = re.split("(?<=、)", text[start:end])
    if len(items) < 2 or noun not in text[start:end]:
        return False
    own = next((item for at, item in _placed(items, start) if at <= figure.start < at + len(item)), text[start:end])
    other = next(item for item in items if noun in item)
    # A bare noun is one of several that a figure counts together; 「适当保留教学点」 is a deed of its own.
    deed = re.search(r"保留|撤并|建设|新建|加强|完善|推进|设立", other.partition(noun)[0])
    return noun not in own and deed is not None and not re.search(r"\d", other)


def _placed(items: list[str], start: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield start, item
        start += len(item)


def is_of_a_sample(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of those that were looked at, 「抽查的60名教师中有13名」, where how many there are is asked."""
    start = max(text.rfind(mark, 0, figure.start) for mark in "。；;，,") + 1
    return (
        figure.kind == "count"
        and bool(
            re.search(r"(?:抽查|抽样|抽取|抽测)[^，。；]{0,4}\d+[^，。；]{1,12}[中里]有?", text[start : figure.end])
        )
        and not re.search(r"抽|随机|问卷|调查", question.text)
    )


def is_across(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of what goes on across districts, 「跨学区聘用98人」, and that is not asked, or the other way round."""
    asked = set(_ACROSS.findall(question.text))
    start, end = clause_around(text, figure.start, figure.end)
    behind = text.find("、", figure.end, end)
    own = text[max(start, text.rfind("、", start, figure.start) + 1) : behind if behind > 0 else end]
    told = {kind for kind in asked | _SET_APART if re.search(rf"跨{kind}|{kind}(?:之)?(?:间|际)", own)}
    if any(kind in own and kind not in told for kind in asked):
        return True
    return any(kind in question.text for kind in (told & _SET_APART) - asked)


def is_of_another_round(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure's clause is of another round than the one asked about: 「首轮……247人，第二轮只有63人」."""
    asked = rounds_in(question.text)
    if not asked:
        return False
    start, end = clause_around(text, figure.start, figure.end)
    told = [one for one in rounds_in(text[start:end]) if one[1] in {of for _, of in asked}]
    return bool(told) and not any(one in asked for one in told)


def is_of_town_and_country(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of town and country together, 「城乡校舍面积5.6万平米」, where that of one of them is asked."""
    start, end = clause_around(text, figure.start, figure.end)
    return (
        "城乡" in _IN_A_NAME.sub("", text[start : figure.start])
        and "城乡" not in question.text
        and _TOWN_OR_COUNTRY.search(question.text) is not None
        and _TOWN_OR_COUNTRY.search(text[start:end]) is None
    )


def is_within_brackets_of_another(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure explains in brackets another thing than the one asked about: 「建设示范园（总投资4800万元），……（迁建镇中心小学）」."""
    opens = max(text.rfind("（", 0, figure.start), text.rfind("(", 0, figure.start))
    if opens < 0 or re.search(r"[）)]", text[opens : figure.start]):
        return False
    start = max(text.rfind(mark, 0, opens) for mark in "，,、；;：:（）()") + 1
    ends = re.search(r"[）)]", text[figure.end :])
    item = text[start : figure.end + ends.end() if ends else len(text)]
    behind, before = text[figure.end :], text[: figure.start]
    nouns = [term for term in question.terms if is_naming(term) and len(term) > 1 and term not in MEASURES]
    # What is named before the brackets may be what they explain.
    nouns = [noun for noun in nouns if noun in behind and noun not in before]
    return bool(nouns) and not any(holds(noun, item) for noun in nouns)


_OF_ANOTHER = (
    is_within_brackets_of_another,
    is_across,
    is_of_another_round,
    is_of_town_and_country,
    is_of_a_sample,
    is_of_another_item,
    is_of_another_grade,
    is_of_another_level,
    is_of_schools_together,
    is_of_another_in_a_row,
    is_of_other_people,
    is_of_the_visited,
    is_of_a_town,
    is_of_those_left_out,
    is_of_places_together,
    is_of_things_together,
    is_of_another_county,
    is_of_a_neighbour,
    is_of_another_listed,
)
