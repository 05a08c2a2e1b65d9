"""Conversations are kept, found again, rated, and written to Word with their sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from assistant.answer_evaluation import read_questions
from assistant.app import Cewen
from assistant.conversation_export import export_conversation
from assistant.history import USEFUL, WRONG, History
from corpus.errors import CewenError

QUESTION = "青岚县把全县学校划分成了多少个片区？"


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "home")


def test_a_question_is_kept_before_it_is_answered(history: History) -> None:
    conversation, turn = history.ask("青岚县有多少所学校？")
    assert history.turns(conversation)[0].answer is None
    history.answered(turn, {"answer": "46所", "refused": False})
    assert [t.answer for t in history.turns(conversation)] == [{"answer": "46所", "refused": False}]


def test_a_follow_up_stays_in_its_conversation_and_a_deleted_one_begins_anew(history: History) -> None:
    first, _ = history.ask("一")
    assert history.ask("二", first)[0] == first
    history.delete(first)
    assert history.turns(first) == []
    assert history.ask("三", first)[0] != first


def test_conversations_are_found_by_words_of_title_question_and_answer(history: History) -> None:
    one, turn = history.ask("教师有多少？")
    history.answered(turn, {"answer": "有412人", "refused": False})
    history.ask("百分之100%的学校")
    assert [c["conversation_id"] for c in history.conversations("412 教师")] == [one]
    assert len(history.conversations("0%")) == 1
    assert history.conversations("_") == []
    history.rename(one, "  师资  情况 ")
    assert history.title(one) == "师资 情况"
    with pytest.raises(CewenError, match="名称"):
        history.rename(one, " ")


def test_questions_refused_most_come_first(history: History) -> None:
    for asked in ("甲", "乙", "乙"):
        _, turn = history.ask(asked)
        history.answered(turn, {"answer": "", "refused": True})
    assert [(row["asked"], row["times"]) for row in history.refused()] == [("乙", 2), ("甲", 1)]
    assert history.counts() == {"asked": 3, "refused": 3, "useful": 0, "wrong": 0}


def test_ratings_are_an_evaluation_file(history: History, samples: Cewen, tmp_path: Path) -> None:
    conversation, one = history.ask(QUESTION)
    history.answered(one, samples.ask(QUESTION))
    _, other = history.ask("柳溪县呢？", conversation)
    history.answered(other, samples.ask("柳溪县呢？", [QUESTION]))
    history.rate(one, USEFUL)
    history.rate(other, WRONG, "应当有")
    path = tmp_path / "rated.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in history.rated()), encoding="utf-8")
    asked = read_questions(path)
    assert [question.kind for question in asked] == ["answerable", "answerable"]
    assert "9个片区" in asked[0].gold[0]
    assert asked[1].history == (QUESTION,)
    assert history.rated()[1]["note"] == "应当有"
    with pytest.raises(CewenError, match="评价"):
        history.rate(one, "很好")


def test_a_conversation_goes_to_word_with_its_sources(samples: Cewen, history: History, tmp_path: Path) -> None:
    conversation, turn = history.ask(QUESTION)
    history.answered(turn, samples.ask(QUESTION))
    path = tmp_path / "问答.docx"
    export_conversation("片区", history.turns(conversation), path, samples.settings)
    text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert QUESTION in text
    assert "青岚县义务教育优质均衡发展工作汇报材料" in text


def test_a_quotation_stands_in_its_paragraph_and_a_row_in_its_cells(samples: Cewen) -> None:
    cited = samples.ask(QUESTION)["citations"][0]
    found = samples.around(cited["doc_id"], cited["start"], cited["end"], cited["quote"])
    assert found["quote"] == cited["quote"]
    moved = samples.around(cited["doc_id"], 0, 5, cited["quote"])
    assert (moved["start"], moved["end"]) == (cited["start"], cited["end"])
    assert not samples.around(cited["doc_id"], 0, 5, "没有这句话")["found"]
    assert samples.around("不在", 0, 5) == {}
    row = samples.ask("云川市2023年教育经费投入是多少万元？")["citations"][0]
    cells = samples.around(row["doc_id"], row["start"], row["end"], row["quote"])["cells"]
    assert ("2023年", "51700") in [(cell["head"], cell["value"]) for cell in cells]
