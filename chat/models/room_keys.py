"""What says whether a row of somebody's list of rooms looks as it did, read without the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models

from chat.models.membership import Membership
from chat.models.message import Message

if TYPE_CHECKING:
    from chat.models.room import Room


class RowKey(NamedTuple):
    """Two rows with the same key look the same to the same reader, and those of rooms to everybody.

    ``version`` and ``revision`` change with what is said in a room and what becomes of it. The name of whoever said
    the last has a revision of its own, and so have the people by whom a conversation is called: of them the sum.
    """

    pk: int
    version: int
    revision: int
    is_favourite: bool
    is_archived: bool
    is_direct: bool
    #: Whether the reader has begun to write something there.
    has_draft: bool
    #: Up to where the reader has read, where they have said so.
    read_seq: int | None
    author: int | None
    #: By which the text of the last message was rendered; they change without a version.
    rules: int | None
    people: int | None

    @property
    def section(self) -> str:
        """Where it stands in the reader's list."""
        if self.is_archived:
            return "archived"
        if self.is_favourite:
            return "favourites"
        return "conversations" if self.is_direct else "rooms"

    @classmethod
    def of(cls, room: Room) -> RowKey:
        """Of a room as it was loaded (``listed_for``), whatever became of it since."""
        people = [each.user.revision + 1 for each in room.conversing]
        last = room.last_message
        return cls(
            room.pk,
            room.version,
            room.revision,
            room.is_favourite,
            room.is_archived,
            room.is_direct,
            room.has_draft,
            room.read_seq,
            last.user.revision if last else None,
            last.rules if last else None,
            sum(people) if room.is_direct else None,
        )

    @classmethod
    def select(cls, rooms: models.QuerySet[Room]) -> models.QuerySet[Any, Any]:
        """The rows of which keys are made, of rooms with ``is_favourite`` and in their order."""
        last = Message.objects.filter(room=models.OuterRef("pk"), seq=models.OuterRef("last_seq"))
        people = Membership.objects.filter(
            room=models.OuterRef("pk"), room__kind="direct"
        ).order_by()
        revisions = people.values("room").annotate(sum=models.Sum(models.F("user__revision") + 1))
        return (
            rooms.prefetch_related(None)
            .annotate(
                archived=models.Q(archived_at__isnull=False),
                direct=models.Q(kind="direct"),
                author=models.Subquery(last.values("user__revision")),
                last_rules=models.Subquery(last.values("rules")),
                people_sum=models.Subquery(revisions.values("sum")),
            )
            .values_list(
                "pk",
                "version",
                "revision",
                "is_favourite",
                "archived",
                "direct",
                "has_draft",
                "read_seq",
                "author",
                "last_rules",
                "people_sum",
            )
        )
