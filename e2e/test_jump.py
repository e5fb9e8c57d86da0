"""The box that leads anywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]
#: In one go: an answer may put others in their place at any moment.
LOWEST = """
() => {
  const options = document.querySelectorAll("#jump-options [role=option]");
  return Math.min(...[...options].map((option) => option.offsetHeight));
}
"""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def jump(page: Page, text: str = "") -> Locator:
    """Open the box and type; the options."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Room or person")).to_be_focused()
    page.keyboard.type(text)
    return page.get_by_role("listbox", name="Rooms and people").get_by_role("option")


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("listbox").get_by_role("group", name=name)


def test_a_person_is_reached_by_keys_alone(alice: Page, in_room: InRoom) -> None:
    in_room(alice)
    alice.evaluate("window.isTheSamePage = true")
    jump(alice, "bob")
    person = group(alice, "People").get_by_role("option")
    expect(person).to_have_count(1)
    for _ in range(alice.get_by_role("listbox").get_by_role("option").count()):
        if person.get_attribute("aria-selected") == "true":
            break
        alice.keyboard.press("ArrowDown")
    expect(person).to_have_attribute("aria-selected", "true")
    alice.keyboard.press("Enter")
    room = RoomPage(alice)
    expect(alice.get_by_role("heading", name="bob", level=1)).to_be_visible()
    expect(room.composer).to_be_focused()
    expect(alice.get_by_role("combobox", name="Room or person")).to_be_hidden()
    assert alice.evaluate("window.isTheSamePage")
    link = alice.get_by_role("link", name="bob", exact=True)
    conversations = alice.get_by_role("navigation", name="Rooms").get_by_role("group")
    expect(conversations.filter(has_text="Direct conversations").filter(has=link)).to_be_visible()


def test_recent_places_are_on_top(alice: Page, in_room: InRoom, room_name: str) -> None:
    first, second = f"First {room_name}", f"Second {room_name}"
    for name in (first, second):
        RoomPage.enter(alice, name)
    alice.goto("/people/2/")
    in_room(alice)
    jump(alice)
    recent = group(alice, "Recent")
    expect(recent.get_by_role("option", name=second)).to_be_visible()
    expect(recent.get_by_role("option", name="bob")).to_be_visible()
    expect(recent.get_by_role("option", name=room_name, exact=True)).to_have_count(0)  # it is open
    names = recent.get_by_role("option").all_inner_texts()
    assert names.index(second) < names.index(first)
    alice.keyboard.press("Enter")
    expect(RoomPage(alice).title).to_have_text(second)
    options = jump(alice, room_name)
    expect(options).to_have_count(3)
    alice.keyboard.press("Escape")
    alice.reload()
    jump(alice)
    expect(group(alice, "Recent").get_by_role("option").first).to_have_text(room_name)


def test_what_nobody_made_is_made(alice: Page, in_room: InRoom, room_name: str) -> None:
    in_room(alice)
    name = f"New {room_name}"
    options = jump(alice, name)
    expect(alice.get_by_text(f"Nothing is called “{name}”.")).to_be_visible()
    expect(options.last).to_have_attribute("aria-selected", "true")
    alice.evaluate("window.isTheSamePage = true")
    alice.keyboard.press("Enter")
    expect(RoomPage(alice).title).to_have_text(name)
    assert alice.evaluate("window.isTheSamePage")


@contextmanager
def held(page: Page) -> Iterator[None]:
    """Meanwhile the box asks and gets no answer; then it gets them all."""
    routes: list[Route] = []
    page.route("**/jump/?*", lambda route: routes.append(route))
    with page.expect_request("**/jump/?*"):
        yield
    for route in routes:
        route.continue_()
    page.unroute("**/jump/?*")


def test_an_answer_that_comes_late_leaves_whom_the_arrows_led_to(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    for name in (f"First {room_name}", f"Second {room_name}"):
        RoomPage.enter(alice, name)
    in_room(alice)
    options = jump(alice, room_name[:-1])
    expect(options).to_have_count(3)
    with held(alice):
        alice.keyboard.type(room_name[-1])
        alice.keyboard.press("ArrowDown")
        reached = options.nth(1).get_attribute("id")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(alice.locator("jump-box")).to_have_js_property("shown", room_name)
    expect(options.and_(alice.locator("[aria-selected=true]"))).to_have_attribute("id", reached)
    alice.keyboard.type(" ")  # whoever goes on typing begins at the top
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_enter_waits_for_what_was_typed(alice: Page, in_room: InRoom, room_name: str) -> None:
    wanted = f"Wanted {room_name}"
    for name in (wanted, f"First {room_name}"):
        RoomPage.enter(alice, name)
    in_room(alice)
    expect(jump(alice).first).to_be_visible()
    with held(alice):
        alice.keyboard.type(wanted)
        alice.keyboard.press("Enter")
        expect(RoomPage(alice).title).to_have_text(room_name)
    expect(RoomPage(alice).title).to_have_text(wanted)


def test_the_page_of_the_box_does_the_same_without_a_script(
    open_browser: Callable[..., Page], states: dict[str, Any], room_name: str
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    plain.goto("/")
    plain.get_by_role("link", name="Jump to a room or person").click()
    plain.get_by_role("textbox", name="Room or person").fill(room_name)
    plain.get_by_role("button", name="Search").click()
    plain.get_by_role("button", name="Make a room of that name").click()
    expect(RoomPage(plain).title).to_have_text(room_name)
    plain.goto("/jump/?q=bob")
    plain.get_by_role("main").get_by_role("button", name="bob").click()
    expect(plain.get_by_role("heading", name="bob", level=1)).to_be_visible()


def test_on_a_phone_the_box_leads_to_a_person(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    phone = open_browser(storage_state=states["alice"], **PHONE)
    in_room(phone)
    phone.get_by_role("button", name="Rooms").tap()
    phone.get_by_role("link", name="Jump to a room or person").tap()
    phone.get_by_role("combobox", name="Room or person").fill("carol")
    option = phone.get_by_role("option", name="carol @carol", exact=True)
    expect(option).to_be_visible()
    assert phone.evaluate(LOWEST) >= 44
    option.tap()
    expect(phone.get_by_role("heading", name="carol", level=1)).to_be_visible()
