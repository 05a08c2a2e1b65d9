"""The door of the server: who comes in with a session, a token or the machine's own secret, and who is sent to sign in.

Where there are no users, everybody at this machine comes in as its owner; the server then listens on loopback alone.
"""

from __future__ import annotations

import hmac
from html import escape
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.app import Cewen
from assistant.readers import OWNER, Reader
from assistant.remote import CALL_PATH
from assistant.users import SESSION
from corpus.errors import SignInError

SIGN_IN_PATH, SIGN_OUT_PATH, HEALTH_PATH = "/cewen/sign-in", "/cewen/sign-out", "/cewen/health"
COOKIE = "cewen-session"
# Where a request's scope says who asks.
READER = "cewen.reader"
_OPEN = (SIGN_IN_PATH, SIGN_OUT_PATH, HEALTH_PATH)


class Door:
    """Let requests through to an application with the reader in their scope, or turn them away."""

    def __init__(self, app: ASGIApp, cewen: Cewen, secret: str) -> None:
        self._app = app
        self._cewen = cewen
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request = Request(scope) if scope["type"] == "http" else None
        reader = self._asking(request) if request else None
        path = scope["path"]
        if reader is None and path not in _OPEN:
            if request is None:
                await send({"type": "websocket.close", "code": 4401})
                return
            await self._turned_away(request)(scope, receive, send)
            return
        await self._app({**scope, READER: reader}, receive, send)

    def _asking(self, request: Request) -> Reader | None:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        users = self._cewen.sign_in
        if request.scope["path"] == CALL_PATH:
            # These calls name files of this machine: only its owner may make them.
            right = bool(self._secret) and hmac.compare_digest(given.encode(), self._secret.encode())
            return OWNER if right else None
        if kind.lower() == "bearer" and given and users:
            return users.token_reader(given)
        if not users:
            return OWNER
        return users.signed_in(request.cookies.get(COOKIE, ""))

    def _turned_away(self, request: Request) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            onward = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
            return RedirectResponse(f"{SIGN_IN_PATH}?next={onward}", 303)
        return JSONResponse({"error": "没有登录，或登录已过期", "help": "请刷新页面重新登录；程序请带上令牌"}, 401)


def sign_in_routes(cewen: Cewen) -> APIRouter:
    """Return the routes of the page to sign in on, and of signing out."""
    router = APIRouter()

    @router.get(SIGN_IN_PATH, response_class=HTMLResponse)
    def form(next: str = "/") -> HTMLResponse:
        return HTMLResponse(_page(next))

    @router.post(SIGN_IN_PATH, response_model=None)
    def sign_in(request: Request, name: str = Form(""), password: str = Form(""), next: str = Form("/")) -> Response:
        try:
            key = cewen.sign_in.sign_in(name, password)
        except SignInError as error:
            return HTMLResponse(_page(next, name, f"{error.message}。{error.help}"), 401)
        # Only a path of this server; another's address would make the page a lure.
        onward = next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/"
        answer = RedirectResponse(onward, 303)
        answer.set_cookie(
            COOKIE, key, max_age=int(SESSION.total_seconds()), httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer

    @router.post(SIGN_OUT_PATH, response_model=None)
    def sign_out(request: Request) -> Response:
        cewen.sign_in.sign_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(SIGN_IN_PATH, 303)
        answer.delete_cookie(COOKIE)
        return answer

    return router


def signed_in_name(request: Any) -> str | None:
    """Return the name of who asks, for Gradio; empty for the owner of the machine."""
    reader: Reader | None = request.scope.get(READER)
    return reader.name if reader else None


def _page(onward: str, name: str = "", error: str = "") -> str:
    told = f'<p role="alert">{escape(error)}</p>' if error else ""
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>登录 · 策问</title><style>
:root {{ color-scheme: light dark; --ink: #241f1c; --paper: #fff; --ground: #f5f3ef; --line: #d8d2c8; --accent: #9c2b23; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #ece7e1; --paper: #26221f; --ground: #1a1715; --line: #4a433d; --accent: #a8362d; }}
}}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 16px/1.7 system-ui, sans-serif; }}
form {{ width: min(20rem, 86vw); padding: 2rem; background: var(--paper); border: 1px solid var(--line);
  border-top: 3px solid var(--accent); border-radius: 6px; }}
h1 {{ margin: 0 0 1rem; font-size: 1.5rem; letter-spacing: .2em; }}
label {{ display: block; margin: .8rem 0 .2rem; }}
input {{ width: 100%; box-sizing: border-box; padding: .55rem .7rem; font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--line); border-radius: 4px; }}
button {{ width: 100%; margin-top: 1.4rem; padding: .6rem; font: inherit; color: #fff; background: var(--accent); border: 0;
  border-radius: 4px; cursor: pointer; }}
p {{ margin: .6rem 0 0; }} [role=alert] {{ color: var(--accent); }}
@media (prefers-color-scheme: dark) {{ [role=alert] {{ color: #f0998f; }} }}
</style></head><body><form method="post" action="{SIGN_IN_PATH[1:].split("/")[-1]}"><h1>策问</h1>{told}
<input type="hidden" name="next" value="{escape(onward)}">
<label for="name">用户名</label><input id="name" name="name" value="{escape(name)}" autocomplete="username" required autofocus>
<label for="password">密码</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">登录</button></form></body></html>"""
