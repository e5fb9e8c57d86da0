"""The slow check: what the channel layer lost without a trace, found by what the database counts."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from channels.db import database_sync_to_async
from djangochannelsrestframework.observer.model_observer import Action

from chat.live.log import BATCH, Change
from chat.live.observer import observers
from chat.models import Membership, Message, Room, User

if TYPE_CHECKING:
    from chat.live.fanout import Fanout

logger = logging.getLogger(__name__)

#: Seconds between two checks. What was there at one and has not come by the next is lost. It is told of then, so
#: nobody lacks anything for longer than two of them.
CHECK_EVERY = 2.0


class Counters(NamedTuple):
    version: int
    revision: int


@database_sync_to_async
def counters() -> dict[int, Counters]:
    """What every room has counted, by its key."""
    rows = Room.objects.values_list("pk", "version", "revision")
    return {pk: Counters(version, revision) for pk, version, revision in rows}


@database_sync_to_async
def latest(room: int) -> tuple[int, int]:
    """The room's last version and seq; zeros when there is no such room."""
    return Room.objects.filter(pk=room).values_list("version", "last_seq").first() or (0, 0)


@database_sync_to_async
def changes_since(room: int, version: int, seq: int) -> list[Change]:
    """Changes of messages after a version, oldest first, at most ``BATCH``; those after ``seq`` are new ones."""
    changed = Message.objects.filter(room=room).changed_since(version)[:BATCH]
    return [
        observers[Message].message(each, Action.CREATE if each.seq > seq else Action.UPDATE)
        for each in changed
    ]


@database_sync_to_async
def room_as_it_is(pk: int, *, is_new: bool) -> tuple[Change, dict[int, bool]]:
    """What tells of a room as it is, and the people who belong to it: whether it is a favourite of theirs.

    A room that is gone is told of as deleted, one that is closed or archived as no longer in the directory: whatever
    it was before, so to the directory too, which learns its number only.
    """
    change = observers[Room].message(Room(pk=pk), Action.CREATE if is_new else Action.UPDATE)
    people = Membership.objects.filter(room=pk).values_list("user", "is_favourite")
    return change, dict(people)


@database_sync_to_async
def revisions_of_people() -> dict[int, int]:
    """How often those who ever changed have changed, by their keys."""
    return dict(User.objects.filter(revision__gt=0).values_list("pk", "revision"))


@database_sync_to_async
def person_as_they_are(pk: int) -> Change:
    return observers[User].message(User(pk=pk), Action.UPDATE)


class Healing:
    """Keeps the sockets of a process in step with the database, whatever becomes of the layer's messages."""

    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout
        self._counted: dict[int, Counters] = {}
        #: Of each room the last revision up to which everybody here has been told.
        self._revisions: dict[int, int] = {}
        #: The same of people: what the database has, and what everybody here has been told.
        self._people: dict[int, int] = {}
        self._told_of: dict[int, int] = {}
        self._checking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """From here on nothing may be lost: who comes after this reads for themselves what was before."""
        self.end()
        self._counted = await counters()
        self._revisions = {room: count.revision for room, count in self._counted.items()}
        self._people = await revisions_of_people()
        self._told_of = dict(self._people)
        self._checking = asyncio.create_task(self._check_now_and_then())

    def end(self) -> None:
        if self._checking is not None:
            self._checking.cancel()

    async def _check_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            try:
                await self.check()
            except Exception:
                logger.exception("What the channel layer may have lost could not be looked up")

    def heard(self, body: dict[str, Any]) -> None:
        """A change of a room or a person, which the layer brought. After a gap the next check has the last word."""
        if person := body.get("person"):
            self._told_of[person] = max(self._told_of.get(person, 0), body["revision"])
            return
        room, revision = body["room"], body["revision"]
        if revision is None:
            self._revisions.pop(room, None)
        elif self._revisions.get(room, 0) == revision - 1:
            self._revisions[room] = revision

    async def check(self) -> None:
        """Tell of what was in the database at the last check already, and has not come since; end what may not be."""
        await self._fanout.access.look_at_everybody()
        before, self._counted = self._counted, await counters()
        for room, log in tuple(self._fanout.logs.items()):
            if room in before and log.version < before[room].version:
                await log.heal()
        for room in before.keys() & self._counted.keys():
            if self._revisions.get(room, 0) < before[room].revision:
                await self._tell_of(room, is_new=room not in self._revisions)
                told = self._revisions.get(
                    room, 0
                )  # more than before, meanwhile, if it came after all
                self._revisions[room] = max(told, before[room].revision)
        for room in self._revisions.keys() - before.keys() - self._counted.keys():
            await self._tell_of(room, is_new=False)
            self._revisions.pop(room, None)
        await self._check_people()

    async def _check_people(self) -> None:
        """A person is told of as they are, so that what was lost before the last change is no loss."""
        before, self._people = self._people, await revisions_of_people()
        for person, revision in before.items():
            if self._told_of.get(person, 0) < revision:
                await self._fanout.deliver(await person_as_they_are(person))
                self._told_of[person] = revision

    async def _tell_of(self, room: int, *, is_new: bool) -> None:
        change, people = await room_as_it_is(room, is_new=is_new)
        for person, socket in self._fanout.people():
            has_left = person not in people and change["body"]["revision"] is not None
            if has_left and self._fanout.follows(socket, room):
                await socket.set_membership(room, is_member=False)  # before they hear more of it
        await self._fanout.deliver(change)
        for person, socket in self._fanout.people():
            is_told = self._fanout.follows(socket, room)
            is_told &= people.get(person, False) == (room in socket.favourites)
            if person in people and (is_new or not is_told):
                await socket.set_membership(room, is_member=True)
