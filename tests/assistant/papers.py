"""An office whose library is made of papers that a test has written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.app import Cewen
from assistant.settings import load_settings


@contextmanager
def office_of(papers: Mapping[str, str], folder: Path) -> Iterator[Cewen]:
    """Write papers, by name, into a folder, add them all, and open the office."""
    files = folder / "papers"
    files.mkdir()
    for name, text in papers.items():
        (files / f"{name}.txt").write_text(text, encoding="utf-8")
    with Cewen(load_settings(folder / "home", {})) as cewen:
        assert cewen.add([str(files)])["failed"] == []
        yield cewen
