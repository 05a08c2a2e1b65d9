"""Blocks of a paper: how they are found, weighed and ranked, and what is told of the one that answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.app import Cewen
from assistant.blocks.candidates import Block, blocks_of
from assistant.blocks.features import Asked, features
from assistant.blocks.marks import runs_in
from assistant.blocks.ranker import MODEL, RankingModel, blocks_for, first_ranked
from assistant.blocks.training import read_as_asked, read_examples, train, train_gate
from assistant.gathering import EvidenceGatherer
from corpus.reading import read_documents
from corpus.schema import SourceDocument
from corpus.sentences import split_sentences
from tests.assistant.told import assert_refused, assert_told_and_cited, office_over

WATER = """临泽县农村供水保障工作情况汇报

2022年7月至10月，我县遭遇1961年以来最严重的连旱，有11个乡镇出现阶段性饮水困难。县里采取四项应急措施：一是应急调水，从青龙水库日调水1.8万吨；二是打井引泉，新打应急机井42眼；三是拉水送水，出动送水车辆4630台次；四是分时供水，对35处工程实行分时段供水。
一、存在问题
（一）部分工程水源单一，遇旱就缺。
（二）管护人员年龄偏大，平均58岁，夜间抢修到场慢。
二、下步打算
一要建设备用水源11处；二要把管护员年龄控制在55岁以下，每人配一辆抢修摩托车。
（联系人：周明，电话：XXXX-5216087）
临泽县水务局
2022年12月5日
"""
SCHOOLS = """用心做好一顿饭
——临泽县第二中学食堂管理经验材料

学校有学生2218人，食堂面积1860平方米。我们的体会是做到“四个坚持”。
坚持“定价听学生的”。由学生和家长代表组成膳食委员会，菜价投票决定。
坚持“食材优中选”。米面油肉由区里统一招标。
坚持“后厨开放看”。后厨装24个摄像头，家长随时看。
坚持“账目天天晒”。每天的采购单贴在食堂门口。
在队伍建设上，学校做到“三个注重”。注重选拔，厨师长公开招聘。注重培训，每学期不少于两次。注重待遇，工资逐年提高。
"""
RULES = """信访事项办理规则（学习资料）

一、受理
下列事项不予受理：
（一）已经通过诉讼、仲裁途径解决的；
（二）已经三级终结的；
（三）正在办理期限内又就同一事项提出的。
二、追责
有下列情形之一的，严肃追责：
（一）推诿扯皮，致使矛盾激化的；
（二）弄虚作假，伪造回访记录的。
问：来信几天之内要答复？
答：自收到之日起15日内告知是否受理。
问：能不能匿名？
答：可以，但要写清事实。
"""
ELSEWHERE = """邻县经验摘编

青坪县农村供水抗旱经验。青坪县遇旱时采取三项措施：一是启用深井，二是错峰供水，三是发放瓶装水。
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    papers = {"供水.txt": WATER, "食堂.txt": SCHOOLS, "规则.txt": RULES, "外地.txt": ELSEWHERE}
    with office_over(tmp_path_factory.mktemp("blocks"), papers) as office:
        yield office


def document_of(text: str) -> SourceDocument:
    return read_documents(text.encode(), "某.txt")[0]


def blocks_told(text: str) -> list[tuple[str, list[str]]]:
    document = document_of(text)
    every = {sentence.start for sentence in split_sentences(document.text)}
    return [(block.kind, block.sentences) for block in blocks_of(document, every)]


def test_runs_stand_within_one_another() -> None:
    text = "一、做法\n第一，要打好提升战。一要选好校长；二要抱团发展。\n第二，要打好巩固战。校内要提质。\n二、体会\n一是要有恒心。\n"
    sentences = split_sentences(text)
    runs = {run.style: [sentences[n].text[:4] for n in run.items] for run in runs_in(text, sentences, frozenset())}
    assert runs["第"] == ["第一，要", "第二，要"]
    assert runs["是"] == ["一要选好", "二要抱团"]
    assert runs["一、"] == ["一、做法", "二、体会"]


def test_a_run_that_begins_anew_is_another() -> None:
    text = "一是甲。二是乙。\n问题：一是丙。二是丁。三是戊。\n"
    sentences = split_sentences(text)
    assert [len(run.items) for run in runs_in(text, sentences, frozenset()) if run.style == "是"] == [2, 3]


@pytest.mark.parametrize(
    ("text", "kind", "holding"),
    [
        (WATER, "run", ["应急调水", "打井引泉", "拉水送水", "分时供水"]),
        (SCHOOLS, "lines alike", ["四个坚持", "定价听学生的", "食材优中选", "后厨开放看", "账目天天晒"]),
        (SCHOOLS, "run", ["三个注重", "公开招聘", "不少于两次", "逐年提高"]),
        (RULES, "run", ["下列事项不予受理", "仲裁", "三级终结", "同一事项"]),
        (RULES, "answer", ["来信几天", "15日内"]),
    ],
)
def test_a_paper_is_cut_into_its_blocks(text: str, kind: str, holding: list[str]) -> None:
    told = ["".join(sentences) for of_kind, sentences in blocks_told(text) if of_kind == kind]
    assert any(all(words in block for words in holding) for block in told)


@pytest.mark.parametrize("text", [WATER, SCHOOLS, RULES])
def test_what_is_told_is_verbatim_and_says_something(text: str) -> None:
    document = document_of(text)
    for block in blocks_of(document, {sentence.start for sentence in split_sentences(document.text)}):
        assert block.told
        assert all(block.start <= start < end <= len(document.text) for start, end in block.told)
        assert not any("联系人" in sentence or sentence.endswith("水务局") for sentence in block.sentences)
        assert len(set(block.told)) == len(block.told)


