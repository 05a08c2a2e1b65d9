"""The Word file, clause by clause of GB/T 9704-2012, its notes, tables, red head and templates, and back to text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.app import Cewen
from assistant.settings import load_settings
from assistant.word.fonts import missing_fonts
from assistant.word.layout import Layout
from corpus.errors import DraftError
from corpus.reading import read_documents

OURS = ("汇报材料", "义务教育优质均衡发展", "青岚县")
SIGNED = {"issuer": "青岚县教育局", "date": "2026年3月5日", "attachments": ["统计表。", "任务清单"]}


@pytest.fixture(scope="module")
def word(samples: Cewen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("稿件 一") / "汇报 材料.docx"
    samples.draft(*OURS, str(path), layout=SIGNED)
    return path


def paragraph(document: Any, text: str) -> Any:
    return next(p for p in document.paragraphs if p.text.startswith(text))


def font_of(paragraph: Any) -> str:
    """Return the Chinese font of a paragraph's first run: its own, else the body style's."""
    for holder in (paragraph.runs[0]._r, paragraph.part.document.styles["Normal"].element):
        fonts = holder.rPr.find(qn("w:rFonts")) if holder.rPr is not None else None
        if fonts is not None and fonts.get(qn("w:eastAsia")):
            return str(fonts.get(qn("w:eastAsia")))
    return ""


def indents(paragraph: Any) -> dict[str, int]:
    found = paragraph._p.pPr.find(qn("w:ind")) if paragraph._p.pPr is not None else None
    return {} if found is None else {k.split("}")[1]: int(v) for k, v in found.attrib.items() if k.endswith("Chars")}


def spacing(paragraph: Any) -> str:
    found = paragraph.runs[0]._r.rPr.find(qn("w:spacing"))
    return "" if found is None else str(found.get(qn("w:val")))


def near(length: Any, millimetres: float) -> bool:
    # Word stores twentieths of a point, .018 mm.
    return abs(length - Mm(millimetres)) <= 635


def footer(section: Any, even: bool) -> tuple[str, str, int]:
    line = (section.even_page_footer if even else section.footer).paragraphs[0]
    fields = "".join(node.text or "" for node in line._p.iter(qn("w:instrText")))
    return line.text + fields.strip(), line._p.pPr.find(qn("w:jc")).get(qn("w:val")), int(line.runs[0].font.size.pt)


Clause = tuple[str, Callable[[Any], bool]]
CLAUSES: list[Clause] = [
    ("5.1 A4", lambda d: near(d.sections[0].page_width, 210) and near(d.sections[0].page_height, 297)),
    ("5.2 天头 37 mm", lambda d: near(d.sections[0].top_margin, 37)),
    ("5.2 订口 28 mm", lambda d: near(d.sections[0].left_margin, 28)),
    ("5.2 版心宽 156 mm", lambda d: near(d.sections[0].page_width - d.sections[0].left_margin - d.sections[0].right_margin, 156)),
    ("5.2 版心高 225 mm", lambda d: near(d.sections[0].page_height - d.sections[0].top_margin - d.sections[0].bottom_margin, 225)),
    ("5.2.3 每面22行", lambda d: d.sections[0]._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"),
    ("5.2.3 行距", lambda d: d.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)),
    ("5.2.3 每行28字", lambda d: spacing(paragraph(d, "现将")) == "-6"),
    ("5.2.2 正文3号仿宋", lambda d: font_of(paragraph(d, "现将")) == "仿宋_GB2312" and paragraph(d, "现将").runs[0].font.size == Pt(16)),
    ("7.3.1 标题2号小标宋居中", lambda d: font_of(paragraph(d, "青岚县义务")) == "方正小标宋简体" and paragraph(d, "青岚县义务").runs[0].font.size == Pt(22) and paragraph(d, "青岚县义务").alignment == WD_ALIGN_PARAGRAPH.CENTER),
    ("7.3.2 主送顶格在标题下空一行", lambda d: _after_title(d) == ["", "各位领导、同志们："] and not indents(paragraph(d, "各位领导"))),
    ("7.3.3 正文首行空二字", lambda d: indents(paragraph(d, "现将")) == {"firstLineChars": 200}),
    ("7.3.3 一级标题黑体", lambda d: font_of(paragraph(d, "一、")) == "黑体" and paragraph(d, "一、").runs[0].font.size == Pt(16)),
    ("7.3.3 二级标题楷体", lambda d: font_of(paragraph(d, "（一）")) == "楷体_GB2312" and paragraph(d, "（一）").runs[0].font.size == Pt(16)),
    ("7.3.3 标题空二字", lambda d: indents(paragraph(d, "一、")) == indents(paragraph(d, "（一）")) == {"firstLineChars": 200}),
    ("7.3.4 附件说明空一行、左空二字、无标点", lambda d: _attachments(d) == ["", "附件：1.统计表", "2.任务清单"]),
    ("7.3.5 署名右空二字", lambda d: indents(paragraph(d, "青岚县教育局")) == {"rightChars": 200} and paragraph(d, "青岚县教育局").alignment == WD_ALIGN_PARAGRAPH.RIGHT),
    ("7.3.5 成文日期在署名下", lambda d: _below(d, "青岚县教育局") == "2026年3月5日"),
    ("7.5 页码4号、一字线、单页右", lambda d: footer(d.sections[0], even=False) == ("—  —PAGE", "right", 14)),
    ("7.5 双页左", lambda d: footer(d.sections[0], even=True) == ("—  —PAGE", "left", 14) and d.settings.odd_and_even_pages_header_footer),
    ("7.3.3 标题不落页底", lambda d: bool(paragraph(d, "一、").paragraph_format.keep_with_next)),
    ("署名不独占一页", lambda d: bool(paragraph(d, "青岚县教育局").paragraph_format.keep_with_next)),
]  # fmt: skip


def _texts(document: Any) -> list[str]:
    return [p.text for p in document.paragraphs]


def _after_title(document: Any) -> list[str]:
    texts = _texts(document)
    at = next(n for n, text in enumerate(texts) if text.startswith("青岚县义务"))
    return texts[at + 1 : at + 3]


def _attachments(document: Any) -> list[str]:
    texts = _texts(document)
    at = next(n for n, text in enumerate(texts) if text.startswith("附件："))
    return texts[at - 1 : at + 2]


def _below(document: Any, text: str) -> str:
    texts = _texts(document)
    return texts[texts.index(text) + 1]


def deviations(document: Any) -> list[str]:
    """Return the clauses that a document does not keep."""
    return [name for name, kept in CLAUSES if not kept(document)]


def test_every_clause_of_the_standard_is_kept(word: Path) -> None:
    assert deviations(Document(str(word))) == []


def _set(path: str, value: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        setattr(document.sections[0], path, value)

    return change


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (_set("top_margin", Mm(36)), "天头"),
        (_set("left_margin", Mm(27)), "订口"),
        (_set("bottom_margin", Mm(30)), "版心高"),
        (lambda d: d.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:linePitch"), "560"), "22行"),
        (lambda d: setattr(paragraph(d, "一、").runs[0].font, "size", Pt(15)), "一级标题"),
        (
            lambda d: paragraph(d, "（一）").runs[0]._r.rPr.find(qn("w:rFonts")).set(qn("w:eastAsia"), "宋体"),
            "二级标题",
        ),
        (lambda d: paragraph(d, "现将")._p.pPr.remove(paragraph(d, "现将")._p.pPr.find(qn("w:ind"))), "首行"),
        (lambda d: setattr(d.settings, "odd_and_even_pages_header_footer", False), "双页"),
        (lambda d: setattr(d.styles["Normal"].paragraph_format, "line_spacing", Pt(28)), "行距"),
    ],
)
def test_a_clause_that_is_off_is_told(word: Path, change: Callable[[Any], None], clause: str) -> None:
    document = Document(str(word))
    change(document)
    assert [name for name in deviations(document) if clause in name]


def test_settings_change_pitch_and_fonts(tmp_path: Path) -> None:
    environment = {
        "CEWEN_LINE_PITCH": "30",
        "CEWEN_BODY_FONT": "仿宋",
        "CEWEN_TITLE_FONT": "华文中宋",
        "CEWEN_SOURCES": "none",
    }
    with Cewen(load_settings(tmp_path / "home", environment)) as cewen:
        cewen.draft("汇报材料", "养老服务", "白云县", str(tmp_path / "a.docx"))
    document = Document(str(tmp_path / "a.docx"))
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(30)
    assert font_of(paragraph(document, "现将")) == "仿宋"
    assert font_of(paragraph(document, "白云县养老服务")) == "华文中宋"


# ---- sources


def test_sources_stand_on_a_page_of_their_own_and_blanks_are_marked(word: Path) -> None:
    document = Document(str(word))
    texts = _texts(document)
    start = next(number for number, text in enumerate(texts) if "附：资料来源" in text)
    assert texts[start + 1].startswith("[1] 《")
    marks = {int(m) for text in texts[:start] for m in re.findall(r"\[(\d+)\]", text)}
    listed = {int(m[1]) for text in texts[start:] if (m := re.match(r"\[(\d+)\]", text))}
    assert marks == listed
    blanks = [r for p in document.paragraphs for r in p.runs if r.text.startswith("〔待补充")]
    assert blanks
    assert all(run.font.highlight_color is not None for run in blanks)


@pytest.mark.parametrize(("kind", "name"), [("footnotes", "footnote"), ("endnotes", "endnote")])
def test_notes_are_words_own_one_a_sentence(samples: Cewen, tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / "a.docx"
    brief = samples.draft(*OURS, str(path), layout={"sources": kind})
    with zipfile.ZipFile(path) as archive:
        notes = archive.read(f"word/{kind}.xml").decode()
        body = archive.read("word/document.xml").decode()
        types = archive.read("[Content_Types].xml").decode()
        settings = archive.read("word/settings.xml").decode()
    cited = [n for s in brief["sections"] for p in s["paragraphs"] for x in p["sentences"] for n in [x["n"]] if n]
    ids = re.findall(rf'<w:{name}Reference w:id="(\d+)"', body)
    assert ids == [str(number) for number in range(1, len(cited) + 1)]
    assert all(f'<w:{name} w:id="{number}">' in notes for number in ids)
    assert brief["citations"][1]["quote"] in notes
    assert f"/word/{kind}.xml" in types and f"<w:{name}Pr>" in settings
    assert "附：资料来源" not in "".join(_texts(Document(str(path))))
    (read,) = read_documents(path.read_bytes(), "a.docx")
    assert "全县现有义务教育学校46所" in read.text


def test_a_clean_copy_has_no_mark_of_a_source_and_reads_back_as_written(samples: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    brief = samples.draft(*OURS, str(path), layout={"sources": "none", **SIGNED})
    (read,) = read_documents(path.read_bytes(), "a.docx")
    wanted = [brief["title"], brief["salutation"]]
    for part in brief["sections"]:
        wanted += [part["heading"]] if part["heading"] else []
        wanted += [p["text"] for p in part["paragraphs"]]
    position = 0
    for text in wanted:
        found = read.text.find(text, position)
        assert found >= 0, text
        position = found + len(text)
    assert not re.search(r"\[\d+\]", read.text)
    assert read.facts.title == brief["title"]
    assert (read.facts.place, read.facts.date) == ("青岚县", "2026-03-05")
    assert "| 招聘教师（人） | 118 | 137 | 157 |" in read.text


# ---- tables, red head, template


def test_a_table_is_as_wide_as_the_text_with_a_head_on_each_page(word: Path) -> None:
    (table,) = Document(str(word)).tables
    assert [cell.text for cell in table.rows[0].cells] == ["项目", "2022年", "2023年", "2024年"]
    assert near(sum(cell.width for cell in table.rows[0].cells), 156)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is not None


def test_a_red_head_is_there_only_when_asked_for(samples: Cewen, word: Path, tmp_path: Path) -> None:
    assert "FF0000" not in Document(str(word)).element.xml
    path = tmp_path / "红头.docx"
    layout = {
        "letterhead": "青岚县教育局文件", "number": "青教发〔2026〕1号", "signer": "张三", "serial": "000001",
        "copies": "县委办公室", "issuer": "青岚县教育局", "date": "2026年3月5日",
    }  # fmt: skip
    samples.draft(*OURS, str(path), layout=layout)
    document = Document(str(path))
    mark = paragraph(document, "青岚县教育局文件")
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert mark.alignment == WD_ALIGN_PARAGRAPH.CENTER
    texts = _texts(document)
    assert texts[0] == "000001"
    assert "青教发〔2026〕1号\t签发人：张三" in texts
    assert texts.index("抄送：县委办公室。") > texts.index("2026年3月5日")
    imprint = texts.index("青岚县教育局\t2026年3月5日印发")
    assert texts.index("抄送：县委办公室。") < imprint < next(n for n, t in enumerate(texts) if "附：资料来源" in t)
    red = [p for p in document.paragraphs if p._p.pPr is not None and 'w:color="FF0000"' in p._p.pPr.xml]
    assert len(red) == 1


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ({"number": "青教发〔2026〕1号"}, "红头"),
        ({"sources": "脚注"}, "脚注"),
        ({"template": "没有.docx"}, "没有.docx"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_wish_is_named(samples: Cewen, tmp_path: Path, layout: dict[str, Any], message: str) -> None:
    with pytest.raises(DraftError, match=message):
        samples.draft(*OURS, str(tmp_path / "a.docx"), layout=layout)


def test_a_bureaus_template_is_filled_and_gives_page_and_styles(samples: Cewen, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    made = Document()
    made.sections[0].left_margin = Mm(40)
    made.styles.add_style("公文正文", 1).font.size = Pt(15)
    made.styles.add_style("公文一级标题", 1)
    made.sections[0].header.paragraphs[0].text = "某局专用纸"
    for text in ("{{标题}}", "签发：{{签发人}}", "{{正文}}", "{{署名}}", "{{日期}}", "（此件公开）"):
        made.add_paragraph(text)
    made.save(str(template))
    path = tmp_path / "a.docx"
    brief = samples.draft(*OURS, str(path), layout={"template": str(template), "sources": "none", **SIGNED})
    document = Document(str(path))
    texts = [text for text in _texts(document) if text]
    assert texts[0] == brief["title"]
    assert texts[-3:] == ["青岚县教育局", "2026年3月5日", "（此件公开）"]
    assert texts.index("一、基本情况") < texts.index("青岚县教育局")
    assert "{{" not in "".join(texts)
    assert paragraph(document, "现将").style.name == "公文正文"
    assert paragraph(document, "一、").style.name == "公文一级标题"
    assert near(document.sections[0].left_margin, 40)
    assert document.sections[0].header.paragraphs[0].text == "某局专用纸"


def test_a_template_without_places_is_emptied_and_written(samples: Cewen, tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    made = Document()
    made.add_paragraph("旧稿的正文")
    made.save(str(template))
    samples.draft(*OURS, str(tmp_path / "a.docx"), layout={"template": str(template)})
    texts = _texts(Document(str(tmp_path / "a.docx")))
    assert "旧稿的正文" not in texts
    assert "一、基本情况" in texts


def test_a_file_that_is_no_word_file_is_no_template(samples: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_text("不是 Word", encoding="utf-8")
    with pytest.raises(DraftError, match="打不开"):
        samples.draft(*OURS, str(tmp_path / "a.docx"), layout={"template": str(path)})


def test_missing_fonts_are_told(samples: Cewen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.word import fonts

    monkeypatch.setattr(fonts, "_installed", lambda: frozenset(["仿宋_gb2312", "simhei", "fzxbsjw--gb1-0"]))
    layout = Layout()
    names = (layout.title_font, layout.body_font, layout.heading_font, layout.subheading_font)
    assert missing_fonts(names) == ["楷体_GB2312"]
    notices = samples.draft(*OURS, str(tmp_path / "a.docx"))["notices"]
    assert ["楷体_GB2312" in notice for notice in notices] == [True]
    monkeypatch.setattr(fonts, "_installed", lambda: None)
    assert missing_fonts(names) == []


# ---- other files


def test_markdown_holds_the_same_text(samples: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "稿.md"
    brief = samples.draft("工作简报", "智慧校园建设", "东屏区", str(path))
    text = re.sub(r"\[\d+\]", "", path.read_text(encoding="utf-8"))
    assert all(p["text"] in text for s in brief["sections"] for p in s["paragraphs"])


def test_plain_text_holds_the_same_text_and_tables(samples: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    brief = samples.draft(*OURS, str(path), layout={"sources": "none"})
    text = path.read_text(encoding="utf-8")
    assert all(p["text"] in text for s in brief["sections"] for p in s["paragraphs"])
    assert "招聘教师（人）\t118\t137\t157" in text
    assert "资料来源" not in text


@pytest.mark.parametrize("name", ["稿.pdf", "稿", "稿.doc"])
def test_another_suffix_is_refused(samples: Cewen, tmp_path: Path, name: str) -> None:
    with pytest.raises(DraftError, match=r"\.docx"):
        samples.draft("汇报材料", "教育", "青岚县", str(tmp_path / name))
