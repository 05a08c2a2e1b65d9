"""Answer a question from one table: which rows it means, which columns, and what is to be done with them.

A table answers only where it explains all that the question names: by its rows, its columns, or what it is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answers import Answer
from assistant.asked_figures import alike
from assistant.asked_words import plainly
from assistant.cells import Cell
from assistant.citations import cells_written, cite, place_label
from assistant.evidence import Evidence
from assistant.figure_cues import of_another_size, of_the_contrary
from assistant.gathering import EvidenceGatherer
from assistant.matching import match_strength
from assistant.question import Question, without_places
from assistant.question_kinds import Kind, kind_of
from assistant.tables import SOFT, Row, Table, must_be_held, stands_in, table_at, words_of
from assistant.whose import is_of_year, row_place
from assistant.wording import quoted
from corpus.figures import find_figures
from corpus.gazetteer import stem
from corpus.persons import post_of
from corpus.tokenizer import cut_by_dictionary, fold, is_naming
from index.records import Filters

# How surely a word must be held by a row, a head, or what a table is of.
HELD, SURELY = 0.6, 0.8
# A head of several words is meant where the question has so many of them.
CONFIDENCE = 0.9
MOST_ROWS = 12
_EXTREME = re.compile(r"最(?P<which>[多高大长晚重好少低小短早差])")
_LEAST = frozenset("少低小短早差")
_WHICH = re.compile(r"哪(?:一|几|些)?(?:个|家|所|项|门|条|类|种|位|名|处|年|科|里|些)?|有谁|都有谁|是谁家")
_NONE = re.compile(r"没|为零|是零|不用|无需|不缺|不需要|未(?!来)")
_TOTAL = re.compile(r"合计|总共|一共|总计|共计|加起来|总的|总数|全[县区市镇乡]")
_SEVERAL = re.compile(r"分别|各(?!级|类|种|项)|[和与跟]")
_MORE_THAN = re.compile(r"比[^，。？]{1,12}?(?:多|高|大|贵)|超过|高于|大于|多于")
_WHICH_YEAR = re.compile(r"哪(?:一)?(?:年|天|月|日)")
_MISSED_WORDS = re.compile(r"达到目标|完成目标|完成任务|完成计划|达标|目标|完成|任务")
_OF_ALL_YEARS = re.compile(r"(?:19|20)\d{2}年?[至到—–~-]+(?:19|20)\d{2}.*(?:累计|一共|总共|共|合计)")
_COMPARES = re.compile(r"(?:谁|哪[个家边所一])[^，。]{0,6}(?:更|比较)?[多高大好快少低小](?:一些|些|点)?$")
_WHICH_NOUN = re.compile(r"哪(?:一|几|些)?(?:个|家|所|项|门|条|类|种|位|名|处)?(?P<noun>[\u4e00-\u9fff]{2,6})")
_ANYTHING = frozenset("单位 项目 任务 地方 指标 东西 事项 内容 一项 几项 学校 部门 机构".split())
_MISSED = re.compile(r"(?:没有?|未|没能)(?:达到?|完成|实现|达成)(?:目标|计划|任务|标)?")
_TARGET, _REACHED = re.compile(r"目标|计划|任务|应"), re.compile(r"实际|完成(?!率)|到位|实绩|实")
# Of whom a word speaks besides what a column is of: 老人 of 失能老人.
_PEOPLE = frozenset("老人 学生 群众 人员 老师 居民 儿童 幼儿 对象".split())
_NUMBER_TO_DIAL = re.compile(r"电话|热线|号码|联系方式|手机")
_LIMIT = re.compile(r"以上|超过|多于|大于|不少于|不低于|(?P<less>以下|不足|不到|少于|低于|以内|不满)")
_SEASON = re.compile(r"[春秋]季")
_KINDS_OF_HEADS: dict[Kind, re.Pattern[str]] = {
    "who": re.compile(r"单位|部门|机构|负责|责任|牵头|校长|姓名|联系人|人员|经办|主讲|公司|企业|主管"),
    "where": re.compile(r"地点|地址|位置|所在|乡镇"),
    "date": re.compile(r"时间|时限|日期|期限|年月"),
    "money": re.compile(r"资金|金额|投资|经费|补助|补贴|标准|价|费|收入|支出|工资|产值|拨款|预算|决算|元"),
    "share": re.compile(r"率|比例|占比|比重|[%％]"),
}
_DATED = re.compile(r"\d{4}[-.年/]\s*\d{1,2}|\d{1,2}月|\d{4}年")


@dataclass(frozen=True)
class _Reading:
    """A question read against one table."""

    table: Table
    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    weight: float
    lists: bool


def from_tables(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return the answer that a table gives; None where none explains the question."""
    terms = gatherer.finder(question).terms
    tables: dict[tuple[str, int], Table] = {}
    for passage in gatherer.in_force(question, gatherer.passages(question, filters)):
        document = gatherer.document(passage.chunk.doc_id)
        if document is None or not passage.chunk.text.startswith("|"):
            continue
        table = table_at(document, passage.chunk.start)
        if table is not None:
            tables.setdefault((document.doc_id, table.start), table)
    readings = [
        found for table in tables.values() if (found := _TableReader(question, terms, table).read()) is not None
    ]
    if not readings:
        return None
    best = max(readings, key=lambda reading: reading.weight)
    return _answer(question, best)


