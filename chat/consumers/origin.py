"""Which web pages may open a socket."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from chat.requests import AUTHORIZATION, token_in

_DEFAULT_PORTS = {"http": "80", "https": "443"}

refuse = WebsocketDenier.as_asgi()


class SameOriginOnly:
    """Refuses a handshake from a page of another origin: the browser would send our cookies with it.

    Unlike Channels' own validator it compares the port too, since cookies do not know ports. A program that brings a
    token needs no Origin: no page can make a browser send one, and cookies do not count beside it (``SignedIn``).
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        has_token = token_in(headers.get(AUTHORIZATION, "")) is not None
        is_let_in = is_ours(host) if has_token else is_allowed(host, origin)
        return await (self.application if is_let_in else refuse)(scope, receive, send)


def is_ours(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def is_allowed(host: str, origin: str | None) -> bool:
    """Whether a page of that origin may open a socket to the host; without an Origin nobody may."""
    if origin is None or not is_ours(host):
        return False
    domain, port = split_domain_port(host)
    try:
        parts = urlsplit(origin)
        origin_port = str(parts.port or "")
    except ValueError:
        return False
    default = _DEFAULT_PORTS.get(parts.scheme)
    if default is None:
        return False
    origin_domain, _ = split_domain_port(parts.netloc)
    return (origin_domain, origin_port or default) == (domain, port or default)
