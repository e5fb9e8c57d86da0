"""A program in a room, over JSON (docs/api.md)."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

WAIT = 5.0  # seconds


class Bot:
    """Talks to the server over an open socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.request_ids = itertools.count(1)
        self.changes: list[dict[str, Any]] = []

    def call(self, action: str, **fields: Any) -> dict[str, Any]:
        """The reply; changes that arrive before it are kept."""
        request_id = next(self.request_ids)
        self.socket.send(json.dumps({"action": action, "request_id": request_id, **fields}))
        while True:
            frame = self._receive()
            if "response_status" in frame and frame["request_id"] == request_id:
                return frame
            self.changes.append(frame)

    def call_all(self, action: str, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Many calls without waiting for each reply; all of them succeed. The replies, in the order of the calls."""
        request_ids = [next(self.request_ids) for _ in calls]
        for request_id, fields in zip(request_ids, calls, strict=True):
            self.socket.send(json.dumps({"action": action, "request_id": request_id, **fields}))
        replies: dict[int, dict[str, Any]] = {}
        while len(replies) < len(calls):
            frame = self._receive()
            if "response_status" in frame:
                assert frame["response_status"] < 300, frame
                replies[frame["request_id"]] = frame
        return [replies[each] for each in request_ids]

    def next_message(self) -> str:
        """The text of the next message that somebody posts."""
        while True:
            frame = self.changes.pop(0) if self.changes else self._receive()
            if frame["action"] == "create" and "response_status" not in frame:
                text: str = frame["data"]["text"]
                return text

    def _receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.socket.recv(WAIT))
        return frame


#: In a server's shell: prints the token of a bot that belongs to the first person.
MAKE = """
from chat.models import Token, User
owner = User.objects.get(founder=True)
bot = User.objects.create_bot(owner, "echo", "Echo")
print(Token.objects.issue(owner, bot, "tests")[1])
"""


@contextmanager
def connected(url: str, token: str) -> Iterator[Bot]:
    address = url.replace("http", "ws", 1) + "/ws/chat/room/"
    with connect(address, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        yield Bot(socket)
