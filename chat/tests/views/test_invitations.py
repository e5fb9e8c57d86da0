"""The link of an invitation: who opens it, and what comes of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateUsed,
)

from chat.models import Invitation, Room, User, Workspace
from chat.tests.threads import at_once, overlapping

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


# Signing up with one

SIGN_UP = reverse("sign-up")


def new(username: str) -> dict[str, str]:
    return {"username": username, "password1": "correct horse", "password2": "correct horse"}


def test_by_invitation_only_is_the_rule(visitor: Client, alice: User) -> None:
    assertTemplateUsed(visitor.post(SIGN_UP, new("eve")), "account/signup_closed.html")
    assert not User.objects.filter(username="eve").exists()


@pytest.mark.parametrize("role", ["member", "guest"])
def test_who_is_invited_signs_up_and_lands_in_the_room(
    visitor: Client, dana: User, lobby: Room, role: str
) -> None:
    invitation, token = Invitation.objects.issue(dana, role=role, rooms=[lobby], max_uses=1)
    visitor.get(reverse("invitation-show", args=[token]))
    assertTemplateUsed(visitor.get(SIGN_UP), "account/signup.html")
    room = reverse("room-show", args=[lobby.pk])
    assertRedirects(visitor.post(SIGN_UP, new("eve")), room)
    eve = User.objects.get(username="eve")
    assert (eve.role, eve.invitation) == (role, invitation)
    assert lobby.has_member(eve)
    assert "invitation" not in visitor.session


def test_nobody_signs_up_as_more_than_they_were_invited_as(
    visitor: Client, dana: User, lobby: Room
) -> None:
    _, token = Invitation.objects.issue(dana, role="guest", rooms=[lobby])
    visitor.get(reverse("invitation-show", args=[token]))
    visitor.post(SIGN_UP, {**new("eve"), "role": "administrator", "is_staff": "on"})
    eve = User.objects.get(username="eve")
    assert (eve.role, eve.is_staff) == ("guest", False)


def test_bad_answers_use_nothing_up(visitor: Client, issued: tuple[Invitation, str]) -> None:
    invitation, address = issued
    visitor.get(address)
    assert visitor.post(SIGN_UP, {**new("eve"), "password2": "another"}).status_code != 302
    assert visitor.post(SIGN_UP, new("dana")).status_code != 302  # taken
    invitation.refresh_from_db()
    assert invitation.uses == 0
    assert visitor.post(SIGN_UP, new("eve")).status_code == 302


@pytest.mark.parametrize("sign_up", ["invitation", "domain"])
def test_invitation_that_has_ended_opens_no_door(
    visitor: Client, issued: tuple[Invitation, str], sign_up: str
) -> None:
    Workspace(pk=1, sign_up=sign_up, sign_up_domains="example.org").save()
    invitation, address = issued
    visitor.get(address)
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    assertTemplateUsed(visitor.post(SIGN_UP, new("eve")), "account/signup_closed.html")
    assert not User.objects.filter(username="eve").exists()


def test_where_anybody_may_sign_up_one_that_has_ended_is_no_hindrance(
    visitor: Client, issued: tuple[Invitation, str]
) -> None:
    invitation, address = issued
    visitor.get(address)
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    Workspace(pk=1, sign_up="open").save()
    assertRedirects(visitor.post(SIGN_UP, new("eve")), reverse("room-index"))
    assert User.objects.get(username="eve").invitation is None


@pytest.mark.parametrize("sign_up", ["invitation", "domain"])
@pytest.mark.django_db(transaction=True)
def test_who_is_overtaken_while_they_sign_up_leaves_nothing(
    issued: tuple[Invitation, str], lobby: Room, carol: User, settings: Any, sign_up: str
) -> None:
    """Both have the form before them. The other has taken the last use when the account is being made."""
    settings.CAN_MAIL = True
    Workspace(sign_up=sign_up, sign_up_domains="example.org").save()
    invitation, address = issued
    late = Client()
    late.get(address)
    won, response = overlapping(
        lambda: invitation.accept(carol, is_new=False),
        lambda: late.post(SIGN_UP, {**new("eve"), "email": "eve@elsewhere.example"}),
    )
    assert won == [lobby]
    assertRedirects(response, address, fetch_redirect_response=False)
    assertContains(late.get(address), "all of them have come", status_code=410)
    assert not User.objects.filter(username="eve").exists()
    assert "_auth_user_id" not in late.session


@pytest.mark.django_db(transaction=True)
def test_of_those_who_sign_up_with_the_last_use_one_gets_in(
    issued: tuple[Invitation, str], lobby: Room
) -> None:
    invitation, address = issued
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.get(address)
    before = set(User.objects.all())
    at_once(
        [
            lambda number=number, client=client: client.post(SIGN_UP, new(f"eve{number}"))
            for number, client in enumerate(clients)
        ]
    )
    (came,) = set(User.objects.all()) - before
    assert (came.invitation, lobby.has_member(came)) == (invitation, True)
    assert sum("_auth_user_id" in client.session for client in clients) == 1
    invitation.refresh_from_db()
    assert invitation.uses == 1
