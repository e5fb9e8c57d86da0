"""A favourite goes to its place on every page of its person, and to nobody else's."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import Room, User
from chat.tests.sockets import Connections, Page

pytestmark = pytest.mark.django_db(transaction=True)


def places(fragments: list[str]) -> list[str]:
    """Where rows are to go."""
    return [html.partition('hx-swap-oob="upsert:#')[2].partition('"')[0] for html in fragments]


async def listing(connect: Connections, user: User) -> Page:
    page = await connect.page(user)
    await page.submit("show_rooms")
    await page.fragments()
    return page


async def test_favourite_moves_on_every_page_of_its_person(
    connect: Connections, lobby: Room, bob: User
) -> None:
    pages = [await listing(connect, bob) for _ in range(2)]
    for on, place in ((True, "favourites"), (False, "rooms")):
        await sync_to_async(lobby.favour)(bob, on=on)
        for page in pages:
            row = await page.fragment_with(f'<li id="room-{lobby.pk}"')
            assert places([row]) == [place]


async def test_nobody_else_hears_of_it(
    connect: Connections, lobby: Room, alice: User, bob: User, carol: User
) -> None:
    pages = [await listing(connect, user) for user in (alice, carol)]
    await pages[0].submit("catch_up", room=str(lobby.pk))
    bot = await connect.bot(alice)
    await bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.favour)(bob, on=True)
    assert [await page.fragments() for page in pages] == [[], []]
    assert await bot.changes() == []


async def test_page_that_was_away_learns_the_place(
    connect: Connections, lobby: Room, bob: User
) -> None:
    await sync_to_async(lobby.favour)(bob, on=True)
    page = await connect.page(bob)
    html = await page.submit("show_rooms")
    assert places([html]) == ["favourites"]
    assert f'hx-swap-oob="only:.rooms" data-ids="room-{lobby.pk} "' in html
