import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from chat.models import Membership, Room, User

HTMX = {"HX-Request": "true"}
PLAIN_AND_HTMX = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def join_url(room: Room) -> str:
    return reverse("membership-create", args=[room.pk])


def leave_url(room: Room) -> str:
    return reverse("membership-delete", args=[room.pk])


def show_url(room: Room) -> str:
    return reverse("room-show", args=[room.pk])


@PLAIN_AND_HTMX
def test_outsider_joins_and_is_led_into_the_room(
    lobby: Room, carol: User, carols: Client, headers: dict[str, str]
) -> None:
    assertRedirects(carols.post(join_url(lobby), headers=headers), show_url(lobby))
    assert lobby.memberships.get(user=carol).role == Membership.Role.MEMBER
    assertTemplateUsed(carols.get(show_url(lobby)), "chat/rooms/show.html")


def test_who_joins_sees_what_was_said_before(lobby: Room, alice: User, carols: Client) -> None:
    lobby.post(alice, "said before")
    carols.post(join_url(lobby))
    assertContains(carols.get(show_url(lobby)), "said before")


def test_joining_twice_is_harmless(lobby: Room, alice: User, alices: Client) -> None:
    assertRedirects(alices.post(join_url(lobby)), show_url(lobby))
    assert lobby.memberships.get(user=alice).role == Membership.Role.OWNER


@PLAIN_AND_HTMX
def test_member_leaves_and_is_led_to_the_list(
    lobby: Room, bob: User, bobs: Client, headers: dict[str, str]
) -> None:
    assertRedirects(bobs.post(leave_url(lobby), headers=headers), reverse("room-index"))
    assert not lobby.has_member(bob)


def test_leaving_ends_nobody_elses_membership(lobby: Room, alice: User, bobs: Client) -> None:
    bobs.post(leave_url(lobby))
    assert list(lobby.current_users.all()) == [alice]


def test_leaving_twice_is_harmless(lobby: Room, bobs: Client) -> None:
    for _ in range(2):
        assertRedirects(bobs.post(leave_url(lobby)), reverse("room-index"))


def test_outsider_leaves_nothing(lobby: Room, carols: Client) -> None:
    assertRedirects(carols.post(leave_url(lobby)), reverse("room-index"))
    assert lobby.memberships.count() == 2


@PLAIN_AND_HTMX
@pytest.mark.parametrize("name", ["membership-create", "membership-delete"])
def test_no_room_is_not_found(
    lobby: Room, bobs: Client, name: str, headers: dict[str, str]
) -> None:
    for pk in (0, 999999, int("9" * 30)):
        assert bobs.post(reverse(name, args=[pk]), headers=headers).status_code == 404


@PLAIN_AND_HTMX
@pytest.mark.parametrize("name", ["membership-create", "membership-delete"])
def test_memberships_change_by_post_only(
    lobby: Room, bob: User, bobs: Client, name: str, headers: dict[str, str]
) -> None:
    url = reverse(name, args=[lobby.pk])
    for method in ("get", "put", "patch", "delete"):
        assert getattr(bobs, method)(url, headers=headers).status_code == 405
    assert lobby.has_member(bob)


@pytest.mark.parametrize("name", ["membership-create", "membership-delete"])
def test_another_site_changes_no_membership(lobby: Room, carol: User, bob: User, name: str) -> None:
    for user in (bob, carol):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        assert client.post(reverse(name, args=[lobby.pk])).status_code == 403
    assert lobby.has_member(bob)
    assert not lobby.has_member(carol)
