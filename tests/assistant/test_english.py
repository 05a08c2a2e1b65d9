"""The pages' own words have their English, and nothing else is translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import gradio as gr
import pytest
from gradio.i18n import I18nData

import ui
from assistant.app import Cewen
from assistant.pages import english
from assistant.pages.assets import head
from assistant.pages.english import ENGLISH, said
from assistant.pages.markup import button, empty, notice

PAGES = Path(english.__file__).parent
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What is shown by these is words of ours, given as they stand.
_SHOWN_BY = {"empty", "busy", "notice", "said"}
_FIRST_OF = {"button"}


@pytest.fixture(scope="module")
def blocks(samples: Cewen) -> gr.Blocks:
    return ui.compose(samples)


def test_every_label_has_its_english(blocks: gr.Blocks) -> None:
    missing = {
        text
        for component in blocks.blocks.values()
        for name in ("label", "placeholder", "info")
        if isinstance(text := getattr(component, name, None), str)
        if not isinstance(text, I18nData) and _CHINESE.search(text)
    }
    missing |= {
        component.value
        for component in blocks.blocks.values()
        if isinstance(component, gr.Button) and isinstance(component.value, str) and _CHINESE.search(component.value)
    }
    assert missing == set()


def test_every_phrase_of_the_pages_has_its_english() -> None:
    said_words = {word for path in PAGES.glob("*.py") for word in _phrases(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(said_words) > 40
    assert said_words - set(ENGLISH) == set()


def test_the_table_holds_nothing_that_the_pages_do_not_say(blocks: gr.Blocks) -> None:
    written = {
        node.value
        for path in PAGES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    labels = {value.key for c in blocks.blocks.values() for value in vars(c).values() if isinstance(value, I18nData)}
    tabs = {"问答", "起草", "核稿", "检索", "经验", "资料库", "概览", "设置"}
    assert set(ENGLISH) - written - labels - tabs == set()
    assert all(english.strip() for english in ENGLISH.values())


def test_what_the_table_does_not_know_is_escaped_and_stays() -> None:
    assert said("<b>青岚县</b>") == "&lt;b&gt;青岚县&lt;/b&gt;"
    assert "<span data-said>两稿一样。</span>" in empty("两稿一样。")
    assert "<span data-said>删除</span></button>" in button("删除", "remove")
    assert notice("<i>别的</i>").count("&lt;") == 2
    assert "</script" not in head().split("</script>")[0] and '"清空": "Empty"' in head()


def _phrases(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in _SHOWN_BY | _FIRST_OF:
                found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return {text for text in found if _CHINESE.search(text)}
