"""Ends the sockets of a process whose people may not be there any more (docs/adr/0015).

A hint says whom to look at; the slow check looks at everybody. Both ask the database, so a hint may come twice, late,
for nothing, or not at all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from channels.db import database_sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from chat.live import groups, publisher
from chat.live.standing import fallen
from chat.models import Token, User

if TYPE_CHECKING:
    from chat.live.fanout import Fanout, Socket

logger = logging.getLogger(__name__)

#: What somebody's standing depends on.
WATCHED = frozenset({"is_active", "banned_at", "password", "role", "owner"})


class Access:
    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout
        self._wanted: set[int] = set()
        self._looking: asyncio.Task[None] | None = None

    def look_soon(self, people: Iterable[int]) -> None:
        """Look at the sockets of these people, if there are any here."""
        self._wanted.update(person for person in people if self._fanout.sockets_of(person))
        if self._wanted and self._looking is None:
            self._looking = asyncio.create_task(self._look_at_wanted())

    async def _look_at_wanted(self) -> None:
        try:
            while self._wanted:
                people, self._wanted = self._wanted, set()
                await self.look_at(each for one in people for each in self._fanout.sockets_of(one))
        except Exception:
            logger.exception("Who may stay could not be looked up; the next check tries again")
        finally:
            self._looking = None

    async def look_at_everybody(self) -> None:
        await self.look_at(socket for _, socket in self._fanout.people())

    async def look_at(self, sockets: Iterable[Socket]) -> None:
        entries = [(socket, socket.entry) for socket in sockets]
        if entries:
            found = await database_sync_to_async(fallen)(entry for _, entry in entries)
            for socket, entry in entries:
                if reason := found.get(entry):
                    socket.dismiss(reason)


# The hints. No observers: nobody is shown anything of these changes.


@receiver(post_save, sender=User)
def _person_saved(
    instance: User, *, created: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    if not created and (update_fields is None or WATCHED & update_fields):
        transaction.on_commit(partial(_look_again_with_bots, instance.pk), robust=True)


@receiver(post_delete, sender=User)
def _person_deleted(instance: User, **kwargs: Any) -> None:
    _look_again(instance.pk)


@receiver([post_save, post_delete], sender=Token)
def _token_changed(instance: Token, *, created: bool = False, **kwargs: Any) -> None:
    if not created:
        _look_again(instance.user_id)


@receiver(post_delete, sender=Session)
def _session_deleted(instance: Session, **kwargs: Any) -> None:
    """One that had expired told the slow check so."""
    person = instance.get_decoded().get(SESSION_KEY)
    if person is not None and instance.expire_date > timezone.now():
        _look_again(int(person))


def _look_again_with_bots(person: int) -> None:
    _publish([person, *User.objects.filter(owner=person).values_list("pk", flat=True)])


def _look_again(person: int) -> None:
    transaction.on_commit(partial(_publish, [person]), robust=True)


def _publish(people: list[int]) -> None:
    message = {"type": "access", "groups": [groups.ACCESS], "people": people}
    publisher.publish(groups.carrier(groups.ACCESS), message)
