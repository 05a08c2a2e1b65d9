"""Compare a figure or measures across places or years: a table, each cell cited, differences with their terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answers import Answer
from assistant.choosing import choose
from assistant.citations import cite, place_label
from assistant.evidence import ENOUGH, Evidence, is_heading, repeats_title
from assistant.gathering import EvidenceGatherer
from assistant.question import Question
from assistant.wording import figure_written, quoted
from corpus.figures import Figure, find_figures
from corpus.gazetteer import stem
from index.records import Filters

_EVERY_PLACE = re.compile(
    r"各(?:个)?(?:县市区|县区|区县|县（市、区）|县|区|市|地|州|乡镇|地方|地区)|哪(?:个|一个)(?:县|区|市|县区|地方|地区)"
)
_EXTREME = re.compile(r"最(?P<which>[多高大快好长少低小慢短])")
_FIGURES = re.compile(
    r"多少|几[个所名人天张]|哪[边个家](?:县|区|市)?[^，。？]{0,8}(?:多|少|高|低|大|小|快|慢)|人数|数量"
)
_WHICH_ROW = re.compile(r"哪(?:个|一个|家|所|一家|些)(?P<of>[\u4e00-\u9fff]{0,4})")
_DIFFERENCE = re.compile(
    r"相差|差多少|多多少|少多少|高多少|低多少|差距|增(?:加|长)了?多少|减少了?多少|比.{1,20}(?:多|少|高|低)"
)
_BETWEEN_PLACES = re.compile(r"[和与跟、及]|(?<!占)比(?![重例率])|对比|比较|相比|分别|各")
MOST_MEASURES = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """What one place, or one year, has to say; `pieces` is empty where the library does not tell."""

    name: str
    pieces: tuple[Evidence, ...]


def compares(question: Question) -> bool:
    """Tell whether a question sets places or years side by side."""
    if len(question.places) >= 2:
        if question.kind == "share" and re.search(rf"占[^，。？]*{stem(question.places[1])}", question.text):
            # 「贵溪市6A考生占鹰潭市的比重」 is one place's share in another.
            return False
        return bool(_BETWEEN_PLACES.search(question.text))
    if _EXTREME.search(question.text) and _WHICH_ROW.search(question.text):
        return True
    if (
        question.is_point
        and len(question.years) >= 2
        and not re.search(r"\d{4}\s*年?\s*[-—–~至到]+\s*\d{4}", question.text)
    ):
        return True
    if question.places or not _EVERY_PLACE.search(question.text):
        return False
    return question.is_point or bool(
        _EXTREME.search(question.text) and question.kind in ("who", "where", "list", "general")
    )


def compare(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return the comparison, or None where the library holds none of what is compared."""
    rows_of_a_table = extreme_row(question, gatherer, filters)
    if rows_of_a_table is not None:
        return rows_of_a_table
    if not question.is_point and (_EXTREME.search(question.text) or _FIGURES.search(question.text)):
        if len(question.places) < 2 and not question.years and not _EVERY_PLACE.search(question.text):
            # 「哪所学校问题最多」, and no table of schools: a sentence may tell, no figure by itself does.
            return None
        # 「哪个县区教学点最多」 asks for figures, too.
        question = replace(question, kind="amount", focus=question.terms[:1])
    rows = _rows(question, gatherer, filters)
    if not any(row.pieces for row in rows):
        return None
    pieces = [piece for row in rows for piece in row.pieces]
    numbers = {id(piece): n for n, piece in enumerate(pieces, 1)}
    citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
    lines = _figures(question, rows, numbers) if question.is_point else _measures(rows, numbers)
    missing = [row.name for row in rows if not row.pieces]
    if missing:
        lines.append(f"资料中没有写明{'、'.join(missing)}的情况。")
    if question.is_point:
        lines += ["", "原文：", *(f"{quoted(piece)}[{n}]" for n, piece in enumerate(pieces, 1))]
    confidence = round(0.9 * min(piece.coverage for piece in pieces) * (1 - 0.5 * len(missing) / len(rows)), 2)
    return Answer(question.text, "\n".join(lines), False, confidence, "extractive", citations)


