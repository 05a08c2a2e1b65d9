"""Whether what answers a list names things of the kind asked for, and about as many as the question counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.question import Question
from corpus.context import is_run_item
from corpus.figures import number_of
from corpus.layout import is_numbered
from corpus.persons import person_names
from corpus.tokenizer import fold

# Of the number that a question gives so much must be named: papers end a list with 等.
ENOUGH_OF_THEM = 0.6
MOST_COUNTED = 40
# Of more than are counted one by one at least so many are named.
FEWEST_OF_MANY = 5
LONGEST_CLAUSE = 20
_NUMBER = r"(?P<n>\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[三四五六七八九])"
_CLASSIFIER = r"(?:个|所|家|项|条|名|位|种|类|件|处|户|支)"
# 「19个教联体的核心校名单」, 「27项惠企政策具体是哪些」, 「28名县级领导分别包抓哪些乡镇」
_SO_MANY_NAMED = re.compile(
    rf"(?<![\d第全零一二三四五六七八九十百]){_NUMBER}{_CLASSIFIER}[^，。；？?]{{1,24}}?(?:名单|清单|(?:分别|各自|具体|都)(?:是|有|为|由|来自|包括)?[^，。；？?]{{0,6}}?(?:哪|谁|什么)|(?:是|有|包括)(?:哪|什么|谁))"
)
# 「七个教育集团分别叫什么名字」
_SO_MANY_CALLED = re.compile(
    rf"{_NUMBER}(?:个|大|所|家|项|条|种|类)(?P<of>[\u4e00-\u9fff]{{0,6}}?(?:行动|工程|计划|集团|学区|校区|联盟|模式|平台|基地|品牌))(?:分别|都|各|具体)?叫(?:做)?(?:什么|啥)"
)
_COUNTS_THEM = re.compile(r"(?:^|个|大)(?:教育)?$|^(?:[\d一二三四五六七八九十两几多各全每该本我某所]+[个大]?)")
_ASKS_WHICH = r"(?:哪(?:些|几|[\d一二三四五六七八九十两]+)[个所家名位座条处]?)"
_PLACES = r"乡镇|街道|镇|乡(?![下村])|村|社区"
_SCHOOLS = r"学校|小学|中学|初中|高中|幼儿园|(?:实验|基地|示范|薄弱|优质|成员|龙头|试点|特色)校"
_COLLEGES = r"院校|高校|大学"
_BODIES = r"企业|公司|合作社|医院|单位|部门|机构"
_COUNTIES = r"县市区|县区|区县|县(?![领域属内里情管级])"
_WAYS = r"大?桥|水库|公路|隧道|路段"
_KIND = rf"(?P<kind>{_PLACES}|{_COLLEGES}|{_SCHOOLS}|{_BODIES}|{_WAYS}|{_COUNTIES})"
_OF_A_SORT = (
    r"(?:城区|农村|乡村|县城|乡镇|试点|优质|薄弱|职业|公办|民办|示范|县直|市直|区直|成员|核心|乡级|镇级|村级|重点|定点|中心|省级|市级|县级|龙头|骨干|"
    r"民营|外地|本地|牵头|责任|帮扶|结对|合作|社会|食品|旅游|中小|规模|医疗|寄宿制|九年一贯制|特色|优势|山区|偏远|受援|对口|直属|建筑|农业|工业|养老)"
)
_WHICH_OF_A_KIND = re.compile(
    rf"{_ASKS_WHICH}{_OF_A_SORT}{{0,2}}{_KIND}"
    rf"|{_KIND.replace('kind', 'called')}(?:的名字|的名称)?(?:分别|都|各|具体)?叫(?:做)?(?:什么|啥)"
    rf"|{_KIND.replace('kind', 'named')}(?:的)?(?:名单|(?:分别|都|具体|各)?(?:是|有|为){_ASKS_WHICH}(?=[？?，,。]|$))"
)
# 「有两所农村学校评上……，是哪两所」
_WHICH_SCHOOLS = re.compile(
    r"(?:学校|小学|中学|幼儿园)[^。？]*[，,](?:分别|具体|都)?是哪[一二两三四五六七八九十几\d]+所(?=[？?。]|$)"
    # 「五个学区的牵头优质校分别是哪所」
    r"|[校园](?:分别|各|都|具体)+(?:是|为)哪(?:几|些|一)?所(?=[？?。]|$)"
)
# 「“课改三要素”具体指哪三个」
_OF_WHAT_IT_IS_MADE = re.compile(
    r"[“\"「](?P<name>[^”\"」]{2,16})[”\"」](?:[^，。？“”]{0,6}?|[，,])(?:具体|分别|都)?(?:指|是|包括|包含)(?:的是|的)?哪"
)
# 「“睡眠银行”具体是怎么运作的」
_HOW_IT_WORKS = re.compile(
    r"[“\"「](?P<name>[^”\"」]{2,16})[”\"」](?:具体|到底)?(?:是)?(?:怎么|如何|怎样)(?:运作|做|运行|操作|实施|开展|搞|弄|落实)的?(?=[？?]?$)"
)
_OPENS_AN_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,4}条")
_OF_NO_NAME = re.compile(
    r"方面|水平|条件|质量|能力|边远|偏远|薄弱|优质|农村|城[镇区乡]|公办|民办|为了|加快|实行|县级|领导"
)
_PAIRED = re.compile(r"哪(?:个|所|家)(?P<kind>学校|小学|中学|幼儿园|单位|企业|乡镇|村)[^，。？]{0,6}哪(?:个|所|家)")
_ROW_OF_NAMES = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}[、 \u3000]){1,40}[\u4e00-\u9fff]{2,4}[。；]?$", re.MULTILINE)
# 「拿一等奖的老师都有谁」
_WHICH_PERSONS = re.compile(r"(?:老师|教师|学生|校长|个人|同志|医生|护士)们?(?:都|分别|各|具体)?(?:是|有)谁")
_BY_NAME = re.compile(r"分别|名单|名称|叫|具体是|是哪")
_CHARACTER = r"[\u4e00-\u9fffA-Za-z]"
_NAMES = {
    "places": re.compile(r"[\u4e00-\u9fff]{2,4}(?:街道|社区|乡|镇|村)(?![镇村委级里内上民教集])"),
    "counties": re.compile(
        r"(?<![全我本各该跨邻外])(?!全|我|本|各|该|跨|邻|外|和|与)[\u4e00-\u9fff]{2,4}(?<![小城景园校学社片地山库辖超])[县市区旗](?![级域内外直场])"
    ),
    "schools": re.compile(
        rf"{_CHARACTER}{{2,14}}?(?:(?:小学|中学|初中|高中|学校)(?!校际|生|教师|阶段|学段|部(?!$|[、，。])|招生|毕业)|幼儿园|学院|中心校|完小|附小|附中|职校|[一二三四五六七八九十][小中园](?![一-龥])|[一二三四五六七八九十][小中](?=[、，。和及与；（(]|$))"
    ),
    "colleges": re.compile(rf"{_CHARACTER}{{2,14}}?(?:大学(?!生)|学院|职院|高专|专科学校)"),
    "companies": re.compile(rf"{_CHARACTER}{{2,18}}?(?:公司|企业|集团|合作社|厂|联合体|店)"),
    "institutions": re.compile(
        rf"{_CHARACTER}{{2,18}}?(?:公司|中心|学校|俱乐部|工作室|书院|协会|研究院|事务所|敬老院|福利院|卫生院|医院|幼儿园|托育园|书店|服务站)"
    ),
    "ways": re.compile(rf"{_CHARACTER}{{1,8}}?(?:桥(?!梁)|水库|公路|隧道|线(?=[、，。；和及]|$))"),
    "hospitals": re.compile(rf"{_CHARACTER}{{2,18}}?(?:医院|卫生院|服务中心|门诊部|诊所|保健院)"),
    "bodies": re.compile(
        rf"{_CHARACTER}{{2,18}}?(?:公司|集团|合作社|厂|医院|卫生院|局|委|办|中心|部|科|室|站|院|政府|联合会|协会|学校|联|家|团|银行|社)"
    ),
}
_KINDS = {
    **dict.fromkeys(("乡镇", "街道", "镇", "乡", "村", "社区"), "places"),
    **dict.fromkeys(("学校", "小学", "中学", "初中", "高中", "幼儿园"), "schools"),
    **dict.fromkeys(("县市区", "县区", "区县", "县"), "counties"),
    **dict.fromkeys(_BODIES.split("|"), "bodies"),
    **dict.fromkeys(("企业", "公司", "合作社"), "companies"),
    **dict.fromkeys(_COLLEGES.split("|"), "colleges"),
    "医院": "hospitals",
    "机构": "institutions",
    **dict.fromkeys(("大桥", "桥", "水库", "公路", "隧道", "路段"), "ways"),
}
_COUNTED_BEHIND = re.compile(
    rf"(?<![\u4e00-\u9fff、])(?P<names>(?:[\u4e00-\u9fff]{{2,16}}、)+(?:(?![由被让向给])[\u4e00-\u9fff]){{2,8}}?)(?:等|这)?(?:\d+|[两三四五六七八九十]+)?{_CLASSIFIER}?(?:(?![由被让向给])[^，,。；;”]){{0,16}}?(?:{_PLACES}|{_SCHOOLS}|{_BODIES}|院)"
)
_PARTNERS = re.compile(
    r"(?:^|[，。；、])(?:[与同和跟])(?P<name>(?![我全各本该多几某])[\u4e00-\u9fff]{3,8}?)(?:开展|开设|共建|合作|签订|签约|联合|共同|组建)"
)
_SO_MANY_SCHOOLS = re.compile(
    r"(?P<names>(?:[\u4e00-\u9fff]{2,12}、)+[\u4e00-\u9fff]{2,6}?)(?:等|这)?(?:\d+|[两三四五六七八九十]+)所(?=[，。；])"
)
# 「优秀、良好、达标97所」 names none.
_OF_SORTS = re.compile(r"优秀|良好|合格|达标|改进|小学|初中|高中|中学|公办|民办|城区|农村|新建|改建|扩建|改造")
_LISTED_BEHIND = re.compile(
    rf"[\d两三四五六七八九十]+{_CLASSIFIER}[^，。；]{{0,4}}?(?:{_PLACES}|{_SCHOOLS}|{_BODIES})[^。；：]{{0,14}}?(?:[：:]|，?分别(?:是|为)?|，?(?:即|是))(?P<run>[^。；：]{{4,}})"
)
# 「优质学校」, 「偏远乡镇」, 「集聚村」 and 「21个乡镇」 name none.
_GENERIC = re.compile(
    r"^(?:.*(?:中(?=小学)|对子|联校|[\d一二三四五六七八九十两几多各全每该本我某所个家]|优质|薄弱|农村|城区|县城|乡村|偏远|山区|中心城|义务教育|成员|核心|龙头|示范|先进|重点|试点|普通|特殊教育|公办|民办|托管|(?:新|改|扩)+建|改造|这些|那些|其他|有关|相关|行政|自然|集聚|贫困|脱贫|对口|受援|支援|派出|派驻|接收|结对|牵头|小规模|寄宿制|九年一贯制|职业|高级|初级|辖区|所有|部分|省级|市级|县级|国家级|名|和|与|为|是|的|在|对|由|向|到|将|按|认定|建成|直属))?(?:学校|小学|中学|初中|高中|幼儿园|学院|乡镇|街道|镇|乡|村|社区|企业|公司|集团|单位|部门|医院)$|(?:农村|乡村|县|乡|村|省|国|危|旧|公路|主要|改造|新建|维修|病险)(?:公路|大?桥|水库|隧道)$"
)


def names_enough(question: Question, pieces: Sequence[Evidence]) -> bool:
    """Tell whether the pieces of an answer name what a list asks for: bodies of its kind, and nearly as many as it counts.

    「6所优质学校担任学区长学校」 tells how many they are and not which.
    """
    called = _WHICH_OF_A_KIND.search(question.text)
    asks_names = question.asks_names or bool(called and called["called"])
    if not asks_names:
        return True
    if any(piece.cells or piece.text.startswith("|") for piece in pieces):
        # 「幼儿园 | 47」 names no school.
        labels = [piece.text.strip("| ").split("|")[0].strip() for piece in pieces]
        return kind_asked(question.text) != "schools" or not all(map(_GENERIC.match, labels))
    text = "\n".join(piece.text for piece in pieces)
    if _WHICH_PERSONS.search(question.text) and not (person_names(text) or _ROW_OF_NAMES.search(text)):
        return False
    kind = kind_asked(question.text)
    named = named_in(kind, text, question.text) if kind else 0
    if kind and not named:
        return False
    if (so_called := _SO_MANY_CALLED.search(question.text)) and not _names_so_many_called(so_called, text):
        return False
    number = _SO_MANY_NAMED.search(question.text)
    count = number_of(number["n"]) if number else 0
    if count > MOST_COUNTED and kind:
        # 「足球特色学校43所、篮球特色学校29所」 names none of the 43.
        return max(named, _enumerated(pieces)) >= FEWEST_OF_MANY
    if not 3 <= count <= MOST_COUNTED:
        return True
    # Where names of a kind are asked for, other things set side by side are none of them.
    return (named if kind in ("places", "schools") else max(named, _enumerated(pieces))) >= ENOUGH_OF_THEM * count


def _names_so_many_called(asked: re.Match[str], text: str) -> bool:
    """Tell whether a text has nearly as many names of what is asked how they are called: 强基行动, “四联”, or as many in a row."""
    noun, count = asked["of"][-2:], number_of(asked["n"])
    items = [item for item in re.split(r"[、，。；：,;:\n]|和|及|与|——", text) if noun in item]
    named = {name for item in items if not _COUNTS_THEM.search(name := item[: item.index(noun)].removeprefix("实施"))}
    quoted = set(re.findall(r"[“《「][^”》」]{2,16}[”》」]", text))
    return _sets_in_a_row(count, text) or max(len(named), len(quoted)) >= ENOUGH_OF_THEM * count


def tells_of_what_it_is_made(question: Question, pieces: Sequence[Evidence]) -> bool:
    """Tell whether an answer says what a name stands for, where that is asked, and does not only have the name.

    「提出了“课改三要素”」 tells none of the three.
    """
    asked = _OF_WHAT_IT_IS_MADE.search(question.text)
    if asked is None or question.is_point or len(pieces) > 1 or not pieces:
        return True
    text = fold(pieces[0].text)
    name = fold(asked["name"])
    if name not in text:
        return True
    before, _, behind = text.partition(name)
    explained = re.match(r"[”\"」]?[^，。；、]{0,8}?(?:[:：（(]|[，,]?(?:即|就是|是指|指|包括|分别|是|为|——))", behind)
    # 「校安工程、标准化建设以及“三通两平台”等」 has it as one more of a row.
    one_of_them = re.search(r"(?:以及|和|及|与|、)[“\"「 ]*$", before)
    summed_up = (
        not one_of_them
        and before.rstrip('“"「 ').rstrip("的等这").count("、") >= 1
        and re.search(r"(?:、|和|及|与)[^，。；、“”]{1,16}[”\"]?(?:的|等|这|为(?:主要)?内容的)?[“\"「]?$", before)
    )
    return bool(explained or summed_up or _sets_so_many_beside(name, text))


def tells_more_than_the_name(question: Question, pieces: Sequence[Evidence]) -> bool:
    """Tell whether an answer says anything of what a question sets in quotation marks, and does not only name it among others.

    「龙潭小学建立的“睡眠银行”等做法值得推广」 tells not how it works.
    """
    asked = _HOW_IT_WORKS.search(question.text)
    if asked is None or not pieces:
        return True
    name = fold(asked["name"])
    texts = [fold(piece.text) for piece in pieces]
    return not any(name in text for text in texts) or not all(
        _is_one_of_a_row(name, text) for text in texts if name in text
    )


def _is_one_of_a_row(name: str, text: str) -> bool:
    before, _, behind = text.partition(name)
    return bool(
        re.match(r"[”\"」]?[\u4e00-\u9fff]{0,4}?(?:、|等)", behind) or re.search(r"(?:、|以及|和)[“\"「]?$", before)
    )


def _sets_so_many_beside(name: str, text: str) -> bool:
    """Tell whether a text sets as many things side by side as a name counts: 「县长、……、家长」 for 七长."""
    number = re.match(r"\d{1,2}|[三四五六七八九十]", name)
    count = number_of(number[0]) if number else 0
    return count > 2 and _sets_in_a_row(count, text)


def _sets_in_a_row(count: int, text: str) -> bool:
    """Tell whether a clause of a text sets just so many things in a row: 「县长、局长、师长」."""
    return any(clause.count("、") + 1 == count for clause in re.split(r"[，。；：,;:\n]", text))


def kind_asked(text: str) -> str:
    """Return what kind of names a question asks for: places, schools, bodies; empty for another thing."""
    if _WHICH_SCHOOLS.search(text):
        return "schools"
    match = _WHICH_OF_A_KIND.search(text)
    if match and match["kind"] and _KINDS.get(match["kind"]) == "ways" and not _BY_NAME.search(text):
        # 「哪些桥梁要纳入项目库」 asks for kinds of bridges.
        return ""
    if paired := _PAIRED.search(text):
        # 「具体是哪个学校对哪个学校」
        return _KINDS.get(paired["kind"], "")
    noun = (match["kind"] or match["called"] or match["named"]) if match else ""
    return _KINDS.get(noun, "schools" if noun else "")


def named_in(kind: str, text: str, asked: str) -> int:
    """Return how many names of a kind a text holds that the question has not."""
    names = {match[0] for match in _NAMES[kind].finditer(text)}
    own = sum(
        not _GENERIC.match(name) and name[0] not in "所个家" and not _OPENS_AN_ARTICLE.match(name) and name not in asked
        for name in names
    )
    nouns = tuple(noun for noun, of in _KINDS.items() if of == kind)
    # 「有三家企业入驻：云屏茶业、大山食品」
    listed = max(
        (
            len(re.split(r"、|和|及", match["run"]))
            for match in _LISTED_BEHIND.finditer(text)
            if any(noun in match[0].removesuffix(match["run"]) for noun in nouns)
        ),
        default=0,
    )
    own = max(own, listed if listed > 1 else 0)
    if kind == "companies":
        # 「与宏锐机械开展现代学徒制培养，与天禾食品开设订单班」
        own = max(own, len({match["name"] for match in _PARTNERS.finditer(text)}))
    if kind == "schools":
        # 「建成麻田、翠屏、河湾3所」
        rows = (match["names"] for match in _SO_MANY_SCHOOLS.finditer(text))
        own = max([own, *(names.count("、") + 1 for names in rows if not _OF_SORTS.search(names))])
    # 「进化、琊川、永安3个镇」 has the noun once, behind its names.
    counted = (
        match["names"].count("、") + 1
        for match in _COUNTED_BEHIND.finditer(text)
        if match[0].endswith(nouns) and not _OF_NO_NAME.search(match["names"])
    )
    return max(own, *counted, 0)


def _enumerated(pieces: Sequence[Evidence]) -> int:
    """Return how many things the pieces of an answer set side by side, in a sentence or as items."""
    longest = max(
        (len(re.split(r"、|和|及|与", run)) for piece in pieces for run in re.split(r"[，。；：:,;\n]", piece.text)),
        default=0,
    )
    clauses = max((len(re.split(r"[；;]", piece.text)) for piece in pieces), default=0)
    # 「“五个一”：一张课表统筹走教，一支队伍统一研训，……」
    behind = [re.split("[，,]", part) for piece in pieces for part in re.split("[：:]", piece.text)[1:]]
    clauses = max(clauses, *(len(row) for row in behind if max(map(len, row)) <= LONGEST_CLAUSE), 0)
    items = sum(is_run_item(piece.text) or is_numbered(piece.text) for piece in pieces)
    inside = max(
        (len(re.findall(r"[一二三四五六七八九十]是|[①-⑳]|[（(]\d{1,2}[）)]", piece.text)) for piece in pieces),
        default=0,
    )
    return max(longest, clauses, items, inside, len(pieces) - 1)
