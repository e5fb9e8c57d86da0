"""A page shows one thing beside its list of rooms, and gets what belongs to that only."""

import re

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer

from chat.live import fragments
from chat.models import Room, User
from chat.tests.layers import GatedLayer
from chat.tests.sockets import Bot, Connections, Page, held_up, settled

pytestmark = pytest.mark.django_db(transaction=True)

LEFT = "You are not a member of this room any more."


@pytest.fixture
async def garden(lobby: Room, alice: User, bob: User) -> Room:
    """Another room of Alice's and Bob's."""
    garden = await sync_to_async(Room.objects.start)("Garden", alice)
    await sync_to_async(garden.join)(bob)
    return garden


async def open_frame(page: Page) -> None:
    """What every page sends when its socket opens."""
    await page.send_form("show_rooms")
    await page.fragments()


async def turn_to(page: Page, column: Room | str) -> list[str]:
    """Go to a room, to the directory or to a page that follows nothing; the answers."""
    await settled()  # what was told before is no answer
    if isinstance(column, Room):
        await page.send_form("catch_up", room=str(column.pk), since=str(column.version))
    else:
        await page.send_form(column)
    return await page.fragments()


async def told_of(page: Page, room: Room, author: User) -> set[str]:
    """Which pieces a page gets of a message that is posted now."""
    message = await sync_to_async(room.post)(author, "Soup at noon")
    pieces = {f'id="{message.dom_id}"': "message", f'id="room-{room.pk}-latest"': "latest"}
    got = await page.fragments()
    assert len(got) <= 1  # all in one frame
    html = "".join(got)
    assert all(html.count(mark) <= 1 for mark in pieces)
    return {name for mark, name in pieces.items() if mark in html}


def open_rows(html: str) -> list[str]:
    return re.findall(r'<li id="(open-room-\d+)" class="open-row"', html)


def open_row_gone(room: Room) -> str:
    return f'<li id="open-room-{room.pk}" hx-swap-oob="delete"></li>'


def row_gone(room: Room) -> str:
    return f'<li id="room-{room.pk}" hx-swap-oob="delete"></li>'


# From room to room


