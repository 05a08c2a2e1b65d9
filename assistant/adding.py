"""Add many files in the background: in batches, each told of, and stopped when asked to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from corpus.errors import Stopped
from index.intake import AddReport
from index.library import Library, Progress, ProgressCallback

# Each batch is written into the engines at its end, which takes a tenth of a second.
BATCH = 10


def add_in_batches(
    library: Library,
    paths: Sequence[Path],
    collection: str | None,
    stop: Event,
    progress: ProgressCallback | None = None,
) -> Iterator[tuple[Sequence[Path], AddReport]]:
    """Yield each batch with what became of it; when `stop` is set, break off the file that is being read, and end.

    What was added of a batch before it was stopped stays in the library; its report is not given.
    """

    def told(step: Progress) -> None:
        if stop.is_set():
            raise Stopped
        if progress:
            progress(Progress(start + step.done, len(paths), step.what))

    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        try:
            report = library.add(batch, told, collection)
        except Stopped:
            return
        yield batch, report
