"""What an answer must hold in itself for the kind of thing that is asked: a definition, a place, a body, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.asked_words import QUOTED
from assistant.evidence import Evidence, announces, is_heading, with_its_surroundings
from assistant.listing import OPENS_CLAUSES
from assistant.matching import holds, wholly_holds
from assistant.naming import kind_asked, named_in
from assistant.question import Question
from assistant.question_kinds import THE_MOST
from assistant.runs import opens_a_run
from assistant.surroundings import lead_in
from corpus.figures import find_figures
from corpus.synonyms import paraphrases_in
from corpus.tokenizer import fold, is_naming, is_word, words

_BASIS = re.compile(
    r"(?:根据|依据|按照?|依照|遵照|参照|为贯彻落实|贯彻)[^。；]{0,60}?(?:《[^》]+》|(?:法|办法|条例|规定)第)"
)
# 「费用由谁出」
_WHO_PAYS = re.compile(
    r"(?:费用|经费|工资|钱|资金|补助|费)[^，。？]{0,6}(?:由|归|是)?谁(?:来)?(?:出|掏|付|给|负担|承担)"
)
_PAYS = re.compile(r"承担|负担|支付|支出|列支|自付|自理|出资|财政|经费|预算|缴|拨|交|家长")
# 「对企业服务专员是怎么考核的」
_HOW_IT_IS_DONE = re.compile(r"(?:怎么|如何|怎样)(?P<deed>[\u4e00-\u9fff]{2})的?[？?。]?$")
# Of other deeds, 关爱 and 激励, papers tell in other words.
_TELLING_DEEDS = frozenset("考核 验收 处罚 分红 培训 问责 审批".split())
_WHO_CUE = re.compile(
    r"由|任(?!务)|牵头|负责|[组局队校院县市区镇乡]长|主任|书记|责任(?:人|单位)|龙头|主持|挂帅|指挥|承担|局|委员会|办公室|公司|医院|学校|中心|联系|电话"
)
# 「与县人保财险签订……协议」
_WITH_WHOM = re.compile(r"[与和同](?P<whom>[\u4e00-\u9fff]{2,12}?)(?:签订|签署|签约|合作|联合|共建)")
# Of so many names that are asked for a sentence must hold so many, to be a list of them.
FEW_NAMES = 3
_SO_MANY = re.compile(r"(?:那|这|哪|的)(?P<n>\d{1,3}|[三四五六七八九十])[个所家项条名位字种类步件大]")
_LISTED_NOUN = re.compile(r"哪(?:些|几[个所家项条名位种类])(?P<noun>[\u4e00-\u9fff]{2,4}?)(?=[？?，。！!]|$)")
_ASKS_REQUIREMENTS = re.compile(
    r"(?:有|是)(?:什么|哪些)(?:具体|硬性)?(?:要求|条件|限制)|(?:要求|条件|限制)(?:是|为)?(?:什么|多少|几)"
)
_ENTRY = re.compile(r"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*|[“\"《【*]|-\s*)+")
# 「5.银龄讲学教师：指……」
_HEADED_ENTRY = re.compile(
    r"^[\s*#]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*)?[“\"【《*]*(?P<term>[\u4e00-\u9fffA-Za-z]{3,12})[”\"】》*]*(?:[:：]|是指|指(?![导标数南]))",
    re.MULTILINE,
)
REACH_OF_AN_ENTRY = 400
# 「【义务教育优质均衡发展】是指……」
_DEFINES_ITSELF = re.compile(r"^[【“\"](?P<what>[^】”\"]{2,24})[】”\"]\s*(?:又[称叫名]|是指|指|是|即)")
# 「倡导“被需求、被重视、被尊重、被爱戴”的教师职业情感观」
_NAMED_BEHIND = re.compile(r"[”\"]的[^，。；“\"]{2,16}")
_SHARE_ABOVE = re.compile(r"以[上下]的?[^，。；\d]{0,8}占(?:[^，。；]{0,6}以[上下])?")
_REQUIRES = re.compile(
    r"具有|持有|属于|拥有|超过|低于|高于|要求|条件|应当|应[为在由具]|须|必须|具备|不得|不低于|不少于|不超过|以上|以下|年满|未满|原则上|至少|可以|符合|周?岁(?:到|至|之间)|之间|以内|严禁|禁止|调整为|修改为|(?<![主重需])要(?!求)"
)
# 「领导小组的组长是谁」 is told by a sentence that has a 组长.
_WHICH_POST = re.compile(r"(?P<post>组长|校长|园长|院长|局长|主任|书记|所长|站长|会长|队长)(?:都|现在)?(?:是|为|由)谁")
_WHICH_SCHOOL = re.compile(r"哪(?:一)?[所个家][\u4e00-\u9fff]{0,4}(?:校|学校|小学|中学|初中|高中|幼儿园)")
_DUTY = re.compile(
    r"哪(?:家|个|一家|一个)(?:单位|公司|企业|部门|机构)(?:来)?(?P<does>施工|承建|设计|监理|运营|承办|主办|审批|验收|评估|组织|监督|管理)"
    r"|由(?:谁|哪(?:个|家|些)(?:单位|部门|人|老师)?)(?P<done>[\u4e00-\u9fff]{2})的(?=[？?，,。]|$)"
)
_IN_CHARGE = re.compile(r"负责|牵头|承担")
IS_THE_MOST = re.compile(r"最|首位|居首|第一|第1(?!\d)|榜首|之首|垫底|末位|倒数")


def rests_on(text: str) -> bool:
    """Tell whether a text says on which law or paper something rests."""
    return bool(_BASIS.search(text))


def defines(question: Question, text: str) -> bool:
    """Tell whether a sentence says what the thing asked about is: 「课后服务：是指……」, 「本办法所称……，是指……」."""
    plain = fold(text)
    named = [fold(name) for name in QUOTED.findall(question.text)]
    # 「校园安全“1530”安全教育制度」: what is set in quotation marks is what is to be explained.
    terms = [name for name in named if name in plain] or question.terms
    subject = "".join(terms)
    opening = re.sub(r"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*|[“\"《【]|-\s*)+", "", plain)
    # 「“双师型”教师：既具备……」
    whole, unquoted = "".join(question.terms), re.sub(r"[“”\"「」]", "", opening)
    if whole and unquoted.startswith(whole) and unquoted[len(whole) :].startswith((":", "是指", "指")):
        return True
    if len(question.terms) > 1 and re.match("、".join(map(re.escape, question.terms)) + "[:：]", unquoted):
        # 「大班额、超大班额：……的为大班额，……的为超大班额」
        return True
    another = _DEFINES_ITSELF.match(plain)
    if another and subject not in another["what"] and another["what"] not in subject:
        return False
    if opening.startswith(subject) and re.match(
        r"[”\"》】]?\s*(?:又[称叫名][^，,。]{1,10}[，,])?(?:[:：]|是指|指|是|即|就是|为|[（(])", opening[len(subject) :]
    ):
        return True
    if re.search(rf"(?:所谓|所称|这里的)[“\"《]?{re.escape(subject)}", plain):
        return True
    if re.search(rf"(?:概括|归纳|总结|简称|统称|称|称之|叫)(?:为|做|作)[“\"]?{re.escape(subject)}", plain):
        # 「……经费统一统筹，我们概括为“一个不变、五个统一”」
        return True
    for letters in (re.escape(term) for term in terms if term.isascii() and term.isalpha()):
        if re.search(rf"[\u4e00-\u9fff]{{4,}}[（(]{letters}[）)]|{letters}[（(][\u4e00-\u9fff]{{4,}}", plain):
            # 「API（义务教育质量监测评价体系）」
            return True
    about = all(wholly_holds(term, plain) for term in terms)
    return about and bool(
        any(all(wholly_holds(term, named[0]) for term in terms[-2:]) for named in _NAMED_BEHIND.finditer(plain))
        or re.search(r"是指|[列定称视]为|也?就是(?!说)|指的是|系指|的简称|[，,（(]即|即[:：“\"]|[:：](?:是|指)", plain)
    )


def only_names_it_in_another(question: Question, evidence: Evidence) -> bool:
    """Tell whether, in a paper of terms, a sentence says what something else is than the term that is quoted.

    「结构质量指班额、师幼比、……」 has it only in a row.
    """
    term = question.terms[0] if len(question.terms) == 1 else ""
    if not term or not QUOTED.search(question.text) or not _is_of_terms(evidence):
        return False
    text = fold(evidence.text)
    another = re.match(r"(?P<what>[^，。：、]{2,12}?)(?:是指|指的是|指|[:：])", text)
    if another is None or term in another["what"] or another["what"] in term:
        return False
    return term not in text or re.search(rf"、{re.escape(term)}|{re.escape(term)}、", text) is not None


def is_of_its_entry(question: Question, evidence: Evidence) -> bool:
    """Tell whether, of a paper of terms that has an entry of the name that a question has, a sentence is of that entry."""
    if not _is_of_terms(evidence) or re.match(r"答\s*[:：]", evidence.text):
        # What such a paper answers to a question of its own is no entry.
        return True
    text = evidence.document.text
    entries = [match for match in _HEADED_ENTRY.finditer(text) if match["term"] in question.text]
    if not entries or any(match["term"] in evidence.text for match in entries):
        return True
    return any(
        match.start() <= evidence.start < (text.find("\n", match.end()) + 1 or len(text)) + REACH_OF_AN_ENTRY
        and not _HEADED_ENTRY.search(text, match.end(), evidence.start + 1)
        for match in entries
    )


def _is_of_terms(evidence: Evidence) -> bool:
    facts = evidence.document.facts
    return "名词" in facts.genre or "名词" in facts.title


def is_its_entry(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence is the entry of the term asked about in a paper of terms: 「3.差异系数反映……」."""
    entry = _ENTRY.sub("", fold(evidence.text))
    return question.kind == "definition" and _is_of_terms(evidence) and entry.startswith("".join(question.terms))


