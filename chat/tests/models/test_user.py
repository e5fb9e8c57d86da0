from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client

from chat.models import Room, User


def test_person_is_shown_by_username(alice: User) -> None:
    assert alice.name == "alice"


def test_person_is_shown_by_full_name_when_there_is_one(make_user: Callable[..., User]) -> None:
    dana = make_user("dana", first_name="Dana", last_name="Weber")
    assert dana.name == "Dana Weber"
    assert str(dana) == "Dana Weber"


def test_one_name_is_enough(make_user: Callable[..., User]) -> None:
    assert make_user("dana", first_name="Dana").name == "Dana"


# What stands for a person


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("(Bob) Smith", "BS"),
        ("ßarah", "S"),
        ("\u202eeve", "E"),
        ("...", "?"),
        ("alice", "A"),
        ("Alice", "A"),
        ("Dana Weber", "DW"),
        ("dana weber", "DW"),
        ("Dana van der Weber", "DW"),
        ("  Dana   Weber ", "DW"),
        ("Jean-Luc Picard", "JP"),
        ("Émile Zola", "ÉZ"),
        ("éa öb", "ÉÖ"),
        ("محمد العربي", "ما"),
        ("李 小龙", "李小"),
        ("😀 grin", "😀G"),
        ("7 of 9", "79"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert User(username="x", first_name=name).initials == initials


def test_initials_are_of_the_name_that_others_see() -> None:
    assert User(username="zoe").initials == "Z"
    assert User(username="zoe", first_name="Dana", last_name="Weber").initials == "DW"


def test_hue_is_one_of_twelve_and_each_is_used() -> None:
    hues = [User(pk=pk).hue for pk in range(1, 25)]
    assert set(hues) == set(range(12))
    assert hues[:12] == hues[12:]


def test_hue_of_neighbours_differs() -> None:
    hues = [User(pk=pk).hue for pk in range(1, 100)]
    assert all(one != other for one, other in pairwise(hues))


def test_hue_stays_when_the_name_changes(alice: User) -> None:
    before = alice.hue
    alice.username, alice.first_name = "zoe", "Zoe"
    alice.save()
    assert User.objects.get().hue == before


# How Roomful looks to a person


def test_new_person_has_the_look_of_the_device(alice: User) -> None:
    assert (alice.theme, alice.density) == (User.Theme.AUTO, User.Density.COMFORTABLE)


# Who is seen


def test_everybody_is_visible_to_everybody(alice: User, bob: User, carol: User) -> None:
    assert set(User.objects.visible_to(carol)) == {alice, bob, carol}


# Who sets Roomful up


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


# What others see of a person


@pytest.mark.parametrize("field", ["username", "display_name", "status_text", "avatar"])
def test_change_of_what_others_see_is_counted(alice: User, field: str) -> None:
    setattr(alice, field, "something else")
    alice.save(update_fields=[field])
    assert alice.revision == 1
    assert User.objects.get(pk=alice.pk).revision == 1


def test_change_of_anything_is_counted_when_all_is_saved(alice: User) -> None:
    alice.save()
    assert alice.revision == 1


def test_changes_of_two_who_hold_the_same_person_are_two(alice: User) -> None:
    other = User.objects.get(pk=alice.pk)
    for each in (alice, other):
        each.status_text = "At lunch"
        each.save(update_fields=["status_text"])
    assert other.revision == 2


def test_what_nobody_sees_is_not_counted(alice: User, client: Client) -> None:
    alice.theme = "dark"
    alice.save(update_fields=["theme"])
    client.force_login(alice)
    alice.refresh_from_db()
    assert alice.last_login
    assert alice.revision == 0
