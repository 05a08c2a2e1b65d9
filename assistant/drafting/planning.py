"""Make the outline of a request: sections, evidence by section, and how much of it the length allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.citations import cite
from assistant.drafting.fitting import fitted
from assistant.drafting.following import sections_like
from assistant.drafting.material import Block
from assistant.drafting.outline import CHOSEN, CLOSING, OPENING, PINNED, Outline, OutlineEvidence, OutlineSection
from assistant.drafting.placing import place_blocks, take_opening, without_repetition
from assistant.drafting.request import DraftRequest
from assistant.drafting.roles import load_roles
from assistant.drafting.selection import ON_TOPIC, Material
from assistant.drafting.themes import one_theme, speaks_of
from assistant.evidence import Evidence
from assistant.genres import Genre, GenreSection
from corpus.figures import find_figures
from corpus.schema import SourceDocument

# How much of others' experience is shown: so many places, so many sentences of each.
_EXPLAINS = re.compile(r"解读|《")
MOST_OTHERS, SENTENCES_OF_OTHERS = 3, 2


class OutlineMaker:
    """Turn material into the outline of one request."""

    def __init__(self, request: DraftRequest, genre: Genre, place: str, material: Material) -> None:
        self._request = request
        self._genre = genre
        self._place = place
        self._material = material
        self._count = 0
        self._last: dict[str, tuple[int, int]] = {}
        self._warnings = list(material.warnings)
        self._terms = any(section.terms for section in genre.sections)

    def make(self, example: SourceDocument | None = None) -> Outline:
        """Return the outline; with an example, its headings are the sections."""
        terms = re.split(r"[、，,和与]", self._request.topic) if self._terms else []
        blocks = without_repetition(_by_use([*self._material.ours, *self._pointed_blocks()]))
        opening, blocks = take_opening(self._genre, blocks)
        sections = [s for s in self._genre.sections if s.whose != "others" or self._request.elsewhere]
        if example is not None:
            made, idle = sections_like(example, blocks, sections, self._section, self._evidence_of)
            self._tell_unplaced(idle)
        else:
            placed, idle = place_blocks(sections, blocks, [term for term in terms if term])
            self._tell_idle(idle)
            made = [
                self._others(section) if section.whose == "others" else self._filled(section, placed.get(number, []))
                for number, section in enumerate(sections)
            ]
        made = fitted(made, self._request.length or self._genre.length)
        made = self._with_points(made)
        body = [section for section in made if section.evidence or not section.optional]
        return Outline(
            self._request,
            self._genre.name,
            self._title(),
            self._place,
            (*self._opening(opening), *body, *self._closing()),
            self._subtitle(),
            self._request.audience or self._genre.salutation,
            tuple(self._warnings),
        )

    # ---- sections

    def _section(self, section: GenreSection) -> OutlineSection:
        values = self._values()
        return OutlineSection(
            section.heading,
            purpose=section.purpose,
            missing=section.missing.format(**values),
            lead=section.lead,
            themed=section.themed,
            promote=section.promote,
            optional=section.optional,
            others=section.whose == "others",
            length=section.share,
            needs=tuple((need.what, need.cue.pattern) for need in section.needs),
        )

    def _filled(self, section: GenreSection, blocks: Sequence[Block]) -> OutlineSection:
        evidence = self._evidence_of(section, blocks)
        made = self._section(section)
        if section.evidence == ("出处",):
            return replace(made, missing=made.missing, text="出处")
        return replace(made, evidence=tuple(evidence))

    def _evidence_of(self, section: GenreSection, blocks: Iterable[Block]) -> list[OutlineEvidence]:
        """Return the sentences of blocks as numbered evidence, headings that only name the section left out."""
        blocks = list(blocks)
        naming = {b.path[:1] for b in blocks if b.path and load_roles().of_heading(b.path[0])}
        keep = section.keep_headings and len(naming) > 1
        themes: list[tuple[str, int]] = []
        found: list[OutlineEvidence] = []
        for block in blocks:
            path = block.path
            if path and load_roles().of_heading(path[0]) and not keep:
                path = path[1:]
            if not section.themed:
                path = ()
            if path:
                path = (_theme(path[0], hash(block.document.doc_id), themes), *path[1:2])
            found += self._numbered(block, path)
        return found

    def _numbered(self, block: Block, theme: tuple[str, ...]) -> list[OutlineEvidence]:
        found: list[OutlineEvidence] = []
        before = 0
        lead = 0
        last, paragraph = self._last.get(block.document.doc_id, (0, -1))
        if block.spans[0].dependent and paragraph == block.spans[0].paragraph:
            before = last
        for span in block.spans:
            if span.dependent and not (lead or before):
                # Torn from what it speaks of, it would be a fragment.
                continue
            self._count += 1
            evidence = Evidence(block.document, span.start, span.end, block.path, 1.0, 1.0, block.place)
            after = (lead or before) if span.dependent else 0
            year = block.year or block.document.facts.date[:4]
            found.append(
                OutlineEvidence(
                    cite(self._count, evidence), CHOSEN, theme, span.paragraph, span.item, span.lead, after, year,
                    block.table,
                )
            )  # fmt: skip
            lead = self._count if span.lead else lead if span.dependent else 0
            before = self._count
            self._last[block.document.doc_id] = (self._count, span.paragraph)
        return found

    def _others(self, section: GenreSection) -> OutlineSection:
        chosen: dict[str, list[OutlineEvidence]] = {}
        for block in without_repetition(self._material.others):
            if block.role not in section.evidence or block.place == self._place:
                continue
            of_place = chosen.setdefault(block.place, [])
            if len(chosen) > MOST_OTHERS and not of_place:
                del chosen[block.place]
                continue
            for span in block.spans:
                telling = len(of_place) < SENTENCES_OF_OTHERS and not span.dependent and not span.item
                if telling and any(f.value is not None for f in find_figures(span.text)):
                    of_place += self._numbered(replace(block, spans=(span,)), (block.place,))
        evidence = [piece for pieces in chosen.values() for piece in pieces]
        return replace(self._section(section), evidence=tuple(evidence))

    # ---- points, opening, title

    def _pointed_blocks(self) -> list[Block]:
        return [block for _, block in self._material.pointed]

    def _with_points(self, sections: list[OutlineSection]) -> list[OutlineSection]:
        """Pin what a point asks for; a point that nothing speaks of becomes something to cover."""
        covered: set[str] = set()
        pinned: list[OutlineSection] = []
        for section in sections:
            evidence = list(section.evidence)
            for point in self._request.points:
                fitting = [
                    position
                    for position, piece in enumerate(evidence)
                    if not section.others and not piece.after and speaks_of(_whole(piece), point, ON_TOPIC)
                ]
                for position in fitting[:2]:
                    evidence[position] = replace(evidence[position], state=PINNED)
                if fitting:
                    covered.add(point)
            pinned.append(replace(section, evidence=tuple(evidence)))
        bare = [point for point in self._request.points if point not in covered]
        if bare:
            widest = max(range(len(pinned)), key=lambda number: self._share(pinned[number]))
            needs = tuple((f"「{point}」的情况和数据", re.escape(point)) for point in bare)
            pinned[widest] = replace(pinned[widest], needs=pinned[widest].needs + needs)
            self._warnings.append("资料中没有找到要点「" + "」「".join(bare) + "」的材料，已留空")
        return pinned

    def _share(self, section: OutlineSection) -> int:
        shares = {s.heading: s.share for s in self._genre.sections}
        return 0 if section.others else shares.get(section.heading, 0)

    def _opening(self, block: Block | None) -> list[OutlineSection]:
        evidence = tuple(self._numbered(block, ())) if block is not None else ()
        text = self._genre.opening.format(**self._values())
        return [OutlineSection("", 0, OPENING, text, evidence=evidence)] if text or evidence else []

    def _closing(self) -> list[OutlineSection]:
        text = self._genre.closing.format(**self._values())
        return [OutlineSection("", 0, CLOSING, text)] if text else []

    def _values(self) -> dict[str, str]:
        topic = self._request.topic
        main = self._material.main
        if self._genre.whose == "any":
            # A policy is called by its whole title.
            whole = main is not None and topic in main.facts.title and not _EXPLAINS.search(main.facts.title)
            topic = f"《{main.facts.title}》" if main is not None and whole and not self._terms else topic
        elif self._place and topic.startswith(self._place) and len(topic) > len(self._place):
            topic = topic.removeprefix(self._place)
        topic = topic.removesuffix(self._genre.name) or topic
        return {
            "place": self._place, "topic": topic, "period": self._request.period_label, 
            "former": self._material.former,
        }  # fmt: skip

    def _own_title(self) -> str:
        main = self._material.main
        like = self._genre.title_like
        title = main.facts.title if main is not None and like and main.facts.genre == like else ""
        named = any(word in title for word in (self._genre.name, *self._genre.aliases)) or "——" in title
        return "" if named else title

    def _title(self) -> str:
        written = self._genre.title.format(**self._values())
        return self._own_title() or re.sub(r"(工作|情况)\1", r"\1", written)

    def _subtitle(self) -> str:
        if not self._own_title():
            return ""
        return "——" + re.sub(r"(工作|情况)\1", r"\1", self._genre.title.format(**self._values()))

    def _tell_unplaced(self, idle: Sequence[Block]) -> None:
        if idle:
            heads = dict.fromkeys(block.path[-1] if block.path else block.spans[0].text[:12] + "……" for block in idle)
            self._warnings.append(f"照这个结构，以下材料没有放进去：{'、'.join([*heads][:8])}")

    def _tell_idle(self, idle: Sequence[Block]) -> None:
        """Say which plans of ours were not told as work done."""
        plans = {b.document.facts.title for b in idle if b.role in ("任务", "步骤", "规定") and b.document.doc_id}
        wants = {role for section in self._genre.sections for role in section.evidence}
        if plans and "任务" not in wants:
            listed = "》《".join(sorted(plans))
            self._warnings.append(f"《{listed}》写的是部署，未当作已做的工作写入")


def _by_use(blocks: Sequence[Block]) -> list[Block]:
    """Return each block once, in order."""
    return list({(b.document.doc_id, b.spans[0].start, b.spans[-1].end): b for b in reversed(blocks)}.values())[::-1]


def _theme(heading: str, source: int, themes: list[tuple[str, int]]) -> str:
    """Return the theme that a heading belongs to: one that another document's heading has named before, or its own."""
    for other, where in themes:
        if other == heading or (where != source and one_theme(heading, other)):
            return other
    themes.append((heading, source))
    return heading


def _whole(piece: OutlineEvidence) -> str:
    return " ".join((*piece.citation.section, piece.citation.quote))
