"""A user's day on the page, in Debian's Chromium against the running program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parent.parent.parent
PORT = 17862
URL = f"http://127.0.0.1:{PORT}"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="没有 Chromium，跳过浏览器测试；Debian 上运行 apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("页面") / "home"
    environment = os.environ | {"CEWEN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "serve", "--port", str(PORT), "--samples", "--no-browser"],
        env=environment,
        cwd=ROOT,
    )
    for _ in range(240):
        try:
            if httpx.get(f"{URL}/cewen/health", trust_env=False).json()["documents"] > 0:
                break
        except httpx.HTTPError:
            time.sleep(0.5)
    yield
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture(params=[(1366, 768), (390, 844)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, server: None) -> Iterator[Page]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if not r.url.startswith((URL, "data:", "blob:")) else None)
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(URL)
    page.wait_for_selector("#cewen-question textarea")
    yield page
    assert outside == []
    assert errors == []
    page.close()


def ask(page: Page, question: str) -> None:
    page.fill("#cewen-question textarea", question)
    page.keyboard.press("Enter")


def test_a_question_is_answered_with_its_source_beside_it(page: Page) -> None:
    ask(page, "青岚县把全县学校划分成了多少个片区？")
    expect(page.locator("#cewen-chat")).to_contain_text("9个片区")
    card = page.locator("#cewen-sources .cewen-card").first
    expect(card).to_contain_text("青岚县义务教育优质均衡发展工作汇报材料")
    expect(card).to_contain_text("把全县学校划分为9个片区")


def test_a_refusal_shows_what_is_near_as_another_places(page: Page) -> None:
    ask(page, "柳溪县把学校划分成了多少个片区？")
    expect(page.locator("#cewen-chat")).to_contain_text("没有找到")
    expect(page.locator("#cewen-sources .cewen-related")).to_contain_text("资料库中有青岚县的同类情况")


def test_markup_in_a_question_is_shown_and_not_run(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)>**加粗**青岚县有多少个片区？")
    expect(page.locator("#cewen-chat")).to_contain_text("片区")
    assert page.locator("#cewen-chat img[onerror]").count() == 0


def test_a_draft_is_shown_with_its_blanks_and_downloads_as_word(page: Page, tmp_path: Path) -> None:
    page.get_by_role("tab", name="起草").click()
    page.locator("#cewen-topic textarea, #cewen-topic input").fill("义务教育优质均衡发展")
    page.locator("#cewen-place textarea, #cewen-place input").fill("青岚县")
    page.click("#cewen-draft")
    paper = page.locator("#cewen-paper .cewen-paper")
    expect(paper).to_contain_text("青岚县义务教育优质均衡发展工作汇报材料")
    expect(paper.locator(".cewen-blank").first).to_be_visible()
    with page.expect_download() as download:
        page.locator("#cewen-word a").first.click()
    target = tmp_path / "稿.docx"
    download.value.save_as(target)
    assert any("主要做法与成效" in paragraph.text for paragraph in Document(str(target)).paragraphs)


def test_search_finds_marks_and_filters(page: Page) -> None:
    page.get_by_role("tab", name="检索").click()
    page.locator("#cewen-query textarea, #cewen-query input").fill("教师交流")
    page.click("#cewen-search")
    expect(page.locator("#cewen-results .cewen-card").first).to_be_visible()
    assert "教师" in page.locator("#cewen-results mark").first.inner_text()


def test_a_file_is_uploaded_found_and_removed(page: Page, tmp_path: Path) -> None:
    name = f"白云县{page.viewport_size['width']}总结.txt"  # type: ignore[index]
    path = tmp_path / name
    path.write_text(
        f"白云县养老服务工作总结\n\n白云县{name}投入资金3650万元，建成养老服务中心12个，群众满意。\n", encoding="utf-8"
    )
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04broken")
    page.get_by_role("tab", name="资料库").click()
    page.locator("#cewen-upload input[type=file]").set_input_files([str(path), str(broken)])
    report = page.locator("#cewen-report")
    expect(report).to_contain_text("新增 1 个文件", timeout=30_000)
    expect(report).to_contain_text("坏.docx")
    page.locator("#cewen-chosen textarea, #cewen-chosen input").fill(name)
    page.click("#cewen-remove")
    expect(report).to_contain_text("已移除 1 份文档")


def test_the_first_view_is_quick(page: Page) -> None:
    started = time.monotonic()
    page.reload()
    page.wait_for_selector("#cewen-question textarea")
    assert time.monotonic() - started < 6.0
