"""How a thing was done, told point by point: what stands under the title, or the heading, that names the thing asked about.

「汀洲区推行学区制管理的主要做法」 is no sentence of a paper of that title; its headings 「一、理顺体制，让学区实起来」 are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.asked_words import QUOTED
from assistant.evidence import Evidence
from assistant.listing import told_spans
from assistant.matching import match_strength, surely_holds
from assistant.question import Question
from assistant.runs import shortened_run
from assistant.ways import ASKS_AHEAD, asks_for_a_remedy, asks_for_ways, heads_remedies
from corpus.context import is_run_item
from corpus.layout import ends_sentence, is_numbered
from corpus.schema import Section, SourceDocument
from corpus.sections import path_at
from corpus.sentences import Sentence, split_sentences
from corpus.tokenizer import fold

# Of a title or heading with those above it: so much of the question by weight, and so much that is its own.
NAMED, OF_ITS_OWN = 0.85, 0.3
OPENING, HALF = 400, 0.5
# Papers of so many of the sentences that bear on the question are looked at.
LOOKED_AT = 6
FEWEST_POINTS, MOST_POINTS = 2, 12
# Of a few points the head and two sentences are told, of many the head and one.
FEW_POINTS, MOST_OF_FEW, MOST_OF_MANY = 4, 3, 2
# The sentence that opens a point set as a paragraph of its own: 「一人一档，底数清。为每名留守儿童……」.
LONGEST_HEAD, SHORTEST_HEAD, LONGEST_SHORT_HEAD = 26, 4, 14
# Items so short on the average are names, told by the sentence behind each.
SHORT_ITEM = 24
# A section of so many sentences is told whole.
SHORT_SECTION = 5
_OF_A_REMEDY = frozenset("问题 整改 改 解决 打算 准备 出 查出 措施 办法 针对".split())
_PUTS_RIGHT = re.compile(r"整改|问题|打算|准备|下一?步")
_HEADS_PLANS = re.compile(r"打算|下一?步|今后|计划")
# How the first of a run is marked, at a sentence's beginning or behind a colon, and how all of them are.
_RUNS = (
    (re.compile(r"(?:^|[：:])一是"), re.compile(r"[一二三四五六七八九十]{1,2}是")),
    # 「工作中，一抓宣传，把政策讲透。……二抓包联，……」
    (re.compile(r"(?:^|[：:，,])一[抓靠]"), re.compile(r"[一二三四五六七八九十]{1,2}[抓靠]")),
    (re.compile(r"(?:^|[：:])第一[，,]"), re.compile(r"第[一二三四五六七八九十]{1,2}[，,]")),
    (re.compile(r"(?:^|[：:])[（(]1[）)]"), re.compile(r"[（(]\d{1,2}[）)]")),
    (re.compile(r"(?:^|[：:])①"), re.compile(r"[①-⑳]")),
    (re.compile(r"(?:^|[：:])[（(]一[）)]"), re.compile(r"[（(][一二三四五六七八九十]{1,2}[）)]")),
)
# What says only that something was done, and not what, need not stand in its name.
_ANY_DEED = frozenset("办好 做好 抓好 搞好 建好 管好 推进 推动 加强 开展 创建 实施 落实".split())
SHORTEST_QUOTED = 4
# A paper without points is told whole where it has no more sentences.
SHORT_PAPER, LONGEST_SHORT_PAPER = 9, 450
_IS_BEING_PUT_RIGHT = re.compile(r"整改|清单管理|销号|针对|逐[一条项]|措施")
_HEADS_WAYS = re.compile(r"做法|措施|举措|经验|办法|对策|(?:开展|推进|落实|管理)情况|整改情况|主要工作")
_PUT_RIGHT = re.compile(r"补齐|补上|补短板|破解|化解|解决|消除|攻坚|攻克")
# 「完善设施，补齐短板。」
_IS_PUT_RIGHT = re.compile(r"(?:补齐|补上|补足|破解|化解|解决|消除|攻克)(?:了)?(?:问题|困难|不足|短板)$")
_NOT_PUT_RIGHT = re.compile(r"(?:问题|困难|不足|短板)$|需要|亟待|尚未|有待|请求|恳请")
_HEADS_OTHER = re.compile(
    r"问题|困难|不足|短板|教训|打算|下一?步|今后|成效|效果|体会|启示|概况|现状|基本情况|背景|附[件表：:]|建议|结语|目标|意义|总体要求|指导思想|组织保障|保障机制"
)


@dataclass(frozen=True)
class _Block:
    """What stands under a title or a heading: the title's section is None; `named` is its name with those above it."""

    document: SourceDocument
    section: Section | None
    own: str
    named: str


