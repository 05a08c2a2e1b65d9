"""Read a table's row as cells, each with the row and column heads that say what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.context import table_context
from corpus.schema import SourceDocument

_NUMERIC = re.compile(r"[-−+约]?\d[\d,，.]*\s*(?:[%％‰]|[\u4e00-\u9fff]{1,4})?")
_RULE = re.compile(r"\|?[\s|:：-]+\|?")
_TOLD_OF_THE_ROW = re.compile(r"责任|牵头|负责|配合|部门|时限|时间|期限|联系|备注|措施|内容|标准")
SERIAL = re.compile(r"序号|编号|No\.?|排名", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?([^（）()]{1,6})\s*[）)]")
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*([^\s（）()，。；|]{1,12})")
_ONLY_A_YEAR = re.compile(r"\s*(?:19|20)\d{2}年?(?:度|底|末)?\s*")
_OF_UNITS, _A_UNIT = (
    re.compile(r"(?:计量)?单位"),
    re.compile(
        r"[%％‰]|万?亿?(?:元|人|人次|个|所|家|张|名|户|户次|件|套|台|册|亩|公里|平方米|公顷|吨|公斤|辆|间|座|处|项|次|岁|岁数|分|天|小时)(?:[/／](?:年|月|人|日|亩|千克))?"
    ),
)
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}")
_OF_A_YEAR = re.compile(r"年度|年份|学年|年")
_NO_UNIT = re.compile(r"\d|年|计划|实际|累计|其中|含|合计|预计|预算|决算|目标|任务|上")
TOTALS = re.compile(r"^(?:(?:全[省市县区旗州]|总|合|小)[合总]?计?|合计|总计|共计|[全本][省市县区旗])(?:合计|总计)?$")
# The head of a table stands at most so far above a row.
FARTHEST = 60_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        labels: what the row is about: its cells before the first figure.
        head: what the column is about; of a head of two rows both.
        value: as written.
        unit: from the value itself, the row's label, the column's head, or 「单位：万元」 at the table; may be empty.
    """

    labels: tuple[str, ...]
    head: str
    value: str
    unit: str

    @property
    def numeric(self) -> bool:
        """Tell whether the cell holds a figure."""
        return bool(_NUMERIC.fullmatch(self.value))

    @property
    def written(self) -> str:
        """Return value and unit as they are read out: 16800万元."""
        return self.value if not self.unit or not self.value[-1].isdigit() else self.value + self.unit


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table with content, and no ruling between head and body."""
    return line.startswith("|") and not _RULE.fullmatch(line)


def cells_of(document: SourceDocument, start: int, end: int) -> list[Cell]:
    """Return the cells of the row that stands from `start` to `end`; none for a head row."""
    text = document.text
    heads = _heads(text, start, end)
    row = split_row(text[start:end])
    if not heads or len(row) != len(heads[0]):
        return []
    head = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*heads, strict=True)]
    first = next(
        (n for n, value in enumerate(row) if _NUMERIC.fullmatch(value) and not _names_its_row(head[n], value)), None
    )
    named = [n for n in range(len(row)) if not SERIAL.search(head[n])]
    labelling = [n for n in named if n < first] if first is not None else named[:1]
    # 「| 农村低保对象 | 人 | 9518 |」: a column of units names no row.
    units = [n for n in labelling if _OF_UNITS.fullmatch(head[n]) and _A_UNIT.fullmatch(row[n])]
    labelling = [n for n in labelling if n not in units]
    # Who is in charge and by when is told of the row; it does not name it.
    labelling = [n for n in labelling if n == labelling[0] or not _TOLD_OF_THE_ROW.search(head[n])]
    # 2023 under 年度 names the year 2023年.
    labels = tuple(f"{row[n]}年" if _BARE_YEAR.fullmatch(row[n]) else row[n] for n in labelling if row[n])
    shared = _shared_unit(text, start, end, document.facts.title)
    return [
        Cell(labels, head[n], row[n], row[units[0]] if units else unit_of_cell(row[n], labels, head[n], shared))
        for n in named
        if n not in (*labelling, *units) and row[n] not in ("", "-", "—", "/")
    ]


def _names_its_row(head: str, value: str) -> bool:
    """Tell whether a cell with a number only names its row: its serial number, or its year under 年度."""
    return bool(SERIAL.search(head) or (_OF_A_YEAR.fullmatch(head) and _ONLY_A_YEAR.fullmatch(value)))


def split_row(line: str) -> list[str]:
    """Return the cells of a row as they are written."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _heads(text: str, start: int, end: int) -> list[list[str]]:
    """Return the head rows of the table, empty where the row itself is one of them."""
    window = max(0, start - FARTHEST)
    above: list[str] = []
    for line in reversed(text[window:start].split("\n")):
        if line.startswith("|"):
            above.append(line)
        elif line.strip() or above:
            break
    rows = [split_row(line) for line in reversed(above) if is_row(line)]
    if not rows or (
        not has_figures(split_row(text[start:end])) and len(rows) == 1 and _continues_head(rows[0], text[start:end])
    ):
        return []
    heads = rows[:1]
    for row in rows[1:3]:
        if has_figures(row) or not _continues_head(rows[0], " | ".join(row)):
            break
        heads.append(row)
    return heads if all(len(row) == len(heads[0]) for row in heads) else heads[:1]


