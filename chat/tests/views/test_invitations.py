"""The link of an invitation: who opens it, and what comes of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Invitation, Room, User

ENDED = "This invitation does not work"


@pytest.fixture
def issued(dana: User, lobby: Room) -> tuple[Invitation, str]:
    invitation, token = Invitation.objects.issue(dana, rooms=[lobby], max_uses=1)
    return invitation, reverse("invitation-show", args=[token])


def test_visitor_is_told_who_invites_and_how_to_come_in(
    visitor: Client, issued: tuple[Invitation, str]
) -> None:
    _, address = issued
    response = visitor.get(address)
    assertContains(response, "<bdi>dana</bdi> invites you")
    assertContains(response, f'href="{reverse("sign-up")}"')
    assertContains(response, f'href="{reverse("sign-in")}?next={address}"')
    assertNotContains(response, "Lobby")  # the names of rooms are for those who are in


def test_opening_it_changes_nothing_but_the_session(
    visitor: Client, issued: tuple[Invitation, str]
) -> None:
    invitation, address = issued
    visitor.get(address)
    visitor.get(address)
    invitation.refresh_from_db()
    assert invitation.uses == 0
    assert reverse("invitation-show", args=[visitor.session["invitation"]]) == address


def test_address_goes_nowhere_else(
    visitor: Client, carols: Client, issued: tuple[Invitation, str]
) -> None:
    for client in (visitor, carols):
        response = client.get(issued[1])
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in response.headers["Cache-Control"]


def test_member_accepts_and_lands_in_the_room(
    carols: Client, carol: User, lobby: Room, issued: tuple[Invitation, str]
) -> None:
    _, address = issued
    assertContains(carols.get(address), "<button")
    assert not lobby.has_member(carol)
    assertRedirects(carols.post(address), reverse("room-show", args=[lobby.pk]))
    assert lobby.has_member(carol)


def test_without_rooms_it_leads_to_all(carols: Client, dana: User) -> None:
    _, token = Invitation.objects.issue(dana)
    address = reverse("invitation-show", args=[token])
    assertRedirects(carols.post(address), reverse("room-index"))


def test_visitor_cannot_accept(visitor: Client, issued: tuple[Invitation, str]) -> None:
    invitation, address = issued
    assertRedirects(visitor.post(address), reverse("sign-in"))
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_accepting_needs_a_form_of_ours(carol: User, issued: tuple[Invitation, str]) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(carol)
    assert careful.post(issued[1]).status_code == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"uses": 1}, "all of them have come"),
        ({"expires_at": timezone.now()}, "Its time is over"),
        ({"revoked_at": timezone.now()}, "It was revoked"),
    ],
)
def test_ended_is_one_clear_page(
    visitor: Client,
    carols: Client,
    issued: tuple[Invitation, str],
    change: dict[str, object],
    sentence: str,
) -> None:
    invitation, address = issued
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    for response in (visitor.get(address), carols.get(address), carols.post(address)):
        assertContains(response, ENDED, status_code=410, count=2)
        assertContains(response, sentence, status_code=410)
    assert "invitation" not in visitor.session


def test_unknown_tokens_get_the_same_page(visitor: Client, issued: tuple[Invitation, str]) -> None:
    digest = issued[0].digest
    pages = {
        visitor.get(reverse("invitation-show", args=[token])).content
        for token in ("a", digest, "é" * 300)
    }
    assert len(pages) == 1
    assert ENDED in pages.pop().decode()
    assert visitor.get(reverse("invitation-show", args=["a"])).status_code == 404


def test_who_guesses_has_to_wait(visitor: Client, dana: User, limits_on: None) -> None:
    statuses = [
        visitor.get(reverse("invitation-show", args=[f"guess-{number}"])).status_code
        for number in range(62)
    ]
    assert statuses[:60] == [404] * 60
    assert set(statuses[60:]) == {429}
