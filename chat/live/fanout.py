"""From the channel layer to the sockets of this process (docs/adr/0003-fan-out.md)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from channels.consumer import get_handler_name
from channels.layers import get_channel_layer

from chat.live import groups
from chat.live.access import Access
from chat.live.healing import Healing, changes_since, latest
from chat.live.log import Log
from chat.live.retention import keep_removing
from chat.live.standing import Entry, Reason

logger = logging.getLogger(__name__)

RETRY_AFTER = 1.0  # seconds, when the layer fails


class Socket(Protocol):
    """A consumer, with one handler for each type of message, none of which waits for its peer.

    What a handler returns, if anything, is awaited.
    """

    @property
    def entry(self) -> Entry:
        """How the person at the other end got in."""

    #: The rooms that it shows as favourites of the person at the other end.
    favourites: set[int]

    async def set_membership(self, room: int, *, is_member: bool) -> None:
        """Show what is true now of the person at the other end."""

    def dismiss(self, reason: Reason) -> None:
        """Take nothing more for them, say why, and close."""


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
        #: The layer's groups that this process is in, each with those of our groups that travel in it.
        self._joined: dict[str, set[str]] = {}
        self._joining = asyncio.Lock()
        self._channel = ""
        self._reader: asyncio.Task[None] | None = None
        self._removing: asyncio.Task[None] | None = None
        self.healing = Healing(self)
        self.access = Access(self)
        #: The messages of each room that somebody here follows.
        self.logs: dict[int, Log] = {}

    async def add(self, group: str, socket: Socket) -> None:
        """Deliver the group's messages to the socket from now on. Raises what the layer and the database raise."""
        self._sockets.setdefault(group, set()).add(socket)
        carrier = groups.carrier(group)
        async with self._joining:
            if group not in self._sockets or group in self._joined.get(carrier, ()):
                return
            await self._begin_log(group)
            if carrier not in self._joined:
                await self._join(carrier)
            self._joined[carrier].add(group)

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
        carrier = groups.carrier(group)
        async with self._joining:
            if group in self._joined.get(carrier, ()) and group not in self._sockets:
                self._joined[carrier].discard(group)
                self._end_log(group)
                if not self._joined[carrier]:
                    await self._leave(carrier)

    def people(self) -> Iterator[tuple[int, Socket]]:
        """The sockets of people who hear of their memberships, each with the person's key."""
        for group in tuple(self._sockets):
            if person := groups.person_of(group):
                for socket in tuple(self._sockets.get(group, ())):
                    yield person, socket

    def sockets_of(self, person: int) -> tuple[Socket, ...]:
        return tuple(self._sockets.get(groups.person(person), ()))

    def follows(self, socket: Socket, room: int) -> bool:
        names = (groups.messages(room), groups.about_room(room), groups.members(room))
        return any(socket in self._sockets.get(name, ()) for name in names)

    async def deliver(self, message: dict[str, Any]) -> None:
        """Call the handler of each socket in the message's groups."""
        handler = get_handler_name(message)
        for group in message["groups"]:
            told = {**message, "group": group}
            for socket in tuple(self._sockets.get(group, ())):
                if socket not in self._sockets.get(group, ()):
                    continue  # it left while another was told
                try:
                    # From its class: a thousand bound handlers would be made for one call each.
                    rest = getattr(type(socket), handler)(socket, told)
                    if rest is not None:
                        await rest
                except Exception:
                    logger.exception("A socket could not be told of %s", message["type"])

    async def _join(self, carrier: str) -> None:
        if self._reader is None:
            self._channel = await self._layer.new_channel()
            self._reader = asyncio.create_task(self._read())
            self._removing = asyncio.create_task(keep_removing())
        if carrier == groups.ROOMS:
            await self.healing.begin()
        await self._layer.group_add(carrier, self._channel)
        self._joined[carrier] = set()

    async def _leave(self, carrier: str) -> None:
        del self._joined[carrier]
        if carrier == groups.ROOMS:
            self.healing.end()
        try:
            await self._layer.group_discard(carrier, self._channel)
        except Exception:
            logger.exception("The channel layer was not told of a group that is left")

    async def _begin_log(self, group: str) -> None:
        room = groups.room_of_messages(group)
        if room is not None:
            version, seq = await latest(room)
            self.logs[room] = Log(version, seq, partial(changes_since, room), self.deliver)

    def _end_log(self, group: str) -> None:
        room = groups.room_of_messages(group)
        if room is not None and room in self.logs:
            self.logs.pop(room).close()

    async def _read(self) -> None:
        while True:
            try:
                message = await self._layer.receive(self._channel)
            except Exception:
                logger.exception("Reading from the channel layer failed")
                await asyncio.sleep(RETRY_AFTER)
                continue
            try:
                await self._hear(message)
            except Exception:  # of another version of Roomful, which still runs elsewhere
                logger.exception("A message of the channel layer was not understood")

    async def _hear(self, message: dict[str, Any]) -> None:
        if message["groups"][0] == groups.ACCESS:
            self.access.look_soon(message["people"])
            return
        room = groups.room_of_messages(message["groups"][0])
        if room is None:
            await self.deliver(message)
            if groups.carrier(message["groups"][0]) == groups.ROOMS:
                self.healing.heard(message["body"])
        elif log := self.logs.get(room):
            await log.take(message)
