"""What the words around a figure say of it: a limit, a period, who pays whom, how it was before, what it was spent on."""

from __future__ import annotations

import re

_FORMERLY = re.compile(r"(?:由|从)[^，；]{0,14}$")
_NOW = re.compile(r"[^，；。]{0,12}(?:至|到|为)")
_PERIODS = (
    re.compile(r"每年|一年|年均|年平均|逐年|年度"),
    re.compile(r"每个?月|一个月|月均|按月"),
    re.compile(r"每天|每日|一天|日均"),
    re.compile(r"每人|人均|生均|每生|每个?人|一个人"),
    re.compile(r"每户|户均|一户|每家"),
    re.compile(r"每亩|亩均|一亩"),
    re.compile(r"每次|单次|一次|每趟|每餐|每顿"),
)
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_BY_MEASURE = re.compile(r"(?:每|一)(吨|度|亩|斤|公斤|平方米|平米|公里|立方|课时|学时|小时)(?=[^，。]{0,8}(?:多少|几))")
_SPENT = re.compile(
    r"(?:投入|出资|投资|安排|拨付|下达|筹集|筹措|列支|争取|落实|支出|花费|耗资|斥资)(?:了|资金|经费|专项)*$"
)
# What is measured, and not counted.
MEASURE = re.compile(r"万?(?:吨|公?斤|亩|公顷|平|㎡|立方|米|公里|千米|[%％]|元|天|小时|分钟|度|千瓦)")
# 「总里程」 is not what was newly built, in a sentence or in a column.
ALL_THERE_IS, NEWLY_BUILT = (
    re.compile(r"总(?:里程|数|量|面积|人数|户数|长度|规模)"),
    re.compile(r"(?:本年|当年|全年)?(?:新|改|扩)+(?:建|增)"),
)
# 「运动场馆面积只有多大」
ASKS_AREA, AREA = (
    re.compile(r"(?:多[大少]|平均)(?:的)?面积|面积[^，。？]{0,4}多[大少]"),
    re.compile(r"平|㎡|亩|公顷|顷"),
)


def formerly(text: str, start: int, figure_start: int, figure_end: int) -> bool:
    """Tell whether a figure is how it was before: 23分钟 in 「由23分钟缩短至7分钟」."""
    return bool(_FORMERLY.search(text[start:figure_start]) and _NOW.match(text, figure_end))


def period_agreement(question: str, clause: str) -> int:
    """Return 1 where question and clause speak by the year, the month, the head alike, -1 where only the clause does."""
    asked = [period for period in _PERIODS if period.search(question)]
    told = [period for period in _PERIODS if period.search(clause)]
    if any(period in told for period in asked):
        return 1
    return -1 if told and not asked else 0


def by_the_same_measure(question: str, clause: str) -> bool:
    """Tell whether a clause speaks by the measure of the question: 「每斤多少钱」 is not answered by a whole year's value."""
    asked = _BY_MEASURE.search(question)
    return asked is None or asked[1][0] in clause


def spent_on(text: str, figure_start: int) -> bool:
    """Tell whether what a sum was spent on stands behind it: 「出资4200万元，分三批回购……」."""
    return bool(_SPENT.search(text[max(0, figure_start - 10) : figure_start]))


# Who pays and who is paid: 「缴费多少」 is not answered by 「每人资助240元」, nor 「补助多少」 by 「罚款3000元」.
_PAID_BY_THEM = re.compile(r"收(?=多少|几|了多少)|缴|交费|收费|收取|自付|自费|自筹|罚|租金|票价|价格|物业费")
_PAID_TO_THEM = re.compile(r"补助|补贴|资助|奖|津贴|救助|报销|发放|工资|报酬|待遇|补偿|分红")


def turned_round(question: str, clause: str) -> bool:
    """Tell whether a clause pays those who, as the question has it, pay; or the other way round."""
    for asked, other in ((_PAID_BY_THEM, _PAID_TO_THEM), (_PAID_TO_THEM, _PAID_BY_THEM)):
        if asked.search(question) and not other.search(question):
            if asked is _PAID_BY_THEM and re.search(r"投资|投入|新建|建设", clause) and not asked.search(clause):
                return True
            return bool(other.search(clause)) and not asked.search(clause)
    return False


