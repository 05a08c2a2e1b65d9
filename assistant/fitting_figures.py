"""Which figures may answer a question at all, before it is asked which stands closest: of its year, noun and exactness."""

from __future__ import annotations

import re

from assistant.asked_words import says_something
from assistant.clauses import CLAUSE, clause_around
from assistant.figures_of_others import is_of_another
from assistant.matching import holds, match_strength, surely_holds
from assistant.question import Question
from assistant.question_kinds import HOW_BIG
from assistant.unasked_figures import is_unasked
from corpus.counting import units_of
from corpus.figures import Figure, find_figures
from corpus.tokenizer import cut_by_dictionary, is_naming, part_of_speech

# 「比2020年增长」 says of which year another figure was.
_YEAR_OF = re.compile(r"(?<![比较与于\d])((?:19|20)\d{2})年(?!版|印发|修订)(?!.{0,2}基础)")
_YEARS_IN_A_ROW = re.compile(
    r"(?:(?:19|20)\d{2}年?[、，,和及与]\s*)+(?:19|20)\d{2}年|(?:19|20)\d{2}年?(?P<to>[-—–~至到]+)(?:19|20)\d{2}年"
)
_SPAN = re.compile(r"(?:19|20)\d{2}年?\s*[-—–~至到]+\s*(?:19|20)\d{2}年(?!度)")
_BY_NOW = re.compile(r"目前|现在|如今|今年")
_YEARS_TOGETHER = re.compile(r"十[一二三四五]五[”\"]?(?:期间|以来|时期)")
# 「近五年来，全县共招聘特岗教师193人」 tells of no single year.
_SEVERAL_YEARS = re.compile(
    r"(?:近|过去|最近)[两二三四五六七八九十几]{1,2}年|[两二三四五六七八九十]{1,2}年(?:来|间|内|多来|累计|共)|多年来|(?<!今年)(?<!春)(?<!秋)(?:(?:19|20)\d{2}年|十[八九]大|启动|创建)以来|历年"
)
_ONE_YEAR = re.compile(r"今年|去年|当年|本年度|上一?年(?!级)|(?:19|20)\d{2}年")
_ASKS_SEVERAL_YEARS = re.compile(r"近|来|累计|一共|总共|年间|年内|截至|到\d{4}年")
_PART_OF_A_YEAR = re.compile(
    r"[上下]半年|第?[一二三四]季度|[春秋]季(?!节)|(?<!\d)\d{1,2}月?\s*[至到—–~-]\s*\d{1,2}月|学期(?!末|初)"
)
_TERM_OF_A_YEAR = re.compile(r"[上下]半年|第?[一二三四]季度|[春秋]季学期")
_IN_FORCE = re.compile(
    r"(?:办法|规定|细则|条例|制度|规则|标准|政策|意见|通知).*(?:施行|生效|起用|作数|开始(?:执行|实施))"
)
_ASKS_DAY = re.compile(r"几号|哪一?天|几月几日|哪一?日")
_ASKS_MONTH = re.compile(r"几月|哪个月")
_SIDE_BY_SIDE = re.compile(
    # 「惠及企业426家」 sets nothing beside another thing.
    r"(?P<one>[A-Za-z\u4e00-\u9fff]{1,4})(?P<mark>[、和与]|(?<![惠涉普波遍触顾危])及)(?P<other>[A-Za-z\u4e00-\u9fff]{1,4})"
)
_ASKS_FOR_THE_PLAN = re.compile(r"计划|目标|任务|应|要求|规定|标准|原定|年初|打算")
_WAS_PLANNED = re.compile(r"计划|目标|任务|应[配有当]|要求|规定|标准")
_THERE_IS = re.compile(r"[，；,;](?:而)?(?:我[县市区州]|全[县市区])?(?:实际|现有|实有|实配|已|为(?=\d))")
_ASKS_FOR_SERVICE = re.compile(
    r"(?:教|任教|任职)满(?:了)?(?:多少|几)个?年|连(?:着|续)(?:教|任教|任职)[^，。？]{0,4}(?:多少|几)年"
)
_SERVED, _NOT_SERVED = re.compile(r"满|连续|年限|任教|任职|服务|工作|期限"), re.compile(r"(?:不足|未满)$|退休|距")
# A word of which so little is held is another.
HARDLY = 0.3


