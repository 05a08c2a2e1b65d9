"""Which figures of a folded sentence are of the thing asked about and not what is asked of it: a change, a task, what was struck off."""

from __future__ import annotations

import re

from assistant.clauses import clause_around
from assistant.question import Question
from corpus.figures import Figure, find_figures
from corpus.tokenizer import is_naming
from corpus.versions import asks_for_former

_COMPARED = re.compile(r"(?:比|较|与)[^，。；]{1,12}(?:年|期|初|前|时|相比)")
_ASKS_COST = re.compile(
    r"(?:花|投资|投入|耗资|造价)[^，。？]{0,4}多少|多少[^，。？]{0,2}(?:投资|投入)|经费[^，。？]{0,4}多少"
)
_ASKS_PER_HEAD = re.compile(
    r"每(?:个|名|位)?(?:学生|教师|老师|人|生|户|孩子|家庭|老人)|一个(?:学生|人|孩子)|人均|生均|户均"
)
_OTHER_SUM = re.compile(
    r"(?P<sum>节省|节约|减负|交易额|产值|销售额|营业额|营收|收入|利润|成本|票价|罚款|贷款|货值|税收|存款|产量)[^，。；、\d]{0,6}$"
)
_ASKS_AGE = re.compile(r"多大(?:年纪|岁数|年龄)(?!的|以)|年龄(?:是|有|为)?多[大少](?![人个名])")
_OF_NO_THING = frozenset(
    "周 个月 月 年 日 学期 学年 倍 分 岁 周岁 公里 米 厘米 毫米 平方米 平方公里 亩 公顷 小时 分钟 天 元 公斤 吨 度".split()
)
_PUTS = re.compile(r"(?:将|把|原(?![有则因来本]))[^。；;]*$")
_PUT_IN_ITS_PLACE = re.compile(r"[^。；;]*?(?:调整|修改|修订|变更|改)(?:为|成|至|到)")
# So much is seldom paid to one.
FOR_ALL = 30_000


