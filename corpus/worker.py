"""Read files in a process of their own, which can be stopped: a hostile file must not hang or crash the run."""

from __future__ import annotations

import logging
import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from corpus.errors import ReadError, UnreadableFile
from corpus.reading import ReadingOptions, read_documents
from corpus.schema import SourceDocument

logger = logging.getLogger(__name__)

# Address space of the process; a small office PC has 4 to 8 GiB.
MEMORY = 3 * 2**30
Job = tuple[bytes, str, ReadingOptions]
Result = list[SourceDocument] | ReadError


class ReadingWorker:
    """Read one file after another in a second process; it is started when needed and replaced when it fails."""

    def __init__(self, seconds: float = 120.0) -> None:
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, data: bytes, source: str, options: ReadingOptions) -> list[SourceDocument]:
        """Return the documents of a file, as `read_documents` does.

        Raises:
            ReadError: the file cannot be read, takes too long, or brings the reader down.
        """
        pipe = self._started()
        try:
            pipe.send((data, source, options))
            if not pipe.poll(self._seconds):
                self.close()
                raise UnreadableFile(
                    f"读取超过 {self._seconds:.0f} 秒，已放弃", "文件可能已损坏或过于复杂，请另存或拆分后再添加"
                )
            result: Result = pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.close()
            raise UnreadableFile(
                "读取时内存不足或程序崩溃，已跳过", "文件可能已损坏或过大，请另存或拆分后再添加"
            ) from error
        if isinstance(result, ReadError):
            raise result
        return result

    def close(self) -> None:
        """Stop the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            self.close()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe


def _serve(pipe: Connection) -> None:
    _limit_memory()
    while True:
        try:
            data, source, options = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            result: Result = read_documents(data, source, options)
        except ReadError as error:
            result = error
        except MemoryError:
            result = UnreadableFile("读取时内存不足，已跳过", "文件过大，请拆分后再添加")
        except Exception as error:
            # The process's edge: whatever a parser raises on a strange file is that file's failure, logged whole.
            logger.exception("reading %s failed", source)
            result = UnreadableFile(
                f"读取时出错（{type(error).__name__}）", "文件可能已损坏，请用原程序打开后另存，再添加"
            )
        pipe.send(result)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    if soft == resource.RLIM_INFINITY or soft > limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
