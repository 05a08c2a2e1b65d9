"""With a language model the answer grows on the page, outlives a reload, and what nothing supports is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.assistant.chat_server import Script, chat_server
from tests.browser.conftest import CHROMIUM, field, open_tab, serving

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium，跳过浏览器测试")]
PORT = 17863
URL = f"http://127.0.0.1:{PORT}"
REPLY = "青岚县把全县学校划分为9个片区。[1]每个片区由一名局领导担任片长。[1]各片区共有校车120辆。[1]"


@pytest.fixture(scope="module")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Script]:
    script = Script(reply=REPLY, delay=0.25)
    with chat_server(script) as model:
        chat = {"CEWEN_CHAT_BASE_URL": model, "CEWEN_CHAT_MODEL": "scripted"}
        with serving(tmp_path_factory.mktemp("大模型") / "home", PORT, "--samples", CEWEN_GUIDE="false", **chat):
            yield script


@pytest.fixture
def slow_model(model_server: Script) -> Script:
    model_server.delay = 0.25
    return model_server


# Where the question box and the source column stand on the page, and how much has jumped so far.
STANDS = """() => {
  const at = (selector) => { const box = document.querySelector(selector).getBoundingClientRect(); return [box.x, box.y + scrollY, box.width]; };
  return { box: at('#cewen-question'), sources: at('#cewen-sources'), jumped: window.jumped };
}"""
WATCH = """window.jumped = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.jumped += entry.value; })).observe({ type: 'layout-shift' });"""


def test_nothing_jumps_while_an_answer_grows(slow_model: Script, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.goto(URL)
    page.wait_for_selector(".cewen-welcome")
    page.fill("#cewen-question textarea", "青岚县把全县学校划分成了多少个片区？")
    page.evaluate(WATCH)
    before = page.evaluate(STANDS)
    page.keyboard.press("Enter")
    answer = page.locator("#cewen-chat .cewen-answer")
    for words in ("划分为9个片区", "担任片长", "校车120辆", "有 1 句没有在资料里找到依据"):
        expect(answer).to_contain_text(words, timeout=30_000)
        now = page.evaluate(STANDS)
        assert now["box"] == before["box"], f"提问框移动了：{words}"
        assert now["sources"] == before["sources"], f"出处栏移动了：{words}"
    assert page.evaluate(STANDS)["jumped"] < 0.02, "页面跳动了"
    page.close()


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


def test_stopping_a_draft_ends_the_writing_and_keeps_nothing(slow_model: Script, browser: Browser) -> None:
    slow_model.delay = 0.5
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.goto(URL)
    page.wait_for_selector(".cewen-welcome")
    open_tab(page, "起草")
    page.locator(field("cewen-topic")).fill("义务教育优质均衡发展")
    page.locator(field("cewen-place")).fill("青岚县")
    page.click("#cewen-draft")
    paper = page.locator("#cewen-paper")
    expect(paper).to_contain_text(re.compile(r"正在写第 \d/\d 部分"), timeout=15_000)
    before = slow_model.broken_off
    page.click("#cewen-draft-stop")
    expect(paper).to_contain_text("已停止", timeout=5_000)
    # The next part may have been asked for just before the click.
    asked = len(slow_model.requests)
    page.locator("#cewen-drafts button").first.click()
    expect(page.locator("#cewen-drafts-list")).to_contain_text("还没有存稿")
    for _ in range(40):
        if slow_model.broken_off > before:
            break
        page.wait_for_timeout(100)
    assert slow_model.broken_off > before, "大模型还在写"
    assert len(slow_model.requests) == asked
    page.close()
