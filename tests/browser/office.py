"""An office of a thousand papers with users, made on the spot, and the steps of one who works there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from assistant.app import Cewen
from assistant.readers import ADMINISTRATOR, EDITOR, READER
from assistant.settings import load_settings
from tests.browser.conftest import field, open_tab, serving, sign_in
from tests.counties import write_counties

PORT = 17864
URL = f"http://127.0.0.1:{PORT}"
CLOSED, CLOSED_PLACE = "人事", "玄圃县"
PASSWORD = "一个足够长的密码"
GUARD = Path(__file__).parent / "guard"


@dataclass(frozen=True, slots=True)
class Opened:
    """The running office: its papers' figures by file name, the id of a paper that few may read, who was refused."""

    figures: dict[str, dict[str, int]]
    closed: str
    refused: Path


@contextmanager
def office(folder: Path) -> Iterator[Opened]:
    """Fill a home folder, name its users and serve it, with every connection to the outside refused."""
    home, refused = folder / "home", folder / "refused.txt"
    figures = write_counties(folder / "公共")
    write_counties(folder / "人事", [CLOSED_PLACE], 4)
    with Cewen(load_settings(home, {})) as cewen:
        added = cewen.add([str(folder / "公共")])
        cewen.add([str(folder / "人事")], collection=CLOSED)
        assert added["failed"] == []
        closed = next(d["doc_id"] for d in cewen.list()["documents"] if d["collection"] == CLOSED)
        cewen.add_user("管理员甲", PASSWORD, ADMINISTRATOR)
        cewen.add_user("编辑乙", PASSWORD, EDITOR, [CLOSED])
        cewen.add_user("读者丙", PASSWORD, READER)
    root = Path(__file__).parent.parent.parent
    with serving(home, PORT, CEWEN_GUIDE="false", PYTHONPATH=f"{GUARD}:{root}", REFUSED_CONNECTIONS=str(refused)):
        yield Opened(figures, str(closed), refused)


def come_in(page: Page, name: str) -> None:
    """Open the page to sign in on, and come in by it."""
    page.goto(URL)
    sign_in(page, name, PASSWORD)


def sign_out(page: Page) -> None:
    """Leave, and arrive at the page to sign in on."""
    page.get_by_role("button", name="退出").click()
    expect(page.locator("#password")).to_be_visible()


def ask(page: Page, question: str, answers: int) -> None:
    """Ask a question, and wait until the conversation holds so many answers."""
    page.fill("#cewen-question textarea", question)
    page.keyboard.press("Enter")
    expect(page.locator(".cewen-foot button", has_text="复制")).to_have_count(answers)


def search(page: Page, query: str) -> None:
    """Search, and wait for what is found or that nothing is."""
    open_tab(page, "检索")
    page.locator(field("cewen-query")).fill("")
    expect(page.locator("#cewen-results .cewen-empty")).to_contain_text("输入几个字")
    page.locator(field("cewen-query")).fill(query)
    expect(
        page.locator("#cewen-results .cewen-card, #cewen-results .cewen-empty:has-text('没有找到')").first
    ).to_be_visible()