def opens_a_definition(question: Question, text: str) -> bool:
    """Tell whether a sentence opens with the thing asked about, or a longer name of it, and says what it is."""
    # 「大班额、超大班额：……」 for 「什么叫大班额和超大班额」
    subject = "[、和与及]?".join(map(re.escape, question.terms))
    return bool(
        subject
        and re.match(
            rf"[^，,。:：]{{0,12}}{subject}[^，,。:：]{{0,4}}(?:[:：]\s*|[，,](?=是指|指))?(?:是指|指|即|就是|[:：])",
            fold(text),
        )
    )


def tells_who(question: Question, text: str) -> bool:
    """Tell whether a text names who does something, and what the body asked for does: 施工 of 「由哪家单位施工」."""
    if _WHICH_SCHOOL.search(question.text) and not named_in("schools", text, question.text):
        # 「由哪所核心校托管」 is not told by the school that was asked about.
        return False
    post = _WHICH_POST.search(question.text)
    if post and post["post"] not in text:
        return False
    if _WHO_PAYS.search(question.text) and not _PAYS.search(text):
        return False
    duty = _DUTY.search(question.text)
    with_whom = _WITH_WHOM.search(text)
    if with_whom and with_whom["whom"] in question.text and not _WHO_CUE.search(text.replace(with_whom[0], "")):
        # 「与通信运营商签订」 does not tell which.
        return False
    return bool(_WHO_CUE.search(text) or with_whom) and (
        not duty or holds(duty["does"] or duty["done"], fold(text)) or bool(duty["done"] and _IN_CHARGE.search(text))
    )