class _TableReader:
    """Link the words of one question to one table."""

    def __init__(self, question: Question, terms: Sequence[str], table: Table) -> None:
        self._question = question
        self._table = table
        self._text = fold(plainly(without_places(question)))
        self._terms = tuple(dict.fromkeys((*terms, *([question.locality] if question.locality else []))))
        self._said = [row for row in table.rows if not row.total and self._names_the_row(row)]
        self._about = fold(" ".join((table.caption, *table.section, table.document.facts.title)))
        self._heads = [fold(head) for head in table.heads]

    def read(self) -> _Reading | None:
        """Return which rows and columns are meant; None where the table does not explain the question."""
        if not self._is_of_the_place() or not self._is_of_the_year():
            return None
        return None if self._question.kind in ("how", "why", "definition", "basis") else self._linked()

    # ---- whose, and of when

    def _is_of_the_place(self) -> bool:
        own = self._table.document.facts.place
        others = [place for place in self._question.places if not own or stem(place) != stem(own)]
        if self._question.places and len(others) == len(self._question.places):
            return False
        return all(any(stem(place) in value for row in self._table.rows for value in row.values) for place in others)

    def _is_of_the_year(self) -> bool:
        years, table = self._question.years, self._table
        if not years:
            return True
        if len(years) == 2 and _OF_ALL_YEARS.search(self._question.text):
            # What 2022年至2024年 come to stands in no cell of one year.
            return False
        told = " ".join((*table.heads, *(table.name(row) for row in table.rows), table.caption))
        if re.search(r"(?:19|20)\d{2}", told):
            return all(year in told for year in years) or self._spans(told)
        return is_of_year(self._question, table.caption, table.section, table.document)

    def _spans(self, told: str) -> bool:
        named = sorted(re.findall(r"(?:19|20)\d{2}", told))
        return (
            len(self._question.years) == 2
            and named[0] <= min(self._question.years)
            and named[-1] >= max(self._question.years)
        )

    # ---- linking

    def _linked(self) -> _Reading | None:
        columns_of = {term: self._columns_with(term) for term in self._terms}
        rows_of = {term: self._rows_with(term) for term in self._terms}
        needed = [term for term in self._terms if must_be_held(term)]
        explained = 0.0
        for term in needed:
            if not self._explains(term, columns_of, rows_of):
                return None
            explained += 1
        total = bool(_TOTAL.search(self._question.text))
        rows, held = self._rows(rows_of, columns_of, total)
        asks = self._asks()
        columns = [self._columns(kind, text, rows) for kind, text in asks]
        chosen = tuple(dict.fromkeys(column for some in columns for column in some))
        lists = self._asks_for_rows()
        if not rows or (not chosen and not lists) or (asks and not lists and not all(columns)):
            return None
        operated = self._operated(rows, chosen, held, lists)
        if operated is None:
            return None
        rows, chosen, lists = operated[0], operated[1], operated[2] or lists
        if not rows:
            return None
        if not lists and not (held or total):
            return None
        if not lists and not all(row.total or self._is_meant(row, held) for row in rows):
            return None
        if len(rows) > 1 and not lists and len({tuple(row.values[n] for n in chosen) for row in rows}) == 1:
            # 「助学金（一档）」 and 「（二档）」 have one and the same 经办人.
            rows = rows[:1]
        if len(rows) > 1 and not lists and not (_SEVERAL.search(self._text) and len(rows) <= 4):
            return None
        weight = explained + 2.0 * len(held) + sum(bool(columns_of[term]) for term in self._terms)
        return _Reading(self._table, rows, chosen, weight, lists)

    def _explains(
        self, term: str, columns_of: dict[str, tuple[int, ...]], rows_of: dict[str, dict[int, frozenset[int]]]
    ) -> bool:
        """Tell whether a word of the question is one of the table's, or all of its own words are: 英语+老师."""
        if columns_of.get(term) or rows_of.get(term) or match_strength(term, self._about) >= HELD:
            return True
        if any(term in self._table.name(row) for row in self._said):
            return True
        if _SEASON.search(term) and not _SEASON.search(f"{self._about}{''.join(self._heads)}"):
            return True
        if term[0] in "男女" and any(head.split(" ")[-1] == term[0] for head in self._heads):
            return True
        if f"{term}(" in self._text or (_MISSED.search(self._text) and _MISSED_WORDS.fullmatch(term)):
            # 「洋芋（马铃薯）」
            return True
        pieces = [piece for piece in cut_by_dictionary(term) if len(piece) > 1]
        if len(term) == 4 and len(pieces) < 2:
            pieces = [term[:2], term[2:]]
        return len(pieces) > 1 and all(
            self._columns_with(piece)
            or self._rows_with(piece)
            or piece in _PEOPLE
            or match_strength(piece, self._about) >= HELD
            for piece in pieces
        )

    def _names_the_row(self, row: Row) -> bool:
        """Tell whether the question has a row's very name, with or without the place before it."""
        own = self._table.document.facts.place
        for name in (self._table.name(row), row.values[self._table.names[-1]]):
            for place in (own, stem(own)):
                name = fold(name).removeprefix(place) if place else fold(name)
            if len(name) >= 3 and name in self._text:
                return True
        return False

    def _is_meant(self, row: Row, held: frozenset[str]) -> bool:
        """Tell whether the question says what tells a row from the others, and not only a word that it has, too."""
        if of_another_size(self._table.name(row), self._text) or of_the_contrary(self._text, self._table.name(row), ""):
            return False
        if row in self._said or any(year in self._table.name(row) for year in self._question.years):
            return True
        words = [word for word in self._table.telling_words(row) if word not in SOFT and not word.isdigit()]
        if words and all(self._says(word) or self._spoken(word) for word in words):
            return True
        if self._question.locality and self._question.locality in "".join(row.values):
            others = [term for term in held if term != self._question.locality]
            return all(any(stands_in(term, fold(value)) for value in row.values) for term in others)
        # 「云屏小学采暖改造」 has words of two cells.
        return sum(any(stands_in(term, fold(value)) for value in row.values) for term in held) >= 2

    def _columns_with(self, term: str) -> tuple[int, ...]:
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        return tuple(
            n
            for n, head in enumerate(self._heads)
            # 小学生 is 「小学 学生数」.
            if head and (match_strength(term, head) >= SURELY or (len(pairs) == 2 and all(p in head for p in pairs)))
        )

    def _rows_with(self, term: str) -> dict[int, frozenset[int]]:
        """Return by column the rows whose cell there holds a word."""
        found: dict[int, set[int]] = {}
        for number, row in enumerate(self._table.rows):
            if row.total:
                continue
            if row.group and stands_in(term, fold(row.group)):
                found.setdefault(-1, set()).add(number)
            for column, value in enumerate(row.values):
                if value and stands_in(term, fold(value)):
                    found.setdefault(column, set()).add(number)
        return {column: frozenset(rows) for column, rows in found.items()}

    def _rows(
        self, rows_of: dict[str, dict[int, frozenset[int]]], columns_of: dict[str, tuple[int, ...]], total: bool
    ) -> tuple[tuple[Row, ...], frozenset[str]]:
        """Return the rows that hold most of the words that tell rows apart, and these words."""
        table = self._table
        if len(self._said) > 1:
            return tuple(self._said), frozenset(table.name(row) for row in self._said)
        plain = [number for number, row in enumerate(table.rows) if not row.total]
        held_by: dict[str, frozenset[int]] = {}
        for term, by_column in rows_of.items():
            # 「县财政局牵头的」: where the question names the column, the word counts there.
            meant = [rows for column, rows in by_column.items() if column >= 0 and self._is_named(column)]
            rows = frozenset().union(*(meant or by_column.values())) if by_column else frozenset()
            said = any(term in value for n in rows for value in table.rows[n].values)
            if term in self._about and (not said or (self._operates() and not self._said)):
                # 「校舍维修」 is what the table is of; a row of 教学楼 is no more of it than another.
                continue
            if rows and len(rows) < len(plain) and len(term) > 1 and term not in SOFT:
                held_by[term] = rows
        if total and held_by and not self._said and all(match_strength(term, self._about) >= HELD for term in held_by):
            # 「教育项目总投资合计」: a row that has 教育 in its name is none of the sum's.
            held_by = {}
        for row in self._said:
            held_by[self._table.name(row)] = frozenset([table.rows.index(row)])
        for year in self._question.years:
            rows = frozenset(n for n in plain if year in table.name(table.rows[n]))
            if rows:
                held_by[year] = rows
        if total and (sums := self._sums(held_by)):
            return sums, frozenset(held_by)
        if not held_by:
            if total and any(row.total for row in table.rows):
                return tuple(row for row in table.rows if row.total)[:1], frozenset()
            return tuple(table.rows[n] for n in plain), frozenset()
        counts = {n: sum(n in rows for rows in held_by.values()) for n in plain}
        most = max(counts.values())
        best = [n for n in plain if counts[n] == most]
        # Each word that some row holds must be held by one of those chosen, or by what heads a column.
        for term, rows in held_by.items():
            if not rows & set(best) and not columns_of.get(term):
                return (), frozenset()
        best = self._named(best)
        return tuple(table.rows[n] for n in best), frozenset(held_by)

    def _operates(self) -> bool:
        return self._asks_for_rows() and any(op.search(self._text) for op in (_EXTREME, _MISSED, _NONE))

    def _sums(self, held_by: dict[str, frozenset[int]]) -> tuple[Row, ...]:
        """Return the one row that sums up what the question names: 初中小计 for 「初中女生总共」."""
        sums = [row for row in self._table.rows if row.total and any(term in self._table.name(row) for term in held_by)]
        return tuple(sums) if len(sums) == 1 and len(held_by) == 1 else ()

    def _named(self, numbers: list[int]) -> list[int]:
        """Keep, of several rows, those whose very name the question has: 小学 and not 中心小学."""
        if len(numbers) < 2:
            return numbers
        full = [n for n in numbers if all(self._says(word) for word in self._table.telling_words(self._table.rows[n]))]
        return full or numbers

    def _says(self, word: str) -> bool:
        return match_strength(word, self._text) >= SURELY

    def _is_named(self, column: int) -> bool:
        words = words_of(self._table.heads[column])
        return bool(words) and any(self._says(word) or self._spoken(word) for word in words)

    def _spoken(self, word: str) -> bool:
        """Tell whether a word of the question means a word of a head: 老师 for 教师."""
        return any(match_strength(term, word) >= SURELY for term in self._terms)

    # ---- what is asked

    def _asks(self) -> list[tuple[Kind, str]]:
        # 「哪个领导负责、哪个股室办」 asks twice.
        clauses = [clause for clause in re.split(r"[，,；;。？?]|、(?=哪|谁|多少|几)", self._text) if clause.strip()]
        asking = [clause for clause in clauses if re.search(r"多少|几|什么|哪|谁|何时|怎", clause)]
        # 「哪个高」 behind 「各是多少」 asks for no column of its own.
        asking = [clause for clause in asking if len(asking) == 1 or not _COMPARES.search(clause)]
        return [(kind_of(clause), clause) for clause in asking] or [(self._question.kind, self._text)]

    def _columns(self, kind: Kind, text: str, rows: tuple[Row, ...]) -> tuple[int, ...]:
        """Return the columns that an ask means: those most of whose heads' words it has, of the kind asked for."""
        table = self._table
        fitting = [n for n in table.told if self._fits(n, kind, rows)]
        if self._question.years and any(re.search(r"(?:19|20)\d{2}", table.heads[n]) for n in fitting):
            fitting = [n for n in fitting if any(year in table.heads[n] for year in self._question.years)]
        if _NUMBER_TO_DIAL.search(text):
            fitting = [n for n in table.told if _NUMBER_TO_DIAL.search(table.heads[n])]
        wholly = [n for n in table.told if len(self._heads[n]) > 2 and _bare(self._heads[n]) in text]
        if len(wholly) > 1 or (wholly and kind == "general"):
            # 「年龄上限和开考比例是多少」
            return tuple(wholly)
        if not fitting:
            return ()
        scores = {n: self._meant(n, text) for n in fitting}
        best = max(scores.values())
        chosen = [n for n in fitting if scores[n] == best]
        if best > 0:
            years = {tuple(re.findall(r"(?:19|20)\d{2}", table.heads[n])) for n in chosen}
            return tuple(chosen) if len(chosen) == 1 or len(years) == len(chosen) else ()
        if kind == "who" and post_of(text):
            # 「校长是谁」 is not answered by who is in charge of a building site.
            return ()
        cued = [n for n in fitting if (cue := _KINDS_OF_HEADS.get(kind)) and cue.search(table.heads[n])]
        counted = [n for n in table.told if self._fits(n, "amount", rows)]
        only = cued or (fitting if len(counted) == 1 else [])
        return tuple(only) if len(only) == 1 and kind not in ("list", "general") else ()

    def _fits(self, column: int, kind: Kind, rows: tuple[Row, ...]) -> bool:
        if of_the_contrary(self._text, fold(self._table.heads[column]), ""):
            return False
        cells = [self._table.cell(row, column) for row in rows]
        filled = [cell for cell in cells if cell.value]
        if not filled:
            return True
        head = self._table.heads[column]
        if kind == "date":
            return all(_DATED.search(cell.value) for cell in filled) or bool(_KINDS_OF_HEADS["date"].search(head))
        numeric = sum(cell.numeric for cell in filled) * 2 > len(filled)
        if kind in ("who", "where"):
            return not numeric
        if kind == "money":
            return (numeric and ("元" in filled[0].unit or "元" in head or not filled[0].unit)) or any(
                "元" in c.value for c in filled
            )
        if kind == "share":
            return numeric and any(
                "%" in fold(c.written) or "率" in c.head + "".join(c.labels) or "比" in c.head for c in filled
            )
        if kind in ("count", "amount", "duration"):
            if (unit := self._question.unit) and filled[0].unit and not (alike(filled[0].unit, unit) or unit in head):
                return False
            return any(find_figures(cell.value) for cell in filled) and not any(
                re.search(r"\d{4}[-年]\d", c.value) for c in filled
            )
        return True

    def _meant(self, column: int, text: str) -> float:
        """Return how many words of a column's head an ask, or what leads to it, has, less those that it lacks."""
        words = [word for word in words_of(self._table.heads[column]) if not re.fullmatch(r"(?:19|20)\d{2}年?", word)]
        score = 0.0
        for word in words:
            if match_strength(word, text) >= SURELY:
                score += 1.2
            elif self._says(word) or self._spoken(word):
                score += 1.0
            elif len(word) == 3 and word[:2] in text:
                score += 0.6
            else:
                score -= 0.3
        own = self._heads[column].split(" ")[-1]
        if own in ("男", "女") and re.search(rf"{own}(?=[\u4e00-\u9fff])", text):
            score += 1.2
        unit = self._question.unit
        if unit and (unit in self._table.heads[column]):
            score += 0.6
        return score

    # ---- operations

    def _operated(
        self, rows: tuple[Row, ...], columns: tuple[int, ...], held: frozenset[str], lists: bool
    ) -> tuple[tuple[Row, ...], tuple[int, ...], bool] | None:
        """Return the rows that are left after what the question has done with them, the columns, and if it lists rows."""
        text, table = self._question.text, self._table
        valued = [n for n in table.told if self._is_named(n)]
        if lists and len(self._said) > 1:
            # 「初级中学和袁家庄小学……哪个多」
            return (rows, columns or tuple(valued), True) if len(columns or valued) == 1 else None
        if lists and _MISSED.search(text):
            return self._missed(rows, valued)
        if (extreme := _EXTREME.search(text)) and lists:
            return self._extreme(rows, columns or tuple(valued), extreme["which"])
        if (
            lists
            and _MORE_THAN.search(text)
            and not any(f.kind in ("count", "money", "share") for f in find_figures(text))
        ):
            compared = self._compared(text, valued)
            if compared is None:
                return None
            one, other = compared
            kept = tuple(
                row
                for row in rows
                if (a := self._value(row, one)) is not None and (b := self._value(row, other)) is not None and a > b
            )
            return kept, (one, other), True
        if lists and (limited := self._limited(rows, valued)) is not None:
            return limited
        if (lists and not held) or (lists and _NONE.search(text)):
            # 「哪几家有事业收入」, 「哪个乡镇一个寄宿生都没有」
            numeric = [n for n in valued if any(self._value(row, n) is not None for row in rows)]
            best = [
                n for n in numeric if self._meant(n, self._text) == max(self._meant(m, self._text) for m in numeric)
            ]
            wanted_none = bool(_NONE.search(text))
            kept_by = {
                tuple(row for row in rows if (v := self._value(row, n)) is not None and (v == 0) == wanted_none)
                for n in best
            }
            # 「有初中的」 is the same by 学校数, 班数 and 学生数.
            kept = kept_by.pop() if len(kept_by) == 1 else ()
            return (kept, (best[0],), True) if kept and len(kept) < len(rows) else None
        if lists and not all(self._has_the_property(row, held) for row in rows):
            # 「三会一公示是哪三会」: a row that only repeats a word of the question tells nothing.
            return None
        return rows, columns, False

    def _has_the_property(self, row: Row, held: frozenset[str]) -> bool:
        """Tell whether a cell beside the name is what the question says of the rows, and not what the table is of."""
        said = [term for term in held if term not in self._about]
        cells = (*(row.values[n] for n in self._table.told), row.group)
        return any(stands_in(term, fold(cell)) for term in said for cell in cells if cell)

    def _missed(self, rows: tuple[Row, ...], valued: list[int]) -> tuple[tuple[Row, ...], tuple[int, ...], bool] | None:
        """Return the rows in which what was reached is less than its target."""
        heads = self._table.heads
        pairs = [
            (target, reached)
            for target in self._table.told
            for reached in self._table.told
            if target != reached and _TARGET.search(heads[target]) and _REACHED.search(heads[reached])
            and _TARGET.sub("", heads[target]) == _REACHED.sub("", heads[reached])
            and all(year in heads[target] for year in self._question.years if any(year in head for head in heads))
        ]  # fmt: skip
        best = max((self._meant(target, self._text) for target, _ in pairs), default=0.0)
        pairs = [pair for pair in pairs if self._meant(pair[0], self._text) == best]
        if len(pairs) != 1:
            return None
        target, reached = pairs[0]
        kept = tuple(
            row
            for row in rows
            if (a := self._value(row, target)) is not None and (b := self._value(row, reached)) is not None and b < a
        )
        # What else the question asks of these rows: 「完成率是多少」.
        more = [n for n in valued if n not in pairs[0] and not _TARGET.search(heads[n])]
        return kept, (target, reached, *more), True

    def _asks_for_rows(self) -> bool:
        """Tell whether rows are asked for: 「哪几个乡镇」 of a table of towns; 「哪家公司」 asks for a cell of its row."""
        if not _WHICH.search(self._text):
            return False
        if _WHICH_YEAR.search(self._text):
            return all(re.search(r"(?:19|20)\d{2}", self._table.name(row)) for row in self._table.rows if not row.total)
        asked = _WHICH_NOUN.search(self._text)
        noun = next((word for word in cut_by_dictionary(asked["noun"])), "") if asked else ""
        if not noun or not is_naming(noun):
            return bool(re.search(r"哪(?:一|几|些)?(?:项|类|种|门|个)?", self._text))
        naming = [self._heads[n] for n in range(len(self._heads)) if n not in self._table.told]
        if any(match_strength(noun, head) >= HELD or noun[-1:] in head for head in naming):
            return True
        return noun in _ANYTHING and not any(match_strength(noun, self._heads[n]) >= HELD for n in self._table.told)

    def _extreme(
        self, rows: tuple[Row, ...], columns: tuple[int, ...], which: str
    ) -> tuple[tuple[Row, ...], tuple[int, ...], bool] | None:
        numeric = [n for n in columns if sum(self._value(row, n) is not None for row in rows) >= 2]
        best = [n for n in numeric if self._meant(n, self._text) == max(self._meant(m, self._text) for m in numeric)]
        if len(best) != 1:
            return None
        values = [(value, row) for row in rows if (value := self._value(row, best[0])) is not None]
        edge = (min if which in _LEAST else max)(value for value, _ in values)
        return tuple(row for value, row in values if value == edge), (best[0],), True

    def _compared(self, text: str, valued: list[int]) -> tuple[int, int] | None:
        """Return the two columns that a question sets against each other, in its order: 决算 and 批复."""
        spots = []
        for column in valued:
            at = [text.find(word) for word in words_of(self._table.heads[column]) if word in text]
            if at:
                spots.append((min(at), column))
        spots.sort()
        return (spots[0][1], spots[1][1]) if len(spots) >= 2 and spots[0][0] != spots[1][0] else None

    def _limited(
        self, rows: tuple[Row, ...], valued: list[int]
    ) -> tuple[tuple[Row, ...], tuple[int, ...], bool] | None:
        """Return the rows above or below a figure that the question names: 「超过1000人的学校有哪些」."""
        figures = [
            f
            for f in find_figures(self._question.text)
            if f.kind in ("count", "money", "share", "number") and f.value is not None
        ]
        limit = _LIMIT.search(self._question.text)
        numeric = [n for n in valued if any(self._value(row, n) is not None for row in rows)]
        if len(figures) != 1 or not limit or len(numeric) != 1:
            return None
        bound, column = figures[0].value, numeric[0]
        assert bound is not None
        kept = []
        for row in rows:
            value = self._value(row, column)
            if value is not None and (
                value < bound if limit["less"] else value > bound or (value == bound and limit[0] == "以上")
            ):
                kept.append(row)
        return tuple(kept), (column,), True

    def _value(self, row: Row, column: int) -> Decimal | None:
        cell = self._table.cell(row, column)
        figures = find_figures(cell.written) if cell.numeric else []
        return figures[0].value if figures else None


