"""Find the themes (主题) of passages by the terms of a taxonomy: data/themes.toml, and an office's own beside it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError

TAXONOMY = Path(__file__).parent / "data" / "themes.toml"
FILE = "themes.toml"
# So many different hints leave a theme open; fewer say nothing.
ENOUGH_HINTS = 2


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: any of `terms` shows it, `hints` only together, in a heading, or where the meaning is near."""

    name: str
    terms: tuple[str, ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The themes in the order in which they are shown."""

    themes: tuple[Theme, ...]

    @property
    def fingerprint(self) -> str:
        """Return what must be equal for stored themes to be those of this taxonomy."""
        written = json.dumps([[t.name, t.terms, t.hints] for t in self.themes], ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()[:12]

    @property
    def names(self) -> list[str]:
        """Return the names of the themes."""
        return [theme.name for theme in self.themes]

    def found(self, text: str, headings: Sequence[str] = ()) -> dict[str, bool]:
        """Return the themes that a passage may have, by name: True where a term proves it, False where hints leave it open.

        Args:
            text: the passage.
            headings: what stands above it; the nearest counts as part of the passage.
        """
        heading = headings[-1] if headings else ""
        found: dict[str, bool] = {}
        for theme in self.themes:
            if any(term in text or term in heading for term in theme.terms):
                found[theme.name] = True
                continue
            hinted = sum(hint in text for hint in theme.hints) >= ENOUGH_HINTS
            if hinted or any(hint in heading for hint in theme.hints):
                found[theme.name] = False
        return found


def load_taxonomy(home: Path | None = None) -> Taxonomy:
    """Return the taxonomy that is shipped, with an office's own themes from its home folder.

    Raises:
        SettingsError: the office's file is no TOML, or a theme has no name or no lists of words.
    """
    themes = {theme.name: theme for theme in _read(TAXONOMY)}
    own = home / FILE if home else None
    if own is not None and own.exists():
        themes |= {theme.name: theme for theme in _read(own)}
    return Taxonomy(tuple(theme for theme in themes.values() if theme.terms or theme.hints))


def _read(path: Path) -> list[Theme]:
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"主题文件 {path} 写错了：{error}", "请照自带的 themes.toml 的写法改正") from error
    themes: list[Theme] = []
    for number, row in enumerate(data.get("theme", []), 1):
        name, terms, hints = row.get("name", ""), row.get("terms", []), row.get("hints", [])
        words = [*terms, *hints] if isinstance(terms, list) and isinstance(hints, list) else [None]
        if not isinstance(name, str) or not name or not all(isinstance(word, str) and word for word in words):
            raise SettingsError(
                f"主题文件 {path} 的第 {number} 个主题不对", 'name 写名称，terms 和 hints 写成 ["词", "词"]'
            )
        themes.append(Theme(name, tuple(terms), tuple(hints)))
    return themes
