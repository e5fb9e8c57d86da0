"""What was said is said otherwise, or taken back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.bot import Bot
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


@pytest.fixture
def room(alice: Page, in_room: InRoom) -> RoomPage:
    return in_room(alice)


@pytest.fixture
def bobs(room: RoomPage, bob: Page, in_room: InRoom) -> RoomPage:
    return in_room(bob)


def editing(page: Page) -> Locator:
    """What the composer says of it."""
    return page.locator("message-composer").get_by_text("Editing a message")


def begin(room: RoomPage, text: str) -> None:
    """As one does with a mouse."""
    room.message(text).hover()
    room.page.get_by_role("button", name="Edit", exact=True).click()
    expect(editing(room.page)).to_be_visible()
    expect(room.composer).to_have_value(text)


def save(room: RoomPage, text: str) -> None:
    room.composer.fill(text)
    room.composer.press("Enter")


def undo(page: Page) -> Locator:
    return page.get_by_role("button", name="Undo")


# Editing


def test_an_edit_arrives_everywhere_with_what_was_said_before(
    room: RoomPage, bobs: RoomPage
) -> None:
    room.send("Shall we meet at ten?")
    begin(room, "Shall we meet at ten?")
    expect(room.composer).to_be_focused()
    save(room, "Shall we meet at eleven?")
    expect(editing(room.page)).to_be_hidden()
    expect(room.composer).to_have_value("")
    for each in (room, bobs):
        expect(each.messages).to_have_count(1)
        expect(each.message("Shall we meet at eleven?")).to_be_visible()
    bobs.page.get_by_role("link", name="edited", exact=True).click()
    history = bobs.page.get_by_role("dialog", name="Earlier versions")
    expect(history).to_contain_text("Shall we meet at ten?")
    expect(history.get_by_role("button", name="Close")).to_be_focused()
    bobs.page.keyboard.press("Escape")
    expect(history).to_be_hidden()


def test_the_draft_waits_while_one_edits(room: RoomPage) -> None:
    room.send("Ten.")
    room.composer.fill("I have begun this")
    begin(room, "Ten.")
    save(room, "Eleven.")
    expect(room.composer).to_have_value("I have begun this")
    begin(room, "Eleven.")
    room.composer.fill("Something")
    room.composer.press("Escape")
    expect(room.composer).to_have_value("I have begun this")
    expect(room.message("Eleven.")).to_be_visible()
    room.composer.press("Enter")
    expect(room.message("I have begun this")).to_be_visible()


def test_editing_by_keys_alone(room: RoomPage, bobs: RoomPage) -> None:
    """Up edits one's last message; on a message each action has a key; Ctrl+Z takes a deletion back."""
    room.send("First.")
    room.send("Secnd.")
    keys = room.page.keyboard
    room.composer.press("ArrowUp")
    expect(room.composer).to_have_value("Secnd.")
    expect(room.message("Secnd.").locator("xpath=..")).to_have_attribute("data-editing", "")
    room.composer.fill("Second.")
    keys.press("Enter")
    expect(room.message("Second.")).to_be_visible()
    expect(bobs.message("Second.")).to_be_visible()
    expect(room.composer).to_have_value("")
    keys.press("Alt+ArrowUp")
    keys.press("ArrowUp")
    expect(room.row(1)).to_be_focused()
    keys.press("e")
    expect(room.composer).to_have_value("First.")
    keys.press("Escape")
    expect(room.composer).to_be_focused()
    keys.press("Alt+ArrowUp")
    keys.press("ArrowUp")
    keys.press("Delete")
    expect(bobs.row(1)).to_have_text(re.compile("This message was deleted"))
    expect(room.row(2)).to_be_focused()
    keys.press("Control+z")
    expect(bobs.row(1)).to_have_text(re.compile("First"))
    expect(undo(room.page)).to_be_hidden()
    keys.press("Enter")
    bar = room.page.get_by_role("toolbar", name="Actions of this message")
    expect(bar.locator("button:focus")).to_be_visible()
    keys.press("Escape")
    expect(room.row(2)).to_be_focused()


