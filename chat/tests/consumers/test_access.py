"""Delivery ends when permission ends, however that happens and whatever becomes of the word of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from chat.consumers import sign_in
from chat.consumers.room import RoomConsumer
from chat.live.fanout import Fanout
from chat.models import Room, Token, User
from chat.tests.layers import LosingLayer
from chat.tests.sockets import (
    WITHIN,
    Bot,
    Connections,
    Page,
    Socket,
    cookie_of,
    settled,
)

pytestmark = pytest.mark.django_db(transaction=True)

End = Callable[[User], Any]


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role=User.Role.ADMINISTRATOR)


def _sessions_of(person: User) -> list[Session]:
    """Tests have few."""
    mine = str(person.pk)
    return [each for each in Session.objects.all() if each.get_decoded().get(SESSION_KEY) == mine]


def sign_out(person: User) -> None:
    for session in _sessions_of(person):
        client = Client()
        client.cookies["sessionid"] = session.session_key
        assert client.post("/sign-out/").status_code in {200, 302}


def end_sessions(person: User) -> None:
    keys = [session.pk for session in _sessions_of(person)]
    Session.objects.filter(pk__in=keys).delete()


def cycle_session(person: User) -> None:
    for session in _sessions_of(person):
        SessionStore(session.session_key).cycle_key()


def change_password(person: User) -> None:
    person.set_password("another horse")
    person.save(update_fields=["password"])


def deactivate(person: User) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])


def ban(person: User) -> None:
    person.is_active, person.banned_at = False, timezone.now()
    person.save(update_fields=["is_active", "banned_at"])


def become_guest(person: User) -> None:
    person.role = User.Role.GUEST
    person.save(update_fields=["role"])


def save_it_all(person: User) -> None:
    person.is_active = False
    person.save()


def remove(person: User) -> None:
    person.delete()


WAYS: list[tuple[End, tuple[int, str]]] = [
    (sign_out, (4401, "signed-out")),
    (end_sessions, (4401, "signed-out")),
    (cycle_session, (4401, "signed-out")),
    (change_password, (4401, "password-changed")),
    (deactivate, (4403, "deactivated")),
    (save_it_all, (4403, "deactivated")),
    (ban, (4403, "banned")),
    (become_guest, (4409, "role-changed")),
    (remove, (4403, "deactivated")),
]
each_way = pytest.mark.parametrize(("end", "close"), WAYS, ids=[end.__name__ for end, _ in WAYS])


async def reads(page: Page, room: Room) -> None:
    """As the page of a room, with its list."""
    await page.submit("show_rooms")
    await page.send_form("catch_up", room=str(room.pk), since="0")
    await page.fragment_with('name="since"')


async def last_word(bot: Bot) -> tuple[list[str], dict[str, Any]]:
    """What a program is told at the end: the sentences, and the reason as data."""
    frame = await bot.next_frame()
    assert (frame["response_status"], frame["request_id"]) == (401, None)
    return frame["errors"], frame["data"]


@each_way
async def test_a_page_is_closed_with_the_reason(
    connect: Connections, lobby: Room, alice: User, bob: User, end: End, close: tuple[int, str]
) -> None:
    pages = [await connect.page(bob) for _ in range(2)]
    for page in pages:
        await reads(page, lobby)
    await sync_to_async(end)(bob)
    for page in pages:
        await ended(page, close)
    assert Fanout.current().sockets_of(bob.pk) == ()
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    await settled()
    for page in pages:
        assert await page.receive_nothing(0.02)


async def ended(socket: Socket, close: tuple[int, str]) -> None:
    """What still came was sent before it ended, and nothing comes after it."""
    while (frame := await socket.receive_output(WITHIN))["type"] == "websocket.send":
        pass
    assert (frame["code"], frame["reason"]) == close
    assert await socket.receive_nothing(0.05)


@each_way
async def test_a_program_is_told_and_closed(
    connect: Connections, lobby: Room, bob: User, end: End, close: tuple[int, str]
) -> None:
    bot = await connect.bot(bob)
    await bot.call("list")
    await sync_to_async(end)(bob)
    sentences, data = await last_word(bot)
    assert data == {"reason": close[1]}
    assert sentences[0].endswith(".")
    assert await bot.end() == close


async def closed(socket: Socket) -> list[str]:
    """The frames up to the close frame."""
    frames = []
    while (frame := await socket.receive_output(WITHIN))["type"] == "websocket.send":
        frames.append(frame["text"])
    return frames


async def test_others_stay(
    connect: Connections, lobby: Room, alice: User, bob: User, alice_bot: Bot
) -> None:
    await alice_bot.call("catch_up", room=lobby.pk)
    page = await connect.page(bob)
    await sync_to_async(deactivate)(bob)
    await closed(page)
    await sync_to_async(lobby.post)(alice, "Still here")
    (change,) = await alice_bot.changes()
    assert change["data"]["text"] == "Still here"


async def test_only_the_browser_that_signs_out_is_closed(
    connect: Connections, lobby: Room, bob: User
) -> None:
    here, there = await connect.page(bob), await connect.page(bob)
    (first, second) = await sync_to_async(_sessions_of)(bob)
    key = Fanout.current().sockets_of(bob.pk)[0].entry.session
    gone = first if first.session_key == key else second
    await gone.adelete()
    await settled()
    ends = [await page.receive_nothing(0.2) for page in (here, there)]
    assert sorted(ends) == [False, True]


async def test_a_session_that_had_expired_gives_no_hint(
    connect: Connections, bob: User, lobby: Room, layer: "LosingLayer"
) -> None:
    """``clearsessions`` deletes thousands of them."""
    await connect.page(bob)
    await sync_to_async(Session.objects.update)(expire_date=timezone.now() - timedelta(days=1))
    layer.sent.clear()
    await sync_to_async(Session.objects.all().delete)()
    assert layer.sent == []


async def test_what_changes_nothing_of_it_gives_no_hint(bob: User, layer: "LosingLayer") -> None:
    bob.theme = User.Theme.DARK
    await bob.asave(update_fields=["theme"])
    await sync_to_async(Client().force_login)(bob)  # saves when that was
    assert [message for _, message in layer.sent if message["type"] == "access"] == []


# Bots


@pytest.fixture
def echo(dana: User) -> tuple[User, Token, str]:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    return bot, *Token.objects.issue(dana, bot, "laptop")


def revoke(token: Token, dana: User) -> None:
    token.revoke(dana)


def delete_token(token: Token, dana: User) -> None:
    token.delete()


def deactivate_owner(token: Token, dana: User) -> None:
    deactivate(dana)


def demote_owner(token: Token, dana: User) -> None:
    dana.role = User.Role.MEMBER
    dana.save(update_fields=["role"])


def deactivate_bot(token: Token, dana: User) -> None:
    deactivate(token.user)


@pytest.mark.parametrize("kind", [Bot, Page])
@pytest.mark.parametrize(
    ("end", "close"),
    [
        (revoke, (4401, "token-revoked")),
        (delete_token, (4401, "token-revoked")),
        (deactivate_owner, (4401, "token-revoked")),
        (demote_owner, (4401, "token-revoked")),
        (deactivate_bot, (4403, "deactivated")),
    ],
)
async def test_a_bot_is_closed_however_it_ends(
    connect: Connections,
    echo: tuple[User, Token, str],
    dana: User,
    kind: type[Socket],
    end: Callable[[Token, User], None],
    close: tuple[int, str],
) -> None:
    _, token, text = echo
    socket = await connect.with_token(kind, text)
    await sync_to_async(end)(token, dana)
    await ended(socket, close)
    assert await connect.is_refused(socket.path, with_token(text))


def with_token(text: str, **headers: str) -> dict[str, str]:
    return {"Host": "testserver", "Authorization": f"Bearer {text}", **headers}


async def test_another_token_of_the_bot_stays(
    connect: Connections, echo: tuple[User, Token, str], dana: User
) -> None:
    bot, token, _ = echo
    _, other = await sync_to_async(Token.objects.issue)(dana, bot, "server")
    socket = await connect.with_token(Bot, other)
    await sync_to_async(token.revoke)(dana)
    assert (await socket.call("list"))["response_status"] == 200


@pytest.mark.parametrize(
    "origin", [None, "http://testserver", "http://evil.example", "null", "http://testserver:1"]
)
async def test_a_token_needs_no_origin(
    connect: Connections, echo: tuple[User, Token, str], origin: str | None
) -> None:
    headers = with_token(echo[2], **({} if origin is None else {"Origin": origin}))
    assert await connect.is_accepted(Bot.path, headers)


async def test_beside_a_token_a_cookie_does_not_count(
    connect: Connections, echo: tuple[User, Token, str], bob: User
) -> None:
    """Else a page elsewhere could get in with the cookie and any token, or none that is good."""
    cookie = await cookie_of(bob)
    assert await connect.is_refused(Bot.path, with_token("roomful_wrong", Cookie=cookie))
    assert await connect.is_refused(Bot.path, with_token("", Cookie=cookie))
    bot = await connect.with_token(Bot, echo[2], Cookie=cookie)
    reply = await bot.call("create", data={"name": "Echoes"})
    assert [person["username"] for person in reply["data"]["current_users"]] == ["echo"]


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
async def test_other_schemes_are_no_tokens(
    connect: Connections, echo: tuple[User, Token, str], scheme: str
) -> None:
    headers = {"Host": "testserver", "Authorization": f"{scheme} {echo[2]}"}
    assert not await connect.is_accepted(Bot.path, headers)


async def test_a_token_of_another_host_is_refused(
    connect: Connections, echo: tuple[User, Token, str]
) -> None:
    headers = {**with_token(echo[2]), "Host": "evil.example"}
    assert not await connect.is_accepted(Bot.path, headers)


# The word of it is lost


@pytest.fixture(autouse=True)
def layer(_fresh_layer: None) -> LosingLayer:
    layer = LosingLayer(get_channel_layer())
    channel_layers.set("default", layer)
    return layer


def update_by_hand(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def expire(person: User) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("end", "close"),
    [*WAYS[:-1], (update_by_hand, (4403, "deactivated")), (expire, (4401, "signed-out"))],
)
async def test_the_slow_check_finds_what_no_hint_told(
    connect: Connections,
    lobby: Room,
    bob: User,
    layer: LosingLayer,
    end: End,
    close: tuple[int, str],
) -> None:
    page = await connect.page(bob)
    await reads(page, lobby)
    layer.loses = True
    await sync_to_async(end)(bob)
    await settled()
    assert Fanout.current().sockets_of(bob.pk) != ()
    await Fanout.current().healing.check()
    await ended(page, close)


@each_way
async def test_an_action_finds_what_no_hint_told(
    connect: Connections,
    lobby: Room,
    bob: User,
    layer: LosingLayer,
    end: End,
    close: tuple[int, str],
) -> None:
    """Permission is asked anew at each action, not of what was known at the handshake."""
    bot = await connect.bot(bob)
    layer.loses = True
    await sync_to_async(end)(bob)
    await bot.send_frame(action="create_message", request_id=1, room=lobby.pk, message="Me again")
    await last_word(bot)
    assert await bot.end() == close
    assert not await lobby.messages.aexists()


async def test_what_is_sent_to_a_closed_socket_does_nothing(
    connect: Connections, lobby: Room, bob: User
) -> None:
    bot = await connect.bot(bob)
    await sync_to_async(become_guest)(bob)
    await closed(bot)
    await bot.send_frame(action="create_message", request_id=1, room=lobby.pk, message="Me again")
    assert await bot.receive_nothing(0.1)
    assert not await lobby.messages.aexists()


# Old state


@pytest.mark.parametrize("end", [end for end, _ in WAYS if end is not become_guest])
@pytest.mark.parametrize("kind", [Bot, Page])
async def test_the_old_cookie_lets_nobody_in_again(
    connect: Connections, lobby: Room, bob: User, kind: type[Socket], end: End
) -> None:
    cookie = await cookie_of(bob)
    headers = {"Host": "testserver", "Origin": "http://testserver", "Cookie": cookie}
    assert await connect.is_accepted(kind.path, headers)
    await sync_to_async(end)(bob)
    assert await connect.is_refused(kind.path, headers)


async def test_who_was_removed_and_connects_with_old_state_gets_nothing(
    connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Bob may read this")
    await sync_to_async(lobby.leave)(bob)
    message = await sync_to_async(lobby.post)(alice, "Now we can talk")
    page, bot = await connect.page(bob), await connect.bot(bob)
    await page.submit("catch_up", room=str(lobby.pk), since="1")
    await bot.call("catch_up", room=lobby.pk, since=1)
    await bot.call("subscribe_instance", pk=lobby.pk)
    await sync_to_async(message.edit)(alice, "Now we can talk freely")
    assert "talk" not in str([await page.fragments(), await bot.changes()])


# The handshake


Ending = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture
def during_the_handshake(monkeypatch: pytest.MonkeyPatch) -> Ending:
    """Lets something happen between the look at the session and the first group."""

    def set_up(happen: Callable[[], Awaitable[None]]) -> None:
        look_up = sign_in._by_session

        async def look_up_and_then(*arguments: Any) -> dict[str, Any]:
            found = await look_up(*arguments)
            await happen()
            return found

        monkeypatch.setattr(sign_in, "_by_session", look_up_and_then)

    return set_up


@each_way
@pytest.mark.parametrize("kind", [Bot, Page])
async def test_what_ends_during_the_handshake_is_found_after_it(
    connect: Connections,
    lobby: Room,
    bob: User,
    during_the_handshake: Ending,
    kind: type[Socket],
    end: End,
    close: tuple[int, str],
) -> None:
    async def happen() -> None:
        await sync_to_async(end)(bob)
        await settled()  # the hint has come, and nobody of Bob's was there

    during_the_handshake(happen)
    socket = await connect.open(kind, bob)
    await ended(socket, close)
    assert Fanout.current().sockets_of(bob.pk) == ()


async def test_an_action_under_way_gives_nothing_any_more(
    connect: Connections, lobby: Room, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was allowed when it began; what it found is kept back."""
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    bot = await connect.bot(bob)
    reading, ends = asyncio.Event(), asyncio.Event()
    missed = RoomConsumer.__dict__["_missed"]

    async def read_slowly(self: Any, *arguments: Any) -> Any:
        found = await missed(self, *arguments)
        reading.set()
        await ends.wait()
        return found

    monkeypatch.setattr(RoomConsumer, "_missed", read_slowly)
    await bot.send_frame(action="catch_up", request_id=1, room=lobby.pk, since=0)
    await asyncio.wait_for(reading.wait(), WITHIN)
    await sync_to_async(deactivate)(bob)
    frames = await closed(bot)
    ends.set()
    assert "Soup" not in str(frames)
    assert await bot.receive_nothing(0.1)
