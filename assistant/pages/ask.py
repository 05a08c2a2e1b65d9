"""问答: a conversation that answers from the library, the sources beside it, kept from one day to the next."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.app import Cewen
from assistant.history import Turn
from assistant.pages import choices, past
from assistant.pages.answering import Answering
from assistant.pages.conversation import conversation_html, welcome_html
from assistant.pages.desks import QUIET, Desks
from assistant.pages.examples import Examples
from assistant.pages.markup import CLICKS, busy, clicked, notice
from assistant.pages.sources import EMPTY_SOURCES, answer_sources
from corpus.errors import CewenError
from index.records import Filters

logger = logging.getLogger(__name__)
# So many answers of a conversation have their sources beside them.
WITH_SOURCES = 20
Shown = tuple[Any, Any, Any, Any]


def build(desks: Desks, blocks: gr.Blocks) -> None:
    """Add the page to the open Blocks."""
    page, mine = AskPage(), desks.bound
    talk = gr.BrowserState(0, storage_key="cewen-conversation", secret="cewen")
    with gr.Row(elem_classes="cewen-tools"):
        new = gr.Button("新对话", size="sm", min_width=80, scale=0, elem_id="cewen-new")
        old = gr.Button("历史对话", size="sm", min_width=80, scale=0, elem_id="cewen-old")
        place = choices.dropdown("place", "地方", min_width=116, scale=0)
        genre = choices.dropdown("genre", "文种", min_width=116, scale=0)
        year = choices.dropdown("year", "年份", min_width=116, scale=0)
        current = gr.Checkbox(
            False, label="只看现行有效", container=False, scale=0, min_width=150, elem_classes="cewen-tick"
        )
    with gr.Row(elem_classes="cewen-columns"):
        with gr.Column(scale=2, min_width=240, visible=False, elem_id="cewen-past") as panel:
            past_words, past_list = past.parts()
        with gr.Column(scale=6, min_width=320):
            chat = gr.HTML(busy("正在打开……"), js_on_load=CLICKS, elem_id="cewen-chat", elem_classes="cewen-pane")
            with gr.Row(elem_classes="cewen-askbar"):
                box = gr.Textbox(
                    placeholder="请输入问题，按回车提问", show_label=False, label="问题", scale=8, lines=1, max_lines=4,
                    elem_id="cewen-question", autofocus=True, max_length=500, container=False,
                )  # fmt: skip
                send = gr.Button("提问", variant="primary", scale=0, min_width=72, elem_id="cewen-send")
        with gr.Column(scale=4, min_width=300):
            sources = gr.HTML(EMPTY_SOURCES, elem_id="cewen-sources", elem_classes="cewen-pane")

    shown = [box, chat, sources, talk]
    asked = [talk, place, genre, year, current]
    gr.on([box.submit, send.click], mine(page.respond), [box, *asked], shown, concurrency_limit=8, **QUIET)
    chat.select(mine(page.act), asked, shown, trigger_mode="multiple", concurrency_limit=16, **QUIET)
    new.click(mine(lambda cewen: ("", *page.empty(cewen), 0)), None, shown, **QUIET)
    blocks.load(mine(page.reopen), talk, shown, **QUIET)
    blocks.load(mine(choices.renewed), None, [place, genre, year], **QUIET)
    past.bind(desks, page.reopen, old, panel, past_words, past_list, shown)


class AskPage:
    """Answer what the page asks for; every value that it shows comes from the history."""

    def __init__(self) -> None:
        self._answering = Answering()
        self._examples: dict[frozenset[str] | None, Examples] = {}

    def respond(
        self, cewen: Cewen, question: str, current: int, place: str, genre: str, year: str, in_force: bool
    ) -> Iterator[Shown]:
        """Ask a question and show the conversation as the answer grows."""
        question = question.strip()
        if not question:
            yield (gr.skip(),) * 4
            return
        filters = Filters(choices.value(place), choices.value(genre), choices.value(year), in_force=in_force)
        try:
            earlier = [turn.asked for turn in cewen.history.turns(current) if turn.answer]
            current, turn_id = cewen.history.ask(question, current)
        except CewenError as error:
            yield question, notice(error), EMPTY_SOURCES, current
            return
        self._answering.start(cewen, turn_id, question, earlier, filters)
        # The box is emptied once: what is typed while the answer grows is the next question.
        yield "", gr.skip(), gr.skip(), current
        yield from self._follow(cewen, current, turn_id)

    def reopen(self, cewen: Cewen, current: int) -> Iterator[Shown]:
        """Show a conversation that was left, and go on with the answer where one is in the making."""
        try:
            turns = cewen.history.turns(current or 0)
        except CewenError as error:
            yield gr.skip(), notice(error), EMPTY_SOURCES, 0
            return
        if not turns:
            yield (gr.skip(), *self.empty(cewen), 0)
            return
        yield from self._follow(cewen, current, turns[-1].turn_id)

    def act(
        self, cewen: Cewen, current: int, place: str, genre: str, year: str, in_force: bool, event: gr.EventData
    ) -> Iterator[Shown]:
        """Do what a button in the conversation says: ask an example, stop, rate."""
        asked = clicked(event)
        if asked["act"] == "example":
            yield from self.respond(cewen, asked["value"], current, place, genre, year, in_force)
        elif asked["act"] == "stop":
            self._answering.stop(cewen, int(asked["turn"]))
            yield (gr.skip(),) * 4
        elif asked["act"] == "rate":
            try:
                cewen.history.rate(int(asked["turn"]), asked["verdict"], asked.get("value", "")[:500])
                shown = conversation_html(cewen.history.turns(current))
            except CewenError as error:
                shown = notice(error)
            yield gr.skip(), shown, gr.skip(), gr.skip()

    def empty(self, cewen: Cewen) -> tuple[str, str]:
        """Return what stands before the first question."""
        documents, _ = cewen.library.catalog.counts()
        # Who may read the same is shown the same examples.
        examples = self._examples.setdefault(cewen.reader.readable, Examples(cewen))
        return welcome_html(examples.questions() if documents else [], documents), EMPTY_SOURCES

    def _follow(self, cewen: Cewen, current: int, turn_id: int) -> Iterator[Shown]:
        turns = cewen.history.turns(current)
        waiting = turn_id if self._answering.running(turn_id) else 0
        if waiting:
            yield gr.skip(), conversation_html(turns, waiting), gr.skip(), current
            try:
                for answer in self._answering.follow(turn_id):
                    growing = [*turns[:-1], replace(turns[-1], answer=answer)]
                    yield gr.skip(), conversation_html(growing, waiting), gr.skip(), gr.skip()
            except CewenError as error:
                yield gr.skip(), conversation_html(turns) + notice(error), gr.skip(), gr.skip()
                return
            turns = cewen.history.turns(current)
        yield gr.skip(), conversation_html(turns), self._sources(cewen, turns), current

    def _sources(self, cewen: Cewen, turns: list[Turn]) -> str:
        answered = [turn for turn in turns if turn.answer][-WITH_SOURCES:]
        groups = "".join(answer_sources(cewen, turn.turn_id, turn.answer or {}) for turn in answered)
        return f'<div class="cewen-groups">{groups}</div>' if groups else EMPTY_SOURCES
