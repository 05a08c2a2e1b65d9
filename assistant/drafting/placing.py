"""Give each block of material to the section of the genre that its role belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.duplicates import is_repeated, pairs
from assistant.drafting.material import Block, Span
from assistant.drafting.roles import load_roles
from assistant.drafting.wording import as_sentence
from assistant.genres import Genre, GenreSection

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")
_BEGINS = re.compile(r"^(?:今年|去年|目前|截至|到目前|近|20\d\d年|全年|全[省市县区])")


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in a section; `pinned` where a point asks for it."""

    block: Block
    pinned: bool = False


def without_repetition(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks without sentences that an earlier one said already, nor those that hang on them."""
    seen: list[tuple[frozenset[str], str]] = []
    kept: list[Block] = []
    for block in blocks:
        spans: list[Span] = []
        dropped = False
        for span in block.spans:
            text = as_sentence(span.text)
            if (span.dependent and dropped) or (not block.table and is_repeated(text, seen)):
                dropped = True
                continue
            dropped = False
            seen.append((pairs(text), text))
            spans.append(span)
        spans = _without_idle_leads(spans)
        if spans:
            kept.append(replace(block, spans=tuple(spans)))
    return kept


def _without_idle_leads(spans: Sequence[Span]) -> list[Span]:
    """Drop sentences that announce items which are not there."""
    return [
        span
        for position, span in enumerate(spans)
        if not span.lead or (position + 1 < len(spans) and spans[position + 1].dependent)
    ]


def place_blocks(
    sections: Sequence[GenreSection], blocks: Iterable[Block], topic_terms: Sequence[str]
) -> tuple[dict[int, list[Block]], list[Block]]:
    """Return the blocks of each section by its position, and the blocks that no section takes."""
    placed: dict[int, list[Block]] = {}
    idle: list[Block] = []
    for whole in blocks:
        for block in _parted(sections, whole):
            number = _section_for(sections, block.role, gathered=False)
            if number is not None and sections[number].terms:
                kept = _of_terms(block, topic_terms)
                if kept is None:
                    continue
                placed.setdefault(number, []).append(kept)
            elif number is not None:
                placed.setdefault(number, []).append(block)
            else:
                idle.append(block)
    return placed, idle


def take_opening(genre: Genre, blocks: Sequence[Block]) -> tuple[Block | None, list[Block]]:
    """Return the sentence of ours that opens the paper (依据) where the genre wants one, and the blocks without it."""
    for position, block in enumerate(blocks):
        said = re.search(genre.opening_cue, block.spans[0].text)
        if block.role in genre.opening_evidence and block.opening and said:
            first = replace(block, spans=block.spans[:1])
            rest = [replace(block, spans=block.spans[1:])] if len(block.spans) > 1 else []
            return first, [*blocks[:position], *rest, *blocks[position + 1 :]]
    return None, list(blocks)


def _section_for(sections: Sequence[GenreSection], role: str, *, gathered: bool) -> int | None:
    fitting = [
        (section.evidence.index(role), number)
        for number, section in enumerate(sections)
        if role in section.evidence and section.whose != "others" and (section.gather or not gathered)
    ]
    return min(fitting)[1] if fitting else None


def _parted(sections: Sequence[GenreSection], block: Block) -> list[Block]:
    """Return the block, with what says itself that it belongs to another section cut out as blocks of their own.

    Only what stands under no heading that names its role is cut, or what a gathering section asks for.
    """
    roles = load_roles()
    named = any(roles.of_heading(heading) for heading in block.path) or block.opening or bool(block.table)
    own = _section_for(sections, block.role, gathered=False)
    if (own is None and named) or (block.opening and any(r.opens for r in roles.roles if r.name == block.role)):
        return [block]
    moves: dict[int, str] = {}
    for position, span in enumerate(block.spans):
        role = roles.of_sentence(span.text)
        target = _section_for(sections, role, gathered=True) if role and role != block.role else None
        if target is None and role and role != block.role and not named:
            target = _section_for(sections, role, gathered=False)
        if target is None or target == own or span.dependent or span.item or span.lead:
            continue
        start = position
        # 「今年……427人。考生6A率9.24%，创历史新高」: the sentence that begins the account goes with it.
        while start > 0 and not _BEGINS.match(block.spans[start].text) and sections[target].gather:
            start -= 1
        if start == 0 and not _BEGINS.match(block.spans[0].text):
            start = position
        if _hung_on(block.spans, position):
            continue
        behind = position + 1
        if _ARTICLE.match(span.text):
            # The sentences behind 「第七条　……」 up to the next article go with it.
            while behind < len(block.spans) and not _ARTICLE.match(block.spans[behind].text):
                behind += 1
        for moved in range(start, behind):
            moves[moved] = role
    if not moves or (len(moves) == len(block.spans) and own is not None and not named and len(block.spans) > 1):
        return [block]
    stays = tuple(span for position, span in enumerate(block.spans) if position not in moves)
    parts = [replace(block, spans=stays)] if stays else []
    for role in dict.fromkeys(moves.values()):
        spans = tuple(span for position, span in enumerate(block.spans) if moves.get(position) == role)
        parts.append(replace(block, spans=spans, role=role, path=()))
    return parts


def _hung_on(spans: Sequence[Span], position: int) -> bool:
    """Tell whether the next sentence makes no sense without this one."""
    return position + 1 < len(spans) and spans[position + 1].dependent


def _of_terms(block: Block, terms: Sequence[str]) -> Block | None:
    """Return the block with the sentences that speak of the terms; a definition must open with one."""
    if block.role == "定义":
        spans = [
            span
            for span in block.spans
            if any(
                re.match(rf"[“\"《]?{re.escape(term)}[”\"》]?\s*(?:[：:，,（(]|是指|指|是)", span.text)
                for term in terms
            )
        ]
    else:
        # All of a regulation, or of what explains one, speaks of its subject.
        explains = block.document.facts.genre in load_roles().of_genre and block.role in ("规定", "定义", "范围")
        heading = " ".join((block.document.facts.title if explains else "", *block.path))
        spans = [span for span in block.spans if any(term in span.text or term in heading for term in terms)]
    return replace(block, spans=tuple(spans)) if spans else None
