"""The rooms on top of one's list."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.pages.index import IndexPage
from e2e.pages.room import RoomPage
from e2e.test_connection import Line

InRoom = Callable[[Page], RoomPage]


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Rooms").get_by_role("group", name=name, exact=True)


def row(page: Page, section_name: str, name: str) -> Locator:
    link = page.get_by_role("link", name=name, exact=True)
    return section(page, section_name).get_by_role("listitem").filter(has=link)


def star(page: Page) -> Locator:
    return page.get_by_role("button", name="Favourite")


def test_a_favourite_moves_in_every_window_of_its_person(
    alice: Page, bob: Page, in_room: InRoom, room_name: str
) -> None:
    in_room(bob)
    in_room(alice)
    window = alice.context.new_page()
    IndexPage(window).open()
    link = IndexPage(window).row(room_name).get_by_role("link")
    link.focus()
    expect(row(window, "Rooms", room_name)).to_be_visible()

    star(alice).click()
    for page in (alice, window):
        expect(row(page, "Favourites", room_name)).to_be_visible()
        expect(IndexPage(page).row(room_name)).to_have_count(1)
    expect(star(alice)).to_have_attribute("aria-pressed", "true")
    expect(star(alice)).to_be_focused()
    expect(link).to_be_focused()
    expect(row(bob, "Rooms", room_name)).to_be_visible()

    star(alice).press("Enter")
    for page in (alice, window):
        expect(row(page, "Rooms", room_name)).to_be_visible()
    expect(star(alice)).to_have_attribute("aria-pressed", "false")


def test_the_star_follows_what_another_window_does(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    in_room(alice)
    window = alice.context.new_page()
    window.goto(alice.url)
    star(window).click()
    expect(star(alice)).to_have_attribute("aria-pressed", "true")
    star(alice).click()
    expect(star(window)).to_have_attribute("aria-pressed", "false")


def test_what_was_done_while_a_window_was_away_shows_when_it_comes_back(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    in_room(alice)
    window = alice.context.new_page()
    line = Line(window)
    window.goto(alice.url)
    expect(row(window, "Rooms", room_name)).to_be_visible()
    line.refuses = True
    line.sockets[-1].close(code=1012)
    star(alice).click()
    expect(star(alice)).to_have_attribute("aria-pressed", "true")
    line.refuses = False
    expect(row(window, "Favourites", room_name)).to_be_visible(timeout=15_000)
    expect(star(window)).to_have_attribute("aria-pressed", "true")


def test_favourites_stay_where_they_are_after_a_reload_and_by_name(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    for name in (f"b {room_name}", f"A {room_name}"):
        RoomPage.enter(alice, name)
        star(alice).click()
        expect(row(alice, "Favourites", name)).to_be_visible()
    live = section(alice, "Favourites").get_by_role("link").all_inner_texts()
    alice.reload()
    assert section(alice, "Favourites").get_by_role("link").all_inner_texts() == live
    assert live.index(f"A {room_name}") < live.index(f"b {room_name}")
