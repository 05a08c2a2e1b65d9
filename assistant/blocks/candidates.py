"""The blocks of a paper: sections, runs of items, single items, lists behind a colon, paragraphs, sentences."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.blocks.marks import Run, mark_of, runs_in
from assistant.listing import OPENS_CLAUSES
from corpus.layout import ARTICLE
from corpus.schema import Section, SourceDocument
from corpus.sections import path_at
from corpus.sentences import Sentence, split_sentences

Kind = Literal[
    "paper of sections", "paper of a run", "paper of lines", "section of sections", "section of a run",
    "section of lines", "plain section", "run", "item", "clauses", "lines announced", "lines alike", "answer",
    "paragraph", "rest of a paragraph", "some sentences", "sentence",
]  # fmt: skip
# What a piece of a paper is made of, and which block that is; of none of these it is sentences.
MadeOf = Literal["sections", "a run", "lines"]
_PAPER_OF: Mapping[MadeOf, Kind] = {
    "sections": "paper of sections", "a run": "paper of a run", "lines": "paper of lines",
}  # fmt: skip
_SECTION_OF: Mapping[MadeOf, Kind] = {
    "sections": "section of sections", "a run": "section of a run", "lines": "section of lines",
}  # fmt: skip
# What is told of a block: so many characters, so many sentences beside the head of each of its parts.
TOLD, MOST_BESIDE_HEADS = 520, 10
MOST_PARTS, MOST_OF_A_PAPER = 14, 12
SOME = (2, 3)
# Of a paper of more sentences only the sections and runs are looked at that hold one which bears on the question.
LONG_PAPER = 600
LONGEST_OPENING = 26
# A run is what a section is made of where it is so much of it.
MOST_OF_IT = 0.4
# Paragraphs that open alike are points from so many on.
FEWEST_ALIKE = 3
# Sentences of one paragraph are set in a row by the word of so many characters that each begins with.
OPENING_WORD = 2
# What a line that ends with a colon announces, or a question its answer, stands in so many lines behind.
MOST_LINES, LINES_OF_AN_ANSWER = 16, 4
_ASKS = ("？", "?")
_ANNOUNCES = ("：", ":")
_TABLE = "|"
# A page number, a signature, a day or a contributor in a line by itself says nothing.
_SAYS_NOTHING = re.compile(
    r"^(?:[-–—_ ]*\d{0,3}[-–—_ ]*(?:共 ?\d{1,3} ?页)?|第\d{1,3}页.*|[（(][^（）()]*(?:供稿|来稿|撰稿|摄影|联系人|联系电话|此件)[^（）()]*[）)]|(?:20\d\d|[二〇○零一二三四五六七八九]{4}|[XxＸ]{2,4})年[\dXx一二三四五六七八九十]{1,3}月[\dXx一二三四五六七八九十]{1,3}日|[^，。；：]{2,20}(?:政府|局|委员会|办公室|委|中心)|特此报告。|谢谢大家！|谢谢！)$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a paper that may be told as an answer.

    Attributes:
        lead: what heads or announces it.
        path: the headings above it, its own among them.
        start: where it begins in the paper's text, and `end` where it ends.
        told: from where to where the sentences reach that are told of it, in order.
        parts: how many items, sections, lines or sentences it is made of.
        beside: the heads of the other items of its run, or of the sections beside it; empty for others.
    """

    kind: Kind
    document: SourceDocument
    lead: str
    path: tuple[str, ...]
    start: int
    end: int
    told: tuple[tuple[int, int], ...]
    parts: int
    beside: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Return what is told, verbatim."""
        return [self.document.text[start:end] for start, end in self.told]


def blocks_of(document: SourceDocument, bearing: Collection[int]) -> list[Block]:
    """Return the blocks of a paper; paragraphs and sentences only where one of them bears on the question.

    Args:
        bearing: offsets at which the sentences begin that bear on the question.
    """
    return list(_Blocks(document, bearing).all())


class _Blocks:
    """Find the blocks of one paper."""

    def __init__(self, document: SourceDocument, bearing: Collection[int]) -> None:
        self._document, self._text, self._sections = document, document.text, document.sections
        self._bearing = sorted(bearing)
        # A table is told by its cells, not by its rows.
        self._sentences = [
            s
            for s in split_sentences(document.text)
            if not _SAYS_NOTHING.match(s.text) and not s.text.startswith(_TABLE)
        ]
        self._starts = [sentence.start for sentence in self._sentences]
        self._headings = frozenset(section.start for section in self._sections)
        self._runs = runs_in(self._text, self._sentences, self._headings)
        self._long = len(self._sentences) > LONG_PAPER
        self._siblings: dict[tuple[int, tuple[str, ...]], list[Section]] = {}
        for section in self._sections:
            self._siblings.setdefault((section.level, section.path[:-1]), []).append(section)

    def all(self) -> Iterator[Block]:
        """Return them, the whole paper first."""
        yield from self._paper()
        for section in self._sections:
            if self._is_looked_at(section.start, section.end):
                yield from self._section(section)
        for run in self._runs:
            if self._is_looked_at(self._sentences[run.first].start, self._sentences[run.end - 1].end):
                yield from self._run(run)
        yield from self._in_paragraphs()

    def _is_looked_at(self, start: int, end: int) -> bool:
        """Tell whether a piece is looked at; of a long paper only what bears on the question."""
        return not self._long or self._bears(start, end)

    def _bears(self, start: int, end: int) -> bool:
        """Tell whether a sentence between two offsets bears on the question."""
        at = bisect_left(self._bearing, start)
        return at < len(self._bearing) and self._bearing[at] < end

    # ---- by their structure

    def _paper(self) -> Iterator[Block]:
        if any(ARTICLE.match(section.heading) for section in self._sections):
            # The chapters of a regulation, each with its beginning, tell nothing.
            return
        parts, made_of = self._parts(0, len(self._text))
        if 2 <= len(parts) <= MOST_OF_A_PAPER and made_of:
            title = self._document.facts.title
            yield Block(
                _PAPER_OF[made_of], self._document, title, (title,), 0, len(self._text), _told(parts), len(parts)
            )

    def _section(self, section: Section) -> Iterator[Block]:
        sentences = self._within(section.start, section.end)
        if not sentences:
            return
        head = sentences[0]
        # What is too long for a heading, 「（三）收费标准自……。」, is marked like one.
        style = mark_of(head.text)[0]
        marked_alike = (s.start for s in sentences[1:] if style and mark_of(s.text)[0] == style)
        end = next(marked_alike, section.end)
        parts, made_of = self._parts(head.end, end)
        if not parts:
            return
        if made_of:
            kind = _SECTION_OF[made_of]
            told = tuple(dict.fromkeys(((head.start, head.end), *_told(parts[:MOST_PARTS]))))
        else:
            kind, told = "plain section", _told([[head, *(sentence for part in parts for sentence in part)]])
        siblings = self._siblings[section.level, section.path[:-1]]
        beside = tuple(other.heading for other in siblings if other is not section)
        yield Block(kind, self._document, head.text, section.path, section.start, end, told, len(parts), beside)

    def _parts(self, start: int, end: int) -> tuple[list[list[Sentence]], MadeOf | None]:
        """Return the parts of a piece of a paper, each with its sentences, and what they are; None for single sentences."""
        under = [section for section in self._sections if start < section.start < end]
        top = min((section.level for section in under), default=0)
        highest = [section for section in under if section.level == top]
        if len(highest) > 1:
            return [self._within(section.start, section.end) for section in highest], "sections"
        sentences = self._within(start, end)
        run = next((run for run in self._runs if self._makes_up(run, start, end)), None)
        if run is not None:
            return self._parts_of(run), "a run"
        lines = self._lines(sentences)
        alike = [n for n, line in enumerate(lines) if _opens_alike(line)]
        if len(alike) >= FEWEST_ALIKE and alike == list(range(alike[0], alike[-1] + 1)):
            # 「高位推动，压实责任。……」, 「完善设施，补齐短板。……」
            lines = [lines[alike[0] - 1][-1:], *lines[alike[0] : alike[-1] + 1]] if alike[0] else lines[: alike[-1] + 1]
        return (lines, "lines") if len(lines) > 1 else ([[sentence] for sentence in sentences], None)

    def _makes_up(self, run: Run, start: int, end: int) -> bool:
        """Tell whether a run stands in a piece of a paper and is most of it, or what follows its first sentences."""
        first, last = self._sentences[run.first].start, self._sentences[run.end - 1].end
        return start <= first and last <= end and (last - first) >= MOST_OF_IT * (end - start)

    def _parts_of(self, run: Run) -> list[list[Sentence]]:
        """Return the items of a run, each with its sentences; the sentence that announces them first."""
        ends = [*run.items[1:], run.end]
        items = [self._sentences[start:end] for start, end in zip(run.items, ends, strict=True)]
        before = self._before(run)
        return [[before], *items] if before is not None else items

    def _before(self, run: Run) -> Sentence | None:
        """Return the sentence right before a run that its first item does not hold itself."""
        return self._sentences[run.first - 1] if run.first and not run.lead else None

    def _run(self, run: Run) -> Iterator[Block]:
        first = self._sentences[run.first]
        before = self._before(run)
        path = path_at(self._sections, first.start)
        parts = self._parts_of(run)
        end = self._sentences[run.end - 1].end
        lead = run.lead or (before.text if before is not None else "")
        yield Block("run", self._document, lead, path, parts[0][0].start, end, _told(parts), len(run.items))
        items = parts[len(parts) - len(run.items) :]
        for part in items:
            if len(part) > 1:
                beside = tuple(other[0].text for other in items if other is not part)
                yield replace(self._item(part), beside=beside)

    def _item(self, item: Sequence[Sentence]) -> Block:
        """Return an item of a run; one that is long and mostly a run itself is told by that."""
        start, end = item[0].end, item[-1].end
        within = next((run for run in self._runs if self._makes_up(run, start, end)), None)
        block = self._block("item", item, item[0].text)
        if within is None or (end - start <= TOLD and len(item) <= MOST_BESIDE_HEADS):
            return block
        head = (item[0].start, item[0].end)
        return replace(block, told=tuple(dict.fromkeys((head, *_told(self._parts_of(within))))))

    # ---- by its paragraphs

    def _in_paragraphs(self) -> Iterator[Block]:
        lines = self._lines(self._sentences)
        for n, line in enumerate(lines):
            if not self._is_looked_at(line[0].start, lines[min(n + MOST_LINES, len(lines) - 1)][-1].end):
                continue
            last = line[-1].text
            if last.endswith(_ANNOUNCES):
                yield from self._announced(line[-1], lines[n + 1 : n + 1 + MOST_LINES])
            if n and _opens_alike(line) and not _opens_alike(lines[n - 1]):
                yield from self._alike(lines[n - 1], lines[n:])
            if last.endswith(_ASKS):
                yield from self._answer(line[-1], lines[n + 1 : n + 1 + LINES_OF_AN_ANSWER])
            for at, sentence in enumerate(line):
                if OPENS_CLAUSES.search(sentence.text) and (clauses := _clauses(line[at:])):
                    yield self._block("clauses", clauses, re.split("[：:]", sentence.text)[0], single=True)
            if self._bears(line[0].start, line[-1].end):
                yield from self._paragraph(line)

    def _paragraph(self, line: Sequence[Sentence]) -> Iterator[Block]:
        if len(line) > 1:
            yield self._block("paragraph", line, line[0].text)
        if row := _longest_row(line):
            yield self._block("run", row, row[0].text, single=True)
        for at, sentence in enumerate(line):
            if not self._bears(sentence.start, sentence.start + 1):
                continue
            yield self._block("sentence", [sentence], sentence.text)
            # 「第三，抓科技。」 goes on with another thing.
            rest = [sentence, *itertools.takewhile(lambda behind: not mark_of(behind.text)[0], line[at + 1 :])]
            if at and len(rest) > 1:
                yield self._block("rest of a paragraph", rest, sentence.text)
            for many in SOME:
                if at + many < len(line):
                    yield self._block("some sentences", line[at : at + many], sentence.text)

    def _announced(self, opening: Sentence, behind: Sequence[Sequence[Sentence]]) -> Iterator[Block]:
        """Return the lines that one announces, up to where items marked as the first give way to others."""
        parts: list[Sequence[Sentence]] = []
        style = mark_of(behind[0][0].text)[0] if behind else ""
        for line in behind:
            if mark_of(line[0].text)[0] != style or (parts and line[0].start in self._headings and not style):
                break
            parts.append(line)
            if line[-1].text.endswith(_ANNOUNCES):
                break
        if parts:
            path = path_at(self._sections, opening.start)
            told = ((opening.start, opening.end), *_told(parts))
            end = parts[-1][-1].end
            yield Block("lines announced", self._document, opening.text, path, opening.start, end, told, len(parts))

    def _alike(self, before: Sequence[Sentence], lines: Sequence[Sequence[Sentence]]) -> Iterator[Block]:
        """Return the paragraphs that follow one another and each open with a short sentence: 「坚持“定价听学生的”。……」."""
        parts = list(itertools.takewhile(_opens_alike, lines[:MOST_PARTS]))
        if len(parts) > 1:
            path = path_at(self._sections, parts[0][0].start)
            told = _told([[before[-1]], *parts])
            lead = before[-1]
            yield Block("lines alike", self._document, lead.text, path, lead.start, parts[-1][-1].end, told, len(parts))

    def _answer(self, asked: Sentence, behind: Sequence[Sequence[Sentence]]) -> Iterator[Block]:
        parts: list[Sequence[Sentence]] = []
        for line in behind:
            if line[0].text.endswith(_ASKS) or (parts and line[0].start in self._headings):
                break
            parts.append(line)
        if parts:
            said = [sentence for part in parts for sentence in part]
            yield self._block("answer", [asked, *said], asked.text)

    # ---- helpers

    def _block(self, kind: Kind, sentences: Sequence[Sentence], lead: str, *, single: bool = False) -> Block:
        """Return a block of sentences; `single`: each is a part by itself."""
        first = sentences[0]
        told = _told([[sentence] for sentence in sentences] if single else [sentences])
        path = path_at(self._sections, first.start)
        return Block(kind, self._document, lead, path, first.start, sentences[-1].end, told, len(sentences))

    def _within(self, start: int, end: int) -> list[Sentence]:
        return self._sentences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _lines(self, sentences: Sequence[Sentence]) -> list[list[Sentence]]:
        lines: dict[int, list[Sentence]] = {}
        for sentence in sentences:
            lines.setdefault(self._text.rfind("\n", 0, sentence.start), []).append(sentence)
        return list(lines.values())


def _longest_row(line: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences of a paragraph that begin with one word, 「坚持典型引路，……」, and the one before them; none for few."""
    rows = [list(some) for _, some in itertools.groupby(line, key=lambda sentence: sentence.text[:OPENING_WORD])]
    longest = max(rows, key=len, default=[])
    if len(longest) < FEWEST_ALIKE or mark_of(longest[0].text)[0]:
        return []
    at = line.index(longest[0])
    return [*line[max(0, at - 1) : at], *longest]


