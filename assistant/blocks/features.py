"""What speaks for a block as the answer to a question, in figures.

Most figures are shares of the question's words by weight, 0 to 1, that a part of the block holds. How a question asks
and how papers head what answers it, 「打算怎么改」 and 「整改措施」, is told in `_ASKED_AND_HEADED`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import get_args

import numpy as np

from assistant.blocks.candidates import Block, Kind
from assistant.evidence import Evidence, says_it_is_planned
from assistant.matching import match_strength
from assistant.question import Question
from corpus.figures import number_of
from corpus.schema import SourceDocument
from corpus.tokenizer import fold

KINDS: tuple[Kind, ...] = get_args(Kind)
# Words that only ask how, or what for, and stand in any paper.
_ASKS_ONLY = frozenset(
    "做法 措施 办法 举措 经验 情况 方面 具体 主要 哪些 怎么 如何 怎样 打算 准备 内容 包括 分别 采取 搞 抓 做 开展 推进 工作 有 是 材料 汇报 报告 简报 方案 里 提出 方式 步骤".split()
)
_ASKED_AND_HEADED: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (re.compile(asked), re.compile(headed))
    for name, asked, headed in (
        (
            "remedy",
            r"整改|解决|破解|打算|准备|下一步|怎么改|化解|对策|缓解|应对",
            r"整改|打算|下一?步|对策|改进|今后|破解|治理|解决|化解|应对|建议|努力方向|计划|补齐",
        ),
        (
            "ways",
            r"做法|措施|经验|举措|办法|怎么|如何|怎样|做了",
            r"做法|措施|举措|经验|办法|推进|落实|加强|强化|健全|完善|建立|创新|抓|工作开展|机制|模式",
        ),
        (
            "trouble",
            r"问题|困难|不足|短板|难点|毛病|难处|薄弱",
            r"问题|困难|不足|短板|差距|难点|瓶颈|隐患|薄弱",
        ),
        ("effect", r"成效|效果|成绩|变化|好处|成果", r"成效|效果|成绩|变化|明显|显著|提升|荣誉"),
        (
            "plan",
            r"打算|计划|下一步|目标|将|任务|要求|今后|明年",
            r"打算|计划|下一?步|目标|任务|今后|要求|思路|安排",
        ),
        ("steps", r"步骤|流程|程序|环节|步|怎么办理|手续", r"步骤|流程|程序|环节|步"),
        (
            "cases",
            r"情形|条件|哪些人|哪几类|对象|范围|资格|不得|禁止|不能",
            r"情形|条件|对象|范围|之一|下列|不得|禁止|严禁|应当",
        ),
        (
            "denied",
            r"不给|不予|不能|不得|不可|不许|不准|禁止|领不到|拿不到|不批|不受理|不纳入|不算|不享受|取消|除外|排除|不用|免",
            r"不予|不得|不能|禁止|严禁|不纳入|不受理|除外|不享受|不列入|取消|不再|不需|免",
        ),
    )
}
_COUNTED = re.compile(
    r"(?:哪)?(?P<n>[两二三四五六七八九十]|\d{1,2})(?:大|个|项|条|点|类|种|方面|件|步|级|张|化|统一|有|不|一律|是|场|招|环节|本|笔)"
)
_ANNOUNCES = re.compile(
    r"[：:]$|以下|如下|下列|包括|分为|分别|主要[有是]|[两二三四五六七八九十](?:个|项|条|点|大|类|种|方面|件|步)|即"
)
_QUOTED = re.compile(r"[“\"‘「《](?P<name>[^”\"’」》]{2,14})[”\"’」》]")
_ASKS_SEVERAL = re.compile(r"哪[些几两三四五六七八九十\d]|几[个项条点种类步招件]|分别|逐一|列")
_IS_WRONG = re.compile(
    r"不足|不够|不高|不强|不到位|不平衡|不均|不齐|偏[低少弱大高]|缺乏|短缺|滞后|薄弱|单一|困难|存在|有待|仍|尚未|难以"
)
_IS_TO_BE = re.compile(r"[一二三四五六七八九]要|要[\u4e00-\u9fff]{2}|将|拟|力争|计划|继续|进一步|争取|到20\d\d年")
HELD = 0.6
# Whose a paper is and what it is about, its first characters say.
OPENING = 300
FIRST, FEW, SOME = 1, 5, 12
SHORT_TOLD, LONG_TOLD, SHORT_HEAD = 60, 450, 20
# The first so many figures are compared with the best of the question's other blocks, too.
_COMPARED = 33


@dataclass(frozen=True)
class Asked:
    """A question and the sentences that bear on it, best first, as blocks are weighed against them.

    Attributes:
        weights: how telling each word of the question is.
        suffices: tells whether a sentence answers by itself.
    """

    question: Question
    weights: Mapping[str, float]
    found: Sequence[Evidence]
    suffices: Callable[[Evidence], bool]


def asks_for_several(question: Question) -> bool:
    """Tell whether several things are asked for: 「哪几条」, 「分别」."""
    return bool(_ASKS_SEVERAL.search(question.text))


def features(asked: Asked, blocks: Sequence[Block]) -> np.ndarray:
    """Return the figures of blocks, shape (blocks, figures), float32; those compared with the best of all are the last."""
    weigher = _Weigher(asked)
    own = np.array([weigher.figures(block) for block in blocks], dtype=np.float32)
    return np.concatenate([own, own[:, :_COMPARED] - own[:, :_COMPARED].max(axis=0)], axis=1)


def _names(sentence: str) -> int:
    """Return how many things a clause of a sentence names in a row, at the most."""
    return max(clause.count("、") for clause in re.split("[，。；：:]", sentence)) + 1


@dataclass(frozen=True)
class _Paper:
    """What all blocks of one paper have in common.

    Attributes:
        title: how surely its title has each word; `opening` its first characters.
        rest: the weights of the words as far as the title does not say them; `of_its_own` as far as neither says them.
        bearing: its sentences that bear on the question, each with its rank and whether it suffices.
        best: the score of the best of these.
    """

    title: np.ndarray
    opening: np.ndarray
    rest: np.ndarray
    of_its_own: np.ndarray
    bearing: list[tuple[int, Evidence, bool]]
    best: float


class _Weigher:
    """Weigh blocks against one question."""

    def __init__(self, asked: Asked) -> None:
        self._question = question = asked.question
        naming = {term: weight for term, weight in asked.weights.items() if term not in _ASKS_ONLY} or asked.weights
        self._terms = tuple(naming)
        total = sum(naming.values()) or 1.0
        self._weights = np.array([naming[term] / total for term in self._terms])
        self._strength = cache(self._strength_in)
        text = fold(question.text)
        self._text, self._pairs = text, {text[n : n + 2] for n in range(len(text) - 1)}
        self._asks = {name: bool(asks.search(question.text)) for name, (asks, _) in _ASKED_AND_HEADED.items()}
        self._quoted = tuple(match["name"] for match in _QUOTED.finditer(question.text))
        self._counted = tuple(match[0].removeprefix("哪") for match in _COUNTED.finditer(question.text))
        self._several = asks_for_several(question)
        number = _COUNTED.search(question.text)
        self._number = number_of(number["n"]) if number else 0
        self._best = asked.found[0].score or 1.0
        self._asked = asked
        self._papers: dict[str, _Paper] = {}

    def _paper_of(self, document: SourceDocument) -> _Paper:
        """Return what all blocks of a paper have in common; worked out once."""
        if document.doc_id not in self._papers:
            title, opening = self._strength(document.full_title), self._strength(document.text[:OPENING])
            bearing = [
                (rank, piece, self._asked.suffices(piece))
                for rank, piece in enumerate(self._asked.found)
                if piece.document.doc_id == document.doc_id
            ]
            self._papers[document.doc_id] = _Paper(
                title, opening, self._weights * (1 - title), self._weights * (1 - np.maximum(title, opening)), bearing,
                max((piece.score for _, piece, _ in bearing), default=0.0),
            )  # fmt: skip
        return self._papers[document.doc_id]

    def _strength_in(self, text: str) -> np.ndarray:
        plain = fold(text)
        return np.array([match_strength(term, plain) for term in self._terms])

    def _pairs_in(self, text: str) -> float:
        """Return which share of the question's pairs of characters a text has."""
        plain = fold(text)
        return len({plain[n : n + 2] for n in range(len(plain) - 1)} & self._pairs) / max(1, len(self._pairs))

    def _phrase_in(self, text: str) -> float:
        """Return how much of a heading is one phrase of the question, 0 to 1."""
        plain = fold(text)
        match = SequenceMatcher(None, self._text, plain, autojunk=False).find_longest_match()
        return match.size / max(4, len(plain))

    def figures(self, block: Block) -> list[float]:
        """Return the figures of one block."""
        weights, document, said = self._weights, block.document, block.sentences
        told = "".join(said)
        heading = block.path[-1] if block.path else ""
        lead, own = self._strength(block.lead), self._strength(heading)
        paper = self._paper_of(document)
        title, opening, bearing = paper.title, paper.opening, paper.bearing
        nothing = np.zeros(len(self._terms))
        path = np.max([self._strength(above) for above in block.path], axis=0) if block.path else nothing
        each = [self._strength(sentence) for sentence in said]
        body, heads = np.max(each, axis=0), np.maximum(lead, own)
        every = np.maximum(np.maximum(body, heads), np.maximum(path, title))
        beside = np.max([self._strength(other) for other in block.beside], axis=0) if block.beside else nothing
        # What the paper's title does not say is left for the block to say; what its opening says, too, still more so.
        rest, of_its_own = paper.rest, paper.of_its_own
        for_itself = float(of_its_own.sum()) or 1.0
        left = float(rest.sum()) or 1.0
        inside = [one for one in bearing if block.start <= one[1].start < block.end]
        begins = {start for start, _ in block.told}
        shown = [one for one in inside if one[1].start in begins]
        opens = min((rank for rank, piece, _ in bearing if piece.start == block.told[0][0]), default=99)
        headed = f"{block.lead} {heading}"
        where = (block.lead + heading, told)
        return [
            # compared with the best
            *(float(weights @ some) for some in (lead, own, path, heads, body, every, each[0], title)),
            float(np.mean([weights @ some for some in each])),
            *(float(weights @ (some >= HELD)) for some in (every, body, heads)),
            *(float(rest @ some) / left for some in (heads, body, every)),
            *(float(of_its_own @ some) / for_itself for some in (heads, body, every)),
            self._pairs_in(block.lead),
            self._pairs_in(heading),
            self._pairs_in(told),
            self._phrase_in(block.lead),
            self._phrase_in(heading),
            max((piece.score for _, piece, _ in inside), default=0.0) / self._best,
            max((piece.coverage for _, piece, _ in inside), default=0.0),
            max((piece.score for _, piece, _ in shown), default=0.0) / self._best,
            float(any(rank < FIRST for rank, _, _ in inside)),
            float(any(rank < FIRST for rank, _, _ in shown)),
            sum(rank < FEW for rank, _, _ in shown) / FEW,
            sum(rank < SOME for rank, _, _ in shown) / len(said),
            sum(enough for _, _, enough in shown) / len(said),
            float(any(enough for _, _, enough in inside)),
            paper.best / self._best,
            # by themselves
            len(shown) / len(said),
            left,
            float(self._several),
            float(self._several and block.parts > 1),
            float(weights @ np.maximum(0.0, heads - beside)),
            float(weights @ np.minimum(heads, beside)),
            float(bool(block.beside)),
            for_itself,
            float(weights @ opening),
            float(self._number > 1 and any(_names(sentence) == self._number for sentence in said)),
            float(opens < FIRST),
            float(opens < FEW),
            math.log(block.parts + 1),
            float(self._number > 0 and block.parts == self._number),
            float(self._number > 0 and 1 < block.parts != self._number),
            len(told) / 500,
            float(len(told) > LONG_TOLD),
            float(len(told) < SHORT_TOLD),
            len(said) / 8,
            len(told) / max(1, block.end - block.start),
            (block.end - block.start) / 1000,
            block.start / max(1, len(document.text)),
            float(bool(_ANNOUNCES.search(block.lead))),
            float(bool(_ANNOUNCES.search(said[0]))),
            *(float(any(name in text for name in self._quoted)) for text in where),
            float(bool(self._quoted) and not any(name in text for name in self._quoted for text in where)),
            *(float(any(name in text for name in self._counted)) for text in where),
            float(bool(self._counted) and not any(name in text for name in self._counted for text in where)),
            *(float(bool(self._question.listed) and self._question.listed in text) for text in where),
            float(self._question.kind == "list"),
            20 * told.count("、") / len(told),
            float(said[0].endswith("。") and len(said[0]) < SHORT_HEAD),
            float(said[-1].endswith(("：", ":"))),
            float(said[0].endswith(("？", "?"))),
            *(float(block.kind == kind) for kind in KINDS),
            sum(says_it_is_planned(sentence) for sentence in said) / len(said),
            sum(bool(_IS_WRONG.search(sentence)) for sentence in said) / len(said),
            sum(bool(_IS_TO_BE.search(sentence)) for sentence in said) / len(said),
            *self._as_headed(headed),
            *self._as_headed(" ".join(block.path[:-1])),
        ]

    def _as_headed(self, headed: str) -> list[float]:
        """Return, for each manner of asking, whether a block is headed so where it is asked, is not, or is without being asked."""
        figures: list[float] = []
        for name, (_, pattern) in _ASKED_AND_HEADED.items():
            asks, heads = self._asks[name], bool(pattern.search(headed))
            figures += [float(asks and heads), float(asks and not heads), float(heads and not asks)]
        return figures
