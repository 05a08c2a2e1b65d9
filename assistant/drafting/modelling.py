"""Have a chat model write the sections of an outline from the same evidence, and revise a draft by instruction.

Each sentence goes through the check of answers; a server that fails leaves the draft as it was, with a notice.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.chat_models import stream_text
from assistant.citations import Citation, place_label
from assistant.drafting.checked import read_section
from assistant.drafting.composing import Composer, Progress, blanks_of, numbered
from assistant.drafting.lines import bare
from assistant.drafting.outline import BODY, Outline, OutlineSection
from assistant.drafting.values import Brief, BriefSection, BriefSentence, Paragraph, paragraph_of
from assistant.genres import Genre
from assistant.prompting import load_prompt
from corpus.errors import ChatModelError, DraftError
from corpus.figures import number_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)
NO_MODEL = DraftError(
    "没有接大模型，不能按意见改写",
    "请在 settings.toml 里设 chat_base_url 和 chat_model；或者直接手改：cewen drafts 编号 --edit 段号 --text 新文字",
)


def write_with_model(
    outline: Outline,
    genre: Genre,
    model: BaseChatModel,
    progress: Progress | None = None,
    places: Sequence[str] = (),
) -> Brief:
    """Return the draft as the model writes it section by section; extractive with a notice where it fails."""
    composer = Composer(outline, genre)
    sections: list[BriefSection] = []
    unsupported: list[str] = []
    for done, section in enumerate(outline.sections):
        told = partial(progress, section.heading or outline.title, done, len(outline.sections)) if progress else None
        if told:
            told()
        made = composer.section(section)
        cited = [n for part in made for paragraph in part.paragraphs for n in paragraph.citations]
        if section.kind == BODY and cited and not section.others and section.text == "":
            try:
                made, wrong = _written(section, made, composer.citations, outline, genre, model, places, told)
            except ChatModelError as error:
                logger.warning("%s", error)
                return replace(Composer(outline, genre).compose(), notice=str(error))
            unsupported += wrong
        sections += made
    brief = composer.finish(numbered(sections))
    return replace(renumbered(brief), mode="model", unsupported=tuple(unsupported))


def _written(
    section: OutlineSection,
    made: Sequence[BriefSection],
    citations: Sequence[Citation],
    outline: Outline,
    genre: Genre,
    model: BaseChatModel,
    places: Sequence[str],
    still: Callable[[], None] | None,
) -> tuple[list[BriefSection], list[str]]:
    used = _used(made, citations)
    subheads = [part.heading for part in made if part.heading and part.heading != section.heading]
    request = outline.request
    messages = load_prompt("draft").messages(
        genre=genre.name,
        tone=genre.tone or "规范的公文语言",
        phrases="　".join(genre.phrases) or "无",
        topic=request.topic,
        place=outline.place or "不详",
        audience=request.audience or "不限",
        heading=section.heading or "（没有标题的开头部分）",
        purpose=section.purpose or "见部分标题",
        points="；".join(request.points) or "无",
        length=str(section.length or 400),
        themed=f"每个小标题单独一行，以 ## 开头：{'、'.join(subheads)}" if subheads else "不用小标题",
        evidence=_listed(used),
    )
    text = "".join(_watched(stream_text(model, messages), still)).strip()
    level = section.level if section.heading else 0
    parts, wrong = read_section(text, section.heading, level, used, outline.place, places)
    if section.promote and len(parts) > 1:
        # The subheadings are the chapters themselves.
        lead = [replace(parts[0], heading="", level=0)] if parts[0].paragraphs else []
        parts = [*lead, *(replace(part, level=1) for part in parts[1:])]
    blanks = [p for part in made for p in part.paragraphs if not p.sentences]
    return [*parts[:-1], replace(parts[-1], paragraphs=(*parts[-1].paragraphs, *blanks))], wrong


def _watched(pieces: Iterable[str], still: Callable[[], None] | None) -> Iterator[str]:
    """Yield the pieces of a reply; before each it is asked whether they are still wanted."""
    for piece in pieces:
        if still:
            still()
        yield piece


def _used(made: Iterable[BriefSection], citations: Sequence[Citation]) -> list[Citation]:
    numbers = {n for part in made for paragraph in part.paragraphs for n in paragraph.citations}
    return [citation for citation in citations if citation.n in numbers]


def _listed(citations: Iterable[Citation]) -> str:
    return "\n".join(
        f"[{c.n}]（{place_label(c.place) or '地方不详'}，《{c.title}》{c.date}"
        f"{'，' + bare(c.section[-1]) if c.section else ''}）{c.quote}"
        for c in citations
    )


# ---- revising


def revise(
    brief: Brief, instruction: str, genre: Genre, model: BaseChatModel | None, places: Sequence[str] = ()
) -> Brief:
    """Return the draft with the one section changed that an instruction means, checked again.

    Raises:
        DraftError: no model is configured, or no section can be told from the instruction.
        ChatModelError: the server failed; the draft stays as it was.
    """
    if model is None:
        raise NO_MODEL
    start, end = section_meant(brief, instruction)
    made = brief.sections[start:end]
    used = _used(made, brief.citations)
    messages = load_prompt("revise").messages(
        genre=genre.name,
        tone=genre.tone or "规范的公文语言",
        instruction=instruction,
        heading=made[0].heading or "（没有标题的开头部分）",
        text=_marked(made),
        evidence=_listed(used) or "（无）",
    )
    text = "".join(stream_text(model, messages)).strip()
    parts, wrong = read_section(text, bare(made[0].heading), made[0].level, used, brief.place, places)
    sections = [replace(s, heading=bare(s.heading) if s.level else s.heading) for s in brief.sections]
    changed = numbered([*sections[:start], *parts, *sections[end:]])
    before = {sentence.text for part in made for p in part.paragraphs for sentence in p.sentences}
    kept = tuple(sentence for sentence in brief.unsupported if not any(sentence[:-1] in text for text in before))
    return with_blanks(renumbered(replace(brief, sections=tuple(changed), unsupported=(*kept, *wrong), notice="")))


def section_meant(brief: Brief, instruction: str) -> tuple[int, int]:
    """Return the span of sections that an instruction means: 第二部分, a heading's words, 开头.

    Raises:
        DraftError: it means none, or a part that is not there.
    """
    tops = [number for number, section in enumerate(brief.sections) if section.level == 1]
    ends = [*tops[1:], len(brief.sections)]
    spans = dict(zip(tops, ends, strict=True))
    ordinal = re.search(r"第\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:个|大)?(?:部分|节|条|块)", instruction)
    listed = "；".join(brief.sections[number].heading for number in tops) or "（全文没有小标题）"
    if ordinal:
        count = number_of(ordinal[1])
        if not 1 <= count <= len(tops):
            raise DraftError(f"稿子没有第 {count} 部分", f"各部分是：{listed}")
        return tops[count - 1], _without_closing(brief, spans[tops[count - 1]], tops[count - 1])
    for number in tops:
        if bare(brief.sections[number].heading) in instruction:
            return number, _without_closing(brief, spans[number], number)
    if re.search(r"开头|导语|背景|引言", instruction) and brief.sections and brief.sections[0].level == 0:
        return 0, 1
    if not tops and brief.sections:
        return 0, len(brief.sections)
    raise DraftError("没看出要改哪一部分", f"请写明第几部分或部分的标题：{listed}")


def _without_closing(brief: Brief, end: int, start: int) -> int:
    """Return where a section ends before the closing words, which belong to no section."""
    return end - 1 if end - 1 > start and brief.sections[end - 1].level == 0 else end


def _marked(sections: Iterable[BriefSection]) -> str:
    lines: list[str] = []
    for position, section in enumerate(sections):
        if position:
            lines.append(f"## {bare(section.heading)}")
        for paragraph in section.paragraphs:
            marked = "".join(s.text + "".join(f"[{n}]" for n in s.numbers) for s in paragraph.sentences)
            lines.append(marked or paragraph.text)
    return "\n".join(lines)


def renumbered(brief: Brief) -> Brief:
    """Return the draft with citations numbered in the order of the text; what is no longer cited goes."""
    order = dict.fromkeys(n for section in brief.sections for p in section.paragraphs for n in (p.citations or ()) if n)
    new = {old: count for count, old in enumerate(order, 1)}
    by_number = {citation.n: citation for citation in brief.citations}
    return replace(
        brief,
        sections=tuple(
            replace(section, paragraphs=tuple(_renumbered(paragraph, new) for paragraph in section.paragraphs))
            for section in brief.sections
        ),
        citations=tuple(replace(by_number[old], n=count) for old, count in new.items()),
    )


def _renumbered(paragraph: Paragraph, new: dict[int, int]) -> Paragraph:
    sentences = tuple(
        BriefSentence(s.text, new.get(s.n, 0), tuple(new[n] for n in s.also if n in new), s.state)
        for s in paragraph.sentences
    )
    if paragraph.table or not sentences:
        return replace(paragraph, sentences=sentences, citations=tuple(new[n] for n in paragraph.citations if n in new))
    return paragraph_of(sentences)


def with_blanks(brief: Brief) -> Brief:
    """Return the draft with its list of blanks brought up to date."""
    return replace(brief, gaps=blanks_of(brief))
