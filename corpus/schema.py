"""The frozen values that travel from a file to an answer.

All offsets count characters of `SourceDocument.text`, the cleaned text, which nothing changes afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from corpus.titles import series_over

# How sure a fact is: the paper states it, its form shows it, its text makes it likely; or a user has put it right.
Certainty = Literal["确定", "较可能", "推测"]


@dataclass(frozen=True, slots=True)
class Removal:
    """Name one piece of text that cleaning dropped, and the rule that dropped it."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Say what a document is and whose it is; an empty string where the document does not tell.

    Attributes:
        place: the county, city or province that the document speaks for; a redacted 「XX区」 stays as written
            and is nobody's.
        region: the place with its city and province, 江苏省宿迁市宿城区, where the gazetteer knows it.
        genre: 文种, such as 实施方案.
        date: when it was written (成文日期): "2018", "2018-02" or "2018-02-09".
        issuer: 发文机关.
        document_number: 发文字号, such as 云政发〔2024〕12号.
        effective: since when a regulation is in force (施行日期).
        addressee: 主送机关, or whom a speech addresses (称谓).
        period: the years that it speaks of: "2023" or "2019-2023".
        secrecy: 密级, where the office lets such papers in.
    """

    title: str
    place: str = ""
    region: str = ""
    genre: str = ""
    date: str = ""
    issuer: str = ""
    document_number: str = ""
    effective: str = ""
    addressee: str = ""
    period: str = ""
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class FactSource:
    """Say where a fact was read and how sure it is; `where` is 更正 for what a user has put right.

    Attributes:
        fact: its name in `DocumentFacts`.
        where: 标题, 落款, 主送行, 正文, 网页信息栏, 文件名 …
        quote: the words that it was read from.
    """

    fact: str
    where: str
    quote: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Section:
    """Span one heading and all that stands under it; `path` ends with the heading itself."""

    heading: str
    level: int
    start: int
    end: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Hold one document: a whole file, or one of several that were pasted into it.

    Attributes:
        source: where the file came from: an absolute path, or 「上传/…」.
        part: 1 for the first document of a file.
        parts: how many documents the file holds.
        revision: hash of the file's bytes.
        page_starts: offset of each page after the first; empty for formats without pages.
        removed: what cleaning dropped.
        repeals: titles of regulations that the text repeals.
        fact_sources: where each of the facts was read.
    """

    doc_id: str
    source: str
    part: int
    parts: int
    revision: str
    text: str
    facts: DocumentFacts
    sections: tuple[Section, ...] = ()
    page_starts: tuple[int, ...] = ()
    removed: tuple[Removal, ...] = field(default=(), repr=False)
    collection: str = ""
    repeals: tuple[str, ...] = ()
    fact_sources: tuple[FactSource, ...] = field(default=(), repr=False)

    @property
    def full_title(self) -> str:
        """Return the title with the name of the series that stands over it: 「督导简报 我市召开……动员会」."""
        return f"{series_over(self.text, self.facts.title)} {self.facts.title}".strip()

    def page_at(self, offset: int) -> int | None:
        """Return the page, from 1, on which this offset stands; None where the format has no pages."""
        return bisect_right(self.page_starts, offset) + 1 if self.page_starts else None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Hold one passage; `text` is `document.text[start:end]`, `section` the path of headings above it.

    Attributes:
        context: title, headings and table heads that are embedded and indexed with the text.
        themes: what of the office's themes (主题) it speaks of.
    """

    chunk_id: str
    doc_id: str
    start: int
    end: int
    text: str
    section: tuple[str, ...] = ()
    context: str = ""
    themes: tuple[str, ...] = ()

    @property
    def index_text(self) -> str:
        """Return what is embedded and indexed: title and headings, then the passage."""
        return f"{self.context}\n{self.text}" if self.context else self.text
