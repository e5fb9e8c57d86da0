"""A server that is told to end does so soon and quietly, however much it is doing."""

import asyncio
import signal
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket

from chat.models import Room, User
from chat.tests.servers import Server
from chat.tests.sockets import FRAGMENTS_ROUTE, JSON_ROUTE, cookie_of

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]

WITHIN = 3.0  # seconds
SERVICE_RESTART = 1012  # RFC 6455's registry
SOCKETS = 20
BROWSERS = 4


class Browser(Thread):
    """Asks for a page again and again, until there is no answer."""

    def __init__(self, server: Server, cookie: str, path: str) -> None:
        super().__init__(daemon=True)
        self._port, self._cookie, self._path = server.port, cookie, path
        self.has_page = Event()

    def run(self) -> None:
        try:
            while True:
                connection = HTTPConnection("127.0.0.1", self._port, timeout=5)
                connection.request("GET", self._path, headers={"Cookie": self._cookie})
                if connection.getresponse().read():
                    self.has_page.set()
                connection.close()
        except (OSError, HTTPException):
            return


async def open_sockets(server: Server, cookie: str, room: Room) -> list[ClientConnection]:
    sockets = []
    for number in range(SOCKETS):
        path = FRAGMENTS_ROUTE if number % 2 else JSON_ROUTE
        socket = await open_socket(
            f"ws://127.0.0.1:{server.port}{path}",
            additional_headers={"Cookie": cookie, "Origin": server.address},
            proxy=None,
        )
        await socket.send(f'{{"action": "catch_up", "request_id": "up", "room": {room.pk}}}')
        await asyncio.wait_for(socket.recv(), 10)
        sockets.append(socket)
    return sockets


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_a_busy_server_ends_soon_and_quietly(
    server: Server, how: signal.Signals, lobby: Room, bob: User
) -> None:
    cookie = await cookie_of(bob)
    sockets = await open_sockets(server, cookie, lobby)
    browsers = [Browser(server, cookie, f"/rooms/{lobby.pk}/") for _ in range(BROWSERS)]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        assert await asyncio.to_thread(browser.has_page.wait, 10)

    took = await asyncio.to_thread(server.end, how)

    assert took < WITHIN
    assert "Traceback" not in server.errors
    assert "ERROR" not in server.errors
    for browser in browsers:
        await asyncio.to_thread(browser.join, 10)
        assert not browser.is_alive()
    for socket in sockets:
        await asyncio.wait_for(socket.wait_closed(), 10)
        assert socket.close_code == SERVICE_RESTART
