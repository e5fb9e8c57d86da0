"""A sentence begun on the phone is there on the laptop, and nothing overwrites what is newer."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Response, Route, expect

from e2e.pages.index import IndexPage
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def phone(open_browser: Callable[..., Page], states: dict[str, Any]) -> Page:
    """Alice's other device."""
    return open_browser(storage_state=states["alice"], **PHONE)


def is_kept(response: Response) -> bool:
    return response.url.endswith("/draft/") and response.request.method == "POST"


def begin(room: RoomPage, text: str) -> None:
    """Until the server has it, or has said that it has something newer."""
    with room.page.expect_response(is_kept):
        room.composer.press_sequentially(text)


def come_back(page: Page) -> None:
    """From another device, to this window."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def bar(room: RoomPage) -> Locator:
    return room.page.get_by_role("group", name="Newer text")


def mark(page: Page, name: str) -> Locator:
    """In the list of rooms."""
    return IndexPage(page).row(name).get_by_text("draft", exact=True)


def show(room: RoomPage, page: Page) -> RoomPage:
    page.goto(room.page.url)
    return RoomPage(page)


# From one device to another


def test_what_is_begun_on_the_phone_goes_on_on_the_laptop(
    alice: Page, phone: Page, in_room: InRoom
) -> None:
    there = in_room(phone)
    begin(there, "Begun on the ")
    here = show(there, alice)
    expect(here.composer).to_have_value("Begun on the ")
    here.composer.press("End")
    begin(here, "train")
    come_back(phone)
    expect(there.composer).to_have_value("Begun on the train")
    expect(bar(there)).to_be_hidden()


def test_what_was_begun_is_sent_to_the_server_when_one_leaves_the_room_at_once(
    alice: Page, phone: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    with alice.expect_response(is_kept):
        room.composer.press_sequentially("In a hurry")
        IndexPage(alice).row("Lobby").click()
    expect(room.title).to_have_text("Lobby")
    expect(mark(alice, room_name)).to_be_visible()
    expect(mark(alice, "Lobby")).to_be_hidden()
    there = RoomPage.enter(phone, room_name)
    expect(there.composer).to_have_value("In a hurry")


def test_rooms_with_a_draft_are_marked_in_the_list(
    alice: Page, bob: Page, phone: Page, in_room: InRoom, room_name: str
) -> None:
    in_room(bob)
    room = in_room(alice)
    begin(room, "Half")
    for page in (phone, bob):
        IndexPage(page).open()
    expect(mark(phone, room_name)).not_to_have_attribute("hidden", "")  # behind the menu
    expect(mark(bob, room_name)).to_be_hidden()
    expect(mark(alice, room_name)).to_be_hidden()  # of the room that is open
    IndexPage(alice).row("Lobby").click()
    expect(room.title).to_have_text("Lobby")
    expect(mark(alice, room_name)).to_be_visible()
    IndexPage(alice).row(room_name).click()
    expect(room.title).to_have_text(room_name)
    room.send("A sentence")
    IndexPage(alice).row("Lobby").click()
    expect(room.title).to_have_text("Lobby")
    expect(mark(alice, room_name)).to_be_hidden()


# Written here and there


def conflict(alice: Page, phone: Page, in_room: InRoom) -> tuple[RoomPage, RoomPage]:
    """Both devices had the same; then the phone wrote, and the laptop did not know."""
    there = in_room(phone)
    here = show(there, alice)
    begin(there, "From the phone")
    begin(here, "From the laptop")
    expect(bar(here)).to_be_visible()
    return here, there


def test_newer_text_takes_the_place_of_nothing(alice: Page, phone: Page, in_room: InRoom) -> None:
    here, there = conflict(alice, phone, in_room)
    expect(bar(here)).to_contain_text("There is newer text from another device.")
    expect(here.composer).to_have_value("From the laptop")
    expect(here.composer).to_be_focused()
    here.composer.press_sequentially(", which goes on")
    expect(here.composer).to_have_value("From the laptop, which goes on")
    expect(there.composer).to_have_value("From the phone")
    alice.reload()
    expect(here.composer).to_have_value("From the laptop, which goes on")
    expect(bar(here)).to_be_visible()


def test_one_looks_at_both_and_keeps_one(alice: Page, phone: Page, in_room: InRoom) -> None:
    here, there = conflict(alice, phone, in_room)
    bar(here).get_by_role("button", name="Show it").press("Enter")
    expect(here.composer).to_have_value("From the phone")
    alice.reload()  # and nothing is lost by that
    expect(here.composer).to_have_value("From the phone")
    bar(here).get_by_role("button", name="Show mine").press("Enter")
    expect(here.composer).to_have_value("From the laptop")
    with alice.expect_response(is_kept):
        bar(here).get_by_role("button", name="Keep this").press("Enter")
    expect(bar(here)).to_be_hidden()
    expect(here.composer).to_be_focused()
    come_back(phone)
    expect(there.composer).to_have_value("From the laptop")


def test_what_the_other_device_wrote_can_be_kept(alice: Page, phone: Page, in_room: InRoom) -> None:
    here, _ = conflict(alice, phone, in_room)
    bar(here).get_by_role("button", name="Show it").click()
    bar(here).get_by_role("button", name="Keep this").click()
    expect(bar(here)).to_be_hidden()
    alice.reload()
    expect(here.composer).to_have_value("From the phone")
    expect(bar(here)).to_be_hidden()


# Without a network


def test_what_is_begun_without_a_network_is_kept_when_it_is_back(
    alice: Page, phone: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    alice.context.set_offline(True)
    room.composer.press_sequentially("In the tunnel")
    room.composer.blur()
    expect(room.composer).to_have_value("In the tunnel")
    with alice.expect_response(is_kept):
        alice.context.set_offline(False)
    there = RoomPage.enter(phone, room_name)
    expect(there.composer).to_have_value("In the tunnel")


def test_reload_keeps_what_the_server_never_got(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.route("**/draft/", lambda route: route.abort())
    room.composer.press_sequentially("Only here")
    alice.reload()
    expect(room.composer).to_have_value("Only here")
    alice.unroute("**/draft/")
    with alice.expect_response(is_kept):
        alice.evaluate("dispatchEvent(new Event('online'))")


def test_what_the_server_refuses_stays_and_is_not_asked_again_and_again(
    alice: Page, in_room: InRoom
) -> None:
    room = in_room(alice)
    alice.clock.install()
    asked: list[str] = []
    alice.on("request", lambda request: asked.append(request.url) if is_draft(request) else None)
    with alice.expect_response("**/draft/") as answer:
        room.composer.fill("x" * 40_001)
        alice.clock.run_for(1_000)
    assert answer.value.status == 422
    alice.clock.run_for(60_000)
    assert len(asked) == 1
    alice.reload()
    expect(room.composer).to_have_value("x" * 40_001)


def is_draft(request: Request) -> bool:
    return request.url.endswith("/draft/") and request.method == "POST"


# Sending


def test_what_is_sent_does_not_come_back(alice: Page, phone: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    begin(room, "Hello")
    there = show(room, phone)
    expect(there.composer).to_have_value("Hello")
    room.composer.press_sequentially(", everybody")
    room.composer.press("Enter")
    expect(room.message("Hello, everybody")).to_be_visible()
    expect(room.all_unsent).to_have_count(0)
    come_back(phone)
    expect(there.composer).to_have_value("")
    for page in (alice, phone):
        page.reload()
        expect(RoomPage(page).composer).to_have_value("")
        expect(bar(RoomPage(page))).to_be_hidden()


def test_what_is_sent_while_its_draft_is_on_its_way_does_not_come_back(
    alice: Page, phone: Page, in_room: InRoom
) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/draft/", lambda route: route.continue_() if held else held.append(route))
    with alice.expect_request("**/draft/"):
        room.composer.press_sequentially("Hello")
    room.composer.press_sequentially(", all")
    room.composer.press("Enter")
    expect(room.message("Hello, all")).to_be_visible()
    expect(room.all_unsent).to_have_count(0)
    with alice.expect_response(lambda response: is_kept(response) and "text=&" in body(response)):
        held[0].continue_()
    expect(room.composer).to_have_value("")
    there = show(room, phone)
    expect(there.composer).to_have_value("")


def body(response: Response) -> str:
    return response.request.post_data or ""


def test_what_waits_to_be_sent_is_no_draft(alice: Page, phone: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    begin(room, "Later")
    alice.route("**/messages/", lambda route: route.abort())
    with alice.expect_response(is_kept):
        room.write("Later")
        expect(room.unsent("Later")).to_be_visible()
    begin(room, "The next one")
    alice.reload()
    expect(room.composer).to_have_value("The next one")
    alice.unroute("**/messages/")
    alice.evaluate("dispatchEvent(new Event('online'))")
    expect(room.message("Later")).to_have_count(1)
    expect(room.all_unsent).to_have_count(0)
    alice.reload()
    expect(room.composer).to_have_value("The next one")
    there = show(room, phone)
    expect(there.composer).to_have_value("The next one")


# Windows, and going about


def test_two_windows_of_a_browser_have_the_same(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    window = alice.context.new_page()
    other = show(room, window)
    other.composer.blur()  # in the tests each window has the focus
    room.composer.press_sequentially("Seen in both")
    expect(other.composer).to_have_value("Seen in both")
    begin(room, "!")
    room.composer.blur()
    other.composer.press("End")
    begin(other, " And gone on")
    expect(room.composer).to_have_value("Seen in both! And gone on")
    expect(bar(room)).to_be_hidden()
    expect(bar(other)).to_be_hidden()


def test_another_window_puts_nothing_before_the_caret(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    other = show(room, alice.context.new_page())
    expect(other.composer).to_be_focused()
    begin(room, "Written elsewhere")
    other.composer.press_sequentially("Written here")
    expect(other.composer).to_have_value("Written here")
    other.composer.press("Enter")
    expect(other.message("Written here")).to_be_visible()
    expect(room.composer).to_have_value("Written elsewhere")


def test_back_and_forward_show_what_is_there_now(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    begin(room, "One")
    IndexPage(alice).row("Lobby").click()
    expect(room.title).to_have_text("Lobby")
    alice.go_back()
    expect(room.title).to_have_text(room_name)
    expect(room.composer).to_have_value("One")
    room.send(", sent")
    alice.go_forward()
    expect(room.title).to_have_text("Lobby")
    alice.go_back()
    expect(room.title).to_have_text(room_name)
    expect(room.composer).to_have_value("")
    expect(bar(room)).to_be_hidden()


def test_text_of_another_kind_is_no_draft(alice: Page, in_room: InRoom) -> None:
    """While a message is edited in the composer (composer-context.js)."""
    room = in_room(alice)
    begin(room, "Begun")
    composer = alice.locator("message-composer")
    composer.dispatch_event("set-aside")
    room.composer.fill("An older message, changed")
    composer.dispatch_event("bring-back")
    expect(room.composer).to_have_value("Begun")
    composer.dispatch_event("set-aside")
    room.composer.fill("Changed again")
    alice.reload()
    expect(room.composer).to_have_value("Begun")


# Without JavaScript


def test_draft_shows_without_a_script_and_is_sent(
    alice: Page,
    open_browser: Callable[..., Page],
    states: dict[str, Any],
    in_room: InRoom,
) -> None:
    room = in_room(alice)
    begin(room, "Begun with a script")
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    there = show(room, plain)
    expect(there.composer).to_have_value("Begun with a script")
    there.composer.fill("Ended without one")
    there.send_button.click()
    expect(there.message("Ended without one")).to_be_visible()
    expect(there.composer).to_have_value("")
    come_back(alice)
    expect(room.composer).to_have_value("")
