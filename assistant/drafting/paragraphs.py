"""Write pieces of evidence as paragraphs: one citation a sentence, lists counted anew, years named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.citations import Citation
from assistant.drafting.lines import bare
from assistant.drafting.material import years_in
from assistant.drafting.outline import Outline, OutlineEvidence
from assistant.drafting.roles import load_roles
from assistant.drafting.values import BriefSentence, Paragraph, paragraph_of
from assistant.drafting.wording import RELATIVE, as_sentence, dated, numeral, titled
from corpus.figures import find_figures

_COMPARED = re.compile(r"[比较同][上去]年|比上年同期")
_TIMED = re.compile(r"(?:19|20)\d{2}年|[近今去上明本]年|[一二三两四五六七八九十\d]年[来间]|全年|以来")
_LISTED = re.compile(r"[一二三四五六七八九十]{1,2}是")
# Items of a list up to this many characters in all stand in one paragraph.
LONGEST_LIST = 320
# A paragraph shorter than this is joined to the one before.
SHORT = 60


class ParagraphMaker:
    """Write the evidence of one outline; citations are numbered in the order of the text.

    Attributes:
        citations: those used so far.
        undated: by source without a date, the words (今年, 近五年) whose years only a date would tell.
    """

    def __init__(self, outline: Outline, voice: str) -> None:
        self._place = outline.place
        self._voice = voice
        used = [piece for section in outline.sections for piece in section.evidence if piece.used]
        self._years = len({piece.year for piece in used})
        self._pieces = {piece.n: piece for section in outline.sections for piece in section.evidence}
        self._numbers: dict[tuple[str, int], int] = {}
        self._said: tuple[str, int, str] = ("", 0, "")
        self.citations: list[Citation] = []
        self.undated: dict[str, list[str]] = {}

    def paragraphs(self, pieces: Iterable[OutlineEvidence]) -> Iterable[Paragraph]:
        """Yield the paragraphs that pieces stood in, lists with marks of their own."""
        yield from self._led(_joined(self._single(pieces)))

    def _led(self, paragraphs: Sequence[Paragraph]) -> Iterable[Paragraph]:
        """Yield paragraphs; a list that is not the first says by its source's heading what it lists."""
        for position, paragraph in enumerate(paragraphs):
            n = paragraph.citations[0] if paragraph.citations else 0
            section = self.citations[n - 1].section if n else ()
            heading = bare(section[-1]) if section else ""
            if position and paragraph.text.startswith("一是") and load_roles().of_heading(heading):
                yield paragraph_of((BriefSentence(heading + "：", 0), *paragraph.sentences))
            else:
                yield paragraph

    def _single(self, pieces: Iterable[OutlineEvidence]) -> Iterable[Paragraph]:
        items: list[list[OutlineEvidence]] = []
        for _, run in groupby(pieces, key=self._of_paragraph):
            together = list(run)
            if 0 < together[0].item < 70:
                items += _items(together)
                continue
            yield from self._list(items)
            items = []
            if together[0].table:
                yield self._table(together[0])
                continue
            for number, part in enumerate(_items(together)):
                # A list may begin behind the sentences that lead to it, in the same paragraph.
                if number == 0 and not part[0].item:
                    yield paragraph_of(tuple(self._sentences(part)))
                else:
                    items.append(part)
        yield from self._list(items)

    def _of_paragraph(self, piece: OutlineEvidence) -> tuple[str, int, bool]:
        """Return what sentences of one paragraph share; what hangs on a sentence stands with it."""
        first = piece
        while first.after in self._pieces and not re.match(r"正是|总之|通过(?:以上|上述)", piece.citation.quote):
            first = self._pieces[first.after]
        return first.citation.doc_id, first.paragraph, first is piece and bool(piece.after)

    def _sentences(self, pieces: Sequence[OutlineEvidence]) -> Iterable[BriefSentence]:
        items = [p for p in pieces if p.item == 70 or (p.after and _lead_of(pieces, p))]
        for piece in pieces:
            text = self._text(piece)
            if not text:
                continue
            if piece in items:
                text = text.rstrip("。；") + ("。" if piece is items[-1] else "；")
            yield BriefSentence(text, self.number(piece.citation))

    def _list(self, items: Sequence[Sequence[OutlineEvidence]]) -> list[Paragraph]:
        """Return list items with marks counted anew: 一是……；二是……。 One alone has none."""
        written = [sentences for item in items if (sentences := tuple(self._sentences(item)))]
        if len(written) > 1:
            written = [
                (replace(sentences[0], text=f"{numeral(count)}是{sentences[0].text}"), *sentences[1:])
                for count, sentences in enumerate(written, 1)
            ]
        size = sum(len(sentence.text) for sentences in written for sentence in sentences)
        if len(written) < 2 or size > LONGEST_LIST or any(len(sentences) > 1 for sentences in written):
            return [paragraph_of(sentences) for sentences in written]
        last = len(written) - 1
        return [
            paragraph_of(
                tuple(
                    sentence if number == last else replace(sentence, text=sentence.text.rstrip("。") + "；")
                    for number, (sentence,) in enumerate(written)
                )
            )
        ]

    def quoted(self, pieces: Sequence[OutlineEvidence]) -> Iterable[Paragraph]:
        """Yield what other places did, by name and between quotation marks, so that no 我县 of theirs is ours."""
        for place, run in groupby(pieces, key=lambda piece: piece.citation.place):
            sentences = []
            for count, piece in enumerate(run):
                text = as_sentence(piece.citation.quote).replace("“", "‘").replace("”", "’")
                opener = f"{place}的做法（据{titled(piece.citation.title)}）：" if count == 0 else ""
                sentences.append(BriefSentence(f"{opener}“{text}”", self.number(piece.citation)))
            yield paragraph_of(tuple(sentences))

    def _table(self, piece: OutlineEvidence) -> Paragraph:
        n = self.number(piece.citation)
        caption = BriefSentence("有关数据见下表：", n)
        return Paragraph(caption.text, (n,), (caption,), piece.table)

    def _text(self, piece: OutlineEvidence) -> str:
        """Return a piece's sentence in the draft's wording, its 今年 named."""
        text = as_sentence(piece.citation.quote, self._place, self._voice)
        text = self._named(text, piece)
        year = next(
            (y[-1] for words in (*reversed(piece.citation.section), piece.citation.title) if (y := years_in(words))), ""
        )
        if (
            year
            and self._years > 1
            and not _TIMED.search(_COMPARED.sub("", text))
            and any(f.value is not None for f in find_figures(text))
        ):
            # 「招聘教师137人」 out of a report of 2023, beside others of other years.
            here = (piece.citation.doc_id, piece.paragraph, year)
            said, self._said = self._said == here, here
            return dated(text, year) if said else f"{year}年，{dated(text, year)}"
        found = RELATIVE.search(text)
        if not found:
            return text
        if piece.year:
            return dated(text, piece.year)
        known = self.undated.setdefault(piece.citation.doc_id or piece.citation.title, [])
        told = found[0] in known
        known.append(found[0])
        return text if told else dated(text, "")

    def _named(self, text: str, piece: OutlineEvidence) -> str:
        """Return a text that opens with 该局 or 该校 with the name that the sentence before it gave."""
        office = re.match(r"该([局校院委办厂所])", text)
        before = self._pieces.get(piece.after)
        if office is None or before is None or not self._place:
            return text
        names = re.findall(rf"{self._place}[\u4e00-\u9fff]{{1,8}}?{office[1]}", before.citation.quote)
        return names[-1] + text[2:] if names else text

    def number(self, citation: Citation) -> int:
        """Return the number of a citation in the draft, a new one at its first use."""
        key = (citation.doc_id, citation.start)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(replace(citation, n=self._numbers[key]))
        return self._numbers[key]


def _joined(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return paragraphs with short ones joined, which sources break at every sentence."""
    made: list[Paragraph] = []
    for paragraph in paragraphs:
        before = made[-1] if made else None
        plain = before is not None and not before.table and not paragraph.table and not _LISTED.match(paragraph.text)
        if (
            before is not None
            and plain
            and min(len(before.text), len(paragraph.text)) < SHORT
            and not _LISTED.match(before.text)
        ):
            made[-1] = paragraph_of((*before.sentences, *paragraph.sentences))
        else:
            made.append(paragraph)
    return made


def _items(pieces: Sequence[OutlineEvidence]) -> list[list[OutlineEvidence]]:
    """Return the sentences of a paragraph by list item; what stands behind an item belongs to it."""
    parted: list[list[OutlineEvidence]] = []
    for piece in pieces:
        if not parted or 0 < piece.item < 70:
            parted.append([])
        parted[-1].append(piece)
    return parted


def _lead_of(pieces: Sequence[OutlineEvidence], piece: OutlineEvidence) -> bool:
    return any(other.n == piece.after and other.lead for other in pieces) and not piece.lead
