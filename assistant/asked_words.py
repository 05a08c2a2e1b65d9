"""Read what a question is about: its content words, without those that only ask, and what it counts."""

from __future__ import annotations

import re

from assistant.question_kinds import DEFINITION, HOW_BIG, HOW_LONG, HOW_MANY, SO_CALLED, Kind
from assistant.spoken import plainly
from corpus import tokenizer
from corpus.synonyms import is_whole
from corpus.versions import FORMER

QUOTED = re.compile(r"[“「『‘\"]([^“”「」『』‘’\"]{2,16})[”」』’\"]")
_BASIS_WORDS = re.compile(
    r"(?:依据|根据|按照?|依照|照着|参照)(?:的是)?|上位(?:法|依据|文件)?|(?:法律|法规|政策|文件|规定)+|文号|制定|出台|定的|这个|那个|第几条|哪一?[个部条些]|[省市县州区]里|国家|上级"
)
# 「各县区」, 「分别是」, 「资料库里」 frame a question and are not what it asks for.
_EACH = re.compile(
    r"各种(?:渠道|途径|方式|类型)|各(?:个)?(?:县市区|县区|区县|县|区|市|地|乡镇|是|有|自|为|占|达到?)|分别(?:是|有|为)?|最(?:多|少|高|低|大|小|快|慢|长|短)|"
    r"(?:咱们?的?)?资料(?:库(?:里|中)?|里|中)|关于|有关|全[省市县区州旗]|哪(?:个|些|几个)(?:县市区|县区|区县|县|区|市|地方|地区)?"
)
_QUESTION_WORDS = frozenset(
    (
        "多少 几 什么 哪些 哪 如何 怎么 怎样 怎么样 为什么 为何 是否 谁 哪个 哪里 何时 做法 措施 经验 举措 方面 主要 "
        "采取 开展 工作 具体做法 主要做法 具体措施 主要措施 工作措施 情况 内容 要求 计划 打算 预计 办法 思路 途径 文件 材料 文档 相差 相比 依据 根据 同志 现行 具体 实际 对比 归纳 列举 列出 名词解释 何 百分之 怎么办 没 全体 人家 区里 县里 市里 镇里 村里 就是 后果 最近 最近一年 附件 表里 表中 简报 附表 数值"
    ).split()
)


_GOING = frozenset("跑 去 来 到 走 在 没 不".split())
_PEOPLE = "教师|老师|校长|教职工|学生|家长|医生|护士|干部|职工"

_LISTED = re.compile(
    r"(?:哪些|什么|哪[几一二三四五六七八九十两\d]+[个项条点大方面]*)[\u4e00-\u9fff]{0,4}?(?P<a>困难|问题|不足|短板|原因|目标|原则|条件|对象|程序|步骤|职责|特点|成效|启示|体会|教训)|"
    r"(?P<b>困难|问题|不足|短板|原因|目标|原则|条件|对象|程序|步骤|职责|特点|成效|启示|体会|教训)(?:主要)?(?:有|是|包括|分别)*(?:哪[些一二三四五六七八九十两\d]|什么)"
)
_SPENDING = re.compile(r"(?:花|投|用)(?:了|掉)?(?:多少|几)(?:钱|资金|经费|万|亿|元)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}年?\s*[-—–~至到]+\s*(?:19|20)\d{2}(?:学年|年)度?|(?<!\d)(?:19|20)\d{2}年度?")
_BETWEEN = frozenset(
    "了 过 给 能 会 要 应 得 到 多 最 最多 最少 最高 至少 可以 能够 需要 应当 必须 出 上 共 总共 一共 大概".split()
)

