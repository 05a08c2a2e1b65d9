"""What the READMEs say of commands, settings and files is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from assistant.cli import app
from assistant.genres import load_genres
from assistant.settings import Settings
from corpus.loaders import SUFFIXES

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_described_and_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert set(re.findall(r"`cewen ([a-z]+)", text)) == set(commands)
    every = [c for command in commands.values() for c in (command, *getattr(command, "commands", {}).values())]
    options = {option for command in every for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", re.sub(r"(?m)^ {4}.*$|`python.*?`", "", text))) <= options


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_described(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    section = text[text.index("CEWEN_HOME") : text.index("28.95")]
    described = set(re.findall(r"`([a-z_]+)`", text[text.index("CEWEN_HOME") :]))
    assert section
    assert set(Settings.model_fields) - {"home"} <= described


@pytest.mark.parametrize("name", READMES)
def test_files_that_are_shown_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / target).exists(), target
    assert {".txt", ".md", ".html", ".docx", ".pdf", ".xlsx"} <= set(re.findall(r"\.[a-z]+", text)) & SUFFIXES


@pytest.mark.parametrize("name", READMES)
def test_genres_and_makefile_targets_are_true(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert all(genre in text for genre in load_genres())
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (run|test-bundle|test|lock|bundle)\b", text):
        assert f"\n{target}:" in makefile


def test_every_setting_has_a_chinese_description() -> None:
    for name, field in Settings.model_fields.items():
        assert re.search(r"[\u4e00-\u9fff]", field.description or ""), name
