"""What somebody has saved for themselves."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.pages.message import MessageRow
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def saved(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("listitem")


def open_saved(page: Page) -> Locator:
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Saved messages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved messages")
    return saved(page)


def test_what_is_saved_is_found_again_by_its_person_only(
    alice: Page, bob: Page, in_room: InRoom, room_name: str
) -> None:
    mine, theirs = in_room(alice), in_room(bob)
    mine.send("The door code is 42")
    row = MessageRow(theirs, 1)
    row.act("Save")
    expect(row.actions.get_by_role("button", name="Remove from saved")).to_be_visible()
    expect(
        MessageRow(mine, 1).open_actions().get_by_role("button", name="Save", exact=True)
    ).to_be_visible()
    bob.reload()
    expect(row.open_actions().get_by_role("button", name="Remove from saved")).to_be_visible()

    entry = open_saved(bob).filter(has_text="The door code is 42")
    expect(entry).to_contain_text(f"in {room_name}")
    entry.get_by_role("link", name="The door code is 42").click()
    expect(theirs.row(1)).to_be_focused()
    expect(open_saved(alice).filter(has_text="The door code is 42")).to_have_count(0)


def test_it_is_taken_off_the_list_where_it_stands(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    room.send("The door code is 43")
    MessageRow(room, 1).act("Save")
    entry = open_saved(bob).filter(has_text="The door code is 43")
    entry.get_by_role("button", name="Remove").click()
    expect(entry).to_have_count(0)
    bob.reload()
    expect(entry).to_have_count(0)


def test_save_and_remove_by_keys_alone(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    room.send("The door code is 44")
    row = MessageRow(room, 1)
    row.open_actions().get_by_role("button", name="Save", exact=True).press("Enter")
    remove = row.actions.get_by_role("button", name="Remove from saved")
    expect(remove).to_be_focused()
    remove.press("Enter")
    expect(row.actions.get_by_role("button", name="Save", exact=True)).to_be_focused()


def test_taking_one_after_the_other_off_the_list_by_keys_alone(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    for number in (1, 2):
        room.send(f"The code of door {number} is 46")
        MessageRow(room, number).act("Save")
    entries = open_saved(bob).filter(has_text="is 46")
    entries.first.get_by_role("button", name="Remove").press("Enter")
    expect(entries).to_have_count(1)
    remove = entries.get_by_role("button", name="Remove")
    expect(remove).to_be_focused()
    remove.press("Enter")
    expect(entries).to_have_count(0)
    expect(bob.locator(":focus")).to_have_count(1)  # another one, or the page when there is none


def test_who_left_the_room_does_not_read_it_there(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    room.send("The door code is 45")
    MessageRow(room, 1).act("Save")
    expect(MessageRow(room, 1).actions.get_by_role("button", name="Remove")).to_be_visible()
    room.leave()
    expect(open_saved(bob).filter(has_text="The door code is 45")).to_have_count(0)
