"""Tell what this installation is made of and what it lacks, without opening the library."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.settings import Settings
from corpus import tokenizer
from corpus.loaders import ocr


def examine(settings: Settings) -> dict[str, Any]:
    """Return versions, paths, models and what is missing, without opening the library."""
    packages = (
        "cewen",
        "langchain-core",
        "chromadb",
        "sentence-transformers",
        "torch",
        "gradio",
        "tantivy",
        "rjieba",
        "jieba",
    )
    missing: list[str] = []
    if shutil.which("soffice") is None:
        missing.append("LibreOffice（soffice）：没有它也能写 .docx；只在需要把 Word 文件转成 PDF 时安装")
    if not settings.chat_base_url:
        missing.append("大模型：未配置，以摘录方式回答；在 settings.toml 里设 chat_base_url、chat_model 即可启用")
    if not ocr.available():
        missing.append("文字识别：扫描件和图片读不出；" + ocr.INSTALL)
    if tokenizer.fingerprint().startswith("jieba"):
        missing.append("rjieba：本机没有可用的安装包，改用 jieba，建库较慢")
    home = settings.home
    return {
        "version": _version("cewen"),
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in packages[1:]},
        "home": str(home),
        "home_exists": (home / "catalog.sqlite3").exists(),
        "free_disk_mb": shutil.disk_usage(home if home.exists() else home.anchor or ".").free // 2**20,
        "embedding_model": settings.embedding_model or "内置模型",
        "tokenizer": tokenizer.fingerprint(),
        "settings": {
            name: "；".join(value) if isinstance(value, tuple) else str(value)
            for name, value in settings.model_dump(exclude={"chat_api_key"}).items()
        },
        "missing": missing,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "未安装"