def test_a_question_is_no_answer_to_the_one_before() -> None:
    told = ["".join(sentences) for kind, sentences in blocks_told(RULES) if kind == "answer"]
    assert all("匿名" not in block for block in told if "15日内" in block)


def test_figures_do_not_depend_on_the_other_blocks_but_for_the_comparison(office: Cewen) -> None:
    gatherer = EvidenceGatherer(office.library)
    question, filters = read_as_asked("临泽县大旱时怎么应急供水？", gatherer)
    finder, found = gatherer.gather(question, filters)
    asked = Asked(question, finder.weights, found, finder.suffices)
    blocks = blocks_for(asked)
    together, alone = features(asked, blocks), features(asked, blocks[:1])
    assert together.shape[0] == len(blocks)
    assert np.isfinite(together).all()
    compared = alone.shape[1] - 33
    assert np.allclose(together[0][:compared], alone[0][:compared])
    assert (together[:, compared:] <= 0).all()


def test_measures_asked_in_other_words_are_told_whole(office: Cewen) -> None:
    assert_told_and_cited(
        office, "2022年临泽县遇到连旱，县里是怎么应急供水的？", ["应急调水", "打井引泉", "拉水送水", "分时供水"]
    )


def test_cases_are_told_by_their_own_announcement(office: Cewen) -> None:
    answer = office.ask("按信访事项办理规则，哪些情形不受理，列一下")["answer"]
    assert "三级终结" in answer
    assert "推诿扯皮" not in answer


def test_what_a_headed_paragraph_counts_is_told(office: Cewen) -> None:
    assert_told_and_cited(
        office, "临泽县第二中学食堂的“四个坚持”是哪四个？", ["定价听学生的", "食材优中选", "后厨开放看", "账目天天晒"]
    )


def test_a_block_of_another_place_is_not_told(office: Cewen) -> None:
    answer = office.ask("临泽县抗旱采取了哪三项措施？")
    assert "启用深井" not in answer["answer"]


def test_what_the_papers_do_not_tell_is_refused(office: Cewen) -> None:
    assert_refused(office, "临泽县是怎么给农村教师建周转房的？", [])


def test_nothing_is_ranked_where_nothing_bears_on_the_question(office: Cewen) -> None:
    gatherer = EvidenceGatherer(office.library)
    question, _ = read_as_asked("怎么样？", gatherer)
    assert first_ranked(Asked(question, {}, [], lambda _: False)) is None


def test_training_learns_which_blocks_answer(tmp_path: Path) -> None:
    """The whole of training on a folder as small as can be; what it learns answers what it learned from."""
    docs = tmp_path / "sets" / "one" / "docs"
    docs.mkdir(parents=True)
    for name, text in (("供水.txt", WATER), ("食堂.txt", SCHOOLS), ("规则.txt", RULES)):
        (docs / name).write_text(text, encoding="utf-8")
    asked = [
        {"question": "临泽县大旱时怎么应急供水？", "kind": "answerable", "gold": ["应急调水", "分时供水"]},
        {"question": "第二中学食堂有哪四个坚持？", "kind": "answerable", "gold": ["食材优中选", "账目天天晒"]},
        {"question": "信访哪些事项不予受理？", "kind": "answerable", "gold": ["三级终结", "同一事项"]},
        {"question": "临泽县怎么发展旅游？", "kind": "unanswerable"},
    ]
    lines = (json.dumps(row, ensure_ascii=False) for row in asked)
    (docs.parent / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    examples = list(read_examples(docs.parent, tmp_path / "homes"))
    assert [example.question for example in examples if example.answers.any()] == [row["question"] for row in asked[:3]]
    arrays = train(examples, networks=1)
    gate = train_gate([np.array([1.0, 0.0]), np.array([0.0, 1.0])], [True, False])
    model = RankingModel(arrays | gate)
    assert all(e.answers[int(model.scores(e.figures).argmax())] for e in examples if e.answerable)
    assert model.answerable(np.array([1.0, 0.0])) > 0.5 > model.answerable(np.array([0.0, 1.0]))


def test_the_model_in_the_package_is_small_and_fits_the_figures(office: Cewen) -> None:
    assert MODEL.stat().st_size < 60_000
    gatherer = EvidenceGatherer(office.library)
    question, filters = read_as_asked("信访哪些事项不予受理？", gatherer)
    finder, found = gatherer.gather(question, filters)
    ranking = first_ranked(Asked(question, finder.weights, found, finder.suffices))
    assert ranking is not None
    assert isinstance(ranking.block, Block)
    assert 0.0 <= ranking.sure <= 1.0
    assert 0.0 <= ranking.answerable <= 1.0


def test_of_a_long_paper_only_what_is_near_the_question_is_looked_at() -> None:
    articles = "\n".join(
        f"第{n}条　学校应当加强第{n}类经费管理。\n（一）购买第{n}号礼品的；\n（二）发放第{n}项补贴的。" for n in range(1, 400)
    )
    document = document_of(f"松溪县经费管理办法汇编\n\n{articles}\n")
    asked = document.text.index("第200类") - 10
    near = next(s.start for s in split_sentences(document.text) if s.end > asked + 12)
    blocks = blocks_of(document, {near})
    assert 0 < len(blocks) < 20
    assert any("第200号礼品" in "".join(block.sentences) for block in blocks)
