"""Make the chat model that the settings name: any OpenAI-compatible server through LangChain, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import ChatModelError, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

THOUGHT_BEGINS, THOUGHT_ENDS = "<think>", "</think>"


def has_chat(settings: Settings) -> bool:
    """Tell whether a chat model is configured.

    Raises:
        SettingsError: only one of server address and model name is set.
    """
    if bool(settings.chat_base_url) != bool(settings.chat_model):
        raise SettingsError("大模型只设了一半", "chat_base_url 和 chat_model 要一起设置，或一起留空")
    return bool(settings.chat_model)


def make_chat_model(settings: Settings) -> BaseChatModel | None:
    """Return the configured chat model, or None where none is configured.

    Raises:
        SettingsError: only one of server address and model name is set.
    """
    if not has_chat(settings):
        return None
    from langchain.chat_models import init_chat_model

    return init_chat_model(
        settings.chat_model,
        model_provider="openai",
        base_url=settings.chat_base_url,
        api_key=settings.chat_api_key or "none",
        timeout=settings.chat_timeout,
        temperature=settings.chat_temperature,
        max_completion_tokens=settings.chat_max_tokens,
        max_retries=1,
    )


def stream_text(model: BaseChatModel, messages: list[BaseMessage]) -> Iterator[str]:
    """Yield the pieces of a reply as they come.

    Raises:
        ChatModelError: the server refused, timed out, broke off, or answered nothing.
    """
    import httpx
    import openai

    empty, finished = True, False
    try:
        for piece in model.stream(messages):
            finished = finished or bool(piece.response_metadata.get("finish_reason"))
            text = piece.text
            if text:
                empty = False
                yield str(text)
    except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
        raise ChatModelError(
            f"大模型服务没有正常回应（{type(error).__name__}）", "已改用摘录方式回答；请检查大模型服务"
        ) from error
    if not empty and not finished:
        raise ChatModelError("大模型服务的回答断在半截", "已改用摘录方式回答；请检查大模型服务")
    if empty:
        raise ChatModelError("大模型服务回了空内容", "已改用摘录方式回答；请检查大模型服务")


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """Yield a reply without what a reasoning model thinks aloud, <think>…</think>, however the pieces are cut."""
    held = ""
    thinking = False
    for piece in pieces:
        held += piece
        while held:
            mark = THOUGHT_ENDS if thinking else THOUGHT_BEGINS
            before, found, behind = held.partition(mark)
            if found:
                if before and not thinking:
                    yield before
                held, thinking = behind, not thinking
                continue
            # The end of a piece may be the beginning of a mark.
            half = next((n for n in range(len(mark) - 1, 0, -1) if held.endswith(mark[:n])), 0)
            ready = held[: len(held) - half]
            held = held[len(held) - half :]
            if ready and not thinking:
                yield ready
            break
    if held and not thinking:
        yield held
