"""Let a request name no file but what was uploaded.

Gradio checks this only for applications that it launched itself. In one that is mounted, a request could name any file
of the machine, or an address to fetch, in the place of an upload.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class UploadGuard:
    """Turn away requests that name a file outside the folder of uploads."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # What is uploaded comes as a form; all that acts on it as JSON, whatever the headers call it.
        if scope["type"] != "http" or scope["method"] != "POST" or _is_form(scope):
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        if not self._harmless(body):
            reply = JSONResponse({"error": "请求里写了不是上传来的文件", "help": "请先上传文件"}, 400)
            await reply(scope, receive, send)
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)

    def _harmless(self, body: bytes) -> bool:
        try:
            value = json.loads(body) if body.strip() else None
        except ValueError:
            # What is no JSON, nobody behind this takes for JSON.
            return True
        return all(Path(path).resolve().is_relative_to(self._folder) for path in _files(value))


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
