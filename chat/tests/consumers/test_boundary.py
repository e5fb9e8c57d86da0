"""Nothing that a client sends ends its connection, or is an error of the server's."""

import json
import logging
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.consumers.frames import MAX_FRAME, MAX_REQUEST_ID, RESERVED
from chat.consumers.room import RoomConsumer
from chat.models import Message, Room, User
from chat.tests.sockets import Bot, Connections, Page, Socket

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = {400, 403, 404, 405, 409, 422}
ACTIONS = sorted(RoomConsumer.available_actions)
TOO_LONG = 10_001  # characters

CONSTANTS = ["NaN", "Infinity", "-Infinity"]  # JavaScript has them, JSON has not


@pytest.fixture
async def _nothing_logged(caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Fails a test during which the server had an error."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call"), *caplog.records]
    assert [record for record in records if record.levelno >= logging.ERROR] == []


@pytest.fixture
async def socket(connect: Connections, lobby: Room, bob: User, _nothing_logged: None) -> Bot:
    return await connect.bot(bob)


@pytest.fixture
async def page(connect: Connections, lobby: Room, bob: User, _nothing_logged: None) -> Page:
    return await connect.page(bob)


async def refused(socket: Bot) -> dict[str, Any]:
    """The error reply that came, after which the connection still answers."""
    reply = await socket.next_frame()
    assert reply["response_status"] in REFUSED
    assert reply["errors"]
    assert reply["data"] is None
    assert (await socket.call("list"))["response_status"] == 200
    return reply


# Frames that are no request

NOT_A_REQUEST = [
    "",
    " ",
    "{",
    "}",
    "[]",
    "1",
    "null",
    "true",
    '"x"',
    "'x'",
    "{'action': 'list'}",
    '{"action": "list", "request_id": 1',
    '{"action": "list", "request_id": 1} {}',
    '{"action": "list", "request_id": 1,}',
    "\ufeff{}",
    "\x00",
    "x" * 300_000,
    json.dumps({"action": "list", "request_id": "1", "rest": "x" * MAX_FRAME}),
    "[" * 200_000,
    '{"a":' * 40_000,
    "[" * 100_000 + "]" * 100_000,
    '{"action": "list", "request_id": 1, "a": ' + "[" * 50_000 + "]" * 50_000 + "}",
    '{"action": "list", "request_id": 1, "a": ' + "9" * 5000 + "}",
    # half a surrogate pair: JSON can carry it, UTF-8 and databases cannot
    '{"action": "list", "request_id": "\\ud800"}',
    '{"action": "\\ud800", "request_id": 1}',
    '{"action": "list", "request_id": 1, "a": [{"b": "x\\udfff"}]}',
    '{"action": "list", "request_id": 1, "\\ude00\\ud83d": 1}',
    *(f'{{"action": "list", "request_id": {constant}}}' for constant in CONSTANTS),
    *(f'{{"action": "list", "request_id": 1, "a": [{constant}]}}' for constant in CONSTANTS),
]


async def test_what_is_no_json_object_is_refused(socket: Bot, subtests: pytest.Subtests) -> None:
    for text in NOT_A_REQUEST:
        with subtests.test(f"{text[:60]!r}, {len(text)} characters"):
            await socket.send_text(text)
            reply = await refused(socket)
            assert reply["response_status"] == 400
            assert (reply["action"], reply["request_id"]) == (None, None)


async def test_binary_frames_are_refused(socket: Bot, subtests: pytest.Subtests) -> None:
    for data in (b"", b"{}", b"\x00\xff", b'{"action": "list", "request_id": 1}'):
        with subtests.test(repr(data)):
            await socket.send_bytes(data)
            assert (await refused(socket))["errors"] == ["Send text, not binary data."]


async def test_a_frame_of_the_greatest_length_is_read(socket: Bot) -> None:
    frame = {"action": "list", "request_id": "long", "rest": ""}
    frame["rest"] = "x" * (MAX_FRAME - len(json.dumps(frame)))
    await socket.send_text(json.dumps(frame))
    assert (await socket.reply_to("long"))["response_status"] == 200


async def test_nesting_that_python_can_read_is_read(socket: Bot) -> None:
    nested = "[" * 500 + "]" * 500
    await socket.send_text(f'{{"action": "list", "request_id": "deep", "a": {nested}}}')
    assert (await socket.reply_to("deep"))["response_status"] == 200


# Request ids, actions

NOT_A_REQUEST_ID = [
    *(None, True, False, 1.5, [], ["x"], {}, {"a": 1}),
    *("x" * (MAX_REQUEST_ID + 1), 10**MAX_REQUEST_ID),
]
UNUSUAL_REQUEST_IDS = [
    *("", "x" * MAX_REQUEST_ID, "\x00", "\u2028</script>", "😀", "\uffff"),
    *(0, -1, 2**64),
]
NOT_AN_ACTION = [
    *("", " list", "LIST", "no_such_action", "x" * 100_000, "\x00", "é😀"),
    # names of methods and attributes that are no actions
    *("websocket_connect", "websocket_disconnect", "websocket_receive", "connect", "close", "send"),
    *("reply", "dispatch", "handle_action", "handle_exception", "handle_instance_change"),
    *("message_activity", "membership_activity", "add_group", "get_queryset", "update", "delete"),
    *("user", "_room", "_follow", "__init__", "__class__", "__call__"),
]


