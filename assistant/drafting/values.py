"""The values of a finished draft, and how they are read back from JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from assistant.citations import Citation
from assistant.drafting.wording import titled

Json = dict[str, Any]
Table = tuple[tuple[str, ...], ...]
UNSUPPORTED, EDITED = "unsupported", "edited"


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One sentence of a draft.

    Attributes:
        n: the citation that it rests on; 0 for words of the genre itself.
        also: further citations.
        state: "" as composed; "unsupported": a model wrote it and no source says so; "edited": written by hand (手改).
    """

    text: str
    n: int
    also: tuple[int, ...] = ()
    state: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return all citations of the sentence."""
        return ((self.n,) if self.n else ()) + self.also


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `text` is its sentences together. A table has rows in `table` and its caption as text."""

    text: str
    citations: tuple[int, ...] = ()
    sentences: tuple[BriefSentence, ...] = ()
    table: Table = ()


@dataclass(frozen=True, slots=True)
class BriefSection:
    """One heading, level 1 for 一、, 2 for （一）, 3 for 1., and the paragraphs right under it; level 0 has none."""

    heading: str
    level: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A draft: `gaps` are its blanks, `warnings` what its reader must know."""

    genre: str
    title: str
    place: str
    topic: str
    sections: tuple[BriefSection, ...]
    citations: tuple[Citation, ...]
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    salutation: str = ""
    masthead: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    subtitle: str = ""
    mode: str = "extractive"
    notice: str = ""
    unsupported: tuple[str, ...] = ()


def paragraph_of(sentences: tuple[BriefSentence, ...]) -> Paragraph:
    """Return sentences as a paragraph."""
    numbers = dict.fromkeys(n for sentence in sentences for n in sentence.numbers)
    return Paragraph("".join(sentence.text for sentence in sentences), tuple(numbers), sentences)


def brief_json(brief: Brief) -> Json:
    """Return a draft as the JSON that scripts rely on."""
    data = asdict(brief)
    data["sections"] = [_lists(section) for section in data["sections"]]
    return {name: [*value] if isinstance(value, tuple) else value for name, value in data.items()} | {
        "citations": [asdict(c) | {"section": [*c.section]} for c in brief.citations]
    }


def _lists(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_lists(entry) for entry in value]
    return {name: _lists(entry) for name, entry in value.items()} if isinstance(value, dict) else value


def brief_of(data: Json) -> Brief:
    """Return the draft that was written as this JSON."""
    return Brief(
        genre=data["genre"],
        title=data["title"],
        place=data["place"],
        topic=data["topic"],
        sections=tuple(
            BriefSection(section["heading"], section["level"], tuple(map(_paragraph, section["paragraphs"])))
            for section in data["sections"]
        ),
        citations=tuple(Citation(**(c | {"section": tuple(c["section"])})) for c in data["citations"]),
        gaps=tuple(data["gaps"]),
        warnings=tuple(data["warnings"]),
        salutation=data["salutation"],
        masthead=tuple(data["masthead"]),
        footer=tuple(data["footer"]),
        subtitle=data["subtitle"],
        mode=data["mode"],
        notice=data["notice"],
        unsupported=tuple(data["unsupported"]),
    )


def _paragraph(data: Json) -> Paragraph:
    return Paragraph(
        data["text"],
        tuple(data["citations"]),
        tuple(BriefSentence(s["text"], s["n"], tuple(s["also"]), s["state"]) for s in data["sentences"]),
        tuple(tuple(row) for row in data["table"]),
    )


def source_line(citation: Citation, *, number: bool = True) -> str:
    """Return how a source is listed: number, title, whose, when, where in which file, and the words."""
    mark = f"[{citation.n}] " if number else ""
    quote = f"“{citation.quote}”"
    if citation.quote.startswith("|"):
        head = citation.quote.split("\n")[0].strip("| ")
        quote = f"表（{'、'.join(cell.strip() for cell in head.split('|'))}）"
    if not citation.doc_id:
        return f"{mark}{citation.title}：{quote}"
    details = [part for part in (citation.place, citation.date, citation.file) if part]
    if citation.page:
        details.append(f"第{citation.page}页")
    return f"{mark}{titled(citation.title)}（{'，'.join(details)}）：{quote}"