# 「2024年修订的办法里」 says which paper is asked, which is chosen by its version and not by this word.
_WHICH_VERSION = re.compile(
    r"新?(?:修订|修改)(?:过|后|版)?的?(?=[^，。？?]{0,16}(?:办法|细则|规定|条例|方案|制度|文件))"
)
# 「按现在有效的规定，」 says which version.
_IN_FORCE_NOW = re.compile(
    r"(?:现在|目前|现行|当前|眼下)?(?:有效|生效|执行|施行|在用)的(?:规定|办法|细则|政策|文件|版本|标准)(?=[，,])"
)
# 「2013年那版方案的任务表，」, 「印发的方案分年度投资表里，」 say where to look.
_THAT_VERSION = re.compile(
    r"(?:那[版份张]|印发的?)[^，。？]{0,8}?(?:办法|细则|规定|条例|方案|规划|计划)?的?[^，。？、]{0,8}表(?:里|中)?面?[，,]|那[版份](?:办法|细则|规定|条例|方案|规划|计划)(?:里|中(?![学小心]))?|那[版份张]里面?"
)
_ASKS_OF_THE_REVISION = re.compile(
    r"为什么|为何|为啥|原因|修订了|修改了|征求|意见|时候(?:修订|修改)|变化|改了|不同|区别|背景"
)
# 「“三学四环”里的三学」: the thing asked about stands last.
_WITHIN = re.compile(
    r"^.*?(?:办法|细则|规定|条例|方案|意见|文件)(?:里|中)?所称的?(?=.{2})|^.*?(?:办法|细则|规定|条例|方案|意见|文件)(?:里|中)面?(?:对|把)?(?=.{2})|^.*?(?:里|中|里面|当中)(?:的|所说的|说的|提到的|所称的?)(?=.{2})|^.*?(?:讲|说|提|称)(?:到|过)?的(?=.{2})|^.*?(?:里|中|里面|当中)[，,](?=.{2})"
)


