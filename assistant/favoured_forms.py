"""The form of a sentence that the kind of a question asks for, by which it is favoured."""

from __future__ import annotations

import re

from assistant import answer_forms
from assistant.figure_cues import limit_asked
from assistant.matching import match_strength, wholly_holds
from assistant.question import Question
from assistant.runs import opens_a_run
from corpus.layout import ends_sentence, is_numbered

_MAKES_THIS = re.compile(r"制[定订](?:本|了?(?:以下|如下))|修订本")


def form_bonus(question: Question, text: str, lead: str) -> float:
    """Favour the form that the kind of question asks for."""
    if question.is_point and (limit := limit_asked(question.text)) and limit.search(text):
        return 0.1
    if question.kind == "definition":
        if answer_forms.defines(question, text):
            return 0.5
        return 0.1 if re.search(r"是指|指的是", text) else 0.0
    if question.kind == "list" and question.listed and not wholly_holds(question.listed, f"{text}{lead}"):
        return -0.2
    if question.kind == "list" and question.listed and question.listed in text and opens_a_run(text):
        return 0.25
    if question.kind == "list" and len(text) <= 30 and any(match_strength(t, text) >= 0.9 for t in question.terms):
        # 「存在的主要问题」 by itself heads the list asked for.
        return 0.25 if is_numbered(text) and not ends_sentence(text) else 0.0
    if question.kind == "basis":
        # 「为贯彻落实《……》，结合我县实际，制定本方案」 says on what the paper itself rests.
        return (0.3 if answer_forms.rests_on(text) else 0.0) + (0.3 if _MAKES_THIS.search(text) else 0.0)
    if question.kind == "why":
        return 0.1 if re.search(r"因为|由于|为了|原因|导致|为", text) else 0.0
    return 0.0
