"""What all readers of an office share: its settings, the whole library, the chat model, the users."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property

from assistant.chat_models import make_chat_model
from assistant.checking import Shelf
from assistant.drafting.writer import BriefWriter
from assistant.qa import QuestionAnswerer
from assistant.scanning import Scanning
from assistant.settings import Settings, limits_of, reading_of
from assistant.users import Users
from assistant.watching import Watching
from index.embeddings import load_embeddings
from index.holdings import Holdings
from index.library import Library
from index.reranking import Reranker

# So long a file that is being read is waited for.
CLOSING_SECONDS = 5.0


class Office:
    """Open the home folder that settings name; close it when done."""

    def __init__(self, settings: Settings, *, rebuilding: bool = False) -> None:
        self.settings = settings
        self.library = open_library(settings, rebuilding=rebuilding)
        self.users = Users(settings.home)
        self.scanning = Scanning(self.library)
        self.watching = Watching(self.library, lambda: self.settings, self.scanning.is_running)
        self._tools: dict[frozenset[str] | None, Tools] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """End what goes on in the background, and close the library."""
        background = (self.watching, self.scanning)
        for work in background:
            work.stop()
        for work in background:
            work.join(CLOSING_SECONDS)
        self.library.close()

    def tools(self, readable: frozenset[str] | None) -> Tools:
        """Return what answers, drafts and checks from these collections, or from all; readers of the same share it."""
        known = self._tools.get(readable)
        if known is None:
            holdings = self.library if readable is None else self.library.limited(readable)
            with self._lock:
                known = self._tools.setdefault(readable, Tools(holdings, self.settings))
        return known

    def use(self, settings: Settings) -> None:
        """Go on with other settings; those of embedding and of the limits of reading count from the next start on."""
        with self._lock:
            self.settings = settings
            self.library.reading = reading_of(settings)
            self._tools = {}
        self.watching.wake()


@dataclass(frozen=True)
class Tools:
    """Answer, draft and check from what may be read; each tool is made when it is first used."""

    holdings: Holdings
    settings: Settings

    @cached_property
    def answerer(self) -> QuestionAnswerer:
        """Return what answers questions."""
        model = make_chat_model(self.settings)
        return QuestionAnswerer(self.holdings, model, remove_unsupported=self.settings.remove_unsupported)

    @cached_property
    def writer(self) -> BriefWriter:
        """Return what drafts."""
        return BriefWriter(self.holdings, self.settings.home, make_chat_model(self.settings))

    @cached_property
    def shelf(self) -> Shelf:
        """Return what drafts are checked against."""
        return Shelf(self.holdings)


def open_library(settings: Settings, *, rebuilding: bool = False) -> Library:
    """Open the library that settings describe."""
    return Library(
        settings.home,
        load_embeddings(settings.embedding_model, settings.dense_weight),
        chroma_url=settings.chroma_url,
        reranker=Reranker(settings.reranker_model) if settings.reranker_model else None,
        reading=reading_of(settings),
        limits=limits_of(settings),
        rebuilding=rebuilding,
    )
