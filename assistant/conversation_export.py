"""Write a conversation to Word with its sources, as a draft of which each question is a heading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.citations import MARK, Citation
from assistant.drafting.values import Brief, BriefSection, BriefSentence, Paragraph, paragraph_of
from assistant.export import export_brief
from assistant.history import Turn
from assistant.settings import Settings
from assistant.word.options import make_options


def export_conversation(title: str, turns: Sequence[Turn], path: Path, settings: Settings) -> None:
    """Write the answered turns of a conversation to a file, by its suffix.

    Raises:
        DraftError: the file cannot be written.
    """
    export_brief(conversation_brief(title, turns), path, settings, make_options({"sources": "appendix"}))


def conversation_brief(title: str, turns: Sequence[Turn]) -> Brief:
    """Return a conversation as a draft, its citations numbered through all answers."""
    citations: list[Citation] = []
    sections: list[BriefSection] = []
    for turn in turns:
        if turn.answer is None:
            continue
        numbers: dict[int, int] = {}
        for cited in turn.answer["citations"]:
            numbers[cited["n"]] = len(citations) + 1
            citations.append(Citation(**(cited | {"n": len(citations) + 1, "section": tuple(cited["section"])})))
        lines = [line for line in str(turn.answer["answer"]).split("\n") if line.strip()]
        paragraphs = tuple(_paragraph(line, numbers) for line in lines)
        sections.append(BriefSection(turn.asked, 1, paragraphs))
    return Brief("问答记录", title, "", title, tuple(sections), tuple(citations), (), ())


def _paragraph(line: str, numbers: dict[int, int]) -> Paragraph:
    found = [numbers[int(mark)] for mark in MARK.findall(line) if int(mark) in numbers]
    plain = MARK.sub("", line)
    return paragraph_of((BriefSentence(plain, found[0] if found else 0, tuple(found[1:])),))
