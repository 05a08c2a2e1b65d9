"""Read a question: whose fact it asks for, of which year, what kind of thing, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.dialogue import complete, parts_of
from corpus import gazetteer, places, tokenizer
from corpus.versions import FORMER

Kind = Literal[
    "count",
    "money",
    "share",
    "date",
    "duration",
    "amount",
    "who",
    "where",
    "list",
    "definition",
    "basis",
    "how",
    "why",
    "general",
]
# A point question asks for one thing that either stands in a sentence or does not.
POINT_KINDS: frozenset[str] = frozenset({"count", "money", "share", "date", "duration", "amount"})

_CLASSIFIERS = (
    "个百分点|百分点|平方公里|平方米|立方米|人次|户次|公里|公顷|公斤|学时|课时|小时|分钟|个月|"
    "个|所|名|人|位|家|户|件|套|台|册|项|次|篇|期|门|班|辆|座|栋|处|张|份|条|村|镇|乡|天|年|岁|级|类|种|支|批|场|届|轮|亩|吨|米|倍|间|床|片|块|只|头|棵|株"
)
_HOW_MANY = re.compile(rf"(?:多少|(?<!哪)几)\s*(?P<unit>{_CLASSIFIERS})?(?P<rest>[^，。？?！!；;]*)")
_MONEY = re.compile(
    r"多少(?:[\u4e00-\u9fff]{0,6}(?:费|金|款)(?!额)|钱|元|万元|亿元|资金|经费|投入|财政|补助|补贴|奖金|工资)|(?:资金|经费|投资|投入|金额|补助|补贴|奖励|工资|费用|收费|预算|拨款|津贴)[^，。？]{0,12}(?:是|为|有|达到?|共|了|约|要)?多少(?!个|所|名|人|家|次|项|户|年|平|册|台)"
)
_SHARE = re.compile(
    r"(?:比例|占比|比重|百分比|率|覆盖面)[^，。？]{0,10}(?:多少|几)|百分之几|多少(?:个)?百分点|占[^，。？]{0,12}多少|几成"
)
_HOW_LONG = re.compile(r"多(?:长时间|久|少(?:天|个?工作日|小时|分钟)|长(?!度))|几(?:天|个?工作日|个月)")
_HOW_BIG = re.compile(r"多[大高远重宽深](?!家|的)")
_DATE = re.compile(
    r"什么时候|何时|几时|哪一?年|哪一?天|几月|几号|什么时间|哪个月|(?:时间|日期|期限|时限)(?:是|为|到)?(?:什么|哪|何|几)"
)
_DEFINITION = re.compile(
    r"^(?:请问)?(?:什么(?:是|叫)|何谓|何为|啥是)(?P<a>.+?)[？?]*$|^(?P<b>.{2,24}?)(?:是什么(?:意思|概念)?|是指什么|指的?是什么|的(?:含义|定义|意思)(?:是什么)?|怎么(?:解释|理解|定义))[？?]*$|^(?:解释|名词解释)[:：]?(?P<c>.{2,24}?)[？?]*$"
)
# 「原因是什么」 and 「目标是什么」 ask no meaning of a word.
_NO_TERM = re.compile(
    r"(?:原因|成因|依据|目标|任务|标准|措施|做法|要求|条件|内容|名单|时间|问题|方式|办法|思路|目的|作用|特点|区别|变化)(?:分别|都|各)?(?:是|有)什么"
)
_LIST = re.compile(r"哪些|哪几|有什么|包括什么|包含什么|分别(?:是|有)|都有谁|有谁|列出|列举|名单|清单")
_HOW = re.compile(r"如何|怎么|怎样|做法|措施|经验|举措|办法|途径|思路|怎么样|安排|要求|步骤|流程|程序")
_WAYS = re.compile(
    r"(?:哪些|什么|哪几[个条项])(?:主要|具体|好的?|典型|有效|成功)*的?(?:做法|措施|经验|举措|办法|思路|要求|成效|步骤)"
)
_WHY = re.compile(r"为什么|为何|原因|何以|缘由")
_BASIS = re.compile(
    r"(?:按照?|照着|根据|依照)(?:的是)?(?:哪些|哪几个|什么|哪个)(?:上位)?(?:法律|法规|政策|文件|规定)|依据(?:是|有|的是)?(?:什么|哪|何)|(?:根据|按照?|依照)(?:的是)?(?:什么|哪[个条部些])|哪(?:条|部|个|一条)(?:法律|法规|规定|文件|办法|条例)|(?:什么|哪些)(?:政策|法律|文件|法规)?依据|有什么依据"
)
_WHO = re.compile(r"谁|哪(?:个|家|一个)?(?:单位|部门|机构|领导|学校|人|公司)|由(?:什么|哪)")
_WHERE = re.compile(r"哪里|哪儿|何处|什么地方|哪个(?:地方|县|区|市|镇|乡|省)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*[-—~至到]|\s*学年)")
_LOOSE_PLACE = re.compile(
    r"^(?:请问|那么?|在)?(?P<name>[\u4e00-\u9fff]{2,4}?(?:自治县|县|区|市|旗|州|省))(?!别|域|场|民|里|间|长|级|委|属|内|外|政府|直)"
)
_NOT_LOOSE = re.compile(
    r"[我全各本该某两跨几多哪什么的了在有是和与被把将对从个给为]|地区|校区|社区|园区|城区|片区|学区|景区|辖区|新区$|市区|县区|区县|县市|省市"
)
_GREETING = re.compile(
    r"^(?:你好|您好|嗨|hi|hello|早上好|下午好|晚上好|谢谢|多谢|感谢|再见|辛苦了|在吗|你是谁|你能做什么|你会什么|怎么用你?)[呀啊吗呢！!。.？?~]*$",
    re.IGNORECASE,
)
_OFF_TOPIC = re.compile(
    r"^(?:给我)?(?:讲|说)(?:一?个|点)?(?:笑话|故事)|^(?:写|作)(?:一?首|一?篇)?(?:诗|情书|小说)|(?:今天|明天|现在)(?:的)?(?:天气|几点|星期几|股票)|"
    r"^(?:唱|放)(?:一?首|一?支)?歌|彩票|算命|你(?:几岁|多大|是男|是女|叫什么|喜欢)"
)
_QUOTED = re.compile(r"[“「『‘\"]([^“”「」『』‘’\"]{2,16})[”」』’\"]")
_BASIS_WORDS = re.compile(
    r"(?:依据|根据|按照?|依照|照着|参照)(?:的是)?|(?:上位)?(?:法律|法规|政策|文件|规定)+|制定|出台|定的|这个|那个|哪[个部条些]"
)
# 「各县区」, 「分别是」, 「资料库里」 frame a question and are not what it asks for.
_EACH = re.compile(
    r"各(?:个)?(?:县市区|县区|区县|县|区|市|地|乡镇|是|有|自|为|占|达到?)|分别(?:是|有|为)?|最(?:多|少|高|低|大|小|快|慢|长|短)|"
    r"(?:咱们?的?)?资料库?(?:里|中)?|关于|有关|全[省市县区州旗]|哪(?:个|些|几个)(?:县市区|县区|区县|县|区|市|地方|地区)?"
)
_QUESTION_WORDS = frozenset(
    (
        "多少 几 什么 哪些 哪 如何 怎么 怎样 怎么样 为什么 为何 是否 谁 哪个 哪里 何时 做法 措施 经验 举措 方面 主要 "
        "采取 开展 情况 内容 要求 计划 打算 预计 办法 思路 途径 文件 材料 文档 相差 相比 依据 根据"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, read.

    Attributes:
        text: the question that is answered; a follow-up has been completed from the one before it.
        asked: the words of the user.
        places: places it names, full names where the library or the gazetteer knows them.
        years: years it names.
        unit: the unit after 多少, such as 所; empty where none is named.
        focus: content words right after 多少, which the figure must count.
        terms: content words without places, years and question words.
        parts: the questions that this one is made of, where it asks several things.
        greeting: it is a greeting and asks nothing.
        off_topic: it asks for what no office's documents answer: the weather, a joke.
    """

    text: str
    asked: str
    kind: Kind
    places: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    unit: str = ""
    focus: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    greeting: bool = False
    off_topic: bool = False

    @property
    def asks_names(self) -> bool:
        """Tell whether the names of several things are asked for, which their number does not answer."""
        return self.kind == "list" and not re.search(r"哪些(?:地方|县|区|市|单位|材料|文件)|有什么", self.text)

    @property
    def asks_person(self) -> bool:
        """Tell whether a person's name is asked for, which a post by itself does not answer."""
        return bool(re.search(r"是谁|叫什么|名字|姓名|哪位", self.text)) and not re.search(
            r"牵头|负责|组长|主持", self.text
        )

    @property
    def is_point(self) -> bool:
        """Tell whether a single fact is asked for."""
        return self.kind in POINT_KINDS


