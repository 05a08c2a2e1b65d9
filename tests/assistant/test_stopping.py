"""What a page stops has stopped on the server, too: what was done before stays, nothing else is done."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import gradio as gr
import pytest

from assistant.app import Cewen
from assistant.pages.holdings import LEFT_OUT, left_out
from assistant.pages.runs import WAITING, Run, Runs, Tell
from corpus.errors import CewenError, Stopped
from corpus.reading import ReadingOptions
from corpus.worker import ReadingWorker
from index.library import Progress

TEXT = "白云县养老服务工作总结\n全县共有养老机构二十一家，养老床位三千四百八十张，群众十分满意。"


def stop(*_: object) -> None:
    raise Stopped


def test_a_run_is_followed_and_gives_what_was_made() -> None:
    def work(tell: Tell) -> int:
        for number in range(3):
            tell(f"第{number}步")
            time.sleep(0.2)
        return 7

    run = Run(work)
    assert [*run][-1] == "第2步"
    assert run.result() == 7


def test_a_run_that_is_stopped_ends_at_its_next_step() -> None:
    steps: list[int] = []

    def work(tell: Tell) -> None:
        for number in range(1000):
            tell("在做")
            steps.append(number)
            time.sleep(0.01)

    run = Run(work)
    for _ in run:
        run.stop()
    with pytest.raises(Stopped):
        run.result()
    assert run.done.wait(5)
    assert len(steps) < 1000


def test_work_that_waits_for_its_turn_says_so_and_can_be_stopped() -> None:
    turns, leave = threading.Semaphore(1), threading.Event()
    first = Run(lambda _: leave.wait(20), turns)
    while turns._value:
        time.sleep(0.01)
    waiting = Run(lambda _: pytest.fail("it was stopped before its turn"), turns)
    assert next(iter(waiting)) == WAITING
    waiting.stop()
    assert waiting.done.wait(5)
    with pytest.raises(Stopped):
        waiting.result()
    third = Run(lambda _: "轮到了", turns)
    leave.set()
    assert first.done.wait(5)
    assert third.done.wait(5)
    assert third.result() == "轮到了"


def test_a_readers_work_is_taken_up_by_the_page_that_is_loaded_anew() -> None:
    def page(session: str) -> gr.Request:
        return gr.Request(session_hash=session)

    leave, runs = threading.Event(), Runs(at_once=1)

    def work(tell: Tell) -> None:
        while not leave.wait(0.01):
            tell("在核")

    run = runs.start(page("before"), work, "小张")
    assert runs.taken_up(page("other"), "小李") is None
    assert runs.taken_up(page("after"), "小张") is run
    runs.stop(page("other"))
    assert not run.done.wait(0.3)
    runs.stop(page("after"))
    assert run.done.wait(5)
    assert runs.taken_up(page("later"), "小张") is None


def test_what_fails_is_told_and_what_is_done_is_not_undone_by_stopping() -> None:
    def fail(_: Tell) -> None:
        raise ValueError("坏")

    failed = Run(fail)
    assert failed.done.wait(5)
    with pytest.raises(CewenError, match="没有做成"):
        failed.result()
    done = Run(lambda _: 1)
    assert done.done.wait(5)
    done.stop()
    assert done.result() == 1


def test_files_added_before_a_stop_stay_and_are_found(cewen: Cewen, tmp_path: Path) -> None:
    for name in ("甲", "乙", "丙"):
        (tmp_path / f"{name}.txt").write_text(f"{name}{TEXT}", encoding="utf-8")

    def progress(at: Progress) -> None:
        if at.done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        cewen.add([str(tmp_path / f"{name}.txt") for name in ("甲", "乙", "丙")], progress)
    assert [document["file"] for document in cewen.list()["documents"]] == ["乙.txt", "甲.txt"]
    assert cewen.search("养老床位")["hits"]


def test_a_file_in_the_reading_is_given_up() -> None:
    worker = ReadingWorker()
    worker.read(TEXT.encode(), "a.txt", ReadingOptions())
    process = worker._process
    assert process is not None
    started = time.monotonic()
    with pytest.raises(Stopped):
        worker.read(TEXT.encode() * 30_000, "big.txt", ReadingOptions(), stop)
    assert time.monotonic() - started < 5
    assert process.poll() is not None
    assert worker.read(TEXT.encode(), "a.txt", ReadingOptions())
    worker.close()


def test_a_check_ends_where_it_is_told_to(samples: Cewen, tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(
        "青岚县工作汇报\n\n青岚县把全县学校划分为8个片区，每个片区由一名局领导担任片长。\n", encoding="utf-8"
    )
    told: list[str] = []
    assert samples.check(str(path), progress=told.append)["findings"]
    steps = [*dict.fromkeys(told)]
    assert steps[0] == "正在读稿子……"
    assert len(steps) >= 5
    for step in steps:

        def progress(what: str, step: str = step) -> None:
            if what == step:
                raise Stopped

        with pytest.raises(Stopped):
            samples.check(str(path), progress=progress)


def test_a_draft_that_is_stopped_is_not_kept(samples: Cewen) -> None:
    outline = samples.outline("汇报材料", "义务教育优质均衡发展", "青岚县")
    kept = samples.drafts()
    with pytest.raises(Stopped):
        samples.write(outline, save=True, progress=stop)
    assert samples.drafts() == kept


def test_what_was_not_read_is_said_to_be_left_out() -> None:
    rows = [{"file": "a", "state": "新增"}, {"file": "b", "state": "正在读"}, {"file": "c", "state": "等待"}]
    assert [row["state"] for row in left_out(rows)] == ["新增", LEFT_OUT, LEFT_OUT]


def test_a_run_asks_nobody_to_wait() -> None:
    waiting = threading.Event()
    run = Run(lambda _: waiting.wait(10))
    run.stop()
    assert [*run] == []
    with pytest.raises(Stopped):
        run.result()
    waiting.set()
