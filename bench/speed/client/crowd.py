"""Sockets that watch, and what each of them has seen of what was posted."""

import asyncio
from array import array
from time import perf_counter
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

HANDSHAKE_WITHIN = 60.0  # seconds
JOINED_WITHIN = 180.0  # seconds: the tutorial lets sockets wait that long when many come
DELIVERED_WITHIN = 60.0  # seconds

#: What a post says begins with this and its number, which is found in a frame without parsing it.
MARK = b"bench-post-"
DIGITS = 6
FILLER = " is what somebody says to everybody who is in the room at that time"


class Post:
    """Something that was posted, and who has it."""

    def __init__(self, number: int, expected: int) -> None:
        self.text = f"{MARK.decode()}{number:0{DIGITS}}{FILLER}"
        self.left = expected
        self.sent = 0.0
        self.delays = array("d")  # seconds from the send to each socket
        self.is_with_all = asyncio.Event()

    def arrived(self) -> None:
        self.delays.append(perf_counter() - self.sent)
        self.left -= 1
        if self.left == 0:
            self.is_with_all.set()


class Crowd:
    """The sockets and the posts. Sockets are spread over the rooms, and over the servers."""

    def __init__(self, joined: str) -> None:
        self.joined = joined.encode()
        self.viewers: list[Viewer] = []
        self.posts: list[Post] = []
        self.repeated = 0
        self.lost_connections = 0
        self.payload = 0  # bytes of the last frame
        self._in_room: dict[int, int] = {}

    def expect(self, room: int) -> Post:
        post = Post(len(self.posts), self._in_room[room])
        self.posts.append(post)
        return post

    async def open(
        self, number: int, urls: list[str], cookies: list[str], joins: list[list[str]]
    ) -> None:
        """One more socket, which has joined its room when this returns. Tries again when it fails."""
        url, cookie = urls[number % len(urls)], cookies[number % len(cookies)]
        room = number % len(joins)
        viewer = Viewer(self)
        transport = await connect(viewer, url, cookie)
        for frame in joins[room]:
            transport.send(WSMsgType.TEXT, frame.encode())
        await asyncio.wait_for(viewer.has_joined, JOINED_WITHIN)
        self.viewers.append(viewer)
        self._in_room[room] = self._in_room.get(room, 0) + 1


class Viewer(WSListener):
    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.has_joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.seen: set[int] = set()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        payload = frame.get_payload_as_bytes()
        if not self.has_joined.done():
            if self.crowd.joined in payload:
                self.has_joined.set_result(None)
            return
        self.crowd.payload = len(payload)
        at = payload.find(MARK)
        while at >= 0:  # several posts may share a frame
            at += len(MARK)
            self._saw(int(payload[at : at + DIGITS]))
            at = payload.find(MARK, at)

    def _saw(self, number: int) -> None:
        if number in self.seen:
            self.crowd.repeated += 1
            return
        self.seen.add(number)
        self.crowd.posts[number].arrived()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.crowd.lost_connections += 1
        if not self.has_joined.done():
            self.has_joined.set_exception(ConnectionError("closed before it joined"))


async def connect(listener: WSListener, url: str, cookie: str) -> Any:
    """The transport of a new connection, as a page of the server itself would make it."""
    origin = "http://" + url.split("/")[2]
    transport, _ = await ws_connect(
        lambda: listener,
        url,
        extra_headers={"Cookie": cookie, "Origin": origin},
        websocket_handshake_timeout=HANDSHAKE_WITHIN,
        read_buffer_init_size=4096,
    )
    return transport
