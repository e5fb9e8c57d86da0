"""What changes of a message ask the database: as much in a large room as in a small one (docs/performance.md)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import Message, Room, User
from chat.tests.queries import recorded_queries

#: Session and person included: what is posted, with what, and how many questions that takes.
CHANGES: dict[str, tuple[str, dict[str, str], int]] = {
    "edit": ("message-edit", {"message": "said better", "edited_at": ""}, 15),
    "delete": ("message-delete", {}, 15),
    "react": ("reaction-create", {"emoji": "👍"}, 16),
    "pin": ("message-pin", {}, 14),
    "save": ("message-save", {}, 8),
}


def asked(client: Client, url: str, fields: dict[str, str]) -> int:
    with recorded_queries() as queries:
        response = client.post(url, fields, headers={"HX-Request": "true"})
    assert response.status_code < 300, response.content.decode()
    return len(queries)


@pytest.fixture
def crowd(
    lobby: Room, alice: User, make_user: Callable[..., User], fill: Callable[..., None]
) -> None:
    """Ten people, each with a room that Alice is in, and messages."""
    for number in range(10):
        person = make_user(f"person-{number}")
        Room.objects.start(f"Room {number}", person).join(alice)
        lobby.join(person)
        fill(lobby, person, 10)


def cost(room: Room, user: User, client: Client, change: str) -> int:
    name, fields, _ = CHANGES[change]
    for text in ("before", "now"):  # what is kept is kept after the first
        message = room.post(user, text)
        count = asked(client, reverse(name, args=[message.pk]), fields)
    return count


@pytest.mark.parametrize("change", CHANGES)
def test_change_in_a_small_room(lobby: Room, alice: User, alices: Client, change: str) -> None:
    assert cost(lobby, alice, alices, change) == CHANGES[change][2]


@pytest.mark.parametrize("change", CHANGES)
def test_change_in_a_large_room_costs_as_much(
    crowd: None, lobby: Room, alice: User, alices: Client, change: str
) -> None:
    assert cost(lobby, alice, alices, change) == CHANGES[change][2]


def answer(room: Room, quoted: Message, client: Client) -> int:
    url = reverse("message-create", args=[room.pk])
    fields = {"message": "quite so", "client_id": str(uuid4()), "quotes": str(quoted.pk)}
    return asked(client, url, fields)


ANSWER = 16


def test_answer_in_a_small_room(lobby: Room, bob: User, alices: Client) -> None:
    quoted = lobby.post(bob, "is it so?")
    assert [answer(lobby, quoted, alices) for _ in range(3)][2] == ANSWER


def test_answer_in_a_large_room_costs_as_much(
    crowd: None, lobby: Room, bob: User, alices: Client
) -> None:
    quoted = lobby.post(bob, "is it so?")
    assert [answer(lobby, quoted, alices) for _ in range(3)][2] == ANSWER
