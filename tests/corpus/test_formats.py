"""The formats of an office's shared drive, made here and read back."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx import Presentation

from corpus.archives import is_archive, members
from corpus.errors import ReadError, UnreadableFile, UnsupportedFormat
from corpus.limits import Limits
from corpus.loaders import load, office, sniff
from corpus.loaders.word_numbering import write_number

SENTENCE = "全县共有养老机构二十一家，养老床位三千四百八十张，护理型床位占比百分之五十四。"


def word(document: object) -> bytes:
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def numbering(document: object, forms: list[tuple[str, str]]) -> None:
    """Give the document a numbering of its own, levels as (format, text)."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(forms)
    )
    root = document.part.numbering_part.element  # type: ignore[attr-defined]
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="900"><w:abstractNumId w:val="900"/></w:num>'))


def numbered(document: object, text: str, level: int) -> None:
    paragraph = document.add_paragraph(text)  # type: ignore[attr-defined]
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="900"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def test_word_numbers_are_computed() -> None:
    document = Document()
    numbering(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for text, level in [
        ("总体要求", 0),
        ("重点任务", 0),
        ("加强设施建设", 1),
        ("新建养老院", 2),
        ("改造敬老院", 2),
        ("提升服务质量", 1),
        ("保障措施", 0),
    ]:
        numbered(document, text, level)
    document.add_paragraph(SENTENCE)
    lines = [line for line in load(word(document), "a.docx").split("\n") if line]
    assert lines[:7] == [
        "一、总体要求", "二、重点任务", "（一）加强设施建设", "1.新建养老院", "2.改造敬老院", "（二）提升服务质量", "三、保障措施",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "lowerRoman", "iv"),
        (7, "decimal", "7"),
    ],
)
def test_numbers_in_words_forms(number: int, form: str, written: str) -> None:
    assert write_number(number, form) == written


def test_tracked_changes_are_taken_as_accepted() -> None:
    document = Document()
    paragraph = document.add_paragraph("投入资金")
    for xml in (
        '<w:del {n} w:id="1" w:author="a"><w:r><w:delText>300万元</w:delText></w:r></w:del>',
        '<w:ins {n} w:id="2" w:author="a"><w:r><w:t>450万元</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(xml.format(n=nsdecls("w"))))
    paragraph.add_run("，" + SENTENCE)
    text = load(word(document), "a.docx")
    assert "投入资金450万元，" in text
    assert "300万元" not in text


def test_text_boxes_are_kept_once_and_headers_dropped() -> None:
    document = Document()
    paragraph = document.add_paragraph(SENTENCE)
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>文本框里的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(box))
    document.sections[0].header.paragraphs[0].text = "页眉不读"
    text = load(word(document), "a.docx")
    assert text.count("文本框里的话") == 1
    assert "页眉不读" not in text


