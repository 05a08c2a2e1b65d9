"""Compute the list numbers that Word shows and does not store: 一、（一）1. by the numbering part of the file."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_CHINESE = frozenset(
    ["chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "ideographTraditional"]
)  # fmt: skip
_CIRCLED = frozenset(["decimalEnclosedCircle", "decimalEnclosedCircleChinese"])
_DIGITS = "零一二三四五六七八九"


class ListNumbers:
    """Count through the numbered paragraphs of one document in reading order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(qn("w:abstractNumId")): self._read_levels(a) for a in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None and link.get(qn("w:val")) in abstract:
                identity = number.get(qn("w:numId"))
                self._abstract[identity] = link.get(qn("w:val"))
                self._levels[identity] = abstract[link.get(qn("w:val"))]

    @staticmethod
    def _read_levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
        levels: dict[int, tuple[str, str, int]] = {}
        for level in abstract.findall(qn("w:lvl")):
            values = {child.tag: child.get(qn("w:val")) for child in level}
            start = values.get(qn("w:start")) or "1"
            levels[int(level.get(qn("w:ilvl")))] = (
                values.get(qn("w:numFmt")) or "decimal",
                values.get(qn("w:lvlText")) or "",
                int(start) if start.isdigit() else 1,
            )
        return levels

    def next_for(self, paragraph: Paragraph) -> str:
        """Return the number that Word shows before a paragraph, or an empty string."""
        properties = self._properties(paragraph)
        if properties is None:
            return ""
        identity, depth = properties
        levels = self._levels.get(identity, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[identity], {})
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        form, text, _ = levels[depth]
        if form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            level_form, _, start = levels.get(level, ("decimal", "", 1))
            return write_number(counts.get(level, start), level_form)

        return re.sub(r"%(\d)", shown, text)

    def _properties(self, paragraph: Paragraph) -> tuple[str, int] | None:
        style: Any = paragraph.style
        holders = [paragraph._p.pPr]
        while style is not None:
            holders.append(style.element.pPr)
            style = style.base_style
        for holder in holders:
            found: Any = holder.numPr if holder is not None else None
            if found is not None and found.numId is not None:
                identity = str(found.numId.val)
                depth = int(found.ilvl.val) if found.ilvl is not None else 0
                return None if identity == "0" else (identity, depth)
        return None


def write_number(number: int, form: str) -> str:
    """Return a number in one of Word's forms; forms that official papers do not use come out in digits."""
    if form in _CHINESE and 0 < number < 100:
        tens, units = divmod(number, 10)
        head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
        return head + (_DIGITS[units] if units else "")
    if form in _CIRCLED and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    if form in ("upperRoman", "lowerRoman") and 0 < number < 40:
        roman = "X" * (number // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][number % 10]
        return roman if form == "upperRoman" else roman.lower()
    return str(number)
