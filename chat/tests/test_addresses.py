"""Where somebody is: only our own proxy is believed."""

from typing import Any

import pytest
from django.test import RequestFactory

from chat.addresses import address_of_request, address_of_scope, network_of

PEER = "192.0.2.7"


def both(forwarded: str | None) -> set[str]:
    """The address of a request and of a handshake with that header."""
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=PEER)
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {address_of_request(request), address_of_scope({"client": (PEER, 1), "headers": raw})}


@pytest.mark.parametrize(
    ("tls_proxy", "forwarded", "address"),
    [
        (False, None, PEER),
        (False, "198.51.100.1", PEER),
        (True, None, PEER),
        (True, "198.51.100.1", "198.51.100.1"),
        (True, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (True, "anything at all,2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_last_address_is_the_proxys_word(
    settings: Any, *, tls_proxy: bool, forwarded: str | None, address: str
) -> None:
    settings.TLS_PROXY = tls_proxy
    assert both(forwarded) == {address}


def test_the_last_of_several_headers_counts(settings: Any) -> None:
    settings.TLS_PROXY = True
    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"198.51.100.1")]
    assert address_of_scope({"client": None, "headers": headers}) == "198.51.100.1"


def test_a_socket_of_the_file_system_has_no_address() -> None:
    assert address_of_scope({"client": None, "headers": []}) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_what_is_counted_as_one(address: str, network: str) -> None:
    assert network_of(address) == network
