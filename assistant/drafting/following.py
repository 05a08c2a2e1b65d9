"""Follow an example: its headings become the sections of a draft, ours the evidence (照这篇的结构写)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.drafting.lines import bare
from assistant.drafting.material import Block
from assistant.drafting.outline import OutlineEvidence, OutlineSection
from assistant.drafting.roles import load_roles
from assistant.drafting.themes import speaks_of
from assistant.genres import GenreSection
from corpus.errors import DraftError
from corpus.schema import Section, SourceDocument


def sections_like(
    example: SourceDocument,
    blocks: Sequence[Block],
    genre: Sequence[GenreSection],
    section_of: Callable[[GenreSection], OutlineSection],
    evidence_of: Callable[[GenreSection, Iterable[Block]], list[OutlineEvidence]],
) -> tuple[list[OutlineSection], list[Block]]:
    """Return the example's headings as sections, each with our blocks that speak of it, and the blocks left over.

    A heading that names a role (下一步打算) takes our blocks of the roles that the genre has there (打算, 整改); one with words of its own (加强队伍建设)
    takes what shares them. Each block goes to one heading.

    Raises:
        DraftError: the example has no headings.
    """
    tree = _headings(example)
    if not tree:
        raise DraftError(f"《{example.facts.title}》没有小标题，没有结构可照", "请换一篇有小标题的，或不写 --like")
    free = list(blocks)
    made: list[OutlineSection] = []
    for top, below in tree:
        heading = bare(top.heading)
        role = load_roles().of_heading(heading)
        roles = next((section.evidence for section in genre if role in section.evidence), (role,))
        inner: list[OutlineSection] = []
        for section in below:
            words = bare(section.heading)
            taken = [block for block in free if (not role or block.role in roles) and speaks_of(_whole(block), words)]
            free = [block for block in free if block not in taken]
            inner.append(_section(words, 2, taken, section_of, evidence_of))
        taken = [block for block in free if (block.role in roles if role else speaks_of(_whole(block), heading))]
        free = [block for block in free if block not in taken]
        if not inner:
            made.append(_section(heading, 1, taken, section_of, evidence_of))
            continue
        # What the example has no subheading for comes behind, under headings of its own.
        named = dict.fromkeys(b.path[-1] for b in taken if b.path and not load_roles().of_heading(b.path[-1]))
        more = [
            _section(name, 2, [b for b in taken if b.path[-1:] == (name,)], section_of, evidence_of) for name in named
        ]
        plain = [b for b in taken if not b.path or b.path[-1] not in named]
        outer = _section(heading, 1, plain, section_of, evidence_of)
        made += [replace(outer, missing="", themed=False), *inner, *more]
    return made, free


def _headings(example: SourceDocument) -> list[tuple[Section, list[Section]]]:
    """Return the two upper levels of headings that are no title."""
    sections = [s for s in example.sections if bare(s.heading) not in example.facts.title and "——" not in s.heading]
    if not sections:
        return []
    levels = sorted({section.level for section in sections})
    tree: list[tuple[Section, list[Section]]] = []
    for section in sections:
        if section.level == levels[0]:
            tree.append((section, []))
        elif section.level == levels[1] and tree:
            tree[-1][1].append(section)
    return tree


def _section(
    heading: str,
    level: int,
    blocks: Sequence[Block],
    section_of: Callable[[GenreSection], OutlineSection],
    evidence_of: Callable[[GenreSection, Iterable[Block]], list[OutlineEvidence]],
) -> OutlineSection:
    genre_section = GenreSection(heading, (), f"{{place}}{{topic}}「{heading}」部分的内容", themed=level == 1)
    return replace(section_of(genre_section), level=level, evidence=tuple(evidence_of(genre_section, blocks)))


def _whole(block: Block) -> str:
    return " ".join((*block.path, block.text))
