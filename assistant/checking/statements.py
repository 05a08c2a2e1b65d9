"""A text as statements: its sentences, each with its figures and with what they count, where and when.

A draft and the documents of the library are read by the same rules, so that like meets like.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.checking.surroundings import surroundings
from assistant.checking.table_cells import is_table_row, table_rows
from corpus.figures import Figure, find_figures
from corpus.gazetteer import is_within, stem
from corpus.places import find_places, is_redacted
from corpus.schema import Section
from corpus.sections import path_at
from corpus.sentences import split_sentences
from corpus.tokenizer import cut, fold, stop_words

# 「新建县第四小学」 builds a school of the county; 新建县 is another's name only where the library knows it.
_VERBS = frozenset(["新建县", "新建区"])
# The years of a figure that several years together came to, 三年来.
SEVERAL = "several"
_SEVERAL = re.compile(
    r"(?<![\d〇零])(?:近|这|过去|连续)?(?:[两二三四五六七八九十]|\d{1,2})年(?:来|间|以来|内|共|累计|时间)|近[几两二三四五六七八九十\d]{1,2}年"
)
AMOUNTS = frozenset(["money", "count", "share", "ratio", "number"])
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:学?年度?|[-—–~～至到.]|(?=/))")
_SPAN = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—–~～至到]+\s*((?:19|20)\d{2})\s*年?")
_LIST_NUMBER = re.compile(r"(?:^|\n)[\s#*]*[（(]?$")
_HEDGE_BEFORE = re.compile(
    r"(?:(?P<near>近|约|大约|将近|接近)|(?P<over>超过|逾|突破|多于|高于|大于|超)|"
    r"(?P<least>不少于|不低于|不得少于|不得低于|不得小于|不能少于|至少|最低|不小于|达到或超过)|"
    r"(?P<most>不超过|不高于|不多于|至多|最高|最多|不得超过|不得高于|不得多于|不能超过|少于|低于|控制在|小于))"
    r"(?:每[\u4e00-\u9fff]{1,3})?$"
)
# Words that say how exactly, not what: they are told by `hedge`.
_HOW = frozenset(
    "不少于 不低于 不超过 不得 少于 低于 高于 超过 达到 达 以上 以下 以内 左右 约 近 余 至少 最多 最低 最高 控制 保持 增至 为 占 逾 突破 将近".split()
)
_HEDGE_AFTER = re.compile(r"^(?:(?P<least>以上|及以上)|(?P<most>以下|以内|之内)|(?P<near>左右|上下))")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure with what it counts.

    Attributes:
        figure: the figure, its offsets counted in the whole text.
        near: what stands around it in its own clause.
        words: the words of `near` that say something.
        years: the year or years that the sentence names for it, "2023" or "2022-2024"; empty where it names none.
        hedge: over, near, least or most, as 余, 近, 以上 and the like say; empty for an exact figure.
        generic: counts nothing that a source would tell: 三个方面, 一名.
        rank: its place among the figures of 「分别为…」 and the like.
    """

    figure: Figure
    near: str
    words: frozenset[str]
    years: str = ""
    hedge: str = ""
    generic: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: where it stands, what it says, whose it is, and its figures.

    Attributes:
        around: headings, title and the sentence before, which may name what the sentence leaves out.
        places: places that the sentence names outside 《》.
        place: whose fact it is; empty where that is not known.
        years: years that heading or title name, where the sentence names none.
        dates: figures that are dates or periods.
    """

    start: int
    end: int
    text: str
    words: frozenset[str]
    around: str
    place: str = ""
    places: tuple[str, ...] = ()
    years: str = ""
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Figure, ...] = ()
    section: tuple[str, ...] = field(default=(), repr=False)


def read_statements(
    text: str,
    title: str,
    place: str,
    date: str = "",
    sections: tuple[Section, ...] = (),
    known_places: Sequence[str] = (),
) -> list[Statement]:
    """Return the statements of a text in order; table rows become one statement a cell."""
    figures = _ranges(text, [_trimmed(figure) for figure in find_figures(text)])
    starts = [figure.start for figure in figures]
    known_places = [name for name in known_places if name in text]
    statements: list[Statement] = []
    before = ""
    title_years = years_of(title)
    for sentence in split_sentences(text):
        if is_table_row(sentence.text):
            continue
        inside = figures[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        section = path_at(sections, sentence.start)
        above = next((found for heading in reversed(section) if (found := years_of(heading))), title_years)
        same_line = before and "\n" not in text[sentence.start - 2 : sentence.start]
        around = " ".join((title, *section, before if same_line else ""))
        names = tuple(dict.fromkeys(named_places(sentence.text, known_places)))
        statements.append(
            Statement(
                sentence.start,
                sentence.end,
                sentence.text,
                content(_without(sentence.text, names)),
                fold(around),
                whose(sentence.text, place, names),
                names,
                above,
                tuple(_quantities(text, sentence.start, sentence.end, inside, date)),
                tuple(figure for figure in inside if is_date(figure)),
                section,
            )
        )
        before = sentence.text
    for row in table_rows(text):
        owner = next((name for name in named_places(row.label, known_places)), "") or place
        for cell in row.cells:
            quantity = Quantity(
                cell.figure,
                row.label + cell.head,
                content(f"{row.label} {cell.head}"),
                years_of(cell.head),
                generic=bool(re.search(r"合\s*计|总\s*计|小\s*计", row.label + cell.head)),
            )
            names = (owner,) if owner != place else ()
            above = years_of(row.caption) or title_years
            around = fold(f"{row.caption} {title} {row.label} {cell.head}")
            words = content(f"{row.label} {cell.head} {row.caption}")
            statements.append(
                Statement(
                    row.start, row.end, text[row.start : row.end], words, around, owner, names, above, (quantity,)
                )
            )
    return statements


def _ranges(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Return figures with 「300元至900元」 as the one range that 「300至900元」 is."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.value is not None
            and figure.value is not None
            and last.high is None
            and figure.high is None
            and last.unit == figure.unit
            and last.value < figure.value
            and last.kind == figure.kind != "number"
            and re.fullmatch(r"至|到|[-—–~～]{1,2}", text[last.end : figure.start])
            and not re.search(r"[由从]\S{0,6}$", text[max(0, last.start - 8) : last.start])
        ):
            joined[-1] = replace(last, text=text[last.start : figure.end], end=figure.end, high=figure.value)
            continue
        joined.append(figure)
    return joined


def _trimmed(figure: Figure) -> Figure:
    """Return a figure without the blanks and line ends behind it."""
    written = figure.text.rstrip()
    return replace(figure, text=written, end=figure.start + len(written)) if written != figure.text else figure


def _without(text: str, names: Sequence[str]) -> str:
    """Return a text with these names blanked out: whose a fact is does not say what it is about."""
    for name in names:
        text = text.replace(name, " " * len(name))
    return text


def is_date(figure: Figure) -> bool:
    """Tell a date or a part of one, the 6月 of 「4月至6月」, from an amount."""
    return figure.kind in ("date", "period") or (figure.kind == "count" and figure.unit in ("月", "日"))


def content(text: str) -> frozenset[str]:
    """Return the words of a text that say something: no stop words, no figures."""
    stop = stop_words() | _HOW
    return frozenset(
        word
        for word, _, _ in cut(text)
        if word not in stop
        and any(map(str.isalpha, word))
        and not re.fullmatch(r"[\d.%一二三四五六七八九十百千万亿]+", word)
    )


def years_of(text: str) -> str:
    """Return the year, "2023", or the first and last, "2022-2024", that a text names; empty for none."""
    span = _SPAN.search(text)
    if span:
        return f"{span[1]}-{span[2]}"
    found = _YEARS.findall(text)
    return str(found[0]) if found else ""


def named_places(text: str, known: Sequence[str]) -> list[str]:
    """Return the places that a sentence names, those inside 《》 left out."""
    quoted = [(match.start(), match.end()) for match in re.finditer(r"《[^《》]*》", text)]
    return [
        mention.name
        for mention in find_places(text, known)
        if not is_redacted(mention.name)
        and not any(start <= mention.start < end for start, end in quoted)
        and (mention.name in known or mention.name not in _VERBS)
    ]


def whose(text: str, own: str, names: Sequence[str]) -> str:
    """Return whose fact a sentence states: its document's, unless it opens with another place's name."""
    if not names or own in names or any(is_within(own, name) for name in names[:1]):
        return own
    return names[0] if text.find(names[0]) <= 8 else own


def same_place(one: str, other: str) -> bool:
    """Tell whether two names name one place, 县 or 区 written or not."""
    return bool(one and other) and (one == other or stem(one) == stem(other))


def _quantities(text: str, start: int, end: int, figures: Sequence[Figure], date: str) -> list[Quantity]:
    sentence = text[start:end]
    amounts = [f for f in figures if f.kind in AMOUNTS and not is_date(f) and not _is_list_number(text, f)]
    local = [_shifted(figure, -start) for figure in amounts]
    found: list[Quantity] = []
    for figure, (before, after), shifted in zip(amounts, surroundings(sentence, local), local, strict=True):
        near = f"{before} {after}"
        found.append(
            Quantity(
                figure,
                fold(near),
                content(near),
                _years_before(sentence, shifted, figures, start, date),
                hedge_of(sentence, shifted),
                is_generic(figure, sentence[shifted.end : shifted.end + 4], before),
                len(found),
            )
        )
    return found


def _shifted(figure: Figure, by: int) -> Figure:
    return replace(figure, start=figure.start + by, end=figure.end + by)


def _is_list_number(text: str, figure: Figure) -> bool:
    """Tell the 1 of 「1. 加强领导」 and of 「（1）」 from a figure."""
    if figure.unit or figure.kind != "number" or not re.fullmatch(r"\d{1,2}", figure.text):
        return False
    return bool(_LIST_NUMBER.search(text[max(0, figure.start - 12) : figure.start])) or bool(
        re.match(r"[.．、)）]\s*[\u4e00-\u9fff]", text[figure.end : figure.end + 3])
    )


def _years_before(sentence: str, figure: Figure, figures: Sequence[Figure], start: int, date: str) -> str:
    """Return the year that a sentence names last before a figure; 去年 counts from the document's own year."""
    named = [
        f for f in figures if f.kind in ("date", "period") and f.end - start <= figure.start and years_of(f.text + "年")
    ]
    relative = re.search(r"(去年|上年(?!度?[增提下减])|今年)[^。；]*$", sentence[: figure.start])
    if relative and date[:4].isdigit() and not re.search(r"比(?:去年|上年)", sentence[: figure.start]):
        position = relative.start()
        if not named or named[-1].start - start < position:
            return str(int(date[:4]) - (relative[1] != "今年"))
    if _SEVERAL.search(sentence[: figure.start]):
        return SEVERAL
    if not named:
        return ""
    last = named[-1]
    return years_of(last.text + "年")


