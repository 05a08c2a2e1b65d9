"""What a query names exactly is found as such."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import tokenizer
from index.embeddings import load_embeddings
from index.laws import Laws
from index.library import Library
from index.query import ArticleNumber, DocumentNumber, article_heading, document_numbers, read_query
from index.records import Filters
from index.retriever import HybridRetriever

TITLES = [
    "中华人民共和国义务教育法", "云南省实施义务教育法办法", "中华人民共和国治安管理处罚法", "中华人民共和国刑法",
    "中华人民共和国民法典", "中华人民共和国消防法", "中华人民共和国消费者权益保护法", "中华人民共和国未成年人保护法",
    "云川市义务教育学校管理办法（2024修订）", "云川市学前教育条例",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("查「明厨亮灶」的做法", ("明厨亮灶",)),
        ('“免试就近”和"划片 入学"', ("免试就近", "划片 入学")),
        ("没有引号", ()),
        ("空的「」和「，」", ()),
        ("没有关上的「引号", ()),
    ],
)
def test_quoted_phrases_are_read(text: str, phrases: tuple[str, ...]) -> None:
    assert read_query(text).phrases == phrases


@pytest.mark.parametrize(
    "written",
    ["云政发〔2024〕12号", "云政发[2024]12号", "云政发（2024）12号", "云政发【2024】第12号", "云政发 ( 2024 ) 012 号",
     "请问云政发〔2024〕12号文件说了什么", "云政发2024 12号", "云政发〈2024〉１２号"],
)  # fmt: skip
def test_document_numbers_are_one_with_any_brackets(written: str) -> None:
    (number,) = document_numbers(written)
    assert number.likeness(DocumentNumber("云政发", "2024", 12)) == 3
    assert not number.likeness(DocumentNumber("滇政发", "2024", 12))
    assert not number.likeness(DocumentNumber("云政发", "2023", 12))


def test_a_plain_year_is_no_document_number() -> None:
    assert not [*document_numbers("2024年12号台风")]
    assert not [*document_numbers("计划2024年12号楼完工")]
    assert [*document_numbers("国务院令第412号")] == [DocumentNumber("国务院令", "", 412)]
    assert [*document_numbers("云川市人民政府第27号令")] == [DocumentNumber("云川市人民政府令", "", 27)]


@pytest.mark.parametrize(
    ("text", "law", "article"),
    [
        ("义务教育法第十二条", "义务教育法", ArticleNumber(12)),
        ("《义务教育法》第12条", "义务教育法", ArticleNumber(12)),
        ("《中华人民共和国刑法》第一百二十条之一", "中华人民共和国刑法", ArticleNumber(120, 1)),
        ("民法典的第一千二百六十条", "民法典", ArticleNumber(1260)),
    ],
)
def test_articles_are_read(text: str, law: str, article: ArticleNumber) -> None:
    (reference,) = read_query(text).articles
    assert (reference.law, reference.article) == (law, article)


@given(st.integers(1, 1999))
def test_an_article_is_one_in_either_numerals(number: int) -> None:
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    written, rest = "", str(number)
    for place, digit in enumerate(rest):
        unit = units[len(rest) - 1 - place]
        written += digits[int(digit)] + unit if digit != "0" else "零"
    written = written.rstrip("零")
    while "零零" in written:
        written = written.replace("零零", "零")
    assert article_heading(f"第{written}条 内容") == article_heading(f"第{number}条") == ArticleNumber(number)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("义务教育法第十二条", "中华人民共和国义务教育法"),
        ("请问中华人民共和国义务教育法第十二条是什么", "中华人民共和国义务教育法"),
        ("《中华人民共和国义务教育法》第十二条", "中华人民共和国义务教育法"),
        ("根据刑法第二百三十四条", "中华人民共和国刑法"),
        ("治安处罚法第十条", "中华人民共和国治安管理处罚法"),
        ("请问《治安处罚法》第十条", "中华人民共和国治安管理处罚法"),
        ("未成年人法第三条", "中华人民共和国未成年人保护法"),
        ("义务教育学校管理办法第五条", "云川市义务教育学校管理办法（2024修订）"),
        ("消防法第二条", "中华人民共和国消防法"),
        ("学前条例第二条", "云川市学前教育条例"),
        ("不存在的某某法第二条", ""),
        ("《某某法》第二条", ""),
        ("法第二条", ""),
    ],
)
def test_a_law_is_found_by_words_of_its_title(text: str, title: str) -> None:
    laws = Laws(enumerate_titles := [(str(number), title) for number, title in enumerate(TITLES)])
    references = read_query(text).articles
    found = [document.doc_id for reference in references for document in laws.find(reference)]
    assert found == [doc_id for doc_id, known in enumerate_titles if known == title]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library with two versions of a law, numbered papers, and much that is like them."""
    folder = tmp_path_factory.mktemp("query")
    articles = [
        "为了规范管理，制定本办法。", "学校实行免试就近入学。", "每班不得超过四十五人。", "教师任教满六年的，应当交流。",
        "学校应当公示食堂的食材来源。", "经费按在校学生人数核定。", "课后服务每天不少于二小时。", "违反本办法的，依法处理。",
    ]  # fmt: skip
    numerals = "一二三四五六七八"
    for year, changed in ((2016, "每班不得超过五十五人。"), (2023, articles[2])):
        lines = [changed if number == 2 else article for number, article in enumerate(articles)]
        body = "\n\n".join(f"第{numerals[number]}条 {line}" for number, line in enumerate(lines))
        (folder / f"办法{year}.txt").write_text(
            f"云川市学校办学管理办法\n（{year}年1月5日云川市人民政府第{year - 2000}号令公布）\n\n{body}\n\n"
            f"第九条 本办法自{year}年3月1日起施行。\n",
            encoding="utf-8",
        )
    for number in (11, 12, 112):
        (folder / f"通知{number}.txt").write_text(
            f"云川市人民政府关于第{number}批项目的通知\n云政发〔2024〕{number}号\n\n各区县人民政府：\n\n"
            f"现将项目资金下达你们，请按第{number}批计划执行。\n\n云川市人民政府\n2024年5月1日\n",
            encoding="utf-8",
        )
    (folder / "转发.txt").write_text(
        "青岚县项目资金工作总结\n\n一、资金\n青岚县按照云政发（2024）12号文件要求，下达项目资金三百万元，全部执行到位。\n",
        encoding="utf-8",
    )
    for number in range(60):
        (folder / f"闲{number}.txt").write_text(
            f"第{number}期工作简报\n\n一、项目\n2024年第{number}批项目资金下达，学校办学管理工作会议第{number}次召开，"
            f"12号楼开工，教师交流{number}人，每班四十人，食堂食材公示{number}次。\n",
            encoding="utf-8",
        )
    library = Library(folder / "home", load_embeddings())
    report = library.add([folder])
    assert report.failed == []
    yield library
    library.close()


