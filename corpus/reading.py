"""Read a file whole: bytes → text → clean text → parts → facts and sections → documents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from corpus import marks
from corpus.cleaning import clean
from corpus.errors import ConfidentialDocument, EmptyDocument, TooLarge
from corpus.facts import read_facts
from corpus.facts.file import with_facts_of_the_file
from corpus.loaders import SHORTEST_TEXT, read
from corpus.loaders.loaded import Announce, nobody_waits
from corpus.partition import Part, partition
from corpus.privacy import mask_personal_numbers, secrecy_mark
from corpus.schema import Removal, SourceDocument
from corpus.sections import read_sections
from corpus.versions import repealed_titles

# Part of a library's fingerprint: raise it when reading changes, so that `cewen rebuild` is asked for.
READING_VERSION = "19"
# The head of a file of several papers is looked for its place within so many characters.
LONGEST_HEAD = 600

# Removals that are no furniture: an office is told of them when a file goes in.
MASKED = "个人信息"
NOTED = frozenset([MASKED, "文字识别", "扫描页"])


def revision_of(data: bytes) -> str:
    """Return the hash that names this content of a file."""
    return hashlib.sha256(data).hexdigest()[:12]


def document_id(source: str, part: int) -> str:
    """Return the id of a document: it depends on where it came from, not on what it says now."""
    return hashlib.sha256(f"{source}\n{part}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What an office may set of how files are read.

    Attributes:
        mask_personal: mask identity-card, mobile-phone and bank-card numbers in stored text.
        allow_confidential: take documents under a secrecy mark in.
        most_pages: refuse a file of more pages.
    """

    mask_personal: bool = True
    allow_confidential: bool = False
    most_pages: int = 3_000


def read_documents(
    data: bytes, source: str, options: ReadingOptions | None = None, announce: Announce = nobody_waits
) -> list[SourceDocument]:
    """Return the documents that a file holds, at least one.

    Args:
        data: the file's bytes.
        source: where it came from; its name hints at the format and is the title of last resort.
        options: what the office has set.
        announce: told how many scanned pages are about to be recognised, which takes seconds for each.

    Raises:
        ReadError: the file cannot be read, or must not go in; the message says why.
    """
    options = options or ReadingOptions()
    loaded = read(data, PurePath(source).name, announce)
    text = loaded.text
    pages = text.count(marks.PAGE) + 1
    if pages > options.most_pages:
        raise TooLarge(f"文件有 {pages} 页，超过 {options.most_pages} 页的限制", "请拆分，或调大设置 pages_per_file")
    level = secrecy_mark(marks.unmarked(text))
    if level and not options.allow_confidential:
        raise ConfidentialDocument(
            f"文件标有密级「{level}」，不予加入", "涉密文件不得存入本系统；如系误标，请更正后再添加"
        )
    masked = mask_personal_numbers(text) if options.mask_personal else None
    cleaned = clean(masked.text if masked else text)
    cleaned = replace(cleaned, removed=(*loaded.notes, *cleaned.removed))
    if masked and masked.total:
        note = Removal(
            MASKED, f"已遮盖身份证号 {masked.identities} 个、手机号 {masked.phones} 个、银行卡号 {masked.cards} 个"
        )
        cleaned = replace(cleaned, removed=(*cleaned.removed, note))
    parts = partition(cleaned.text)
    revision = revision_of(data)
    notes = _notes_of_the_first(cleaned.removed, text, parts)
    documents = [
        _document(part, number, len(parts), source, revision, cleaned.removed, notes if number == 1 else [])
        for number, part in enumerate(parts, 1)
    ]
    if sum(len(document.text) for document in documents) < SHORTEST_TEXT:
        raise EmptyDocument("去掉网页栏目和广告后没有正文", "请打开原文件看看正文是否在其中")
    return with_facts_of_the_file(documents, _above_the_first(marks.unmarked(cleaned.text), parts))


def _above_the_first(text: str, parts: Sequence[Part]) -> str:
    """Return what stands above the first paper of a file of several."""
    first_line = marks.unmarked(parts[0].text).strip().split("\n")[0]
    return text[: max(0, text.find(first_line))][:LONGEST_HEAD] if len(parts) > 1 and first_line else ""


def _notes_of_the_first(removed: Sequence[Removal], text: str, parts: Sequence[Part]) -> list[str]:
    """Return the dropped lines that stood before the second paper of a file, or anywhere in a file of one."""
    if len(parts) == 1:
        return [removal.text for removal in removed]
    first_line = marks.unmarked(parts[1].text).strip().split("\n")[0]
    # A table of contents, or the first paper itself, may have the line before.
    second = text.rfind("\n" + first_line)
    behind = set() if second < 0 else {marks.unmarked(line).strip() for line in text[second:].split("\n")}
    return [removal.text for removal in removed if removal.text.strip() not in behind]


def _document(
    part: Part,
    number: int,
    parts: int,
    source: str,
    revision: str,
    removed: tuple[Removal, ...],
    notes: Sequence[str],
) -> SourceDocument:
    final = marks.take_marks(part.text)
    facts, fact_sources = read_facts(
        final.text, final.headings, source, title=part.title, byline=part.byline, notes=notes
    )
    return SourceDocument(
        doc_id=document_id(source, number),
        source=source,
        part=number,
        parts=parts,
        revision=revision,
        text=final.text,
        facts=facts,
        sections=read_sections(final.text, final.headings),
        page_starts=final.page_starts,
        removed=removed if number == 1 else (),
        repeals=repealed_titles(final.text),
        fact_sources=fact_sources,
    )
