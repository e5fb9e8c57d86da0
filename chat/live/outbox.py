"""What is on its way to one socket."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

logger = logging.getLogger(__name__)

LIMIT = 1_000  # frames
TRY_AGAIN_LATER = 1013  # RFC 6455's registry: the client may come back


class Outbox:
    """Frames to one socket, sent in order by a task of its own, so that who has something to say never waits.

    A peer that does not read delays nobody else: past ``LIMIT`` frames what waits is thrown away and the socket
    closed with 1013. Its page comes back and catches up.
    """

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._send = send
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue(LIMIT)
        self._closed = False

    async def put(self, frame: dict[str, Any]) -> None:
        """Never waits; a coroutine because ASGI's ``send``, whose place it takes, is one."""
        if self._closed:
            return
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self._closed = True
            while not self._frames.empty():
                self._frames.get_nowait()
            self._frames.put_nowait({"type": "websocket.close", "code": TRY_AGAIN_LATER})

    async def run(self) -> None:
        """Send until a close frame has been sent, or the peer is gone."""
        frame: dict[str, Any] = {"type": ""}
        try:
            while frame["type"] != "websocket.close":
                frame = await self._frames.get()
                await self._send(frame)
        except Exception as error:  # each server has its own for a peer that is gone
            logger.debug("A peer is gone: %r", error)
        finally:
            self._closed = True
