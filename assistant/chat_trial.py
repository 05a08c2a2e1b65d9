"""Try a chat server with one tiny request, and say in plain words what is wrong where it fails."""

from __future__ import annotations

import time
from typing import Any

from assistant.chat_models import make_chat_model, stream_text, without_thoughts
from assistant.settings import Settings
from corpus.errors import ChatModelError, SettingsError

Json = dict[str, Any]
WORDS = "请只回答两个字：你好"
LONGEST_REPLY = 200
# By name, so that openai need not be imported to say what it raised.
_REASONS = {
    "AuthenticationError": ("密钥不对", "请核对密钥；本机的 vLLM、Ollama 一般不用密钥"),
    "PermissionDeniedError": ("服务不让用", "请核对密钥有没有权限用这个模型"),
    "NotFoundError": ("地址或模型名称不对", "地址一般以 /v1 结尾；模型名称要与服务上的一字不差"),
    "APITimeoutError": ("等了很久没有回应", "请看服务是否太忙、模型是否还在装载，或把等待的秒数调大"),
    "APIConnectionError": ("连不上这个地址", "请核对地址和端口，看服务是否已启动、防火墙是否放行"),
    "RateLimitError": ("服务说请求太多", "请过一会儿再试"),
    "InternalServerError": ("服务自己出了错", "请看大模型服务的日志"),
}


def try_chat_model(settings: Settings) -> Json:
    """Return what the configured chat model says to one tiny request, and the seconds that it took.

    Raises:
        SettingsError: no chat model is configured, or only half of one.
        ChatModelError: the server failed; the message says how, and the help what to look at.
    """
    model = make_chat_model(settings)
    if model is None:
        raise SettingsError("没有设大模型", "请先写服务地址和模型名称")
    from langchain_core.messages import HumanMessage

    started = time.perf_counter()
    try:
        reply = "".join(without_thoughts(stream_text(model, [HumanMessage(WORDS)])))
    except ChatModelError as error:
        names = [kind.__name__ for kind in type(error.__cause__).__mro__]
        message, help = next(
            (_REASONS[name] for name in names if name in _REASONS),
            (error.message, "请核对地址、模型名称和密钥，看服务是否正常"),
        )
        raise ChatModelError(f"没有接通：{message}", help) from error
    seconds = round(time.perf_counter() - started, 2)
    return {"reply": reply.strip()[:LONGEST_REPLY], "seconds": seconds, "model": settings.chat_model}
