"""Start the program once and drive it in Debian's Chromium at the sizes of an office screen and of a phone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ROOT = Path(__file__).parent.parent.parent
PORT = 17862
URL = f"http://127.0.0.1:{PORT}"


SIZES = [(1366, 768), (390, 844)]
NAMES = ["desktop", "phone"]


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).first.click()


def sign_in(page: Page, name: str, password: str) -> None:
    """Come in by the page to sign in on, which is open."""
    page.fill("#name", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")
    page.wait_for_selector(".cewen-welcome, .cewen-turn")


def field(name: str) -> str:
    """Return what finds the field of a component."""
    return f"#{name} textarea, #{name} input"


@contextmanager
def serving(home: Path, port: int, *options: str, **environment: str) -> Iterator[str]:
    """Run the program over a home folder until the block ends; yields its address once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "serve", "--port", str(port), "--no-browser", *options],
        env=os.environ | {"CEWEN_HOME": str(home), "PYTHONPATH": str(ROOT)} | environment,
        cwd=ROOT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(480):
            try:
                if httpx.get(f"{url}/cewen/health", trust_env=False).is_success:
                    break
            except httpx.HTTPError:
                assert process.poll() is None, "the server did not start"
                time.sleep(0.25)
        yield url
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with serving(tmp_path_factory.mktemp("页面") / "home", PORT, "--samples", CEWEN_GUIDE="false"):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Others may be at work on this machine: what is waited for comes, if late.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=ARGUMENTS,
        )
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, url: str, size: tuple[int, int]) -> Iterator[Page]:
    """Open a page as somebody of their own; it asks no other host, tells no error, and fits the screen."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.set_default_timeout(60_000)
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if not r.url.startswith((url, "data:", "blob:")) else None)
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    yield page
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert outside == []
    # A reload breaks off what Gradio was fetching; the leaving page says so.
    assert [error for error in errors if not re.search("AbortError|rrored out", error)] == []
    assert wide <= width, "the page is wider than the screen"


@pytest.fixture(params=SIZES, ids=NAMES)
def page(request: pytest.FixtureRequest, browser: Browser, server: None) -> Iterator[Page]:
    with visiting(browser, URL, request.param) as page:
        page.wait_for_selector("#cewen-question textarea")
        page.wait_for_selector(".cewen-welcome")
        yield page