def outlined(question: Question, weights: Mapping[str, float], found: Sequence[Evidence]) -> list[Evidence]:
    """Return the points of the paper, or of the section, whose name has what the question asks how it was done.

    None where no name has it all, or where what stands under it has no points of its own.
    """
    if question.kind != "how" and not asks_for_ways(question):
        return []
    remedy, ahead = asks_for_a_remedy(question), bool(ASKS_AHEAD.search(question.text))
    if remedy:
        # 「查出问题以后打算怎么改」 names the thing by what else it says.
        weights = {term: weight for term, weight in weights.items() if term not in _OF_A_REMEDY}
    weights = {term: weight for term, weight in weights.items() if term not in _ANY_DEED} or weights
    puts_right = remedy and bool(_PUTS_RIGHT.search(question.text))
    total = sum(weights.values()) or 1.0
    firsts: dict[str, Evidence] = {}
    for piece in found[:LOOKED_AT]:
        firsts.setdefault(piece.document.doc_id, piece)
    ranked: list[tuple[tuple[int, bool, float, int], Evidence, _Block]] = []
    for piece in firsts.values():
        opening = fold(piece.document.text[:OPENING])
        for block in _blocks(piece.document):
            if (remedy and not heads_remedies(block.own)) or ("整改" in block.own and "改" not in question.text):
                continue
            own, depth = _held(weights, block.own) / total, block.section.level if block.section else 0
            names_ways = bool(_HEADS_WAYS.search(block.own)) and not _HEADS_OTHER.search(block.own)
            whole = not depth or block.own == fold(piece.document.facts.title)
            ways = depth > 0 and (remedy or names_ways)
            # What is put right, or done, is named at the paper's beginning as often as in its title.
            by_its_opening = puts_right or ((names_ways or whole) and _likeness(weights, block.named) >= HALF * total)
            named = f"{block.named} {opening}" if by_its_opening else block.named
            if by_its_opening and whole:
                # 停车 of a title is most of 停车难, which stands in the opening.
                own = max(own, HALF * _likeness(weights, block.own) / total)
            if _is_quoted(block, question.text):
                own = 1.0
            elif _held(weights, named) < NAMED * total:
                continue
            if own >= OF_ITS_OWN or ways:
                plans = ahead and bool(_HEADS_PLANS.search(block.own))
                # 「下一步打算」 before 「整改措施」, and that before 「主要工作措施」.
                meant = 2 if plans else int(puts_right and "整改" in block.own)
                ranked.append(((meant, ways, round(own, 2), depth), piece, block))
    for _, piece, block in sorted(ranked, key=lambda one: one[0], reverse=True):
        if (told := _told(block, remedy)) and not _means_one_point(weights, block, told):
            return [
                replace(piece, start=a, end=b, section=path_at(piece.document.sections, a), cells=()) for a, b in told
            ]
    return []


def _is_quoted(block: _Block, asked: str) -> bool:
    """Tell whether a question has what a heading sets in quotation marks: 「抓教学，“学得进去”」."""
    heading = block.section.heading if block.section and is_numbered(block.section.heading) else ""
    quoted = QUOTED.findall(asked)
    return any((len(name) >= SHORTEST_QUOTED and name in asked) or name in quoted for name in QUOTED.findall(heading))


