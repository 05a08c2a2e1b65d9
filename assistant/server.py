"""Serve the pages, and the calls of a second `cewen`, from one process."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse

from assistant.app import Cewen
from assistant.door import HEALTH_PATH, READER, Door, sign_in_routes, signed_in_name
from assistant.remote import CALL_PATH, CALLS
from assistant.request_guard import RequestGuard
from assistant.results import error_json
from assistant.settings import FILE, Settings, keep_uploads_at_home
from corpus.errors import CewenError, SettingsError

if TYPE_CHECKING:
    from gradio import Blocks
    from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)
Compose = Callable[[Cewen], "Blocks"]
LARGEST_UPLOAD = 100 * 2**20
GRACE_SECONDS = 3


def make_server(cewen: Cewen, blocks: Blocks, secret: str = "") -> ASGIApp:
    """Return the web application: health, calls, signing in, and the pages at the root, behind the door.

    Args:
        secret: with it a second process of this machine makes calls; without one nobody does.
    """
    import gradio as gr
    from gradio.utils import get_upload_folder

    server = FastAPI(title="策问", docs_url=None, redoc_url=None)

    @server.get(HEALTH_PATH)
    def health(request: Request) -> dict[str, Any]:
        reader = request.scope[READER]
        counts = cewen.desk(reader).library.catalog.counts() if reader else ()
        return {"status": "ok"} | dict(zip(("documents", "chunks"), counts, strict=False))

    @server.post(CALL_PATH)
    def call(request: dict[str, Any] = Body()) -> JSONResponse:  # noqa: B008 - FastAPI reads it
        method, arguments = request.get("method"), request.get("arguments", {})
        if method not in CALLS or not isinstance(arguments, dict):
            return JSONResponse({"error": f"没有「{method}」这个调用", "help": "两个 cewen 的版本可能不同"}, 404)
        try:
            return JSONResponse({"result": getattr(cewen, method)(**arguments)})
        except CewenError as error:
            return JSONResponse(error_json(error), 400)
        except TypeError as error:
            return JSONResponse(
                {"error": f"调用 {method} 的参数不对：{error}", "help": "两个 cewen 的版本可能不同"}, 400
            )

    server.include_router(sign_in_routes(cewen))
    from assistant.pages import assets
    from assistant.pages.english import WORDS
    from assistant.pages.routes import add_routes
    from assistant.pages.toolkit import add_toolkit_route

    add_routes(server, cewen)
    add_toolkit_route(server)
    theme = gr.themes.Base(neutral_hue="stone", font=["system-ui"], font_mono=["monospace"]).set(
        button_primary_background_fill="#9c2b23",
        button_primary_background_fill_hover="#7f211b",
        button_primary_text_color="white",
        button_primary_background_fill_dark="#a8362d",
        button_primary_background_fill_hover_dark="#8c2a22",
        button_primary_text_color_dark="white",
        link_text_color="#9c2b23",
        link_text_color_dark="#e0857c",
        color_accent="#9c2b23",
        color_accent_soft="#f7ecea",
        border_color_accent="#d9a9a4",
        color_accent_soft_dark="#3a201d",
        border_color_accent_dark="#7a3a34",
        input_placeholder_color="#6a645b",
        input_placeholder_color_dark="#c0b9ae",
    )
    application: FastAPI = gr.mount_gradio_app(
        server, blocks, path="", theme=theme, css=assets.styles(), head=assets.head(), ssr_mode=False,
        max_file_size=LARGEST_UPLOAD, footer_links=[], run_history=False, auth_dependency=signed_in_name,
        mcp_server=True, i18n=WORDS,
    )  # fmt: skip
    guarded = RequestGuard(application, Path(get_upload_folder()))
    return Door(OwnName(guarded, cewen), cewen, secret)


class OwnName:
    """Without users, answer to this machine's own names alone.

    A web page elsewhere must not reach a library through a name that resolves to this machine. Where users sign in,
    such a page has no session.
    """

    def __init__(self, app: ASGIApp, cewen: Cewen) -> None:
        from starlette.middleware.trustedhost import TrustedHostMiddleware

        self._app = app
        self._guarded = TrustedHostMiddleware(app, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver"])
        self._cewen = cewen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await (self._app if self._cewen.sign_in else self._guarded)(scope, receive, send)


def run_server(
    settings: Settings, host: str, port: int, *, compose: Compose, samples: bool = False, browser: bool = False
) -> None:
    """Serve until interrupted.

    Raises:
        SettingsError: the port is taken, or the address is not this machine's own while nobody has to sign in.
        LibraryBusy: another process owns the library.
    """
    import uvicorn

    url = f"http://{_callable(host)}:{port}"
    with Cewen(settings) as cewen:
        if not cewen.sign_in and not _is_loopback(host):
            raise SettingsError(
                f"不能监听 {host}：还没有用户，谁都能打开", "请先用 cewen user add 添加用户，或用 --host 127.0.0.1"
            )
        _check_port(settings, host, port)
        if samples and not cewen.list()["documents"]:
            print("首次运行，正在加入样例资料……", flush=True)
            report = cewen.add_samples()
            print(f"已加入 {report['documents']} 份样例文档。", flush=True)
        print("正在准备页面……", flush=True)
        keep_uploads_at_home(settings)
        application = make_server(cewen, compose(cewen), cewen.announce(url))
        cewen.watch()
        threading.Thread(target=_warm_up, args=(cewen,), daemon=True).start()
        print(f"策问已启动：{url}（按 Ctrl+C 停止）", flush=True)
        if browser:
            threading.Timer(1.0, webbrowser.open, (url,)).start()

        class Server(uvicorn.Server):
            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                # An open page holds a connection: it neither keeps Ctrl+C waiting nor ends in a traceback.
                logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
                await super().shutdown(sockets)

        config = uvicorn.Config(
            application, host=host, port=port, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS
        )
        with suppress(KeyboardInterrupt):
            Server(config).run()


def _warm_up(cewen: Cewen) -> None:
    """Open both engines before the first question does."""
    try:
        cewen.search("预热", 1)
    except CewenError:
        logger.exception("warming up failed")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _callable(host: str) -> str:
    """Return the address at which a server that listens on `host` is called from this machine."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _check_port(settings: Settings, host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"端口 {port} 用不了：{error.strerror}",
                f"请关闭占用它的程序，或换一个：用 --port，或在 {settings.home / FILE} 里写 port = {port + 1}",
            ) from error
