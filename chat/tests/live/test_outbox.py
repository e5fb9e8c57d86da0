"""What is on its way to one socket: in order, bounded, and never in anybody's way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chat.live.outbox import MOST_FRAMES, MOST_TEXT, TRY_AGAIN_LATER, Outbox, Text
from chat.tests.sockets import WITHIN


class Peer:
    """The other end of a connection. It reads only while it may."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.has_more = asyncio.Condition()
        self.reads = asyncio.Event()
        self.waits = asyncio.Event()
        self.has_left = False
        self.full = 0

    async def send(self, frame: dict[str, Any]) -> None:
        self.waits.set()
        await self.reads.wait()
        if self.has_left:
            raise ConnectionError("The peer is gone")
        async with self.has_more:
            self.got.append(frame)
            self.has_more.notify_all()

    def is_full(self) -> None:
        """What is done when nothing more is sent."""
        self.full += 1


def frame(number: int) -> dict[str, Any]:
    return {"type": "websocket.send", "text": str(number)}


CLOSE = {"type": "websocket.close", "code": 1000}
TOO_SLOW = {"type": "websocket.close", "code": TRY_AGAIN_LATER}


@pytest.fixture
async def peer() -> Peer:
    return Peer()


@pytest.fixture
async def outbox(peer: Peer) -> AsyncIterator[Outbox]:
    outbox = Outbox(peer.send, peer.is_full)
    yield outbox
    outbox.end()


async def all_sent(peer: Peer, count: int) -> None:
    async with asyncio.timeout(WITHIN), peer.has_more:
        await peer.has_more.wait_for(lambda: len(peer.got) >= count)


def tasks() -> int:
    return len(asyncio.all_tasks())


async def ended(outbox: Outbox) -> None:
    """Until its task is over."""
    assert outbox._sending is not None
    await asyncio.wait([outbox._sending], timeout=WITHIN)


