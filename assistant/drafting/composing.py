"""Compose the text of an outline from its evidence alone: every sentence is a source's, cited.

Headings are numbered anew, list marks too; what cannot stand without a sentence that is not there is left out; what
must be covered and is not becomes a visible blank, 〔待补充：……〕.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.citations import Citation
from assistant.drafting.duplicates import Stated, conflicts
from assistant.drafting.outline import OPENING, PINNED, Outline, OutlineEvidence, OutlineSection
from assistant.drafting.paragraphs import ParagraphMaker
from assistant.drafting.roles import load_roles
from assistant.drafting.values import Brief, BriefSection, BriefSentence, Paragraph, paragraph_of
from assistant.drafting.wording import BLANK, as_heading, numeral, titled
from assistant.genres import Genre
from corpus.figures import find_figures

Progress = Callable[[str, int, int], None]


class Composer:
    """Compose one outline."""

    def __init__(self, outline: Outline, genre: Genre) -> None:
        self._outline = outline
        self._genre = genre
        self._words = ParagraphMaker(outline, genre.voice)

    def compose(self, progress: Progress | None = None) -> Brief:
        """Return the draft; `progress` is called with each section's heading before it is composed."""
        sections: list[BriefSection] = []
        for done, section in enumerate(self._outline.sections):
            if progress is not None:
                progress(section.heading or self._outline.title, done, len(self._outline.sections))
            sections += self.section(section)
        return self.finish(numbered(sections))

    @property
    def citations(self) -> list[Citation]:
        """Return the citations used so far."""
        return self._words.citations

    def finish(self, sections: Sequence[BriefSection]) -> Brief:
        """Return sections as a whole draft, with its blanks and warnings."""
        outline, genre = self._outline, self._genre
        brief = Brief(
            genre=genre.name,
            title=outline.title,
            subtitle=outline.subtitle,
            place=outline.place,
            topic=outline.request.topic,
            sections=tuple(sections),
            citations=tuple(self._words.citations),
            gaps=(),
            warnings=(*outline.warnings, *self._warnings()),
            salutation=outline.salutation,
            masthead=genre.masthead,
            footer=genre.footer,
        )
        return replace(brief, gaps=blanks_of(brief))

    def section(self, section: OutlineSection) -> list[BriefSection]:
        """Return one section of the outline with its subheadings; headings are not numbered yet."""
        pieces = _standing(section.evidence)
        if (section.kind == OPENING and not pieces) or (section.kind != "body" and section.kind != OPENING):
            return [BriefSection("", 0, (paragraph_of((BriefSentence(section.text, 0),)),))] if section.text else []
        if section.text == "出处":
            return [BriefSection(section.heading, 1, self._origins() or (self._blank(section.missing),))]
        level = section.level if section.heading else 0
        if not pieces:
            if section.optional:
                return []
            blanks = [section.missing] if section.missing else []
            blanks += [what for what, _ in section.needs if what.startswith("「")]
            return [BriefSection(section.heading, level, tuple(map(self._blank, blanks)))]
        if section.others:
            return [BriefSection(section.heading, level, tuple(self._words.quoted(pieces)))]
        made = self._themed(section, pieces, level) if section.themed else []
        if not made:
            made = [BriefSection(section.heading, level, tuple(self._words.paragraphs(pieces)))]
        return self._with_lead(section, self._with_needs(section, made))

    # ---- inside a section

    def _themed(self, section: OutlineSection, pieces: Sequence[OutlineEvidence], level: int) -> list[BriefSection]:
        """Return the section with a subheading over each theme; a lone one is said in the text instead."""
        groups: dict[str, list[OutlineEvidence]] = {}
        before: OutlineEvidence | None = None
        for piece in pieces:
            theme = piece.theme[0] if piece.theme else ""
            if not theme and before is not None and before.theme and _one_chapter(before, piece):
                # What sums up a chapter stays behind it.
                theme = before.theme[0]
                piece = replace(piece, theme=before.theme)
            groups.setdefault(theme, []).append(piece)
            before = piece
        plain = groups.pop("", [])
        if not groups:
            return []
        paragraphs = list(self._words.paragraphs(plain))
        promote = section.promote and len(groups) > 1
        if len(groups) == 1 and not plain and not section.promote:
            (heading, group), *_ = groups.items()
            inner = [replace(piece, theme=piece.theme[1:]) for piece in group]
            if len({piece.theme for piece in inner}) > 1:
                words = as_heading(heading, self._outline.place, self._genre.voice)
                made = self._themed(section, inner, level)
                if find_figures(words) or load_roles().of_heading(heading):
                    # A figure must stand in the sentence that is cited, and a role says nothing.
                    return made
                said = BriefSentence(words + "。", self._words.number(inner[0].citation))
                return [replace(made[0], paragraphs=(paragraph_of((said,)), *made[0].paragraphs)), *made[1:]]
            return [BriefSection(section.heading, level, tuple(self._run_in(heading, inner)))]
        if section.promote and len(groups) == 1:
            # The one theme is a chapter of several: its subheadings are the chapters, its own line leads in.
            (heading, group), *_ = groups.items()
            inner = [replace(piece, theme=piece.theme[1:]) for piece in group]
            if len({piece.theme for piece in inner}) > 1:
                return [
                    *([BriefSection("", 0, tuple(paragraphs))] if paragraphs else []),
                    *self._themed(section, inner, level),
                ]
        made = (
            []
            if promote and not paragraphs
            else [BriefSection("" if promote else section.heading, 0 if promote else level, tuple(paragraphs))]
        )
        under = 1 if promote else level + 1
        for heading, group in groups.items():
            made += self._theme(as_heading(heading, self._outline.place, self._genre.voice), group, under)
        return made

    def _theme(self, heading: str, pieces: Sequence[OutlineEvidence], level: int) -> list[BriefSection]:
        inner: dict[str, list[OutlineEvidence]] = {}
        for piece in pieces:
            inner.setdefault(piece.theme[1] if len(piece.theme) > 1 else "", []).append(piece)
        plain = inner.pop("", [])
        made = BriefSection(heading, level, tuple(self._words.paragraphs(plain)))
        if not inner:
            return [made]
        if len(inner) == 1:
            (only, group), *_ = inner.items()
            return [replace(made, paragraphs=(*made.paragraphs, *self._run_in(only, group)))]
        below = [
            BriefSection(
                as_heading(name, self._outline.place, self._genre.voice),
                level + 1,
                tuple(self._words.paragraphs(group)),
            )
            for name, group in inner.items()
        ]
        return [made, *below]

    def _run_in(self, heading: str, pieces: Sequence[OutlineEvidence]) -> list[Paragraph]:
        """Return paragraphs of which the first opens with what its heading said, as no heading stands alone."""
        paragraphs = list(self._words.paragraphs(pieces))
        said = as_heading(heading, self._outline.place, self._genre.voice)
        held = paragraphs and re.sub(r"\W", "", said) in re.sub(r"\W", "", paragraphs[0].text)
        names_role = load_roles().of_heading(heading)
        unfit = held or names_role or bool(find_figures(said)) or bool(re.search(r"\d|[：:]", said))
        if not paragraphs or not paragraphs[0].sentences or unfit:
            return paragraphs
        lead = BriefSentence(said + "。", paragraphs[0].sentences[0].n)
        return [paragraph_of((lead, *paragraphs[0].sentences)), *paragraphs[1:]]

    def _with_lead(self, section: OutlineSection, made: list[BriefSection]) -> list[BriefSection]:
        """Return the section with the genre's own sentence before its subheadings, where it has several."""
        below = [inner for inner in made if inner.level == section.level + 1]
        if not section.lead or len(below) < 2 or made[0].paragraphs or made[0].level != section.level:
            return made
        lead = section.lead.format(topic=self._topic(), place=self._outline.place)
        return [replace(made[0], paragraphs=(paragraph_of((BriefSentence(lead, 0),)),)), *made[1:]]

    def _with_needs(self, section: OutlineSection, made: list[BriefSection]) -> list[BriefSection]:
        text = "".join(p.text for s in made for p in s.paragraphs) + "".join(s.heading for s in made)
        missing = [what for what, cue in section.needs if not re.search(cue, text)]
        if missing:
            last = made[-1]
            if last.level > (section.level if section.heading else 0) and len(made) > 1:
                more = [BriefSection(_short_name(what), last.level, (self._blank(what),)) for what in missing]
                return [*made, *more]
            made[-1] = replace(last, paragraphs=(*last.paragraphs, *map(self._blank, missing)))
        return made

    def _origins(self) -> tuple[Paragraph, ...]:
        """Return of which document and clause each definition is."""
        lines = []
        for citation in self._words.citations:
            clause = re.match(r"第[一二三四五六七八九十百零\d]+条", citation.quote)
            where = clause[0] if clause else "“" + citation.section[-1] + "”部分" if citation.section else ""
            when = f"（{citation.date}）" if citation.date else ""
            term = re.match(r"[“\"《]?([^，。：:”\"]{2,24}?)[”\"》]?\s*(?:[：:，,]|是指|指)", citation.quote)
            subject = f"“{term[1]}”的定义" if term else "上述定义"
            text = f"{subject}见{titled(citation.title)}{when}{where}。"
            lines.append(paragraph_of((BriefSentence(text, citation.n),)))
        return tuple(lines)

    def _blank(self, what: str) -> Paragraph:
        return Paragraph(f"〔待补充：{what}〕")

    def _topic(self) -> str:
        return self._outline.request.topic.removeprefix(self._outline.place)

    # ---- warnings

    def _warnings(self) -> list[str]:
        pieces = [piece for s in self._outline.sections if not s.others for piece in s.evidence if not piece.table]
        used = [_stated(piece) for piece in pieces if piece.used]
        warnings = conflicts(used, [_stated(piece) for piece in pieces])
        titles = {c.doc_id or c.title: c.title for c in self._words.citations}
        for source, words in self._words.undated.items():
            if source in titles:
                listed = "、".join(f"「{word}」" for word in dict.fromkeys(words))
                warnings.append(f"《{titles[source]}》未注明日期，稿中{listed}指哪几年，请核对")
        for citation in self._words.citations:
            gap = re.search(r"以[^，,。]{2,16}建设[，,](?=以)", citation.quote)
            if gap:
                warnings.append(f"原文似有脱漏，请核对：“{gap[0].rstrip('，,')}”（《{citation.title}》）")
        return warnings


