"""Serve the pages and the calls of a second `cewen` from one process, on this machine only."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from assistant.app import Cewen
from assistant.remote import CALL_PATH, CALLS
from assistant.results import error_json
from assistant.settings import FILE, Settings
from corpus.errors import CewenError, SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks

logger = logging.getLogger(__name__)
Compose = Callable[[Cewen], "Blocks"]
HEALTH_PATH = "/cewen/health"
LARGEST_UPLOAD = 100 * 2**20
GRACE_SECONDS = 3


def make_server(cewen: Cewen, blocks: Blocks) -> FastAPI:
    """Return the web application: health, calls, and the pages at the root."""
    import gradio as gr
    from fastapi import Body, FastAPI
    from fastapi.responses import JSONResponse
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    server = FastAPI(title="策问", docs_url=None, redoc_url=None)
    # A web page elsewhere must not reach a library through a name that resolves to this machine.
    server.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver"])

    @server.get(HEALTH_PATH)
    def health() -> dict[str, Any]:
        documents, chunks = cewen.library.catalog.counts()
        return {"status": "ok", "documents": documents, "chunks": chunks}

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

    from assistant.pages import assets
    from assistant.pages.routes import add_routes

    add_routes(server, cewen)
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
    )
    application: FastAPI = gr.mount_gradio_app(
        server, blocks, path="", theme=theme, css=assets.styles(), head=assets.head(), ssr_mode=False,
        max_file_size=LARGEST_UPLOAD, footer_links=[],
    )  # fmt: skip
    return application


def run_server(
    settings: Settings, host: str, port: int, *, compose: Compose, samples: bool = False, browser: bool = False
) -> None:
    """Serve until interrupted.

    Raises:
        SettingsError: the address is not this machine's own, or the port is taken.
        LibraryBusy: another process owns the library.
    """
    if not _is_loopback(host):
        raise SettingsError(f"不能监听 {host}：还没有登录功能，只能在本机打开", "请用 --host 127.0.0.1")
    import uvicorn

    url = f"http://{host}:{port}"
    with Cewen(settings) as cewen:
        _check_port(settings, host, port)
        if samples and not cewen.list()["documents"]:
            print("首次运行，正在加入样例资料……", flush=True)
            report = cewen.add_samples()
            print(f"已加入 {report['documents']} 份样例文档。", flush=True)
        print("正在准备页面……", flush=True)
        application = make_server(cewen, compose(cewen))
        cewen.library.announce(url)
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
