"""The database is locked; clocks are wrong."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import expect

from bench.faults.judgement import settle
from bench.faults.results import Result
from bench.faults.stage import Stage, stage
from bench.faults.trial import Trial

BUSY_TIMEOUT = 2.0  # seconds that the server waits for SQLite here; otherwise 20
HOUR = 3_600.0


async def locked(trial: Trial, result: Result) -> None:
    """Another process writes: for a moment, which nobody notices, and for longer than the server waits."""
    async with stage(trial, result, FAULTS_BUSY_TIMEOUT=str(BUSY_TIMEOUT)) as here:
        async with asyncio.TaskGroup() as group:
            group.create_task(here.traffic(here.size.few // 2))
            await here.until_acknowledged(10)
            async with _lock(here):
                await asyncio.sleep(BUSY_TIMEOUT / 4)
        refused = sum(client.refused for client in here.clients)
        here.require(not refused, f"{refused} were asked to try again after a short wait")

        page = here.windows[0]
        async with asyncio.TaskGroup() as group:
            async with _lock(here):
                group.create_task(here.traffic(here.size.few // 2, typed=0))
                text = "written while the database was locked"
                page.typed.append(text)
                await page.composer.fill(text)
                await page.composer.press("Enter")
                said = page.page.get_by_text("again").filter(visible=True)
                await expect(said.first).to_be_visible(timeout=8_000)
                here.note(f"the page says: {await said.first.inner_text()}")
                kept = text in await page.page.locator(".room").inner_text()
                kept = kept or await page.composer.input_value() == text
                here.require(kept, "the text is not there any more")
            ended = time.monotonic()
        await page.send_again(text)
        refused = sum(client.refused for client in here.clients)
        here.require(refused > 0, "no program was asked to try again")
        answers = page.refusals
        told = answers and all(status == 503 and after for status, after in answers)
        here.require(told, f"the page got {answers}, not a 503 with Retry-After")
        await settle(here, ended)


@asynccontextmanager
async def _lock(here: Stage) -> AsyncIterator[None]:
    """Hold SQLite's write lock, as a long writer does in a process of its own."""
    connection = sqlite3.connect(here.database, timeout=30, check_same_thread=False)
    await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
    here.result.faults += 1
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


async def clocks(trial: Trial, result: Result) -> None:
    """A browser an hour ahead and one an hour behind; the server an hour ahead, then an hour behind."""
    async with stage(trial, result, FAULTS_CLOCK=str(HOUR)) as here:
        await here.window("page-writer-2", here.server.url, clock=HOUR)
        await here.window("page-viewer-2", here.server.url, clock=-HOUR)
        await here.traffic(here.size.few // 2)
        await here.server.down(signal.SIGTERM)
        here.server.environment["FAULTS_CLOCK"] = str(-HOUR)
        await here.server.up()
        result.faults = 4
        await here.all_back()
        await here.traffic(here.size.few // 2)
        await settle(here, time.monotonic())
