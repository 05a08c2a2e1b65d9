"""A sentence that only begins to tell, or only names a measure, told with what its paragraph goes on to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked_words import QUOTED
from assistant.evidence import ENOUGH, Evidence
from assistant.matching import holds, pairs_of
from assistant.question import Question
from assistant.runs import LONGEST_LIST, MOST_SENTENCES, RUN_ITEM, is_bullet, is_first_item, opens_a_run, shortened_run
from assistant.ways import asks_for_ways
from corpus.context import is_run_item
from corpus.layout import ends_sentence, is_numbered
from corpus.sentences import paragraph_span, split_sentences
from corpus.tokenizer import fold

# A name is looked for in so many of the sentences that bear on the question.
LOOKED_THROUGH = 8
# So few sentences are told with what their paragraph goes on to say, within so many characters; so short only names it.
FEW, MOST_TOLD_ON, SHORT_NAMING, FEWER = 2, 400, 60, 4
HEAD_OF_A_CLAUSE, REACH_OF_A_RUN = 6, 1_200
_ITS_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}条|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．])\s*"
)
_TELLS_WHAT = re.compile(r"即|就是|包括|分别|[：:]|一是|首先|第一")
# 「对随迁子女……」 speaks of others than 「对留守儿童……」 before it.
_ANOTHER = re.compile(
    r"对|此外|另外|与此同时|同时|[一二三四五六七八九]抓|(?:存在)?(?:的)?(?:不足|问题|困难)|[^，。]{2,24}(?:部门|局|办|委)要"
)


def told_on(question: Question, chosen: list[Evidence]) -> list[Evidence]:
    """Return a sentence that only begins to tell, with what its paragraph goes on to say.

    「建立“三补一奖”制度。」 names what is asked about; behind it stands what it is.
    """
    if chosen and all(piece.document is chosen[0].document and _names_it(question, piece) for piece in chosen):
        names = [piece for piece in chosen if _only_names_it(question, piece)]
        told = _paragraph_from(min(names, key=lambda piece: piece.start), MOST_SENTENCES) if names else []
        if len(told) > 1:
            return told
    if question.kind != "how" and not asks_for_ways(question):
        return chosen
    chosen = _in_whole_sentences(question, chosen)
    if len(chosen) > FEW:
        return chosen
    last = max(chosen, key=lambda piece: piece.start)
    whole = not last.text.endswith("。") or _TELLS_WHAT.search(last.text)
    if whole or last.cells or any(piece.document is not last.document for piece in chosen):
        return chosen
    # 「我们把新高考作为契机。一是抓选课走班。……」
    told = _run_behind(last) or _paragraph_from(last, FEWER)
    return [*(piece for piece in chosen if piece is not last), *told]


def _run_behind(piece: Evidence) -> list[Evidence]:
    """Return a sentence with the run that its paragraph goes on with, 一是……二是……, each item with what explains it; none for no run."""
    text = piece.document.text
    end = paragraph_span(text, piece.start, piece.end)[1]
    opens = opens_a_run
    if not text[piece.end : end].strip():
        # The run, or bullets, may stand in the lines right below.
        reach = text.find("\n", piece.end + REACH_OF_A_RUN)
        end, opens = reach if reach > 0 else len(text), _is_first_in_words
    behind = split_sentences(text[piece.end : end], piece.end)
    if not behind or not (opens(behind[0].text) or is_bullet(behind[0].text)):
        return []
    behind = behind[: next((n for n, s in enumerate(behind) if n and _begins_anew(s.text)), len(behind))]
    run = shortened_run(behind) if len(behind) <= LONGEST_LIST else []
    return [piece, *(replace(piece, start=sentence.start, end=sentence.end) for sentence in run)] if run else []


def _is_first_in_words(text: str) -> bool:
    """Tell whether a line begins a run in words, 一是 or 第一; 「（1）请各校……」 below may be another matter."""
    return is_first_item(text) and not re.match(r"[（(①\d]", text)


def _begins_anew(text: str) -> bool:
    """Tell whether a sentence is no longer of the run before it: it is the first of another, or heads one."""
    return is_first_item(text) or (not RUN_ITEM.match(text) and (is_numbered(text) or opens_a_run(text)))


def _in_whole_sentences(question: Question, chosen: list[Evidence]) -> list[Evidence]:
    """Return pieces with the other clauses of their sentences: 「红色……；黄色……；蓝色……。」"""
    whole: dict[tuple[str, int], Evidence] = {}
    for piece in chosen:
        for clause in _sentence_of(question, piece):
            whole.setdefault((clause.document.doc_id, clause.start), clause)
    return list(whole.values())


def _sentence_of(question: Question, piece: Evidence) -> list[Evidence]:
    """Return the clauses, set apart by ；, of the sentence that a piece is one of; the piece alone where they are many.

    Of 「蓝色预警的，……；红色预警的，……」 the one that is asked for stands alone.
    """
    if piece.cells:
        return [piece]
    start, end = paragraph_span(piece.document.text, piece.start, piece.end)
    clauses = split_sentences(piece.document.text[start:end], start)
    at = next((n for n, clause in enumerate(clauses) if clause.start == piece.start), None)
    if at is None:
        return [piece]
    first = next((n for n in range(at, 0, -1) if not clauses[n - 1].text.endswith(("；", ";"))), 0)
    last = next((n for n in range(at, len(clauses)) if not clauses[n].text.endswith(("；", ";"))), len(clauses) - 1)
    said = clauses[first : last + 1]
    pairs = [pairs_of(_ITS_NUMBER.sub("", clause.text)[:HEAD_OF_A_CLAUSE]) for clause in said]
    own, others = pairs[at - first], [one for n, one in enumerate(pairs) if n != at - first]
    alike = bool(others) and all(own & other for other in others)
    named = [
        any(pair in question.text for pair in one.difference(*(o for o in pairs if o is not one))) for one in pairs
    ]
    if alike and named[at - first] and sum(named) == 1:
        return [piece]
    if len(said) > MOST_SENTENCES or sum(len(clause.text) for clause in said) > MOST_TOLD_ON:
        return [piece]
    return [replace(piece, start=clause.start, end=clause.end) for clause in said]


def _names_it(question: Question, piece: Evidence) -> bool:
    return any(name in piece.text for name in QUOTED.findall(question.text))


def _only_names_it(question: Question, piece: Evidence) -> bool:
    """Tell whether a short sentence has the name that the question quotes, and does not say what it is."""
    return (
        question.kind in ("how", "list", "general", "definition")
        and len(piece.text) <= SHORT_NAMING
        and not _TELLS_WHAT.search(piece.text)
        and not piece.cells
        and _names_it(question, piece)
    )


def told_behind_its_name(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return a sentence that only names what is asked about, 「建立“两补一奖”制度。」, where the next ones say what it is."""
    for piece in found[:LOOKED_THROUGH]:
        if not _only_names_it(question, piece):
            continue
        if told := _said_under(question, piece):
            return told
        told = _paragraph_from(piece, MOST_SENTENCES)
        if piece.coverage >= ENOUGH and len(told) > 1 and _TELLS_WHAT.search(told[1].text):
            return told
    return []


