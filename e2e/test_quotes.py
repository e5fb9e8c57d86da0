"""Replying to a message, and what others see of that."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.message import MessageRow
from e2e.pages.room import RoomPage
from e2e.test_connection import Line
from e2e.test_history import fill
from e2e.test_navigation import PHONE

InRoom = Callable[[Page], RoomPage]


def quote(room: RoomPage, seq: int) -> Locator:
    return room.row(seq).locator(".message-quote")


def bar(page: Page) -> Locator:
    return page.locator(".quoting")


def begin(room: RoomPage, seq: int) -> None:
    MessageRow(room, seq).act("Reply")
    expect(bar(room.page)).to_be_visible()
    expect(room.composer).to_be_focused()


def reply(room: RoomPage, seq: int, text: str) -> None:
    begin(room, seq)
    room.send(text)
    expect(bar(room.page)).to_have_count(0)


def test_an_answer_shows_what_it_answers_to_everybody(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    mine, theirs = in_room(alice), in_room(bob)
    mine.send("Shall we meet at ten?")
    reply(theirs, 1, "Ten is fine.")
    theirs.send("See you.")
    for room in (mine, theirs):
        expect(quote(room, 2)).to_contain_text("Shall we meet at ten?")
        expect(quote(room, 2)).to_contain_text("alice")
        expect(quote(room, 3)).to_have_count(0)


def test_the_original_is_shown_as_it_is_now(
    alice: Page, bob: Page, in_room: InRoom, bot: Bot
) -> None:
    mine, theirs = in_room(alice), in_room(bob)
    fill(bot, mine.pk, 1)
    reply(theirs, 1, "Yes.")
    pk = MessageRow(mine, 1).pk
    bot.call("edit_message", pk=pk, message="Shall we meet?")
    for room in (mine, theirs):
        expect(quote(room, 2)).to_contain_text("Shall we meet?")
    bot.call("delete_message", pk=pk)
    for room in (mine, theirs):
        expect(quote(room, 2)).to_contain_text("This message was deleted.")


def test_who_was_away_learns_of_a_change_too(
    alice: Page, bob: Page, in_room: InRoom, bot: Bot
) -> None:
    mine = in_room(alice)
    window = bob.context.new_page()
    line = Line(window)
    theirs = in_room(window)
    fill(bot, mine.pk, 1)
    reply(mine, 1, "Yes.")
    expect(quote(theirs, 2)).to_contain_text("Message number 1")
    line.refuses = True
    line.sockets[-1].close(code=1012)
    bot.call("edit_message", pk=MessageRow(mine, 1).pk, message="Shall we meet?")
    expect(quote(mine, 2)).to_contain_text("Shall we meet?")
    line.refuses = False
    expect(quote(theirs, 2)).to_contain_text("Shall we meet?", timeout=15_000)


def test_the_quote_leads_to_the_original_on_the_page(
    alice: Page, in_room: InRoom, bot: Bot
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 40)
    room.page.reload()
    reply(room, 5, "About this:")
    quote(room, 41).click()
    expect(room.row(5)).to_be_in_viewport()
    expect(room.row(5)).to_be_focused()
    expect(room.row(5)).to_have_attribute("data-found", "")
    room.composer.focus()
    expect(room.row(5)).not_to_have_attribute("data-found", "")


def test_the_quote_opens_the_room_around_what_is_not_on_the_page(
    alice: Page, in_room: InRoom, bot: Bot
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 150)
    said = bot.call("catch_up", room=room.pk, since=0)["data"]["messages"][4]
    bot.call("create_message", room=room.pk, message="About this:", quotes=said["pk"])
    alice.reload()
    expect(room.row(5)).to_have_count(0)
    alice.evaluate("window.isTheSamePage = true")
    quote(room, 151).click()
    expect(room.row(5)).to_be_in_viewport()
    expect(room.row(5)).to_be_focused()
    assert alice.evaluate("window.isTheSamePage"), "the column alone was fetched"


def test_reply_by_keys_alone_and_take_it_back(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.send("Shall we meet at ten?")
    room.row(1).focus()
    for way in ("Escape", "button"):
        room.row(1).focus()
        alice.keyboard.press("r")
        expect(bar(alice)).to_contain_text("Shall we meet at ten?")
        expect(room.composer).to_be_focused()
        alice.keyboard.type("never mind")
        if way == "Escape":
            alice.keyboard.press("Escape")
        else:
            alice.get_by_role("button", name="Do not reply").press("Enter")
        expect(bar(alice)).to_have_count(0)
        expect(room.composer).to_be_focused()
        expect(room.composer).to_have_value("never mind")
        room.composer.fill("")
    room.send("Something else")
    expect(quote(room, 2)).to_have_count(0)


def test_an_answer_that_waits_shows_what_it_answers_and_keeps_it(
    alice: Page, in_room: InRoom
) -> None:
    room = in_room(alice)
    room.send("Shall we meet at ten?")
    begin(room, 1)
    alice.context.set_offline(True)
    room.write("Ten is fine.")
    expect(room.unsent("Ten is fine.").locator(".message-quote")).to_contain_text(
        "Shall we meet at ten?"
    )
    expect(bar(alice)).to_have_count(0)
    alice.context.set_offline(False)
    expect(quote(room, 2)).to_contain_text("Shall we meet at ten?", timeout=15_000)
    expect(room.all_unsent).to_have_count(0)


def test_on_a_phone_one_replies_too(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    phone = open_browser(storage_state=states["carol"], **PHONE)
    room = in_room(phone)
    room.composer.fill("Shall we meet at ten?")
    room.send_button.tap()
    expect(room.row(1)).to_be_visible()
    MessageRow(room, 1).open_actions().get_by_role("button", name="Reply", exact=True).tap()
    expect(bar(phone)).to_be_visible()
    room.composer.fill("Ten is fine.")
    room.send_button.tap()
    expect(quote(room, 2)).to_be_visible()
    width = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "nothing sticks out"


def test_without_a_script_one_replies_by_a_page(
    open_browser: Callable[..., Page], states: dict[str, Any], bob: Page, in_room: InRoom, bot: Bot
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    room = in_room(plain)
    fill(bot, room.pk, 1)
    pk = bot.call("catch_up", room=room.pk, since=0)["data"]["messages"][0]["pk"]
    plain.goto(re.sub(r"/rooms/.*", f"/messages/{pk}/quote/", plain.url))
    expect(bar(plain)).to_contain_text("Message number 1")
    room.composer.fill("Ten is fine.")
    room.send_button.click()
    expect(quote(room, 2)).to_contain_text("Message number 1")
    quote(room, 2).click()
    expect(room.row(1)).to_be_in_viewport()
    plain.goto(re.sub(r"/rooms/.*", f"/messages/{pk}/quote/", plain.url))
    plain.get_by_role("button", name="Do not reply").click()
    expect(bar(plain)).to_have_count(0)
