"""Answer how something was done, or which ones there are, by the block of a paper that ranks first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.asked_words import QUOTED
from assistant.blocks.candidates import Block
from assistant.blocks.features import Asked, asks_for_several
from assistant.blocks.ranker import Ranking, first_ranked
from assistant.evidence import Evidence, is_plan
from assistant.finding import EvidenceFinder
from assistant.matching import surely_holds, wholly_holds
from assistant.question import Question
from assistant.ways import ASKS_AHEAD, asks_for_a_remedy, asks_for_ways, tells_a_difficulty, tells_a_remedy
from corpus.sections import path_at
from corpus.tokenizer import fold

# 「大班额问题尚未根本解决」
_UNSOLVED = re.compile(r"(?:尚未|仍未|未能|未|没有|难以|有待)[^，。；]{0,6}(?:解决|消除|缓解|完善|建立)")
RANKED_KINDS = ("how", "list")
# A block takes the place of what was chosen otherwise where it is scored so far above it; of what no block tells, where
# it is so sure. Where nothing was chosen, the papers must be so likely to answer the question at all.
AHEAD, SURE, ANSWERABLE = 1.5, 0.9, 0.85
# So far ahead it is told even where just a part of it was chosen.
FAR_AHEAD = 8.0
# A phrase of so many characters, and a word of so much of the weight of the most telling one, single out what is asked of.
A_PHRASE, TELLING = 4, 0.5


def told_by_a_block(
    question: Question, finder: EvidenceFinder, found: Sequence[Evidence], chosen: Sequence[Evidence]
) -> list[Evidence]:
    """Return the sentences of the block that answers, as they stand; none where no block clearly does.

    Args:
        chosen: what was chosen otherwise, which the block would take the place of.
    """
    first = first_ranked(Asked(question, finder.weights, found, finder.suffices), chosen)
    if first is None or not _clearly(first, chosen):
        return []
    far_ahead = first.ahead is not None and first.ahead >= FAR_AHEAD
    if not far_ahead and (
        _singles_out(question, finder.weights, first.block, chosen)
        or _lacks_a_word_of(finder.weights, first.block, chosen)
    ):
        return []
    block = first.block
    if chosen and _is_a_part_of(block, chosen) and asks_for_several(question):
        return []
    if not chosen and not _has_all_that_is_quoted(question, block):
        return []
    if not all(finder.is_of_the_asked_place(block.document, start, end) for start, end in block.told):
        return []
    told = _as_evidence(block, found)
    return told if _is_of_what_is_asked(question, told, chosen) else []


def _clearly(first: Ranking, chosen: Sequence[Evidence]) -> bool:
    """Tell whether the first block answers clearly better than what was chosen."""
    if not chosen:
        return first.answerable >= ANSWERABLE
    return first.sure >= SURE if first.ahead is None else first.ahead >= AHEAD


def _is_a_part_of(block: Block, chosen: Sequence[Evidence]) -> bool:
    """Tell whether what was chosen has all that a block tells, and more: the run of which it is an item."""
    spans = {(piece.start, piece.end) for piece in chosen if piece.document.doc_id == block.document.doc_id}
    heads = {start for start, _ in spans}
    return len(spans) > 1 and block.told[0][0] in heads and len({s for s, _ in block.told} & heads) < len(spans)


def _has_all_that_is_quoted(question: Question, block: Block) -> bool:
    """Tell whether a block, or what heads it, has each name that a question sets in quotation marks."""
    said = _with_its_heads(block, block.sentences)
    return all(fold(name) in said for name in QUOTED.findall(question.text))


def _singles_out(question: Question, weights: Mapping[str, float], block: Block, chosen: Sequence[Evidence]) -> bool:
    """Tell whether of a block just that part was chosen which alone holds what is asked about: 「红色预警的，……」."""
    spans = [(piece.start, piece.end) for piece in chosen if piece.document.doc_id == block.document.doc_id]
    if not spans or len(spans) < len(chosen) or any(not block.start <= start < block.end for start, _ in spans):
        return False
    text = block.document.text
    rest = [text[a:b] for a, b in block.told if not any(start < b and a < end for start, end in spans)]
    around = _with_its_heads(block, rest)
    told, asked = _text_of(chosen), fold(question.text)
    phrase = SequenceMatcher(None, asked, told, autojunk=False).find_longest_match()
    by_its_phrase = phrase.size >= A_PHRASE and asked[phrase.a : phrase.a + phrase.size] not in around
    alone = any(surely_holds(term, told) and not surely_holds(term, around) for term in _telling(weights))
    return bool(rest) and (by_its_phrase or alone)


def _lacks_a_word_of(weights: Mapping[str, float], block: Block, chosen: Sequence[Evidence]) -> bool:
    """Tell whether what was chosen has a telling word of the question, 撂荒, that a block, its headings and its paper's title lack."""
    told = _text_of(chosen)
    said = _with_its_heads(block, block.sentences)
    return any(wholly_holds(term, told) and not surely_holds(term, said) for term in _telling(weights))


def _telling(weights: Mapping[str, float]) -> list[str]:
    """Return the words of a question that weigh about as much as its most telling one."""
    return [term for term, weight in weights.items() if len(term) > 1 and weight >= TELLING * max(weights.values())]


def _with_its_heads(block: Block, sentences: Sequence[str]) -> str:
    """Return sentences of a block with what it stands under, folded."""
    return fold(" ".join((*sentences, block.lead, *block.path, block.document.full_title)))


def _text_of(pieces: Sequence[Evidence]) -> str:
    return fold(" ".join(piece.text for piece in pieces))


def _is_of_what_is_asked(question: Question, told: Sequence[Evidence], chosen: Sequence[Evidence]) -> bool:
    """Tell whether a block tells what is done where that is asked, no difficulties, and what is planned where that is."""
    done = asks_for_ways(question) or asks_for_a_remedy(question)
    told_wrong = all(tells_a_difficulty(piece) for piece in told)
    if done and told_wrong and not any(tells_a_remedy(_UNSOLVED.sub("", piece.text)) for piece in told):
        return False
    ahead = bool(ASKS_AHEAD.search(question.text)) and bool(chosen) and is_plan(chosen[-1])
    return not ahead or is_plan(told[-1])


def _as_evidence(block: Block, found: Sequence[Evidence]) -> list[Evidence]:
    """Return what a block tells, weighed as its best sentence is."""
    of_the_paper = [piece for piece in found if piece.document.doc_id == block.document.doc_id]
    inside = [piece for piece in of_the_paper if block.start <= piece.start < block.end]
    best = (inside or of_the_paper)[0]
    sections = block.document.sections
    return [
        replace(best, start=start, end=end, section=path_at(sections, start), figure=None, cells=())
        for start, end in block.told
    ]
