"""Conversations of a few, from every side."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from e2e.pages.room import RoomPage


def begin(page: Page, *names: str) -> RoomPage:
    page.goto("/conversations/new/")
    for name in names:
        page.get_by_label("Search for people").fill(name)
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Begin").click()
    room = RoomPage(page)
    expect(room.composer).to_be_visible()
    return room


def test_both_who_begin_are_in_the_same(alice: Page, bob: Page) -> None:
    for page, other in ((alice, "bob"), (bob, "alice")):
        page.goto("/conversations/new/")
        page.get_by_role("checkbox", name=other).check()
    alice.get_by_role("button", name="Begin").click(no_wait_after=True)
    bob.get_by_role("button", name="Begin").click(no_wait_after=True)
    rooms = RoomPage(alice), RoomPage(bob)
    for room, other in zip(rooms, ("bob", "alice"), strict=True):
        expect(room.composer).to_be_visible()
        expect(room.page).to_have_title(f"{other} · Roomful")
        expect(room.title).to_have_text(other, use_inner_text=True)
    assert rooms[0].pk == rooms[1].pk
    rooms[0].send("Just us two")
    expect(rooms[1].message("Just us two")).to_be_visible()


def test_several_are_chosen_and_it_appears_on_their_pages(
    alice: Page, bob: Page, carol: Page
) -> None:
    bob.goto("/")
    room = begin(alice, "bob", "carol")
    expect(alice.get_by_role("heading", name="bob, carol", exact=True)).to_be_visible()
    row = bob.locator(f"#room-{room.pk}")
    others = re.compile("^alice ?, carol$")  # what is hidden between them counts as a space
    row.get_by_role("link", name=others).click()
    expect(bob.get_by_role("heading", level=1, name=others)).to_be_visible()
    bob.get_by_role("button", name="About this room").click()
    expect(bob.get_by_role("button", name="Leave")).to_have_count(0)
    expect(bob.get_by_role("link", name="Edit", exact=True)).to_have_count(0)


def test_from_a_card_and_without_scripts(
    open_browser: Callable[..., Page], states: dict[str, Any]
) -> None:
    page = open_browser(storage_state=states["alice"], java_script_enabled=False)
    page.goto("/conversations/new/")
    page.get_by_label("Search for people").fill("bob")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name="bob").check()
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_title("bob · Roomful")
    page.get_by_label("Message to bob").fill("By hand")
    page.get_by_role("button", name="Send").click()
    expect(RoomPage(page).message("By hand")).to_be_visible()