def test_what_was_edited_elsewhere_is_not_overwritten_unseen(
    room: RoomPage, open_browser: Callable[..., Page], states: dict[str, Any]
) -> None:
    room.send("Ten.")
    other = RoomPage(open_browser(storage_state=states["alice"]))
    other.page.goto(room.page.url)
    begin(room, "Ten.")
    begin(other, "Ten.")
    save(other, "Eleven.")
    expect(room.message("Eleven.")).to_be_visible()
    save(room, "Twelve.")
    expect(room.page.get_by_role("alert")).to_contain_text(["edited elsewhere meanwhile"])
    expect(room.composer).to_have_value("Twelve.")
    expect(other.message("Eleven.")).to_be_visible()
    room.composer.press("Enter")
    expect(other.message("Twelve.")).to_be_visible()


def test_what_was_deleted_meanwhile_leaves_the_words(room: RoomPage, bobs: RoomPage) -> None:
    bobs.send("Ten.")
    begin(bobs, "Ten.")
    bobs.composer.fill("Eleven is better.")
    room.message("Ten.").hover()
    room.page.get_by_role("button", name="Delete").click()
    expect(bobs.page.get_by_text("This message was deleted meanwhile.")).to_be_visible()
    expect(bobs.composer).to_have_value("Eleven is better.")
    bobs.page.get_by_role("button", name="Make it a new message").click()
    expect(editing(bobs.page)).to_be_hidden()
    bobs.composer.press("Enter")
    expect(room.message("Eleven is better.")).to_be_visible()


def test_while_the_server_is_away_nothing_is_lost(room: RoomPage) -> None:
    room.send("Ten.")
    begin(room, "Ten.")
    room.page.context.route("**/edit/", lambda route: route.abort())
    save(room, "Eleven.")
    expect(room.page.get_by_text("Not saved: the server cannot be reached.")).to_be_visible()
    expect(room.composer).to_have_value("Eleven.")
    room.page.context.unroute("**/edit/")
    room.page.reload()
    expect(room.composer).to_have_value("Eleven.")
    expect(editing(room.page)).to_be_visible()
    room.composer.press("Enter")
    expect(room.message("Eleven.")).to_be_visible()
    expect(room.composer).to_have_value("")


def test_pressing_enter_twice_edits_once(room: RoomPage, bot: Bot) -> None:
    room.send("Ten.")
    begin(room, "Ten.")
    held: list[Route] = []
    room.page.route("**/edit/", lambda route: held.append(route))
    save(room, "Eleven.")
    room.composer.press("Enter")
    expect(room.composer).to_have_js_property("readOnly", value=True)
    assert len(held) == 1
    held[0].continue_()
    expect(room.message("Eleven.")).to_be_visible()
    expect(room.messages).to_have_count(1)


def test_as_long_as_a_message_may_be(room: RoomPage, bobs: RoomPage) -> None:
    text = ("A line of sixteen\n" * 600)[:9_999] + "."
    room.send("Short.")
    begin(room, "Short.")
    save(room, text + "!")
    expect(room.page.locator("#composer-error")).to_contain_text("at most 10000 characters")
    expect(room.composer).to_have_value(text + "!")
    save(room, text)
    expect(bobs.messages.first).to_contain_text("A line of sixteen")
    room.composer.press("ArrowUp")
    expect(room.composer).to_have_value(text)


# Deleting


def test_deleting_twice_fast_deletes_once_and_comes_back(room: RoomPage, bobs: RoomPage) -> None:
    room.send("One.")
    room.send("Two.")
    room.message("One.").hover()
    room.page.get_by_role("button", name="Delete").dblclick()
    expect(bobs.row(1)).to_have_text(re.compile("This message was deleted"))
    expect(room.row(2)).to_be_focused()
    expect(room.page.get_by_role("status").filter(has_text="Message deleted.")).to_be_visible()
    undo(room.page).click()
    expect(bobs.message("One.")).to_be_visible()
    expect(room.row(1)).to_be_focused()
    expect(room.page.locator("#notice")).to_be_empty()