async def test_page_gets_the_messages_of_the_room_that_it_shows(
    bob_page: Page, lobby: Room, garden: Room, alice: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    assert await told_of(bob_page, lobby, alice) == {"message", "latest"}
    assert await told_of(bob_page, garden, alice) == {"latest"}


@pytest.mark.parametrize("elsewhere", ["another room", "show_directory", "show_nothing"])
async def test_page_that_goes_elsewhere_keeps_the_last_message_only(
    bob_page: Page, lobby: Room, garden: Room, alice: User, elsewhere: str
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    await turn_to(bob_page, garden if elsewhere == "another room" else elsewhere)
    assert await told_of(bob_page, lobby, alice) == {"latest"}


@pytest.mark.parametrize("elsewhere", ["another room", "show_directory", "show_nothing"])
async def test_page_that_goes_elsewhere_does_not_hear_who_comes_and_goes(
    bob_page: Page, lobby: Room, garden: Room, alice: User, carol: User, elsewhere: str
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    await turn_to(bob_page, garden if elsewhere == "another room" else elsewhere)
    await sync_to_async(lobby.join)(carol)
    await sync_to_async(lobby.leave)(carol)
    assert await bob_page.fragments() == []
    await sync_to_async(lobby.rename)(alice, "Foyer")
    assert await bob_page.fragments() == [await sync_to_async(fragments.name)(lobby)]


async def test_page_that_comes_back_follows_again(
    bob_page: Page, lobby: Room, garden: Room, alice: User
) -> None:
    await open_frame(bob_page)
    for column in (lobby, garden, "show_directory", lobby, "show_nothing", lobby):
        await turn_to(bob_page, column)
    assert await told_of(bob_page, lobby, alice) == {"message", "latest"}
    assert await told_of(bob_page, garden, alice) == {"latest"}


async def test_page_that_comes_back_gets_what_it_missed(
    bob_page: Page, lobby: Room, garden: Room, alice: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    await turn_to(bob_page, garden)
    missed = await sync_to_async(lobby.post)(alice, "Soup at noon")
    await bob_page.fragments()
    (answer,) = await turn_to(bob_page, lobby)  # as it was when the page left
    assert f'id="{missed.dom_id}"' in answer


async def test_showing_nothing_is_answered_by_nothing(bob_page: Page, lobby: Room) -> None:
    assert await turn_to(bob_page, "show_nothing") == []
    await turn_to(bob_page, lobby)
    assert await turn_to(bob_page, "show_nothing") == []
    assert await turn_to(bob_page, "show_nothing") == []


@pytest.mark.usefixtures("_fresh_layer")
async def test_walk_through_the_rooms_leaves_no_group_behind(
    connect: Connections, lobby: Room, garden: Room, bob: User
) -> None:
    layer = GatedLayer(get_channel_layer())
    channel_layers.set("default", layer)
    page = await connect.page(bob)
    await settled()
    layer.calls.clear()
    columns = (lobby, garden, "show_directory", lobby, lobby, "show_nothing")
    for column in columns:
        await turn_to(page, column)
    # A room's messages are a group, joined when it was not shown before; all that concerns rooms is one that the
    # page is in from the beginning. The tests' own waiting joins and leaves one, twice each time.
    joined = 3 + 2 * len(columns)
    assert (layer.calls["group_add"], layer.calls["group_discard"]) == (joined, joined)


# The directory


async def test_directory_gives_the_rooms_that_one_may_join_by_name(
    bob_page: Page, lobby: Room, carol: User
) -> None:
    kitchen, attic = [
        await sync_to_async(Room.objects.start)(name, carol) for name in ("Kitchen", "attic")
    ]
    (answer,) = await turn_to(bob_page, "show_directory")
    assert open_rows(answer) == [f"open-room-{room.pk}" for room in (attic, kitchen)]


async def test_directory_of_nothing_takes_out_what_was_there(bob_page: Page, lobby: Room) -> None:
    (answer,) = await turn_to(bob_page, "show_directory")
    assert answer.strip() == '<div hx-swap-oob="only:#open-rooms" data-ids=""></div>'


async def test_directory_names_all_that_is_in_it(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    """A room that was deleted while the page was away leaves it by not being named."""
    attic = await sync_to_async(Room.objects.start)("Attic", alice)
    page = await connect.page(carol)
    await open_frame(page)
    (answer,) = await turn_to(page, "show_directory")
    named = f"open-room-{attic.pk} open-room-{lobby.pk} "
    assert f'<div hx-swap-oob="only:#open-rooms" data-ids="{named}"></div>' in answer


async def test_directory_does_not_tell_what_is_said(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    page = await connect.page(carol)
    await open_frame(page)
    (answer,) = await turn_to(page, "show_directory")
    assert open_rows(answer) == [f"open-room-{lobby.pk}"]
    assert "Soup" not in answer
    assert "alice" not in answer
    assert await told_of(page, lobby, alice) == set()


async def test_new_room_comes_into_the_directory(bob_page: Page, lobby: Room, alice: User) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    kitchen = await sync_to_async(Room.objects.start)("Kitchen", alice)
    rows = await bob_page.fragments()  # the room, and its first member
    assert [open_rows(row) for row in rows] == [[f"open-room-{kitchen.pk}"]] * 2
    assert all("Kitchen" in row and "1 member" in row for row in rows)


async def test_new_room_comes_once_however_often_the_directory_was_asked_for(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    for _ in range(2):
        await turn_to(bob_page, "show_directory")
    await sync_to_async(Room.objects.start)("Kitchen", alice)
    assert len(await bob_page.fragments()) == 2  # the room, and its first member


async def test_own_new_room_does_not_stay_in_the_directory(
    bob_page: Page, lobby: Room, bob: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    shed = await sync_to_async(Room.objects.start)("Shed", bob)
    got = await fragments_until(bob_page, open_row_gone(shed))
    assert not open_rows("".join(got[got.index(open_row_gone(shed)) :]))
    assert any(f'<li id="room-{shed.pk}" class="room-row"' in html for html in got)


@pytest.mark.parametrize("elsewhere", ["a room", "show_nothing"])
async def test_page_that_leaves_the_directory_gets_no_new_rooms(
    bob_page: Page, lobby: Room, alice: User, elsewhere: str
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    await turn_to(bob_page, lobby if elsewhere == "a room" else elsewhere)
    kitchen = await sync_to_async(Room.objects.start)("Kitchen", alice)
    assert await bob_page.fragments() == []
    await sync_to_async(kitchen.rename)(alice, "Galley")
    assert await bob_page.fragments() == []


async def test_deleted_room_goes_from_the_list_and_the_directory(
    connect: Connections, bob_page: Page, lobby: Room, carol: User
) -> None:
    page = await connect.page(carol)
    for each in (bob_page, page):
        await open_frame(each)
        await turn_to(each, "show_directory")
    gone = [[row_gone(lobby), open_row_gone(lobby)], [open_row_gone(lobby)]]
    await sync_to_async(lobby.delete)()
    told = [[html.strip() for html in await each.fragments()] for each in (bob_page, page)]
    assert told == gone


# A membership that begins


async def fragments_until(page: Page, part: str) -> list[str]:
    """All fragments up to the first that has the part; what follows from a membership takes a while."""
    got = []
    while not got or part not in got[-1]:
        got.append((await page.next_text()).strip())
    return got


async def test_arrival_moves_the_room_from_the_directory_to_the_list(
    connect: Connections, carol_bot: Bot, lobby: Room, alice: User, carol: User
) -> None:
    page = await connect.page(carol)
    await open_frame(page)
    (answer,) = await turn_to(page, "show_directory")
    assert open_rows(answer) == [f"open-room-{lobby.pk}"]
    await carol_bot.call("join_room", pk=lobby.pk)
    row, _ = await fragments_until(page, open_row_gone(lobby))
    assert row.startswith(f'<li id="room-{lobby.pk}" class="room-row"')
    assert await page.fragments() == []
    assert await told_of(page, lobby, alice) == {"latest"}


async def test_arrival_of_others_moves_nothing(bob_page: Page, lobby: Room, carol: User) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    await sync_to_async(lobby.join)(carol)
    await sync_to_async(lobby.leave)(carol)
    assert await bob_page.fragments() == []


async def test_arrival_reaches_every_page_of_the_person(
    connect: Connections, carol_bot: Bot, lobby: Room, carol: User
) -> None:
    pages = [await connect.page(carol) for _ in range(3)]
    for page in pages:
        await open_frame(page)
    await turn_to(pages[0], "show_directory")
    await carol_bot.call("join_room", pk=lobby.pk)
    for page in pages:
        await page.fragment_with(f'<li id="room-{lobby.pk}" class="room-row"')
    await pages[0].fragment_with(open_row_gone(lobby))
    for page in pages[1:]:
        assert await page.fragments() == []


# A membership that ends


async def test_departure_is_told_above_the_room_that_is_shown(
    bob_page: Page, lobby: Room, bob: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    await sync_to_async(lobby.leave)(bob)
    *told, last = await fragments_until(bob_page, row_gone(lobby))
    assert LEFT in "".join(told)
    assert last.endswith(row_gone(lobby))
    assert await bob_page.fragments() == []


@pytest.mark.parametrize("column", ["another room", "show_nothing"])
async def test_departure_from_a_room_that_is_not_shown_takes_its_row_only(
    bob_page: Page, lobby: Room, garden: Room, bob: User, column: str
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    await turn_to(bob_page, garden if column == "another room" else column)
    await sync_to_async(lobby.leave)(bob)
    (gone,) = await fragments_until(bob_page, row_gone(lobby))
    assert LEFT not in gone
    assert await bob_page.fragments() == []


async def test_departure_moves_the_room_from_the_list_to_the_directory(
    bob_page: Page, lobby: Room, bob: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    await sync_to_async(lobby.leave)(bob)
    gone, row = await fragments_until(bob_page, f'<li id="open-room-{lobby.pk}" class="open-row"')
    assert gone.endswith(row_gone(lobby))
    assert open_rows(row) == [f"open-room-{lobby.pk}"]
    assert await bob_page.fragments() == []


async def test_departure_leaves_the_room_that_is_shown_alone(
    bob_page: Page, lobby: Room, garden: Room, alice: User, bob: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, garden)
    await sync_to_async(lobby.leave)(bob)
    await fragments_until(bob_page, row_gone(lobby))
    assert await told_of(bob_page, garden, alice) == {"message", "latest"}
    assert await told_of(bob_page, lobby, alice) == set()


async def test_who_comes_back_follows_again(
    bob_page: Page, lobby: Room, alice: User, bob: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, lobby)
    await sync_to_async(lobby.leave)(bob)
    await fragments_until(bob_page, row_gone(lobby))
    assert await told_of(bob_page, lobby, alice) == set()
    await sync_to_async(lobby.join)(bob)
    await fragments_until(bob_page, f'<li id="room-{lobby.pk}" class="room-row"')
    assert await told_of(bob_page, lobby, alice) == {"latest"}
    await turn_to(bob_page, lobby)
    assert await told_of(bob_page, lobby, alice) == {"message", "latest"}


async def test_who_leaves_and_comes_back_at_once_keeps_the_row(
    bob_page: Page, lobby: Room, alice: User, bob: User
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    async with held_up():
        await sync_to_async(lobby.leave)(bob)
        await sync_to_async(lobby.join)(bob)
    got = await fragments_until(bob_page, open_row_gone(lobby))
    rows = [html for html in got if f'<li id="room-{lobby.pk}"' in html]
    assert 'class="room-row"' in rows[-1]
    assert not open_rows("".join(await bob_page.fragments()))
    assert await told_of(bob_page, lobby, alice) == {"latest"}


# A new name


@pytest.mark.parametrize("column", ["the room", "another room", "show_directory", "show_nothing"])
async def test_new_name_reaches_the_list_whatever_is_shown(
    bob_page: Page, lobby: Room, garden: Room, alice: User, column: str
) -> None:
    await open_frame(bob_page)
    await turn_to(bob_page, {"the room": lobby, "another room": garden}.get(column, column))
    await sync_to_async(lobby.rename)(alice, "Foyer")
    name = await sync_to_async(fragments.name)(lobby)
    assert "".join(await bob_page.fragments()).count(name) == 1


async def test_new_name_reaches_a_room_that_is_open_to_the_reader(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    page = await connect.page(carol)
    await open_frame(page)
    await turn_to(page, "show_directory")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    (row,) = await page.fragments()
    assert open_rows(row) == [f"open-room-{lobby.pk}"]
    assert 'data-name="Foyer"' in row


# What is open to others, and to whom


async def test_room_that_is_not_open_any_more_goes_from_the_directory(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    page = await connect.page(carol)
    await open_frame(page)
    await turn_to(page, "show_directory")
    await sync_to_async(lobby.edit)(alice, kind="closed")
    assert [html.strip() for html in await page.fragments()] == [open_row_gone(lobby)]
    await sync_to_async(lobby.edit)(alice, topic="Secret")
    assert await page.fragments() == []
    await sync_to_async(lobby.edit)(alice, kind="open")
    (row,) = await page.fragments()
    assert open_rows(row) == [f"open-room-{lobby.pk}"]


async def test_own_room_that_becomes_open_stays_out_of_the_directory(
    bob_page: Page, lobby: Room, alice: User
) -> None:
    await sync_to_async(lobby.edit)(alice, kind="closed")
    await open_frame(bob_page)
    await turn_to(bob_page, "show_directory")
    await sync_to_async(lobby.edit)(alice, kind="open")
    assert not open_rows("".join(await bob_page.fragments()))


async def test_directory_of_a_guest_is_empty_and_stays_so(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    carol.role = User.Role.GUEST
    await carol.asave()
    page = await connect.page(carol)
    await open_frame(page)
    (answer,) = await turn_to(page, "show_directory")
    assert answer.strip() == '<div hx-swap-oob="only:#open-rooms" data-ids=""></div>'
    await sync_to_async(lobby.rename)(alice, "Foyer")
    await sync_to_async(Room.objects.start)("Kitchen", alice)
    assert await page.fragments() == []


# Programs


@pytest.mark.parametrize("action", ["show_rooms", "show_directory", "show_nothing"])
async def test_what_a_page_shows_is_not_for_programs(
    bob_bot: Bot, lobby: Room, alice: User, action: str
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    reply = await bob_bot.call(action)
    assert reply["response_status"] == 405
    assert reply["errors"]
    assert reply["data"] is None
    await sync_to_async(lobby.post)(alice, "Still here")
    await sync_to_async(Room.objects.start)("Kitchen", alice)
    (change,) = await bob_bot.changes()
    assert change["data"]["text"] == "Still here"


async def test_program_follows_as_many_rooms_as_it_likes(
    bob_bot: Bot, lobby: Room, garden: Room, alice: User
) -> None:
    for room in (lobby, garden):
        await bob_bot.call("catch_up", room=room.pk)
    for room in (lobby, garden):
        await sync_to_async(room.post)(alice, "Soup at noon")
    assert [change["data"]["room"] for change in await bob_bot.changes()] == [lobby.pk, garden.pk]


async def test_program_whose_membership_ends_gets_no_html(
    bob_bot: Bot, lobby: Room, bob: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    assert "<li" not in str(await bob_bot.changes())
