"""The questions of answers.jsonl on the sample corpus, with floors; and the judging itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.answer_evaluation import AskedQuestion, evaluate, holds, judge, read_questions, summary
from assistant.app import Cewen
from corpus.errors import CewenError
from corpus.figures import find_figures

QUESTIONS = Path(__file__).parent / "answers.jsonl"


def test_questions_on_the_sample_corpus(samples: Cewen) -> None:
    questions = read_questions(QUESTIONS)
    assert len(questions) >= 200
    outcomes = evaluate(questions, lambda question, history: samples.ask(question, history))
    result = summary(outcomes)
    wrong = "\n".join(f"{w['question']}：{w['answer'][:80]}" for w in result["wrong"])
    assert result["answerable"]["right"] >= 0.97 * result["answerable"]["questions"], wrong
    assert result["answerable"]["cited"] >= 0.92 * result["answerable"]["questions"], wrong
    assert result["unanswerable"]["refused"] == result["unanswerable"]["questions"], wrong
    assert result["traps"]["fallen_into"] == 0, wrong


@pytest.mark.parametrize("asked", read_questions(QUESTIONS), ids=lambda asked: asked.question)
def test_every_figure_of_an_answer_stands_in_a_cited_sentence_or_is_shown_with_its_terms(
    samples: Cewen, asked: AskedQuestion
) -> None:
    answer = samples.ask(asked.question, asked.history)
    for citation in answer["citations"]:
        document = samples.document(citation["doc_id"])
        assert document is not None
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
    if answer["refused"]:
        return
    cited = {f.key for c in answer["citations"] for f in find_figures(c["quote"] + "\n" + c["cell"])}
    told = answer["answer"].split("原文：")[0]
    for line in told.splitlines():
        # Titles, counts of documents, and what is not answered are no facts of a document; a difference has its terms.
        if (
            "[" not in line
            or "相差" in line
            or line.startswith("**")
            or re.match(r"\d+\. 《", line)
            or "资料库 " in line
        ):
            continue
        plain = line
        for n in range(len(answer["citations"]), 0, -1):
            plain = plain.replace(f"[{n}]", "")
        plain = plain.split("（《")[0]
        missing = [f.text for f in find_figures(plain) if f.kind not in ("date", "period") and f.key not in cited]
        missing = [text for text in missing if text not in "".join(c["cell"] + c["quote"] for c in answer["citations"])]
        assert not missing, (line, missing)


def test_a_difference_is_shown_with_its_terms(samples: Cewen) -> None:
    answer = samples.ask("石桥区比柳溪县2024年教育经费多多少？")
    assert "7300万元（18500万元－11200万元）" in answer["answer"].replace("\n", "")


def test_judging() -> None:
    asked = AskedQuestion("多少所？", "answerable", ("13",))
    cited = {"quote": "有13个片区", "cell": ""}

    def answer(text: str, **more: object) -> dict[str, object]:
        return {"answer": text, "refused": False, "confidence": 0.9, "citations": [cited], **more}

    assert judge(asked, answer("白云县：13个。[1]"), 1.0).right
    assert not judge(asked, answer("白云县：130个。[1]"), 1.0).right
    assert not judge(asked, answer("没有。", refused=True), 1.0).right
    trap = AskedQuestion("多少所？", "trap", (), ("9个",))
    assert judge(trap, answer("有9个"), 1.0).trapped
    assert not judge(trap, answer("没有，别处有9个", refused=True), 1.0).trapped
    assert holds("共1,234人", "1234人")
    assert holds("满 12 个月", "满12个月")


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "甲"}', '{"question": "甲", "kind": "别的"}'])
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "题.jsonl"
    file.write_text(json.dumps({"question": "甲？", "kind": "unanswerable"}) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(CewenError, match="第 2 行"):
        read_questions(file)
