"""Who somebody is: a card beside their name, or a page."""

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

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
EACH_WAY = pytest.mark.parametrize("headers", [{}, HTMX, BOOSTED], ids=["page", "card", "column"])
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def person_url(person: User) -> str:
    return reverse("person-show", args=[person.pk])


def text(response: object) -> str:
    """What a person reads of the card."""
    html = response.content.decode()  # type: ignore[attr-defined]
    card = html.partition('<div class="person">')[2].partition("</div>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", card).split())


def test_htmx_gets_a_card(alice: User, bobs: Client) -> None:
    response = bobs.get(person_url(alice), headers=HTMX)
    assertTemplateUsed(response, "chat/people/_card.html")
    assertTemplateNotUsed(response, "chat/people/show.html")
    assert response.content.decode().strip().startswith('<div class="person">')
    assertContains(response, f'href="{person_url(alice)}"')


@pytest.mark.parametrize(
    "headers",
    [{}, BOOSTED, {**HTMX, "HX-History-Restore-Request": "true"}],
    ids=["plain", "boosted", "restored"],
)
def test_who_goes_to_a_person_gets_a_page(
    alice: User, bobs: Client, headers: dict[str, str]
) -> None:
    response = bobs.get(person_url(alice), headers=headers)
    assertTemplateUsed(response, "chat/people/show.html")
    assertContains(response, "<title>alice · Roomful</title>")
    assertContains(response, '<div class="person">', count=1)


@EACH_WAY
def test_person_has_a_name_a_username_and_initials(
    make_user: Callable[..., User], bobs: Client, headers: dict[str, str]
) -> None:
    dana = make_user("dana", first_name="Dana", last_name="Weber")
    response = bobs.get(person_url(dana), headers=headers)
    assert text(response).startswith("DW Dana Weber @dana Here since ")
    assertContains(response, f'data-hue="{dana.hue}"')


@EACH_WAY
def test_person_has_no_more_than_a_room_mate_may_know(
    make_user: Callable[..., User], bobs: Client, headers: dict[str, str]
) -> None:
    dana = make_user("dana", email="dana@example.org")
    html = bobs.get(person_url(dana), headers=headers).content.decode()
    assert "example.org" not in html
    assert dana.password not in html


@EACH_WAY
def test_card_says_who_is_an_administrator_and_who_has_left(
    make_user: Callable[..., User], alice: User, bobs: Client, headers: dict[str, str]
) -> None:
    assert not re.search(
        "administrator|has left", text(bobs.get(person_url(alice), headers=headers))
    )
    root = make_user("root", role="administrator")
    assert "administrator" in text(bobs.get(person_url(root), headers=headers))
    gone = make_user("gone", is_active=False)
    assert "has left" in text(bobs.get(person_url(gone), headers=headers))


@EACH_WAY
def test_card_names_the_rooms_that_one_shares(
    lobby: Room, alice: User, bob: User, carol: User, bobs: Client, headers: dict[str, str]
) -> None:
    """And no other, though every room is open: who is where is for those who are there."""
    annex = Room.objects.start("Annex", bob)
    annex.join(alice)
    Room.objects.start("Attic", bob).join(carol)
    Room.objects.start("Cellar", alice).join(carol)
    assert text(bobs.get(person_url(alice), headers=headers)).endswith(
        "Rooms you share: Annex , Lobby Write to them Block"
    )


def test_card_names_no_room_when_none_is_shared(lobby: Room, alice: User, carols: Client) -> None:
    assert "share" not in text(carols.get(person_url(alice), headers=HTMX))


def test_own_card_names_the_own_rooms(lobby: Room, alice: User, alices: Client) -> None:
    assert text(alices.get(person_url(alice), headers=HTMX)).endswith(
        "Rooms you share: Lobby Edit your profile"
    )


@pytest.mark.parametrize(("count", "more"), [(5, None), (6, "and 1 more"), (8, "and 3 more")])
def test_card_names_five_rooms_at_most(
    alice: User, bob: User, bobs: Client, count: int, more: str | None
) -> None:
    for number in range(count):
        Room.objects.start(f"Room {number}", bob).join(alice)
    card = text(bobs.get(person_url(alice), headers=HTMX))
    assert re.findall(r"Room (\d)", card) == list("01234")
    assert more in card if more else "more" not in card


@EACH_WAY
def test_person_is_escaped(
    make_user: Callable[..., User], bob: User, bobs: Client, headers: dict[str, str]
) -> None:
    dana = make_user("dana", first_name=MARKUP)
    Room.objects.start(MARKUP.upper(), bob).join(dana)
    response = bobs.get(person_url(dana), headers=headers)
    assertContains(response, ESCAPED)
    assertNotContains(response, MARKUP)
    assertNotContains(response, MARKUP.upper())


@EACH_WAY
def test_unknown_person_is_not_found(bobs: Client, headers: dict[str, str]) -> None:
    for pk in ("0", "999999", "9" * 19, "9" * 30):
        assert bobs.get(f"/people/{pk}/", headers=headers).status_code == 404


def test_what_is_no_number_is_no_person(bobs: Client) -> None:
    for pk in ("x", "-1", "1.5", "alice"):
        assert bobs.get(f"/people/{pk}/").status_code == 404


def test_person_is_only_read(alice: User, alices: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(alices, method)(person_url(alice)).status_code == 405


def test_card_takes_five_queries_however_many_rooms_are_shared(
    alice: User, bob: User, bobs: Client
) -> None:
    """Session, person; the other person, the rooms, whether they are blocked."""
    for number in range(7):
        Room.objects.start(f"Room {number}", bob).join(alice)
        with recorded_queries() as queries:
            bobs.get(person_url(alice), headers=HTMX)
        assert len(queries) == 5
