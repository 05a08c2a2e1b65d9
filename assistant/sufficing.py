"""Whether a sentence answers a question, and does not only touch its subject."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant import answer_forms
from assistant.asked_figures import AskedFigure
from assistant.asked_words import MEASURES, QUOTED
from assistant.done import is_done, is_of_the_deed, lies_ahead_where_asked
from assistant.evidence import (
    ENOUGH,
    ENOUGH_OF_THE_NAMED,
    Evidence,
    names_something,
    with_its_surroundings,
)
from assistant.kinds_named import names_the_kind, tells_where
from assistant.matching import holds
from assistant.measured import measures_the_asked
from assistant.named_bodies import NamedBodies
from assistant.post_holders import is_of_the_body, names_the_person
from assistant.question import Question
from assistant.question_kinds import HOW_LONG, LIMIT
from assistant.surroundings import above_in_paragraph, lead_in
from assistant.very_thing import is_of_the_very
from corpus.persons import person_names
from corpus.sentences import paragraph_span
from corpus.tokenizer import fold

# Where the very thing counted stands in the figure's clause, in the unit asked for: 「多少座庄寨」, 「庄寨152座」.
ENOUGH_FOR_COUNTED = 0.4
# What holds nearly all of a question need not have the very word before its question word.
SURELY = 0.85
# What has the very name in quotation marks stands out where it is scored so many times as high as the next with a figure.
STANDING_OUT = 1.5
# 「超过10节的，……；超过20节的，……」
_LIMITS = re.compile(r"(?:超过|高于|低于|不足|少于|达到)[^。]*(?:超过|高于|低于|不足|少于|达到)")
# 「评分标准是怎么定的」
_HOW_IT_IS_MADE = re.compile(r"(?:是)?(?:怎么|如何|怎样)(?:制定|确定|设定|规定|算|定|设置)(?:出来)?的")


class Sufficing:
    """Judge evidence for one question.

    Args:
        asked: finds the figure that the question asks for.
    """

    def __init__(self, question: Question, asked: AskedFigure) -> None:
        self._question = question
        self._asked = asked
        self._named = NamedBodies(question)
        self._stands_out = 0.0

    def look_through(self, found: Collection[Evidence]) -> None:
        """Learn which school, town or company that the question opens with the library speaks of, and what stands out."""
        self._named.look_through(found)
        scores = sorted((evidence.score for evidence in found if evidence.figure is not None), reverse=True)
        self._stands_out = STANDING_OUT * (scores[1] if len(scores) > 1 else 0.0)

    def suffices(self, evidence: Evidence) -> bool:
        """Tell whether a sentence answers the question."""
        question, text = self._question, evidence.text
        if evidence.coverage < self._enough(evidence) or not self._named.are_meant_by(evidence):
            return False
        if not self._touches_the_nearest(evidence) or not names_the_kind(question, text):
            return False
        if not is_of_the_very(question, evidence):
            return False
        if not question.is_point and answer_forms.only_names_it_in_another(question, evidence):
            return False
        if not answer_forms.is_of_its_entry(question, evidence):
            return False
        if question.is_point:
            return (
                evidence.figure is not None
                and answer_forms.tells_what_is_required(question, text)
                and is_of_the_deed(question, evidence)
                and is_done(question, evidence)
                and lies_ahead_where_asked(question, evidence)
                and self._has_what_is_behind(evidence)
                and self._asked.of_the_same_limits(evidence)
                and measures_the_asked(question, evidence, evidence.figure)
            )
        if question.asks_person and not (names_the_person(question, text) and is_of_the_body(question, evidence)):
            return False
        if not self._has_the_form(text) and not answer_forms.is_its_entry(question, evidence):
            return False
        if question.kind in ("where", "who") and not self._speaks_of_its_noun(evidence):
            return False
        if not question.asks_names:
            return True
        return (
            names_something(evidence)
            and answer_forms.names_so_many(question, evidence)
            and answer_forms.names_the_listed(question, evidence)
        )

    def _speaks_of_its_noun(self, evidence: Evidence) -> bool:
        """Tell whether a sentence itself has a noun of which it is asked where or by whom: 开茶节 of 「开茶节在哪个乡镇」.

        Where what it stands under has the noun, it has all else that is asked: 「由……牵头，……开展自查」.
        """
        nouns = [noun for noun in self._question.asked_nouns if noun in self._question.terms]
        text, title = fold(evidence.text), fold(with_its_surroundings(evidence).removeprefix(evidence.text))
        if not nouns or any(holds(noun, text) for noun in nouns):
            return True
        rest = [term for term in self._question.terms if term not in MEASURES and not holds(term, title)]
        of_its_paper = any(holds(noun, title) for noun in nouns)
        return of_its_paper and bool(rest) and all(holds(term, text) for term in rest)

    def _has_the_form(self, text: str) -> bool:
        question = self._question
        if question.kind == "definition" and not answer_forms.defines(question, text):
            return False
        if question.kind == "basis" and not answer_forms.rests_on(text):
            return False
        if question.kind == "who" and not answer_forms.tells_who(question, text):
            return False
        if question.kind == "who" and "分别" in question.text and len(person_names(text)) + text.count("、") < 2:
            return False
        if question.kind == "where" and not tells_where(question, text):
            return False
        return answer_forms.tells_the_most(question, text) and answer_forms.tells_what_is_required(question, text)

    def _has_what_is_behind(self, evidence: Evidence) -> bool:
        """Tell whether a sentence has any word of what is asked behind 「多长时间内」: 「可以申请复核」."""
        start, end = paragraph_span(evidence.document.text, evidence.start, evidence.end)
        if (limit := LIMIT.search(self._question.text)) and _LIMITS.search(evidence.document.text[start:end]):
            # 「旷课超过10节的，给予警告处分」 tells no limit of 记过.
            rest = [
                term for term in self._question.terms if term in self._question.text[limit.end() :] and len(term) > 1
            ]
            return all(holds(term, fold(evidence.text)) for term in rest)
        asked = HOW_LONG.search(self._question.text)
        if asked is None or self._question.kind != "duration":
            return True
        behind = [term for term in self._question.terms if term in self._question.text[asked.end() :] and len(term) > 1]
        told = fold(with_its_surroundings(evidence))
        return len(behind) < 2 or any(holds(term, told) for term in behind)

    def _touches_the_nearest(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or what it stands under, has any word of what stands right before the question word.

        「近视防控有哪些措施」 is not answered by what only speaks of the same pupils.
        """
        nearest = [word for word in self._question.nearest if word in self._question.terms and word not in MEASURES]
        if not nearest or (self._question.kind == "how" and evidence.coverage >= SURELY):
            # 「对不同的学生怎样因人施策」: 「（四）因人施策，防止反弹。」
            return True
        document = evidence.document
        told = fold(
            " ".join(
                (evidence.text, *evidence.section, document.full_title, lead_in(document.text, evidence.start),
                 above_in_paragraph(document.text, evidence.start))
            )
        )  # fmt: skip
        enough = all if _HOW_IT_IS_MADE.search(self._question.text) else any
        return enough(holds(word, told) for word in nearest)

    def _enough(self, evidence: Evidence) -> float:
        """Return how far a sentence must cover the question, less where it holds all that the question names."""
        if self._asked.counts_the_very_thing(evidence):
            return ENOUGH_FOR_COUNTED
        if evidence.names_held:
            return ENOUGH_OF_THE_NAMED
        names = QUOTED.findall(self._question.text)
        if names and all(name in evidence.text for name in names) and evidence.score > self._stands_out:
            # 「聘请家委会代表156名担任“食安观察员”」, and no other sentence with a figure comes near.
            return ENOUGH_OF_THE_NAMED
        return ENOUGH
