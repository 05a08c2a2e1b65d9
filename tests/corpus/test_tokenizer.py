from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import tokenizer
from corpus.sentences import split_sentences, whole_sentences


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(tokenizer.fold(text)) == len(text)


@given(st.text(max_size=80))
def test_words_cover_the_text(text: str) -> None:
    position = 0
    for word, start, end in tokenizer.cut(text):
        assert start == position
        assert word == tokenizer.fold(text)[start:end]
        position = end
    assert position == len(text)


def test_policy_words_are_whole() -> None:
    assert "义务教育" in tokenizer.words("推进义务教育优质均衡发展")
    assert "捆绑考核" in tokenizer.words("实施捆绑考核")


def test_terms_hold_words_and_their_characters() -> None:
    assert {"片区", "片", "区", "13"} <= set(tokenizer.index_terms("13个片区"))


@pytest.fixture
def without_rjieba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = builtins.__import__

    def refuse(name: str, *arguments: object, **more: object) -> object:
        if name == "rjieba":
            raise ImportError(name)
        return real(name, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.delitem(sys.modules, "rjieba", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    tokenizer._engine.cache_clear()
    yield
    tokenizer._engine.cache_clear()


def test_jieba_stands_in_for_rjieba_and_cuts_alike(without_rjieba: None) -> None:
    text = "宿城区近五年累计投入教育装备资金，招录义务教育学校教师，实施捆绑考核。"
    assert tokenizer.fingerprint().startswith("jieba:")
    slow = tokenizer.words(text)
    tokenizer._engine.cache_clear()
    assert {"义务教育", "捆绑考核", "投入"} <= set(slow)


def test_engines_have_different_fingerprints(without_rjieba: None) -> None:
    slow = tokenizer.fingerprint()
    assert slow.split(":")[1] == tokenizer.fingerprint().split(":")[1]
    assert slow.startswith("jieba:")


@given(st.text(alphabet="政策问答，。！？；“”（）\n 12.", max_size=80))
def test_sentences_are_slices_and_lose_nothing(text: str) -> None:
    sentences = split_sentences(text)
    position = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert text[position : sentence.start].strip() == ""
        position = sentence.end
    assert text[position:].strip() == ""


def test_a_sentence_ends_behind_its_quotes() -> None:
    assert [s.text for s in split_sentences("他说：“要抓落实。要有实效。”会议强调了纪律。")] == [
        "他说：“要抓落实。要有实效。”",
        "会议强调了纪律。",
    ]


def test_whole_sentences_reach_beyond_a_span() -> None:
    text = "前一句。投入3000万元建学校，改造校舍；配备电脑1200台。后一句。"
    assert [s.text for s in whole_sentences(text, 4, 12, 200)] == ["投入3000万元建学校，改造校舍；配备电脑1200台。"]


def test_terms_hold_pairs_of_characters_across_words() -> None:
    terms = tokenizer.index_terms("13个片区，划分")
    assert {"片+区", "13+个", "区+划"} <= set(terms)
    assert not any("+" in term for term in tokenizer.words("13个片区，划分"))
