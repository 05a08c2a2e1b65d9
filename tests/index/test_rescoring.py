from __future__ import annotations

import numpy as np

from index.fusion import RESCORED, rank
from index.rescoring import Shares, inverse_frequency, rescore

PASSAGES = ["教师在同一学校任教满六年的，应当交流。", "学校食堂应当公示食材来源。", "公司章程由股东共同制定。"]


def even(term: str) -> float:
    return 1.0


def test_the_passage_that_holds_the_query_wins() -> None:
    scores = rescore("教师交流", PASSAGES, [0.5, 0.5, 0.5], even)
    assert scores[0] > scores[1] >= scores[2]
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_a_passage_that_is_the_query_scores_one() -> None:
    query = PASSAGES[1]
    scores = rescore(query, [query, *PASSAGES], [1.0, 0.9, 0.9, 0.9], even, lambda words: np.eye(99)[: len(words)])
    assert scores[0] == max(scores) <= 1.0


def test_like_words_count_where_the_model_has_vectors() -> None:
    directions = {"老师": [1.0, 0.0], "教师": [0.9, 0.1]}

    def look_up(words: list[str]) -> np.ndarray:
        return np.array([directions.get(word, [0.0, 0.0]) for word in words])

    like = rescore("老师", ["教师", "股东"], [0.5, 0.5], even, look_up, Shares(0.0, 0.0, 1.0))
    assert like[0] > like[1]


def test_odd_texts_do_no_harm() -> None:
    assert rescore("（）", PASSAGES, [1.0, 0.5, 0.1], even)[0] > 0.0
    assert rescore("教师", [], [], even) == []
    assert rescore("教师", ["", "😀"], [0.2, 0.1], lambda _: 0.0)[0] > 0.0


def test_rarer_terms_weigh_more() -> None:
    assert inverse_frequency(1_000, 1) > inverse_frequency(1_000, 500) > inverse_frequency(1_000, 1_000) >= 0.0


def test_what_is_not_looked_at_again_stays_below() -> None:
    lexical = [(f"词{number:03}", 100.0 - number) for number in range(80)]
    dense = [(f"向{number:03}", 1.0 - number / 100) for number in range(80)]
    ranked = rank(lexical, dense, 0.3, lambda first: [(hit, 0.1 + score / 10) for hit, score in first])
    scores = [score for _, score in ranked]
    assert len(ranked) == 160
    assert scores == sorted(scores, reverse=True)
    assert min(scores[:RESCORED]) >= max(scores[RESCORED:])
    # Below, the dense half weighs more.
    assert ranked[RESCORED][0].startswith("向")
