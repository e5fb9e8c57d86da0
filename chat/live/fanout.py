"""From the channel layer to the sockets of this process (docs/adr/0003-fan-out.md)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from channels.consumer import get_handler_name
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

RETRY_AFTER = 1.0  # seconds, when the layer fails


class Socket(Protocol):
    """A consumer, with one handler for each type of message, none of which waits for its peer."""


class Fanout:
    """The one reader of the channel layer in a process, and the sockets that want what it reads.

    Stock Channels gives each socket a channel of its own. Here the process joins a group once, when its
    first socket does, and leaves it with the last one.
    """

    _by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Fanout] = WeakKeyDictionary()

    @classmethod
    def current(cls) -> Fanout:
        """The running loop's."""
        loop = asyncio.get_running_loop()
        if loop not in cls._by_loop:
            cls._by_loop[loop] = cls()
        return cls._by_loop[loop]

    def __init__(self) -> None:
        self._layer: Any = get_channel_layer()
        self._sockets: dict[str, set[Socket]] = {}
        self._joined: set[str] = set()
        self._joining = asyncio.Lock()
        self._channel = ""
        self._reader: asyncio.Task[None] | None = None

    async def add(self, group: str, socket: Socket) -> None:
        """Deliver the group's messages to the socket from now on. Raises what the layer raises."""
        self._sockets.setdefault(group, set()).add(socket)
        async with self._joining:
            if group not in self._joined and group in self._sockets:
                if self._reader is None:
                    self._channel = await self._layer.new_channel()
                    self._reader = asyncio.create_task(self._read())
                await self._layer.group_add(group, self._channel)
                self._joined.add(group)

    async def discard(self, group: str, socket: Socket) -> None:
        """Stop delivering, at once. The layer is told only when no socket is left.

        Never raises: a layer that does not hear of it sends what nobody here wants.
        """
        sockets = self._sockets.get(group)
        if sockets is None:
            return
        sockets.discard(socket)
        if sockets:
            return
        del self._sockets[group]
        async with self._joining:
            if group in self._joined and group not in self._sockets:
                self._joined.discard(group)
                try:
                    await self._layer.group_discard(group, self._channel)
                except Exception:
                    logger.exception("The channel layer was not told of a group that is left")

    async def _read(self) -> None:
        while True:
            try:
                message = await self._layer.receive(self._channel)
            except Exception:
                logger.exception("Reading from the channel layer failed")
                await asyncio.sleep(RETRY_AFTER)
            else:
                await self._deliver(message)

    async def _deliver(self, message: dict[str, Any]) -> None:
        handler = get_handler_name(message)
        group = message["group"]
        for socket in tuple(self._sockets.get(group, ())):
            if socket not in self._sockets.get(group, ()):
                continue  # it left while another was told
            try:
                await getattr(socket, handler)(message)
            except Exception:
                logger.exception("A socket could not be told of %s", message["type"])
