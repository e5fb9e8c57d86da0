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
from chat.views.jump import MOST_OPTIONS

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
JUMP = reverse("room-jump")
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
NONE = "Nothing is called"


OPTION = re.compile(
    r'<(?P<tag>a|button) [^>]*class="(?:jump__option|open-row__link)".*?</(?P=tag)>', re.DOTALL
)


def _options(html: str) -> str:
    return "".join(match[0] for match in OPTION.finditer(html))


def options(response: object) -> list[str]:
    """Where the options lead, in order, such as "room-5"."""
    html = response.content.decode()  # type: ignore[attr-defined]
    found = re.findall(r'href="/rooms/(\d+)/"|name="people" value="(\d+)"', _options(html))
    return [f"room-{room}" if room else f"person-{person}" for room, person in found]


def names(response: object) -> list[str]:
    """The names of the rooms that are offered, in order."""
    html = response.content.decode()  # type: ignore[attr-defined]
    return re.findall(r'class="room-name" data-room="\d+"[^>]*>\s*(.*?)\s*</bdi>', _options(html))


def headings(response: object) -> list[str]:
    html = response.content.decode()  # type: ignore[attr-defined]
    return re.findall(r'role="group" aria-label="(.*?)"', html)


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
    assertContains(response, f'id="jump-room-{lobby.pk}"', count=1)
    assertContains(response, f'href="{show}"', count=1)
    assertNotContains(response, "<form")


def test_browser_gets_a_page_with_the_search_in_its_form(rooms: None, bobs: Client) -> None:
    response = bobs.get(JUMP, {"q": "lob"})
    assertTemplateUsed(response, "chat/rooms/jump.html")
    assertContains(response, 'name="q" value="lob"')


def test_rooms_of_others_are_marked(rooms: None, bobs: Client) -> None:
    assertContains(bobs.get(JUMP, {"q": "attic"}, headers=HTMX), "#door")
    assertNotContains(bobs.get(JUMP, {"q": "lobby"}, headers=HTMX), "#door")


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
        assert options(response) == []
        assertContains(response, NONE, count=1)
        assertContains(response, "Make a room of that name", count=1)


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


# Conversations and people


def test_options_stand_in_groups(rooms: None, bob: User, carol: User, bobs: Client) -> None:
    conversation = Room.objects.converse(bob, [carol])
    response = bobs.get(JUMP, headers=HTMX)
    assert headings(response) == [
        "Your rooms",
        "Direct conversations",
        "People",
        "Rooms you can join",
    ]
    assert f"room-{conversation.pk}" in options(response)
    assert f"person-{bob.pk}" not in options(response)


def test_conversation_is_found_by_the_names_of_the_others(
    alice: User, bob: User, carol: User, alices: Client
) -> None:
    pair, three = (Room.objects.converse(alice, people) for people in ([bob], [bob, carol]))
    notes = Room.objects.converse(alice, [])
    Room.objects.converse(bob, [carol])
    for text, found in (("BOB", {pair, three}), ("carol", {three}), ("alice", {notes})):
        leads = options(alices.get(JUMP, {"q": text}, headers=HTMX))
        rooms = {lead for lead in leads if lead.startswith("room-")}
        assert rooms == {f"room-{room.pk}" for room in found}


def test_person_is_found_by_either_name(make_user: Callable[..., User], alices: Client) -> None:
    person = make_user("layla", display_name="ليلى الحسن")
    for text in ("LAY", "حسن"):
        assert options(alices.get(JUMP, {"q": text}, headers=HTMX)) == [f"person-{person.pk}"]
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert options(alices.get(JUMP, {"q": "lay"}, headers=HTMX)) == []


def test_names_that_begin_with_the_text_come_first(
    make_user: Callable[..., User], alice: User, alices: Client
) -> None:
    for name in ("Kitchen", "The kit", "a kit"):
        Room.objects.start(name, alice)
    assert names(alices.get(JUMP, {"q": "kit"})) == ["Kitchen", "a kit", "The kit"]


# What is recent


def test_recent_places_are_on_top_when_nothing_is_typed(
    rooms: None, lobby: Room, bob: User, carol: User, bobs: Client
) -> None:
    zen = Room.objects.get(name="Zen garden")
    recent = f"room-{zen.pk},person-{carol.pk},room-{lobby.pk}"
    response = bobs.get(JUMP, {"recent": recent}, headers=HTMX)
    assert headings(response)[0] == "Recent"
    assert options(response)[:3] == [f"room-{zen.pk}", f"room-{lobby.pk}", f"person-{carol.pk}"]
    assert len(options(response)) == len(set(options(response)))


