"""What the channel layer loses reaches everybody all the same: the database is the log."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer

from chat.live import healing
from chat.live.fanout import Fanout
from chat.models import Room, User
from chat.tests.layers import LosingLayer
from chat.tests.sockets import WITHIN, Bot, Connections, Page, settled

CHECK_EVERY = healing.CHECK_EVERY  # before a test changes it
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def layer(_fresh_layer: None) -> LosingLayer:
    layer = LosingLayer(get_channel_layer())
    channel_layers.set("default", layer)
    return layer


async def lose(layer: LosingLayer, change: Callable[..., Any], *arguments: Any) -> Any:
    """Make a change of which nobody is told."""
    layer.loses = True
    made = await sync_to_async(change)(*arguments)
    await settled()
    layer.loses = False
    return made


async def checked_twice() -> None:
    """What is lost is told of when two checks in a row have missed it."""
    for _ in range(2):
        await Fanout.current().healing.check()


def heard(changes: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(each["action"], each["data"].get("text")) for each in changes]


@pytest.fixture
async def bot(bob_bot: Bot, lobby: Room) -> Bot:
    """Bob's program, which follows the Lobby."""
    await bob_bot.call("catch_up", room=lobby.pk, since=0)
    return bob_bot


# Messages


async def test_a_lost_message_comes_before_the_next(
    bot: Bot, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    await lose(layer, lobby.post, alice, "First")
    await sync_to_async(lobby.post)(alice, "Second")
    changes = [await bot.next_frame(), await bot.next_frame()]
    assert heard(changes) == [("create", "First"), ("create", "Second")]
    assert await bot.changes() == []


async def test_the_last_message_is_found_by_the_check(
    bot: Bot, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    await lose(layer, lobby.post, alice, "Nothing follows")
    assert await bot.changes() == []
    await checked_twice()
    assert heard(await bot.changes()) == [("create", "Nothing follows")]
    await checked_twice()
    assert await bot.changes() == []


async def test_the_check_comes_by_itself_and_in_time(
    connect: Connections,
    layer: LosingLayer,
    lobby: Room,
    alice: User,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "CHECK_EVERY", 0.1)
    page = await connect.page(bob)
    await page.submit("catch_up", room=str(lobby.pk))
    await lose(layer, lobby.post, alice, "Nothing follows")
    await page.fragment_with("Nothing follows")


async def test_lost_edits_and_deletions_are_found(
    bot: Bot, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    edited = await sync_to_async(lobby.post)(alice, "Soup at noon")
    deleted = await sync_to_async(lobby.post)(alice, "Never mind")
    await bot.changes()
    await lose(layer, edited.edit, alice, "Soup at one")
    await lose(layer, deleted.erase, alice)
    await checked_twice()
    assert heard(await bot.changes()) == [("update", "Soup at one"), ("delete", "")]


async def test_a_page_gets_what_was_lost(
    connect: Connections, layer: LosingLayer, lobby: Room, alice: User, bob: User
) -> None:
    page = await connect.page(bob)
    await page.submit("catch_up", room=str(lobby.pk))
    await lose(layer, lobby.post, alice, "Soup at noon")
    await checked_twice()
    (fragment,) = await page.fragments()
    assert "Soup at noon" in fragment


async def test_a_message_that_came_is_not_told_again(
    bot: Bot, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await settled()
    await checked_twice()
    assert heard(await bot.changes()) == [("create", "Soup at noon")]


async def test_who_follows_from_now_on_gets_nothing_of_the_past(
    bob_bot: Bot, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    await lose(layer, lobby.post, alice, "Before")
    await bob_bot.call("catch_up", room=lobby.pk)
    await checked_twice()
    assert await bob_bot.changes() == []


async def test_a_room_that_nobody_follows_costs_nothing(
    bob_bot: Bot, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    assert set(Fanout.current().logs) == {lobby.pk}
    await bob_bot.call("leave_room", pk=lobby.pk)
    assert Fanout.current().logs == {}


# Rooms and memberships


@pytest.fixture
async def page(bob_page: Page, lobby: Room) -> Page:
    """Bob's page: his rooms at the side, the Lobby beside them."""
    await bob_page.submit("show_rooms")
    await bob_page.submit("catch_up", room=str(lobby.pk))
    await bob_page.fragments()
    return bob_page


async def test_a_lost_name_is_found(
    page: Page, layer: LosingLayer, lobby: Room, alice: User
) -> None:
    await lose(layer, lobby.rename, alice, "Foyer")
    assert await page.fragments() == []
    await checked_twice()
    assert any("Foyer" in each for each in await page.fragments())
    await checked_twice()
    assert await page.fragments() == []


async def test_a_lost_favourite_is_found_by_its_person_only(
    connect: Connections, page: Page, layer: LosingLayer, lobby: Room, alice: User, bob: User
) -> None:
    others = await connect.page(alice)
    await others.submit("show_rooms")
    for on, place in ((True, "favourites"), (False, "rooms")):
        await lose(layer, lobby.favour, bob, on)
        await checked_twice()
        await page.fragment_with(f'hx-swap-oob="upsert:#{place}"')
        assert "upsert" not in "".join(await others.fragments())
        await page.fragments()
        await checked_twice()
        assert await page.fragments() == []


async def test_who_left_gets_nothing_more_though_the_word_was_lost(
    page: Page, layer: LosingLayer, lobby: Room, alice: User, bob: User
) -> None:
    await lose(layer, lobby.leave, bob)
    await checked_twice()
    await page.fragment_with("not a member")
    await page.fragment_with(f'<li id="room-{lobby.pk}" hx-swap-oob="delete">')
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    assert "talk" not in "".join(await page.fragments())


async def test_a_program_that_left_gets_nothing_more(
    bot: Bot, layer: LosingLayer, lobby: Room, alice: User, bob: User
) -> None:
    await lose(layer, lobby.leave, bob)
    await checked_twice()
    await bot.changes()
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    await sync_to_async(lobby.rename)(alice, "Without Bob")
    assert await bot.changes() == []


async def test_a_room_that_one_joined_elsewhere_shows_up(
    page: Page, layer: LosingLayer, alice: User, bob: User
) -> None:
    garden = await sync_to_async(Room.objects.start)("Garden", alice)
    await page.fragments()
    await lose(layer, garden.join, bob)
    await checked_twice()
    await page.fragment_with(f'id="room-{garden.pk}"')
    await sync_to_async(garden.post)(alice, "Welcome")
    await page.fragment_with("Welcome")


async def test_a_lost_new_room_shows_up_in_the_directory(
    page: Page, layer: LosingLayer, alice: User
) -> None:
    await page.submit("show_directory")
    garden = await lose(layer, Room.objects.start, "Garden", alice)
    await checked_twice()
    await page.fragment_with(f'id="open-room-{garden.pk}"')


@pytest.mark.parametrize("becomes", ["closed", "archived"])
async def test_a_lost_end_in_the_directory_is_found(
    page: Page, layer: LosingLayer, alice: User, becomes: str
) -> None:
    garden = await sync_to_async(Room.objects.start)("Garden", alice)
    await page.submit("show_directory")
    if becomes == "closed":
        await lose(layer, partial(garden.edit, alice, kind="closed"))
    else:
        await lose(layer, garden.archive, alice)
    await checked_twice()
    gone = await page.fragment_with(f'id="open-room-{garden.pk}"')
    assert gone.strip() == f'<li id="open-room-{garden.pk}" hx-swap-oob="delete"></li>'


async def test_who_was_removed_hears_nothing_while_the_word_is_lost(
    bot: Bot, layer: LosingLayer, lobby: Room, alice: User, bob: User
) -> None:
    await lose(layer, lobby.leave, bob)
    await lose(layer, lobby.rename, alice, "Without Bob")
    await checked_twice()
    assert "Without Bob" not in str(await bot.changes())


async def test_a_lost_deletion_of_a_room_is_found(
    page: Page, layer: LosingLayer, lobby: Room
) -> None:
    await lose(layer, lobby.delete)
    await checked_twice()
    await page.fragment_with("deleted")
    await checked_twice()
    await page.fragments()
    await checked_twice()
    assert await page.fragments() == []


async def test_the_next_of_two_changes_of_a_room_does_not_hide_the_first(
    page: Page, layer: LosingLayer, lobby: Room, bob: User, carol: User
) -> None:
    await lose(layer, lobby.leave, bob)
    await sync_to_async(lobby.join)(carol)
    await checked_twice()
    await page.fragment_with("not a member")


async def test_changes_of_rooms_that_came_are_not_told_again(
    page: Page, layer: LosingLayer, lobby: Room, alice: User, carol: User
) -> None:
    await sync_to_async(lobby.join)(carol)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    await page.fragments()
    await checked_twice()
    assert await page.fragments() == []


def test_nobody_lacks_anything_for_five_seconds() -> None:
    assert CHECK_EVERY * 2 < 5


async def test_who_makes_a_room_is_told_of_it_once(
    bob_bot: Bot, layer: LosingLayer, lobby: Room, carol: User
) -> None:
    made = await bob_bot.call("create", data={"name": "Soup"})
    room = await Room.objects.aget(pk=made["data"]["pk"])
    await sync_to_async(room.join)(carol)
    assert len(await bob_bot.changes()) == 1
    await checked_twice()
    assert await bob_bot.changes() == []


async def test_a_database_that_fails_does_not_end_the_checks(
    connect: Connections,
    layer: LosingLayer,
    lobby: Room,
    alice: User,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(healing, "CHECK_EVERY", 0.05)
    real = healing.counters

    has_failed = asyncio.Event()

    async def fail() -> Any:
        has_failed.set()
        raise ConnectionError("The database is out of reach")

    page = await connect.page(bob)
    await page.submit("catch_up", room=str(lobby.pk))
    monkeypatch.setattr(healing, "counters", fail)
    await asyncio.wait_for(has_failed.wait(), WITHIN)
    monkeypatch.setattr(healing, "counters", real)
    await lose(layer, lobby.post, alice, "Nothing follows")
    await page.fragment_with("Nothing follows")
    assert "could not be looked up" in caplog.text


# People


def rename(person: User, name: str) -> None:
    person.display_name = name
    person.save(update_fields=["display_name"])


async def test_a_lost_name_is_found_by_the_check(
    page: Page, layer: LosingLayer, alice: User
) -> None:
    await lose(layer, rename, alice, "Alice Liddell")
    assert await page.fragments() == []
    await checked_twice()
    (got,) = await page.fragments()
    assert "Alice Liddell" in got
    await checked_twice()
    assert await page.fragments() == []


async def test_a_name_that_came_is_not_told_again(page: Page, alice: User) -> None:
    await sync_to_async(rename)(alice, "Alice Liddell")
    await settled()
    assert len(await page.fragments()) == 1
    await checked_twice()
    assert await page.fragments() == []
