"""What readers get of a room whose oldest messages are not kept any more."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from chat.live import retention
from chat.models import Message, Room, User, Workspace, remove_old_messages
from chat.tests.sockets import WITHIN, Bot, Connections

pytestmark = pytest.mark.django_db(transaction=True)

Fill = Callable[..., None]


@sync_to_async
def age(room: Room, up_to: int) -> None:
    """The messages up to that seq are a day older than they are kept."""
    Workspace(pk=1, retention_days=30).save()
    moment = timezone.now() - timedelta(days=31)
    room.messages.filter(seq__lte=up_to).update(created_at=moment)


def seqs(reply: dict[str, dict[str, list[dict[str, int]]]]) -> list[int]:
    return [message["seq"] for message in reply["data"]["messages"]]


async def test_who_may_lack_what_is_gone_gets_the_list_anew(
    bob_bot: Bot, lobby: Room, alice: User, fill: Fill
) -> None:
    """Bob holds 1 to 3 and was away; 4 and 5 are gone since: 6 must not come right after 3."""
    await sync_to_async(fill)(lobby, alice, 8)
    await age(lobby, 5)
    await sync_to_async(remove_old_messages)()
    for since in (0, 3, 5):
        reply = await bob_bot.call("catch_up", room=lobby.pk, since=since)
        assert (reply["data"]["reload"], seqs(reply)) == (True, [6, 7, 8]), since
    reply = await bob_bot.call("catch_up", room=lobby.pk, since=6)
    assert (reply["data"]["reload"], seqs(reply)) == (False, [7, 8])


async def test_when_all_is_gone_the_list_is_empty(
    bob_bot: Bot, lobby: Room, alice: User, fill: Fill
) -> None:
    await sync_to_async(fill)(lobby, alice, 3)
    await age(lobby, 3)
    await sync_to_async(remove_old_messages)()
    behind = await bob_bot.call("catch_up", room=lobby.pk, since=2)
    assert (behind["data"]["reload"], seqs(behind)) == (True, [])
    up = await bob_bot.call("catch_up", room=lobby.pk, since=3)
    assert (up["data"]["reload"], seqs(up)) == (False, [])


async def test_removing_is_no_news_and_what_follows_arrives(
    bob_bot: Bot, lobby: Room, alice: User, fill: Fill
) -> None:
    await sync_to_async(fill)(lobby, alice, 5)
    await bob_bot.call("catch_up", room=lobby.pk, since=5)
    await age(lobby, 5)
    assert await sync_to_async(remove_old_messages)() == 5
    assert await bob_bot.changes() == []
    await sync_to_async(lobby.post)(alice, "on and on")
    (change,) = await bob_bot.changes()
    assert (change["data"]["seq"], change["data"]["version"]) == (6, 6)


async def test_server_with_a_socket_removes_by_itself(
    connect: Connections,
    lobby: Room,
    alice: User,
    fill: Fill,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def remove() -> int:
        count = remove_old_messages()
        if not count:
            loop.call_soon_threadsafe(done.set)
        return count

    monkeypatch.setattr(retention, "FIRST", 0.0)
    monkeypatch.setattr(retention, "remove_old_messages", remove)
    await sync_to_async(fill)(lobby, alice, 250)
    await age(lobby, 249)
    await connect.page(alice)
    await asyncio.wait_for(done.wait(), WITHIN)
    assert await Message.objects.acount() == 1
    await sync_to_async(lobby.refresh_from_db)()
    assert (lobby.first_seq, lobby.last_seq) == (250, 250)
