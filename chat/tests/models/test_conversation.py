"""Conversations: one for each set of people."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from chat.models import Room, User
from chat.models.conversation import MOST_PEOPLE, NOT_HERE, key_of
from chat.tests.threads import at_once, overlapping


def test_conversation_has_its_people_and_no_name(alice: User, bob: User) -> None:
    room = Room.objects.converse(alice, [bob])
    assert (room.kind, room.name) == ("direct", "")
    assert set(room.current_users.all()) == {alice, bob}
    assert not room.is_owned_by(alice)


def test_conversation_is_found_again_from_each_side(alice: User, bob: User) -> None:
    room = Room.objects.converse(alice, [bob])
    assert Room.objects.converse(bob, [alice]) == room
    assert Room.objects.converse(bob, [alice, bob, alice]) == room


def test_other_people_have_another_conversation(alice: User, bob: User, carol: User) -> None:
    two = Room.objects.converse(alice, [bob])
    three = Room.objects.converse(alice, [bob, carol])
    assert two != three
    assert Room.objects.converse(carol, [alice, bob]) == three


def test_alone_it_is_a_place_for_notes(alice: User) -> None:
    notes = Room.objects.converse(alice, [])
    assert list(notes.current_users.all()) == [alice]
    assert Room.objects.converse(alice, [alice]) == notes
    notes.post(alice, "Buy soup")
    assert notes.title_for(alice) == "alice"


def test_it_is_called_by_the_others(alice: User, bob: User, carol: User) -> None:
    room = Room.objects.converse(alice, [bob, carol])
    assert room.title_for(alice) == "bob, carol"
    assert room.title_for(carol) == "alice, bob"


def test_it_has_at_most_ten_people(alice: User, make_user: Callable[..., User]) -> None:
    people = [make_user(f"person-{number}") for number in range(MOST_PEOPLE)]
    assert Room.objects.converse(alice, people[:-1]).current_users.count() == MOST_PEOPLE
    with pytest.raises(ValidationError, match="at most 10 people"):
        Room.objects.converse(alice, people)


def test_who_has_left_is_not_there_to_talk_to(alice: User, bob: User) -> None:
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    with pytest.raises(ValidationError, match=NOT_HERE):
        Room.objects.converse(alice, [bob])
    with pytest.raises(PermissionDenied):
        Room.objects.converse(bob, [alice])
    assert not Room.objects.exists()


def test_guest_talks_to_whom_they_share_a_room_with(
    lobby: Room, alice: User, carol: User, make_user: Callable[..., User]
) -> None:
    guest = make_user("guest", role="guest")
    lobby.add(alice, [guest])
    assert Room.objects.converse(guest, [alice])
    with pytest.raises(ValidationError, match=NOT_HERE):
        Room.objects.converse(guest, [carol])


@pytest.mark.django_db(transaction=True)
def test_both_who_begin_at_once_get_the_same(alice: User, bob: User) -> None:
    for _ in range(5):
        results = at_once(
            [
                lambda: Room.objects.converse(alice, [bob]),
                lambda: Room.objects.converse(bob, [alice]),
            ]
        )
        room = Room.objects.get()
        assert results == [room, room]
        assert room.memberships.count() == 2
        room.delete()


@pytest.mark.django_db(transaction=True)
def test_conversation_that_the_other_makes_meanwhile_is_found(alice: User, bob: User) -> None:
    results = overlapping(
        lambda: Room.objects.converse(alice, [bob]), lambda: Room.objects.converse(bob, [alice])
    )
    room = Room.objects.get()
    assert results == [room, room]


def test_database_has_one_conversation_for_a_set_of_people(alice: User, bob: User) -> None:
    Room.objects.converse(alice, [bob])
    key = key_of([alice.pk, bob.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(kind="direct", direct_key=key)


def test_key_does_not_depend_on_the_order() -> None:
    assert key_of([1, 23]) == key_of([23, 1, 1])
    assert key_of([1, 23]) != key_of([12, 3])


# What cannot be done with it


def test_it_is_nobodys_to_manage(
    alice: User, bob: User, carol: User, make_user: Callable[..., User]
) -> None:
    room = Room.objects.converse(alice, [bob])
    dana = make_user("dana", role="administrator")
    for person in (alice, dana):
        for act in (
            lambda by: room.edit(by, name="Us"),
            room.archive,
            lambda by: room.delete_by(by, ""),
            lambda by: room.add(by, [carol]),
            lambda by: room.remove(by, bob),
            lambda by: room.promote(by, bob),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    with pytest.raises(PermissionDenied, match="cannot be left"):
        room.leave(alice)
    with pytest.raises(PermissionDenied):
        room.join(carol)
    assert set(room.current_users.all()) == {alice, bob}


def test_others_do_not_know_of_it(
    alice: User, bob: User, carol: User, make_user: Callable[..., User]
) -> None:
    dana = make_user("dana", role="administrator")
    Room.objects.converse(alice, [bob])
    for person in (carol, dana):
        for rooms in (
            Room.objects.visible_to(person),
            Room.objects.known_to(person),
            Room.objects.administered_by(person),
            Room.objects.open_to(person),
        ):
            assert not rooms.exists()


def test_room_does_not_become_one(lobby: Room, alice: User) -> None:
    with pytest.raises(ValidationError):
        lobby.edit(alice, kind="direct")
    with pytest.raises(IntegrityError):
        Room.objects.start("Us", alice, kind="direct")
