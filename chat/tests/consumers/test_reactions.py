"""Reactions over the socket: what programs and pages hear of them."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chat.models import Message, Room, User
from chat.serializers import RoomSerializer, RoomSummarySerializer
from chat.tests.queries import recorded_queries
from chat.tests.sockets import Connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def message(lobby: Room, alice: User) -> Message:
    return lobby.post(alice, "Shall we?")


def given(data: dict[str, Any]) -> list[tuple[str, int, list[int]]]:
    return [(each["emoji"], each["count"], each["users"]) for each in data["reactions"]]


async def test_program_reacts_and_all_hear_of_it(
    connect: Connections, lobby: Room, message: Message, alice: User, bob: User
) -> None:
    listening, bot = await connect.bot(alice), await connect.bot(bob)
    await listening.call("catch_up", room=lobby.pk)
    reply = await bot.call("react", pk=message.pk, emoji="👍")
    assert reply["response_status"] == 201
    assert given(reply["data"]) == [("👍", 1, [bob.pk])]
    (change,) = await listening.changes()
    assert change["action"] == "update"
    assert change["data"] == reply["data"]
    assert change["data"]["edited_at"] is None


async def test_saying_it_twice_is_heard_once(
    connect: Connections, lobby: Room, message: Message, alice: User, bob: User
) -> None:
    listening, bot = await connect.bot(alice), await connect.bot(bob)
    await listening.call("catch_up", room=lobby.pk)
    replies = [await bot.call("react", pk=message.pk, emoji="👍", on=True) for _ in range(2)]
    assert [reply["response_status"] for reply in replies] == [201, 201]
    assert len(await listening.changes()) == 1
    replies = [await bot.call("react", pk=message.pk, emoji="👍", on=False) for _ in range(2)]
    assert [reply["response_status"] for reply in replies] == [200, 200]
    assert len(await listening.changes()) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"emoji": "x"}, 422),
        ({}, 400),
        ({"emoji": 5}, 422),
        ({"emoji": "👍", "on": "perhaps"}, 400),
    ],
)
async def test_bad_input_gets_an_error(
    connect: Connections, message: Message, bob: User, fields: dict[str, Any], status: int
) -> None:
    bot = await connect.bot(bob)
    reply = await bot.call("react", pk=message.pk, **fields)
    assert (reply["response_status"], reply["data"]) == (status, None)
    assert (await bot.call("list"))["response_status"] == 200


async def test_who_was_away_learns_of_it(
    connect: Connections, lobby: Room, message: Message, bob: User
) -> None:
    bot = await connect.bot(bob)
    await sync_to_async(message.react)(bob, "👍")
    reply = await bot.call("catch_up", room=lobby.pk, since=1)
    (missed,) = reply["data"]["messages"]
    assert given(missed) == [("👍", 1, [bob.pk])]


async def test_page_gets_the_message_with_its_chips(
    connect: Connections, lobby: Room, message: Message, alice: User, bob: User
) -> None:
    page = await connect.page(alice)
    await page.submit("catch_up", room=str(lobby.pk))
    await sync_to_async(message.react)(bob, "👍")
    html = await page.fragment_with("👍 1: bob")
    assert html.count("<li ") == 1


async def test_deleted_message_has_none(
    connect: Connections, message: Message, alice: User, bob: User
) -> None:
    bot = await connect.bot(alice)
    await sync_to_async(message.react)(bob, "👍")
    reply = await bot.call("delete_message", pk=message.pk)
    assert reply["data"]["reactions"] == []


def about_reactions(queries: list[str]) -> int:
    return sum('"chat_reaction"' in sql for sql in queries)


@pytest.mark.parametrize("count", [1, 20])
def test_rooms_are_told_of_in_a_fixed_number_of_queries(
    lobby: Room, alice: User, bob: User, count: int
) -> None:
    for number in range(count):
        lobby.post(alice, f"number {number}").react(bob, "👍")
    with recorded_queries() as queries:
        room = Room.objects.whole().get(pk=lobby.pk)
        messages = RoomSerializer(room).data["messages"]
    assert [given(each) for each in messages] == [[("👍", 1, [bob.pk])]] * count
    assert about_reactions(queries) == 2  # of the last message, of the newest ones
    with recorded_queries() as queries:
        listed = RoomSummarySerializer(Room.objects.for_list_of(alice), many=True).data
    assert given(listed[0]["last_message"]) == [("👍", 1, [bob.pk])]
    assert about_reactions(queries) == 1
