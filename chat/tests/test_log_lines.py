"""What people send never becomes a line of the log that looks like one of ours."""

import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import Room, User
from config.logs import LineFormatter

FORGED = "x\n2026-01-01 00:00:00,000 ERROR django: administrator signed in"
CONTROLS = "\r\x0b\x0c\x1b[2J\x85\u2028\u2029"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log gets, written as the settings say."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    formatters = [each.formatter for each in logging.getLogger().handlers]
    (handler.formatter,) = [each for each in formatters if type(each) is LineFormatter]
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def bobs(signed_in: Callable[[User], Client], bob: User) -> Client:
    return signed_in(bob)


def lines(log: StringIO) -> list[str]:
    return log.getvalue().splitlines()


def test_an_address_stays_one_line(bobs: Client, log: StringIO) -> None:
    for text in (FORGED, CONTROLS):
        bobs.get(f"/{text}/")
    assert len(lines(log)) == 2
    assert all("Not Found" in line for line in lines(log))


def test_a_name_stays_one_line(bobs: Client, lobby: Room, bob: User, log: StringIO) -> None:
    """Names are cleaned where they are set; one that an older version let in is no line either."""
    User.objects.filter(pk=bob.pk).update(username=f"bob{FORGED}", display_name=FORGED)
    Room.objects.filter(pk=lobby.pk).update(name=FORGED)
    bob.refresh_from_db()
    lobby.refresh_from_db()
    logging.getLogger("chat").error("%s did this in %s", bob, lobby)
    assert len(lines(log)) == 1


def test_what_is_refused_stays_one_line(lobby: Room, log: StringIO) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(reverse("sign-in"), {"username": FORGED}, headers={"Referer": f"x{CONTROLS}"})
    client.get("/", headers={"Host": f"x{FORGED}"})
    assert len([line for line in lines(log) if line.startswith("2026-01-01")]) == 0


def fail() -> None:
    raise ValueError(FORGED)


def test_a_traceback_is_still_readable(log: StringIO) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("chat").exception("It failed")
    assert not [line for line in lines(log) if line.startswith("2026-01-01")]
    assert len(lines(log)) > 3
