from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.app import Cewen
from assistant.drafting.wording import tidy_punctuation
from assistant.genres import find_genre, load_genres
from corpus.errors import DraftError
from corpus.figures import find_figures

DRAFTS = [
    ("汇报材料", "义务教育优质均衡发展", "青岚县"),
    ("实施方案", "集团化办学", "石桥区"),
    ("工作简报", "智慧校园建设", "东屏区"),
    ("汇报材料", "教师交流轮岗", "柳溪县"),
]
OTHER_PLACES = {"青岚县", "石桥区", "东屏区", "柳溪县"}


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_each_sentence_is_cited_and_each_figure_is_in_its_source(
    samples: Cewen, genre: str, topic: str, place: str
) -> None:
    brief = samples.draft(genre, topic, place)
    quotes = {citation["n"]: citation for citation in brief["citations"]}
    cited = 0
    for section in brief["sections"]:
        for paragraph in section["paragraphs"]:
            assert "".join(s["text"] for s in paragraph["sentences"]) in ("", paragraph["text"])
            for sentence in paragraph["sentences"]:
                keys = {f.key for f in find_figures(quotes[sentence["n"]]["quote"])} if sentence["n"] else set()
                assert {f.key for f in find_figures(sentence["text"])} <= keys
                cited += bool(sentence["n"])
    assert cited >= 3
    for citation in brief["citations"]:
        document = samples.document(citation["doc_id"])
        assert document is not None
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_no_other_place_speaks_in_a_draft(samples: Cewen, genre: str, topic: str, place: str) -> None:
    brief = samples.draft(genre, topic, place)
    assert {citation["place"] for citation in brief["citations"]} == {place}
    text = "".join(p["text"] for s in brief["sections"] for p in s["paragraphs"])
    assert not any(other in text for other in OTHER_PLACES - {place})


@pytest.mark.parametrize(("genre", "topic", "place"), DRAFTS)
def test_headings_run_without_a_gap_and_no_sentence_twice(samples: Cewen, genre: str, topic: str, place: str) -> None:
    brief = samples.draft(genre, topic, place)
    first = [s["heading"][0] for s in brief["sections"] if s["level"] == 1]
    assert first == list("一二三四五六七八九十")[: len(first)]
    second = 0
    for section in brief["sections"]:
        second = second + 1 if section["level"] == 2 else 0
        if section["level"] == 2:
            assert section["heading"].startswith(f"（{'一二三四五六七八九十'[second - 1]}）")
    sentences = [s["text"] for x in brief["sections"] for p in x["paragraphs"] for s in p["sentences"]]
    assert len(sentences) == len(set(sentences))


def test_a_place_without_documents_gets_blanks_and_is_told(samples: Cewen) -> None:
    brief = samples.draft("汇报材料", "义务教育优质均衡发展", "宿城区")
    assert brief["citations"] == []
    assert len(brief["gaps"]) == 5
    assert any("宿城区" in warning for warning in brief["warnings"])
    assert any("青岚县" in warning for warning in brief["warnings"])


def test_problems_are_taken_from_what_says_so(samples: Cewen) -> None:
    brief = samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县")
    sections = {s["heading"]: s for s in brief["sections"]}
    problems = "".join(p["text"] for p in sections["三、存在问题"]["paragraphs"])
    assert "平均班额为51人" in problems
    plans = "".join(p["text"] for p in sections["四、下一步打算"]["paragraphs"])
    assert "新增学位2700个" in plans


def test_blotted_years_are_visible_blanks(cewen: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "高台县养老服务实施方案\n\n一、工作目标\nXXXX年，高台县建成养老服务中心9个，护理型床位占比达到55%。高台县健全服务体系。\n",
        encoding="utf-8",
    )
    cewen.add([str(path)])
    brief = cewen.draft("实施方案", "养老服务", "高台县")
    text = "".join(p["text"] for s in brief["sections"] for p in s["paragraphs"])
    assert "〔待补充：年份〕年，高台县建成养老服务中心9个" in text
    assert "年份" in brief["gaps"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("投入1,250元,建成5所;完成(试点)", "投入1,250元，建成5所；完成（试点）"),
        ("生机比8:1,达标", "生机比8:1，达标"),
        ("坚持 “五同”", "坚持“五同”"),
    ],
)
def test_punctuation_is_full_width_outside_figures(before: str, after: str) -> None:
    assert tidy_punctuation(before) == after


