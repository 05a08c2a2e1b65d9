"""Find why: the sentence that gives the reason, with the one before it where that says of what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant.asked_words import content_terms
from assistant.evidence import Evidence, is_heading
from assistant.matching import holds, match_strength
from assistant.question import Question
from assistant.runs import FIRST_INSIDE, MOST_SENTENCES, RUN_ITEM, opens_a_run, shortened_run, whole_run
from assistant.surroundings import above_in_paragraph
from corpus.context import is_run_item
from corpus.layout import is_numbered
from corpus.schema import Section
from corpus.sentences import Sentence, paragraph_span, split_sentences
from corpus.tokenizer import fold

# Of the question so much must stand in the reason's sentence, or in the one that it explains.
ENOUGH_OF_THE_REASON = 0.55
WEIGHED = 16
# What a paper asks itself goes before what only has the words.
ITS_OWN_QUESTION, ENOUGH_OF_ITS_OWN = 0.35, 0.4
# 「防返贫方面，要盯住……」 turns to another matter.
_TURNS_TO = re.compile(r"(?!一方面|另一方面|两方面|各方面)[\u4e00-\u9fff]{2,8}(?:方面|工作上)[，,]")
REACH_OF_AN_ANSWER, SENTENCES_OF_AN_ANSWER = 1_000, 5
BEHIND, BY_ITS_HEADING = 2, 0.15
# So short a numbered sentence that has so much of the question heads what explains it.
SHORT_HEAD, SURELY = 24, 0.85
MOST_CLAUSES = 4
# A paper's own question is the one asked where so much of each stands in the other.
LOOKED_AT, ENOUGH_OF_THE_SAME, MOST_OF_THEM = 6, 0.65, 0.6
BY_ITS_PARAGRAPH, BY_CONTEXT = 0.75, 0.6
_REASON_WORDS = frozenset("原因 成因 缘故 缘由 根源 理由 是因为 因为 由于 为什么 症结".split())
# 因地质灾害; not 因地制宜, 原因, 因素.
_BECAUSE = r"(?<![原成起诱病基近])因(?!此|而|地制宜|时制宜|地施策|户施策|村施策|人施策|校施策|人而异|势利导|材施教|素|子|特网|果关系|公|病|残|贫|灾|伤)"
_CUE = re.compile(
    r"因为|由于|缘于|源于|出于|之所以|导致|致使|造成|究其|归因|原因|根源|症结|受[^，。；]{1,16}(?:影响|制约|限制)|考虑到|鉴于|针对|不适应|暴露出|[，,](?:缓解|化解|破解|满足|方便|避免|防止)|为了|为(?:解决|破解|化解|缓解|避免|防止|确保|保证)|目的是|旨在|的需要|"
    rf"{_BECAUSE}|[，,]主要(?:是|系|在于)|吸取[^，。；]{{2,20}}教训|担心|顾虑|怕(?:影响|耽误|得罪|麻烦|担责|丢|被|没人|自己|孩子)|所以(?!说)|不够用|原(?!则)[^，。；]{{0,8}}偏[少低小高多]|跟不上|全凭|使得|[，,]故(?:予|此|而|取消|不再|将|作|由|改|调整|增)"
)
_OPENS_WITH_A_CUE = re.compile(
    rf"^(?:究其|其|主要|分析|这|一个|具体)?.{{0,6}}(?:原因|因为|由于|根源|症结)|^{_BECAUSE}|^受.{{1,16}}影响"
)
_ASKS_WHY = re.compile(r"为什么|为何|原因|何以")
# 「为什么要改原来的试行办法」: what explains a regulation says why it was revised, 「问：为什么要修订？」, 「一、修订的必要性」.
_ASKS_WHY_REVISED = re.compile(
    r"(?:为什么|为何|凭什么)?[^，。？]{0,24}(?:修订|修改|重新制定|新修|改[^，。？]{0,12}(?:办法|规定|细则|试行))"
)
_SAYS_WHY_REVISED = re.compile(
    r"(?:为什么|为何)(?:要|会)?[^，。；]{0,12}(?:修订|修改|重新制定)|(?:修订|修改)[^，。；]{0,8}(?:背景|必要性|原因|缘由|目的)"
    r"|(?:原|试行)办法[^，。；]{0,12}(?:暴露|存在|主要有)[^，。；]{0,12}(?:问题|不适应|不足)"
)
# 「为什么小广场议事议得成，主要有三点：一是……」
_SUMS_UP = re.compile(r"[，,]这(?:就|便)?(?:是|成了?|形成)")
_WAS_WRONG = re.compile(r"存在[^。；]{2,60}(?:问题|不足|短板)|已?不(?:能|再|相)?适应")
_IS_REVISED = re.compile(r"(?:进行|予以|作了?|重新)?(?:修订|修改)(?!版|稿)")
_ITS_OWN_WHY = re.compile(r"(?:[一二三四五六七八九十\d]+[、.．])?(?:为什么|为何|之所以)")
_HEADS_REASONS = re.compile(r"背景|原因|成因|根源|症结|必要性")
_REASONS = re.compile(r"原因|成因|根源|症结")


def asks_why(question: Question) -> bool:
    """Tell whether a question asks for reasons: 「为什么……」, 「……的原因有哪些」."""
    return question.kind == "why" or question.listed in ("原因", "成因", "根源")


def asks_itself(text: str) -> bool:
    """Tell whether a sentence is a question of the paper's own: 「问：为什么要制定本条例？」."""
    return text.rstrip().endswith(("？", "?"))


