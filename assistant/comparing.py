"""Compare a figure or measures across places or years: a table, each cell cited, differences with their terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answers import Answer
from assistant.asked_words import content_terms
from assistant.choosing import choose
from assistant.citations import cite, place_label
from assistant.clauses import clause_around
from assistant.evidence import ENOUGH, Evidence, is_heading, repeats_title
from assistant.gathering import EvidenceGatherer
from assistant.matching import wholly_holds
from assistant.question import Question, read_question
from assistant.question_kinds import EACH, Kind
from assistant.short_answer import LONGEST, short_answer, speaks_for_itself
from assistant.wording import direct, quoted
from corpus.figures import Figure, find_figures
from corpus.gazetteer import stem
from corpus.tokenizer import fold
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
    r"相差|差多少|多多少|少多少|高多少|低多少|差距|增(?:加|长)了?多少|减少了?多少|比(?![重例率]).{1,20}(?:多|少|高|低)"
)
_BETWEEN_PLACES = re.compile(r"[和与跟、及]|(?<!占)比(?![重例率])")
_SIDE_BY_SIDE = re.compile(r"对比|比较|相比|分别|各(?![个类种级地县校乡村项])|哪(?:个|边|家|一个)|谁|呢")
_AGAINST = re.compile(r"(?:跟|和|与|同)[^，。？]*比|对比|比较|变化|[增下]降|涨")
_MEASURE = re.compile(r"[\u4e00-\u9fff](?:率|系数|人数|总数|得分|投入|收入|支出|面积)$")
_MONEY = re.compile(r"投资|投入|经费|资金|收入|支出|补助|标准(?!化)|产值|造价")
_WHICH_OF_TWO = re.compile(
    r"(?:哪(?:个|边|家|里)|谁)[^，。？]{0,12}?更?(?P<which>[多高大快好长少低小慢短])(?:一些|些|呢)?(?=[？?，。]|$)"
)
# Where of two places different things are asked: what joins them, and what asks of both.
_JOINS, _JOINED = re.compile(r"[，,、]?(?:和|与|跟|同|及|以及)?$"), re.compile(r"^[，,]?(?:相)?比[，,]?")
_ASKS_OF_BOTH = re.compile(
    r"(?:[，,]?(?:相)?比(?=[，,]))?[，,]?(?:各自?(?=[是有为多几])|分别|哪(?:个|边|家)|谁|[是有为]?多少)"
)
_ONLY_WHEN = re.compile(
    r"(?:[近今去上前本]|\d{4}|[一二三四五六七八九十两])+(?:学?年|个?月|学期|季度)度?(?:来|以来|间|内|[上下]半年|[底末初])?(?:\d{1,2}月[底末份初]?)?$"
)
_WHICH_IS_MORE = re.compile(r"[，,、。]?(?:哪(?:个|边|家)|谁)")
_ASKS_TO_COMPARE = re.compile(r"对比|比较|比一比|简报|材料")
MOST_MEASURES = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """What one place, or one year, has to say to the question `asked` of it; `pieces` is empty where it tells nothing."""

    name: str
    asked: Question
    pieces: tuple[Evidence, ...]

    @property
    def asked_alone(self) -> Question:
        """Return the question without 各 and 分别, which ask of all rows together."""
        return replace(self.asked, text=EACH.sub("", self.asked.text))

    @property
    def written(self) -> str:
        """Return the short answer, as it stands in the first of the pieces."""
        return short_answer(self.asked_alone, self.pieces[0])

    @property
    def brief(self) -> str:
        """Return no more of it than the clause that its figure stands in."""
        piece = self.pieces[0]
        if piece.cells or piece.figure is None or piece.rivals:
            return self.written
        clause = piece.text[slice(*clause_around(piece.text, piece.figure.start, piece.figure.end))]
        return min(self.written, clause.strip("，。；;, "), key=len)


def compares(question: Question) -> bool:
    """Tell whether a question sets places or years side by side."""
    if len(question.places) >= 2:
        if question.kind == "share" and re.search(rf"占[^，。？]*{stem(question.places[1])}", question.text):
            # 「贵溪市6A考生占鹰潭市的比重」 is one place's share in another.
            return False
        return bool(_BETWEEN_PLACES.search(question.text) or _SIDE_BY_SIDE.search(question.text))
    if _EXTREME.search(question.text) and _WHICH_ROW.search(question.text):
        return True
    if (
        question.is_point
        and len(question.years) >= 2
        and not re.search(r"\d{4}\s*年?\s*[-—–~至到]+\s*\d{4}", question.text)
    ):
        return True
    if _measure_of_years(question):
        return True
    if question.places or not _EVERY_PLACE.search(question.text):
        return False
    return question.is_point or bool(
        _EXTREME.search(question.text) and question.kind in ("who", "where", "list", "general")
    )


def _measure_of_years(question: Question) -> str:
    """Return what is measured where two years are set against each other: 优良率 of 「2022年跟2023年比怎么样」; empty for nothing."""
    if len(question.years) != 2 or not _AGAINST.search(question.text):
        return ""
    return next((term for term in reversed(question.terms) if _MEASURE.search(term)), "")


def _sets_places_side_by_side(question: Question) -> bool:
    """Tell whether each of its places is asked about; 「选派教师到常州市武进区学习几天」 asks about the first only."""
    spots = [question.text.find(stem(place)) for place in question.places]
    between = question.text[min(spots) : max(spots)] if min(spots) >= 0 else ""
    return not between or bool(_BETWEEN_PLACES.search(between) or _SIDE_BY_SIDE.search(question.text))


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
        kind: Kind = "money" if _MONEY.search(question.text) else "amount"
        question = replace(question, kind=kind, focus=question.terms[:1])
    if len(question.places) == 1 and len(question.years) < 2 and not _EVERY_PLACE.search(question.text):
        # 「某县哪个乡镇问题最多，有几个」: of one county's sentences the one tells that says what is most.
        return None
    if not question.is_point and (measure := _measure_of_years(question)):
        question = replace(question, kind="share" if measure.endswith("率") else "amount")
    rows = _rows(question, gatherer, filters)
    if not any(row.pieces for row in rows):
        return None
    if len(question.places) >= 2 and not _sets_places_side_by_side(question):
        rows = [row for row in rows if row.pieces]
    if question.is_point and (piece := _tells_all(rows)) is not None:
        # One sentence has the figures of all: its own words tell which is of which.
        lines = [direct(question, piece, 1, False), "", "原文：", f"{quoted(piece)}[1]"]
        confidence = round(0.9 * piece.coverage, 2)
        return Answer(question.text, "\n".join(lines), False, confidence, "extractive", (cite(1, piece),))
    pieces = [piece for row in rows for piece in row.pieces]
    numbers = {id(piece): n for n, piece in enumerate(pieces, 1)}
    citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
    lines = _figures(question, rows, numbers) if question.is_point else _measures(rows, numbers)
    missing = [row.name for row in rows if not row.pieces]
    if missing:
        lines.append(f"资料中没有找到{'、'.join(missing)}的情况。")
    if question.is_point:
        lines += ["", "原文：", *(f"{quoted(piece)}[{n}]" for n, piece in enumerate(pieces, 1))]
    confidence = round(0.9 * min(piece.coverage for piece in pieces) * (1 - 0.5 * len(missing) / len(rows)), 2)
    return Answer(question.text, "\n".join(lines), False, confidence, "extractive", citations)


def _tells_all(rows: Sequence[_Row]) -> Evidence | None:
    """Return the sentence that tells of all the years asked about, where each has no sentence of its own.

    「由2022年的31.4%提高到36.8%」 tells of both years, and of the second without its name.
    """
    if any(len(row.asked.years) != 1 for row in rows):
        return None
    told = {(row.pieces[0].document.doc_id, row.pieces[0].start): row for row in rows if row.pieces}
    if len(told) == len(rows):
        return None
    for row in told.values():
        piece, year = row.pieces[0], row.asked.years[0]
        others = [other.asked.years[0] for other in rows if other.asked.years[0] != year]
        if not piece.cells and (
            any(re.search(rf"(?<![比较与]){other}年", piece.text) for other in others)
            or re.search(rf"[由从]{year}年|[比较]{year}年的[\d.]", piece.text)
        ):
            return piece
    return None


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
            _Row(f"{year}年", asked := _of_year(question, year), _best(asked, gatherer, filters))
            for year in sorted(question.years)
        ]
    finder, found = gatherer.gather(question, filters)
    by_place: dict[str, Evidence] = {}
    for piece in found:
        if piece.place and finder.suffices(piece):
            by_place.setdefault(piece.place, piece)
    return [_Row(place_label(place), question, (piece,)) for place, piece in by_place.items()]


def _place_row(question: Question, place: str, gatherer: EvidenceGatherer, filters: Filters | None) -> _Row:
    """Return what a place has to say; of another year than the one asked about, that year beside its name."""
    asked = _of_its_own(question, place) or _of_place(question, place)
    pieces = _best(asked, gatherer, filters)
    if not pieces:
        asked = _of_place(question, place)
        pieces = _best(asked, gatherer, filters)
    if pieces or not asked.years:
        return _Row(place_label(place), asked, pieces)
    pieces = _best(replace(asked, years=()), gatherer, filters)
    facts = pieces[0].document.facts if pieces else None
    year = (facts.period or facts.date[:4]) if facts else ""
    return _Row(f"{place_label(place)}（{year}年）" if year else place_label(place), asked, pieces)


def _of_its_own(question: Question, place: str) -> Question | None:
    """Return what is asked of one of two places of which different things are asked; None where the same is asked of both.

    「宿城区教育装备投入和贵溪市配图书的投入各是多少」
    """
    text = question.text
    spots = sorted((text.find(stem(name)), name) for name in question.places)
    if len(spots) != 2 or spots[0][0] < 0 or not question.is_point:
        return None
    (first, one), (second, other) = spots
    between = _JOINS.sub("", text[first:second].removeprefix(one).removeprefix(stem(one)))
    behind = text[second:].removeprefix(other).removeprefix(stem(other))
    asks = _ASKS_OF_BOTH.search(behind)
    if asks is None or not content_terms(between) or not content_terms(behind[: asks.start()]):
        return None
    whose = re.sub(r"(?:相)?比(?=，)", "", behind[: asks.start()])
    if _ONLY_WHEN.match(between):
        # 「宿城区近五年、贵溪市今年上半年，用来资助困难学生的资金各是多少」
        between += whose.partition("，")[2]
    tail = _WHICH_IS_MORE.split(EACH.sub("", _JOINED.sub("", behind[asks.start() :])))[0]
    thing = between if place == one else whose
    before = text[:first] if not _ASKS_TO_COMPARE.search(text[:first]) else ""
    asked = read_question(f"{before}{place}{thing}{tail if _FIGURES.search(tail) else '是多少'}", question.places)
    return replace(asked, paper=question.paper) if asked.is_point else None


def _of_place(question: Question, place: str) -> Question:
    """Return the question asked of one of its places only."""
    text = question.text
    against = False
    for other in question.places:
        against = against or f"比{other}" in text or f"比{stem(other)}" in text
        if other != place:
            text = text.replace(other, "")
    # 「石桥区比柳溪县教育经费多多少」 asks of each how much it is.
    if against:
        text = re.sub(r"(?<![最提减降增])[多少高低大小]多少", "是多少", re.sub(r"(?<!占)比(?![重例率])", "", text))
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
    if len(told) == 2 and _DIFFERENCE.search(question.text) and (difference := _difference(told, numbers)):
        lines.append(difference)
    if len(rows) == 2 and not lines:
        lines = [_side_by_side(told, numbers) + "。", *_the_more_of_two(question, told)]
    if len(rows) == 1:
        lines = [f"{told[0].name}：{told[0].written}。[1]"]
    elif len(rows) > 2 or len(told) < len(rows):
        head = "年份" if rows[0].name.endswith("年") and rows[0].name[0].isdigit() else "地方"
        lines += (
            ["", f"| {head} | 资料所写 | 出处 |", "| --- | --- | --- |"]
            if lines
            else [f"| {head} | 资料所写 | 出处 |", "| --- | --- | --- |"]
        )
        for row in rows:
            piece = row.pieces[0] if row.pieces else None
            told_here = f"{row.written} | [{numbers[id(piece)]}]" if piece else "未找到 |"
            lines.append(f"| {row.name} | {told_here} |")
        lines.append("")
    return lines


def _value(row: _Row) -> Figure | None:
    """Return the figure that a row's answer is; None where it is more than a figure, and nothing is reckoned with it."""
    piece = row.pieces[0]
    if piece.cells:
        figures = find_figures(piece.cells[0].written)
        return figures[0] if len(piece.cells) == 1 and figures else None
    if speaks_for_itself(row.asked_alone, piece) or piece.figure is None:
        return piece.figure
    # 「寄宿生12475人，寄宿率62.9%」: the only one of its unit in a clause that has what is asked for.
    clause = piece.text[slice(*clause_around(piece.text, piece.figure.start, piece.figure.end))]
    alike = [figure for figure in find_figures(clause) if figure.unit == piece.figure.unit]
    named = row.asked.focus or row.asked.asked_nouns
    alone = len(alike) == 1 and not piece.rivals and bool(named) and wholly_holds(named[-1], fold(clause))
    return piece.figure if alone else None


