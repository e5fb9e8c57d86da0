import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Room, User

HTMX = {"HX-Request": "true"}
PRESSED = 'aria-pressed="true"'


def favourite_url(room: Room) -> str:
    return reverse("favourite-update", args=[room.pk])


def show_url(room: Room) -> str:
    return reverse("room-show", args=[room.pk])


def section_of(html: str, room: Room) -> str:
    """The id of the list in which the room's row stands."""
    before = html.partition(f'<li id="room-{room.pk}"')[0]
    return before.rpartition('<ul id="')[2].partition('"')[0]


def test_star_puts_the_room_on_top_and_takes_it_down(lobby: Room, bob: User, bobs: Client) -> None:
    assertNotContains(bobs.get(show_url(lobby)), PRESSED)
    assertRedirects(bobs.post(favourite_url(lobby), {"on": "on"}), show_url(lobby))
    response = bobs.get(show_url(lobby))
    assertContains(response, PRESSED, count=1)
    assert section_of(response.content.decode(), lobby) == "favourites"
    bobs.post(favourite_url(lobby), {"on": ""})
    response = bobs.get(show_url(lobby))
    assertNotContains(response, PRESSED)
    assert section_of(response.content.decode(), lobby) == "rooms"


def test_htmx_gets_the_row_for_its_new_place(lobby: Room, bobs: Client) -> None:
    response = bobs.post(favourite_url(lobby), {"on": "on"}, headers=HTMX)
    assertContains(response, f'<li id="room-{lobby.pk}"', count=1)
    assertContains(response, 'hx-swap-oob="upsert:#favourites"', count=1)
    response = bobs.post(favourite_url(lobby), {"on": ""}, headers=HTMX)
    assertContains(response, 'hx-swap-oob="upsert:#rooms"', count=1)


def test_star_of_others_does_not_show(lobby: Room, bob: User, alices: Client) -> None:
    lobby.favour(bob, on=True)
    assertNotContains(alices.get(show_url(lobby)), PRESSED)


def test_star_stays_on_a_page_that_explains_an_error(lobby: Room, bob: User, bobs: Client) -> None:
    lobby.favour(bob, on=True)
    response = bobs.post(reverse("message-create", args=[lobby.pk]), {"message": ""})
    assertContains(response, PRESSED, count=1, status_code=422)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_outsider_has_no_favourites(lobby: Room, carols: Client, headers: dict[str, str]) -> None:
    assert carols.post(favourite_url(lobby), {"on": "on"}, headers=headers).status_code == 403


def test_what_one_may_not_know_of_is_not_there(lobby: Room, carols: Client) -> None:
    for kind, key in (("closed", None), ("direct", "key")):
        Room.objects.filter(pk=lobby.pk).update(kind=kind, direct_key=key)
        assert carols.post(favourite_url(lobby), {"on": "on"}).status_code == 404
    assert carols.post(reverse("favourite-update", args=[2**40]), {"on": "on"}).status_code == 404


def test_favourites_change_by_post_only(lobby: Room, bobs: Client) -> None:
    for method in ("get", "put", "patch", "delete"):
        assert getattr(bobs, method)(favourite_url(lobby)).status_code == 405
