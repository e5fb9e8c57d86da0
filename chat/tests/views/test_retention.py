"""Pages of a room whose oldest messages are not kept any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from chat.models import Room, User, Workspace, remove_old_messages

REMOVED, BEGINNING = "Older messages were removed", "This is the beginning of"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shortened(lobby: Room, alice: User, fill: Callable[..., None]) -> Room:
    """Of 150 messages 81 to 150 are left."""
    fill(lobby, alice, 150)
    Workspace(pk=1, retention_days=30).save()
    lobby.messages.filter(seq__lte=80).update(created_at=timezone.now() - timedelta(days=31))
    assert remove_old_messages() == 80
    lobby.refresh_from_db()
    return lobby


def url(room: Room, **query: int) -> str:
    return reverse("room-show", args=[room.pk], query=query)


def seqs(client: Client, address: str) -> list[int]:
    return [message.seq for message in client.get(address).context["messages"]]


def test_way_back_ends_where_the_room_begins_now(bobs: Client, shortened: Room) -> None:
    newest = bobs.get(url(shortened))
    assertContains(newest, f'href="{url(shortened, before=101)}"')
    assertNotContains(newest, REMOVED)
    for headers in ({}, HTMX):
        oldest = bobs.get(url(shortened, before=101), headers=headers)
        assertContains(oldest, REMOVED, count=1)
        assertNotContains(oldest, BEGINNING)
        assertContains(oldest, "number 81.")


@pytest.mark.parametrize("at", [1, 80])
def test_link_to_what_is_gone_leads_to_the_oldest(bobs: Client, shortened: Room, at: int) -> None:
    shown = seqs(bobs, url(shortened, at=at))
    assert (shown[0], 81 in shown) == (81, True)
    assertContains(bobs.get(url(shortened, at=at)), REMOVED)


def test_link_to_what_is_kept_leads_to_it(bobs: Client, shortened: Room) -> None:
    assert 120 in seqs(bobs, url(shortened, at=120))


def test_page_that_is_open_and_asks_for_more_learns_of_it(bobs: Client, shortened: Room) -> None:
    response = bobs.get(url(shortened, before=60), headers=HTMX)
    assertContains(response, REMOVED, count=1)
    assert list(response.context["messages"]) == []


def test_emptied_room_is_live(bobs: Client, shortened: Room, alice: User) -> None:
    shortened.messages.update(created_at=timezone.now() - timedelta(days=31))
    assert remove_old_messages() == 70
    response = bobs.get(url(shortened))
    assertContains(response, REMOVED, count=1)
    assertContains(response, 'value="catch_up"')
    shortened.refresh_from_db()
    shortened.post(alice, "here we are")
    assertContains(bobs.get(url(shortened)), "here we are")
    assertContains(bobs.get(reverse("room-index")), "here we are")
