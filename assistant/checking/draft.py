"""Read a draft: its text with offsets that hold, whose it is, and its statements.

Text files are taken as they stand (line ends unified), Word files paragraph by paragraph; other formats are read
as the library reads them, and the text that they give is the one that offsets count in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.checking.statements import Statement, read_statements
from corpus.errors import EmptyDocument, UnreadableFile
from corpus.facts import read_facts
from corpus.gazetteer import gazetteer
from corpus.loaders import plain, sniff
from corpus.places import local_names
from corpus.reading import ReadingOptions, revision_of
from corpus.schema import DocumentFacts, Section
from corpus.sections import read_sections
from corpus.tokenizer import telling
from corpus.worker import ReadingWorker

_SOURCE_MARK = re.compile(r"\[\d{1,3}\]")
_SOURCES = re.compile(r"^[ \t#]*(?:附[:：])?\s*资料来源\s*$", re.MULTILINE)
_MARKUP = re.compile(r"^[ \t]*#{1,6}(?=\s)|\*\*|__(?=\S)|`", re.MULTILINE)

_BEFORE = re.compile(r"[占自原把将被由从向为到给让使与和及按据经需可应能新扩改]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be checked.

    Attributes:
        text: the text that offsets count in.
        plain: the same text, as long, with Markdown's marks blanked out.
        place: whose it is: as asked, as set, or as the draft itself says.
        named_place: whose it is by its own words.
    """

    name: str
    revision: str
    kind: str
    text: str
    plain: str
    facts: DocumentFacts
    place: str
    named_place: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    known_places: tuple[str, ...] = ()


def read_draft(
    path: Path, place: str, known_places: Sequence[str], seconds: float, still: Callable[[], None] | None = None
) -> Draft:
    """Read a file as a draft; `still` is called meanwhile, and what it raises ends the reading.

    Raises:
        ReadError: the file cannot be read or holds no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"文件 {path} 打不开：{error.strerror}", "请检查路径，或关闭占用它的程序") from error
    kind = sniff(data, path.name)
    text, headings = _text_of(data, path, kind, seconds, still)
    if not any(map(str.isalnum, text)):
        raise EmptyDocument(f"文件 {path.name} 里没有文字", "请检查文件是否完整；扫描件请先转成文字")
    return make_draft(text, path.name, revision_of(data), kind, place, known_places, headings)


def make_draft(
    text: str,
    name: str,
    revision: str,
    kind: str,
    place: str,
    known_places: Sequence[str],
    headings: dict[int, int] | None = None,
) -> Draft:
    """Return a text as a draft; `headings` gives the level of headings by their offset."""
    headings = dict(headings or {})
    plain_text = text
    if kind == "markdown":
        for match in re.finditer(r"^[ \t]*(#{1,6})[ \t]+", text, re.MULTILINE):
            headings[match.start()] = len(match[1])
        plain_text = _MARKUP.sub(lambda match: " " * len(match[0]), text)
    plain_text = _without_sources(plain_text)
    facts, _ = read_facts(plain_text, headings, name)
    whose = place or facts.place
    local = local_names(facts.title, plain_text) | _once_named(facts.title, plain_text)
    known = tuple(dict.fromkeys([*known_places, *sorted(local), *filter(None, [whose])]))
    sections = read_sections(plain_text, headings)
    statements = read_statements(plain_text, facts.title, whose, facts.date, sections, known)
    return Draft(
        name, revision, kind, text, plain_text, replace(facts, place=whose), whose, facts.place, sections,
        tuple(statements), known,
    )  # fmt: skip


def _once_named(title: str, text: str) -> set[str]:
    """Return names that the text shows but once to be places, common words and words before a known name left out."""
    return {
        name
        for name in local_names(title, text, 1)
        if not _BEFORE.match(name)
        and telling(name[:-1]) == 1.0
        and not any(name[start:] in gazetteer() for start in range(1, len(name) - 2))
    }


def _text_of(
    data: bytes, path: Path, kind: str, seconds: float, still: Callable[[], None] | None
) -> tuple[str, dict[int, int]]:
    if kind in ("plain", "markdown"):
        return plain.decode(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), {}
    if kind == "docx":
        return _word(data, path)
    worker = ReadingWorker(seconds)
    try:
        options = ReadingOptions(mask_personal=False, allow_confidential=True)
        documents = worker.read(data, path.name, options, still)
    finally:
        worker.close()
    return "\n\n".join(document.text for document in documents), {}


def _word(data: bytes, path: Path) -> tuple[str, dict[int, int]]:
    from io import BytesIO

    from docx import Document

    from assistant.word_text import read_word

    try:
        word = read_word(Document(BytesIO(data)))
    except Exception as error:  # python-docx and lxml raise many kinds on damaged packages
        raise UnreadableFile(
            f"Word 文件 {path.name} 已损坏或加了密码，打不开", "请用 Word 或 WPS 打开后另存一份"
        ) from error
    return word.text, word.headings


def _without_sources(text: str) -> str:
    """Return a text with the marks [1] and the list of sources behind it blanked out, as long as it was.

    They are a draft's apparatus: what they quote stands in the library's own words, and is nothing to check.
    """
    listed = _SOURCES.search(text)
    end = listed.start() if listed and _SOURCE_MARK.search(text, listed.end()) else len(text)
    body = _SOURCE_MARK.sub(lambda match: " " * len(match[0]), text[:end])
    return body + re.sub(r"[^\n]", " ", text[end:])
