"""How often one may do what: over HTTP, over a socket, at the handshake; in one process and in several."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client
from django.urls import path, reverse
from pytest_django.asserts import assertContains, assertTemplateUsed

from chat import limits
from chat.limits import LIMITS, LimitReached, count, limited
from chat.models import Message, Room, User
from chat.tests.consumers.conftest import closed_thread, connect  # noqa: F401  fixtures
from chat.tests.services import Redis, require
from chat.tests.sockets import JSON_ROUTE, SAME_ORIGIN, Connections, Socket, cookie_of
from config import urls
from config.urls import handler403, handler404, handler429, handler500  # noqa: F401

pytestmark = pytest.mark.usefixtures("limits_on")

HTMX = {"HX-Request": "true"}
BURST = LIMITS["post"][0].item.amount
WINDOW = LIMITS["post"][0].item.get_expiry()  # seconds

urlpatterns = [
    *urls.urlpatterns,
    path("often/", limited("sign-up")(lambda request: pytest.fail("It was let through."))),
]


def use_up(name: str, **counted: Any) -> int:
    """Do it until it is refused; how often that was."""
    for done in range(10_000):
        try:
            count(name, **counted)
        except LimitReached:
            return done
    raise AssertionError("It is never refused.")


def within(retry_after: Any, name: str) -> bool:
    longest = max(limit.item.get_expiry() for limit in LIMITS[name])
    return 1 <= int(retry_after) <= longest


# Counting


def test_each_person_is_counted_alone(alice: User, bob: User) -> None:
    assert use_up("post", user=alice) == BURST
    assert use_up("post", user=bob) == BURST


def test_each_name_is_counted_alone(alice: User) -> None:
    use_up("room", user=alice)
    count("report", user=alice)


def test_each_address_is_counted_alone() -> None:
    use_up("sign-up", address="192.0.2.1")
    count("sign-up", address="192.0.2.2")


def test_a_customer_is_counted_once_however_many_addresses_of_ipv6() -> None:
    use_up("sign-up", address="2001:db8:1:2::3")
    with pytest.raises(LimitReached):
        count("sign-up", address="2001:db8:1:2:ffff::4")
    count("sign-up", address="2001:db8:1:3::3")


def test_an_account_is_counted_wherever_it_is_named() -> None:
    use_up("sign-in-failed", address="192.0.2.1", account="alice@example.org")
    with pytest.raises(LimitReached):
        count("sign-in-failed", address="192.0.2.2", account="Alice@Example.org")


def test_who_has_too_much_is_told_when_to_come_back(alice: User) -> None:
    use_up("post", user=alice)
    with pytest.raises(LimitReached, match=r"Try again in \w+ seconds?\.") as refused:
        count("post", user=alice)
    assert 1 <= refused.value.retry_after <= WINDOW


def test_what_is_refused_is_no_longer_refused_afterwards(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hammers waits no longer than who does not."""
    settings.REDIS_URL = ""  # whose clock is its own
    use_up("post", user=alice)
    with pytest.raises(LimitReached) as refused:
        count("post", user=alice)
    now = limits.time.time()
    monkeypatch.setattr("time.time", lambda: now + refused.value.retry_after)
    count("post", user=alice)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "a second"), (60, "60 seconds"), (61, "2 minutes"), (9000, "3 hours")],
)
def test_time_is_said_in_words(seconds: int, words: str) -> None:
    assert str(LimitReached(seconds)).endswith(f"Try again in {words}.")


def test_limits_can_be_switched_off(settings: Any, alice: User) -> None:
    settings.RATE_LIMITS = False
    for _ in range(BURST + 1):
        count("post", user=alice)


def test_every_limit_is_one() -> None:
    for name, all_of_it in LIMITS.items():
        assert all_of_it, name


def test_allauth_has_the_same() -> None:
    from allauth.core.internal.ratelimit import parse_rates

    theirs = limits.for_allauth()
    assert theirs["login_failed"] == "30/60s/ip,5/300s/key"
    for rates in theirs.values():
        assert parse_rates(rates)


# Posting


def post(client: Client, room: Room, text: str = "hello", **options: Any) -> Any:
    return client.post(reverse("message-create", args=[room.pk]), {"message": text}, **options)


def test_outbox_is_told_when_to_send_the_next(
    lobby: Room, bob: User, signed_in: Callable[[User], Client]
) -> None:
    use_up("post", user=bob)
    response = post(signed_in(bob), lobby, headers=HTMX)
    assertContains(response, "Try again in", status_code=429)
    assertContains(response, 'id="composer-error"', status_code=429)
    assert within(response.headers["Retry-After"], "post")
    assert not Message.objects.exists()


def test_without_scripts_the_text_is_kept(
    lobby: Room, bob: User, signed_in: Callable[[User], Client]
) -> None:
    use_up("post", user=bob)
    response = post(signed_in(bob), lobby, "Soup at noon")
    assertContains(response, ">Soup at noon</textarea>", status_code=429)
    assertContains(response, "Try again in", status_code=429)
    assert within(response.headers["Retry-After"], "post")