def tells_of_the_deed(question: Question, pieces: Sequence[Evidence]) -> bool:
    """Tell whether an answer has what is asked how it is done: 考核 of 「对企业服务专员是怎么考核的」, or another word for it."""
    asked = _HOW_IT_IS_DONE.search(question.text) if question.kind == "how" else None
    if asked is None or asked["deed"] not in _TELLING_DEEDS or not pieces:
        return True
    told = fold(" ".join(with_its_surroundings(piece) for piece in pieces))
    others = (other for _, written in paraphrases_in(question.text) for other in written)
    return holds(asked["deed"], told) or any(other in told for other in others)


def tells_the_most(question: Question, text: str) -> bool:
    """Tell whether a text can say what is most or least, where that is asked: it does, or counts three things or more."""
    if not THE_MOST.search(question.text):
        return True
    kinds = ("money",) if question.kind == "money" else ("count", "money", "share")
    units = [figure.unit for figure in find_figures(text) if figure.kind in kinds]
    return bool(IS_THE_MOST.search(text)) or any(units.count(unit) >= 3 for unit in units)


def names_the_listed(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or its heading, has the noun that is listed, and not only within the question's names.

    「职业中等专业学校开设了哪些专业」 is not answered by a list in which 中等专业学校 stands.
    """
    asked = _LISTED_NOUN.search(question.text)
    noun = asked["noun"] if asked else ""
    if asked and not is_word(noun) and not is_naming(noun) and len(noun) == 2:
        # 股室 is in no dictionary: what lists some has the word, or one of its characters in each.
        return noun in evidence.text or sum(evidence.text.count(character) for character in noun) >= 2
    if not asked or not is_naming(noun) or noun not in question.terms:
        return True
    name = question.text[: asked.start()]
    match = SequenceMatcher(None, name, evidence.text, autojunk=False).find_longest_match()
    masked = evidence.text.replace(name[match.a : match.a + match.size], "，") if match.size >= 4 else evidence.text
    lead = lead_in(evidence.document.text, evidence.start)
    told = fold(" ".join((masked, *evidence.section, lead)))
    return noun not in evidence.text or holds(noun, told)


def names_so_many(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence can be the list that a question gives a number: 「那7所学校的名单」.

    What the question itself sets side by side, 「新建、扩建、改造」, is no answer to it.
    """
    number = _SO_MANY.search(question.text)
    if (
        not number
        or OPENS_CLAUSES.search(evidence.text)
        or announces(evidence)
        or is_heading(evidence)
        or opens_a_run(evidence.text)
    ):
        return True
    if (kind := kind_asked(question.text)) and named_in(kind, evidence.text, question.text) > 1:
        # 「与宏锐机械开展现代学徒制培养，与天禾食品开设订单班」
        return True
    count = int(number["n"]) if number["n"].isdigit() else 0
    if count and re.search(
        rf"(?:[^、，。；]{{2,14}}、){{{count - 1}}}[^、，。；]{{2,14}}?{count}[个项条种类大]", evidence.text
    ):
        # 「信息采集、矛盾排查、……、安全隐患上报6项职责」
        return True
    runs = [
        [item for item in run.split("、") if item and item not in question.text and _ends_in_a_noun(item)]
        for run in re.split(r"[，；。：:,;]", evidence.text)
    ]
    return max(map(len, runs)) >= min(FEW_NAMES, int(number["n"]) if number["n"].isdigit() else 2)


def tells_what_is_required(question: Question, text: str) -> bool:
    """Tell whether a text says what must be, where requirements or conditions are asked for."""
    return not _ASKS_REQUIREMENTS.search(question.text) or bool(_REQUIRES.search(_SHARE_ABOVE.sub("", text)))


def _ends_in_a_noun(item: str) -> bool:
    return is_naming(words(item)[-1]) if words(item) else False
