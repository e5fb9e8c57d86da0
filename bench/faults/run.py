"""Runs a scenario: the same for ``python -m bench.faults`` and for ``e2e/test_faults.py``."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path

from bench.faults.results import Result
from bench.faults.scenarios import absence, disturbance, ends, layer, repetition, stalling
from bench.faults.servers import KINDS, FaultyServer
from bench.faults.sizes import Size
from bench.faults.trial import Trial
from bench.faults.windows import chromium

Scenario = Callable[[Trial, Result], Awaitable[None]]

SCENARIOS: dict[str, Scenario] = {
    "kill": ends.kill,
    "kill-between": ends.kill_between,
    "sigterm": ends.sigterm,
    "lossy-layer": layer.lossy_layer,
    "lossy-redis": layer.lossy_redis,
    "redis": layer.redis,
    "away": absence.away,
    "away-too-long": absence.away_too_long,
    "twice": repetition.twice,
    "stalled": stalling.stalled,
    "locked": disturbance.locked,
    "clocks": disturbance.clocks,
}
ON_BOTH = {"sigterm", "stalled"}  # what depends on the server


def plan(names: Iterable[str], server: str | None) -> Iterator[tuple[str, str]]:
    """Scenarios, each with the server that it runs on."""
    for name in names:
        servers = KINDS if name in ON_BOTH else KINDS[:1]
        for each in [server] if server else servers:
            yield name, each


def prepare(folder: Path) -> Path:
    """A data folder with everybody in it. Scenarios start from a copy."""
    folder.mkdir()
    server = FaultyServer(KINDS[0], folder)
    server.manage("collectstatic", "--noinput", "--verbosity=0")
    server.people_it()
    return folder


async def run(
    name: str, server: str, size: Size, seed: int, prepared: Path, folder: Path
) -> Result:
    """What goes wrong on the way is a miss too: the table shows every scenario."""
    result = Result(name, server)
    async with chromium() as browser:
        try:
            async with asyncio.timeout(size.ends_within):
                await SCENARIOS[name](Trial(prepared, folder, browser, size, seed), result)
        except* Exception as errors:
            result.misses.append("".join(traceback.format_exception(errors)))
    return result
