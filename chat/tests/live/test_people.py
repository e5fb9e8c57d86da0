"""Somebody's new name, picture or status shows on every open page."""

import re
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from chat.models import Room, User
from chat.tests.layers import WatchedLayer
from chat.tests.sockets import Bot, Connections, Page, settled

pytestmark = pytest.mark.django_db(transaction=True)


async def opened(connect: Connections, person: User) -> Page:
    """A page that has got its list of rooms."""
    page = await connect.page(person)
    await page.submit("show_rooms")
    return page


async def rename(person: User, name: str) -> None:
    person.display_name = name
    await sync_to_async(person.save)(update_fields=["display_name"])
    await settled()


def shown(pieces: list[str], person: User) -> list[tuple[str, str]]:
    """The names of a person in what a page got, each with its version."""
    pattern = (
        rf'<bdi class="person-name" data-person="{person.pk}" data-version="(\d+)">(.*?)</bdi>'
    )
    return [found for piece in pieces for found in re.findall(pattern, piece)]


async def test_new_name_comes_to_every_page(
    connect: Connections, lobby: Room, alice: User, bob: User, carol: User
) -> None:
    pages = [await opened(connect, person) for person in (alice, bob, carol)]
    await rename(alice, "Alice Liddell")
    for page in pages:
        got = await page.fragments()
        assert shown(got, alice) == [("1", "Alice Liddell")]
        assert got[0].count('hx-swap-oob="everywhere:body"') == 1
        assert f'<span class="avatar" data-person="{alice.pk}" data-version="1"' in got[0]


async def test_status_and_leaving_come_too(connect: Connections, alice: User, bob: User) -> None:
    page = await opened(connect, bob)
    alice.status_emoji, alice.status_text = "🌴", "On holiday"
    await sync_to_async(alice.save)(update_fields=["status_emoji", "status_text"])
    await settled()
    (got,) = await page.fragments()
    assert "🌴" in got
    assert "<bdi>On holiday</bdi>" in got
    alice.is_active = False
    await sync_to_async(alice.save)(update_fields=["is_active"])
    await settled()
    (got,) = await page.fragments()
    assert "has left" in got


async def test_late_news_tells_of_the_person_as_they_are(
    connect: Connections, alice: User, bob: User
) -> None:
    page = await opened(connect, bob)
    stale = await User.objects.aget(pk=alice.pk)
    await rename(alice, "Alice Liddell")
    await page.fragments()
    stale.status_text = "At lunch"
    await sync_to_async(stale.save)(update_fields=["status_text"])
    await settled()
    got = await page.fragments()
    assert shown(got, alice) == [("2", "Alice Liddell")]


async def test_sign_in_tells_nobody(
    connect: Connections, layer: WatchedLayer, alice: User, bob: User
) -> None:
    page = await opened(connect, bob)
    layer.sent.clear()
    await sync_to_async(Client().force_login)(alice)
    await settled()
    assert layer.sent == []
    assert await page.fragments() == []


async def test_guest_is_not_told_of_people(
    connect: Connections, make_user: Callable[..., User], alice: User
) -> None:
    """They see it on their next page: who is there at all is not for them to know."""
    guest = await sync_to_async(make_user)("gus", role="guest")
    page = await opened(connect, guest)
    await rename(alice, "Alice Liddell")
    assert await page.fragments() == []


async def test_program_is_not_told_of_people(bob_bot: Bot, lobby: Room, alice: User) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await rename(alice, "Alice Liddell")
    assert await bob_bot.changes() == []


async def test_page_that_lists_no_rooms_is_not_told(connect: Connections, alice: User) -> None:
    page = await connect.page(alice)
    await rename(alice, "Alice Liddell")
    assert await page.fragments() == []


async def test_name_and_status_are_escaped(connect: Connections, alice: User, bob: User) -> None:
    page = await opened(connect, bob)
    alice.status_text = alice.status_emoji = "<b>x</b>"
    await rename(alice, "<script>alert(1)</script>")
    await sync_to_async(alice.save)(update_fields=["status_text", "status_emoji"])
    await settled()
    html = "".join(await page.fragments())
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
