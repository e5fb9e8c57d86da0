"""The list of rooms, live."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def texts(links: Locator) -> list[str]:
    return [text.strip() for text in links.all_text_contents()]


def test_a_new_room_and_its_messages_appear(
    alice: Page, bob: Page, in_room: InRoom, room_name: str
) -> None:
    index = IndexPage(bob).open()
    room = in_room(alice)
    expect(index.open_row(room_name)).to_contain_text("1 member")
    room.send("Not yet for Bob")
    window = bob.context.new_page()
    RoomPage.enter(window, room_name)
    expect(index.row(room_name)).to_contain_text("Not yet for Bob")
    expect(index.open_row(room_name)).to_have_count(0)
    room.send("The newest one")
    expect(index.row(room_name)).to_contain_text("alice: The newest one")
    expect(index.row(room_name)).to_have_count(1)


def test_a_rename_shows_in_the_list_and_in_the_room(
    alice: Page, bob: Page, in_room: InRoom, room_name: str
) -> None:
    in_room(alice)
    window = in_room(bob)
    index = IndexPage(bob.context.new_page()).open()
    expect(index.row(room_name)).to_be_visible()
    alice.get_by_role("button", name="About this room").click()
    alice.get_by_role("link", name="Edit", exact=True).click()
    alice.get_by_label("Name of the room").fill("A better name")
    alice.get_by_role("button", name="Save").click()
    expect(window.title).to_have_text("A better name")
    expect(index.row("A better name")).to_be_visible()
    expect(index.row(room_name)).to_have_count(0)
    names = texts(index.section("Rooms").get_by_role("link"))
    assert "A better name" in names
    assert names == sorted(names, key=str.lower)


def test_the_rooms_are_in_the_order_of_their_names(alice: Page, bot: Bot) -> None:
    index = IndexPage(alice).open()
    for name in ("Zebra crossing", "aardvark", "Middle"):
        assert bot.call("create", data={"name": name})["response_status"] == 201
    expect(index.open_row("Middle")).to_be_visible()
    live = texts(index.open_rows.locator("a"))
    alice.reload()
    assert live == texts(index.open_rows.locator("a"))
    assert live.index("aardvark") < live.index("Middle") < live.index("Zebra crossing")
