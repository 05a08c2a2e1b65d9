"""With a language model the answer grows on the page, outlives a reload, and what nothing supports is marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.assistant.chat_server import Script, chat_server
from tests.browser.conftest import CHROMIUM, serving

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium，跳过浏览器测试")]
PORT = 17863
URL = f"http://127.0.0.1:{PORT}"
REPLY = "青岚县把全县学校划分为9个片区。[1]每个片区由一名局领导担任片长。[1]各片区共有校车120辆。[1]"


@pytest.fixture
def slow_model(tmp_path: Path) -> Iterator[Script]:
    script = Script(reply=REPLY, delay=0.25)
    with chat_server(script) as model:
        chat = {"chat_base_url": model, "chat_model": "scripted"}
        with serving(tmp_path / "home", PORT, guide="false", **chat):
            yield script


def test_an_answer_grows_outlives_a_reload_and_marks_what_nothing_supports(
    slow_model: Script, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.goto(URL)
    page.wait_for_selector(".cewen-welcome")
    page.fill("#cewen-question textarea", "青岚县把全县学校划分成了多少个片区？")
    page.keyboard.press("Enter")
    answer = page.locator("#cewen-chat .cewen-answer")
    expect(answer).to_contain_text("青岚县把全县", timeout=15_000)
    expect(answer).not_to_contain_text("校车")
    expect(answer.get_by_role("button", name="停止")).to_be_visible()
    page.reload()
    expect(page.locator(".cewen-asked")).to_be_visible(timeout=15_000)
    expect(page.locator(".cewen-unsupported")).to_contain_text("校车120辆", timeout=30_000)
    expect(answer).to_contain_text("有 1 句没有在资料里找到依据")
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".cewen-welcome")).to_be_visible(timeout=15_000)
    slow_model.delay = 0.4
    page.fill("#cewen-question textarea", "青岚县把全县学校划分成了多少个片区？")
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("青岚县", timeout=15_000)
    answer.get_by_role("button", name="停止").click()
    expect(answer).to_contain_text("已停止", timeout=15_000)
    page.close()
