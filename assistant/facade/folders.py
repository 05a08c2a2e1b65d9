"""Calls on folders of the machine that serves: the first one to be added, and those that are watched."""

from __future__ import annotations

from pathlib import Path

from assistant.facade.desk import Desk, Json
from assistant.facade.documents import SAMPLES
from assistant.readers import ADMINISTRATOR

# Of more documents, some are an office's own: there is no need to look at each.
MOST_SAMPLES = 50


class FolderCalls(Desk):
    """Add folders, and have them watched."""

    def first_start(self) -> bool:
        """Tell whether the reader is to be guided: an administrator, and the library has nothing of the office's own."""
        settings = self.settings
        if not (settings.guide and self.reader.may(ADMINISTRATOR)) or settings.place:
            return False
        import corpus

        catalog = self.library.catalog
        if catalog.counts()[0] > MOST_SAMPLES:
            return False
        samples = Path(corpus.__file__).parent / SAMPLES
        return all(samples in Path(record.source).parents for record in catalog.records())

    def count_folder(self, folder: str) -> Json:
        """Return how many files of which kinds a folder holds.

        Raises:
            UnreachableFile: it is no folder that can be entered.
        """
        self.reader.require(ADMINISTRATOR, "查看这台电脑上的文件夹")
        return self._office.scanning.count(folder)

    def scan(self, folder: str) -> Json:
        """Begin to add a folder in the background, and return how far it has come; `scanning` tells the rest.

        Raises:
            UnreachableFile: it is no folder that can be entered.
            CewenError: another one is being added.
        """
        self.reader.require(ADMINISTRATOR, "加入这台电脑上的文件夹")
        self._office.scanning.start(folder)
        return self.scanning()

    def scanning(self) -> Json:
        """Return how far the folder has come that is being added, or what became of the last one."""
        self.reader.require(ADMINISTRATOR, "查看加入的进度")
        return self._office.scanning.status()

    def stop_scan(self) -> Json:
        """Break off the file that is being read, and stop adding; what was added stays."""
        self.reader.require(ADMINISTRATOR, "停止加入")
        self._office.scanning.stop()
        return self.scanning()

    def watching(self) -> Json:
        """Return the watched folders, when they were looked into last, and what came of it."""
        self.reader.require(ADMINISTRATOR, "查看监视的文件夹")
        return self._office.watching.status()
