"""Each handler of the pages works at the desk of whoever asks: Gradio gives the request, this the façade."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, cast

import gradio as gr

from assistant.app import Cewen
from assistant.door import signed_in_name
from assistant.readers import OWNER

# For an event that only the page has: no named endpoint of the server, and no running time over what it fills.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class Desks:
    """Find the desk of who asks."""

    def __init__(self, cewen: Cewen) -> None:
        self._cewen = cewen

    def bound(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """Return a handler for Gradio; the first argument of the one given is the façade of whoever asks."""
        signature = inspect.signature(handler, eval_str=True)
        parameters = [*signature.parameters.values()][1:]
        asked_by = inspect.Parameter("asked_by", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)

        def answered(asked_by: gr.Request, *values: Any) -> Any:
            return handler(self._asking(asked_by), *values)

        def told(asked_by: gr.Request, *values: Any) -> Iterator[Any]:
            yield from handler(self._asking(asked_by), *values)

        called: Any = told if inspect.isgeneratorfunction(handler) else answered
        # Gradio reads from the signature which arguments are its own: the request, an event's data.
        called.__signature__ = signature.replace(parameters=[asked_by, *parameters])
        called.__annotations__ = {p.name: p.annotation for p in (asked_by, *parameters) if p.annotation is not p.empty}
        if signature.return_annotation is not signature.empty:
            called.__annotations__["return"] = signature.return_annotation
        called.__name__ = getattr(handler, "__name__", "called")
        called.__doc__ = handler.__doc__
        return cast(Callable[..., Any], called)

    def _asking(self, request: gr.Request) -> Cewen:
        users = self._cewen.sign_in
        # The MCP server hands over the web request itself, Gradio its own around it.
        name = signed_in_name(getattr(request, "request", None) or request)
        reader = users.reader(name or "") if users else OWNER
        if reader is None:
            raise gr.Error("登录已过期，请刷新页面重新登录", print_exception=False)
        return self._cewen.desk(reader)
