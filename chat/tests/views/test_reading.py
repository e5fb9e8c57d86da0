"""Marking messages as unread, and links that lead to one."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Message, Room, User

HTMX = {"HX-Request": "true"}
Fill = Callable[..., None]


def unread_url(message: Message) -> str:
    return reverse("message-unread", args=[message.pk])


def show_url(room: Room, query: str = "") -> str:
    return reverse("room-show", args=[room.pk]) + query


def read_url(room: Room) -> str:
    return reverse("room-read", args=[room.pk])


def unread_in_list(client: Client, room: Room) -> bool:
    html = client.get(reverse("room-index")).content.decode()
    tag = html.partition(f'<span id="room-{room.pk}-unread"')[2].partition(">")[0]
    assert tag
    return "hidden" not in tag


def test_room_opens_where_one_reads_on(
    lobby: Room, alice: User, bobs: Client, alices: Client, fill: Fill
) -> None:
    fill(lobby, alice, 100)
    response = bobs.post(unread_url(lobby.messages.get(seq=20)))
    assertRedirects(response, reverse("room-index"))
    page = bobs.get(show_url(lobby))
    assertContains(page, 'data-unread="20"', count=1)
    assertContains(page, 'id="at-20"', count=1)
    assertNotContains(page, 'id="at-100"')
    assertNotContains(alices.get(show_url(lobby)), "data-unread")
    assertContains(bobs.get(show_url(lobby, "?at=90")), 'id="at-90"', count=1)


def test_list_of_rooms_says_so_until_one_has_read(
    lobby: Room, alice: User, bobs: Client, alices: Client
) -> None:
    bobs.post(unread_url(lobby.post(alice, "hello")))
    assert unread_in_list(bobs, lobby)
    assert not unread_in_list(alices, lobby)
    bobs.get(show_url(lobby))
    assert unread_in_list(bobs, lobby), "looking changes nothing"
    assertRedirects(bobs.post(read_url(lobby)), show_url(lobby))
    assert not unread_in_list(bobs, lobby)


def test_who_says_something_has_read(lobby: Room, alice: User, bobs: Client) -> None:
    bobs.post(unread_url(lobby.post(alice, "hello")))
    bobs.post(reverse("message-create", args=[lobby.pk]), {"message": "hello yourself"})
    assert not unread_in_list(bobs, lobby)


def test_htmx_hears_of_it_by_an_event(lobby: Room, alice: User, bobs: Client) -> None:
    response = bobs.post(unread_url(lobby.post(alice, "hello")), headers=HTMX)
    assert response.status_code == 204
    assert json.loads(response.headers["HX-Trigger"]) == {"unread": {"seq": 1}}
    assert bobs.post(read_url(lobby), headers=HTMX).status_code == 204
    assert not unread_in_list(bobs, lobby)


def test_outsider_marks_nothing(lobby: Room, alice: User, carols: Client) -> None:
    assert carols.post(unread_url(lobby.post(alice, "hello"))).status_code == 404
    assert carols.post(read_url(lobby)).status_code == 403


# Links to a message


@pytest.mark.parametrize("seq", [1, 50, 100])
def test_link_opens_the_room_around_a_message(
    lobby: Room, alice: User, bobs: Client, fill: Fill, seq: int
) -> None:
    fill(lobby, alice, 100)
    assertContains(bobs.get(show_url(lobby, f"?at={seq}")), f'id="at-{seq}"', count=1)


def test_link_to_what_is_not_there_yet_opens_the_end(
    lobby: Room, alice: User, bobs: Client, fill: Fill
) -> None:
    fill(lobby, alice, 100)
    assertContains(bobs.get(show_url(lobby, "?at=1000")), 'id="at-100"', count=1)


def test_link_to_a_deleted_message_opens_the_room_there(
    lobby: Room, alice: User, bobs: Client
) -> None:
    lobby.post(alice, "regretted").erase(alice)
    assertContains(bobs.get(show_url(lobby, "?at=1")), 'id="at-1"', count=1)


def test_who_joins_by_a_link_gets_to_the_message(lobby: Room, alice: User, carols: Client) -> None:
    lobby.post(alice, "hello")
    assertContains(carols.get(show_url(lobby, "?at=1")), 'name="at" value="1"', count=1)
    join = reverse("membership-create", args=[lobby.pk])
    assertRedirects(carols.post(join, {"at": "1"}), show_url(lobby, "?at=1#at-1"))


@pytest.mark.parametrize("at", ["", "x", "0", "-1", str(2**70)])
def test_who_joins_by_no_such_link_gets_to_the_room(lobby: Room, carols: Client, at: str) -> None:
    join = reverse("membership-create", args=[lobby.pk])
    assertRedirects(carols.post(join, {"at": at}), show_url(lobby))
