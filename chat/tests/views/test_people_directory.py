"""Who there is, as far as one may know."""

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
from chat.views.directory import PAGE_SIZE

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
EACH_WAY = pytest.mark.parametrize("headers", [{}, HTMX, BOOSTED], ids=["plain", "htmx", "boosted"])
PEOPLE = reverse("person-index")
MARKUP = "<script>alert(1)</script>"
MakeUser = Callable[..., User]
SignIn = Callable[[User], Client]


def names(client: Client, headers: dict[str, str] | None = None, **query: object) -> list[str]:
    """The user names of those who are listed, in order."""
    html = client.get(PEOPLE, query, headers=headers or {}).content.decode()
    return re.findall(r'class="person-row__about"><bdi>@(.*?)</bdi>', html)


@EACH_WAY
def test_everybody_is_listed_by_name(
    alice: User, bob: User, carols: Client, make_user: MakeUser, headers: dict[str, str]
) -> None:
    make_user("zed", display_name="Aaron")
    make_user("helper", role="bot", owner=alice)
    assert names(carols, headers) == ["zed", "alice", "bob", "carol", "helper"]


def test_htmx_gets_the_list_alone(alices: Client) -> None:
    response = alices.get(PEOPLE, headers=HTMX)
    assertTemplateUsed(response, "chat/people/_list.html")
    assertTemplateNotUsed(response, "chat/people/index.html")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LAY", ["layla"]),
        ("حسن", ["layla"]),
        ("  Layla ", ["layla"]),
        ("🦊", ["fox"]),
        ("\u202ewho\u202c", ["fox"]),
        ("%", []),
        ("_", []),
        ("x" * 256, []),
        ("a\x00", []),
    ],
)
def test_people_are_found_by_a_part_of_a_name(
    make_user: MakeUser, alices: Client, text: str, found: list[str]
) -> None:
    make_user("layla", display_name="ليلى الحسن")
    make_user("fox", display_name="🦊 Who")
    assert names(alices, q=text) == found


def test_search_and_names_are_escaped(alices: Client, make_user: MakeUser) -> None:
    make_user("dana", display_name=MARKUP)
    assertNotContains(alices.get(PEOPLE, {"q": MARKUP}), MARKUP)
    assert names(alices, q="<SCRIPT>") == ["dana"]


def test_role_and_status_are_shown(
    make_user: MakeUser, signed_in: SignIn, alices: Client, lobby: Room
) -> None:
    make_user("dana", role="administrator", status_emoji="🌴", status_text="Away until May")
    make_user("gus", role="guest")
    response = alices.get(PEOPLE)
    for shown in ("Administrator", "Guest", "🌴", "Away until May"):
        assertContains(response, shown)
    assertNotContains(response, "Member")


def test_who_has_left_is_listed_when_asked_for(bob: User, alices: Client) -> None:
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert names(alices) == ["alice"]
    assert names(alices, gone="on") == ["alice", "bob"]
    assertContains(alices.get(PEOPLE, {"gone": "on"}), "has left")


def test_guest_finds_only_those_who_share_a_room(
    lobby: Room, alice: User, bob: User, carol: User, make_user: MakeUser, signed_in: SignIn
) -> None:
    guest = make_user("gus", role="guest")
    client = signed_in(guest)
    assert names(client) == ["gus"]
    lobby.admit(guest)
    assert names(client) == ["alice", "bob", "gus"]
    assert names(client, q="carol", gone="on") == []


def test_long_directory_has_pages(alices: Client, make_user: MakeUser) -> None:
    User.objects.bulk_create(
        User(username=f"u{number:04}", folded_name=f"u{number:04}")
        for number in range(PAGE_SIZE + 9)
    )
    assert len(names(alices)) == PAGE_SIZE
    assert len(names(alices, page=2)) == 10
    first = alices.get(PEOPLE, {"q": "u0"})
    assertContains(first, "?q=u0&amp;page=2")
    assertContains(first, f"{PAGE_SIZE + 9} people")
    for page in ("0", "-1", "99", "x", "", "2" * 40):
        assert alices.get(PEOPLE, {"page": page}).status_code == 200


def test_directory_takes_four_queries_however_many_there_are(
    alice: User, alices: Client, make_user: MakeUser, signed_in: SignIn, lobby: Room
) -> None:
    """Session, person; how many, and those of the page."""
    guest = make_user("gus", role="guest")
    lobby.admit(guest)
    User.objects.bulk_create(
        User(username=f"u{number:04}", folded_name=f"u{number:04}") for number in range(1_000)
    )
    for client in (alices, signed_in(guest)):
        with recorded_queries() as queries:
            client.get(PEOPLE, {"q": "u"}, headers=HTMX)
        assert len(queries) == 4


def test_directory_is_only_read(alices: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(alices, method)(PEOPLE).status_code == 405


def test_visitor_signs_in_first(visitor: Client) -> None:
    assert visitor.get(PEOPLE).status_code == 302
