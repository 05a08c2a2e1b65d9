"""The library of drafts: saved with versions, opened again, edited by hand, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Cewen
from assistant.settings import load_settings
from corpus.errors import DraftError


@pytest.fixture
def kept(cewen: Cewen, document: Path) -> Cewen:
    cewen.add([str(document)])
    cewen.draft("汇报材料", "教育", "白云县", save=True)
    return cewen


def paragraphs(draft: dict) -> list[dict]:  # type: ignore[type-arg]
    return [p for s in draft["sections"] for p in s["paragraphs"]]


def position(draft: dict, words: str) -> int:  # type: ignore[type-arg]
    return next(n for n, p in enumerate(paragraphs(draft), 1) if words in p["text"])


def test_a_draft_is_kept_with_its_outline_over_a_restart(kept: Cewen, tmp_path: Path) -> None:
    before = kept.open_draft(1)
    assert before["draft"]["citations"]
    kept.close()
    with Cewen(load_settings(tmp_path / "资料 库", {})) as again:
        assert again.drafts()["drafts"][0]["title"] == before["draft"]["title"]
        opened = again.open_draft(1)
        assert opened == before
        assert again.write(opened["outline"])["sections"] == opened["draft"]["sections"]


def test_a_paragraph_set_by_hand_is_marked_and_keeps_what_it_kept(kept: Cewen) -> None:
    draft = kept.open_draft(1)["draft"]
    number = position(draft, "特岗教师")
    old = paragraphs(draft)[number - 1]["sentences"][0]["text"]
    opened = kept.edit_draft(1, number, old + "教师队伍进一步充实。[1]群众满意。")
    first, second, third = paragraphs(opened["draft"])[number - 1]["sentences"]
    assert (first["text"], first["state"]) == (old, "")
    assert (second["text"], second["n"], second["state"]) == ("教师队伍进一步充实。", 1, "edited")
    assert (third["n"], third["state"]) == (0, "edited")
    assert [v["how"] for v in opened["versions"]] == ["起草", "手改"]
    assert kept.open_draft(1, 1)["draft"] == draft


def test_a_filled_blank_leaves_the_list_of_blanks(kept: Cewen) -> None:
    draft = kept.open_draft(1)["draft"]
    gap = next(gap for gap in draft["gaps"] if "存在的问题" in gap)
    new = kept.edit_draft(1, position(draft, gap), "城区学位紧张。")["draft"]
    assert gap not in new["gaps"]


def test_an_empty_text_removes_a_paragraph(kept: Cewen) -> None:
    draft = kept.open_draft(1)["draft"]
    new = kept.edit_draft(1, 1, "")["draft"]
    assert len(paragraphs(new)) == len(paragraphs(draft)) - 1


@pytest.mark.parametrize("number", [0, 99, -1])
def test_a_paragraph_that_is_not_there_is_refused(kept: Cewen, number: int) -> None:
    with pytest.raises(DraftError, match="段"):
        kept.edit_draft(1, number, "字")


def test_two_versions_are_compared_in_both_ways(kept: Cewen) -> None:
    kept.edit_draft(1, 1, "开头改过了。")
    found = kept.compare_drafts(1)
    assert (found["left"], found["right"], found["same"]) == ("第1稿", "第2稿", False)
    assert "+开头改过了。" in found["unified"]
    (changed,) = [row for row in found["rows"] if row["change"] != "same"]
    assert changed["right"] == "开头改过了。"
    assert changed["left"].startswith("现将")
    assert kept.compare_drafts(1, 2, 2)["same"]


def test_a_draft_is_saved_as_the_next_version_or_anew(kept: Cewen) -> None:
    draft = kept.open_draft(1)["draft"]
    assert kept.save_draft(draft, 1, "局长意见")["version"] == 2
    assert kept.save_draft(draft)["draft_id"] == 2
    assert len(kept.drafts()["drafts"]) == 2
    kept.remove_draft(1)
    assert [entry["draft_id"] for entry in kept.drafts()["drafts"]] == [2]


def test_a_draft_that_is_not_there_is_refused(kept: Cewen) -> None:
    draft = kept.open_draft(1)["draft"]
    for call in (
        lambda: kept.open_draft(9),
        lambda: kept.remove_draft(9),
        lambda: kept.save_draft(draft, 9),
        lambda: kept.open_draft(1, 9),
    ):
        with pytest.raises(DraftError):
            call()
    assert len(kept.drafts()["drafts"]) == 1


def test_a_damaged_file_is_named(cewen: Cewen) -> None:
    (cewen.settings.home / "workspace.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(DraftError, match="workspace"):
        cewen.drafts()
