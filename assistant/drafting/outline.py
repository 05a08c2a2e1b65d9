"""An outline: the sections of a draft, each with its numbered evidence, to be looked at and changed before writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.citations import Citation
from assistant.drafting.request import DraftRequest, request_json, request_of
from assistant.drafting.values import Table
from corpus.errors import DraftError

Json = dict[str, Any]
CHOSEN, SPARE, PINNED, REJECTED = "chosen", "spare", "pinned", "rejected"
OPENING, BODY, CLOSING = "opening", "body", "closing"


@dataclass(frozen=True, slots=True)
class OutlineEvidence:
    """One sentence that a section may use.

    Attributes:
        citation: where it comes from; its `n` is the sentence's number in the outline.
        state: chosen, spare (fits, but beyond the length), pinned or rejected.
        theme: headings of the source that it stands under, without those that only name the section.
        paragraph: which paragraph of its source; sentences of one stay together.
        item: level of its list mark in the source, 0 without.
        lead: it announces the items behind it.
        after: number of the sentence without which it makes no sense; 0 where it stands alone.
        year: of which year it speaks, as far as its source tells.
    """

    citation: Citation
    state: str = CHOSEN
    theme: tuple[str, ...] = ()
    paragraph: int = 0
    item: int = 0
    lead: bool = False
    after: int = 0
    year: str = ""
    table: Table = ()

    @property
    def n(self) -> int:
        """Return its number."""
        return self.citation.n

    @property
    def used(self) -> bool:
        """Tell whether it goes into the text."""
        return self.state in (CHOSEN, PINNED)


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One section with its evidence; the other fields are the genre's, see GenreSection.

    Attributes:
        kind: opening and closing are words of the genre's own around the body.
        text: those words; an opening gives way to evidence.
        length: characters that it may fill.
        needs: pairs of what must be covered and the pattern that finds it.
    """

    heading: str
    level: int = 1
    kind: str = BODY
    text: str = ""
    purpose: str = ""
    missing: str = ""
    lead: str = ""
    themed: bool = False
    promote: bool = False
    optional: bool = False
    others: bool = False
    length: int = 0
    needs: tuple[tuple[str, str], ...] = ()
    evidence: tuple[OutlineEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of one request."""

    request: DraftRequest
    genre: str
    title: str
    place: str
    sections: tuple[OutlineSection, ...]
    subtitle: str = ""
    salutation: str = ""
    warnings: tuple[str, ...] = field(default=())


def outline_json(outline: Outline) -> Json:
    """Return an outline as JSON."""
    data = asdict(outline)
    return data | {"request": request_json(outline.request)}


def outline_of(data: Mapping[str, Any]) -> Outline:
    """Return the outline that was written as this JSON.

    Raises:
        DraftError: it is no outline.
    """
    try:
        return Outline(
            request_of(data["request"]), data["genre"], data["title"], data["place"],
            tuple(_section(section) for section in data["sections"]),
            data["subtitle"], data["salutation"], tuple(data["warnings"]),
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise DraftError(f"提纲读不出来：缺 {error}", "请用 cewen draft --outline 重新列提纲") from error


def _section(data: Mapping[str, Any]) -> OutlineSection:
    evidence = tuple(_evidence(entry) for entry in data["evidence"])
    needs = tuple((what, cue) for what, cue in data["needs"])
    return OutlineSection(**(dict(data) | {"evidence": evidence, "needs": needs}))


def _evidence(data: Mapping[str, Any]) -> OutlineEvidence:
    cited = data["citation"]
    return OutlineEvidence(
        **(
            dict(data)
            | {
                "citation": Citation(**(cited | {"section": tuple(cited["section"])})),
                "theme": tuple(data["theme"]),
                "table": tuple(tuple(row) for row in data["table"]),
            }
        )
    )


# ---- changing an outline


def reordered(outline: Outline, order: Sequence[int]) -> Outline:
    """Return the outline with its body sections in this order, given by their numbers from 1.

    Raises:
        DraftError: a number is missing, there twice, or none of a section.
    """
    body = [section for section in outline.sections if section.kind == BODY]
    if sorted(order) != list(range(1, len(body) + 1)):
        raise DraftError(f"顺序 {list(order)} 不对", f"请把 1 到 {len(body)} 各写一次")
    turned = iter(body[number - 1] for number in order)
    return replace(outline, sections=tuple(next(turned) if s.kind == BODY else s for s in outline.sections))


def renamed(outline: Outline, number: int, heading: str) -> Outline:
    """Return the outline with one body section's heading changed."""
    return _changed(outline, number, lambda section: replace(section, heading=heading.strip()))


def dropped(outline: Outline, number: int) -> Outline:
    """Return the outline without one body section."""
    target = _body(outline, number)
    return replace(outline, sections=tuple(section for section in outline.sections if section is not target))


def marked(outline: Outline, numbers: Sequence[int], state: str) -> Outline:
    """Return the outline with pieces of evidence pinned, rejected, chosen or spare.

    Raises:
        DraftError: there is no evidence of such a number.
    """
    known = {piece.n for section in outline.sections for piece in section.evidence}
    unknown = [n for n in numbers if n not in known]
    if unknown:
        raise DraftError(f"提纲里没有 {unknown} 号材料", f"编号从 1 到 {max(known, default=0)}")
    return replace(
        outline,
        sections=tuple(
            replace(
                section,
                evidence=tuple(
                    replace(piece, state=state) if piece.n in numbers else piece for piece in section.evidence
                ),
            )
            for section in outline.sections
        ),
    )


def moved(outline: Outline, n: int, number: int) -> Outline:
    """Return the outline with one piece of evidence pinned to another body section."""
    piece = next((piece for section in outline.sections for piece in section.evidence if piece.n == n), None)
    if piece is None:
        raise DraftError(f"提纲里没有 {n} 号材料", "请核对编号")
    target = _body(outline, number)
    return replace(
        outline,
        sections=tuple(
            replace(
                section,
                evidence=(
                    *(other for other in section.evidence if other.n != n),
                    *((replace(piece, state=PINNED),) if section is target else ()),
                ),
            )
            for section in outline.sections
        ),
    )


def _body(outline: Outline, number: int) -> OutlineSection:
    body = [section for section in outline.sections if section.kind == BODY]
    if not 1 <= number <= len(body):
        raise DraftError(f"提纲没有第 {number} 部分", f"共 {len(body)} 部分")
    return body[number - 1]


def _changed(outline: Outline, number: int, change: Any) -> Outline:
    target = _body(outline, number)
    return replace(outline, sections=tuple(change(s) if s is target else s for s in outline.sections))