# ---- words


def _answer(question: Question, reading: _Reading) -> Answer | None:
    table = reading.table
    place = table.document.facts.place
    pieces = [_piece(question, table, row, reading.columns, place) for row in reading.rows[:MOST_ROWS]]
    empty = [table.heads[n] for row in reading.rows for n in reading.columns if not row.values[n]]
    whose = place_label(place) or f"《{table.document.facts.title}》"
    if empty and not reading.lists:
        text = (
            f"《{table.document.facts.title}》的表里，这一行的「{'、'.join(dict.fromkeys(empty))}」没有填写，不作回答。"
        )
        return Answer(question.text, text, True, CONFIDENCE, "refusal")
    told = [
        f"{_told(piece, table, row, reading.lists)}[{n}]"
        for n, (piece, row) in enumerate(zip(pieces, reading.rows, strict=False), 1)
    ]
    if len(told) == 1:
        lines = [f"{whose}：{told[0]}。"]
    elif reading.lists:
        lines = [f"{whose}：表中符合的有 {len(reading.rows)} 行：", *told]
    else:
        lines = [f"{whose}：{'；'.join(told)}。"]
    if len(reading.rows) > MOST_ROWS:
        lines.append(f"只列出前 {MOST_ROWS} 行。")
    lines += ["", "原文："] + [f"{quoted(piece)}[{n}]" for n, piece in enumerate(pieces, 1)]
    citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
    return Answer(question.text, "\n".join(lines), False, CONFIDENCE, "extractive", citations)


def _piece(question: Question, table: Table, row: Row, columns: tuple[int, ...], place: str) -> Evidence:
    cells = tuple(table.cell(row, column) for column in columns if row.values[column])
    figures = find_figures(cells[0].written) if cells and question.is_point else []
    figure = replace(figures[0]) if figures else None
    whose = row_place(cells[0].labels, table.document, question.places) if cells else place
    return Evidence(table.document, row.start, row.end, table.section, 1.0, 1.0, whose, figure, cells=cells)


def _told(piece: Evidence, table: Table, row: Row, lists: bool) -> str:
    if not piece.cells:
        return table.name(row)
    return (
        f"{table.name(row)}（{'，'.join(f'{_head(cell)}{cell.written}' for cell in piece.cells)}）"
        if lists
        else cells_written(piece)
    )


def _bare(head: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]|\s", "", head)


def _head(cell: Cell) -> str:
    return _bare(cell.head)