# Of two groups that a paper sets against each other the figure of one is never the other's.
_CONTRARIES = (
    ("优质", "薄弱"), ("强校", "弱校"), ("城区", "农村"), ("城市", "农村"), ("城市", "乡村"), ("城镇", "农村"), ("公办", "民办"), ("公立", "私立"), ("男", "女"),
    ("春季", "秋季"), ("上半年", "下半年"), ("职工", "居民"), ("在职", "退休"), ("新建", "改建"), ("小学", "初中"), ("小学", "高中"), ("初中", "高中"), ("幼儿园", "小学"),
    ("幼儿园", "初中"), ("专任", "临聘"), ("在编", "编外"), ("国家级", "省级"), ("省级", "市级"), ("市级", "县级"), ("出生", "死亡"), ("流入", "流出"), ("一等奖", "二等奖"),
    ("本科", "专科"), ("专职", "兼职"), ("常住人口", "户籍人口"), ("校长", "教师"), ("学生", "教师"), ("学生", "校长"), ("中央", "省级"), ("分散供养", "集中供养"), ("半失能", "全失能"), ("规划", "实际"), ("计划", "实际"), ("目标", "实际"), ("开工", "竣工"), ("开工", "验收"), ("开工", "建成"), ("动工", "竣工"), ("现有", "新增"), ("总数", "新增"), ("中央", "市级"), ("中央", "县级"), ("省级", "县级"), ("城市", "乡镇"), ("三年", "九年"), ("高中阶段", "九年"), ("高中阶段", "义务教育"), ("学前", "义务教育"), ("学前", "高中"), ("拆除", "新建"), ("拆", "新建"), ("拆", "加固"), ("拆除", "加固"), ("撤并", "新建"), ("首批", "累计"), ("中等职业", "普通高中"), ("中职", "普通高中"),
    ("中等职业", "义务教育"), ("语文", "数学"), ("语文", "英语"), ("数学", "英语"), ("语文", "科学"), ("数学", "科学"), ("中等职业", "学前"), ("城镇", "乡村"),
)  # fmt: skip
_GRADE = re.compile(r"[一二三四五六七八九]年级|(?<!提)高[一二三](?![中个倍成])|(?<!当)初[一二三](?![中次步])")


def of_the_contrary(question: str, clause: str, before: str) -> bool:
    """Tell whether a figure's clause, or what leads to it, is of the group that is set against the one asked about.

    「优质校的平均分」 is not told by 「薄弱校……平均分提高两个百分点」.
    """
    grades, told = set(_GRADE.findall(question)), set(_GRADE.findall(clause))
    if grades and told and not grades & told:
        return True
    for pair in _CONTRARIES:
        for asked, other in (pair, pair[::-1]):
            if asked not in question or other in question or asked in clause:
                continue
            if other in clause:
                return True
            at = before.rfind(other)
            # 「公办园在编教师与小学教师同工同酬」 tells of 幼儿园.
            if at >= 0 and asked not in before and (at == 0 or before[at - 1] not in "与和同跟比"):
                return True
    return False


_SIZES = ("大中小", "一二三四五六", "甲乙丙丁", "东南西北", "上中下", "男女")
# Looked for at each place: 「东山一小学」 has 东+山一, and 一+小学.
_SIZED = re.compile(r"(?=(?P<size>[大中小一二三四五六甲乙丙丁东南西北上中下男女])(?P<noun>[\u4e00-\u9fff]{2}))")


def of_another_size(name: str, question: str) -> bool:
    """Tell whether a name is of another size or number than the question's: 大告别厅, where 中告别厅 is asked about."""
    for match in _SIZED.finditer(name):
        asked = re.findall(rf"(.){re.escape(match['noun'])}", question)
        for sizes in _SIZES:
            others = [size for size in asked if size in sizes and match["size"] in sizes]
            if others and match["size"] not in others:
                return True
    return False


_ASKS_CHANGE = re.compile(
    r"(?:比|较)[^，。？]{1,12}?(?:多|少|增|减|高|低|升|降|涨|提)[^，。？]{0,3}了?多少|(?:增加|减少|提高|下降|增长|降低|上升|[多少])了多少"
)
_BY_WHICH_IT_CHANGED = re.compile(r"(?:增加|减少|提高|下降|增长|降低|上升|净增|净减|[多少增减])了?[近约]?$")


# Columns that tell a change.
OF_A_CHANGE = re.compile(r"[增减升降超涨扩]|提高|比|较|变化|差(?!异)")


def asks_change(question: str) -> bool:
    """Tell whether a question asks by how much something changed: 「比上年多了多少」."""
    return bool(_ASKS_CHANGE.search(question))


def is_the_change(text: str, figure_start: int) -> bool:
    """Tell whether a figure is by how much something changed: 2100万元 of 「比2023年增加2100万元」."""
    return bool(_BY_WHICH_IT_CHANGED.search(text[max(0, figure_start - 8) : figure_start]))


_AT_MOST = re.compile(r"最[多高大长]|上限|封顶|顶多|不(?:得|能)?超过")
_AT_LEAST = re.compile(r"最[少低小短]|至少|起码|下限|不(?:得|能)?(?:少|低)于")
_MOST_WRITTEN = re.compile(r"最[多高大长]|上限|限额|封顶|不(?:得)?超过|不(?:得)?高于|不(?:得)?大于|以内|以下|控制在")
_LEAST_WRITTEN = re.compile(r"最[少低小短]|至少|下限|不(?:得)?(?:少|低|小)于|以上|起付")


def limit_asked(text: str) -> re.Pattern[str] | None:
    """Return how the limit that a question asks for is written; None where it asks for none."""
    if _AT_MOST.search(text):
        return _MOST_WRITTEN
    return _LEAST_WRITTEN if _AT_LEAST.search(text) else None


def of_the_month(asked: str, head: str) -> bool:
    """Tell whether a column is of the month asked about, where both name one: 「1—8月完成投资」 is not of October."""
    months = set(_MONTH.findall(asked))
    return not months or not _MONTH.search(head) or bool(months & set(_MONTH.findall(head)))
