"""Make the façade's calls on the server that already owns a home folder, so that a second `cewen` just works."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.app import Cewen
from assistant.settings import Settings
from corpus.errors import CewenError, LibraryBusy
from index.ownership import Owner, read_owner

Json = dict[str, Any]
# What a second process may ask of the server; pages talk to the façade directly.
CALLS = (
    "add", "list", "show", "correct", "move", "remove", "search", "ask", "themes", "check", "rebuild",
    "evaluate_answers", "draft", "outline", "write", "drafts", "save_draft", "open_draft", "edit_draft", "revise_draft",
    "compare_drafts", "remove_draft", "users", "add_user", "change_user", "remove_user", "issue_token", "revoke_tokens", "backup",
)  # fmt: skip
CALL_PATH = "/cewen/call"
# Arguments that name files on the caller's side.
_PATHS = frozenset({"path", "paths", "output", "template"})


class RemoteCewen:
    """Make calls on a running server; the methods are those of `Cewen` that CALLS names, without `progress`."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def close(self) -> None:
        """Nothing is held open."""

    def __getattr__(self, method: str) -> Callable[..., Json]:
        if method not in CALLS:
            raise AttributeError(method)
        signature = inspect.signature(getattr(Cewen, method))

        def call(*given: Any, **named: Any) -> Json:
            arguments = dict(signature.bind(self, *given, **named).arguments)
            del arguments["self"]
            arguments.pop("progress", None)
            return self._call(method, _absolute(arguments))

        return call

    def _call(self, method: str, arguments: Json) -> Json:
        import httpx

        url = self._owner.url
        try:
            # No proxy: the server is on this machine, whatever the environment says of the network.
            with httpx.Client(trust_env=False, timeout=3600.0) as client:
                reply = client.post(
                    url + CALL_PATH, json={"method": method, "arguments": arguments},
                    headers={"Authorization": f"Bearer {self._owner.secret}"},
                )  # fmt: skip
            body: Json = reply.json()
        except (httpx.HTTPError, ValueError) as error:
            raise LibraryBusy(
                f"资料库由 {url} 上的服务使用，但它没有回应（{type(error).__name__}）", "请关闭那个服务后再试"
            ) from error
        if reply.status_code != 200 or "result" not in body:
            raise CewenError(str(body.get("error", f"服务回应 {reply.status_code}")), str(body.get("help", "")))
        result: Json = body["result"]
        return result


def connect(settings: Settings, open_locally: Callable[[], Cewen]) -> Cewen | RemoteCewen:
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
        return RemoteCewen(owner)


def _absolute(arguments: Json) -> Json:
    """Return arguments whose paths mean the same files to the server, which runs in another folder."""
    return {name: _path(value) if name in _PATHS else _nested(value) for name, value in arguments.items()}


def _path(value: str | Sequence[str]) -> str | list[str]:
    if isinstance(value, str):
        return str(Path(value).absolute()) if value else ""
    return [str(Path(path).absolute()) for path in value]


def _nested(value: Any) -> Any:
    if isinstance(value, dict) and isinstance(value.get("template"), str):
        return value | {"template": _path(value["template"])}
    return [*value] if isinstance(value, tuple) else value
