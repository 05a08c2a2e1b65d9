"""What one fact was read to be, where it stood, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.schema import Certainty


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold the value of one fact.

    Attributes:
        where: the part of the paper, in Chinese: 标题, 落款, 主送行, 正文, 网页信息栏, 文件名 …
        quote: the very words that it was read from.
        certainty: 确定 where the paper itself states the fact, 较可能 where its form shows it, 推测 where the text
            only makes it likely.
    """

    value: str
    where: str = ""
    quote: str = ""
    certainty: Certainty = "推测"

    def __bool__(self) -> bool:
        return bool(self.value)


NOTHING = Reading("")


def filled_lines(text: str) -> list[str]:
    """Return the lines of a text that hold anything, without the blanks around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]
