"""Complete a follow-up from the question before it, and cut a question that asks several things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question_kinds import EACH, THE_MOST
from corpus import tokenizer

_FOLLOW_UP = re.compile(
    r"^(?:那么?|还有|再问一下|换成|再看|同样问)?[，,]?(?P<what>[^，,。？?]{1,14}?)(?:的?呢|怎么样|如何|的情况)[？?]?$"
)
_YEAR = re.compile(r"^((?:19|20)\d{2})年?(?:的|度)?$")
_BACK = re.compile(r"该[县区市旗州校]|那里|那边|当地|他们|它们?|这个[县区市]|上面|刚才|前面")
_OPENS_ON = re.compile(r"^(?:那么?|还有|另外|其中|再|又)[，,]?")
_ITEM = re.compile(
    r"(?:展开|详细|具体|继续)?(?:说说|讲讲|说一说|介绍|解释|说明|说)?(?:一下)?第\s*(?P<n>[一二三四五六七八九十\d]{1,2})\s*(?:点|条|项|个|方面)(?:的?(?:内容|具体)?(?:是什么|呢|怎么做的?|详细(?:说说|情况)?|展开(?:说说)?|具体(?:说说|是什么)?)?)?[？?。]?"
)
# Words that stand for one another in a question: 「那初中呢」 after a question about 小学.
_COUNTERPARTS = (
    ("小学", "初中", "高中", "幼儿园", "中学", "中职"),
    ("城区", "农村", "县城", "乡镇", "城市"),
    ("教师", "校长", "学生", "班主任"),
    ("男", "女"),
    ("本科", "专科", "研究生"),
    ("省级", "市级", "县级", "国家级"),
)
_FORMER = re.compile(
    r"^(?:那么?)?(?:[旧老]的?(?:那版|版本?|办法|规定)|原来的?(?:那版|版本|规定|办法)?|(?:修订|修改)(?:之?前|以前)的?)"
)
# Words that ask about a thing named before, and are none themselves.
_RELATIONAL = frozenset(
    "负责 牵头 时间 原因 依据 标准 比例 占比 单位 部门 目的 效果 成效 结果 目标 范围 期限 来源 名单 计划 文件 总投资 工期 面积 规模 年初 年底 上年 去年".split()
)
_SUBJECT = re.compile(
    r"(?P<of>.{4,40}?(?:办法|方案|通知|意见|规定|细则|条例|规划|项目|工程|学校|小学|中学|幼儿园|中心|公司|平台|基地|水库|隧道|公路|大桥|工资|津贴|补助|费用|经费|[\u4e00-\u9fff]{2}率))(?=的|完成|达到|实际|提高|文号|发文|总投资|投资|[是于在由建占有](?!设)|什么|哪|多少|一共|总共|计划)"
)
_LEANS = re.compile(r"什么时候|何时|哪[一]?[年天日]|哪个?(?:单位|部门|文件)|谁|多[久长大]|多少")
_ASKING = re.compile(
    r"多少|几|什么|啥|哪|谁|如何|怎么|怎样|为什么|为何|何时|是否|有没有|要不要|能不能|算不算|需不需要|可不可以|多[大高长久]"
)
_TOGETHER = re.compile(r"(?:两|三)(?:块|者|个|项|方面)的?|哪(?:个|边|一个|块|方)更?[高低多少大小快慢][？?，,]?")
# 「分析自身为何属于……时」 tells when, and asks nothing.
_WHEN = re.compile(r"(?:时|时候|之?后|之?前|当中|中|方面|情况下)$")
# 「占地多大、投了多少钱」 asks twice.
_PARTS = re.compile(
    r"(?<=多[大长高久少宽远])、(?=[^、，,]{0,10}(?:多少|几|什么|哪|谁))|[，,；;？?]\s*(?:以及|还有|另外|并且|同时|又|再)?|(?:以及|还有)"
)
# 「哪些地方搞了……，各是怎么做的」 asks one thing.
_SAME_ASKED = re.compile(
    r"^(?:各|都|分别|是)(?:自|是|有)?(?:怎么|如何|怎样|什么|哪些)|^(?:怎么|如何|怎样)(?:做|搞|开展)的?$|^(?:具体|主要)?有?(?:哪些|什么)(?:具体)?(?:做法|措施|经验)$"
)
_PAIRS = frozenset("男女 女男 城乡 乡城 省市 市县 县乡 左右 南北 东西".split())
_TWO_OF_A_MEASURE = re.compile(
    r"(?P<lead>.*?(?:20\d\d年|[，,]))?(?P<one>[\u4e00-\u9fff]{2,4}(?P<shared>优质|普通|普惠|公办|民办|寄宿|示范|农村|城区)[\u4e00-\u9fff]{1,4})[和与及](?P<other>[\u4e00-\u9fff]{4,10}?)(?P<measure>[\u4e00-\u9fff]{2}率|人数|数量|总数|面积|比例)"
)
_TIME = re.compile(
    r"(?:(?:20\d\d|今|去|前|上)年(?:度|底|末|全年)?)?(?:前?[\d一二三四五六七八九十两]+个?月(?:份|底)?|[上下]半年|[前一二三四]{1,2}季度)|(?:20\d\d|今|去|前|上)年(?:度|底|末|全年)?"
)
_ANOTHER_TIME = re.compile(rf"(?P<time>{_TIME.pattern})(?:是|有|又是|呢|达到)?(?:多少|几)[\u4e00-\u9fff]{{0,2}}")
_TWO_YEARS = re.compile(r"(?P<one>今年|去年)[和与、](?P<other>今年|去年)(?:的)?(?:各|分别)?(?:是|有|为)?(?=多少|几)")
# 「哪个乡镇最多，有几个」 asks one thing: the figure stands with what is most.
_AND_HOW_MANY = re.compile(
    r"(?:具体|分别|各|数值|数量|比例|金额)*(?:是|有|为|达到?)?(?:多少|几)[个人名处件所项户元钱]?(?:呢)?[？?]?"
)
_NUMERALS = "一二三四五六七八九十"


def complete(asked: str, named: Sequence[tuple[str, str]], before_text: str, before_places: Sequence[str],
             before_years: Sequence[str], before_terms: Sequence[str], own_terms: Sequence[str]) -> str:  # fmt: skip
    """Return the whole question that a follow-up means; the words as asked where they stand by themselves.

    Args:
        named: places of the follow-up, as written and in full.
        before_text: the question before it, complete.
        own_terms: content words of the follow-up without places, years and question words.
    """
    follow_up = _FOLLOW_UP.match(asked)
    if follow_up:
        return _swapped(follow_up["what"], named, before_text, before_places, before_years) or asked
    former = _FORMER.match(asked)
    if former and not named:
        # 「旧的那版是几月几号之前？」
        return f"修订前的{re.sub('现行的?|现在的?|目前的?|最新的?|新版的?', '', before_text)}"
    where = "".join(before_places)
    rest = _OPENS_ON.sub("", asked)
    relational = all(term in _RELATIONAL for term in own_terms)
    if relational and not named and before_terms and len(asked) <= 16:
        # 「由谁负责？」 asks of the thing asked about before.
        return f"{where}{''.join(before_terms[:3])}{rest}"
    if not named and before_places and (_BACK.search(asked) or rest != asked):
        return where + _BACK.sub("", rest)
    return asked


def item_asked(asked: str) -> int:
    """Return which point of the last answer is to be told in full, 「展开说说第二点」; 0 for another question."""
    match = _ITEM.fullmatch(asked.strip())
    if not match:
        return 0
    written = match["n"]
    return int(written) if written.isdigit() else _NUMERALS.index(written[0]) + 1 if len(written) == 1 else 0


WHAT_IS = "什么是"
_TOLD_APART = re.compile(
    r"^(?P<one>[^，。？]{2,10}?)(?:和|跟|与|同)(?P<other>[^，。？]{2,10}?)(?:之间)?(?:到底|究竟)?(?:有|是)?(?:什么|啥|哪些|何)?(?:区别|不同|不一样|差别)(?:在哪里?|是什么)?[？?]*$"
)


def parts_of(text: str, places: Sequence[tuple[str, str]], years: Sequence[str]) -> list[str]:
    """Return the questions that one question is made of, each with the place and year of the first; none for one."""
    where = places[0][0] if places else ""
    when = f"{years[0]}年" if years else ""
    if not places and (apart := _TOLD_APART.match(text)):
        # 「帮办跟代办有什么区别」 is told by what each of them is.
        return [f"{WHAT_IS}{apart['one']}", f"{WHAT_IS}{apart['other']}"]
    each = _each_of_two(text, [written for written, _ in places])
    if each:
        return each
    if (two := _TWO_YEARS.search(text)) and two["one"] != two["other"]:
        # 「平均利率，去年和今年分别是多少」
        return [text[: two.start()] + year + text[two.end() :] for year in (two["one"], two["other"])]
    pieces = [piece.strip() for piece in _PARTS.split(text) if piece.strip()]
    if any(_SAME_ASKED.match(piece) for piece in pieces[1:]):
        return []
    asking = [piece for piece in pieces if _asks(piece)]
    if len(asking) == 2 and THE_MOST.search(asking[0]) and only_how_many(asking[1]):
        return []
    if len(asking) < 2 or (len(asking) < len(pieces) and not _asks(pieces[-1])):
        return []
    parts: list[str] = []
    lead = ""
    subject = ""
    whose = _subject(asking[0])
    for piece in pieces:
        if not _asks(piece):
            lead += piece + "，"
            continue
        whole = lead + piece
        if parts and where and where not in piece:
            whole = where + (when if when and when not in piece else "") + piece
        if parts and (other := _ANOTHER_TIME.fullmatch(piece)) and _TIME.search(parts[0]):
            # 「成功率2023年多少，今年前8个月多少」
            parts.append(_TIME.sub(other["time"], parts[0], count=1))
            lead = ""
            continue
        bare = re.sub(r"从?哪一?[天年日]起?", "何时", piece)
        bare = re.sub(r"要不要|能不能|算不算|需不需要|可不可以", "，", bare)
        words = [word for word in tokenizer.content_words(bare) if not _ASKING.search(word) and word not in where]
        if parts and (len("".join(words)) < 3 or not any(map(tokenizer.is_nominal, words))):
            # 「……复耕了多少，占比多少」
            whole = (whose or f"{where}{subject}") + piece
        elif parts and whose and _leans(piece, words):
            # 「……项目总投资多少，计划什么时候完工」
            whole = whose + piece
        elif not subject:
            subject = "".join(words[:3])
        parts.append(whole)
        lead = ""
    return parts


def only_how_many(clause: str) -> bool:
    """Tell whether a clause asks for the figure of what the one before it asks for: 「是多少」, 「有几个」."""
    return bool(_AND_HOW_MANY.fullmatch(clause.strip()))


def _subject(piece: str) -> str:
    """Return what a question is about, for one that leans on it: 「某县……办法」 of 「某县……办法的文号是什么」; empty for none."""
    match = _SUBJECT.match(piece)
    return match["of"] if match else ""


def _leans(piece: str, words: Sequence[str]) -> bool:
    """Tell whether a part of a question names nothing of its own: 「计划什么时候完工」."""
    return bool(_LEANS.search(piece)) and not any(
        tokenizer.is_naming(word) and word not in _RELATIONAL for word in words
    )


def _asks(piece: str) -> bool:
    return bool(_ASKING.search(piece)) and not _WHEN.search(piece)


def _each_of_two(text: str, places: Sequence[str]) -> list[str]:
    """Return 「小学有多少所」 and 「初中有多少所」 for 「小学和初中各有多少所」; none where places are set side by side."""
    mark = EACH.search(text)
    if not mark or not _ASKING.search(text[mark.end() :]):
        return []
    if (two := _TWO_OF_A_MEASURE.fullmatch(text[: mark.start()])) and two["shared"] in two["other"]:
        # 「……到2022年学前优质园和普高优质学校覆盖率各……」
        lead, measure = two["lead"] or "", two["measure"]
        return [
            f"{lead}{two['one']}{measure}{text[mark.end() :]}",
            f"{lead}{two['other']}{measure}{text[mark.end() :]}",
        ]
    words = [word for word, _, _ in tokenizer.cut(text[: mark.start()])]
    place = next((place for place in places if text.startswith(place)), "")
    whole = re.split(r"[、和与及]", text[len(place) : mark.start()])
    # 「学生和计算机的比例、教师和计算机的比例各……」
    for both in (whole, text[len(place) : mark.start()].split("、")):
        if len(both) == 2 and all("的" in one for one in both) and both[0][-2:] == both[1][-2:]:
            # 「新任用的学校校长、新提拔的城区校长分别……」
            return [f"{place}{one}{text[mark.end() :]}" for one in both]
    joint = next((n for n in range(len(words) - 2, 0, -1) if words[n] in ("和", "与", "、", "及")), None)
    if joint is None or any(place in words[joint - 1] or place in words[joint + 1] for place in places):
        return []
    first, second = words[joint - 1], words[joint + 1]
    if re.search(r"年|\d", first + second) or not (len(first) > 1 < len(second) or first + second in _PAIRS):
        # 「说事前、说事中、说事后分别」 are no two things.
        return []
    before, after = joint - 1, joint + 2
    if joint >= 2 and words[after : after + 1] == [first]:
        # 「紧密型、联盟型」, 「纸质档案和电子档案」
        before, after = before - 1, after + 1
        first, second = words[before] + first, second + first
    head, behind = "".join(words[:before]), "".join(words[after:])
    # 「……两块的覆盖率哪个高？各是多少」
    behind = _TOGETHER.sub("", behind)
    ask = text[mark.end() :]
    # 「常住人口和户籍人口各……」
    return [f"{head}{word}{'' if word.endswith(behind) else behind}{ask}" for word in (first, second)]


def _swapped(
    what: str, named: Sequence[tuple[str, str]], text: str, places: Sequence[str], years: Sequence[str]
) -> str:
    year = _YEAR.match(what)
    if year:
        return text.replace(years[0], year[1]) if years else f"{year[1]}年{text}"
    if named:
        if places and places[0] in text:
            return text.replace(places[0], named[0][1])
        return named[0][1] + text if not places else ""
    for group in _COUNTERPARTS:
        if what in group:
            other = next((word for word in group if word != what and word in text), "")
            if other:
                return text.replace(other, what)
    return ""