def counted(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the unit after 多少, such as 所, and the words behind it, which the figure must count, their head last."""
    match = HOW_MANY.search(text)
    if not match:
        return "", ()
    unit, rest = _unit_and_rest(match)
    if "人数" in text[: match.start()] and not unit:
        return "人", ()
    focus: list[str] = []
    for word in tokenizer.asked_words(rest):
        if not says_something(word):
            if focus:
                break
            continue
        focus.append(word)
        if len(focus) == 2:
            focus += _head_behind(rest, focus)
            break
    if focus and focus[0] in _GOING:
        # 「有多少跑到外县打工去了」 counts none of it.
        return unit, ()
    while len(focus) > 1 and not tokenizer.is_naming(focus[-1]):
        # 「多少所学校食堂装了……」
        focus.pop()
    return unit, tuple(focus)


def _head_behind(rest: str, focus: list[str]) -> list[str]:
    """Return the people that two nouns behind 多少 say more of: 老师 of 「多少义务教育学校的老师」; none for others."""
    match = re.search(rf"{re.escape(''.join(focus))}的?(?P<head>{_PEOPLE})", rest)
    return [match["head"]] if match and all(map(tokenizer.is_naming, focus)) else []


def _joined(words: list[str]) -> list[str]:
    """Put together again what is one word of the synonyms: 公+租房."""
    joined: list[str] = []
    while words:
        length = next((n for n in (4, 3, 2) if len(words) >= n and is_whole("".join(words[:n]))), 1)
        joined.append("".join(words[:length]))
        words = words[length:]
    return joined


def predicate_of(text: str) -> str:
    """Return the verb right before 多少: 罚 in 「罚了多少钱」; empty for none, or one that says little, as 有 and 花."""
    match = HOW_MANY.search(text)
    before = tokenizer.asked_words(text[: match.start()]) if match else []
    if before[-2:] == ["的", "有"] or before[-1:] == ["的"]:
        # 「确诊宫颈癌的有多少人」
        of = before[: -2 if before[-1] == "有" else -1]
        while of and tokenizer.is_naming(of[-1]):
            of.pop()
        if of and tokenizer.part_of_speech(of[-1])[:1] == "v":
            return of[-1]
    while before and before[-1] in _BETWEEN:
        before.pop()
    verb = before[-1] if before else ""
    return verb if says_something(verb) and not tokenizer.is_naming(verb) else ""


def listed_of(text: str) -> str:
    """Return the noun whose items are asked for: 困难 in 「有哪些困难」 and in 「困难有哪些」; empty for none."""
    match = _LISTED.search(text)
    return (match["a"] or match["b"] or "") if match else ""


_HELD = re.compile(r"(?:开|办|搞|组织|举行|演|讲)(?:展|了|过)*$")


def _unit_and_rest(match: re.Match[str]) -> tuple[str, str]:
    """Return the unit behind 多少 and what follows; no unit where it only begins a word: 人 of 人员, 家 of 家庭."""
    # 「打了多少分、什么等次」 counts no 等次.
    unit, rest = match["unit"] or "", re.split(r"、(?=什么|哪|是否)", match["rest"])[0]
    if match[0].startswith("几"):
        # 几 always takes a unit: 「几名片长」 asks for no 名片.
        return unit, rest
    if unit in ("场", "次") and _HELD.search(match.string[: match.start()]):
        # 「开了多少场屋场会」 has no word 场屋.
        return unit, rest
    if unit and rest and tokenizer.cut_by_dictionary(unit + rest)[0] != unit and len(unit) == 1:
        return "", unit + rest
    return unit, rest


# 「是哪三张表」
_WHICH_SO_MANY = re.compile(r"哪[一二两三四五六七八九十几]{1,3}[个所家项条名位种类步大点句块张道扇把环面层册本门根件]")


def terms_of(text: str, kind: Kind) -> tuple[str, ...]:
    """Return the content words of a question in written language, without places, years and question words."""
    if kind == "definition" and (called := SO_CALLED.search(text)):
        # 「某县修订后的管理办法所称寄宿学生指哪些学生」
        text = called["what"]
    text = HOW_BIG.sub("，", HOW_LONG.sub("，", text))
    text = FORMER.sub("，", text)
    # 「2023年花了」 has no word 年花.
    text = _YEAR.sub("，", text)
    text = _WHICH_SO_MANY.sub("，", _EACH.sub("，", text))
    if not _ASKS_OF_THE_REVISION.search(text):
        text = _WHICH_VERSION.sub("，", text)
    text = _IN_FORCE_NOW.sub("，", _THAT_VERSION.sub("，", text))
    if kind == "basis":
        text = _BASIS_WORDS.sub("，", text)
    text = re.sub(r"(?<!\d)\d{1,2}月(?:份|\d{1,2}[日号])?", "，", text)
    if kind == "definition" and (match := DEFINITION.match(text.strip("，,"))):
        text = _WITHIN.sub("", match["a"] or match["b"] or match["c"])
    spent = kind == "money" and bool(_SPENDING.search(text))
    text = HOW_MANY.sub(lambda match: f"，{_unit_and_rest(match)[1]}", text)
    # What the asker sets in quotation marks is one name: 「五统一」, 「六个一」.
    quoted = [tokenizer.fold(name) for name in QUOTED.findall(text) if not _QUESTION_WORDS & {name}]
    text = QUOTED.sub("，", text)
    terms = tuple(quoted) + tuple(
        word
        for word in dict.fromkeys(word for piece in text.split("，") for word in _joined(tokenizer.asked_words(piece)))
        if says_something(word)
        and not word.startswith("每")
        and not re.fullmatch(r"(?:19|20)\d{2}年?|[百千万亿]*元", word)
        and not re.fullmatch(r"[一二三四五六七八九十两]+[个项条种大点]?", word)
        and not re.search(r"多少|几|什么|哪|^多.", word)
    )
    # 「老旧小区改造要花多少钱」 asks for what was invested.
    return (*terms, "投入") if spent and len(terms) == 1 else terms


# Where a question says what it asks for: nouns stand right before it, or between it and one verb.
_ASKED = re.compile(
    r"多少|多[大高长远]|(?<!哪)几(?!年来|次三番)|百分之几|哪(?:位|个|一[个家年位]?|家|里|儿|年|天|些)|谁|何时|何处|什么(?:时候|时间|地方|名字)?"
)
# What asks in so many words for whom or which part, 「包括哪些对象」, and is rarely written.
FRAMES = frozenset("对象 阶段 手段 类型 不同 号码 流程 步骤".split())
_ASKS = re.compile(r"(?:有|是|应|该|要|都)?(?:什么|哪些|哪几|怎么|怎样|如何|为什么|为何|谁)")
# 「修订后的办法规定哪些情形可以暂缓交流」: the paper is not what is asked about.
_OF_A_PAPER = frozenset("办法 规定 细则 条例 方案 制度 文件 意见 通知 修订 试行 现行".split())
_BETWEEN_NOUN_AND_ASKED = 4
TELLING = 0.85
# What every figure has is no noun that a paper must write.
MEASURES = frozenset(
    (
        "比例 比重 占比 百分比 份额 总数 总量 数量 数额 总额 金额 投资额 总投资 人数 个数 次数 标准 钱数 资金 经费 投资 财政 财力 规模 原因 时间 日期 "
        "期限 时限 年份 地点 单位 部门 名称 名字 同志 问题 情况 内容 名额 档次 档 等次 队伍 手段 结果 水平 缺口 差额 对象 阶段 学年 总人数 数目 总体"
    ).split()
)


def asked_nouns(text: str) -> tuple[str, ...]:
    """Return the nouns that say what a question in written language asks for: 数学 and 老师 of 「数学老师有多少」.

    What stands farther off is where to look for it.
    """
    match = _ASKED.search(text)
    if not match:
        return ()
    before = re.split(r"[，,。；;：:（）()、]", text[: match.start()])[-1]
    left = tokenizer.asked_words(before)
    for _ in range(_BETWEEN_NOUN_AND_ASKED):
        if left and not (tokenizer.is_naming(left[-1]) and says_something(left[-1])):
            left.pop()
    nouns: list[str] = []
    while left and (_may_stand_before(left) or left[-1] in tokenizer.asking_words()):
        nouns.append(left.pop())
    return tuple(noun for noun in reversed(nouns) if tokenizer.is_naming(noun) and says_something(noun))


def nearest_words(text: str) -> tuple[str, ...]:
    """Return the last two content words of the clause that asks, before its question word: 近视 and 防控."""
    match = _ASKS.search(text)
    if not match:
        return ()
    before = re.split(r"[，,。；;：:]", text[: match.start()])[-1]
    said = [
        word
        for word in tokenizer.asked_words(before)
        if says_something(word) and tokenizer.is_nominal(word) and word not in _OF_A_PAPER
    ]
    return tuple(said[-2:])


def is_telling(noun: str) -> bool:
    """Tell whether a noun tells one thing from another, and neither is everywhere nor only says that it is measured."""
    return noun not in MEASURES and tokenizer.telling(noun) >= TELLING


def _may_stand_before(words: list[str]) -> bool:
    """Tell whether the last of some words is a noun, or a verb right behind one: 苹果+种植 before 面积."""
    if tokenizer.is_naming(words[-1]):
        return True
    behind_a_noun = len(words) > 1 and tokenizer.is_naming(words[-2])
    return behind_a_noun and tokenizer.part_of_speech(words[-1])[:1] == "v"


def says_something(word: str) -> bool:
    """Tell whether a word of a question says what is asked about, and does not only ask."""
    return word not in tokenizer.stop_words() and word not in _QUESTION_WORDS and word not in tokenizer.asking_words()


def content_terms(text: str) -> list[str]:
    """Return what a question, or a piece of one, is about: its content words without the words that only ask."""
    return [*terms_of(plainly(text), "general")]
