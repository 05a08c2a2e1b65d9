"""Link the words of a question to one table: which rows have them, which columns, what the table is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from assistant.figure_cues import of_another_size, of_the_contrary
from assistant.matching import match_strength, surely_holds
from assistant.question import Question, without_places
from assistant.spoken import plainly
from assistant.tabular.tables import SOFT, Row, Table, must_be_held, stands_in, words_of
from assistant.whose import is_of_year, table_place, town_and_body
from corpus.gazetteer import stem
from corpus.tokenizer import cut_by_dictionary, fold, is_naming

# How surely a word must be held by a row, a head or the question.
SURELY = 0.8
EXTREME = re.compile(r"最(?P<which>[多高大长晚重好少低小短早差])")
# 「没种小麦」; but 未脱贫户 and 未完成数 are names of what is counted.
NONE = re.compile(r"没(?!收)|为零|是零|不用|无需|不缺|不需要|尚无")
MISSED = re.compile(r"(?:没有?|未|没能)(?:达到?|完成|实现|达成)(?:目标|计划|任务|标)?")
TOTAL = re.compile(r"合计|总共|一共|总计|共计|加起来|总的|总数|全[县区市镇乡]")
YEAR = re.compile(r"(?:19|20)\d{2}")
_WHICH = re.compile(r"哪(?:一|几|些)?(?:个|家|所|项|门|条|类|种|位|名|处|年|科|里|些)?|有谁|都有谁|是谁家")
_WHICH_YEAR = re.compile(r"哪(?:一)?(?:年|天|月|日)")
_COLUMN_IS_WHICH = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2,4})(?:是|为)哪(?:一|几|些)?(?:家|个|位)")
_WHICH_NOUN = re.compile(r"哪(?:一|几|些)?(?:个|家|所|项|门|条|类|种|位|名|处)?(?P<noun>[\u4e00-\u9fff]{2,6})")
_MISSED_WORDS = re.compile(r"达到目标|完成目标|完成任务|完成计划|达标|目标|完成|任务")
_OF_ALL_YEARS = re.compile(r"(?:19|20)\d{2}年?[至到—–~-]+(?:19|20)\d{2}.*(?:累计|一共|总共|共|合计)")
_ANYTHING = frozenset("单位 项目 任务 地方 指标 东西 事项 内容 一项 几项 学校 部门 机构".split())
_WHICH_ITEM = re.compile(r"哪(?:一|几|些)?[项类种]")
_OF_ITEMS = frozenset("指标 指标名称 项目 类别 类型 事项 内容 情形 名称 评估指标 考核指标".split())
# Of whom a word speaks besides what a column is of: 老人 of 失能老人.
_PEOPLE = frozenset("老人 学生 群众 人员 老师 居民 儿童 幼儿 对象".split())
SHORTEST_NAME = 3
# A row's name of so many characters, and what a question says of it right before.
SHORTEST_ROW, LONGEST_MODIFIER = 4, 8
_UNIT = re.compile(r"[（(][^（()）]{1,6}[）)]$")
_OF_PEOPLE = re.compile(r"单位[:：]\s*[人名]")
_SEASON = re.compile(r"[春秋]季")

_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,8}[县市区旗州]")
FEWEST_COUNTIES = 3


class Linking:
    """The words of one question against one table.

    Args:
        terms: the question's words, cut as the library has them.
    """

    def __init__(self, question: Question, terms: Sequence[str], table: Table) -> None:
        self.question = question
        self.table = table
        self.text = fold(plainly(without_places(question)))
        self.terms = tuple(dict.fromkeys((*terms, *(town_and_body(question.locality) if question.locality else ()))))
        self.town = town_and_body(question.locality)[0]
        self._held: dict[str, dict[int, frozenset[int]]] = {}
        # 「崔木镇初级中学」 is not 「麟游县初级中学」, which without its county stands in it.
        whole = {name for row in table.rows if not row.total for name in self._names_of(row) if self._says_it(name)}
        rest = self.text
        for name in sorted(whole, key=len, reverse=True):
            rest = rest.replace(name, "，")
        self.said = [
            row
            for row in table.rows
            if not row.total and (any(name in whole for name in self._names_of(row)) or self._names_the_row(row, rest))
        ]
        if question.places and self._has_a_row_for_each(question.places):
            named = {name for place in question.places for name in (place, stem(place))}
            self.said += [row for row in table.rows if table.name(row) in named and row not in self.said]
        # 「| 指标 | 寿县 | 新县 |」: counties side by side.
        self.columns_of_places = tuple(
            n
            for place in question.places
            for n in table.told
            if stem(place) in (plain := re.sub(r"[（(].*|\s", "", table.heads[n])) and len(plain) <= len(place) + 1
        )
        self.about = fold(" ".join((table.caption, *table.section, table.document.full_title)))
        self.heads = [fold(head) for head in table.heads]

    def explains_all(self) -> bool:
        """Tell whether the table is of the place and the year asked about, and has all that the question names."""
        if not self._is_of_the_place() or not self._is_of_the_year():
            return False
        return all(self._explains(term) for term in self.terms if must_be_held(term))

    @property
    def explained(self) -> int:
        """Return how many words of the question the table must have and has, those of its heads counted twice."""
        return sum(must_be_held(term) for term in self.terms) + sum(bool(self.columns_with(t)) for t in self.terms)

    @property
    def total(self) -> bool:
        """Tell whether a sum is asked for."""
        return bool(TOTAL.search(self.question.text))

    @cached_property
    def _own_place(self) -> str:
        return table_place(self.table.caption, self.table.document, self.question.places)

    def _is_of_the_place(self) -> bool:
        if self.question.places and len(self.columns_of_places) == len(self.question.places):
            return True
        own = self._own_place
        others = [place for place in self.question.places if not own or stem(place) != stem(own)]
        if self.question.places and len(others) == len(self.question.places):
            return self._has_a_row_for_each(self.question.places) and self._tells_the_rest()
        return self.are_of_the_places(self.table.rows)

    @cached_property
    def _row_names(self) -> frozenset[str]:
        return frozenset(self.table.name(row) for row in self.table.rows)

    def _has_a_row_for_each(self, places: Sequence[str]) -> bool:
        """Tell whether a table sets counties side by side and each of these places is one of them."""
        names = self._row_names
        counties = [name for name in names if _COUNTY.fullmatch(name)]
        return len(counties) >= FEWEST_COUNTIES and all({place, stem(place)} & names for place in places)

    @property
    def is_of_other_counties(self) -> bool:
        """Tell whether the paper is of none of the places asked about, and the table has a row for each of them."""
        own = self._own_place
        names = (stem(place) for place in self.question.places)
        return bool(self.question.places) and not self.columns_of_places and stem(own or "") not in set(names)

    def _tells_the_rest(self) -> bool:
        """Tell whether caption and heads have what is asked of counties set side by side, but for one word in four.

        Such a table is of other things as well; 「选聘了多少代办员」 is not told by a county's row of 信访 cases.
        """
        told = " ".join((self.about, *self.heads))
        words = [term for term in self.terms if not YEAR.search(term)]
        if "中小学" in self.text and "中小学" not in told:
            # A county's 小学 are no 中小学.
            return False
        return sum(not surely_holds(word, told) for word in words) <= len(words) // 4

    def are_of_the_places(self, rows: Sequence[Row]) -> bool:
        """Tell whether some of the rows are of each place that the question names, where rows are of places."""
        own = self._own_place
        names = self._row_names
        others = [p for p in self.question.places if not own or stem(p) != stem(own) or {p, stem(p)} & names]
        return all(any(stem(place) in value for row in rows for value in row.values) for place in others)

    def _is_of_the_year(self) -> bool:
        years, table = self.question.years, self.table
        if not years:
            return True
        if len(years) == 2 and _OF_ALL_YEARS.search(self.question.text):
            # What 2022年至2024年 come to stands in no cell of one year.
            return False
        told = " ".join((*table.heads, *(table.name(row) for row in table.rows), table.caption))
        if YEAR.search(told):
            return all(year in told for year in years) or self._spans(told)
        return is_of_year(self.question, table.caption, table.section, table.document)

    def _spans(self, told: str) -> bool:
        named = sorted(YEAR.findall(told))
        return (
            len(self.question.years) == 2
            and named[0] <= min(self.question.years)
            and named[-1] >= max(self.question.years)
        )

    def _explains(self, term: str) -> bool:
        """Tell whether a word of the question is one of the table's, or all of its own words are: 英语+老师."""
        if self.columns_with(term) or self.rows_with(term) or surely_holds(term, self.about):
            return True
        if any(term in self.table.name(row) for row in self.said):
            return True
        if _SEASON.search(term) and not _SEASON.search(f"{self.about}{''.join(self.heads)}"):
            return True
        if self._stands_before_a_row(term):
            return True
        if term in _PEOPLE and _OF_PEOPLE.search(self.about):
            # 「各乡镇劝返情况（单位：人）」
            return True
        if len(term) == 2 and term[1] == "数" and any(f"({term[0]})" in head for head in self.heads):
            # 「监测对象（户）」 tells the 户数.
            return True
        if term[0] in "男女" and any(head.split(" ")[-1] == term[0] for head in self.heads):
            return True
        if f"{term}(" in self.text or (MISSED.search(self.text) and _MISSED_WORDS.fullmatch(term)):
            # 「洋芋（马铃薯）」
            return True
        pieces = [piece for piece in cut_by_dictionary(term) if len(piece) > 1]
        if len(term) == 4 and len(pieces) < 2:
            pieces = [term[:2], term[2:]]
        return len(pieces) > 1 and all(
            self.columns_with(piece) or self.rows_with(piece) or piece in _PEOPLE or surely_holds(piece, self.about)
            for piece in pieces
        )

    def _stands_before_a_row(self, term: str) -> bool:
        """Tell whether a word only says more of a row named right behind it, as the paper does: 「电动自行车充电端口」."""
        return any(term in said for said in self._said_before_rows) and term in self.table.document.text

    @cached_property
    def _said_before_rows(self) -> tuple[str, ...]:
        """Return what the question says right before each row that it names, back to a 的."""
        names = (_UNIT.sub("", fold(self.table.name(row))) for row in self.table.rows if not row.total)
        spots = (self.text.find(name) for name in names if len(name) >= SHORTEST_ROW)
        return tuple(self.text[max(0, at - LONGEST_MODIFIER) : at].split("的")[-1] for at in spots if at > 0)

    def _names_of(self, row: Row) -> tuple[str, str]:
        return fold(self.table.name(row)), fold(row.values[self.table.names[-1]])

    def _says_it(self, name: str) -> bool:
        return len(name) >= SHORTEST_NAME and name in self.text

    def _names_the_row(self, row: Row, text: str) -> bool:
        """Tell whether a text has a row's very name, with or without the place before it."""
        own = self.table.document.facts.place
        for name in self._names_of(row):
            for place in (own, stem(own)):
                name = name.removeprefix(place) if place else name
            if len(name) >= SHORTEST_NAME and name in text:
                return True
        return False

    def is_meant(self, row: Row, held: frozenset[str]) -> bool:
        """Tell whether the question says what tells a row from the others, and not only a word that it has, too."""
        if of_another_size(self.table.name(row), self.text) or of_the_contrary(self.text, self.table.name(row), ""):
            return False
        if row in self.said or any(year in self.table.name(row) for year in self.question.years):
            return True
        words = [word for word in self.table.telling_words(row) if word not in SOFT and not word.isdigit()]
        if words and all(self.says(word) or self.spoken(word) for word in words):
            return True
        if self.town and any(stands_in(self.town, fold(value)) for value in row.values):
            others = [term for term in held if term != self.town]
            return all(any(stands_in(term, fold(value)) for value in row.values) for term in others)
        # 「云屏小学采暖改造」 has words of two cells.
        return sum(any(stands_in(term, fold(value)) for value in row.values) for term in held) >= 2

    def columns_with(self, term: str) -> tuple[int, ...]:
        """Return the columns whose heads hold a word."""
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        return tuple(
            n
            for n, head in enumerate(self.heads)
            # 小学生 is 「小学 学生数」.
            if head and (match_strength(term, head) >= SURELY or (len(pairs) == 2 and all(p in head for p in pairs)))
        )

    def rows_with(self, term: str) -> dict[int, frozenset[int]]:
        """Return by column the rows whose cell there holds a word."""
        if term in self._held:
            return self._held[term]
        found: dict[int, set[int]] = {}
        for number, (row, values) in enumerate(zip(self.table.rows, self.table.folded, strict=True)):
            if row.total:
                continue
            if row.group and stands_in(term, fold(row.group)):
                found.setdefault(-1, set()).add(number)
            for column, value in enumerate(values):
                # 水污染 is 水 in a column of 污染类型, 高中学生 高中 in one of 学段.
                rest = term.removeprefix(value)
                kind = column in self.table.names and rest != term and (rest in self.heads[column] or rest in _PEOPLE)
                if value and (stands_in(term, value) or (kind and term != value)):
                    found.setdefault(column, set()).add(number)
        self._held[term] = {column: frozenset(rows) for column, rows in found.items()}
        return self._held[term]

    def rows(self) -> tuple[tuple[Row, ...], frozenset[str]]:
        """Return the rows that hold most of the words that tell rows apart, and these words."""
        table, total = self.table, self.total
        if len(self.said) > 1:
            return tuple(self.said), frozenset(table.name(row) for row in self.said)
        plain = [number for number, row in enumerate(table.rows) if not row.total]
        held_by: dict[str, frozenset[int]] = {}
        for term in self.terms:
            by_column = self.rows_with(term)
            # 「县财政局牵头的」: where the question names the column, the word counts there.
            meant = [rows for column, rows in by_column.items() if column >= 0 and self.is_named(column)]
            rows = frozenset().union(*(meant or by_column.values())) if by_column else frozenset()
            said = any(term in value for n in rows for value in table.rows[n].values)
            # 「校园安全自查」 names no row 食品安全.
            said = said and any(all(map(self.says, table.telling_words(table.rows[n]))) for n in rows)
            if term in self.about and (not said or (self._operates() and not self.said)):
                # 「校舍维修」 is what the table is of; a row of 教学楼 is no more of it than another.
                continue
            if rows and len(rows) < len(plain) and len(term) > 1 and term not in SOFT and not term.isdigit():
                held_by[term] = rows
        if total and held_by and not self.said and all(surely_holds(term, self.about) for term in held_by):
            # 「教育项目总投资合计」: a row that has 教育 in its name is none of the sum's.
            held_by = {}
        for row in self.said:
            held_by[self.table.name(row)] = frozenset([table.rows.index(row)])
        for year in self.question.years:
            rows = frozenset(n for n in plain if year in table.name(table.rows[n]))
            if rows:
                held_by[year] = rows
        if total and (sums := self._sums(held_by)):
            return sums, frozenset(held_by)
        if not held_by:
            sums = tuple(row for row in table.rows if row.total and "小计" not in table.name(row))
            if total and any(row.total for row in table.rows):
                return sums[-1:], frozenset()
            return tuple(table.rows[n] for n in plain), frozenset()
        counts = {n: sum(n in rows for rows in held_by.values()) for n in plain}
        most = max(counts.values())
        best = [n for n in plain if counts[n] == most]
        # Each word that some row holds must be held by one of those chosen, or by what heads a column.
        for term, rows in held_by.items():
            if not rows & set(best) and not self.columns_with(term):
                return (), frozenset()
        best = self._named(best)
        return tuple(table.rows[n] for n in best), frozenset(held_by)

    def _operates(self) -> bool:
        return self.asks_for_rows() and any(op.search(self.text) for op in (EXTREME, MISSED, NONE))

    def _sums(self, held_by: dict[str, frozenset[int]]) -> tuple[Row, ...]:
        """Return the one row that sums up what the question names: 初中小计 for 「初中女生总共」."""
        sums = [row for row in self.table.rows if row.total and any(term in self.table.name(row) for term in held_by)]
        return tuple(sums) if len(sums) == 1 and len(held_by) == 1 else ()

    def _named(self, numbers: list[int]) -> list[int]:
        """Keep, of several rows, those whose very name the question has: 小学 and not 中心小学."""
        if len(numbers) < 2:
            return numbers
        full = [n for n in numbers if all(self.says(word) for word in self.table.telling_words(self.table.rows[n]))]
        return full or numbers

    def says(self, word: str) -> bool:
        """Tell whether the question has a word of the table, or what means the same."""
        return match_strength(word, self.text) >= SURELY

    def is_named(self, column: int) -> bool:
        """Tell whether the question has any word of a column's head."""
        words = words_of(self.table.heads[column])
        return bool(words) and any(self.says(word) or self.spoken(word) for word in words)

    def spoken(self, word: str) -> bool:
        """Tell whether a word of the question means a word of a head: 老师 for 教师."""
        return any(match_strength(term, word) >= SURELY for term in self.terms)

    def asks_for_rows(self) -> bool:
        """Tell whether rows are asked for: 「哪几个乡镇」 of a table of towns; 「哪家公司」 asks for a cell of its row."""
        if not _WHICH.search(self.text):
            return False
        if _WHICH_YEAR.search(self.text):
            return all(YEAR.search(self.table.name(row)) for row in self.table.rows if not row.total)
        column = _COLUMN_IS_WHICH.search(self.text)
        if column and any(match_strength(column["noun"], self.heads[n]) >= SURELY for n in self.table.told):
            # 「施工单位是哪家」
            return False
        if _WHICH_ITEM.search(self.text) and any(self.heads[n] in _OF_ITEMS for n in self.table.names):
            # 「小学哪一项差异系数最大」 of a table of 指标.
            return True
        asked = _WHICH_NOUN.search(self.text)
        noun = next((word for word in cut_by_dictionary(asked["noun"])), "") if asked else ""
        if not noun or not is_naming(noun):
            return bool(re.search(r"哪(?:一|几|些)?(?:项|类|种|门|个)?", self.text))
        naming = [self.heads[n] for n in range(len(self.heads)) if n not in self.table.told]
        if any(surely_holds(noun, head) or noun[-1:] in head for head in naming):
            return True
        return noun in _ANYTHING and not any(surely_holds(noun, self.heads[n]) for n in self.table.told)
