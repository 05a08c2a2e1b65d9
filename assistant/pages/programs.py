"""程序接口: what programs and agents may call by name, over Gradio's API and as tools of its MCP server.

Each call works at the desk of whose token it carries. No argument names a file of this machine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypedDict, TypeVar, cast, get_type_hints

import gradio as gr
from gradio.events import api

from assistant.api_types import (
    AnswerResult,
    CheckResult,
    DocumentResult,
    DocumentSummary,
    DraftResult,
    FindingResult,
    SearchResult,
)
from assistant.app import Cewen
from assistant.drafting.values import brief_of
from assistant.pages.desks import Desks
from assistant.pages.papers import DRAFT_PATH
from assistant.workspace import lines_of
from corpus.errors import CewenError

Json = dict[str, Any]
Typed = TypeVar("Typed", bound=TypedDict)  # type: ignore[valid-type]
MOST_HITS = 100


def build(desks: Desks) -> None:
    """Add the endpoints to the open Blocks.

    They wait in no queue: the MCP server would call itself over the network for a queued one, without the token.
    """
    for endpoint in (ask, search, documents, document, draft, check):
        api(desks.bound(_told(endpoint)), api_name=endpoint.__name__, queue=False)


def ask(
    cewen: Cewen, question: str, history: list[str] | None = None, place: str = "", genre: str = "", year: str = "",
    in_force: bool = False,
) -> AnswerResult:  # fmt: skip
    """从资料库回答政策和经验问题；答案里的 [n] 是出处编号，没有依据就拒答。

    Args:
        question: 要问的话。
        history: 之前问过的话，先问的在前，用来理解追问。
        place: 只看这个地方的资料；空为不限。
        genre: 只看这种文种；空为不限。
        year: 只看这一年的资料，如 2024；空为不限。
        in_force: 不看已被替代的法规。
    """
    return cast(AnswerResult, cewen.ask(question, history or (), genre, place, year, in_force))


def search(
    cewen: Cewen, query: str, k: int = 10, place: str = "", genre: str = "", year: str = "", in_force: bool = False
) -> SearchResult:
    """在资料库里检索段落，最相关的在前；「」里的词须一字不差。

    Args:
        query: 检索词或一句话。
        k: 要几段，最多 100。
        place: 只看这个地方的资料；空为不限。
        genre: 只看这种文种；空为不限。
        year: 只看这一年的资料；空为不限。
        in_force: 不看已被替代的法规。
    """
    return cast(SearchResult, cewen.search(query, max(1, min(k, MOST_HITS)), genre, place, year, in_force))


def documents(cewen: Cewen) -> list[DocumentSummary]:
    """列出资料库里能看的文档。"""
    return [_only(DocumentSummary, listed) for listed in cewen.list()["documents"]]


def document(cewen: Cewen, doc_id: str) -> DocumentResult:
    """取一份文档的全文和要素。

    Args:
        doc_id: 文档编号，出处和检索结果里都有。
    """
    return _only(DocumentResult, cewen.show(doc_id))


def draft(
    cewen: Cewen, genre: str, topic: str, place: str = "", points: list[str] | None = None, notes: str = ""
) -> DraftResult:
    """用资料库里的材料起草，存进稿件库；缺的内容留空标出，不编造。

    Args:
        genre: 文种，如 汇报材料、工作简报、实施方案。
        topic: 主题。
        place: 写哪个地方；空为本单位所在地。
        points: 必须写到的要点。
        notes: 自己的材料和数据，稿中注明「用户提供」。
    """
    made = cewen.draft(genre, topic, place, more={"points": points or [], "notes": notes}, save=True)
    word = DRAFT_PATH.format(draft_id=made["draft_id"], version=made["version"])
    return _only(DraftResult, made | {"text": "\n".join(lines_of(brief_of(made))), "word": word})


def check(cewen: Cewen, text: str, place: str = "") -> CheckResult:
    """核对一份稿子：数据、引文有没有出处，政策是否现行，前后是否一致。

    Args:
        text: 稿子的文字，第一行是标题。
        place: 稿子写的是哪个地方；空为从稿子里认。
    """
    report = cewen.check_text(text, place)
    found = [_only(FindingResult, finding) for finding in report["findings"]]
    return {"title": report["title"], "place": report["place"], "findings": found}


def _told(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Return an endpoint whose errors reach the caller in words."""

    @wraps(endpoint)
    def called(*arguments: Any) -> Any:
        try:
            return endpoint(*arguments)
        except CewenError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return called


def _only(kind: type[Typed], value: Json) -> Typed:
    """Return of a value what its type names."""
    return cast(Typed, {name: value[name] for name in get_type_hints(kind)})
