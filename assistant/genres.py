"""The genres of documents that can be drafted, read from prompts/genres and from an office's own folder.

An office adds a genre by putting a .toml file into the folder genres of its home; one of the same name replaces
the built-in one. Whatever is wrong in a file is said in Chinese with the file and the key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from assistant.drafting.roles import role_names
from corpus.errors import DraftError

FOLDER = "genres"
PLACEHOLDERS = frozenset(["place", "topic", "period", "former"])
VOICES = ("我", "地名", "")
WHOSE = ("ours", "others", "any")


@dataclass(frozen=True, slots=True)
class Need:
    """What a section must cover: `what` names it in a blank, `cue` finds it in a sentence."""

    what: str
    cue: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class GenreSection:
    """One section of a genre.

    Attributes:
        heading: "" for a part without a heading of its own (导语, 背景).
        purpose: what the section is for; a model is told it, an outline shows it.
        evidence: roles of passages (prompts/roles.toml) that it takes, in order of preference.
        missing: what the blank says where nothing is found.
        share: its share of the length, in parts of the sum of all.
        lead: a sentence of the genre's own before several subheadings.
        themed: give each group of sentences a subheading.
        promote: make the subheadings first-level headings in the place of the section's own.
        keep_headings: keep the source's own headings of the role as subheadings (总体思路, 基本原则).
        gather: also take single sentences that say so themselves out of other passages.
        terms: take only what speaks of the topic word for word.
        whose: "ours", "others" (named, quoted) or "any".
        optional: leave it out, and no blank, where nothing is found.
        needs: what it must cover; what is not covered becomes a blank.
    """

    heading: str
    evidence: tuple[str, ...]
    missing: str
    purpose: str = ""
    share: int = 10
    lead: str = ""
    themed: bool = False
    promote: bool = False
    keep_headings: bool = False
    gather: bool = False
    terms: bool = False
    whose: str = "ours"
    optional: bool = False
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre; texts may hold {place}, {topic} and {period}.

    Attributes:
        opening_evidence: roles of which a sentence of ours, where there is one, replaces the opening.
        opening_cue: what such a sentence must say (制定本方案), as a pattern.
        title_like: take the title of our own leading source where it is of this genre and does not name it.
        voice: how the place speaks of itself: 我 (我县), 地名 (the name), or as the source does.
        tone: the register, told to a model.
        phrases: openings and connectives that are usual in it.
        length: usual length in characters.
        whose: "any" where the genre speaks of a term or a policy and not of a place's work.
    """

    name: str
    title: str
    sections: tuple[GenreSection, ...]
    version: str = ""
    aliases: tuple[str, ...] = ()
    salutation: str = ""
    opening: str = ""
    opening_evidence: tuple[str, ...] = ()
    opening_cue: str = ""
    closing: str = ""
    title_like: str = ""
    voice: str = ""
    tone: str = ""
    phrases: tuple[str, ...] = ()
    length: int = 3000
    whose: str = "ours"
    masthead: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _built_in() -> tuple[Genre, ...]:
    return tuple(_read_all((files("prompts") / "genres").iterdir()))


def load_genres(home: Path | None = None) -> dict[str, Genre]:
    """Return the genres by name: the built-in ones, then the office's own.

    Raises:
        DraftError: a file of the office is wrong; the message names the file and the key.
    """
    folder = home / FOLDER if home is not None else None
    own = _read_all(folder.iterdir()) if folder is not None and folder.is_dir() else []
    return {genre.name: genre for genre in (*_built_in(), *own)}


def find_genre(name: str, home: Path | None = None) -> Genre:
    """Return a genre by its name or another name for it.

    Raises:
        DraftError: there is no such genre; the help lists those that there are.
    """
    genres = load_genres(home)
    for genre in reversed(genres.values()):
        if name == genre.name or name in genre.aliases:
            return genre
    raise DraftError(f"还不会起草「{name}」", "可以起草：" + "、".join(genres))


