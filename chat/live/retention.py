"""Removes old messages while the server runs. Each process does: who comes second finds nothing."""

from __future__ import annotations

import asyncio
import logging

from channels.db import database_sync_to_async

from chat.models import remove_old_messages

logger = logging.getLogger(__name__)

#: Seconds. Soon after a start, for a server that does not run for long; then so often that nothing stays much longer
#: than was promised.
FIRST, EVERY = 60.0, 60.0 * 60.0


async def keep_removing() -> None:
    """Runs until it is cancelled. In batches, so that sockets that ask the database wait for none longer."""
    remove = database_sync_to_async(remove_old_messages)
    await asyncio.sleep(FIRST)
    while True:
        try:
            while await remove():
                pass
        except Exception:
            logger.exception("Old messages could not be removed; the next hour tries again")
        await asyncio.sleep(EVERY)
