"""Weigh the rows of tables against a question: each cell by what its row and its column are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.asked_figures import FIGURE_KINDS, RIVALRY, SAME_UNIT, alike
from assistant.cells import TOTALS, Cell, cells_of, is_row
from assistant.evidence import Evidence
from assistant.figure_cues import OF_A_CHANGE, asks_change, of_another_size, of_the_contrary, of_the_month
from assistant.matching import holds, match_strength, surely_holds, wholly_holds
from assistant.question import Question
from assistant.ranges import cases_of, parts_for
from assistant.tabular.tables import must_be_held, table_at
from assistant.whose import column_place, is_of_locality, is_of_year, is_ours, row_place
from corpus.context import table_context
from corpus.figures import find_figures
from corpus.gazetteer import stem
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.tokenizer import content_words, fold, is_naming
from index.passage import Passage

# A sentence that itself says less of what is asked only stands near the subject.
LEAST_INSIDE = 0.1
# A cell whose row and whose column the question names covers it at least so far.
ROW_AND_COLUMN = 0.75
# In which columns a table says who, where and when.
_HEADS = {
    "who": re.compile(r"单位|部门|机构|负责|责任|牵头|校长|姓名|联系人|人员"),
    "where": re.compile(r"地点|地址|位置|所在"),
    "date": re.compile(r"时间|时限|日期|期限|年月"),
    "list": re.compile(r"内容|任务|措施|名单|成员|名称|范围|项目"),
}
_NAMES_A_YEAR = re.compile(r"年度|年份|学年")
_OF_THE_WHOLE = re.compile(r"全[省市县区州旗镇乡]|合计|总共|一共")
_RATE = re.compile(r"率|比例|占比|比重|百分比")
_LEVEL = re.compile(r"^(?:小学|初中|高中|[一二三四五六七八九]年级|中职|普高)(?:段|部|学段|阶段)?$")


class RowWeigher:
    """Weigh rows against one question; `weights` are its terms' weights."""

    def __init__(self, question: Question, weights: dict[str, float], known_places: Sequence[str] = ()) -> None:
        self._question = question
        self._weights = weights
        self._total = sum(weights.values()) or 1.0
        self._needed = [term for term in weights if must_be_held(term)]
        self._cases = cases_of(question.text)
        # A table may name places that no document is of.
        self._known_places = (*known_places, *question.places)

    def weigh(self, passage: Passage, document: SourceDocument) -> list[Evidence]:
        """Weigh the rows of a table, each cell by what its row and its column are about."""
        chunk = passage.chunk
        section = path_at(document.sections, chunk.start)
        caption = table_context(document.text, chunk.start)[0]
        weighed: list[Evidence] = []
        start = chunk.start
        for line in chunk.text.split("\n"):
            end = start + len(line)
            if is_row(line):
                evidence = self._weigh_row(document, start, end, section, caption, passage.score)
                if evidence is not None:
                    weighed.append(evidence)
            start = end + 1
        return weighed

    def _weigh_row(
        self, document: SourceDocument, start: int, end: int, section: tuple[str, ...], caption: str, score: float
    ) -> Evidence | None:
        cells = cells_of(document, start, end)
        if not cells:
            return None
        labels = cells[0].labels
        place = row_place(labels, document, self._known_places, caption)
        context = fold(" ".join((caption, document.full_title, *section)))
        row = document.text[start:end]
        # 「松陂县优良率」 heads the figures of that county in a row of any.
        columns = {cell.head: column_place(cell.head, document, self._known_places) for cell in cells}
        cells = [cell for cell in cells if is_ours(self._question, columns[cell.head] or place, document, row)]
        if not cells:
            return None
        if self._question.places and (placed := [cell for cell in cells if columns[cell.head]]):
            # Beside a column of the very place, one that no place heads is of another.
            cells, place = placed, columns[placed[0].head]
        if not is_of_locality(self._question, f"{row} {context}", document):
            return None
        if self._is_of_another_row(document, start, f"{context} {' '.join(cell.head for cell in cells)}"):
            return None
        told = fold(" ".join(cell.value for cell in cells if not cell.numeric))
        covered = [(self._covered_by(cell, context, told), cell) for cell in cells]
        fitting = [
            (coverage, cell)
            for (coverage, inside), cell in covered
            if inside >= LEAST_INSIDE
            and self._cell_fits(cell, place, told)
            and is_of_year(self._question, f"{' '.join(labels)} {cell.head}", (*section, caption), document)
        ]
        if not fitting:
            return None
        of_year = [
            pair for pair in fitting if any(y in f"{''.join(labels)}{pair[1].head}" for y in self._question.years)
        ]
        # A column of the very year outdoes the sum of three years that its table is of.
        fitting = of_year or fitting
        best = max(coverage for coverage, _ in fitting)
        chosen = tuple(cell for coverage, cell in fitting if coverage >= RIVALRY * best)
        if asks_change(self._question.text) and not any(OF_A_CHANGE.search(cell.head) for cell in chosen):
            # How much it is tells not by how much it changed.
            return None
        figures = find_figures(chosen[0].written) if self._question.is_point else []
        figure = figures[0] if figures else None
        named = all(self._asked_for(words) for words in (*labels, chosen[0].head))
        if _OF_THE_WHOLE.search(self._question.text) and any(TOTALS.match(label) for label in labels):
            best += 0.2
        # A table's own cell for what is asked outdoes a sentence that mentions a figure of it in passing.
        weight = 0.9 * best + 0.1 * score + 0.35 * (best if figure else 0.0) + (0.1 if named else 0.0)
        return Evidence(document, start, end, section, best, weight, place, figure, cells=chosen)

    def _is_of_another_row(self, document: SourceDocument, start: int, around: str) -> bool:
        """Tell whether the question names what neither the row nor its table has: 幼儿园, 大豆."""
        table = table_at(document, start)
        row = table.row_at.get(start) if table else None
        if table is None or row is None:
            return False
        if of_another_size("".join(row.values), self._question.text):
            return True
        # 「初中 | 55.1%」 is of its pupils, whether its table says 学生 or not.
        of_pupils = any(_LEVEL.search(value) for value in row.values)
        return any(
            not holds(term, around)
            and not (term == "学生" and of_pupils)
            and not any(holds(term, fold(value)) for value in (*row.values, row.group))
            for term in self._needed
        )

    def rows_of(self, passage: Passage, document: SourceDocument) -> list[tuple[float, int, Decimal, Evidence]]:
        """Return every figure of a table's rows but its sums: coverage by its column, table, value, and the cell.

        A table is known by where it begins; rows of a place that the question does not name are left out.
        """
        chunk = passage.chunk
        section = path_at(document.sections, chunk.start)
        caption = table_context(document.text, chunk.start)[0]
        context = fold(" ".join((caption, document.full_title, *section)))
        found: list[tuple[float, int, Decimal, Evidence]] = []
        start = chunk.start
        for line in chunk.text.split("\n"):
            end = start + len(line)
            for cell in cells_of(document, start, end) if is_row(line) else []:
                figures = find_figures(cell.written) if cell.numeric else []
                if not figures or figures[0].value is None or any(TOTALS.match(label) for label in cell.labels):
                    continue
                if not is_ours(self._question, document.facts.place, document, line):
                    continue
                if self._question.years and not is_of_year(self._question, cell.head, section, document):
                    continue
                coverage, _ = self._covered(fold(cell.head), context)
                place = row_place(cell.labels, document, self._known_places, caption)
                piece = Evidence(document, start, end, section, coverage, coverage, place, figures[0], cells=(cell,))
                found.append((coverage, _table_start(document.text, start), figures[0].value, piece))
            start = end + 1
        return found

    def _covered_by(self, cell: Cell, context: str, told: str) -> tuple[float, float]:
        """Return how much of the question a cell covers; one whose row and column are both asked for answers it."""
        # 「新增公共停车泊位1500个」 beside 「县住建局」 says what that office is in charge of.
        beside = told.replace(fold(cell.value), "")
        coverage, inside = self._covered(fold(" ".join((*cell.labels, cell.head, beside))), context)
        here = fold(" ".join((*cell.labels, cell.head)))
        named = all(
            max(match_strength(term, here), match_strength(term, context)) >= 0.6
            for term in self._weights
            if is_naming(term)
        )
        if named and all(self._asked_for(words) for words in (cell.head, *cell.labels)):
            coverage = max(coverage, ROW_AND_COLUMN)
        return coverage, inside

    def _asked_for(self, head: str) -> bool:
        """Tell whether the question names a row or a column: every word of its head but units and years."""
        asked = fold(self._question.text)
        if self._question.locality and self._question.locality in head:
            return True
        if any(year in head for year in self._question.years) or any(
            stem(place) in head for place in self._question.places
        ):
            return True
        words = content_words(re.sub(r"[（(][^（）()]*[）)]", "", head))
        return bool(words) and all(wholly_holds(word, asked) for word in words)

    def _covered(self, here: str, context: str) -> tuple[float, float]:
        """Return how much of the question words and their context cover, and how much the words by themselves."""
        covered = inside = 0.0
        for term, weight in self._weights.items():
            strength = match_strength(term, here)
            inside += weight * strength
            covered += weight * max(strength, 0.8 * match_strength(term, context))
        # A row that only its place and its year tell from others says nothing more of the question's words itself.
        return covered / self._total, max(
            inside / self._total,
            LEAST_INSIDE if self._question.places or self._question.years or self._question.locality else 0.0,
        )

    def _cell_fits(self, cell: Cell, place: str, told: str) -> bool:
        """Tell whether a cell holds the kind of thing asked for, of the row asked for."""
        question = self._question
        if of_the_contrary(question.text, fold(cell.head), "") or not of_the_month(question.text, cell.head):
            return False
        if not question.is_point:
            wanted = _HEADS.get(question.kind)
            return bool(wanted and wanted.search(cell.head)) and not cell.numeric
        own = [label for label in cell.labels if not TOTALS.match(label) and not (place and stem(place) in label)]
        own = [label for label in own if not question.locality or question.locality not in label]
        own = [label for label in own if label.rstrip("年度") not in question.years]
        parts = parts_for(" ".join(own), self._cases)
        if parts == ():
            return False
        if own and not parts and not any(surely_holds(term, fold(" ".join((*own, told)))) for term in question.terms):
            return False
        if question.kind == "date" and _NAMES_A_YEAR.match(cell.head):
            # 年度 says of which year a row is, and of nothing when it was.
            return False
        if question.kind in ("date", "duration"):
            return bool(find_figures(cell.value)) and find_figures(cell.value)[0].kind in FIGURE_KINDS[question.kind]
        if not cell.numeric:
            return False
        rate = cell.written.endswith(("%", "％", "‰")) or bool(_RATE.search(cell.head + "".join(cell.labels)))
        if question.kind == "share":
            return rate
        if question.kind == "money":
            return "元" in cell.unit
        unit = SAME_UNIT.get(question.unit, question.unit)
        if question.kind == "count" and unit and cell.unit:
            return not rate and (cell.unit.endswith(unit) or alike(cell.unit, unit))
        return question.kind == "amount" or not (rate or "元" in cell.unit)


def _table_start(text: str, start: int) -> int:
    """Return where the table begins in which a row stands."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if above >= start or not text.startswith("|", above):
            return start
        start = above
    return start