@pytest.fixture
def retriever(library: Library) -> HybridRetriever:
    return HybridRetriever(library=library, verbatim=True, collapse=True)


@pytest.mark.parametrize(
    "query",
    [
        "学校办学管理办法第三条",
        "《云川市学校办学管理办法》第3条",
        "办学管理办法第三条",
        "学校办学办法第三条规定每班多少人",
    ],
)
def test_the_article_in_force_is_first(retriever: HybridRetriever, query: str) -> None:
    best = retriever.search(query, 5)[0]
    assert best.chunk.text.startswith("第三条")
    assert "四十五人" in best.chunk.text


def test_former_articles_are_found_where_they_are_asked_for(retriever: HybridRetriever) -> None:
    texts = [p.chunk.text for p in retriever.search("原来的学校办学管理办法第三条", 3)]
    assert any("五十五人" in text for text in texts[:2])


@pytest.mark.parametrize(
    "query", ["云政发〔2024〕12号", "云政发(2024)12号", "云政发【2024】12号", "云政发〔2024〕12号的项目资金"]
)
def test_the_paper_with_the_number_is_first_then_who_cites_it(retriever: HybridRetriever, query: str) -> None:
    found = retriever.search(query, 6)
    assert found[0].facts.document_number == "云政发〔2024〕12号"
    own = [p for p in found if p.facts.document_number == "云政发〔2024〕12号"]
    assert found[: len(own)] == own
    assert "云政发（2024）12号" in found[len(own)].chunk.text


def test_each_passage_has_the_quoted_phrase(retriever: HybridRetriever) -> None:
    found = retriever.search("学校「免试就近入学」", 10)
    assert found
    assert all("免试就近入学" in passage.chunk.text for passage in found)
    assert retriever.search("学校「免试入学就近」", 10) == []
    wide = retriever.search("资金「云政发(２０２４)12号」", 10)
    assert [p.chunk.text for p in wide]
    assert all("云政发(2024)12号" in tokenizer.fold(p.chunk.text) for p in wide)
    assert retriever.search("「免试就近入学」", 5, Filters(genre="意见")) == []


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_a_passage_is_first_for_its_own_text(library: Library, mode: str) -> None:
    """Holds for every passage of the library, in each mode, in other widths and without its blanks."""
    retriever = HybridRetriever(library=library, mode=mode)
    rows = library.catalog.rows("SELECT chunk_id FROM chunks ORDER BY number")
    for chunk in library.catalog.chunks([row["chunk_id"] for row in rows]).values():
        for text in (chunk.text, chunk.text.replace(" ", ""), chunk.text.replace("，", ",")):
            found = retriever.search(text, 1)[0].chunk.text
            assert "".join(tokenizer.fold(found).split()) == "".join(tokenizer.fold(text).split())


def test_what_is_named_keeps_to_the_filters(retriever: HybridRetriever) -> None:
    for query in ("学校办学管理办法第三条", "云政发〔2024〕12号"):
        assert all(p.facts.place == "青岚县" for p in retriever.search(query, 10, Filters(place="青岚县")))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='云政发〔〕[]（）2024第十二条号令「」“”《》"之法 ', max_size=40))
def test_reading_a_query_never_fails(text: str) -> None:
    read_query(text)
