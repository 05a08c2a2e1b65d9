"""Work that a page starts and may stop: done in a thread of its own, followed by the page, ended at its next step.

Gradio's own way of cancelling changes what the page shows and lets the work go on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import gradio as gr

from corpus.errors import CewenError, Stopped

logger = logging.getLogger(__name__)
Done = TypeVar("Done")
# Work tells what it is at, often; where it was stopped, telling raises Stopped.
Tell = Callable[[str], None]
# The page is told so often how far the work has come, in seconds.
TICK = 0.15


class Run(Generic[Done]):
    """One piece of work; iterate over it to follow, ask for its result when it is done."""

    def __init__(self, work: Callable[[Tell], Done]) -> None:
        self._work = work
        self._told = ""
        self._result: Done | None = None
        self._error: CewenError | None = None
        self._stopped = threading.Event()
        self._done = threading.Event()
        threading.Thread(target=self._do, daemon=True).start()

    def __iter__(self) -> Iterator[str]:
        """Yield what is being done, whenever that is something else, until all is done or stopped."""
        shown = ""
        while not self._done.wait(TICK) and not self._stopped.is_set():
            if self._told != shown:
                shown = self._told
                yield shown

    def result(self) -> Done:
        """Return what the work made.

        Raises:
            Stopped: it was stopped.
            CewenError: it failed.
        """
        if self._stopped.is_set():
            raise Stopped
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # set where there is no error

    def stop(self) -> None:
        """End the work at its next step; what is done already stays done."""
        if not self._done.is_set():
            self._stopped.set()

    @property
    def done(self) -> threading.Event:
        """Return what is set once nothing is being done any more."""
        return self._done

    def _tell(self, what: str) -> None:
        if self._stopped.is_set():
            raise Stopped
        self._told = what

    def _do(self) -> None:
        try:
            self._result = self._work(self._tell)
        except CewenError as error:
            # Its traceback would keep what was being used: a reply that is still coming in, above all.
            self._error = error.with_traceback(None)
        except Exception:
            logger.exception("work that a page started failed")
            self._error = CewenError("没有做成", "请再试一次；若仍然不行，请把日志交给维护的人")
        finally:
            self._done.set()


class Runs:
    """Start the work of a page, each open page its own, and stop it."""

    def __init__(self) -> None:
        self._running: dict[str, Run[Any]] = {}

    def start(self, request: gr.Request, work: Callable[[Tell], Done]) -> Run[Done]:
        """Start the work of the page that asks."""
        run = Run(work)
        self._running = {key: held for key, held in self._running.items() if not held.done.is_set()}
        self._running[str(request.session_hash)] = run
        return run

    def stop(self, request: gr.Request) -> None:
        """Stop the work of the page that asks."""
        if run := self._running.get(str(request.session_hash)):
            run.stop()