async def test_a_request_id_is_a_string_or_an_integer(
    socket: Bot, subtests: pytest.Subtests
) -> None:
    for request_id in NOT_A_REQUEST_ID:
        with subtests.test(ascii(request_id)[:40]):
            await socket.send_frame(action="list", request_id=request_id)
            reply = await refused(socket)
            assert (reply["response_status"], reply["request_id"]) == (400, None)
            assert "request_id" in reply["errors"][0]


async def test_a_request_id_is_needed(socket: Bot) -> None:
    await socket.send_frame(action="list")
    assert (await refused(socket))["response_status"] == 400


async def test_unusual_request_ids_come_back(socket: Bot, subtests: pytest.Subtests) -> None:
    for request_id in UNUSUAL_REQUEST_IDS:
        with subtests.test(ascii(request_id)[:40]):
            await socket.send_frame(action="list", request_id=request_id)
            reply = await socket.next_frame()
            assert (reply["response_status"], reply["request_id"]) == (200, request_id)


async def test_an_action_is_a_string(socket: Bot, subtests: pytest.Subtests) -> None:
    for action in (None, 1, True, [], ["list"], {}, {"list": 1}):
        with subtests.test(repr(action)):
            await socket.send_frame(action=action, request_id="x")
            reply = await refused(socket)
            assert (reply["response_status"], reply["request_id"]) == (400, "x")


async def test_an_action_is_needed(socket: Bot) -> None:
    await socket.send_frame(request_id="x")
    assert (await refused(socket))["response_status"] == 400


async def test_what_is_no_action_is_405(socket: Bot, subtests: pytest.Subtests) -> None:
    for action in NOT_AN_ACTION:
        with subtests.test(ascii(action)[:40]):
            await socket.send_frame(action=action, request_id="x")
            reply = await refused(socket)
            assert (reply["response_status"], reply["request_id"]) == (405, "x")


async def test_reserved_names_are_refused(socket: Bot, subtests: pytest.Subtests) -> None:
    for action in ("list", "create_message", "no_such_action"):
        for name in sorted(RESERVED):
            with subtests.test(f"{action}, {name}"):
                await socket.send_frame(action=action, request_id="x", **{name: "mine"})
                reply = await refused(socket)
                assert (reply["response_status"], reply["request_id"]) == (400, "x")


OTHER_NAMES = [
    *("", "a b", "é", "user", "args", "kwargs", "message", "exc", "func", "loop"),
    *("executor", "context", "task", "group", "type", "status", "data", "errors", "__class__"),
    *("permission", "request", "close", "code", "text_data", "bytes_data"),
]


async def test_other_names_are_ignored(socket: Bot, lobby: Room, subtests: pytest.Subtests) -> None:
    for action in ("list", "retrieve", "catch_up"):
        for name in OTHER_NAMES:
            with subtests.test(f"{action}, {name!r}"):
                keys = {"pk": lobby.pk, "room": lobby.pk}
                await socket.send_frame(action=action, request_id="x", **{**keys, name: "extra"})
                assert (await socket.reply_to("x"))["response_status"] == 200


# Fields

MISSING = object()
NUL = "NUL \x00"
NO_TEXT = [MISSING, None, True, False, [], ["x"], {}, {"x": 1}, "", "   ", NUL]
NO_INTEGER = [
    *(None, True, False, "", "x", "1.5", 1.5, 1e300, [], [1], {}, {"pk": 1}),
    *(-1, "-1", 2**63, 10**30, "9" * 2000, NUL),
]
NO_KEY = [MISSING, 0, "0", *NO_INTEGER]
KEYED = ["retrieve", "join_room", "leave_room", "subscribe_instance", "unsubscribe_instance"]

#: The values that each field of each action refuses; the other fields are in order.
WRONG_FIELDS: dict[tuple[str, str], list[Any]] = {
    **{(action, "pk"): NO_KEY for action in KEYED},
    ("create_message", "room"): NO_KEY,
    ("create_message", "message"): [*NO_TEXT, "\n\n", "x" * TOO_LONG],
    ("create_message", "client_id"): [
        *(None, True, "", "x", 1.5, -1, 2**128, [], {}, NUL),
        "12345678-1234-1234-1234-12345678901",
    ],
    ("catch_up", "room"): NO_KEY,
    ("catch_up", "since"): NO_INTEGER,
    ("create", "data"): [
        *(MISSING, None, True, 1, 1.5, "x", [], ["x"], {}, {"nam": "x"}),
        *({"name": name} for name in NO_TEXT if name is not MISSING),
        *({"name": name} for name in ("\u202e", "x" * 256, "lobby")),
    ],
}


