"""Whether a sentence answers a question, and does not only touch its subject."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant import answer_forms
from assistant.asked_figures import AskedFigure
from assistant.asked_words import MEASURES
from assistant.clauses import clause_around
from assistant.evidence import (
    ENOUGH,
    ENOUGH_OF_THE_NAMED,
    Evidence,
    is_plan,
    names_something,
    with_its_surroundings,
)
from assistant.matching import match_strength
from assistant.measured import HELD, measures_the_asked
from assistant.named_bodies import NamedBodies
from assistant.question import Question
from assistant.question_kinds import HOW_LONG
from assistant.repealed import tells_what_is_repealed
from assistant.surroundings import above_in_paragraph, lead_in
from assistant.whose import LAST_MONTH_OF_REPORTS
from corpus.layout import ARTICLE
from corpus.persons import person_names, post_of
from corpus.synonyms import wordings_of
from corpus.tokenizer import fold, is_nominal, is_word
from corpus.versions import asks_for_former

# Where the very thing counted stands in the figure's clause, in the unit asked for: 「多少座庄寨」, 「庄寨152座」.
ENOUGH_FOR_COUNTED = 0.4
# What was really done is not told by what was to be done.
_DONE = re.compile(r"实际|真正|已经|完成了|最终(?!定为|确定|目标)|最后|决算|结算|建成了")
_SAYS_IT_IS_DONE = re.compile(r"[^，。]{0,6}(?:已(?:经)?|完成了)(?!列入|纳入|安排|计划)")
_SPENT_REALLY = re.compile(r"实际(?:上)?(?:一共|共)?(?:花|支出|使用|用)(?!途)")
_WAS_SPENT = re.compile(r"支出|花费|使用|用于|执行|完成投资|拨付|兑付|发放|到位")
# 「2024年打算新改建多少户」 is not told by what was built before.
_ASKS_AHEAD = re.compile(
    r"打算|(?<![需主])要(?:新?建|达到|完成|新增|实现)(?!了)(?=[^，。？]{0,4}(?:多少|几))|准备(?!金)|目标|(?<!按)(?<!改善)(?<!行动)(?<!雨露)(?<!支持)计划(?!生育|数|外|内|指标)|力争|预计|拟"
)
_SPEAKS_AHEAD = re.compile(
    r"目标|任务|计划|打算|规划|要求|预计|力争|确保|拟|争取|达到|不低于|不少于|以[上内]|控制在|左右|应当?|须|将|要|年底前|月底前"
)
_DEPUTY = re.compile(r"副[\u4e00-\u9fff]{1,2}(?:长|任|记|席)")
_HELD_BY = re.compile(r"由[\u4e00-\u9fff]{2,4}(?:担任|接任|继任)")
_SETS_TASKS = re.compile(r"实事|清单|要点|安排|规划|方案")
# What was built is said in the clause of a figure, or so near before it in a row.
REACH_OF_A_DEED = 30
_BUILT = re.compile(r"已(?:经)?(?:新?建成|完成|新建|投用|投入使用)")

# 「第二个阶段什么时候搞」 is not told by 「（一）宣传动员（11月）」.
_WHICH_STAGE = re.compile(r"第(?P<n>[一二三四五六七八])(?:个)?阶段")
_ITS_NUMBER = re.compile(r"[（(](?P<n>[一二三四五六七八])[）)]")
_HOW_TO = re.compile(
    r"(?:怎么|如何|怎样)(?:去)?(?P<do>申诉|复核|投诉|举报|退费|报销|申请|报名|领取|缴纳|补办|注销|追责|问责|扣分|处罚|处分|惩罚|赔偿|补偿|计算|评定|分红)"
)
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
# 「评分标准是怎么定的」
_HOW_IT_IS_MADE = re.compile(r"(?:是)?(?:怎么|如何|怎样)(?:制定|确定|设定|规定|算|定|设置)(?:出来)?的")
# What is told before it comes.
_ANNOUNCING = frozenset("通知 公告 通告 实施方案 工作方案 方案 规范性文件 法规 规划 工作计划".split())
_WAS_DONE = re.compile(r"了多少|了几|当年|实际")
_PART_OF_THE_YEAR = re.compile(r"(?P<year>20\d\d)年(?:(?P<part>秋(?=季)|下(?=半年))|(?P<month>\d{1,2})月)")
_DEEDS = (
    ("完工", "建成", "竣工", "投用", "投入使用", "交付", "启用", "完成", "通车", "建好"),
    ("开工", "动工", "启动", "开建", "奠基"),
)
_PASSED_ON = re.compile(r"传达(?:学习)?|学习贯彻")
_ASKS_WHEN_SENT = re.compile(r"信|讲话|批示|指示|印发|下发|出台|发布|发出|致")
_BEGINS_OR_ENDS = re.compile(r"到位|时限|期限|日前|底前|[日月]起|正式|开始")
_WHEN_DONE = re.compile(
    rf"(?:什么时候|何时|啥时候|哪一?[年天]|几月|时间)(?:能|会|可以|才|正式|就)*(?P<deed>{'|'.join(word for group in _DEEDS for word in group)}|挂牌|揭牌|验收)"
)
_BODY = re.compile(r"(?:[一二三四五六七八九十实]中|[\u4e00-\u9fff](?:中学|小学|学校|幼儿园|医院|卫生院|公司))$")
# 「还有多少所」 is not told by 「力争实现74所学校全覆盖」.
_IS_THERE_NOW = re.compile(r"(?:还|现|现在|目前)有(?:多少|几)")
_IS_TO_BE = re.compile(r"力争|计划|打算|争取|确保|预计|拟|将|规划|目标")
_ROUND = re.compile(r"第(?P<n>[一二三四五六七八九十]|\d{1,2})(?P<of>轮|批|期|届|次)(?!会议|全体|常委)")
_SECTOR = re.compile(
    r"(?P<of>工贸|教育|医疗|卫生|交通|建筑|农业|工业|旅游|文旅|餐饮|消防|燃气|化工|煤矿|矿山|水利|环保|食品|药品|养老|金融|民政|住建|林业|畜牧|渔业|物流|危化品)(?:行业|领域)"
)
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|村|街道|社区)")


class Sufficing:
    """Judge evidence for one question.

    Args:
        asked: finds the figure that the question asks for.
    """

    def __init__(self, question: Question, asked: AskedFigure) -> None:
        self._question = question
        self._asked = asked
        self._named = NamedBodies(question)

    def look_through(self, found: Iterable[Evidence]) -> None:
        """Learn which school, town or company that the question opens with the library speaks of."""
        self._named.look_through(found)

    def suffices(self, evidence: Evidence) -> bool:
        """Tell whether a sentence answers the question."""
        question, text = self._question, evidence.text
        if evidence.coverage < self._enough(evidence) or not self._named.are_meant_by(evidence):
            return False
        if not self._touches_the_nearest(evidence) or not answer_forms.names_the_kind(question, text):
            return False
        if _HOW_PUNISHED.search(question.text) and not _IS_PUNISHED.search(text):
            return False
        stage, own = _WHICH_STAGE.search(question.text), _ITS_NUMBER.match(text)
        if stage and own and own["n"] != stage["n"] and f"第{stage['n']}阶段" not in text:
            return False
        if not self._is_of_the_round(evidence):
            return False
        how = _HOW_TO.search(question.text)
        if how and match_strength(how["do"], fold(with_its_surroundings(evidence))) < HELD:
            return False
        if not self._has_what_is_asked_for(evidence) or not self._is_of_the_sector(evidence):
            return False
        if not question.is_point and answer_forms.only_names_it_in_another(question, evidence):
            return False
        if not answer_forms.is_of_its_entry(question, evidence):
            return False
        if question.is_point:
            return (
                evidence.figure is not None
                and answer_forms.tells_what_is_required(question, text)
                and self._is_of_the_deed(evidence)
                and self._is_done(evidence)
                and self._lies_ahead_where_asked(evidence)
                and self._has_what_is_behind(evidence)
                and self._asked.of_the_same_limits(evidence)
                and measures_the_asked(question, evidence, evidence.figure)
            )
        if question.asks_person and not (self._names_the_person(text) and self._is_of_the_body(evidence)):
            return False
        if not self._has_the_form(text) and not answer_forms.is_its_entry(question, evidence):
            return False
        if question.kind in ("where", "who") and not self._speaks_of_its_noun(text):
            return False
        if not question.asks_names:
            return True
        return (
            names_something(evidence)
            and answer_forms.names_so_many(question, evidence)
            and answer_forms.names_the_listed(question, evidence)
        )

    def _is_of_the_deed(self, evidence: Evidence) -> bool:
        """Tell whether a sentence has what is asked when it is done: 完工, and not only another day of the same works."""
        if self._question.kind != "date":
            return True
        if self._is_of_what_was_passed_on(evidence):
            return False
        deed = _WHEN_DONE.search(self._question.text)
        if deed is None:
            return True
        said = f"{evidence.text} {' '.join(cell.head for cell in evidence.cells)} {' '.join(evidence.section)}"
        group = next((group for group in _DEEDS if deed["deed"] in group), (deed["deed"],))
        contrary = any(word in said for other in _DEEDS if other is not group for word in other)
        # 「11月1日起正式供热」 says when it was started in its own words; 「2026年接受督导评估」 says neither.
        its_own = len(group) > 1 and not contrary and _BEGINS_OR_ENDS.search(said) is not None
        return its_own or any(word in said for word in group)

    def _is_of_what_was_passed_on(self, evidence: Evidence) -> bool:
        """Tell whether a date is that of a meeting at which a letter was studied, where it is asked when that was sent."""
        asked, figure = self._question.text, evidence.figure
        if figure is None or not _ASKS_WHEN_SENT.search(asked) or _PASSED_ON.search(asked):
            return False
        return _PASSED_ON.search(evidence.text, figure.end) is not None

    def _has_what_is_asked_for(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, has the noun behind 什么, or what is done behind 「哪里」."""
        if self._question.is_point:
            return True
        thing = _WHAT_THING.search(self._question.text)
        if thing and not _WHAT_ANYTHING.search(thing["thing"]) and is_nominal(thing["thing"]):
            # 「种植什么作物」 is told by what is planted, whatever it is called.
            done = self._question.text[: thing.start()][-2:]
            planted = is_word(done) and done in fold(evidence.text)
            return planted or match_strength(thing["thing"], fold(with_its_surroundings(evidence))) >= HELD
        where = _WHERE_TO.search(self._question.text) if self._question.kind == "where" else None
        return where is None or match_strength(where["do"], fold(with_its_surroundings(evidence))) >= HELD

    def _is_of_the_round(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or else what it stands under, is of the round asked about: 第一轮督查, and not 第三轮."""
        asked = _ROUND.search(self._question.text)
        if asked is None:
            return True
        for text in (evidence.text, with_its_surroundings(evidence)):
            told = {match["n"] for match in _ROUND.finditer(text) if match["of"] == asked["of"]}
            if told:
                return asked["n"] in told
        return True

    def _is_of_the_sector(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, has the trade of which a figure is asked: 「工贸行业事故」."""
        sector = _SECTOR.search(self._question.text)
        if sector is None or not self._question.is_point or evidence.cells:
            return True
        return match_strength(sector["of"], fold(with_its_surroundings(evidence))) >= HELD

    def _names_the_person(self, text: str) -> bool:
        """Tell whether a sentence names a person, and has the post that the question has."""
        post = post_of(self._question.text)
        # A 副局长 is no 局长.
        said = text if "副" in self._question.text else _DEPUTY.sub("，", text)
        if not post or not person_names(text):
            return bool(person_names(text))
        # 「由县长任组长，……由教育局局长向明远兼任办公室主任」 names no 县长.
        posts = (post, *wordings_of(post))
        clauses = re.split("[，,；;。]", said)
        if any(any(word in clause for word in posts) and person_names(clause) for clause in clauses):
            return True
        # 「李某，男，现任某县教育局局长」 and 「局长的职务由赵某担任」 tell it across clauses.
        held = any(re.search(rf"(?:现任|担任|任)[^，。；]*{word}|{word}[^，。；]{{0,4}}职务", said) for word in posts)
        return held and bool(person_names(said) or _HELD_BY.search(said))

    def _is_of_the_body(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, has the school or office whose head is asked for: 县一中."""
        bodies = [term for term in self._question.terms if _BODY.search(term) or _TOWN.fullmatch(term)]
        if not bodies:
            return True
        told = fold(with_its_surroundings(evidence))
        return all(match_strength(body, told) >= HELD for body in bodies)

    def _speaks_of_its_noun(self, text: str) -> bool:
        """Tell whether a sentence itself has a noun of which it is asked where or by whom: 开茶节 of 「开茶节在哪个乡镇」."""
        nouns = [noun for noun in self._question.asked_nouns if noun in self._question.terms]
        return not nouns or any(match_strength(noun, fold(text)) >= HELD for noun in nouns)

    def _has_the_form(self, text: str) -> bool:
        question = self._question
        if question.kind == "definition" and not answer_forms.defines(question, text):
            return False
        if question.kind == "basis" and not answer_forms.rests_on(text):
            return False
        if question.kind == "who" and not answer_forms.tells_who(question, text):
            return False
        if question.kind == "who" and "分别" in question.text and len(person_names(text)) + text.count("、") < 2:
            return False
        if question.kind == "where" and not answer_forms.tells_where(question, text):
            return False
        return answer_forms.tells_the_most(question, text) and answer_forms.tells_what_is_required(question, text)

    def _is_done(self, evidence: Evidence) -> bool:
        """Tell whether a sentence says what was done, or spent, where that is asked and not what was planned."""
        above = above_in_paragraph(evidence.document.text, evidence.start)
        if _WAS_DONE.search(self._question.text) and (ARTICLE.match(evidence.text) or ARTICLE.match(above)):
            # A regulation tells no deeds.
            return False
        if self._comes_later(evidence):
            return False
        if not asks_for_former(self._question.text) and tells_what_is_repealed(evidence):
            # 「2018年印发的《……办法》规定……15日内整改，该办法自2021年9月1日起停止执行」
            return False
        if _IS_THERE_NOW.search(self._question.text) and is_plan(evidence) and self._is_to_be(evidence):
            return False
        if _DONE.search(self._question.text):
            if is_plan(evidence) and "实际" not in evidence.text and not self._is_said_to_be_done(evidence):
                return False
            if self._lies_ahead(evidence):
                return False
        return not _SPENT_REALLY.search(self._question.text) or bool(_WAS_SPENT.search(evidence.text))

    def _is_to_be(self, evidence: Evidence) -> bool:
        """Tell whether a figure's own clause says that it is to be: 「力争实现74所学校全覆盖」."""
        if evidence.figure is None or evidence.cells:
            return False
        start, end = clause_around(evidence.text, evidence.figure.start, evidence.figure.end)
        return _IS_TO_BE.search(evidence.text[start:end]) is not None

    def _is_said_to_be_done(self, evidence: Evidence) -> bool:
        """Tell whether a figure's own clause says that it is done: 「已整改44个，剩余2个……计划2023年6月完成」."""
        if evidence.figure is None or evidence.cells:
            return False
        start, end = clause_around(evidence.text, evidence.figure.start, evidence.figure.end)
        return _SAYS_IT_IS_DONE.match(evidence.text[start:end]) is not None

    def _lies_ahead_where_asked(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, speaks of what is to come, where a plan or target is asked for."""
        if not _ASKS_AHEAD.search(self._question.text) or evidence.cells:
            return True
        if evidence.figure is not None:
            start, end = clause_around(evidence.text, evidence.figure.start, evidence.figure.end)
            said = evidence.text[max(0, start - REACH_OF_A_DEED) : end]
            if _BUILT.search(said) and not _SPEAKS_AHEAD.search(evidence.text[start:end]):
                return False
        if is_plan(evidence):
            return True
        title = evidence.document.facts.title
        return bool(_SPEAKS_AHEAD.search(" ".join((evidence.text, *evidence.section))) or _SETS_TASKS.search(title))

    def _lies_ahead(self, evidence: Evidence) -> bool:
        """Tell whether the year asked about had hardly begun when the paper was written: no paper reports what comes."""
        written, years = evidence.document.facts.date, self._question.years
        if not years or not written:
            return False
        return max(years) > written[:4] or (max(years) == written[:4] and "" < written[5:7] <= LAST_MONTH_OF_REPORTS)

    def _has_what_is_behind(self, evidence: Evidence) -> bool:
        """Tell whether a sentence has any word of what is asked behind 「多长时间内」: 「可以申请复核」."""
        asked = HOW_LONG.search(self._question.text)
        if asked is None or self._question.kind != "duration":
            return True
        behind = [term for term in self._question.terms if term in self._question.text[asked.end() :] and len(term) > 1]
        told = fold(with_its_surroundings(evidence))
        return len(behind) < 2 or any(match_strength(term, told) >= HELD for term in behind)

    def _comes_later(self, evidence: Evidence) -> bool:
        """Tell whether the part of a year that is asked about lies behind the paper's own date: 「2023年秋季」 in April."""
        facts = evidence.document.facts
        asked, written = _PART_OF_THE_YEAR.search(self._question.text), facts.date
        if asked is None or len(written) < 7 or is_plan(evidence) or facts.genre in _ANNOUNCING:
            return False
        if self._question.kind in ("date", "duration") or "标准" in self._question.text:
            return False
        first = {"秋": 9, "下": 7}.get(asked["part"] or "", 0) or int(asked["month"] or 0)
        return written[:4] == asked["year"] and 0 < int(written[5:7]) < first

    def _touches_the_nearest(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, has any word of what stands right before the question word.

        「近视防控有哪些措施」 is not answered by what only speaks of the same pupils.
        """
        nearest = [word for word in self._question.nearest if word in self._question.terms and word not in MEASURES]
        if not nearest:
            return True
        document = evidence.document
        told = fold(
            " ".join(
                (evidence.text, *evidence.section, document.facts.title, lead_in(document.text, evidence.start),
                 above_in_paragraph(document.text, evidence.start))
            )
        )  # fmt: skip
        enough = all if _HOW_IT_IS_MADE.search(self._question.text) else any
        return enough(match_strength(word, told) >= HELD for word in nearest)

    def _enough(self, evidence: Evidence) -> float:
        """Return how far a sentence must cover the question, less where it holds all that the question names."""
        if self._asked.counts_the_very_thing(evidence):
            return ENOUGH_FOR_COUNTED
        return ENOUGH_OF_THE_NAMED if evidence.names_held else ENOUGH
