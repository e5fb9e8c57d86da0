"""The load generator, in a process of its own: ``python -m bench.speed.client``.

Reads commands, a JSON object a line, and answers each with one. Ends when there are no more.
"""

import asyncio
import gc
import json
import sys
from collections.abc import Awaitable, Callable
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

import uvloop

from bench.speed.client.crowd import DELIVERED_WITHIN, Crowd, Post
from bench.speed.client.posting import poster

Answer = dict[str, Any]


class Client:
    def __init__(self) -> None:
        self._job: dict[str, Any] = {}
        self._crowd = Crowd("")

    async def connect(self, *, sockets: int, at_once: int, within: float, **job: Any) -> Answer:
        """Open sockets, ``at_once`` at a time; how long until the last of them had joined.

        After ``within`` seconds no more are begun.
        """
        self._job = job
        crowd = self._crowd = Crowd(job["joined"])
        began = perf_counter()
        times: list[float] = []
        failed: list[str] = []
        numbers = iter(range(sockets))

        async def open_some() -> None:
            for number in numbers:
                started = perf_counter()
                if started - began > within:
                    return
                try:
                    await crowd.open(number, job["urls"], job["cookies"], job["joins"])
                except Exception as error:
                    failed.append(repr(error))
                times.append(perf_counter() - started)

        await asyncio.gather(*(open_some() for _ in range(min(at_once, sockets))))
        seconds = perf_counter() - began
        opened = len(crowd.viewers)
        return {
            "seconds": seconds,
            "opened": opened,
            "rate": opened / seconds,
            "p95_ms": percentile(times, 95) * 1000,
            "failed": len(failed),
            "why": failed[:1],
        }

    async def post(self, *, in_flight: int, seconds: float, most: int) -> Answer:
        """Post for some seconds, ``in_flight`` at a time: the next goes out when all have the last."""
        crowd = self._crowd
        rooms = len(self._job["joins"])
        before = len(crowd.posts)
        posters = [await poster(self._job["post"], n % rooms) for n in range(in_flight)]
        began, cpu = perf_counter(), process_time()
        ends = began + seconds

        async def keep_posting(number: int) -> None:
            while perf_counter() < ends and len(crowd.posts) - before < most:
                post = crowd.expect(number % rooms)
                async with asyncio.timeout(DELIVERED_WITHIN):
                    await posters[number].post(post)
                    await post.is_with_all.wait()

        errors = await asyncio.gather(*map(keep_posting, range(in_flight)), return_exceptions=True)
        took = perf_counter() - began
        answer = summary(crowd.posts[before:], took)
        answer["client_cpu"] = (process_time() - cpu) / took
        answer["payload"] = crowd.payload
        answer["repeated"] = crowd.repeated
        answer["lost_connections"] = crowd.lost_connections
        answer["errors"] = [repr(error) for error in errors if error is not None]
        return answer


def summary(posts: list[Post], seconds: float) -> Answer:
    delays = [delay for post in posts for delay in post.delays]
    whole = [max(post.delays) for post in posts if post.left == 0 and post.delays]
    return {
        "posts": len(posts),
        "seconds": seconds,
        "posts_per_second": len(posts) / seconds,
        "delivered": len(delays),
        "deliveries_per_second": len(delays) / seconds,
        "missing": sum(post.left for post in posts),
        "each_p50_ms": percentile(delays, 50) * 1000,
        "each_p95_ms": percentile(delays, 95) * 1000,
        "last_p50_ms": percentile(whole, 50) * 1000,
        "last_p95_ms": percentile(whole, 95) * 1000,
    }


def percentile(values: list[float], which: int) -> float:
    if len(values) < 2:
        return values[0] if values else float("nan")
    return quantiles(values, n=100, method="inclusive")[which - 1]


async def serve() -> None:
    client = Client()
    commands: dict[str, Callable[..., Awaitable[Answer]]] = {
        "connect": client.connect,
        "post": client.post,
    }
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        answer = await commands[command.pop("do")](**command)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    gc.disable()
    uvloop.run(serve())