def may_answer(question: Question, figure: Figure, text: str, around: str) -> bool:
    """Tell whether a figure of a folded text is of the time, the thing and the exactness asked about, and of no other's.

    `around` is what the sentence stands under.
    """
    return (
        is_of_the_year(question, figure, text)
        and is_of_the_whole_year(question, figure, text, around)
        and is_of_what_is_parted(question, figure, text)
        and is_as_exact_as_asked(question, figure, text)
        and is_served(question, figure, text)
        and not is_what_was_planned(question, figure, text)
        and not is_of_another(question, figure, text)
        and not is_unasked(question, figure, text)
    )


def is_of_the_year(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether the last year named before a figure is one asked about: 「2022年315户，2023年计划380户」."""
    if figure.kind in ("date", "period"):
        return True
    if _is_of_several_years(question, figure, text):
        return False
    if not question.years:
        return True
    if (of_series := _year_in_series(figure, text)) is not None:
        return of_series in question.years
    if len(set(question.years)) == 1 and figure.kind != "share":
        spans = list(_SPAN.finditer(text, 0, figure.start))
        up_to = re.search(r"累计|截至|以来", question.text) and spans and question.years[0] in spans[-1][0][-5:]
        if spans and not up_to and not _YEAR_OF.search(text, spans[-1].end(), figure.start):
            # 「2020年至2022年累计投入6820万元，其中2022年投入2460万元」
            return False
    named = list(_YEAR_OF.finditer(text, 0, figure.start))
    from_then_on = named and re.match(r"\d{1,2}月(?:\d{1,2}日)?起|起", text[named[-1].end() :])
    if (
        named
        and not from_then_on
        and text[: named[-1].start()].endswith(("由", "从"))
        and _stands_between(text, named[-1].end(), figure)
    ):
        # 「由2020年的46.2%提高到53.8%，……毛入园率96.7%」: the year is of the first figure behind it.
        return len(set(question.years)) > 1 or named[-1][1] not in question.years
    if named and named[-1][1] < max(question.years) and _BY_NOW.search(text, named[-1].end(), figure.start):
        # 「由2019年的1985人增加到目前的2064人」
        return True
    if not named and len(set(question.years)) == 1 and _YEARS_TOGETHER.search(text[: figure.start]):
        # 「“十三五”期间，……新增学位14600个」 is of no single year.
        return "五" in question.text
    return not named or named[-1][1] in question.years


def _stands_between(text: str, start: int, figure: Figure) -> bool:
    """Tell whether another figure of the same kind stands between a place in a text and a figure."""
    return any(start <= f.start < figure.start and f.kind == figure.kind for f in find_figures(text))


def _is_of_several_years(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is what several years came to, 「近五年来……193人」, where that of one is asked for."""
    one = len(set(question.years)) == 1 or (not question.years and _ONE_YEAR.search(question.text))
    if not one or figure.kind not in ("count", "money") or _ASKS_SEVERAL_YEARS.search(question.text):
        return False
    several = [
        match.end()
        for match in _SEVERAL_YEARS.finditer(text, 0, figure.start)
        # 「为近五年最多」, 「创历年新高」; 「2023年以来」 in a report on 2023 is that year
        if not re.match(r"[^，。；]{0,4}(?:最|新高|新低|首次|平均|水平)", text[match.end() :])
        and not any(match[0].startswith(year) for year in question.years)
    ]
    return (
        bool(several)
        and not _ONE_YEAR.search(text, several[-1], figure.start)
        and not re.search(r"[。；;]|每年|年均", text[several[-1] : figure.start])
    )


def _year_in_series(figure: Figure, text: str) -> str | None:
    """Return the year of a figure in a row: 5.18亿元 of 「2017年、2018年，……分别为4.62亿元、5.18亿元」; None where it is in none."""
    series = next((match for match in reversed(list(_YEARS_IN_A_ROW.finditer(text, 0, figure.start)))), None)
    if series is None or (each := text.find("分别", series.end(), figure.start)) < 0:
        return None
    years = re.findall(r"(?:19|20)\d{2}", series[0])
    if series["to"]:
        years = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)]
    row = [f for f in find_figures(text) if f.start > each and f.kind == figure.kind and f.unit == figure.unit]
    at = next((n for n, f in enumerate(row) if f.start == figure.start), len(years))
    return years[at] if at < len(years) <= len(row) else None


