"""Let a request name no file but what was uploaded, and no page's session but the reader's own.

Gradio checks the first only for applications that it launched itself. In one that is mounted, a request could name any
file of the machine, or an address to fetch, in the place of an upload. The second it leaves to whoever knows the name
of a session, which stands in addresses and so in the logs of proxies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.door import signed_in_name

# A file to be sent, an address to be fetched.
_FILE = re.compile(r"^/(?:gradio_api/)?file[=/](?P<path>.*)$", re.DOTALL)
_FETCHED = re.compile(r"^/(?:gradio_api/)?(?:proxy=|deep_link)")
_SESSION_PATH = re.compile(r"^/gradio_api/heartbeat/(?P<session>[^/]+)")
# Pages that are open; the oldest are forgotten first.
SESSIONS = 20_000


class RequestGuard:
    """Turn away requests that name a file outside the folder of uploads, or a session that another reader opened."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder.resolve()
        self._sessions: dict[str, str | None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if refused := self._refused(request):
            await refused(scope, receive, send)
            return
        # What is uploaded comes as a form; all that acts on it as JSON, whatever the headers call it.
        if scope["method"] != "POST" or _is_form(scope):
            await self._app(scope, receive, send)
            return
        body = await request.body()
        value = _read(body)
        if not all(self._is_uploaded(path) for path in _files(value)):
            await _no("请求里写了不是上传来的文件", "请先上传文件", 400)(scope, receive, send)
            return
        if isinstance(value, dict) and not self._is_own(request, value.get("session_hash")):
            await _no("这是别人打开的页面", "请刷新页面", 403)(scope, receive, send)
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)

    def _refused(self, request: Request) -> JSONResponse | None:
        """Return the refusal of a request by its address alone, or None."""
        path = str(request.scope["path"])
        if request.headers.get("sec-fetch-site") == "cross-site" and (
            request.method != "GET" or path.startswith("/gradio_api/")
        ):
            return _no("只能从策问的页面打开", "请在策问的页面里操作", 403)
        if _FETCHED.match(path) or ((file := _FILE.match(path)) and not self._is_uploaded(file["path"])):
            return _no("只能取上传或下载的文件", "请从策问的页面里打开", 403)
        asked = parse_qs(request.url.query).get("session_hash", [])
        if opened := _SESSION_PATH.match(path):
            asked.append(opened["session"])
        if not all(self._is_own(request, session) for session in asked):
            return _no("这是别人打开的页面", "请刷新页面", 403)
        return None

    def _is_own(self, request: Request, session: object) -> bool:
        """Tell whether a session is the reader's own; who names it first has opened it."""
        if not isinstance(session, str):
            return True
        owner = self._sessions.setdefault(session, signed_in_name(request))
        while len(self._sessions) > SESSIONS:
            self._sessions.pop(next(iter(self._sessions)), None)
        return owner == signed_in_name(request)

    def _is_uploaded(self, path: str) -> bool:
        return "\0" not in path and Path(path).resolve().is_relative_to(self._folder)


def _no(error: str, help: str, status: int) -> JSONResponse:
    return JSONResponse({"error": error, "help": help}, status)


def _read(body: bytes) -> Any:
    """Return a body as JSON; None for what is none, which nobody behind this takes for JSON."""
    try:
        return json.loads(body) if body.strip() else None
    except ValueError:
        return None


def _files(value: Any) -> Iterator[str]:
    """Yield the paths of what Gradio takes for files, wherever in a value they stand."""
    if isinstance(value, dict):
        if isinstance(value.get("path"), str) and isinstance(value.get("meta"), dict):
            yield value["path"]
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _files(entry)


def _is_form(scope: Scope) -> bool:
    kinds = [value for name, value in scope["headers"] if name == b"content-type"]
    return bool(kinds) and kinds[0].lower().startswith((b"multipart/form-data", b"application/x-www-form-urlencoded"))
