"""Answer in the background, so that a reload in mid-answer loses nothing: the page follows, the history keeps."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence

from assistant.app import Cewen
from assistant.results import Json, answer_json
from corpus.errors import CewenError
from index.records import Filters

logger = logging.getLogger(__name__)
# The page is given the growing answer so often; more is not seen.
TICK = 0.15


class Answering:
    """Answer questions in threads of their own; any page may follow one."""

    def __init__(self) -> None:
        self._running: dict[int, _Run] = {}

    def start(self, cewen: Cewen, turn_id: int, asked: str, history: Sequence[str], filters: Filters) -> None:
        """Start to answer the question of a saved turn, at the desk of whoever asked it."""
        run = _Run(cewen.reader.name)
        self._running[turn_id] = run
        arguments = (cewen, run, turn_id, asked, [*history], filters)
        threading.Thread(target=self._answer, args=arguments, daemon=True).start()

    def stop(self, cewen: Cewen, turn_id: int) -> None:
        """Stop an answer where it stands; only who asked can."""
        run = self._running.get(turn_id)
        if run is not None and run.asked_by == cewen.reader.name:
            run.stopped.set()

    def running(self, turn_id: int) -> bool:
        """Tell whether a turn is being answered."""
        return turn_id in self._running

    def follow(self, turn_id: int) -> Iterator[Json]:
        """Yield the growing answer of a turn until it is done.

        Raises:
            CewenError: the question could not be answered.
        """
        run = self._running.get(turn_id)
        shown: Json | None = None
        while run is not None and not run.done.wait(TICK):
            if run.answer is not None and run.answer is not shown:
                shown = run.answer
                yield shown
        if run is not None and run.error is not None:
            raise run.error

    def _answer(self, cewen: Cewen, run: _Run, turn_id: int, asked: str, history: list[str], filters: Filters) -> None:
        try:
            for answer in cewen.ask_stream(asked, history, filters):
                run.answer = answer_json(answer)
                if run.stopped.is_set():
                    run.answer |= {"notice": "已停止，这个回答没有写完。"}
                    break
            if run.answer is not None:
                cewen.history.answered(turn_id, run.answer)
        except CewenError as error:
            logger.warning("%s", error)
            run.error = error
        except Exception:
            logger.exception("answering failed")
            run.error = CewenError("没有答成", "请再问一次；若仍然不行，请把日志交给维护的人")
        finally:
            self._running.pop(turn_id, None)
            run.done.set()


class _Run:
    """One answer in the making."""

    def __init__(self, asked_by: str) -> None:
        self.asked_by = asked_by
        self.answer: Json | None = None
        self.error: CewenError | None = None
        self.stopped = threading.Event()
        self.done = threading.Event()
