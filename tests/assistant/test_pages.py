"""What the pages show is escaped, and documents are given to this server's pages alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest
from fastapi.testclient import TestClient

import ui
from assistant.answers import Answer
from assistant.app import Cewen
from assistant.history import History
from assistant.pages import search
from assistant.pages.answering import Answering
from assistant.pages.conversation import answer_text, welcome_html
from assistant.pages.desks import Desks
from assistant.pages.english import said
from assistant.pages.examples import Examples
from assistant.pages.failures import failures_html
from assistant.pages.hits import toggled
from assistant.pages.own_place import hints_html
from assistant.pages.search import found
from assistant.server import make_server
from index.records import Filters

QUESTION = "青岚县把全县学校划分成了多少个片区？"


@pytest.fixture(scope="module")
def client(samples: Cewen) -> Iterator[TestClient]:
    yield TestClient(make_server(samples, ui.compose(samples)))


def _first(samples: Cewen) -> str:
    return next(str(d["doc_id"]) for d in samples.list()["documents"] if d["file"].endswith(".pdf"))


def test_a_document_is_shown_with_its_pages_and_the_place_highlighted(client: TestClient, samples: Cewen) -> None:
    body = client.get(f"/cewen/document/{_first(samples)}", params={"start": 0, "end": 6}).json()
    assert 'class="cewen-here"' in body["html"]
    assert "第1页" in body["html"]
    assert client.get(body["original"]).content.startswith(b"%PDF")


def test_another_site_is_given_nothing(client: TestClient, samples: Cewen) -> None:
    elsewhere = {"sec-fetch-site": "cross-site"}
    for path in (
        f"/cewen/document/{_first(samples)}",
        f"/cewen/original/{_first(samples)}",
        "/cewen/rated.jsonl",
        "/cewen/backup",
    ):
        assert client.get(path, headers=elsewhere).status_code == 403
    assert client.get("/cewen/document/..%2Fetc").status_code == 404
    assert client.get("/cewen/conversation/999.docx").status_code == 404


def test_every_example_question_is_answered(samples: Cewen) -> None:
    asked = Examples(samples).questions(30)
    assert asked
    assert all(not samples.ask(question)["refused"] for question in asked)


def test_marks_and_unsupported_sentences_are_marked_and_all_else_escaped() -> None:
    shown = answer_text("有9个片区。[1]<b>共</b>12所（未在资料中找到依据）。", 3)
    assert 'data-cite="1" data-turn="3"' in shown
    assert '<span class="cewen-unsupported">&lt;b&gt;共&lt;/b&gt;12所' in shown
    assert said("资料库还是空的") in welcome_html([], 0)


def test_an_answer_is_finished_and_kept_though_its_page_has_gone(samples: Cewen, tmp_path: Path) -> None:
    slow = SlowCewen(samples, History(tmp_path / "home"))
    answering = Answering()
    conversation, turn = slow.history.ask(QUESTION)
    answering.start(slow, turn, QUESTION, [], Filters())  # type: ignore[arg-type]
    leaving = answering.follow(turn)
    assert next(leaving)["answer"] == "一"
    leaving.close()
    assert slow.history.turns(conversation)[0].answer is None
    slow.go_on.set()
    assert [answer["answer"] for answer in answering.follow(turn)] in ([], ["一二"])
    assert slow.history.turns(conversation)[0].answer["answer"] == "一二"  # type: ignore[index]


def test_a_stopped_answer_says_that_it_is_not_whole(samples: Cewen, tmp_path: Path) -> None:
    slow = SlowCewen(samples, History(tmp_path / "home"))
    answering = Answering()
    conversation, turn = slow.history.ask(QUESTION)
    answering.start(slow, turn, QUESTION, [], Filters())  # type: ignore[arg-type]
    next(answering.follow(turn))
    answering.stop(slow, turn)  # type: ignore[arg-type]
    slow.go_on.set()
    list(answering.follow(turn))
    kept = slow.history.turns(conversation)[0].answer
    assert kept is not None
    assert "已停止" in kept["notice"]


def test_a_place_is_known_offered_or_unknown_while_it_is_typed() -> None:
    assert "江苏省宿迁市宿城区" in hints_html("宿城区")
    offered = hints_html("鼓楼")
    assert all(city in offered for city in ("徐州", "福州", "开封"))
    assert 'data-name="鼓楼区"' in offered
    assert "新设的区县可以照用" in hints_html("青岚县")
    assert [hints_html(typed) for typed in ("", "宿", "sucheng", "<b>", None)] == [""] * 5


def test_failures_are_listed_by_kind_and_escaped() -> None:
    rows = [{"file": f"/盘/<b>/{n}.doc", "reason": "旧版<i>", "kind": "converter"} for n in range(120)]
    shown = failures_html([*rows, {"file": "坏.docx", "reason": "坏", "kind": "damaged"}])
    assert "旧版 Office 或 WPS 格式（.doc、.wps 等）：120 个" in shown
    assert "还有 20 个没有列出" in shown
    assert "&lt;b&gt;/0.doc" in shown and "<b>/0" not in shown and "<i>" not in shown
    assert shown.index("converter") < shown.index("damaged")
    assert failures_html([]) == ""


class SlowCewen:
    """Answer a piece, then wait to be told to go on, as a slow model server makes the page wait."""

    def __init__(self, cewen: Cewen, history: History) -> None:
        self.history = history
        self.reader = cewen.reader
        self.go_on = threading.Event()
        self._answer = next(cewen.ask_stream(QUESTION))

    def ask_stream(self, *_: object) -> Iterator[Answer]:
        yield replace(self._answer, answer="一")
        self.go_on.wait(10)
        yield replace(self._answer, answer="一二")


def test_places_chosen_together_stand_side_by_side_and_issuers_narrow(samples: Cewen) -> None:
    query = "教师交流"
    facets, _ = found(samples, query, {}, False, False)
    assert "发文机关" in facets and "可点几个地方并排对照" in facets
    chosen = toggled(toggled({}, "place", "柳溪县"), "place", "青岚县")
    _, shown = found(samples, query, chosen, False, False)
    assert shown.count('<h3 class="cewen-side">') == 2
    assert toggled(chosen, "place", "柳溪县") == {"place": "青岚县"}
    assert toggled({"year": "2023"}, "year", "2024") == {"year": "2024"}
    issuer = next(hit["issuer"] for hit in samples.search(query, 20)["hits"] if hit["issuer"])
    _, narrowed = found(samples, query, {"issuer": issuer}, False, False)
    assert 0 < narrowed.count("cewen-hit") < found(samples, query, {}, False, False)[1].count("cewen-hit")


def test_a_search_that_a_facet_overtook_changes_nothing(samples: Cewen, monkeypatch: pytest.MonkeyPatch) -> None:
    with gr.Blocks() as page:
        search.build(Desks(samples))
    run, narrow = (next(fn.fn for fn in page.fns.values() if fn.name == name) for name in ("run", "narrow"))
    assert run and narrow
    asking = SimpleNamespace(request=None, scope={})
    click = SimpleNamespace(_data={"facet": "place", "value": "柳溪县"})
    chosen: dict[str, str] = {}
    shown: list[str] = []

    def overtaken(cewen: Cewen, query: str, asked: dict[str, str], by_date: bool, current: bool) -> tuple[str, str]:
        if not asked:
            shown.append(narrow(asking, query, chosen, search.RELEVANCE, current, click)[1])
        return found(cewen, query, asked, by_date, current)

    monkeypatch.setattr(search, "found", overtaken)
    assert run(asking, "教师交流", chosen, search.RELEVANCE, False) == (gr.skip(), gr.skip())
    assert chosen == {"place": "柳溪县"}
    assert 'cewen-button cewen-on"' in shown[0]
    assert 'cewen-button cewen-on"' in run(asking, "教师交流", chosen, search.RELEVANCE, False)[0]