def test_as_many_as_it_says_are_posted(
    lobby: Room, bob: User, signed_in: Callable[[User], Client]
) -> None:
    bobs = signed_in(bob)
    answers = [post(bobs, lobby, headers=HTMX).status_code for _ in range(BURST + 2)]
    assert answers == [201] * BURST + [429] * 2
    assert lobby.messages.count() == BURST


# Other views


@pytest.mark.django_db
def test_room_is_not_made(alice: User, signed_in: Callable[[User], Client]) -> None:
    use_up("room", user=alice)
    response = signed_in(alice).post(reverse("room-create"), {"name": "Hall"})
    assertTemplateUsed(response, "429.html")
    assertContains(response, "Try again in", status_code=429)
    assert within(response.headers["Retry-After"], "room")
    assert not Room.objects.exists()


def test_picture_is_not_made(alice: User, signed_in: Callable[[User], Client]) -> None:
    """Making one takes the processor longer than anything else that people ask for."""
    use_up("avatar", user=alice)
    response = signed_in(alice).post(reverse("profile-picture"))
    assertContains(response, "Try again in", status_code=429)


def test_search_says_so_on_the_page(alice: User, signed_in: Callable[[User], Client]) -> None:
    use_up("search", user=alice)
    response = signed_in(alice).get(reverse("room-jump"), {"q": "l"}, headers=HTMX)
    assertContains(response, 'id="notice"', status_code=429)
    assert within(response.headers["Retry-After"], "search")


def test_visitors_are_counted_by_their_address(
    settings: Any, alice: User, signed_in: Callable[[User], Client]
) -> None:
    settings.ROOT_URLCONF = __name__
    use_up("sign-up", address="127.0.0.1")
    response = signed_in(alice).post("/often/")
    assert response.status_code == 429


# Sockets


@sync_to_async
def used_up(name: str, **counted: Any) -> int:
    return use_up(name, **counted)


async def test_program_is_told_when_to_come_back(
    connect: Connections,  # noqa: F811
    lobby: Room,
    bob: User,
) -> None:
    program = await connect.bot(bob)
    await used_up("post", user=bob)
    reply = await program.call("create_message", room=lobby.pk, message="hello")
    assert reply["response_status"] == 429
    assert within(reply["data"]["retry_after"], "post")
    assert "Try again in" in reply["errors"][0]
    assert not await Message.objects.aexists()


async def test_program_makes_no_more_rooms(connect: Connections, bob: User) -> None:  # noqa: F811
    program = await connect.bot(bob)
    await used_up("room", user=bob)
    reply = await program.call("create", data={"name": "Hall"})
    assert reply["response_status"] == 429
    assert not await Room.objects.aexists()


async def test_socket_is_not_opened(connect: Connections, bob: User, carol: User) -> None:  # noqa: F811
    await used_up("socket", user=bob)
    assert not await connect.is_accepted(JSON_ROUTE, await headers_of(bob))
    assert await connect.is_accepted(JSON_ROUTE, await headers_of(carol))


async def test_handshake_is_answered_where_the_server_can(
    connect: Connections,  # noqa: F811
    bob: User,
) -> None:
    from config.asgi import application

    await used_up("socket", user=bob)
    socket = Socket(application, await headers_of(bob), JSON_ROUTE)
    socket.scope["extensions"] = {"websocket.http.response": {}}
    await socket.send_input({"type": "websocket.connect"})
    start = await socket.receive_output(5)
    assert start["status"] == 429
    assert within(dict(start["headers"])[b"retry-after"], "socket")
    await socket.wait()


async def headers_of(user: User) -> dict[str, str]:
    return {**SAME_ORIGIN, "Cookie": await cookie_of(user)}


# Redis


@pytest.fixture
def redis(settings: Any) -> Any:
    require(Redis)
    with Redis() as service:
        settings.REDIS_URL = service.url
        yield service


def test_processes_count_together(redis: Redis, alice: User) -> None:
    use_up("post", user=alice)
    limits.forget()  # another process has nothing in its memory
    with pytest.raises(LimitReached) as refused:
        count("post", user=alice)
    assert 1 <= refused.value.retry_after <= WINDOW


def test_redis_that_is_away_locks_nobody_out(
    redis: Redis, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    use_up("post", user=alice)
    redis.kill()
    count("post", user=alice)
    assert "Each process counts by itself" in caplog.text
    assert use_up("post", user=alice) == BURST - 1


def test_redis_that_is_back_is_asked_again(
    redis: Redis, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis.kill()
    count("post", user=alice)
    redis.start()
    monkeypatch.setattr("chat.limits.AWAY", 0.0)
    limits.forget()
    use_up("post", user=alice)
    limits.forget()
    with pytest.raises(LimitReached):
        count("post", user=alice)


def test_sizes_are_as_the_guide_says() -> None:
    """docs/operating.md names what people ask about."""
    said = (settings.BASE_DIR / "docs" / "operating.md").read_text()
    assert f"{BURST} in {WINDOW} seconds" in said
    assert json.dumps(LIMITS["post"][1].item.amount) in said
