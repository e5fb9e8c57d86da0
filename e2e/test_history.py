"""The past: older pages, and what happened while a page was away."""

import signal
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.bot import Bot
from e2e.pages.people import FirstRunPage
from e2e.pages.room import RoomPage
from e2e.server import Server

InRoom = Callable[[Page], RoomPage]

MEANWHILE = """
from chat.models import Room, User
alice, room = User.objects.get(), Room.objects.get()
room.post(alice, "Meanwhile")
room.messages.get(seq=1).edit(alice, "Changed")
"""


def fill(bot: Bot, pk: int, count: int) -> list[str]:
    bot.call("join_room", pk=pk)
    texts = [f"Message number {number}" for number in range(1, count + 1)]
    bot.call_all("create_message", [{"room": pk, "message": text} for text in texts])
    return texts


def test_a_room_opens_at_its_newest_message(alice: Page, bot: Bot, in_room: InRoom) -> None:
    room = in_room(alice)
    texts = fill(bot, room.pk, 60)
    alice.reload()
    expect(room.messages.last).to_be_in_viewport()
    expect(room.messages.first).not_to_be_in_viewport()
    assert room.texts()[-50:] == texts[10:]


def test_scrolling_up_reaches_the_beginning(alice: Page, bot: Bot, in_room: InRoom) -> None:
    room = in_room(alice)
    texts = fill(bot, room.pk, 120)
    alice.reload()
    room.read_at(40)
    bot.call("create_message", room=room.pk, message="Posted meanwhile")
    expect(room.message("Posted meanwhile")).to_have_count(1)
    room.read_at(1)
    expect(room.messages).to_have_count(121)
    expect(alice.get_by_text("This is the beginning of")).to_have_count(1)
    expect(room.older).to_have_count(0)
    assert room.texts() == [*texts, "Posted meanwhile"]


def test_writing_on_an_older_page_leads_to_the_newest(
    alice: Page, bot: Bot, in_room: InRoom
) -> None:
    room = in_room(alice)
    texts = fill(bot, room.pk, 60)
    alice.goto(f"{alice.url}?before=11")
    room.send("From the past")
    expect(room.message("From the past")).to_be_in_viewport()
    assert room.texts()[-11:] == [*texts[50:], "From the past"]
    expect(room.composer).to_have_value("")


def test_a_page_catches_up_after_the_server_was_gone(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url)
    FirstRunPage(page).open().fill("alice", room="Lobby")
    room = RoomPage(page)
    room.send("Before")
    empty_server.stop(signal.SIGKILL)
    # Stored while nobody could be told.
    empty_server.manage("shell", "-c", MEANWHILE)
    empty_server.start()
    expect(room.message("Meanwhile")).to_be_visible(timeout=15_000)
    expect(room.message("Changed")).to_be_visible()
    assert room.texts() == ["Changed", "Meanwhile"]
