"""Who somebody is, and what can be done with a message."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.pages.room import RoomPage
from e2e.test_navigation import PHONE

InRoom = Callable[[Page], RoomPage]


def card(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Person")


@pytest.fixture
def said(alice: Page, bob: Page, in_room: InRoom) -> RoomPage:
    """A room in Alice's browser where Bob has said something."""
    in_room(alice)
    in_room(bob).send("Two lines\nof text, and https://example.org/")
    room = RoomPage(alice)
    expect(room.row(1)).to_be_visible()
    return room


def test_pointing_at_a_name_for_a_moment_shows_who_it_is(alice: Page, said: RoomPage) -> None:
    said.row(1).get_by_role("link", name="bob").hover()
    expect(card(alice)).to_contain_text("@bob")
    expect(card(alice)).to_contain_text("Rooms you share")
    said.composer.hover()
    expect(card(alice)).to_be_hidden()


def test_a_click_on_a_name_stays_until_escape(alice: Page, said: RoomPage) -> None:
    name = said.row(1).get_by_role("link", name="bob")
    name.click()
    expect(card(alice)).to_be_visible()
    alice.keyboard.press("Escape")
    expect(card(alice)).to_be_hidden()
    expect(name).to_be_focused()


def test_a_name_among_the_members_has_a_card_too(alice: Page, said: RoomPage) -> None:
    said.about()
    panel = alice.get_by_role("complementary", name="About this room")
    panel.get_by_role("link", name="bob").click()
    expect(card(alice)).to_contain_text("@bob")
    expect(panel).to_be_visible()


def test_actions_appear_on_the_message_that_one_points_at(alice: Page, said: RoomPage) -> None:
    actions = alice.get_by_role("toolbar", name="Actions of this message")
    expect(actions).to_have_count(0)
    said.row(1).hover()
    expect(actions).to_be_visible()
    said.composer.hover()
    expect(actions).to_have_count(0)


def test_copying_gives_the_text_and_nothing_else(alice: Page, said: RoomPage) -> None:
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said.row(1).hover()
    alice.get_by_role("button", name="Copy the text").click()
    expect(said.row(1).get_by_text("Copied", exact=True)).to_be_visible()
    pasted = "navigator.clipboard.readText()"
    assert alice.evaluate(pasted) == "Two lines\nof text, and https://example.org/"
    alice.get_by_role("button", name="Copy a link").click()
    assert alice.evaluate(pasted).endswith(f"/rooms/{said.pk}/?at=1#at-1")


def test_selecting_a_message_leaves_out_what_stands_around_it(alice: Page, said: RoomPage) -> None:
    said.row(1).hover()
    said.row(1).evaluate("row => getSelection().selectAllChildren(row)")
    selected = alice.evaluate("getSelection().toString()")
    assert selected.split() == ["bob", "Two", "lines", "of", "text,", "and", "https://example.org/"]


def test_links_open_in_a_tab_that_knows_nothing_of_the_page(alice: Page, said: RoomPage) -> None:
    link = said.row(1).get_by_role("link", name="https://example.org/")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_holding_a_message_shows_its_actions_on_a_phone(
    open_browser: Callable[..., Page], states: dict[str, Any], said: RoomPage, in_room: InRoom
) -> None:
    phone = open_browser(storage_state=states["carol"], **PHONE)
    room = in_room(phone)
    box = room.row(1).bounding_box()
    assert box is not None
    touch = phone.context.new_cdp_session(phone)
    at = {"x": box["x"] + 80, "y": box["y"] + 30}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(phone.get_by_role("toolbar", name="Actions of this message")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(phone.get_by_role("toolbar", name="Actions of this message")).to_be_visible()
    phone.get_by_role("button", name="Who is this?").tap()
    expect(card(phone)).to_contain_text("@bob")


def test_without_a_script_a_name_leads_to_a_page(
    open_browser: Callable[..., Page], states: dict[str, Any], said: RoomPage
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    plain.goto(said.page.url)
    RoomPage(plain).row(1).get_by_role("link", name="bob").click()
    expect(plain.get_by_role("heading", name="bob", level=1)).to_be_visible()
