"""Serve the scripts and styles of the page toolkit: compressed once, and kept by the browser from then on.

Gradio compresses each of some seventy files anew for every view, and has the browser ask for them again each time. Their
names carry a hash of their content, so that neither is needed.
"""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache
from importlib.resources import files

from fastapi import FastAPI, HTTPException, Request, Response

FOLDER = "templates/frontend/assets"
ASSET_PATH = "/assets/{name}"
FOREVER = "public, max-age=31536000, immutable"
_COMPRESSED = (".js", ".css", ".json", ".svg")


def add_toolkit_route(server: FastAPI) -> None:
    """Add the route to a server; it goes before Gradio's own."""
    folder = files("gradio") / FOLDER
    known = frozenset(entry.name for entry in folder.iterdir() if entry.is_file())

    @cache
    def read(name: str, packed: bool) -> bytes:
        content = (folder / name).read_bytes()
        return gzip.compress(content) if packed else content

    @server.get(ASSET_PATH, response_class=Response, response_model=None)
    async def asset(request: Request, name: str) -> Response:
        if name not in known:
            raise HTTPException(404)
        packed = name.endswith(_COMPRESSED) and "gzip" in request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if packed:
            headers["Content-Encoding"] = "gzip"
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        return Response(read(name, packed), media_type=kind, headers=headers)
