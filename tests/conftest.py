"""Fixtures: a home folder of one's own, and the sample corpus added once for all tests that only read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import quiet_network

quiet_network()
for name in [name for name in os.environ if name.startswith("CEWEN_")]:
    del os.environ[name]

from assistant.app import Cewen  # noqa: E402 - after the environment is set
from assistant.settings import Settings, load_settings  # noqa: E402

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return default settings over an empty home folder."""
    return load_settings(tmp_path / "资料 库", {})


@pytest.fixture
def cewen(settings: Settings) -> Iterator[Cewen]:
    """Return a façade over an empty library."""
    with Cewen(settings) as facade:
        yield facade


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder for the sample corpus."""
    return tmp_path_factory.mktemp("samples") / "home"


@pytest.fixture(scope="session")
def samples(sample_home: Path) -> Iterator[Cewen]:
    """Return a façade over the sample corpus; tests only read it."""
    with Cewen(load_settings(sample_home, {})) as facade:
        report = facade.add_samples()
        assert report["failed"] == []
        yield facade


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a small text file of one place."""
    path = tmp_path / "白云县教育总结.txt"
    path.write_text(
        "白云县2023年教育工作总结\n\n一、投入\n白云县全年投入教育经费3.2亿元，新建学校4所。\n\n"
        "二、教师\n白云县招聘教师85人，其中特岗教师30人。\n\n白云县教育局\n2024年1月8日\n",
        encoding="utf-8",
    )
    return path
