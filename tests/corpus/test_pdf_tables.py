"""Ruled tables in PDF files become Markdown tables in their place."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from docx import Document

from corpus.loaders import load, office
from corpus.loaders.rulings import Character, Ruling, find_grids
from tests.corpus.pdfs import ruled, table_at, text_at, written_pdf

BEFORE = "全县养老服务机构和床位的情况见下表，数据截至二〇二四年年底。"
AFTER = "以上数据由各县区民政局报送，市民政局汇总后予以公布。"
ROWS = [
    ["县区", "机构数", "床位数"],
    ["青岚县", "21所", "3480张"],
    ["柳溪县", "17所", "2960张"],
    ["白云县", "12所", "1200张"],
]
XS = [72.0, 200.0, 320.0, 450.0]


def lines_of(text: str) -> list[str]:
    return [line for line in text.replace("\f", "").split("\n") if line]


def test_a_ruled_table_stands_in_its_place_and_its_text_only_there() -> None:
    page = "\n".join([text_at(72, 760, BEFORE), table_at(XS, 740, ROWS), text_at(72, 600, AFTER)])
    assert lines_of(load(written_pdf([page]), "表.pdf")) == [
        BEFORE, "| 县区 | 机构数 | 床位数 |", "| --- | --- | --- |", "| 青岚县 | 21所 | 3480张 |", "| 柳溪县 | 17所 | 2960张 |",
        "| 白云县 | 12所 | 1200张 |", AFTER,
    ]  # fmt: skip


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(rotate: int) -> None:
    turned = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[rotate]
    page = "\n".join([f"{turned} cm", text_at(72, 560, BEFORE), table_at(XS, 540, ROWS), text_at(72, 400, AFTER)])
    lines = lines_of(load(written_pdf([page], rotate), "表.pdf"))
    assert lines[0] == BEFORE
    assert lines[1] == "| 县区 | 机构数 | 床位数 |"
    assert lines[-2:] == ["| 白云县 | 12所 | 1200张 |", AFTER]


def test_merged_cells_keep_each_value_with_its_heads() -> None:
    # The first column's head reaches over two rows, the other head over two columns.
    rules = [
        "72 740 m 450 740 l S", "200 716 m 450 716 l S", "72 692 m 450 692 l S", "72 668 m 450 668 l S",
        "72 740 m 72 668 l S", "200 740 m 200 668 l S", "320 716 m 320 668 l S", "450 740 m 450 668 l S",
    ]  # fmt: skip
    texts = [(76, 712, "县区"), (290, 724, "经费（万元）"), (204, 700, "2023年"), (324, 700, "2024年")]
    texts += [(76, 676, "青岚县"), (204, 676, "12100"), (324, 676, "14100")]
    page = "\n".join([text_at(72, 760, BEFORE), *rules, *(text_at(x, y, text) for x, y, text in texts)])
    assert lines_of(load(written_pdf([page]), "表.pdf"))[1:] == [
        "| 县区 | 经费（万元） | 经费（万元） |", "| --- | --- | --- |", "| 县区 | 2023年 | 2024年 |", "| 青岚县 | 12100 | 14100 |",
    ]  # fmt: skip


def test_a_table_that_goes_on_has_its_head_on_each_page() -> None:
    first = "\n".join([text_at(72, 760, BEFORE), table_at(XS, 200, ROWS[:2]), text_at(290, 40, "1")])
    second = "\n".join([table_at(XS, 780, ROWS[2:]), text_at(72, 600, AFTER), text_at(290, 40, "2")])
    text = load(written_pdf([first, second]), "表.pdf")
    assert text.count("\f") == 1
    assert lines_of(text.split("\f")[1])[:3] == [
        "| 县区 | 机构数 | 床位数 |",
        "| --- | --- | --- |",
        "| 柳溪县 | 17所 | 2960张 |",
    ]
    repeated = "\n".join([table_at(XS, 780, [ROWS[0], *ROWS[2:]]), text_at(72, 600, AFTER), text_at(290, 40, "2")])
    assert load(written_pdf([first, repeated]), "表.pdf") == text


def test_another_table_on_the_next_page_keeps_its_own_head() -> None:
    first = "\n".join([text_at(72, 760, BEFORE), table_at(XS, 200, ROWS)])
    second = table_at([72.0, 300.0, 450.0], 780, [["项目", "金额"], ["护理补贴", "36万元"]])
    assert "| 项目 | 金额 |" in load(written_pdf([first, second]), "表.pdf").split("\f")[1].split("\n")[1]


def test_a_cell_of_several_lines_is_one_and_open_sides_do_not_matter() -> None:
    rules = [f"72 {y} m 450 {y} l S" for y in (740, 700, 660)] + ["200 740 m 200 660 l S"]
    texts = [(76, 720, "指标"), (204, 720, "全年完成情况")]
    texts += [(76, 684, "养老服"), (76, 668, "务机构"), (204, 684, "新增21家，达到"), (204, 668, "100家")]
    page = "\n".join([text_at(72, 760, BEFORE), *rules, *(text_at(x, y, text) for x, y, text in texts)])
    assert "| 养老服务机构 | 新增21家，达到100家 |" in load(written_pdf([page]), "表.pdf")


def test_frames_and_underlines_are_no_tables() -> None:
    frame = "\n".join([ruled([40, 560], [40, 800]), "72 755 m 300 755 l S", text_at(72, 760, BEFORE)])
    box = "\n".join([frame, ruled([60, 540], [400, 440, 480]), text_at(72, 450, AFTER)])
    assert lines_of(load(written_pdf([box]), "框.pdf")) == [BEFORE, AFTER]


def test_thin_filled_boxes_rule_as_lines_do() -> None:
    xs, ys = XS, [740.0, 716.0, 692.0]
    boxes = [f"{xs[0]} {y - 0.25} {xs[-1] - xs[0]} 0.5 re f" for y in ys]
    boxes += [f"{x - 0.25} {ys[-1]} 0.5 {ys[0] - ys[-1]} re f" for x in xs]
    texts = [text_at(XS[c] + 4, 724 - 24 * r, ROWS[r][c]) for r in range(2) for c in range(3)]
    page = "\n".join([text_at(72, 760, BEFORE), *boxes, *texts])
    assert "| 青岚县 | 21所 | 3480张 |" in load(written_pdf([page]), "表.pdf")


def test_a_drawing_of_thousands_of_lines_is_no_table_and_takes_no_time() -> None:
    lines = [f"{x} 40 m {x} 800 l S 40 {x} m 560 {x} l S" for x in (40 + 0.05 * n for n in range(10_000))]
    assert BEFORE in load(written_pdf(["\n".join([text_at(72, 760, BEFORE), *lines])]), "图.pdf")


def test_a_table_inside_a_cell_takes_its_own_characters() -> None:
    outer = [Ruling(y, 0, 400) for y in (0, 200, 400)], [Ruling(x, 0, 400) for x in (0, 200, 400)]
    inner = [Ruling(y, 20, 180) for y in (20, 60, 100)], [Ruling(x, 20, 100) for x in (20, 100, 180)]
    grids = find_grids(outer[0] + inner[0], outer[1] + inner[1])
    assert [grid.size for grid in grids] == [(2, 2), (2, 2)]
    table = grids[0].fill([Character(t, x, y, 10) for t, x, y in (("甲", 30, 80), ("乙", 120, 80), ("丙", 30, 40))])
    assert table is not None
    assert table.rows == (("甲", "乙"), ("丙", ""))


@pytest.mark.skipif(office.find_office() is None, reason="没有 LibreOffice，跳过由 Word 转成的 PDF 的测试")
def test_a_table_of_a_word_file_reads_the_same_from_its_pdf(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(BEFORE)
    rows = [
        ["县区", "经费", "经费"],
        ["县区", "2023年", "2024年"],
        *([f"第{n}县", f"{n}00", f"{n}50"] for n in range(1, 60)),
    ]
    table = document.add_table(rows=len(rows), cols=3)
    table.style = "Table Grid"
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(0, 1).merge(table.cell(0, 2)).text = "经费"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "县区"
    document.add_paragraph(AFTER)
    buffer = BytesIO()
    document.save(buffer)
    source = tmp_path / "表.docx"
    source.write_bytes(buffer.getvalue())
    program = office.find_office()
    assert program is not None
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path), str(source)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    data = source.with_suffix(".pdf").read_bytes()
    assert len(pdfium.PdfDocument(data)) > 1
    from_word, from_pdf = (
        [line.replace(" ", "") for line in lines_of(load(file, name))]
        for file, name in ((buffer.getvalue(), "表.docx"), (data, "表.pdf"))
    )
    assert [line for number, line in enumerate(from_pdf) if line not in from_pdf[:number]] == from_word
    assert from_pdf.count("|县区|2023年|2024年|") == len(pdfium.PdfDocument(data))
