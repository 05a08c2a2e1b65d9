"""Imports point one way: corpus and prompts ← index ← assistant ← ui."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "corpus": {"corpus"},
    "prompts": {"prompts"},
    "index": {"index", "corpus"},
    "assistant": {"assistant", "index", "corpus", "prompts"},
    "ui": {"ui", "assistant"},
}
FILES = [*(p for package in MAY_IMPORT for p in (ROOT / package).rglob("*.py")), ROOT / "ui.py"]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module.split(".")[0])
    return found & set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert imported(path) <= MAY_IMPORT[package]


def test_only_settings_and_the_edge_read_the_environment() -> None:
    readers = {str(p.relative_to(ROOT)) for p in FILES if "os.environ" in p.read_text(encoding="utf-8")}
    # The reading process is handed our environment, and onnxruntime is kept quiet through it; nothing is taken from it.
    # assistant/starting runs before anything is installed and hands its environment to pip and to the pages.
    edge = {"assistant/settings.py", "assistant/cli.py", "assistant/starting.py"}
    assert readers == edge | {"corpus/worker.py", "corpus/loaders/ocr.py"}


def test_nothing_is_printed_by_packages() -> None:
    printers = {
        str(p.relative_to(ROOT)) for p in FILES if re.search(r"(?<![\w.])print\(", p.read_text(encoding="utf-8"))
    }
    edge = {"assistant/cli.py", "assistant/server.py", "assistant/starting.py"}
    assert {path for path in printers if not path.startswith("assistant/commands/")} == edge
