from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import chinese_number, find_figures, same_figure


def only(text: str) -> tuple[str, str, Decimal | None, str]:
    (figure,) = find_figures(text)
    return figure.text, figure.kind, figure.value, figure.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投入2.5亿元用于", ("2.5亿元", "money", Decimal(250_000_000), "元")),
        ("投入5000余万元", ("5000余万元", "money", Decimal(50_000_000), "元")),
        ("投入四千八百万元", ("四千八百万元", "money", Decimal(48_000_000), "元")),
        ("增加了1千多万元", ("1千多万元", "money", Decimal(10_000_000), "元")),
        ("占30%的", ("30%", "share", Decimal(30), "%")),
        ("完成三成以上", ("三成", "share", Decimal(30), "%")),
        ("提高百分之五", ("百分之五", "share", Decimal(5), "%")),
        ("生机比达到8∶1", ("8∶1", "ratio", None, "")),
        ("校舍36.2万平方米", ("36.2万平方米", "count", Decimal(362_000), "平方米")),
        ("资助6875人次", ("6875人次", "count", Decimal(6875), "人次")),
        ("见第3条规定", ("第3条", "ordinal", None, "")),
        ("划分为13个片区", ("13个", "count", Decimal(13), "个")),
        ("两所农村学校", ("两所", "count", Decimal(2), "所")),
        ("2013—2015年实施", ("2013—2015年", "period", None, "")),
        ("三分之二以上业主", ("三分之二", "share", Decimal("66.6667"), "%")),
        ("实施四大工程", ("四大", "count", Decimal(4), "大")),
        ("1.2023年8月底前", ("2023年8月", "date", None, "")),
        ("近五年持续", ("近五年", "period", None, "")),
        ("（教发〔2018〕12号）", ("〔2018〕12号", "document", None, "")),
    ],
)
def test_one_figure(text: str, expected: tuple[str, str, Decimal | None, str]) -> None:
    assert only(text) == expected


def test_a_range_has_both_ends() -> None:
    (figure,) = find_figures("每个乡镇建设1-2所学校")
    assert (figure.value, figure.high, figure.unit) == (1, 2, "所")


@pytest.mark.parametrize(
    "text", ["成功举办", "一批骨干", "一系列措施", "成立专班", "统一部署", "一本线以上", "二是加强管理", "万众一心"]
)
def test_words_with_numerals_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("5000万元", "0.5亿元", True), ("5000万元", "五千万元", True), ("4.8亿元", "48000万元", True), ("4.8亿元", "4.8万元", False),
     ("13个", "13所", False), ("30%", "三成", True), ("2018年2月9日", "2018-02-09", True), ("第十二条", "第12条", True),
     ("近五年", "近5年", True), ("2013-2015年", "2013年至2015年", True), ("36.2万平方米", "362000平米", True), ("8∶1", "8：1", True)],
)  # fmt: skip
def test_the_same_figure_written_another_way(one: str, other: str, same: bool) -> None:
    assert same_figure(find_figures(one)[0], find_figures(other)[0]) is same


@given(st.integers(1, 99_999_999), st.sampled_from(["元", "万元", "人", "所", "平方米"]))
def test_every_arabic_figure_is_found_whole(number: int, unit: str) -> None:
    figures = find_figures(f"共计{number}{unit}，")
    assert [f.text for f in figures] == [f"{number}{unit}"]


@given(st.integers(1, 9999), st.integers(1, 99))
def test_money_is_equal_in_yuan_and_in_ten_thousands(whole: int, cents: int) -> None:
    ten_thousands = f"{whole}.{cents:02d}万元"
    yuan = f"{whole * 10_000 + cents * 100}元"
    assert same_figure(find_figures(ten_thousands)[0], find_figures(yuan)[0])


def _written(number: int) -> str:
    digits, scales = "零一二三四五六七八九", ["", "十", "百", "千"]
    text, zero = "", False
    for position, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            zero = bool(text)
            continue
        text += ("零" if zero else "") + digits[int(digit)] + scales[position]
        zero = False
    return text


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_chinese_numerals_are_read(high: int, low: int) -> None:
    assert chinese_number(_written(low)) == low
    assert chinese_number(f"{_written(high)}万") == high * 10_000


@given(
    st.text(
        alphabet="零一二三四五六七八九十百千万亿两近约第年月日个所元%％.:—-0123456789，。 成余多号〔〕[]", max_size=60
    )
)
def test_figures_are_slices_of_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= end
        end = figure.end
