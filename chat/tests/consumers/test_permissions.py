"""Who may open a socket, what an outsider gets, and when a membership ends."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from chat.models import Membership, Message, Room, User
from chat.tests.sockets import (
    FRAGMENTS_ROUTE,
    JSON_ROUTE,
    Bot,
    Connections,
    Page,
    cookie_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

ROUTES = [JSON_ROUTE, FRAGMENTS_ROUTE]
HERE = {"Host": "testserver", "Origin": "http://testserver"}
both_routes = pytest.mark.parametrize("route", ROUTES, ids=["json", "fragments"])


# The handshake


@both_routes
async def test_who_is_signed_in_is_accepted(connect: Connections, bob: User, route: str) -> None:
    cookie = await cookie_of(bob)
    assert await connect.is_accepted(route, {**HERE, "Cookie": cookie})


@both_routes
async def test_who_is_not_signed_in_is_refused(connect: Connections, route: str) -> None:
    assert await connect.is_refused(route, HERE)


@both_routes
async def test_an_invented_session_is_refused(connect: Connections, bob: User, route: str) -> None:
    await cookie_of(bob)
    headers = {**HERE, "Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
    assert await connect.is_refused(route, headers)


@both_routes
async def test_a_session_that_has_ended_is_refused(
    connect: Connections, bob: User, route: str
) -> None:
    cookie = await cookie_of(bob)
    await sync_to_async(_sign_out)(cookie)
    assert await connect.is_refused(route, {**HERE, "Cookie": cookie})


@both_routes
async def test_an_inactive_person_is_refused(connect: Connections, bob: User, route: str) -> None:
    cookie = await cookie_of(bob)
    bob.is_active = False
    await bob.asave()
    assert await connect.is_refused(route, {**HERE, "Cookie": cookie})


@both_routes
async def test_a_missing_origin_is_refused(connect: Connections, bob: User, route: str) -> None:
    headers = {"Host": "testserver", "Cookie": await cookie_of(bob)}
    assert not await connect.is_accepted(route, headers)


@both_routes
@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://testserver:8080",
        "https://testserver:80",
        "http://testserver.evil.example",
        "http://evil.example/testserver",
        "null",
        "file://",
        "http://testserver:port",
        "",
    ],
)
async def test_a_foreign_origin_is_refused(
    connect: Connections, bob: User, route: str, origin: str
) -> None:
    headers = {"Host": "testserver", "Cookie": await cookie_of(bob), "Origin": origin}
    assert not await connect.is_accepted(route, headers)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("testserver", "http://testserver"),
        ("testserver", "http://testserver:80"),
        ("testserver:8000", "http://testserver:8000"),
        ("testserver", "https://testserver"),  # a proxy may end TLS
        ("testserver:443", "https://testserver"),
        ("TestServer", "http://testserver"),
    ],
)
async def test_the_own_origin_is_accepted(
    connect: Connections, bob: User, host: str, origin: str
) -> None:
    headers = {"Host": host, "Cookie": await cookie_of(bob), "Origin": origin}
    assert await connect.is_accepted(JSON_ROUTE, headers)


@both_routes
@pytest.mark.parametrize("host", ["evil.example", "", "testserver, evil.example"])
async def test_a_host_that_is_not_allowed_is_refused(
    connect: Connections, bob: User, route: str, host: str
) -> None:
    headers = {"Host": host, "Origin": f"http://{host}", "Cookie": await cookie_of(bob)}
    assert not await connect.is_accepted(route, headers)


@pytest.mark.parametrize(
    "path", ["/", "/ws/", "/ws/chat/room", "/ws/chat/room/1/", "/ws/chat/room/fragments/x", "/é"]
)
async def test_an_unknown_path_is_refused(connect: Connections, bob: User, path: str) -> None:
    assert not await connect.is_accepted(path, {**HERE, "Cookie": await cookie_of(bob)})


# Outsiders


@pytest.mark.parametrize("action", ["retrieve", "subscribe_instance"])
async def test_a_room_is_closed_to_outsiders(carol_bot: Bot, lobby: Room, action: str) -> None:
    reply = await carol_bot.call(action, pk=lobby.pk)
    assert (reply["response_status"], reply["data"]) == (403, None)
    assert reply["errors"] == ["You are not a member of this room."]


async def test_an_outsider_cannot_post(carol_bot: Bot, lobby: Room) -> None:
    reply = await carol_bot.call("create_message", room=lobby.pk, message="Let me in")
    assert (reply["response_status"], reply["data"]) == (403, None)
    assert await Message.objects.acount() == 0


@pytest.mark.parametrize("since", [None, 0])
async def test_an_outsider_cannot_catch_up(
    carol_bot: Bot, lobby: Room, alice: User, since: int | None
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    known = {} if since is None else {"since": since}
    reply = await carol_bot.call("catch_up", room=lobby.pk, **known)
    assert (reply["response_status"], reply["data"]) == (403, None)
    assert "Soup" not in str(reply)


async def test_an_outsider_gets_no_frames_of_the_room(
    carol_bot: Bot, lobby: Room, alice: User
) -> None:
    await carol_bot.call("list")
    await carol_bot.call("retrieve", pk=lobby.pk)
    await carol_bot.call("subscribe_instance", pk=lobby.pk)
    await carol_bot.call("catch_up", room=lobby.pk, since=0)
    await carol_bot.call("create_message", room=lobby.pk, message="Let me in")
    message = await sync_to_async(lobby.post)(alice, "Soup at noon")
    await sync_to_async(message.edit)(alice, "Soup at one")
    await sync_to_async(message.erase)(alice)
    await sync_to_async(lobby.rename)(alice, "Foyer")
    assert await carol_bot.changes() == []


async def test_a_page_of_an_outsider_gets_a_notice_and_no_messages(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    page = await connect.page(carol)
    answer = await page.submit("catch_up", room=str(lobby.pk), since="0")
    assert 'id="notice"' in answer
    assert "You are not a member of this room." in answer
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    assert await page.fragments() == []


async def test_an_administrator_is_an_outsider_too(
    connect: Connections, lobby: Room, carol: User
) -> None:
    carol.role = "administrator"
    await carol.asave()
    bot = await connect.bot(carol)
    assert (await bot.call("catch_up", room=lobby.pk, since=0))["response_status"] == 403


# The end of a membership


async def test_who_left_gets_nothing_on_any_socket(
    connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    bots = [await connect.bot(bob) for _ in range(2)]
    page = await connect.page(bob)
    await bots[0].call("join_room", pk=lobby.pk)
    await bots[1].call("catch_up", room=lobby.pk)
    await bots[1].call("subscribe_instance", pk=lobby.pk)
    await page.submit("catch_up", room=str(lobby.pk), since="0")
    await sync_to_async(lobby.leave)(bob)
    message = await sync_to_async(lobby.post)(alice, "Now we can talk")
    await sync_to_async(message.edit)(alice, "Now we can talk about Bob")
    await sync_to_async(lobby.rename)(alice, "Without Bob")
    for bot in bots:
        told = await bot.changes()
        assert "talk" not in str(told)
        assert "Without Bob" not in str(told)
    told = await page.fragments()
    assert "talk" not in str(told)
    assert "Without Bob" not in str(told)


async def test_the_page_of_who_left_says_so(bob_page: Page, lobby: Room, bob: User) -> None:
    await bob_page.submit("catch_up", room=str(lobby.pk), since="0")
    await sync_to_async(lobby.leave)(bob)
    notice = await bob_page.fragment_with('id="notice"')
    assert "You are not a member of this room any more." in notice
    assert f'href="/rooms/{lobby.pk}/"' in notice


async def test_a_program_of_who_left_learns_of_it(bob_bot: Bot, lobby: Room, bob: User) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    (change,) = await bob_bot.changes()
    usernames = [person["username"] for person in change["data"]["current_users"]]
    assert usernames == ["alice"]


async def test_the_others_hear_on(
    alice_bot: Bot, bob_bot: Bot, lobby: Room, alice: User, bob: User
) -> None:
    for bot in (alice_bot, bob_bot):
        await bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    await alice_bot.changes()
    await sync_to_async(lobby.post)(alice, "Bye, Bob")
    (change,) = await alice_bot.changes()
    assert change["data"]["text"] == "Bye, Bob"


async def test_who_left_cannot_post_or_catch_up(bob_bot: Bot, lobby: Room, bob: User) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    posted = await bob_bot.call("create_message", room=lobby.pk, message="Still here")
    caught_up = await bob_bot.call("catch_up", room=lobby.pk, since=0)
    assert (posted["response_status"], caught_up["response_status"]) == (403, 403)


async def test_who_comes_back_must_follow_again(
    bob_bot: Bot, lobby: Room, alice: User, bob: User
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    await sync_to_async(lobby.join)(bob)
    await bob_bot.changes()
    await sync_to_async(lobby.post)(alice, "Welcome back")
    assert await bob_bot.changes() == []
    reply = await bob_bot.call("catch_up", room=lobby.pk, since=0)
    assert [message["text"] for message in reply["data"]["messages"]] == ["Welcome back"]


async def test_another_room_of_who_left_goes_on(
    bob_bot: Bot, lobby: Room, alice: User, bob: User
) -> None:
    kitchen = await sync_to_async(Room.objects.start)("Kitchen", alice)
    await bob_bot.call("join_room", request_id="kitchen", pk=kitchen.pk)
    await bob_bot.call("catch_up", request_id="lobby", room=lobby.pk)
    await sync_to_async(lobby.leave)(bob)
    await bob_bot.changes()
    await sync_to_async(kitchen.post)(alice, "Onions")
    (change,) = await bob_bot.changes()
    assert (change["data"]["text"], change["request_id"]) == ("Onions", "kitchen")


async def _end_by_query(person: User) -> None:
    await Membership.objects.filter(user=person).adelete()


async def _end_by_row(person: User) -> None:
    await (await Membership.objects.aget(user=person)).adelete()


@pytest.mark.parametrize("end", [_end_by_query, _end_by_row], ids=["query", "row"])
async def test_deliveries_end_however_the_membership_ends(
    bob_bot: Bot, lobby: Room, alice: User, bob: User, end: Any
) -> None:
    await bob_bot.call("catch_up", room=lobby.pk)
    await end(bob)
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    assert "talk" not in str(await bob_bot.changes())


# The end of a room


async def test_a_page_says_that_its_room_is_gone(bob_page: Page, lobby: Room) -> None:
    await bob_page.submit("catch_up", room=str(lobby.pk), since="0")
    await sync_to_async(lobby.delete)()
    (notice,) = await bob_page.fragments()
    assert 'id="notice"' in notice
    assert "This room was deleted." in notice


async def test_nobody_posts_to_a_room_that_is_gone(bob_bot: Bot, lobby: Room) -> None:
    pk = lobby.pk
    await bob_bot.call("catch_up", room=pk)
    await sync_to_async(lobby.delete)()
    reply = await bob_bot.call("create_message", room=pk, message="Anybody?")
    assert reply["response_status"] == 404


def _sign_out(cookie: str) -> None:
    Session.objects.get(pk=cookie.removeprefix("sessionid=")).delete()