def read_question(text: str, known_places: Iterable[str] = (), before: Question | None = None) -> Question:
    """Read a question; `known_places` are the library's own, `before` is the question asked before it."""
    asked = text.strip()
    text = asked
    known = tuple(known_places)
    named = _places(text, known)
    if before is not None and before.terms:
        own = _terms(_without(text, named), "general")
        text = complete(asked, named, before.text, before.places, before.years, before.terms, own)
        if text != asked:
            named = _places(text, known)
    if _GREETING.match(text):
        return Question(text, asked, "general", greeting=True)
    if _OFF_TOPIC.search(text):
        return Question(text, asked, "general", off_topic=True)
    plain = _plainly(_without(text, named))
    kind = _kind(plain)
    unit, focus = _counted(plain) if kind in ("count", "amount", "money", "share") else ("", ())
    years = tuple(dict.fromkeys(_YEAR.findall(text)))
    return Question(
        text, asked, kind, tuple(dict.fromkeys(name for _, name in named)), years, unit, focus, _terms(plain, kind),
        tuple(parts_of(text, named, years)),
    )  # fmt: skip


# How people speak, and how the rules above are written.
_SPOKEN = (
    ("啥时候", "什么时候"), ("为啥", "为什么"), ("干啥", "做什么"), ("有啥", "有什么"), ("是啥", "是什么"), ("啥意思", "什么意思"), ("啥", "什么"),
    ("咋样", "怎么样"), ("咋", "怎么"), ("几时", "什么时候"), ("哪年", "哪一年"), ("多少个娃", "多少个学生"), ("几个人", "多少人"), ("好多个", "多少个"),
)  # fmt: skip


