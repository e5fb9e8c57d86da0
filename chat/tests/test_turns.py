"""Threads of one process that write into SQLite: each in its turn."""

from collections.abc import Callable, Iterator
from threading import Event
from time import perf_counter

import pytest
from django.db import OperationalError, connection, transaction

from chat.models import Room, User
from chat.tests.threads import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_sqlite"),
]


@pytest.fixture
def on_sqlite(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("other databases let several write at once")


@pytest.fixture
def patience() -> Iterator[Callable[[float], None]]:
    """Sets how long a thread waits for its turn."""
    options = connection.settings_dict["OPTIONS"]
    before = options["timeout"]

    def set_to(seconds: float) -> None:
        options["timeout"] = seconds

    yield set_to
    options["timeout"] = before


def test_many_posts_at_once_do_not_sleep_on_each_other(lobby: Room, alice: User) -> None:
    """Eight threads that try again after a sleep take turns by chance, and some wait for seconds."""
    longest = []

    def post() -> None:
        for _ in range(10):
            began = perf_counter()
            lobby.post(alice, "hello")
            longest.append(perf_counter() - began)

    assert at_once([post] * 8) == [None] * 8
    lobby.refresh_from_db()
    assert (lobby.last_seq, len(longest)) == (80, 80)


def test_who_waits_goes_on_when_the_other_has_committed(lobby: Room, alice: User) -> None:
    has_begun = Event()

    def hold() -> None:
        with transaction.atomic():
            lobby.post(alice, "first")
            has_begun.set()
            # Nothing that waits is seen from here; the order of what was posted tells.
            lobby.post(alice, "second")

    def follow() -> None:
        has_begun.wait(5)
        lobby.post(alice, "third")

    assert at_once([hold, follow]) == [None, None]
    texts = lobby.messages.order_by("seq").values_list("text", flat=True)
    assert list(texts) == ["first", "second", "third"]


def test_who_waits_for_too_long_is_told(
    lobby: Room, alice: User, patience: Callable[[float], None]
) -> None:
    patience(0.05)
    has_begun, is_done = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            has_begun.set()
            is_done.wait(5)

    def follow() -> None:
        has_begun.wait(5)
        try:
            lobby.post(alice, "hello")
        finally:
            is_done.set()

    _, told = at_once([hold, follow])
    assert isinstance(told, OperationalError)
    lobby.post(alice, "after that it is free")


@pytest.mark.parametrize("end", ["rollback", "error", "close"])
def test_turn_ends_with_the_transaction_however_that_ends(
    lobby: Room, alice: User, patience: Callable[[float], None], end: str
) -> None:
    patience(0.5)

    def fail() -> None:
        with transaction.atomic():
            if end == "rollback":
                transaction.set_rollback(True)
            elif end == "error":
                raise KeyError
            else:
                connection.close()

    at_once([fail])
    assert at_once([lambda: lobby.post(alice, "hello").text]) == ["hello"]
