"""Make the façade's calls on the server that already owns a home folder, so that a second `cewen` just works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.settings import Settings
from corpus.errors import CewenError, LibraryBusy
from index.library import ProgressCallback
from index.ownership import read_owner

Json = dict[str, Any]
# What a second process may ask of the server; pages talk to the façade directly.
CALLS = (
    "add", "list", "show", "correct", "remove", "search", "ask", "themes", "check", "rebuild", "evaluate_answers",
    "draft", "outline", "write", "drafts", "save_draft", "open_draft", "edit_draft", "revise_draft",
    "compare_drafts", "remove_draft",
)  # fmt: skip
CALL_PATH = "/cewen/call"


class Client(Protocol):
    """What the command line needs: the façade itself, or the server that owns it."""

    def add(self, paths: Sequence[str], progress: ProgressCallback | None = None) -> Json:
        """Add files and folders."""

    def list(self) -> Json:
        """Return what the library holds."""

    def show(self, name: str) -> Json:
        """Return one document whole."""

    def correct(self, name: str, facts: dict[str, str]) -> Json:
        """Correct facts of one document."""

    def remove(self, names: Sequence[str]) -> Json:
        """Remove documents."""

    def search(
        self, query: str, k: int = 10, genre: str = "", place: str = "", year: str = "", in_force: bool = False
    ) -> Json:
        """Return the passages that bear on a query."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Json:
        """Answer a question."""

    def themes(self, theme: str = "", place: str = "") -> Json:
        """Return passages by theme and place."""

    def evaluate_answers(self, path: str) -> Json:
        """Ask the questions of a file and return how they were answered."""

    def check(self, path: str, place: str = "", output: str = "") -> Json:
        """Check a draft."""

    def draft(
        self,
        genre: str,
        topic: str,
        place: str = "",
        output: str = "",
        more: Json | None = None,
        layout: Json | None = None,
        save: bool = False,
    ) -> Json:
        """Draft a document."""

    def outline(self, genre: str, topic: str, place: str = "", more: Json | None = None) -> Json:
        """Return the outline of a draft."""

    def write(self, outline: Json, output: str = "", layout: Json | None = None, save: bool = False) -> Json:
        """Write the text of an outline."""

    def drafts(self) -> Json:
        """Return what drafts are kept."""

    def save_draft(self, draft: Json, draft_id: int = 0, note: str = "") -> Json:
        """Save a draft."""

    def open_draft(self, draft_id: int, version: int = 0, output: str = "", layout: Json | None = None) -> Json:
        """Return a draft that is kept."""

    def edit_draft(self, draft_id: int, paragraph: int, text: str) -> Json:
        """Set one paragraph of a draft by hand."""

    def revise_draft(self, draft_id: int, instruction: str) -> Json:
        """Have the model change one section of a draft."""

    def compare_drafts(self, draft_id: int, one: int = 0, other: int = 0) -> Json:
        """Return how two versions of a draft differ."""

    def remove_draft(self, draft_id: int) -> Json:
        """Remove a draft."""

    def rebuild(self, progress: ProgressCallback | None = None) -> Json:
        """Rebuild the library."""

    def close(self) -> None:
        """Let go of what is held open."""


