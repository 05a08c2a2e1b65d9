from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from assistant.app import Cewen
from corpus.figures import find_figures
from tests.assistant.questions import ANSWERABLE, TRAPS, UNANSWERABLE

EVERY_QUESTION = [q for q, _ in ANSWERABLE] + UNANSWERABLE + [q for q, _ in TRAPS]


@pytest.mark.parametrize(("question", "gold"), ANSWERABLE)
def test_answerable_question_is_answered_from_its_sentence(samples: Cewen, question: str, gold: str) -> None:
    answer = samples.ask(question)
    assert not answer["refused"], answer["answer"]
    assert gold in answer["answer"]
    assert any(gold in citation["quote"] for citation in answer["citations"])
    assert answer["mode"] == "extractive"


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_unanswerable_question_is_refused(samples: Cewen, question: str) -> None:
    answer = samples.ask(question)
    assert answer["refused"], answer["answer"]
    assert "没有找到" in answer["answer"]


@pytest.mark.parametrize(("question", "foreign"), TRAPS)
def test_another_places_fact_is_never_an_answer(samples: Cewen, question: str, foreign: str) -> None:
    answer = samples.ask(question)
    assert foreign not in answer["answer"]
    assert all(foreign not in citation["quote"] for citation in answer["citations"])


@pytest.mark.parametrize("question", EVERY_QUESTION)
def test_every_quotation_is_verbatim_and_every_figure_is_quoted(samples: Cewen, question: str) -> None:
    answer = samples.ask(question)
    for citation in answer["citations"]:
        document = samples.document(citation["doc_id"])
        assert document is not None
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
    if not answer["refused"]:
        quoted = {f.key for c in answer["citations"] for f in find_figures(c["quote"])}
        lines = [
            line for line in answer["answer"].splitlines() if not line.startswith(("《", "“")) and "，《" not in line
        ]
        stated = [f for f in find_figures(" ".join(lines)) if f.kind != "date"]
        marks = {f"[{citation['n']}]" for citation in answer["citations"]}
        assert all(f.key in quoted or f"[{f.text}]" in marks for f in stated), answer["answer"]


def test_what_is_near_is_named_as_the_other_places(samples: Cewen) -> None:
    answer = samples.ask("柳溪县把学校划分成了多少个片区？")
    assert answer["refused"]
    (related,) = [r for r in answer["related"] if "9个片区" in r["quote"]]
    assert related["place"] == "青岚县"
    assert "青岚县" in related["note"]


def test_a_question_without_a_place_is_answered_by_place(samples: Cewen) -> None:
    answer = samples.ask("各县招聘了多少名特岗教师？")
    assert "青岚县：" in answer["answer"]


def test_a_list_asked_for_by_name_is_not_answered_by_its_number(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "白云县工作总结\n\n白云县在老城区新建、扩建、改造提升7所学校，累计投入4.8亿元，群众满意。\n", encoding="utf-8"
    )
    cewen.add([str(path)])
    answer = cewen.ask("白云县改造提升的7所学校是哪些？")
    assert answer["refused"]
    assert "资料只写到" in answer["answer"]


def test_a_list_behind_a_lead_in_is_given_whole(samples: Cewen) -> None:
    answer = samples.ask("石桥区先行组建的6个教育集团有哪些？")
    for name in ("石桥一小", "实验小学", "石桥一中", "育才学校", "师范附小", "石桥四中"):
        assert f"{name}教育集团" in answer["answer"]


def test_a_follow_up_takes_the_question_before_it(samples: Cewen) -> None:
    answer = samples.ask("那柳溪县呢？", ["青岚县把全县学校划分成了多少个片区？"])
    assert answer["question"] == "柳溪县把全县学校划分成了多少个片区？"
    assert answer["refused"]


def test_a_greeting_is_answered_without_citing(samples: Cewen) -> None:
    answer = samples.ask("你好")
    assert (answer["mode"], answer["citations"], answer["refused"]) == ("greeting", [], False)


def test_a_year_that_the_document_does_not_speak_of_is_refused(samples: Cewen) -> None:
    assert samples.ask("青岚县2019年新增学位多少个？")["refused"]


def test_an_empty_library_refuses(cewen: Cewen) -> None:
    assert cewen.ask("青岚县有多少个片区？")["refused"]


def test_a_point_question_is_answered_in_its_first_line(samples: Cewen) -> None:
    for question, gold in ANSWERABLE:
        answer = samples.ask(question)["answer"]
        if "多少" in question:
            direct = answer.split("原文：")[0].splitlines()
            assert any(gold in line for line in direct), question
            assert all(len(line) <= 80 for line in direct), direct


def test_a_redacted_place_is_nobodys(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "某区教育汇报材料\n\nXX区坚持均衡发展。XX区现有学校39所，在校生30884人。XX区投入2.5亿元完成80余项工程，XX区群众满意。\n",
        encoding="utf-8",
    )
    cewen.add([str(path)])
    assert cewen.ask("海拉尔区在校生有多少人？")["refused"]
    assert "隐去了地名" in cewen.ask("在校生有多少人？")["answer"]


def test_warm_questions_are_quick(samples: Cewen) -> None:
    samples.ask("预热")
    times = []
    for question in EVERY_QUESTION:
        started = perf_counter()
        samples.ask(question)
        times.append(perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.15


def test_the_version_in_force_answers_and_says_what_it_replaced(samples: Cewen) -> None:
    answer = samples.ask("云川市教师在同一学校任教满多少年应当参加交流？")
    assert "满六年" in answer["answer"]
    assert "满九年" not in answer["answer"]
    assert "自2024-03-01起施行" in answer["answer"]
    assert "2019-08-01" in answer["answer"]


def test_the_version_in_force_at_the_year_asked_answers(samples: Cewen) -> None:
    answer = samples.ask("云川市2020年规定初中每班不得超过多少人？")
    assert "55人" in answer["answer"]
    assert "50人" not in answer["answer"].split("原文：")[0]


def test_both_versions_answer_what_changed(samples: Cewen) -> None:
    answer = samples.ask("云川市义务教育学校管理办法修订前后，教师每年参加培训不少于多少学时？")
    assert "60学时" in answer["answer"]
    assert "72学时" in answer["answer"]


def test_one_of_many_alike_is_answered_by_itself(samples: Cewen) -> None:
    answer = samples.ask("石桥一中教育集团的成员学校有哪些？")
    assert "城北中学和向阳路中学" in answer["answer"]
    assert "铁路学校" not in answer["answer"]
