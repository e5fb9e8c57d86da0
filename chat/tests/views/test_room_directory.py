"""The rooms that one may join."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from chat.models import Room, User
from chat.models.room_queries import MOST_LISTED
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}
INDEX = reverse("room-index")
MARKUP = "<script>alert(1)</script>"


def listed(client: Client, headers: dict[str, str] | None = None, **query: str) -> list[str]:
    html = client.get(INDEX, query, headers=headers or {}).content.decode()
    return re.findall(r'class="open-row" data-name="(.*?)"', html)


@pytest.fixture
def rooms(alice: User) -> None:
    for name in ("Attic", "Zen garden", "garden", "غرفة", "Kitchen 🍲"):
        Room.objects.start(name, alice)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GARD", ["garden", "Zen garden"]),
        ("رف", ["غرفة"]),
        ("🍲", ["Kitchen 🍲"]),
        ("%", []),
        ("x" * 256, []),
        ("a\x00", []),
    ],
)
def test_rooms_are_found_by_a_part_of_their_names(
    rooms: None, bobs: Client, text: str, found: list[str], headers: dict[str, str]
) -> None:
    assert listed(bobs, headers, q=text) == found


def test_htmx_gets_the_list_alone(rooms: None, bobs: Client) -> None:
    response = bobs.get(INDEX, {"q": "attic"}, headers=HTMX)
    assertTemplateUsed(response, "chat/rooms/_directory.html")
    assertNotContains(response, "<main")


def test_search_is_kept_beside_what_happens_meanwhile(rooms: None, bobs: Client) -> None:
    response = bobs.get(INDEX, {"q": "attic"})
    assertContains(response, '<ul id="found-rooms"', count=1)
    assertContains(response, '<ul id="open-rooms" hidden></ul>', count=1)
    assertNotContains(bobs.get(INDEX), "found-rooms")


def test_search_is_escaped(bobs: Client) -> None:
    assertNotContains(bobs.get(INDEX, {"q": MARKUP}), MARKUP)


def test_room_says_how_many_are_in_it_and_when_something_was_said(
    lobby: Room, alice: User, carols: Client
) -> None:
    assertContains(carols.get(INDEX), "2 members · no messages yet")
    message = lobby.post(alice, "not for Carol")
    response = carols.get(INDEX)
    assertContains(response, "2 members · last message")
    assertContains(response, message.created_at.strftime("%Y-%m-%dT%H:%M"))
    assertNotContains(response, "not for Carol")


@pytest.mark.parametrize("role", ["member", "administrator"])
def test_closed_rooms_and_conversations_are_in_no_directory(
    lobby: Room,
    alice: User,
    bob: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
    role: str,
) -> None:
    Room.objects.start("Secret plans", alice, kind="closed")
    Room.objects.converse(alice, [bob])
    client = signed_in(make_user("dana", role=role))
    assert listed(client) == ["Lobby"]
    assert listed(client, q="secret") == []


def test_guest_has_no_directory(
    lobby: Room, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(make_user("gus", role="guest"))
    assert listed(client) == listed(client, q="lob") == []
    response = client.get(INDEX)
    assertContains(response, "You are a guest here")
    assertNotContains(response, "Lobby")
    assertNotContains(response, "Join or create")


def test_directory_has_an_end_and_takes_three_queries(alice: User, bobs: Client) -> None:
    """Session, person; the rooms."""
    Room.objects.bulk_create(
        Room(name=f"Room {number}", folded_name=f"room {number}") for number in range(1_000)
    )
    with recorded_queries() as queries:
        rows = listed(bobs, HTMX)
    assert len(rows) == MOST_LISTED
    assert len(queries) == 3
    assert listed(bobs, HTMX, q="room 999") == ["Room 999"]
    assertContains(bobs.get(INDEX), f"These are the first {MOST_LISTED}.")