def _said_under(question: Question, piece: Evidence) -> list[Evidence]:
    """Return a line that heads an item with the paragraph under it, where both together have all that is asked; none else.

    「二是完善“两次调控”，为课改保驾护航。」, and in the next line how funds are set twice.
    """
    text = piece.document.text
    start, end = paragraph_span(text, piece.start, piece.end)
    if text[start : piece.start].strip() or text[piece.end : end].strip() or not _opens_an_item(piece.text):
        return []
    below = next((s.start for s in split_sentences(text[end : end + MOST_TOLD_ON], end)), None)
    if below is None or _opens_an_item(text[below:]):
        return []
    first = replace(piece, start=below, end=below)
    told = [piece, *_paragraph_from(first, MOST_SENTENCES)[1:]]
    said = fold(" ".join((*(p.text for p in told), *piece.section, piece.document.full_title)))
    return told if len(told) > 1 and all(holds(term, said) for term in question.terms) else []


def _opens_an_item(text: str) -> bool:
    return is_numbered(text) or is_run_item(text)


def _paragraph_from(piece: Evidence, most: int) -> list[Evidence]:
    """Return a sentence with the next ones of its paragraph, so many at most, up to another item."""
    behind = piece.document.text[piece.end : paragraph_span(piece.document.text, piece.start, piece.end)[1]]
    told, room = [piece], MOST_TOLD_ON
    for sentence in split_sentences(behind, piece.end):
        room -= len(sentence.text)
        new = is_numbered(sentence.text) or is_run_item(sentence.text) or _ANOTHER.match(sentence.text)
        if room < 0 or new or not ends_sentence(sentence.text) or len(told) >= most:
            break
        told.append(replace(piece, start=sentence.start, end=sentence.end))
    return told


def both_sides(chosen: list[Evidence]) -> list[Evidence]:
    """Return pieces, behind one that tells one side, 一方面, the other, which stands soon behind it."""
    told: list[Evidence] = []
    for piece in chosen:
        told.append(piece)
        if not piece.text.startswith("一方面") or "另一方面" in piece.text or any("另一方面" in p.text for p in chosen):
            continue
        behind = split_sentences(piece.document.text[piece.end : piece.end + MOST_TOLD_ON], piece.end)
        told += [replace(piece, start=s.start, end=s.end) for s in behind if s.text.startswith("另一方面")][:1]
    return told
