"""Whether a figure measures what is asked for: the price of one or a sum of all, a whole year, an area, a rate, a kind of money."""

from __future__ import annotations

import re

from assistant.clauses import clause_around
from assistant.evidence import Evidence, with_its_surroundings
from assistant.figure_cues import ALL_THERE_IS, AREA, ASKS_AREA, MEASURE, NEWLY_BUILT
from assistant.matching import holds
from assistant.parts_of_wholes import is_of_the_part
from assistant.question import Question
from assistant.spoken import plainly
from assistant.surroundings import above_in_paragraph, lead_in
from corpus.figures import Figure
from corpus.synonyms import wordings_of
from corpus.tokenizer import fold

# 「门票多少钱一张」 is not told by what the tickets brought in.
_PRICE_OF_ONE = re.compile(r"多少(?:钱|元)[一每][\u4e00-\u9fff]")
_OF_EACH = re.compile(r"每(?:节课|课时|人|月|天|户|亩|顿|餐|趟|张|份|斤|吨|度|套)[^，。？]{0,8}多少")
_MONEY = "工资|薪酬|报酬|补贴|补助|津贴|奖金|租金|电费|押金|保费|罚款"
_KIND_OF_MONEY = re.compile(rf"(?P<before>{_MONEY})[^，。？]{{0,4}}多少|多少(?:钱)?的?(?P<behind>{_MONEY})")
_PAID_AS = dict.fromkeys(("工资", "薪酬", "报酬"), ("工资", "薪", "报酬", "待遇", "收入", "补助", "补贴", "津贴")) | {
    "补贴": ("补助", "补贴", "奖补", "资助", "津贴", "奖励"), "补助": ("补助", "补贴", "奖补", "资助", "津贴", "奖励"), "罚款": ("罚",),
    "奖金": ("奖",), "津贴": ("补助", "补贴", "津贴"), "租金": ("租",),
}  # fmt: skip
# 「全县一共有多少个」 is not told by how many were built anew.
_ALL_TOGETHER = re.compile(r"总共(?:有)?|一共(?:有|多少)|现(?:在)?有|现在[^，。？]{0,12}一共|目前有|总数|总量")
_ADDED = re.compile(
    r"(?:新增|新建|新改建|新改扩建|增设|扩建|改建|改造|招[录聘]|补充|引进|选调)(?:了)?(?:(?!后|的|现有|共有|总数|达|报名|报考|人数)[^，。；、]){0,10}$"
)
_THE_MOST_ONE_GETS = re.compile(r"最[多高](?:能|可以?)[^，。？]{0,4}?[贷借][到给得]?(?:多少|几)")
_AT_MOST = re.compile(r"最[高多]|不超过|不得超过|上限|封顶|以内|不高于|限额|额度")
_HUGE = re.compile(r"[万亿]")
_A_SUM, _RATE = (
    re.compile(r"收入|合计|共|总|累计|支出|投入|[扣处]罚"),
    re.compile(r"每[生人天年户亩所月周次班校镇]|(?<![学农])[户生]均|每学期|每\d+[名人个所户]"),
)
_ASKS_WHAT_WAS_ADDED = re.compile(r"新|增|建|改|扩|招|补充|引进|选调")
_WHOLE_YEAR, _PART_YEAR = (
    re.compile(r"全年|一整年"),
    re.compile(r"[上下]半年|[前一二三四]{1,2}季度|1[-—–~至到](?:[2-9]|1[01])月|前[两二三四五六七八九十]个?月"),
)
# 「每学期抽调两名教师」 is not what comes together in a year.
_BY_THE_TIME = re.compile(r"每(?:个|一)?(?P<per>学年|年|学期|季度|月|周|星期|天|日)(?![级龄])")
_OF_ONE_YEAR = re.compile(r"[去今上本]年|(?:19|20)\d{2}年")
_AS_OFTEN = {"学年": "年", "星期": "周", "日": "天"}

