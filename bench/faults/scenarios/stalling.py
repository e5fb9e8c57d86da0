"""A reader that does not read, in a room where much is said."""

import asyncio
import json
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from statistics import quantiles

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake
from websockets.frames import Frame
from websockets.http11 import Response
from websockets.uri import parse_uri

from bench.faults.judgement import settle
from bench.faults.results import Result
from bench.faults.stage import CLIENTS, READY_WITHIN, Stage, stage
from bench.faults.trial import Trial

CHARACTERS = 10_000  # a message's most
LETTER = "𐍈"  # four bytes
EVERY = 1 / 80  # seconds between messages
BUFFER = 4_096  # bytes that the stalled reader's system takes, or so
SLOWER = 1.5  # times the others' p95
ENDS_WITHIN = 5.0  # seconds, when it reads on at last
ATTEMPTS = 3  # to connect


@dataclass
class Flood:
    p95: float  # seconds, from sending until a program hears
    grew: int  # bytes, the server at its most


async def stalled(trial: Trial, result: Result) -> None:
    """The same flood without and with a stalled reader, by turns: the others must not feel it.

    Whatever else the machine does makes a turn slower and never faster, so the best turns are compared.
    """
    async with stage(trial, result, gather=False) as here:
        for number in range(1, CLIENTS + 1):
            here.client(f"writer-{number}", here.server, asks=False)
            here.client(f"viewer-{number}", here.server, asks=False)
        await here.all_back()
        await _flood(here, "warms up", here.size.flood // 10)
        alone, beside = [], []
        for turn in range(1, here.size.turns + 1):
            alone.append(await _flood(here, f"alone {turn}", here.size.flood))
            reader = Stalled(here)
            await asyncio.to_thread(reader.connect)
            result.faults += 1
            beside.append(await _flood(here, f"stalled {turn}", here.size.flood))
            end = await asyncio.to_thread(reader.read_on)
            here.note(f"the stalled connection {end}")
            here.require(end != Stalled.OPEN, f"the stalled connection {end}")
        _compare(here, alone, beside)

        here.client(Stalled.name, here.server, asks=False)
        await here.open_windows()
        await here.traffic(30)
        await settle(here, time.monotonic())


def _compare(here: Stage, alone: list[Flood], beside: list[Flood]) -> None:
    quick, slow = (min(flood.p95 for flood in floods) for floods in (alone, beside))
    here.note(f"p95 {quick * 1000:.0f} ms without it, {slow * 1000:.0f} ms with it")
    if here.size.is_timed:
        here.require(slow <= SLOWER * quick, f"p95 is {slow / quick:.2f} times as long with it")
    grew = [max(flood.grew for flood in floods) / 1e6 for floods in (alone, beside)]
    here.note("the server grew by {:.1f} MB without it, {:.1f} MB with it".format(*grew))
    more = (grew[1] - grew[0]) * 1e6
    here.require(more < here.size.flood, f"the server grew by {more / 1e6:.1f} MB more with it")


async def _flood(here: Stage, phase: str, size: int) -> Flood:
    """So many bytes said at an even pace, and heard by all programs."""
    count = size // (CHARACTERS * len(LETTER.encode()))
    before = most = here.server.memory
    first = {writer: len(writer.sent) for writer in here.writers}
    begins = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(max(0.0, begins + number * EVERY - time.monotonic()))
            writer = here.writers[number % CLIENTS]
            text = f"{writer.name}, {phase}, {number} ".ljust(CHARACTERS, LETTER)
            group.create_task(writer.write(text))
            most = max(most, here.server.memory)
    sent = [(each, w.began[each]) for w in here.writers for each in w.sent[first[w] :]]
    async with asyncio.timeout(READY_WITHIN):
        for client in here.clients:
            await client.has_heard({each for each, _ in sent})
    took = [client.heard[each] - began for client in here.clients for each, began in sent]
    return Flood(quantiles(took, n=20)[-1], max(most, here.server.memory) - before)


class Stalled:
    """Follows the room, and then does not read until ``read_on``."""

    name = "owner"
    OPEN = "is still open"

    def __init__(self, here: Stage) -> None:
        self._port, self._room, self._cookie = here.server.port, here.room, here.cookies[self.name]
        self._address = parse_uri(here.socket(here.server))

    def connect(self) -> None:
        """Again when the server refuses, as it may when it has too much to do."""
        for left in reversed(range(ATTEMPTS)):
            self._protocol = ClientProtocol(self._address, max_size=None)
            self._socket = socket.socket()
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            self._socket.settimeout(ENDS_WITHIN)
            try:
                self._follow()
                break
            except (OSError, InvalidHandshake):
                self._socket.close()
                if not left:
                    raise

    def _follow(self) -> None:
        self._socket.connect(("127.0.0.1", self._port))
        request = self._protocol.connect()
        request.headers["Cookie"] = f"sessionid={self._cookie}"
        request.headers["Origin"] = f"http://127.0.0.1:{self._port}"
        self._protocol.send_request(request)
        self._send()
        self._receive_until(Response)
        if self._protocol.handshake_exc:
            raise self._protocol.handshake_exc
        question = {"action": "catch_up", "request_id": "room", "room": self._room}
        self._protocol.send_text(json.dumps(question).encode())
        self._send()
        self._receive_until(Frame)  # the reply: it follows the room now

    def _receive_until(self, kind: type[Response | Frame]) -> None:
        while not any(isinstance(event, kind) for event in self._protocol.events_received()):
            data = self._socket.recv(BUFFER)
            if not data:
                raise ConnectionError("the server has ended the connection")
            self._protocol.receive_data(data)

    def _send(self) -> None:
        self._socket.sendall(b"".join(self._protocol.data_to_send()))

    def read_on(self) -> str:
        """Read until the end, if there is one; how the connection has ended."""
        ended = False
        deadline = time.monotonic() + ENDS_WITHIN
        with self._socket, suppress(TimeoutError):
            while not ended and time.monotonic() < deadline:
                try:
                    data = self._socket.recv(65_536)
                except ConnectionError:
                    data = b""
                self._protocol.receive_data(data) if data else self._protocol.receive_eof()
                ended = not data or self._protocol.close_rcvd is not None
        if not ended:
            return self.OPEN
        closed = self._protocol.close_rcvd
        return f"was closed with {closed.code}" if closed else "was dropped"
