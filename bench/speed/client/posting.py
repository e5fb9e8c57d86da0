"""Ways to post: as a page does over HTTP, and as a program does over a socket."""

import asyncio
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import quote_plus, urlsplit
from uuid import uuid4

from picows import WSListener, WSMsgType

from bench.speed.client.crowd import Post, connect


class Poster(Protocol):
    async def post(self, post: Post) -> None:
        """Send it, and return when it has been acknowledged where that is the custom."""


class SocketPoster:
    """A socket that is in no room. It does not wait for the reply, since the tutorial has none."""

    def __init__(self, transport: Any, frame: str) -> None:
        self._transport = transport
        self._frame = frame

    async def post(self, post: Post) -> None:
        frame = self._frame.replace("TEXT", post.text).replace("UUID", str(uuid4())).encode()
        post.sent = perf_counter()
        self._transport.send(WSMsgType.TEXT, frame)


class HTTPPoster:
    """A connection that is kept, with the headers that htmx sends."""

    TOKEN = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105  any will do when header and cookie agree

    def __init__(self, url: str, cookie: str, body: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._body = body
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: http://{parts.netloc}\r\n"
            f"Cookie: {cookie}; csrftoken={self.TOKEN}\r\nX-CSRFToken: {self.TOKEN}\r\n"
            "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, post: Post) -> None:
        body = self._body.replace("TEXT", quote_plus(post.text)).replace("UUID", str(uuid4()))
        request = f"{self._head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        if self._writer is None or self._writer.is_closing() or self._at_end():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader is not None
        post.sent = perf_counter()
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, length = head.lower().split(b"content-length:")
        await self._reader.readexactly(int(length.split(b"\r\n")[0]))
        if not head.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(f"The post was refused: {head.decode()}")

    def _at_end(self) -> bool:
        return self._reader is None or self._reader.at_eof()


async def poster(how: dict[str, Any], room: int) -> Poster:
    """``how``: the url, cookie and one template for each room of what is sent."""
    if how["by"] == "http":
        return HTTPPoster(how["urls"][room], how["cookie"], how["template"])
    transport = await connect(WSListener(), how["url"], how["cookie"])
    return SocketPoster(transport, how["templates"][room])
