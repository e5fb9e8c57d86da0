"""Who does not read delays nobody, and is sent away."""

import asyncio
import json
import socket
from contextlib import suppress
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed

from chat.models import Room, User
from chat.models.message import MAX_LENGTH
from chat.tests.servers import Server
from chat.tests.sockets import FRAGMENTS_ROUTE, JSON_ROUTE, cookie_of

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]

WITHIN = 60.0  # seconds
#: More than the buffers of both systems take (Linux: some megabytes) and what a socket may have waiting.
MESSAGES = 700


async def enter(server: Server, user: User, path: str, **options: Any) -> ClientConnection:
    return await open_socket(
        f"ws://127.0.0.1:{server.port}{path}",
        additional_headers={"Cookie": await cookie_of(user), "Origin": server.address},
        proxy=None,
        **options,
    )


async def call(connection: ClientConnection, action: str, **fields: Any) -> None:
    """Send a request; return when its reply has come."""
    await connection.send(json.dumps({"action": action, "request_id": action, **fields}))
    async for text in connection:
        if "response_status" in (frame := json.loads(text)) and frame["request_id"] == action:
            assert frame["response_status"] < 300, frame
            return


async def stalled(server: Server, user: User, room: Room) -> ClientConnection:
    """A page that has caught up, and reads nothing any more."""
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    small.connect(("127.0.0.1", server.port))
    page = await enter(server, user, FRAGMENTS_ROUTE, sock=small, max_queue=1, ping_interval=None)
    await page.send(json.dumps({"action": "catch_up", "room": str(room.pk), "HEADERS": {}}))
    assert "-since" in str(await page.recv())
    return page


async def hear(connection: ClientConnection, count: int) -> list[int]:
    """The seqs of so many new messages."""
    heard: list[int] = []
    async with asyncio.timeout(WITHIN):
        async for text in connection:
            if "pk" in (frame := json.loads(text)):
                heard.append(frame["data"]["seq"])
            if len(heard) == count:
                break
    return heard


async def close_code(page: ClientConnection) -> int | None:
    """Read to the end."""
    with suppress(ConnectionClosed):
        async with asyncio.timeout(WITHIN):
            async for _ in page:
                pass
    return page.close_code


async def test_who_does_not_read_is_closed_with_1013_and_the_others_get_everything(
    server: Server, lobby: Room, alice: User, bob: User
) -> None:
    page = await stalled(server, bob, lobby)
    async with (
        await enter(server, alice, JSON_ROUTE) as writer,
        await enter(server, bob, JSON_ROUTE) as reader,
    ):
        await call(reader, "catch_up", room=lobby.pk)
        hearing = asyncio.create_task(hear(reader, MESSAGES))
        for number in range(MESSAGES):
            text = f"{number} ".ljust(MAX_LENGTH, "x")
            await call(writer, "create_message", room=lobby.pk, message=text)
        assert await hearing == list(range(1, MESSAGES + 1))

        # It reads again, and is told that it was too slow.
        assert await close_code(page) == 1013

        # It comes back, and gets what it lacks: too much to send one by one.
        async with await enter(server, bob, FRAGMENTS_ROUTE, max_size=None) as again:
            form = {"action": "catch_up", "room": str(lobby.pk), "since": "0", "HEADERS": {}}
            await again.send(json.dumps(form))
            assert f'data-seq="{MESSAGES}"' in str(await asyncio.wait_for(again.recv(), WITHIN))
    assert "Traceback" not in server.errors
