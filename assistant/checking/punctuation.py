"""Check punctuation and slips of the pen: half-width marks, unpaired brackets, doubled words and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.checking.findings import DOUBT, ERROR, HINT, Finding
from corpus.sentences import split_sentences

_HAN = r"\u4e00-\u9fff"
_HALF = re.compile(
    rf"(?<=[{_HAN}”》）」])[,;:?!](?=[{_HAN}“《（「\s\d]|$)|(?<=[{_HAN}\d%％])[,;](?=[{_HAN}“《])", re.MULTILINE
)
_HALF_BRACKETS = re.compile(rf"\((?=[{_HAN}])[^()\n]{{1,60}}\)")
_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_DOUBLED_MARK = re.compile(r"[，、；：][，。、；：]|。。(?!。)|，，")
_PAIRS = {"《": "》", "“": "”", "（": "）", "〔": "〕", "【": "】", "「": "」", "〈": "〉"}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
_DOUBLED = re.compile(
    r"的的(?!确)|了了(?!解|然|无|事)|和和(?!气|美|睦|平)|在在(?!校|职|册|编|岗|建|地|线)|是是(?!非)|为为(?!民|主)|与与(?!会)|对对(?!口|应|照|接)|将将(?!近|要)|把把(?!关)|被被|从从(?!业|严)|及及(?!时)|并并(?!且)"
)
_TWICE = re.compile(rf"(?P<word>[{_HAN}]{{2,5}})(?P=word)")
_REDUPLICATED = re.compile(
    r"^(?:一|[某几每各])|^(?:多少|研究|讨论|商量|锻炼|休息|学习|考虑|总结|交流|说明|大家|指指|点点|试试)"
)
MANY = 4
SHORTEST_SENTENCE = 12


def check_punctuation(text: str) -> list[Finding]:
    """Return all findings on punctuation and slips; of many of one kind the first stands for all."""
    findings: list[Finding] = []
    for rule in RULES:
        found = list(rule(text))
        if len(found) > MANY and found[0].severity == HINT:
            first = found[0]
            message = f"{first.message}；全文共 {len(found)} 处"
            found = [Finding(first.severity, first.kind, first.start, first.end, message, first.suggestion)]
        findings += found
    return findings


def half_width(text: str) -> Iterator[Finding]:
    """Flag half-width punctuation in Chinese sentences, not in figures, times and Latin words."""
    for match in _HALF.finditer(text):
        if (
            match[0] == ":"
            and re.match(r"\d", text[match.end() : match.end() + 1])
            and text[match.start() - 1].isdigit()
        ):
            continue
        message = f"中文里用了半角标点“{match[0]}”"
        yield Finding(HINT, "标点", match.start(), match.end(), message, _WIDE[match[0]])
    for match in _HALF_BRACKETS.finditer(text):
        message = "中文里用了半角括号"
        yield Finding(HINT, "标点", match.start(), match.start() + 1, message, "（）")


def doubled_marks(text: str) -> Iterator[Finding]:
    """Flag two marks in a row: ，。 and 。。."""
    for match in _DOUBLED_MARK.finditer(text):
        yield Finding(DOUBT, "标点", match.start(), match.end(), f"标点重复：“{match[0]}”", match[0][-1])


def unpaired(text: str) -> Iterator[Finding]:
    """Flag brackets and quotation marks without their other half in the same paragraph; half-width ones pair with full."""
    for line in re.finditer(r"[^\n]+", text):
        stack: list[tuple[str, int]] = []
        for position, character in enumerate(line[0]):
            character = {"(": "（", ")": "）"}.get(character, character)
            if character in _PAIRS:
                if character == "“" and stack and stack[-1][0] == "“":
                    # A quotation that runs over paragraphs opens anew in each: only a nested one is odd.
                    yield _lone(line.start() + stack.pop()[1], "“")
                stack.append((character, position))
            elif character in _CLOSING:
                if stack and stack[-1][0] == _CLOSING[character]:
                    stack.pop()
                elif any(open_ == _CLOSING[character] for open_, _ in stack):
                    while stack[-1][0] != _CLOSING[character]:
                        open_, at = stack.pop()
                        yield _lone(line.start() + at, open_)
                    stack.pop()
                elif not (
                    character == "）"
                    and re.search(
                        r"(?:^|[\s。；，、：])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$", line[0][:position]
                    )
                ):
                    yield _lone(line.start() + position, character)
        for open_, at in stack:
            yield _lone(line.start() + at, open_)


def _lone(position: int, character: str) -> Finding:
    other = _PAIRS.get(character) or _CLOSING[character]
    return Finding(
        DOUBT,
        "标点",
        position,
        position + 1,
        f"“{character}”没有配对的“{other}”" if character not in "“”" else f"引号 {character} 没有配对",
    )


def doubled_words(text: str) -> Iterator[Finding]:
    """Flag 的的 and words written twice: 加强加强."""
    for match in _DOUBLED.finditer(text):
        yield Finding(ERROR, "重复", match.start(), match.end(), f"字重复：“{match[0]}”", match[0][0])
    for match in _TWICE.finditer(text):
        word = match["word"]
        if len(set(word)) == 1 or _REDUPLICATED.match(word) or text[match.end() : match.end() + 1] in ("部", "教"):
            continue
        start = match.start() + len(word)
        yield Finding(DOUBT, "重复", start, match.end(), f"词语重复：“{match[0]}”", word)


def repeated_sentences(text: str) -> Iterator[Finding]:
    """Flag a sentence that stands in the draft a second time, to the letter."""
    seen: dict[str, int] = {}
    for sentence in split_sentences(text):
        if (
            len(sentence.text) < SHORTEST_SENTENCE
            or sentence.text.startswith("|")
            or not re.search(r"[。；！？]$", sentence.text)
        ):
            continue
        if sentence.text in seen:
            message = f"这句话前面已经写过：“{sentence.text[:20]}……”"
            yield Finding(DOUBT, "重复", sentence.start, sentence.end, message, "请删去一处")
        seen.setdefault(sentence.text, sentence.start)


RULES: tuple[Callable[[str], Iterator[Finding]], ...] = (
    half_width,
    doubled_marks,
    unpaired,
    doubled_words,
    repeated_sentences,
)
