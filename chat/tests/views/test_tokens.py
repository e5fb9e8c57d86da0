"""Bots over HTTP: a token instead of a session, for few addresses."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from chat.models import Room, Token, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def bot(dana: User, lobby: Room) -> User:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    lobby.join(bot)
    return bot


@pytest.fixture
def token(dana: User, bot: User) -> str:
    return Token.objects.issue(dana, bot, "laptop")[1]


@pytest.fixture
def program() -> Client:
    """It has no cookies, and no CSRF token."""
    return Client(enforce_csrf_checks=True)


def post(program: Client, room: Room, token: str, **data: Any) -> Any:
    data = {"message": "Soup is ready.", "client_id": uuid4(), **data}
    return program.post(
        f"/rooms/{room.pk}/messages/", data, headers={"Authorization": f"Bearer {token}"}
    )


def test_a_bot_posts(program: Client, lobby: Room, bot: User, token: str) -> None:
    answer = post(program, lobby, token)
    assert answer.status_code == 201
    assert answer.json()["text"] == "Soup is ready."
    assert lobby.messages.get().user == bot


def test_it_gets_no_session(program: Client, lobby: Room, token: str) -> None:
    assert "Set-Cookie" not in post(program, lobby, token).headers
    assert not program.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"message": " "}, 422, "Write something first."),
        ({"client_id": "no"}, 422, "The page is broken. Reload it."),
    ],
)
def test_errors_are_json(
    program: Client, lobby: Room, token: str, data: dict[str, str], status: int, sentence: str
) -> None:
    answer = post(program, lobby, token, **data)
    assert (answer.status_code, answer.json()) == (status, {"errors": [sentence]})


def test_a_room_it_is_not_in_is_refused(
    program: Client, lobby: Room, bot: User, token: str
) -> None:
    lobby.leave(bot)
    assert post(program, lobby, token).status_code == 403
    assert not lobby.messages.exists()


@pytest.mark.parametrize("text", ["", "roomful_wrong"])
def test_a_bad_token_is_refused(program: Client, lobby: Room, token: str, text: str) -> None:
    answer = post(program, lobby, text)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_revoked_token_is_refused(program: Client, lobby: Room, dana: User, token: str) -> None:
    Token.objects.get().revoke(dana)
    assert post(program, lobby, token).status_code == 401
    assert not lobby.messages.exists()


@pytest.mark.parametrize("path", ["/", "/rooms/", "/sign-in/", "/admin/", "/profile/"])
def test_pages_are_not_for_bots(program: Client, token: str, path: str) -> None:
    answer = program.get(path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


def test_a_token_beside_a_session_is_refused(
    lobby: Room, alice: User, token: str, signed_in: Callable[[User], Client]
) -> None:
    """Else a token that is good would take the CSRF check from what a browser does."""
    browser = signed_in(alice)
    assert post(browser, lobby, token).status_code == 400
    assert post(browser, lobby, "roomful_wrong").status_code == 400
    assert not lobby.messages.exists()


def test_who_has_no_token_needs_the_csrf_token(lobby: Room, alice: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    answer = browser.post(f"/rooms/{lobby.pk}/messages/", {"message": "x", "client_id": uuid4()})
    assert answer.status_code == 403
