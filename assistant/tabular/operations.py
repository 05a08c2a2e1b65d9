"""What a question does with the rows of a table: the most, none at all, above a limit, more than, short of a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.tabular.columns import Columns, bare
from assistant.tabular.linking import EXTREME, MISSED, NONE, Linking
from assistant.tabular.tables import Row, stands_in, words_of
from corpus.figures import Figure, find_figures
from corpus.tokenizer import fold

_LEAST = frozenset("少低小短早差")
_MORE_THAN = re.compile(r"比[^，。？]{1,12}?(?:多|高|大|贵)(?=[^一-龥]|的|$)|(?<![不未没])(?:超过|高于|大于|多于)")
_TARGET, _REACHED = re.compile(r"目标|计划|任务|应"), re.compile(r"实际|完成(?!率)|到位|实绩|实")
_LIMIT = re.compile(
    r"(?P<at_most>不超过|不多于|不大于|不高于|未超过|没超过|以内|以下)|(?P<at_least>不少于|不低于|不小于|以上)"
    r"|(?P<less>不足|不到|少于|低于|不满)|(?P<more>超过|多于|大于|高于)"
)
_WHETHER, _MISSED = re.compile(r"是否|达标情况|完成情况"), re.compile(r"[未没不](?:达|完成|合格)|^否$")
# What is no amount: later months are no larger numbers, and the first place is the best.
_NO_AMOUNT = re.compile(r"时间|日期|时限|期限|年月|年份")
_PLACE = re.compile(r"名次|位次|排名|排位")
_SO_MANY_OF_THEM = re.compile(
    r"最[一-龥]{1,3}的?(?:前)?[两二三四五六七八九十\d]+[个所家项名位]|前[两二三四五六七八九十\d]+[个所家项名位]"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that are left, the columns that say why, and whether the rows are what was asked for."""

    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    lists: bool


