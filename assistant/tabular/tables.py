"""Read a document's table as a whole: caption, unit, heads of one or two rows, groups, rows, totals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.asked_words import MEASURES
from assistant.cells import SERIAL, TOTALS, Cell, has_figures, is_row, split_row, unit_of_cell
from assistant.matching import match_strength
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import split_sentences
from corpus.tokenizer import content_words, cut_by_dictionary, fold, is_nominal, is_qualifying

_UNIT = re.compile(r"(?<![\u4e00-\u9fff])单位\s*[:：]\s*([^\s（）()，。；|]{1,6})")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?度?")
_SUMS = ("合计", "小计", "总计")
# 金牙乡 for 金牙瑶族乡
_OF_A_PEOPLE = re.compile(r"[\u4e00-\u9fff]{2,3}[乡镇县]")
_NOTE = re.compile(r"^(?:注|说明|备注|附注|填表|制表)")
# Lines above a table that may say what it is of.
CAPTION_LINES, LONGEST_CAPTION = 3, 60
MOST_NAMES = 3
# What a question says of any table, and a table need not have.
SOFT = frozenset(
    (
        "家里 建设 规划 计划 安排 一分钱 县里 镇里 区里 市里 校里 阶段 学期 学年 年底 年初 情况 数据 统计 工作 项目 任务 单位 部门 学校 乡镇 地方 人员 名称 名字 时间 年份 期限 钱 资金 经费 金额 人数 数量 总数 负责 "
        "牵头 标准 内容 系统 里面 时候 全县 全区 全市 全镇 东西 方面 问题 月份"
    ).split()
)
# How surely a cell must hold a word that it has not itself.
HELD_BY_A_CELL = 0.8
# A word that so many rows' names share does not tell one from another: 小学 in a list of schools.
SHARED = 0.34


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `start` and `end` are offsets in the document, `group` the heading row that it stands under."""

    start: int
    end: int
    values: tuple[str, ...]
    group: str
    total: bool


@dataclass(frozen=True)
class Table:
    """One table of a document.

    Attributes:
        caption: what the lines above it, and rows across its whole width, say.
        heads: what each column is about; of a head of two rows both.
        names: the columns whose cells say what a row is about.
    """

    document: SourceDocument
    start: int
    caption: str
    section: tuple[str, ...]
    heads: tuple[str, ...]
    names: tuple[int, ...]
    rows: tuple[Row, ...]
    unit: str

    @property
    def told(self) -> tuple[int, ...]:
        """Return the columns that tell something of a row: neither its name nor its number."""
        return tuple(
            n for n, head in enumerate(self.heads)
            if n not in self.names and not SERIAL.search(head) and not _counts_up(n, self.rows)
        )  # fmt: skip

    def name(self, row: Row) -> str:
        """Return what a row is about: 小学英语."""
        named = [row.values[column] for column in self.names if row.values[column]]
        return "".join(dict.fromkeys(named))

    def cell(self, row: Row, column: int) -> Cell:
        """Return a cell with the heads of its row and column."""
        labels = tuple(dict.fromkeys(row.values[n] for n in self.names if row.values[n] and n != column))
        value, head = row.values[column], self.heads[column]
        return Cell(labels, head, value, unit_of_cell(value, labels, head, self.unit))

    def telling_words(self, row: Row) -> frozenset[str]:
        """Return the words of a row's name that few other rows share: 云屏 of 云屏小学."""
        shared, rows = self._shared
        words = frozenset(content_words(self.name(row)))
        return frozenset(word for word in words if shared[word] <= max(1, SHARED * rows)) or words

    @cached_property
    def _shared(self) -> tuple[Counter[str], int]:
        """Return how many rows' names have each word, and how many rows there are."""
        named = [set(content_words(self.name(row))) for row in self.rows if not row.total]
        return Counter(word for words in named for word in words), len(named)

    @cached_property
    def row_at(self) -> dict[int, Row]:
        """Return the rows by where they begin in the document."""
        return {row.start: row for row in self.rows}

    @cached_property
    def folded(self) -> list[tuple[str, ...]]:
        """Return the values of each row as they are compared."""
        return [tuple(map(fold, row.values)) for row in self.rows]


def table_at(document: SourceDocument, position: int) -> Table | None:
    """Return the table in which a row of a document stands; None where its lines make none."""
    text = document.text
    start = text.rfind("\n", 0, position) + 1
    while start > 0 and text.startswith("|", text.rfind("\n", 0, start - 1) + 1):
        start = text.rfind("\n", 0, start - 1) + 1
    return _table(document, start)