def _held(weights: Mapping[str, float], name: str) -> float:
    return sum(weight for term, weight in weights.items() if surely_holds(term, name))


def _likeness(weights: Mapping[str, float], name: str) -> float:
    return sum(weight * match_strength(term, name) for term, weight in weights.items())


def _blocks(document: SourceDocument) -> list[_Block]:
    """Return the paper as a whole and its sections."""
    title = fold(document.facts.title)
    named = (
        _Block(document, section, fold(section.heading), fold(" ".join((title, *section.path))))
        for section in document.sections
    )
    return [_Block(document, None, title, title), *named]


def _told(block: _Block, remedy: bool) -> tuple[tuple[int, int], ...]:
    """Return the points of a block, behind its heading; of a remedy a short section without points whole; none for no such."""
    document, section, sections = block.document, block.section, block.document.sections
    if section is None:
        top = min((one.level for one in sections), default=0)
        highest = [one for one in sections if one.level == top]
        return _points(document, highest, 0, len(document.text)) or (_short_paper(document) if not sections else ())
    under = [one for one in sections if one.level == section.level + 1 and section.start < one.start < section.end]
    points = _points(document, under, section.start, section.end)
    if not points and remedy:
        points = _short(document.text, section.start, section.end)
    head = split_sentences(document.text[section.start : section.end], section.start)[0]
    return ((head.start, head.end), *points) if points else ()


