import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateNotUsed

from chat.limits import LIMITS
from chat.models import Room, User
from chat.tests.queries import recorded_queries
from chat.views.suggestions import MOST

HTMX = {"HX-Request": "true"}
MARKUP = "<script>alert(1)</script>"


def asked(client: Client, room: Room, text: str) -> Any:
    return client.get(reverse("suggestion-index", args=[room.pk]), {"q": text}, headers=HTMX)


def offered(client: Client, room: Room, text: str) -> list[str]:
    """What the options insert, in order."""
    response = asked(client, room, text)
    assert response.status_code == 200
    return re.findall(r'role="option"[^>]* data-inserts="(.*?)"', response.content.decode())


@pytest.fixture
def people(make_user: Callable[..., User], lobby: Room, alice: User, bob: User) -> None:
    """Besides Alice and Bob, Jose is in the Lobby; the others are not."""
    jose = make_user("jose", display_name="José Bolívar")
    lobby.join(jose)
    make_user("bonnie", display_name="Bonnie")
    make_user("zoe", display_name="Zoë van Bommel")


# People


def test_those_of_the_room_come_first(people: None, lobby: Room, alices: Client) -> None:
    assert offered(alices, lobby, "@bo") == ["@bob", "@jose", "@bonnie", "@zoe"]
    assertContains(asked(alices, lobby, "@bon"), "not in this room", count=1)
    assertNotContains(asked(alices, lobby, "@bob"), "not in this room")


def test_sign_alone_offers_those_of_the_room_first(
    people: None, lobby: Room, alices: Client
) -> None:
    assert offered(alices, lobby, "@")[:2] == ["@bob", "@jose"]


@pytest.mark.parametrize(
    "text", ["@jose", "@JOSÉ", "@bolivar", "@Bolív", "@jose\N{COMBINING ACUTE ACCENT}", "@osé b"]
)
def test_accents_and_case_do_not_count(
    people: None, lobby: Room, alices: Client, text: str
) -> None:
    assert offered(alices, lobby, text)[0] == "@jose"


def test_a_name_that_begins_so_comes_before_one_that_has_it(
    lobby: Room, make_user: Callable[..., User], alices: Client
) -> None:
    for username, name in (("u1", "Susanna"), ("u2", "Mary Ann"), ("u3", "Anna")):
        lobby.join(make_user(username, display_name=name))
    assert offered(alices, lobby, "@ann") == ["@u3", "@u2", "@u1"]


def test_who_has_left_and_oneself_are_not_offered(
    people: None, lobby: Room, bob: User, alices: Client
) -> None:
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert offered(alices, lobby, "@bob") == []
    assert offered(alices, lobby, "@alice") == []


