"""The page's socket: made anew when it is lost, and where it goes on from."""

import json
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from e2e.bot import Bot
from e2e.pages.people import FirstRunPage
from e2e.pages.room import RoomPage
from e2e.server import Server

InRoom = Callable[[Page], RoomPage]


class Line:
    """The sockets that a page has opened so far, and what it has sent over them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refuses = False
        self.sockets: list[WebSocketRoute] = []
        self.sent: list[dict[str, Any]] = []
        page.route_web_socket("**/ws/**", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        if self.refuses:
            socket.close(code=1013)
            return
        server = socket.connect_to_server()

        def note(text: str | bytes) -> None:
            self.sent.append(json.loads(text))
            server.send(text)

        socket.on_message(note)

    def opens(self, count: int, within: float = 5) -> None:
        """Wait until the page has opened so many."""
        end = time.monotonic() + within
        while len(self.sockets) < count:
            assert time.monotonic() < end, f"{len(self.sockets)} sockets, not {count}"
            self.page.title()  # lets the window speak

    @property
    def sinces(self) -> list[int]:
        """What the page says of itself each time that it catches up."""
        return [int(each["since"]) for each in self.sent if each["action"] == "catch_up"]


@pytest.fixture
def line(open_browser: Callable[..., Page], states: dict[str, Any]) -> Line:
    """In Bob's browser."""
    return Line(open_browser(storage_state=states["bob"]))


def is_live(room: RoomPage, bot: Bot, text: str) -> None:
    bot.call("create_message", room=room.pk, message=text)
    expect(room.message(text)).to_be_visible()


@pytest.mark.parametrize("code", [1000, 1012, 1013])
def test_a_socket_that_was_closed_is_made_anew_at_once(
    line: Line, bot: Bot, in_room: InRoom, code: int
) -> None:
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    before = len(line.sockets)
    line.sockets[-1].close(code=code)
    line.opens(before + 1, within=2)
    is_live(room, bot, "Live again")


def test_the_network_that_is_there_again_is_used_at_once(
    line: Line, bot: Bot, in_room: InRoom
) -> None:
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    before = len(line.sockets)
    line.page.evaluate("dispatchEvent(new Event('online'))")
    line.opens(before + 1, within=1)
    is_live(room, bot, "Live again")
    assert len(line.sockets) == before + 1


def test_a_laptop_that_slept_connects_anew(line: Line, bot: Bot, in_room: InRoom) -> None:
    line.page.clock.install()
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    is_live(room, bot, "Before")
    before = len(line.sockets)
    line.page.clock.run_for(20_000)
    assert len(line.sockets) == before
    line.page.clock.fast_forward(3_600_000)
    line.opens(before + 1)
    line.page.clock.resume()
    is_live(room, bot, "After")
    assert len(line.sockets) == before + 1


def test_a_hidden_page_stays_connected(line: Line, bot: Bot, in_room: InRoom) -> None:
    """Its timers run once a minute."""
    line.page.clock.install()
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    is_live(room, bot, "Before")
    before = len(line.sockets)
    hide(line.page, hidden=True)
    for _ in range(5):
        line.page.clock.fast_forward(60_000)
    is_live(room, bot, "Behind another")
    hide(line.page, hidden=False)
    is_live(room, bot, "In front")
    assert len(line.sockets) == before


def hide(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


NOTE_CLOSING = """
document.addEventListener("htmx:wsClose", () => { document.documentElement.dataset.closed = "" })
"""


def test_a_page_that_comes_to_the_front_connects_at_once(
    line: Line, bot: Bot, in_room: InRoom
) -> None:
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    line.page.clock.install()
    hide(line.page, hidden=True)
    line.page.evaluate(NOTE_CLOSING)
    before = len(line.sockets)
    line.sockets[-1].close(code=1012)
    expect(line.page.locator("html[data-closed]")).to_be_attached()
    hide(line.page, hidden=False)
    line.opens(before + 1)
    is_live(room, bot, "In front")


def test_a_server_that_accepts_and_closes_is_not_hammered(line: Line, in_room: InRoom) -> None:
    in_room(line.page)
    line.page.clock.install()
    before = len(line.sockets)
    line.refuses = True
    line.sockets[-1].close(code=1012)
    for _ in range(240):
        line.page.clock.run_for(500)
        line.page.title()
    tried = len(line.sockets) - before
    assert 4 <= tried <= 36  # in two minutes


def test_a_page_asks_for_what_is_newer_than_what_it_has_heard(
    line: Line, bot: Bot, in_room: InRoom
) -> None:
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    for number in (1, 2, 3):
        is_live(room, bot, f"Message number {number}")
    before = len(line.sockets)
    line.sockets[-1].close(code=1012)
    line.opens(before + 1)
    is_live(room, bot, "After it")
    assert line.sinces[-1] == 3


def test_what_came_by_http_alone_says_nothing_of_what_is_below_it(
    line: Line, bot: Bot, in_room: InRoom
) -> None:
    """The answer to one's own message may be ahead of the socket."""
    room = in_room(line.page)
    bot.call("join_room", pk=room.pk)
    is_live(room, bot, "Heard")
    before = len(line.sockets)
    line.refuses = True
    line.sockets[-1].close(code=1012)
    line.opens(before + 1)
    bot.call("create_message", room=room.pk, message="Not heard")
    room.send("My own")
    expect(room.message("My own")).to_be_visible()
    line.refuses = False
    line.page.evaluate("dispatchEvent(new Event('online'))")
    expect(room.message("Not heard")).to_be_visible()
    assert line.sinces[-1] == 1
    assert room.texts() == ["Heard", "Not heard", "My own"]


MEANWHILE = """
from chat.models import Room, User
Room.objects.get().post(User.objects.get(), "Meanwhile")
"""


def test_a_page_is_live_again_after_a_deploy(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url)
    FirstRunPage(page).open().fill("alice", room="Lobby")
    room = RoomPage(page)
    room.send("Before")
    empty_server.stop(signal.SIGTERM)
    empty_server.manage("shell", "-c", MEANWHILE)
    empty_server.start()
    expect(room.message("Meanwhile")).to_be_visible(timeout=15_000)
    room.send("After")
    assert room.texts() == ["Before", "Meanwhile", "After"]
