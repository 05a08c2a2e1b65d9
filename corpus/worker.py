"""Read files in a process of their own, which can be stopped: a hostile file must not hang or crash the run.

The process is `python -m corpus.worker`; jobs and results go through its standard input and output. It is not one
of multiprocessing's, which would run the caller's main script again.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import BinaryIO

from corpus.errors import ReadError, Stopped, TooLarge, UnreadableFile
from corpus.reading import ReadingOptions, read_documents
from corpus.schema import SourceDocument

logger = logging.getLogger(__name__)

# Address space of the process; a small office PC has 4 to 8 GiB.
MEMORY = 3 * 2**30
# So often, in seconds, a caller is asked whether the reading is still wanted.
ASKED_EVERY = 0.2
Job = tuple[bytes, str, ReadingOptions]
# Before the result there may come the number of scanned pages that are about to be recognised.
Result = list[SourceDocument] | ReadError


class ReadingWorker:
    """Read one file after another in a second process; it is started when needed and replaced when it fails."""

    def __init__(self, seconds: float = 120.0, seconds_per_scan: float = 30.0) -> None:
        self._seconds = seconds
        self._seconds_per_scan = seconds_per_scan
        self._scans = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = ThreadPoolExecutor(1, "reading")

    def read(
        self, data: bytes, source: str, options: ReadingOptions, still: Callable[[], None] | None = None
    ) -> list[SourceDocument]:
        """Return the documents of a file, as `read_documents` does.

        Args:
            still: called while the file is being read; Stopped, raised there, ends the reading.

        Raises:
            ReadError: the file cannot be read, takes too long, or brings the reader down.
        """
        self._scans = 0
        started = time.monotonic()
        answer = self._waiting.submit(self._exchange, (data, source, options))
        try:
            # The limit grows once the reading process has said how many scanned pages there are.
            while not answer.done() and time.monotonic() - started < self._limit():
                left = started + self._limit() - time.monotonic()
                wait([answer], min(left, ASKED_EVERY) if still else left)
                if still:
                    still()
            result = answer.result(0)
        except Stopped:
            self._stop()
            answer.exception()
            raise
        except TimeoutError as error:
            self._stop()
            answer.exception()
            raise TooLarge(
                f"读取超过 {self._limit():.0f} 秒，已放弃", "文件可能已损坏或过于复杂，请另存或拆分后再添加"
            ) from error
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._stop()
            raise UnreadableFile(
                "读取时内存不足或程序崩溃，已跳过", "文件可能已损坏或过大，请另存或拆分后再添加"
            ) from error
        if isinstance(result, ReadError):
            raise result
        return result

    def close(self) -> None:
        """Stop the process."""
        self._stop()
        self._waiting.shutdown()

    def _limit(self) -> float:
        return self._seconds + self._scans * self._seconds_per_scan

    def _exchange(self, job: Job) -> Result:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        pickle.dump(job, process.stdin)
        process.stdin.flush()
        while isinstance(said := pickle.load(process.stdout), int):
            self._scans = said
        result: Result = said
        return result

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            root = str(Path(__file__).parent.parent)
            paths = os.pathsep.join([root, *filter(None, sys.path)])
            self._process = subprocess.Popen(
                [sys.executable, "-m", "corpus.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=child_environment(paths),
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    logger.debug("the reading process was gone already")


def child_environment(paths: str) -> dict[str, str]:
    """Return the environment of the reading process: ours, with the path that finds this package."""
    return {**os.environ, "PYTHONPATH": paths}


def serve(jobs: BinaryIO, results: BinaryIO) -> None:
    """Read jobs until there are no more, and write a result for each."""

    def tell(what: Result | int) -> None:
        pickle.dump(what, results)
        results.flush()

    while True:
        try:
            data, source, options = pickle.load(jobs)
        except (EOFError, KeyboardInterrupt):
            return
        try:
            result: Result = read_documents(data, source, options, tell)
        except ReadError as error:
            result = error
        except MemoryError:
            result = TooLarge("读取时内存不足，已跳过", "文件过大，请拆分后再添加")
        except Exception as error:
            # The process's edge: whatever a parser raises on a strange file is that file's failure, logged whole.
            logger.exception("reading %s failed", source)
            result = UnreadableFile(
                f"读取时出错（{type(error).__name__}）", "文件可能已损坏，请用原程序打开后另存，再添加"
            )
        tell(result)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    if soft == resource.RLIM_INFINITY or soft > limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    _limit_memory()
    output = sys.stdout.buffer
    # What a parser prints must not get between the results.
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, output)