def test_merged_cells_keep_each_value_with_its_heads() -> None:
    document = Document()
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=3, cols=3)
    for row, values in enumerate(
        (("县区", "经费", "经费"), ("县区", "2023年", "2024年"), ("青岚县", "12100", "14100"))
    ):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(0, 1).merge(table.cell(0, 2)).text = "经费"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "县区"
    text = load(word(document), "a.docx")
    assert "| 县区 | 经费 | 经费 |" in text
    assert "| 县区 | 2023年 | 2024年 |" in text
    assert "| 青岚县 | 12100 | 14100 |" in text


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "gb18030"), ("\t", "utf-16"), (";", "utf-8-sig")])
def test_separated_values_become_a_table(delimiter: str, encoding: str) -> None:
    rows = [["县区", "小学数量", "初中数量"], ["青岚县", "31所小学", "11所初中"], ["柳溪县", "42所小学", "21所初中"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert "| 青岚县 | 31所小学 | 11所初中 |" in load(data, "表.csv")


def test_a_presentation_is_read_slide_by_slide() -> None:
    deck = Presentation()
    for number in (1, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"第{number}部分 养老服务"
        slide.placeholders[1].text = SENTENCE
    buffer = BytesIO()
    deck.save(buffer)
    text = load(buffer.getvalue(), "汇报.pptx")
    assert text.count(SENTENCE) == 2
    assert text.count("\f") == 1
    assert text.index("第1部分") < text.index("第2部分")


def test_a_page_saved_as_one_file_is_read() -> None:
    page = f"<html><head><title>养老服务简报</title></head><body><p>{SENTENCE * 3}</p></body></html>".encode("gb18030")
    head = (
        b'From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
    )
    data = (
        head
        + b"Content-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page
        + b"\r\n--B--\r\n"
    )
    assert sniff(data, "a.mht") == "mhtml"
    assert SENTENCE in load(data, "a.mht")


def test_big5_is_told_from_gb18030() -> None:
    traditional = "全縣共有養老機構二十一家，養老床位三千四百八十張，護理型床位占比百分之五十四，群眾十分滿意。"
    assert load(traditional.encode("big5"), "a.txt") == traditional


def test_html_under_an_office_suffix_is_read_as_html() -> None:
    data = f"<html><body><table><tr><td>县区</td><td>床位</td></tr><tr><td>青岚县</td><td>3480张</td></tr></table><p>{SENTENCE}</p></body></html>"
    assert sniff(data.encode(), "导出.xls") == "html"
    assert "3480张" in load(data.encode(), "导出.xls")


@pytest.mark.skipif(office.find_office() is None, reason="没有 LibreOffice，跳过旧版 Office 文件的测试")
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
def test_old_formats_are_read_through_libreoffice(tmp_path: Path, suffix: str) -> None:
    import subprocess

    document = Document()
    document.add_heading("一、基本情况", 1)
    document.add_paragraph(SENTENCE)
    source = tmp_path / "旧 文件.docx"
    source.write_bytes(word(document))
    program = office.find_office()
    assert program is not None
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", suffix[1:], "--outdir",
         str(tmp_path), str(source)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    data = (tmp_path / f"旧 文件{suffix}").read_bytes()
    assert sniff(data, "说谎.docx") == "office"
    text = load(data, f"说谎{suffix if suffix == '.odt' else '.docx'}")
    assert SENTENCE in text
    assert "基本情况" in text


def test_without_libreoffice_the_failure_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(UnsupportedFormat, match="LibreOffice"):
        load(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.doc")


def archive(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def test_limits_of_archives_are_settings() -> None:
    data = archive({"甲.txt": SENTENCE.encode(), "乙.txt": SENTENCE.encode()})
    with pytest.raises(UnreadableFile, match="超过限制"):
        list(members(data, Limits(archive_members=1)))
    with pytest.raises(UnreadableFile, match="超过限制"):
        list(members(data, Limits(archive_bytes=100)))
    assert all(m.error for m in members(data, Limits(file_bytes=10)))


def test_an_archive_is_opened_member_by_member() -> None:
    data = archive({"目录/甲.txt": SENTENCE.encode(), "__MACOSX/x": b"x", "~$乙.docx": b"x"})
    assert is_archive(data)
    assert [(m.name, m.data, m.error) for m in members(data)] == [("目录/甲.txt", SENTENCE.encode(), None)]
    document = Document()
    assert not is_archive(word(document))


def test_names_that_windows_wrote_in_gbk_are_read() -> None:
    data = archive({"x.txt": b"1"}).replace(b"x.txt", "甲.txt".encode("gbk")[:5].ljust(5, b"t"))
    assert next(members(data)).name.startswith("甲")


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="超过限制"):
        list(members(archive({"a.txt": b"0" * 30_000_000})))


def test_errors_travel_between_processes_whole() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(UnreadableFile("坏了", "请重做")))
    assert isinstance(error, ReadError)
    assert (error.message, error.help) == ("坏了", "请重做")


def test_a_file_of_too_many_pages_is_told() -> None:
    from corpus.reading import ReadingOptions, read_documents

    path = Path(__file__).parents[2] / "corpus" / "samples" / "云川市2025年招生工作通知.pdf"
    pages = read_documents(path.read_bytes(), path.name)[0].page_at(10**6) or 1
    with pytest.raises(UnreadableFile, match="超过 0 页的限制"):
        read_documents(path.read_bytes(), path.name, ReadingOptions(most_pages=0))
    assert read_documents(path.read_bytes(), path.name, ReadingOptions(most_pages=pages))
