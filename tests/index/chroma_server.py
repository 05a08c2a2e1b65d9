"""A real `chroma run` on loopback, for tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Serve a folder with Chroma's own server until the block ends; yields the address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    name = "chroma.exe" if sys.platform == "win32" else "chroma"
    command = [str(Path(sys.executable).with_name(name)), "run", "--path", str(folder), "--host", "127.0.0.1"]
    environment = os.environ | {"ANONYMIZED_TELEMETRY": "False"}
    log = (folder.parent / "chroma.log").open("wb")
    server = subprocess.Popen([*command, "--port", str(port)], stdout=log, stderr=log, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert server.poll() is None, (folder.parent / "chroma.log").read_text(errors="replace")
            try:
                if httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.25)
        else:
            raise TimeoutError("chroma run did not answer")
        yield url
    finally:
        server.terminate()
        server.wait(20)
        log.close()
