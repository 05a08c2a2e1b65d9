"""Keep out what must not go in: documents under a secrecy mark, and numbers that name persons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.tokenizer import fold

_MARK = re.compile(
    r"^(?:密级\s*[:：]?\s*)?(?P<level>绝密|机密|秘密)(?:\s*[★☆*]\s*(?:\d+\s*(?:年|个月|月|天)|长期|永久)?)?\s*(?:件|文件)?$"
)
_IN_LINE = re.compile(r"(?:^|\s)(?P<level>绝密|机密|秘密)\s*[★☆]")
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){15,18}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class MaskedText:
    """Hold a text with persons' numbers masked, and how many of each kind there were."""

    text: str
    identities: int
    phones: int
    cards: int

    @property
    def total(self) -> int:
        """Return how many numbers were masked."""
        return self.identities + self.phones + self.cards


def secrecy_mark(text: str) -> str:
    """Return the mark of secrecy (密级) in a document's first lines, or an empty string.

    A line by itself, 「机密★10年」 or 「密级：秘密」, is a mark; 「严守国家秘密」 in a sentence is none.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()][:HEAD_LINES]
    for line in lines:
        match = _MARK.match(line) or (_IN_LINE.search(line) if len(line) <= 40 else None)
        if match:
            return match["level"]
    return ""


def mask_personal_numbers(text: str) -> MaskedText:
    """Return a text of the same length with identity-card, mobile-phone and bank-card numbers of persons masked.

    Only numbers whose check digit is right are taken for identity or bank cards, so that budgets stay whole.
    """
    folded = fold(text)
    characters = list(text)
    counts = {"identity": 0, "phone": 0, "card": 0}
    for kind, pattern, head, tail in (("identity", _IDENTITY, 6, 4), ("phone", _PHONE, 3, 4), ("card", _CARD, 4, 4)):
        for match in pattern.finditer(folded):
            digits = re.sub(r"\D", "", match[0]) if kind != "identity" else match[0]
            if (kind == "identity" and not _is_identity(digits)) or (kind == "card" and not _is_card(digits)):
                continue
            spots = [i for i in range(match.start(), match.end()) if folded[i].isalnum()]
            if any(characters[i] == "*" for i in spots):
                continue
            for spot in spots[head : len(spots) - tail]:
                characters[spot] = "*"
            counts[kind] += 1
    return MaskedText("".join(characters), counts["identity"], counts["phone"], counts["card"])


def _is_identity(number: str) -> bool:
    """Check the last character (GB 11643)."""
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11
    return "10X98765432"[rest] == number[17].upper()


def _is_card(number: str) -> bool:
    """Check the last digit (Luhn), and the first, which for cards in China is 3, 4, 5, 6 or 9."""
    if number[0] not in "34569" or len(set(number)) < 4:
        return False
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
