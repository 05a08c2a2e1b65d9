"""The façade: everything that the command line, the pages and programs can ask of an office's library.

Each call returns plain values ready for JSON, so that a second process can make the same calls over the wire. Each is
made at a reader's desk (`Cewen.desk`): who asks is part of the façade that is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.facade.administration import AdministrationCalls
from assistant.facade.checks import CheckCalls
from assistant.facade.documents import CORRECTABLE, DocumentCalls
from assistant.facade.drafts import DraftCalls
from assistant.facade.folders import FolderCalls
from assistant.facade.office import Office, open_library
from assistant.facade.questions import QuestionCalls
from assistant.facade.settings import SettingsCalls
from assistant.readers import Reader
from assistant.settings import Settings
from assistant.users import Users
from index.library import ProgressCallback
from index.retriever import Mode
from index.trial import run_trial

__all__ = ["CORRECTABLE", "Cewen", "evaluate"]
Json = dict[str, Any]


class Cewen(
    DocumentCalls, QuestionCalls, DraftCalls, CheckCalls, AdministrationCalls, SettingsCalls, FolderCalls
):  # fmt: skip
    """Open an office's library and work with it; close it when done, or use it in a with statement.

    As opened it is the façade of whoever sits at the machine; others are given a desk.
    """

    def __init__(self, settings: Settings, *, rebuilding: bool = False) -> None:
        super().__init__(Office(settings, rebuilding=rebuilding))

    def __enter__(self) -> Cewen:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library, for all desks."""
        self._office.close()

    def desk(self, reader: Reader) -> Cewen:
        """Return the façade as a reader has it: what they may not read is neither found, counted nor named."""
        desk = object.__new__(Cewen)
        super(Cewen, desk).__init__(self._office, reader)
        return desk

    def watch(self) -> None:
        """Begin to look into the watched folders, until closed."""
        self._office.watching.start()

    @property
    def sign_in(self) -> Users:
        """Return who tells users apart; with none there is no sign-in."""
        return self._office.users

    def announce(self, url: str) -> str:
        """Write down where this process's server answers, and return the secret with which a second one may call it."""
        return self._office.library.announce(url)


def evaluate(
    settings: Settings, folder: Path, mode: Mode = "hybrid", k: int = 100, progress: ProgressCallback | None = None
) -> Json:
    """Measure retrieval on a BEIR folder, in the home folder of these settings, which holds nothing else."""
    # An office's Chroma server is left alone: what is measured stays in its own folder.
    library = open_library(settings.model_copy(update={"chroma_url": ""}))
    try:
        return run_trial(library, folder, mode, k, progress)
    finally:
        library.close()
