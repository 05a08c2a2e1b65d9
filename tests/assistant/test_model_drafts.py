"""Drafts with a chat model: written from the same evidence, checked sentence by sentence, revised one section at a time."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.app import Cewen
from assistant.drafting.modelling import section_meant
from assistant.drafting.values import brief_of
from corpus.errors import ChatModelError, DraftError
from tests.assistant.chat_server import Script
from tests.assistant.test_drafts import section, text_of

OURS = ("汇报材料", "义务教育优质均衡发展", "青岚县")


def test_each_section_is_written_from_its_own_evidence(assistant: Cewen, script: Script) -> None:
    script.reply = "全县划分为9个片区。[7]"
    brief = assistant.draft(*OURS)
    asked = [request["messages"][1]["content"] for request in script.requests]
    assert len(asked) == 4
    assert "这一部分：存在问题" in asked[2] and "平均班额为51人" in asked[2] and "9个片区" not in asked[2]
    assert "约" in asked[1] and "常用衔接" in asked[1]
    assert brief["mode"] == "model"


def test_a_faithful_sentence_passes_and_keeps_all_its_citations(assistant: Cewen, script: Script) -> None:
    script.reply = "近三年来，坚持优先发展。[1]全县有义务教育学校46所，[2]农村学校29所。[3]"
    kept = section(assistant.draft(*OURS), "基本情况")
    assert "全县有义务教育学校46所，农村学校29所。" in kept
    assert "未在资料中" not in kept


@pytest.mark.parametrize(
    "wrong",
    [
        "全县有学校99所。[2]",
        "全县有学校45所。",
        "全县有学校46所。[88]",
        "柳溪县有学校46所。[2]",
        "印发了《优先发展办法》。[2]",
    ],
)
def test_what_no_source_supports_is_marked_and_listed(assistant: Cewen, script: Script, wrong: str) -> None:
    script.reply = wrong
    brief = assistant.draft(*OURS)
    assert any(wrong.split("。")[0] in sentence for sentence in brief["unsupported"])
    assert "（未在资料中找到依据）" in section(brief, "基本情况")
    states = {s["state"] for x in brief["sections"] for p in x["paragraphs"] for s in p["sentences"]}
    assert "unsupported" in states


def test_a_sentence_without_a_mark_is_given_the_source_that_clearly_supports_it(
    assistant: Cewen, script: Script
) -> None:
    script.reply = "全县现有义务教育学校46所，其中小学31所。"
    brief = assistant.draft(*OURS)
    (first, *_) = (p for x in brief["sections"] if "基本情况" in x["heading"] for p in x["paragraphs"])
    assert first["citations"]


def test_subheadings_and_blanks_of_a_model_are_kept(assistant: Cewen, script: Script) -> None:
    script.reply = "## 一、加大投入\n投入3.6亿元。[5]\n## （二）分片管理\n划分为9个片区。[7]\n〔待补充：经费来源〕"
    brief = assistant.draft(*OURS)
    headings = [s["heading"] for s in brief["sections"]]
    assert "（一）加大投入" in headings and "（二）分片管理" in headings
    assert "经费来源" in brief["gaps"]
    assert not any("待补充" in sentence for sentence in brief["unsupported"])


@pytest.mark.parametrize("failure", ["refused", "empty", "dies"])
def test_a_failing_server_leaves_the_extractive_draft_with_a_notice(
    assistant: Cewen, script: Script, failure: str
) -> None:
    script.reply = "全县有学校46所。[2]" * 20
    if failure == "refused":
        script.status = 500
    elif failure == "empty":
        script.reply = ""
    else:
        script.die_after = 20
    brief = assistant.draft(*OURS)
    assert brief["mode"] == "extractive"
    assert "大模型服务" in brief["notice"]
    assert "9个片区" in text_of(brief)


def kept_draft(assistant: Cewen, script: Script) -> Any:
    script.status = 500
    draft = assistant.draft(*OURS, save=True)
    script.status = 200
    script.requests.clear()
    return draft


def test_only_the_section_meant_is_changed_and_checked(assistant: Cewen, script: Script) -> None:
    draft = kept_draft(assistant, script)
    script.reply = "投入3.6亿元，划分为9个片区。[5][7]另建学校77所。[5]"
    opened = assistant.revise_draft(draft["draft_id"], "第二部分压缩到三百字")
    new = opened["draft"]
    assert "投入3.6亿元，划分为9个片区。" in section(new, "主要做法与成效")
    assert any("77所" in sentence for sentence in new["unsupported"])
    for heading in ("基本情况", "存在问题", "下一步打算"):
        assert section(new, heading) == section(draft, heading)
    (request,) = script.requests
    assert "压缩到三百字" in request["messages"][1]["content"]
    assert "平均班额" not in request["messages"][1]["content"]
    assert [v["how"] for v in opened["versions"]] == ["起草", "改写"]
    assert {n for s in new["sections"] for p in s["paragraphs"] for n in p["citations"]} == {
        c["n"] for c in new["citations"]
    }


def test_a_failing_server_changes_nothing(assistant: Cewen, script: Script) -> None:
    draft = kept_draft(assistant, script)
    script.status = 500
    with pytest.raises(ChatModelError):
        assistant.revise_draft(draft["draft_id"], "第二部分压缩到三百字")
    assert len(assistant.open_draft(draft["draft_id"])["versions"]) == 1


def test_the_section_meant_is_told_from_number_or_words(samples: Cewen) -> None:
    brief = brief_of(samples.draft(*OURS))

    def heading(instruction: str) -> str:
        return brief.sections[section_meant(brief, instruction)[0]].heading

    assert heading("第三部分写得具体些") == "三、存在问题"
    assert heading("第2部分压缩") == "二、主要做法与成效"
    assert heading("把下一步打算写短") == "四、下一步打算"
    start, end = section_meant(brief, "第五部分删掉")
    assert "以上汇报" not in "".join(p.text for s in brief.sections[start:end] for p in s.paragraphs)
    for wrong in ("第九部分改短", "写得好一点"):
        with pytest.raises(DraftError, match="部分"):
            section_meant(brief, wrong)


def test_without_a_model_a_revision_is_refused_with_what_to_do(cewen: Cewen) -> None:
    draft = cewen.draft("汇报材料", "养老服务", "白云县", save=True)
    with pytest.raises(DraftError, match="没有接大模型"):
        cewen.revise_draft(draft["draft_id"], "第二部分压缩到三百字")
