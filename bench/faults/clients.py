"""A program in the room that loses nothing, as docs/api.md says how."""

import asyncio
import json
import random
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench.faults.deeds import AMONG, Deed, Doer
from bench.faults.held import Held

REPLY_WITHIN = 15.0  # seconds; then the connection is taken for dead
COMES_BACK_AFTER = (0.05, 0.5)  # seconds

Reply = asyncio.Future[dict[str, Any] | None]  # None: the connection has ended


class Ended(Exception):
    """The connection, before there was a reply."""


def origin_of(address: str) -> str:
    """Of the pages of the server that has this address for sockets."""
    return urlsplit(address)._replace(scheme="http", path="").geturl()


class Client:
    """Follows the room over one connection after another; writes, when it is told to.

    One that ``asks`` calls ``catch_up`` when it sees a gap. One that does not is like a page: while it is connected
    it takes what it is sent, and the server must see to it that nothing is missing.
    """

    def __init__(
        self, name: str, address: str, cookie: str, room: int, chance: random.Random, *, asks: bool
    ) -> None:
        self.name = name
        self.address = address
        self.asks = asks
        self.held = Held()
        self.doer = Doer(chance)
        self.connected = asyncio.Event()  # and caught up
        self.came_back = 0.0  # time.monotonic
        self.closes: list[int] = []  # the codes of connections that ended
        self.sent: list[str] = []  # client_ids, in the order of writing
        self.acknowledged: list[str] = []
        self.refused = 0  # times that the server asked to try again
        self.began: dict[str, float] = {}  # client_id: when it was first sent
        self.heard: dict[str, float] = {}  # client_id: when somebody told of it
        self._cookie, self._room, self._chance = cookie, room, chance
        self._socket: ClientConnection | None = None
        self._waiting: dict[int, Reply] = {}
        self._number = 0
        self._asking = self._asks_again = False
        self._hears = asyncio.Condition()
        self._failure: Exception | None = None
        self._present = asyncio.Event()
        self._present.set()

    async def has_heard(self, client_ids: set[str]) -> None:
        async with self._hears:
            await self._hears.wait_for(lambda: client_ids <= self.heard.keys())

    # One connection after another

    async def run(self) -> None:
        try:
            while True:
                await self._present.wait()
                with suppress(OSError, WebSocketException, TimeoutError):  # it is not there yet
                    await self._connection()
                await asyncio.sleep(self._chance.uniform(*COMES_BACK_AFTER))
        except Exception as error:
            self._failure = error
            self.connected.set()  # whoever waits for it learns of that
            raise

    async def _connection(self) -> None:
        headers = {"Cookie": f"sessionid={self._cookie}", "Origin": origin_of(self.address)}
        async with connect(
            self.address,
            additional_headers=headers,
            max_size=None,
            compression=None,
            proxy=None,
            open_timeout=5,
        ) as socket:
            self._socket = socket
            try:
                self.held.connect()
                await self._ask()
                async for text in socket:
                    await self._hear(json.loads(text))
            finally:
                self.connected.clear()
                self._asking = self._asks_again = False
                for future in self._waiting.values():
                    if not future.done():
                        future.set_result(None)
                self._waiting.clear()
                await socket.close()
                self.closes.append(int(socket.close_code or 0))

    async def drop(self) -> None:
        """End the connection; the next one comes by itself."""
        if self._socket is not None:
            await self._socket.close()

    async def leave(self) -> None:
        """Stay away until ``come_back``."""
        self._present.clear()
        await self.drop()

    def come_back(self) -> None:
        self._present.set()

    # What it hears

    async def _hear(self, frame: dict[str, Any]) -> None:
        if frame.get("request_id") == "room" and "response_status" in frame:
            assert frame["response_status"] in {200, 503}, frame
            await self._catch_up(frame["data"])
        elif "response_status" in frame:
            if future := self._waiting.pop(frame["request_id"], None):
                future.set_result(frame)
        elif "seq" in frame["data"]:
            await self._change(frame["data"])

    async def _ask(self) -> None:
        """At most one question at a time."""
        if self._asking:
            self._asks_again = True
            return
        assert self._socket is not None
        self._asking = True
        question = {"action": "catch_up", "request_id": "room", "room": self._room}
        await self._socket.send(json.dumps({**question, "since": self.held.version}))

    async def _catch_up(self, data: dict[str, Any] | None) -> None:
        again, self._asking, self._asks_again = self._asks_again, False, False
        if data is None:  # the server is busy
            await asyncio.sleep(COMES_BACK_AFTER[0])
            await self._ask()
            return
        self.held.catch_up(data["version"], data["messages"], anew=data["reload"])
        if not self.connected.is_set():
            self.came_back = time.monotonic()
            self.connected.set()
        if again:
            await self._ask()

    async def _change(self, message: dict[str, Any]) -> None:
        self.heard.setdefault(message["client_id"], time.monotonic())
        async with self._hears:
            self._hears.notify_all()
        if not self.held.change(message) and self.asks:
            await self._ask()

    # What it says

    async def write(self, text: str) -> None:
        """Returns when the message is acknowledged, however often it must be sent."""
        client_id = str(UUID(int=self._chance.getrandbits(128), version=4))
        self.sent.append(client_id)
        self.began[client_id] = time.monotonic()
        fields: dict[str, Any] = {"message": text, "client_id": client_id}
        if quoted := self.doer.to_quote(self.held.known(self.name, AMONG)):
            fields["quotes"] = quoted.pk
        reply = await self._persist("create_message", **fields)
        assert reply["response_status"] == 201, reply
        self.acknowledged.append(client_id)
        if quoted and reply["data"].get("quotes"):
            self.doer.expected["quote", client_id, ""] = quoted.pk

    async def act(self) -> None:
        """Now and then do something with what was said."""
        await self.doer.act(self.held.known(self.name, AMONG), self._do)

    async def _do(self, deed: Deed) -> bool:
        action, fields = deed.action
        reply = await self._persist(action, pk=deed.to.pk, **fields)
        return int(reply["response_status"]) < 300

    async def _persist(self, action: str, **fields: Any) -> dict[str, Any]:
        """The reply to a request that is sent again when the connection ends, or the server asks for it."""
        while True:
            try:
                reply = await self.call(action, **fields)
            except Ended:
                continue
            if reply["response_status"] != 503:
                return reply
            self.refused += 1
            await asyncio.sleep(self._chance.uniform(*COMES_BACK_AFTER))

    async def call(self, action: str, **fields: Any) -> dict[str, Any]:
        """The reply to a request about the room. Raises ``Ended``."""
        await self.connected.wait()
        if self._failure is not None:
            raise RuntimeError(f"{self.name} gave up") from self._failure
        self._number += 1
        number = self._number
        future: Reply = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        request = {"action": action, "request_id": number, "room": self._room, **fields}
        try:
            assert self._socket is not None
            await self._socket.send(json.dumps(request, ensure_ascii=False))
            async with asyncio.timeout(REPLY_WITHIN):
                reply = await future
        except WebSocketException as error:
            raise Ended from error
        except TimeoutError as error:
            await self.drop()
            raise Ended from error
        finally:
            self._waiting.pop(number, None)
        if reply is None:
            raise Ended
        return reply
