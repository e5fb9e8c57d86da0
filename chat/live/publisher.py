"""Hands what changed to the channel layer, whoever calls: a server's thread, a command, a shell."""

import asyncio
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

_loop: asyncio.AbstractEventLoop | None = None


def serve_from(loop: asyncio.AbstractEventLoop) -> None:
    """Name the loop on which this process serves its sockets."""
    global _loop
    _loop = loop


def publish(group: str, message: dict[str, Any]) -> None:
    """Send a message to a group. Called outside the loop; never raises.

    In a server it is handed to the server's own loop: ``async_to_sync`` there would touch the in-memory
    layer from another thread, and open a connection to Redis for each message. When the server ends, that loop
    has stopped, and who waited for it would wait for ever: nothing is sent. Elsewhere it is sent before this
    returns. A message that is lost is only late: the database is the log.
    """
    if _loop is None or _loop.is_closed():
        async_to_sync(_send)(group, message)
    elif _loop.is_running():
        asyncio.run_coroutine_threadsafe(_send(group, message), _loop)


async def _send(group: str, message: dict[str, Any]) -> None:
    try:
        layer: Any = get_channel_layer()
        await layer.group_send(group, message)
    except Exception:
        logger.exception("The channel layer did not take a message")
