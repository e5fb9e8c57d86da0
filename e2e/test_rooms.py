"""Rooms of every kind, and what becomes of them, on pages that stay open."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from e2e.pages.index import IndexPage
from e2e.pages.keeping import EditPage, MembersPage, make_room
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def test_a_closed_room_is_for_its_members(
    alice: Page, bob: Page, carol: Page, room_name: str
) -> None:
    index = IndexPage(bob).open()
    others = IndexPage(carol).open()
    room = make_room(alice, room_name, closed=True, topic="Nobody else's business")
    expect(alice.get_by_role("main")).to_contain_text("Nobody else's business")
    MembersPage.of(room).add("bob")
    expect(index.row(room_name)).to_be_visible()
    expect(others.open_row(room_name)).to_have_count(0)
    assert carol.goto(f"/rooms/{room.pk}/").status == 404  # type: ignore[union-attr]


def test_removal_while_reading(alice: Page, bob: Page, room_name: str) -> None:
    room = make_room(alice, room_name, closed=True)
    members = MembersPage.of(room)
    members.add("bob")
    reading = RoomPage(bob)
    index = IndexPage(bob).open()
    index.row(room_name).click()
    expect(reading.composer).to_be_visible()
    members.remove("bob")
    expect(bob.get_by_role("alert")).to_contain_text("You are not a member of this room any more.")
    expect(reading.composer).to_be_hidden()
    expect(index.row(room_name)).to_have_count(0)
    alice.goto(f"/rooms/{room.pk}/")
    room.send("Now we can talk")
    bob.get_by_role("link", name="Go to the rooms").click()
    expect(bob.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    expect(bob.get_by_text("Now we can talk")).to_have_count(0)


def test_archive_and_restore_show_at_once(
    alice: Page, bob: Page, in_room: InRoom, carol: Page, room_name: str
) -> None:
    room, reading = in_room(alice), in_room(bob)
    index = IndexPage(carol).open()
    expect(index.open_row(room_name)).to_be_visible()
    page = EditPage.of(room)
    page.archive()
    expect(bob.get_by_text("This room is archived")).to_be_visible()
    expect(reading.composer).to_be_hidden()
    expect(index.open_row(room_name)).to_have_count(0)
    EditPage.of(room).restore()
    expect(reading.composer).to_be_visible()
    expect(index.open_row(room_name)).to_be_visible()
    reading.send("We are back")


def test_announcements_come_from_those_who_manage_the_room(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    room, reading = in_room(alice), in_room(bob)
    EditPage.of(room).only_announcements()
    expect(bob.get_by_text("Only those who manage this room post in it.")).to_be_visible()
    expect(reading.composer).to_be_hidden()
    expect(room.composer).to_be_visible()
    room.send("Soup at noon")
    expect(reading.message("Soup at noon")).to_be_visible()


def test_a_room_is_deleted_by_typing_its_name(
    alice: Page, bob: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    in_room(bob)
    page = EditPage.of(room)
    page.delete("Something else")
    expect(alice.get_by_role("alert")).to_contain_text("Type the name of the room")
    page.confirm(room_name)
    expect(alice.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    expect(bob.get_by_role("alert")).to_contain_text("This room was deleted.")
    expect(IndexPage(bob).row(room_name)).to_have_count(0)


def test_who_is_ticked_while_a_search_is_on_its_way_stays_ticked(
    alice: Page, bob: Page, carol: Page, room_name: str
) -> None:
    members = MembersPage.of(make_room(alice, room_name, closed=True))
    asked: list[Route] = []
    alice.route("**/members/?q=*", lambda route: asked.append(route))
    with alice.expect_request("**/members/?q=car*"):
        alice.get_by_label("Search for people").fill("car")
    with alice.expect_request("**/members/?q=car&people=*"):
        members.box("bob").check()
    for route in asked:
        route.continue_()
    alice.unroute("**/members/?q=*")
    expect(members.box("carol")).to_be_visible()
    expect(members.box("bob")).to_be_checked()
    alice.get_by_role("button", name="Add").click()
    expect(members.member("bob")).to_be_visible()


def test_a_search_goes_on_where_nobody_was_chosen(
    alice: Page, bob: Page, carol: Page, room_name: str
) -> None:
    members = MembersPage.of(make_room(alice, room_name, closed=True))
    alice.get_by_role("button", name="Add").click()
    expect(alice.get_by_text("Choose somebody to add.")).to_be_visible()
    alice.get_by_label("Search for people").fill("carol")
    expect(members.box("bob")).to_have_count(0)
    members.add("carol")
