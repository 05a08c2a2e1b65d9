"""What stands around a sentence and gives it words that it lacks: a lead-in, the head of its item, its paragraph."""

from __future__ import annotations

from corpus.context import is_run_item
from corpus.sentences import split_sentences

# An item of a run that heads what follows it is no longer than this.
LONGEST_HEAD = 30


def lead_in(text: str, start: int) -> str:
    """Return the sentence that introduces the list in which this one stands: it ends in a colon, lines above."""
    above = text[max(0, start - 1500) : start].split("\n")[:-1]
    for line in reversed(above[-25:]):
        stripped = line.strip()
        if stripped.endswith(("：", ":")):
            return stripped
        if len(stripped) > 120:
            return ""
    return ""


def item_head(text: str, start: int) -> str:
    """Return the short item that a sentence explains: 「四是财政保障。」 before 「每年安排运营补贴2900万元。」"""
    for sentence in reversed(split_sentences(above_in_paragraph(text, start))):
        if is_run_item(sentence.text):
            return sentence.text if len(sentence.text) <= LONGEST_HEAD else ""
    return ""


def above_in_paragraph(text: str, start: int) -> str:
    """Return what stands before a sentence in its paragraph: 「第五条 ……住院救助……；」 is said of all that follows."""
    window = text[max(0, start - 240) : start]
    return window.rpartition("\n")[2].strip()


def sentence_before(text: str, start: int) -> str:
    """Return the sentence before a chunk on the same line or paragraph; "" at the beginning."""
    window = text[max(0, start - 200) : start]
    if not window.strip() or window.endswith("\n\n"):
        return ""
    sentences = split_sentences(window)
    return sentences[-1].text if sentences else ""
