"""The ASGI application: HTTP goes to Django, WebSockets to Channels.

Served by uvicorn or daphne alike: ``python -m config.uvicorn``, ``python -m config.daphne``.
"""

import asyncio
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from chat.consumers.flooding import NotTooOften  # noqa: E402
from chat.consumers.origin import SameOriginOnly  # noqa: E402
from chat.consumers.sign_in import SignedIn  # noqa: E402
from chat.live import publisher  # noqa: E402
from chat.routing import websocket_urlpatterns  # noqa: E402
from config.http import OneHopHandler  # noqa: E402

_router = ProtocolTypeRouter(
    {
        "http": OneHopHandler(),
        "websocket": SameOriginOnly(SignedIn(NotTooOften(URLRouter(websocket_urlpatterns)))),
    }
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    publisher.serve_from(asyncio.get_running_loop())
    return await _router(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    """Answer the server's start and stop; there is nothing to prepare or to close."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
