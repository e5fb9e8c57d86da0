"""What each action of the JSON protocol does and answers, and which changes arrive."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from chat.models import Membership, Message, Room, User
from chat.serializers import RoomSummarySerializer
from chat.tests.sockets import Bot, Connections

pytestmark = pytest.mark.django_db(transaction=True)

NOT_HERE = 2**40  # a room that does not exist


@sync_to_async
def names_in(room: Room) -> set[str]:
    return set(room.current_users.values_list("username", flat=True))


@pytest.fixture
async def message(lobby: Room, alice: User) -> Message:
    posted: Message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    return posted


@pytest.fixture
async def kitchen(lobby: Room, alice: User) -> Room:
    """Alice's alone."""
    room: Room = await sync_to_async(Room.objects.start)("Kitchen", alice)
    return room


# Replies


async def test_a_reply_has_these_five_parts(bob_bot: Bot) -> None:
    reply = await bob_bot.call("list", request_id="mine")
    assert reply.keys() == {"action", "data", "errors", "request_id", "response_status"}
    assert (reply["action"], reply["request_id"]) == ("list", "mine")
    assert (reply["response_status"], reply["errors"]) == (200, [])


async def test_a_request_id_comes_back_as_it_was_sent(bob_bot: Bot) -> None:
    await bob_bot.send_frame(action="list", request_id=7)
    assert (await bob_bot.next_frame())["request_id"] == 7
    await bob_bot.send_frame(action="list", request_id="7")
    assert (await bob_bot.next_frame())["request_id"] == "7"


async def test_requests_are_answered_in_order(bob_bot: Bot, lobby: Room) -> None:
    for number in range(20):
        action = "retrieve" if number % 2 else "list"
        await bob_bot.send_frame(action=action, request_id=number, pk=lobby.pk)
    replies = [await bob_bot.next_frame() for _ in range(20)]
    assert [reply["request_id"] for reply in replies] == list(range(20))


# create


async def test_create_makes_a_room_with_its_maker_in_it(bob_bot: Bot, bob: User) -> None:
    reply = await bob_bot.call("create", data={"name": "  Garden "})
    assert reply["response_status"] == 201
    assert reply["data"]["name"] == "Garden"
    assert [person["username"] for person in reply["data"]["current_users"]] == ["bob"]
    assert reply["data"]["messages"] == []
    garden = await Room.objects.aget(name="Garden")
    membership = await Membership.objects.aget(room=garden, user=bob)
    assert membership.role == Membership.Role.OWNER


async def test_create_follows_the_room(bob_bot: Bot, bob: User) -> None:
    reply = await bob_bot.call("create", request_id="garden", data={"name": "Garden"})
    await bob_bot.changes()
    garden = await Room.objects.aget(pk=reply["data"]["pk"])
    await sync_to_async(garden.post)(bob, "Tomatoes!")
    (change,) = await bob_bot.changes()
    assert (change["action"], change["request_id"]) == ("create", "garden")
    assert change["data"]["text"] == "Tomatoes!"


async def test_create_refuses_a_name_that_is_taken(bob_bot: Bot) -> None:
    reply = await bob_bot.call("create", data={"name": "LOBBY"})
    assert reply["response_status"] == 422
    assert "There is a room of that name already." in str(reply["errors"])
    assert reply["data"] is None


# list


async def test_list_tells_a_member_of_people_and_the_last_message(
    bob_bot: Bot, message: Message
) -> None:
    reply = await bob_bot.call("list")
    (room,) = reply["data"]
    assert room["name"] == "Lobby"
    assert [person["username"] for person in room["current_users"]] == ["alice", "bob"]
    assert room["last_message"]["text"] == "Soup at noon"
    assert "messages" not in room


async def test_list_tells_others_only_that_a_room_is_there(
    carol_bot: Bot, message: Message
) -> None:
    reply = await carol_bot.call("list")
    (room,) = reply["data"]
    assert room["name"] == "Lobby"
    assert (room["current_users"], room["last_message"]) == ([], None)


async def test_list_does_not_follow_the_rooms(bob_bot: Bot, lobby: Room, alice: User) -> None:
    await bob_bot.call("list")
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert await bob_bot.changes() == []


# retrieve