class Operations:
    """Work on the rows of a table as the question says that is linked to it."""

    def __init__(self, linking: Linking, columns: Columns) -> None:
        self._link = linking
        self._columns = columns
        self._table = linking.table

    def work(self, rows: tuple[Row, ...], columns: tuple[int, ...], held: frozenset[str], lists: bool) -> Kept | None:
        """Return the rows that are left after what the question has done with them, the columns, and if it lists rows."""
        text, table = self._link.question.text, self._table
        valued = [n for n in table.told if self._link.is_named(n)]
        if len(self._link.said) > 2 and lists and (extreme := EXTREME.search(text)):
            return self._extreme(rows, columns or tuple(valued), extreme["which"])
        if lists and len(self._link.said) > 1:
            # 「初级中学和袁家庄小学……哪个多」
            return Kept(rows, columns or tuple(valued), True) if len(columns or valued) == 1 else None
        if lists and MISSED.search(text):
            return self._missed(rows, valued)
        if (extreme := EXTREME.search(text)) and lists:
            return self._extreme(rows, columns or tuple(valued), extreme["which"])
        if (
            lists
            and _MORE_THAN.search(text)
            and not any(f.kind in ("count", "money", "share") for f in find_figures(text))
        ):
            compared = self._compared(text, self._numeric(valued, rows))
            if compared is None:
                return None
            one, other = compared
            kept = tuple(
                row
                for row in rows
                if (a := self._value(row, one)) is not None and (b := self._value(row, other)) is not None and a > b
            )
            return Kept(kept, (one, other), True)
        if lists and (limited := self._limited(rows, valued)) is not None:
            return limited
        if (lists and not held) or (lists and NONE.search(text)):
            # 「哪几家有事业收入」, 「哪个乡镇一个寄宿生都没有」
            best = self._most_meant(self._numeric(valued, rows))
            wanted_none = bool(NONE.search(text))
            kept_by = {
                tuple(row for row in rows if (v := self._value(row, n)) is not None and (v == 0) == wanted_none)
                for n in best
            }
            # 「有初中的」 is the same by 学校数, 班数 and 学生数.
            kept = kept_by.pop() if len(kept_by) == 1 else ()
            return Kept(kept, (best[0],), True) if kept and len(kept) < len(rows) else None
        if lists and not all(self._has_the_property(row, held) for row in rows):
            # 「三会一公示是哪三会」: a row that only repeats a word of the question tells nothing.
            return None
        return Kept(rows, columns, False)

    def _has_the_property(self, row: Row, held: frozenset[str]) -> bool:
        """Tell whether a cell beside the name is what the question says of the rows, and not what the table is of."""
        said = [term for term in held if term not in self._link.about]
        cells = (*(row.values[n] for n in self._table.told), row.group)
        return any(stands_in(term, fold(cell)) for term in said for cell in cells if cell)

    def _missed(self, rows: tuple[Row, ...], valued: list[int]) -> Kept | None:
        """Return the rows in which what was reached is less than its target."""
        heads = self._table.heads
        pairs = [
            (target, reached)
            for target in self._table.told
            for reached in self._table.told
            if target != reached and _TARGET.search(heads[target]) and _REACHED.search(heads[reached])
            and _TARGET.sub("", heads[target]) == _REACHED.sub("", heads[reached])
            and all(year in heads[target] for year in self._link.question.years if any(year in head for head in heads))
        ]  # fmt: skip
        best = max((self._columns.meant(target, self._link.text) for target, _ in pairs), default=0.0)
        pairs = [pair for pair in pairs if self._columns.meant(pair[0], self._link.text) == best]
        if not pairs:
            return self._said_to_be_missed(rows)
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
        return Kept(kept, (target, reached, *more), True)

    def _said_to_be_missed(self, rows: tuple[Row, ...]) -> Kept | None:
        """Return the rows that say themselves, in a column of 是否达标, that a target was missed: 「初中未达标」."""
        column = next((n for n in self._table.told if _WHETHER.search(self._table.heads[n])), None)
        kept = tuple(row for row in rows if column is not None and _MISSED.search(row.values[column]))
        return Kept(kept, (column,), True) if kept and column is not None else None

    def _extreme(self, rows: tuple[Row, ...], columns: tuple[int, ...], which: str) -> Kept | None:
        if _SO_MANY_OF_THEM.search(self._link.text):
            return None
        numeric = self._numeric(columns, rows, least=2)
        best = self._right_before(numeric) or self._most_meant(numeric)
        if len(best) != 1:
            return None
        values = [(value, row) for row in rows if (value := self._value(row, best[0])) is not None]
        if which in "好差" and _PLACE.search(self._table.heads[best[0]]):
            # The first place is the best.
            which = "小" if which == "好" else "大"
        edge = (min if which in _LEAST else max)(value for value, _ in values)
        return Kept(tuple(row for value, row in values if value == edge), (best[0],), True)

    def _right_before(self, columns: Sequence[int]) -> list[int]:
        """Return the column whose head stands right before 最: 升学率 of 「2023届毕业生里哪个专业升学率最高」."""
        text = self._link.text
        before = text[: extreme.start()] if (extreme := EXTREME.search(text)) else ""
        named = [n for n in columns if before.endswith(bare(self._link.heads[n]))]
        return named if len(named) == 1 else []

    def _compared(self, text: str, valued: list[int]) -> tuple[int, int] | None:
        """Return the two columns that a question sets against each other, in its order: 决算 and 批复."""
        spots = []
        for column in valued:
            at = [text.find(word) for word in words_of(self._table.heads[column]) if word in text]
            if at:
                spots.append((min(at), column))
        spots.sort()
        if re.search(r"比[^，。？]*?比|^[^比]*$", text) is None and text.find("比") < (spots[0][0] if spots else 0):
            # 「比计划多的实际……」: what stands behind 比 is the less.
            spots.reverse()
        return (spots[0][1], spots[1][1]) if len(spots) >= 2 and spots[0][0] != spots[1][0] else None

    def _limited(self, rows: tuple[Row, ...], valued: list[int]) -> Kept | None:
        """Return the rows above or below a figure that the question names: 「超过1000人的学校有哪些」."""
        figures = [
            f
            for f in find_figures(self._link.question.text)
            if f.kind in ("count", "money", "share", "number") and f.value is not None
        ]
        limit = _LIMIT.search(self._link.text)
        best = self._most_meant(self._numeric(valued, rows))
        if len(figures) != 1 or not limit or len(best) != 1:
            return None
        bound, column = figures[0], best[0]
        assert bound.value is not None
        kept = []
        for row in rows:
            figure = self._figure(row, column)
            if figure is None or figure.value is None:
                continue
            if figure.unit != bound.unit and (bound.kind == "money" or figure.unit):
                # 800 without a unit may be 万元: what it is above cannot be told.
                return None
            over, same = figure.value > bound.value, figure.value == bound.value
            wanted = over if limit["more"] or limit["at_least"] else not over
            if (wanted and not same) or (same and (limit["at_most"] or limit["at_least"])):
                kept.append(row)
        return Kept(tuple(kept), (column,), True)

    def _numeric(self, columns: Sequence[int], rows: tuple[Row, ...], least: int = 1) -> list[int]:
        """Return those of some columns that have amounts in so many of the rows."""
        return [n for n in columns if sum(self._value(row, n) is not None for row in rows) >= least]

    def _most_meant(self, columns: Sequence[int]) -> list[int]:
        """Return those of some columns of whose heads the question has most."""
        meant = {n: self._columns.meant(n, self._link.text) for n in columns}
        return [n for n in columns if meant[n] == max(meant.values())]

    def _value(self, row: Row, column: int) -> Decimal | None:
        """Return the amount in a cell, below zero where it is written so; None for what is no amount."""
        figure = self._figure(row, column)
        if figure is None or figure.value is None or _NO_AMOUNT.search(self._table.heads[column]):
            return None
        return -figure.value if row.values[column].startswith(("-", "−")) else figure.value

    def _figure(self, row: Row, column: int) -> Figure | None:
        cell = self._table.cell(row, column)
        if not cell.numeric or re.match(r"(?:19|20)\d{2}[.．年-]\d", cell.value):
            return None
        return next(iter(find_figures(cell.written)), None)
