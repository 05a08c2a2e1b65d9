"""Read Excel workbooks: each visible sheet a heading and a table."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from corpus import marks
from corpus.errors import UnreadableFile
from corpus.loaders.tables import markdown_table

# A stray cell far out must not make a sheet of a million empty rows.
MOST_ROWS, MOST_COLUMNS = 50_000, 200


def load(data: bytes) -> str:
    """Return the sheets of a workbook as headings and Markdown tables."""
    try:
        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [
            (
                sheet.title,
                [[_text(cell) for cell in row] for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)],
            )
            for sheet in workbook.worksheets
            if sheet.sheet_state == "visible"
        ]
    except Exception as error:  # openpyxl raises many kinds on damaged packages
        raise UnreadableFile(
            "Excel 文件已损坏或加了密码，打不开", "请用 Excel 或 WPS 打开后另存一份，再添加"
        ) from error
    lines: list[str] = []
    for title, rows in sheets:
        table = markdown_table(rows)
        if table:
            named = title if not title.lower().startswith("sheet") else ""
            lines += ([marks.heading(named, 2)] if named else []) + table + [""]
    return "\n".join(lines)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    if isinstance(value, float):
        return f"{value:.10g}"
    return marks.strip_control_characters(str(value))
