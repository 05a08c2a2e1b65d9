"""What is typed on a page is still there when it is opened again: the browser keeps it, and no server is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.pages.desks import QUIET


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the browser keeps: what was typed for a draft and for a check, and which draft was last on the page."""

    draft: gr.BrowserState
    check: gr.BrowserState
    drafted: gr.BrowserState


def states() -> Remembered:
    """Add the states outside of all tabs: inside one they would be read only once it is opened."""
    return Remembered(_state([], "draft-typed"), _state([], "check-typed"), _state(0, "draft"))


def remember(blocks: gr.Blocks, kept: gr.BrowserState, fields: Sequence[Any]) -> None:
    """Keep what stands in text fields, and put it back when the page is opened."""
    back = f"(kept) => Array.isArray(kept) && kept.length === {len(fields)} ? kept : undefined"
    blocks.load(None, kept, [*fields], js=back, api_visibility="private")
    gr.on(
        [field.change for field in fields], None, [*fields], kept, js="(...typed) => [typed]", **QUIET,
    )  # fmt: skip


def _state(default: Any, name: str) -> gr.BrowserState:
    return gr.BrowserState(default, storage_key=f"cewen-{name}", secret="cewen")
