"""Programs and agents call by name, with a token, and get typed results from what their user may read."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, get_type_hints

import httpx
import pytest
import uvicorn
from gradio_client import Client
from gradio_client.exceptions import AppError

import ui
from assistant.api_types import AnswerResult, CheckResult, CitationResult, DocumentResult, DraftResult, SearchResult
from assistant.app import Cewen
from assistant.readers import ADMINISTRATOR, READER
from assistant.server import make_server
from assistant.settings import load_settings

QUESTION = "青岚县把全县学校划分成了多少个片区？"
CLOSED = "柳溪县教师交流经验材料.txt"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    with Cewen(load_settings(tmp_path_factory.mktemp("程序") / "home", {})) as cewen:
        cewen.add_samples()
        cewen.move([CLOSED], "人事科")
        cewen.add_user("主任", "correct horse", ADMINISTRATOR)
        cewen.add_user("报表", "battery staple", READER)
        yield cewen


@pytest.fixture(scope="module")
def url(office: Cewen) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_server(office, ui.compose(office)), port=port, log_level="warning", lifespan="on")
    )
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    running.join(20)


@pytest.fixture(scope="module")
def headers(office: Cewen) -> dict[str, str]:
    return {"Authorization": f"Bearer {office.issue_token('报表', '测试')['token']}"}


@pytest.fixture(scope="module")
def client(url: str, headers: dict[str, str]) -> Client:
    return Client(url, headers=headers, verbose=False)


def _fits(value: Any, kind: type) -> bool:
    return set(value) >= set(get_type_hints(kind))


def test_every_endpoint_gives_what_its_type_says(client: Client) -> None:
    answer = client.predict(QUESTION, api_name="/ask")
    assert "9个" in answer["answer"] and _fits(answer, AnswerResult)
    assert all(set(cited) == set(get_type_hints(CitationResult)) for cited in answer["citations"])
    found = client.predict("教师交流", k=3, api_name="/search")
    assert _fits(found, SearchResult) and len(found["hits"]) == 3
    document = client.predict(answer["citations"][0]["doc_id"], api_name="/document")
    cited = answer["citations"][0]
    assert _fits(document, DocumentResult) and document["text"][cited["start"] : cited["end"]] == cited["quote"]
    draft = client.predict("工作简报", "义务教育均衡发展", "青岚县", api_name="/draft")
    assert _fits(draft, DraftResult) and draft["text"].startswith(draft["title"])
    report = client.predict("青岚县情况汇报\n\n青岚县把全县学校划分为12个片区。\n", api_name="/check")
    assert _fits(report, CheckResult)
    assert [finding["suggestion"] for finding in report["findings"] if "12" in finding["text"]]


def test_a_draft_is_fetched_as_word(client: Client, url: str, headers: dict[str, str]) -> None:
    draft = client.predict("工作简报", "校园安全", "青岚县", api_name="/draft")
    assert httpx.get(url + draft["word"], headers=headers, trust_env=False).content.startswith(b"PK")
    assert httpx.get(url + draft["word"], trust_env=False).status_code == 401


def test_what_a_programs_user_may_not_read_is_not_there(client: Client, office: Cewen) -> None:
    assert not [d for d in client.predict(api_name="/documents") if d["file"] == CLOSED]
    closed = next(d["doc_id"] for d in office.list()["documents"] if d["file"] == CLOSED)
    with pytest.raises(AppError, match="资料库里没有"):
        client.predict(closed, api_name="/document")
    hits = client.predict("柳溪县教师交流", api_name="/search")["hits"]
    assert hits and all(hit["doc_id"] != closed for hit in hits)


def test_an_error_is_told_in_words(client: Client) -> None:
    with pytest.raises(AppError, match="没有写问题"):
        client.predict(" ", api_name="/ask")
    with pytest.raises(AppError, match="还不会起草"):
        client.predict("情书", "主题", api_name="/draft")


def test_without_a_token_nothing_answers(url: str) -> None:
    for path in ("/gradio_api/info", "/gradio_api/openapi.json", "/openapi.json", "/gradio_api/mcp/"):
        assert httpx.get(url + path, trust_env=False).status_code == 401, path


def test_the_interface_describes_itself(url: str, headers: dict[str, str]) -> None:
    told = httpx.get(url + "/gradio_api/openapi.json", headers=headers, trust_env=False).text
    info = httpx.get(url + "/gradio_api/info", headers=headers, trust_env=False).json()["named_endpoints"]
    assert set(info) == {"/ask", "/search", "/documents", "/document", "/draft", "/check"}
    assert "citations" in json.dumps(info["/ask"]["returns"]) and "/ask" in told


def test_an_agent_uses_the_tools(url: str, headers: dict[str, str]) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def use() -> tuple[dict[str, str], str, str]:
        async with (
            streamablehttp_client(url + "/gradio_api/mcp/", headers=headers) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool.description or "" for tool in (await session.list_tools()).tools}
            asked = await session.call_tool("ask", {"question": QUESTION})
            closed = await session.call_tool("search", {"query": "柳溪县教师交流", "k": 20})
            return tools, str(asked.content), str(closed.content)

    tools, asked, closed = asyncio.run(use())
    assert set(tools) == {"ask", "search", "documents", "document", "draft", "check"}
    assert "拒答" in tools["ask"] and "9个" in asked
    assert CLOSED not in closed
