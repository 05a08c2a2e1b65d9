"""What stands around a sentence and gives it words that it lacks: a lead-in, the head of its item, its paragraph."""

from __future__ import annotations

import re

from corpus.context import is_run_item
from corpus.sentences import split_sentences
from corpus.tokenizer import is_naming

# An item of a run that heads what follows it is no longer than this.
LONGEST_HEAD = 30


# How much what stands before a sentence in its paragraph counts for it: more where the sentence points back to it,
# 「该机制自2021年9月运行」, or is one of its clauses, behind a ；.
BEFORE, BEFORE_A_CLAUSE, OF_THESE, POINTED_TO, ANSWERED = 0.5, 0.65, 0.75, 0.85, 0.95
_ANSWERS = re.compile(r"答[:：]")
_POINTS_BACK = re.compile(
    r"^(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)、.．]\s*)?(?:该|其(?![他余次一二三实中])|此(?![外前后次])|上述|这一|这项|这个|这些|两者)"
)
# 「已竣工421栋」 counts on what the sentence before counts.
_GOES_ON_COUNTING = re.compile(r"(?:现)?已[\u4e00-\u9fff]{2,4}\d")
_NOUN = re.compile(r"^[\u4e00-\u9fff]{2}")


def refers_back(text: str, before: str) -> float:
    """Return how much what stands before a sentence in its paragraph counts for it, 0 to 1.

    「平台由……共建，2023年6月20日正式上线」 begins with the noun that the sentence before it ends a name with.
    """
    if not before:
        return BEFORE
    last = split_sentences(before)[-1].text
    if last.endswith(("？", "?")) and _ANSWERS.match(text):
        # 「问：多少分算合格？」, 「答：……85分以上为合格」
        return ANSWERED
    head = _NOUN.match(text)
    if _POINTS_BACK.match(text) or (head and is_naming(head[0]) and head[0] in last and not last.startswith(head[0])):
        return POINTED_TO
    if text.startswith("其中") or _GOES_ON_COUNTING.match(text):
        return OF_THESE
    return BEFORE_A_CLAUSE if last.endswith(("；", ";")) else BEFORE


def stands_under(heading: str, text: str, start: int) -> bool:
    """Tell whether a sentence is the first under a heading."""
    return text[max(0, start - len(heading) - 8) : start].rstrip("：:。 \n").endswith(heading.rstrip("：:。"))


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


def question_above(text: str, start: int) -> str:
    """Return the paper's own question, all its line, that a sentence behind 答： answers; "" where it answers none."""
    if not _ANSWERS.match(text, start):
        return ""
    line = text[max(0, start - 240) : start].rstrip().rpartition("\n")[2]
    return line if line.endswith(("？", "?")) else ""


def sentence_before(text: str, start: int) -> str:
    """Return the sentence before a chunk on the same line or paragraph; "" at the beginning."""
    window = text[max(0, start - 200) : start]
    answers = _ANSWERS.match(text, start)
    if not window.strip() or (window.endswith("\n\n") and not answers):
        return ""
    sentences = split_sentences(window)
    return sentences[-1].text if sentences else ""