def test_guest_is_offered_only_those_whom_they_may_know_of(
    people: None,
    lobby: Room,
    carol: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    guest = make_user("gus", role="guest")
    lobby.admit(guest)
    other = Room.objects.start("Elsewhere", carol)
    assert offered(signed_in(guest), lobby, "@") == ["@alice", "@bob", "@jose"]
    assert offered(signed_in(guest), lobby, "@carol") == []
    other.admit(guest)
    assert offered(signed_in(guest), lobby, "@carol") == ["@carol"]


# Rooms


def test_open_rooms_are_offered_and_no_others(
    lobby: Room, alice: User, carol: User, alices: Client
) -> None:
    Room.objects.start("Garden", carol)
    Room.objects.start("Zen garden", alice)
    Room.objects.start("Secret garden", alice, kind="closed")
    Room.objects.start("Hidden garden", carol, kind="closed")
    Room.objects.start("Old garden", alice).archive(alice)
    assert offered(alices, lobby, "#GARD") == ["#Garden", "#Zen garden"]
    assert offered(alices, lobby, "#zen g") == ["#Zen garden"]


def test_guest_is_offered_only_their_rooms(
    lobby: Room,
    carol: User,
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    guest = make_user("gus", role="guest")
    lobby.admit(guest)
    Room.objects.start("Garden", carol)
    assert offered(signed_in(guest), lobby, "#") == ["#Lobby"]


# Emoji


def test_emoji_are_offered_from_two_letters(lobby: Room, alices: Client) -> None:
    assert offered(alices, lobby, ":tada")[0] == "🎉"
    assert len(offered(alices, lobby, ":sm")) == MOST
    assert offered(alices, lobby, ":s") == []


# Commands


def test_commands_are_offered_by_how_they_begin(lobby: Room, alices: Client) -> None:
    assert offered(alices, lobby, "/") == ["/me", "/shrug", "/topic", "/invite", "/leave", "/help"]
    assert offered(alices, lobby, "/HE") == ["/help"]
    assertContains(asked(alices, lobby, "/to"), "Say what the room is about now.")


# All of them


@pytest.mark.parametrize("text", ["@nobody", "#nothing", ":nosuchthing", "/nosuch"])
def test_nothing_found_is_an_empty_hidden_list(lobby: Room, alices: Client, text: str) -> None:
    response = asked(alices, lobby, text)
    assertContains(response, " hidden>")
    assertNotContains(response, 'role="option"')


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=bob",
        "q=%40%00",
        "q=%ff",
        "q=@%ed%a0%bd",
        f"q=@{'x' * 300}",
        "q=%23",
        "q=:%25%25",
    ],
)
def test_question_that_makes_no_sense_is_no_trouble(
    lobby: Room, alices: Client, query: str
) -> None:
    url = reverse("suggestion-index", args=[lobby.pk])
    response = alices.get(f"{url}?{query}", headers=HTMX)
    assert response.status_code == 200
    assertTemplateNotUsed(response, "base.html")


def test_it_says_how_many_there_are(people: None, lobby: Room, alices: Client) -> None:
    for text, said in (
        ("@bon", "1 person"),
        ("@bo", "4 people"),
        ("#lob", "1 room"),
        (":tada", "1 emoji"),
        ("/he", "1 command"),
    ):
        assertContains(asked(alices, lobby, text), f'data-said="{said} to choose from"')


def test_names_are_escaped(
    lobby: Room, alice: User, make_user: Callable[..., User], alices: Client
) -> None:
    make_user("dan", display_name=MARKUP)
    Room.objects.start(MARKUP, alice)
    for text in ("@script", "#script"):
        response = asked(alices, lobby, text)
        assertContains(response, "&lt;script&gt;")
        assertNotContains(response, MARKUP)


def test_browser_without_a_script_is_led_to_the_room(lobby: Room, alices: Client) -> None:
    response = alices.get(reverse("suggestion-index", args=[lobby.pk]), {"q": "@b"})
    assert response.headers["Location"] == reverse("room-show", args=[lobby.pk])


def test_who_is_outside_is_told_nothing(
    lobby: Room, alice: User, bob: User, carols: Client
) -> None:
    closed = Room.objects.start("Secret plans", alice, kind="closed")
    for room, status in ((lobby, 403), (closed, 404), (Room.objects.converse(alice, [bob]), 404)):
        response = asked(carols, room, "@b")
        assert response.status_code == status
        assertNotContains(response, 'role="option"', status_code=status)


def test_who_asks_very_often_has_to_wait(limits_on: None, lobby: Room, alices: Client) -> None:
    for _ in range(LIMITS["suggestion"][0].item.amount):
        assert asked(alices, lobby, "#x").status_code == 200
    response = asked(alices, lobby, "#x")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(("text", "most"), [("@room", 5), ("#room", 5), (":smile", 4)])
def test_suggestions_take_a_fixed_number_of_queries_however_much_there_is(
    lobby: Room, alices: Client, text: str, most: int
) -> None:
    """Session, person; the room, whether one belongs to it; the options."""
    counts = []
    for start in (0, 500):
        numbers = range(start, start + 500 if start else 2)
        User.objects.bulk_create(
            User(username=f"room{number:04}", folded_name=f"room{number:04}") for number in numbers
        )
        Room.objects.bulk_create(
            Room(name=f"Room {number}", folded_name=f"room {number}") for number in numbers
        )
        with recorded_queries() as queries:
            assert len(offered(alices, lobby, text)) <= MOST
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= most
