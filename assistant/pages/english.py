"""The pages' own words in the language of the browser: Chinese, or English where that is not Chinese.

The pages are written in Chinese. Labels that the table knows are put into words by Gradio's page, once. Words within
HTML come and go while an answer grows, where Gradio leaves its own marks as they are: they are marked `data-said`, and
english.js puts them into English.
"""

from __future__ import annotations

import tomllib
from html import escape
from importlib.resources import files

import gradio as gr

ENGLISH: dict[str, str] = tomllib.loads((files("assistant.pages") / "english.toml").read_text(encoding="utf-8"))
_CHINESE = {word: word for word in ENGLISH}
WORDS = gr.I18n(en=ENGLISH, zh=_CHINESE, **{"zh-CN": _CHINESE, "zh-TW": _CHINESE})
# What of a component is words of ours; a button's words are its value.
_WORDED = ("label", "placeholder", "info", "value")


def said(text: str) -> str:
    """Return words of ours as HTML, marked to be put into the browser's language where the table knows them."""
    return f"<span data-said>{escape(text)}</span>" if text in ENGLISH else escape(text)


def put_into_words(blocks: gr.Blocks) -> None:
    """Have the labels of all components follow the browser's language."""
    for component in blocks.blocks.values():
        for name in _WORDED if isinstance(component, gr.Button | gr.DownloadButton) else _WORDED[:-1]:
            text = getattr(component, name, None)
            if isinstance(text, str) and text in ENGLISH:
                setattr(component, name, WORDS(text))
