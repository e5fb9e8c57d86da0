"""Where somebody is, as far as limits and the list of sessions want to know."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What one customer of a provider has of IPv6: whoever has one address there has all of them.
IPV6_PREFIX = 64


def address_of_request(request: HttpRequest) -> str:
    """The client's address; empty when there is none (a socket of the file system)."""
    return _address(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR"))


def address_of_scope(scope: Mapping[str, Any]) -> str:
    """The same of a connection as ASGI describes it."""
    peer = (scope.get("client") or [""])[0]
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return _address(peer, ",".join(value.decode("latin1") for value in forwarded))


def network_of(address: str) -> str:
    """What is counted as one: an IPv4 address, the /64 of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed.packed, IPV6_PREFIX), strict=False))


def _address(peer: str, forwarded: str | None) -> str:
    """Behind our one proxy, which adds to the end of the list whom it talks to: what comes before that
    anybody could have written, and so they could all of it when there is no proxy.
    """
    if settings.TLS_PROXY and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return peer