@lru_cache(maxsize=64)
def _table(document: SourceDocument, start: int) -> Table | None:
    text = document.text
    lines: list[tuple[int, int, tuple[str, ...]]] = []
    at = start
    while text.startswith("|", at):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if is_row(text[at:end]):
            lines.append((at, end, tuple(split_row(text[at:end]))))
        at = end + 1
    width = max((len(values) for _, _, values in lines), default=0)
    lines = [line for line in lines if len(line[2]) == width]
    captions = _lines_above(text, start)
    while (
        len(lines) > 2
        and width > 2
        and len(_distinct(lines[0][2])) <= 2
        and not has_figures(list(lines[0][2]))
        # What stands under it must be a head: 「 ｜男生｜女生」 is one itself.
        and not _counts(list(lines[1][2]))
    ):
        captions += _distinct(lines[0][2])
        lines = lines[1:]
    if len(lines) < 2 or width < 2:
        return None
    head_rows = _head_rows([list(values) for _, _, values in lines])
    heads = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*head_rows, strict=True))
    rows = _rows(lines[len(head_rows) :])
    names = _naming(heads, rows)
    if not rows or not names:
        return None
    stated = (" ".join(captions), text[at : at + 40], document.facts.title)
    unit = next((found for words in stated if (found := _UNIT.search(words))), None)
    return Table(
        document, start, " ".join(captions), path_at(document.sections, start), heads, names, rows,
        unit[1] if unit else "",
    )  # fmt: skip


def _lines_above(text: str, start: int) -> list[str]:
    above: list[str] = []
    for line in reversed(text[:start].split("\n")):
        plain = line.strip()
        if not plain:
            continue
        if len(plain) > LONGEST_CAPTION and plain.endswith(("：", ":")) and not above:
            # 「……。现将各镇街2022年完成情况通报如下：」
            above.insert(0, split_sentences(plain)[-1].text)
            break
        if plain.startswith("|") or len(plain) > LONGEST_CAPTION or plain.endswith(("。", "；")):
            break
        above.insert(0, plain)
        if len(above) == CAPTION_LINES:
            break
    return above


def _head_rows(rows: list[list[str]]) -> list[list[str]]:
    """Return the head's rows, blanks that merged cells leave in the first filled from their left."""
    first = rows[0]
    second = rows[1]
    goes_on = not _counts(second) and not _counts(first) and len(rows) > 2
    merged = len(_distinct(tuple(first))) < len(first)
    if not (goes_on and merged and second[0] in ("", first[0])) or _is_one(tuple(second)):
        return [first]
    filled = list(first)
    for column in range(1, len(filled)):
        if not filled[column] and second[column]:
            filled[column] = filled[column - 1]
    return [filled, [cell if cell != filled[n] else "" for n, cell in enumerate(second)]]


def _counts(row: list[str]) -> bool:
    """Tell whether a row has figures; a year heads a column."""
    return has_figures([cell for cell in row if not _YEAR.fullmatch(cell)])


def _rows(lines: list[tuple[int, int, tuple[str, ...]]]) -> tuple[Row, ...]:
    rows: list[Row] = []
    group = ""
    for start, end, values in lines:
        if _is_one(values):
            said = _distinct(values)[0]
            group = group if _NOTE.match(said) else said
            continue
        labels = [value for value in values if value and not value.isdigit()][:2]
        total = any(TOTALS.match(label) or label.endswith(_SUMS) for label in labels)
        if rows and not rows[-1].total and not values[0] and any(values[1:2]) and not total:
            # A cell merged over several rows stands in the first of them.
            values = (rows[-1].values[0], *values[1:])
        rows.append(Row(start, end, values, group, total))
    return tuple(rows)


def _naming(heads: tuple[str, ...], rows: tuple[Row, ...]) -> tuple[int, ...]:
    """Return the first column that is no numbering, and as many behind it as it takes to tell the rows apart."""
    plain = [n for n, head in enumerate(heads) if not SERIAL.search(head) and not _counts_up(n, rows)]
    named = plain[:1]
    for column in plain[1:MOST_NAMES]:
        names = [tuple(row.values[n] for n in named) for row in rows if not row.total]
        if len(set(names)) == len(names) or any(_counts([row.values[column]]) for row in rows):
            break
        named.append(column)
    return tuple(named)


def _counts_up(column: int, rows: tuple[Row, ...]) -> bool:
    values = [row.values[column] for row in rows if not row.total]
    return len(values) > 1 and values == [str(n) for n in range(1, len(values) + 1)]


def _distinct(values: tuple[str, ...]) -> list[str]:
    return [*dict.fromkeys(value for value in values if value)]


def _is_one(values: tuple[str, ...]) -> bool:
    return len(_distinct(values)) == 1 and not has_figures(_distinct(values))


def words_of(text: str) -> list[str]:
    """Return the content words of a head or a name, its unit in brackets left out."""
    return content_words(fold(re.sub(r"[（(][^（）()]*[）)]", "", text)))


def stands_in(term: str, value: str) -> bool:
    """Tell whether a cell has a word, or what means the same: 学生 is no word of 小学生活补助."""
    if term not in value and _OF_A_PEOPLE.fullmatch(term):
        return bool(re.search(rf"{re.escape(term[:-1])}[\u4e00-\u9fff]{{1,6}}族{term[-1]}", value))
    if term not in value:
        return match_strength(term, value) >= HELD_BY_A_CELL
    ends = {0}
    for word in cut_by_dictionary(value):
        ends.add(max(ends) + len(word))
    return any(m.start() in ends or m.end() in ends for m in re.finditer(re.escape(term), value))


def must_be_held(term: str) -> bool:
    """Tell whether a word of a question must be in a table that is to answer it: what names, or says of which kind."""
    if term in SOFT or term in MEASURES:
        return False
    return bool(re.search("[a-z]", term)) or (len(term) > 1 and (is_nominal(term) or is_qualifying(term)))