def test_an_unknown_genre_lists_the_known(samples: Cewen) -> None:
    with pytest.raises(DraftError, match="汇报材料"):
        samples.draft("藏头诗", "教育")
    assert find_genre("简报").name == "工作简报"


def test_genre_files_are_whole() -> None:
    for name, genre in load_genres().items():
        data = tomllib.loads((files("prompts") / "genres" / f"{name}.toml").read_text(encoding="utf-8"))
        assert data["version"]
        assert [s.heading for s in genre.sections] == [s["heading"] for s in data["sections"]]


# ---- the Word file


@pytest.fixture(scope="module")
def word(samples: Cewen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("稿件 一") / "汇报 材料.docx"
    samples.draft("汇报材料", "义务教育优质均衡发展", "青岚县", str(path))
    return path


def test_the_page_is_the_standards(word: Path) -> None:
    section = Document(str(word)).sections[0]
    measured = (
        section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin,
        section.bottom_margin,
    )  # fmt: skip
    # Word stores twentieths of a point, .018 mm.
    for found, wanted in zip(measured, (210, 297, 37, 28, 26, 35), strict=True):
        assert abs(found - Mm(wanted)) <= 635
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert Document(str(word)).settings.odd_and_even_pages_header_footer


def test_fonts_and_sizes_go_by_element(word: Path) -> None:
    document = Document(str(word))

    def font(text: str) -> tuple[str | None, object]:
        paragraph = next(p for p in document.paragraphs if p.text.startswith(text))
        fonts = paragraph.runs[0]._r.rPr.find(qn("w:rFonts"))
        return (fonts.get(qn("w:eastAsia")) if fonts is not None else None), paragraph.runs[0].font.size

    assert font("青岚县义务教育") == ("方正小标宋简体", Pt(22))
    assert font("一、") == ("黑体", Pt(16))
    assert font("（一）") == ("楷体_GB2312", Pt(16))
    normal = document.styles["Normal"]
    assert normal.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert normal.paragraph_format.line_spacing == Pt(28.95)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(word: Path) -> None:
    section = Document(str(word)).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = footer.paragraphs[0]._p.xml
        assert "PAGE" in xml
        assert f'w:jc w:val="{side}"' in xml


def test_sources_stand_on_a_page_of_their_own_and_blanks_are_marked(word: Path) -> None:
    document = Document(str(word))
    texts = [paragraph.text for paragraph in document.paragraphs]
    start = next(number for number, text in enumerate(texts) if "附：资料来源" in text)
    assert texts[start + 1].startswith("[1] 《")
    marks = {int(m) for text in texts[:start] for m in re.findall(r"\[(\d+)\]", text)}
    listed = {int(m[1]) for text in texts[start:] if (m := re.match(r"\[(\d+)\]", text))}
    assert marks == listed
    blanks = [r for p in document.paragraphs for r in p.runs if r.text.startswith("〔待补充")]
    assert blanks
    assert all(run.font.highlight_color is not None for run in blanks)


def test_markdown_holds_the_same_text(samples: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "稿.md"
    brief = samples.draft("工作简报", "智慧校园建设", "东屏区", str(path))
    text = re.sub(r"\[\d+\]", "", path.read_text(encoding="utf-8"))
    assert all(p["text"] in text for s in brief["sections"] for p in s["paragraphs"])


@pytest.mark.parametrize("name", ["稿.pdf", "稿", "稿.doc"])
def test_another_suffix_is_refused(samples: Cewen, tmp_path: Path, name: str) -> None:
    with pytest.raises(DraftError, match=r"\.docx"):
        samples.draft("汇报材料", "教育", "青岚县", str(tmp_path / name))
