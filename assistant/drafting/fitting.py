"""Choose as much evidence as the length of a draft holds, shared out by section and by theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.drafting.material import years_in
from assistant.drafting.outline import SPARE, OutlineEvidence, OutlineSection
from corpus.figures import find_figures

# A list up to so many characters is taken whole or not at all.
LONGEST_UNIT = 400


def fitted(sections: list[OutlineSection], length: int) -> list[OutlineSection]:
    """Return the sections with as much evidence chosen as their share of the length holds, the rest spare.

    What one section leaves unused goes to those that have more to say.
    """
    sizes = [sum(len(piece.citation.quote) for piece in section.evidence) for section in sections]
    allowed = [0] * len(sections)
    open_ = {number for number, size in enumerate(sizes) if size}
    left = length
    while open_ and left > 0:
        total = sum(sections[number].length or 1 for number in open_)
        share = {number: left * (sections[number].length or 1) // total for number in open_}
        full = {number for number in open_ if sizes[number] <= share[number]}
        for number in full or open_:
            allowed[number] = min(sizes[number], share[number])
            left -= allowed[number]
        open_ = open_ - full if full else set()
    return [_chosen(section, allowance) for section, allowance in zip(sections, allowed, strict=True)]


def _chosen(section: OutlineSection, allowance: int) -> OutlineSection:
    """Return the section with evidence chosen up to so many characters: every theme speaks before one speaks twice.

    Sentences are taken theme by theme in rounds, the leading one of each first, then those with figures.
    """
    if sum(len(piece.citation.quote) for piece in section.evidence) <= allowance * 1.1:
        return replace(section, length=allowance)
    groups: dict[str, list[list[OutlineEvidence]]] = {}
    for unit in _units(section.evidence):
        groups.setdefault(unit[0].theme[0] if unit[0].theme else "", []).append(unit)
    rounds = [
        (turn, position, unit)
        for position, units in enumerate(groups.values())
        for turn, unit in enumerate(sorted(units, key=_standing(units)))
    ]
    taken: set[int] = set()
    used = 0
    for _, _, unit in sorted(rounds, key=lambda entry: entry[:2]):
        size = sum(len(piece.citation.quote) for piece in unit)
        if taken and used + size > allowance * 1.1:
            continue
        if unit[0].after and unit[0].after not in taken:
            continue
        taken |= {piece.n for piece in unit}
        used += size
    evidence = tuple(p if p.n in taken else replace(p, state=SPARE) for p in section.evidence)
    return replace(section, evidence=evidence, length=allowance)


def _units(evidence: Iterable[OutlineEvidence]) -> list[list[OutlineEvidence]]:
    """Return the pieces one by one, the items of a short list and what announces them together."""
    units: list[list[OutlineEvidence]] = []
    for piece in evidence:
        before = units[-1][-1] if units else None
        listed = before is not None and before.theme == piece.theme and before.citation.doc_id == piece.citation.doc_id
        size = sum(len(p.citation.quote) for p in units[-1]) if units else 0
        together = (
            listed
            and before is not None
            and ((piece.item and before.item) or before.lead or (piece.after == units[-1][0].n and units[-1][0].lead))
        )
        if together and size + len(piece.citation.quote) <= LONGEST_UNIT:
            units[-1].append(piece)
        else:
            units.append([piece])
    return units


def _standing(units: Sequence[list[OutlineEvidence]]) -> Callable[[list[OutlineEvidence]], tuple[int, int]]:
    """Return how early a unit of a theme is taken: the first of each subheading, then those with figures."""
    order = {unit[0].n: position for position, unit in enumerate(units)}
    first = {unit[0].theme: unit[0].n for unit in reversed(units)}

    def rank(unit: list[OutlineEvidence]) -> tuple[int, int]:
        text = "".join(piece.citation.quote for piece in unit)
        plain = not any(f.value is not None for f in find_figures(text)) and not years_in(text)
        leads = first[unit[0].theme] == unit[0].n
        return (0 if leads else 1 + plain, order[unit[0].n])

    return rank
