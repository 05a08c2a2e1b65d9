"""Take the pictures of the pages that the READMEs show: ``python -m tests.browser.pictures docs``.

The program runs over the sample corpus in a home folder of its own, and is used as the pictures say.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, field, open_tab, serving

PORT = 17865
ASKED = (
    "青岚县把全县学校划分成了多少个片区？",
    "那柳溪县呢？",
    "云川市义务教育学校管理办法对生均公用经费是怎么规定的？",
)
CHECKED = (
    "青岚县义务教育优质均衡发展工作汇报", "一、基本情况",
    "全县现有义务教育学校46所，其中小学32所，初中11所，九年一贯制学校4所。县财政累计投入3.9亿元，新建、改扩建学校14所。",
    "二、主要做法",
    "把全县学校划分为8个片区，每个片区由一名局领导担任片长。三年来公开招聘教师412人，其中特岗教师186人，全部安排到农村学校任教。"
    "根据《云川市义务教育学校管理办法》（2019年），学校应当规范办学。",
    "三、下一步打算", "我们将进一步加大力度，，确保2030年实现目标。",
)  # fmt: skip


def ask(page: Page, target: Path) -> None:
    """Picture a follow-up that is refused, and a regulation quoted with its source card."""
    for number, question in enumerate(ASKED, 1):
        page.fill("#cewen-question textarea", question)
        page.keyboard.press("Enter")
        page.locator(".cewen-foot button", has_text="复制").nth(number - 1).wait_for()
    page.mouse.move(0, 0)
    page.screenshot(path=target)


def draft(page: Page, target: Path) -> None:
    """Picture a draft with the source of a sentence beside it."""
    open_tab(page, "起草")
    page.locator(field("cewen-topic")).fill("义务教育优质均衡发展")
    page.locator(field("cewen-place")).fill("青岚县")
    page.click("#cewen-draft")
    page.locator("#cewen-paper .cewen-cite").nth(1).click()
    page.mouse.move(0, 0)
    page.screenshot(path=target)


def check(page: Page, target: Path) -> None:
    """Picture a checked draft with the sentence that shows a figure to be wrong."""
    open_tab(page, "核稿")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "青岚县汇报稿.docx"
        document = Document()
        for line in CHECKED:
            document.add_paragraph(line)
        document.save(str(path))
        page.locator("#cewen-check-file input[type=file]").set_input_files(str(path))
        first = page.locator("#cewen-findings .cewen-finding").first
        first.locator("summary").click()
    first.locator("h4").click()
    page.locator("#cewen-check-text .cewen-span").first.click()
    page.mouse.move(0, 0)
    page.screenshot(path=target)


def main() -> None:
    """Write the pictures into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home) / "home", PORT, "--samples", CEWEN_GUIDE="false"),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.goto(f"http://127.0.0.1:{PORT}")
        page.wait_for_selector(".cewen-welcome")
        page.add_style_tag(
            content="*, *::before, *::after { transition: none !important; animation: none !important; }"
        )
        for name, take in (("ask", ask), ("draft", draft), ("check", check)):
            take(page, folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
