"""A person deletes their account."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from chat.models import Room, User

URL = reverse("departure-create")


def test_account_leads_there(bobs: Client) -> None:
    assertContains(bobs.get(reverse("account")), f'href="{URL}"')


def test_who_types_their_user_name_is_gone(lobby: Room, bob: User, bobs: Client) -> None:
    response = bobs.post(URL, {"username": "bob"}, follow=True)
    assertRedirects(response, reverse("sign-in"))
    assertContains(response, "Your account is deleted.")
    bob.refresh_from_db()
    assert bob.state == "deleted"
    assert not lobby.has_member(bob)


@pytest.mark.parametrize("typed", ["", "alice", "BOB", "correct horse"])
def test_who_types_something_else_stays(bob: User, bobs: Client, typed: str) -> None:
    assert bobs.post(URL, {"username": typed}).status_code == 422
    bob.refresh_from_db()
    assert bob.is_active


def test_asking_deletes_nothing(bob: User, bobs: Client) -> None:
    assert bobs.get(URL).status_code == 200
    assert bobs.get(URL, {"username": "bob"}).status_code == 200
    bob.refresh_from_db()
    assert bob.is_active


def test_last_administrator_is_told_why_not(dana: User, danas: Client) -> None:
    assertContains(danas.get(URL), "last administrator")
    response = danas.post(URL, {"username": "dana"})
    assertContains(response, "last administrator", status_code=403)
    dana.refresh_from_db()
    assert dana.is_active


def test_bot_has_no_account_to_delete(dana: User, signed_in: Callable[[User], Client]) -> None:
    bot = User.objects.create_bot(dana, "robot", "")
    assert signed_in(bot).post(URL, {"username": "robot"}).status_code == 403


def test_another_site_deletes_nobody(bob: User, visitor: Client) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(bob)
    assert careful.post(URL, {"username": "bob"}).status_code == 403
    assert visitor.post(URL, {"username": "bob"}).status_code == 302
    bob.refresh_from_db()
    assert bob.is_active
