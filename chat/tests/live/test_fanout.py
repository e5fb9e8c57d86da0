"""One membership of the channel layer for each group, whatever the number of sockets."""

import asyncio
import logging
from typing import Any

import pytest
from channels.layers import channel_layers

from chat.live.fanout import Fanout
from chat.tests.layers import WatchedLayer
from chat.tests.sockets import WITHIN, settled

GROUP = "soup"


class Listener:
    """Stands where a consumer does."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    async def told(self, message: dict[str, Any]) -> None:
        self.heard.append(message["text"])


class Waiting(Listener):
    """Is busy with each message until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = asyncio.Event()
        self.may_go_on = asyncio.Event()

    async def told(self, message: dict[str, Any]) -> None:
        await super().told(message)
        self.busy.set()
        await self.may_go_on.wait()


class Broken(Listener):
    async def told(self, message: dict[str, Any]) -> None:
        await super().told(message)
        raise RuntimeError("This socket is broken")


async def tell(layer: WatchedLayer, text: str, group: str = GROUP) -> None:
    await layer.group_send(group, {"type": "told", "groups": [group], "text": text})


async def join(fanout: Fanout, group: str, *sockets: Listener) -> None:
    for socket in sockets:
        await fanout.add(group, socket)
    await settled()  # Redis has heard of it


@pytest.fixture
async def fanout(layer: WatchedLayer) -> Fanout:
    """Warm: it has its channel, and nothing counted yet."""
    await settled()
    layer.calls.clear()
    return Fanout.current()


async def test_a_loop_has_one_fanout(fanout: Fanout) -> None:
    assert Fanout.current() is fanout


async def test_every_socket_of_a_group_hears(fanout: Fanout, layer: WatchedLayer) -> None:
    sockets = [Listener() for _ in range(5)]
    await join(fanout, GROUP, *sockets)
    await tell(layer, "one")
    await tell(layer, "two")
    await settled()
    assert [socket.heard for socket in sockets] == [["one", "two"]] * 5


async def test_the_process_joins_a_group_once(fanout: Fanout, layer: WatchedLayer) -> None:
    for _ in range(50):
        await fanout.add(GROUP, Listener())
    assert layer.calls == {"group_add": 1}


async def test_sockets_that_come_at_once_join_once(fanout: Fanout, layer: WatchedLayer) -> None:
    sockets = [Listener() for _ in range(50)]
    await asyncio.gather(*(fanout.add(GROUP, socket) for socket in sockets))
    assert layer.calls == {"group_add": 1}
    await settled()
    await tell(layer, "hello")
    await settled()
    assert [socket.heard for socket in sockets] == [["hello"]] * 50


async def test_a_process_has_one_channel_for_all_groups(layer: WatchedLayer) -> None:
    fanout = Fanout.current()
    for number in range(5):
        await fanout.add(f"group-{number}", Listener())
    assert layer.calls == {"new_channel": 1, "group_add": 5}


async def test_a_socket_that_comes_twice_hears_once(fanout: Fanout, layer: WatchedLayer) -> None:
    socket = Listener()
    await join(fanout, GROUP, socket, socket)
    await tell(layer, "hello")
    await settled()
    assert socket.heard == ["hello"]


async def test_the_last_socket_takes_the_process_along(fanout: Fanout, layer: WatchedLayer) -> None:
    first, last = Listener(), Listener()
    await fanout.add(GROUP, first)
    await fanout.add(GROUP, last)
    await fanout.discard(GROUP, first)
    assert layer.calls["group_discard"] == 0
    await fanout.discard(GROUP, last)
    assert layer.calls["group_discard"] == 1


async def test_a_group_can_be_joined_again(fanout: Fanout, layer: WatchedLayer) -> None:
    socket = Listener()
    for _ in range(3):
        await join(fanout, GROUP, socket)
        await tell(layer, "hello")
        await settled()
        await fanout.discard(GROUP, socket)
    assert socket.heard == ["hello"] * 3


async def test_coming_and_going_at_once_ends_as_it_should(
    fanout: Fanout, layer: WatchedLayer
) -> None:
    stays, goes = Listener(), Listener()
    await fanout.add(GROUP, goes)
    await asyncio.gather(fanout.discard(GROUP, goes), fanout.add(GROUP, stays))
    await settled()
    await tell(layer, "hello")
    await settled()
    assert (stays.heard, goes.heard) == (["hello"], [])


