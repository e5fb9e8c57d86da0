"""How soon delivery ends: two servers that share PostgreSQL and Redis, while somebody posts without a pause.

``python -m bench.revocation`` runs this fifty times over and prints what it found.
"""

import asyncio
import json
import os
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed

from chat.models import Room, User
from chat.tests.servers import Server, Uvicorn, share
from chat.tests.sockets import FRAGMENTS_ROUTE, JSON_ROUTE, cookie_of

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]

TRIES = int(os.environ.get("REVOCATION_TRIES", "3"))
#: Where ``bench.revocation`` wants the lines of its table.
REPORT = os.environ.get("REVOCATION_REPORT")
SILENT_WITHIN = 1.0  # seconds from the beginning of the act: what is promised
ENDS_WITHIN = 10.0
PAUSE = 0.02  # seconds between two posts
MARK = "tick number"


@pytest.fixture
def servers(transactional_db: None, tmp_path: Path) -> Iterator[list[Server]]:
    share()
    servers: list[Server] = [Uvicorn(tmp_path), Uvicorn(tmp_path)]
    for server in servers:
        server.start()
    yield [server.wait() for server in servers]
    for server in servers:
        server.stop()


async def enter(server: Server, cookie: str, path: str) -> ClientConnection:
    headers = {"Cookie": cookie, "Origin": server.address}
    address = server.address.replace("http", "ws") + path
    return await open_socket(address, additional_headers=headers, proxy=None)


@dataclass
class Witness:
    """One socket of the person, and when it last heard of the room."""

    socket: ClientConnection
    heard: float = 0.0
    count: int = 0
    closed: float = 0.0
    hears: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def follow(self, room: Room) -> None:
        follow = {"action": "catch_up", "request_id": "room", "room": room.pk}
        await self.socket.send(json.dumps(follow))

    async def listen(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self.socket:
                if MARK in str(text):
                    self.heard = time.monotonic()
                    self.count += 1
                    async with self.hears:
                        self.hears.notify_all()
        self.closed = time.monotonic()

    async def has_heard(self, more: int = 1) -> None:
        wanted = self.count + more
        async with asyncio.timeout(ENDS_WITHIN), self.hears:
            await self.hears.wait_for(lambda: self.count >= wanted)


@asynccontextmanager
async def witness(server: Server, cookie: str, path: str, room: Room) -> AsyncIterator[Witness]:
    async with await enter(server, cookie, path) as socket:
        here = Witness(socket)
        listening = asyncio.create_task(here.listen())
        await here.follow(room)
        await here.has_heard()
        yield here
        listening.cancel()


@asynccontextmanager
async def posting(server: Server, author: User, room: Room) -> AsyncIterator[None]:
    """Somebody posts without a pause."""
    async with await enter(server, await cookie_of(author), JSON_ROUTE) as socket:

        async def post() -> None:
            number = 0
            while True:
                number += 1
                say = {"action": "create_message", "request_id": number, "room": room.pk}
                await socket.send(json.dumps({**say, "message": f"{MARK} {number}"}))
                await socket.recv()
                await asyncio.sleep(PAUSE)

        task = asyncio.create_task(post())
        yield
        assert not task.done(), task.exception()
        task.cancel()


# What ends it


def remove(person: User, room: Room) -> None:
    room.leave(person)


def sessions_of(person: User) -> list[Session]:
    mine = str(person.pk)
    return [each for each in Session.objects.all() if each.get_decoded().get(SESSION_KEY) == mine]


def sign_out(person: User, room: Room) -> None:
    for session in sessions_of(person):
        client = Client()
        client.cookies["sessionid"] = session.session_key
        client.post("/sign-out/")


def end_sessions(person: User, room: Room) -> None:
    for session in sessions_of(person):
        session.delete()


def deactivate(person: User, room: Room) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])


def ban(person: User, room: Room) -> None:
    person.is_active, person.banned_at = False, timezone.now()
    person.save(update_fields=["is_active", "banned_at"])


def change_password(person: User, room: Room) -> None:
    person.set_password("another horse")
    person.save(update_fields=["password"])


ACTS: dict[Callable[[User, Room], None], bool] = {  # and whether it closes the sockets
    remove: False,
    sign_out: True,
    end_sessions: True,
    deactivate: True,
    ban: True,
    change_password: True,
}


@dataclass
class Found:
    silence: list[float] = field(default_factory=list)
    close: list[float] = field(default_factory=list)


@sync_to_async
def somebody(name: str, room: Room) -> User:
    person = User.objects.create_user(name, password="correct horse")
    room.join(person)
    return person


async def attempt(
    servers: list[Server],
    act: Callable[[User, Room], None],
    person: User,
    room: Room,
    found: Found,
    other: str,
) -> None:
    """``other``: the cookie of somebody who stays."""
    here, there = servers
    cookie = await cookie_of(person)
    async with (
        witness(here, cookie, FRAGMENTS_ROUTE, room) as page,
        witness(there, cookie, FRAGMENTS_ROUTE, room) as other_page,
        witness(there, cookie, JSON_ROUTE, room) as program,
        witness(there, other, JSON_ROUTE, room) as control,
    ):
        theirs = (page, other_page, program)
        began = time.monotonic()
        await sync_to_async(act)(person, room)
        if ACTS[act]:
            async with asyncio.timeout(ENDS_WITHIN):
                for each in theirs:
                    await each.socket.wait_closed()
        await control.has_heard(10)  # others hear on, so there was something to be silent about
        found.silence.append(max(0.0, *(each.heard - began for each in theirs)))
        if ACTS[act]:
            found.close.append(max(each.closed for each in theirs) - began)
        assert all(each.heard < control.heard for each in theirs)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_silence_comes_within_a_second(
    servers: list[Server], act: Callable[[User, Room], None], lobby: Room, alice: User
) -> None:
    found = Found()
    async with posting(servers[0], alice, lobby):
        for number in range(TRIES):
            person = await somebody(f"person-{number}", lobby)
            await attempt(servers, act, person, lobby, found, await cookie_of(alice))
    if REPORT:
        await sync_to_async(report)(REPORT, act.__name__, found)
    assert max(found.silence) < SILENT_WITHIN
    assert not found.close or max(found.close) < SILENT_WITHIN


def report(path: str, name: str, found: Found) -> None:
    def shown(times: list[float]) -> str:
        if not times:
            return "– | –"
        return f"{statistics.median(times) * 1000:.0f} ms | {max(times) * 1000:.0f} ms"

    act = name.replace("_", " ")
    with Path(path).open("a") as lines:
        lines.write(
            f"| {act} | {len(found.silence)} | {shown(found.silence)} | {shown(found.close)} |\n"
        )
