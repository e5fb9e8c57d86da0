"""Reading on from a message another time, and links that lead to one."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.message import MessageRow
from e2e.pages.room import RoomPage
from e2e.test_history import fill

InRoom = Callable[[Page], RoomPage]


def in_list(page: Page, room_name: str) -> Locator:
    return IndexPage(page).row(room_name).get_by_text("unread", exact=True)


def line(room: RoomPage, seq: int) -> str:
    """What stands above the message."""
    content: str = room.row(seq).evaluate("row => getComputedStyle(row, '::before').content")
    return content


def test_messages_marked_as_unread_are_read_another_time(
    alice: Page, bob: Page, in_room: InRoom, bot: Bot, room_name: str
) -> None:
    room = in_room(alice)
    in_room(bob)
    fill(bot, room.pk, 120)
    alice.reload()
    window = alice.context.new_page()
    IndexPage(window).open()
    room.read_at(60)
    MessageRow(room, 60).act("Mark unread from here")
    for page in (alice, window):
        expect(in_list(page, room_name)).to_be_visible()
    expect(in_list(bob, room_name)).to_be_hidden()

    IndexPage(window).row(room_name).get_by_role("link").click()
    again = RoomPage(window)
    expect(again.row(60)).to_be_in_viewport()
    assert line(again, 60) == '"New"'
    assert line(again, 61) == "none"
    expect(in_list(window, room_name)).to_be_visible()

    for seq in (80, 100, 120):
        again.row(seq).scroll_into_view_if_needed()
    for page in (alice, window):
        expect(in_list(page, room_name)).to_be_hidden()
    expect(window).to_have_url(re.compile(r"/rooms/\d+/$"))
    window.reload()
    expect(again.row(120)).to_be_in_viewport()


def test_where_all_is_in_view_it_is_read_at_once_and_the_line_stays(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    for text in ("One", "Two"):
        room.send(text)
    MessageRow(room, 2).act("Mark unread from here")
    expect(in_list(alice, room_name)).to_be_visible()
    alice.reload()
    expect(in_list(alice, room_name)).to_be_hidden()
    assert line(room, 2) == '"New"'
    alice.reload()
    expect(room.row(2)).to_be_visible()
    assert line(room, 2) == "none"


def test_mark_unread_by_keys_alone(alice: Page, in_room: InRoom, room_name: str) -> None:
    room = in_room(alice)
    room.send("One")
    room.row(1).focus()
    alice.keyboard.press("u")
    expect(in_list(alice, room_name)).to_be_visible()
    assert line(room, 1) == '"New"'
    expect(room.row(1)).to_be_focused()


def test_without_a_script_a_button_says_that_one_has_read(
    open_browser: Callable[..., Page],
    states: dict[str, Any],
    in_room: InRoom,
    bot: Bot,
    room_name: str,
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    room = in_room(plain)
    address = plain.url
    fill(bot, room.pk, 3)
    alice = open_browser(storage_state=states["alice"])
    alice.goto(address)
    MessageRow(RoomPage(alice), 2).act("Mark unread from here")
    expect(in_list(alice, room_name)).to_be_visible()
    alice.close()
    plain.goto(address)
    expect(plain.get_by_role("link", name="Unread from here")).to_have_attribute(
        "href", re.compile(r"\?at=2#at-2$")
    )
    plain.get_by_role("button", name="Mark as read").click()
    expect(plain.get_by_role("link", name="Unread from here")).to_have_count(0)


# Links to a message


def test_a_link_opens_the_room_around_the_message(alice: Page, in_room: InRoom, bot: Bot) -> None:
    room = in_room(alice)
    address = alice.url.partition("?")[0]
    fill(bot, room.pk, 150)
    for seq in (5, 75):
        window = alice.context.new_page()
        window.goto(f"{address}?at={seq}#at-{seq}")
        row = RoomPage(window).row(seq)
        expect(row).to_be_in_viewport()
        expect(row).to_be_focused()
        expect(row).to_have_attribute("data-found", "")
        window.close()


def test_who_joins_by_a_link_comes_to_the_message(
    alice: Page, bob: Page, in_room: InRoom, bot: Bot
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 150)
    bob.goto(alice.url.partition("?")[0] + "?at=5#at-5")
    bob.get_by_role("button", name="Join").click()
    expect(RoomPage(bob).row(5)).to_be_focused()
    expect(RoomPage(bob).row(5)).to_be_in_viewport()


def test_a_link_without_a_script_shows_which_it_is(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom, bot: Bot
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    room = in_room(plain)
    fill(bot, room.pk, 150)
    plain.goto(plain.url.partition("?")[0] + "?at=5#at-5")
    expect(room.row(5)).to_be_in_viewport()
    assert room.row(5).evaluate("row => row.matches(':target')")