async def test_who_was_never_there_may_go(fanout: Fanout, layer: WatchedLayer) -> None:
    await fanout.discard(GROUP, Listener())
    await join(fanout, GROUP, socket := Listener())
    await fanout.discard(GROUP, Listener())
    await tell(layer, "hello")
    await settled()
    assert socket.heard == ["hello"]


async def test_a_broken_socket_does_not_stop_the_others(
    fanout: Fanout, layer: WatchedLayer, caplog: pytest.LogCaptureFixture
) -> None:
    sockets = [Listener(), Broken(), Listener(), Broken(), Listener()]
    await join(fanout, GROUP, *sockets)
    await tell(layer, "one")
    await tell(layer, "two")
    await settled()
    assert [socket.heard for socket in sockets] == [["one", "two"]] * 5
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 4


async def test_nothing_reaches_a_socket_that_has_left(fanout: Fanout, layer: WatchedLayer) -> None:
    socket, other = Listener(), Listener()
    await join(fanout, GROUP, socket, other)
    await fanout.discard(GROUP, socket)
    await tell(layer, "hello")
    await settled()
    assert (socket.heard, other.heard) == ([], ["hello"])


async def test_what_was_queued_does_not_reach_a_socket_that_leaves(
    fanout: Fanout, layer: WatchedLayer
) -> None:
    in_the_way, socket, other = Waiting(), Listener(), Listener()
    await join(fanout, "elsewhere", in_the_way)
    await join(fanout, GROUP, socket, other)
    await tell(layer, "wait", "elsewhere")
    await asyncio.wait_for(in_the_way.busy.wait(), WITHIN)
    await tell(layer, "hello")
    await fanout.discard(GROUP, socket)
    in_the_way.may_go_on.set()
    await settled()
    assert (socket.heard, other.heard) == ([], ["hello"])


async def test_what_is_being_delivered_does_not_reach_a_socket_that_leaves(
    fanout: Fanout, layer: WatchedLayer
) -> None:
    """While one socket is busy with a message the other leaves: whichever was to be first."""
    sockets = [Waiting(), Waiting()]
    await join(fanout, GROUP, *sockets)
    await tell(layer, "hello")
    busy = [asyncio.create_task(socket.busy.wait()) for socket in sockets]
    await asyncio.wait(busy, timeout=WITHIN, return_when=asyncio.FIRST_COMPLETED)
    (first,) = [socket for socket in sockets if socket.heard]
    (second,) = [socket for socket in sockets if socket is not first]
    await fanout.discard(GROUP, second)
    for socket in sockets:
        socket.may_go_on.set()
    await settled()
    assert (first.heard, second.heard) == (["hello"], [])
    for task in busy:
        task.cancel()


async def test_a_message_for_a_group_that_was_left_is_dropped(
    fanout: Fanout, layer: WatchedLayer, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = Waiting()
    await join(fanout, "elsewhere", in_the_way)
    await join(fanout, GROUP, socket := Listener())
    await tell(layer, "wait", "elsewhere")
    await asyncio.wait_for(in_the_way.busy.wait(), WITHIN)
    await tell(layer, "hello")
    await fanout.discard(GROUP, socket)
    in_the_way.may_go_on.set()
    await settled()
    assert socket.heard == []
    assert caplog.records == []


async def test_what_another_version_says_does_not_make_it_deaf(
    fanout: Fanout, layer: WatchedLayer, caplog: pytest.LogCaptureFixture
) -> None:
    await join(fanout, GROUP, socket := Listener())
    await layer.group_send(GROUP, {"type": "told", "group": GROUP, "text": "as it was once"})
    await layer.group_send(GROUP, {"type": "message.activity", "groups": ["messages-1"]})
    await tell(layer, "hello")
    await settled()
    assert socket.heard == ["hello"]
    assert "was not understood" in caplog.text


class Refusing(WatchedLayer):
    """A layer that is out of reach."""

    refuses = True

    async def group_add(self, group: str, channel: str) -> None:
        if self.refuses:
            raise ConnectionError("out of reach")
        await super().group_add(group, channel)


async def test_a_layer_that_was_out_of_reach_is_asked_again(layer: WatchedLayer) -> None:
    refusing = Refusing(layer)
    channel_layers.set("default", refusing)
    fanout = Fanout.current()
    with pytest.raises(ConnectionError):
        await fanout.add(GROUP, Listener())
    refusing.refuses = False
    await join(fanout, GROUP, socket := Listener())
    await tell(layer, "hello")
    await settled()
    assert socket.heard == ["hello"]
