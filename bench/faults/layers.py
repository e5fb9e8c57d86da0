"""A channel layer that cannot be relied on."""

import asyncio
import os
import random
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

LOSES = 0.3
DOUBLES = 0.1
DELAYS = 0.3  # of what is sent: it comes after what was sent later
DELAYED_BY = (0.005, 0.3)  # seconds


class LossyLayer:
    """Wraps a sound layer, in memory or Redis. Every message of every kind is at risk.

    It doubles and delays what this process sends, and loses what this process receives, so that processes that
    share Redis lose different ones. Each fault is a line of ``log``: what happened, and to what of whom.
    """

    def __init__(self, sound: dict[str, Any], seed: int, log: Path) -> None:
        self._sound: Any = import_string(sound["BACKEND"])(**sound["CONFIG"])
        self._random = random.Random(f"{seed}-{os.environ.get('FAULTS_NUMBER')}")  # noqa: S311
        self._log = log.open("a", buffering=1)
        self._late: set[asyncio.Task[None]] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sound, name)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for _ in range(2 if self._happens(DOUBLES, "doubled", message) else 1):
            if self._happens(DELAYS, "delayed", message):
                task = asyncio.create_task(self._send_late(group, message))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
            else:
                await self._sound.group_send(group, message)

    async def _send_late(self, group: str, message: dict[str, Any]) -> None:
        await asyncio.sleep(self._random.uniform(*DELAYED_BY))
        await self._sound.group_send(group, message)

    async def receive(self, channel: str) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = await self._sound.receive(channel)
            if not self._happens(LOSES, "lost", message):
                return message

    def _happens(self, chance: float, fault: str, message: dict[str, Any]) -> bool:
        happens = self._random.random() < chance
        if happens:
            self._log.write(f"{fault} {message['groups'][0]}\n")
        return happens