def _continues_head(head: list[str], line: str) -> bool:
    """Tell whether a row under a head is its second row: merged cells repeat, or leave the first cell as it was."""
    row = split_row(line)
    return len(row) == len(head) and (row[0] in ("", head[0]) or (len(set(head)) < len(head) and not has_figures(row)))


def has_figures(row: list[str]) -> bool:
    """Tell whether any of some cells holds a figure."""
    return any(_NUMERIC.fullmatch(cell) for cell in row)


def _shared_unit(text: str, start: int, end: int, title: str) -> str:
    """Return the unit that the table states once, above or right under it, or in its paper's title."""
    caption, _ = table_context(text, start)
    table_end = end
    while text.startswith("\n|", table_end):
        line_end = text.find("\n", table_end + 1)
        table_end = line_end if line_end >= 0 else len(text)
    found = (
        _UNIT_LINE.search(caption) or _UNIT_LINE.search(text[table_end : table_end + 40]) or _UNIT_LINE.search(title)
    )
    return found[1] if found else ""


def unit_of_cell(value: str, labels: tuple[str, ...], head: str, shared: str) -> str:
    """Return the unit of a cell, from itself, its row, its column, or what the whole table has."""
    own = re.search(r"[%％‰\u4e00-\u9fff]+$", value)
    if own:
        return own[0]
    for words in (*reversed(labels), head):
        for unit in _IN_BRACKETS.findall(words):
            if not _NO_UNIT.search(unit):
                return str(unit)
    if "、" in shared:
        # 「单位：人、人次、万元」: the column says which, or the row where the column is only a year.
        said, units = head if not _ONLY_A_YEAR.fullmatch(head) else " ".join(labels), shared.split("、")
        counts = re.search(r"(?:人次|[人户个次件批期场班]数|项目数|教师数|学生数|数量)(?:[（(][^（()）]*[）)])?$", said)
        money = bool(re.search(r"金额|资金|投资|经费|费用|支出|收入", said)) and counts is None
        # The longest first: 人次 is said to count 人次 where 人 only counts persons.
        fitting = [unit for unit in sorted(units, key=len, reverse=True) if ("元" in unit) == money]
        shared = next(
            (unit for unit in fitting if money or unit in said), fitting[0] if "人" in said and fitting else ""
        )
    if re.search(r"(?:人数|人次)$", head) and value.isdigit() and not shared:
        return "人次" if head.endswith("次") else "人"
    return shared if not re.search(r"率|比例|占比|名次|人数|校数|学校数", head) else ""
