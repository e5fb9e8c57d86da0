"""What is on its way to one socket."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from functools import cached_property
from types import coroutine
from typing import Any

from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

logger = logging.getLogger(__name__)

#: What may wait for a peer that reads too slowly, beside what the server and the system keep for it.
MOST_FRAMES = 1_000
MOST_TEXT = 1_000_000  # characters
#: Seconds that such a peer has to read what it was sent, up to its close frame; then our servers cut it off.
CLOSES_WITHIN = 30.0
#: RFC 6455's registry. After both a client may come back.
INTERNAL_ERROR, TRY_AGAIN_LATER = 1011, 1013

#: The ASGI extension of our servers (config/uvicorn.py, config/daphne.py): a function that writes a frame as it is to
#: the connection, or returns False when that takes no more for now. ``(frame: bytes) -> bool``
WRITE = "roomful.write"

Frame = dict[str, Any]
Sending = Coroutine[Any, Any, None]


class Text:
    """A text for many sockets, made a frame once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def frame(self) -> bytes:
        return WireFrame(Opcode.TEXT, self.text.encode()).serialize(mask=False)


class Outbox:
    """Frames to one socket, sent in order. Who has something to say never waits.

    Nearly always the server takes a frame at once. When it does not, the peer reads too slowly: the rest is the
    business of a task of its own, and what comes meanwhile waits. Past ``MOST_FRAMES`` or ``MOST_TEXT`` that is
    thrown away, and the socket closed with 1013: its page comes back and catches up.
    """

    def __init__(
        self,
        send: Callable[[Frame], Sending],
        on_close: Callable[[], None],
        write: Callable[[bytes], bool] | None = None,
    ) -> None:
        """``write``: see ``WRITE``; without it everything is sent."""
        self._send = send
        self._write = write
        self._on_close = on_close
        self._waiting: deque[Frame] = deque()
        self._text = 0  # characters that wait
        self._sending: asyncio.Task[None] | None = None
        self._closed = False

    async def put(self, frame: Frame) -> None:
        """A coroutine because ASGI's ``send``, whose place it takes, is one."""
        self._put(frame)

    def put_text(self, text: Text) -> None:
        """The same, without a way round for what many sockets get."""
        is_free = self._sending is None and not self._closed
        if not (is_free and self._write is not None and self._write(text.frame)):
            self._put({"type": "websocket.send", "text": text.text})

    def _put(self, frame: Frame) -> None:
        if self._closed:
            return
        if self._sending is not None:
            self._wait_with(frame)
            return
        sending = self._send(frame)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            self._closed = frame["type"] == "websocket.close"
        except Exception as error:
            self._fail(error)
        else:
            self._sending = asyncio.create_task(self._send_rest(sending, waits_for))

    def close(self, code: int, reason: str, last_word: str | None = None) -> None:
        """Send nothing more, waiting or new, but a last word, if it is taken at once, and why it ends."""
        if self._closed:
            return
        if self._sending is None and last_word is not None:
            self._put({"type": "websocket.send", "text": last_word})
        if not self._closed:  # because that failed
            self.end()
            self._close(code, reason=reason)

    def end(self) -> None:
        """Send nothing more."""
        self._closed = True
        if self._sending is not None:
            self._sending.cancel()

    def _wait_with(self, frame: Frame) -> None:
        self._waiting.append(frame)
        self._text += len(frame.get("text") or "")
        self._closed = frame["type"] == "websocket.close"
        if len(self._waiting) > MOST_FRAMES or self._text > MOST_TEXT:
            # A server waits before it writes, so what is cancelled has not been sent in part.
            self.end()
            self._close(TRY_AGAIN_LATER)

    def _close(self, code: int, **more: str) -> None:
        self._closed = True
        self._waiting.clear()
        close = {"type": "websocket.close", "code": code, **more}
        self._sending = asyncio.create_task(self._send_last(close))
        self._on_close()

    async def _send_rest(self, begun: Sending, waits_for: Any) -> None:
        try:
            await _rest_of(begun, waits_for)
            while self._waiting:
                frame = self._waiting.popleft()
                self._text -= len(frame.get("text") or "")
                await self._send(frame)
        except Exception as error:
            self._fail(error)
        else:
            self._sending = None

    async def _send_last(self, close: Frame) -> None:
        with suppress(Exception):  # who is gone hears no good-bye
            await self._send(close)

    def _fail(self, error: Exception) -> None:
        """The peer is gone, most likely: each server has its own error for that. If not, it must come back for this."""
        logger.debug("A frame was not sent: %r", error)
        self._close(INTERNAL_ERROR)


@coroutine
def _rest_of(begun: Sending, waits_for: Any) -> Generator[Any, Any, None]:
    """What is left to do of a coroutine that was begun outside a task, and waits for a future."""
    try:
        while True:
            try:
                given = yield waits_for
            except BaseException as error:
                waits_for = begun.throw(error)
            else:
                waits_for = begun.send(given)
    except StopIteration:
        return