def test_recent_places_come_before_others_that_match(
    rooms: None, bob: User, carol: User, bobs: Client
) -> None:
    kitchen, attic = (Room.objects.get(name=name) for name in ("kitchen", "Attic"))
    for room in (kitchen, attic):
        room.admit(bob)
    assert names(bobs.get(JUMP, {"q": "t"}))[:2] == ["Attic", "kitchen"]
    recent = f"room-{kitchen.pk}"
    assert names(bobs.get(JUMP, {"q": "t", "recent": recent}))[:2] == ["kitchen", "Attic"]


@pytest.mark.parametrize(
    "recent",
    [
        *("room-0", "room-", "room-x", "room--1", f"room-{'9' * 40}", "a" * 9_000, ",,,"),
        *("person-1e3", "room-1;person-2", "room-\u0663", "\x00"),
        ",".join(f"room-{pk}" for pk in range(1, 400)),
    ],
)
def test_what_a_browser_says_of_recent_places_is_no_trouble(
    rooms: None, bobs: Client, recent: str
) -> None:
    for query in ({"recent": recent}, {"recent": recent, "q": "garden"}):
        response = bobs.get(JUMP, query, headers=HTMX)
        assert response.status_code == 200
        assert names(response)


# What one may not know of


@pytest.fixture
def hidden(alice: User, bob: User) -> list[str]:
    """A closed room and a conversation of others, by the ways in which somebody may ask for them."""
    closed = Room.objects.start("Secret plans", alice, kind="closed")
    conversation = Room.objects.converse(alice, [bob])
    conversation.post(bob, "between us")
    return [f"room-{closed.pk}", f"room-{conversation.pk}"]


@pytest.mark.parametrize("role", ["member", "administrator", "guest"])
def test_what_others_have_among_them_never_shows(
    hidden: list[str],
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
    role: str,
) -> None:
    client = signed_in(make_user("dana", role=role))
    for headers in ({}, HTMX):
        for text in ("", "secret", "plans", "alice", "bob", "between"):
            response = client.get(JUMP, {"q": text, "recent": ",".join(hidden)}, headers=headers)
            assert not set(hidden) & set(options(response))
            assertNotContains(response, "Secret plans")


def test_guest_finds_only_their_own(
    hidden: list[str],
    lobby: Room,
    carol: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    guest = make_user("gus", role="guest")
    client = signed_in(guest)
    other = Room.objects.start("Open to members", carol)
    recent = f"room-{other.pk},room-{lobby.pk},person-{carol.pk}"
    assert options(client.get(JUMP, {"recent": recent}, headers=HTMX)) == []
    lobby.admit(guest)
    found = options(client.get(JUMP, {"recent": recent}, headers=HTMX))
    assert found[0] == f"room-{lobby.pk}"
    assert {lead.partition("-")[0] for lead in found[1:]} == {"person"}
    assert len(found) == 3  # alice and bob, who are in the Lobby
    assertNotContains(client.get(JUMP, {"q": "nowhere"}, headers=HTMX), "Make a room")


# How much it takes


def test_options_take_a_fixed_number_of_queries_however_much_there_is(
    lobby: Room, alice: User, alices: Client, fill: Callable[..., None]
) -> None:
    """Session, person; own rooms, conversations, their people, people, open rooms; what is recent."""
    User.objects.bulk_create(
        User(username=f"room{number:04}", folded_name=f"room{number:04}") for number in range(1_000)
    )
    Room.objects.bulk_create(
        Room(name=f"Room {number}", folded_name=f"room {number}") for number in range(1_000)
    )
    counts = []
    for people in User.objects.filter(username__startswith="room")[:2], User.objects.all()[10:30]:
        for person in people:
            Room.objects.converse(alice, [person])
            fill(Room.objects.start(f"Room of {person.username}", alice), alice, 2)
        for query in ({}, {"q": "room"}):
            with recorded_queries() as queries:
                response = alices.get(JUMP, query, headers=HTMX)
            counts.append(len(queries))
            assert len(options(response)) <= 4 * MOST_OPTIONS
    assert len(set(counts)) == 1
    assert counts[0] <= 9
