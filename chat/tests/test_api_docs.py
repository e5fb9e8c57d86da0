"""docs/api.md is true: its examples run, in order, and so does its bot."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from websockets import ConnectionClosed, InvalidStatus
from websockets import connect as open_socket

from chat.consumers.frames import MAX_FRAME, MAX_REQUEST_ID, RESERVED
from chat.consumers.renderings import JSONRendering
from chat.consumers.room import CATCH_UP_LIMIT, RoomConsumer
from chat.live.outbox import MOST_FRAMES, MOST_TEXT
from chat.live.standing import Reason
from chat.models import Message, Room, Token, User
from chat.models.message import MAX_LENGTH, PAGE_SIZE
from chat.models.room import MAX_NAME
from chat.serializers import RoomSerializer
from chat.tests.consumers.conftest import closed_thread, connect
from chat.tests.servers import ROOT, Daphne, Server, Uvicorn, environment
from chat.tests.services import wait_until
from chat.tests.sockets import JSON_ROUTE, Bot, Connections, cookie_of, settled

__all__ = ["closed_thread", "connect"]

DOCUMENT = (ROOT / "docs" / "api.md").read_text()
ANYTHING = "…"
WITHIN = 20.0  # seconds

#: What the document is about: the other actions say what a page shows.
FOR_PROGRAMS = RoomConsumer.available_actions.keys() - {
    "show_rooms",
    "show_directory",
    "show_nothing",
}


# The examples


@dataclass
class Step:
    kind: str  # → a request, ← a reply or a change, # somebody else
    content: Any
    line: int


def steps() -> Iterator[Step]:
    for block in re.finditer(r"^```json\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE):
        for part in re.finditer(
            r"^([→←#]) (.*?)(?=^[→←#] |\Z)", block[1], re.DOTALL | re.MULTILINE
        ):
            line = DOCUMENT.count("\n", 0, block.start(1) + part.start()) + 1
            content = part[2].strip() if part[1] == "#" else json.loads(part[2])
            yield Step(part[1], content, line)


def fits(expected: Any, given: Any) -> bool:
    """Whether something is as the document says, where it says something."""
    if expected == ANYTHING:
        return True
    if isinstance(expected, dict) and isinstance(given, dict):
        expected = dict(expected)
        names = given.keys() if expected.pop(ANYTHING, None) is None else expected.keys()
        return expected.keys() == names and all(
            name in given and fits(value, given[name]) for name, value in expected.items()
        )
    if isinstance(expected, list) and isinstance(given, list):
        return len(expected) == len(given) and all(map(fits, expected, given))
    return type(expected) is type(given) and expected == given


class Others:
    """Alice and Carol, who do what the document says."""

    def __init__(self, alice: User, carol: User, room: Room) -> None:
        self.alice, self.carol, self.room = alice, carol, room

    @sync_to_async
    def do(self, sentence: str) -> None:
        if sentence == "Carol joins.":
            self.room.join(self.carol)
        elif sentence == "Alice renames the room.":
            self.room.rename(self.alice, "Foyer")
        elif said := re.fullmatch(r"Alice writes “(.*)”\.", sentence):
            self.room.post(self.alice, said[1])
        elif said := re.fullmatch(r"Alice edits it to “(.*)”\.", sentence):
            self.room.messages.latest("seq").edit(self.alice, said[1])
        elif sentence == "Alice deletes it.":
            self.room.messages.latest("seq").erase(self.alice)
        else:
            raise AssertionError(f"What is this: {sentence}")


class Reader(Bot):
    """Has read the document, and compares."""

    frames: list[dict[str, Any]]

    async def has_got(self, expected: Any) -> bool:
        """Whether that frame has come, or comes yet."""
        await settled()
        mark = f"mark-{next(self._numbers)}"
        await self.send_frame(action="", request_id=mark)
        while (frame := await self.next_frame())["request_id"] != mark:
            self.frames.append(frame)
        for frame in self.frames:
            if fits(expected, frame):
                self.frames.remove(frame)
                return True
        return False


@pytest.fixture
async def reader(connect: Connections, others: Others, token: str) -> AsyncIterator[Reader]:
    reader = await connect.with_token(Reader, token)
    reader.frames = []
    yield reader
    # All that came was told of, but for what tells of one's own joining.
    assert [frame for frame in reader.frames if not _tells_of_a_room(frame)] == []


def _tells_of_a_room(frame: dict[str, Any]) -> bool:
    return "response_status" not in frame and "current_users" in frame["data"]


@pytest.fixture
def alice(make_user: Callable[..., User]) -> User:
    """An administrator, as the first person is."""
    return make_user("alice", display_name="Alice Ames", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def bot(alice: User) -> User:
    return User.objects.create_bot(alice, "bot", "bot")


@pytest.fixture
def token(alice: User, bot: User) -> str:
    return Token.objects.issue(alice, bot, "laptop")[1]


@pytest.fixture
def others(alice: User, bot: User, carol: User) -> Others:
    lobby = Room.objects.start("Lobby", alice)
    lobby.post(alice, "Anybody here?")
    return Others(alice, carol, lobby)


@pytest.mark.django_db(transaction=True, reset_sequences=True)
async def test_the_examples_are_true(reader: Reader, others: Others) -> None:
    for step in steps():
        where = f"docs/api.md, line {step.line}"
        if step.kind == "#":
            await others.do(step.content)
        elif step.kind == "→":
            await reader.send_text(json.dumps(step.content))
        else:
            assert await reader.has_got(step.content), f"{where}: got {reader.frames}"


def test_every_action_has_an_example() -> None:
    shown = {step.content["action"] for step in steps() if _is_request(step)}
    assert shown >= FOR_PROGRAMS


def test_every_action_is_described() -> None:
    described = set(re.findall(r"^### (\w+)$", DOCUMENT, re.MULTILINE))
    assert described == FOR_PROGRAMS


def test_the_examples_show_whole_objects() -> None:
    """A room and a message appear once with all their fields."""
    joined = [step.content["data"] for step in steps() if _is_reply_to(step, "join_room")]
    assert joined[0].keys() == RoomSerializer().fields.keys()
    assert (
        joined[0]["messages"][0].keys() == RoomSerializer().fields["messages"].child.fields.keys()
    )


def test_the_numbers_are_those_of_the_code() -> None:
    for number in (MAX_LENGTH, MAX_FRAME, MOST_FRAMES, MOST_TEXT):
        assert f"{number:,}" in DOCUMENT
    assert f"a room 1 to {MAX_NAME}" in DOCUMENT
    assert f"at most {MAX_REQUEST_ID} characters" in DOCUMENT
    assert f"more than {CATCH_UP_LIMIT} changes" in DOCUMENT
    assert f"the newest {PAGE_SIZE}" in DOCUMENT


def test_the_last_word_is_as_it_says() -> None:
    (shown,) = re.findall(r"^```\n(\{.*\})\n```$", DOCUMENT, re.MULTILINE)
    assert json.loads(shown) == json.loads(JSONRendering().farewell(Reason.TOKEN_REVOKED))


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_in_the_row_of_its_code(reason: Reason) -> None:
    (row,) = re.findall(rf"^\| {reason.code} \|.*", DOCUMENT, re.MULTILINE)
    assert f"`{reason}`" in row


def test_every_reserved_name_is_mentioned() -> None:
    assert [name for name in RESERVED if f"`{name}`" not in DOCUMENT] == []


@pytest.mark.parametrize(
    ("expected", "given", "as_expected"),
    [
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "…": "…"}, {"a": 1, "b": 2}, True),
        ({"a": 1, "…": "…"}, {"b": 2}, False),
        ({"a": "…"}, {"a": [1]}, True),
        ({"a": "…"}, {}, False),
        (["…", 2], [1, 2], True),
        (["…"], [], False),
        (None, {}, False),
    ],
)
def test_what_is_compared(expected: Any, given: Any, *, as_expected: bool) -> None:
    assert fits(expected, given) is as_expected


def _is_request(step: Step) -> bool:
    return step.kind == "→" and isinstance(step.content, dict)


def _is_reply_to(step: Step, action: str) -> bool:
    return step.kind == "←" and step.content["action"] == action


# The bot


@pytest.fixture
def daphne(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    server = Daphne(tmp_path)
    server.start()
    yield server.wait()
    server.stop()


def code_of_the_bot() -> str:
    (code,) = re.findall(r"^```python\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
    return str(code)


def test_the_bot_is_small() -> None:
    code = code_of_the_bot()
    compile(code, "docs/api.md", "exec")
    assert len(code.splitlines()) < 40


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
async def test_the_bot_answers(
    daphne: Server, others: Others, bot: User, token: str, tmp_path: Path
) -> None:
    room, alice = others.room, others.alice
    code = code_of_the_bot()
    for constant, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{daphne.port}"),
        ('/ws/chat/room/", 1\n', f'/ws/chat/room/", {room.pk}\n'),
    ):
        assert constant in code
        code = code.replace(constant, here)
    (tmp_path / "bot.py").write_text(code)
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "bot.py"), cwd=tmp_path, env={**environment(tmp_path), "TOKEN": token}
    )
    try:
        joined = lambda: room.has_member(bot)  # noqa: E731
        assert await sync_to_async(wait_until)(joined, WITHIN)
        await sync_to_async(room.post)(alice, "Nothing for a bot")
        await _say(daphne, alice, room, "!echo Hello, bot")
        answered = Message.objects.filter(user=bot, text="Hello, bot").exists
        assert await sync_to_async(wait_until)(answered, WITHIN)
        assert await Message.objects.filter(user=bot).acount() == 1
        assert running.returncode is None
    finally:
        running.kill()
        await running.wait()


async def _say(server: Server, person: User, room: Room, text: str) -> None:
    """Over the server: without Redis it does not hear of what this process does."""
    async with enter(server, Cookie=await cookie_of(person), Origin=server.address) as socket:
        frame = {"action": "create_message", "request_id": 1, "room": room.pk, "message": text}
        await socket.send(json.dumps(frame))
        assert json.loads(await socket.recv())["response_status"] == 201


# What only a server does


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
async def test_the_limits_are_those_of_the_servers(
    server: Server, others: Others, token: str
) -> None:
    cookie = await cookie_of(others.alice)
    async with enter(server, Cookie=cookie, Origin=server.address) as socket:
        await socket.send("x" * 1024 * 1024)
        assert json.loads(await socket.recv())["response_status"] == 400
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.gather(socket.send("x" * (1024 * 1024 + 1)), socket.recv())
    if isinstance(server, Uvicorn):
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009

    refused: list[dict[str, str]] = [
        {"Origin": server.address},
        {"Cookie": cookie},
        {"Authorization": "Bearer roomful_wrong"},
        {"Cookie": cookie, "Origin": "http://evil.example"},
        {"Cookie": cookie, "Origin": server.address, "path": "/ws/chat/"},
    ]
    for headers in refused:
        with pytest.raises(InvalidStatus) as status:
            await enter(server, **headers)
        assert status.value.response.status_code == 403
    own = {"Cookie": cookie, "Origin": server.address}
    await (await enter(server, **own)).close()
    await (await enter(server, Authorization=f"Bearer {token}")).close()


def enter(server: Server, path: str = JSON_ROUTE, **headers: str) -> Any:
    address = server.address.replace("http", "ws") + path
    return open_socket(address, additional_headers=headers, proxy=None)
