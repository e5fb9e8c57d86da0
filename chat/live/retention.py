"""Removes old messages while the server runs, and what deleted ones said. Each process does, and finds what is left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from channels.db import database_sync_to_async

from chat.models import forget_deleted_messages, remove_old_messages

logger = logging.getLogger(__name__)

#: Seconds. Soon after a start, for a server that does not run for long; then so often that nothing stays much longer
#: than was promised.
FIRST, EVERY = 60.0, 60.0 * 60.0
#: What was deleted is promised to be gone in a moment.
FORGETS_EVERY = 10.0


async def keep_removing() -> None:
    """Runs until it is cancelled."""
    await asyncio.gather(
        _keep(remove_old_messages, FIRST, EVERY),
        _keep(forget_deleted_messages, FORGETS_EVERY, FORGETS_EVERY),
    )


async def _keep(work: Callable[[], int], first: float, every: float) -> None:
    """In batches, so that sockets that ask the database wait for none longer."""
    batch = database_sync_to_async(work)
    await asyncio.sleep(first)
    while True:
        try:
            while await batch():
                pass
        except Exception:
            logger.exception("%s could not be done; it is tried again", work.__name__)
        await asyncio.sleep(every)
