"""Requests, outlines and genres: what is asked for, what can be changed before writing, what an office may add."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from assistant.app import Cewen
from assistant.drafting.outline import (
    PINNED,
    REJECTED,
    dropped,
    marked,
    moved,
    outline_json,
    outline_of,
    renamed,
    reordered,
)  # fmt: skip
from assistant.drafting.request import make_request, read_period, request_json, request_of
from assistant.drafting.roles import load_roles, role_names
from assistant.genres import find_genre, load_genres
from assistant.settings import load_settings
from corpus.errors import DocumentNotFound, DraftError
from tests.assistant.test_drafts import section, text_of

Json = dict[str, Any]
OURS = ("汇报材料", "义务教育优质均衡发展", "青岚县")


# ---- requests


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2023", (2023, 2023)),
        ("2019-2023", (2019, 2023)),
        ("2019年至2023年", (2019, 2023)),
        ((2020, 2021), (2020, 2021)),
        ("", None),
    ],
)
def test_a_period_is_read_as_it_is_written(written: object, period: tuple[int, int] | None) -> None:
    assert read_period(written) == period


@pytest.mark.parametrize("written", ["去年", "2023-2019", "99", "2023-"])
def test_another_period_is_refused(written: str) -> None:
    with pytest.raises(DraftError, match="时期"):
        read_period(written)


def test_a_request_survives_json() -> None:
    request = make_request(*OURS, {"period": "2022-2024", "points": ["教师"], "length": 800, "notes": "有 3 项"})
    assert request_of(json.loads(json.dumps(request_json(request)))) == request


@pytest.mark.parametrize(
    ("more", "message"),
    [({"colour": "red"}, "colour"), ({"length": 5}, "5 字"), ({"period": "x"}, "时期")],
)
def test_a_wrong_field_is_named(more: Json, message: str) -> None:
    with pytest.raises(DraftError, match=message):
        make_request(*OURS, more)


@pytest.mark.parametrize("topic", ["", "　 ", "字" * 81])
def test_a_topic_is_wanted_and_short(topic: str) -> None:
    with pytest.raises(DraftError, match="主题"):
        make_request("汇报材料", topic)


def test_what_lies_outside_the_period_is_left_out(samples: Cewen) -> None:
    text = text_of(samples.draft("工作总结", "教育工作", "青岚县", more={"period": "2023"}))
    assert "1.21亿元" in text
    assert "618.4万元" not in text
    assert "2023年" in samples.draft("工作总结", "教育工作", "青岚县", more={"period": "2023"})["title"]


def test_notes_are_cited_as_the_users_own_and_stand_where_they_belong(samples: Cewen) -> None:
    notes = "一、存在问题\n城区学位缺口1234个，供需矛盾突出。\n\n| 项目 | 数量 |\n| --- | --- |\n| 学校 | 46 |"
    brief = samples.draft(*OURS, more={"notes": notes})
    assert "城区学位缺口1234个" in section(brief, "存在问题")
    own = [c for c in brief["citations"] if c["title"] == "用户提供"]
    assert own
    assert all(notes[c["start"] : c["end"]] == c["quote"] for c in own)
    assert ["学校", "46"] in [row for s in brief["sections"] for p in s["paragraphs"] for row in p["table"]]


def test_a_point_that_nothing_supports_is_a_blank(samples: Cewen) -> None:
    brief = samples.draft(*OURS, more={"points": ["教师招聘", "食堂改造"]})
    assert any("食堂改造" in gap for gap in brief["gaps"])
    assert not any("教师招聘" in gap for gap in brief["gaps"])
    assert "412人" in text_of(brief)


def test_documents_are_preferred_and_left_out(samples: Cewen) -> None:
    title = "青岚县义务教育优质均衡发展工作汇报材料"
    brief = samples.draft(*OURS, more={"without": [title], "prefer": ["青岚县2023年教育工作总结.txt"]})
    assert {c["title"] for c in brief["citations"]} == {"青岚县2023年教育工作总结"}
    with pytest.raises(DocumentNotFound):
        samples.draft(*OURS, more={"without": ["没有这篇"]})


def test_an_examples_outline_is_followed(samples: Cewen) -> None:
    like = "青岚县义务教育优质均衡发展工作汇报材料"
    brief = samples.draft("汇报材料", "义务教育优质均衡发展", "东屏区", more={"like": like})
    headings = [s["heading"] for s in brief["sections"] if s["heading"]]
    assert headings[:3] == ["一、基本情况", "二、主要做法", "（一）加大投入，改善办学条件"]
    assert "平均班额" not in text_of(brief)
    assert "共计17个班" in section(brief, "存在问题")
    assert "青岚县" not in text_of(brief)


def test_an_addressee_is_set(samples: Cewen) -> None:
    assert samples.draft(*OURS, more={"audience": "县人大常委会："})["salutation"] == "县人大常委会："


def test_others_experience_is_named_quoted_and_no_figure_of_ours(cewen: Cewen, tmp_path: Path) -> None:
    for place, amount in (("白云县", 3), ("黑水县", 7)):
        path = tmp_path / f"{place}.txt"
        path.write_text(
            f"{place}养老服务工作简报\n\n一、主要做法\n{place}养老服务稳步推进，我县投入养老服务资金{amount}亿元，建成养老院{amount}所。\n",
            encoding="utf-8",
        )
        cewen.add([str(path)])
    plain = cewen.draft("调研报告", "养老服务", "白云县")
    assert "黑水县" not in text_of(plain)
    brief = cewen.draft("调研报告", "养老服务", "白云县", more={"elsewhere": True})
    kept = section(brief, "外地经验借鉴")
    assert kept.startswith(kept[:2] + "外地经验借鉴\n黑水县的做法（据《黑水县养老服务工作简报》）：“")
    assert "7亿元" not in text_of(brief).replace(kept, "")


# ---- outlines


def test_an_outline_survives_json_and_gives_the_same_draft(samples: Cewen) -> None:
    outline = samples.outline(*OURS)
    assert outline_json(outline_of(json.loads(json.dumps(outline)))) == outline
    assert samples.write(outline)["sections"] == samples.draft(*OURS)["sections"]


def test_evidence_is_pinned_rejected_moved(samples: Cewen) -> None:
    outline = outline_of(samples.outline(*OURS))
    body = [s for s in outline.sections if s.kind == "body"]
    first = body[1].evidence[0]
    assert first.citation.quote not in _written(samples, marked(outline, [first.n], REJECTED))
    turned = moved(outline, first.n, 3)
    assert first.citation.quote[:12] in section(samples.write(outline_json(turned)), body[2].heading)
    short = outline_of(samples.outline(*OURS, more={"length": 200}))
    spare = next(p for s in short.sections for p in s.evidence if p.state == "spare" and not p.after)
    assert spare.citation.quote[:10] not in _written(samples, short)
    assert spare.citation.quote[:10] in _written(samples, marked(short, [spare.n], PINNED))
    with pytest.raises(DraftError, match="999"):
        marked(outline, [999], PINNED)


def _written(samples: Cewen, outline: Any) -> str:
    return text_of(samples.write(outline_json(outline)))


def test_sections_are_reordered_renamed_and_dropped(samples: Cewen) -> None:
    outline = outline_of(samples.outline(*OURS))
    changed = dropped(renamed(reordered(outline, [2, 1, 3, 4, 5]), 1, "干了什么"), 5)
    headings = [s["heading"] for s in samples.write(outline_json(changed))["sections"] if s["level"] == 1]
    assert headings == ["一、干了什么", "二、基本情况", "三、存在问题", "四、下一步打算"]
    for order in ([1, 2], [1, 1, 2, 3, 4], [0, 1, 2, 3, 4]):
        with pytest.raises(DraftError):
            reordered(outline, order)


def test_a_rejected_sentence_takes_what_hangs_on_it_along(samples: Cewen) -> None:
    outline = outline_of(samples.outline("调研报告", "农村小规模学校", "柳溪县"))
    hanging = next(p for s in outline.sections for p in s.evidence if p.after)
    text = _written(samples, marked(outline, [hanging.after], REJECTED))
    assert hanging.citation.quote[-10:] not in text


def test_a_broken_outline_is_refused(samples: Cewen) -> None:
    outline = samples.outline(*OURS)
    del outline["sections"][0]["evidence"]
    with pytest.raises(DraftError, match="提纲"):
        samples.write(outline)


def test_writing_tells_its_progress(samples: Cewen) -> None:
    from assistant.drafting.writer import BriefWriter

    told: list[tuple[str, int, int]] = []
    writer = BriefWriter(samples.library)
    writer.write(writer.outline(make_request(*OURS)), lambda what, done, total: told.append((what, done, total)))
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert ("存在问题", 3, 7) in told


# ---- genres


def test_all_working_genres_are_there() -> None:
    assert set(load_genres()) == set(
        "实施方案 工作简报 汇报材料 情况汇报 经验材料 自查报告 调研报告 讲话稿 工作总结 政策解读 名词解释".split()
    )


def test_genre_files_are_whole() -> None:
    for name, genre in load_genres().items():
        data = tomllib.loads((files("prompts") / "genres" / f"{name}.toml").read_text(encoding="utf-8"))
        assert data["version"]
        assert [s.heading for s in genre.sections] == [s["heading"] for s in data["sections"]]
        assert genre.tone and genre.phrases and genre.length >= 1000
        assert all(s.purpose and s.evidence for s in genre.sections)
        assert sum(s.share for s in genre.sections) in range(95, 112)


def test_every_role_is_wanted_somewhere_and_headings_name_theirs() -> None:
    wanted = {role for g in load_genres().values() for s in g.sections for role in s.evidence}
    assert wanted <= set(role_names())
    roles = load_roles()
    named = {
        "存在的主要问题": "问题",
        "下一步工作打算": "打算",
        "主要做法": "做法",
        "基本情况": "概况",
        "保障措施": "保障",
        "工作目标": "目标",
    }
    assert {heading: roles.of_heading(heading) for heading in named} == named
    assert roles.of_heading("加强教师队伍建设") == ""


def test_an_unknown_genre_lists_the_known(samples: Cewen) -> None:
    with pytest.raises(DraftError, match="汇报材料"):
        samples.draft("藏头诗", "教育")
    assert find_genre("简报").name == "工作简报"


OWN = """
version = "1"
name = "工作要点"
title = "{place}{topic}工作要点"
[[sections]]
heading = "重点工作"
evidence = ["任务", "打算", "做法"]
missing = "{place}的重点工作"
themed = true
"""


def own_genre(tmp_path: Path, text: str) -> Cewen:
    folder = tmp_path / "home" / "genres"
    folder.mkdir(parents=True)
    (folder / "工作要点.toml").write_text(text, encoding="utf-8")
    return Cewen(load_settings(tmp_path / "home", {}))


def test_an_office_adds_a_genre_of_its_own(tmp_path: Path) -> None:
    with own_genre(tmp_path, OWN) as cewen:
        assert "工作要点" in cewen.genres()
        brief = cewen.draft("工作要点", "养老服务", "白云县")
    assert brief["title"] == "白云县养老服务工作要点"
    assert brief["gaps"] == ["白云县的重点工作"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "工作要点"\n', "", "name"),
        ("themed = true", 'themed = "是"', "sections 第1个 themed"),
        ('"任务", "打算"', '"任务", "妙计"', "妙计"),
        ("missing", "mising", "mising"),
        ("{topic}工作要点", "{theme}工作要点", "theme"),
        ("[[sections]]", "[sections]", "sections"),
        ("themed = true", "share = 0", "share"),
        ("themed = true", "needs = [{ what = '经费', cue = '(' }]", "cue"),
        ('version = "1"', "version = ", "工作要点.toml"),
    ],
)
def test_a_mistake_in_an_offices_genre_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    with own_genre(tmp_path, OWN.replace(old, new)) as cewen, pytest.raises(DraftError) as caught:
        cewen.genres()
    assert "工作要点.toml" in caught.value.message
    assert key in caught.value.message
