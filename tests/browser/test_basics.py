"""What every page must be: quick, still, legible, named and usable by keyboard, in light and dark."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, JSHandle, Page, expect

from tests.browser.conftest import CHROMIUM, URL, field, open_tab

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium，跳过浏览器测试")]
QUESTION = "青岚县把全县学校划分成了多少个片区？"
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
DRAFT = "青岚县义务教育优质均衡发展工作汇报\n\n青岚县把全县学校划分为8个片区，每个片区由一名局领导担任片长。三年来公开招聘教师512人。\n"
NAMED = {"textbox", "combobox", "button", "checkbox", "listbox", "link", "spinbutton", "tab", "searchbox", "dialog"}
# Tell whether the element that has the focus looks otherwise than without it, itself or a box that it fills.
MARKED = """element => {
  const marks = () => {
    const found = [];
    for (let at = element, level = 0; at && level < 4; at = at.parentElement, level += 1) {
      const style = getComputedStyle(at);
      const outline = style.outlineStyle === 'none' || style.outlineWidth === '0px' ? '' : style.outline;
      found.push(outline, style.boxShadow, style.borderColor, style.borderWidth, style.backgroundColor, style.textDecoration);
    }
    return found.join();
  };
  const focused = marks();
  element.blur();
  const blurred = marks();
  element.focus({ preventScroll: true });
  return focused !== blurred;
}"""


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser, server: None) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN", color_scheme=request.param)
    page.goto(URL)
    page.wait_for_selector(".cewen-welcome")
    yield page
    page.close()


def filled(page: Page, draft: Path) -> Iterator[str]:
    """Bring each page into view with something on it, and yield what is in view."""
    yield "问答，开始"
    page.fill("#cewen-question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".cewen-foot")
    page.click("#cewen-old")
    page.wait_for_selector("#cewen-past-list li")
    yield "问答"
    page.locator("#cewen-sources .cewen-open:visible").first.click()
    page.wait_for_selector("#cewen-reader hr")
    yield "原文"
    page.keyboard.press("Escape")
    open_tab(page, "起草")
    page.get_by_text("更多要求").click()
    page.locator(field("cewen-topic")).fill("义务教育优质均衡发展")
    page.locator(field("cewen-place")).fill("青岚县")
    page.click("#cewen-outline")
    page.wait_for_selector(".cewen-outline")
    yield "起草，提纲"
    page.click("#cewen-draft")
    page.wait_for_selector("#cewen-paper .cewen-paper")
    page.locator("#cewen-paper .cewen-change").first.click()
    page.wait_for_selector("#cewen-edit textarea")
    yield "起草"
    open_tab(page, "核稿")
    # A name of its own: the report that was kept last is on the page already.
    name = f"{uuid4().hex[:8]}{draft.suffix}"
    page.locator("#cewen-check-file input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": draft.read_bytes()}
    )
    page.wait_for_function(
        "name => document.querySelector('#cewen-check-summary').textContent.includes(name)", arg=name
    )
    page.wait_for_selector("#cewen-findings .cewen-finding")
    page.locator("#cewen-findings summary").first.click()
    yield "核稿"
    open_tab(page, "检索")
    page.locator(field("cewen-query")).fill("教师交流")
    page.locator("#cewen-facets button").first.click()
    page.wait_for_selector("#cewen-facets .cewen-on")
    page.locator(".cewen-take").first.click()
    page.wait_for_selector("#cewen-basket .cewen-card")
    yield "检索"
    open_tab(page, "经验")
    page.locator("#cewen-themes td button").first.click()
    page.wait_for_selector("#cewen-passages .cewen-card")
    yield "经验"
    open_tab(page, "资料库")
    page.locator("#cewen-documents tbody button").first.click()
    page.wait_for_selector("#cewen-detail .cewen-facts")
    page.locator("#cewen-correct button").first.click()
    yield "资料库"
    open_tab(page, "概览")
    page.wait_for_selector("#cewen-overview .cewen-bars")
    yield "概览"


def still(page: Page) -> None:
    """Let nothing fade in or out: what is measured is what stays."""
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")


def nameless(page: Page) -> list[str]:
    """Return what can be operated and has no name for a screen reader."""
    session = page.context.new_cdp_session(page)
    found = [
        session.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})["outerHTML"][:160]
        for node in session.send("Accessibility.getFullAXTree")["nodes"]
        if not node["ignored"]
        and node["role"]["value"] in NAMED
        and not str(node.get("name", {}).get("value", "")).strip()
    ]
    session.detach()
    return found


def test_every_text_is_legible_and_every_control_named(themed: Page, tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    still(themed)
    for where in filled(themed, draft):
        assert themed.evaluate(CONTRAST) == [], f"{where}：对比度不够"
        assert nameless(themed) == [], f"{where}：没有名称"
        for mark in ("h1", "main"):
            assert themed.locator(f"{mark}:visible").count() == 1, f"{where}：{mark} 应当只有一个"
        ahead = "[...document.querySelectorAll('[tabindex]')].filter((e) => e.tabIndex > 0).map((e) => e.outerHTML)"
        assert themed.evaluate(ahead) == [], f"{where}：焦点顺序被打乱"
    assert themed.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_focus_goes_through_the_page_in_its_order_and_is_seen(page: Page) -> None:
    seen: list[JSHandle] = []
    passed: list[str] = []
    still(page)
    page.locator("#cewen-head").click()
    for _ in range(40):
        page.keyboard.press("Tab")
        element = page.evaluate_handle("document.activeElement")
        if element.evaluate("e => e === document.body"):
            break
        shown = element.evaluate("e => e.outerHTML.slice(0, 140)")
        assert element.evaluate(MARKED), f"看不出焦点在这里：{shown}"
        seen.append(element)
        passed.append(shown)
    text = " ".join(passed)
    assert text.index('role="tab"') < text.index("cewen-new") < text.index("cewen-send"), text
    follows = "([a, b]) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)"
    for (one, other), shown in zip(pairwise(seen), passed[1:], strict=True):
        assert page.evaluate(follows, [one, other]), f"焦点往回走了：{shown}"


def test_enter_asks_escape_closes_and_a_slash_leads_to_the_field(page: Page) -> None:
    page.locator("#cewen-head").click()
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".cewen-foot")
    page.locator("#cewen-sources .cewen-open:visible").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#cewen-reader hr")
    page.keyboard.press("Escape")
    expect(page.locator("#cewen-reader")).not_to_be_visible()
    expect(page.locator("#cewen-sources .cewen-open:visible").first).to_be_focused()
    for name, wanted in (("检索", "cewen-query"), ("起草", "cewen-topic"), ("资料库", "cewen-find")):
        open_tab(page, name)
        expect(page.locator(field(wanted))).to_be_visible()
        page.keyboard.press("/")
        expect(page.locator(field(wanted))).to_be_focused()


def test_the_first_view_is_quick(browser: Browser, server: None) -> None:
    seconds = []
    for _ in range(5):
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        started = time.monotonic()
        page.goto(URL, wait_until="commit")
        page.wait_for_selector("#cewen-question textarea")
        page.wait_for_selector(".cewen-welcome")
        seconds.append(time.monotonic() - started)
        page.close()
    # On an idle machine it is below 2; others may be at work on this one.
    assert min(seconds) < 4.0, seconds


def test_files_of_the_toolkit_are_asked_for_once(browser: Browser, server: None) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(URL)
    page.wait_for_selector(".cewen-welcome")
    asked: list[str] = []
    page.on("response", lambda reply: asked.append(reply.url) if "/assets/" in reply.url else None)
    page.reload()
    page.wait_for_selector(".cewen-welcome")
    sizes = "performance.getEntriesByType('resource').filter((e) => e.name.includes('/assets/') && e.transferSize).map((e) => e.name)"
    assert page.evaluate(sizes) == []
    page.close()
    assert asked
