import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.tests.queries import recorded_queries
from chat.views.rooms import MOST_OPTIONS

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
JUMP = reverse("room-jump")
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
NONE = "No room is called"


def names(response: object) -> list[str]:
    """The names of the rooms that are offered, in order."""
    html = response.content.decode()  # type: ignore[attr-defined]
    links = re.findall(r'<a [^>]*class="(?:jump__option|open-row__link)".*?</a>', html, re.DOTALL)
    return [match[1] for link in links if (match := re.search(r"<bdi>(.*?)</bdi>", link))]


@pytest.fixture
def rooms(lobby: Room, alice: User, bob: User, carol: User) -> None:
    """Bob belongs to the Lobby and to the Zen garden, not to the rest."""
    Room.objects.start("Zen garden", bob)
    for name in ("Attic", "Garden", "kitchen"):
        Room.objects.start(name, carol)


def test_own_rooms_come_first_and_each_part_by_name(rooms: None, bobs: Client) -> None:
    for headers in ({}, HTMX, BOOSTED):
        response = bobs.get(JUMP, headers=headers)
        assert names(response) == ["Lobby", "Zen garden", "Attic", "Garden", "kitchen"]


def test_rooms_are_found_by_a_part_of_their_name(rooms: None, bobs: Client) -> None:
    for headers in ({}, HTMX, BOOSTED):
        response = bobs.get(JUMP, {"q": " gARden "}, headers=headers)
        assert names(response) == ["Zen garden", "Garden"]
        assertNotContains(response, NONE)


def test_htmx_gets_the_options_as_a_fragment(rooms: None, lobby: Room, bobs: Client) -> None:
    response = bobs.get(JUMP, {"q": "lob"}, headers=HTMX)
    assertTemplateUsed(response, "chat/rooms/_jump_options.html")
    assertTemplateNotUsed(response, "base.html")
    html = response.content.decode()
    assert re.findall(r"<(\w+)[^>]*role=\"option\"", html) == ["a"]
    show = reverse("room-show", args=[lobby.pk])
    assertContains(response, f'id="jump-{lobby.pk}"', count=1)
    assertContains(response, f'href="{show}"', count=1)
    assertNotContains(response, "<form")


def test_browser_gets_a_page_with_the_search_in_its_form(rooms: None, bobs: Client) -> None:
    response = bobs.get(JUMP, {"q": "lob"})
    assertTemplateUsed(response, "chat/rooms/jump.html")
    assertContains(response, 'name="q" value="lob"')


def test_rooms_of_others_are_marked(rooms: None, bobs: Client) -> None:
    assertContains(bobs.get(JUMP, {"q": "attic"}, headers=HTMX), "join", count=1)
    assertNotContains(bobs.get(JUMP, {"q": "lobby"}, headers=HTMX), "join")


def test_rooms_are_listed_once_each(rooms: None, lobby: Room, carol: User, bobs: Client) -> None:
    lobby.join(carol)
    assert names(bobs.get(JUMP, {"q": "lobby"})) == ["Lobby"]


def test_nothing_is_said_of_what_goes_on_in_a_room(
    lobby: Room, alice: User, carols: Client
) -> None:
    lobby.post(alice, "not for Carol")
    for headers in ({}, HTMX):
        response = carols.get(JUMP, headers=headers)
        assertContains(response, "Lobby")
        assertNotContains(response, "not for Carol")
        assertNotContains(response, "alice")


def test_each_part_has_an_end(lobby: Room, alice: User, bob: User, bobs: Client) -> None:
    for number in range(MOST_OPTIONS + 5):
        Room.objects.start(f"mine {number:02}", bob)
        Room.objects.start(f"other {number:02}", alice)
    for headers in ({}, HTMX):
        found = names(bobs.get(JUMP, headers=headers))
        mine = ["Lobby", *(f"mine {number:02}" for number in range(MOST_OPTIONS - 1))]
        assert found == [*mine, *(f"other {number:02}" for number in range(MOST_OPTIONS))]
        assert names(bobs.get(JUMP, {"q": "other 24"}, headers=headers)) == ["other 24"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_search_that_finds_nothing_says_so(
    rooms: None, bobs: Client, headers: dict[str, str]
) -> None:
    for text in ("basement", "l%y", "l_bby", "\\", "'", '"'):
        response = bobs.get(JUMP, {"q": text}, headers=headers)
        assert names(response) == []
        assertContains(response, NONE, count=1)


@pytest.mark.parametrize("headers", [{}, HTMX, BOOSTED], ids=["plain", "htmx", "boosted"])
@pytest.mark.parametrize(
    "query",
    [
        "q=",
        "q=%20%0A",
        "q=%00",
        "q=a%00b",
        "q=%ff%fe",
        "q=%ed%a0%bd",
        "q=%E2%80%AE",
        f"q={'x' * 256}",
        f"q={'x' * 5000}",
        "q=a&q=b",
        "q[]=a",
        "page=2",
    ],
)
def test_search_that_makes_no_sense_is_no_trouble(
    rooms: None, bobs: Client, query: str, headers: dict[str, str]
) -> None:
    assert bobs.get(f"{JUMP}?{query}", headers=headers).status_code == 200


def test_search_is_escaped(alice: User, alices: Client) -> None:
    for headers in ({}, HTMX):
        response = alices.get(JUMP, {"q": MARKUP}, headers=headers)
        assertContains(response, ESCAPED)
        assertNotContains(response, MARKUP)


def test_names_are_escaped(alice: User, carols: Client) -> None:
    Room.objects.start(MARKUP, alice)
    for headers in ({}, HTMX):
        response = carols.get(JUMP, {"q": "script"}, headers=headers)
        assertContains(response, ESCAPED)
        assertNotContains(response, MARKUP)


def test_search_is_only_read(alices: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(alices, method)(JUMP).status_code == 405


def test_options_take_four_queries_however_many_rooms_there_are(
    rooms: None, alice: User, alices: Client, fill: Callable[..., None]
) -> None:
    """Session, person; the own rooms, the others."""
    for number in range(10):
        fill(Room.objects.start(f"Room {number}", alice), alice, 2)
        for query in ({}, {"q": "room"}, {"q": "nothing"}):
            with recorded_queries() as queries:
                alices.get(JUMP, query, headers=HTMX)
            assert len(queries) == 4
