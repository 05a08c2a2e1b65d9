"""How surely a text holds a word of a question, and how telling that word is."""

from __future__ import annotations

import math
import re

from corpus.synonyms import wordings_of
from corpus.tokenizer import is_naming, is_word, part_of_speech

# What is held of a word: at least so much of it, nearly all of it, or the word, a synonym or its abbreviation.
_MOST, _NEARLY_ALL, _ALL = 0.5, 0.6, 0.85
# The halves of a word of four characters stand no further apart, in one clause.
APART = 16


def holds(term: str, text: str, shortest: int = 1) -> bool:
    """Tell whether a text holds most of a word, or a synonym; `shortest` as for `match_strength`."""
    return match_strength(term, text, shortest) >= _MOST


def surely_holds(term: str, text: str, shortest: int = 1) -> bool:
    """Tell whether a text holds nearly all of a word, or a synonym: of three characters not only two."""
    return match_strength(term, text, shortest) >= _NEARLY_ALL


def wholly_holds(term: str, text: str) -> bool:
    """Tell whether a text holds a word itself, a synonym or its abbreviation."""
    return match_strength(term, text) >= _ALL


def match_strength(term: str, text: str, shortest: int = 1) -> float:
    """Return how surely a text holds a word, 0 to 1: itself, a synonym, or most of its characters together.

    Args:
        shortest: synonyms of fewer characters do not count: 盖, for 新建, is a part of 覆盖, too.
    """
    if term in text:
        return 1.0
    for other in wordings_of(term):
        if other in text and len(other) >= shortest:
            return 0.9
    if len(term) in (3, 4) and "、".join(term) in text:
        # 「红黄蓝三类」, 「红、黄、蓝三色」
        return 0.9
    if len(term) == 4 and term[2:] in wordings_of(term[:2]) and (term[:2] in text or term[2:] in text):
        # 「交流轮岗」 says one thing twice.
        return 0.85
    if len(term) >= 4 and any(term[:i] + term[i + 1 :] in text for i in range(1, len(term) - 1)):
        # 「集团化办学」 and 「集团办学」
        return 0.85
    if len(term) == 4 and _stand_together(term[:2], term[2:], text):
        # 学校食堂, and 「学校……食堂」; not 「“区管校聘”改革特色鲜明，……老城区学校……」 for 特色学校
        return 0.8
    if len(term) >= 4:
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        share = sum(pair in text for pair in pairs) / len(pairs)
        return 0.9 * share if share >= 0.5 else 0.3 * share
    if len(term) == 3 and (term[:2] in text or (term[1:] in text and is_word(term[1:]))):
        # 「校制」 of 联校制 is no word, and 「包校制度」 no 联校制.
        return 0.55
    if len(term) == 2 and not term.isascii() and not term.isdigit():
        if term[0] in text and re.search(rf"{re.escape(term[0])}.{{0,3}}{re.escape(term[1])}", text):
            return 0.7
        if term[0] not in text and term[1] not in text:
            return 0.0
        # 移交 and 移送, 修好 and 修复 share what they do; 护士 and 博士 are nothing alike.
        return 0.4 if part_of_speech(term) == "v" else 0.15
    return 0.0


def _stand_together(one: str, other: str, text: str) -> bool:
    """Tell whether two halves of a word stand in one clause, or in two that follow each other, in either order."""
    if one not in text or other not in text:
        return False
    between = rf"[^。；，,;]{{0,{APART}}}[，,]?[^。；，,;]{{0,{APART}}}"
    return (
        re.search(rf"{re.escape(one)}{between}{re.escape(other)}|{re.escape(other)}{between}{re.escape(one)}", text)
        is not None
    )


def pairs_of(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text."""
    return {text[n : n + 2] for n in range(len(text) - 1)}


def only_straddles(term: str, text: str) -> bool:
    """Tell whether a word of two characters stands in a text only across two others: 村道 in 农村道路."""
    if re.fullmatch("[一二三四五六七八九][中小]", term):
        # 第一中学 is 一中.
        return False
    spots = [match.start() for match in re.finditer(re.escape(term), text)] if len(term) == 2 else []
    return (
        bool(spots)
        and all(
            is_word(text[max(0, at - 1) : at + 1])
            and is_word(text[at + 1 : at + 3])
            and at > 0
            # 「其中|专任|教师」 is cut as well as 「其|中专|任教|师」.
            and not (is_word(term) and is_word(text[max(0, at - 2) : at]) and is_word(text[at + 2 : at + 4]))
            for at in spots
        )
    )


def is_said_by_its_head(term: str, text: str, document: str) -> bool:
    """Tell whether a text has the head of a word, 集团, which its document has whole: 教育集团."""
    return len(term) == 4 and term[2:] in text and term in document and is_naming(term)


def rarity(documents: int, holding: int) -> float:
    """Return the inverse document frequency of a word, smoothed so that a small library still tells words apart."""
    return math.log(1.0 + (documents + 1.0) / (holding + 0.5))
