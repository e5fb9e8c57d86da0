"""A membership that ends while somebody begins to follow the room: nothing may be delivered afterwards."""

import asyncio
from collections.abc import Iterator

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer

from chat.consumers.room import RoomConsumer
from chat.models import Room, User
from chat.tests.layers import GatedLayer
from chat.tests.sockets import WITHIN, Connections, held_up, settled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def layer(_fresh_layer: None) -> GatedLayer:
    layer = GatedLayer(get_channel_layer())
    channel_layers.set("default", layer)
    return layer


def groups_of(room: Room) -> Iterator[str]:
    """The layer's name of the group of a room's messages."""
    names: Iterator[str] = RoomConsumer.message_activity.group_names_for_consumer(
        consumer=None, room=room.pk
    )
    return names


async def next_at_the_gate(layer: GatedLayer) -> str:
    return await asyncio.wait_for(layer.waiting.get(), WITHIN)


async def test_who_looks_in_only_gets_nothing(
    connect: Connections, lobby: Room, alice: User, carol: User
) -> None:
    """The list of rooms hears of the arrival and of the departure at once."""
    page = await connect.page(carol)
    await page.submit("show_rooms")
    async with held_up():
        await sync_to_async(lobby.join)(carol)
        await sync_to_async(lobby.leave)(carol)
    await page.fragment_with(f'<li id="room-{lobby.pk}" hx-swap-oob="delete">')
    await page.fragments()
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    assert await page.fragments() == []


async def test_who_leaves_while_the_list_is_shown_gets_nothing(
    layer: GatedLayer, connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    garden = await sync_to_async(Room.objects.start)("Garden", alice)
    await sync_to_async(garden.join)(bob)
    page = await connect.page(bob)
    await settled()
    layer.gate.clear()
    await page.send_form("show_rooms")
    # The list has asked which rooms are Bob's, and has begun with one of them. He leaves the other.
    follows = {group: room for room in (lobby, garden) for group in groups_of(room)}
    while (group := await next_at_the_gate(layer)) not in follows:
        layer.gate.set()
        await asyncio.sleep(0)
        layer.gate.clear()
    left = garden if follows[group] == lobby else lobby
    await sync_to_async(left.leave)(bob)
    await page.fragment_with(f'<li id="room-{left.pk}" hx-swap-oob="delete">')
    layer.gate.set()
    rows = await page.fragment_with("room-row")
    assert f'id="room-{left.pk}"' not in rows
    await page.fragments()
    await sync_to_async(left.post)(alice, "Now we can talk")
    assert await page.fragments() == []


async def test_who_leaves_while_catching_up_gets_nothing(
    layer: GatedLayer, connect: Connections, lobby: Room, alice: User, bob: User
) -> None:
    await sync_to_async(lobby.post)(alice, "Soup at noon")
    bot = await connect.bot(bob)
    await settled()
    layer.gate.clear()
    await bot.send_frame(action="catch_up", request_id="up", room=lobby.pk, since=0)
    await next_at_the_gate(layer)
    await sync_to_async(lobby.leave)(bob)
    layer.gate.set()
    reply = await bot.reply_to("up")
    assert reply["response_status"] == 403
    assert "Soup" not in str(reply)
    await sync_to_async(lobby.post)(alice, "Now we can talk")
    assert "talk" not in str(await bot.changes())


async def test_who_disconnects_while_catching_up_leaves_nothing_behind(
    layer: GatedLayer, connect: Connections, lobby: Room, bob: User
) -> None:
    bot = await connect.bot(bob)
    await settled()
    layer.calls.clear()
    layer.gate.clear()
    await bot.send_frame(action="catch_up", request_id="up", room=lobby.pk)
    await next_at_the_gate(layer)
    layer.gate.set()
    await bot.disconnect(timeout=WITHIN)
    added = layer.calls["group_add"]
    assert layer.calls["group_discard"] == added + 1  # and what concerns rooms


async def test_who_is_cut_off_leaves_nothing_behind(
    layer: GatedLayer, connect: Connections, lobby: Room, bob: User
) -> None:
    """A server may end what serves a connection without a word of its end."""
    bot = await connect.bot(bob)
    await bot.call("catch_up", room=lobby.pk)
    await settled()
    layer.calls.clear()
    bot.future.cancel()
    await asyncio.wait([bot.future], timeout=WITHIN)
    assert layer.calls["group_discard"] == 2  # the messages, and all that concerns rooms


@pytest.mark.parametrize("action", ["catch_up", "subscribe_instance"])
async def test_an_outsider_joins_no_group(
    layer: GatedLayer, connect: Connections, lobby: Room, carol: User, action: str
) -> None:
    """Not even until the answer is no."""
    bot = await connect.bot(carol)
    await settled()
    layer.gate.clear()  # whoever joins a group would wait here
    await bot.send_frame(action=action, request_id="x", pk=lobby.pk, room=lobby.pk)
    assert (await bot.reply_to("x"))["response_status"] == 403
    layer.gate.set()
