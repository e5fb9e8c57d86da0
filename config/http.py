"""HTTP on Django with one thread hop a request (docs/adr/0004-one-thread-hop-for-http.md)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

THREADS = 8  # each keeps a database connection


class OneHopHandler(ASGIHandler):
    """Django's ASGI handler with its middleware in synchronous mode.

    The whole request (signals, middleware, view, closing) runs in one call on a long-lived thread, where
    Django's handler hops between the loop and threads for every synchronous part. The threads keep
    their database connections.
    """

    def __init__(self) -> None:
        self.load_middleware(is_async=False)
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="http")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self.pool, self._respond, scope, body)
        if not response.streaming:
            await self.send_response(response, send)
            return
        try:
            await self._send_stream(response, receive, send)
        finally:
            await loop.run_in_executor(self.pool, response.close)

    async def _send_stream(self, response: HttpResponseBase, receive: Any, send: Any) -> None:
        """Send part after part until the reader goes, which is the only end of a stream of events."""
        leaving = asyncio.ensure_future(receive())

        async def send_to_reader(message: Any) -> None:
            if leaving.done() and leaving.result()["type"] == "http.disconnect":
                raise RequestAborted
            await send(message)

        try:
            with suppress(RequestAborted):
                await self.send_response(response, send_to_reader)
        finally:
            leaving.cancel()

    def _respond(self, scope: Any, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, error = self.create_request(scope, body)
        response: HttpResponseBase
        if request is None:
            assert error is not None  # noqa: S101  create_request gives one or the other
            response = error
        else:
            response = self.get_response(request)
        body.close()
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # the sender of request_finished
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            # Closed when its last part has been sent; only a stream needs more hops.
            parts: Any = response.streaming_content
            response.streaming_content = self._read_in_pool(iter(parts))
        elif not response.streaming:
            response.close()
        return response

    async def _read_in_pool(self, parts: Iterator[bytes]) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        while (part := await loop.run_in_executor(self.pool, next, parts, None)) is not None:
            yield part
