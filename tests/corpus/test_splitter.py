from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_text_splitters import TextSplitter

from assistant.app import Cewen
from corpus import tokenizer
from corpus.figures import find_figures
from corpus.sections import read_sections
from corpus.splitter import CHUNK_SIZE, PolicyTextSplitter

PHRASES = [
    "全县投入4.8亿元新建学校7所", "一、工作目标\n", "（一）加强领导。", "第三条 本办法适用于本市。\n", "，", "。", "；\n", "\n\n",
    "义务教育优质均衡发展", "培养好每一名学生", "2013—2015年共完成标准化项目216个", "| 县区 | 经费 |\n| --- | --- |\n| 青岚县 | 9800 |\n",
    "“办好家门口的每一所学校”", "   ", "1. 严格教师资格准入制度", "XX区", "\t", "8∶1", "十", "abc 123",
]  # fmt: skip
texts = st.lists(st.sampled_from(PHRASES) | st.text(max_size=8), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from([20, 60, 350]))
def test_chunks_cover_the_text_in_order_and_are_its_slices(text: str, size: int) -> None:
    splitter = PolicyTextSplitter(size)
    spans = splitter.spans(text, read_sections(text, {}))
    position = 0
    for start, end in spans:
        assert start >= position
        assert text[position:start].strip() == ""
        assert text[start:end].strip()
        position = end
    assert text[position:].strip() == ""
    assert splitter.split_text(text) == [text[start:end] for start, end in spans]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["全县投入4.8亿元新建学校七所", "义务教育优质均衡发展", "2013—2015年", "标准化建设", "3885万元"]
        ),
        min_size=5,
        max_size=40,
    )
)
def test_no_word_and_no_figure_is_cut(phrases: list[str]) -> None:
    text = "".join(phrases)
    cuts = {end for _, end in PolicyTextSplitter(30).spans(text, ())} - {len(text)}
    word_ends = {end for _, _, end in tokenizer.cut(text)}
    inside = {i for f in find_figures(text) for i in range(f.start + 1, f.end)}
    assert cuts <= word_ends
    assert not cuts & inside


def test_it_is_a_langchain_splitter() -> None:
    splitter = PolicyTextSplitter()
    assert isinstance(splitter, TextSplitter)
    documents = splitter.create_documents(["第一条 为了规范管理，制定本办法。\n第二条 本办法自公布之日起施行。"])
    assert [d.page_content[:3] for d in documents] == ["第一条", "第二条"]


def test_chunks_of_the_samples_are_slices_of_a_fair_size(samples: Cewen) -> None:
    for record in samples.library.catalog.records():
        document = samples.document(record.doc_id)
        assert document is not None
        for chunk in PolicyTextSplitter().split_document(document):
            assert chunk.text == document.text[chunk.start : chunk.end]
            assert len(chunk.text) <= CHUNK_SIZE
            assert chunk.chunk_id == f"{document.doc_id}:{document.revision}:{chunk.start}-{chunk.end}"


def test_a_chunk_never_spans_two_articles(samples: Cewen) -> None:
    hits = samples.search("云川市义务教育学校管理办法 班额", 20)["hits"]
    articles = [hit for hit in hits if "管理办法" in hit["title"] and "第四条" in hit["text"]]
    assert articles
    assert all("第五条" not in hit["text"] for hit in articles)


def test_later_pieces_of_a_table_carry_its_head() -> None:
    from dataclasses import replace

    from corpus.reading import read_documents

    rows = "\n".join(f"| 第{i}小学 | {i * 10}人 | {i}个班 | 备注说明文字 |" for i in range(1, 60))
    text = f"某县学校规模情况统计表\n| 学校 | 学生 | 班级 | 备注 |\n| --- | --- | --- | --- |\n{rows}\n"
    document = read_documents(text.encode(), "表.txt")[0]
    chunks = PolicyTextSplitter().split_document(replace(document))
    tables = [chunk for chunk in chunks if chunk.text.startswith("|")]
    assert len(tables) > 3
    assert all("| 学校 | 学生 |" in chunk.context for chunk in tables[1:])
