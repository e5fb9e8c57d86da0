"""What one does by writing it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.pages.index import IndexPage
from e2e.pages.keeping import make_room
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def command(room: RoomPage, text: str) -> None:
    room.composer.fill(text)
    room.composer.press("Enter")


def status(page: Page) -> Locator:
    return page.locator("#composer-status")


def test_me_and_shrug_are_messages(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.send("/me waves")
    expect(room.row(1)).to_contain_text("waves")
    expect(room.row(1)).not_to_contain_text("/me")
    room.send("//me waves")
    expect(room.row(2)).to_contain_text("/me waves")
    room.send("/etc/passwd")
    expect(room.row(3)).to_contain_text("/etc/passwd")
    room.send("/shrug Who knows?")
    expect(room.row(4)).to_contain_text("Who knows? ¯")


def test_action_waits_for_the_network_like_any_message(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.context.set_offline(True)
    room.write("/me is in a tunnel")
    expect(room.unsent("is in a tunnel")).to_be_visible()
    alice.context.set_offline(False)
    expect(room.row(1)).to_contain_text("is in a tunnel")
    expect(room.all_unsent).to_have_count(0)


def test_unknown_command_stays_with_the_reason(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    command(room, "/dance with me")
    expect(
        alice.get_by_role("alert").filter(has_text="There is no command /dance.")
    ).to_be_visible()
    expect(room.composer).to_have_value("/dance with me")
    expect(room.all_unsent).to_have_count(0)
    expect(room.messages).to_have_count(0)
    alice.reload()
    expect(room.composer).to_have_value("/dance with me")
    room.send("//dance with me")
    expect(room.row(1)).to_contain_text("/dance with me")


def test_topic_changes_for_everybody(alice: Page, bob: Page, in_room: InRoom) -> None:
    room = in_room(alice)  # who makes it manages it
    there = in_room(bob)
    command(room, "/topic Lunch on Friday")
    expect(status(alice)).to_have_text("The topic is now “Lunch on Friday”.", use_inner_text=True)
    expect(room.composer).to_have_value("")
    expect(room.composer).to_be_focused()
    expect(there.page.locator(".room__topic")).to_have_text("Lunch on Friday")
    room.send("Is that all right?")
    expect(status(alice)).to_be_hidden()
    command(there, "/topic Dinner")
    reason = "Only the owner of a room or an administrator does that."
    expect(bob.get_by_role("alert").filter(has_text=reason)).to_be_visible()
    expect(there.composer).to_have_value("/topic Dinner")


def test_command_that_was_sent_twice_is_done_once(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/messages/", lambda route: held.append(route))
    room.composer.fill("/topic Only once")
    with alice.expect_request("**/messages/"):
        room.send_button.dblclick()
    room.composer.press("Enter")
    room.composer.press_sequentially("The next one")
    held[0].continue_()
    expect(status(alice)).to_contain_text("The topic is now “Only once”.")
    expect(room.composer).to_have_value("The next one")
    assert len(held) == 1


def test_command_without_a_network_stays(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.context.set_offline(True)
    command(room, "/topic From a tunnel")
    expect(room.all_unsent).to_have_count(0)
    expect(room.composer).to_have_value("/topic From a tunnel")
    alice.context.set_offline(False)
    room.composer.press("Enter")
    expect(status(alice)).to_contain_text("The topic is now “From a tunnel”.")


def test_invite_brings_people(alice: Page, carol: Page, room_name: str) -> None:
    IndexPage(carol).open()
    room = make_room(alice, room_name, closed=True)
    command(room, "/invite @carol @nobody")
    expect(alice.get_by_text("There is nobody here called @nobody.")).to_be_visible()
    expect(IndexPage(carol).row(room_name)).to_have_count(0)
    command(room, "/invite @carol ")  # after a space Enter chooses nothing of what is suggested
    expect(status(alice)).to_contain_text("carol belongs to this room now.")
    expect(IndexPage(carol).row(room_name)).to_be_visible()


def test_leave_leads_to_the_rooms(alice: Page, bob: Page, in_room: InRoom, room_name: str) -> None:
    in_room(alice)
    room = in_room(bob)
    command(room, "/leave")
    expect(bob.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    expect(IndexPage(bob).open_row(room_name)).to_be_visible()
    expect(IndexPage(bob).row(room_name)).to_have_count(0)


def test_help_shows_the_list_until_it_is_closed(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    command(room, "/help")
    expect(status(alice).get_by_text("/invite @handle …", exact=True)).to_be_visible()
    expect(room.composer).to_be_in_viewport(ratio=1)
    room.composer.press_sequentially("/to")
    expect(status(alice)).to_be_visible()
    status(alice).get_by_role("button", name="Close").click()
    expect(status(alice)).to_be_hidden()
    expect(room.composer).to_be_focused()
    expect(room.composer).to_have_value("/to")


@pytest.fixture
def plain(open_browser: Callable[..., Page], states: dict[str, Any]) -> Page:
    """Alice, with JavaScript switched off."""
    return open_browser(java_script_enabled=False, storage_state=states["alice"])


def test_commands_work_without_a_script(plain: Page, in_room: InRoom, room_name: str) -> None:
    room = in_room(plain)

    def say(text: str) -> None:
        room.composer.fill(text)
        room.send_button.click()

    say("/me waves")
    expect(room.row(1)).to_contain_text("waves")
    say("/topic Lunch")
    expect(plain.get_by_role("status").filter(has_text="The topic is now “Lunch”.")).to_be_visible()
    say("/dance")
    expect(plain.get_by_text("There is no command /dance.")).to_be_visible()
    expect(room.composer).to_have_value("/dance")
    say("/help")
    expect(plain.get_by_role("heading", name="Commands")).to_be_visible()
    plain.get_by_role("link", name="Back to the room").click()
    say("/leave")
    expect(plain.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    expect(IndexPage(plain).row(room_name)).to_have_count(0)
