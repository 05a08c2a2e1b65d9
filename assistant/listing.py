"""Find a list whole: what stands under a heading or a lead-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cells import is_row
from assistant.evidence import Evidence, announces, is_heading
from assistant.matching import surely_holds
from assistant.question import Question
from assistant.runs import (
    LONGEST_LIST,
    MOST_SENTENCES,
    RUN_ITEM,
    opens_a_run,
    shortened_run,
)
from corpus.schema import Section
from corpus.sections import path_at
from corpus.sentences import Sentence, paragraph_span, split_sentences
from corpus.tokenizer import fold, is_naming

_SIGNED = re.compile(
    r"^(?:[（(][^（）()]*(?:供稿|来稿|撰稿)[^（）()]*[）)]|\d{4}年\d{1,2}月\d{1,2}日|.{2,20}(?:政府|局|委员会|办公室|委|中心))$"
)
LONGEST_ITEM = 150
# Aspects told as short sentences that all end with the same word.
LONGEST_ALIKE, FEWEST_ALIKE, LONGEST_TOLD = 16, 3, 600
_ASPECTS = re.compile(r"哪(?:几|些|[二两三四五六])个?方面|(?:怎么|如何|怎样)(?:做到|做|体现|实现|向)")
# Where a section's points are asked for and not only their names, so many sentences tell each.
SAID_OF_AN_ITEM = 2
_ANNOUNCES_THEM = re.compile(r"(?:以下|下列|如下)(?:[\u4e00-\u9fff]{0,4}?(?P<what>[\u4e00-\u9fff]{2}))[：:]$")
# 「概括起来就是“撤、并、转、管”四个字。」, and each told within so many characters behind it
_ROW_IN_QUOTES = re.compile(r"[“\"](?P<names>[\u4e00-\u9fff]{1,6}(?:[、，][\u4e00-\u9fff]{1,6}){1,7})[”\"]")
REACH_OF_NAMES = 1_500
_SKELETON = re.compile(
    r"总体(?:进展|情况|要求)|基本情况|(?:主要|工作)(?:做法|措施|成效|任务|目标)|存在(?:的)?(?:主要)?(?:问题|差距|不足|困难)|下一?步|打算$|建议$|保障措施|组织(?:领导|保障)|指导思想|背景"
)
_ITEM_OF_A_LIST = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]")
_ANNOUNCES_CASES = re.compile(r"下列|以下|如下|之一")
# A list is announced so near above its items.
REACH_ABOVE = 600
FEWEST_BESIDE = 2
_ASKS_STAGES = re.compile(r"(?:几|[两三四五六七])个?(?P<of>阶段|步骤|环节)")


def items_ending_alike(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the short sentences that end with a word of the question, where its aspects are asked for; none for fewer than three.

    「领导力量倾斜。……办学经费倾斜。……教学研究倾斜。」 for 「从哪几个方面倾斜」.
    """
    if not evidence or not _ASPECTS.search(question.text):
        return []
    best = evidence[0]
    sentences = split_sentences(best.document.text)
    for term in reversed(question.terms):
        if len(term) != 2 or term not in best.text:
            continue
        ending = [
            s
            for s in sentences
            if len(s.text) <= LONGEST_ALIKE and re.search(rf"{term}[。：:；;]?$", s.text) and not RUN_ITEM.match(s.text)
        ]
        if len(ending) < FEWEST_ALIKE:
            continue
        named = next((s for s in ending if s.text[: s.text.rindex(term)] in question.text), None)
        if named is None:
            return [at_its_place(best, sentence) for sentence in ending]
        # 「在教学研究上怎么倾斜」 asks for one of them.
        told = [s for s in sentences if named.start <= s.start <= named.start + LONGEST_TOLD]
        after = next((n for n, s in enumerate(told) if n and (s in ending or RUN_ITEM.match(s.text))), len(told))
        return [at_its_place(best, sentence) for sentence in told[: min(after, MOST_SENTENCES)]]
    return []


def at_its_place(piece: Evidence, sentence: Sentence) -> Evidence:
    """Return a sentence of the document of a piece, under the headings where it stands."""
    section = path_at(piece.document.sections, sentence.start)
    return replace(piece, start=sentence.start, end=sentence.end, section=section)


def _item_span(text: str, section: Section) -> tuple[int, int]:
    """Return the whole of a short item of a list, the first sentence of a long one."""
    whole = text[section.start : section.end].rstrip()
    if len(whole) <= LONGEST_ITEM and "\n" not in whole:
        return section.start, section.start + len(whole)
    first = split_sentences(text[section.start : section.end], section.start)[0]
    return first.start, first.end


def told_spans(text: str, section: Section) -> list[tuple[int, int]]:
    """Return a short item whole; of one with a heading line of its own, the heading and the first of what it says."""
    start, end = _item_span(text, section)
    said = split_sentences(text[end : section.end], end)[:SAID_OF_AN_ITEM]
    return [(start, end), *((s.start, s.end) for s in said if not _SIGNED.match(s.text))]


