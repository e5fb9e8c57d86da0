"""Whom, which room, emoji or command one means while one types."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.axe import findings
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def options(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("option")


def box(locator: Locator) -> Any:
    found = locator.bounding_box()
    assert found
    return found


def test_a_person_is_chosen_by_keys_alone(alice: Page, bob: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    theirs = in_room(bob)
    room.composer.press_sequentially("Hello @bo")
    expect(alice.get_by_role("listbox", name="People")).to_be_visible()
    expect(options(alice).first).to_have_attribute("aria-selected", "true")
    first = options(alice).first.get_attribute("id")
    expect(room.composer).to_have_attribute("aria-activedescendant", str(first))
    expect(
        alice.get_by_role("main").get_by_role("status").filter(has_text="to choose from")
    ).to_have_count(1)
    alice.keyboard.press("Enter")
    expect(room.composer).to_have_value("Hello @bob ")
    expect(options(alice)).to_have_count(0)
    expect(room.composer).not_to_have_attribute("aria-activedescendant", str(first))
    alice.keyboard.type("and all")
    alice.keyboard.press("Enter")
    expect(theirs.message("Hello @bob and all")).to_be_visible()


def test_arrows_lead_round_and_tab_chooses(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially(":heart")
    expect(options(alice)).to_have_count(8)
    alice.keyboard.press("ArrowUp")
    expect(options(alice).last).to_have_attribute("aria-selected", "true")
    alice.keyboard.press("ArrowDown")
    alice.keyboard.press("ArrowDown")
    chosen = options(alice).nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    emoji = str(chosen.get_attribute("data-inserts"))
    alice.keyboard.press("Tab")
    expect(room.composer).to_have_value(f"{emoji} ")
    expect(room.composer).to_be_focused()


def test_typing_on_narrows_and_what_is_chosen_is_undone(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    room.composer.press_sequentially(f"See #{room_name[:6]}")
    expect(options(alice).filter(has_text=room_name)).to_be_visible()
    alice.keyboard.type(room_name[6:14])  # with a space in it
    expect(options(alice)).to_have_count(1)
    alice.keyboard.press("Enter")
    expect(room.composer).to_have_value(f"See #{room_name} ")
    alice.keyboard.press("Control+z")
    expect(room.composer).to_have_value(f"See #{room_name[:14]}")


def test_escape_closes_and_it_stays_closed(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("@b")
    expect(options(alice).first).to_be_visible()
    alice.keyboard.press("Escape")
    expect(options(alice)).to_have_count(0)
    with_nothing(alice, lambda: alice.keyboard.type("ob"))
    expect(room.composer).to_be_focused()
    alice.keyboard.press("Enter")
    expect(room.message("@bob")).to_be_visible()
    room.composer.press_sequentially("@bo")
    expect(options(alice).first).to_be_visible()


def with_nothing(page: Page, act: Callable[[], None]) -> None:
    """It asks the server for no suggestions: the one that is asked for afterwards is the only one."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    act()
    composer = RoomPage(page).composer
    kept, place = composer.input_value(), composer.evaluate("text => text.selectionStart")
    composer.evaluate(
        "text => { text.value = ''; text.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    with page.expect_response("**/suggestions/**"):
        page.keyboard.type("#")
    composer.evaluate(
        "(text, [kept, place]) => { text.value = kept; text.setSelectionRange(place, place);"
        " text.dispatchEvent(new Event('input', { bubbles: true })); }",
        [kept, place],
    )
    assert len([url for url in asked if "/suggestions/" in url]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "write to ann@bo",
        "at 10:30",
        "https://example.org/@bo",
        "https://example.org/#lobby",
        "a `span with @bo",
        "```\nblock with @bo",
        "~~~\n# lob",
        "# heading",
        ":s",
        ":)",
    ],
)
def test_it_keeps_out_of_what_is_no_name(alice: Page, in_room: InRoom, text: str) -> None:
    room = in_room(alice)
    room.composer.fill(text[:-2])
    with_nothing(alice, lambda: alice.keyboard.type(text[-2:]))
    expect(options(alice)).to_have_count(0)


@pytest.mark.parametrize("text", ["(@bo", "`code` and @bo", "```\ncode\n```\n@bo", "**@bo"])
def test_it_comes_wherever_a_name_may_stand(alice: Page, in_room: InRoom, text: str) -> None:
    room = in_room(alice)
    room.composer.fill(text[:-1])
    alice.keyboard.type(text[-1])
    expect(options(alice).filter(has_text="bob")).to_be_visible()


def test_a_command_is_found_and_a_whole_one_is_done_at_once(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("/m")
    expect(options(alice)).to_have_count(1)
    alice.keyboard.press("Enter")
    expect(room.composer).to_have_value("/me ")
    alice.keyboard.type("waves")
    alice.keyboard.press("Enter")
    expect(room.message("waves")).to_be_visible()
    room.composer.press_sequentially("/help")
    expect(options(alice).filter(has_text="Show what there is.")).to_be_visible()
    expect(alice.locator("[aria-selected=true]")).to_have_count(0)
    alice.keyboard.press("Enter")
    expect(room.composer).to_have_value("")
    room.composer.fill("either")
    with_nothing(alice, lambda: alice.keyboard.type("/m"))


def test_after_a_space_enter_sends(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("Thanks @bob")
    expect(options(alice).first).to_be_visible()
    alice.keyboard.type(" ")
    expect(alice.locator("[aria-selected=true]")).to_have_count(0)
    alice.keyboard.press("Enter")
    expect(room.message("Thanks @bob")).to_be_visible()


def test_what_does_not_fit_any_more_is_gone_before_the_server_answers(
    alice: Page, in_room: InRoom
) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("@bob")
    expect(options(alice).filter(has_text="bob")).to_be_visible()
    held: list[Route] = []
    alice.route("**/suggestions/**", lambda route: held.append(route))
    alice.keyboard.type("!!")
    expect(options(alice)).to_have_count(0)
    alice.keyboard.press("Enter")
    expect(room.message("@bob!!")).to_be_visible()


def test_late_answer_to_an_old_question_never_shows(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/suggestions/?q=%40b", lambda route: held.append(route))
    with alice.expect_request("**/suggestions/?q=%40b"):
        room.composer.press_sequentially("@b")
    with alice.expect_response("**/suggestions/?q=%40bzz"):
        alice.keyboard.type("zz")
    held[0].fulfill(
        body='<div id="suggestions" role="listbox" data-said="1"><div role="option">Late</div></div>'
    )
    with alice.expect_response("**/suggestions/?q=%40bzzz"):
        alice.keyboard.type("z")
    expect(options(alice)).to_have_count(0)


def test_without_an_answer_one_writes_on(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.route("**/suggestions/**", lambda route: route.fulfill(status=500, body="<p>no</p>"))
    with alice.expect_response("**/suggestions/**"):
        room.composer.press_sequentially("@bo")
    expect(options(alice)).to_have_count(0)
    alice.keyboard.press("Enter")
    expect(room.message("@bo")).to_be_visible()


def test_a_person_is_chosen_with_a_click(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("@bo and more")
    for _ in " and more":
        alice.keyboard.press("ArrowLeft")
    alice.keyboard.press("Backspace")
    options(alice).filter(has_text="@bob").click()
    expect(room.composer).to_have_value("@bob and more")
    expect(room.composer).to_be_focused()


def test_it_closes_when_the_focus_or_the_caret_goes(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("well @bo")
    expect(options(alice).first).to_be_visible()
    alice.keyboard.press("Home")
    expect(options(alice)).to_have_count(0)
    alice.keyboard.press("End")
    alice.keyboard.type("b")
    expect(options(alice).first).to_be_visible()
    room.log.focus()
    expect(options(alice)).to_have_count(0)


def test_a_phone_shows_it_above_the_text_and_axe_finds_nothing(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    page = open_browser(storage_state=states["bob"], **PHONE)
    room = in_room(page)
    for text in ("@", "#", ":heart"):
        room.composer.fill("")
        room.composer.press_sequentially(text)
        shown = page.get_by_role("main").get_by_role("listbox")
        expect(shown).to_be_visible()
        place, below = box(shown), box(room.composer)
        assert 0 <= place["x"] <= place["x"] + place["width"] <= 390
        assert 0 <= place["y"] <= place["y"] + place["height"] <= below["y"]
        assert box(options(page).first)["height"] >= 44
        assert findings(page) == []
    chosen = options(page).nth(1).get_attribute("data-inserts")
    options(page).nth(1).tap()
    expect(room.composer).to_have_value(f"{chosen} ")


def test_no_answer_is_shown_in_another_room(alice: Page, in_room: InRoom, room_name: str) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/suggestions/**", lambda route: held.append(route))
    with alice.expect_request("**/suggestions/**"):
        room.composer.press_sequentially("@bo")
    alice.get_by_role("navigation", name="Rooms").get_by_role(
        "link", name="Lobby", exact=True
    ).click()
    expect(room.title).to_have_text("Lobby")
    held[0].continue_()
    expect(room.composer).to_have_value("")
    expect(options(alice)).to_have_count(0)
