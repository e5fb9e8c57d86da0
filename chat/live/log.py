"""A room's messages, as this process tells its sockets of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

logger = logging.getLogger(__name__)

#: Seconds. Two posts at once may be published in the other order: so long one waits for the other.
PATIENCE = 0.05
#: Changes that are read from the database in one go.
BATCH = 100

Change = dict[str, Any]


class Log:
    """Each change once, in the order of versions, whatever the channel layer loses, doubles or turns around.

    A change with the next version is forwarded as it comes, an old one dropped. One that is ahead waits for those
    before it; what has not come then is read from the database. A version that the database does not have
    was followed by a later change of the same message.
    """

    def __init__(
        self,
        version: int,
        seq: int,
        read: Callable[[int, int], Awaitable[list[Change]]],
        forward: Callable[[Change], Awaitable[None]],
    ) -> None:
        """Begin after a version and a seq. ``read`` gives up to ``BATCH`` changes after those, in their order."""
        self.version = version
        self.seq = seq
        self._read = read
        self._forward = forward
        self._ahead: dict[int, Change] = {}
        self._is_telling = False
        self._healing: asyncio.Task[None] | None = None

    async def take(self, change: Change) -> None:
        """What the channel layer brought."""
        version = change["body"]["version"]
        if version <= self.version:
            return
        self._ahead[version] = change
        if not self._is_telling:
            self._is_telling = True
            try:
                await self._tell_next()
            finally:
                self._is_telling = False
        if self._ahead and self._healing is None:
            self._healing = asyncio.create_task(self._heal_soon())

    async def heal(self) -> None:
        """Tell of what the database has and nobody here has heard of. Raises what reading it raises."""
        if self._is_telling:
            return
        self._is_telling = True
        # Committed before they were published, so the database has them, or what came of the same messages since.
        covered = set(self._ahead)
        try:
            is_behind = True
            while is_behind:
                changes = await self._read(self.version, self.seq)
                for change in changes:
                    await self._tell(change)
                is_behind = len(changes) == BATCH
            for version in covered:
                self._ahead.pop(version, None)
            await self._tell_next()
        finally:
            self._is_telling = False

    def close(self) -> None:
        if self._healing is not None:
            self._healing.cancel()

    async def _tell_next(self) -> None:
        while change := self._ahead.pop(self.version + 1, None):
            await self._tell(change)

    async def _tell(self, change: Change) -> None:
        self.version = change["body"]["version"]
        self.seq = max(self.seq, change["body"]["seq"])
        await self._forward(change)

    async def _heal_soon(self) -> None:
        try:
            while self._ahead:
                await asyncio.sleep(PATIENCE)
                if self._ahead:
                    await self.heal()
        except Exception:
            logger.exception(
                "What the channel layer lost could not be read; the next check tries again"
            )
        finally:
            self._healing = None