async def test_retrieve_gives_the_newest_messages_oldest_first(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    for number in range(60):
        await sync_to_async(lobby.post)(alice, str(number))
    reply = await bob_bot.call("retrieve", pk=lobby.pk)
    assert reply["response_status"] == 200
    texts = [message["text"] for message in reply["data"]["messages"]]
    assert texts == [str(number) for number in range(10, 60)]
    assert reply["data"]["last_message"]["text"] == "59"
    assert reply["data"]["version"] == 60


async def test_retrieve_does_not_follow_the_room(bob_bot: Bot, lobby: Room, alice: User) -> None:
    await bob_bot.call("retrieve", pk=lobby.pk)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert await bob_bot.changes() == []


@pytest.mark.parametrize(
    "action",
    ["retrieve", "join_room", "leave_room", "subscribe_instance"],
)
async def test_a_room_that_is_not_there_is_404(bob_bot: Bot, action: str) -> None:
    reply = await bob_bot.call(action, pk=NOT_HERE)
    assert (reply["response_status"], reply["errors"]) == (404, ["Not found"])


@pytest.mark.parametrize("action", ["create_message", "catch_up"])
async def test_messages_of_a_room_that_is_not_there_are_404(bob_bot: Bot, action: str) -> None:
    reply = await bob_bot.call(action, room=NOT_HERE, message="Hello?", since=0)
    assert (reply["response_status"], reply["errors"]) == (404, ["Not found"])


# join_room, leave_room


async def test_join_room_makes_a_member_and_follows(
    carol_bot: Bot, lobby: Room, alice: User
) -> None:
    reply = await carol_bot.call("join_room", request_id="in", pk=lobby.pk)
    assert reply["response_status"] == 200
    people = [person["username"] for person in reply["data"]["current_users"]]
    assert people == ["alice", "bob", "carol"]
    await carol_bot.changes()
    await sync_to_async(lobby.post)(alice, "Welcome, Carol")
    (change,) = await carol_bot.changes()
    assert (change["data"]["text"], change["request_id"]) == ("Welcome, Carol", "in")


async def test_joining_again_changes_nothing(bob_bot: Bot, lobby: Room, bob: User) -> None:
    before = await Membership.objects.aget(room=lobby, user=bob)
    reply = await bob_bot.call("join_room", pk=lobby.pk)
    assert reply["response_status"] == 200
    after = await Membership.objects.aget(room=lobby, user=bob)
    assert (after.pk, after.joined_at) == (before.pk, before.joined_at)
    assert await bob_bot.changes() == []


async def test_leave_room_ends_the_membership_and_all_deliveries(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("join_room", request_id="one", pk=lobby.pk)
    await bob_bot.call("subscribe_instance", request_id="two", pk=lobby.pk)
    reply = await bob_bot.call("leave_room", pk=lobby.pk)
    assert (reply["response_status"], reply["data"]) == (200, {"pk": lobby.pk})
    assert await names_in(lobby) == {"alice"}
    await bob_bot.changes()
    await sync_to_async(lobby.post)(alice, "He is gone")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    assert await bob_bot.changes() == []


# create_message


async def test_create_message_stores_and_answers_the_message(bob_bot: Bot, lobby: Room) -> None:
    client_id = str(uuid4())
    reply = await bob_bot.call(
        "create_message", room=lobby.pk, message="Hello\r\nall\n", client_id=client_id
    )
    assert reply["response_status"] == 201
    message = await Message.objects.select_related("user").aget()
    assert (message.text, message.user.username) == ("Hello\nall", "bob")
    data = reply["data"]
    assert data.keys() == {
        "pk",
        "room",
        "user",
        "text",
        "is_action",
        "html",
        "mentions",
        "created_at",
        "created_at_formatted",
        "edited_at",
        "deleted_at",
        "quotes",
        "pinned_at",
        "seq",
        "version",
        "client_id",
        "reactions",
    }
    assert (data["pk"], data["room"], data["text"]) == (message.pk, lobby.pk, "Hello\nall")
    assert (data["html"], data["mentions"]) == ("<p>Hello<br>\nall</p>\n", [])
    assert (data["seq"], data["version"], data["client_id"]) == (1, 1, client_id)
    assert data["created_at_formatted"] == message.created_at.strftime("%d-%m-%Y %H:%M:%S")


async def test_the_same_client_id_is_the_same_message(bob_bot: Bot, lobby: Room) -> None:
    message = {"room": lobby.pk, "message": "Once", "client_id": str(uuid4())}
    first = await bob_bot.call("create_message", **message)
    again = await bob_bot.call("create_message", **message)
    assert again["response_status"] == 201
    assert again["data"] == first["data"]
    assert await Message.objects.acount() == 1


async def test_a_message_that_is_sent_again_is_not_told_again(
    bob_bot: Bot, alice_bot: Bot, lobby: Room
) -> None:
    await alice_bot.call("catch_up", room=lobby.pk)
    message = {"room": lobby.pk, "message": "Once", "client_id": str(uuid4())}
    await bob_bot.call("create_message", **message)
    await bob_bot.call("create_message", **message)
    assert len(await alice_bot.changes()) == 1


async def test_another_text_with_the_same_client_id_is_a_conflict(
    bob_bot: Bot, lobby: Room
) -> None:
    client_id = str(uuid4())
    await bob_bot.call("create_message", room=lobby.pk, message="One", client_id=client_id)
    reply = await bob_bot.call("create_message", room=lobby.pk, message="Two", client_id=client_id)
    assert reply["response_status"] == 409
    assert await Message.objects.acount() == 1


async def test_create_message_does_not_follow_the_room(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("create_message", room=lobby.pk, message="Hello")
    await sync_to_async(lobby.post)(alice, "Hello Bob")
    assert await bob_bot.changes() == []


# Changes of messages


async def test_a_new_message_arrives(bob_bot: Bot, lobby: Room, alice: User) -> None:
    await bob_bot.call("catch_up", request_id="up", room=lobby.pk)
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    (change,) = await bob_bot.changes()
    assert change.keys() == {"action", "data", "pk", "request_id"}
    assert (change["action"], change["pk"]) == ("create", message.pk)
    assert change["request_id"] == "up"
    assert change["data"]["text"] == "Soup at noon"
    assert change["data"]["user"] == {
        "pk": alice.pk,
        "username": "alice",
        "name": "alice",
        "role": "member",
        "avatar": None,
    }


async def test_an_author_gets_the_change_too(bob_bot: Bot, lobby: Room) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    reply = await bob_bot.call("create_message", room=lobby.pk, message="Hello")
    (change,) = await bob_bot.changes()
    assert change["data"] == reply["data"]


async def test_an_edited_message_arrives(
    bob_bot: Bot, lobby: Room, message: Message, alice: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(message.edit)(alice, "Soup at one")
    (change,) = await bob_bot.changes()
    assert (change["action"], change["pk"]) == ("update", message.pk)
    assert (change["data"]["text"], change["data"]["version"]) == ("Soup at one", 2)
    assert change["data"]["edited_at"]


async def test_an_erased_message_arrives_without_its_text(
    bob_bot: Bot, lobby: Room, message: Message, alice: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(message.erase)(alice)
    (change,) = await bob_bot.changes()
    assert (change["action"], change["pk"]) == ("delete", message.pk)
    assert (change["data"]["text"], change["data"]["version"]) == ("", 2)
    assert change["data"]["deleted_at"]
    assert "Soup" not in str(change)


async def test_changes_arrive_in_the_order_of_versions(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    for number in range(30):
        await sync_to_async(lobby.post)(alice, str(number))
    changes = await bob_bot.changes()
    assert [change["data"]["version"] for change in changes] == list(range(1, 31))


async def test_two_requests_that_follow_get_two_frames(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("catch_up", request_id="one", room=lobby.pk)
    await bob_bot.call("join_room", request_id="two", pk=lobby.pk)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    changes = await bob_bot.changes()
    assert sorted(change["request_id"] for change in changes) == ["one", "two"]


async def test_one_request_id_that_follows_twice_gets_one_frame(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("catch_up", request_id="one", room=lobby.pk)
    await bob_bot.call("catch_up", request_id="one", room=lobby.pk)
    await bob_bot.call("join_room", request_id="one", pk=lobby.pk)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    (change,) = await bob_bot.changes()
    assert change["request_id"] == "one"


async def test_each_socket_of_a_person_gets_the_change(
    connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    bots = [await connect.bot(bob) for _ in range(3)]
    for bot in bots:
        await bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert [len(await bot.changes()) for bot in bots] == [1, 1, 1]


async def test_messages_of_another_room_do_not_arrive(
    bob_bot: Bot, lobby: Room, kitchen: Room, alice: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(kitchen.post)(alice, "Onions")
    assert await bob_bot.changes() == []


# subscribe_instance, unsubscribe_instance


async def test_subscribe_instance_has_nothing_to_say(bob_bot: Bot, lobby: Room) -> None:
    reply = await bob_bot.call("subscribe_instance", pk=lobby.pk)
    assert (reply["response_status"], reply["data"]) == (201, None)


async def test_a_subscriber_hears_of_a_new_name(bob_bot: Bot, lobby: Room, alice: User) -> None:
    await bob_bot.call("subscribe_instance", request_id="sub", pk=lobby.pk)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    (change,) = await bob_bot.changes()
    assert (change["action"], change["pk"], change["request_id"]) == ("update", lobby.pk, "sub")
    assert change["data"]["name"] == "Foyer"
    assert change["data"].keys() == RoomSummarySerializer().fields.keys()


async def test_a_subscriber_hears_who_joins_and_leaves(
    bob_bot: Bot, lobby: Room, carol: User
) -> None:
    await bob_bot.call("subscribe_instance", pk=lobby.pk)
    await sync_to_async(lobby.join)(carol)
    await sync_to_async(lobby.leave)(carol)
    joined, left = await bob_bot.changes()
    assert (joined["action"], left["action"]) == ("update", "update")
    assert _usernames(joined) == ["alice", "bob", "carol"]
    assert _usernames(left) == ["alice", "bob"]


async def test_a_subscriber_hears_that_the_room_is_gone(bob_bot: Bot, lobby: Room) -> None:
    await bob_bot.call("subscribe_instance", request_id="sub", pk=lobby.pk)
    pk = lobby.pk
    await sync_to_async(lobby.delete)()
    (change,) = await bob_bot.changes()
    assert change == {"action": "delete", "data": {"pk": pk}, "pk": pk, "request_id": "sub"}


async def test_a_subscriber_of_the_room_gets_no_messages(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("subscribe_instance", pk=lobby.pk)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert await bob_bot.changes() == []


async def test_changes_of_a_room_reach_nobody_else(
    alice_bot: Bot, bob_bot: Bot, carol_bot: Bot, lobby: Room, kitchen: Room, alice: User
) -> None:
    await alice_bot.call("subscribe_instance", pk=kitchen.pk)
    await carol_bot.call("list")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    assert await alice_bot.changes() == []  # follows another room
    assert await bob_bot.changes() == []  # a member who did not ask
    assert await carol_bot.changes() == []  # an outsider


async def test_two_subscriptions_get_two_frames(bob_bot: Bot, lobby: Room, alice: User) -> None:
    for request_id in ("one", "two", "two"):
        await bob_bot.call("subscribe_instance", request_id=request_id, pk=lobby.pk)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    changes = await bob_bot.changes()
    assert sorted(change["request_id"] for change in changes) == ["one", "two"]


async def test_unsubscribe_stops_its_own_request_id_only(
    bob_bot: Bot, lobby: Room, alice: User, carol: User
) -> None:
    await bob_bot.call("subscribe_instance", request_id="one", pk=lobby.pk)
    await bob_bot.call("subscribe_instance", request_id="two", pk=lobby.pk)
    reply = await bob_bot.call("unsubscribe_instance", request_id="one", pk=lobby.pk)
    assert (reply["response_status"], reply["data"]) == (204, None)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    await sync_to_async(lobby.join)(carol)
    changes = await bob_bot.changes()
    assert [change["request_id"] for change in changes] == ["two", "two"]


async def test_unsubscribe_leaves_the_messages(bob_bot: Bot, lobby: Room, alice: User) -> None:
    await bob_bot.call("catch_up", request_id="one", room=lobby.pk)
    await bob_bot.call("unsubscribe_instance", request_id="one", pk=lobby.pk)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    (change,) = await bob_bot.changes()
    assert change["data"]["text"] == "Soup at noon"


async def test_unsubscribing_from_what_was_not_followed_is_harmless(
    bob_bot: Bot, lobby: Room
) -> None:
    for pk in (lobby.pk, NOT_HERE):
        reply = await bob_bot.call("unsubscribe_instance", pk=pk)
        assert reply["response_status"] == 204


# catch_up


async def test_catch_up_gives_what_changed_since(
    bob_bot: Bot, lobby: Room, message: Message, alice: User
) -> None:
    await sync_to_async(lobby.post)(alice, "And bread")
    await sync_to_async(message.edit)(alice, "Soup at one")
    reply = await bob_bot.call("catch_up", room=lobby.pk, since=1)
    assert reply["response_status"] == 200
    data = reply["data"]
    assert (data["room"], data["version"], data["reload"]) == (lobby.pk, 3, False)
    assert [message["text"] for message in data["messages"]] == ["And bread", "Soup at one"]
    assert [message["version"] for message in data["messages"]] == [2, 3]


async def test_catch_up_tells_of_what_was_erased(
    bob_bot: Bot, lobby: Room, message: Message, alice: User
) -> None:
    await sync_to_async(message.erase)(alice)
    reply = await bob_bot.call("catch_up", room=lobby.pk, since=1)
    (erased,) = reply["data"]["messages"]
    assert (erased["pk"], erased["text"]) == (message.pk, "")
    assert erased["deleted_at"]


async def test_catch_up_without_since_gives_nothing_of_the_past(
    bob_bot: Bot, lobby: Room, message: Message
) -> None:
    reply = await bob_bot.call("catch_up", room=lobby.pk)
    assert (reply["data"]["messages"], reply["data"]["version"]) == ([], 1)


async def test_catch_up_since_the_newest_gives_nothing(
    bob_bot: Bot, lobby: Room, message: Message
) -> None:
    reply = await bob_bot.call("catch_up", room=lobby.pk, since=1)
    assert (reply["data"]["messages"], reply["data"]["reload"]) == ([], False)


@pytest.mark.parametrize("since", [2, 2**63 - 1])
async def test_catch_up_since_a_version_to_come_gives_the_newest_page(
    bob_bot: Bot, lobby: Room, message: Message, since: int
) -> None:
    """An older copy of the database was restored: what the client holds may not be there any more."""
    reply = await bob_bot.call("catch_up", room=lobby.pk, since=since)
    assert reply["data"]["reload"] is True
    assert [each["pk"] for each in reply["data"]["messages"]] == [message.pk]


async def test_catch_up_from_too_far_behind_gives_the_newest_page(
    bob_bot: Bot, lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.consumers.room.CATCH_UP_LIMIT", 3)
    for number in range(4):
        await sync_to_async(lobby.post)(alice, str(number))
    far = await bob_bot.call("catch_up", room=lobby.pk, since=0)
    assert far["data"]["reload"] is True
    assert [message["seq"] for message in far["data"]["messages"]] == [1, 2, 3, 4]
    near = await bob_bot.call("catch_up", room=lobby.pk, since=1)
    assert near["data"]["reload"] is False
    assert [message["seq"] for message in near["data"]["messages"]] == [2, 3, 4]


async def test_catch_up_follows_the_room_and_its_messages(
    bob_bot: Bot, lobby: Room, alice: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk, since=0)
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    message, room = await bob_bot.changes()
    assert message["data"]["text"] == "Soup at noon"
    assert room["data"]["name"] == "Foyer"


# Keys


@pytest.mark.parametrize(
    "written", [str, "0{}".format, int], ids=["text", "leading zero", "number"]
)
async def test_a_key_may_be_written_in_several_ways(
    bob_bot: Bot, lobby: Room, alice: User, written: Any
) -> None:
    retrieved = await bob_bot.call("retrieve", pk=written(lobby.pk))
    assert retrieved["data"]["pk"] == lobby.pk
    await bob_bot.call("subscribe_instance", request_id="sub", pk=written(lobby.pk))
    await bob_bot.call("catch_up", request_id="up", room=written(lobby.pk))
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    await sync_to_async(lobby.rename)(alice, "Foyer")
    changes = await bob_bot.changes()
    assert sorted(change["request_id"] for change in changes) == ["sub", "up", "up"]


# What is never told


async def test_nothing_that_is_sent_tells_of_accounts(
    connect: Connections, lobby: Room, alice: User, bob: User, carol: User
) -> None:
    for person in (alice, bob, carol):
        person.email = f"{person.username}@example.org"
        person.role = "administrator"
        await person.asave()
    bot = await connect.bot(bob)
    sent = [
        await bot.call("create", data={"name": "Garden"}),
        await bot.call("join_room", pk=lobby.pk),
        await bot.call("create_message", room=lobby.pk, message="Hello"),
        await bot.call("retrieve", pk=lobby.pk),
        await bot.call("catch_up", room=lobby.pk, since=0),
        await bot.call("list"),
    ]
    await sync_to_async(lobby.join)(carol)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    sent += await bot.changes()
    assert len(sent) >= 9
    text = str(sent)
    for secret in ("@example.org", bob.password, "md5$", "is_staff", "is_superuser", "password"):
        assert secret not in text
    people = [person for frame in sent for person in _people(frame)]
    assert people
    for person in people:
        assert person.keys() == {"pk", "username", "name", "role", "avatar"}


def _usernames(change: dict[str, Any]) -> list[str]:
    return [person["username"] for person in change["data"]["current_users"]]


def _people(value: Any) -> list[dict[str, Any]]:
    """Every object in a frame that has a username."""
    if isinstance(value, dict):
        found = [value] if "username" in value else []
        return found + [person for part in value.values() for person in _people(part)]
    if isinstance(value, list):
        return [person for part in value for person in _people(part)]
    return []
