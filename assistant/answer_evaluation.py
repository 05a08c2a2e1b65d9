"""Measure answers on a file of questions: right, cited, refused as they should be, traps fallen into, time, confidence."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import CewenError
from corpus.tokenizer import fold

Json = dict[str, Any]
Kind = Literal["answerable", "unanswerable", "trap"]
KINDS: tuple[Kind, ...] = ("answerable", "unanswerable", "trap")
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
# The direct answer of a point question stands in the first line, within so many characters.
LONGEST_DIRECT = 80


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of a test.

    Attributes:
        gold: strings that the answer must hold, all of them, and one of its quotations at least one.
        must_not: strings that no answer may hold; the figure of another place.
        type: what kind of question it is, for figures by kind; may be empty.
    """

    question: str
    kind: Kind
    gold: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    type: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went."""

    asked: AskedQuestion
    answer: str
    refused: bool
    right: bool
    cited: bool
    direct: bool
    trapped: bool
    confidence: float
    milliseconds: float


def read_questions(path: Path) -> list[AskedQuestion]:
    """Read questions, one JSON object a line with question, kind, gold, must_not, and perhaps type and history.

    Raises:
        CewenError: the file is not there, or a line is none such; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CewenError(f"题目文件 {path} 读不出来：{error}", "请给出 UTF-8 的 .jsonl 文件") from error
    questions: list[AskedQuestion] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            kind = row["kind"]
            if kind not in KINDS:
                raise ValueError(kind)
            questions.append(
                AskedQuestion(
                    str(row["question"]), kind, _strings(row.get("gold")), _strings(row.get("must_not")),
                    str(row.get("type") or ""), _strings(row.get("history")),
                )
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise CewenError(
                f"题目文件 {path} 第 {number} 行写错了",
                '每行写成 {"question": "…", "kind": "answerable、unanswerable 或 trap", "gold": ["…"], "must_not": ["…"]}',
            ) from error
    if not questions:
        raise CewenError(f"题目文件 {path} 里没有题目", "每行写一个 JSON 对象")
    return questions


def evaluate(
    questions: Iterable[AskedQuestion],
    ask: Callable[[str, Sequence[str]], Json],
    progress: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Ask every question and judge each answer."""
    outcomes: list[Outcome] = []
    for asked in questions:
        started = time.perf_counter()
        answer = ask(asked.question, asked.history)
        milliseconds = (time.perf_counter() - started) * 1000
        outcomes.append(judge(asked, answer, milliseconds))
        if progress:
            progress(len(outcomes))
    return outcomes


def judge(asked: AskedQuestion, answer: Json, milliseconds: float) -> Outcome:
    """Judge one answer, as the façade returns it."""
    text = _plain(answer["answer"])
    first = next((line for line in answer["answer"].splitlines() if line.strip()), "")
    quotes = [_plain(c["quote"] + " " + c["cell"]) for c in answer["citations"]]
    refused = bool(answer["refused"])
    trapped = not refused and any(holds(text, wrong) for wrong in asked.must_not)
    right = not refused and bool(asked.gold) and all(holds(text, gold) for gold in asked.gold) and not trapped
    return Outcome(
        asked,
        answer["answer"],
        refused,
        right,
        right and all(any(holds(quote, gold) for quote in quotes) for gold in asked.gold),
        right and len(first) <= LONGEST_DIRECT and all(holds(_plain(first), gold) for gold in asked.gold),
        trapped,
        float(answer["confidence"]),
        milliseconds,
    )


def holds(text: str, wanted: str) -> bool:
    """Tell whether a text holds a string; a figure not as part of a longer one."""
    plain = re.escape(_plain(wanted))
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    behind = r"(?![\d]|\.\d)" if wanted[-1:].isdigit() else ""
    return bool(re.search(before + plain + behind, _plain(text)))


def summary(outcomes: Sequence[Outcome]) -> Json:
    """Return the figures: by kind of question, by type, of time, and what each threshold of confidence would do."""
    by_kind = {kind: [o for o in outcomes if o.asked.kind == kind] for kind in KINDS}
    answerable, unanswerable, traps = (by_kind[kind] for kind in KINDS)
    types: dict[str, list[Outcome]] = {}
    for outcome in answerable:
        types.setdefault(outcome.asked.type or "其他", []).append(outcome)
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return {
        "questions": len(outcomes),
        "answerable": {
            "questions": len(answerable),
            "right": sum(o.right for o in answerable),
            "cited": sum(o.cited for o in answerable),
            "in_first_line": sum(o.direct for o in answerable),
            "refused": sum(o.refused for o in answerable),
        },
        "unanswerable": {"questions": len(unanswerable), "refused": sum(o.refused for o in unanswerable)},
        "traps": {"questions": len(traps), "fallen_into": sum(o.trapped for o in traps)},
        "by_type": {
            name: {"questions": len(some), "right": sum(o.right for o in some)} for name, some in types.items()
        },
        "milliseconds": {
            "median": round(statistics.median(times), 1) if times else 0.0,
            "p95": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1) if times else 0.0,
        },
        "thresholds": [_at(threshold, answerable, [*unanswerable, *traps]) for threshold in THRESHOLDS],
        "wrong": [
            {"question": o.asked.question, "kind": o.asked.kind, "answer": o.answer, "gold": list(o.asked.gold)}
            for o in outcomes
            if (o.asked.kind == "answerable" and not o.right)
            or (o.asked.kind == "unanswerable" and not o.refused)
            or o.trapped
        ],
    }


def _at(threshold: float, answerable: Sequence[Outcome], others: Sequence[Outcome]) -> Json:
    """Return what is answered, and how much of it is right, if answers below a confidence were refused."""
    given = [o for o in answerable if not o.refused and o.confidence >= threshold]
    wrongly = [o for o in others if not o.refused and o.confidence >= threshold]
    return {
        "confidence": threshold,
        "answered": len(given),
        "right": sum(o.right for o in given),
        "answered_without_ground": len(wrongly),
    }


def _strings(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    raise TypeError(value)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", fold(text)).replace(",", "")
