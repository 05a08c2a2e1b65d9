"""Of what stands under a heading, or beside what answers best, only what the question asks about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.evidence import Evidence, is_heading, with_its_surroundings
from assistant.matching import surely_holds
from assistant.question import Question
from assistant.runs import opens_a_run, whole_run
from assistant.spoken import plainly
from corpus.figures import number_of
from corpus.sentences import paragraph_span, split_sentences
from corpus.synonyms import wordings_of
from corpus.tokenizer import fold

# One piece of a list is meant where it has so much of what the heading does not say, and few others have nearly as much.
MEANT, NEARLY = 0.5, 0.8
# A sentence that counts what it names is looked for among so many.
LOOKED_THROUGH, REACH = 8, 200
AS_GOOD = 0.9
# Those for whom something is done are named with no more: 「对家庭经济困难学生，」.
LONGEST_GROUP, MOST_FOR_THEM = 12, 4
_ASKED = re.compile(
    r"哪(?P<n>[二三四五六七八九十两]|\d{1,2}|几|些)(?P<kind>个|种|类|项|条|大|步|张|方面)?(?P<of>[\u4e00-\u9fff]{2})?"
)
_COUNTED = re.compile(
    r"(?P<n>[二三四五六七八九十两]|(?<![\d.])\d{1,2}(?![\d.]))(?![是要、])(?:个|种|项|类|条|大|步|张|方面|名|位)?(?P<of>[\u4e00-\u9fff]{0,6})"
)
_COUNTED_THINGS = re.compile(
    r"(?:[二三四五六七八九十两]|\d{1,2})(?:大|个|项|条|方面|点|件|把|句|招|步|道)(?:方面的)?[\u4e00-\u9fff]{2,4}?(?=[，,]?(?:分别|都|具体|各)*(?:是|有|为|指|叫|包括|包含)*(?:什么|哪))"
)
_WHICH_SO_MANY = re.compile(
    r"哪(?:[二三四五六七八九十两]|\d{1,2})(?:大|个|项|条|点|种|方面|件|把|句|招|道)[\u4e00-\u9fff]{2}|(?:哪)?[二三四五六七八九十两]场(?:硬|攻坚)?仗"
)
# 「我们从三件小事做起：第一，……」
_GOES_ON_TO_TELL = re.compile(r"^[\u4e00-\u9fff]{0,4}[:：](?=第一|一是|一要|首先)")
_FOR_WHOM = re.compile(
    r"(?:对|针对|面向)(?P<group>[^，。？对]{3,14}?)(?:都|又|是|要|应|该)*(?:怎么|怎样|如何|采取|有(?:什么|哪些))"
)
_TOLD_FOR_WHOM = re.compile(
    r"(?:^|[：:；;，,。])(?:[一二三四五六七八九十]是)?(?:对|针对|面向)(?:于)?(?P<group>[^，,。；;]{2,16})[，,]"
)
_NOT_DONE = re.compile(r"(?:没有?|未|尚未|不)(?P<deed>[\u4e00-\u9fff]{2})的(?:分别|都|主要)?(?:是|有)哪")
_FIRST_NUMBER = re.compile(r"[二三四五六七八九十两]|\d{1,2}")
_IS_A_ROW = re.compile(r"[”」]?(?:是|为|即|包括)?[:：]?[^。；;，]*")
_CLAUSE_ENDS = re.compile(r"[，。；：,;:]")


def singled_out(weights: Mapping[str, float], pieces: list[Evidence], opener: str) -> list[Evidence]:
    """Return the pieces of a list that hold what the question names beyond the words of its heading; all where none does.

    「全县小学是什么布局」 finds the heading 「做好中小学布局调整」; of the sentences under it one is about the 小学.

    Args:
        weights: how telling each word of the question is.
        pieces: what stands under the heading.
        opener: the heading.
    """
    # What is said of 中小学 is not yet said of 小学.
    head = fold(opener).replace("中小学", "，")
    rest = {term: weight for term, weight in weights.items() if not surely_holds(term, head)}
    held = [sum(weight for term, weight in rest.items() if surely_holds(term, fold(piece.text))) for piece in pieces]
    most = max(held, default=0.0)
    meant = [piece for piece, here in zip(pieces, held, strict=True) if here >= NEARLY * most]
    if most < MEANT * sum(rest.values()) or not most or 2 * len(meant) > len(pieces):
        return pieces
    return _with_their_clauses(meant, pieces)


def _with_their_clauses(meant: list[Evidence], pieces: list[Evidence]) -> list[Evidence]:
    """Return pieces with their headings, and with what goes on behind them: 「未达标的2项分别是：……；……。」"""
    kept: list[Evidence] = []
    for piece in pieces:
        goes_on = bool(kept) and kept[-1].text.endswith(("；", ";")) and kept[-1].end == piece.start
        heads = is_heading(piece) and any(piece.section == one.section for one in meant)
        if piece in meant or goes_on or heads:
            kept.append(piece)
    return kept


def enumerated(question: Question, found: Sequence[Evidence]) -> Evidence | None:
    """Return the sentence that names as many things as it counts, where these are asked for; None where there is none.

    「远程影像、心电、检验、病理、消毒供应五大共享中心」 for 「哪五个共享中心」.
    """
    asked = _ASKED.search(plainly(question.text))
    if asked is None:
        return None
    count = 0 if asked["n"] in "几些" else number_of(asked["n"])
    of = asked["kind"] if asked["kind"] == "步" else asked["of"] or asked["kind"]
    # 「分成哪几类」: 「……档案管理规则」 has most of the question, and names no kinds of it.
    by_kind = not asked["of"] and not count
    told = [p for p in found if not by_kind or p.text.endswith(("。", "；", ";"))] or list(found)
    counting: list[Evidence] = []
    for piece in told[:LOOKED_THROUGH]:
        if piece.document is not told[0].document or not piece.names_held or piece.score < AS_GOOD * told[0].score:
            continue
        for match in _COUNTED.finditer(piece.text):
            n = number_of(match["n"])
            of_them = any(term in match[0] or (match["of"] and match["of"][:2] in term) for term in question.terms)
            counts_it = n == count and of_them if count else bool(of) and of in match[0]
            if counts_it and _names_so_many(piece.text, match, n):
                counting.append(piece)
                break
    # 「城区建有三个学区」, 「农村建有四个学区」: neither is all of them.
    return counting[0] if counting and (count or len(counting) == 1) else None


def of_its_group(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentence that says what is done for just those whom the question names; none where none opens with them.

    「对厌学学生，开设职业体验班」 for 「对厌学的学生是怎么帮扶的」.
    """
    asked = _FOR_WHOM.search(question.text)
    words = [term for term in question.terms if asked and term in asked["group"] and len(term) > 1]
    if not words:
        return []
    # What is done for them, 帮扶, papers say in other words.
    before = question.text[: asked.end()] if asked else ""
    others = [term for term in question.terms if term not in words and len(term) > 1 and term in before]
    for piece in best[:LOOKED_THROUGH]:
        for told in _TOLD_FOR_WHOM.finditer(piece.text):
            here = fold(with_its_surroundings(piece))
            # 「对薄弱学校在考核上是怎么改的」 asks for no more than is said of 考核.
            if len(told["group"]) > LONGEST_GROUP:
                continue
            if all(surely_holds(word, fold(told["group"])) for word in words) and all(
                surely_holds(other, here) for other in others
            ):
                return [piece, *_goes_on_for_them(piece)]
    return []


