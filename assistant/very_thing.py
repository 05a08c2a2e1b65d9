"""The very stage, round, trade and doing that a question names: whether a sentence is of these, and of no others."""

from __future__ import annotations

import re

from assistant.evidence import Evidence, with_its_surroundings
from assistant.matching import holds
from assistant.question import Question
from assistant.surroundings import above_in_paragraph
from corpus.figures import number_of
from corpus.tokenizer import fold, is_nominal, is_word

# 「第二个阶段什么时候搞」 is not told by 「（一）宣传动员（11月）」.
_WHICH_STAGE = re.compile(r"第(?P<n>[一二三四五六七八])(?:个)?阶段")
_ITS_NUMBER = re.compile(r"[（(](?P<n>[一二三四五六七八])[）)]")
_HOW_TO = re.compile(
    r"(?:怎么|如何|怎样)(?:去)?(?P<do>申诉|复核|投诉|举报|退费|报销|申请|报名|领取|缴纳|补办|注销|追责|问责|扣分|处罚|处分|惩罚|赔偿|补偿|计算|评定|分红)"
)
_THE_NEXT = re.compile(r"下(?:一)?(?:轮|次|批|期)")
_HOW_PUNISHED = re.compile(
    r"(?:责任人|当事人|负责人|涉事|违规(?:的)?(?:人员|单位|教师))[^，。？]{0,8}(?:怎么|如何|怎样)(?:被)?处理"
)
_IS_PUNISHED = re.compile(r"处分|免职|撤职|追究|移送|处罚|罚款|警告|诫勉|约谈|通报|开除|停职|记过|问责|拘留")
# 「做的是什么生意」 is not told where no word of 生意 stands.
_WHAT_THING = re.compile(r"什么(?P<thing>[\u4e00-\u9fff]{2})(?=[？?，。]|$)")
_WHAT_ANYTHING = re.compile(
    r"意思|样子|样的|文件|材料|政策|法律|部门|单位|学校|地位|角色|模式|举措|情况|内容|问题|原因|时候|时间|地方|东西|事情|名字|名称|做法|措施|经验|办法|要求|规定|标准|条件|区别|变化|效果|成效|作用|困难|程度|水平|关系|方式|结果|后果|处理|处分|待遇|好处|奖励|目的|意义|特点|任务|目标"
)
# 「融雪剂到哪里去领」
_WHERE_TO = re.compile(
    r"哪(?:里|儿|个[\u4e00-\u9fff]{1,4})?(?:才)?(?:能|可以)?去?(?P<do>领|买|交|取|报名|申请|缴|投诉|举报)"
)
# 第一轮, 首批, 二期; a briefing's own number is none.
_ROUND = re.compile(
    r"(?:第(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})|(?P<first>首)|(?<![\d第学分本上每任周假长短近中初后前定按工])(?P<bare>[一二三四五六七八九]))(?P<of>轮|批|期|届)(?!会议|全体|常委|学前|简报)"
)
_NUMBER_OF_A_BRIEFING = re.compile(
    r"(?:简报|专报|动态|信息|快报)[^，。]{0,4}第?[一二三四五六七八九十\d]{1,3}期|第[一二三四五六七八九十\d]{1,3}期(?=里|中|上|简报)"
)
_SECTOR = re.compile(
    r"(?P<of>工贸|教育|医疗|卫生|交通|建筑|农业|工业|旅游|文旅|餐饮|消防|燃气|化工|煤矿|矿山|水利|环保|食品|药品|养老|金融|民政|住建|林业|畜牧|渔业|物流|危化品)(?:行业|领域)"
)


def is_of_the_very(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence is of the stage, round and trade that a question names, and has what is done or asked for."""
    if _HOW_PUNISHED.search(question.text) and not _IS_PUNISHED.search(evidence.text):
        return False
    stage, own = _WHICH_STAGE.search(question.text), _ITS_NUMBER.match(evidence.text)
    if stage and own and own["n"] != stage["n"] and f"第{stage['n']}阶段" not in evidence.text:
        return False
    if _THE_NEXT.search(question.text) and "下" not in with_its_surroundings(evidence):
        # 「下一轮整治安排在几月」 is not told by when this one was.
        return False
    how = _HOW_TO.search(question.text)
    if how and not holds(how["do"], fold(with_its_surroundings(evidence))):
        return False
    return (
        _is_of_the_round(question, evidence)
        and _is_of_the_sector(question, evidence)
        and _has_what_is_asked_for(question, evidence)
    )


def _is_of_the_round(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or else what stands before it in its paragraph, is of the round asked about: 第一轮督查, and not 第三轮."""
    asked = rounds_in(question.text)
    if not asked:
        return True
    above = above_in_paragraph(evidence.document.text, evidence.start)
    for text in (evidence.text, above):
        told = [one for one in rounds_in(text) if one[1] in {of for _, of in asked}]
        if told:
            return any(one in asked for one in told)
    return True


def rounds_in(text: str) -> list[tuple[int, str]]:
    """Return the rounds that a text names, each by its number and what is counted: (1, 轮) for 首轮 and 第1轮."""
    found = _ROUND.finditer(_NUMBER_OF_A_BRIEFING.sub("，", text))
    return [(1 if match["first"] else number_of(match["n"] or match["bare"]), match["of"]) for match in found]


def _is_of_the_sector(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, has the trade of which a figure is asked: 「工贸行业事故」."""
    sector = _SECTOR.search(question.text)
    if sector is None or not question.is_point or evidence.cells:
        return True
    return holds(sector["of"], fold(with_its_surroundings(evidence)))


def _has_what_is_asked_for(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, has the noun behind 什么, or what is done behind 「哪里」."""
    if question.is_point:
        return True
    thing = _WHAT_THING.search(question.text)
    if thing and not _WHAT_ANYTHING.search(thing["thing"]) and is_nominal(thing["thing"]):
        # 「种植什么作物」 is told by what is planted, whatever it is called.
        done = question.text[: thing.start()][-2:]
        planted = is_word(done) and done in fold(evidence.text)
        return planted or holds(thing["thing"], fold(with_its_surroundings(evidence)))
    where = _WHERE_TO.search(question.text) if question.kind == "where" else None
    return where is None or holds(where["do"], fold(with_its_surroundings(evidence)))
