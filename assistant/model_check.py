"""Check what a language model wrote against the evidence that it was given, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.citations import MARK, Citation
from corpus.figures import find_figures
from corpus.gazetteer import stem
from corpus.places import find_places
from corpus.sentences import split_sentences
from corpus.tokenizer import content_words, fold

UNSUPPORTED_NOTE = "（未在资料中找到依据）"
# A sentence may say in its own words what its sources say: so much of its words must be theirs, or less where the
# meaning is near.
WORDS_SHARED = 0.5
FEWER_SHARED = 0.3
NEAR = 0.45
# A sentence without a mark is given the one source that holds so much of its words.
CLEARLY = 0.6
Likeness = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text after the check: unsupported sentences are marked in it, or taken out, and listed."""

    text: str
    unsupported: tuple[str, ...]
    cited: frozenset[int]


def check_text(
    text: str,
    citations: Sequence[Citation],
    likeness: Likeness | None = None,
    *,
    places: Sequence[str] = (),
    remove: bool = False,
) -> CheckedText:
    """Check a text that a model wrote.

    Each sentence must cite numbers that exist; its figures, document numbers, quotations and titles must stand in
    what it cites, the places that it names must be theirs, and most of its words, or its meaning. A sentence without a mark that one
    source clearly supports is given its mark. What fails is marked in place, or removed, and listed.

    Args:
        likeness: cosine of two texts; without it only words count.
        places: places of the library that no gazetteer may know.
        remove: take unsupported sentences out.
    """
    by_number = {citation.n: citation for citation in citations}
    kept: list[str] = []
    unsupported: list[str] = []
    cited: set[int] = set()
    position = 0
    for start, end in _sentence_spans(text):
        sentence = text[start:end]
        kept.append(text[position:start])
        numbers = [int(number) for number in MARK.findall(sentence)]
        known = [number for number in numbers if number in by_number]
        if not numbers and (only := _clear_source(sentence, citations, likeness, places)):
            known = numbers = [only]
            sentence = _with_mark(sentence, only)
        sources = [by_number[number] for number in known]
        if len(known) == len(numbers) and supported(sentence, sources, likeness, places):
            kept.append(sentence)
            cited.update(known)
        else:
            unsupported.append(MARK.sub("", sentence).strip())
            if not remove:
                kept.append(_marked(sentence, known))
                cited.update(known)
        position = end
    kept.append(text[position:])
    return CheckedText("".join(kept), tuple(unsupported), frozenset(cited))


def supported(
    sentence: str, sources: Sequence[Citation], likeness: Likeness | None = None, places: Sequence[str] = ()
) -> bool:
    """Tell whether a sentence says nothing that its sources do not say."""
    plain = MARK.sub("", sentence)
    if not any(character.isalnum() for character in plain):
        return True
    if not sources:
        # A sentence that only says what is not there needs no source, as long as it states no figure.
        return bool(re.search(r"资料(?:库)?中?(?:没有|未)", plain)) and not find_figures(plain)
    held = "\n".join(_held(source) for source in sources)
    keys = {figure.key for figure in find_figures(held)}
    if any(figure.key not in keys for figure in find_figures(plain)):
        return False
    quoted = re.findall(r"[“《]([^”》]{2,60})[”》]", plain)
    if not all(fold(quotation) in fold(held) for quotation in quoted):
        return False
    if not all(stem(mention.name) in held for mention in find_places(plain, places)):
        return False
    shared = _shared(plain, held)
    if shared >= WORDS_SHARED:
        return True
    return likeness is not None and shared >= FEWER_SHARED and likeness(plain, held) >= NEAR


def _held(source: Citation) -> str:
    """Return what a source says: its sentence, whose it is, and what its paper and headings are called."""
    return "\n".join((source.quote, source.cell, source.place, source.date, source.title, *source.section))


def _shared(plain: str, held: str) -> float:
    """Return which share of a sentence's words, by length, its sources hold."""
    words = content_words(plain)
    text = fold(held)
    whole = sum(map(len, words))
    return sum(len(word) for word in words if word in text) / whole if whole else 1.0


def _clear_source(
    sentence: str, citations: Sequence[Citation], likeness: Likeness | None, places: Sequence[str]
) -> int:
    """Return the number of the one source that clearly supports a sentence without a mark; 0 for none or several."""
    if not any(character.isalnum() for character in sentence):
        return 0
    fitting = [
        source.n
        for source in citations
        if _shared(sentence, _held(source)) >= CLEARLY and supported(sentence, [source], likeness, places)
    ]
    return fitting[0] if len(fitting) == 1 else 0


def _with_mark(sentence: str, number: int) -> str:
    body, closing = _closing(sentence)
    return f"{body}[{number}]{closing}"


def _marked(sentence: str, known: Sequence[int]) -> str:
    body, closing = _closing(MARK.sub("", sentence))
    return f"{body}{UNSUPPORTED_NOTE}{''.join(f'[{number}]' for number in known)}{closing}"


def _closing(sentence: str) -> tuple[str, str]:
    """Return a sentence without its closing mark, and the mark."""
    body = sentence.rstrip()
    closing = body[-1] if body and body[-1] in "。！？；" else ""
    return body[: len(body) - len(closing)], closing


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences with the marks that stand behind their full stop."""
    spans: list[tuple[int, int]] = []
    for sentence in split_sentences(text):
        behind = re.match(r"(?:\[\d{1,3}\])+[。！？；]?", text[sentence.start : sentence.end])
        if behind and spans and text[spans[-1][1] : sentence.start].strip() == "":
            spans[-1] = (spans[-1][0], sentence.start + behind.end())
            rest_start = sentence.start + behind.end()
            if text[rest_start : sentence.end].strip():
                spans.append((rest_start, sentence.end))
            continue
        spans.append((sentence.start, sentence.end))
    return spans