def _opens_alike(line: Sequence[Sentence]) -> bool:
    """Tell whether a paragraph opens with a short sentence of its own that is not marked as an item."""
    first = line[0].text
    return len(line) > 1 and len(first) <= LONGEST_OPENING and first.endswith("。") and not mark_of(first)[0]


def _clauses(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the clauses that a sentence opens behind a colon, up to the full stop; none for fewer than two."""
    end = 1
    while end < len(sentences) and not sentences[end - 1].text.endswith("。"):
        end += 1
    return list(sentences[:end]) if end > 1 else []


def _told(parts: Sequence[Sequence[Sentence]]) -> tuple[tuple[int, int], ...]:
    """Return what is told of parts: the head of each, then by rounds what follows, as long as there is room."""
    taken = [1 if part else 0 for part in parts]
    size = sum(len(part[0].text) for part in parts if part)
    beside = 0
    goes_on = True
    while goes_on:
        goes_on = False
        for n, part in enumerate(parts):
            if taken[n] < len(part) and beside < MOST_BESIDE_HEADS and size + len(part[taken[n]].text) <= TOLD:
                size += len(part[taken[n]].text)
                taken[n] += 1
                beside += 1
                goes_on = True
    return tuple((s.start, s.end) for part, some in zip(parts, taken, strict=True) for s in part[:some])
