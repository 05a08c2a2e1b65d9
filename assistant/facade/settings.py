"""Calls on the settings that an administrator may change while the program runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.chat_models import has_chat
from assistant.chat_trial import try_chat_model
from assistant.facade.desk import Desk, Json
from assistant.readers import ADMINISTRATOR
from assistant.settings import FILE, Settings, changed, write_settings
from corpus.errors import SettingsError

KEY = "chat_api_key"
EDITABLE = (
    "place", "office", "chat_base_url", "chat_model", KEY, "chat_timeout", "remove_unsupported", "mask_personal", "watch",
    "guide",
)  # fmt: skip


class SettingsCalls(Desk):
    """Look at settings, change them, try them."""

    def settings_view(self) -> Json:
        """Return the settings that can be changed here: value, meaning, and whether the environment gives it.

        Of the key of the chat server only whether there is one.
        """
        self.reader.require(ADMINISTRATOR, "查看设置")
        settings = self.settings
        shown: Json = {}
        for name in EDITABLE:
            value = getattr(settings, name)
            shown[name] = {
                "value": bool(value) if name == KEY else list(value) if isinstance(value, tuple) else value,
                "description": Settings.model_fields[name].description,
                "fixed": name in settings.fixed,
            }
        return {"file": str(settings.home / FILE), "settings": shown}

    def change_settings(self, changes: Mapping[str, Any]) -> Json:
        """Change settings, now and in settings.toml; a value is refused before anything is written.

        Args:
            changes: values by name. An empty key of the chat server leaves the one that is there, None takes it away.

        Raises:
            SettingsError: a name is unknown or not to be changed here, or a value is wrong.
        """
        self.reader.require(ADMINISTRATOR, "修改设置")
        settings, new = self._with(changes)
        names = [name for name in changes if getattr(new, name) != getattr(settings, name)]
        if names:
            write_settings(new, names)
            self._office.use(new)
        return self.settings_view() | {"changed": names}

    def try_chat(self, changes: Mapping[str, Any] | None = None) -> Json:
        """Return what the chat model says to one tiny request and how long it took, with these changes not yet kept.

        Raises:
            SettingsError: no chat model is configured, or a value is wrong.
            ChatModelError: the server failed; the help says what to look at.
        """
        self.reader.require(ADMINISTRATOR, "测试大模型")
        return try_chat_model(self._with(changes or {})[1])

    def _with(self, changes: Mapping[str, Any]) -> tuple[Settings, Settings]:
        """Return the settings of now, and those with the changes."""
        settings = self.settings
        if unknown := [name for name in changes if name not in EDITABLE]:
            raise SettingsError(
                f"设置「{'、'.join(unknown)}」不能在这里改", f"请改 {settings.home / FILE}，然后重新启动"
            )
        given = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
        if KEY in given:
            given[KEY] = "" if given[KEY] is None else given[KEY] or settings.chat_api_key
        # What the environment gives may be sent along as it is shown.
        given = {n: v for n, v in given.items() if n not in settings.fixed or v != getattr(settings, n)}
        new = changed(settings, given)
        has_chat(new)
        return settings, new
