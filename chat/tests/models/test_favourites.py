"""The rooms on top of a person's list."""

import pytest
from django.core.exceptions import PermissionDenied

from chat.models import Room, User
from chat.tests.queries import recorded_queries


def sections(user: User) -> list[tuple[str, str]]:
    return [(room.section, room.name) for room in Room.objects.listed_for(user)]


def test_favourite_stands_on_top_of_its_persons_list_only(
    lobby: Room, alice: User, bob: User
) -> None:
    lobby.favour(bob, on=True)
    assert sections(bob) == [("favourites", "Lobby")]
    assert sections(alice) == [("rooms", "Lobby")]
    lobby.favour(bob, on=False)
    assert sections(bob) == [("rooms", "Lobby")]


def test_saying_it_twice_changes_nothing(lobby: Room, bob: User) -> None:
    lobby.favour(bob, on=True)
    lobby.refresh_from_db()
    before = lobby.revision
    lobby.favour(bob, on=True)
    lobby.refresh_from_db()
    assert lobby.revision == before


def test_favouring_is_a_change_that_the_room_counts(lobby: Room, bob: User) -> None:
    """So that a page whose word of it was lost is told again."""
    before = Room.objects.get(pk=lobby.pk).revision
    lobby.favour(bob, on=True)
    assert Room.objects.get(pk=lobby.pk).revision == before + 1


def test_outsider_has_no_favourite(lobby: Room, carol: User) -> None:
    with pytest.raises(PermissionDenied):
        lobby.favour(carol, on=True)


def test_who_leaves_and_comes_back_begins_anew(lobby: Room, bob: User) -> None:
    lobby.favour(bob, on=True)
    lobby.leave(bob)
    lobby.join(bob)
    assert sections(bob) == [("rooms", "Lobby")]


def test_archived_room_is_apart_though_it_is_a_favourite(lobby: Room, bob: User) -> None:
    lobby.favour(bob, on=True)
    Room.objects.filter(pk=lobby.pk).update(archived_at=lobby.created_at)
    assert sections(bob) == [("archived", "Lobby")]


def test_rooms_go_by_name_and_conversations_by_what_was_said_last(
    alice: User, bob: User, carol: User
) -> None:
    conversations = [
        Room.objects.converse(alice, people) for people in ([bob], [carol], [bob, carol])
    ]
    conversations[1].post(carol, "The latest")
    for name in ("b", "A", "c"):
        Room.objects.start(name, alice)
    listed = list(Room.objects.listed_for(alice))
    direct = [room for room in listed if room.section == "conversations"]
    assert direct == [conversations[1], conversations[2], conversations[0]]
    assert [room.name for room in listed if room.section == "rooms"] == ["A", "b", "c"]


def test_list_takes_a_fixed_number_of_queries(lobby: Room, alice: User, bob: User) -> None:
    counts = []
    for number in range(1, 21):
        room = Room.objects.start(f"room {number}", bob)
        room.post(bob, "Hello")
        room.favour(bob, on=bool(number % 2))
        if number in {1, 20}:
            with recorded_queries() as queries:
                list(Room.objects.listed_for(bob))
            counts.append(len(queries))
    assert counts[0] == counts[1]
