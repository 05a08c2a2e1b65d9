"""What tests of answers have in common: an office over a few papers, what it must tell and cite, and what it must refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.app import Cewen
from assistant.settings import load_settings


@contextmanager
def office_over(folder: Path, papers: Mapping[str, str]) -> Iterator[Cewen]:
    """Yield a façade over a library of papers, by file name."""
    for name, text in papers.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Cewen(load_settings(folder / "home", {})) as cewen:
        cewen.add([str(folder)])
        yield cewen


def assert_told_and_cited(office: Cewen, asked: str, told: Sequence[str]) -> None:
    """Assert that an answer holds some words, each of them in a quotation, too."""
    answer = office.ask(asked)
    assert not answer["refused"], answer["answer"]
    for words in told:
        assert words in answer["answer"]
        assert any(words in citation["quote"] for citation in answer["citations"])


def assert_refused(office: Cewen, asked: str, never: Sequence[str]) -> None:
    """Assert that a question is refused, and no near figure repeated in the refusal."""
    answer = office.ask(asked)
    assert answer["refused"], answer["answer"]
    assert not [words for words in never if words in answer["answer"]]