def extreme_row(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> Answer | None:
    """Return the row of a table that is highest or lowest in the column asked about; None where no table tells.

    「哪个镇街小学受助的钱最少」: the rows of one table are compared, its sums left out.
    """
    asked = _EXTREME.search(question.text)
    if not asked or not _WHICH_ROW.search(question.text):
        return None
    anything = replace(question, kind="amount", focus=(), unit="", parts=())
    finder = gatherer.finder(anything)
    rows: dict[tuple[str, int, str], list[tuple[float, Decimal, Evidence]]] = {}
    for passage in gatherer.in_force(question, gatherer.passages(question, filters)):
        document = gatherer.document(passage.chunk.doc_id)
        if document is not None and passage.chunk.text.startswith("|"):
            for coverage, table, value, piece in finder.rows.rows_of(passage, document):
                rows.setdefault((document.doc_id, table, piece.cells[0].head), []).append((coverage, value, piece))
    fitting = [column for column in rows.values() if len(column) >= 2 and max(c for c, _, _ in column) >= ENOUGH]
    if not fitting:
        return None
    column = max(fitting, key=lambda some: max(coverage for coverage, _, _ in some))
    distinct = {piece.start: (value, piece) for _, value, piece in column}
    least = asked["which"] in "少低小慢短"
    ordered = sorted(distinct.values(), key=lambda pair: pair[0], reverse=not least)
    value, piece = ordered[0]
    label = "".join(piece.cells[0].labels)
    head = (
        f"表中 {len(ordered)} 行里，最{asked['which']}的是{label}：{piece.cells[0].head} {piece.cells[0].written}[1]。"
    )
    lines = [head, "", "原文：", f"{quoted(piece)}[1]"]
    return Answer(
        question.text, "\n".join(lines), False, round(0.9 * piece.coverage, 2), "extractive", (cite(1, piece),)
    )


def _rows(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> list[_Row]:
    if len(question.places) >= 2:
        return [_place_row(question, place, gatherer, filters) for place in question.places]
    if len(question.years) >= 2:
        return [
            _Row(f"{year}年", _best(_of_year(question, year), gatherer, filters)) for year in sorted(question.years)
        ]
    finder, found = gatherer.gather(question, filters)
    by_place: dict[str, Evidence] = {}
    for piece in found:
        if piece.place and finder.suffices(piece):
            by_place.setdefault(piece.place, piece)
    return [_Row(place_label(place), (piece,)) for place, piece in by_place.items()]


def _place_row(question: Question, place: str, gatherer: EvidenceGatherer, filters: Filters | None) -> _Row:
    """Return what a place has to say; of another year than the one asked about, that year beside its name."""
    asked = _of_place(question, place)
    pieces = _best(asked, gatherer, filters)
    if pieces or not asked.years:
        return _Row(place_label(place), pieces)
    pieces = _best(replace(asked, years=()), gatherer, filters)
    facts = pieces[0].document.facts if pieces else None
    year = (facts.period or facts.date[:4]) if facts else ""
    return _Row(f"{place_label(place)}（{year}年）" if year else place_label(place), pieces)


def _of_place(question: Question, place: str) -> Question:
    """Return the question asked of one of its places only."""
    text = question.text
    for other in question.places:
        if other != place:
            text = text.replace(other, "")
    return replace(question, text=text, places=(place,), parts=())


def _of_year(question: Question, year: str) -> Question:
    text = question.text
    for other in question.years:
        if other != year:
            text = re.sub(rf"{other}年?[和与、,，比]?", "", text)
    return replace(question, text=text, years=(year,), parts=())


def _best(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> tuple[Evidence, ...]:
    finder, found = gatherer.gather(question, filters)
    if question.is_point:
        return tuple(choose(question, finder, found)[:1])
    told = [piece for piece in found if finder.suffices(piece) and not is_heading(piece) and not repeats_title(piece)]
    return tuple(sorted(told[:MOST_MEASURES], key=lambda piece: (piece.document.doc_id, piece.start)))


def _figures(question: Question, rows: Sequence[_Row], numbers: dict[int, int]) -> list[str]:
    told = [row for row in rows if row.pieces]
    extreme = _extreme(question, told, numbers)
    lines = [extreme] if extreme else []
    if len(told) == 2 and _DIFFERENCE.search(question.text) and (difference := _difference(question, told, numbers)):
        lines.append(difference)
    if len(rows) == 2 and not lines:
        cells = [f"{row.name}{figure_written(question, row.pieces[0])}[{numbers[id(row.pieces[0])]}]" for row in told]
        lines = ["，".join(cells) + "。"]
    if len(rows) == 1:
        lines = [f"{told[0].name}：{figure_written(question, told[0].pieces[0])}。[1]"]
    elif len(rows) > 2 or len(told) < len(rows):
        head = "年份" if rows[0].name.endswith("年") and rows[0].name[0].isdigit() else "地方"
        lines += (
            ["", f"| {head} | 资料所写 | 出处 |", "| --- | --- | --- |"]
            if lines
            else [f"| {head} | 资料所写 | 出处 |", "| --- | --- | --- |"]
        )
        for row in rows:
            piece = row.pieces[0] if row.pieces else None
            told_here = f"{figure_written(question, piece)} | [{numbers[id(piece)]}]" if piece else "未写明 |"
            lines.append(f"| {row.name} | {told_here} |")
        lines.append("")
    return lines


def _value(piece: Evidence) -> Figure | None:
    if piece.cells:
        figures = find_figures(piece.cells[0].written)
        return figures[0] if len(piece.cells) == 1 and figures else None
    return piece.figure if piece.figure is not None and not piece.rivals else None


def _comparable(rows: Sequence[_Row]) -> list[tuple[_Row, Figure]]:
    """Return the rows whose figures are of one unit; none where they are not."""
    valued = [(row, value) for row in rows if (value := _value(row.pieces[0])) is not None and value.value is not None]
    return valued if len({value.unit for _, value in valued}) == 1 else []


def _extreme(question: Question, rows: Sequence[_Row], numbers: dict[int, int]) -> str:
    asked = _EXTREME.search(question.text)
    valued = _comparable(rows)
    if not asked or len(valued) < 2:
        return ""
    least = asked["which"] in "少低小慢短"
    row, _ = sorted(valued, key=lambda pair: pair[1].value or 0, reverse=not least)[0]
    written = figure_written(question, row.pieces[0])
    return f"资料写到的 {len(valued)} 处中，最{asked['which']}的是{row.name}：{written}[{numbers[id(row.pieces[0])]}]。"


def _difference(question: Question, rows: Sequence[_Row], numbers: dict[int, int]) -> str:
    valued = _comparable(rows)
    if len(valued) < 2:
        return ""
    (first, one), (second, other) = valued
    assert one.value is not None and other.value is not None
    high, low = (one, other) if one.value >= other.value else (other, one)
    assert high.value is not None and low.value is not None
    unit = "个百分点" if one.unit == "%" else one.unit
    cells = [
        f"{row.name}{figure_written(question, row.pieces[0])}[{numbers[id(row.pieces[0])]}]" for row in (first, second)
    ]
    return f"{cells[0]}，{cells[1]}，相差{_plain(high.value - low.value, unit)}（{high.text}－{low.text}）。"


def _plain(value: object, unit: str) -> str:
    """Return a computed value as people write it: 39000000元 as 3900万元."""
    number = Decimal(str(value))
    if unit == "元" and abs(number) >= 10_000:
        scale, name = (10**8, "亿元") if abs(number) >= 10**8 else (10**4, "万元")
        return f"{(number / scale).normalize():f}{name}"
    return f"{number.normalize():f}{unit}"


def _measures(rows: Sequence[_Row], numbers: dict[int, int]) -> list[str]:
    """Return each place's measures under its name."""
    lines: list[str] = []
    for row in rows:
        if row.pieces:
            lines.append(f"**{row.name}**（《{row.pieces[0].document.facts.title}》）：")
            lines += [f"{quoted(piece)}[{numbers[id(piece)]}]" for piece in row.pieces]
            lines.append("")
    return lines[:-1]
