from typing import Any

import pytest

from chat.consumers.origin import is_allowed, is_ours


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "chat.example", ".team.example"]


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("[::1]", "http://[::1]"),
        ("chat.example", "http://chat.example"),
        ("chat.example", "https://chat.example"),
        ("chat.example", "http://chat.example:80"),
        ("chat.example", "https://chat.example:443"),
        ("chat.example:443", "https://chat.example"),
        ("chat.example:80", "http://chat.example"),
        ("Chat.Example", "https://chat.example"),
        ("a.team.example", "https://a.team.example"),
    ],
)
def test_page_of_this_server_is_allowed(host: str, origin: str) -> None:
    assert is_allowed(host, origin)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("chat.example", "https://evil.example"),
        ("chat.example", "https://chat.example.evil.example"),
        ("chat.example", "https://evil.example/chat.example"),
        ("chat.example", "https://chat.example@evil.example"),
        ("chat.example", "https://a.chat.example"),
        ("a.team.example", "https://b.team.example"),
        ("localhost:8000", "http://127.0.0.1:8000"),
    ],
)
def test_page_of_another_host_is_not_allowed(host: str, origin: str) -> None:
    assert not is_allowed(host, origin)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8000", "http://localhost:9000"),
        ("localhost:8000", "http://localhost"),
        ("localhost", "http://localhost:8000"),
        ("chat.example:443", "http://chat.example"),
        ("chat.example:80", "https://chat.example"),
        ("chat.example", "https://chat.example:444"),
    ],
)
def test_page_of_another_port_is_not_allowed(host: str, origin: str) -> None:
    assert not is_allowed(host, origin)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "chat.example",
        "//chat.example",
        "file:///chat.example",
        "ws://chat.example",
        "chrome-extension://chat.example",
        "https://",
        "https://chat.example:abc",
        "https://chat.example:99999",
        "https://[chat.example",
        "https://user@chat.example",
        "https://chät.example",
    ],
)
def test_what_is_no_web_origin_is_not_allowed(origin: str) -> None:
    assert not is_allowed("chat.example", origin)


def test_missing_origin_is_not_allowed() -> None:
    """Every browser sends one. What has none is a program, which needs a token."""
    assert not is_allowed("chat.example", None)
    assert is_ours("chat.example")


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example"])
def test_unknown_host_is_not_allowed(origin: str | None) -> None:
    assert not is_allowed("elsewhere.example", origin)
    assert not is_ours("elsewhere.example")


@pytest.mark.parametrize("host", ["", "a b", "under_score", "[::1", "chat.example:port"])
@pytest.mark.parametrize("origin", [None, "https://under_score", "https://a b"])
def test_what_is_no_host_is_not_allowed(host: str, origin: str | None, settings: Any) -> None:
    assert not is_allowed(host, origin)
    assert not is_ours(host)


@pytest.mark.parametrize("host", ["a b", "under_score", "my_server:80"])
@pytest.mark.parametrize("origin", ["http://evil_host", "http://a b"])
def test_any_host_does_not_mean_any_page(host: str, origin: str, settings: Any) -> None:
    """Django reads no name in either of the two, which does not make them the same."""
    settings.ALLOWED_HOSTS = ["*"]
    assert not is_allowed(host, origin)


def test_any_host_may_be_allowed(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert is_allowed("anything.example", "https://anything.example")
    assert not is_allowed("anything.example", "https://evil.example")
