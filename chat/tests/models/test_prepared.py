"""Queries that are made once."""

from uuid import uuid4

import pytest

from chat.models import Message, Room, User
from chat.models.prepared import LARGEST, Prepared
from chat.tests.queries import recorded_queries

ROOM = Prepared(lambda room: Room.objects.filter(pk=room, kind="open"))
LATER = Prepared(
    lambda room, seq: (
        Message.objects.filter(room=room, seq__gt=seq).order_by("seq").values_list("seq")
    )
)
SENT = Prepared(lambda user, client_id: Message.objects.filter(user=user, client_id=client_id))


def test_numbers_go_where_they_belong(lobby: Room, alice: User) -> None:
    for _ in range(4):
        lobby.post(alice, "hello")
    assert LATER.rows(lobby.pk, 2) == [(3,), (4,)]
    assert LATER.rows(lobby.pk, 3) == [(4,)]
    assert LATER.rows(lobby.pk + 1, 0) == []


def test_a_uuid_goes_where_it_belongs(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "hello")
    for _ in range(2):
        assert SENT.instance(alice.pk, message.client_id) == message
        assert SENT.instance(bob.pk, message.client_id) is None
        assert SENT.instance(alice.pk, uuid4()) is None


def test_query_is_made_once_and_asked_each_time(lobby: Room, alice: User) -> None:
    made = []

    def make(room: int) -> object:
        made.append(room)
        return Message.objects.filter(room=room).values_list("pk")

    prepared = Prepared(make)  # type: ignore[arg-type]  # a queryset, whatever its rows
    with recorded_queries() as queries:
        assert [prepared.rows(lobby.pk) for _ in range(3)] == [[], [], []]
    assert (len(made), len(queries)) == (1, 3)


def test_instance_is_as_a_queryset_gives_it(lobby: Room) -> None:
    found = ROOM.instance(lobby.pk)
    assert found == lobby
    assert found.created_at == lobby.created_at
    assert ROOM.instance(lobby.pk + 1) is None


@pytest.mark.parametrize("number", [LARGEST, LARGEST + 1, 10**19])
def test_number_that_no_column_holds_finds_nothing(lobby: Room, number: int) -> None:
    assert ROOM.instance(number) is None
    assert LATER.rows(lobby.pk, number) == []
