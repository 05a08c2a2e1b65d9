"""Answer a question from one table: the rows that it means, the columns, and what is to be done with them.

A table answers only where it explains all that the question names: by its rows, its columns, or what it is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.citations import cells_written, cite, place_label
from assistant.evidence import Evidence
from assistant.figure_cues import OF_A_CHANGE, asks_change
from assistant.gathering import EvidenceGatherer
from assistant.question import Question
from assistant.question_kinds import Kind
from assistant.spoken import plainly
from assistant.tabular.columns import Columns, bare
from assistant.tabular.linking import Linking
from assistant.tabular.operations import Kept, Operations
from assistant.tabular.tables import Row, Table, table_at
from assistant.whose import row_place, table_place
from assistant.wording import quoted
from corpus.figures import find_figures, number_of
from index.records import Filters

CONFIDENCE = 0.9
MOST_ROWS, MOST_ROWS_SIDE_BY_SIDE = 12, 4
_SEVERAL = re.compile(r"分别|各(?!级|类|种|项)|[和与跟]")
_SO_MANY = re.compile(r"哪(?P<n>[二两三四五六七八九十]{1,3})[个家所项条门类种位名处起道步批件轮年]")
# 「账实差了多少」
_DIFFERS, _DIFFERS_BY = re.compile(r"(?<!误)(?<!温)(?:相差|差了?多少)"), re.compile(r"差|缺|短|余")
_IN_TRUTH, _WAS_DONE = re.compile(r"实际"), re.compile(r"实际|完成|执行|决算|入库")
_OF_TASKS = re.compile(r"任务|目标|计划(?!完成|执行)")
_OF_EACH = re.compile(r"每(?P<of>[天人月年次课户亩吨台套间个])[^，。？]{0,8}(?:多少|几)")
_ASKS_POINTS = re.compile(r"(?:抓|做|干|办|搞)了?(?:哪|什么)[\u4e00-\u9fff]{0,2}[点件事步]")
# What is told in sentences, and hardly by cells.
_NOT_OF_TABLES: frozenset[Kind] = frozenset({"how", "why", "definition", "basis"})


@dataclass(frozen=True)
class _Reading:
    """A question read against one table; the more `weight`, the more of the question it has.

    Attributes:
        side_by_side: its columns are of counties, which the question names.
        of_counties: its rows are, in the paper of another.
    """

    table: Table
    kept: Kept
    weight: float
    side_by_side: bool = False
    of_counties: bool = False


def from_tables(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return the answer that a table gives; None where none explains the question."""
    if question.kind in _NOT_OF_TABLES or _ASKS_POINTS.search(question.text):
        return None
    terms = gatherer.finder(question).terms
    tables: dict[tuple[str, int], Table] = {}
    for passage in gatherer.in_force(question, gatherer.passages(question, filters)):
        document = gatherer.document(passage.chunk.doc_id)
        if document is None or not passage.chunk.text.startswith("|"):
            continue
        table = table_at(document, passage.chunk.start)
        if table is not None:
            tables.setdefault((document.doc_id, table.start), table)
    readings = [found for table in tables.values() if (found := _read(question, terms, table)) is not None]
    if not readings:
        return None
    best = max(readings, key=lambda reading: reading.weight)
    if asks_change(question.text) and not any(
        OF_A_CHANGE.search(best.table.heads[column]) for column in best.kept.columns
    ):
        # How much it is tells not by how much it changed.
        return None
    heads = " ".join(best.table.heads[n] for n in best.kept.columns)
    of_tasks = _OF_TASKS.search(" ".join((best.table.caption, *best.table.section[-1:])))
    if _IN_TRUTH.search(question.text) and of_tasks and not _WAS_DONE.search(heads):
        # What was really done stands in no table of tasks.
        return None
    if _DIFFERS.search(question.text) and not any(_DIFFERS_BY.search(best.table.heads[n]) for n in best.kept.columns):
        return None
    if (each := _OF_EACH.search(plainly(question.text))) and not _is_of_each(each["of"], best):
        # 「一天补多少钱」 is not told by what was paid out in all.
        return None
    if best.of_counties and _told_by_its_own(question, gatherer, filters):
        return None
    return _answer(question, best)


