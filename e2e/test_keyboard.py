"""Everything by keys alone."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.people import PASSWORD
from e2e.pages.room import RoomPage
from e2e.test_history import fill

InRoom = Callable[[Page], RoomPage]
MOST_TABS = 60


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the target has the focus; on the way every stop shows that it has it."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
        shown = focused(page).evaluate_all(
            "all => all.every(e => e.matches(':focus-visible') && e.getClientRects().length > 0)"
        )
        assert shown, "the focus is on something that does not show it"
    raise AssertionError(f"{target} is not reached by {key}")


def test_a_whole_visit_by_keys_alone(
    open_browser: Callable[..., Page], states: dict[str, Any], room_name: str, bot: Bot
) -> None:
    """Sign in, make a room, send, page back, open a message's actions, jump to another room, sign out."""
    page = open_browser()
    room = RoomPage(page)
    page.goto("/sign-in/")
    tab_to(page, page.get_by_label("Username"))
    page.keyboard.type("alice")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Name of the room"))
    page.keyboard.type(room_name)
    page.keyboard.press("Enter")

    expect(room.title).to_have_text(room_name)
    expect(room.composer).to_be_focused()
    fill(bot, room.pk, 70)
    page.keyboard.type("By keys alone")
    page.keyboard.press("Enter")
    expect(room.message("By keys alone")).to_be_in_viewport()

    page.reload()
    expect(room.composer).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(room.row(71)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(room.row(70)).to_be_focused()
    expect(room.row(70)).to_be_in_viewport()
    room.move_until(1, lambda: page.keyboard.press("Home"))
    page.keyboard.press("End")
    expect(room.row(71)).to_be_focused()

    page.keyboard.press("Enter")
    actions = page.get_by_role("toolbar", name="Actions of this message")
    expect(actions.locator("button:focus")).to_be_visible()
    tab_to(page, actions.get_by_role("button", name="Copy the text"), "ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Copy a link")).to_be_focused()
    tab_to(page, actions.get_by_role("button", name="Who is this?"), "ArrowRight")
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="Person")
    expect(card).to_contain_text("@alice")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(room.composer).to_be_focused()

    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Room or person")
    expect(box).to_be_focused()
    page.keyboard.type("lobby")
    expect(page.get_by_role("option").first).to_have_text("Lobby")
    page.keyboard.press("Enter")
    expect(room.title).to_have_text("Lobby")
    expect(room.composer).to_be_focused()

    tab_to(page, page.get_by_role("button", name="Menu"), "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_question_mark_shows_the_keys_but_can_be_written(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    keys = alice.get_by_role("dialog", name="Keys")
    alice.keyboard.type("Really?")
    expect(room.composer).to_have_value("Really?")
    expect(keys).to_be_hidden()
    room.log.focus()
    alice.keyboard.type("?")
    expect(keys).to_be_visible()
    alice.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_jump_is_a_combobox(alice: Page, in_room: InRoom, room_name: str) -> None:
    in_room(alice)
    alice.keyboard.press("Control+k")
    box = alice.get_by_role("combobox", name="Room or person")
    options = alice.get_by_role("listbox", name="Rooms and people").get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert options.count() > 1
    alice.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active == options.nth(1).get_attribute("id")
    alice.keyboard.press("ArrowUp")
    alice.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    alice.keyboard.type("no such room <b>")
    expect(alice.get_by_text("Nothing is called “no such room <b>”.")).to_be_visible()
    alice.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(RoomPage(alice).composer).to_be_focused()


def test_jump_leads_to_a_room_that_one_may_join(
    alice: Page, bob: Page, in_room: InRoom, room_name: str
) -> None:
    in_room(alice)
    bob.goto("/")
    bob.get_by_role("link", name="Jump to a room or person").click()
    bob.keyboard.type(room_name.upper())
    expect(bob.get_by_role("option")).to_have_count(1)
    bob.get_by_role("option").click()
    expect(bob.get_by_role("button", name="Join", exact=True)).to_be_visible()


def test_skip_links_lead_past_the_rooms_and_past_the_messages(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.get_by_role("link", name="Skip to the content").focus()
    alice.keyboard.press("Enter")
    alice.keyboard.press("Tab")
    expect(alice.get_by_role("link", name="Skip to writing")).to_be_focused()
    alice.keyboard.press("Enter")
    expect(room.composer).to_be_focused()


def test_tab_passes_the_messages_in_few_steps(alice: Page, bot: Bot, in_room: InRoom) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 30)
    expect(room.messages).to_have_count(30)
    room.log.focus()
    alice.keyboard.press("Tab")
    expect(room.composer).to_be_focused()
