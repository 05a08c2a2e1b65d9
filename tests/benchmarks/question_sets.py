"""Ask question sets over papers of their own, and tell what is right, refused, and fallen into, set by set.

    python -m tests.benchmarks.question_sets FOLDER                  all sets below a folder
    python -m tests.benchmarks.question_sets FOLDER --sets ba bb     some of them
    ... --homes HOMES --save NOW.json --before THEN.json             what changed since a run that was saved

A set is a folder with docs/ and questions.jsonl, as `cewen eval --answers` reads it. Its library is made anew, or once
in HOMES, which must be emptied where the reading has changed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer_evaluation import KINDS, Outcome, judge, read_questions
from assistant.app import Cewen
from assistant.settings import load_settings

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question of a set, how it went, and the whole answer."""

    set: str
    outcome: Outcome
    answer: Json

    @property
    def well(self) -> bool:
        """Tell whether it went as it should."""
        return went_well(self.outcome)

    def as_json(self) -> Json:
        """Return what is saved of it."""
        asked = self.outcome.asked
        return {
            "set": self.set, "kind": asked.kind, "type": asked.type, "question": asked.question, "gold": asked.gold,
            "must_not": asked.must_not, "well": self.well, "refused": self.outcome.refused, "answer": self.outcome.answer,
            "quotes": [citation["quote"] for citation in self.answer["citations"]], "ms": round(self.outcome.milliseconds),
        }  # fmt: skip


def went_well(outcome: Outcome) -> bool:
    """Tell whether a question was answered with the gold in answer and quotation, refused, or its trap avoided."""
    match outcome.asked.kind:
        case "answerable":
            return outcome.cited
        case "unanswerable":
            return outcome.refused
        case _:
            return not outcome.trapped


def ask_set(folder: Path, home: Path) -> list[Asked]:
    """Ask a set's questions of the library in a home, which is made first where there is none."""
    made = home.exists()
    asked = []
    with Cewen(load_settings(home, {})) as cewen:
        if not made:
            cewen.add([str(folder / "docs")])
        for question in read_questions(folder / "questions.jsonl"):
            started = time.perf_counter()
            answer = cewen.ask(question.question, list(question.history))
            milliseconds = (time.perf_counter() - started) * 1000
            asked.append(Asked(folder.name, judge(question, answer, milliseconds), answer))
    return asked


def figures(name: str, asked: Sequence[Asked]) -> str:
    """Return a line of what went well of each kind."""
    told = []
    for kind in KINDS:
        some = [one for one in asked if one.outcome.asked.kind == kind]
        told.append(f"{kind} {sum(one.well for one in some)}/{len(some)}")
    quick = statistics.median(one.outcome.milliseconds for one in asked)
    return f"{name:12} {'  '.join(told)}  {quick:.0f} ms"


def main() -> None:
    """Ask, print the figures, and what went otherwise than in an earlier run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="*")
    parser.add_argument("--homes", type=Path)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--before", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cewen-", ignore_cleanup_errors=True) as temporary:
        homes = arguments.homes or Path(temporary)
        asked: list[Asked] = []
        for path in sorted(arguments.folder.glob("*/questions.jsonl")):
            if (arguments.sets and path.parent.name not in arguments.sets) or not (path.parent / "docs").is_dir():
                continue
            of_set = ask_set(path.parent, homes / path.parent.name)
            print(figures(path.parent.name, of_set), flush=True)
            asked += of_set
    if not asked:
        parser.error(f"{arguments.folder} 下没有题目：每套一个文件夹，内有 docs/ 和 questions.jsonl")
    print(figures("all", asked))
    types = Counter(one.outcome.asked.type for one in asked if one.outcome.asked.kind == "answerable")
    right = Counter(one.outcome.asked.type for one in asked if one.outcome.asked.kind == "answerable" and one.well)
    print("  ".join(f"{name} {right[name]}/{count}" for name, count in types.most_common()))
    rows = [one.as_json() for one in asked]
    if arguments.save:
        arguments.save.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    if arguments.before:
        print_changes(json.loads(arguments.before.read_text(encoding="utf-8")), rows)


def print_changes(before: Sequence[Json], now: Sequence[Json]) -> None:
    """Print the questions that went well in one of two runs alone, and count the answers that are otherwise."""
    then = {(row["set"], row["question"]): row for row in before}
    both = [(then[key], row) for row in now if (key := (row["set"], row["question"])) in then]
    for old, new in both:
        if old["well"] != new["well"]:
            print(f"{'GAINED' if new['well'] else 'LOST'} {new['set']} {new['kind']} {new['question']}")
            print(f"  gold {new['gold']} not {new['must_not']}")
            print(f"  then {old['answer'][:160]!r}\n  now  {new['answer'][:160]!r}")
    print(f"{sum(old['answer'] != new['answer'] for old, new in both)} of {len(both)} answers are otherwise")


if __name__ == "__main__":
    main()
