"""An office begins: it is guided, sets itself up, lets its people in, and takes a backup away."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.app import Cewen
from assistant.readers import ADMINISTRATOR
from assistant.settings import load_settings
from tests.assistant.chat_server import Script, chat_server
from tests.browser.conftest import CHROMIUM, NAMES, SIZES, field, open_tab, serving, sign_in, visiting

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium，跳过浏览器测试")]
PORT = 17870
PASSWORD, OTHER, NEW = "correct horse", "battery staple", "a new password"


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "公文 共享" / "下级"
    folder.mkdir(parents=True)
    for number in range(25):
        text = f"白云县第{number}号工作总结\n\n白云县全年投入资金{1000 + number}万元，建成服务站点{10 + number}个。\n"
        (folder / f"总结{number}.txt").write_text(text, encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04broken")
    (folder / "报告.txt").write_text("机密★5年\n\n白云县报告\n\n白云县新建学校4所，招聘教师85人。\n", encoding="utf-8")
    return folder.parent


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_the_first_start_is_guided_and_says_what_could_not_be_read(
    size: tuple[int, int], browser: Browser, tmp_path: Path, share: Path
) -> None:
    with serving(tmp_path / "home", PORT, "--samples") as url, visiting(browser, url, size) as page:
        guide = page.locator("#cewen-guide")
        expect(guide).to_be_visible(timeout=60_000)
        page.locator(field("cewen-guide-place")).press_sequentially("宿城", delay=30)
        guide.get_by_role("button", name="江苏省宿迁市宿城区").click()
        expect(page.locator(field("cewen-guide-place"))).to_have_value("宿城区")
        page.locator(field("cewen-guide-office")).fill("宿城区教育局")
        page.locator(field("cewen-guide-folder")).fill(str(share / "没有"))
        page.click("#cewen-guide-next")
        expect(guide.get_by_role("alert")).to_contain_text("没有「")
        page.locator(field("cewen-guide-folder")).fill(str(share))
        page.click("#cewen-guide-next")
        expect(guide).to_contain_text("27 个文件：.txt 26 个、.docx 1 个")
        page.click("#cewen-guide-begin")
        expect(guide).to_contain_text("加入完成：新增 25 个文件，未能加入 2 个", timeout=60_000)
        expect(guide.locator("[data-kind=confidential]")).to_contain_text("涉密文件不得存入本系统")
        broken = guide.locator("[data-kind=damaged]")
        broken.locator("summary").click()
        expect(broken.locator("li")).to_contain_text("下级/坏.docx")
        page.click("#cewen-guide-finish")
        expect(guide).not_to_be_visible()
        open_tab(page, "设置")
        expect(page.locator("#cewen-watch-state")).to_contain_text(str(share))
        page.reload()
        page.wait_for_selector(".cewen-welcome")
        page.wait_for_timeout(1_500)
        expect(guide).not_to_be_visible()
    settings = load_settings(tmp_path / "home", {})
    assert (settings.place, settings.office, settings.watch) == ("宿城区", "宿城区教育局", (str(share),))


def test_the_guide_is_dismissed_for_good(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home", PORT, "--samples") as url, visiting(browser, url, SIZES[0]) as page:
        page.click("#cewen-guide-never", timeout=60_000)
        expect(page.locator("#cewen-guide")).not_to_be_visible()
    assert not load_settings(tmp_path / "home", {}).guide


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("单位") / "home"
    with Cewen(load_settings(home, {})) as cewen:
        cewen.add_user("主任", PASSWORD, ADMINISTRATOR)
    with serving(home, PORT + 1, "--samples", CEWEN_GUIDE="false") as url:
        yield url


def sign_in_to_settings(page: Page, name: str, password: str) -> None:
    sign_in(page, name, password)
    open_tab(page, "设置")
    expect(page.locator("#cewen-account")).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_settings_are_changed_tried_and_taken_away_in_a_backup(
    size: tuple[int, int], browser: Browser, office: str, tmp_path: Path
) -> None:
    with visiting(browser, office, size) as page, chat_server(Script(reply="你好")) as model:
        sign_in_to_settings(page, "主任", PASSWORD)
        page.locator(field("cewen-own-office")).fill(f"第{size[0]}局")
        page.click("#cewen-office-save")
        expect(page.locator("#cewen-office-told")).to_contain_text("已保存")
        page.locator(field("cewen-chat-address")).fill(model)
        page.locator(field("cewen-chat-name")).fill("")
        page.click("#cewen-chat-try")
        expect(page.locator("#cewen-chat-told")).to_contain_text("一起设置")
        page.locator(field("cewen-chat-name")).fill("scripted")
        page.locator(field("cewen-chat-key")).fill("sk-secret")
        page.click("#cewen-chat-try")
        expect(page.locator("#cewen-chat-told")).to_contain_text("秒回答「你好」", timeout=30_000)
        page.click("#cewen-chat-save")
        expect(page.locator("#cewen-chat-told")).to_contain_text("已保存")
        page.locator(field("cewen-watch")).fill("公文")
        page.click("#cewen-watch-save")
        expect(page.locator("#cewen-watch-told")).to_contain_text("不是完整的路径")
        page.reload()
        page.wait_for_selector(".cewen-welcome")
        open_tab(page, "设置")
        expect(page.locator(field("cewen-own-office"))).to_have_value(f"第{size[0]}局")
        expect(page.locator(field("cewen-chat-key"))).to_have_value("")
        assert "sk-secret" not in page.content()
        page.locator("#cewen-chat-forget input").check()
        page.click("#cewen-chat-save")
        expect(page.locator("#cewen-chat-forget")).not_to_be_visible()
        with page.expect_download() as download:
            page.get_by_text("下载备份").click()
        download.value.save_as(tmp_path / "备份.zip")
    assert "catalog.sqlite3" in zipfile.ZipFile(tmp_path / "备份.zip").namelist()


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_people_are_let_in_and_look_after_their_own_account(
    size: tuple[int, int], browser: Browser, office: str
) -> None:
    name = f"小张{size[0]}"
    with visiting(browser, office, size) as page:
        sign_in_to_settings(page, "主任", PASSWORD)
        page.click("#cewen-user-new")
        page.locator(field("cewen-user-name")).fill(name)
        page.locator(field("cewen-user-password")).fill("short")
        page.click("#cewen-user-save")
        expect(page.locator("#cewen-users-told")).to_contain_text("密码太短")
        page.locator(field("cewen-user-password")).fill(OTHER)
        page.locator("#cewen-user-collections input").fill("财务科")
        page.keyboard.press("Enter")
        page.click("#cewen-user-save")
        row = page.locator("#cewen-users tr", has_text=name)
        expect(row).to_contain_text("公共、财务科")
        page.on("dialog", lambda dialog: dialog.accept("报表" if dialog.type == "prompt" else ""))
        row.get_by_role("button", name="发令牌").click()
        expect(page.locator("#cewen-users-told .cewen-token")).to_contain_text("cewen-")
        row.get_by_role("button", name="修改").click()
        expect(page.locator(field("cewen-user-name"))).to_have_value(name)
        page.locator("#cewen-user-role label", has_text="编辑").click()
        page.click("#cewen-user-save")
        expect(row).to_contain_text("编辑")
    with visiting(browser, office, size) as page:
        sign_in_to_settings(page, name, OTHER)
        expect(page.locator("#cewen-settings")).not_to_be_visible()
        expect(page.locator("#cewen-guide")).not_to_be_visible()
        assert page.request.get(f"{office}/cewen/backup").status == 403
        page.on("dialog", lambda dialog: dialog.accept())
        tokens = page.locator("#cewen-own-tokens")
        expect(tokens).to_contain_text("报表")
        tokens.get_by_role("button", name="作废").click()
        expect(tokens).not_to_contain_text("报表")
        for part, text in (("old", OTHER), ("new", NEW), ("again", "另一个密码")):
            page.locator(field(f"cewen-password-{part}")).fill(text)
        page.click("#cewen-password-save")
        expect(page.locator("#cewen-account-told")).to_contain_text("不一样")
        for part in ("new", "again"):
            page.locator(field(f"cewen-password-{part}")).fill(NEW)
        page.click("#cewen-password-save")
        expect(page.locator("#cewen-account-told")).to_contain_text("密码已改")
        page.get_by_role("link", name="去登录").click()
        sign_in_to_settings(page, name, NEW)
    with visiting(browser, office, size) as page:
        sign_in_to_settings(page, "主任", PASSWORD)
        page.on("dialog", lambda dialog: dialog.accept())
        row = page.locator("#cewen-users tr", has_text=name)
        row.get_by_role("button", name="删除").click()
        expect(row).to_have_count(0)
