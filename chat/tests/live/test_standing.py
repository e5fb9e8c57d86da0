"""Who may stay, asked of the database for many at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.live import standing
from chat.live.standing import Entry, Reason, fallen, person_in
from chat.models import Token, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def entry(bob: User, signed_in: Callable[[User], Client]) -> Entry:
    """Bob's browser."""
    return Entry.of(bob, session=signed_in(bob).cookies["sessionid"].value)


@pytest.fixture
def by_token(dana: User) -> Entry:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    token, _ = Token.objects.issue(dana, bot, "laptop")
    return Entry.of(bot, token=token.pk)


def told(entry: Entry) -> Reason | None:
    """What both ways to ask say, which is the same."""
    person = person_in(entry)
    reason = person if isinstance(person, Reason) else None
    assert fallen([entry]) == ({entry: reason} if reason else {})
    return reason


def test_who_is_as_they_were_stays(entry: Entry, by_token: Entry, bob: User) -> None:
    assert fallen([entry, by_token]) == {}
    assert person_in(entry) == bob
    assert told(by_token) is None


def test_somebody_is_asked_for_as_they_are_now(entry: Entry) -> None:
    User.objects.update(display_name="Robert")
    person = person_in(entry)
    assert isinstance(person, User)
    assert person.name == "Robert"


PERSON: list[tuple[dict[str, Any], Reason]] = [
    ({"is_active": False}, Reason.DEACTIVATED),
    ({"is_active": False, "banned_at": timezone.now()}, Reason.BANNED),
    ({"password": "another"}, Reason.PASSWORD_CHANGED),
    ({"role": User.Role.GUEST}, Reason.ROLE_CHANGED),
]


@pytest.mark.parametrize(("change", "reason"), PERSON, ids=[reason for _, reason in PERSON])
def test_a_change_of_the_person_ends_it(
    entry: Entry, change: dict[str, Any], reason: Reason
) -> None:
    User.objects.filter(pk=entry.user).update(**change)
    assert told(entry) == reason


def test_a_session_that_is_gone_ends_it(entry: Entry) -> None:
    Session.objects.all().delete()
    assert told(entry) == Reason.SIGNED_OUT


def test_a_session_that_has_expired_ends_it(entry: Entry) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert told(entry) == Reason.SIGNED_OUT


def test_a_person_who_is_gone_does_not_stay(entry: Entry, bob: User) -> None:
    bob.delete()
    assert told(entry) == Reason.DEACTIVATED


def test_a_new_password_counts_for_more_than_the_session_that_went_with_it(entry: Entry) -> None:
    User.objects.filter(pk=entry.user).update(password="another")
    Session.objects.all().delete()
    assert told(entry) == Reason.PASSWORD_CHANGED


def test_a_revoked_token_ends_it(by_token: Entry, dana: User) -> None:
    Token.objects.get().revoke(dana)
    assert told(by_token) == Reason.TOKEN_REVOKED


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": User.Role.MEMBER}])
def test_a_bot_goes_with_its_owner(by_token: Entry, change: dict[str, Any]) -> None:
    User.objects.filter(username="dana").update(**change)
    assert told(by_token) == Reason.TOKEN_REVOKED


@pytest.mark.parametrize("count", [1, 25])
def test_many_are_asked_about_in_three_queries(
    count: int, make_user: Callable[..., User], dana: User, by_token: Entry
) -> None:
    entries = [by_token]
    for number in range(count):
        client = Client()
        client.force_login(person := make_user(f"person-{number}"))
        entries.append(Entry.of(person, session=client.cookies["sessionid"].value))
    with CaptureQueriesContext(connection) as queries:
        assert fallen(entries) == {}
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        person_in(entries[0])
    assert len(queries) == 1


def test_more_than_a_query_takes_are_asked_about_in_parts(
    entry: Entry, by_token: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "AT_ONCE", 1)
    Session.objects.all().delete()
    assert fallen([entry, by_token]) == {entry: Reason.SIGNED_OUT}


def test_each_reason_has_a_sentence_and_a_code() -> None:
    for reason in Reason:
        assert reason.sentence.endswith(".")
        assert 4400 < reason.code < 4500
