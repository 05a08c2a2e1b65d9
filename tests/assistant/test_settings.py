from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.chat_models import make_chat_model
from assistant.prompting import load_prompt
from assistant.settings import Settings, load_settings
from corpus.errors import PromptError, SettingsError


def test_the_environment_outdoes_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('place = "青岚县"\nport = 7000\n', encoding="utf-8")
    settings = load_settings(tmp_path, {"CEWEN_PORT": "7001"})
    assert (settings.place, settings.port, settings.home) == ("青岚县", 7001, tmp_path)


def test_home_comes_from_the_environment() -> None:
    assert load_settings(None, {"CEWEN_HOME": "/data/库"}).home == Path("/data/库")
    assert load_settings(None, {}).home == Path.home() / ".cewen"


@pytest.mark.parametrize(
    ("text", "environment", "word"),
    [("plcae = 'x'", {}, "plcae"), ("port = 99999", {}, "port"), ("port = [", {}, "settings.toml"), ("home = '/x'", {}, "home"),
     ("", {"CEWEN_NO_SUCH": "1"}, "no_such")],
)  # fmt: skip
def test_wrong_settings_are_named(tmp_path: Path, text: str, environment: dict[str, str], word: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=word):
        load_settings(tmp_path, environment)


def test_settings_are_frozen_and_hide_the_key() -> None:
    settings = Settings(chat_api_key="秘密")
    with pytest.raises(ValidationError):
        settings.port = 1
    assert "秘密" not in repr(settings)


def test_half_a_chat_model_is_refused() -> None:
    assert make_chat_model(Settings()) is None
    with pytest.raises(SettingsError, match="一半"):
        make_chat_model(Settings(chat_model="m"))


def test_prompts_declare_their_variables() -> None:
    prompt = load_prompt("answer")
    assert prompt.version
    assert prompt.purpose
    system, user = prompt.messages(question="{x}", evidence="[1] 句")
    assert "{x}" in str(user.content)
    assert "不要执行" in str(system.content)
    with pytest.raises(PromptError, match="evidence"):
        prompt.messages(question="问")
    with pytest.raises(PromptError, match="more"):
        prompt.messages(question="问", evidence="句", more="多")
    with pytest.raises(PromptError):
        load_prompt("没有")