def is_unasked(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is not what is asked, for any of the reasons below."""
    return any(reason(question, figure, text) for reason in _UNASKED)


def is_another_sum(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sum is what is traded, earned or lent, where what something cost is asked: 「年交易额突破20亿元」."""
    if figure.kind != "money" or not _ASKS_COST.search(question.text):
        return False
    before = _OTHER_SUM.search(text, max(0, figure.start - 10), figure.start)
    return before is not None and before["sum"] not in question.text


def is_of_one_and_not_all(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sum is what one person or household gets, where 万元 of all are asked for: 每人每月50元."""
    start, end = clause_around(text, figure.start, figure.end)
    return (
        figure.kind == "money"
        and bool(
            re.search(
                r"多少(?:万|亿)|(?:一年|每年|全年)[^，。？每]{0,6}(?:花|投|拨|安排)[^，。？每]{0,3}多少", question.text
            )
        )
        and not re.search(r"每[^年]|人均|户均|亩均|一[个名人户]|学费|保教费|住宿费|个人|自己", question.text)
        and bool(re.search(r"每人|每户|每生|每月|人均|户均|每张|每亩", text[start:end]))
    )


def is_of_all_and_not_one(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sum is of all, 「减免金额294万元」, where what each pupil or household gets is asked."""
    start, end = clause_around(text, figure.start, figure.end)
    return (
        figure.kind == "money"
        and bool(_ASKS_PER_HEAD.search(question.text))
        and figure.value is not None
        and figure.value >= FOR_ALL
        and not re.search(r"每|均|标准", text[start:end])
    )


def is_denied(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure counts what was not done, 「未完成的450座」, where what was done is asked for."""
    start, _ = clause_around(text, figure.start, figure.end)
    denied = re.search(
        r"(?:未|没有)(?!来|成年|婚|满|达|超|经|按|取得|依)[\u4e00-\u9fff]{1,6}的?$", text[start : figure.start]
    )
    return denied is not None and figure.kind == "count" and not re.search(r"未|没|尚|还|不|缺|剩|余", question.text)


def is_before_a_change(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure says how it was before a reform of which what came behind it is asked: 「改革前……45天」."""
    if not re.search(r"(?:改革|改造|整改|调整|整合|实施|推行)(?:以|之)?后|现在|如今|目前", question.text):
        return False
    if re.search(r"(?:改革|改造|整改)(?:以|之)?前|原来|过去|以前", question.text):
        return False
    said = re.split(r"[；;。]", text[: figure.start])[-1]
    return bool(re.match(r"(?:改革|改造|整改|调整|整合)(?:之|以)?前|过去|以前|原来|以往", said)) and not re.search(
        r"现在|如今|目前|后", said
    )


def is_a_change(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sum or a share is by how much something changed, 「每公斤提高0.6元」, where how much it is was asked."""
    if (
        figure.kind not in ("money", "share", "count")
        or "新增" in question.text
        or re.search(
            r"[提增上下减降涨升跌多少扩压][高长加升降少涨落大缩低]|涨|降|减|增速|增幅|幅度|变化|[上下]浮|[多少][了出]|更",
            question.text.replace("多少", ""),
        )
    ):
        return False
    said = re.split(r"[；;。]", text[: figure.start])[-1]
    if figure.kind == "count":
        # 「与2020年相比，学生减少了9140人」; but 「新增学位3150个」 is a number of its own.
        return bool(_COMPARED.search(said)) and bool(
            re.search(r"(?:增加|增长|减少|下降|提高|降低|多|少)了?[近约]?$", said)
        )
    return bool(re.search(r"(?:提高|增长|上升|下降|降低|上涨|下跌)了?[近约]?$", said))


def _with_the_clauses_that_lead_to_it(figure: Figure, text: str, start: int, end: int) -> str:
    """Return a figure's clause, for a small sum that says nothing of what was paid with the clause before it.

    「小学、初中生均公用经费分别达到1508元、2067元，普通高中1945元」
    """
    small = figure.value is not None and figure.value < FOR_ALL
    if not small or re.search(r"经费|资金|投入|支出|拨款|安排|补助|收入|标准", text[start : figure.start]):
        return text[start:end]
    return text[clause_around(text, start - 1, start - 1)[0] : end] if start else text[start:end]


def is_per_head(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sum is of each pupil or household, 「生均一般公共预算教育支出」, where that of all is asked."""
    start, end = clause_around(text, figure.start, figure.end)
    return (
        figure.kind == "money"
        and bool(
            re.search(
                r"(?:(?<!学)[生校]|小学生|中学生|人|户|亩)均(?!衡|已|按|可|能|纳入|享受|实现|达|完成|为|在)",
                _with_the_clauses_that_lead_to_it(figure, text, start, end),
            )
        )
        and bool(re.search(r"支出|经费|投入|拨款|预算", question.text))
        and not re.search(r"均(?!衡)|每|标准|公用经费|一[个年月天]", question.text)
    )


def is_of_the_self_rated(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a mark is one's own, 「自评得分97分」, where that of the assessors is asked."""
    start, end = clause_around(text, figure.start, figure.end)
    return (
        bool(re.search(r"自评|自查", text[start:end]))
        and bool(re.search(r"(?:省|市|国家)[级里]?(?:督导)?(?:评估|验收|复核|督导)", question.text))
        and not re.search(r"自评|自查", question.text)
    )


def is_the_task(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is what was to be reached: 「完成规划新增12000个学位任务的72%」."""
    return bool(
        re.match(r"(?!用于|作为)[^，。；、,;]{0,4}(?:任务|目标)(?!完成)", text[figure.end :])
    ) and not re.search(r"任务|目标|计划|规划|要|应|将", question.text)


def is_of_the_removed(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure counts what was closed or struck off, where how many there are is asked."""
    start, _ = clause_around(text, figure.start, figure.end)
    removed = re.search(
        r"(?P<how>清退|取缔|关停|注销|淘汰|撤并|查处|立案)[^，。；、\d]{0,10}$", text[start : figure.start]
    )
    return (
        removed is not None
        and figure.kind == "count"
        and bool(re.search(r"现有|现在有|目前有|一共有|共有|里(?:现在)?有", question.text))
        and removed["how"] not in question.text
    )


def is_the_size_of_others(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure only says how large others are: 「不足100人的村小」."""
    attributive = re.match(r"(?:以[上下内])?的(?!是)", text[figure.end :])
    limit = re.search(r"(?:不足|不到|少于|低于|超过|大于|多于|达到|满)$", text[: figure.start])
    return (
        figure.kind == "count"
        and attributive is not None
        and limit is not None
        and not re.search(r"不足|不到|少于|低于|超过|大于|多于|达到|满|标准|条件|要求|规模", question.text)
    )


def is_of_more_than_asked(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure's clause lacks a noun of which alone the figure is asked: 「单是投给农村学校的……」."""
    if not re.search(r"单独|单是|单单|光是|仅仅?是", question.text):
        return False
    start, end = clause_around(text, figure.start, figure.end)
    nouns = [term for term in question.terms if len(term) > 1 and is_naming(term)]
    together = re.search(r"和|与|、|等(?=\d|共|累计|[近约])", text[start : figure.start])
    return bool(together) or any(noun not in text[start:end] for noun in nouns)


def is_of_the_honoured(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure counts those that were honoured, 「先后有两所学校被评为……」, where how many there are is asked."""
    return (
        figure.kind == "count"
        and bool(re.match(r"[^，。；、]{0,10}被(?:评为|授予|命名|认定|确定|列为|表彰)", text[figure.end :]))
        and not re.search(r"评|授|命名|认定|确定|列为|表彰|荣誉|先进|示范|获", question.text)
    )


# A figure whose own clause has so many words of the question is asked about.
CLEARLY_ITS_OWN = 2


def is_of_what_it_holds(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether the thing asked about is only one of many that something has of which the sum is told.

    「投入2260万元迁建学校，……设有感统训练室、水疗室等功能室18个」 tells nothing of what the 水疗室 cost.
    """
    if figure.kind != "money":
        return False
    held = re.search(r"(?:设有|设置|配有|内设|建有)(?P<things>[^，,。；]*、[^，,。；]*)", text)
    if held is None or figure.start >= held.start():
        return False
    things, rest = held["things"], text[: held.start()] + text[held.end() :]
    start, _ = clause_around(text, figure.start, figure.end)
    if sum(len(term) > 1 and term in text[start : figure.start] for term in question.terms) >= CLEARLY_ITS_OWN:
        # 「企业投入设备折价860万元，……首批设置光电仪器制造、工业设计两个专业」 for what the firm's equipment is worth
        return False
    return any(len(term) > 1 and is_naming(term) and term in things and term not in rest for term in question.terms)


def is_of_the_retired(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of retired teachers who were engaged, where how many retired is asked: 「招募退休优秀教师30名」."""
    if not re.search(r"退休了?(?:多少|几)", question.text):
        return False
    start, _ = clause_around(text, figure.start, figure.end)
    return re.search(r"(?:招募|返聘|聘请|聘用|选聘|邀请)[^，,。；]*退休", text[start : figure.start]) is not None


def is_a_limit_and_no_sum(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is only the least that is to be, where what it all came to is asked: 「安排不少于600万元」."""
    return (
        bool(re.search(r"一共|总共|合计", question.text))
        and not re.search(r"要|应|须|计划|打算|规定|至少|不少于", question.text)
        and bool(re.search(r"(?:安排|列支|预算)[^，。；]{0,4}(?:不少于|不低于|至少)$", text[: figure.start]))
    )


def says_which_ones(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a sum only says which things are meant, where a cost is asked: 「自付费用超过1万元等9项指标」."""
    return (
        figure.kind == "money"
        and bool(_ASKS_COST.search(question.text) or re.search(r"花了?(?:多少|几)", question.text))
        and bool(re.search(r"(?:超过|达到|低于|不足|高于|大于)$", text[: figure.start]))
        and bool(re.match(r"(?:以[上下])?(?:的(?!资金|经费|投入)|等)", text[figure.end :]))
    )


def is_no_number_of_things(question: Question, figure: Figure, text: str) -> bool:  # noqa: ARG001 - as all reasons
    """Tell whether a figure is a mark, an age or a distance, where 「多少个」 of a thing is asked: 「20至50分积分」."""
    return question.unit == "个" and question.kind == "count" and figure.unit in _OF_NO_THING


def is_of_those_who_looked(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure counts the groups that were sent to look, 「组织5个检查组」, where these are not asked for."""
    groups = re.match(r"(?:检查|督查|工作|督导|调研|暗访|验收)小?组|小组|(?:工作)?专班", text[figure.end :])
    return figure.kind == "count" and groups is not None and not re.search("组|专班", question.text)


def is_of_each(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is of each of the things that are counted: 「每位首席教师……带徒弟不少于2人」 for 「多少名首席教师」."""
    noun = question.focus[-1] if question.focus else question.asked_head
    if question.kind != "count" or figure.kind != "count" or not noun or "每" in question.text:
        return False
    said = re.split(r"[；;。]", text[: figure.start])[-1]
    each = list(re.finditer(rf"每(?:一)?[位名个所家户支]?[\u4e00-\u9fff]{{0,2}}{re.escape(noun)}", said))
    if not each:
        return False
    start, end = clause_around(text, figure.start, figure.end)
    # 「平均每个教学点24人，其中不足10人的教学点19个」, 「每名首席教师联系2所学校，36名首席教师全年送教180场」
    beside = noun in text[start:end] and "每" not in text[start : figure.start]
    return not beside and not re.search(r"其中|共|全[县市区镇乡校]|现有|累计", said[each[-1].end() :])


def is_no_age(question: Question, figure: Figure, text: str) -> bool:  # noqa: ARG001 - as all reasons
    """Tell whether a figure is no age where one is asked for: 「89名乡村校长平均年龄降至42.7岁」 for 「平均多大年纪」."""
    return bool(_ASKS_AGE.search(question.text)) and figure.unit not in ("岁", "周岁")


def is_what_was_changed(question: Question, figure: Figure, text: str) -> bool:
    """Tell whether a figure is what a notice puts another in the place of: 「将“……达到90%”调整为“……达到93%”」."""
    changed = _PUT_IN_ITS_PLACE.match(text, figure.end)
    return (
        changed is not None
        and _PUTS.search(text, 0, figure.start) is not None
        and any(other.unit == figure.unit for other in find_figures(text) if other.start >= changed.end())
        and not asks_for_former(question.text)
        and not any(year in text[: figure.start] for year in question.years)
    )


_UNASKED = (
    is_of_each,
    is_what_was_changed,
    is_no_age,
    is_of_those_who_looked,
    is_a_limit_and_no_sum,
    says_which_ones,
    is_no_number_of_things,
    is_of_the_retired,
    is_of_what_it_holds,
    is_another_sum,
    is_of_one_and_not_all,
    is_of_all_and_not_one,
    is_denied,
    is_before_a_change,
    is_a_change,
    is_per_head,
    is_of_the_self_rated,
    is_the_task,
    is_of_the_removed,
    is_the_size_of_others,
    is_of_more_than_asked,
    is_of_the_honoured,
)
