"""Messages older than the workspace keeps them (``Workspace.retention_days``) go from the beginnings of rooms."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from django.db import router
from django.db.models import F
from django.db.models.deletion import Collector
from django.utils import timezone

from chat.models.editing import GRACE, UNDO_WITHIN
from chat.models.message import Message
from chat.models.room import Room
from chat.models.workspace import Workspace

BATCH = 100  # messages, for which a room is locked


def remove_old_messages() -> int:
    """Remove a batch from one room, and say how many they were: 0 when nothing is too old.

    Several processes may do it at once: who comes second finds less.
    """
    days = Workspace.stored().retention_days
    if days is None:
        return 0
    moment = timezone.now() - timedelta(days=days)
    oldest_are_old = {"messages__seq": F("first_seq"), "messages__created_at__lt": moment}
    room = Room.objects.filter(**oldest_are_old).first()
    return 0 if room is None else _remove(room, moment)


def forget_deleted_messages() -> int:
    """Let go what deleted messages said once nobody may bring them back: a batch of one room; how many they were."""
    moment = timezone.now() - UNDO_WITHIN - GRACE
    late = Message.objects.deleted_lately().filter(deleted_at__lt=moment)
    room = late.values_list("room", flat=True).first()
    return 0 if room is None else late.forget_in(room)


def _remove(room: Room, moment: datetime) -> int:
    """What was posted before that moment, up to the first message that was not: no hole comes to be."""
    with room.locked() as locked:
        oldest = locked.messages.order_by("seq")[:BATCH]
        old = list(takewhile(lambda message: message.created_at < moment, oldest))
        if old:
            # As if with their room: nobody is told of each by itself.
            collector = Collector(using=router.db_for_write(Message), origin=locked)
            collector.collect(old)
            collector.delete()
            Room.objects.filter(pk=locked.pk).update(first_seq=old[-1].seq + 1)
    return len(old)
