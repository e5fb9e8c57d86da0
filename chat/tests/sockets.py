"""Clients of the application in the tests' own process: programs that speak JSON, and pages."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from chat.live import publisher
from chat.live.fanout import Fanout
from chat.models import User

JSON_ROUTE = "/ws/chat/room/"
FRAGMENTS_ROUTE = "/ws/chat/room/fragments/"
WITHIN = 5.0  # seconds
#: What a browser sends from a page of ours.
SAME_ORIGIN = {"Host": "testserver", "Origin": "http://testserver"}


class Socket(WebsocketCommunicator):
    """What a server does for a connection, and the frames that nobody has asked for yet."""

    path = ""

    def __init__(self, application: Any, headers: dict[str, str], path: str = "") -> None:
        given = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        super().__init__(application, path or self.path, given)
        self._numbers = count(1)

    async def send_text(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        await self.send_input({"type": "websocket.receive", "bytes": data})

    async def send_frame(self, /, **content: Any) -> None:
        await self.send_text(json.dumps(content))

    async def end(self) -> tuple[int, str]:
        """Wait for the close frame, which must be next: its code and reason."""
        frame = await self.receive_output(WITHIN)
        assert frame["type"] == "websocket.close", frame
        return frame["code"], frame.get("reason", "")

    async def next_text(self) -> str:
        """The next frame. Servers send UTF-8, so what cannot be written in it would end the connection."""
        text = await self.receive_from(WITHIN)
        text.encode()
        return text


class Bot(Socket):
    """A program: calls actions, and keeps the changes that arrive meanwhile."""

    path = JSON_ROUTE

    def __init__(self, application: Any, headers: dict[str, str]) -> None:
        super().__init__(application, headers)
        self._kept: list[dict[str, Any]] = []

    async def next_frame(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await self.next_text())
        return frame

    async def reply_to(self, request_id: Any) -> dict[str, Any]:
        """The reply with that id; the frames before it are kept."""
        while True:
            frame = await self.next_frame()
            if "response_status" in frame and frame["request_id"] == request_id:
                return frame
            self._kept.append(frame)

    async def call(self, action: str, /, **fields: Any) -> dict[str, Any]:
        """The reply to a request that is sent when all that was published before has arrived."""
        await settled()
        request_id = fields.pop("request_id", None) or f"call-{next(self._numbers)}"
        await self.send_frame(action=action, request_id=request_id, **fields)
        return await self.reply_to(request_id)

    async def changes(self) -> list[dict[str, Any]]:
        """All that the socket was told, but for replies, of what happened before this call."""
        await self.call("retrieve", pk=2**62)  # answered after what was waiting to be sent
        kept, self._kept = self._kept, []
        return kept


class Page(Socket):
    """A page in a browser: sends forms, gets HTML."""

    path = FRAGMENTS_ROUTE

    async def submit(self, action: str, /, **values: Any) -> str:
        """What htmx sends for a form, and the first fragment after it."""
        await settled()
        await self.send_form(action, **values)
        return await self.next_text()

    async def send_form(self, action: str, /, **values: Any) -> None:
        headers = {"HX-Request": "true", "HX-Trigger": None, "HX-Target": "main"}
        await self.send_frame(action=action, **values, HEADERS=headers)

    async def fragment_with(self, part: str) -> str:
        """The next fragment that has the part; for what takes a while."""
        async with asyncio.timeout(WITHIN):
            while part not in (text := await self.next_text()):
                pass
        return text

    async def fragments(self) -> list[str]:
        """All that the page was sent because of what happened before this call."""
        await settled()
        mark = f"no-such-action-{next(self._numbers)}"
        await self.send_form(mark)
        fragments = []
        while mark not in (text := await self.next_text()):
            fragments.append(text)
        return fragments


class _Probe:
    """Listens for one message of its own."""

    def __init__(self) -> None:
        self.mark = uuid4().hex
        self.arrived = asyncio.Event()

    async def probe(self, message: dict[str, Any]) -> None:
        if message["mark"] == self.mark:
            self.arrived.set()


async def settled() -> None:
    """Wait until all that was published up to now has been delivered: it travels in order."""
    probe = _Probe()
    message = {"type": "probe", "groups": ["probe"], "mark": probe.mark}
    fanout = Fanout.current()
    await fanout.add("probe", probe)
    async with asyncio.timeout(WITHIN):
        while not probe.arrived.is_set():
            # Again, because Redis may not have heard yet that this process listens.
            await sync_to_async(publisher.publish)("probe", message)
            with suppress(TimeoutError):
                await asyncio.wait_for(probe.arrived.wait(), 0.2)
    await fanout.discard("probe", probe)


class _Plug:
    def __init__(self) -> None:
        self.stuck = asyncio.Event()
        self.pulled = asyncio.Event()

    async def plug(self, message: dict[str, Any]) -> None:
        self.stuck.set()
        await self.pulled.wait()


@asynccontextmanager
async def held_up() -> AsyncIterator[None]:
    """Nothing is delivered in this block; afterwards all that was published comes at once."""
    plug = _Plug()
    fanout = Fanout.current()
    await fanout.add("plug", plug)
    await settled()
    await sync_to_async(publisher.publish)("plug", {"type": "plug", "groups": ["plug"]})
    await asyncio.wait_for(plug.stuck.wait(), WITHIN)
    yield
    plug.pulled.set()
    await settled()
    await fanout.discard("plug", plug)


@sync_to_async
def cookie_of(user: User) -> str:
    """The header of a browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


AnySocket = TypeVar("AnySocket", bound=Socket)


class Connections:
    """Opens sockets, and closes them when the test is over."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._open: list[Socket] = []

    async def bot(self, user: User) -> Bot:
        return await self.open(Bot, user)

    async def page(self, user: User) -> Page:
        return await self.open(Page, user)

    async def open(self, kind: type[AnySocket], user: User) -> AnySocket:
        """A socket of somebody who is signed in."""
        cookie = await cookie_of(user)
        return await self._connected(kind(self._application, {**SAME_ORIGIN, "Cookie": cookie}))

    async def _connected(self, socket: AnySocket) -> AnySocket:
        self._open.append(socket)
        accepted, _ = await socket.connect(WITHIN)
        assert accepted
        return socket

    async def with_token(self, kind: type[AnySocket], token: str, **headers: str) -> AnySocket:
        """A socket of a bot, as a program that is no browser opens it."""
        given = {"Host": "testserver", "Authorization": f"Bearer {token}", **headers}
        return await self._connected(kind(self._application, given))

    async def is_accepted(self, path: str, headers: dict[str, str]) -> bool:
        """Whether a handshake succeeds."""
        socket = Socket(self._application, headers, path)
        self._open.append(socket)
        accepted, _ = await socket.connect(WITHIN)
        return accepted

    async def is_refused(self, path: str, headers: dict[str, str]) -> bool:
        """Whether a handshake fails; that of a page is accepted, to say why, and the connection closed at once."""
        socket = Socket(self._application, headers, path)
        self._open.append(socket)
        accepted, _ = await socket.connect(WITHIN)
        if path == FRAGMENTS_ROUTE and accepted:
            return await socket.end() == (4401, "signed-out")
        return not accepted

    async def close(self) -> None:
        for socket in self._open:
            if not socket.future.done():
                await socket.disconnect(timeout=WITHIN)
            elif not socket.future.cancelled():
                socket.future.result()
