"""Refuse every connection of a Python process that would leave this machine, and write down what it was for.

Python imports this module by itself where its folder is on the path: the server and the processes that it starts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = ("127.", "::1", "localhost", "0.0.0.0")
_LOG = os.environ.get("REFUSED_CONNECTIONS", "")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = str(address[0]) if isinstance(address, tuple) else ""
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0] or "")
    else:
        return
    if host and not host.startswith(_HERE):
        with Path(_LOG).open("a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")
        raise ConnectionRefusedError(f"{event} {host}: no connection leaves this machine")


if _LOG:
    sys.addaudithook(_watch)
