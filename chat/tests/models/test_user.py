from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from chat.models import Room, User


def test_person_is_shown_by_username(alice: User) -> None:
    assert alice.name == "alice"


def test_person_is_shown_by_full_name_when_there_is_one(make_user: Callable[..., User]) -> None:
    dana = make_user("dana", first_name="Dana", last_name="Weber")
    assert dana.name == "Dana Weber"
    assert str(dana) == "Dana Weber"


def test_one_name_is_enough(make_user: Callable[..., User]) -> None:
    assert make_user("dana", first_name="Dana").name == "Dana"


def test_nobody_is_the_founder_by_default(alice: User) -> None:
    assert not alice.founder


def test_there_is_one_founder(make_user: Callable[..., User]) -> None:
    make_user("dana", founder=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("erin", founder=True)


def test_person_with_messages_cannot_be_deleted(lobby: Room, bob: User) -> None:
    lobby.post(bob, "I was here")
    with pytest.raises(ProtectedError):
        bob.delete()
