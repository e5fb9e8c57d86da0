"""The channel layer in use, watched."""

import asyncio
from collections import Counter
from typing import Any

from chat.tests.sockets import WITHIN


class WatchedLayer:
    """The layer of the settings, with a note of what is asked of it."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer
        self.calls: Counter[str] = Counter()
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self._has_sent = asyncio.Condition()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    async def new_channel(self) -> str:
        self.calls["new_channel"] += 1
        channel: str = await self._layer.new_channel()
        return channel

    async def group_add(self, group: str, channel: str) -> None:
        self.calls["group_add"] += 1
        await self._layer.group_add(group, channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self.calls["group_discard"] += 1
        await self._layer.group_discard(group, channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if group != "probe":  # the tests' own (chat/tests/sockets.py)
            self.sent.append((group, message))
        await self._layer.group_send(group, message)
        async with self._has_sent:
            self._has_sent.notify_all()

    async def has_sent(self, count: int) -> None:
        """Wait until it was asked to send so many messages."""
        async with asyncio.timeout(WITHIN), self._has_sent:
            await self._has_sent.wait_for(lambda: len(self.sent) >= count)


class GatedLayer(WatchedLayer):
    """A layer that takes its time with new members of groups: each waits at the gate, if that is closed."""

    def __init__(self, layer: Any) -> None:
        super().__init__(layer)
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting: asyncio.Queue[str] = asyncio.Queue()

    async def group_add(self, group: str, channel: str) -> None:
        if not self.gate.is_set():
            self.waiting.put_nowait(group)
            await self.gate.wait()
        await super().group_add(group, channel)


class LosingLayer(WatchedLayer):
    """A layer that loses everything while it is told to."""

    loses = False

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if not self.loses or group in {"probe", "plug"}:
            await super().group_send(group, message)