async def test_what_a_peer_takes_at_once_needs_no_task(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    before = tasks()
    for number in range(100):
        await outbox.put(frame(number))
        assert len(peer.got) == number + 1
    assert tasks() == before
    assert peer.got == [frame(number) for number in range(100)]


async def test_order_holds_for_a_peer_that_reads_now_and_then(peer: Peer, outbox: Outbox) -> None:
    for number in range(100):
        await outbox.put(frame(number))
        if number % 10 == 0:
            peer.reads.set()
            await asyncio.sleep(0)
            peer.reads.clear()
    peer.reads.set()
    await all_sent(peer, 100)
    assert peer.got == [frame(number) for number in range(100)]


async def test_who_was_slow_and_has_read_all_needs_no_task(peer: Peer, outbox: Outbox) -> None:
    before = tasks()
    await outbox.put(frame(0))
    await outbox.put(frame(1))
    peer.reads.set()
    await ended(outbox)
    assert tasks() == before
    await outbox.put(frame(2))
    assert peer.got == [frame(0), frame(1), frame(2)]


async def test_put_never_waits(peer: Peer, outbox: Outbox) -> None:
    """Whether the peer reads or not: it is over before anything else can run."""
    for number in range(MOST_FRAMES * 2):
        with pytest.raises(StopIteration):
            outbox.put(frame(number)).send(None)  # type: ignore[attr-defined]


async def test_as_many_frames_as_the_limit_are_kept(peer: Peer, outbox: Outbox) -> None:
    for number in range(MOST_FRAMES + 1):  # the first is on its way
        await outbox.put(frame(number))
    peer.reads.set()
    await all_sent(peer, MOST_FRAMES + 1)
    assert peer.got == [frame(number) for number in range(MOST_FRAMES + 1)]
    assert peer.full == 0


async def test_a_peer_that_does_not_read_is_closed_with_1013(peer: Peer, outbox: Outbox) -> None:
    for number in range(MOST_FRAMES + 2):
        await outbox.put(frame(number))
    assert peer.full == 1
    peer.reads.set()
    await all_sent(peer, 1)
    assert peer.got == [TOO_SLOW]
    assert TRY_AGAIN_LATER == 1013


async def test_long_frames_fill_it_sooner(peer: Peer, outbox: Outbox) -> None:
    long = {"type": "websocket.send", "text": "x" * (MOST_TEXT // 4)}
    for _ in range(5):
        await outbox.put(long)
    assert peer.full == 0
    await outbox.put(long)
    assert peer.full == 1
    peer.reads.set()
    await all_sent(peer, 1)
    assert peer.got == [TOO_SLOW]


async def test_text_that_was_sent_is_not_counted(peer: Peer, outbox: Outbox) -> None:
    long = {"type": "websocket.send", "text": "x" * (MOST_TEXT // 4)}
    for number in range(1, 4):
        peer.reads.clear()
        for _ in range(5):
            await outbox.put(long)
        peer.reads.set()
        await all_sent(peer, 5 * number)
        await asyncio.sleep(0)
    assert peer.full == 0


async def test_what_waits_is_bounded(peer: Peer, outbox: Outbox) -> None:
    for number in range(MOST_FRAMES * 10):
        await outbox.put(frame(number))
        assert len(outbox._waiting) <= MOST_FRAMES
    assert list(outbox._waiting) == []
    assert peer.full == 1


async def test_nothing_follows_the_close_frame(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    for each in (frame(1), CLOSE, frame(2)):
        await outbox.put(each)
    assert peer.got == [frame(1), CLOSE]


async def test_nothing_follows_a_close_frame_that_waits(peer: Peer, outbox: Outbox) -> None:
    for each in (frame(1), frame(2), CLOSE, frame(3)):
        await outbox.put(each)
    peer.reads.set()
    await all_sent(peer, 3)
    assert peer.got == [frame(1), frame(2), CLOSE]


async def test_a_peer_that_is_gone_gets_nothing_more(peer: Peer, outbox: Outbox) -> None:
    peer.has_left = True
    peer.reads.set()
    await outbox.put(frame(0))
    await ended(outbox)
    await outbox.put(frame(1))
    assert (peer.got, peer.full) == ([], 1)


async def test_a_slow_peer_that_is_gone_gets_nothing_more(peer: Peer, outbox: Outbox) -> None:
    await outbox.put(frame(0))
    await outbox.put(frame(1))
    peer.has_left = True
    peer.reads.set()
    await ended(outbox)
    await outbox.put(frame(2))
    assert (peer.got, peer.full) == ([], 1)


async def test_a_frame_that_cannot_be_sent_ends_the_connection(peer: Peer, outbox: Outbox) -> None:
    """A server that refuses one frame would send the next, and nobody would see the hole."""
    peer.reads.set()
    peer.has_left = True
    await outbox.put(frame(0))
    peer.has_left = False
    await outbox.put(frame(1))
    await all_sent(peer, 1)
    assert peer.got == [{"type": "websocket.close", "code": 1011}]


async def test_an_end_cuts_off_what_is_on_its_way(peer: Peer, outbox: Outbox) -> None:
    before = tasks()
    await outbox.put(frame(0))
    await outbox.put(frame(1))
    await asyncio.wait_for(peer.waits.wait(), WITHIN)
    outbox.end()
    await ended(outbox)
    assert tasks() == before
    peer.reads.set()
    assert peer.got == []


# Texts for many


def ready(text: str) -> dict[str, Any]:
    return {"type": "websocket.send", "text": text}


class Connection:
    """What a server of ours gives a consumer: a way to write a frame as it is."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.is_full = False

    def write(self, frame: bytes) -> bool:
        if not self.is_full:
            self.frames.append(frame)
        return not self.is_full


async def test_a_text_for_many_is_made_a_frame_once(peer: Peer) -> None:
    text = Text("Grüße 👋")
    connections = [Connection() for _ in range(3)]
    for connection in connections:
        Outbox(peer.send, peer.is_full, connection.write).put_text(text)
    ((first,), (second,), (third,)) = (connection.frames for connection in connections)
    assert first is second is third
    payload = "Grüße 👋".encode()
    assert first == bytes([0x81, len(payload)]) + payload  # RFC 6455, 5.2: the last part of a text
    assert peer.got == []


async def test_a_text_for_a_server_without_that_way_is_sent(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    outbox.put_text(Text("hello"))
    assert peer.got == [ready("hello")]


async def test_texts_for_a_slow_peer_wait_in_order(peer: Peer) -> None:
    connection = Connection()
    outbox = Outbox(peer.send, peer.is_full, connection.write)
    outbox.put_text(Text("one"))
    connection.is_full = True
    outbox.put_text(Text("two"))
    connection.is_full = False
    outbox.put_text(Text("three"))
    peer.reads.set()
    await all_sent(peer, 2)
    assert [frame[2:] for frame in connection.frames] == [b"one"]
    assert peer.got == [ready("two"), ready("three")]
    await asyncio.sleep(0)
    outbox.put_text(Text("four"))
    assert [frame[2:] for frame in connection.frames] == [b"one", b"four"]


async def test_a_text_after_the_close_frame_is_dropped(peer: Peer) -> None:
    connection = Connection()
    outbox = Outbox(peer.send, peer.is_full, connection.write)
    peer.reads.set()
    await outbox.put(CLOSE)
    outbox.put_text(Text("hello"))
    assert (connection.frames, peer.got) == ([], [CLOSE])


# The end of a permission


REVOKED = {"type": "websocket.close", "code": 4401, "reason": "signed-out"}


async def test_nothing_follows_the_last_word(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    outbox.close(4401, "signed-out", "0")
    await outbox.put(frame(1))
    outbox.put_text(Text("2"))
    await ended(outbox)
    assert peer.got == [frame(0), REVOKED]
    assert peer.full == 1


async def test_what_waits_for_a_slow_peer_is_not_sent_any_more(peer: Peer, outbox: Outbox) -> None:
    for number in range(3):
        await outbox.put(frame(number))
    outbox.close(4401, "signed-out", "too late for a last word")
    await outbox.put(frame(3))
    peer.reads.set()
    await ended(outbox)
    assert peer.got == [REVOKED]


async def test_a_peer_that_is_gone_hears_no_last_word(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    peer.has_left = True
    outbox.close(4401, "signed-out", "0")
    await ended(outbox)
    assert peer.got == []


async def test_what_is_closed_is_not_closed_again(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    outbox.close(4401, "signed-out")
    await ended(outbox)
    outbox.close(4403, "banned")
    assert peer.got == [REVOKED]