def hedge_of(sentence: str, figure: Figure) -> str:
    """Return over, near, least or most where the words at a figure say so, else an empty string."""
    before = _HEDGE_BEFORE.search(sentence[max(0, figure.start - 9) : figure.start])
    if before:
        return str(before.lastgroup)
    after = _HEDGE_AFTER.match(sentence[figure.end : figure.end + 4])
    if after:
        return str(after.lastgroup)
    return "over" if figure.about else ""


def hedge_span(text: str, figure: Figure) -> tuple[int, int]:
    """Return where the word stands that says over, near, least or most; the figure itself where it holds it."""
    start = max(0, figure.start - 9)
    before = _HEDGE_BEFORE.search(text[start : figure.start])
    if before:
        return start + before.start(), start + before.end(str(before.lastgroup))
    after = _HEDGE_AFTER.match(text[figure.end : figure.end + 4])
    return (figure.end, figure.end + after.end()) if after else (figure.start, figure.end)


_GENERIC_NOUN = re.compile(
    r"(?:方面|措施|原则|环节|问题|机制|体系|要求|结合|统一|重点|关键|转变|坚持|一批|阶段|层面|维度|必须|确保|到位|不|大|基本|抓手|步骤)"
)


def is_generic(figure: Figure, after: str, before: str) -> bool:
    """Tell a figure that counts nothing a source would tell: 三个方面, 一名, 一支, a bare number of telephones."""
    if figure.value is None:
        return figure.kind != "ratio"
    if figure.unit == "年" and (re.match(r"来|间|以来|内|时间", after) or not before.strip()):
        return True  # 「五年来」, 「五年补充教师491人」 say how long, and the rest of the sentence what
    chinese = not re.search(r"[\d０-９]", figure.text)
    if chinese and figure.value <= 3 and figure.kind == "count":
        return True
    if figure.unit in ("个", "项", "大", "条", "点", "种", "类", "步", "") and _GENERIC_NOUN.match(after):
        return True
    if figure.kind == "number" and not figure.unit:
        whole = figure.value == figure.value.to_integral_value() and "." not in figure.text
        if (
            chinese
            or (whole and not content(before + after))
            or (whole and re.fullmatch(r"(?:19|20)\d{2}|\d{6,}", figure.text))
        ):
            return True
        return bool(re.search(r"[A-Za-z第\]〕］］-]$", before.rstrip())) or bool(
            re.match(r"[A-Za-z]|热线|电话|[·.]", after)
        )
    return False