def is_of_the_whole_year(question: Question, figure: Figure, text: str, around: str) -> bool:
    """Tell whether a figure is of the year that is asked about, and not of a half, a quarter, a term or some months of it.

    `around` is what the sentence stands under: a report on 「2023年上半年」 tells nothing of all the year.
    """
    if not question.years and "全年" not in question.text:
        return True
    if figure.kind in ("date", "period", "ordinal") or _PART_OF_A_YEAR.search(question.text):
        return True
    if "全年" in question.text and "全年" not in text and _TERM_OF_A_YEAR.search(around):
        return False
    said = re.split(r"[；;。]", text[: figure.start])[-1]
    # 「4月至6月开展专项检查……罚款52.3万元」 is the year's own, unless all the year is asked for in so many words.
    written = _PART_OF_A_YEAR if "全年" in question.text else _TERM_OF_A_YEAR
    parts = [match.start() for match in written.finditer(said)]
    return not parts or "全年" in said[parts[-1] :]


def is_of_what_is_parted(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of the thing asked about and not of the whole of which that is a part.

    「本科上线386人，上线率43.7%，其中一本上线121人」 tells no rate of 一本.
    """
    parted = text.find("其中", figure.end)
    if parted < 0 or "其中" in text[: figure.start]:
        return True
    part = re.match(r"其中(?:仅|的)?(?P<of>[\u4e00-\u9fff]{2,10}?)(?:一项|达到?|为|有|共)?[\d.]", text[parted:])
    if part and any(len(term) > 1 and part["of"].startswith(term) and is_naming(term) for term in question.terms):
        # 「三个品牌综合产值28.4亿元，其中朱红橘一项11.7亿元」
        return False
    return not any(
        len(term) > 1 and term in text[parted:] and term not in text[:parted] and part_of_speech(term)[:1] in "nbmjl"
        for term in question.terms
    )


def is_what_was_planned(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure was only planned, or required, and the sentence says behind it what there is.

    「年初计划改造2400户，实际完成2518户」, 「应配备63人，实有26人」
    """
    if _ASKS_FOR_THE_PLAN.search(question.text):
        return False
    start, end = clause_around(text, figure.start, figure.end)
    if not _WAS_PLANNED.search(text[start : figure.start]):
        return False
    behind = _THERE_IS.search(text, end)
    return behind is not None and any(f.unit == figure.unit and f.start >= behind.end() for f in find_figures(text))


def is_as_exact_as_asked(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a date says as much as is asked: 「几号开学」 is not answered by 2024年, nor by the year asked about."""
    if question.kind != "date" or figure.kind not in ("date", "period"):
        return True
    if text.rfind("《", 0, figure.start) > text.rfind("》", 0, figure.start):
        # 「《……规划纲要(2010-2020年)》」
        return False
    if _IN_FORCE.search(question.text) and re.match(
        r"日?(?:前|[^，。；,;]{0,24}(?:会议|通过|印发|审议|研究|修订))", text[figure.end :]
    ):
        # 「已经2021年6月9日……会议研究通过」, 「应当在2023年8月31日前移交」
        return False
    if (
        re.search(r"原(?:办法|细则|规定|标准|政策|文件)[^，。；,;]{0,8}$", text[: figure.start])
        and "原" not in question.text
    ):
        return False
    if re.search(r"原(?:计划|定|拟)[^，。；,;]{0,8}$", text[: figure.start]) and "原" not in question.text:
        return False
    if re.search(r"每(?:个?月|周|年|学期|季)", question.text) and "每" not in text:
        return False
    if _ASKS_DAY.search(question.text) and not re.search(r"[日号]|星期|周", figure.text):
        return False
    if _ASKS_MONTH.search(question.text) and "月" not in figure.text:
        return False
    return figure.text.strip("年度 ") not in question.years


def is_served(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is a time that is to be served, where that is asked, 「教满几年」; 「距退休不足5年」 is none."""
    if not _ASKS_FOR_SERVICE.search(question.text):
        return True
    start, end = clause_around(text, figure.start, figure.end)
    return bool(_SERVED.search(text[start:end])) and not _NOT_SERVED.search(text[start : figure.start])


def is_share_of(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a share tells how many: 「27.4%的家长担心」 for 「有多少家长担心」."""
    focus = question.focus[-1:]
    return (
        question.kind == "count"
        and figure.kind == "share"
        and bool(focus)
        and text.startswith(f"的{focus[0]}", figure.end)
    )


def counts_in(question: Question, figure: Figure) -> bool:
    """Tell whether a figure has a unit in which the noun before 多少 is counted: 「住校的学生有多少」 in 人."""
    if question.unit or question.focus or figure.kind != "count" or HOW_BIG.search(question.text):
        return True
    units = units_of(question.asked_head)
    return not units or figure.unit in units


def counts_another(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether the noun right behind a figure is another than the one asked about: 文件 of 「三个决定性文件」."""
    head = counted_noun(text[figure.end :])
    if not head or not question.focus:
        return False
    focus = question.focus[-1]
    return not holds(focus, head) and not holds(head, focus) and focus[-2:] not in head


def is_of_several(question: Question, asked: str, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of two things together of which one is asked about: 「C、D级危房46栋」.

    `asked` is the question's text, folded, without its places.
    """
    start, _ = clause_around(text, figure.start, figure.end)
    before = text[start : figure.start]
    if (
        figure.kind not in ("count", "money")
        or question.kind == "duration"
        or re.search(r"分别|各|均|都|每|不得|应当|必须|不少于|不低于|不超过|范围内", text)
        or any(f.kind == figure.kind for f in find_figures(before))
    ):
        return False
    for match in _SIDE_BY_SIDE.finditer(before):
        one, other = re.sub(r"^[为对给向把将由和与的]", "", match["one"]), match["other"]
        # 「完成新建、改扩建」: what is set beside the second is 新建.
        asks_for_it = any(one.endswith(word) for word in question.terms if len(word) > 1)
        # 「英语、物理教师」, and 「英语、物理老师」 are asked about.
        opens = [word for word in question.terms if (len(word) > 1 or word.isascii()) and other.startswith(word)]
        if surely_holds(one, asked) or asks_for_it:
            return not opens and match_strength(other, asked) < HARDLY
        # 「孟庆和通报了36个问题」 sets no 通报 beside another thing.
        if any(match["mark"] == "、" or not re.match(rf"{re.escape(word)}[了过]", other) for word in opens):
            return True
    return False


def counted_noun(behind: str) -> str:
    """Return the noun that a figure counts, of the text right behind it: 文件 of 「决定性文件，采用」; empty for none."""
    head = ""
    for word in cut_by_dictionary(CLAUSE.split(behind[:16], maxsplit=1)[0].split("、")[0]):
        if not says_something(word) or (part_of_speech(word)[:1] not in "nablj" and part_of_speech(word) != "vn"):
            break
        head = word if is_naming(word) else head
    return head
