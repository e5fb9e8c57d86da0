"""What is on its way to one socket: in order, bounded, and never in anybody's way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chat.live.outbox import LIMIT, TRY_AGAIN_LATER, Outbox
from chat.tests.sockets import WITHIN


class Peer:
    """The other end of a connection. It reads only while it may."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.has_more = asyncio.Condition()
        self.reads = asyncio.Event()
        self.waits = asyncio.Event()

    async def send(self, frame: dict[str, Any]) -> None:
        self.waits.set()
        await self.reads.wait()
        async with self.has_more:
            self.got.append(frame)
            self.has_more.notify_all()


def frame(number: int) -> dict[str, Any]:
    return {"type": "websocket.send", "text": str(number)}


CLOSE = {"type": "websocket.close", "code": 1000}


@pytest.fixture
async def peer() -> Peer:
    return Peer()


@pytest.fixture
async def outbox(peer: Peer) -> AsyncIterator[Outbox]:
    outbox = Outbox(peer.send)
    running = asyncio.create_task(outbox.run())
    yield outbox
    running.cancel()
    await asyncio.wait([running])


async def all_sent(peer: Peer, count: int) -> None:
    async with asyncio.timeout(WITHIN), peer.has_more:
        await peer.has_more.wait_for(lambda: len(peer.got) >= count)


async def test_frames_are_sent_in_order(peer: Peer, outbox: Outbox) -> None:
    peer.reads.set()
    for number in range(100):
        await outbox.put(frame(number))
    await all_sent(peer, 100)
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


def test_put_never_waits() -> None:
    """Whether the peer reads or not: it is over before anything else can run."""
    outbox = Outbox(Peer().send)
    for number in range(LIMIT * 2):
        with pytest.raises(StopIteration):
            outbox.put(frame(number)).send(None)  # type: ignore[attr-defined]


async def test_run_ends_with_a_close_frame(peer: Peer) -> None:
    outbox = Outbox(peer.send)
    peer.reads.set()
    await outbox.put(frame(1))
    await outbox.put(CLOSE)
    await asyncio.wait_for(outbox.run(), WITHIN)
    assert peer.got == [frame(1), CLOSE]


async def test_a_peer_that_does_not_read_is_closed_with_1013(peer: Peer) -> None:
    outbox = Outbox(peer.send)
    for number in range(LIMIT + 1):
        await outbox.put(frame(number))
    peer.reads.set()
    await asyncio.wait_for(outbox.run(), WITHIN)
    assert peer.got == [{"type": "websocket.close", "code": TRY_AGAIN_LATER}]
    assert TRY_AGAIN_LATER == 1013


async def test_as_many_frames_as_the_limit_are_kept(peer: Peer, outbox: Outbox) -> None:
    for number in range(LIMIT):
        await outbox.put(frame(number))
    peer.reads.set()
    await all_sent(peer, LIMIT)
    assert peer.got == [frame(number) for number in range(LIMIT)]


async def test_what_waits_is_bounded(peer: Peer) -> None:
    outbox = Outbox(peer.send)
    for number in range(LIMIT * 10):
        await outbox.put(frame(number))
        assert outbox._frames.qsize() <= LIMIT
    assert outbox._frames.qsize() == 1


async def test_nothing_follows_the_close_frame(peer: Peer) -> None:
    outbox = Outbox(peer.send)
    for number in range(LIMIT + 1):
        await outbox.put(frame(number))
    await outbox.put(frame(LIMIT + 2))
    peer.reads.set()
    await asyncio.wait_for(outbox.run(), WITHIN)
    assert [each["type"] for each in peer.got] == ["websocket.close"]


async def test_a_frame_that_is_being_sent_is_not_lost(peer: Peer, outbox: Outbox) -> None:
    await outbox.put(frame(0))
    await asyncio.wait_for(peer.waits.wait(), WITHIN)
    for number in range(1, LIMIT + 2):
        await outbox.put(frame(number))
    peer.reads.set()
    await all_sent(peer, 2)
    assert peer.got == [frame(0), {"type": "websocket.close", "code": TRY_AGAIN_LATER}]
