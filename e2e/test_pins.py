"""Messages that a room keeps at hand."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.message import MessageRow
from e2e.pages.room import RoomPage
from e2e.test_history import fill

InRoom = Callable[[Page], RoomPage]


def mark(room: RoomPage, seq: int) -> Locator:
    return room.row(seq).locator(".message__pinned")


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Pins")


def open_pins(page: Page) -> Locator:
    page.get_by_role("link", name="Pins", exact=True).click()
    expect(panel(page)).to_be_visible()
    return panel(page)


def test_a_pin_shows_to_everybody_and_is_in_the_list(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    mine, theirs = in_room(alice), in_room(bob)
    for text in ("The door code is 42", "Something else"):
        mine.send(text)
    MessageRow(theirs, 1).act("Pin to the room")
    for room in (mine, theirs):
        expect(mark(room, 1)).to_have_text("Pinned by bob")
    expect(open_pins(alice).get_by_role("listitem")).to_have_text(re.compile("The door code is 42"))
    alice.keyboard.press("Escape")
    expect(panel(alice)).to_be_hidden()
    MessageRow(mine, 1).act("Unpin")
    for room in (mine, theirs):
        expect(mark(room, 1)).to_have_count(0)
    expect(open_pins(bob)).to_contain_text("Nothing is pinned")


def test_the_list_leads_to_the_message_and_takes_pins_down(
    alice: Page, in_room: InRoom, bot: Bot
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 120)
    for message in bot.call("catch_up", room=room.pk, since=0)["data"]["messages"][4:7]:
        bot.call("pin", pk=message["pk"])
    alice.reload()
    pins = open_pins(alice).get_by_role("listitem")
    expect(pins).to_have_count(3)
    expect(pins.first).to_contain_text("Message number 7")
    panel(alice).get_by_role("button", name="Unpin").first.click()
    expect(pins).to_have_count(2)
    panel(alice).get_by_role("link", name="Message number 5", exact=True).click()
    expect(room.row(5)).to_be_in_viewport()
    expect(room.row(5)).to_be_focused()
    expect(panel(alice)).to_be_hidden()
    expect(mark(room, 7)).to_have_count(0)
    open_pins(alice).get_by_role("link", name="Message number 6", exact=True).click()
    expect(panel(alice)).to_be_hidden()
    expect(room.row(6)).to_be_focused()


def test_pin_and_unpin_by_keys_alone(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.send("The door code is 42")
    row = MessageRow(room, 1)
    row.row.focus()
    alice.keyboard.press("p")
    expect(mark(room, 1)).to_be_visible()
    assert row.has_focus()
    row.open_actions().get_by_role("button", name="Unpin").press("Enter")
    expect(mark(room, 1)).to_have_count(0)
    expect(row.actions.get_by_role("button", name="Pin to the room")).to_be_focused()


def test_taking_down_one_pin_after_the_other_by_keys_alone(
    alice: Page, in_room: InRoom, bot: Bot
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 3)
    for message in bot.call("catch_up", room=room.pk, since=0)["data"]["messages"]:
        bot.call("pin", pk=message["pk"])
    open_pins(alice)
    unpin = panel(alice).get_by_role("button", name="Unpin")
    unpin.nth(1).press("Enter")
    expect(unpin).to_have_count(2)
    for left in (1, 0):  # the next, which is the last; then the one before
        expect(unpin.nth(left)).to_be_focused()
        alice.keyboard.press("Enter")
        expect(unpin).to_have_count(left)
    expect(alice.locator("#pins-list")).to_be_focused()
    alice.keyboard.press("Escape")
    expect(panel(alice)).to_be_hidden()


def test_who_may_not_post_has_no_button(alice: Page, bob: Page, in_room: InRoom, bot: Bot) -> None:
    mine, theirs = in_room(alice), in_room(bob)
    mine.send("The door code is 42")
    edit = alice.evaluate("document.querySelector('a[href$=\"/edit/\"]').href")
    window = alice.context.new_page()
    window.goto(edit)
    window.get_by_label("Only those who manage the room post in it").check()
    window.get_by_role("button", name=re.compile("Save|Change")).click()
    expect(bob.get_by_text("Only those who manage this room post in it.").first).to_be_visible()
    expect(
        MessageRow(theirs, 1).open_actions().get_by_role("button", name="Pin to the room")
    ).to_be_hidden()
    expect(
        MessageRow(mine, 1).open_actions().get_by_role("button", name="Pin to the room")
    ).to_be_visible()


def test_without_a_script_there_is_a_page_of_pins(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom, bot: Bot
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    room = in_room(plain)
    fill(bot, room.pk, 3)
    for message in bot.call("catch_up", room=room.pk, since=0)["data"]["messages"]:
        bot.call("pin", pk=message["pk"])
    plain.get_by_role("link", name="Pins", exact=True).click()
    pins = plain.get_by_role("main").get_by_role("listitem")
    expect(pins).to_have_count(3)
    pins.first.get_by_role("button", name="Unpin").click()
    expect(pins).to_have_count(2)
    plain.get_by_role("link", name="Message number 1", exact=True).click()
    expect(room.row(1)).to_be_in_viewport()
    expect(mark(room, 1)).to_be_visible()