def _comparable(rows: Sequence[_Row]) -> list[tuple[_Row, Figure]]:
    """Return the rows whose figures are of one unit; none where they are not."""
    valued = [(row, value) for row in rows if (value := _value(row)) is not None and value.value is not None]
    return valued if len({value.unit for _, value in valued}) == 1 else []


def _extreme(question: Question, rows: Sequence[_Row], numbers: dict[int, int]) -> str:
    asked = _EXTREME.search(question.text)
    valued = _comparable(rows)
    if not asked or len(valued) < 2:
        return ""
    least = asked["which"] in "少低小慢短"
    row, _ = sorted(valued, key=lambda pair: pair[1].value or 0, reverse=not least)[0]
    return f"资料写到的 {len(valued)} 处中，最{asked['which']}的是{row.name}：{row.written}[{numbers[id(row.pieces[0])]}]。"


def _the_more_of_two(question: Question, rows: Sequence[_Row]) -> list[str]:
    """Return which of two is more, where that is asked and both tell a figure of one unit."""
    asked, valued = _WHICH_OF_TWO.search(question.text), _comparable(rows)
    if asked is None or len(valued) != 2 or valued[0][1].value == valued[1][1].value:
        return []
    least = asked["which"] in "少低小慢短"
    (row, one), (_, other) = sorted(valued, key=lambda pair: pair[1].value or 0, reverse=not least)
    return [f"{row.name}{asked['which']}（{one.text}，另一处{other.text}）。"]


def _difference(rows: Sequence[_Row], numbers: dict[int, int]) -> str:
    valued = _comparable(rows)
    if len(valued) < 2:
        return ""
    (first, one), (second, other) = valued
    assert one.value is not None and other.value is not None
    high, low = (one, other) if one.value >= other.value else (other, one)
    assert high.value is not None and low.value is not None
    unit = "个百分点" if one.unit == "%" else one.unit
    return f"{_side_by_side((first, second), numbers)}，相差{_plain(high.value - low.value, unit)}（{high.text}－{low.text}）。"


def _side_by_side(rows: Sequence[_Row], numbers: dict[int, int]) -> str:
    """Return what rows tell in one sentence, as short as it must be."""
    whole = "，".join(f"{row.name}{row.written}[{numbers[id(row.pieces[0])]}]" for row in rows)
    if len(whole) <= LONGEST:
        return whole
    return "，".join(f"{row.name}{row.brief}[{numbers[id(row.pieces[0])]}]" for row in rows)


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
