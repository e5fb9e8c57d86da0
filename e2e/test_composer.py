"""Writing: what is typed is never lost, and sent once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from e2e.pages.index import IndexPage
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def test_enter_sends_and_shift_enter_breaks_the_line(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("First line")
    room.composer.press("Shift+Enter")
    room.composer.press_sequentially("second line")
    expect(room.composer).to_have_value("First line\nsecond line")
    expect(room.messages).to_have_count(0)
    room.composer.press("Enter")
    expect(room.composer).to_have_value("")
    assert room.texts() == ["First line\nsecond line"]
    expect(room.composer).to_be_focused()


def test_a_message_that_is_too_long_stays_with_the_reason(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.fill("x" * 10_001)
    room.composer.press("Enter")
    expect(alice.get_by_text("at most 10000 characters; this one has 10001")).to_be_visible()
    expect(room.composer).to_have_value("x" * 10_001)
    room.send("x" * 10_000)
    expect(room.messages).to_have_count(1)
    expect(alice.get_by_text("at most 10000 characters")).to_have_count(0)


def test_an_empty_message_is_not_sent(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.fill("   ")
    room.composer.press("Enter")
    expect(alice.get_by_text("Write something first.")).to_be_visible()
    expect(room.messages).to_have_count(0)


def test_a_double_click_sends_once(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.fill("Only once")
    room.send_button.dblclick()
    expect(room.composer).to_have_value("")
    room.send("After it")
    assert room.texts() == ["Only once", "After it"]
    alice.reload()
    assert room.texts() == ["Only once", "After it"]


def test_what_is_typed_while_a_message_is_on_its_way_stays(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/messages/", lambda route: held.append(route))
    room.composer.fill("On its way")
    with alice.expect_request("**/messages/"):
        room.composer.press("Enter")
    room.composer.press_sequentially("The next one")
    held[0].continue_()
    expect(room.row(1)).to_contain_text("On its way")
    expect(room.composer).to_have_value("The next one")
    assert room.texts() == ["On its way"]


def test_what_is_sent_on_the_way_to_another_room_is_no_draft_there(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    held: list[Route] = []
    alice.route("**/messages/", lambda route: held.append(route))
    room.composer.fill("On the way out")
    with alice.expect_request("**/messages/"):
        room.composer.press("Enter")
    index = IndexPage(alice)
    index.row("Lobby").click()
    expect(room.title).to_have_text("Lobby")
    held[0].continue_()
    expect(index.row(room_name)).to_contain_text("On the way out")
    expect(room.composer).to_have_value("")
    index.row(room_name).click()
    expect(room.message("On the way out")).to_have_count(1)
    expect(room.composer).to_have_value("")


def test_a_draft_is_kept_through_a_reload_and_another_room(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    room.composer.press_sequentially("Half a sen")
    alice.reload()
    expect(room.composer).to_have_value("Half a sen")
    elsewhere = RoomPage.enter(alice, "Somewhere else")
    expect(elsewhere.composer).to_have_value("")
    room = RoomPage.enter(alice, room_name)
    expect(room.composer).to_have_value("Half a sen")
    room.composer.press("Enter")
    expect(room.message("Half a sen")).to_be_visible()
    alice.reload()
    expect(room.composer).to_have_value("")


def test_enter_breaks_the_line_on_a_touch_keyboard(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    room = in_room(open_browser(storage_state=states["bob"], **phone))
    room.composer.press_sequentially("First line")
    room.composer.press("Enter")
    room.composer.press_sequentially("second line")
    expect(room.composer).to_have_value("First line\nsecond line")
    room.send_button.tap()
    expect(room.composer).to_have_value("")
    assert room.texts() == ["First line\nsecond line"]


def test_the_composer_grows_to_a_third_of_the_window(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.fill("One line")
    small = height(room.composer)
    room.composer.fill("\n".join(["A line"] * 5))
    assert small < height(room.composer) < 800 / 3
    room.composer.fill("\n".join(["A line"] * 60))
    assert 800 / 4 < height(room.composer) <= 800 / 3
    expect(room.send_button).to_be_in_viewport(ratio=1)


def height(element: Locator) -> float:
    return element.evaluate("element => element.getBoundingClientRect().height")


def test_a_counter_appears_near_the_limit(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    counter = alice.get_by_text("characters")
    room.composer.fill("x" * 8_999)
    expect(counter).to_be_hidden()
    room.composer.fill("x" * 9_400)
    expect(alice.get_by_text("600 characters left")).to_be_visible()
    room.composer.fill("🎂" * 9_999)  # counted as one each, as the server does
    expect(alice.get_by_text("1 character left")).to_be_visible()


def test_pasting_too_much_says_so_and_loses_nothing(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.evaluate("navigator.clipboard.writeText('x'.repeat(10_001))")
    room.composer.press("Control+v")
    expect(alice.get_by_text("1 character too many")).to_be_visible()
    room.composer.press("Enter")
    expect(alice.get_by_text("at most 10000 characters; this one has 10001")).to_be_visible()
    expect(room.composer).to_have_value("x" * 10_001)
    alice.reload()
    expect(room.composer).to_have_value("x" * 10_001)
    expect(alice.get_by_text("1 character too many")).to_be_visible()


@contextmanager
def before_the_scripts(page: Page) -> Iterator[None]:
    """On a new page of the room, whose scripts come afterwards."""
    scripts: list[Route] = []
    page.route("**/static/js/*.js", lambda route: scripts.append(route))
    page.goto(page.url, wait_until="commit")
    yield
    assert scripts
    for route in scripts:
        route.continue_()
    page.unroute("**/static/js/*.js")
    expect(page.locator("message-composer:defined")).to_be_attached()


def test_what_is_written_before_the_scripts_have_come_stays(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    with before_the_scripts(alice):
        room.composer.press_sequentially("Written early")
    expect(room.composer).to_have_value("Written early")
    room.composer.press_sequentially(", and sent")
    room.composer.press("Enter")
    expect(room.message("Written early, and sent")).to_be_visible()


def test_what_is_written_early_goes_on_from_what_only_this_browser_has(
    alice: Page, in_room: InRoom
) -> None:
    room = in_room(alice)
    alice.route("**/draft/", lambda route: route.abort())
    room.composer.press_sequentially("Kept here")
    with before_the_scripts(alice):
        expect(room.composer).to_have_value("")
        room.composer.press_sequentially(" and gone on")
    expect(room.composer).to_have_value("Kept here and gone on")
