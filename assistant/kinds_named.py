"""Whether a sentence names a thing of the kind asked for: a company, a place, a number to dial, how often, since when."""

from __future__ import annotations

import re

from assistant.matching import holds
from assistant.question import Question
from assistant.question_kinds import ASKS_NUMBER
from corpus.facts.origin import NUMBER
from corpus.places import find_places, find_short_names
from corpus.tokenizer import fold, words

_ASKS_DOCUMENT_NUMBER = re.compile(r"文号|发文字号|文件号")
_HOW_OFTEN = re.compile(r"(?:多长时间|多久|隔多久|几天|几个月|多少天)[^，。？]{0,8}一次|多久[^，。？]{0,6}[一]次")
_SAYS_HOW_OFTEN = re.compile(
    r"每隔?[\d一二两三四五六七八九十半]{0,3}个?(?:年|月|周|季|学期|学年|日|天|旬|星期|小时|分钟|晚|早)"
    r"|(?<![\d一二两三四五六七八九十半])[\d一二两三四五六七八九十半]{1,3}个?(?:年|月|周|天|学期|学年|小时|分钟)[^，。；]{0,10}次"
    r"|[年季月周日](?:[一1两]|更新|报告|调度|通报)|逐[年月日]|按[年季月周]|定期|随时"
)
_ASKS_ADDRESS = re.compile(r"(?:办公)?(?:地点|地址|场所)(?:设)?(?:是|在)(?:哪|什么)|在(?:哪个|什么)(?:具体)?位置")
_TELLS_ADDRESS = re.compile(
    r"位于|地处|坐落|设在|设于|地址|地点|[路街巷道楼层室]|号|大厦|大院|[区镇乡](?=[，。；]|$)|中心[一二三四五]"
)
_WHICH_CITY = re.compile(r"(?:是|来自|由|到|去)哪(?:一)?个(?:城)?(?P<of>[市县省])(?=[？?]|$)")
_ASKS_FOUNDING = re.compile(r"(?:哪一?年|什么时候|何时)(?:创?办(?:起来|学|的)|创建|成立|建校|建的|始建)")
_FOUNDED = re.compile(r"创[办建]|始建|成立|建校|设立|建于|办学|组建|建成|开办|前身|投[用入]")
_ASKS_PAPERS = re.compile(r"(?:提交|提供|准备|携带|递交|交|带)(?:哪些|什么|哪几[样种份])(?:材料|资料|手续|证件)")
# 「推荐了哪几本家庭教育的书」, 「在哪个酒店办的」
_WHICH_BOOK = re.compile(
    r"哪(?:几|些|一|两|[三四五六七八九十])?本[^，。？]{0,8}书(?![法记面画院店])|(?:哪(?:些|几种)|什么)书(?=[？?，。籍]|$)"
)
_WHICH_VENUE = re.compile(
    r"哪(?:一)?(?:个|家|座|处|间)(?P<venue>酒店|宾馆|饭店|广场|礼堂|会议室|会议中心|体育馆|体育场|剧院|会堂|报告厅|展馆|公园)"
)
_CALLED = re.compile(
    r"(?:(?P<body>第三方机构|机构|公司|企业|合作社)|课题|项目|平台|模式|系统|小程序|软件|品牌|计划|行动|工程|基金|称号|产品|贷款|保险|专班|联盟)(?:的|现在)?(?:叫|名字|名称)"
)
_ANY_INSTITUTION = re.compile(r"(?:委托|由|聘请|与|和|为)[\u4e00-\u9fff]{4,}(?:公司|中心|事务所|协会|研究院|大学|学院)")
_A_BODY = r"[\u4e00-\u9fff]{4,}(?:公司(?!化)|中心|事务所|协会|研究院|合作社|大学|学院)"
_WHICH_BODY = re.compile(
    r"(?:哪(?:家|个|所|一家|一个|一所)|什么)(?:[\u4e00-\u9fff]{2,4})?(?P<kind>运营商|公司|企业|大学|高校|医院|银行|设计院|研究院|厂家|厂子|工厂|事务所|出版社)"
)
_WHICH_INSTITUTION = re.compile(
    r"(?:委托|由|请)[^，。？]{0,4}哪(?:一)?家(?:第三方)?(?:机构|单位|公司)|哪(?:一)?家(?:第三方|专业)?机构"
)
# 「在哪个平台缴费」
_WHICH_TOOL = re.compile(
    r"(?:哪|什么)(?:个|一个|款|种)?(?P<tool>平台|系统|软件|网站|公众号|小程序|账户|热线|刊物|杂志)"
)
_TOOLS = {
    **dict.fromkeys(("平台", "系统", "软件", "小程序", "公众号"), "平台|系统|软件|小程序|公众号|APP|App|app|[“「][^”」]{1,8}(?:通|码|云|宝)[”」]|微信|支付宝|一网通|网上缴"),
    **dict.fromkeys(("刊物", "杂志"), "《[^《》]{2,20}》|刊|杂志"), "热线": r"\d{5,}|\d{3,4}-\d{3}|热线", "网站": "网|www|http", "账户": "账户|专户|账号",
}  # fmt: skip
_BODIES = {
    "运营商": "电信|移动|联通|广电|铁塔|公司",
    "公司": "公司|集团|企业|财险|产险|人保|国寿|太保|人寿|保险(?!协议|合同|费|金|业|待遇|责任)|电信|移动|联通", "企业": "公司|集团|企业|厂", "大学": "大学|学院", "高校": "大学|学院", "医院": "医院|卫生院|中心", "银行": "银行|信用社|农商行",
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
# 「中心药房设在什么地方」 is not told by where its drugs go.
_WHERE_SET_UP = re.compile(r"(?:设|建|坐落|选址|安|开)[在于](?:什么地方|哪里|哪儿|哪)(?=[？?，。]|$)")
_IS_SET_UP = re.compile(
    r"[设建安放落][在于]|位于|坐落|选址|地处|依托|落户|挂牌|设立在|在[^，。；]{2,14}(?:设立?|新?建|建成|成立|开设|挂牌|选址)|地点|地址"
)
_WHICH_PLACE = re.compile(r"哪(?:个|一个|些|几个)(?P<kind>乡镇|街道|镇|乡|村|社区)")
_NO_NAME_OF_A_PLACE = re.compile(r"农村|乡村|城乡|城镇|村镇|[各个等的]|每|全")


# A body is named by so many of its last characters.
SHORTEST_BODY = 6


def names_the_kind(question: Question, text: str) -> bool:
    """Tell whether a sentence names a body of the kind asked for, 「哪家公司」, or a number that can be dialled."""
    if _ASKS_FOUNDING.search(question.text) and not _FOUNDED.search(text):
        return False
    if _HOW_OFTEN.search(question.text) and not _tells_how_often(question, text):
        return False
    if _WHICH_CITY.search(question.text) and not _names_a_place(question, text):
        return False
    if _ASKS_DOCUMENT_NUMBER.search(question.text):
        return bool(NUMBER.search(text))
    if _WHICH_BOOK.search(question.text) and "《" not in text:
        return False
    venue = _WHICH_VENUE.search(question.text)
    if venue and venue["venue"] not in text:
        return False
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
            # 「引进红色物业公司」 does not tell how it is called.
            bodies = (name for name in re.findall(_A_BODY, text) if name[-SHORTEST_BODY:] not in question.text)
            return any(not _names_no_body(name) for name in bodies)
        # 「重点课题叫什么名字」
        return not called or bool(re.search(r"[《“「]|名称?[为是叫]|命名为", text))
    named = re.compile(rf"[\u4e00-\u9fff]{{2,12}}?(?:{_BODIES[kind['kind']]})")
    return any(match[0] not in question.text and not _names_no_body(match[0]) for match in named.finditer(text))


def _names_a_place(question: Question, text: str) -> bool:
    """Tell whether a text names a city, county or province that the question has not: 宁波, 沅平市; not 东部某市."""
    found = (*find_places(text), *find_short_names(text))
    named = [mention.name for mention in found if text[mention.end : mention.end + 1] not in tuple("镇乡村街")]
    named += re.findall(r"(?:与|由|和|到|从|在|向|赴|是|来自)([\u4e00-\u9fff]{2,3}(?<![全某])[市县省])", text)
    return any(name not in question.text and name[:2] not in question.text for name in named)


def _names_no_body(text: str) -> bool:
    """Tell whether what ends with 企业 or 医院 names none: what stands right before it is no name."""
    said = words(text)
    if len(said) < 2 or len(said[-1]) > 2:
        return False
    return said[-2] in _BEFORE_NO_NAME or said[-2].isdigit() or bool(re.match(r"[本外当全各多该某几数]", said[-2]))


def _tells_how_often(question: Question, text: str) -> bool:
    """Tell whether a sentence says how often, and has the thing of which that is asked."""
    thing = question.asked_head
    return bool(_SAYS_HOW_OFTEN.search(text)) and (not thing or holds(thing, fold(text)))


def tells_where(question: Question, text: str) -> bool:
    """Tell whether a sentence names a place of the kind asked for: 「建在哪个乡镇」 wants a town's name."""
    kind = _WHICH_PLACE.search(question.text)
    if _ASKS_ADDRESS.search(question.text) and not _TELLS_ADDRESS.search(text):
        return False
    if not kind and _WHERE_SET_UP.search(question.text) and not _IS_SET_UP.search(text):
        return False
    if not kind:
        return any(match[0] not in question.text for match in _LOCATES.finditer(text))
    suffix = kind["kind"].replace("乡镇", "[乡镇]")
    named = re.compile(rf"(?<![全各每本该某城农])[\u4e00-\u9fff]{{2}}(?:{suffix})(?![级里上内委])")
    return any(not _NO_NAME_OF_A_PLACE.search(match[0]) for match in named.finditer(text))
