"""What a heading is about, and whether two headings, or a heading and a text, are about one thing."""

from __future__ import annotations

import re

from assistant.matching import match_strength
from corpus import tokenizer

# Two headings speak of one theme when they share so much of the shorter one's words.
ONE_THEME = 0.6
# A text belongs under a heading when it speaks of this share of its words.
UNDER_HEADING = 0.5
# What every heading says, whatever it is about.
_RHETORIC = re.compile(
    r"加强|加大|加快|不断|持续|改善|推进|提升|稳步|全面|优化|强化|完善|健全|着力|大力|深入|切实|进一步|充实|保障|精准|提高|扎实|狠抓|尽助|应助"
)


def subject(heading: str) -> list[str]:
    """Return the words of a heading that say what it is about."""
    return [w for w in tokenizer.content_words(heading) if len(w) > 1 and not _RHETORIC.fullmatch(w)]


def one_theme(heading: str, other: str) -> bool:
    """Tell whether two headings are about one theme: 「师资队伍建设」 and 「教师队伍不断加强」."""
    here, there = subject(heading), subject(other)
    fewer, text = (here, other) if len(here) <= len(there) else (there, heading)
    return bool(fewer) and _strength(fewer, text) >= ONE_THEME * len(fewer)


def speaks_of(text: str, heading: str, least: float = UNDER_HEADING) -> bool:
    """Tell whether a text speaks of what a heading or a point is about."""
    words = subject(heading)
    return bool(words) and _strength(words, text) >= least * len(words)


def _strength(words: list[str], text: str) -> float:
    return sum(match_strength(word, text) for word in words)
