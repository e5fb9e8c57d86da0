"""Up to where somebody has read, where they have said so."""

import pytest
from django.core.exceptions import PermissionDenied

from chat.models import Message, Room, User


def unread_from(room: Room, user: User) -> int | None:
    return Room.objects.with_reading_of(user).get(pk=room.pk).unread_from


def test_room_is_unread_from_there_for_that_person_only(
    lobby: Room, alice: User, bob: User
) -> None:
    for number in range(3):
        lobby.post(alice, str(number))
    assert unread_from(lobby, bob) is None
    lobby.mark_unread(bob, 2)
    assert unread_from(lobby, bob) == 2
    assert unread_from(lobby, alice) is None
    lobby.mark_read(bob)
    assert unread_from(lobby, bob) is None


def test_first_message_may_be_unread(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    lobby.mark_unread(alice, 1)
    assert unread_from(lobby, alice) == 1


def test_what_is_not_kept_any_more_is_not_where_one_reads_on(lobby: Room, alice: User) -> None:
    for number in range(3):
        lobby.post(alice, str(number))
    lobby.mark_unread(alice, 1)
    Room.objects.filter(pk=lobby.pk).update(first_seq=3)
    assert unread_from(lobby, alice) == 3


def test_it_is_a_change_that_the_room_counts_once(lobby: Room, alice: User) -> None:
    """So that a page whose word of it was lost is told again."""
    lobby.post(alice, "hello")
    before = Room.objects.get(pk=lobby.pk).revision
    for _ in range(2):
        lobby.mark_unread(alice, 1)
    assert Room.objects.get(pk=lobby.pk).revision == before + 1
    for _ in range(2):
        lobby.mark_read(alice)
    assert Room.objects.get(pk=lobby.pk).revision == before + 2


def test_outsider_has_nothing_unread(lobby: Room, alice: User, carol: User) -> None:
    lobby.post(alice, "hello")
    with pytest.raises(PermissionDenied):
        lobby.mark_unread(carol, 1)
    with pytest.raises(PermissionDenied):
        lobby.mark_read(carol)


def test_there_is_no_such_message(lobby: Room, alice: User) -> None:
    with pytest.raises(Message.DoesNotExist):
        lobby.mark_unread(alice, 1)


def test_list_of_rooms_knows(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    lobby.mark_unread(alice, 1)
    assert [room.unread_from for room in Room.objects.listed_for(alice)] == [1]
