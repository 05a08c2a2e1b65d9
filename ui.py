"""Compose the pages of assistant.pages into the web application, and start the command line with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import cli

if TYPE_CHECKING:
    from gradio import Blocks

    from assistant.app import Cewen


def compose(cewen: Cewen) -> Blocks:
    """Return the application over one open library."""
    import gradio as gr

    from assistant.pages import (
        ask,
        check,
        draft,
        experience,
        guide,
        heading,
        library,
        overview,
        programs,
        remembering,
        search,
        settings,
    )
    from assistant.pages.desks import QUIET, Desks
    from assistant.pages.english import put_into_words

    blocks: Blocks
    desks = Desks(cewen)
    with gr.Blocks(title="策问", analytics_enabled=False, fill_width=False) as blocks:
        # First, so that no handler of a page has taken an endpoint's name.
        programs.build(desks)
        heading.build(desks, blocks)
        guide.build(desks, blocks)
        kept = remembering.states()
        with gr.Tabs() as tabs:
            with gr.Tab("问答", id="ask"):
                ask.build(desks, blocks)
            with gr.Tab("起草", id="draft") as tab:
                notes = draft.build(desks, blocks, tab, kept)
            with gr.Tab("核稿", id="check") as tab:
                check.build(desks, blocks, tab, kept)
            with gr.Tab("检索", id="search"):
                onward, basket = search.build(desks)
            with gr.Tab("经验", id="experience") as tab:
                experience.build(desks, tab)
            with gr.Tab("资料库", id="library") as tab:
                library.build(desks, tab)
            with gr.Tab("概览", id="overview") as tab:
                overview.build(desks, tab)
            with gr.Tab("设置", id="settings") as tab:
                settings.build(desks, tab)
        onward.click(
            lambda basket: (draft.notes_of(basket), gr.Tabs(selected="draft")), basket, [notes, tabs],
            **QUIET,
        )  # fmt: skip
    put_into_words(blocks)
    blocks.queue(default_concurrency_limit=4, max_size=64)
    return blocks


def main() -> None:
    """Run `cewen`."""
    cli.main(compose)


if __name__ == "__main__":
    main()
