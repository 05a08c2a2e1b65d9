"""How something was done: the measures that a paper tells near the sentence that answers best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import ENOUGH, Evidence
from assistant.listing import colon_list, told_spans
from assistant.matching import pairs_of
from assistant.question import Question
from assistant.runs import LONGEST_LIST, RUN_ITEM, whole_run
from assistant.surroundings import above_in_paragraph
from corpus.sentences import split_sentences
from corpus.tokenizer import telling

_WAYS = re.compile(
    r"(?:做|干|办|抓)了(?:哪|什么)|做法|经验|举措|措施|办法|怎么做|怎样做|如何做|怎么(?:抓|推|搞|开展)|如何(?:抓|推|开展)"
)
_REGULATION = re.compile(r"《[^》]*》|(?:管理|实施|暂行|试行|奖励|考核|评估|评价|资助|奖补|监督)办法")
_REMEDY = re.compile(
    r"(?:打算|准备|计划)(?:怎么|如何|怎样)|(?:怎么|如何|怎样)(?:整?改|解决|应对|破解|化解|治理|调动|激发)|整改(?:措施|办法)|(?:用|靠|采取)(?:了)?(?:的)?什么(?:办法|措施|法子|方法|手段)"
)
_HEADS_DIFFICULTIES = re.compile(
    r"(?:问题|困难|不足|短板|差距|难点|瓶颈|隐患|薄弱环节)(?:[和与及][\u4e00-\u9fff]{2,6})?$|^[^，。]{0,6}(?:存在|面临)的"
)
_IS_DONE_ABOUT_IT = re.compile(r"解决|应该|应当|需要|可以|针对|为此|对此|加[大强快]|完善|建立|缓解|消除|补齐|整改|改进")
_IS_WRONG = re.compile(
    r"还有(?:不少|一些|许多)?(?:难处|困难|问题|不足)|(?:难处|困难|问题|不足)[:：]|(?:问题|困难|矛盾|不足|短板|现象)[^，。；]{0,8}(?:存在|突出|明显|较多|严重)|(?:不平衡|不均衡|不足|不够|偏[大低高小])[。；]$|(?:没有|缺少?|短缺|缺乏|不达标|未达标|老化|狭窄|陈旧)[^，。；]{0,12}[。；]$|时有发生[。；]$|(?:积极性|热情)不高"
)
_REMEDIES = re.compile(r"整改|解决|对策|措施|打算|下一?步|化解|破解|建议|缓解|补齐|消除|加强")
_DIFFICULTY = re.compile(r"问题|困难|不足|短板|难点|瓶颈|隐患|薄弱")
_OF_DIFFICULTIES = re.compile(
    r"(?:存在|面临|主要)(?:的)?(?:主要|突出)?(?:问题|困难|不足|短板)[^。]{0,6}[:：]|(?:自查|检查|督查|排查|调研)中?(?:主要)?发现(?:主要)?[:：]"
)
_TELLS_WAYS = re.compile(
    r"(?:做法|措施|经验|举措|办法)(?:上|方面)?(?:主要|具体)?(?:有|是|包括)?(?:[两二三四五六七八九](?:条|点|项|个方面|个)?)?[:：，,]"
)
_COUNTED_POINTS = re.compile(
    r"(?:做|干|办|抓)了[几两二三四五六七八九](?:件|项|个|方面)[^。，]{0,6}[。：:]$|(?:以下|如下)(?:几|[二两三四五六七八九])(?:点|个?方面|项|条)[^。]{0,8}[:：]$|[抓做](?:好)?了?(?:以下|如下)[^。]{0,10}[:：]$"
)
_HEADS_REMEDIES = re.compile(r"整改|打算|下一?步|对策|改进|今后|措施|破解|治理|解决|化解|应对|建议")
ASKS_AHEAD = re.compile(r"打算|准备|计划|下一?步|怎么改|如何改")
_IS_TO_BE_SOLVED = re.compile(r"(?:怎么|如何|怎样)(?:去)?(?:解决|破解|应对|化解|调动|激发)(?![的了])")
SHORTEST_REMEDY, MOST_REMEDIES = 14, 4
_IS_NOT_YET = re.compile(
    r"(?:未|没有|不|难以|不能|有待)[^，。]{0,6}(?:解决|化解|治理|整改)|问题(?:仍|尚|还|依然|较|突出|未|$)"
)
_ASKS_ACTIVITIES = re.compile(r"(?:哪些|什么)(?:具体|主要)?活动")
_SOLVES = re.compile(r"(?<![未难待])(?:着力|切实|重点|努力|有效|集中|^)(?:解决|破解|化解|整治|消除)[^，。]{1,16}问题$")
# 「第一句，把老师当家人。」
_SAID_IN_TURN = re.compile(r"第[一二三四五六七八九](?:句|招|点|步)")
_OPENS_WAYS = re.compile(
    r"(?:我们的?)?(?:主要|具体)?(?:做法|措施|举措)(?:主要)?(?:有|是|如下)?(?:[两二三四五六七八九](?:条|点|项|个方面)?)?[:：]"
)
_FIRST_HEADING = re.compile(r"^(?:[（(]一[）)]|一、|1[.．、])")
# Measures told in the same piece of a paper stand so near, among so many of the sentences that bear on the question.
NEAR, WAYS_WEIGHED = 1_500, 12
NEAR_ACTIVITIES = 400
# Where the best sentences stand in so many items of one run, the run is what was done.
ITEMS_OF_ONE_RUN = 3


def asks_for_ways(question: Question) -> bool:
    """Tell whether a question asks how something was done, and not what was wrong with it."""
    # 「按2023年的管理办法，哪些项目不能列入」 asks what a regulation says.
    asked = _REGULATION.sub("", question.text)
    return question.kind in ("how", "list") and bool(_WAYS.search(asked)) and not _DIFFICULTY.search(asked)


def asks_for_a_remedy(question: Question) -> bool:
    """Tell whether a question asks what is done about something: 「村医年纪偏大，打算怎么改」."""
    return question.kind == "how" and bool(_REMEDY.search(question.text))


def heads_remedies(heading: str) -> bool:
    """Tell whether a heading is of what is to be done; 「大班额问题尚未根本解决」 is of what is wrong."""
    heading = heading.rstrip("。：:")
    # 「着力解决“慢作为”的问题」 ends with 问题 as 「尚未解决的问题」 does.
    return bool(_HEADS_REMEDIES.search(heading)) and bool(_SOLVES.search(heading) or not _IS_NOT_YET.search(heading))


def _names_a_difficulty(heading: str) -> bool:
    """Tell whether a heading names what is wrong; 「打好隐患整治攻坚战」 names what is done about it."""
    return bool(_DIFFICULTY.search(heading)) and not re.search(r"整治|攻坚|治理|化解|破解", heading)


def states_a_difficulty(piece: Evidence) -> bool:
    """Tell whether a sentence itself says that something is wrong, and nothing of what is done about it."""
    return bool(_IS_WRONG.search(piece.text)) and not _REMEDIES.search(piece.text)


def tells_a_remedy(text: str) -> bool:
    """Tell whether a sentence says what is, or should be, done about something: 「为此，应该加大投入」."""
    return bool(_IS_DONE_ABOUT_IT.search(text))


def tells_a_difficulty(piece: Evidence) -> bool:
    """Tell whether a sentence stands under a heading, or in a paragraph, of what is wrong."""
    above = above_in_paragraph(piece.document.text, piece.start)
    headed = any(_HEADS_DIFFICULTIES.search(head) and not _REMEDIES.search(head) for head in piece.section)
    return headed or bool(_names_a_difficulty("".join(piece.section[-1:])) or _OF_DIFFICULTIES.search(above))


def remedy_told(question: Question, piece: Evidence) -> list[Evidence]:
    """Return what its paper says, under a heading of what is to be done, of the thing that a sentence says is wrong.

    「群众反映“抽粪难、抽粪贵”」, and under 「下步打算」 「……新购抽粪车12辆」; none where nothing there has a telling word of both.
    """
    if not ASKS_AHEAD.search(question.text) and not _IS_TO_BE_SOLVED.search(question.text):
        return []
    text = piece.document.text
    # Pairs of characters, for what the library cuts otherwise: 抽粪 of 「抽粪难」 and 「抽粪车」.
    things = {
        pair for pair in pairs_of(question.text) if pair in piece.text and telling(pair) == 1.0 and pair.isalpha()
    }
    for section in piece.document.sections:
        heads = heads_remedies(section.heading) and not _DIFFICULTY.search(section.heading)
        if not heads or section.start <= piece.start < section.end:
            continue
        said = split_sentences(text[section.start : section.end], section.start)
        told = [s for s in said if any(word in s.text for word in things) and len(s.text) > SHORTEST_REMEDY]
        if 0 < len(told) <= MOST_REMEDIES:
            return [replace(piece, start=s.start, end=s.end, section=section.path) for s in told]
    return []


def activities_told(question: Question, first: Evidence, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that each tell of an activity, near the best one, where activities are asked for; none for one."""
    if not _ASKS_ACTIVITIES.search(question.text):
        return []
    near = (p for p in found if p.document is first.document and abs(p.start - first.start) <= NEAR_ACTIVITIES)
    told = [piece for piece in near if "活动" in piece.text and piece.coverage >= ENOUGH]
    told.sort(key=lambda piece: piece.start)
    return told[:LONGEST_LIST] if len(told) > 1 else []


