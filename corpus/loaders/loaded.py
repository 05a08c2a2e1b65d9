"""Hold what a loader hands on: the text and, where it must be told, how the text was come by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.schema import Removal

# Told the number of scanned pages before they are recognised, so that whoever waits can wait longer.
Announce = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class LoadedText:
    """Hold a text with its marks, and notes for the user about it."""

    text: str
    notes: tuple[Removal, ...] = ()


def nobody_waits(pages: int) -> None:
    """Take the number of scanned pages where nobody waits for them."""


def page_numbers(numbers: list[int]) -> str:
    """Return page numbers as they are written: 第 2—4、7 页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"第 {'、'.join(str(run[0]) if len(run) == 1 else f'{run[0]}—{run[-1]}' for run in runs)} 页"
