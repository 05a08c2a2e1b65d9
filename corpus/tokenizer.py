"""One word cutter for indexing, querying and splitting: jieba with the policy dictionary.

rjieba cuts as jieba does, many times faster; where it has no wheel, jieba itself is used. Which of the two
cut an index belongs to the index's fingerprint (`fingerprint`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

DICTIONARY = Path(__file__).parent / "data" / "policy_words.txt"
COMMON_WORDS = Path(__file__).parent / "data" / "common_words.txt"
STOP_WORDS = Path(__file__).parent / "data" / "stop_words.txt"
ASKING_WORDS = Path(__file__).parent / "data" / "asking_words.txt"

Token = tuple[str, int, int]

# Characters that no name begins or ends with, but a spoken phrase often: 能奖, 发了, 办个, 间房.
_SPOKEN_VERBS = frozenset("送给发补交买卖修建种收办招装拆换改搬罚奖管查抓用花借还")
_LOOSE = frozenset("能要会得了没给让被把来去过个间内下上里想该人于有")

# What `index_terms` makes of words; a library indexed by another version must be rebuilt.
TERMS_VERSION = 2

# One character to one character, so that offsets hold: full-width forms, and the signs that offices mix.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    ord("∶"): ord(":"),
    ord("﹕"): ord(":"),
    ord("〔"): ord("["),
    ord("〕"): ord("]"),
    ord("﹝"): ord("["),
    ord("﹞"): ord("]"),
    ord("【"): ord("["),
    ord("】"): ord("]"),
    ord("～"): ord("~"),
    ord("—"): ord("-"),
    ord("–"): ord("-"),
    ord("－"): ord("-"),
    ord("％"): ord("%"),
    ord("﹪"): ord("%"),
}


def fold(text: str) -> str:
    """Return a text of the same length with full-width forms and case folded, for comparing and tokenising."""
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return words that say nothing of a text's subject."""
    return _words_of(STOP_WORDS)


@lru_cache(maxsize=1)
def asking_words() -> frozenset[str]:
    """Return words of spoken questions that say nothing of what is asked for: 到底, 列全, 说说."""
    return _words_of(ASKING_WORDS)


