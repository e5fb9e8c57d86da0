"""The channel layer loses, doubles and reorders; or Redis goes away."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bench.faults.clients import Client
from bench.faults.judgement import CONVERGES_WITHIN, settle
from bench.faults.results import Result
from bench.faults.servers import KINDS, FaultyServer
from bench.faults.stage import Stage, stage
from bench.faults.trial import Trial
from chat.tests.services import PostgreSQL, Redis

LEAVERS = 4
NAMES = 5


async def lossy_layer(trial: Trial, result: Result) -> None:
    """One process, the layer in memory: every kind of message is lost, doubled and late."""
    async with stage(trial, result, FAULTS_LOSSY="1") as here:
        await _rely(here)


async def lossy_redis(trial: Trial, result: Result) -> None:
    """Two processes over Redis, each with faults of its own."""
    async with shared(trial, result, FAULTS_LOSSY="1") as (here, _):
        await _rely(here)


async def redis(trial: Trial, result: Result) -> None:
    """Redis is killed and started again under two processes in traffic; posting goes on without it."""
    async with shared(trial, result) as (here, service):
        ended = 0.0
        without = 0

        async def break_it() -> None:
            nonlocal ended, without
            for moment in here.moments(max(2, here.size.kills // 2), here.size.few):
                await here.until_acknowledged(moment)
                await asyncio.to_thread(service.kill)
                before = here.acknowledged
                result.faults += 1
                # Messages are acknowledged while it is gone, if any are left to be sent.
                await _at_most(2, here.until_acknowledged(before + 10))
                without += here.acknowledged - before
                await asyncio.to_thread(service.start)
                ended = time.monotonic()

        async with asyncio.TaskGroup() as group:
            group.create_task(here.traffic(here.size.few))
            group.create_task(break_it())
        here.note(f"{without} messages were acknowledged while there was no Redis")
        here.require(without > 0, "nothing was acknowledged while there was no Redis")
        await settle(here, ended)


async def _rely(here: Stage) -> None:
    """Traffic, while people leave and the room gets other names."""
    leavers = [
        here.client(f"leaver-{number}", here.servers[number % len(here.servers)], asks=False)
        for number in range(1, LEAVERS + 1)
    ]
    await here.all_back()
    async with asyncio.TaskGroup() as group:
        group.create_task(here.traffic(here.size.few))
        group.create_task(_go(here, leavers))
        group.create_task(_rename(here))
    written = time.monotonic()
    for leaver in leavers:
        here.clients.remove(leaver)
    _count(here)
    await _people_and_names(here, written)
    await settle(here, written)
    # Whoever is not a member any more hears nothing, in whichever process: at the latest now.
    await asyncio.sleep(max(0.0, written + CONVERGES_WITHIN - time.monotonic()))
    heard = [len(leaver.heard) for leaver in leavers]
    await here.traffic(20, typed=0)
    await settle(here, time.monotonic())
    for leaver, before in zip(leavers, heard, strict=True):
        more = len(leaver.heard) - before
        here.require(not more, f"{leaver.name} heard {more} messages after it had left")
        here.stop(leaver)


async def _go(here: Stage, leavers: list[Client]) -> None:
    """They leave by another connection than the one that follows the room: only the layer tells that one."""
    for number, leaver in enumerate(leavers):
        await here.until_acknowledged((number + 1) * here.size.few // (LEAVERS + 1))
        await here.leave(leaver.name)


async def _rename(here: Stage) -> None:
    window = await here.window("owner", here.servers[-1].url, joins=False)
    for number in range(1, NAMES + 1):
        await window.page.goto(f"/rooms/{here.room}/edit/")
        await window.page.get_by_label("Name of the room").fill(f"Faults {number}")
        await window.page.get_by_role("button", name="Save").click()
        await window.page.wait_for_url(f"**/rooms/{here.room}/")
    await window.page.context.close()


async def _people_and_names(here: Stage, since: float) -> None:
    """Until pages have the room's last name and only those who have stayed."""
    name, people = f"Faults {NAMES}", len(here.cookies) - LEAVERS
    for window in here.windows:
        title, members = "", 0
        while (title, members) != (name, people):
            title = await window.page.locator(".room__title").inner_text()
            members = await window.page.locator(".member").count()
            if time.monotonic() > since + CONVERGES_WITHIN:
                break
            await asyncio.sleep(0.05)
        here.require(title == name, f"{window.name} calls the room {title!r}, not {name!r}")
        here.require(members == people, f"{window.name} shows {members} people, not {people}")


def _count(here: Stage) -> None:
    """The layer's own notes of what it did."""
    lines = (here.data_dir / "layer.log").read_text().split("\n")
    faults = Counter(line.rsplit("-", 1)[0] for line in lines if line)
    here.result.faults = sum(faults.values())
    here.note(", ".join(f"{count} {what}" for what, count in sorted(faults.items())))


async def _at_most(seconds: float, awaited: Any) -> None:
    try:
        await asyncio.wait_for(awaited, seconds)
    except TimeoutError:
        return


@asynccontextmanager
async def shared(
    trial: Trial, result: Result, **settings: str
) -> AsyncIterator[tuple[Stage, Redis]]:
    """Two processes over PostgreSQL and Redis of their own."""
    database, service = PostgreSQL(), Redis()
    try:
        await asyncio.gather(asyncio.to_thread(database.start), asyncio.to_thread(service.start))
        settings |= {"DATABASE_URL": database.url, "REDIS_URL": service.url}
        folder = trial.folder / f"{result.scenario}-prepared"
        folder.mkdir()
        await asyncio.to_thread(FaultyServer(KINDS[0], folder, **settings).people_it)
        async with stage(trial.using(folder), result, processes=2, **settings) as here:
            yield here, service
    finally:
        await asyncio.gather(asyncio.to_thread(database.stop), asyncio.to_thread(service.stop))
