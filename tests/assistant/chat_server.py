"""A real HTTP server on loopback that speaks the chat-completions protocol with scripted replies."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server says next, and what it was asked."""

    reply: str = ""
    status: int = 200
    delay: float = 0.0
    die_after: int | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    # Replies that were not read to their end.
    broken_off: int = 0


@contextmanager
def chat_server(script: Script) -> Iterator[str]:
    """Serve until the block ends; yields the base URL."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.requests.append(body)
            if script.status != 200:
                self.send_response(script.status)
                self.end_headers()
                self.wfile.write(b'{"error": {"message": "scripted"}}')
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for position in range(0, len(script.reply), 4):
                if script.die_after is not None and position >= script.die_after:
                    self.connection.close()
                    return
                time.sleep(script.delay)
                try:
                    self._send({"content": script.reply[position : position + 4]}, None)
                except (BrokenPipeError, ConnectionResetError):
                    script.broken_off += 1
                    return
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
            self.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
