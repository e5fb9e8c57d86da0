"""The load generator, in a process of its own: reads a job as JSON, prints what it found as JSON.

A job: ``port``, ``cookies``, ``clients`` (connections that are kept, each with a request under way), ``seconds``, and
what is asked for: ``paths`` one after another, or a ``post``.
"""

import asyncio
import gc
import json
import sys
from itertools import count
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import uvloop

TOKEN = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105  any will do when header and cookie agree


class Browser:
    """One connection of somebody who is signed in."""

    def __init__(self, job: dict[str, Any], number: int) -> None:
        self._job = job
        cookie = job["cookies"][number % len(job["cookies"])]
        self._headers = (
            f"Host: 127.0.0.1:{job['port']}\r\nOrigin: http://127.0.0.1:{job['port']}\r\n"
            f"Cookie: {cookie}; csrftoken={TOKEN}\r\nAccept-Encoding: gzip, deflate, br\r\n"
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, number: int) -> int:
        """Send the next request and read the answer; its size. Raises when it is no good one."""
        if self._writer is None or self._reader is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._job["port"]
            )
        self._writer.write(self._request(number))
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 20"):
            raise RuntimeError(head.decode(errors="replace"))
        return len(head) + length

    def _request(self, number: int) -> bytes:
        if path := self._job.get("post"):
            body = f"message=What+somebody+says+while+this+is+measured&client_id={uuid4()}"
            return (
                f"POST {path} HTTP/1.1\r\n{self._headers}X-CSRFToken: {TOKEN}\r\nHX-Request: true\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        paths = self._job["paths"]
        fragment = "HX-Request: true\r\n" if self._job.get("fragment") else ""
        return (
            f"GET {paths[number % len(paths)]} HTTP/1.1\r\n{self._headers}{fragment}\r\n".encode()
        )


async def run(job: dict[str, Any]) -> dict[str, Any]:
    numbers = count()
    times: list[float] = []
    sizes: list[int] = []
    errors: list[str] = []
    browsers = [Browser(job, number) for number in range(job["clients"])]
    await asyncio.gather(*(browser.ask(next(numbers)) for browser in browsers))  # warm
    began, cpu = perf_counter(), process_time()
    ends = began + job["seconds"]

    async def keep_asking(browser: Browser) -> None:
        while (started := perf_counter()) < ends:
            try:
                sizes.append(await browser.ask(next(numbers)))
            except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
                errors.append(repr(error))
                return
            times.append(perf_counter() - started)

    await asyncio.gather(*map(keep_asking, browsers))
    took = perf_counter() - began
    return {
        "requests": len(times),
        "rate": len(times) / took,
        "p50_ms": percentile(times, 50) * 1000,
        "p95_ms": percentile(times, 95) * 1000,
        "longest_ms": max(times, default=float("nan")) * 1000,
        "bytes": sum(sizes) / max(1, len(sizes)),
        "client_cpu": (process_time() - cpu) / took,
        "errors": errors,
    }


def percentile(values: list[float], which: int) -> float:
    if len(values) < 2:
        return values[0] if values else float("nan")
    return quantiles(values, n=100, method="inclusive")[which - 1]


if __name__ == "__main__":
    gc.disable()
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))