@pytest.mark.parametrize(("action", "field"), WRONG_FIELDS)
async def test_a_wrong_field_is_refused(
    socket: Bot, lobby: Room, subtests: pytest.Subtests, action: str, field: str
) -> None:
    usual = {"pk": lobby.pk, "room": lobby.pk, "message": "Hello", "data": {"name": "Garden"}}
    for value in WRONG_FIELDS[action, field]:
        with subtests.test("missing" if value is MISSING else ascii(value)[:60]):
            given = {**usual, field: value}
            if value is MISSING:
                del given[field]
            await socket.send_frame(action=action, request_id="x", **given)
            reply = await refused(socket)
            assert (reply["action"], reply["request_id"]) == (action, "x")
            assert reply["response_status"] in {400, 422}
    assert await Message.objects.acount() == 0
    assert await Room.objects.acount() == 1


@pytest.mark.parametrize("length", [1, TOO_LONG - 1])
@pytest.mark.parametrize("character", ["x", "é", "😀"])
async def test_messages_from_the_shortest_to_the_longest_are_stored(
    socket: Bot, lobby: Room, length: int, character: str
) -> None:
    reply = await socket.call("create_message", room=lobby.pk, message=character * length)
    assert reply["response_status"] == 201
    assert reply["data"]["text"] == character * length


async def test_the_same_frames_are_notices_on_a_page(page: Page, subtests: pytest.Subtests) -> None:
    for text in [*NOT_A_REQUEST, '{"action": null}', '{"self": 1}']:
        with subtests.test(f"{text[:60]!r}, {len(text)} characters"):
            await page.send_text(text)
            assert 'id="notice"' in await page.next_text()
    await page.send_bytes(b"\x00")
    assert 'id="notice"' in await page.next_text()
    assert "room-row" in await page.submit("show_rooms")


# Frames that nobody thought of

generated = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    database=None,
)

any_text = st.text(st.characters(exclude_categories=()), max_size=30)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(any_text, children, max_size=4)
    ),
    max_leaves=8,
)
HERE = "the lobby's key"
plausible_values = (
    st.sampled_from([HERE, HERE, HERE, 0, -1, 2**63, 10**30, "", "x" * TOO_LONG, "\ud800"])
    | st.uuids().map(str)
    | any_text
    | json_values
)
plausible_frames = st.fixed_dictionaries(
    {"action": st.sampled_from(ACTIONS)},
    optional={
        "request_id": st.integers(0, 3) | plausible_values,
        "pk": plausible_values,
        "room": plausible_values,
        "message": plausible_values,
        "client_id": plausible_values,
        "since": plausible_values,
        "data": st.fixed_dictionaries({"name": plausible_values}) | plausible_values,
        "self": plausible_values,
        "HEADERS": plausible_values,
        "type": plausible_values,
    },
)


numbers = count(1_000_000)


async def still_answers(socket: Socket) -> None:
    """Reads what has come; all of it was meant for a client, none of it an error of the server's."""
    number = next(numbers)
    await socket.send_frame(action="leave_room", request_id=number, pk=2**62)
    while True:
        text = await socket.next_text()
        if isinstance(socket, Page):
            if "Not found" in text:
                return
            assert "Something went wrong" not in text
        else:
            frame = json.loads(text)
            assert frame.get("response_status") not in {500, 503}
            if frame["request_id"] == number:
                return


@settings(generated, max_examples=30)
@given(batch=st.lists(json_values.map(json.dumps), min_size=10, max_size=40))
async def test_any_json_value(socket: Bot, batch: list[str]) -> None:
    for text in batch:
        await socket.send_text(text)
    await still_answers(socket)


@settings(generated, max_examples=40)
@given(batch=st.lists(any_text | st.text(max_size=400), min_size=10, max_size=40))
async def test_any_text(socket: Bot, batch: list[str]) -> None:
    for text in batch:
        await socket.send_text(text)
    await still_answers(socket)


@settings(generated, max_examples=20)
@given(batch=st.lists(st.binary(max_size=200), min_size=10, max_size=40))
async def test_any_bytes(socket: Bot, batch: list[bytes]) -> None:
    for data in batch:
        await socket.send_bytes(data)
    await still_answers(socket)


@settings(generated, max_examples=30)
@given(batch=st.lists(plausible_frames, min_size=10, max_size=30))
async def test_plausible_frames(socket: Bot, lobby: Room, batch: list[dict[str, Any]]) -> None:
    await socket.call("join_room", pk=lobby.pk)  # a batch may leave it
    await send_all(socket, lobby, batch)
    await still_answers(socket)


@settings(generated, max_examples=20)
@given(batch=st.lists(plausible_frames, min_size=10, max_size=30))
async def test_plausible_forms(page: Page, lobby: Room, batch: list[dict[str, Any]]) -> None:
    await page.send_form("join_room", pk=lobby.pk)
    await send_all(page, lobby, batch)
    await still_answers(page)


async def send_all(socket: Socket, lobby: Room, batch: list[dict[str, Any]]) -> None:
    for frame in batch:
        here = {name: lobby.pk if value == HERE else value for name, value in frame.items()}
        await socket.send_frame(**here)