def blanks_of(brief: Brief) -> tuple[str, ...]:
    """Return what the blanks of a draft say, each once, in order."""
    texts = [text for s in brief.sections for text in (s.heading, *(p.text for p in s.paragraphs))]
    lines = [brief.title, *brief.masthead, brief.salutation, *texts, *brief.footer]
    return tuple(dict.fromkeys(blank for line in lines for blank in BLANK.findall(line)))


def numbered(sections: Sequence[BriefSection]) -> list[BriefSection]:
    """Return sections with headings numbered 一、（一）1. without a gap."""
    counts = [0, 0, 0]
    made = []
    for section in sections:
        if section.level and section.heading:
            counts[section.level - 1] += 1
            counts[section.level :] = [0] * (3 - section.level)
            count = counts[section.level - 1]
            mark = (f"{numeral(count)}、", f"（{numeral(count)}）", f"{count}.")[section.level - 1]
            section = replace(section, heading=mark + section.heading)
        made.append(section)
    return made


def _standing(evidence: Iterable[OutlineEvidence]) -> list[OutlineEvidence]:
    """Return the pieces that are used and can stand: none without the sentence that it hangs on, no lead without items."""
    kept: dict[int, OutlineEvidence] = {}
    for piece in evidence:
        if piece.used and (not piece.after or piece.after in kept or piece.state == PINNED):
            kept[piece.n] = piece
    followed = {piece.after for piece in kept.values()}
    return [piece for piece in kept.values() if not piece.lead or piece.n in followed]


def _short_name(need: str) -> str:
    point = re.match(r"「(.+?)」", need)
    return point[1] if point else re.sub(r"（.*", "", need).removesuffix("的安排")


def _one_chapter(one: OutlineEvidence, other: OutlineEvidence) -> bool:
    same = one.citation.doc_id == other.citation.doc_id
    return same and bool(other.citation.section) and one.citation.section[:1] == other.citation.section[:1]


def _stated(piece: OutlineEvidence) -> Stated:
    c = piece.citation
    return Stated(c.quote, c.title, c.date, piece.year, (c.doc_id, c.start))