def run_they_stand_in(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """Return the run in several items of which the best sentences stand, each behind a short head; none for no such.

    「一是高位推动抓统筹。成立……领导小组……」, 「二是挂图作战抓进度。制作……“作战图”……」
    """
    first = best[0]
    if not asks_for_ways(question):
        return []
    sections = (s for s in reversed(first.document.sections) if s.start <= first.start < s.end)
    # A short briefing has no headings, and its run is all of it.
    start, end = next(((s.start, s.end) for s in sections), (0, len(first.document.text)))
    said = split_sentences(first.document.text[start:end], start)
    heads = [sentence for sentence in said if RUN_ITEM.match(sentence.text)]
    within = [p for p in best[:WAYS_WEIGHED] if p.document is first.document and start <= p.start < end]
    items = {max((head.start for head in heads if head.start <= piece.start), default=-1) for piece in within} - {-1}
    if len(items) < ITEMS_OF_ONE_RUN:
        return []
    return whole_run(replace(question, kind="list"), [replace(first, start=heads[0].start, end=heads[0].end)])


def ways_near(question: Question, best: Evidence, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the measures that a paper tells near the sentence that answers best: a run, or headings that count them.

    「春季攻坚见成效」 says what was reached, 「（一）……压责任」 behind it how.
    """
    as_list = replace(question, kind="list")
    near = [p for p in found[:WAYS_WEIGHED] if p.document is best.document and abs(p.start - best.start) <= NEAR]
    for piece in near:
        counted = _SAID_IN_TURN.match(piece.text) and not RUN_ITEM.match(best.text)
        if (_TELLS_WAYS.search(piece.text) or _COUNTED_POINTS.search(piece.text) or counted) and (
            run := whole_run(as_list, [piece]) or colon_list(as_list, [piece])
        ):
            return run
    text = best.document.text
    behind = split_sentences(text[best.start : best.end + NEAR], best.start)
    for sentence in behind:
        if _OPENS_WAYS.match(sentence.text):
            piece = replace(best, start=sentence.start, end=sentence.end)
            if run := whole_run(as_list, [piece]):
                return run
    first = next(
        (
            s
            for s in best.document.sections
            # What stands under a heading beside the best sentence's own tells of another thing.
            if 0 <= s.start - best.end <= NEAR and _FIRST_HEADING.match(s.heading) and len(best.section) < len(s.path)
        ),
        None,
    )
    if first is None or _DIFFICULTY.search(text[best.end : first.start]):
        return []
    beside = [
        s
        for s in best.document.sections
        if s.level == first.level and s.path[:-1] == first.path[:-1] and s.start >= first.start
    ]
    if len(beside) < 2 or _DIFFICULTY.search("".join(s.heading for s in beside)):
        return []
    told = [replace(best, start=start, end=end, section=s.path) for s in beside for start, end in told_spans(text, s)]
    return [best, *told][:LONGEST_LIST]
