"""Processes that share PostgreSQL and Redis are one Roomful."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket

from chat.models import Room, User
from chat.tests.servers import Daphne, Server, Uvicorn, share
from chat.tests.sockets import FRAGMENTS_ROUTE, JSON_ROUTE, cookie_of

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]

WITHIN = 10.0  # seconds


@pytest.fixture
def serve(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., list[Server]]]:
    """Starts servers of the classes, all of them at once."""
    share()
    servers: list[Server] = []

    def start(*classes: type[Server]) -> list[Server]:
        servers.extend(each(tmp_path) for each in classes)
        for server in servers:
            server.start()
        return [server.wait() for server in servers]

    yield start
    for server in servers:
        server.stop()


async def enter(server: Server, user: User, path: str = JSON_ROUTE) -> ClientConnection:
    return await open_socket(
        f"ws://127.0.0.1:{server.port}{path}",
        additional_headers={"Cookie": await cookie_of(user), "Origin": server.address},
        proxy=None,
    )


class Remote:
    """A bot at a server. Changes and replies come in any order; what nobody waits for is kept."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._frames: list[dict[str, Any]] = []

    async def call(self, action: str, **fields: Any) -> dict[str, Any]:
        await self._socket.send(json.dumps({"action": action, "request_id": action, **fields}))
        return await self._frame(lambda frame: "response_status" in frame)

    async def next_text(self) -> str:
        """The text of the next message that somebody wrote."""
        change = await self._frame(lambda frame: "text" in (frame["data"] or {}) and "pk" in frame)
        text: str = change["data"]["text"]
        return text

    async def _frame(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with asyncio.timeout(WITHIN):
            while not (wanted := [frame for frame in self._frames if is_wanted(frame)]):
                self._frames.append(json.loads(await self._socket.recv()))
        self._frames.remove(wanted[0])
        return wanted[0]


@pytest.mark.parametrize("second", [Daphne, Uvicorn])
async def test_two_servers_are_one(
    serve: Callable[..., list[Server]], second: type[Server], lobby: Room, alice: User, bob: User
) -> None:
    here, there = await asyncio.to_thread(serve, Daphne, second)
    async with (
        await enter(here, alice) as alices,
        await enter(there, bob) as bobs,
        await enter(here, bob, FRAGMENTS_ROUTE) as page,
    ):
        alice_bot, bob_bot = Remote(alices), Remote(bobs)
        for bot in (alice_bot, bob_bot):
            assert (await bot.call("catch_up", room=lobby.pk))["response_status"] == 200

        await alice_bot.call("create_message", room=lobby.pk, message="From here")
        assert await bob_bot.next_text() == "From here"
        assert await alice_bot.next_text() == "From here"

        await bob_bot.call("create_message", room=lobby.pk, message="From there")
        assert await alice_bot.next_text() == "From there"
        assert await bob_bot.next_text() == "From there"

        form = {"action": "catch_up", "room": str(lobby.pk), "since": "2", "HEADERS": {}}
        await page.send(json.dumps(form))
        assert 'name="since"' in str(await asyncio.wait_for(page.recv(), WITHIN))
        await bob_bot.call("leave_room", pk=lobby.pk)
        while "not a member" not in str(await asyncio.wait_for(page.recv(), WITHIN)):
            pass
