"""Work that a page starts and may stop: done in a thread of its own, followed by the page, ended at its next step.

Gradio's own way of cancelling changes what the page shows and lets the work go on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import gradio as gr

from corpus.errors import CewenError, Stopped

logger = logging.getLogger(__name__)
Done = TypeVar("Done")
# Work tells what it is at, often; where it was stopped, telling raises Stopped.
Tell = Callable[[str], None]
# The page is told so often how far the work has come, in seconds.
TICK = 0.15
# So many pages may follow one kind of work, or wait for its turn; how much is done at once is `Runs`' to say.
FOLLOWERS = 16
WAITING = "前面还有别的任务在做，轮到就开始……"


class Run(Generic[Done]):
    """One piece of work; iterate over it to follow, ask for its result when it is done."""

    def __init__(self, work: Callable[[Tell], Done], turns: threading.Semaphore | None = None) -> None:
        self._work = work
        self._turns = turns or threading.Semaphore()
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
    def goes_on(self) -> bool:
        """Tell whether the work is neither done nor stopped."""
        return not self._done.is_set() and not self._stopped.is_set()

    @property
    def done(self) -> threading.Event:
        """Return what is set once nothing is being done any more."""
        return self._done

    def _await_turn(self) -> None:
        while not self._turns.acquire(timeout=TICK):
            self._tell(WAITING)
        self._told = ""

    def _tell(self, what: str) -> None:
        if self._stopped.is_set():
            raise Stopped
        self._told = what

    def _do(self) -> None:
        try:
            self._await_turn()
            try:
                self._result = self._work(self._tell)
            finally:
                self._turns.release()
        except CewenError as error:
            # Its traceback would keep what was being used: a reply that is still coming in, above all.
            self._error = error.with_traceback(None)
        except Exception:
            logger.exception("work that a page started failed")
            self._error = CewenError("没有做成", "请再试一次；若仍然不行，请把日志交给维护的人")
        finally:
            self._done.set()


class Runs:
    """Start the work of open pages, so many at once and the others in turn; a page stops its own.

    Args:
        at_once: so much work is done at a time. Who waits for a turn is told so, and may stop as well.
    """

    def __init__(self, at_once: int) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._running: list[_Started] = []
        self._lock = threading.Lock()

    def start(self, request: gr.Request, work: Callable[[Tell], Done], owner: str = "") -> Run[Done]:
        """Start the work of the page that asks; `owner` is the reader to whom it belongs."""
        run, page = Run(work, self._turns), str(request.session_hash)
        with self._lock:
            self._running = [held for held in self._running if not held.run.done.is_set()]
            for held in self._running:
                # It may have taken up another page's work: from now on it has its own.
                held.pages.discard(page)
            self._running.append(_Started(run, owner, {page}))
        return run

    def taken_up(self, request: gr.Request, owner: str) -> Run[Any] | None:
        """Return a reader's work that is still going on, started before the page was loaded anew; None without."""
        with self._lock:
            for held in reversed(self._running):
                if held.owner == owner and held.run.goes_on:
                    held.pages.add(str(request.session_hash))
                    return held.run
        return None

    def stop(self, request: gr.Request) -> None:
        """Stop the work of the page that asks."""
        with self._lock:
            running = [*self._running]
        for held in running:
            if str(request.session_hash) in held.pages:
                held.run.stop()


@dataclass
class _Started:
    run: Run[Any]
    owner: str
    pages: set[str]
