"""Add a folder of this machine while somebody watches: it goes on when their page is closed, and can be stopped."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.adding import add_in_batches
from assistant.failures import failures_json
from corpus.errors import CewenError, UnreachableFile
from index.intake import AddReport, find_files
from index.library import Library, Progress

logger = logging.getLogger(__name__)
Json = dict[str, Any]


class Scanning:
    """Add one folder at a time, and tell how far it has come."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._folder = ""
        self._done = Progress(0, 0, "")
        self._report = AddReport()
        self._error = ""

    def count(self, folder: str) -> Json:
        """Return how many files of which kinds a folder holds, without reading them.

        Raises:
            UnreachableFile: it is no folder that can be entered.
        """
        files = find_files([_entered(folder)], self._library.home, AddReport())
        suffixes = Counter(path.suffix.lower() or "无后缀" for path in files)
        return {"folder": folder, "files": len(files), "suffixes": dict(suffixes.most_common())}

    def start(self, folder: str) -> None:
        """Begin to add a folder.

        Raises:
            UnreachableFile: it is no folder that can be entered.
            CewenError: another one is being added.
        """
        path = _entered(folder)
        with self._lock:
            if self.is_running():
                raise CewenError(f"正在加入 {self._folder}", "请等它完成，或先停止")
            self._stop.clear()
            self._folder, self._error = folder, ""
            self._done, self._report = Progress(0, 0, "正在列出文件"), AddReport()
            self._thread = threading.Thread(target=self._run, args=(path,), name="scanning", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Break off the file that is being read, and stop; what was added stays."""
        self._stop.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended, so long at most."""
        if self._thread is not None:
            self._thread.join(seconds)

    def status(self) -> Json:
        """Return how far it has come, and what became of the files; an empty folder says that nothing was begun."""
        report, running = self._report, self.is_running()
        return {
            "folder": self._folder,
            "running": running,
            "stopped": self._stop.is_set() and not running,
            "done": self._done.done,
            "total": self._done.total,
            "what": self._done.what,
            "added": len(report.added),
            "updated": len(report.updated),
            "unchanged": len(report.unchanged),
            "skipped": len(report.skipped),
            "failed": failures_json([*report.failed]),
            "error": self._error,
        }

    def is_running(self) -> bool:
        """Tell whether a folder is being added."""
        return self._thread is not None and self._thread.is_alive()

    def _run(self, folder: Path) -> None:
        try:
            files = find_files([folder], self._library.home, self._report)
            for _, report in add_in_batches(self._library, files, None, self._stop, self._tell):
                self._report.added += report.added
                self._report.updated += report.updated
                self._report.unchanged += report.unchanged
                self._report.failed += report.failed
        except CewenError as error:
            self._error = str(error)
        except Exception as error:
            # The thread's edge: nobody above it would hear of this.
            logger.exception("scanning %s failed", folder)
            self._error = f"程序出错（{type(error).__name__}），已经加入的文件留在资料库里"

    def _tell(self, step: Progress) -> None:
        self._done = step


def _entered(folder: str) -> Path:
    path = Path(folder.strip().strip('"')).expanduser()
    if not folder.strip() or not path.is_absolute():
        raise UnreachableFile("请写完整的路径", "从盘符或 / 写起，如 D:\\公文、\\\\服务器\\共享、/data/公文")
    try:
        if not path.is_dir():
            raise UnreachableFile(f"没有「{path}」这个文件夹", "请在资源管理器里打开它，从地址栏复制路径")
        next(path.iterdir(), None)
    except OSError as error:
        raise UnreachableFile(f"「{path}」打不开：{error.strerror}", "请检查权限和网络") from error
    return path
