"""What is asked for: genre, topic, place, and all that narrows or steers a draft, as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from corpus.errors import DraftError

LONGEST_TOPIC = 80
LONGEST_DRAFT = 30_000
_LISTS = ("points", "prefer", "without")


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """One request for a draft.

    Attributes:
        place: whose draft it is.
        period: first and last year; evidence of other years is left out.
        audience: addressee (主送机关) or form of address (称谓); "" takes the genre's own.
        length: characters in all; 0 takes the genre's usual length.
        points: what the draft must speak of; a point that nothing supports becomes a blank.
        prefer: documents to draw on first, by id, title or file name.
        without: documents to leave out.
        like: a document whose outline is followed (照这篇的结构写); "" takes the genre's sections.
        notes: own notes and figures typed in, cited as 「用户提供」.
        elsewhere: add what other places did, by name, where the genre has a section for it.
    """

    genre: str
    topic: str
    place: str = ""
    period: tuple[int, int] | None = None
    audience: str = ""
    length: int = 0
    points: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    like: str = ""
    notes: str = ""
    elsewhere: bool = False

    @property
    def period_label(self) -> str:
        """Return the period as written in a title: 2023年, 2019—2023年, or nothing."""
        if self.period is None:
            return ""
        first, last = self.period
        return f"{first}年" if first == last else f"{first}—{last}年"


def make_request(genre: str, topic: str, place: str = "", more: Mapping[str, Any] | None = None) -> DraftRequest:
    """Return a checked request; `more` holds the other fields by name, the period also as 「2019-2023」.

    Raises:
        DraftError: a field is unknown, the topic is missing or too long, the period or the length is no such thing.
    """
    given = dict(more or {})
    known = {field.name for field in fields(DraftRequest)} - {"genre", "topic", "place"}
    unknown = set(given) - known
    if unknown:
        raise DraftError(f"起草要求里没有「{'、'.join(sorted(unknown))}」这一项", "可以写：" + "、".join(sorted(known)))
    topic = re.sub(r"[\x00-\x1f\x7f]+", " ", topic).strip()
    if not topic:
        raise DraftError("没有写主题", "请写出稿子的主题，如 义务教育均衡发展")
    if len(topic) > LONGEST_TOPIC:
        raise DraftError(f"主题有 {len(topic)} 字，太长", f"请压缩到 {LONGEST_TOPIC} 字以内，细节写进要点或材料里")
    length = int(given.get("length") or 0)
    if length and not 100 <= length <= LONGEST_DRAFT:
        raise DraftError(f"篇幅 {length} 字不合适", f"请写 100 到 {LONGEST_DRAFT} 之间的字数")
    given["length"] = length
    given["period"] = read_period(given.get("period"))
    for name in _LISTS:
        given[name] = tuple(text.strip() for text in given.get(name) or () if text.strip())
    for name in ("audience", "like", "notes"):
        given[name] = str(given.get(name) or "").strip()
    return DraftRequest(genre, topic, place.strip(), **given)


def read_period(written: object) -> tuple[int, int] | None:
    """Return a period written as 2023, 2019-2023 or 2019年至2023年, or given as two years.

    Raises:
        DraftError: it is none of these.
    """
    if not written:
        return None
    if isinstance(written, (tuple, list)) and len(written) == 2:
        written = f"{written[0]}-{written[1]}"
    years = re.fullmatch(r"\s*((?:19|20)\d{2})年?(?:\s*(?:-+|—+|–|~|～|至|到)\s*((?:19|20)\d{2})年?)?\s*", str(written))
    if years is None or int(years[2] or years[1]) < int(years[1]):
        raise DraftError(f"时期「{written}」写法不对", "请写成 2023 或 2019-2023")
    return int(years[1]), int(years[2] or years[1])


def request_json(request: DraftRequest) -> dict[str, Any]:
    """Return a request as JSON."""
    data = asdict(request)
    return {name: [*value] if isinstance(value, tuple) else value for name, value in data.items()}


def request_of(data: Mapping[str, Any]) -> DraftRequest:
    """Return the request that was written as this JSON."""
    more = {name: value for name, value in data.items() if name not in ("genre", "topic", "place")}
    return make_request(data["genre"], data["topic"], data.get("place", ""), more)