def _means_one_point(weights: Mapping[str, float], block: _Block, told: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a question names one of several short heads of a paper: 师资 of 「联校制在师资上是怎么联的」."""
    heads = [fold(block.document.text[start:end]) for start, end in told if end - start <= LONGEST_SHORT_HEAD]
    if block.section is not None or len(heads) <= FEWEST_POINTS:
        return False
    rest = [term for term in weights if len(term) > 1 and not surely_holds(term, block.named)]
    return sum(any(surely_holds(term, head) for term in rest) for head in heads) == 1


def _points(document: SourceDocument, under: Sequence[Section], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return heads and what they say of the points within a piece of a paper; none where it has fewer than two."""
    counted = [section for section in under if is_numbered(section.heading)]
    if under and not counted and (run := _run(document.text, start, end)):
        # 「在推进过程中，主要抓了以下几点：」 heads the run, and is no point itself.
        return run
    told = [s for s in counted or under if not _heads_other(s.heading)]
    if len(told) >= FEWEST_POINTS:
        said = MOST_OF_FEW if len(told) <= FEW_POINTS else MOST_OF_MANY
        return tuple(span for section in told[:MOST_POINTS] for span in told_spans(document.text, section)[:said])
    if under:
        # A run may stand before the only heading within a section.
        return _run(document.text, start, under[0].start) if len(under) == 1 else ()
    text = document.text
    run = _run(text, start, end)
    # 「工作中，一抓宣传，……」 opens its paragraph; 「拓宽渠道补充教师。一是……」 is one of several paragraphs.
    if run and not _opens_its_paragraph(text, run[0][0]):
        run = _headed_paragraphs(text, start, end) or run
    return run or _headed_paragraphs(text, start, end) or _short_heads(text, start, end)


def _opens_its_paragraph(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _heads_other(heading: str) -> bool:
    """Tell whether a heading is of something else than what was done; 「医养结合，把短板补齐」 is of that."""
    plain = heading.rstrip("。：:")
    put_right = _PUT_RIGHT.search(heading) and (_IS_PUT_RIGHT.search(plain) or not _NOT_PUT_RIGHT.search(plain))
    return bool(_HEADS_OTHER.search(heading)) and not put_right


def _headed_paragraphs(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return head and first sentence of the paragraphs that open with a short sentence; none where fewer than two do."""
    spans: list[tuple[int, int]] = []
    count = others = 0
    at = text.find("\n", start, end) + 1 or end
    while at < end:
        close = text.find("\n", at, end)
        close = end if close < 0 else close
        sentences = split_sentences(text[at:close], at)
        if len(sentences) > 1 and _heads_a_point(sentences[0].text) and count < MOST_POINTS:
            count += 1
            spans += [(sentence.start, sentence.end) for sentence in sentences[:2]]
        elif sentences and count:
            others += 1
        at = close + 1
    return tuple(spans) if count >= FEWEST_POINTS and others <= count else ()


def _short_heads(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return sentences of a few characters, each with the one behind it: 「新建一批。2017年以来……扩建一批。……」; none for fewer than three."""
    said = split_sentences(text[start:end], start)
    heads = [
        n
        for n, sentence in enumerate(said[:-1])
        if SHORTEST_HEAD < len(sentence.text) <= LONGEST_SHORT_HEAD
        and sentence.text.endswith("。")
        and len(said[n + 1].text) > LONGEST_SHORT_HEAD
        and not _heads_other(sentence.text)
        and not is_run_item(sentence.text)
    ]
    # 「成绩来之不易。」 and 「形势依然严峻。」 head nothing: the heads of one list end alike.
    alike = len({said[n].text[-2] for n in heads}) == 1
    if not alike or not FEWEST_POINTS < len(heads) <= MOST_POINTS:
        return ()
    return tuple((said[k].start, said[k].end) for n in heads for k in (n, n + 1))


def _run(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the items of a run, 一是……二是……, where a piece of a paper holds only one that tells of no difficulties."""
    sentences = split_sentences(text[start:end], start)
    for first_of, item_of in _RUNS:
        firsts = [n for n, sentence in enumerate(sentences) if first_of.search(sentence.text)]
        meant = [n for n in firsts if not _of_another(sentences, n)]
        if len(meant) != 1:
            continue
        run = sentences[meant[0] : next((n for n in firsts if n > meant[0]), len(sentences))]
        items = [run[0], *(sentence for sentence in run[1:] if item_of.match(sentence.text))]
        if not FEWEST_POINTS < len(items) <= MOST_POINTS:
            continue
        if sum(len(item.text) for item in items) < SHORT_ITEM * len(items):
            # 「一是多渠道补充教师。」, and behind it how.
            items = shortened_run([sentence for sentence in run if ends_sentence(sentence.text)])
        return tuple((sentence.start, sentence.end) for sentence in items)
    return ()


def _of_another(sentences: Sequence[Sentence], n: int) -> bool:
    """Tell whether a run is announced, in its own first sentence or the one before it, as something else: 「困难：一是……」."""
    lead = re.split("一是|第一", sentences[n].text, maxsplit=1)[0]
    before = lead or (sentences[n - 1].text if n else "")
    # 「对存在问题，实行清单管理、限期销号。」 heads what is done about them.
    other = _HEADS_OTHER.search(before) is not None and not _IS_BEING_PUT_RIGHT.search(before)
    return len(before) <= LONGEST_HEAD and other


def _short(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a short section behind its heading; none of a longer one."""
    said = split_sentences(text[start:end], start)[1:]
    return tuple((sentence.start, sentence.end) for sentence in said) if len(said) <= SHORT_SECTION else ()


def _short_paper(document: SourceDocument) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a short paper, its title and signature left out; none of a longer one."""
    said = [s for s in split_sentences(document.text) if ends_sentence(s.text)]
    short = FEWEST_POINTS < len(said) <= SHORT_PAPER and sum(len(s.text) for s in said) <= LONGEST_SHORT_PAPER
    return tuple((s.start, s.end) for s in said) if short else ()


def _heads_a_point(text: str) -> bool:
    return SHORTEST_HEAD <= len(text) <= LONGEST_HEAD and not re.search("[：:]", text) and not _heads_other(text)
