"""The short answer of a point question: the figure where it speaks for itself, or the clauses that tell what it counts.

「全区有养老护理员965人，其中持证人员718人」 answers 「有证的有多少人」 whole; neither figure does by itself.
"""

from __future__ import annotations

import re

from assistant.citations import cells_written
from assistant.clauses import clauses_of
from assistant.evidence import Evidence, is_plan, says_it_is_planned
from assistant.figure_cues import formerly
from assistant.figures_of_others import is_of_a_neighbour, is_of_another_county
from assistant.matching import surely_holds
from assistant.question import Question
from assistant.question_kinds import asks
from assistant.ranges import cases_of, parts_for
from corpus.figures import find_figures
from corpus.tokenizer import fold

LONGEST = 80
_SEVERAL = re.compile(r"分别|各(?!个|类|种|级|地|县|校|乡|村|项)|从多少|由多少")
_BEFORE_FIGURE = re.compile(
    r"(?:(?:不(?:得)?(?:超过|少于|低于|高于)|至少|最多|最高|最低|超过|高于|低于|近|约|逾|达)(?:每[\u4e00-\u9fff]{1,6})?|每[\u4e00-\u9fff]{1,6})$"
)
_BEHIND_FIGURE = re.compile(
    r"^(?:以上|以下|以内|之内|内|左右|前|(?:至|—|-|～|到)[^，。；]{1,10}[日元%人]|[/／][^，。；]{1,6})"
)
_DONE = re.compile(r"实际|已(?:经)?|完成了")


def short_answer(question: Question, piece: Evidence) -> str:
    """Return what answers, with its limits and what it counts: 不超过每生每月100元."""
    if piece.cells:
        return cells_written(piece)
    said = _figure(question, piece) if speaks_for_itself(question, piece) else clauses_told(question, piece)
    # 「年初计划改厕3600座，实际完成3150座」
    planned = (
        is_plan(piece) and not _DONE.search(piece.text[slice(*_clause_span(piece))]) and not says_it_is_planned(said)
    )
    return f"{said}（计划）" if planned else said


def speaks_for_itself(question: Question, piece: Evidence) -> bool:
    """Tell whether the figure by itself is the answer: the only one of its clause, and all that is asked stands there."""
    figure = piece.figure
    assert figure is not None
    if len(question.years) == 1 and re.search(
        rf"{question.years[0]}年(?:底|末|度)?(?:为|是|达到?)?$", piece.text[: figure.start]
    ):
        # 「分别为2020年96.8%、2021年97.5%、2022年98.3%」
        return all(surely_holds(term, fold(piece.text)) for term in question.terms if len(term) > 1)
    if piece.rivals:
        return False
    cases = parts_for(piece.text, cases_of(question.text))
    if cases and any(start <= figure.start < end for start, end in cases):
        # 「平均每天25人」 falls into 「20至39人的每年1.5万元」.
        return True
    if _SEVERAL.search(question.text) or asks(question.text) > 1:
        return False
    start, end = _clause_span(piece)
    clause = piece.text[start:end]
    beside = [f for f in find_figures(clause) if f.kind != "ordinal" and f.kind in (figure.kind, "money", "share")]
    if len(beside) > 1 or formerly(piece.text, start, figure.start, figure.end):
        return False
    told, here = fold(piece.text), fold(clause)
    if "其中" in piece.text[figure.end :] and any(not surely_holds(term, here) for term in question.terms):
        # 「有养老护理员965人，其中持证人员718人」: which of them are meant the words alone do not tell.
        return False
    return not any(
        surely_holds(term, told) and not surely_holds(term, here) for term in question.terms if len(term) > 1
    )


def clauses_told(question: Question, piece: Evidence) -> str:
    """Return the clauses of a sentence from the first to the last that tell of what is asked, around its figure.

    They come to no more than LONGEST characters, where the figure's own clause does.
    """
    text, figure = piece.text, piece.figure
    assert figure is not None
    spans = clauses_of(text)
    first = next(n for n, (_, end) in enumerate(spans) if figure.start < end)
    # A figure may itself have a mark in it: 「9:00，至11:30」.
    last = max(n for n, (start, _) in enumerate(spans) if start < max(figure.end, piece.rivals))
    here = fold(text[spans[first][0] : spans[last][1]])
    missing = [term for term in question.terms if not surely_holds(term, here)]
    longer = [term for term in missing if len(term) > 1]
    telling = [n for n, (start, end) in enumerate(spans) if _tells(text[start:end], longer)]
    if missing:
        telling += [n for n, (start, end) in enumerate(spans) if n > last and text.startswith("其中", start)]
    if asks(question.text) > 1 or _SEVERAL.search(question.text) or "分别" in text[spans[first][0] : figure.start]:
        # 「单户不超过1000万元，期限不超过15天」: what else is counted beside it.
        telling += _counting_beside(text, spans, first, last)
    # 「如邻近的建水县每生每学期500元，我县确定为480元」
    folded = fold(text)
    others = [
        f.start
        for f in find_figures(text)
        if is_of_another_county(question, f, folded) or is_of_a_neighbour(question, f, folded)
    ]
    for n in sorted(telling, key=lambda n: (min(abs(n - first), abs(n - last)), n < first)):
        wider = min(first, n), max(last, n)
        start, end = spans[wider[0]][0], spans[wider[1]][1]
        if end - start <= LONGEST and not any(start <= of < end for of in others):
            first, last = wider
    return text[spans[first][0] : spans[last][1]].strip().rstrip("。；;")


def _tells(clause: str, missing: list[str]) -> bool:
    folded = fold(clause)
    return any(surely_holds(term, folded) for term in missing)


def _counting_beside(text: str, spans: list[tuple[int, int]], first: int, last: int) -> list[int]:
    """Return which clauses right before and behind some others count something, too."""
    counting = [any(f.kind != "ordinal" for f in find_figures(text[start:end])) for start, end in spans]
    before, behind = first, last
    while before > 0 and counting[before - 1]:
        before -= 1
    while behind + 1 < len(spans) and counting[behind + 1]:
        behind += 1
    return [*range(before, first), *range(last + 1, behind + 1)]


def _clause_span(piece: Evidence) -> tuple[int, int]:
    """Return where the clause begins and ends that the figure stands in."""
    figure = piece.figure
    assert figure is not None
    spans = clauses_of(piece.text)
    start = next(start for start, end in spans if figure.start < end)
    return start, next((end for _, end in spans if figure.end <= end), len(piece.text))


def _figure(question: Question, piece: Evidence) -> str:
    figure = piece.figure
    assert figure is not None
    counted = ""
    behind = piece.text[figure.end :]
    for word in question.focus:
        if behind.startswith(word):
            counted += word
            behind = behind[len(word) :]
    before = _BEFORE_FIGURE.search(piece.text[: figure.start])
    after = _BEHIND_FIGURE.search(behind)
    return f"{before[0] if before else ''}{figure.text}{counted}{after[0] if after else ''}"
