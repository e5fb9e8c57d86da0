"""Somebody is banned, and what they wrote goes from the pages that are open."""

import re
from collections.abc import Callable

from asgiref.sync import sync_to_async

from chat.models import Message, Room, User
from chat.tests.sockets import Bot, Page, settled

TOMBSTONE = "message--deleted"
MANY = 250  # more than are read from the database in one go


async def test_all_tombstones_arrive_in_a_page_that_has_the_room_open(
    make_user: Callable[..., User], fill: Callable[..., None],
    lobby: Room, alice: User, bob: User, bob_page: Page,
) -> None:  # fmt: skip
    """The last of them is published; those before it are missing then, and are read from the database at once."""
    dana = await sync_to_async(make_user)("dana", role="administrator")
    await sync_to_async(fill)(lobby, alice, MANY)
    await sync_to_async(lobby.post)(bob, "the last word")
    await bob_page.submit("catch_up", room=lobby.pk, since=lobby.version + 1)
    await sync_to_async(alice.ban)(dana, remove_messages=True)
    told: list[tuple[int, int]] = []
    while len(told) < MANY:
        fragment = await bob_page.fragment_with(TOMBSTONE)
        assert "number" not in fragment
        place = re.search(r'data-seq="(\d+)" data-version="(\d+)"', fragment)
        assert place
        told.append((int(place[1]), int(place[2])))
    versions = dict(await _as_stored(lobby))
    assert dict(told) == versions
    assert told == sorted(told)


async def test_program_hears_of_each_as_deleted(
    make_user: Callable[..., User], fill: Callable[..., None],
    lobby: Room, alice: User, bob_bot: Bot,
) -> None:  # fmt: skip
    dana = await sync_to_async(make_user)("dana", role="administrator")
    await sync_to_async(fill)(lobby, alice, 3)
    await bob_bot.call("catch_up", room=lobby.pk, request_id="lobby")
    await sync_to_async(alice.ban)(dana, remove_messages=True)
    await settled()
    frames = [await bob_bot.next_frame() for _ in range(3)]
    assert [frame["action"] for frame in frames] == ["delete"] * 3
    assert [frame["data"]["seq"] for frame in frames] == [1, 2, 3]
    assert {frame["data"]["text"] for frame in frames} == {""}


@sync_to_async
def _as_stored(room: Room) -> list[tuple[int, int]]:
    gone = Message.objects.filter(room=room).exclude(deleted_at=None)
    return list(gone.values_list("seq", "version"))
