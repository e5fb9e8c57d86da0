"""What bots sign in with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chat.models import AuditEntry, Token, User
from chat.models.token import NOTED_EVERY, PREFIX


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def bot(dana: User) -> User:
    return User.objects.create_bot(dana, "echo", "Echo")


def test_a_bot_belongs_to_its_administrator_and_has_no_password(dana: User, bot: User) -> None:
    assert (bot.owner, bot.role, bot.name) == (dana, User.Role.BOT, "Echo")
    assert not bot.has_usable_password()


def test_only_an_administrator_makes_bots_and_tokens(alice: User, bot: User) -> None:
    with pytest.raises(PermissionDenied):
        User.objects.create_bot(alice, "mine", "Mine")
    with pytest.raises(PermissionDenied):
        Token.objects.issue(alice, bot, "laptop")
    with pytest.raises(PermissionDenied):
        Token.objects.issue(bot, bot, "for myself")
    assert not Token.objects.exists()


def test_a_bots_names_are_checked(dana: User, bot: User) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_bot(dana, "echo", "Another echo")
    with pytest.raises(ValidationError):
        User.objects.create_bot(dana, "with a space", "Spaced")


def test_only_the_digest_of_a_token_is_stored(dana: User, bot: User) -> None:
    token, text = Token.objects.issue(dana, bot, "laptop")
    assert text.startswith(PREFIX)
    assert len(text) > 40
    stored = Token.objects.filter(pk=token.pk).values().get()
    assert text.removeprefix(PREFIX) not in str(stored)
    assert Token.objects.find(text) == token


def test_a_person_gets_no_token(dana: User, alice: User) -> None:
    with pytest.raises(ValidationError):
        Token.objects.issue(dana, alice, "laptop")


def test_a_token_needs_a_name(dana: User, bot: User) -> None:
    with pytest.raises(ValidationError):
        Token.objects.issue(dana, bot, " ")


@pytest.mark.parametrize("text", ["", PREFIX, f"{PREFIX}wrong", "roomful", "\x00", "€" * 50])
def test_what_is_no_token_finds_none(bot: User, text: str) -> None:
    assert Token.objects.find(text) is None


def test_a_revoked_token_is_no_good(dana: User, bot: User, alice: User) -> None:
    token, text = Token.objects.issue(dana, bot, "laptop")
    _, other = Token.objects.issue(dana, bot, "server")
    with pytest.raises(PermissionDenied):
        token.revoke(alice)
    token.revoke(dana)
    assert Token.objects.find(text) is None
    assert Token.objects.find(other) is not None


@pytest.mark.parametrize(
    ("whose", "change"),
    [
        ("echo", {"is_active": False}),
        ("dana", {"is_active": False}),
        ("dana", {"role": User.Role.MEMBER}),
    ],
)
def test_a_bot_stops_with_itself_or_with_its_owner(
    dana: User, bot: User, whose: str, change: dict[str, Any]
) -> None:
    _, text = Token.objects.issue(dana, bot, "laptop")
    assert Token.objects.find(text) is not None
    User.objects.filter(username=whose).update(**change)
    assert Token.objects.find(text) is None


def test_the_last_use_is_noted_once_a_minute(dana: User, bot: User) -> None:
    token, text = Token.objects.issue(dana, bot, "laptop")
    Token.objects.find(text)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    Token.objects.find(text)
    token.refresh_from_db()
    assert token.last_used_at == first

    long_ago = timezone.now() - 2 * NOTED_EVERY
    Token.objects.update(last_used_at=long_ago)
    Token.objects.find(text)
    token.refresh_from_db()
    assert token.last_used_at > long_ago + timedelta(seconds=1)


def test_each_act_is_in_the_audit_log(dana: User, bot: User) -> None:
    token, text = Token.objects.issue(dana, bot, "laptop")
    token.revoke(dana)
    token.revoke(dana)
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [entry.details["act"] for entry in entries] == ["made", "token issued", "token revoked"]
    assert {entry.actor for entry in entries} == {dana}
    assert text not in str([entry.details for entry in entries])
