"""A user's day on the pages, in Debian's Chromium against the running program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, URL, field, open_tab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="没有 Chromium，跳过浏览器测试；Debian 上运行 apt-get install chromium"
    ),
]
QUESTION = "青岚县把全县学校划分成了多少个片区？"


def ask(page: Page, question: str) -> None:
    page.fill("#cewen-question textarea", question)
    page.keyboard.press("Enter")


# ---- 问答


def test_a_mark_leads_to_its_source_and_the_source_to_the_place_in_the_original(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator("#cewen-chat")).to_contain_text("9个片区")
    card = page.locator("#cewen-sources .cewen-card").first
    expect(card).to_contain_text("青岚县义务教育优质均衡发展工作汇报材料")
    expect(card.locator("mark")).to_contain_text("把全县学校划分为9个片区")
    page.locator("#cewen-chat .cewen-cite").first.click()
    expect(page.locator(".cewen-card.cewen-lit")).to_be_in_viewport()
    card.get_by_role("button", name="打开原文").click()
    here = page.locator("#cewen-reader .cewen-here")
    expect(here).to_be_in_viewport()
    expect(here).to_contain_text("划分为9个片区")
    with page.expect_download() as download:
        page.get_by_text("下载原文件").click()
    assert download.value.suggested_filename == "青岚县优质均衡发展汇报材料.docx"
    page.keyboard.press("Escape")
    expect(page.locator("#cewen-reader")).not_to_be_visible()


def test_a_cell_of_a_table_is_shown_under_its_head(page: Page) -> None:
    ask(page, "云川市2023年教育经费投入是多少万元？")
    card = page.locator("#cewen-sources .cewen-card").first
    expect(card).to_contain_text("表中一行")
    expect(card.locator("tr.cewen-here")).to_contain_text("51700万元")


def test_a_follow_up_shows_how_it_was_read_and_a_refusal_says_so(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".cewen-foot")).to_have_count(1)
    ask(page, "那柳溪县呢？")
    chat = page.locator("#cewen-chat")
    expect(chat).to_contain_text("理解为：柳溪县把全县学校划分成了多少个片区？")
    expect(chat).to_contain_text("没有依据，不作回答")
    expect(page.locator("#cewen-sources .cewen-related")).to_contain_text("资料库中有青岚县的同类情况")
    page.locator("#cewen-chat .cewen-cite").first.click()
    expect(page.locator("#cewen-sources .cewen-card:visible").first).to_contain_text("9个片区")


def test_every_example_question_is_answered(page: Page) -> None:
    page.reload()
    examples = page.locator(".cewen-example")
    expect(examples.first).to_be_visible()
    examples.first.click()
    expect(page.locator("#cewen-sources .cewen-card").first).to_be_visible()
    expect(page.locator(".cewen-refused")).to_have_count(0)


def test_a_conversation_outlives_a_reload_is_found_rated_exported_and_deleted(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    page.wait_for_selector(".cewen-asked")
    page.reload()
    expect(page.locator("#cewen-chat")).to_contain_text("9个片区")
    page.get_by_role("button", name="有用").click()
    expect(page.locator("#cewen-chat")).to_contain_text("已标为有用")
    page.click("#cewen-old")
    page.fill(field("cewen-past"), "片区 青岚县")
    item = page.locator("#cewen-past-list li.cewen-current")
    expect(item).to_contain_text("1 问")
    with page.expect_download() as download:
        item.get_by_text("导出 Word").click()
    target = tmp_path / "问答.docx"
    download.value.save_as(target)
    assert any("9个片区" in paragraph.text for paragraph in Document(str(target)).paragraphs)
    with page.expect_download() as download:
        page.get_by_text("导出评价").click()
    download.value.save_as(tmp_path / "rated.jsonl")
    rated = [json.loads(line) for line in (tmp_path / "rated.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rated[-1]["question"] == QUESTION
    page.on("dialog", lambda dialog: dialog.accept("全县片区" if dialog.type == "prompt" else ""))
    item.get_by_role("button", name="改名").click()
    page.fill(field("cewen-past"), "")
    expect(page.locator("#cewen-past-list li.cewen-current")).to_contain_text("全县片区")
    page.locator("#cewen-past-list li.cewen-current").get_by_role("button", name="删除").click()
    expect(page.locator(".cewen-welcome")).to_be_visible()


def test_markup_in_a_question_is_shown_and_not_run(page: Page) -> None:
    asked = "<img src=x onerror=alert(1)>**加粗** {{this}} ${1+1} 青岚县有多少个片区？"
    ask(page, asked)
    expect(page.locator(".cewen-asked")).to_have_text(asked)
    expect(page.locator(".cewen-foot")).to_be_visible()
    assert page.locator("#cewen-chat img").count() == 0


def test_a_slash_leads_to_the_question(page: Page) -> None:
    page.locator("#cewen-head").click()
    page.keyboard.press("/")
    page.keyboard.type("abc")
    expect(page.locator("#cewen-question textarea")).to_have_value("abc")


def test_what_is_typed_before_the_page_is_ready_is_not_lost(page: Page) -> None:
    page.reload()
    page.wait_for_selector("#cewen-question textarea")
    page.fill("#cewen-question textarea", QUESTION)
    page.wait_for_selector(".cewen-welcome")
    page.wait_for_timeout(1_500)
    expect(page.locator("#cewen-question textarea")).to_have_value(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".cewen-foot")).to_be_visible()
    expect(page.locator("#cewen-question textarea")).to_have_value("")


# ---- 起草, 核稿


def test_a_draft_is_outlined_written_kept_and_downloaded(page: Page, tmp_path: Path) -> None:
    open_tab(page, "起草")
    page.locator(field("cewen-topic")).fill("义务教育优质均衡发展")
    page.locator(field("cewen-place")).fill("青岚县")
    page.click("#cewen-outline")
    outline = page.locator(".cewen-outline")
    expect(outline).to_contain_text("主要做法")
    page.on("dialog", lambda dialog: dialog.accept("怎么做的"))
    outline.locator(".cewen-card", has_text="主要做法与成效").get_by_role("button", name="改标题").click()
    expect(outline).to_contain_text("怎么做的")
    page.click("#cewen-write")
    paper = page.locator("#cewen-paper .cewen-paper")
    expect(paper).to_contain_text("怎么做的")
    page.click("#cewen-draft")
    expect(paper).to_contain_text("主要做法与成效")
    expect(paper.locator(".cewen-blank").first).to_be_visible()
    paper.locator(".cewen-cite").first.click()
    expect(page.locator("#cewen-notes .cewen-card.cewen-lit")).to_be_in_viewport()
    page.locator(".cewen-goto").first.click()
    expect(page.locator(".cewen-blank.cewen-lit")).to_be_in_viewport()
    with page.expect_download() as download:
        page.locator("#cewen-word a", has_text="脚注").click()
    target = tmp_path / "稿.docx"
    download.value.save_as(target)
    assert any("主要做法与成效" in paragraph.text for paragraph in Document(str(target)).paragraphs)
    paper.locator("p", has_text="近三年来").get_by_role("button", name="改").click()
    text = page.locator(field("cewen-edit-text"))
    expect(text).to_have_value(re.compile(r"\[\d+\]"))
    expect(text).to_be_in_viewport()
    text.fill(text.input_value() + "成效明显。")
    page.click("#cewen-edit-save")
    expect(paper).to_contain_text("成效明显。")
    page.locator("#cewen-drafts button").first.click()
    expect(page.locator("#cewen-drafts-list li").first).to_contain_text("青岚县义务教育优质均衡发展工作汇报材料")
    page.locator("#cewen-drafts-list li").first.get_by_role("button", name="与上一稿对照").click()
    expect(page.locator("#cewen-paper .cewen-compare .cewen-replace")).to_contain_text("成效明显")


def test_a_wrong_figure_is_marked_in_the_draft_and_the_comments_are_downloaded(page: Page, tmp_path: Path) -> None:
    # A name of its own: the report that was kept last is on the page already.
    path = tmp_path / f"{tmp_path.name}.docx"
    document = Document()
    document.add_paragraph("青岚县义务教育优质均衡发展工作汇报")
    document.add_paragraph("青岚县把全县学校划分为8个片区，每个片区由一名局领导担任片长。三年来公开招聘教师512人。")
    document.save(str(path))
    open_tab(page, "核稿")
    page.locator("#cewen-check-file input[type=file]").set_input_files(str(path))
    expect(page.locator("#cewen-check-summary")).to_contain_text(path.name, timeout=60_000)
    finding = page.locator("#cewen-findings .cewen-finding").first
    expect(finding).to_be_visible()
    span = page.locator("#cewen-check-text .cewen-span").first
    span.click()
    expect(page.locator(".cewen-finding.cewen-lit")).to_be_in_viewport()
    finding.locator("h4").click()
    expect(page.locator(".cewen-span.cewen-lit")).to_be_in_viewport()
    with page.expect_download() as download:
        page.locator("#cewen-check-word").click()
    assert download.value.suggested_filename.endswith(".docx")


# ---- 检索, 经验, 概览


def test_search_answers_while_typing_narrows_and_fills_the_basket(page: Page) -> None:
    open_tab(page, "检索")
    page.locator(field("cewen-query")).press_sequentially("教师交流", delay=40)
    results = page.locator("#cewen-results")
    expect(results.locator(".cewen-card").first).to_be_visible()
    expect(results.locator("mark", has_text="教师").first).to_be_visible()
    page.locator("#cewen-facets button[data-facet=place]", has_text="柳溪县").click()
    expect(page.locator("#cewen-facets button.cewen-on")).to_contain_text("柳溪县")
    expect(results.locator(".cewen-card .cewen-meta").first).to_contain_text("柳溪县")
    results.locator(".cewen-take", has_text="交流").first.click()
    expect(page.locator("#cewen-basket .cewen-card")).to_have_count(1)
    taken = page.locator("#cewen-basket .cewen-passage").inner_text()
    page.click("#cewen-onward")
    page.get_by_text("更多要求").click()
    assert taken in page.locator(field("cewen-own")).input_value()


def test_the_map_of_experience_opens_its_passages_and_sets_places_side_by_side(page: Page) -> None:
    open_tab(page, "经验")
    page.locator("#cewen-themes td button").first.click()
    expect(page.locator("#cewen-passages .cewen-card").first).to_be_visible()
    page.click("#cewen-compare")
    expect(page.locator("#cewen-passages section")).to_have_count(2)
    open_tab(page, "概览")
    expect(page.locator("#cewen-overview")).to_contain_text("按地方")
    expect(page.locator("#cewen-overview")).to_contain_text("最近加入")


# ---- 资料库


def test_a_file_is_uploaded_recognised_corrected_and_removed(page: Page, tmp_path: Path) -> None:
    name = f"白云县{page.viewport_size['width']}总结.txt"  # type: ignore[index]
    path = tmp_path / name
    path.write_text(
        f"白云县养老服务工作总结\n\n白云县{name}投入资金3650万元，建成养老服务中心12个，群众满意。\n", encoding="utf-8"
    )
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04broken")
    open_tab(page, "资料库")
    page.locator("#cewen-upload input[type=file]").set_input_files([str(path), str(broken)])
    report = page.locator("#cewen-report")
    expect(report).to_contain_text("新增 1 个文件，未能加入 1 个", timeout=60_000)
    expect(report).to_contain_text("坏.docx")
    expect(report).to_contain_text("工作总结")
    page.click("#cewen-retry")
    expect(report).to_contain_text("新增 0 个文件，未能加入 1 个", timeout=60_000)
    page.locator(field("cewen-find")).press_sequentially(name.removesuffix(".txt"))
    row = page.locator("#cewen-documents tbody tr")
    expect(row).to_have_count(1)
    row.locator("button").click()
    expect(page.locator("#cewen-detail")).to_contain_text("白云县")
    page.locator("#cewen-correct button").first.click()
    # The fields are filled after they are there.
    expect(page.locator(field("cewen-fact-title"))).to_have_value("白云县养老服务工作总结")
    # They are filled one after the other: a key pressed before the date's turn would be lost.
    page.wait_for_timeout(500)
    page.locator(field("cewen-fact-date")).press_sequentially("2024-01-05")
    expect(page.locator(field("cewen-fact-date"))).to_have_value("2024-01-05")
    page.click("#cewen-save")
    expect(page.locator("#cewen-detail")).to_contain_text("2024-01-05")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#cewen-detail").get_by_role("button", name="移除").click()
    expect(page.locator("#cewen-detail")).to_contain_text("已移除")
    expect(page.locator("#cewen-documents tbody tr")).to_have_count(0)


def test_a_whole_folder_is_added(page: Page, tmp_path: Path) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    folder = tmp_path / "公文" / "2024"
    folder.mkdir(parents=True)
    for n in (1, 2):
        text = (
            f"红河县{width}养老服务简报第{n}期\n\n红河县{width}建成第{n}批养老服务中心{n + 4}个，惠及老人{n}300人。\n"
        )
        (folder / f"简报{width}-{n}.txt").write_text(text, encoding="utf-8")
    open_tab(page, "资料库")
    with page.expect_file_chooser() as chooser:
        page.click("#cewen-folder")
    chooser.value.set_files(tmp_path / "公文")
    expect(page.locator("#cewen-report")).to_contain_text("新增 2 个文件", timeout=60_000)


def test_a_browser_that_is_not_chinese_gets_the_pages_in_english(browser: Browser, server: None) -> None:
    page = browser.new_page(locale="en-US")
    page.goto(URL)
    page.wait_for_selector(".cewen-welcome")
    page.get_by_role("tab", name="Library").click()
    assert page.get_by_text("Click a title to see what was recognised").is_visible()
    page.get_by_role("tab", name="Ask").click()
    page.get_by_placeholder("Type a question and press Enter").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".cewen-cite")
    assert "9个片区" in page.inner_text("#cewen-chat")
    assert page.get_by_role("button", name="Useful").is_visible()
    page.close()