def test_the_way_back_goes_away_by_itself(room: RoomPage) -> None:
    room.page.clock.install()
    room.send("One.")
    room.message("One.").hover()
    room.page.get_by_role("button", name="Delete").click()
    undo(room.page).focus()
    room.page.clock.run_for(10_000)
    expect(undo(room.page)).to_be_hidden()
    expect(room.row(1)).to_be_focused()


def test_who_is_at_the_actions_of_a_message_that_another_deletes_stays_at_it(
    room: RoomPage, bobs: RoomPage
) -> None:
    bobs.send("One.")
    bobs.send("Two.")
    bobs.row(1).focus()
    bobs.page.keyboard.press("Enter")
    room.message("One.").hover()
    room.page.get_by_role("button", name="Delete").click()
    expect(bobs.row(1)).to_have_text(re.compile("This message was deleted"))
    expect(bobs.row(1)).to_be_focused()
    expect(bobs.page.get_by_role("toolbar", name="Actions of this message")).to_have_count(0)


def test_who_is_at_the_actions_of_a_message_that_another_edits_stays_there(
    room: RoomPage, bobs: RoomPage
) -> None:
    room.send("One.")
    bobs.row(1).focus()
    bobs.page.keyboard.press("Enter")
    chosen = bobs.page.get_by_role("button", name="Copy a link")
    chosen.focus()
    begin(room, "One.")
    save(room, "Another.")
    expect(bobs.message("Another.")).to_be_visible()
    expect(chosen).to_be_focused()


# What each may


def test_everybody_sees_what_they_may_do(room: RoomPage, bobs: RoomPage) -> None:
    room.send("Alice’s.")
    bobs.send("Bob’s.")
    shown = {"Alice’s.": [], "Bob’s.": []}
    for each in (room, bobs):
        for text, names in shown.items():
            each.message(text).hover()
            bar = each.page.get_by_role("toolbar", name="Actions of this message")
            names.append(
                [
                    n
                    for n in ("Edit", "Report", "Delete")
                    if bar.get_by_role("button", name=n, exact=True).is_visible()
                ]
            )
    # Alice has made the room.
    assert shown == {
        "Alice’s.": [["Edit", "Delete"], ["Report"]],
        "Bob’s.": [["Report", "Delete"], ["Edit", "Delete"]],
    }


def test_on_a_phone_all_actions_are_within_reach(
    open_browser: Callable[..., Page], states: dict[str, Any], room: RoomPage
) -> None:
    room.send("Ten.")
    page = open_browser(
        storage_state=states["alice"],
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    page.goto(room.page.url)
    phone = RoomPage(page)
    phone.row(1).tap()
    bar = page.get_by_role("toolbar", name="Actions of this message")
    for button in bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
    bar.get_by_role("button", name="Edit", exact=True).tap()
    expect(phone.composer).to_have_value("Ten.")
    phone.composer.fill("Eleven.")
    phone.send_button.tap()
    expect(room.message("Eleven.")).to_be_visible()


def test_without_javascript(
    open_browser: Callable[..., Page], states: dict[str, Any], room: RoomPage
) -> None:
    room.send("Ten.")
    plain = open_browser(storage_state=states["alice"], java_script_enabled=False)
    plain.goto(room.page.url)
    plain.get_by_role("link", name="More", exact=True).click()
    plain.get_by_role("link", name="Edit", exact=True).click()
    plain.get_by_label("What it says").fill("   ")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("alert")).to_have_text("Write something first.")
    plain.get_by_label("What it says").fill("Eleven.")
    plain.get_by_role("button", name="Save").click()
    expect(room.message("Eleven.")).to_be_visible()
    plain.get_by_role("link", name="edited", exact=True).click()
    expect(plain.get_by_role("main")).to_contain_text("Ten.")
    plain.get_by_role("link", name="Back to the message").click()
    plain.get_by_role("link", name="More", exact=True).click()
    plain.get_by_role("link", name="Delete", exact=True).click()
    plain.get_by_role("button", name="Delete").click()
    expect(room.row(1)).to_have_text(re.compile("This message was deleted"))
    plain.get_by_role("button", name="Bring it back").click()
    expect(room.message("Eleven.")).to_be_visible()
