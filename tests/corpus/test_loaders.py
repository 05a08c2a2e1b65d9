from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from corpus.errors import EmptyDocument, ReadError, UnreadableFile, UnsupportedFormat
from corpus.loaders import load, sniff
from corpus.reading import read_documents

TEXT = "青岚县教育局关于做好招生工作的通知，各学校要严格执行免试就近入学的规定，确保公平公正。" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_text_is_read_in_each_encoding(encoding: str) -> None:
    assert load(TEXT.encode(encoding), "通知.txt") == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read(encoding: str) -> None:
    text = "第1条\n" * 40 + TEXT
    assert load(text.encode(encoding), "通知.txt") == text


def test_gbk_of_few_characters_is_not_misread() -> None:
    text = "本局决定自二〇二四年起取消该项收费，特此通知。"
    assert load(text.encode("gbk"), "a.txt") == text


def test_bytes_in_no_encoding_are_refused_and_not_dropped() -> None:
    with pytest.raises(ReadError, match=r"编码|文本"):
        load(TEXT.encode() + b"\xff\xfe\xfa\x81 tail", "通知.txt")


def test_content_outdoes_a_lying_suffix(tmp_path: Path) -> None:
    buffer = BytesIO()
    document = Document()
    document.add_paragraph(TEXT)
    document.save(buffer)
    assert sniff(buffer.getvalue(), "通知.txt") == "docx"
    assert TEXT in load(buffer.getvalue(), "通知.pdf")
    assert sniff(b"<html><body>x</body></html>", "a.docx") == "html"


@pytest.mark.parametrize(
    ("data", "name", "error", "word"),
    [
        (b"", "a.txt", EmptyDocument, "空"),
        ("太短".encode(), "a.txt", EmptyDocument, "不足"),
        (b"PK\x03\x04broken", "a.docx", UnreadableFile, "损坏"),
        (b"%PDF-1.4 broken", "a.pdf", UnreadableFile, "PDF"),
        (b"\x1f\x8b\x08rest", "a.gz", UnsupportedFormat, "压缩包"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "a.png", ReadError, "图片"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "a.heic", UnsupportedFormat, "HEIC"),
        (bytes(range(256)) * 20, "a.txt", UnsupportedFormat, "文本"),
    ],
)
def test_unreadable_files_say_why_and_what_to_do(data: bytes, name: str, error: type[ReadError], word: str) -> None:
    with pytest.raises(error, match=word) as caught:
        load(data, name)
    assert caught.value.help


def test_word_tables_and_headings_come_in_reading_order() -> None:
    document = Document()
    document.add_heading("一、基本情况", 1)
    document.add_paragraph("全县共有学校四十六所，在校学生三万八千人，各项指标如下表所示。")
    table = document.add_table(rows=0, cols=2)
    for row in (("项目", "数量"), ("小学", "31所")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("以上数据截至2024年底。")
    buffer = BytesIO()
    document.save(buffer)
    found = read_documents(buffer.getvalue(), "情况.docx")[0]
    assert found.text.index("基本情况") < found.text.index("| 项目 | 数量 |") < found.text.index("| 小学 | 31所 |")
    assert found.text.index("31所") < found.text.index("以上数据")
    assert found.sections[0].heading == "一、基本情况"


def test_a_workbook_gives_a_table_a_sheet() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "经费"
    for row in (["经费统计表（单位：万元）"], ["县区", "2023年", "2024年"], ["青岚县", 12100, 14100.5]):
        sheet.append(row)
    hidden = workbook.create_sheet("底稿")
    hidden.append(["不应读出的内容"])
    hidden.sheet_state = "hidden"
    buffer = BytesIO()
    workbook.save(buffer)
    text = load(buffer.getvalue(), "经费.xlsx")
    assert "| 青岚县 | 12100 | 14100.5 |" in text
    assert "不应读出" not in text


def test_shares_in_a_workbook_stay_shares() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["指标名称说明", "全县完成情况的数值"])
    workbook.active.append(["九年义务教育巩固率", 0.985])
    workbook.active.cell(2, 2).number_format = "0.0%"
    buffer = BytesIO()
    workbook.save(buffer)
    assert "| 九年义务教育巩固率 | 98.5% |" in load(buffer.getvalue(), "a.xlsx")


def test_a_pdf_keeps_page_numbers_and_joins_its_lines(samples: object) -> None:
    path = Path(__file__).parent.parent.parent / "corpus" / "samples" / "云川市2025年招生工作通知.pdf"
    document = read_documents(path.read_bytes(), str(path))[0]
    assert "具有本市户籍或者居住证的儿童；初中一年级招收小学应届毕业生。" in document.text
    assert document.page_starts
    assert document.page_at(0) == 1
    assert document.page_at(len(document.text) - 1) == len(document.page_starts) + 1


def test_a_web_page_gives_its_text_without_advertisements() -> None:
    path = Path(__file__).parent.parent.parent / "corpus" / "samples" / "东屏区信息化简报.html"
    text = read_documents(path.read_bytes(), str(path))[0].text
    assert "累计投入1.26亿元" in text
    for furniture in ("限时抢购", "公众号", "当前位置", "Copyright", "相关文章", "登录"):
        assert furniture not in text


@pytest.mark.parametrize("declared", ["gb2312", "utf-8"])
def test_a_web_page_is_decoded_by_its_bytes_when_its_charset_lies(declared: str) -> None:
    body = f"<html><head><meta charset='{declared}'><title>关于养老服务的通知</title></head><body><p>{TEXT}</p></body></html>"
    assert "严格执行免试就近入学" in load(body.encode("gb18030"), "a.html")
