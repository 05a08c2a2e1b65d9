"""Read prompt files: each has a version, a purpose and declared variables; a missing or extra one raises."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from corpus.errors import PromptError


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt as read from its file."""

    name: str
    version: str
    purpose: str
    variables: frozenset[str]
    system: str
    user: str

    def messages(self, **values: str) -> list[BaseMessage]:
        """Return the chat messages with the variables filled in.

        Raises:
            PromptError: a declared variable is missing, or one is given that is not declared.
        """
        if set(values) != self.variables:
            missing, extra = self.variables - set(values), set(values) - self.variables
            raise PromptError(f"提示词 {self.name} 的变量不符：缺 {sorted(missing)}，多 {sorted(extra)}")
        return [SystemMessage(self.system.strip()), HumanMessage(self.user.strip().format(**values))]


@lru_cache
def load_prompt(name: str) -> Prompt:
    """Read one prompt of the prompts package.

    Raises:
        PromptError: there is no such prompt, or its text and its declared variables differ.
    """
    file = files("prompts") / f"{name}.toml"
    if not file.is_file():
        raise PromptError(f"没有名为 {name} 的提示词")
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    used = {field for _, field, _, _ in string.Formatter().parse(data["user"]) if field}
    declared = frozenset(data["variables"])
    if used != declared:
        raise PromptError(f"提示词 {name} 声明的变量 {sorted(declared)} 与正文用到的 {sorted(used)} 不符")
    return Prompt(name, data["version"], data["purpose"], declared, data["system"], data["user"])
