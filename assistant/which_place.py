"""Which county did a thing: the place of the papers that tell of it, each with the sentence that does."""

from __future__ import annotations

import re

from assistant.answers import Answer
from assistant.citations import cite, place_label
from assistant.evidence import Evidence, passage_as_it_stands, repeats_title
from assistant.gathering import EvidenceGatherer
from assistant.question import Question
from assistant.wording import quoted
from corpus.places import is_redacted
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import split_sentences
from index.records import Filters

_ASKS = re.compile(
    r"(?:是|在|属于|出自)?哪(?:个|一个)(?:县市区|县区|区县|县|区|市|地方|地区)(?:最?[早先])?(?:提出|提的|搞|做|推行|探索|实行|实施|推出|建立|创|办|干|用|的(?:做法|经验|提法|说法)|的[？?]?$|[？?]?$)"
)
# What was learned from another county is not one's own.
_OF_OTHERS = re.compile(r"学习|借鉴|考察|引进|外地|兄弟|由[\u4e00-\u9fff]{2,6}[县市区旗州](?:首创|提出|探索)")
_WHO_WAS_FIRST, _WAS_FIRST = re.compile(r"提出|提的|首创|最早|最先|创"), re.compile(r"提出|首创|探索出?|创新|率先|创造")
# A sentence tells of the thing where it holds nearly all of its name.
SURELY = 0.85
MOST_PLACES = 3


def which_place(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return whose a thing is, 「“四轮驱动推课改”是哪个县提出来的」; None where that is not asked or no one place tells of it."""
    if question.places or question.paper or question.is_point or not _ASKS.search(question.text):
        return None
    _, found = gatherer.gather(question, filters)
    telling: dict[str, Evidence] = {}
    for piece in found:
        own = piece.place and not is_redacted(piece.place) and not _OF_OTHERS.search(piece.text)
        if piece.coverage >= SURELY and own and not repeats_title(piece):
            telling.setdefault(piece.place, piece)
    if _WHO_WAS_FIRST.search(question.text):
        # Who proposed a thing says so; others only have it.
        telling = {place: piece for place, piece in telling.items() if _WAS_FIRST.search(piece.text)} or telling
    if not telling or len(telling) > MOST_PLACES:
        return None
    pieces: list[Evidence] = []
    for piece in telling.values():
        named = _names_itself(piece.document, piece.place)
        pieces += [piece] if named is None or named.start == piece.start else [piece, named]
    numbers = {piece.place: n for n, piece in reversed(list(enumerate(pieces, 1)))}
    head = "、".join(f"{place_label(place)}[{numbers[place]}]" for place in telling)
    lines = [f"{head}。", "", "原文：", *(f"{quoted(piece)}[{n}]" for n, piece in enumerate(pieces, 1))]
    citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
    sure = min(piece.coverage for piece in telling.values())
    return Answer(question.text, "\n".join(lines), False, round(0.9 * sure, 2), "extractive", citations)


def _names_itself(document: SourceDocument, place: str) -> Evidence | None:
    """Return the first sentence of a paper that names the place it is of; None where only its title or its file does."""
    at = document.text.find(place)
    if at < 0:
        return None
    sentence = next(s for s in split_sentences(document.text) if s.end > at)
    return passage_as_it_stands(document, sentence.start, sentence.end, path_at(document.sections, sentence.start))