def _goes_on_for_them(piece: Evidence) -> list[Evidence]:
    """Return what a paragraph goes on to say of those of whom a sentence speaks, up to where it turns to others."""
    text = piece.document.text
    told: list[Evidence] = []
    group = _TOLD_FOR_WHOM.search(piece.text)
    for sentence in split_sentences(text[piece.end : paragraph_span(text, piece.start, piece.end)[1]], piece.end):
        other = _TOLD_FOR_WHOM.match(sentence.text)
        if other and group and other["group"] != group["group"]:
            break
        told.append(replace(piece, start=sentence.start, end=sentence.end))
    return told[:MOST_FOR_THEM]


def left_undone(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentence that says which was not done, where that is asked: 「未完成的是县城第二水源地建设」; none for none."""
    asked = _NOT_DONE.search(question.text)
    if asked is None:
        return []
    told = re.compile(
        rf"(?:未|没有?|尚未|不){re.escape(asked['deed'])}的[^，。；]{{0,4}}?(?:分别|主要)?(?:是|为|有|：)(?!\d)"
    )
    for piece in best[:LOOKED_THROUGH]:
        start, end = paragraph_span(piece.document.text, piece.start, piece.end)
        for sentence in split_sentences(piece.document.text[start:end], start):
            if told.search(sentence.text):
                return [replace(piece, start=sentence.start, end=sentence.end)]
    return []


def counted_run(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the run of items that a sentence opens with the very number and noun of the question; none where none does.

    「我们可能存在四大问题：一是生源问题。……」 for 「四大问题分别是什么」.
    """
    text = plainly(question.text)
    asked = _COUNTED_THINGS.search(text) or _WHICH_SO_MANY.search(text)
    if asked is None:
        return []
    # 「哪四大问题」 are 四大问题.
    name = asked[0].removeprefix("哪")
    # 「四大毛病」 are 四大问题 in the paper.
    names = (name, *(name[:-2] + noun for noun in wordings_of(name[-2:])))
    if name.endswith("仗"):
        # 「五场仗」 are 五场硬仗.
        names = tuple(f"{name[:2]}{hard}仗" for hard in ("硬", "", "攻坚"))
    # A sentence that only counts them has too little of the question to be found by it.
    counting = (
        replace(piece, start=sentence.start, end=sentence.end)
        for piece in found[:1]
        for sentence in split_sentences(piece.document.text)
        if any(called in sentence.text for called in names)
    )
    for piece in itertools.chain(found[:LOOKED_THROUGH], counting):
        for called in names:
            _, counted, behind = piece.text.partition(called)
            behind = _GOES_ON_TO_TELL.sub("", behind)
            if counted and opens_a_run(behind):
                return whole_run(replace(question, kind="list"), [piece])
            if counted and (first := _opened_behind(piece, behind)) is not None:
                # 「第二，……抓住五个关键环节。」 is itself one of another run.
                run = whole_run(replace(question, kind="list"), [first])
                return run if piece in run else [piece, *run]
            row, number = _IS_A_ROW.match(behind), _FIRST_NUMBER.match(called)
            if counted and row and number and row[0].count("、") + 1 == number_of(number[0]):
                # 「五个统一是：统一章程、……、统一考核评价」
                return [piece]
    return []


def _opened_behind(piece: Evidence, behind: str) -> Evidence | None:
    """Return the first item of the run behind a sentence that ends with what it counts: 「打好四场硬仗。」, 「一要打好……」."""
    following = split_sentences(piece.document.text[piece.end : piece.end + REACH], piece.end)[:1]
    if len(behind) > 2 or not following or not opens_a_run(following[0].text):
        return None
    return replace(piece, start=following[0].start, end=following[0].end)


def _names_so_many(text: str, counted: re.Match[str], n: int) -> bool:
    """Tell whether right before or behind a number as many things are named as it counts."""
    before = _CLAUSE_ENDS.split(text[: counted.start()].rstrip("”“」「’‘ 等这的"))[-1]
    if before.count("、") + 1 == n > 1:
        return True
    # 「包括脱贫不稳定户、边缘易致贫户和突发严重困难户三类」
    if before.count("、") + 2 == n and re.search(r"、[^、]{2,}(?:和|以及|及)[^、]{2,}$", before):
        return True
    behind = re.match(r"[”」]?[：:，,—]*(?:即|是|为|包括|分别(?:是|为))?(?P<run>[^。；;]*)", text[counted.end() :])
    assert behind is not None
    if opens_a_run(behind["run"]) or behind["run"].startswith("一是"):
        return False
    return behind["run"].count("、") + 1 == n > 1