def _words_of(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def _common_ranks() -> dict[str, int]:
    lines = COMMON_WORDS.read_text(encoding="utf-8").splitlines()
    return {line: rank for rank, line in enumerate(line for line in lines if line and not line.startswith("#"))}


# How much a word of each part of speech says of a subject; jieba tags many nouns as j, l, i, s, f or x.
_SUBJECT = {
    "n": 1.0, "j": 1.0, "l": 1.0, "i": 0.9, "e": 1.0, "x": 0.9, "s": 0.9, "f": 0.8, "b": 0.8, "g": 0.8, "v": 0.5, "a": 0.5,
    "z": 0.3, "t": 0.3, "m": 0.3, "q": 0.3,
}  # fmt: skip


# Deeds that jieba's dictionary holds for places or things: 新建 is a district, too.
_VERBS = frozenset(
    "新建 惠及 资助 普惠 改建 扩建 迁建 重建 续建 加固 增设 选派 聘任 慰问 帮扶 化解 整治 创建 组建".split()
)


# Nouns that jieba's dictionary has for pronouns or verbs.
_NOUNS = frozenset("本科 组长 课后服务 近视 防控 辍学 校车".split())


def telling(word: str) -> float:
    """Return how much a word by itself says of a text's subject, 0.45 for the commonest words to 1 for rare ones.

    A small library does not show how common 解决 and 还有 are in general; counts over news and laws do.
    """
    rank = _common_ranks().get(word)
    if rank is None:
        return 1.0 if len(word) > 1 else 0.5
    return 0.45 if rank < 150 else 0.65 if rank < 800 else 0.85


def subject_weight(word: str) -> float:
    """Return how much a word of a question says of what is asked for, 0.15 to 1.

    What a question is about stands in its nouns; its verbs, 摆出 and 落到, are often the asker's own.
    """
    subject = 1.0 if word in _policy_word_set() else _SUBJECT.get(part_of_speech(word)[:1], 0.3)
    return min(telling(word), subject if len(word) > 1 else 0.5 * subject)


def is_naming(word: str) -> bool:
    """Tell whether a word names a thing: a term of the field, a noun of two characters or more, no verb, time or number."""
    if len(word) < 2:
        return False
    return word in _policy_word_set() or _SUBJECT.get(part_of_speech(word)[:1], 0.3) >= 0.8


def is_nominal(word: str) -> bool:
    """Tell whether a word names a thing, or a doing as a thing: 防控, 教育."""
    return is_naming(word) or part_of_speech(word) == "vn"


def is_qualifying(word: str) -> bool:
    """Tell whether a word says of which kind a thing is when it stands before a noun: 饮水 in 饮水安全工程; not 规定."""
    tag = part_of_speech(word)
    return len(word) > 1 and (tag[:1] in "nbjl" or tag == "vn") and telling(word) >= 0.85


def is_policy_word(word: str) -> bool:
    """Tell whether a word is in the policy dictionary."""
    return word in _policy_word_set()


def _policy_words() -> list[str]:
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def _policy_word_set() -> frozenset[str]:
    return frozenset(_policy_words())


@lru_cache(maxsize=1)
def _engine() -> tuple[str, Callable[[str], list[Token]]]:
    try:
        import rjieba
    except ImportError:
        logger.warning("rjieba 不可用，改用 jieba，切词较慢")
        import jieba

        jieba.setLogLevel(logging.WARNING)
        plain = jieba.Tokenizer()
        plain.initialize()
        for word in _policy_words():
            plain.add_word(word, 20_000, "n")
        return "jieba", lambda text: list(plain.tokenize(text))
    fast = rjieba.Jieba()
    for word in _policy_words():
        fast.add_word(word, 20_000, "n")
    return "rjieba", lambda text: fast.tokenize(text)


def cut(text: str) -> list[Token]:
    """Cut a text into words with their offsets, whitespace and punctuation included; nothing is lost."""
    return _engine()[1](fold(text))


def words(text: str) -> list[str]:
    """Return the folded words of a text without spaces and punctuation."""
    return [word for word, _, _ in cut(text) if any(map(str.isalnum, word))]


def asked_words(text: str) -> list[str]:
    """Return the words of a question; what jieba only guesses to be a word around 能, 要 or 了 is cut at them.

    Spoken questions are full of such guesses, 能奖, 内要, 间房, that no document holds.
    """
    found: list[str] = []
    for word in words(text):
        guessed = len(word) > 1 and (word[0] in _LOOSE or word[-1] in _LOOSE)
        guessed = guessed or (len(word) == 3 and (word[0] in _SPOKEN_VERBS or word[-1] in _SPOKEN_VERBS))
        cut_anew = guessed and not is_word(word) and word not in _policy_word_set()
        found += cut_by_dictionary(word) if cut_anew else [word]
    return found


def index_terms(text: str) -> list[str]:
    """Return the terms that BM25 counts: words, the characters of longer Chinese words, and pairs of characters.

    Words with their characters found 2 nDCG points more than words alone on layperson questions; pairs of
    neighbouring characters, across words, too (片+区), 2.7 more on these and 1 on questions over encyclopedia texts.
    """
    terms: list[str] = []
    before = ""
    for word in words(text):
        terms.append(word)
        chinese = not word.isascii()
        units = [character for character in word if character.isalnum()] if chinese else [word]
        if chinese and len(word) > 1:
            terms.extend(units)
        for unit in units:
            if before:
                terms.append(f"{before}+{unit}")
            before = unit
    return terms


def tagged_as_persons(text: str) -> list[str]:
    """Return words of a text that jieba takes for names of persons."""
    return [word for word, tag in _tagged(text) if tag == "nr" and 2 <= len(word) <= 4]


@lru_cache(maxsize=4_096)
def part_of_speech(word: str) -> str:
    """Return jieba's tag of a word by itself: n… for nouns, v for verbs, a for adjectives, d, r, m, q and others."""
    if word in _VERBS:
        return "v"
    if word in _NOUNS:
        return "n"
    tagged = _tagged(word)
    # A word that the tagger cuts is a compound; its last part tells what it is.
    return tagged[-1][1] if tagged else ""


def cut_by_dictionary(word: str) -> list[str]:
    """Return the words of a text without guessing those that the dictionary lacks."""
    if _engine()[0] == "rjieba":
        return list(_tagger().cut(word, hmm=False))
    import jieba

    return list(jieba.cut(word, HMM=False))


@lru_cache(maxsize=4_096)
def is_word(text: str) -> bool:
    """Tell whether jieba's dictionary holds a word."""
    if _engine()[0] == "rjieba":
        return bool(_tagger().has_word(text))
    import jieba

    jieba.initialize()
    return bool(jieba.dt.FREQ.get(text))


def _tagged(text: str) -> list[tuple[str, str]]:
    if _engine()[0] == "rjieba":
        return list(_tagger().tag(text))
    import jieba.posseg

    return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]


@lru_cache(maxsize=1)
def _tagger() -> Any:
    import rjieba

    return rjieba.Jieba()


def content_words(text: str) -> list[str]:
    """Return the distinct words of a text that carry its subject, in order."""
    stop = stop_words()
    return [word for word in dict.fromkeys(words(text)) if word not in stop]


def fingerprint() -> str:
    """Name the engine, the dictionary and the terms: a library cut otherwise must be rebuilt."""
    digest = hashlib.sha256(DICTIONARY.read_bytes()).hexdigest()[:12]
    return f"{_engine()[0]}:{digest}:{TERMS_VERSION}"
