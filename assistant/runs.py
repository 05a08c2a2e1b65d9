"""A run of items in a text, 一是……二是……, found whole from one of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.question import Question
from corpus.figures import number_of
from corpus.layout import ARTICLE, ends_sentence, is_numbered
from corpus.sentences import Sentence, split_sentences
from corpus.tokenizer import is_naming

MOST_SENTENCES = 6
LONGEST_LIST = 30
# The items of a run stand within so many sentences.
REACH = 30
SHORTEST_TELLING = 24
# What one item says is looked for within so many characters; set line by line it is told by so many behind its head.
LONGEST_ITEM, LINES_OF_AN_ITEM = 800, 2
RUN_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}(?:是|要|抓|靠)|首先|其次|再次|最后|其[一二三四五六七八]|第[一二三四五六七八九十]{1,2}(?:[，,、]|步|阶段|句|招|点|[件关环道笔][，,、：:]|[场块][\u4e00-\u9fff]{0,4}是|个[\u4e00-\u9fff]{2}(?:是|[：:，,]))|[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d))"
)
FIRST_INSIDE = re.compile(
    r"一是|[:：]一要|(?<=[，,：:])一[抓靠](?=[\u4e00-\u9fff]{2})|其一|首先|第一步|[:：]第一(?:[，,、]|[件招句关环道笔点][，,、：:])|①|（1）|\(1\)|[:：]1[、.．](?!\d)"
)
_FIRST_ITEM = re.compile(
    r"^(?:一是|一要|一抓|一靠|首先|其一|第一(?:[，,、]|步|句|招|点|[件关环道笔][，,、：:]|[场块][\u4e00-\u9fff]{0,4}是|个[\u4e00-\u9fff]{2}(?:是|[：:，,]))|①|[（(]1[）)]|1[.．、](?!\d))"
)
_OPENS_CASES = re.compile(r"(?:下列|以下|如下)[^，。；：:]{0,8}[^。；：:]{0,20}[：:]")
_FIRST_IN_BRACKETS = re.compile(r"[:：][（(]一[）)]")
_IN_BRACKETS = re.compile(r"^[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]")
_BULLET_ITEM = re.compile(r"——|[▲●◆■★☆○◇□△•·➢✓]|[*＊]\s*(?=[\u4e00-\u9fff“])")
_EACH_WAY = re.compile(
    r"(?:做法|措施|办法|举措)(?:都)?(?:是|有)(?:什么|啥)|哪些|哪几|什么(?:做法|措施|办法|举措)|步骤|流程|程序|分别|逐"
)
# 「我县主要做了四项工作：一是……。」
_COUNTS_WORKS = re.compile(
    r"[两二三四五六七八九](?:项|个|条|点|件|方面|步)[^，。；：:]{0,8}[：:](?:一是|首先)|(?:以下|如下)[^，。；：:]{0,8}[：:]"
)
_MARK = re.compile(
    r"(?P<before>[第其（(]?)(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2}|[①-⑳])(?P<behind>是|要|抓|靠|[）)]|[.．、]|步|阶段|[，,])?"
)


def whole_run(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the whole of a run, 一是……二是……, where what answers a list best leads to it or is one of its items."""
    if not evidence or question.kind not in ("list", "how"):
        return []
    best = evidence[0]
    # 「主要做了四件事：一是……；」 goes on to its full stop.
    goes_on = (best.text.endswith(("；", ";")) or _COUNTS_WORKS.search(best.text)) and FIRST_INSIDE.search(best.text)
    if question.kind == "how" and not goes_on and not _EACH_WAY.search(question.text):
        return []
    sentences = split_sentences(best.document.text)
    at = next((n for n, sentence in enumerate(sentences) if sentence.end > best.start), None)
    if at is None:
        return []
    if inline := _counted_inline(sentences, at):
        return [replace(best, start=sentence.start, end=sentence.end) for sentence in inline]
    first: int | None
    if FIRST_INSIDE.search(sentences[at].text):
        first = at
    elif RUN_ITEM.match(sentences[at].text):
        style = _marked(sentences[at].text)[0]
        first = next(
            (n for n in range(at, max(-1, at - REACH), -1) if _opens_style(sentences[n].text) == style),
            None,
        )
    else:
        first = at + 1 if at + 1 < len(sentences) and _FIRST_ITEM.match(sentences[at + 1].text) else None
    if first is None:
        return []
    last = first
    counted = _RunCount(sentences[first].text)
    for n in range(first + 1, min(len(sentences), first + REACH)):
        if RUN_ITEM.match(sentences[n].text):
            if counted.is_over(sentences[n].text):
                break
            last = n if counted.holds(sentences[n].text) else last
        elif is_numbered(sentences[n].text):
            break
    end = last + 1
    run = sentences[first if first == at else max(0, first - 1) : end]
    items = sum(bool(RUN_ITEM.match(sentence.text)) for sentence in run) + (first == at)
    above = [heading for heading in best.section if heading.rstrip("。：:") not in sentences[at].text]
    if _singles_out(question, sentences[at], run, " ".join(above)):
        behind = (
            n
            for n in range(at + 1, len(sentences))
            if is_numbered(sentences[n].text) or RUN_ITEM.match(sentences[n].text)
        )
        run = sentences[at : min(next(behind, at + 1), at + MOST_SENTENCES)]
        if len(run) == 1 and len(run[0].text) <= SHORTEST_TELLING:
            # A heading by itself tells nothing; what stands under it is found as that of any heading.
            return []
    elif len(run) > 2 * items:
        # Each item has its own explanation behind it; the items themselves are what was asked for.
        run = [sentence for n, sentence in enumerate(run) if n == 0 or RUN_ITEM.match(sentence.text)]
    elif len(run) > items + 1 and _goes_on(best.document.text, sentences, last):
        # 「四是课堂问题。课堂教学方式陈旧……」: the last has its explanation, too.
        run.append(sentences[last + 1])
    if items < 2 or len(run) > LONGEST_LIST:
        return []
    return [replace(best, start=sentence.start, end=sentence.end) for sentence in run]


