"""What an answer must hold in itself for the kind of thing that is asked: a definition, a place, a body, a list."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from assistant.asked_words import QUOTED
from assistant.evidence import Evidence, announces, is_heading
from assistant.listing import OPENS_CLAUSES
from assistant.matching import match_strength
from assistant.naming import named_in
from assistant.question import Question
from assistant.question_kinds import ASKS_NUMBER, THE_MOST
from assistant.runs import opens_a_run
from assistant.surroundings import lead_in
from corpus.facts.origin import NUMBER
from corpus.figures import find_figures
from corpus.tokenizer import fold, is_naming, is_word, words

_BASIS = re.compile(
    r"(?:根据|依据|按照?|依照|遵照|参照|为贯彻落实|贯彻)[^。；]{0,60}?(?:《[^》]+》|(?:法|办法|条例|规定)第)"
)
_WHO_CUE = re.compile(
    r"由|任(?!务)|牵头|负责|[组局队校院县市区镇乡]长|主任|书记|责任(?:人|单位)|龙头|主持|挂帅|指挥|承担|局|委员会|办公室|公司|医院|学校|中心|联系|电话"
)
# Of so many names that are asked for a sentence must hold so many, to be a list of them.
FEW_NAMES = 3
_SO_MANY = re.compile(r"(?:那|这|哪|的)(?P<n>\d{1,3}|[三四五六七八九十])[个所家项条名位字种类步件大]")
_LISTED_NOUN = re.compile(r"哪(?:些|几[个所家项条名位种类])(?P<noun>[\u4e00-\u9fff]{2,4}?)(?=[？?，。！!]|$)")
_ASKS_DOCUMENT_NUMBER = re.compile(r"文号|发文字号|文件号")
_HOW_OFTEN = re.compile(r"(?:多长时间|多久|隔多久|几天|几个月|多少天)[^，。？]{0,8}一次|多久[^，。？]{0,6}[一]次")
_SAYS_HOW_OFTEN = re.compile(
    r"每隔?[\d一二两三四五六七八九十半]{0,3}个?(?:年|月|周|季|学期|学年|日|天|旬|星期|小时|分钟|晚|早)"
    r"|(?<![\d一二两三四五六七八九十半])[\d一二两三四五六七八九十半]{1,3}个?(?:年|月|周|天|学期|学年|小时|分钟)[^，。；]{0,10}次"
    r"|[年季月周日](?:[一1两]|更新|报告|调度|通报)|逐[年月日]|按[年季月周]|定期|随时"
)
_ASKS_ADDRESS = re.compile(r"(?:办公)?(?:地点|地址|场所)(?:设)?(?:是|在)(?:哪|什么)")
_TELLS_ADDRESS = re.compile(
    r"位于|地处|坐落|设在|设于|地址|地点|[路街巷道楼层室]|号|大厦|大院|[区镇乡](?=[，。；]|$)|中心[一二三四五]"
)
_WHICH_CITY = re.compile(r"(?:是|来自|由|到|去)哪(?:一)?个(?:城)?(?P<of>[市县省])(?=[？?]|$)")
_ASKS_FOUNDING = re.compile(r"(?:哪一?年|什么时候|何时)(?:创?办(?:起来|学|的)|创建|成立|建校|建的|始建)")
_FOUNDED = re.compile(r"创[办建]|始建|成立|建校|设立|建于|办学|组建|建成|开办|前身|投[用入]")
_ASKS_PAPERS = re.compile(r"(?:提交|提供|准备|携带|递交|交|带)(?:哪些|什么)(?:材料|资料|手续|证件)")
_ASKS_REQUIREMENTS = re.compile(
    r"(?:有|是)(?:什么|哪些)(?:具体|硬性)?(?:要求|条件|限制)|(?:要求|条件|限制)(?:是|为)?(?:什么|多少|几)"
)
_CALLED = re.compile(
    r"(?:(?P<body>第三方机构|机构|公司|企业|合作社)|课题|项目|平台|模式|系统|小程序|软件|品牌)(?:的|现在)?(?:叫|名字|名称)"
)
_ANY_INSTITUTION = re.compile(r"(?:委托|由|聘请)[\u4e00-\u9fff]{4,}(?:公司|中心|事务所|协会|研究院|大学|学院)")
_A_BODY = r"[\u4e00-\u9fff]{4,}(?:公司(?!化)|中心|事务所|协会|研究院|合作社|大学|学院)"
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
    r"具有|持有|属于|拥有|超过|低于|高于|要求|条件|应当|应[为在由具]|须|必须|具备|不得|不低于|不少于|不超过|以上|以下|年满|未满|原则上|至少|可以|符合|周?岁(?:到|至|之间)|之间|以内|严禁|禁止|(?<![主重需])要(?!求)"
)
_WHICH_BODY = re.compile(
    r"(?:哪(?:家|个|所|一家|一个|一所)|什么)(?P<kind>公司|企业|大学|高校|医院|银行|设计院|研究院|厂家|厂子|工厂|事务所|出版社)"
)
_WHICH_INSTITUTION = re.compile(r"(?:委托|由|请)[^，。？]{0,4}哪(?:一)?家(?:第三方)?(?:机构|单位|公司)")
# 「在哪个平台缴费」
_WHICH_TOOL = re.compile(
    r"(?:哪|什么)(?:个|一个|款|种)?(?P<tool>平台|系统|软件|网站|公众号|小程序|账户|热线|刊物|杂志)"
)
_TOOLS = {
    **dict.fromkeys(("平台", "系统", "软件", "小程序", "公众号"), "平台|系统|软件|小程序|公众号|APP|App|app|[“「][^”」]{1,8}(?:通|码|云|宝)[”」]|微信|支付宝|一网通|网上缴"),
    **dict.fromkeys(("刊物", "杂志"), "《[^《》]{2,20}》|刊|杂志"), "热线": r"\d{5,}|\d{3,4}-\d{3}|热线", "网站": "网|www|http", "账户": "账户|专户|账号",
}  # fmt: skip
_BODIES = {
    "公司": "公司|集团|企业", "企业": "公司|集团|企业|厂", "大学": "大学|学院", "高校": "大学|学院", "医院": "医院|卫生院|中心", "银行": "银行|信用社|农商行",
    **dict.fromkeys(("设计院", "研究院"), "设计院|研究院|公司"), **dict.fromkeys(("厂家", "厂子", "工厂"), "厂|公司|企业"), "事务所": "事务所", "出版社": "出版社|书局",
}  # fmt: skip
# 「到期由企业回收」, 「与52家企业」, 「当地企业」
_BEFORE_NO_NAME = frozenset(
    "由 与 和 向 对 给 为 请 各 家 类 本 该 等 的 让 把 被 及 当地 本地 外地 规模 有关 相关 国有 民营 私营".split()
)
_LOCATES = re.compile(
    r"深入[^，。；]{0,6}(?:教学点|学校|村|一线|车间|社区|农户)|在(?!近[期日]|[今明去]年|年[底内前]|月[底内]|适时|[上下]半年|[\u4e00-\u9fff]{0,4}(?:期间|前后|时候))[\u4e00-\u9fff]{2,6}(?:召开|举行|举办)|位于|地处|坐落|选址|设在|建在|落户|毗邻|[东西南北]侧|(?:到|往|向|在|去|至)[^，。；]{0,12}(?:学校|乡镇|农村|村|基层|县|区|镇|乡|街道|社区|中心|局|厅|院|园|站)|"
    r"[\u4e00-\u9fff]{2}(?:路|街|大道|镇|乡|村|社区|园区|新区|街道|片区|园|场|站|店|厂|公司|企业|广场|小区|大厦|中心)"
)
DUTY_HELD = 0.5
# 「领导小组的组长是谁」 is told by a sentence that has a 组长.
_WHICH_POST = re.compile(r"(?P<post>组长|校长|园长|院长|局长|主任|书记|所长|站长|会长|队长)(?:都|现在)?(?:是|为|由)谁")
_WHICH_SCHOOL = re.compile(r"哪(?:一)?[所个家][\u4e00-\u9fff]{0,4}(?:校|学校|小学|中学|初中|高中|幼儿园)")
_DUTY = re.compile(
    r"哪(?:家|个|一家|一个)(?:单位|公司|企业|部门|机构)(?:来)?(?P<does>施工|承建|设计|监理|运营|承办|主办|审批|验收|评估|组织|监督|管理)"
    r"|由(?:谁|哪(?:个|家|些)(?:单位|部门|人|老师)?)(?P<done>[\u4e00-\u9fff]{2})的(?=[？?，,。]|$)"
)
_IN_CHARGE = re.compile(r"负责|牵头|承担")
IS_THE_MOST = re.compile(r"最|首位|居首|第一|第1(?!\d)|榜首|之首|垫底|末位|倒数")
_WHICH_PLACE = re.compile(r"哪(?:个|一个|些|几个)(?P<kind>乡镇|街道|镇|乡|村|社区)")
_NO_NAME_OF_A_PLACE = re.compile(r"农村|乡村|城乡|城镇|村镇|[各个等的]|每|全")


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
    about = all(match_strength(term, plain) >= 0.85 for term in terms)
    return about and bool(
        any(
            all(match_strength(term, named[0]) >= 0.85 for term in terms[-2:])
            for named in _NAMED_BEHIND.finditer(plain)
        )
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
    if not _is_of_terms(evidence):
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
    subject = re.escape("".join(question.terms))
    return bool(
        subject
        and re.match(
            rf"[^，,。:：]{{0,8}}{subject}[^，,。:：]{{0,4}}(?:[:：]\s*)?(?:是指|指|即|就是|[:：])", fold(text)
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
    duty = _DUTY.search(question.text)
    return bool(_WHO_CUE.search(text)) and (
        not duty
        or match_strength(duty["does"] or duty["done"], fold(text)) >= DUTY_HELD
        or bool(duty["done"] and _IN_CHARGE.search(text))
    )


def names_the_kind(question: Question, text: str) -> bool:
    """Tell whether a sentence names a body of the kind asked for, 「哪家公司」, or a number that can be dialled."""
    if _ASKS_FOUNDING.search(question.text) and not _FOUNDED.search(text):
        return False
    if _HOW_OFTEN.search(question.text) and not _tells_how_often(question, text):
        return False
    city = _WHICH_CITY.search(question.text)
    if city and not any(
        name not in question.text
        for name in re.findall(
            rf"(?!(?:某|全|我|本|各|该|[东西南中]部))[\u4e00-\u9fff]{{2,4}}(?<!某){city['of']}", text
        )
    ):
        return False
    if _ASKS_DOCUMENT_NUMBER.search(question.text):
        return bool(NUMBER.search(text))
    if _ASKS_PAPERS.search(question.text):
        return bool(re.search(r"[证表书]|原件|复印件|材料|凭证|发票|照片|合同", text))
    if ASKS_NUMBER.search(question.text):
        return bool(re.search(r"\d{5,}|\d{3,4}[-—]\d{3,}", text))
    if _WHICH_INSTITUTION.search(question.text) and not _ANY_INSTITUTION.search(text):
        return False
    tool = _WHICH_TOOL.search(question.text)
    if tool and not re.search(_TOOLS[tool["tool"]], text):
        return False
    kind = _WHICH_BODY.search(question.text)
    if not kind:
        called = _CALLED.search(question.text)
        if called and called["body"]:
            # 「第三方机构叫什么名字」
            return bool(re.search(_A_BODY, text))
        # 「重点课题叫什么名字」
        return not called or bool(re.search(r"[《“「]|名称?[为是叫]|命名为", text))
    named = re.compile(rf"[\u4e00-\u9fff]{{2,12}}?(?:{_BODIES[kind['kind']]})")
    return any(match[0] not in question.text and not _names_no_body(match[0]) for match in named.finditer(text))


def _names_no_body(text: str) -> bool:
    """Tell whether what ends with 企业 or 医院 names none: what stands right before it is no name."""
    said = words(text)
    return len(said) > 1 and len(said[-1]) <= 2 and (said[-2] in _BEFORE_NO_NAME or said[-2].isdigit())


def _tells_how_often(question: Question, text: str) -> bool:
    """Tell whether a sentence says how often, and has the thing of which that is asked."""
    thing = question.asked_head
    return bool(_SAYS_HOW_OFTEN.search(text)) and (not thing or match_strength(thing, fold(text)) >= DUTY_HELD)


def tells_where(question: Question, text: str) -> bool:
    """Tell whether a sentence names a place of the kind asked for: 「建在哪个乡镇」 wants a town's name."""
    kind = _WHICH_PLACE.search(question.text)
    if _ASKS_ADDRESS.search(question.text) and not _TELLS_ADDRESS.search(text):
        return False
    if not kind:
        return any(match[0] not in question.text for match in _LOCATES.finditer(text))
    suffix = kind["kind"].replace("乡镇", "[乡镇]")
    named = re.compile(rf"(?<![全各每本该某城农])[\u4e00-\u9fff]{{2}}(?:{suffix})(?![级里上内委])")
    return any(not _NO_NAME_OF_A_PLACE.search(match[0]) for match in named.finditer(text))


def tells_the_most(question: Question, text: str) -> bool:
    """Tell whether a text can say what is most or least, where that is asked: it does, or counts three things or more."""
    if not THE_MOST.search(question.text):
        return True
    units = [figure.unit for figure in find_figures(text) if figure.kind in ("count", "money", "share")]
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
    return noun not in evidence.text or match_strength(noun, told) >= 0.5


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
