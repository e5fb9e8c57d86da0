"""Which web pages may open a socket."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

_DEFAULT_PORTS = {"http": "80", "https": "443"}

refuse = WebsocketDenier.as_asgi()


class SameOriginOnly:
    """Refuses a handshake from a page of another origin: the browser would send our cookies with it.

    Unlike Channels' own validator it compares the port too, since cookies do not know ports, and lets in
    a client without an Origin: every browser sends one, a program need not.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        application = self.application if _is_ours(scope["headers"]) else refuse
        return await application(scope, receive, send)


def _is_ours(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    named = {name: value.decode("latin1") for name, value in headers}
    return is_allowed(named.get(b"host", ""), named.get(b"origin"))


def is_allowed(host: str, origin: str | None) -> bool:
    domain, port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    if origin is None:
        return True
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
