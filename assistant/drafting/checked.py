"""Read what a model wrote for a section: sentences with their citations, each checked against what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.citations import MARK, Citation
from assistant.drafting.lines import item_level
from assistant.drafting.values import UNSUPPORTED, BriefSection, BriefSentence, Paragraph, paragraph_of
from assistant.drafting.wording import BLANK, tidy_punctuation
from assistant.model_check import UNSUPPORTED_NOTE, check_text
from corpus.figures import find_figures
from corpus.places import find_places
from corpus.sentences import split_sentences

_BEHIND = re.compile(r"(?:\s*\[\d{1,3}\])+[。；]?")


def read_section(
    text: str, heading: str, level: int, citations: Sequence[Citation], place: str, known_places: Sequence[str] = ()
) -> tuple[list[BriefSection], list[str]]:
    """Return the sections of a model's text, lines of 「## …」 as subheadings, and the sentences that nothing supports.

    Headings come without numbers; a sentence that fails keeps its words, with a note and its state.
    """
    sections = [(heading, level, list[Paragraph]())]
    unsupported: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        subhead = re.fullmatch(r"#{2,4}\s*(.+)", stripped)
        if subhead:
            name = MARK.sub("", subhead[1]).strip()
            _, length = item_level(name)
            sections.append((name[length:].rstrip("。："), max(level, 1) + 1, []))
        elif stripped and not stripped.startswith("#") and stripped.rstrip("：:") != heading:
            sentences = [
                _sentence(written, citations, (place, *known_places), unsupported)
                for written in marked_sentences(stripped)
            ]
            kept = tuple(sentence for sentence in sentences if sentence.text)
            if kept:
                sections[-1][2].append(paragraph_of(kept))
    return [BriefSection(name, depth, tuple(paragraphs)) for name, depth, paragraphs in sections], unsupported


def marked_sentences(text: str, *, semicolons: bool = True) -> list[str]:
    """Return the sentences of a text, the marks [n] behind a full stop with their sentence."""
    found: list[str] = []
    for sentence in split_sentences(text, semicolons=semicolons):
        behind = _BEHIND.match(sentence.text)
        if behind and found:
            found[-1] += behind[0]
            rest = sentence.text[behind.end() :]
            if rest.strip():
                found.append(rest.strip())
        else:
            found.append(sentence.text)
    return found


def _sentence(
    written: str, citations: Sequence[Citation], places: Sequence[str], unsupported: list[str]
) -> BriefSentence:
    """Return a written sentence, checked; `places` are ours, then those of the library that no gazetteer may know."""
    known = {citation.n: citation for citation in citations}
    numbers = [n for n in dict.fromkeys(int(mark) for mark in MARK.findall(written)) if n in known]
    plain = tidy_punctuation(MARK.sub("", written).strip())
    if BLANK.search(plain) and not find_figures(BLANK.sub("", plain)) and not BLANK.sub("", plain).strip("，。；：、 "):
        return BriefSentence(plain, 0)
    checked = check_text(written, citations, places=places)
    # A sentence without a mark that one source clearly supports has been given its mark.
    numbers = numbers or sorted(checked.cited)
    sources = "".join(known[n].quote + known[n].title for n in numbers)
    elsewhere = [m.name for m in find_places(plain, places) if m.name != places[0] and m.name not in sources]
    failed = bool(checked.unsupported) or bool(elsewhere)
    n, also = (numbers[0] if numbers else 0), tuple(numbers[1:])
    if not failed:
        return BriefSentence(plain, n, also)
    unsupported.append(plain)
    closing = plain[-1] if plain and plain[-1] in "。！？；" else ""
    return BriefSentence(f"{plain[: len(plain) - len(closing)]}{UNSUPPORTED_NOTE}{closing}", n, also, UNSUPPORTED)