def _counted_inline(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """Return a sentence that opens a list in brackets, 「主要采取以下方式：（一）定期交流；」, with the others; none for no such."""
    if not _FIRST_IN_BRACKETS.search(sentences[at].text):
        return []
    told = [sentences[at]]
    for sentence in sentences[at + 1 : at + REACH]:
        counted = _IN_BRACKETS.match(sentence.text)
        if counted is not None and number_of(counted["n"]) == len(told) + 1:
            told.append(sentence)
        elif counted is not None or ARTICLE.match(sentence.text):
            break
    return told if len(told) > 1 else []


def _opens_style(text: str) -> str | None:
    """Return in which manner the items are marked whose first a sentence is, or holds: 「要做到四条：一是……；」."""
    if _FIRST_ITEM.match(text):
        return _marked(text)[0]
    inside = FIRST_INSIDE.search(text)
    return _marked(inside[0].lstrip("：:"))[0] if inside else None


def _goes_on(text: str, sentences: Sequence[Sentence], last: int) -> bool:
    """Tell whether a sentence of the same paragraph stands behind the last item of a run, and heads nothing new."""
    if last + 1 >= len(sentences):
        return False
    behind = sentences[last + 1]
    return "\n" not in text[sentences[last].end : behind.start] and not is_numbered(behind.text)


class _RunCount:
    """Count the items of a run as they are marked: a smaller number of the same mark begins another run.

    Items that are marked otherwise, (1) (2) under 一是, belong to the item that they follow where they begin with 1.
    """

    def __init__(self, first: str) -> None:
        inside = FIRST_INSIDE.search(first)
        self._style, self._reached = _marked(first if RUN_ITEM.match(first) or not inside else inside[0].lstrip("：:"))
        self._within: dict[str, int] = {}

    def is_over(self, text: str) -> bool:
        """Tell whether a marked sentence begins another run."""
        style, number = _marked(text)
        return bool(style) and style == self._style and (number < self._reached or number == 1)

    def holds(self, text: str) -> bool:
        """Tell whether a marked sentence is the next item, or one within an item, and count it."""
        style, number = _marked(text)
        if not style or not self._style:
            return True
        if style == self._style:
            self._reached = number
            self._within = {}
            return True
        if number != 1 and number != self._within.get(style, 0) + 1:
            return False
        self._within[style] = number
        return True


def _marked(text: str) -> tuple[str, int]:
    """Return in which manner an item is marked, 是 or ）, and its number; ("", 0) for 首先 and 其次."""
    match = _MARK.match(text)
    if match is None:
        return "", 0
    if "①" <= match["n"] <= "⑳":
        return "①", ord(match["n"]) - ord("①") + 1
    behind = match["behind"] or ""
    if match["before"] in ("第", "其"):
        return match["before"], number_of(match["n"])
    if match["before"] or behind in ("）", ")"):
        return "）1" if match["n"].isdigit() else "）一", number_of(match["n"])
    # 「二要抓好培训」 goes on where 「一是」 began.
    return "是" if behind in ("是", "要", "抓", "靠") else "、", number_of(match["n"])


def opens_a_run(text: str) -> bool:
    """Tell whether a sentence is, or holds, the first of a run: 一是……."""
    return bool(FIRST_INSIDE.search(text) or _FIRST_ITEM.match(text))


def is_first_item(text: str) -> bool:
    """Tell whether a sentence is the first of a run: 「一是……」, 「（1）……」."""
    return bool(_FIRST_ITEM.match(text))


def is_bullet(text: str) -> bool:
    """Tell whether a line is set with a bullet: 「● 编制“打捆用”。」."""
    return bool(_BULLET_ITEM.match(text))


def opens_cases(text: str) -> bool:
    """Tell whether a sentence announces cases and holds the first of them: 「有下列情形之一的暂缓注册：（1）……；」."""
    return bool(_OPENS_CASES.search(text) and FIRST_INSIDE.search(text))


def _singles_out(question: Question, item: Sentence, run: Sequence[Sentence], headings: str) -> bool:
    """Tell whether the question names what only one item of a run speaks of."""
    others = [s.text for s in run if s.start != item.start and RUN_ITEM.match(s.text)]
    return bool(RUN_ITEM.match(item.text)) and any(
        is_naming(term)
        and term in item.text
        # What the heading over all of them names singles out none.
        and term not in headings
        and not any(term in other for other in others)
        for term in question.terms
    )


def run_of(sentences: Sequence[Sentence], count: int) -> list[Sentence]:
    """Return the only run of so many items that sentences hold, 一是 to 四是; none where none or several are so long."""
    runs: dict[str, list[list[Sentence]]] = {}
    for sentence in sentences:
        style, number = _marked(sentence.text) if RUN_ITEM.match(sentence.text) else ("", 0)
        if not style:
            continue
        some = runs.setdefault(style, [])
        if number == 1:
            some.append([sentence])
        elif some and number == len(some[-1]) + 1:
            some[-1].append(sentence)
    long = [run for some in runs.values() for run in some if len(run) == count]
    return long[0] if len(long) == 1 else []


def shortened_run(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return a run, or lines set with bullets, each with the first of what explains it; none where sentences hold neither.

    Its first item may stand behind what announces it: 「主要做法：一是“三个先行”打基础。」.
    """
    items = [n for n, sentence in enumerate(sentences) if RUN_ITEM.match(sentence.text)]
    if (
        items
        and (first := next((n for n in range(items[0]) if FIRST_INSIDE.search(sentences[n].text)), None)) is not None
    ):
        # 「主要做法：一是“三个先行”打基础。」
        items.insert(0, first)
    if len(items) < 2:
        items = [n for n, sentence in enumerate(sentences) if _BULLET_ITEM.match(sentence.text)]
    if len(items) < 2:
        return []
    return [sentence for n, sentence in enumerate(sentences) if n in items or n - 1 in items]


def _goes_within(style: str, text: str, reached: int) -> bool:
    """Tell whether a marked sentence is the next of a run inside an item that is marked otherwise."""
    own, number = _marked(text)
    return bool(own) and own != style and number == reached + 1


def item_told(evidence: Evidence) -> list[Evidence]:
    """Return an item of a run or a numbered one, with what it says up to the next; none for a sentence that is none.

    「二是加大教师交流力度。」 heads the sentences behind it in its paragraph.
    """
    if not (RUN_ITEM.match(evidence.text) or is_numbered(evidence.text)):
        return []
    text = evidence.document.text
    told = [evidence]
    style, within = _marked(evidence.text)[0], 0
    # 「四是组建“城乡联合”，共享优质资源。」 in a line by itself, as all that is said of it.
    by_lines = style == "是" and len(evidence.text) <= SHORTEST_TELLING and text.startswith("\n", evidence.end)
    for sentence in split_sentences(text[evidence.end : evidence.end + LONGEST_ITEM], evidence.end):
        # What heads its item in a line by itself, 「10.“牛奶稀释”」, says nothing yet.
        new_line = "\n" in text[told[-1].end : sentence.start] and (
            len(told) > 1 or ends_sentence(evidence.text.rstrip('”」》"'))
        )
        if RUN_ITEM.match(sentence.text) and not new_line and _goes_within(style, sentence.text, within):
            # 「第一，要打好攻坚战。……一要选好校长，……；二要……」
            within += 1
        elif RUN_ITEM.match(sentence.text) or is_numbered(sentence.text):
            break
        if len(told) > MOST_SENTENCES:
            break
        if new_line and ((RUN_ITEM.match(evidence.text) and not by_lines) or len(told) > LINES_OF_AN_ITEM):
            break
        told.append(replace(evidence, start=sentence.start, end=sentence.end))
    return told if len(told) > 1 else []