def answered_itself(asked: Evidence) -> list[Evidence]:
    """Return what a paper answers to a question of its own, with the question; none where nothing stands behind it."""
    behind = split_sentences(asked.document.text[asked.end : asked.end + REACH_OF_AN_ANSWER], asked.end)
    said: list[Evidence] = []
    for sentence in behind:
        over = len(said) >= SENTENCES_OF_AN_ANSWER and not said[-1].text.endswith(("；", ";"))
        if asks_itself(sentence.text) or over or (said and _TURNS_TO.match(sentence.text)):
            break
        said.append(_at(asked, sentence))
    section = list(takewhile(lambda s: RUN_ITEM.match(s.text) or not is_numbered(s.text), behind))
    if said and (run := shortened_run(section)) and run[0].start <= said[-1].start:
        # 「怎么搞教研？」, and behind it 一是……四是……
        said = [*(piece for piece in said if piece.start < run[0].start), *(_at(asked, s) for s in run)]
    return [asked, *said] if said else []


def asked_alike(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return what a paper answers to a question of its own that asks the same, with that; none where none does.

    「17.问：认定程序有几步？」, 「答：共五步：……」; 「撂荒地怎么治？」 of a speech. Of several places' figures no such paper tells.
    """
    if question.places and question.is_point:
        return []
    asked = fold(question.text)
    for piece in found[:LOOKED_AT]:
        if not asks_itself(piece.text) or piece.coverage < ENOUGH_OF_THE_SAME:
            continue
        if bool(_ASKS_WHY.search(piece.text)) != asks_why(question):
            # 「为什么难消除？」 is not what is asked by 「怎么破解」.
            continue
        terms = [term for term in content_terms(piece.text) if len(term) > 1]
        held = sum(holds(term, asked) for term in terms)
        if terms and held >= MOST_OF_THEM * len(terms):
            return answered_itself(piece)
    return []


def gives_a_reason(piece: Evidence) -> bool:
    """Tell whether a sentence gives a reason in so many words, or stands under a heading of reasons or background."""
    return _says_why(piece.text) or bool(_HEADS_REASONS.search("".join(piece.section[-1:])))


def reasons(question: Question, weights: Mapping[str, float], found: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that say why, best first found; none where no sentence near enough gives a reason.

    Args:
        weights: how telling each word of the question is.
        found: the sentences that bear on the question, best first.
    """
    if revised := _revised(question, found):
        return revised
    told = {term: weight for term, weight in weights.items() if term not in _REASON_WORDS}
    total = sum(told.values())
    if not total:
        return []
    best: tuple[float, list[Evidence]] = (0.0, [])
    for piece in found[:WEIGHED]:
        for pieces in _explained(piece):
            text = fold(" ".join(one.text for one in pieces))
            first = pieces[0]
            near = fold(above_in_paragraph(first.document.text, first.start))
            above = fold(" ".join((*piece.section, piece.document.full_title)))
            held = sum(
                weight
                * max(
                    match_strength(term, text),
                    BY_ITS_PARAGRAPH * match_strength(term, near),
                    BY_CONTEXT * match_strength(term, above),
                )
                for term, weight in told.items()
            )
            own = asks_itself(pieces[0].text) or _ITS_OWN_WHY.match(pieces[0].text)
            share = held / total
            share += ITS_OWN_QUESTION if own and share >= ENOUGH_OF_ITS_OWN else 0.0
            # What only stands under a heading of reasons gives way to what says why.
            share -= 0.0 if _give_a_reason(pieces) else BY_ITS_HEADING
            if share > best[0]:
                best = (share, pieces)
    held, pieces = best
    if held < ENOUGH_OF_THE_REASON:
        return []
    if not _give_a_reason(pieces):
        # 「一、修订的必要性。」 heads all the reasons.
        return _under(pieces[-1]) or pieces
    whole = _whole(question, pieces[-1])
    return [*(piece for piece in pieces[:-1] if piece.start not in {one.start for one in whole}), *whole]


def _give_a_reason(pieces: Sequence[Evidence]) -> bool:
    """Tell whether a reason is given in so many words; 「存在的问题及原因」 only heads it."""
    return any(_says_why(piece.text) and not is_heading(piece) for piece in pieces)


def _says_why(text: str) -> bool:
    return bool(_CUE.search(text) or _ITS_OWN_WHY.match(text))


def _revised(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return what a paper says of why a regulation was revised; none where none is asked about, or none says it."""
    if not _ASKS_WHY_REVISED.search(question.text):
        return []
    near = {piece.document.doc_id: piece for piece in reversed(found) if piece.coverage >= ENOUGH_OF_THE_REASON}
    for piece in near.values():
        sentences = split_sentences(piece.document.text)
        for sentence, behind in pairwise(sentences):
            if _WAS_WRONG.search(sentence.text) and _IS_REVISED.search(behind.text):
                # 「……但也存在收费不够透明等问题。……对原有政策进行修订。」
                return [_at(piece, sentence), _at(piece, behind)]
        for sentence in sentences:
            if not _SAYS_WHY_REVISED.search(sentence.text):
                continue
            said = _at(piece, sentence)
            if asks_itself(sentence.text):
                return answered_itself(said)
            if run := whole_run(replace(question, kind="list"), [said]):
                return run
            if under := _under(replace(said, start=sentence.end - 1)):
                return under
    return []


def under_their_heading(best: Evidence) -> list[Evidence]:
    """Return what a document says under its heading of reasons; none where it has no such heading."""
    document = best.document
    section = next((s for s in document.sections if _REASONS.search(s.heading) and len(s.heading) <= 20), None)
    if section is None:
        return []
    return _said_under(section, best)


def _under(piece: Evidence) -> list[Evidence]:
    """Return what stands under the heading of reasons that a sentence stands under: the first sentences of it."""
    section = next((s for s in reversed(piece.document.sections) if s.start <= piece.start < s.end), None)
    if section is None or not _HEADS_REASONS.search(section.heading):
        return []
    return _said_under(section, piece)


def _said_under(section: Section, piece: Evidence) -> list[Evidence]:
    """Return the first sentences under a heading of the document that a piece of evidence is of."""
    said = split_sentences(piece.document.text[section.start : section.end], section.start)
    told = [s for s in said if s.text.rstrip("：:。") != section.heading.rstrip("：:。")]
    return [replace(piece, start=s.start, end=s.end, section=section.path) for s in told[:MOST_SENTENCES]]


def _explained(piece: Evidence) -> list[list[Evidence]]:
    """Return a sentence with its reason: in it, behind it, or, where it is itself the reason, with what it explains."""
    text = piece.document.text
    said: list[list[Evidence]] = []
    if asks_itself(piece.text) and _ASKS_WHY.search(piece.text) and (answered := answered_itself(piece)):
        said.append(answered)
    line, line_end = paragraph_span(text, piece.start, piece.end)
    if gives_a_reason(piece):
        before = [s for s in split_sentences(text[line : piece.end], line) if s.end <= piece.start]
        said.append([piece])
        # 「……影响考试成绩；考试成绩不好，反过来影响招生，这是恶性循环。」
        sums_up = bool(before) and before[-1].text.endswith(("；", ";")) and _SUMS_UP.search(piece.text)
        if before and (sums_up or _OPENS_WITH_A_CUE.search(piece.text)):
            said.insert(0, [_at(piece, before[-1]), piece])
    behind = split_sentences(text[piece.end : line_end], piece.end)[:BEHIND]
    if behind and len(piece.text) <= SHORT_HEAD and piece.coverage >= SURELY and is_numbered(piece.text):
        # 「1.隐形变异培训取证难。部分培训转入居民楼……」
        said.append([piece, *(_at(piece, s) for s in behind)])
    for n, sentence in enumerate(behind):
        next_to_it = n == 0 and _CUE.search(sentence.text) and not is_run_item(sentence.text)
        if next_to_it or _OPENS_WITH_A_CUE.search(sentence.text):
            said.append([piece, *(_at(piece, s) for s in behind[: n + 1])])
            break
    return said


def _whole(question: Question, reason: Evidence) -> list[Evidence]:
    """Return a reason with the rest of its run: 「主要有三方面原因。一是……二是……」."""
    text = reason.document.text
    behind = split_sentences(text[reason.end : reason.end + 200], reason.end)[:1]
    if _gives_its_own(reason.text):
        return [reason]
    if opens_a_run(reason.text) or is_run_item(reason.text) or (behind and opens_a_run(behind[0].text)):
        return whole_run(replace(question, kind="list"), [reason]) or [reason]
    if not reason.text.endswith(("；", ";")):
        return [reason]
    # 「主要原因是：施工期仅有6个月；6月发生泥石流；……。」
    told = [reason]
    end = paragraph_span(text, reason.start, reason.end)[1]
    for sentence in split_sentences(text[reason.end : end], reason.end)[:MOST_CLAUSES]:
        told.append(_at(reason, sentence))
        if not sentence.text.endswith(("；", ";")):
            break
    return told


def _gives_its_own(text: str) -> bool:
    """Tell whether an item of a run says itself why, and the run is of other things: 「主要问题：一是……，原因是……；」."""
    item = FIRST_INSIDE.search(text) or RUN_ITEM.match(text)
    return (
        item is not None
        and _CUE.search(text[: item.start()]) is None
        and re.search(r"[，,](?:主要)?原因(?:是|在于)|[，,](?:主要)?是?(?:因为|由于)", text[item.end() :]) is not None
    )


def _at(piece: Evidence, sentence: Sentence) -> Evidence:
    return replace(piece, start=sentence.start, end=sentence.end)