# 「6A率」
_RATE_OF_LETTERS = re.compile(r"[A-Za-z0-9]+率(?=[^，。？]{0,4}多少)")
_ASKS_LENGTH = re.compile(r"多[高远重宽深长](?!家|的|时间|度|[高远宽深长])")
# 「水库库容有多大」
_NAMED_SIZE = re.compile(r"(?P<of>库容|容积|容量|流量|功率|蓄水量)(?:有|是|达到?)?多[大少]")
# 「高考最高分是多少」
_ASKS_MARK = re.compile(
    r"(?:最[高低]|平均|总|录取|投档|考核|评估)分(?!布|类|配|析|工|别|开|散|歧|校|给|成|到|摊|发|为)|分数线|多少分(?![钟类别之校公支行会园店红局散到给配去派流])"
)
_LIKING = re.compile(
    r"(?:满意|认可|知晓|支持|信任)[度率](?:各|分别)*(?:是|为|有|达到?)?(?:多少|几|多[高大])(?=[？?，。呢]|$)"
)
_NAMED_MARKS = ("最高分", "最低分", "平均分", "分数线")
_ASKS_BY_HOW_MUCH = re.compile(r"提高|增长|下降|增加|降低|高出|相差|低于|高于")
_NO_LENGTH = re.compile(r"(?:率|度|比例|占比|分|水平|收入|工资|价|标准|产量|热情)(?:有|达到?|是|为|能)*$")
_LENGTH, _WEIGHT = re.compile(r"米|里|尺|km"), re.compile(r"吨|斤|克")


def measures_the_asked(question: Question, evidence: Evidence, figure: Figure) -> bool:
    """Tell whether a figure of a sentence measures what is asked for, and nothing that stands in the same words."""
    start, end = clause_around(evidence.text, figure.start, figure.end)
    clause = evidence.text[start:end]
    return (
        _has_its_rate(question, evidence)
        and is_of_the_part(question, evidence, clause)
        and _is_the_kind_of_money(question, evidence)
        and (bool(evidence.cells) or _is_of_one_or_of_all(question, evidence.text, figure))
        and not (
            ALL_THERE_IS.search(question.text)
            and not _ASKS_WHAT_WAS_ADDED.search(question.text)
            and any(NEWLY_BUILT.match(cell.head) for cell in evidence.cells)
        )
        and _is_of_the_whole_year(question, evidence, clause)
        and (bool(evidence.cells) or _is_told_as_often(question, evidence.text[start : figure.start], figure))
        and _is_in_its_unit(question, evidence, figure)
    )


