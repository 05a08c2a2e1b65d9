"""A reader's desk: the office as one reader has it. What they may not read is not there to be asked for."""

from __future__ import annotations

from typing import Any

from assistant.checked import Checked
from assistant.facade.office import Office, Tools
from assistant.history import History
from assistant.readers import OWNER, Reader
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.holdings import Holdings

Json = dict[str, Any]


class Desk:
    """Hold what every call works with: who asks, what they may read, what is their own."""

    def __init__(self, office: Office, reader: Reader = OWNER) -> None:
        self.reader = reader
        self.history = History(office.settings.home, reader.name)
        self._office = office
        self._workspace = Workspace(office.settings.home, reader.name)
        self._checked = Checked(office.settings.home, reader.name)

    @property
    def settings(self) -> Settings:
        """Return the settings of now."""
        return self._office.settings

    @property
    def library(self) -> Holdings:
        """Return what of the library the reader may read."""
        return self._tools.holdings

    @property
    def _tools(self) -> Tools:
        return self._office.tools(self.reader.readable)
