"""The HTTP half of the ASGI application, spoken to as a server does."""

import asyncio
import gzip
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Barrier, current_thread
from typing import Any

import brotli
import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.testing import HttpCommunicator
from django.core import signals
from django.db import connections
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt

from chat.models import Message, Room, User
from config import urls
from config.compression import CompressionMiddleware, brotlied, gzipped
from config.http import THREADS, OneHopHandler

WITHIN = 5.0  # seconds
STYLE = b"body { color: black }\n" * 10_000

#: For threads with connections of their own; a test without it must do without the database.
database = pytest.mark.django_db(transaction=True)

#: The names of the threads in which the parts of a request ran, in order.
ran: list[tuple[str, str]] = []


def note(part: str) -> None:
    ran.append((part, current_thread().name))


class Noting:
    """A middleware that notes where it runs; Django's own are adapted in the same way."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        note("middleware before")
        response = self.get_response(request)
        note("middleware after")
        return response


@csrf_exempt
def quiet(request: HttpRequest) -> HttpResponse:
    note("view")
    return HttpResponse(f"{request.method} {len(request.body)}")


def broken(request: HttpRequest) -> HttpResponse:
    note("view")
    raise ZeroDivisionError("nobody must read this")


class Parts:
    """A stream that notes where its parts are made and where it is closed."""

    def __init__(self) -> None:
        self.left = iter([b"one ", b"", b"two ", b"three"])

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        note("part")
        return next(self.left)

    def close(self) -> None:
        note("close")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    note("view")
    return StreamingHttpResponse(Parts(), content_type="text/plain")


def breaking_stream(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        try:
            yield b"one "
            raise ZeroDivisionError
        finally:
            note("close")

    return StreamingHttpResponse(parts(), content_type="text/plain")


def events(request: HttpRequest) -> StreamingHttpResponse:
    async def parts() -> AsyncIterator[bytes]:
        while True:
            yield b"data: {}\n\n"
            await asyncio.sleep(0)

    return StreamingHttpResponse(parts(), content_type="text/event-stream")


urlpatterns = [
    *urls.urlpatterns,
    path("quiet/", quiet),
    path("broken/", broken),
    path("stream/", stream),
    path("breaking-stream/", breaking_stream),
    path("events/", events),
]
for view in (quiet, broken, stream, breaking_stream, events):
    view.login_required = False  # type: ignore[attr-defined]


class Handler(OneHopHandler):
    """The real handler, counting its hops."""

    def __init__(self) -> None:
        super().__init__()
        self.hops = 0
        submit = self.pool.submit

        def counted(*args: Any, **kwargs: Any) -> Future[Any]:
            self.hops += 1
            return submit(*args, **kwargs)

        self.pool.submit = counted  # type: ignore[method-assign]

    def end(self) -> None:
        """Close the connection of each thread, and the threads."""
        together = Barrier(THREADS, timeout=10)

        def close() -> None:
            together.wait()
            connections.close_all()

        for future in [self.pool.submit(close) for _ in range(THREADS)]:
            future.result()
        self.pool.shutdown()


@pytest.fixture
def handler(settings: Any) -> Iterator[Handler]:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}.Noting", *settings.MIDDLEWARE]
    ran.clear()
    handler = Handler()
    yield handler
    handler.end()


@pytest.fixture
def noted_signals() -> Iterator[None]:
    names = {
        signals.request_started: "started",
        signals.request_finished: "finished",
        signals.got_request_exception: "exception",
    }

    def receiver(signal: Signal, **kwargs: Any) -> None:
        note(names[signal])

    for signal in names:
        signal.connect(receiver)
    yield
    for signal in names:
        signal.disconnect(receiver)


@pytest.fixture
def bobs_cookie(bob: User) -> str:
    client = Client()
    client.force_login(bob)
    return client.cookies.output(attrs=[], header="", sep=";").strip()


def scope_of(
    method: str, url: str, headers: list[tuple[bytes, bytes]] | None = None
) -> dict[str, Any]:
    headers = headers or [(b"host", b"localhost")]
    return dict(HttpCommunicator(None, method, url, headers=headers).scope)


async def ask(
    handler: OneHopHandler, method: str, url: str, body: bytes = b"", **headers: str
) -> dict[str, Any]:
    given = {"host": "localhost", **headers}
    encoded = [(name.replace("_", "-").encode(), text.encode()) for name, text in given.items()]
    communicator = ApplicationCommunicator(handler, scope_of(method, url, encoded))
    await communicator.send_input({"type": "http.request", "body": body})
    response = await communicator.receive_output(WITHIN)
    response["body"] = b""
    while True:
        part = await communicator.receive_output(WITHIN)
        response["body"] += part.get("body", b"")
        if not part.get("more_body", False):
            break
    await communicator.wait()
    return response


def header(response: dict[str, Any], name: str) -> str:
    found: dict[bytes, bytes] = dict(response["headers"])
    return found.get(name.encode(), b"").decode()


# Answers


@database
async def test_page_is_served(handler: Handler, lobby: Room, bob: User, bobs_cookie: str) -> None:
    response = await ask(handler, "GET", reverse("room-show", args=[lobby.pk]), cookie=bobs_cookie)
    assert response["status"] == 200
    assert b">bob</bdi>" in response["body"]
    assert header(response, "Content-Type") == "text/html; charset=utf-8"
    assert "default-src 'none'" in header(response, "Content-Security-Policy")


@database
async def test_query_is_read(handler: Handler, lobby: Room, bobs_cookie: str) -> None:
    url = reverse("room-show", args=[lobby.pk])
    assert (await ask(handler, "GET", f"{url}?before=1", cookie=bobs_cookie))["status"] == 200
    assert (await ask(handler, "GET", f"{url}?before=0", cookie=bobs_cookie))["status"] == 404


@database
def test_form_is_posted(handler: Handler, lobby: Room, bobs_cookie: str) -> None:
    """With the token of the page and its cookie: the protection against forgery is on here."""
    url = reverse("room-show", args=[lobby.pk])
    page = async_to_sync(ask)(handler, "GET", url, cookie=bobs_cookie)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page["body"])
    assert token
    (morsel,) = SimpleCookie(header(page, "Set-Cookie")).values()
    response = async_to_sync(ask)(
        handler,
        "POST",
        reverse("message-create", args=[lobby.pk]),
        b"message=hello+%F0%9F%98%80&csrfmiddlewaretoken=" + token[1],
        cookie=f"{bobs_cookie}; {morsel.key}={morsel.value}",
        content_type="application/x-www-form-urlencoded",
        hx_request="true",
    )
    assert response["status"] == 201
    message = Message.objects.get()
    assert (message.text, message.user.username) == ("hello 😀", "bob")


@database
def test_form_without_a_token_is_refused(handler: Handler, lobby: Room, bobs_cookie: str) -> None:
    url = reverse("message-create", args=[lobby.pk])
    response = async_to_sync(ask)(handler, "POST", url, b"message=hello", cookie=bobs_cookie)
    assert response["status"] == 403
    assert not Message.objects.exists()


async def test_body_may_come_in_parts(handler: Handler) -> None:
    communicator = ApplicationCommunicator(handler, scope_of("POST", "/quiet/"))
    for _ in range(3):
        await communicator.send_input(
            {"type": "http.request", "body": b"x" * 100_000, "more_body": True}
        )
    await communicator.send_input({"type": "http.request", "body": b"y"})
    assert (await communicator.receive_output())["status"] == 200
    assert (await communicator.receive_output())["body"] == b"POST 300001"


async def test_client_that_goes_before_its_body_ends_gets_nothing(
    handler: Handler, noted_signals: None
) -> None:
    communicator = ApplicationCommunicator(handler, scope_of("POST", "/quiet/"))
    await communicator.send_input({"type": "http.request", "body": b"half", "more_body": True})
    await communicator.send_input({"type": "http.disconnect"})
    await communicator.wait()
    assert communicator.output_queue.empty()
    assert (handler.hops, ran) == (0, [])


async def test_view_that_fails_gets_the_error_page(handler: Handler) -> None:
    response = await ask(handler, "GET", "/broken/")
    assert response["status"] == 500
    assert b"Something went wrong" in response["body"]
    assert b"nobody must read this" not in response["body"]


async def test_next_request_works_after_one_that_failed(handler: Handler) -> None:
    await ask(handler, "GET", "/broken/")
    assert (await ask(handler, "GET", "/quiet/"))["body"] == b"GET 0"


async def test_broken_address_is_a_bad_request(handler: Handler) -> None:
    scope = {**scope_of("GET", "/quiet/"), "query_string": b"\xff"}
    communicator = ApplicationCommunicator(handler, scope)
    await communicator.send_input({"type": "http.request"})
    status = (await communicator.receive_output())["status"]
    await communicator.wait()
    assert status == 400


@database
async def test_several_cookies_are_set(handler: Handler, bob: User, lobby: Room) -> None:
    page = await ask(handler, "GET", reverse("sign-in"))
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page["body"])
    assert token
    response = await ask(
        handler,
        "POST",
        reverse("sign-in"),
        b"login=bob&password=correct+horse&csrfmiddlewaretoken=" + token[1],
        cookie=header(page, "Set-Cookie").partition(";")[0],
        content_type="application/x-www-form-urlencoded",
    )
    assert response["status"] == 302
    cookies = [text for name, text in response["headers"] if name == b"Set-Cookie"]
    assert {cookie.partition(b"=")[0] for cookie in cookies} == {b"csrftoken", b"sessionid"}


# Streams


async def test_stream_is_sent_whole(handler: Handler) -> None:
    response = await ask(handler, "GET", "/stream/")
    assert (response["status"], response["body"]) == (200, b"one two three")


async def test_stream_is_read_and_closed_in_the_threads(
    handler: Handler, noted_signals: None
) -> None:
    await ask(handler, "GET", "/stream/")
    assert {thread[:5] for _, thread in ran} == {"http_"}
    assert [part for part, _ in ran][-7:] == [*["part"] * 5, "close", "finished"]


async def test_stream_that_breaks_is_closed(handler: Handler, noted_signals: None) -> None:
    communicator = ApplicationCommunicator(handler, scope_of("GET", "/breaking-stream/"))
    await communicator.send_input({"type": "http.request"})
    with pytest.raises(ZeroDivisionError):
        await communicator.wait()
    assert [part for part, _ in ran][-2:] == ["close", "finished"]


async def test_stream_is_closed_when_its_reader_goes(handler: Handler, noted_signals: None) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await handler(scope_of("GET", "/stream/"), receive, send)
    assert [part for part, _ in ran][-2:] == ["close", "finished"]


async def test_stream_of_events_ends_when_its_reader_goes(
    handler: Handler, noted_signals: None
) -> None:
    communicator = ApplicationCommunicator(handler, scope_of("GET", "/events/"))
    await communicator.send_input({"type": "http.request"})
    for expected in ("http.response.start", "http.response.body"):
        assert (await communicator.receive_output(WITHIN))["type"] == expected
    await communicator.send_input({"type": "http.disconnect"})
    await communicator.wait(WITHIN)
    assert ran[-1][0] == "finished"


async def test_static_file_is_served(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "style.css").write_bytes(STYLE)
    settings.STATIC_ROOT = tmp_path
    handler = Handler()
    try:
        response = await ask(handler, "GET", "/static/style.css")
    finally:
        await asyncio.to_thread(handler.end)
    assert (response["status"], response["body"]) == (200, STYLE)
    assert header(response, "Content-Type").startswith("text/css")
    assert int(header(response, "Content-Length")) == len(STYLE)


# Compression


UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
PACK = {"gzip": gzipped, "br": brotlied}


@database
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "br"),
        ("br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip, br ; q=0.00", "gzip"),
        ("deflate, brotli, zstd", ""),
        ("br;q=0", ""),
    ],
)
async def test_page_is_compressed(
    handler: Handler, lobby: Room, bobs_cookie: str, accepted: str, encoding: str
) -> None:
    url = reverse("room-show", args=[lobby.pk])
    response = await ask(handler, "GET", url, cookie=bobs_cookie, accept_encoding=accepted)
    assert header(response, "Content-Encoding") == encoding
    assert "Accept-Encoding" in header(response, "Vary")
    assert int(header(response, "Content-Length")) == len(response["body"])
    assert UNPACK[encoding](response["body"]).startswith(b"<!DOCTYPE html>")
    assert handler.hops == 1


@database
@pytest.mark.parametrize("encoding", PACK)
async def test_length_of_a_page_does_not_tell_what_is_in_it(
    handler: Handler, lobby: Room, bobs_cookie: str, encoding: str
) -> None:
    """The same page, but for its tokens, differs in length by up to a hundred bytes more than these make it."""
    url = reverse("room-index")
    more = set()
    for _ in range(12):
        answer = await ask(handler, "GET", url, cookie=bobs_cookie, accept_encoding=encoding)
        body = answer["body"]
        more.add(len(body) - len(PACK[encoding](UNPACK[encoding](body), 0)))
    assert len(more) > 3
    assert max(more) <= 102  # with what says how many they are


@pytest.mark.parametrize("encoding", PACK)
@pytest.mark.parametrize("content", [STYLE, os.urandom(70_000)], ids=["style", "noise"])
def test_bytes_that_say_nothing_are_not_seen(encoding: str, content: bytes) -> None:
    packed = [
        PACK[encoding](content, more) for more in range(CompressionMiddleware.max_random_bytes)
    ]
    assert all(UNPACK[encoding](each) == content for each in packed)
    assert [len(each) - len(packed[1]) for each in packed[1:]] == list(range(len(packed) - 1))


async def test_page_is_plain_for_a_client_that_takes_nothing_else(handler: Handler) -> None:
    response = await ask(handler, "GET", "/broken/")
    assert header(response, "Content-Encoding") == ""
    assert response["body"].startswith(b"<!DOCTYPE html>")


async def test_short_answer_is_left_alone(handler: Handler) -> None:
    response = await ask(handler, "GET", "/quiet/", accept_encoding="gzip")
    assert (header(response, "Content-Encoding"), response["body"]) == ("", b"GET 0")


async def test_stream_is_compressed_in_the_threads(handler: Handler, noted_signals: None) -> None:
    response = await ask(handler, "GET", "/stream/", accept_encoding="gzip")
    assert gzip.decompress(response["body"]) == b"one two three"
    assert header(response, "Content-Length") == ""
    assert {thread[:5] for _, thread in ran} == {"http_"}
    assert [part for part, _ in ran][-2:] == ["close", "finished"]


@pytest.fixture
def static_handler(settings: Any, tmp_path: Path) -> Iterator[Handler]:
    """With a style sheet that was compressed when it was collected."""
    (tmp_path / "style.css").write_bytes(STYLE)
    (tmp_path / "style.css.gz").write_bytes(gzip.compress(STYLE))
    settings.STATIC_ROOT = tmp_path
    handler = Handler()
    yield handler
    handler.end()


async def test_static_file_is_not_compressed_again(static_handler: Handler) -> None:
    response = await ask(static_handler, "GET", "/static/style.css", accept_encoding="gzip")
    assert header(response, "Content-Encoding") == "gzip"
    assert gzip.decompress(response["body"]) == STYLE
    assert int(header(response, "Content-Length")) == len(response["body"])


async def test_static_file_that_has_not_changed_is_not_sent_again(static_handler: Handler) -> None:
    url = "/static/style.css"
    seen = header(await ask(static_handler, "GET", url), "Last-Modified")
    response = await ask(static_handler, "GET", url, accept_encoding="gzip", if_modified_since=seen)
    assert (response["status"], response["body"]) == (304, b"")
    assert header(response, "Content-Encoding") == ""


# Threads


async def test_request_runs_in_one_hop_on_one_thread(handler: Handler, noted_signals: None) -> None:
    await ask(handler, "POST", "/quiet/", b"body")
    parts = ["started", "middleware before", "view", "middleware after", "finished"]
    assert [part for part, _ in ran] == parts
    (thread,) = {thread for _, thread in ran}
    assert thread.startswith("http")
    assert handler.hops == 1


async def test_failed_request_runs_in_one_hop_on_one_thread(
    handler: Handler, noted_signals: None
) -> None:
    await ask(handler, "GET", "/broken/")
    assert [part for part, _ in ran][2:4] == ["view", "exception"]
    assert ran[-1][0] == "finished"
    assert len({thread for _, thread in ran}) == 1
    assert handler.hops == 1


@database
async def test_page_takes_one_hop(handler: Handler, lobby: Room, bobs_cookie: str) -> None:
    await ask(handler, "GET", reverse("room-show", args=[lobby.pk]), cookie=bobs_cookie)
    assert handler.hops == 1


@database
async def test_requests_at_once_are_all_answered(
    handler: Handler, lobby: Room, bobs_cookie: str
) -> None:
    url = reverse("room-show", args=[lobby.pk])
    asked = [ask(handler, "GET", url, cookie=bobs_cookie) for _ in range(4 * THREADS)]
    assert [response["status"] for response in await asyncio.gather(*asked)] == [200] * 4 * THREADS
    assert handler.hops == 4 * THREADS


@database
async def test_thread_keeps_its_database_connection(
    handler: Handler, lobby: Room, bobs_cookie: str
) -> None:
    used: list[tuple[str, Any]] = []

    def note_connection(**kwargs: Any) -> None:
        used.append((current_thread().name, connections["default"].connection))

    signals.request_finished.connect(note_connection)
    try:
        for _ in range(3):
            await ask(handler, "GET", reverse("room-index"), cookie=bobs_cookie)
    finally:
        signals.request_finished.disconnect(note_connection)
    assert len(used) == 3
    assert None not in [connection for _, connection in used]
    assert len({id(connection) for _, connection in used}) == len({thread for thread, _ in used})
