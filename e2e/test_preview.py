"""How a message will look, before it is sent."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from e2e.axe import findings
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
KEY = "Control+Shift+E"


def preview(page: Page) -> Locator:
    return page.get_by_role("region", name="Preview")


def look(page: Page) -> Locator:
    return page.get_by_role("button", name="Preview")


def test_preview_shows_and_leads_back_to_the_caret(alice: Page, bob: Page, in_room: InRoom) -> None:
    room, theirs = in_room(alice), in_room(bob)
    room.composer.fill("Look at https://example.org/plans today")
    room.composer.evaluate("text => text.setSelectionRange(4, 7)")
    look(alice).click()
    expect(preview(alice).get_by_role("link", name="https://example.org/plans")).to_be_visible()
    expect(preview(alice)).to_be_focused()
    expect(look(alice)).to_have_attribute("aria-pressed", "true")
    assert findings(alice) == []
    look(alice).click()
    expect(preview(alice)).to_be_hidden()
    expect(room.composer).to_be_focused()
    expect(look(alice)).to_have_attribute("aria-pressed", "false")
    alice.keyboard.type("for")
    expect(room.composer).to_have_value("Lookfor https://example.org/plans today")
    assert theirs.texts() == []


def test_preview_by_keys_alone(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.fill("One")
    alice.keyboard.press(KEY)
    expect(preview(alice)).to_have_text("One")
    alice.keyboard.press(KEY)
    expect(room.composer).to_be_focused()
    alice.keyboard.type(" two")
    alice.keyboard.press(KEY)
    expect(preview(alice)).to_have_text("One two")
    alice.keyboard.press("Escape")
    expect(preview(alice)).to_be_hidden()
    expect(room.composer).to_be_focused()
    expect(room.composer).to_have_value("One two")


def test_what_is_previewed_is_sent_and_the_preview_is_gone(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    room, theirs = in_room(alice), in_room(bob)
    room.composer.fill("As it looks")
    alice.keyboard.press(KEY)
    expect(preview(alice)).to_be_visible()
    room.send_button.click()
    expect(theirs.message("As it looks")).to_be_visible()
    expect(preview(alice)).to_be_hidden()
    expect(room.composer).to_have_value("")


def test_what_cannot_be_sent_is_said(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    look(alice).click()
    expect(alice.get_by_text("Write something first.")).to_be_visible()
    expect(preview(alice)).to_be_hidden()
    room.composer.fill("x" * 10_001)
    look(alice).click()
    expect(alice.get_by_text("at most 10000 characters; this one has 10001")).to_be_visible()
    room.composer.fill("short")
    look(alice).click()
    expect(preview(alice)).to_have_text("short")
    expect(alice.get_by_text("at most 10000 characters")).to_be_hidden()


def test_who_writes_on_is_not_interrupted(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/preview/", lambda route: held.append(route))
    room.composer.fill("Begun")
    with alice.expect_request("**/preview/"):
        alice.keyboard.press(KEY)
    alice.keyboard.type(" and gone on")
    with alice.expect_response("**/preview/"):
        held[0].continue_()
    alice.keyboard.type("!")
    expect(room.composer).to_have_value("Begun and gone on!")
    expect(room.composer).to_be_focused()
    expect(preview(alice)).to_be_hidden()


def test_preview_of_much_scrolls_and_stays_small(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    page = open_browser(storage_state=states["bob"], **PHONE)
    room = in_room(page)
    room.composer.fill("\n".join(f"Line {number}" for number in range(80)))
    look(page).tap()
    expect(preview(page)).to_be_visible()
    place = preview(page).bounding_box()
    assert place
    assert place["height"] <= 844 / 3
    assert place["x"] + place["width"] <= 390
    expect(room.send_button).to_be_in_viewport(ratio=1)
    assert findings(page) == []
    look(page).tap()
    expect(room.composer).to_be_focused()


def test_without_a_script_the_page_shows_it_above_the_text(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    page = open_browser(java_script_enabled=False, storage_state=states["alice"])
    room = in_room(page)
    room.composer.fill("See https://example.org/plans")
    look(page).click()
    expect(preview(page).get_by_role("link", name="https://example.org/plans")).to_be_visible()
    expect(room.composer).to_have_value("See https://example.org/plans")
    assert room.texts() == []
    room.send_button.click()
    expect(room.message("See https://example.org/plans")).to_be_visible()
    room.composer.fill("")
    look(page).click()
    expect(page.get_by_text("Write something first.")).to_be_visible()
    expect(preview(page)).to_be_hidden()
