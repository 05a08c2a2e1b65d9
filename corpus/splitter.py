"""Split documents into chunks: sections, then paragraphs, then sentences, then jieba words; never across.

`PolicyTextSplitter` is a LangChain TextSplitter, so that it can stand wherever one is expected. Its chunks
cover the text but for blank space, in order and without overlap, and each is a slice of the text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from langchain_text_splitters import TextSplitter

from corpus import tokenizer
from corpus.context import context_of
from corpus.figures import find_figures
from corpus.schema import Chunk, Section, SourceDocument
from corpus.sections import path_at, read_sections
from corpus.sentences import split_sentences

# 350 characters: see tests/benchmarks/chunk_size.py and the README's table.
CHUNK_SIZE = 350
Span = tuple[int, int]
_TABLE_ROW = re.compile(r"^\|.*\|[ \t]*$")
VERSION = "3"
# A sentence of more characters is data, no prose; figures in it are not looked for.
LONGEST_SCANNED = 20_000


class PolicyTextSplitter(TextSplitter):
    """Split policy documents without cutting a word or a number."""

    def __init__(self, chunk_size: int = CHUNK_SIZE, **kwargs: Any) -> None:
        super().__init__(chunk_size=chunk_size, chunk_overlap=0, **kwargs)

    def split_text(self, text: str) -> list[str]:
        """Return the chunks of a plain text, section by section."""
        return [text[start:end] for start, end in self.spans(text, read_sections(text, {}))]

    def split_document(self, document: SourceDocument) -> list[Chunk]:
        """Return the chunks of a document with identity, headings and the context that is embedded with them."""
        chunks = []
        for start, end in self.spans(document.text, document.sections):
            path = path_at(document.sections, start)
            chunks.append(
                Chunk(
                    chunk_id=f"{document.doc_id}:{document.revision}:{start}-{end}",
                    doc_id=document.doc_id,
                    start=start,
                    end=end,
                    text=document.text[start:end],
                    section=path,
                    context=context_of(document, path, start),
                )
            )
        return chunks

    def spans(self, text: str, sections: Iterable[Section]) -> list[Span]:
        """Return the spans of the chunks in order, blank space between them left out."""
        cuts = sorted({0, len(text), *(section.start for section in sections)})
        spans: list[Span] = []
        pending: int | None = None
        for start, end in itertools.pairwise(cuts):
            if not text[start:end].strip():
                continue
            begin = start if pending is None else pending
            # A heading with nothing of its own under it goes with what follows.
            if end < len(text) and "\n" not in text[start:end].strip() and end - start <= 60:
                pending = begin
                if not _ends_like_item(text[start:end]):
                    continue
            pending = None
            spans += self._split_section(text, begin, end)
        if pending is not None:
            spans += self._split_section(text, pending, len(text))
        return spans

    def _split_section(self, text: str, start: int, end: int) -> list[Span]:
        units: list[Span] = []
        for line_start, line_end in _blocks(text, start, end):
            if line_end - line_start <= self._chunk_size:
                units.append((line_start, line_end))
            elif _TABLE_ROW.match(text[line_start : line_start + 2] + "|"):
                units += _lines(text, line_start, line_end)
            else:
                units += self._split_paragraph(text, line_start, line_end)
        return [span for span in self._pack(text, units) if text[span[0] : span[1]].strip()]

    def _split_paragraph(self, text: str, start: int, end: int) -> list[Span]:
        units: list[Span] = []
        for sentence in split_sentences(text[start:end], start):
            if sentence.end - sentence.start <= self._chunk_size:
                units.append((sentence.start, sentence.end))
            else:
                units += self._split_words(text, sentence.start, sentence.end)
        return units

    def _split_words(self, text: str, start: int, end: int) -> list[Span]:
        """Cut an overlong sentence at commas where it can, at words where it must, and never inside a figure."""
        sentence = text[start:end]
        figures = find_figures(sentence) if len(sentence) <= LONGEST_SCANNED else []
        inside_figure = {i for figure in figures for i in range(figure.start + 1, figure.end)}
        stops = [word_end for _, _, word_end in tokenizer.cut(sentence) if word_end not in inside_figure]
        pieces: list[Span] = []
        begin = 0
        while len(sentence) - begin > self._chunk_size:
            first, last = bisect_right(stops, begin), bisect_right(stops, begin + self._chunk_size)
            reachable = stops[first:last]
            commas = [s for s in reachable if sentence[s - 1] in "，,、：:" and s - begin > self._chunk_size // 3]
            # A single word longer than a chunk is no word, and is cut where it must be.
            stop = commas[-1] if commas else reachable[-1] if reachable else begin + self._chunk_size
            pieces.append((start + begin, start + stop))
            begin = stop
        if begin < len(sentence):
            pieces.append((start + begin, end))
        return pieces

    def _pack(self, text: str, units: list[Span]) -> list[Span]:
        """Join neighbouring units into chunks of at most the chunk size, never a table with running text."""
        packed: list[Span] = []
        table = False
        for start, end in units:
            is_table = text[start:end].lstrip().startswith("|")
            if packed and end - packed[-1][0] <= self._chunk_size and is_table == table:
                packed[-1] = (packed[-1][0], end)
            else:
                packed.append((start, end))
            table = is_table
        return packed


def _ends_like_item(text: str) -> bool:
    return text.rstrip().endswith(("。", "；", ";", "！", "？"))


def _lines(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    position = start
    for line in text[start:end].split("\n"):
        if line.strip():
            spans.append((position, position + len(line)))
        position += len(line) + 1
    return spans


def _blocks(text: str, start: int, end: int) -> list[Span]:
    """Return paragraphs, and runs of table rows as one block each."""
    blocks: list[Span] = []
    in_table = False
    for line_start, line_end in _lines(text, start, end):
        is_row = bool(_TABLE_ROW.match(text[line_start:line_end]))
        if is_row and in_table:
            blocks[-1] = (blocks[-1][0], line_end)
        else:
            blocks.append((line_start, line_end))
        in_table = is_row
    return blocks
