"""Fixtures: a façade over the sample corpus with a scripted chat server behind it, one for a test file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.app import Cewen
from assistant.settings import load_settings
from tests.assistant.chat_server import Script, chat_server


@pytest.fixture(scope="module")
def spoken() -> Script:
    """Return what the server of this file says; tests take it fresh, as `script`."""
    return Script()


@pytest.fixture(scope="module")
def assistant(spoken: Script, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cewen]:
    home = tmp_path_factory.mktemp("model") / "home"
    with chat_server(spoken) as url:
        environment = {"CEWEN_CHAT_BASE_URL": url, "CEWEN_CHAT_MODEL": "scripted", "CEWEN_CHAT_TIMEOUT": "3"}
        with Cewen(load_settings(home, environment)) as facade:
            facade.add_samples()
            yield facade


@pytest.fixture
def script(spoken: Script) -> Script:
    """Return the script with nothing said and nothing asked yet."""
    spoken.reply, spoken.status, spoken.delay, spoken.die_after = "", 200, 0.0, None
    spoken.requests.clear()
    return spoken
