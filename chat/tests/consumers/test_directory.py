"""What the directory of rooms shows of a room changes with it, for those who may know of it."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import Room, User
from chat.tests.sockets import Connections, Page

pytestmark = pytest.mark.django_db(transaction=True)


async def directory(connect: Connections, user: User) -> Page:
    page = await connect.page(user)
    await page.send_form("show_rooms")
    await page.send_form("show_directory")
    await page.fragments()
    return page


async def test_who_joins_and_leaves_is_counted(
    connect: Connections, lobby: Room, bob: User, carol: User
) -> None:
    page = await directory(connect, carol)
    await sync_to_async(lobby.leave)(bob)
    (row,) = await page.fragments()
    assert "1 member " in row
    await sync_to_async(lobby.join)(bob)
    (row,) = await page.fragments()
    assert "2 members" in row


async def test_closed_rooms_and_conversations_are_told_to_nobody_else(
    connect: Connections, alice: User, bob: User, carol: User
) -> None:
    page = await directory(connect, carol)
    closed = await sync_to_async(Room.objects.start)("Plans", alice, kind="closed")
    await sync_to_async(closed.add)(alice, [bob])
    await sync_to_async(closed.favour)(bob, on=True)
    conversation = await sync_to_async(Room.objects.converse)(alice, [bob])
    await sync_to_async(conversation.favour)(bob, on=True)
    assert await page.fragments() == []


async def test_guest_hears_nothing_of_the_directory(
    connect: Connections, lobby: Room, bob: User, carol: User
) -> None:
    carol.role = User.Role.GUEST
    await sync_to_async(carol.save)()
    page = await directory(connect, carol)
    await sync_to_async(lobby.leave)(bob)
    await sync_to_async(lobby.join)(bob)
    assert await page.fragments() == []


async def test_archived_room_goes_to_its_section_and_comes_back_as_a_favourite(
    connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    await sync_to_async(lobby.favour)(bob, on=True)
    page = await directory(connect, bob)
    await sync_to_async(lobby.archive)(alice)
    await page.fragment_with('hx-swap-oob="upsert:#archived"')
    await sync_to_async(lobby.restore)(alice)
    await page.fragment_with('hx-swap-oob="upsert:#favourites"')