def _read_all(entries: Iterable[Traversable]) -> list[Genre]:
    found = sorted((entry for entry in entries if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return [_read(entry) for entry in found]


def _read(file: Traversable) -> Genre:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DraftError(f"文种文件 {file.name} 读不出来：{error}", "请按内置文种文件的写法改正") from error
    try:
        return _genre(data)
    except _WrongKey as error:
        raise DraftError(f"文种文件 {file.name} 的「{error.key}」不对：{error.why}", "请改正后再试") from error


class _WrongKey(Exception):
    def __init__(self, key: str, why: str) -> None:
        super().__init__(key, why)
        self.key, self.why = key, why


def _genre(data: dict[str, Any]) -> Genre:
    sections = data.get("sections")
    if not isinstance(sections, list) or not sections:
        raise _WrongKey("sections", "至少要有一个 [[sections]]")
    values = _values(Genre, data, "", skip=("sections",))
    for key in ("name", "title"):
        if not values[key]:
            raise _WrongKey(key, "不能为空")
    _one_of(values.get("voice", ""), VOICES, "voice")
    _one_of(values.get("whose", "ours"), WHOSE, "whose")
    _roles(values.get("opening_evidence", ()), "opening_evidence")
    try:
        re.compile(values.get("opening_cue", ""))
    except re.error as error:
        raise _WrongKey("opening_cue", f"不是正则表达式（{error}）") from error
    read = tuple(_section(section, f"sections 第{number}个") for number, section in enumerate(sections, 1))
    return Genre(**values, sections=read)


def _section(data: Any, where: str) -> GenreSection:
    if not isinstance(data, dict):
        raise _WrongKey(where, "要写成 [[sections]] 下的一组")
    values = _values(GenreSection, data, where, skip=("needs",))
    _roles(values["evidence"], f"{where} evidence")
    _one_of(values.get("whose", "ours"), WHOSE, f"{where} whose")
    if values.get("share", 10) <= 0:
        raise _WrongKey(f"{where} share", "要大于 0")
    needs = []
    for need in data.get("needs", ()):
        if not isinstance(need, dict) or set(need) != {"what", "cue"}:
            raise _WrongKey(f"{where} needs", "每项写成 { what = \"…\", cue = '''…''' }")
        try:
            needs.append(Need(need["what"], re.compile(need["cue"])))
        except (re.error, TypeError) as error:
            raise _WrongKey(f"{where} needs cue", f"不是正则表达式（{error}）") from error
    return GenreSection(**values, needs=tuple(needs))


_KINDS = {"str": "文字", "int": "整数", "bool": "true 或 false", "tuple[str, ...]": "文字的列表"}


def _values(kind: type, data: dict[str, Any], where: str, skip: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of a table by the fields of a dataclass, each of the kind that the field has."""
    known = {field.name: field for field in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        name = f"{where} {key}".strip()
        if key in skip:
            continue
        if key not in known:
            raise _WrongKey(name, "没有这一项，可以写：" + "、".join(known))
        wanted = str(known[key].type)
        if wanted.startswith("tuple"):
            fitting = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
            value = tuple(value) if fitting else value
        else:
            fitting = type(value).__name__ == wanted
        if not fitting:
            raise _WrongKey(name, f"要写{_KINDS[wanted]}")
        for text in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
            unknown = set(re.findall(r"\{([^{}]*)\}", text)) - PLACEHOLDERS
            if unknown:
                raise _WrongKey(name, f"不认得 {{{'、'.join(sorted(unknown))}}}")
        values[key] = value
    for name, field in known.items():
        if name not in skip and field.default is MISSING and name not in values:
            raise _WrongKey(f"{where} {name}".strip(), "缺这一项")
    return values


def _roles(roles: tuple[str, ...], key: str) -> None:
    unknown = [role for role in roles if role not in role_names()]
    if unknown:
        raise _WrongKey(key, f"没有「{'、'.join(unknown)}」这种用场，可以写：" + "、".join(role_names()))


def _one_of(value: str, allowed: tuple[str, ...], key: str) -> None:
    if value not in allowed:
        raise _WrongKey(key, f"「{value}」不在 " + "、".join(f"「{choice}」" for choice in allowed) + " 之中")
