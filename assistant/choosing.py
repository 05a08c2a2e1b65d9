"""Choose, of weighed sentences, those that an answer is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.evidence import WORTH_SHOWING, Evidence, announces, is_heading, is_plan, repeats_title
from assistant.finding import EvidenceFinder
from assistant.question import Question
from corpus.layout import is_numbered
from corpus.schema import Section
from corpus.sentences import split_sentences

_ASKS_PLAN = re.compile(r"计划|目标|打算|将|要|拟|预计|力争|到20\d\d年|达到")
_SIGNED = re.compile(r"^(?:\d{4}年\d{1,2}月\d{1,2}日|.{2,20}(?:政府|局|委员会|办公室|委|中心))$")
MOST_SENTENCES = 6
LONGEST_LIST = 30
LONGEST_ITEM = 150
# The items of a run stand within so many sentences.
REACH = 30


def choose(question: Question, finder: EvidenceFinder, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that the answer is made of, best first; none where nothing suffices."""
    best = [evidence for evidence in found if finder.suffices(evidence)]
    if not best:
        return []
    if question.kind == "why" and (reasons := _reasons(best[0])):
        return reasons
    if question.kind in ("how", "why", "general"):
        # A title says what a paper is about, and nothing of it.
        best = [piece for piece in best if not repeats_title(piece)] or best
        found = [piece for piece in found if not repeats_title(piece)]
    floor = max(WORTH_SHOWING, 0.8 * best[0].coverage)
    if question.is_point:
        done = [evidence for evidence in best if not is_plan(evidence)]
        if done and not _ASKS_PLAN.search(question.text):
            best = done
        chosen = [evidence for evidence in best if evidence.score >= 0.85 * best[0].score]
        return one_per_place(chosen) if not question.places else _agreeing(chosen)
    chosen = [evidence for evidence in found if evidence.coverage >= floor and evidence.score >= 0.75 * best[0].score]
    return (
        _whole_run(question, chosen)
        or _opened(question, chosen)
        or _of_the_very_thing(question, chosen)[:MOST_SENTENCES]
    )


def one_per_place(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence of each place, and of each document where the place is not known."""
    kept: dict[str, Evidence] = {}
    for piece in evidence:
        kept.setdefault(piece.place or piece.document.doc_id, piece)
    return list(kept.values())[:MOST_SENTENCES]


def _agreeing(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence, and one of each other document that gives a figure for the same thing."""
    kept: dict[str, Evidence] = {}
    for piece in evidence:
        kept.setdefault(piece.document.doc_id, piece)
    return list(kept.values())[:3]


def _of_the_very_thing(question: Question, evidence: list[Evidence]) -> list[Evidence]:
    """Keep, for a list asked for by a name of six characters or more, only what holds that very name.

    「温江二中教育集团有哪些成员」 asks of one of twelve groups whose sentences are otherwise alike.
    """
    if question.kind != "list" or not evidence:
        return evidence
    best = evidence[0].text
    match = SequenceMatcher(None, question.text, best, autojunk=False).find_longest_match()
    name = question.text[match.a : match.a + match.size]
    return [piece for piece in evidence if name in piece.text] if match.size >= 6 else evidence


_REASONS = re.compile(r"原因|成因|根源|症结")


def _reasons(best: Evidence) -> list[Evidence]:
    """Return what a document says under its heading of reasons; none where it has no such heading."""
    document = best.document
    section = next((s for s in document.sections if _REASONS.search(s.heading) and len(s.heading) <= 20), None)
    if section is None:
        return []
    sentences = split_sentences(document.text[section.start : section.end], section.start)
    told = [s for s in sentences if s.text.rstrip("：:。") != section.heading.rstrip("：:。")]
    return [replace(best, start=s.start, end=s.end, section=section.path) for s in told[:MOST_SENTENCES]]


def _item_span(text: str, section: Section) -> tuple[int, int]:
    """Return the whole of a short item of a list, the first sentence of a long one."""
    whole = text[section.start : section.end].rstrip()
    if len(whole) <= LONGEST_ITEM and "\n" not in whole:
        return section.start, section.start + len(whole)
    first = split_sentences(text[section.start : section.end], section.start)[0]
    return first.start, first.end


_RUN_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}(?:是|要)|首先|其次|再次|最后|其[一二三四五六七八]|第[一二三四五六七八九十]{1,2}[，,、]|[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d))"
)
_EACH_WAY = re.compile(r"哪些|哪几|什么(?:做法|措施|办法|举措)|步骤|流程|程序|分别|逐")
_FIRST_ITEM = re.compile(r"^(?:一是|一要|首先|其一|第一[，,、]|①|[（(]1[）)]|1[.．、](?!\d))")


def _whole_run(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the whole of a run, 一是……二是……, where what answers a list best leads to it or is one of its items."""
    if not evidence or not (question.kind == "list" or (question.kind == "how" and _EACH_WAY.search(question.text))):
        return []
    best = evidence[0]
    sentences = split_sentences(best.document.text)
    at = next((n for n, sentence in enumerate(sentences) if sentence.end > best.start), None)
    if at is None:
        return []
    if _RUN_ITEM.match(sentences[at].text):
        first = next((n for n in range(at, max(-1, at - REACH), -1) if _FIRST_ITEM.match(sentences[n].text)), None)
    else:
        first = at + 1 if at + 1 < len(sentences) and _FIRST_ITEM.match(sentences[at + 1].text) else None
    if first is None:
        return []
    last = first
    for n in range(first + 1, min(len(sentences), first + REACH)):
        if _RUN_ITEM.match(sentences[n].text):
            last = n
        elif is_numbered(sentences[n].text):
            break
    end = last + 1
    run = sentences[max(0, first - 1) : end]
    items = sum(bool(_RUN_ITEM.match(sentence.text)) for sentence in run)
    if items < 2 or len(run) > LONGEST_LIST:
        return []
    return [replace(best, start=sentence.start, end=sentence.end) for sentence in run]


def _opened(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what a heading or a sentence that announces a list stands for: the items or the text under it.

    For 「五条原则是什么」 the heading 「五条原则：」 covers the question best and says nothing; what it heads does.
    """
    if question.kind == "definition":
        return []
    opener = next((piece for piece in evidence[:4] if announces(piece) or is_heading(piece)), None)
    if opener is None or (opener is not evidence[0] and question.kind != "list"):
        return []
    text = opener.document.text
    sections = opener.document.sections
    around = [s for s in sections if s.start <= opener.start < s.end]
    section = around[-1] if around else None
    end = min(opener.end + 4000, section.end if section is not None else len(text))
    if is_heading(opener) and section is not None:
        inner = [s for s in sections if section.start < s.start < section.end and s.level == section.level + 1]
        if len(inner) >= 2:
            return [opener] + [
                replace(opener, start=start, end=end, section=s.path)
                for s in inner[:LONGEST_LIST]
                for start, end in [_item_span(text, s)]
            ]
    items: list[Evidence] = []
    most = LONGEST_LIST if announces(opener) or question.kind == "list" else MOST_SENTENCES
    for sentence in split_sentences(text[opener.end : end], opener.end):
        if len(items) >= most:
            break
        if not _SIGNED.match(sentence.text):
            items.append(replace(opener, start=sentence.start, end=sentence.end))
    return [opener, *items] if items else []
