"""The administration's page of rooms."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateNotUsed,
)

from chat.models import AuditEntry, Room, User
from chat.tests.queries import recorded_queries

INDEX = reverse("administration-rooms")
HTMX = {"HX-Request": "true"}


def join_url(room: Room) -> str:
    return reverse("administration-room-join", args=[room.pk])


@pytest.fixture
def vault(alice: User) -> Room:
    room = Room.objects.start("Vault", alice)
    Room.objects.filter(pk=room.pk).update(kind="closed")
    room.post(alice, "nobody hears this")
    return Room.objects.get(pk=room.pk)


@pytest.fixture
def conversation(alice: User, bob: User) -> Room:
    return Room.objects.converse(alice, [bob])


@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_may_not(
    make_user: Callable[..., User], signed_in: Callable[[User], Client], vault: Room, role: str
) -> None:
    eve = make_user("eve", role=role)
    client = signed_in(eve)
    for headers in ({}, HTMX):
        response = client.get(INDEX, headers=headers)
        assertNotContains(response, "Vault", status_code=403)
    assert client.post(join_url(vault)).status_code == 403
    assert not vault.has_member(eve)


def test_every_room_is_listed_but_conversations(
    danas: Client, lobby: Room, vault: Room, conversation: Room
) -> None:
    response = danas.get(INDEX)
    assert list(response.context["page"]) == [lobby, vault]
    assertContains(response, "Closed · 1 member ·")
    assertContains(response, "Open · 2 members ·")


def test_nothing_that_was_said_is_shown(danas: Client, vault: Room) -> None:
    assertNotContains(danas.get(INDEX), "nobody hears this")
    assert danas.get(reverse("room-show", args=[vault.pk])).status_code == 404


def test_rooms_are_found_by_name(danas: Client, lobby: Room, vault: Room) -> None:
    response = danas.get(INDEX, {"q": "VAU"}, headers=HTMX)
    assert list(response.context["page"]) == [vault]
    assertTemplateNotUsed(response, "chat/administration/rooms/index.html")


def test_administrator_adds_themself_and_it_is_recorded(
    danas: Client, dana: User, vault: Room
) -> None:
    response = danas.post(join_url(vault))
    assertRedirects(response, reverse("room-show", args=[vault.pk]))
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.target) == (
        dana,
        "member.add",
        f"room {vault.pk}: Vault",
    )
    danas.post(join_url(vault))
    assert AuditEntry.objects.count() == 1
    assertNotContains(danas.get(INDEX), join_url(vault))


def test_conversation_is_nobody_elses(danas: Client, dana: User, conversation: Room) -> None:
    assert danas.post(join_url(conversation)).status_code == 404
    assert not conversation.has_member(dana)


def test_rooms_are_joined_by_post_only(danas: Client, vault: Room) -> None:
    assert danas.get(join_url(vault)).status_code == 405


def test_list_takes_as_many_queries_however_many_rooms_there_are(
    danas: Client, alice: User
) -> None:
    counts = []
    for number in range(5):
        Room.objects.start(f"Room {number}", alice).post(alice, "hello")
        with recorded_queries() as queries:
            danas.get(INDEX, headers=HTMX)
        counts.append(len(queries))
    assert set(counts) == {4}  # session, person; how many, the rooms
