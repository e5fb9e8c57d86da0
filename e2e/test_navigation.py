"""Going from room to room: the page stays, and so does its socket."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.room import RoomPage
from e2e.test_history import fill

InRoom = Callable[[Page], RoomPage]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def other_room(alice: Page, room_name: str) -> str:
    """Another room that Alice belongs to."""
    name = f"Beside {room_name}"
    RoomPage.enter(alice, name)
    return name


def go(page: Page, name: str) -> None:
    IndexPage(page).row(name).click()
    expect(RoomPage(page).title).to_have_text(name)


def mark(page: Page) -> None:
    """Leave something that a new page would not have."""
    page.evaluate("window.isTheSamePage = true")


def is_marked(page: Page) -> bool:
    return page.evaluate("window.isTheSamePage === true")


def test_a_link_to_a_room_swaps_the_column_and_keeps_the_page(
    alice: Page, in_room: InRoom, room_name: str, other_room: str
) -> None:
    room = in_room(alice)
    sockets: list[WebSocket] = []
    alice.on("websocket", lambda socket: sockets.append(socket))
    mark(alice)
    go(alice, other_room)
    expect(alice).to_have_title(f"{other_room} · Roomful")
    expect(room.composer).to_be_focused()
    expect(IndexPage(alice).row(other_room).get_by_role("link")).to_have_attribute(
        "aria-current", "page"
    )
    expect(IndexPage(alice).row(room_name).get_by_role("link")).not_to_have_attribute(
        "aria-current", "page"
    )
    assert is_marked(alice)
    assert sockets == []


def test_the_socket_follows_to_the_room_that_is_open(
    alice: Page, bob: Page, in_room: InRoom, room_name: str, other_room: str
) -> None:
    room, theirs = in_room(alice), in_room(bob)
    go(alice, other_room)
    theirs.send("Said in the first room")
    row = IndexPage(alice).row(room_name)
    expect(row).to_contain_text("Said in the first room")
    expect(row.get_by_text("new", exact=True)).to_be_visible()
    expect(room.messages).to_have_count(0)
    elsewhere = RoomPage.enter(bob, other_room)
    elsewhere.send("Said in the second room")
    expect(room.message("Said in the second room")).to_be_visible()
    go(alice, room_name)
    expect(room.message("Said in the first room")).to_be_visible()
    expect(row.get_by_text("new", exact=True)).to_be_hidden()
    theirs = in_room(bob)
    theirs.send("And live again")
    expect(room.message("And live again")).to_be_visible()


def test_back_and_forward_lead_through_the_rooms(
    alice: Page, in_room: InRoom, room_name: str, other_room: str
) -> None:
    room = in_room(alice)
    room.send("In the first")
    mark(alice)
    go(alice, other_room)
    room.send("In the second")
    alice.go_back()
    expect(room.title).to_have_text(room_name)
    expect(alice).to_have_title(f"{room_name} · Roomful")
    expect(room.messages).to_have_count(1)
    assert room.texts() == ["In the first"]
    expect(IndexPage(alice).row(other_room).get_by_role("link")).to_be_focused()  # it was clicked
    alice.go_forward()
    expect(room.title).to_have_text(other_room)
    expect(room.message("In the second")).to_be_visible()
    assert is_marked(alice)


def test_back_leads_to_the_place_where_one_was_reading(
    alice: Page, bot: Bot, in_room: InRoom, other_room: str
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 130)
    alice.reload()
    place = room.row(40)
    room.read_at(40)
    before = place.bounding_box()
    go(alice, other_room)
    alice.go_back()
    expect(place).to_be_in_viewport()
    after = place.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 60  # the same message, under the label of its day


def test_back_asks_the_server_again(
    alice: Page, bot: Bot, in_room: InRoom, other_room: str
) -> None:
    """No page of a chat is kept in the browser: going back shows what is there now."""
    room = in_room(alice)
    pk = room.pk
    go(alice, other_room)
    bot.call("join_room", pk=pk)
    bot.call("create_message", room=pk, message="while nobody looked")
    with alice.expect_response(lambda answer: f"/rooms/{pk}/" in answer.url) as back:
        alice.go_back()
    assert back.value.headers["cache-control"] == "private, no-store"
    expect(room.message("while nobody looked")).to_be_visible()


def test_a_room_without_membership_is_a_page_that_lets_one_in(
    bob: Page, in_room: InRoom, alice: Page, room_name: str
) -> None:
    in_room(alice)
    index = IndexPage(bob).open()
    index.open_row(room_name).click()
    bob.get_by_role("button", name="Join", exact=True).click()
    expect(RoomPage(bob).composer).to_be_visible()
    expect(index.row(room_name)).to_be_visible()


def test_who_is_signed_out_signs_in_on_the_way(
    alice: Page, in_room: InRoom, other_room: str
) -> None:
    in_room(alice)
    cookies = alice.context.cookies()
    alice.context.clear_cookies(name="sessionid")
    IndexPage(alice).row(other_room).click()
    expect(alice.get_by_role("heading", name="Sign in")).to_be_visible()
    alice.context.add_cookies(cookies)
    alice.reload()
    expect(RoomPage(alice).title).to_have_text(other_room)


def test_on_a_phone_the_rooms_are_a_drawer(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom, room_name: str
) -> None:
    phone = open_browser(storage_state=states["alice"], **PHONE)
    RoomPage.enter(phone, "Lobby")
    in_room(phone)
    sidebar = phone.get_by_role("navigation", name="Rooms")
    expect(sidebar).to_be_hidden()
    phone.get_by_role("button", name="Rooms").tap()
    expect(sidebar).to_be_visible()
    IndexPage(phone).row("Lobby").tap()
    expect(RoomPage(phone).title).to_have_text("Lobby")
    expect(sidebar).to_be_hidden()
    expect(RoomPage(phone).composer).not_to_be_focused()


def test_a_link_that_leads_nowhere_leaves_the_page_and_says_so(
    alice: Page, in_room: InRoom, room_name: str, other_room: str
) -> None:
    room = in_room(alice)
    room.composer.fill("Half a sentence")
    alice.route("**/rooms/*/", lambda route: route.fulfill(status=502, body="<h1>Proxy</h1>"))
    IndexPage(alice).row(other_room).click()
    expect(alice.get_by_text("That could not be opened.")).to_be_visible()
    expect(room.title).to_have_text(room_name)
    expect(room.composer).to_have_value("Half a sentence")