OPENS_CLAUSES = re.compile(r"[：:][^：:]*[；;]$")
# 「须同时符合下列条件：……；……。」, 「分成三段：……；……。」
_COUNTS_CLAUSES = re.compile(
    r"(?:(?:下列|以下|如下)[^，。；：:]{0,6}|分别|(?<![二三四五六七八九十两\d])[二三四五六七八九十两\d]++(?:个|项|条|种|类|段|步|方面|点|大)?[^，。；：:\d]{0,6}|包括|主要[有是])[：:]|^[”」]?(?:即|分别)[：:]"
)


def whole_of_items(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the whole list of which one item answers best, where a sentence above announces it: 「有下列情形之一的，应当入库：」."""
    if question.kind != "list" or not evidence or not _ITEM_OF_A_LIST.match(evidence[0].text):
        return []
    item = evidence[0]
    text = item.document.text
    reach = max(0, item.start - REACH_ABOVE)
    above = split_sentences(text[reach : item.start], reach)
    announced = next((s for s in reversed(above) if not _ITEM_OF_A_LIST.match(s.text)), None)
    if announced is None or not announced.text.endswith(("：", ":")) or not _ANNOUNCES_CASES.search(announced.text):
        return []
    behind = split_sentences(text[announced.end :][: REACH_ABOVE * 2], announced.end)
    items: list[Sentence] = []
    for sentence in behind[:LONGEST_LIST]:
        if not _ITEM_OF_A_LIST.match(sentence.text):
            break
        items.append(sentence)
    return (
        [at_its_place(item, announced), *(at_its_place(item, sentence) for sentence in items)] if len(items) > 1 else []
    )


def colon_list(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the clauses of a list that a sentence opens behind a colon and ；sets apart: 「困难主要是：……；……；……。」"""
    if not evidence or not OPENS_CLAUSES.search(evidence[0].text):
        return []
    counts = _COUNTS_CLAUSES.search(evidence[0].text) or _heads_clauses(question, evidence[0].text)
    if question.kind != "list" and (not counts or opens_a_run(evidence[0].text)):
        return []
    best = evidence[0]
    behind = best.document.text[best.end : paragraph_span(best.document.text, best.start, best.end)[1]]
    items = [best]
    for sentence in split_sentences(behind, best.end)[:LONGEST_LIST]:
        items.append(at_its_place(best, sentence))
        if sentence.text.endswith("。"):
            break
    return items if len(items) >= 2 else []


def _heads_clauses(question: Question, text: str) -> bool:
    """Tell whether the clause right before a colon has a word of the question: 「突出分类指导：对隔代抚养家庭，……；」."""
    head = re.split(r"[，,。；;]", re.split(r"[：:]", text)[0])[-1]
    return question.kind == "how" and any(len(term) > 1 and term in head for term in question.terms)


def opened(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what a heading or a sentence that announces a list stands for: the items or the text under it.

    For 「五条原则是什么」 the heading 「五条原则：」 covers the question best and says nothing; what it heads does.
    """
    if question.kind == "definition":
        return []
    opener = next((piece for piece in evidence[:4] if announces(piece) or is_heading(piece)), None)
    if opener is not None and question.kind == "list" and not announces(opener):
        # 「有下列情形之一的，不予救助：」 says more than 「第三章　救助方式与标准」.
        more = (piece for piece in evidence[:4] if announces(piece) and piece.coverage > opener.coverage)
        opener = next(more, opener)
    if opener is None or (opener is not evidence[0] and question.kind != "list"):
        return []
    text = opener.document.text
    sections = opener.document.sections
    around = [s for s in sections if s.start <= opener.start < s.end]
    section = around[-1] if around else None
    if siblings := _siblings(question, opener, section):
        return siblings
    end = min(opener.end + 4000, section.end if section is not None else len(text))
    if is_heading(opener) and section is not None:
        inner = [s for s in sections if section.start < s.start < section.end and s.level == section.level + 1]
        named = [s for s in inner if question.listed and _ends_with(s.heading, question.listed)]
        # 「坚持优质发展原则」 and 「坚持特色发展原则」 are principles, 「保障机制」 behind them is none.
        inner = named if len(named) >= 2 else inner
        announcing = next((p for s in inner if (p := _announcing(question, opener, s)) is not None), None)
        if announcing is not None:
            return opened(question, [announcing])
        if question.kind == "list" and sum(bool(_SKELETON.search(s.heading)) for s in inner) >= 2:
            # 「一、总体进展」, 「三、主要措施」, 「四、存在的差距」 are how every report is built.
            return []
        if len(inner) >= 2:
            return [opener] + [
                replace(opener, start=start, end=end, section=s.path)
                for s in inner[:LONGEST_LIST]
                for start, end in ([_item_span(text, s)] if question.kind == "list" else told_spans(text, s))
            ]
    items: list[Evidence] = []
    most = LONGEST_LIST if announces(opener) or question.kind == "list" else MOST_SENTENCES
    under = split_sentences(text[opener.end : end], opener.end)
    if question.kind == "how" and len(under) > most and (run := shortened_run(under)):
        # 「二、打破壁垒」, and under it 一是……四是……: none of them is left out.
        under, most = run, LONGEST_LIST
    for sentence in under:
        if len(items) >= most:
            break
        if items and announces(opener) and _announces_another(text, sentence, items[-1]):
            break
        if not _SIGNED.match(sentence.text) and (is_row(sentence.text) or not sentence.text.startswith("|")):
            items.append(replace(opener, start=sentence.start, end=sentence.end))
    return [opener, *items] if items else []


def section_told(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the whole of a short section whose heading, and a sentence of which, are among what answers best."""
    best = evidence[0]
    heading = next((piece for piece in evidence[:4] if is_heading(piece) and piece.document is best.document), None)
    if heading is None or is_heading(best):
        return []
    section = next((s for s in reversed(best.document.sections) if s.start <= best.start < s.end), None)
    if section is None or not section.start <= heading.start < section.end:
        return []
    said = split_sentences(best.document.text[section.start : section.end], section.start)
    return [at_its_place(best, sentence) for sentence in said] if len(said) <= MOST_SENTENCES + 1 else []


def _announcing(question: Question, opener: Evidence, section: Section) -> Evidence | None:
    """Return the sentence of a section that announces a list of what its heading names; None where it has none.

    「第三章　交流方式」, and under it 「第十条　交流轮岗采取以下方式：」.
    """
    first = split_sentences(opener.document.text[section.start : section.end], section.start)[:1]
    named = _ANNOUNCES_THEM.search(first[0].text) if question.kind == "list" and first else None
    if named is None or named["what"] not in opener.text:
        return None
    return replace(opener, start=first[0].start, end=first[0].end, section=section.path)


def _announces_another(text: str, sentence: Sentence, before: Evidence) -> bool:
    """Tell whether a line by itself announces the next thing: 「我区集团办学的指导思想是：」 behind a list of groups."""
    alone = text[: sentence.start].endswith("\n") and text[sentence.end : sentence.end + 1] in ("", "\n")
    return alone and sentence.text.endswith(("：", ":")) and not announces(before)


def _siblings(question: Question, opener: Evidence, section: Section | None) -> list[Evidence]:
    """Return the headings beside one that names what is listed: 「（一）宣传启动阶段」 for 「分几个阶段」."""
    if section is None or not is_heading(opener) or question.kind != "list":
        return []
    return next((row for noun in question.terms if (row := _beside(opener, section, noun))), [])


def _beside(piece: Evidence, section: Section, noun: str) -> list[Evidence]:
    """Return a heading that ends with a noun, and those beside it that do; none for fewer than two."""
    if not _ends_with(section.heading, noun):
        return []
    beside = [
        s
        for s in piece.document.sections
        if s.level == section.level and s.path[:-1] == section.path[:-1] and _ends_with(s.heading, noun)
    ]
    if len(beside) < FEWEST_BESIDE:
        return []
    spans = ((*_heading_span(piece.document.text, s), s.path) for s in beside[:LONGEST_LIST])
    return [replace(piece, start=start, end=end, section=path) for start, end, path in spans]


def told_by_its_names(question: Question, chosen: Sequence[Evidence]) -> list[Evidence]:
    """Return a sentence that names in quotation marks what follows, with what tells each: 「“撤、并、转、管”四个字。“撤”，就是……」."""
    if question.kind not in ("how", "list", "definition") or not chosen:
        return []
    first = chosen[0]
    row = _ROW_IN_QUOTES.search(first.text)
    if row is None:
        return []
    names = re.split("[、，]", row["names"])
    behind = split_sentences(first.document.text[first.end : first.end + REACH_OF_NAMES], first.end)
    told = [next((s for s in behind if _opens_with_name(s.text, name)), None) for name in names]
    found = [sentence for sentence in told if sentence is not None]
    if len(found) < len(names):
        return []
    return [first, *(at_its_place(first, sentence) for sentence in found)]


def _opens_with_name(text: str, name: str) -> bool:
    return re.match(rf"[“\"]?{re.escape(name)}[”\"]?(?:[，,：:]|就是|即|是指)", text) is not None


def headed_alike(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the headings that end with what is counted: 「（一）宣传启动阶段」, ……, for 「分哪几个阶段」; none for fewer than two.

    Their paper is the only one on the matter, by its title, that has such headings.
    """
    asked = _ASKS_STAGES.search(question.text)
    if asked is None or question.kind != "list":
        return []
    rows: list[list[Evidence]] = []
    named = [term for term in question.terms if len(term) > 1 and is_naming(term) and term != asked["of"]]
    for piece in {piece.document.doc_id: piece for piece in found}.values():
        if any(not surely_holds(term, fold(piece.document.facts.title)) for term in named):
            continue
        for section in piece.document.sections:
            if row := _beside(piece, section, asked["of"]):
                rows.append(row)
                break
    return rows[0] if len(rows) == 1 else []


def _ends_with(heading: str, noun: str) -> bool:
    """Tell whether a heading is one of the things that a noun names, its dates in brackets left out."""
    return re.sub(r"[（(][^（）()]*[）)][。：:]?$", "", heading).endswith(noun)


def _heading_span(text: str, section: Section) -> tuple[int, int]:
    first = split_sentences(text[section.start : section.end], section.start)[0]
    return first.start, first.end
