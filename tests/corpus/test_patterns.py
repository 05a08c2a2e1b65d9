"""Patterns must not run away: what people paste may hold a thousand blanks, underlines or digits in a row."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from types import FrameType

import pytest

from corpus.cleaning import load_rules

PACKAGES = ("corpus", "assistant", "index")
RUNS = [character * 300 for character in " _1一第中、，（a|。“》—月A%·县校"]
RUNS += ["1、" * 100, "（一）" * 80, "张三、" * 80, "2020年" * 60, "> " * 100, "元 " * 100]
LONGEST = 1.0


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, (tuple, list, dict)) and depth < 3:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _patterns(inner, depth + 1)


def _all_patterns() -> dict[tuple[str, int], str]:
    found = {(rule.pattern.pattern, rule.pattern.flags): rule.name for rule in load_rules().lines}
    for package in PACKAGES:
        root = importlib.import_module(package)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            if info.name.endswith("__main__"):
                continue
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                for pattern in _patterns(value):
                    found.setdefault((pattern.pattern, pattern.flags), f"{info.name}.{name}")
    return found


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


@pytest.mark.skipif(sys.platform == "win32", reason="没有计时信号")
def test_no_pattern_runs_away() -> None:
    before = signal.signal(signal.SIGALRM, _too_long)
    slow: list[str] = []
    try:
        for (text, flags), name in _all_patterns().items():
            pattern = re.compile(text, flags)
            for run in RUNS:
                signal.setitimer(signal.ITIMER_REAL, LONGEST)
                try:
                    pattern.search(f"开{run}尾")
                    pattern.fullmatch(f"{run}！")
                except TimeoutError:
                    slow.append(f"{name} {run[:4]!r}")
                    break
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert slow == []