def _read(question: Question, terms: Sequence[str], table: Table) -> _Reading | None:
    """Return which rows and columns of a table are meant; None where it does not explain the question."""
    link = Linking(question, terms, table)
    if not link.explains_all():
        return None
    columns = Columns(link)
    rows, held = link.rows()
    asks = [columns.of_ask(kind, text, rows) for kind, text in columns.asks()]
    chosen = tuple(dict.fromkeys(column for some in asks for column in some))
    lists = link.asks_for_rows()
    if not rows or (not lists and not all(asks)):
        return None
    kept = Operations(link, columns).work(rows, chosen, held, lists)
    if kept is None or not kept.rows:
        return None
    kept = Kept(kept.rows, kept.columns, kept.lists or lists)
    if kept.lists and not (_as_many_as_asked(question, kept.rows) and link.are_of_the_places(kept.rows)):
        return None
    if not kept.lists:
        if not (held or link.total) or not all(row.total or link.is_meant(row, held) for row in kept.rows):
            return None
        if len({tuple(row.values[n] for n in kept.columns) for row in kept.rows}) == 1:
            # 「助学金（一档）」 and 「（二档）」 have one and the same 经办人.
            kept = Kept(kept.rows[:1], kept.columns, False)
        if len(kept.rows) > 1 and not (_SEVERAL.search(link.text) and len(kept.rows) <= MOST_ROWS_SIDE_BY_SIDE):
            return None
    return _Reading(
        table, kept, 2.0 * len(held) + link.explained, bool(link.columns_of_places), link.is_of_other_counties
    )


def _is_of_each(unit: str, reading: _Reading) -> bool:
    """Tell whether what a table tells is of each one, as 「每天」 asks."""
    of_each = re.compile(rf"每[^，。]{{0,2}}{unit}|{unit}均|[/／]{unit}|标准|单价|[费票]价")
    said = (
        f"{reading.table.caption} {reading.table.heads[n]} {' '.join(row.values)}"
        for row in reading.kept.rows
        for n in reading.kept.columns
    )
    return any(of_each.search(text) for text in said)


def _told_by_its_own(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> bool:
    """Tell whether a paper of the county itself answers; then both are told, and not only the table over all counties."""
    finder, found = gatherer.gather(question, filters)
    return any(piece.document.facts.place in question.places and finder.suffices(piece) for piece in found)


def _as_many_as_asked(question: Question, rows: Sequence[Row]) -> bool:
    """Tell whether as many rows were found as a question says that there are: two for 「哪两起」."""
    asked = _SO_MANY.search(question.text)
    return asked is None or number_of(asked["n"]) == len(rows)


def _answer(question: Question, reading: _Reading) -> Answer:
    """Put what a table says into words: a cell, several side by side, or a list of rows, each cited."""
    table, rows, columns, lists = reading.table, reading.kept.rows, reading.kept.columns, reading.kept.lists
    place = table_place(table.caption, table.document, question.places)
    if reading.side_by_side:
        place = question.places[0] if len(columns) == 1 else ""
    pieces = [_piece(question, table, row, columns, place, own=not reading.side_by_side) for row in rows[:MOST_ROWS]]
    empty = [table.heads[n] for row in rows for n in columns if not row.values[n].strip("—-－/ ")]
    title = f"《{table.document.facts.title}》"
    places = tuple(dict.fromkeys(piece.place for piece in pieces))
    whose = (place_label(places[0]) if len(places) == 1 else "") or title
    if empty and not lists:
        text = f"{title}的表里，这一行的「{'、'.join(dict.fromkeys(empty))}」没有填写，不作回答。"
        return Answer(question.text, text, True, CONFIDENCE, "refusal")
    told = [
        f"{_told(piece, table, row, lists)}[{n}]" for n, (piece, row) in enumerate(zip(pieces, rows, strict=False), 1)
    ]
    if len(told) == 1:
        lines = [f"{whose}：{told[0]}。"]
    elif len(places) > 1 and not lists:
        # Each row is of another county.
        lines = [f"{place_label(piece.place) or title}：{said}。" for piece, said in zip(pieces, told, strict=True)]
    elif lists:
        lines = [f"{whose}：表中符合的有 {len(rows)} 行：", *told]
    else:
        lines = [f"{whose}：{'；'.join(told)}。"]
    if len(rows) > MOST_ROWS:
        lines.append(f"只列出前 {MOST_ROWS} 行。")
    lines += ["", "原文："] + [f"{quoted(piece)}[{n}]" for n, piece in enumerate(pieces, 1)]
    citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
    return Answer(question.text, "\n".join(lines), False, CONFIDENCE, "extractive", citations)


def _piece(question: Question, table: Table, row: Row, columns: tuple[int, ...], place: str, *, own: bool) -> Evidence:
    cells = tuple(table.cell(row, column) for column in columns if row.values[column])
    figures = find_figures(cells[0].written) if cells and question.is_point else []
    whose = row_place(cells[0].labels, table.document, question.places, table.caption) if cells and own else place
    return Evidence(
        table.document, row.start, row.end, table.section, 1.0, 1.0, whose, figures[0] if figures else None, cells=cells
    )


def _told(piece: Evidence, table: Table, row: Row, lists: bool) -> str:
    if not piece.cells:
        return table.name(row)
    return (
        f"{table.name(row)}（{'，'.join(f'{bare(cell.head)}{cell.written}' for cell in piece.cells)}）"
        if lists
        else cells_written(piece)
    )