def _plainly(text: str) -> str:
    """Return a question in the words of written language: 什么 for 啥."""
    for spoken, written in _SPOKEN:
        text = text.replace(spoken, written)
    return text


def _without(text: str, named: list[tuple[str, str]]) -> str:
    for written, _ in named:
        text = text.replace(written, "，")
    return text


def _places(text: str, known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return places as written and as named in full."""
    found = [(mention.name, mention.name) for mention in places.find_places(text, known)]
    covered = "".join(written for written, _ in found)
    for name in sorted(known, key=len, reverse=True):
        short = gazetteer.stem(name)
        if len(short) >= 2 and short in text and short not in covered and not places.is_redacted(name):
            # 「巍山县」 for 巍山彝族回族自治县 is taken out whole.
            written = re.search(re.escape(short) + r"[县区市旗州]?", text)
            found.append((written[0] if written else short, name))
            covered += short
    if not found and (loose := _LOOSE_PLACE.match(text)) and not _NOT_LOOSE.search(loose["name"]):
        found.append((loose["name"], loose["name"]))
    return found


def _kind(text: str) -> Kind:
    text = re.sub(r"(?:分别|各自?)(?=(?:是|有|为|达到?|占|投入|招聘|安排)*多少)", "", text)
    if _DEFINITION.match(text.strip("，,")) and not _NO_TERM.search(text):
        return "definition"
    if _BASIS.search(text):
        return "basis"
    if _SHARE.search(text):
        return "share"
    if _MONEY.search(text):
        return "money"
    if _DATE.search(text):
        return "date"
    if _HOW_LONG.search(text):
        return "duration"
    if _HOW_BIG.search(text):
        return "amount"
    how_many = _HOW_MANY.search(text)
    if how_many and not _LIST.search(text[: how_many.start()]):
        rest = how_many["rest"].strip("了的呢吗 ")
        return "count" if how_many["unit"] or rest else "amount"
    if _WAYS.search(text):
        return "how"
    if _LIST.search(text):
        return "list"
    if _WHY.search(text):
        return "why"
    if _WHO.search(text):
        return "who"
    if _WHERE.search(text):
        return "where"
    if _HOW.search(text):
        return "how"
    return "general"


def _counted(text: str) -> tuple[str, tuple[str, ...]]:
    match = _HOW_MANY.search(text)
    if not match:
        return "", ()
    if "人数" in text[: match.start()] and not match["unit"]:
        return "人", ()
    stop = tokenizer.stop_words()
    focus: list[str] = []
    for word in tokenizer.words(match["rest"]):
        if word in stop or word in _QUESTION_WORDS:
            if focus:
                break
            continue
        focus.append(word)
        if len(focus) == 2:
            break
    return match["unit"] or "", tuple(focus)


def _terms(text: str, kind: Kind) -> tuple[str, ...]:
    text = _HOW_BIG.sub("，", _HOW_LONG.sub("，", text))
    text = FORMER.sub("，", text)
    text = _EACH.sub("，", text)
    if kind == "basis":
        text = _BASIS_WORDS.sub("，", text)
    text = re.sub(r"(?<!\d)\d{1,2}月(?:份|\d{1,2}[日号])?", "，", text)
    if kind == "definition" and (match := _DEFINITION.match(text.strip("，,"))):
        text = match["a"] or match["b"] or match["c"]
    units = {match["unit"] for match in _HOW_MANY.finditer(text)}
    # What the asker sets in quotation marks is one name: 「五统一」, 「六个一」.
    quoted = [name for name in _QUOTED.findall(text) if not _QUESTION_WORDS & {name}]
    text = _QUOTED.sub("，", text)
    return tuple(quoted) + tuple(
        word
        for word in tokenizer.content_words(text)
        if word not in _QUESTION_WORDS
        and word not in tokenizer.asking_words()
        and word not in units
        and not re.fullmatch(r"(?:19|20)\d{2}年?", word)
        and not re.search(r"多少|几|什么|哪|^多.", word)
    )


def content_terms(text: str) -> list[str]:
    """Return what a question, or a piece of one, is about: its content words without the words that only ask."""
    return [*_terms(_plainly(text), "general")]


def about(question: Question, place: str) -> Question:
    """Return the question asked of another place, or of any for an empty name."""
    return replace(question, places=(place,) if place else ())