class RemoteCewen:
    """Make calls on a running server."""

    def __init__(self, url: str) -> None:
        self._url = url

    def close(self) -> None:
        """Nothing is held open."""

    def _call(self, method: str, **arguments: Any) -> Json:
        import httpx

        try:
            # No proxy: the server is on this machine, whatever the environment says of the network.
            with httpx.Client(trust_env=False, timeout=3600.0) as client:
                reply = client.post(self._url + CALL_PATH, json={"method": method, "arguments": arguments})
            body: Json = reply.json()
        except (httpx.HTTPError, ValueError) as error:
            raise LibraryBusy(
                f"资料库由 {self._url} 上的服务使用，但它没有回应（{type(error).__name__}）", "请关闭那个服务后再试"
            ) from error
        if reply.status_code != 200 or "result" not in body:
            raise CewenError(str(body.get("error", f"服务回应 {reply.status_code}")), str(body.get("help", "")))
        result: Json = body["result"]
        return result

    def add(self, paths: Sequence[str], progress: ProgressCallback | None = None) -> Json:  # noqa: ARG002
        """Add files and folders; the server shows no progress here."""
        return self._call("add", paths=[_absolute(path) for path in paths])

    def list(self) -> Json:
        """Return what the library holds."""
        return self._call("list")

    def show(self, name: str) -> Json:
        """Return one document whole."""
        return self._call("show", name=name)

    def correct(self, name: str, facts: dict[str, str]) -> Json:
        """Correct facts of one document."""
        return self._call("correct", name=name, facts=facts)

    def remove(self, names: Sequence[str]) -> Json:
        """Remove documents."""
        return self._call("remove", names=[*names])

    def search(
        self, query: str, k: int = 10, genre: str = "", place: str = "", year: str = "", in_force: bool = False
    ) -> Json:
        """Return the passages that bear on a query."""
        return self._call("search", query=query, k=k, genre=genre, place=place, year=year, in_force=in_force)

    def ask(self, question: str, history: Sequence[str] = ()) -> Json:
        """Answer a question."""
        return self._call("ask", question=question, history=[*history])

    def themes(self, theme: str = "", place: str = "") -> Json:
        """Return passages by theme and place."""
        return self._call("themes", theme=theme, place=place)

    def evaluate_answers(self, path: str) -> Json:
        """Ask the questions of a file and return how they were answered."""
        return self._call("evaluate_answers", path=path)

    def draft(
        self,
        genre: str,
        topic: str,
        place: str = "",
        output: str = "",
        more: Json | None = None,
        layout: Json | None = None,
        save: bool = False,
    ) -> Json:
        """Draft a document."""
        return self._call(
            "draft", genre=genre, topic=topic, place=place, output=_absolute(output), more=more,
            layout=_with_absolute(layout), save=save,
        )  # fmt: skip

    def outline(self, genre: str, topic: str, place: str = "", more: Json | None = None) -> Json:
        """Return the outline of a draft."""
        return self._call("outline", genre=genre, topic=topic, place=place, more=more)

    def write(self, outline: Json, output: str = "", layout: Json | None = None, save: bool = False) -> Json:
        """Write the text of an outline."""
        return self._call("write", outline=outline, output=_absolute(output), layout=_with_absolute(layout), save=save)

    def drafts(self) -> Json:
        """Return what drafts are kept."""
        return self._call("drafts")

    def save_draft(self, draft: Json, draft_id: int = 0, note: str = "") -> Json:
        """Save a draft."""
        return self._call("save_draft", draft=draft, draft_id=draft_id, note=note)

    def open_draft(self, draft_id: int, version: int = 0, output: str = "", layout: Json | None = None) -> Json:
        """Return a draft that is kept."""
        return self._call(
            "open_draft", draft_id=draft_id, version=version, output=_absolute(output), layout=_with_absolute(layout)
        )

    def edit_draft(self, draft_id: int, paragraph: int, text: str) -> Json:
        """Set one paragraph of a draft by hand."""
        return self._call("edit_draft", draft_id=draft_id, paragraph=paragraph, text=text)

    def revise_draft(self, draft_id: int, instruction: str) -> Json:
        """Have the model change one section of a draft."""
        return self._call("revise_draft", draft_id=draft_id, instruction=instruction)

    def compare_drafts(self, draft_id: int, one: int = 0, other: int = 0) -> Json:
        """Return how two versions of a draft differ."""
        return self._call("compare_drafts", draft_id=draft_id, one=one, other=other)

    def remove_draft(self, draft_id: int) -> Json:
        """Remove a draft."""
        return self._call("remove_draft", draft_id=draft_id)

    def check(self, path: str, place: str = "", output: str = "") -> Json:
        """Check a draft; the server reads and writes on this machine."""
        return self._call("check", path=_absolute(path), place=place, output=_absolute(output))

    def rebuild(self, progress: ProgressCallback | None = None) -> Json:  # noqa: ARG002
        """Rebuild the library."""
        return self._call("rebuild")


def connect(settings: Settings, open_locally: Callable[[], Client]) -> Client:
    """Return the façade, or a client of the server that holds the home folder already.

    Raises:
        LibraryBusy: a process holds it that is no server.
    """
    try:
        return open_locally()
    except LibraryBusy:
        owner = read_owner(settings.home)
        if owner is None or not owner.url:
            raise
        return RemoteCewen(owner.url)


def _absolute(path: str) -> str:
    """Return a path that means the same file to the server, which runs in another folder."""
    return str(Path(path).absolute()) if path else ""


def _with_absolute(layout: Json | None) -> Json | None:
    return layout | {"template": _absolute(layout["template"])} if layout and layout.get("template") else layout
