"""Theme and density, each person's own; and windows of every size."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.pages.room import RoomPage
from e2e.server import Server
from e2e.test_navigation import PHONE
from e2e.widths import too_wide

InRoom = Callable[[Page], RoomPage]
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


def lightness(page: Page) -> float:
    """Of the page's background: 0 is black, 1 is white."""
    color: str = page.evaluate(BACKGROUND)
    return float(color.removeprefix("oklch(").split()[0])


def choose(page: Page, *names: str) -> None:
    page.goto("/preferences/")
    for name in names:
        page.get_by_role("main").get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


@pytest.fixture(autouse=True)
def _back_to_the_defaults(bob: Page) -> Iterator[None]:
    yield
    choose(bob, "As the device", "Comfortable")


def test_the_theme_is_the_devices_unless_one_chooses(
    bob: Page, alice: Page, open_browser: Callable[..., Page], states: dict[str, Any]
) -> None:
    bob.goto("/")
    bob.emulate_media(color_scheme="dark")
    assert lightness(bob) < 0.3
    bob.emulate_media(color_scheme="light")
    assert lightness(bob) > 0.9
    choose(bob, "Dark")
    assert lightness(bob) < 0.3
    elsewhere = open_browser(storage_state=states["bob"], color_scheme="light")
    elsewhere.goto("/")
    assert lightness(elsewhere) < 0.3
    alice.goto("/")
    assert lightness(alice) > 0.9


def test_the_theme_is_there_before_anything_is_painted(bob: Page) -> None:
    choose(bob, "Dark", "Compact")
    html = bob.request.get("/").text()
    assert '<html lang="en" data-theme="dark" data-density="compact">' in html


def test_a_choice_shows_at_once_and_is_kept_when_it_is_saved(bob: Page) -> None:
    bob.goto("/preferences/")
    bob.get_by_role("main").get_by_label("Dark", exact=True).check()
    assert lightness(bob) < 0.3
    bob.reload()
    assert lightness(bob) > 0.9


def test_compact_shows_more_messages(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    for text in ("One", "Two", "Three"):
        room.send(text)
    height = "row => row.getBoundingClientRect().height"
    comfortable = room.row(2).evaluate(height)
    choose(bob, "Compact")
    in_room(bob)
    assert room.row(2).evaluate(height) < comfortable


LONG = "l" + "o" * 130 + "ng"
SIZES = [(320, 568), (390, 844), (768, 1024), (1280, 800), (3840, 2160)]


@pytest.fixture(scope="module")
def long_named(server: Server, states: dict[str, Any]) -> str:
    """Somebody who has chosen the longest of names, without a place to break it."""
    make = f"from chat.models import User; User.objects.create_user({LONG!r})"
    server.manage("shell", "-c", make)
    return LONG


@pytest.mark.usefixtures("long_named")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
def test_nothing_is_wider_than_the_window(
    bob: Page, in_room: InRoom, size: tuple[int, int]
) -> None:
    bob.set_viewport_size({"width": size[0], "height": size[1]})
    room = in_room(bob)
    room.send("w" * 400)
    room.send("https://example.org/" + "path/" * 60)
    assert not too_wide(bob)
    expect(room.send_button).to_be_in_viewport(ratio=1)
    for path in ("/", "/preferences/", "/jump/", "/people/1/"):
        bob.goto(path)
        assert not too_wide(bob)


def test_a_long_name_leaves_room_for_what_stands_beside_it(
    bob: Page, in_room: InRoom, long_named: str
) -> None:
    bob.set_viewport_size({"width": 320, "height": 568})
    in_room(bob)
    bob.keyboard.press("Control+k")
    bob.keyboard.type(long_named[:20])
    person = bob.get_by_role("option").filter(has_text=long_named)
    expect(person).to_be_visible()
    parts = person.locator("> *").evaluate_all("parts => parts.map((part) => part.clientWidth)")
    assert len(parts) == 3  # the picture, the name, the user name
    assert min(parts[1:]) > 60


def test_at_400_percent_one_can_read_and_write(bob: Page, in_room: InRoom) -> None:
    """A window of 1280 by 1024 at 400 % is one of 320 by 256."""
    bob.set_viewport_size({"width": 320, "height": 256})
    room = in_room(bob)
    room.send("Large letters")
    expect(room.message("Large letters")).to_be_in_viewport(ratio=1)
    room.composer.scroll_into_view_if_needed()
    expect(room.composer).to_be_in_viewport(ratio=1)
    room.send_button.scroll_into_view_if_needed()
    expect(room.send_button).to_be_in_viewport(ratio=1)
    assert not too_wide(bob)


def test_text_may_be_twice_as_large(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    room.send("Large letters")
    bob.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not too_wide(bob)
    expect(room.message("Large letters")).to_be_in_viewport(ratio=1)
    expect(room.send_button).to_be_in_viewport(ratio=1)


def test_what_can_be_touched_is_large_enough(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    phone = open_browser(storage_state=states["bob"], **PHONE)
    room = in_room(phone)
    room.about()
    phone.keyboard.press("Escape")
    for path in ("/", "/preferences/", phone.url):
        phone.goto(path)
        small = phone.evaluate(
            """() => [...document.querySelectorAll("button, input, textarea, .choice__option, nav a")]
                 .filter((element) => !["hidden", "radio"].includes(element.type))
                 .map((element) => [element, element.closest(".room-row") ?? element])
                 .filter(([, { offsetHeight }]) => offsetHeight > 0 && offsetHeight < 44)
                 .map(([element, { offsetHeight }]) => `${element.outerHTML.slice(0, 80)} ${offsetHeight}`)"""
        )
        assert small == []


def test_without_motion_nothing_moves(bob: Page, in_room: InRoom) -> None:
    bob.emulate_media(reduced_motion="reduce")
    room = in_room(bob)
    assert room.send_button.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_in_forced_colours_bubbles_and_buttons_have_an_edge(bob: Page, in_room: InRoom) -> None:
    bob.emulate_media(forced_colors="active")
    room = in_room(bob)
    room.send("Edges")
    edge = "e => getComputedStyle(e).borderTopWidth"
    assert room.row(1).locator(".message__body").evaluate(edge) == "1px"
    assert room.send_button.evaluate(edge) == "1px"
