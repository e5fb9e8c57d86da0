"""The server's process ends: killed at any moment, killed at the worst one, or told to end."""

import asyncio
import signal
import time

from bench.faults.judgement import settle
from bench.faults.results import Result
from bench.faults.stage import Stage, stage
from bench.faults.trial import Trial

GOING_AWAY = 1012  # RFC 6455's registry: the service restarts
ENDS_WITHIN = 3.0  # seconds, when it is told to


async def kill(trial: Trial, result: Result) -> None:
    """SIGKILL at random moments of the traffic; the server starts again on its port."""
    async with stage(trial, result) as here:
        ended = await _with_traffic(here, signal.SIGKILL)
        await settle(here, ended)


async def sigterm(trial: Trial, result: Result) -> None:
    """SIGTERM during traffic: every socket hears that the server comes back."""
    async with stage(trial, result) as here:
        ended = await _with_traffic(here, signal.SIGTERM)
        await settle(here, ended)
        for viewer in here.viewers:
            # Who is not back yet when the server ends once more has no connection to be closed.
            others = [code for code in viewer.closes if code != GOING_AWAY]
            here.require(
                bool(viewer.closes) and not others,
                f"{viewer.name} was not closed with 1012 each time, but with {others[:5]}",
            )


async def _with_traffic(here: Stage, how: signal.Signals) -> float:
    """Traffic, and ends of the server meanwhile; when it answered again after the last."""
    ended = 0.0

    async def break_it() -> None:
        nonlocal ended
        for moment in here.moments(here.size.kills, here.size.sends):
            await here.until_acknowledged(moment)
            await asyncio.sleep(here.chance.uniform(0, 0.02))  # anywhere within a request
            took = await here.server.down(how)
            here.require(took < ENDS_WITHIN, f"the server ended after {took:.1f} s")
            here.result.faults += 1
            await here.server.up()
            ended = time.monotonic()
            await here.all_back()  # so that the next end meets everybody

    async with asyncio.TaskGroup() as group:
        group.create_task(here.traffic(here.size.sends))
        group.create_task(break_it())
    return ended


async def kill_between(trial: Trial, result: Result) -> None:
    """The process dies when a message is committed and before anybody is told of it."""
    untold = 0
    async with stage(trial, result) as here:

        async def break_it() -> None:
            nonlocal untold
            sends = here.size.sends
            for moment in here.moments(here.size.kills, sends):
                await here.until_acknowledged(moment)
                await here.server.down()
                fatal = str(here.chance.randint(1, 15))
                await here.server.up_and_dead(FAULTS_KILL_AT_PUBLISH=fatal)
                here.result.faults += 1
                told = max(client.held.version for client in here.clients)
                untold += max(line.version for line in here.truth()) > told
                await here.server.up()

        async with asyncio.TaskGroup() as group:
            group.create_task(here.traffic(here.size.sends))
            group.create_task(break_it())
        here.note(f"{untold} times the database had a message of which nobody had heard")
        here.require(untold > 0, "no kill fell between a commit and its publishing")
        await settle(here, time.monotonic())