def _has_its_rate(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or the one before it, has the very rate that is asked for: 流失率."""
    rates = [noun for noun in question.asked_nouns[-1:] if noun.endswith("率") and len(noun) > 2]
    if any(rate not in fold(evidence.text) for rate in _RATE_OF_LETTERS.findall(fold(question.text))):
        return bool(evidence.cells)
    if evidence.cells or not rates:
        return True
    above = above_in_paragraph(evidence.document.text, evidence.start)
    told = fold(f"{above} {evidence.text} {lead_in(evidence.document.text, evidence.start)}")
    return holds(rates[0], told)


def _is_the_kind_of_money(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, speaks of wages, of a subsidy or a rent, where that is asked for."""
    asked = _KIND_OF_MONEY.search(question.text) if question.kind == "money" else None
    if asked is None or evidence.cells:
        return True
    kind = asked["before"] or asked["behind"]
    told = fold(f"{with_its_surroundings(evidence)} {lead_in(evidence.document.text, evidence.start)}")
    return any(word in told for word in (kind, *wordings_of(kind), *_PAID_AS.get(kind, ())))


def _is_of_one_or_of_all(question: Question, text: str, figure: Figure) -> bool:
    """Tell whether a figure is a price of one, a total or what was there, where that is asked for."""
    start, end = clause_around(text, figure.start, figure.end)
    clause, asked = text[start:end], question.text
    huge = _HUGE.search(figure.text)
    if _OF_EACH.search(plainly(asked)) and figure.kind == "money" and huge and not _RATE.search(clause):
        # 「一节课补多少」 is not told by what a project cost.
        return False
    if _PRICE_OF_ONE.search(asked) and not _RATE.search(clause) and (huge or _A_SUM.search(text[start : figure.start])):
        return False
    if _THE_MOST_ONE_GETS.search(plainly(asked)) and not (_AT_MOST.search(clause) or _RATE.search(clause)):
        # 「最多能贷多少」 is not told by what all together were lent.
        return False
    if _ALL_TOGETHER.search(asked) and not _ASKS_WHAT_WAS_ADDED.search(asked) and _ADDED.search(text[: figure.start]):
        return False
    return not (re.search("一共|总共", asked) and "每" not in asked and _RATE.search(clause))


def _is_of_the_whole_year(question: Question, evidence: Evidence, clause: str) -> bool:
    """Tell whether a clause is of all the year, where that is asked: 「全年按200天计算，上半年支出2190万元」."""
    asks = _WHOLE_YEAR.search(question.text) and not _PART_YEAR.search(question.text)
    of_a_part = _PART_YEAR.search(clause) and not _WHOLE_YEAR.search(clause)
    return not asks or not of_a_part or bool(evidence.cells)


def _is_told_as_often(question: Question, before: str, figure: Figure) -> bool:
    """Tell whether what stands before a figure tells it by the year, term or month, as it is asked for: 「每年有多少人」."""
    # 「平均每天25个老人吃饭，一年能拿多少补贴」 asks by the year.
    asking = next((clause for clause in re.split("[，,；;]", question.text) if re.search("多少|几", clause)), "")
    asked, told = (
        {_AS_OFTEN.get(match["per"], match["per"]) for match in _BY_THE_TIME.finditer(text)}
        for text in (asking, before)
    )
    told |= {"年"} if told and re.search(r"全年|年均|一年", before) else set()
    if not asked and told and "年" not in told and figure.unit == "人" and _OF_ONE_YEAR.search(asking):
        # 「去年交流了多少名老师」 is not told by 「每学期抽调两名」.
        return False
    return not asked or not told or bool(asked & told)


def _is_in_its_unit(question: Question, evidence: Evidence, figure: Figure) -> bool:
    """Tell whether a figure counts where a number is asked for, and is an area where that is: no problems in tons."""
    if question.kind == "count" and question.unit in ("", "个") and evidence.cells and MEASURE.match(figure.unit):
        return all(holds(noun, evidence.cells[0].head) for noun in question.focus[-1:])
    asked = _ASKS_LENGTH.search(question.text) if question.kind == "amount" else None
    if asked is not None and not _NO_LENGTH.search(question.text[: asked.start()]):
        # 「打了多深」 is not told by how many wells there are.
        told = f"{figure.unit} {' '.join(cell.head + cell.unit for cell in evidence.cells)}"
        if asked[0][-1] in "宽深" and figure.unit in ("公里", "里"):
            # 「修了多宽」 is not told by how long it is.
            return False
        return bool((_WEIGHT if asked[0][-1] == "重" else _LENGTH).search(told))
    size = _NAMED_SIZE.search(question.text)
    if size and size["of"][:2] not in f"{evidence.text} {' '.join(cell.head for cell in evidence.cells)}":
        return figure.unit in ("立方米", "千瓦", "兆瓦", "吨", "升")
    if _LIKING.search(question.text) and figure.kind == "count" and figure.unit not in ("分", ""):
        # 「社会认可度四个方面」 is no 认可度.
        return bool(evidence.cells)
    marks = _ASKS_MARK.search(question.text) if not _ASKS_BY_HOW_MUCH.search(question.text) else None
    if marks and marks[0] in _NAMED_MARKS and marks[0][:2] not in evidence.text:
        return False
    if question.is_point and marks and not evidence.cells:
        return figure.unit in ("分", "") and figure.kind != "share"
    asks_area = question.kind == "amount" and ASKS_AREA.search(question.text)
    return not asks_area or bool(evidence.cells) or bool(AREA.search(figure.unit))
